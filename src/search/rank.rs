//! Ranking: from a question to documents, best first.
//!
//! A document is found in two ways, and the better score counts: by the senses of the question that it covers (`cover`), and by
//! a name of it that the question as a whole spells (`whole`). What is asked besides (a year, a place, a person) then
//! favours or rules out (`factors`). How close that brings a document is a number without a unit; `calibrate` makes it a score.

use std::cmp::Ordering;

use crate::knowledge::Topic;

use super::calibrate::score;
use super::factors::Factors;
use super::index::{Index, Standing};
use super::meaning::Meaning;
use super::readings::LANDS_WELL;
use super::understand::Reader;
use super::years::Asked;
use super::{HITS_MAX, Hit, MatchKind, Query, Score};

/// How well a document about the year asked for answers where its name does not have the year.
pub(super) const ABOUT_YEAR: f32 = 0.95;

/// How much a match by name is worth for a year that neither the name nor the document has.
const NAME_WITHOUT_YEAR: f32 = 0.85;

/// What is left of a score when the question had to be read on the other layout: what was typed as it is comes first.
const CONVERTED: f32 = 0.98;

/// What a match by words is worth while somebody types: less than the beginning of any name.
const WORDS_WHILE_TYPING: f32 = 0.74;

/// What a year that is being typed is worth: anything, rather than an empty list.
const YEAR_WHILE_TYPING: f32 = 0.5;

/// What the beginning of a year is worth as a whole question: something to offer, never an answer.
const YEAR_BEGUN: f32 = 0.2;

/// Fewest characters before a slip that say what was about to be typed.
const SUGGESTED_BEFORE_SLIP_MIN: usize = 2;

/// Most documents that are looked at where more are as good for all that is known of them.
pub(super) const MATCHES_MAX: usize = 1_024;

/// A document and the best way in which the question leads to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub document: u32,
    /// The name that is matched; none where the rest of the document alone is.
    pub name: Option<u32>,
    /// Whether the question as a whole spells the name.
    pub whole: bool,
    /// How well: 1.0 for a name to the letter.
    pub closeness: f32,
    pub kind: MatchKind,
}

impl Match {
    /// Whether this leads further than another match of the document; of two that lead equally far, the plainer way does.
    pub fn leads_further(&self, other: &Self) -> bool {
        self.closeness > other.closeness
            || self.closeness == other.closeness && self.kind < other.kind
    }
}

/// A document with its place in the ranking.
pub(super) struct Ranked {
    pub found: Match,
    pub factors: Factors,
    /// What the factors make of the match: 0.0 and up, mostly to 1.0.
    pub closeness: f32,
}

/// A question as the index understands it, and what it has found.
pub(super) struct Asking<'a> {
    pub index: &'a Index,
    pub meaning: Meaning,
    /// The years asked for.
    pub years: Vec<u16>,
    /// Whether a month is asked for: figures are of whole years.
    pub by_month: bool,
    /// Documents with a figure asked for by its value, ascending.
    pub valued: Vec<u32>,
    /// Whether more is about to be typed.
    pub typing: bool,
    /// The best match of each document, ascending.
    pub found: Vec<Match>,
}

/// What a ranking comes from.
pub(super) struct Ranking<'a> {
    pub asking: Asking<'a>,
    /// The question on the other layout, where that is how it was read.
    pub converted: Option<Query>,
    /// Best first.
    pub ranked: Vec<Ranked>,
}

impl Index {
    /// The documents that may be meant, best first, at most [`HITS_MAX`].
    ///
    /// With a `topic`, only documents of it. Empty for an empty query.
    pub fn search(&self, query: &Query, topic: Option<Topic>) -> Vec<Hit> {
        self.hits(query, topic, false)
    }

    /// The documents that a half-typed `text` may become, best first, at most [`HITS_MAX`]: exact, then prefix, then
    /// the rest. Empty for an empty text (callers offer the featured documents then).
    ///
    /// Where nothing begins so, the last character may be a slip: the list of what is before it stays.
    pub fn suggest(&self, text: &str, topic: Option<Topic>) -> Vec<Hit> {
        let hits = self.hits(&Query::parse(text), topic, true);
        let before = text.char_indices().next_back().map_or(0, |(at, _)| at);
        if hits.is_empty() && text[..before].chars().count() >= SUGGESTED_BEFORE_SLIP_MIN {
            self.hits(&Query::parse(&text[..before]), topic, true)
        } else {
            hits
        }
    }

    fn hits(&self, query: &Query, topic: Option<Topic>, typing: bool) -> Vec<Hit> {
        if let Some(hit) = self.of_slug(&query.text) {
            return Vec::from_iter(self.is_of(hit.document.0, topic).then_some(hit));
        }
        let ranking = self.rank(query, topic, typing);
        ranking.ranked.iter().map(Ranked::hit).collect()
    }

    pub(super) fn rank(&self, query: &Query, topic: Option<Topic>, typing: bool) -> Ranking<'_> {
        let mut asking = Asking::new(self, query, true, typing);
        // The question as a whole may have been typed on the other layout; single words are converted one by one.
        if !asking.meaning.is_certain()
            && let Some(other) = query.on_other_layout()
        {
            let mut converted = Asking::new(self, &other, false, typing);
            let lands = converted.meaning.explained() >= asking.meaning.explained().max(LANDS_WELL);
            if lands && !converted.meaning.senses.is_empty() {
                let mut ranked = converted.ranked(&other, topic);
                for ranked in &mut ranked {
                    ranked.closeness *= CONVERTED;
                    ranked.factors.layout = CONVERTED;
                    ranked.found.kind = MatchKind::Keyboard;
                }
                return Ranking {
                    asking: converted,
                    converted: Some(other),
                    ranked,
                };
            }
        }
        let ranked = asking.ranked(query, topic);
        Ranking {
            asking,
            converted: None,
            ranked,
        }
    }

    /// The document that this is the slug of, as autocomplete submits it.
    pub(super) fn of_slug(&self, slug: &str) -> Option<Hit> {
        let of = |&document: &u32| self.slugs[document as usize].cmp(slug);
        let at = self.by_slug.binary_search_by(of).ok()?;
        let document = self.by_slug[at];
        Some(Hit {
            document: Self::id(document),
            score: Score::CERTAIN,
            kind: MatchKind::Slug,
        })
    }

    /// Whether a document is of a topic; of any where none is given.
    pub(super) fn is_of(&self, document: u32, topic: Option<Topic>) -> bool {
        topic.is_none_or(|topic| self.entries[document as usize].topic == topic)
    }
}

/// What is typed is about to be a name more often than anything else, so that names come first, the one that is there
/// before those that are begun; and since only their own length orders those, a list of them does not move as letters
/// are added.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum WhileTyping {
    NoName(f32),
    KeywordBegun(f32),
    NameBegun(f32),
    Name(f32),
}

impl Ranked {
    /// The hit that this is, its closeness made a score.
    pub fn hit(&self) -> Hit {
        Hit {
            document: Index::id(self.found.document),
            score: score(self.closeness),
            kind: self.found.kind,
        }
    }
}

impl<'a> Asking<'a> {
    pub fn new(index: &'a Index, query: &Query, convert: bool, typing: bool) -> Self {
        let mut valued = Vec::new();
        let mut taken = Vec::new();
        for (position, quantity) in query.quantities.iter().enumerate() {
            // A small bare number counts too many things to name one.
            let telling =
                quantity.unit.is_some() || quantity.value >= 100.0 || quantity.value.fract() != 0.0;
            let before = valued.len();
            if telling {
                valued.extend(index.with_figure(quantity));
            }
            if valued.len() > before {
                taken.push(position);
            }
        }
        valued.sort_unstable();
        valued.dedup();
        let reader = Reader {
            words: &index.words,
        };
        let mut meaning = if taken.is_empty() {
            reader.read(&query.tokens, query.open, convert)
        } else {
            reader.read(&query.without(&taken), query.open, convert)
        };
        if meaning.senses.is_empty() {
            meaning.senses = index.asked_by_itself(&meaning.asks);
        }
        Self {
            years: index.years_asked(&query.asked),
            by_month: query.asked.contains(&Asked::Month),
            index,
            meaning,
            valued,
            typing,
            found: Vec::new(),
        }
    }

    /// Adds matches, and keeps the best of each document; of several that lead equally far, the first.
    fn offer(&mut self, offered: impl IntoIterator<Item = Match>) {
        let before = self.found.len();
        self.found.extend(offered);
        if self.found.len() == before {
            return;
        }
        self.found.sort_by_key(|found| found.document);
        self.found.dedup_by(|next, kept| {
            let same = next.document == kept.document;
            if same && next.leads_further(kept) {
                *kept = *next;
            }
            same
        });
    }

    /// The documents found, best first.
    fn ranked(&mut self, query: &Query, topic: Option<Topic>) -> Vec<Ranked> {
        let by_words = if self.typing { WORDS_WHILE_TYPING } else { 1.0 };
        self.found = self.by_senses(topic);
        for found in &mut self.found {
            found.closeness *= by_words;
        }
        self.offer(self.by_whole(query, topic));
        if self.found.is_empty() {
            let closeness = if self.typing {
                YEAR_WHILE_TYPING
            } else {
                YEAR_BEGUN
            };
            let about = self.index.about_year_beginning(&query.text);
            let about = about.filter(|&document| self.index.is_of(document, topic));
            self.offer(about.take(MATCHES_MAX).map(|document| Match {
                document,
                name: None,
                whole: false,
                closeness,
                kind: MatchKind::Prefix,
            }));
        }
        let factors = self.factors(query);
        let found = self.found.iter();
        let found = found.filter(|found| self.index.is_of(found.document, topic));
        let mut ranked: Vec<Ranked> = Vec::with_capacity(self.found.len());
        let found = found.map(|&found| {
            let factors = factors(&found);
            Ranked {
                found,
                closeness: found.closeness * factors.product(),
                factors,
            }
        });
        ranked.extend(found.filter(|ranked| ranked.closeness > 0.0));
        if self.typing {
            ranked.sort_unstable_by(|a, b| {
                let by_name = self.while_typing(b).partial_cmp(&self.while_typing(a));
                let by_name = by_name.unwrap_or(Ordering::Equal);
                by_name.then(a.found.document.cmp(&b.found.document))
            });
        } else {
            ranked.sort_unstable_by(|a, b| {
                let by_closeness = b.closeness.total_cmp(&a.closeness);
                by_closeness
                    .then(b.factors.asked.total_cmp(&a.factors.asked))
                    .then(a.found.document.cmp(&b.found.document))
            });
        }
        ranked.truncate(HITS_MAX);
        ranked
    }

    fn while_typing(&self, ranked: &Ranked) -> WhileTyping {
        let found = &ranked.found;
        let name = found.name.filter(|_| found.whole);
        let keyword =
            name.is_some_and(|name| self.index.names[name as usize].standing == Standing::Keyword);
        // What is asked for is not known until it is all there.
        let closeness = found.closeness * ranked.factors.rules_out();
        match found.kind {
            _ if name.is_none() => WhileTyping::NoName(closeness),
            MatchKind::Exact | MatchKind::Alias => WhileTyping::Name(closeness),
            MatchKind::Prefix if keyword => WhileTyping::KeywordBegun(closeness),
            MatchKind::Prefix => WhileTyping::NameBegun(closeness),
            _ => WhileTyping::NoName(closeness),
        }
    }

    /// What the year asked for leaves of a match of a document by one of its names.
    pub fn name_factor(&self, name: u32, document: u32) -> f32 {
        if self.years.is_empty() || self.index.has_year_of(name, &self.years) {
            1.0
        } else if self.is_about_year(document) {
            ABOUT_YEAR
        } else if self.is_about_no_year(document) {
            NAME_WITHOUT_YEAR
        } else {
            1.0
        }
    }

    /// Whether a document is about a year asked for.
    pub fn is_about_year(&self, document: u32) -> bool {
        let years = &self.index.about[document as usize];
        years.iter().any(|year| self.years.contains(year))
    }

    /// Whether a document is about no year at all.
    pub fn is_about_no_year(&self, document: u32) -> bool {
        self.index.about[document as usize].is_empty()
    }
}
