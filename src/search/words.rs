//! The dictionary: every word that documents and vocabulary use, cut into terms, and which terms mean the same.
//!
//! A term is the smallest thing that is matched. 전시회 is one, 수출액 is two (수출 + 액), "trade fair" is one. What a
//! question makes of them is left to [`super::understand`].

use std::collections::{BTreeSet, HashMap};

use crate::knowledge::Vocabulary;
use crate::text::hangul;
use crate::text::tokenize;

use super::corpus::Corpus;
use super::cutter::{Cutter, terms_of};
use super::flat::Lists;
use super::hash::FastHash;
use super::lexicon::Lexicon;
use super::line::Line;
use super::segment::{Piece, Uses, segment};
use super::trie::Trie;
use super::years::take_years;

/// Number of a term: dense, from 0.
pub(super) type TermId = u32;

/// How alike two words of a group are. Below 1.0 so that the word that was asked for comes before another for it
/// (박람회 before 전시회); high, because a curator has said that they mean the same.
const SAME_MEANING: f32 = 0.93;

/// A word of the dictionary.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// How it is written: folded, squeezed, English in the singular.
    pub text: String,
    /// What it may be used as.
    pub uses: Uses,
    /// Its terms, where it means something.
    pub terms: Vec<TermId>,
    /// The ways of asking it belongs to: positions in [`Vocabulary::asks`].
    pub asks: Vec<usize>,
    /// Whether it leads elsewhere: a place or subject that the base does not hold.
    pub elsewhere: bool,
    /// Whether it is the name of a place, held or not.
    pub place: bool,
    /// Whether some document is named by it or by a word for the same.
    pub held: bool,
}

/// A term and what may stand for it.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// How it is written.
    pub text: String,
    /// Terms that match it, itself first with 1.0.
    pub same: Vec<(TermId, f32)>,
}

/// The dictionary.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<Word>,
    terms: Vec<Term>,
    trie: Trie,
    /// The words that mean something or lead elsewhere, for finding them however they are typed.
    lexicon: Lexicon,
    /// For each form of the lexicon, its word.
    forms: Vec<u32>,
}

/// Words while they are collected.
#[derive(Default)]
pub(super) struct Builder {
    pub words: Vec<Word>,
    pub by_text: HashMap<String, u32, FastHash>,
    terms: Vec<Term>,
    term_by_text: HashMap<String, TermId, FastHash>,
    pub trie: Option<Trie>,
}

/// How a word or phrase is written in the dictionary.
pub(super) fn written(text: &str) -> String {
    Line::new(&tokenize::tokens(text))
        .letters
        .into_iter()
        .collect()
}

impl Words {
    /// The dictionary of a corpus, whose texts are first so many `names` (what documents are called and found under) and
    /// then prose (what is said about them); and the terms of each of these names.
    pub fn new(
        vocabulary: &Vocabulary,
        corpus: &Corpus<'_>,
        names: usize,
    ) -> (Self, Lists<TermId>) {
        let mut builder = Builder::default();
        builder.add_vocabulary(vocabulary);
        builder.add_grammar();
        builder.add_names(corpus, names);
        builder.add_elsewhere(vocabulary);
        builder.add_prose(corpus, names);
        builder.finish(vocabulary, corpus, names)
    }

    /// A word by its number.
    pub fn word(&self, word: u32) -> &Word {
        &self.words[word as usize]
    }

    /// A term by its number.
    pub fn term(&self, term: TermId) -> &Term {
        &self.terms[term as usize]
    }

    /// How many terms there are.
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// The lexicon of words that mean something or lead elsewhere.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The word of a form of [`Words::lexicon`].
    pub fn of_form(&self, form: u32) -> u32 {
        self.forms[form as usize]
    }

    /// Cuts a line into words of the dictionary.
    pub fn cut(&self, line: &Line) -> Vec<Piece> {
        segment(line, &self.trie, |word| self.word(word).uses, None)
    }

    /// The terms of a text, in order, unknown letters left out.
    pub fn terms_of(&self, text: &str) -> Vec<TermId> {
        let (_, tokens) = take_years(tokenize::tokens(text));
        terms_of(&self.cut(&Line::new(&tokens)), &self.words).collect()
    }

    /// Cuts the texts of a corpus.
    pub fn cutter<'a>(&'a self, corpus: &'a Corpus<'a>) -> Cutter<'a> {
        Cutter::new(corpus, &self.trie, &self.words)
    }
}

impl Builder {
    pub fn word(&mut self, text: &str) -> &mut Word {
        let number = *self.by_text.entry(text.to_owned()).or_insert_with(|| {
            self.words.push(Word {
                text: text.to_owned(),
                ..Word::default()
            });
            self.words.len() as u32 - 1
        });
        &mut self.words[number as usize]
    }

    pub fn term(&mut self, text: &str) -> TermId {
        *self.term_by_text.entry(text.to_owned()).or_insert_with(|| {
            let term = self.terms.len() as TermId;
            self.terms.push(Term {
                text: text.to_owned(),
                same: vec![(term, 1.0)],
            });
            term
        })
    }

    /// Makes `text` a word that is a term of its own.
    fn whole(&mut self, text: &str) {
        let term = self.term(text);
        let word = self.word(text);
        word.uses.meaning = true;
        word.terms = vec![term];
    }

    /// A curator's words are never cut: 전시회 stays whole though 전시 is a word.
    fn add_vocabulary(&mut self, vocabulary: &Vocabulary) {
        for text in vocabulary.same.iter().flatten() {
            self.whole(&written(text));
        }
        for text in &vocabulary.filler {
            self.word(&written(text)).uses.filler = true;
        }
        for (position, asks) in vocabulary.asks.iter().enumerate() {
            for text in &asks.words {
                let word = self.word(&written(text));
                word.asks.push(position);
                // Unless it means something besides, it is passed over once it has been noted.
                word.uses.filler = true;
            }
        }
    }

    fn add_grammar(&mut self) {
        for (piece, class) in tokenize::grammar() {
            self.word(piece).uses.add_grammar(class);
        }
    }

    /// Places and subjects elsewhere; what the documents do name is no longer elsewhere.
    fn add_elsewhere(&mut self, vocabulary: &Vocabulary) {
        for text in vocabulary.places.iter().chain(&vocabulary.topics) {
            let text = written(text);
            let word = self.word(&text);
            if word.terms.is_empty() {
                word.elsewhere = true;
                word.uses.elsewhere = true;
                self.whole(&text);
            }
        }
        for text in &vocabulary.places {
            self.word(&written(text)).place = true;
        }
        self.index();
    }

    /// Words of prose that nothing else knows.
    fn add_prose(&mut self, corpus: &Corpus<'_>, names: usize) {
        let mut found: BTreeSet<String> = BTreeSet::new();
        if let Some(trie) = &self.trie {
            let mut cutter = Cutter::new(corpus, trie, &self.words);
            for text in names..corpus.len() {
                cutter.unknown_in(text, &mut found);
            }
        }
        for text in &found {
            self.whole(text);
        }
    }

    pub fn index(&mut self) {
        let mut trie = Trie::new();
        for (number, word) in self.words.iter().enumerate() {
            trie.insert(&word.text, number as u32);
        }
        self.trie = Some(trie);
    }

    /// Notes which words name a document, by the terms of all names.
    fn mark_held(&mut self, names: &Lists<TermId>) {
        let mut named = vec![false; self.terms.len()];
        for &term in names.all() {
            named[term as usize] = true;
        }
        for word in &mut self.words {
            let mut same = word
                .terms
                .iter()
                .flat_map(|&term| &self.terms[term as usize].same);
            word.held = same.any(|&(term, _)| named[term as usize]);
        }
    }

    fn finish(
        mut self,
        vocabulary: &Vocabulary,
        corpus: &Corpus<'_>,
        names: usize,
    ) -> (Words, Lists<TermId>) {
        for group in &vocabulary.same {
            let group: Vec<TermId> = group.iter().map(|text| self.term(&written(text))).collect();
            for &term in &group {
                for &other in &group {
                    let same = &mut self.terms[term as usize].same;
                    if same.iter().all(|&(known, _)| known != other) {
                        same.push((other, SAME_MEANING));
                    }
                }
            }
        }
        self.index();
        let trie = self.trie.take().unwrap_or_else(Trie::new);
        let mut cutter = Cutter::new(corpus, &trie, &self.words);
        let mut of_names = Lists::with_capacity(names, 4 * names);
        let mut terms = Vec::new();
        for name in 0..names {
            cutter.terms_of(name, &mut terms);
            of_names.push(terms.drain(..));
        }
        self.mark_held(&of_names);
        let forms: Vec<u32> = (0..self.words.len() as u32)
            .filter(|&word| self.words[word as usize].is_findable())
            .collect();
        let texts = forms
            .iter()
            .map(|&word| self.words[word as usize].text.as_str());
        let words = Words {
            lexicon: Lexicon::new(texts.collect()),
            forms,
            words: self.words,
            terms: self.terms,
            trie,
        };
        (words, of_names.trimmed())
    }
}

impl Word {
    /// Whether it is worth finding when it is typed badly. English filler is, so that "pleese" is not taken for a name.
    fn is_findable(&self) -> bool {
        let long_filler = self.text.len() > 3 && !self.text.chars().any(hangul::is_hangul);
        self.uses.meaning && self.text.chars().count() > 1 || self.uses.filler && long_filler
    }
}
