//! Search: from what somebody typed to the documents that may be meant, best first.
//!
//! [`Query::parse`] understands, [`Index::search`] ranks. No wording and no Discord here; strsim is named only in here.

use crate::knowledge::{DocumentId, KnowledgeBase, Topic};

/// How sure the search is of a hit: 0.0–1.0, always a number, so it can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Score(f64);

/// How a hit was reached; the best way where several apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchKind {
    /// An official name, to the letter after folding.
    Exact,
    /// An alias, to the letter after folding.
    Alias,
    /// A slug, as autocomplete submits it.
    Slug,
    /// The beginning of a name.
    Prefix,
    /// Some words of the query, to the letter.
    Words,
    /// Initial consonants (초성).
    Choseong,
    /// The other keyboard layout.
    Keyboard,
    /// Korean written in Latin letters.
    Romanized,
    /// A typing slip.
    Fuzzy,
    /// A figure's value or year.
    Figure,
}

/// A document that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// How sure.
    pub score: Score,
    /// How it was reached.
    pub kind: MatchKind,
}

/// A question as understood.
#[derive(Clone, Debug)]
pub struct Query {}

/// The searchable form of a base.
#[derive(Debug)]
pub struct Index {}

/// Most hits that a search returns: what one select menu or autocomplete list can show.
pub const HITS_MAX: usize = 25;

impl Query {
    /// Understands `text`. Never fails: what it cannot use becomes a plain term, and an empty text an empty query.
    pub fn parse(_text: &str) -> Self {
        unimplemented!()
    }

    /// Years that the question names, in the order typed (2022년, 2022, '22; not "last year").
    pub fn years(&self) -> &[u16] {
        unimplemented!()
    }
}

impl Index {
    /// Builds the index of `base`.
    pub fn build(_base: &KnowledgeBase) -> Self {
        unimplemented!()
    }

    /// The documents that may be meant, best first, at most [`HITS_MAX`].
    ///
    /// With a `topic`, only documents of it. Empty for an empty query.
    pub fn search(&self, _query: &Query, _topic: Option<Topic>) -> Vec<Hit> {
        unimplemented!()
    }

    /// The documents that a half-typed `text` may become, best first, at most [`HITS_MAX`]: exact, then prefix, then
    /// the rest. Empty for an empty text (callers offer the featured documents then).
    pub fn suggest(&self, _text: &str, _topic: Option<Topic>) -> Vec<Hit> {
        unimplemented!()
    }
}

/// What a ranking means for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first hit is meant.
    One,
    /// The first so many hits, at least two, are equally plausible.
    Several(usize),
    /// Nothing comes close.
    Nothing,
}

/// Reads a ranking (best first): below the floor nothing is meant, within the margin several are.
pub fn judge(_hits: &[Hit]) -> Verdict {
    unimplemented!()
}
