//! The searchable form of a base: names and keywords cut into terms, and for each term where it occurs.
//!
//! How it is built is left to [`super::build`].

use crate::knowledge::{DocumentId, Kind, Topic};
use crate::text::number::{Quantity, Unit};

use super::MatchKind;
use super::belongs::{Belongings, Belongs};
use super::flat::{Lists, Texts};
use super::lexicon::Lexicon;
use super::meaning::Sense;
use super::words::{TermId, Words};
use super::years::Asked;

/// What a name is to its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// The official name or its short form.
    Official,
    /// Another name.
    Alias,
    /// Words it is found under.
    Keyword,
}

/// A name of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    /// The document.
    pub document: u32,
    /// What the name is to it.
    pub standing: Standing,
    /// The weights of its terms and years together.
    pub weight: f32,
}

/// Where a term occurs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Posting {
    /// Number of the name.
    pub name: u32,
    /// Which of the name's terms it is.
    pub position: u32,
}

/// What a document is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub topic: Topic,
    pub kind: Kind,
}

/// What one way of asking asks for.
#[derive(Debug)]
pub(super) struct Property {
    pub units: Vec<Unit>,
    pub kinds: Vec<Kind>,
    pub terms: Vec<TermId>,
}

/// The searchable form of a base.
#[derive(Debug)]
pub struct Index {
    pub(super) words: Words,
    /// In the order of their documents.
    pub(super) names: Vec<Name>,
    /// For each document, where its names end.
    pub(super) names_end: Vec<u32>,
    /// The terms of each name, in order.
    pub(super) name_terms: Lists<TermId>,
    /// The years in each name.
    pub(super) name_years: Lists<u16>,
    /// Whole names, years left out, that can be found however they are typed.
    pub(super) spelled: Lexicon,
    /// For each form of [`Index::spelled`], the names it spells.
    pub(super) spells: Lists<u32>,
    /// Where each term occurs in names.
    pub(super) postings: Lists<Posting>,
    /// Documents that have each term.
    pub(super) having: Belongings,
    /// Every term of each document.
    pub(super) holding: Belongings,
    /// Weight of each term: how much it tells, 1.0 for one that only one document has, or none.
    pub(super) weights: Vec<f32>,
    pub(super) entries: Vec<Entry>,
    /// Units of the figures of each document.
    pub(super) units: Lists<Unit>,
    /// Years that each document is about, ascending; none where it is about no year.
    pub(super) about: Lists<u16>,
    /// Years that some document is about, ascending.
    pub(super) years: Vec<u16>,
    /// For each of these, the documents, ascending.
    pub(super) of_year: Lists<u32>,
    /// Every figure by its value: value, unit, document.
    pub(super) figures: Vec<(f64, Unit, u32)>,
    /// The slug of each document.
    pub(super) slugs: Texts,
    /// The documents in the order of their slugs.
    pub(super) by_slug: Vec<u32>,
    pub(super) asks: Vec<Property>,
    /// The present year, as the newest source has it.
    pub(super) now: Option<u16>,
}

/// How far a document has what is asked for when it has a figure of that unit: many do.
const HAS_FIGURE: f32 = 0.7;

/// Most that two amounts may differ, as a share of the figure, and be the same: 54 for 54.3.
const VALUE_TOLERANCE: f64 = 0.006;

/// Weight of a year in a name: naming the year tells siblings apart, but says little of what they are about.
pub(super) const YEAR_WEIGHT: f32 = 0.4;

impl Index {
    /// The numbers of a document's names.
    pub(super) fn names_of(&self, document: u32) -> std::ops::Range<u32> {
        let before = (document as usize).checked_sub(1);
        before.map_or(0, |before| self.names_end[before])..self.names_end[document as usize]
    }

    /// The terms of a name, in order.
    pub(super) fn terms_of(&self, name: u32) -> &[TermId] {
        &self.name_terms[name as usize]
    }

    /// Whether a name has any of these years in it.
    pub(super) fn has_year_of(&self, name: u32, years: &[u16]) -> bool {
        let own = &self.name_years[name as usize];
        own.iter().any(|year| years.contains(year))
    }

    /// The years of the Gregorian calendar that a question asks for.
    pub(super) fn years_asked(&self, asked: &[Asked]) -> Vec<u16> {
        let years = asked.iter().filter_map(|asked| match *asked {
            Asked::Year(year) => Some(year),
            Asked::FromNow(distance) => self.now?.checked_add_signed(distance),
            Asked::Month => None,
        });
        years.collect()
    }

    /// Whether some document is about this year.
    pub(super) fn knows_year(&self, year: u16) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// What ways of asking mean where nothing else is said: 몇 퍼센트 asks for shares.
    pub(super) fn asked_by_itself(&self, asks: &[usize]) -> Vec<Sense> {
        let terms = asks.iter().flat_map(|&asks| &self.asks[asks].terms);
        let options: Vec<(TermId, f32)> = terms.map(|&term| (term, 1.0)).collect();
        let sense = Sense {
            options,
            kind: MatchKind::Words,
            size: 1.0,
            place: false,
            unread: String::new(),
        };
        Vec::from_iter((!sense.options.is_empty()).then_some(sense))
    }

    /// The documents about a year, ascending.
    pub(super) fn about_year(&self, year: u16) -> &[u32] {
        let at = self.years.binary_search(&year);
        at.map_or(&[], |at| &self.of_year[at])
    }

    /// The documents about a year that begins with these digits, in no order, some twice.
    pub(super) fn about_year_beginning(&self, digits: &str) -> impl Iterator<Item = u32> {
        let begins = move |year: &u16| !digits.is_empty() && year.to_string().starts_with(digits);
        let years = self.years.iter().copied().filter(begins);
        years.flat_map(|year| self.about_year(year)).copied()
    }

    /// The documents with a figure of this amount, one for each such figure.
    pub(super) fn with_figure(&self, asked: &Quantity) -> impl Iterator<Item = u32> {
        // A little more than what is tolerated, so that rounding leaves none out; then each is looked at.
        let reach = asked.value.abs() * VALUE_TOLERANCE * 1.01;
        let figures = &self.figures;
        let from = figures.partition_point(|&(value, ..)| value < asked.value - reach);
        let to = figures.partition_point(|&(value, ..)| value <= asked.value + reach);
        let (value, unit) = (asked.value, asked.unit);
        let same = figures.get(from..to).unwrap_or_default().iter();
        let same = same.filter(move |(other, of, _)| {
            unit.is_none_or(|unit| unit == *of)
                && (other - value).abs() <= other.abs() * VALUE_TOLERANCE
        });
        same.map(|&(_, _, document)| document)
    }

    /// The weight of what is asked for by any of these terms.
    pub(super) fn weight(&self, term: TermId) -> f32 {
        self.weights[term as usize]
    }

    /// How strongly a term belongs to a document: 0.0 where it does not have it.
    pub(super) fn strength(&self, document: u32, term: TermId) -> f32 {
        self.holding.strength(document, term)
    }

    /// How far a document has a property: 0.0–1.0.
    pub(super) fn has(&self, document: u32, asks: usize) -> f32 {
        let entry = &self.entries[document as usize];
        let property = &self.asks[asks];
        if property.kinds.contains(&entry.kind)
            || property
                .terms
                .iter()
                .any(|&term| self.strength(document, term) >= Belongs::Name.strength())
        {
            1.0
        } else if self.has_figure_in(document, &property.units) {
            HAS_FIGURE
        } else {
            0.0
        }
    }

    fn has_figure_in(&self, document: u32, units: &[Unit]) -> bool {
        let has = &self.units[document as usize];
        units.iter().any(|unit| has.contains(unit))
    }

    /// Whether a document is a figure, of one place and of whole years, rather than a program or an event.
    pub(super) fn is_figure(&self, document: u32) -> bool {
        self.entries[document as usize].kind == Kind::Figure
    }

    /// Whether a document is a place.
    pub(super) fn is_place(&self, document: u32) -> bool {
        self.entries[document as usize].kind == Kind::Market
    }

    /// Whether a document is something that happened.
    pub(super) fn is_event(&self, document: u32) -> bool {
        self.entries[document as usize].kind == Kind::Event
    }

    /// Whether a document lacks every figure that a way of asking asks for: 횟수 asks for one, 누구 does not.
    pub(super) fn lacks(&self, document: u32, asks: usize) -> bool {
        let units = &self.asks[asks].units;
        !units.is_empty() && !self.has_figure_in(document, units)
    }

    /// Whether a year is the present one, as the newest source has it.
    pub(super) fn is_now(&self, year: u16) -> bool {
        self.now == Some(year)
    }

    /// Whether a way of asking asks for an amount of money or a share.
    pub(super) fn asks_money_or_share(&self, asks: usize) -> bool {
        let is_one = |unit: &Unit| matches!(unit, Unit::Usd | Unit::Krw | Unit::Percent);
        self.asks[asks].units.iter().any(is_one)
    }

    /// The document of an entry.
    pub(super) fn id(entry: u32) -> DocumentId {
        DocumentId(entry)
    }
}
