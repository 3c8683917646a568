//! Cutting the texts of a corpus with the dictionary, each different token once.
//!
//! How a token is cut does not depend on its neighbours, but for two things, in which case the text is cut as a whole: a word
//! of the dictionary may run over a space (테크노 파크), and what follows a number is read another way (3개).

use std::collections::BTreeSet;

use crate::text::tokenize::Script;

use super::corpus::Corpus;
use super::line::Line;
use super::segment::{Piece, Uses, What, segment};
use super::trie::{Node, Trie};
use super::words::TermId;

/// Words by number.
pub(super) trait Dictionary {
    /// What a word may be used as.
    fn uses(&self, word: u32) -> Uses;

    /// The terms of a word; none where it means nothing.
    fn terms(&self, word: u32) -> &[TermId];
}

/// Cuts texts of a corpus.
pub(super) struct Cutter<'a, D> {
    corpus: &'a Corpus<'a>,
    trie: &'a Trie,
    words: &'a D,
    /// What has been cut, by token.
    cut: Vec<Option<Cut>>,
    /// The tokens of the text at hand.
    tokens: Vec<u32>,
}

/// A token, cut.
struct Cut {
    line: Line,
    pieces: Vec<Piece>,
    terms: Vec<TermId>,
    /// Where a word of the dictionary that begins in it would go on.
    open: Vec<Node>,
}

impl<'a, D: Dictionary> Cutter<'a, D> {
    pub fn new(corpus: &'a Corpus<'a>, trie: &'a Trie, words: &'a D) -> Self {
        Self {
            corpus,
            trie,
            words,
            cut: corpus.tokens().iter().map(|_| None).collect(),
            tokens: Vec::new(),
        }
    }

    /// Adds the terms of a text, in order, unknown letters left out.
    pub fn terms_of(&mut self, text: usize, terms: &mut Vec<TermId>) {
        let corpus = self.corpus;
        corpus.tokens_of(text, &mut self.tokens);
        self.add_terms(terms);
    }

    /// Adds the terms of a word of the corpus that stands by itself.
    pub fn terms_of_word(&mut self, word: u32, terms: &mut Vec<TermId>) {
        self.tokens.clear();
        self.tokens.extend(&self.corpus.words()[word as usize]);
        self.add_terms(terms);
    }

    fn add_terms(&mut self, terms: &mut Vec<TermId>) {
        if self.is_cut_by_token() {
            for &token in &self.tokens {
                let cut = self.cut[token as usize].as_ref();
                terms.extend(cut.into_iter().flat_map(|cut| &cut.terms));
            }
        } else {
            let (_, pieces) = self.whole();
            terms.extend(terms_of(&pieces, self.words));
        }
    }

    /// Adds the runs of letters in a text that no word explains, but for numbers and short ones, which are grammar more often
    /// than words.
    pub fn unknown_in(&mut self, text: usize, found: &mut BTreeSet<String>) {
        let corpus = self.corpus;
        corpus.tokens_of(text, &mut self.tokens);
        if self.is_cut_by_token() {
            for &token in &self.tokens {
                if let Some(cut) = &self.cut[token as usize] {
                    add_unknown(&cut.line, &cut.pieces, found);
                }
            }
        } else {
            let (line, pieces) = self.whole();
            add_unknown(&line, &pieces, found);
        }
    }

    /// Whether each token of the text at hand is cut as it is by itself.
    fn is_cut_by_token(&mut self) -> bool {
        for at in 0..self.tokens.len() {
            let token = self.tokens[at] as usize;
            if self.cut[token].is_none() {
                self.cut[token] = Some(self.cut_token(token));
            }
        }
        let all = self.corpus.tokens();
        self.tokens.iter().enumerate().all(|(at, &token)| {
            let after = &self.tokens[at + 1..];
            let number = all[token as usize].script == Script::Number;
            let open = self.cut[token as usize].iter().flat_map(|cut| &cut.open);
            after.is_empty() || !number && open.copied().all(|node| !self.ends_in(node, after))
        })
    }

    fn cut_token(&self, token: usize) -> Cut {
        let token = &self.corpus.tokens()[token];
        let line = Line::new(std::slice::from_ref(token));
        let pieces = self.pieces(&line);
        // Only Hangul writes words together; another word begins with its token.
        let begins = match token.script {
            Script::Hangul | Script::Initials => line.letters.len(),
            Script::Latin | Script::Number => 1,
        };
        let open = (0..begins).filter_map(|begin| {
            let mut letters = line.letters[begin..].iter();
            letters.try_fold(Trie::ROOT, |node, &letter| self.trie.step(node, letter))
        });
        Cut {
            terms: terms_of(&pieces, self.words).collect(),
            open: open.collect(),
            line,
            pieces,
        }
    }

    /// Whether a word of the dictionary goes on from a node and ends in these tokens.
    fn ends_in(&self, mut node: Node, tokens: &[u32]) -> bool {
        let cut = tokens
            .iter()
            .filter_map(|&token| self.cut[token as usize].as_ref());
        for &letter in cut.flat_map(|cut| &cut.line.letters) {
            match self.trie.step(node, letter) {
                Some(next) if self.trie.word(next).is_some() => return true,
                Some(next) => node = next,
                None => return false,
            }
        }
        false
    }

    fn whole(&self) -> (Line, Vec<Piece>) {
        let tokens = self.tokens.iter();
        let tokens: Vec<_> = tokens
            .map(|&token| self.corpus.tokens()[token as usize].clone())
            .collect();
        let line = Line::new(&tokens);
        let pieces = self.pieces(&line);
        (line, pieces)
    }

    fn pieces(&self, line: &Line) -> Vec<Piece> {
        segment(line, self.trie, |word| self.words.uses(word), None)
    }
}

/// The terms of a line cut into pieces, in order, unknown letters left out.
pub(super) fn terms_of(pieces: &[Piece], words: &impl Dictionary) -> impl Iterator<Item = TermId> {
    let terms = pieces.iter().filter_map(|piece| match piece.what {
        What::Word(word) => Some(words.terms(word)),
        _ => None,
    });
    terms.flatten().copied()
}

fn add_unknown(line: &Line, pieces: &[Piece], found: &mut BTreeSet<String>) {
    for piece in pieces {
        let least = match line.script(piece.range.start) {
            Script::Hangul => 2,
            _ => 4,
        };
        if piece.what == What::Unknown
            && piece.range.len() >= least
            && line.script(piece.range.start) != Script::Number
        {
            found.insert(line.text(piece.range.clone()));
        }
    }
}
