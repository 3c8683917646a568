//! Ranking: from a question to documents, best first.
//!
//! A document is found in two ways, and the better score counts: by the senses of the question that it covers (`cover`), and by
//! a name of it that the question as a whole spells (`whole`). What is asked besides (a year, a place, a person) then
//! favours or rules out.

use std::collections::HashMap;

use crate::knowledge::Topic;

use super::hash::FastHash;
use super::index::{Index, Name, belongs};
use super::lexicon::keys;
use super::meaning::{Meaning, Sense};
use super::readings::LANDS_WELL;
use super::understand::Reader;
use super::years::Asked;
use super::{HITS_MAX, Hit, MatchKind, Query, Score};

/// Most that two amounts may differ, as a share of the figure, and be the same: 54 for 54.3.
const VALUE_TOLERANCE: f64 = 0.006;

/// What is left of a score when the question names a place or subject that the base does not hold.
const ELSEWHERE: f32 = 0.3;

/// What is left of the score of a document that does not mention a place that the question names.
const OTHER_PLACE: f32 = 0.6;

/// What is left of the score of a document that is about other years than the one asked for.
const OTHER_YEAR: f32 = 0.4;

/// From this score on the question names a document.
const NAMED: f32 = 0.9;
/// A document that matches worse than one that is named for another year, by more than this, is not what was asked for:
/// the exports of 2023 are not the budget of 2023.
const NAMED_BETTER: f32 = 0.1;
/// What is left of its score.
const INSTEAD: f32 = 0.5;

/// What is left of every score when no document is about the year asked for.
const UNKNOWN_YEAR: f32 = 0.3;

/// How well a document about the year asked for answers where its name does not have the year.
pub(super) const ABOUT_YEAR: f32 = 0.95;

/// How much a match by name is worth for a year that neither the name nor the document has.
const NAME_WITHOUT_YEAR: f32 = 0.85;

/// How much better a document is that has what is asked for (a person, an amount): enough to choose between siblings,
/// which differ by less than a word.
const ASKED: f32 = 0.12;

/// Most that ways of asking add up to: "how many times" asks twice for one thing.
const ASKED_MOST: f32 = 1.0;

/// Keys from which on the beginning of a word may be an answer; a Korean word of two syllables has five or so.
const WORD_KEYS: usize = 5;
/// What is left of every score before that.
const VAGUE: f32 = 0.55;

/// What is left of a score when the question had to be read on the other layout: what was typed as it is comes first.
const CONVERTED: f64 = 0.98;

/// What a match by words is worth while somebody types: less than the beginning of any name.
const WORDS_WHILE_TYPING: f32 = 0.74;

/// What a year that is being typed is worth: anything, rather than an empty list.
const YEAR_WHILE_TYPING: f32 = 0.5;

/// The best that is known of a document.
#[derive(Clone, Copy)]
struct Found {
    score: f32,
    kind: MatchKind,
}

/// A question as the index understands it, and what it has found.
pub(super) struct Asking<'a> {
    pub index: &'a Index,
    pub meaning: Meaning,
    /// The years asked for.
    pub years: Vec<u16>,
    /// Whether a month is asked for: figures are of whole years.
    by_month: bool,
    /// Documents with a figure asked for by its value.
    pub valued: Vec<u32>,
    /// Whether more is about to be typed.
    pub typing: bool,
    found: HashMap<u32, Found, FastHash>,
}

impl Index {
    /// The documents that may be meant, best first, at most [`HITS_MAX`].
    ///
    /// With a `topic`, only documents of it. Empty for an empty query.
    pub fn search(&self, query: &Query, topic: Option<Topic>) -> Vec<Hit> {
        self.rank(query, topic, false)
    }

    /// The documents that a half-typed `text` may become, best first, at most [`HITS_MAX`]: exact, then prefix, then
    /// the rest. Empty for an empty text (callers offer the featured documents then).
    pub fn suggest(&self, text: &str, topic: Option<Topic>) -> Vec<Hit> {
        self.rank(&Query::parse(text), topic, true)
    }

    fn rank(&self, query: &Query, topic: Option<Topic>, typing: bool) -> Vec<Hit> {
        if let Some(document) = self.of_slug(&query.text) {
            let in_topic = topic.is_none_or(|topic| self.entries[document as usize].topic == topic);
            return Vec::from_iter(in_topic.then(|| Hit {
                document: Self::id(document),
                score: Score::new(1.0),
                kind: MatchKind::Slug,
            }));
        }
        let asking = Asking::new(self, query, true, typing);
        // The question as a whole may have been typed on the other layout; single words are converted one by one.
        if !asking.meaning.is_certain()
            && let Some(other) = query.on_other_layout()
        {
            let converted = Asking::new(self, &other, false, typing);
            let lands = converted.meaning.explained() >= asking.meaning.explained().max(LANDS_WELL);
            if lands && !converted.meaning.senses.is_empty() {
                let hits = converted.hits(&other, topic);
                let keyboard = |hit: Hit| Hit {
                    score: Score::new(hit.score.get() * CONVERTED),
                    kind: MatchKind::Keyboard,
                    ..hit
                };
                return hits.into_iter().map(keyboard).collect();
            }
        }
        asking.hits(query, topic)
    }
}

impl<'a> Asking<'a> {
    fn new(index: &'a Index, query: &Query, convert: bool, typing: bool) -> Self {
        let mut valued = Vec::new();
        let mut taken = Vec::new();
        for (position, quantity) in query.quantities.iter().enumerate() {
            // A small bare number counts too many things to name one.
            let telling =
                quantity.unit.is_some() || quantity.value >= 100.0 || quantity.value.fract() != 0.0;
            let before = valued.len();
            let same = index.figures.iter().filter(|(value, unit, _)| {
                telling
                    && quantity.unit.is_none_or(|asked| asked == *unit)
                    && (value - quantity.value).abs() <= value.abs() * VALUE_TOLERANCE
            });
            valued.extend(same.map(|&(_, _, document)| document));
            if valued.len() > before {
                taken.push(position);
            }
        }
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
            found: HashMap::default(),
        }
    }

    /// Keeps the best score of a document.
    fn offer(&mut self, document: u32, score: f32, kind: MatchKind) {
        let found = self.found.entry(document).or_insert(Found { score, kind });
        // The plainer way where two lead equally far.
        if score > found.score || score == found.score && kind < found.kind {
            *found = Found { score, kind };
        }
    }

    /// The documents found, best first.
    fn hits(mut self, query: &Query, topic: Option<Topic>) -> Vec<Hit> {
        let by_words = if self.typing { WORDS_WHILE_TYPING } else { 1.0 };
        for (document, score, kind) in self.by_senses() {
            self.offer(document, score * by_words, kind);
        }
        for (document, score, kind) in self.by_whole(query) {
            self.offer(document, score, kind);
        }
        if self.typing && self.found.is_empty() {
            for document in self.index.about_year_beginning(&query.text) {
                self.offer(document, YEAR_WHILE_TYPING, MatchKind::Prefix);
            }
        }
        let rules_out = self.rules_out() * self.vagueness(query);
        let named_for_other_year = self.named_for_other_year();
        let of_topic = |document: u32| {
            topic.is_none_or(|topic| self.index.entries[document as usize].topic == topic)
        };
        let found = self
            .found
            .iter()
            .filter(|(document, _)| of_topic(**document));
        let mut ranked: Vec<(Hit, f32)> = found
            .map(|(&document, found)| {
                let asked = self.asked_for(document);
                let instead = if found.score < named_for_other_year - NAMED_BETTER {
                    INSTEAD
                } else {
                    1.0
                };
                let favours = (1.0 + ASKED * asked)
                    * self.place_factor(document)
                    * self.year_factor(document);
                let hit = Hit {
                    document: Index::id(document),
                    score: Score::new(f64::from(found.score * rules_out * favours * instead)),
                    kind: found.kind,
                };
                (hit, asked)
            })
            .filter(|(hit, _)| hit.score > Score::ZERO)
            .collect();
        ranked.sort_by(|(a, a_asked), (b, b_asked)| {
            let by_score = b.score.cmp(&a.score);
            by_score
                .then(b_asked.total_cmp(a_asked))
                .then(a.document.cmp(&b.document))
        });
        ranked.truncate(HITS_MAX);
        ranked.into_iter().map(|(hit, _)| hit).collect()
    }

    /// How far a document has what is asked for.
    fn asked_for(&self, document: u32) -> f32 {
        let asks = self.meaning.asks.iter();
        asks.map(|&asks| self.index.has(document, asks))
            .sum::<f32>()
            .min(ASKED_MOST)
    }

    /// What is left of every score when the question is only a few keys of a word: they begin too much to be an answer.
    fn vagueness(&self, query: &Query) -> f32 {
        let [token] = query.tokens.as_slice() else {
            return 1.0;
        };
        let begun = self
            .meaning
            .senses
            .iter()
            .any(|sense| sense.kind == MatchKind::Prefix);
        let vague = begun && query.asked.is_empty() && !self.typing;
        if vague && keys(&token.text).len() < WORD_KEYS {
            VAGUE
        } else {
            1.0
        }
    }

    /// What is left of every score when the base cannot know the answer.
    fn rules_out(&self) -> f32 {
        let elsewhere = if self.meaning.elsewhere {
            ELSEWHERE
        } else {
            1.0
        };
        let year = if self.asks_unknown_year() {
            UNKNOWN_YEAR
        } else {
            1.0
        };
        elsewhere * year
    }

    fn asks_unknown_year(&self) -> bool {
        self.years.iter().any(|&year| !self.index.knows_year(year))
    }

    /// What is left of a document's score when the question names a place that it does not mention.
    fn place_factor(&self, document: u32) -> f32 {
        // A program works in every place that its summary names; a figure is of the place in its name alone.
        let least = if self.index.is_figure(document) {
            belongs::PROSE
        } else {
            0.0
        };
        let mentions = |sense: &Sense| {
            let mut options = sense.options.iter();
            options.any(|&(term, _)| self.index.strength(document, term) > least)
        };
        let mut places = self.meaning.senses.iter().filter(|sense| sense.place);
        if places.all(mentions) {
            1.0
        } else {
            OTHER_PLACE
        }
    }

    /// What is left of a document's score when it is about other years than the one asked for, or about whole ones.
    fn year_factor(&self, document: u32) -> f32 {
        let other_year = !self.is_about_year(document) && !self.is_about_no_year(document);
        if self.by_month && self.index.is_figure(document) {
            OTHER_YEAR
        } else if self.years.is_empty() || self.asks_unknown_year() || !other_year {
            1.0
        } else {
            OTHER_YEAR
        }
    }

    /// The best score of a document that the question names, but for a year that it is not about; 0.0 where there is none.
    fn named_for_other_year(&self) -> f32 {
        let other = self
            .found
            .iter()
            .filter(|(document, _)| self.year_factor(**document) < 1.0);
        other
            .map(|(_, found)| found.score)
            .filter(|&score| score >= NAMED)
            .fold(0.0, f32::max)
    }

    /// What the year asked for leaves of a match by one of its names.
    pub fn name_factor(&self, name: &Name) -> f32 {
        if self.years.is_empty() || name.has_year_of(&self.years) {
            1.0
        } else if self.is_about_year(name.document) {
            ABOUT_YEAR
        } else if self.is_about_no_year(name.document) {
            NAME_WITHOUT_YEAR
        } else {
            1.0
        }
    }

    /// Whether a document is about a year asked for.
    pub fn is_about_year(&self, document: u32) -> bool {
        let years = &self.index.entries[document as usize].years;
        years.iter().any(|year| self.years.contains(year))
    }

    /// Whether a document is about no year at all.
    pub fn is_about_no_year(&self, document: u32) -> bool {
        self.index.entries[document as usize].years.is_empty()
    }
}
