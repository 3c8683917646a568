//! The searchable form of a base: names and keywords cut into terms, and for each term where it occurs.

use std::collections::{BTreeSet, HashMap};

use crate::knowledge::{Document, DocumentId, Kind, KnowledgeBase, Topic, Vocabulary};
use crate::text::language::Language;
use crate::text::number::Unit;
use crate::text::tokenize::tokens;

use super::MatchKind;
use super::hash::FastHash;
use super::lexicon::Lexicon;
use super::line::Line;
use super::meaning::Sense;
use super::words::{TermId, Words};
use super::years::{Asked, take_years};

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
#[derive(Debug)]
pub(super) struct Name {
    /// The document.
    pub document: u32,
    /// What the name is to it.
    pub standing: Standing,
    /// Its terms, in order.
    pub terms: Vec<TermId>,
    /// The years in it.
    pub years: Vec<u16>,
    /// The weights of its terms and years together.
    pub weight: f32,
}

impl Name {
    /// Whether any of these years is in it.
    pub fn has_year_of(&self, years: &[u16]) -> bool {
        self.years.iter().any(|year| years.contains(year))
    }
}

/// Where a term occurs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// Number of the name.
    pub name: u32,
    /// Which of the name's terms it is.
    pub position: u32,
}

/// What is known of a document besides its names.
#[derive(Debug)]
pub(super) struct Entry {
    pub topic: Topic,
    pub kind: Kind,
    /// Units of its figures.
    pub units: Vec<Unit>,
    /// Years that it is about, ascending; none where it is about no year.
    pub years: Vec<u16>,
    /// Every term of the document with how strongly it belongs, by term.
    pub terms: Vec<(TermId, f32)>,
}

/// What one way of asking asks for.
#[derive(Debug)]
pub(super) struct Property {
    units: Vec<Unit>,
    kinds: Vec<Kind>,
    terms: Vec<TermId>,
}

/// The searchable form of a base.
#[derive(Debug)]
pub struct Index {
    pub(super) words: Words,
    /// In the order of their documents.
    pub(super) names: Vec<Name>,
    /// For each document, where its names end.
    names_end: Vec<u32>,
    /// Whole names, years left out, that can be found however they are typed.
    pub(super) spelled: Lexicon,
    /// For each form of [`Index::spelled`], the names it spells.
    pub(super) spells: Vec<Vec<u32>>,
    /// Where each term occurs in names.
    pub(super) postings: Vec<Vec<Posting>>,
    /// Documents that have each term, with how strongly it belongs to them.
    pub(super) having: Vec<Vec<(u32, f32)>>,
    /// Weight of each term, see [`weights`].
    pub(super) weights: Vec<f32>,
    pub(super) entries: Vec<Entry>,
    /// Every figure: value, unit, document.
    pub(super) figures: Vec<(f64, Unit, u32)>,
    /// Each document by its slug.
    pub(super) slugs: HashMap<String, u32, FastHash>,
    pub(super) asks: Vec<Property>,
    /// Years that some document is about, ascending.
    years: Vec<u16>,
    /// The present year, as the newest source has it.
    now: Option<u16>,
}

/// How strongly a term belongs to a document whose name it is not part of, as far as covering a question goes.
pub(super) mod belongs {
    /// Another name of the document has it.
    pub const OTHER_NAME: f32 = 0.85;
    /// It is a keyword.
    pub const KEYWORD: f32 = 0.8;
    /// It is what documents of its kind are: every program is a program, whatever its name.
    pub const KIND: f32 = 0.85;
    /// Its summary mentions it: prose mentions much that a document is not about.
    pub const PROSE: f32 = 0.5;
}

/// How much a word of a phrase belongs less than the phrase.
const PART_OF_PHRASE: f32 = 0.9;

/// How far a document has what is asked for when it has a figure of that unit: many do.
const HAS_FIGURE: f32 = 0.7;

/// Weight of a year in a name: naming the year tells siblings apart, but says little of what they are about.
pub(super) const YEAR_WEIGHT: f32 = 0.4;

impl Index {
    /// Builds the index of `base`.
    pub fn build(base: &KnowledgeBase) -> Self {
        let documents = base.documents();
        let named: Vec<(u32, Standing, &str)> = documents.iter().flat_map(names_of).collect();
        let texts: Vec<&str> = named.iter().map(|&(_, _, text)| text).collect();
        let prose = documents.iter().flat_map(prose_of);
        let words = Words::new(base.vocabulary(), &texts, prose);
        let mut names: Vec<Name> = Vec::with_capacity(named.len());
        let mut forms: Vec<String> = Vec::new();
        let mut spells: Vec<Vec<u32>> = Vec::new();
        let mut form_of: HashMap<String, usize> = HashMap::new();
        for (number, &(document, standing, text)) in named.iter().enumerate() {
            let (years, tokens) = take_years(tokens(text));
            let spelled: String = Line::new(&tokens).letters.into_iter().collect();
            if !spelled.is_empty() {
                let form = *form_of.entry(spelled.clone()).or_insert_with(|| {
                    forms.push(spelled);
                    spells.push(Vec::new());
                    forms.len() - 1
                });
                spells[form].push(number as u32);
            }
            names.push(Name {
                document,
                standing,
                terms: words.terms_of(text),
                years: named_years(&years),
                weight: 0.0,
            });
        }
        let ends = documents
            .iter()
            .map(|document| names.partition_point(|name| name.document <= document.id.0) as u32);
        let names_end: Vec<u32> = ends.collect();
        let mut begin = 0;
        let entries = documents.iter().zip(&names_end).map(|(document, &end)| {
            let own = begin as usize..end as usize;
            begin = end;
            let kind = kind_terms(document.kind, base.vocabulary(), &words);
            entry(document, &words, &names[own.clone()], &named[own], kind)
        });
        let entries: Vec<Entry> = entries.collect();
        let weights = weights(&words, &entries);
        for name in &mut names {
            let terms = name.terms.iter().map(|&term| weights[term as usize]);
            name.weight = terms.sum::<f32>() + YEAR_WEIGHT * name.years.len() as f32;
        }
        let mut postings = vec![Vec::new(); words.term_count()];
        for (number, name) in names.iter().enumerate() {
            for (position, &term) in name.terms.iter().enumerate() {
                postings[term as usize].push(Posting {
                    name: number as u32,
                    position: position as u32,
                });
            }
        }
        let mut having = vec![Vec::new(); words.term_count()];
        for (entry, document) in entries.iter().zip(0..) {
            for &(term, strength) in &entry.terms {
                having[term as usize].push((document, strength));
            }
        }
        let figures = documents.iter().flat_map(|document| {
            let figures = document.figures.iter();
            figures.map(move |figure| (figure.value, figure.unit, document.id.0))
        });
        let asks = base.vocabulary().asks.iter().map(|asks| Property {
            units: asks.units.clone(),
            kinds: asks.kinds.clone(),
            terms: asks
                .means
                .iter()
                .flat_map(|text| words.terms_of(text))
                .collect(),
        });
        let asks = asks.collect();
        let years: BTreeSet<u16> = entries
            .iter()
            .flat_map(|entry| &entry.years)
            .copied()
            .collect();
        let slugs = documents
            .iter()
            .map(|document| (document.slug.clone(), document.id.0));
        Self {
            spelled: Lexicon::new(forms.iter().map(String::as_str)),
            spells,
            postings,
            having,
            weights,
            figures: figures.collect(),
            slugs: slugs.collect(),
            asks,
            years: years.into_iter().collect(),
            now: base.as_of().map(|date| date.year),
            words,
            names,
            names_end,
            entries,
        }
    }

    /// The numbers of a document's names.
    pub(super) fn names_of(&self, document: u32) -> std::ops::Range<u32> {
        let before = (document as usize).checked_sub(1);
        before.map_or(0, |before| self.names_end[before])..self.names_end[document as usize]
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

    /// The documents about a year that begins with these digits.
    pub(super) fn about_year_beginning<'a>(
        &'a self,
        digits: &'a str,
    ) -> impl Iterator<Item = u32> + 'a {
        let begins = move |year: &u16| !digits.is_empty() && year.to_string().starts_with(digits);
        let about = self.entries.iter().zip(0..);
        about
            .filter(move |(entry, _)| entry.years.iter().any(begins))
            .map(|(_, document)| document)
    }

    /// The weight of what is asked for by any of these terms.
    pub(super) fn weight(&self, term: TermId) -> f32 {
        self.weights[term as usize]
    }

    /// How strongly a term belongs to a document: 0.0 where it does not have it.
    pub(super) fn strength(&self, document: u32, term: TermId) -> f32 {
        let terms = &self.entries[document as usize].terms;
        let at = terms.binary_search_by_key(&term, |&(term, _)| term);
        at.map_or(0.0, |at| terms[at].1)
    }

    /// How far a document has a property: 0.0–1.0.
    pub(super) fn has(&self, document: u32, asks: usize) -> f32 {
        let entry = &self.entries[document as usize];
        let property = &self.asks[asks];
        if property.kinds.contains(&entry.kind)
            || property
                .terms
                .iter()
                .any(|&term| self.strength(document, term) >= belongs::OTHER_NAME)
        {
            1.0
        } else if property.units.iter().any(|unit| entry.units.contains(unit)) {
            HAS_FIGURE
        } else {
            0.0
        }
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
        let has = |unit: &Unit| self.entries[document as usize].units.contains(unit);
        !units.is_empty() && !units.iter().any(has)
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

/// The names of a document with their standing, each once.
fn names_of(document: &Document) -> Vec<(u32, Standing, &str)> {
    let official = [&document.name, &document.short];
    let official = official
        .into_iter()
        .flat_map(|name| Language::ALL.map(|language| name.get(language).as_str()));
    let official = official.map(|text| (Standing::Official, text));
    let aliases = document
        .aliases
        .iter()
        .map(|alias| (Standing::Alias, alias.text.as_str()));
    let keywords = document
        .keywords
        .iter()
        .map(|keyword| (Standing::Keyword, keyword.as_str()));
    let mut names: Vec<(u32, Standing, &str)> = Vec::new();
    for (standing, text) in official.chain(aliases).chain(keywords) {
        if names.iter().all(|&(_, _, known)| known != text) {
            names.push((document.id.0, standing, text));
        }
    }
    names
}

/// What is said about a document.
fn prose_of(document: &Document) -> Vec<&str> {
    let labels = document.figures.iter().map(|figure| &figure.label);
    let texts = std::iter::once(&document.summary)
        .chain(labels)
        .chain(document.details.values());
    texts
        .flat_map(|text| Language::ALL.map(|language| text.get(language).as_str()))
        .collect()
}

fn named_years(asked: &[Asked]) -> Vec<u16> {
    let years = asked.iter().filter_map(|asked| match asked {
        Asked::Year(year) => Some(*year),
        Asked::FromNow(_) | Asked::Month => None,
    });
    years.collect()
}

/// The terms of the words that ask for documents of a kind, where they mean something: 사업, program.
fn kind_terms(kind: Kind, vocabulary: &Vocabulary, words: &Words) -> Vec<TermId> {
    let asking = vocabulary.asks.iter();
    let asking = asking.filter(|asks| asks.kinds.contains(&kind));
    let texts = asking.flat_map(|asks| &asks.words);
    texts.flat_map(|text| words.terms_of(text)).collect()
}

/// What is known of a document, by its names: as the index has them, and as they are written.
fn entry(
    document: &Document,
    words: &Words,
    names: &[Name],
    written: &[(u32, Standing, &str)],
    kind: Vec<TermId>,
) -> Entry {
    let mut terms: HashMap<TermId, f32> = HashMap::new();
    let mut add = |term: TermId, strength: f32| {
        let known = terms.entry(term).or_default();
        *known = known.max(strength);
    };
    for name in names {
        let strength = match name.standing {
            Standing::Official | Standing::Alias => belongs::OTHER_NAME,
            Standing::Keyword => belongs::KEYWORD,
        };
        name.terms.iter().for_each(|&term| add(term, strength));
    }
    // A phrase is one term (trade fair); a question may hold one word of it.
    for &(_, standing, text) in written {
        let strength = if standing == Standing::Keyword {
            belongs::KEYWORD
        } else {
            belongs::OTHER_NAME
        };
        for token in text.split_whitespace() {
            words
                .terms_of(token)
                .into_iter()
                .for_each(|term| add(term, strength * PART_OF_PHRASE));
        }
    }
    kind.into_iter().for_each(|term| add(term, belongs::KIND));
    for text in prose_of(document) {
        words
            .terms_of(text)
            .into_iter()
            .for_each(|term| add(term, belongs::PROSE));
    }
    let mut terms: Vec<(TermId, f32)> = terms.into_iter().collect();
    terms.sort_by_key(|&(term, _)| term);
    let named = names
        .iter()
        .filter(|name| name.standing != Standing::Keyword);
    let years: BTreeSet<u16> = named
        .flat_map(|name| name.years.iter().copied())
        .chain(document.figures.iter().map(|figure| figure.year.value))
        .chain(document.date.map(|date| date.year))
        .collect();
    Entry {
        topic: document.topic,
        kind: document.kind,
        units: document.figures.iter().map(|figure| figure.unit).collect(),
        years: years.into_iter().collect(),
        terms,
    }
}

/// The weight of every term: how much it tells, 1.0 for one that only one document has, or none.
///
/// The logarithm of how rare it is, counted over documents that have it or a word for the same; what everything is
/// about (수출, 지원) tells little, but never nothing.
fn weights(words: &Words, entries: &[Entry]) -> Vec<f32> {
    /// Below this a word would not count at all, and 수출 지원 would ask for nothing.
    const LEAST: f32 = 0.1;
    let mut having: Vec<Vec<u32>> = vec![Vec::new(); words.term_count()];
    for (document, entry) in entries.iter().enumerate() {
        for &(term, strength) in &entry.terms {
            if strength > belongs::PROSE {
                having[term as usize].push(document as u32);
            }
        }
    }
    let all = entries.len() as f32 + 1.0;
    let rarest = (all / 1.5).ln().max(1.0);
    (0..words.term_count())
        .map(|term| {
            let same = words.term(term as TermId).same.iter();
            let having: BTreeSet<u32> = same
                .flat_map(|&(other, _)| having[other as usize].iter().copied())
                .collect();
            let rarity = (all / (having.len().max(1) as f32 + 0.5)).ln() / rarest;
            rarity.max(LEAST)
        })
        .collect()
}
