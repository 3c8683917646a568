//! Search: from what somebody typed to the documents that may be meant, best first.
//!
//! [`Query::parse`] reads a question, [`Index::search`] ranks, [`judge()`] decides. No wording and no Discord here; strsim is
//! named only in here.
//!
//! The way of a question, by file. `query` takes out its years (`years`) and amounts; `segment` cuts the rest into words of
//! the dictionary (`words`) and grammar; `understand` takes those at their word and has the others read every other way
//! (`readings`: slips, the other layout, initials, romanised Korean, half-typed words, found in a `lexicon`). What comes out
//! (`meaning`) is matched with what documents have (`cover`), and the question as a whole with their names (`whole`),
//! by way of the `index`. `rank` keeps the best of both, and `judge` says what to make of it.
//!
//! Which words mean the same, which say nothing and which lead elsewhere is data: `vocabulary.json`.

mod alike;
mod belongs;
mod build;
mod builder;
mod by_letters;
mod calibrate;
mod corpus;
mod cover;
mod crowd;
mod cutter;
mod english;
mod explain;
mod factors;
mod flat;
mod hash;
mod index;
mod judge;
mod lexicon;
mod line;
mod meaning;
mod naming;
mod order;
mod query;
mod rank;
mod readings;
mod score;
mod segment;
mod spellings;
mod trie;
mod understand;
mod whole;
mod words;
mod years;

#[cfg(test)]
mod relevance;
#[cfg(test)]
mod report;
#[cfg(test)]
pub(crate) mod robust;
#[cfg(test)]
mod suggesting;
#[cfg(test)]
mod tests;

use crate::knowledge::DocumentId;

pub use explain::{Explanation, SenseExplained};
pub use factors::Factors;
pub use index::Index;
pub use judge::{Verdict, judge};
pub use query::{QUERY_MAX_CHARS, Query};
pub use score::Score;

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

impl MatchKind {
    /// Whether the question was taken as it was typed: nothing completed, converted or mended.
    pub const fn is_as_typed(self) -> bool {
        matches!(
            self,
            Self::Exact | Self::Alias | Self::Slug | Self::Words | Self::Figure
        )
    }
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

/// Most hits that a search returns: what one select menu or autocomplete list can show.
pub const HITS_MAX: usize = 25;
