//! The dictionary: every word that documents and vocabulary use, cut into terms, and which terms mean the same.
//!
//! A term is the smallest thing that is matched. 전시회 is one, 수출액 is two (수출 + 액), "trade fair" is one. What a
//! question makes of them is left to [`super::understand`]. Most of it is never asked for, so it is laid out to be small
//! ([`super::flat`]).

use crate::knowledge::Vocabulary;
use crate::text::tokenize;

use super::builder::Builder;
use super::corpus::Corpus;
use super::cutter::{Cutter, Dictionary, terms_of};
use super::flat::{Lists, Texts};
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

/// What a word is, besides its letters and terms.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nature {
    /// What it may be used as.
    pub uses: Uses,
    /// Whether it is the name of a place, held or not.
    pub place: bool,
    /// Whether some document is named by it or by a word for the same.
    pub held: bool,
}

/// The dictionary.
#[derive(Debug)]
pub(super) struct Words {
    /// How each word is written: folded, squeezed, English in the singular.
    pub(super) texts: Texts,
    pub(super) natures: Vec<Nature>,
    /// The terms of each word, where it means something.
    pub(super) terms: Lists<TermId>,
    /// The ways of asking that each word belongs to: positions in [`Vocabulary::asks`].
    pub(super) asks: Lists<u16>,
    /// The word that is each term alone.
    pub(super) term_words: Box<[u32]>,
    /// Terms that may stand for each other.
    pub(super) groups: Lists<TermId>,
    /// For each term, the groups that it is in.
    pub(super) groups_of: Lists<u32>,
    pub(super) trie: Trie,
    /// The words that mean something or lead elsewhere, for finding them however they are typed.
    pub(super) lexicon: Lexicon,
    /// For each form of the lexicon, its word.
    pub(super) forms: Box<[u32]>,
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
        let mut words = Builder::collect(vocabulary, corpus, names).finish();
        let mut cutter = words.cutter(corpus);
        let mut of_names = Lists::with_capacity(names, 4 * names);
        let mut terms = Vec::new();
        for name in 0..names {
            cutter.terms_of(name, &mut terms);
            of_names.push(terms.drain(..));
        }
        words.mark_held(&of_names);
        (words, of_names.trimmed())
    }

    /// Notes which words name a document, by the terms of all names.
    fn mark_held(&mut self, names: &Lists<TermId>) {
        let mut named = vec![false; self.term_count()];
        for &term in names.all() {
            named[term as usize] = true;
        }
        for word in 0..self.natures.len() {
            let is_named = |&term: &TermId| self.same(term).any(|(term, _)| named[term as usize]);
            self.natures[word].held = self.terms[word].iter().any(is_named);
        }
    }

    /// What a word is, by its number.
    pub fn nature(&self, word: u32) -> Nature {
        self.natures[word as usize]
    }

    /// The ways of asking that a word belongs to: positions in [`Vocabulary::asks`].
    pub fn asks(&self, word: u32) -> impl Iterator<Item = usize> {
        self.asks[word as usize].iter().copied().map(usize::from)
    }

    /// How a term is written.
    pub fn text(&self, term: TermId) -> &str {
        &self.texts[self.term_words[term as usize] as usize]
    }

    /// The terms that match a term and how well, each once: itself first with 1.0.
    pub fn same(&self, term: TermId) -> impl Iterator<Item = (TermId, f32)> {
        let groups = &self.groups_of[term as usize];
        let members = |group: u32| self.groups[group as usize].iter().copied();
        let others = groups.iter().enumerate().flat_map(move |(at, &group)| {
            let known = move |other| {
                let mut before = groups[..at].iter();
                before.any(|&group| members(group).any(|member| member == other))
            };
            members(group).filter(move |&other| other != term && !known(other))
        });
        std::iter::once((term, 1.0)).chain(others.map(|other| (other, SAME_MEANING)))
    }

    /// How many terms there are.
    pub fn term_count(&self) -> usize {
        self.term_words.len()
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
        segment(line, &self.trie, |word| self.uses(word), None)
    }

    /// The terms of a text, in order, unknown letters left out.
    pub fn terms_of(&self, text: &str) -> Vec<TermId> {
        let (_, tokens) = take_years(tokenize::tokens(text));
        terms_of(&self.cut(&Line::new(&tokens)), self).collect()
    }

    /// Cuts the texts of a corpus.
    pub fn cutter<'a>(&'a self, corpus: &'a Corpus<'a>) -> Cutter<'a, Self> {
        Cutter::new(corpus, &self.trie, self)
    }
}

impl Dictionary for Words {
    fn uses(&self, word: u32) -> Uses {
        self.natures[word as usize].uses
    }

    fn terms(&self, word: u32) -> &[TermId] {
        &self.terms[word as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::Index;
    use super::*;
    use crate::knowledge::KnowledgeBase;

    #[test]
    fn words_for_the_same_stand_for_each_other_once() {
        let group = |texts: [&str; 3]| texts.map(str::to_owned).to_vec();
        let vocabulary = Vocabulary {
            same: vec![
                group(["박람회", "전시회", "trade fair"]),
                group(["전시회", "박람회", "엑스포"]),
            ],
            ..Vocabulary::default()
        };
        let index = Index::build(&KnowledgeBase::of_names([], vocabulary));
        let words = &index.words;
        for (text, expected) in [
            ("박람회", vec!["박람회", "전시회", "tradefair", "엑스포"]),
            ("trade fair", vec!["tradefair", "박람회", "전시회"]),
            ("엑스포", vec!["엑스포", "전시회", "박람회"]),
        ] {
            let [term] = words.terms_of(text)[..] else {
                panic!("{text} is one term")
            };
            let same: Vec<(TermId, f32)> = words.same(term).collect();
            assert_eq!(same[0], (term, 1.0));
            assert!(same[1..].iter().all(|&(_, alike)| alike == SAME_MEANING));
            let texts: Vec<&str> = same.iter().map(|&(term, _)| words.text(term)).collect();
            assert_eq!(texts, expected, "{text}");
        }
    }
}
