//! What is asked besides the documents themselves: a year, a place, a person or an amount, each of which favours some
//! documents and rules out others.

use super::belongs::Belongs;
use super::lexicon::keys;
use super::meaning::Sense;
use super::rank::{Asking, Match};
use super::{MatchKind, Query};

/// What is left of a score when the question names a place or subject that the base does not hold.
const ELSEWHERE: f32 = 0.3;

/// What is left of the score of a document that does not mention a place that the question names, or is only that place
/// where a figure is asked for.
const OTHER_PLACE: f32 = 0.5;

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

/// How much better a document is that has what is asked for (a person, an amount): enough to choose between siblings,
/// which differ by less than a word.
const ASKED: f32 = 0.12;

/// How far a second way of asking counts beside the best: "how many times" asks twice for one thing.
const ASKED_TWICE: f32 = 0.3;

/// Keys from which on the beginning of a word may be an answer; a Korean word of two syllables has five or so.
const WORD_KEYS: usize = 5;
/// What is left of every score before that.
const VAGUE: f32 = 0.55;

/// What each of them leaves of a match, or adds to it: 1.0 for nothing to say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// Less when the question names a place or subject that the base does not hold.
    pub elsewhere: f32,
    /// Less when no document is about the year asked for, or this one is about others.
    pub year: f32,
    /// Less when the question names a place that the document does not mention, or asks a place for figures.
    pub place: f32,
    /// Less when another document is named, but for another year: this one is no substitute.
    pub instead: f32,
    /// Less when the question is only a few keys of a word.
    pub vague: f32,
    /// Less when the question had to be read on the other keyboard layout.
    pub layout: f32,
    /// More when the document has what is asked for (a person, an amount).
    pub asked: f32,
}

impl Factors {
    /// All of them together.
    pub fn product(&self) -> f32 {
        self.rules_out() * self.asked
    }

    /// Those that speak against a document.
    pub fn rules_out(&self) -> f32 {
        self.elsewhere * self.year * self.place * self.instead * self.vague * self.layout
    }
}

impl Asking<'_> {
    /// The factors of each match, once all are found.
    pub fn factors(&self, query: &Query) -> impl Fn(&Match) -> Factors {
        let elsewhere = if self.meaning.elsewhere {
            ELSEWHERE
        } else {
            1.0
        };
        let unknown_year = if self.asks_unknown_year() {
            UNKNOWN_YEAR
        } else {
            1.0
        };
        let vague = self.vagueness(query);
        let named_for_other_year = self.named_for_other_year();
        move |found| Factors {
            elsewhere,
            year: unknown_year * self.year_factor(found.document),
            place: self.place_factor(found),
            instead: if found.closeness < named_for_other_year - NAMED_BETTER {
                INSTEAD
            } else {
                1.0
            },
            vague,
            layout: 1.0,
            asked: 1.0 + ASKED * self.asked_for(found.document),
        }
    }

    /// How far a document has what is asked for.
    fn asked_for(&self, document: u32) -> f32 {
        let asks = self.meaning.asks.iter();
        let has = asks.map(|&asks| self.index.has(document, asks));
        let (best, all) = has.fold((0.0_f32, 0.0), |(best, all), has| {
            (best.max(has), all + has)
        });
        best + (ASKED_TWICE * (all - best)).min(ASKED_TWICE)
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

    fn asks_unknown_year(&self) -> bool {
        self.years.iter().any(|&year| !self.index.knows_year(year))
    }

    /// What is left of a document's score when the question names a place that it does not mention.
    fn place_factor(&self, found: &Match) -> f32 {
        let document = found.document;
        // A program works in every place that its summary names; a figure is of the place in its name alone.
        let least = if self.index.is_figure(document) {
            Belongs::Prose.strength()
        } else {
            0.0
        };
        // A place itself has no figures: the exports to one are not what its name answers. Nor has what happened there,
        // unless it is that which is asked about.
        let asks_figure = |&asks: &usize| self.index.asks_money_or_share(asks);
        let other = self.index.is_place(document)
            || self.index.is_event(document)
                && found.closeness < NAMED
                && self.meaning.senses.iter().any(|sense| sense.place);
        if other && self.meaning.asks.iter().any(asks_figure) {
            return OTHER_PLACE;
        }
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
        let timeless = self.is_about_no_year(document);
        // What runs year after year has no figure of a year gone by.
        let counted = self.meaning.asks.iter();
        let counted = counted
            .filter(|&&asks| self.index.lacks(document, asks))
            .count()
            > 0;
        let gone_by = self.years.iter().any(|&year| !self.index.is_now(year));
        let other_year = if timeless {
            counted && gone_by && !self.typing
        } else {
            !self.is_about_year(document)
        };
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
            .filter(|found| found.closeness >= NAMED && self.year_factor(found.document) < 1.0);
        other.map(|found| found.closeness).fold(0.0, f32::max)
    }
}
