//! What the names of documents bring to the dictionary: their words, and what long ones are made of.

use std::collections::{BTreeSet, HashMap};

use crate::text::tokenize::{Script, Token};

use super::builder::Builder;
use super::corpus::Corpus;
use super::cutter::Dictionary;
use super::hash::FastHash;
use super::line::Line;
use super::segment::{Piece, What, segment};
use super::words::{TermId, written};

/// What the names of documents bring to the dictionary, while it is taken in.
#[derive(Default)]
struct Named {
    /// Every different token that the vocabulary does not already have, in the order in which names have them: particles
    /// removed, English in the singular.
    tokens: Vec<Token>,
    /// For each token of the corpus that is in a name, which of them it is; the others are known.
    numbers: Vec<Option<usize>>,
    /// What each of them is made of, and how many words had come to mean something by then, which may cut it otherwise.
    made_of: Vec<Option<(usize, Vec<u32>)>>,
}

impl Named {
    /// Which of its tokens a name has.
    fn of_name<'n>(&'n self, tokens: &'n [u32]) -> impl Iterator<Item = usize> + 'n {
        tokens
            .iter()
            .filter_map(|&token| self.numbers[token as usize])
    }
}

impl Builder {
    /// Words and terms of names. A token that holds shorter words is cut at them (인천테크노파크 is 인천 + 테크노파크), and what
    /// is left over becomes a word too.
    pub fn add_names(&mut self, corpus: &Corpus<'_>, names: usize) {
        let mut named = self.unknown_tokens(corpus, names);
        let known: BTreeSet<String> = named
            .tokens
            .iter()
            .map(|token| token.text.clone())
            .collect();
        // First as words of their own, so that each can be found inside the others; then cut.
        for text in &known {
            self.word(text).uses.meaning = true;
        }
        self.index();
        let mut rests: BTreeSet<String> = BTreeSet::new();
        for token in &named.tokens {
            rests.extend(
                self.cut_inside(token)
                    .into_iter()
                    .filter(|part| part.chars().count() > 1),
            );
        }
        for rest in &rests {
            self.word(rest).uses.meaning = true;
        }
        self.index();
        let (mut meaning, mut tokens, mut own) = (0, Vec::new(), Vec::new());
        for name in 0..names {
            corpus.tokens_of(name, &mut tokens);
            own.clear();
            own.extend(named.of_name(&tokens));
            for &number in &own {
                self.make(&mut named, number, &mut meaning);
            }
        }
    }

    /// Makes a word of a token of a name, which may have been made before. `meaning` counts the words that have come to
    /// mean something on the way.
    fn make(&mut self, named: &mut Named, number: usize, meaning: &mut usize) {
        let made_of = named.made_of[number].take();
        let parts = match made_of.filter(|(before, _)| before == meaning) {
            Some((_, parts)) => parts,
            None => self.parts(&named.tokens[number], meaning),
        };
        if parts.len() > 1 {
            let word = self.number(&named.tokens[number].text);
            for &part in &parts {
                self.inherit_asks(part, word);
            }
        }
        named.made_of[number] = Some((*meaning, parts));
    }

    /// The words that a token of a name is made of, each made if need be; and the token itself, of their terms.
    fn parts(&mut self, token: &Token, meaning: &mut usize) -> Vec<u32> {
        let mut parts = self.cut_inside(token);
        if parts.is_empty() {
            parts.push(token.text.clone());
        }
        let terms: Vec<TermId> = parts.iter().map(|part| self.term(part)).collect();
        for (part, &term) in parts.iter().zip(&terms) {
            let word = self.word(part);
            *meaning += usize::from(!word.uses.meaning);
            word.uses.meaning = true;
            if word.terms.is_empty() {
                word.terms.push(term);
            }
        }
        self.word(&token.text).terms = terms;
        parts.iter().map(|part| self.number(part)).collect()
    }

    /// Makes a word ask for what a part of it asks for: 수출액 asks for an amount as 액 does. What a word asks for twice
    /// counts for more than what it asks for once, but thrice for no more.
    fn inherit_asks(&mut self, part: u32, word: u32) {
        for at in 0..self.words.get(part).asks.len() {
            let asked = self.words.get(part).asks[at];
            let asks = &mut self.words.get_mut(word).asks;
            if asks.iter().filter(|&&known| known == asked).count() < 2 {
                asks.push(asked);
            }
        }
    }

    /// The tokens of names that the vocabulary does not already have.
    fn unknown_tokens(&self, corpus: &Corpus<'_>, names: usize) -> Named {
        let mut named = Named {
            numbers: vec![None; corpus.tokens().len()],
            ..Named::default()
        };
        let mut seen = vec![false; corpus.tokens().len()];
        let mut by_text: HashMap<(String, Script), usize, FastHash> = HashMap::default();
        let mut tokens = Vec::new();
        for name in 0..names {
            corpus.tokens_of(name, &mut tokens);
            for &token in &tokens {
                if std::mem::replace(&mut seen[token as usize], true) {
                    continue;
                }
                let token_of_corpus = &corpus.tokens()[token as usize];
                let text = written(&token_of_corpus.text);
                let known = self.words.number(&text).map(|word| self.words.get(word));
                if known.is_some_and(|word| !word.terms.is_empty() || word.uses.filler) {
                    continue;
                }
                let script = token_of_corpus.script;
                let number = by_text.entry((text.clone(), script)).or_insert_with(|| {
                    named.tokens.push(Token {
                        text,
                        ..token_of_corpus.clone()
                    });
                    named.tokens.len() - 1
                });
                named.numbers[token as usize] = Some(*number);
            }
        }
        named.made_of = vec![None; named.tokens.len()];
        named
    }

    /// The words that a Hangul token is made of, and the letters between them; none where it is no compound.
    fn cut_inside(&self, token: &Token) -> Vec<String> {
        if token.script != Script::Hangul {
            return Vec::new();
        }
        let line = Line::new(std::slice::from_ref(&Token {
            attached: false,
            ..token.clone()
        }));
        let pieces = segment(
            &line,
            &self.trie,
            |word| self.words.uses(word),
            Some(&token.text),
        );
        let long_word =
            |piece: &Piece| matches!(piece.what, What::Word(_)) && piece.range.len() > 1;
        if !pieces.iter().any(long_word) {
            return Vec::new();
        }
        let meaning = pieces.into_iter().filter(|piece| !piece.what.is_grammar());
        meaning.map(|piece| line.text(piece.range)).collect()
    }
}
