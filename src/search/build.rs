//! Building the index of a base.
//!
//! What a million names cost is what is done for each of them, so that each different word is cut once (`corpus`, `cutter`), and
//! nothing has an allocation of its own (`flat`).

use std::collections::{BTreeSet, HashMap};
use std::hash::Hasher;

use crate::knowledge::{Document, Kind, KnowledgeBase, Vocabulary};
use crate::text::language::Language;

use super::belongs::{Belongings, Belongs};
use super::corpus::Corpus;
use super::flat::{Lists, Texts};
use super::hash::{FastHash, FastHasher};
use super::index::{Entry, Index, Name, Posting, Property, Standing, YEAR_WEIGHT};
use super::lexicon::Lexicon;
use super::line::Line;
use super::order::{Reading, sorted};
use super::words::{TermId, Words};
use super::years::Asked;

impl Index {
    /// Builds the index of `base`.
    pub fn build(base: &KnowledgeBase) -> Self {
        let documents = base.documents();
        let mut corpus = Corpus::default();
        let mut names: Vec<Name> = Vec::with_capacity(2 * documents.len());
        let mut names_end = Vec::with_capacity(documents.len());
        for document in documents {
            for (standing, text) in names_of(document) {
                corpus.add(text);
                names.push(Name {
                    document: document.id.0,
                    standing,
                    weight: 0.0,
                });
            }
            names_end.push(names.len() as u32);
        }
        for document in documents {
            prose_of(document).for_each(|text| corpus.add(text));
        }
        let (words, name_terms) = Words::new(base.vocabulary(), &corpus, names.len());
        let mut name_years = Lists::with_capacity(names.len(), 0);
        for name in 0..names.len() {
            name_years.push(named_years(corpus.years_of(name)));
        }
        let holding = holding(base, &words, &corpus, &names, &name_terms);
        let having = holding.turned(words.term_count());
        let weights = weights(&words, &having, documents.len());
        for (number, name) in names.iter_mut().enumerate() {
            let terms = name_terms[number].iter();
            let terms = terms.map(|&term| weights[term as usize]);
            name.weight = terms.sum::<f32>() + YEAR_WEIGHT * name_years[number].len() as f32;
        }
        let (forms, spells) = spelled(&corpus, names.len());
        drop(corpus);
        let postings = Lists::gathered(words.term_count(), || {
            name_terms.iter().zip(0..).flat_map(|(terms, name)| {
                let terms = terms.iter().zip(0..);
                terms.map(move |(&term, position)| (term, Posting { name, position }))
            })
        });
        let about = about(documents, &names, &name_years);
        let years: BTreeSet<u16> = about.all().iter().copied().collect();
        let years: Vec<u16> = years.into_iter().collect();
        let of_year = Lists::gathered(years.len(), || {
            about.iter().zip(0..).flat_map(|(about, document)| {
                let positions = about.iter().flat_map(|year| years.binary_search(year));
                positions.map(move |year| (year as u32, document))
            })
        });
        let mut units = Lists::with_capacity(documents.len(), 0);
        for document in documents {
            units.push(document.figures.iter().map(|figure| figure.unit));
        }
        let figures = documents.iter().flat_map(|document| {
            let figures = document.figures.iter();
            figures.map(move |figure| (figure.value, figure.unit, document.id.0))
        });
        let mut figures: Vec<_> = figures.collect();
        figures.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let asks = base.vocabulary().asks.iter().map(|asks| Property {
            units: asks.units.clone(),
            kinds: asks.kinds.clone(),
            terms: asks
                .means
                .iter()
                .flat_map(|text| words.terms_of(text))
                .collect(),
        });
        let entries = documents.iter().map(|document| Entry {
            topic: document.topic,
            kind: document.kind,
        });
        let slugs = documents.iter().map(|document| document.slug.as_str());
        let slugs = slugs.collect::<Texts>().trimmed();
        Self {
            spelled: Lexicon::new(forms),
            by_slug: sorted(&slugs, Reading::Forwards),
            entries: entries.collect(),
            asks: asks.collect(),
            now: base.as_of().map(|date| date.year),
            spells,
            postings,
            having,
            holding,
            weights,
            units,
            about,
            years,
            of_year,
            figures,
            slugs,
            words,
            names,
            names_end,
            name_terms,
            name_years,
        }
    }
}

/// The names of a document with their standing, each once.
fn names_of(document: &Document) -> Vec<(Standing, &str)> {
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
    let mut names: Vec<(Standing, &str)> = Vec::new();
    for (standing, text) in official.chain(aliases).chain(keywords) {
        if names.iter().all(|&(_, known)| known != text) {
            names.push((standing, text));
        }
    }
    names
}

/// What is said about a document.
fn prose_of(document: &Document) -> impl Iterator<Item = &str> {
    let labels = document.figures.iter().map(|figure| &figure.label);
    let texts = std::iter::once(&document.summary)
        .chain(labels)
        .chain(document.details.values());
    texts.flat_map(|text| Language::ALL.map(|language| text.get(language).as_str()))
}

fn named_years(asked: &[Asked]) -> impl Iterator<Item = u16> {
    asked.iter().filter_map(|asked| match asked {
        Asked::Year(year) => Some(*year),
        Asked::FromNow(_) | Asked::Month => None,
    })
}

/// Every different way to write a whole name, years left out, and for each the names that are written so.
fn spelled(corpus: &Corpus<'_>, names: usize) -> (Texts, Lists<u32>) {
    let letters = corpus.tokens().iter().map(|token| {
        let line = Line::new(std::slice::from_ref(token));
        line.letters.into_iter().collect::<String>()
    });
    let letters: Vec<String> = letters.collect();
    let mut forms = Texts::default();
    // By the hash of a form, or the next number that no other form has, which form it is.
    let mut known: HashMap<u64, u32, FastHash> =
        HashMap::with_capacity_and_hasher(names, FastHash::default());
    let mut tokens = Vec::new();
    let mut of_names = Vec::with_capacity(names);
    for name in 0..names {
        corpus.tokens_of(name, &mut tokens);
        let form = forms.len() as u32;
        forms.push_with(|all| {
            for &token in &tokens {
                all.push_str(&letters[token as usize]);
            }
        });
        let written = forms.bytes(form as usize);
        if written.is_empty() {
            forms.pop();
            continue;
        }
        let mut hasher = FastHasher::default();
        hasher.write(written);
        let mut slot = hasher.finish();
        let found = loop {
            let found = *known.entry(slot).or_insert(form);
            if found == form || forms.bytes(found as usize) == written {
                break found;
            }
            slot = slot.wrapping_add(1);
        };
        if found != form {
            forms.pop();
        }
        of_names.push((found, name as u32));
    }
    let spells = Lists::gathered(forms.len(), || of_names.iter().copied());
    (forms, spells)
}

/// The terms of the words that ask for documents of a kind, where they mean something: 사업, program.
fn kind_terms(kind: Kind, vocabulary: &Vocabulary, words: &Words) -> Vec<TermId> {
    let asking = vocabulary.asks.iter();
    let asking = asking.filter(|asks| asks.kinds.contains(&kind));
    let texts = asking.flat_map(|asks| &asks.words);
    texts.flat_map(|text| words.terms_of(text)).collect()
}

/// The terms of each document, by its names, the words of those, its kind, and what is said about it.
fn holding(
    base: &KnowledgeBase,
    words: &Words,
    corpus: &Corpus<'_>,
    names: &[Name],
    name_terms: &Lists<TermId>,
) -> Belongings {
    let mut cutter = words.cutter(corpus);
    // A phrase is one term (trade fair); a question may hold one word of it.
    let mut of_words = Lists::with_capacity(corpus.words().len(), corpus.words().len());
    let mut terms = Vec::new();
    for word in 0..corpus.words().len() {
        cutter.terms_of_word(word as u32, &mut terms);
        of_words.push(terms.drain(..));
    }
    let mut holding = Belongings::default();
    let mut own: Vec<(TermId, Belongs)> = Vec::new();
    let (mut name, mut prose) = (0, names.len());
    let mut of_kinds: HashMap<Kind, Vec<TermId>> = HashMap::new();
    for document in base.documents() {
        own.clear();
        while names
            .get(name)
            .is_some_and(|name| name.document == document.id.0)
        {
            let (whole, part) = match names[name].standing {
                Standing::Official | Standing::Alias => (Belongs::Name, Belongs::PartOfName),
                Standing::Keyword => (Belongs::Keyword, Belongs::PartOfKeyword),
            };
            own.extend(name_terms[name].iter().map(|&term| (term, whole)));
            for &word in corpus.words_of(name) {
                own.extend(of_words[word as usize].iter().map(|&term| (term, part)));
            }
            name += 1;
        }
        let of_kind = of_kinds
            .entry(document.kind)
            .or_insert_with_key(|&kind| kind_terms(kind, base.vocabulary(), words));
        // Every program is a program, whatever its name.
        own.extend(of_kind.iter().map(|&term| (term, Belongs::Name)));
        for _ in prose_of(document) {
            cutter.terms_of(prose, &mut terms);
            own.extend(terms.drain(..).map(|term| (term, Belongs::Prose)));
            prose += 1;
        }
        // Of several ways in which a term belongs, the strongest counts.
        own.sort_unstable_by(|(a, a_how), (b, b_how)| a.cmp(b).then(b_how.cmp(a_how)));
        own.dedup_by_key(|&mut (term, _)| term);
        holding.push(&own);
    }
    holding.trimmed()
}

/// The years that each document is about, by its names and figures and by when it happened.
fn about(documents: &[Document], names: &[Name], name_years: &Lists<u16>) -> Lists<u16> {
    let mut about = Lists::with_capacity(documents.len(), 0);
    let mut name = 0;
    let mut years: BTreeSet<u16> = BTreeSet::new();
    for document in documents {
        while let Some(of) = names
            .get(name)
            .filter(|name| name.document == document.id.0)
        {
            if of.standing != Standing::Keyword {
                years.extend(&name_years[name]);
            }
            name += 1;
        }
        years.extend(document.figures.iter().map(|figure| figure.year.value));
        years.extend(document.date.map(|date| date.year));
        about.push(std::mem::take(&mut years));
    }
    about
}

/// The weight of every term.
///
/// The logarithm of how rare it is, counted over documents that have it or a word for the same; what everything is
/// about (수출, 지원) tells little, but never nothing.
fn weights(words: &Words, having: &Belongings, documents: usize) -> Vec<f32> {
    /// Below this a word would not count at all, and 수출 지원 would ask for nothing.
    const LEAST: f32 = 0.1;
    let all = documents as f32 + 1.0;
    let rarest = (all / 1.5).ln().max(1.0);
    let mut counted: Vec<u32> = Vec::new();
    let mut weight = |term: TermId| {
        counted.clear();
        for (other, _) in words.same(term) {
            let (documents, how) = having.of(other);
            let named = documents.iter().zip(how);
            let named = named.filter(|&(_, &how)| how > Belongs::Prose);
            counted.extend(named.map(|(&document, _)| document));
        }
        counted.sort_unstable();
        counted.dedup();
        let rarity = (all / (counted.len().max(1) as f32 + 0.5)).ln() / rarest;
        rarity.max(LEAST)
    };
    (0..words.term_count())
        .map(|term| weight(term as TermId))
        .collect()
}
