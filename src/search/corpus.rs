//! The texts that an index is built of, as tokens, each different word cut once: a million names hold only some ten thousand
//! words.

use std::collections::HashMap;

use crate::text::tokenize::{Script, Token, tokens};

use super::flat::Lists;
use super::hash::FastHash;
use super::years::{Asked, may_name_year, take_years};

/// Texts, numbered from 0 in the order they were added. Words are what stands between white space.
#[derive(Default)]
pub(super) struct Corpus<'a> {
    /// Every different token of any text, in lower case alone.
    tokens: Vec<Token>,
    token_numbers: HashMap<(String, Script, bool), u32, FastHash>,
    /// The tokens of each different word, years taken out.
    words: Lists<u32>,
    word_numbers: HashMap<&'a str, u32, FastHash>,
    /// For each word, whether what stands around it decides how it is cut: it may be part of a year.
    of_years: Vec<bool>,
    /// The words of each text.
    texts: Lists<u32>,
    /// The years and tokens of each text that has such a word.
    dated: HashMap<u32, (Vec<Asked>, Vec<u32>), FastHash>,
    /// The words of the text at hand.
    at_hand: Vec<u32>,
}

impl<'a> Corpus<'a> {
    /// Adds a text.
    pub fn add(&mut self, text: &'a str) {
        let number = self.texts.len() as u32;
        let mut dated = false;
        let mut words = std::mem::take(&mut self.at_hand);
        for written in text.split_whitespace() {
            let word = match self.word_numbers.get(written) {
                Some(&word) => word,
                None => self.add_word(written),
            };
            dated |= self.of_years[word as usize];
            words.push(word);
        }
        self.texts.push(words.drain(..));
        self.at_hand = words;
        if dated {
            let (years, tokens) = take_years(tokens(text));
            let tokens = self.numbers(tokens);
            self.dated.insert(number, (years, tokens));
        }
    }

    fn add_word(&mut self, written: &'a str) -> u32 {
        let word = self.words.len() as u32;
        let whole = tokens(written);
        self.of_years.push(whole.iter().any(may_name_year));
        let tokens = self.numbers(take_years(whole).1);
        self.words.push(tokens);
        self.word_numbers.insert(written, word);
        word
    }

    fn numbers(&mut self, tokens: Vec<Token>) -> Vec<u32> {
        let number = |token: Token| {
            let key = (token.text.clone(), token.script, token.attached);
            *self.token_numbers.entry(key).or_insert_with(|| {
                self.tokens.push(token);
                self.tokens.len() as u32 - 1
            })
        };
        tokens.into_iter().map(number).collect()
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Every different token, by number.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Every different word, as the tokens that it has by itself.
    pub fn words(&self) -> &Lists<u32> {
        &self.words
    }

    /// The words of a text, in order.
    pub fn words_of(&self, text: usize) -> &[u32] {
        &self.texts[text]
    }

    /// The years that a text names, in order.
    pub fn years_of(&self, text: usize) -> &[Asked] {
        let dated = self.dated.get(&(text as u32));
        dated.map_or(&[], |(years, _)| years)
    }

    /// Puts the tokens of a text, years taken out, in place of what is in `tokens`.
    pub fn tokens_of(&self, text: usize, tokens: &mut Vec<u32>) {
        tokens.clear();
        match self.dated.get(&(text as u32)) {
            Some((_, dated)) => tokens.extend(dated),
            None => {
                for &word in self.words_of(text) {
                    tokens.extend(&self.words[word as usize]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::relevance::{questions, shipped};
    use super::super::robust;
    use super::*;

    #[test]
    fn texts_have_the_tokens_and_years_that_they_have_as_a_whole() {
        let base = shipped();
        let summaries = base.documents().iter().map(|document| &document.summary);
        let mut texts: Vec<String> = summaries
            .flat_map(|summary| [summary.ko.clone(), summary.en.clone()])
            .collect();
        texts.extend(questions().into_iter().map(|question| question.text));
        let short = |text: &String| text.len() < 2_000;
        texts.extend(robust::texts(1_000).into_iter().filter(short));
        texts.extend(
            [
                "지난 해 예산",
                "last\u{3000}year's",
                "5 년 전",
                "22년도 22년",
                "3, 4 \u{301}",
            ]
            .map(str::to_owned),
        );
        let mut corpus = Corpus::default();
        texts.iter().for_each(|text| corpus.add(text));
        let mut own = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let (years, expected) = take_years(tokens(text));
            assert_eq!(corpus.years_of(number), years, "{text:?}");
            corpus.tokens_of(number, &mut own);
            let own = own.iter().map(|&token| &corpus.tokens()[token as usize]);
            let plain = |token: &Token| (token.text.clone(), token.script, token.attached);
            let own: Vec<_> = own.map(plain).collect();
            assert_eq!(
                own,
                expected.iter().map(plain).collect::<Vec<_>>(),
                "{text:?}"
            );
        }
    }
}
