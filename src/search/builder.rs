//! Collecting the words of the dictionary: those of the vocabulary, of names and of prose.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::knowledge::Vocabulary;
use crate::text::grammar::grammar;
use crate::text::hangul;

use super::corpus::Corpus;
use super::cutter::{Cutter, Dictionary};
use super::flat::{Lists, Texts};
use super::hash::FastHash;
use super::lexicon::Lexicon;
use super::segment::Uses;
use super::trie::Trie;
use super::words::{Nature, TermId, Words, written};

/// A word while it is collected.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What it may be used as.
    pub uses: Uses,
    /// Its terms, where it means something.
    pub terms: Vec<TermId>,
    /// The ways of asking it belongs to: positions in [`Vocabulary::asks`].
    pub asks: Vec<u16>,
    place: bool,
    /// The term that it is alone.
    term: Option<TermId>,
}

/// Words by how they are written, in the order of their numbers.
pub(super) struct Drafts(IndexMap<String, Draft, FastHash>);

/// Words while they are collected.
pub(super) struct Builder {
    pub words: Drafts,
    /// The word that is each term alone.
    term_words: Vec<u32>,
    /// Terms that may stand for each other.
    groups: Lists<TermId>,
    /// The words as they were when it was last made.
    pub trie: Trie,
}

impl Drafts {
    fn with_capacity(words: usize) -> Self {
        Self(IndexMap::with_capacity_and_hasher(
            words,
            FastHash::default(),
        ))
    }

    /// The number of a word, where it is known.
    pub fn number(&self, text: &str) -> Option<u32> {
        self.0.get_index_of(text).map(|number| number as u32)
    }

    /// A word by its number.
    pub fn get(&self, word: u32) -> &Draft {
        &self.0[word as usize]
    }

    /// A word by its number.
    pub fn get_mut(&mut self, word: u32) -> &mut Draft {
        &mut self.0[word as usize]
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Dictionary for Drafts {
    fn uses(&self, word: u32) -> Uses {
        self.get(word).uses
    }

    fn terms(&self, word: u32) -> &[TermId] {
        &self.get(word).terms
    }
}

impl Builder {
    /// The words of a vocabulary and of a corpus, whose texts are first so many names and then prose.
    pub fn collect(vocabulary: &Vocabulary, corpus: &Corpus<'_>, names: usize) -> Self {
        let mut builder = Self {
            words: Drafts::with_capacity(vocabulary.word_count() + corpus.tokens().len()),
            term_words: Vec::new(),
            groups: Lists::with_capacity(vocabulary.same.len(), 0),
            trie: Trie::new(&Texts::default()),
        };
        builder.add_vocabulary(vocabulary);
        builder.add_grammar();
        builder.add_names(corpus, names);
        builder.add_elsewhere(vocabulary);
        builder.index();
        builder.add_prose(corpus, names);
        builder
    }

    /// The number of a word, which is added where it is not known.
    pub fn number(&mut self, text: &str) -> u32 {
        self.words.number(text).unwrap_or_else(|| {
            let (number, _) = self.words.0.insert_full(text.to_owned(), Draft::default());
            number as u32
        })
    }

    /// A word, which is added where it is not known.
    pub fn word(&mut self, text: &str) -> &mut Draft {
        let number = self.number(text);
        self.words.get_mut(number)
    }

    /// The term that a word is alone; both are added where they are not known.
    pub fn term(&mut self, text: &str) -> TermId {
        let number = self.number(text);
        let next = self.term_words.len() as TermId;
        let term = *self.words.get_mut(number).term.get_or_insert(next);
        if term == next {
            self.term_words.push(number);
        }
        term
    }

    /// Makes `text` a word that is a term of its own.
    fn whole(&mut self, text: &str) -> TermId {
        let term = self.term(text);
        let word = self.word(text);
        word.uses.meaning = true;
        word.terms = vec![term];
        term
    }

    /// A curator's words are never cut: 전시회 stays whole though 전시 is a word.
    fn add_vocabulary(&mut self, vocabulary: &Vocabulary) {
        for group in &vocabulary.same {
            let mut terms: Vec<TermId> = Vec::with_capacity(group.len());
            for text in group {
                let term = self.whole(&written(text));
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            self.groups.push(terms);
        }
        for text in &vocabulary.filler {
            self.word(&written(text)).uses.filler = true;
        }
        for (asks, position) in vocabulary.asks.iter().zip(0..) {
            for text in &asks.words {
                let word = self.word(&written(text));
                word.asks.push(position);
                // Unless it means something besides, it is passed over once it has been noted.
                word.uses.filler = true;
            }
        }
    }

    fn add_grammar(&mut self) {
        for (piece, class) in grammar() {
            self.word(piece).uses.add_grammar(class);
        }
    }

    /// Places and subjects elsewhere; what the documents do name is no longer elsewhere.
    fn add_elsewhere(&mut self, vocabulary: &Vocabulary) {
        let places = vocabulary.places.iter().map(|text| (text, true));
        let topics = vocabulary.topics.iter().map(|text| (text, false));
        for (text, place) in places.chain(topics) {
            let text = written(text);
            let word = self.word(&text);
            word.place |= place;
            if word.terms.is_empty() {
                word.uses.elsewhere = true;
                self.whole(&text);
            }
        }
    }

    /// Words of prose that nothing else knows.
    fn add_prose(&mut self, corpus: &Corpus<'_>, names: usize) {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let mut cutter = Cutter::new(corpus, &self.trie, &self.words);
        for text in names..corpus.len() {
            cutter.unknown_in(text, &mut found);
        }
        for text in &found {
            self.whole(text);
        }
    }

    /// Makes the trie of the words that there are now.
    pub fn index(&mut self) {
        self.trie = Trie::new(&self.words.texts().collect());
    }

    /// The dictionary of these words. Which of them are held is not known yet.
    pub fn finish(self) -> Words {
        let groups_of = Lists::gathered(self.term_words.len(), || {
            let numbered = self.groups.iter().zip(0..);
            numbered.flat_map(|(terms, group)| terms.iter().map(move |&term| (term, group)))
        });
        let drafts = || self.words.0.values();
        let mut terms = Lists::default();
        drafts().for_each(|word| terms.push(word.terms.iter().copied()));
        let mut asks = Lists::default();
        drafts().for_each(|word| asks.push(word.asks.iter().copied()));
        let natures = drafts().map(|word| Nature {
            uses: word.uses,
            place: word.place,
            held: false,
        });
        let natures = natures.collect();
        let findable = self.words.0.iter().zip(0..);
        let findable = findable.filter(|((text, word), _)| word.is_findable(text));
        let forms: Box<[u32]> = findable.map(|(_, number)| number).collect();
        let texts = self.words.texts().collect::<Texts>().trimmed();
        // The lexicon is made where the drafts were: a small process keeps what it once needed at the same time.
        drop((self.words, self.trie));
        let found = forms.iter().map(|&word| &texts[word as usize]);
        Words {
            lexicon: Lexicon::new(found.collect()),
            natures,
            terms: terms.trimmed(),
            asks: asks.trimmed(),
            term_words: self.term_words.into_boxed_slice(),
            groups: self.groups.trimmed(),
            groups_of,
            trie: Trie::new(&texts),
            texts,
            forms,
        }
    }
}

impl Draft {
    /// Whether it is worth finding when it is typed badly. English filler is, so that "pleese" is not taken for a name.
    fn is_findable(&self, text: &str) -> bool {
        let long_filler = text.len() > 3 && !text.chars().any(hangul::is_hangul);
        self.uses.meaning && text.chars().count() > 1 || self.uses.filler && long_filler
    }
}
