//! Tokens laid end to end, so that words can be found across them.

use crate::text::tokenize::{Script, Token, singular};

/// A text as one line of letters that remembers where its tokens began.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The letters; English words in the singular.
    pub letters: Vec<char>,
    /// For each letter, the position of its token in the question.
    pub token: Vec<usize>,
    /// For each token, the range of its letters.
    pub ranges: Vec<std::ops::Range<usize>>,
    /// For each token, whether it is the rest of one whose beginning was taken away, so that a particle may come first.
    continued: Vec<bool>,
    scripts: Vec<Script>,
}

impl Line {
    /// The line of these tokens. The first token is a `rest` where it is attached: nothing stands before it.
    pub fn new(tokens: &[Token]) -> Self {
        let length = tokens.iter().map(|token| token.text.len()).sum();
        let mut line = Self {
            letters: Vec::with_capacity(length),
            token: Vec::with_capacity(length),
            ranges: Vec::with_capacity(tokens.len()),
            continued: Vec::with_capacity(tokens.len()),
            scripts: Vec::with_capacity(tokens.len()),
        };
        for (position, token) in tokens.iter().enumerate() {
            let start = line.letters.len();
            if token.script == Script::Latin {
                line.letters.extend(singular(&token.text).chars());
            } else {
                line.letters.extend(token.text.chars());
            }
            line.token.resize(line.letters.len(), position);
            line.ranges.push(start..line.letters.len());
            line.continued
                .push(token.attached && token.script == Script::Hangul);
            line.scripts.push(token.script);
        }
        line
    }

    /// Whether a token begins at a letter.
    pub fn begins_token(&self, at: usize) -> bool {
        at == 0 || self.token[at] != self.token[at - 1]
    }

    /// Whether a token ends before a letter.
    pub fn ends_token(&self, end: usize) -> bool {
        end == self.letters.len() || self.begins_token(end)
    }

    /// Whether the token at a letter is the rest of one whose beginning was taken away.
    pub fn is_continued(&self, at: usize) -> bool {
        self.continued[self.token[at]]
    }

    /// The script of the token at a letter.
    pub fn script(&self, at: usize) -> Script {
        self.scripts[self.token[at]]
    }

    /// The letters of a range as text.
    pub fn text(&self, range: std::ops::Range<usize>) -> String {
        self.letters[range].iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::tokens;

    #[test]
    fn a_line_remembers_where_its_tokens_began() {
        let line = Line::new(&tokens("수출 vouchers 2022"));
        assert_eq!(line.text(0..line.letters.len()), "수출voucher2022");
        let begins: Vec<usize> = (0..line.letters.len())
            .filter(|&at| line.begins_token(at))
            .collect();
        assert_eq!(begins, [0, 2, 9]);
        assert_eq!(line.ranges, [0..2, 2..9, 9..13]);
        assert!(line.ends_token(2) && line.ends_token(13) && !line.ends_token(3));
        assert_eq!(line.script(0), Script::Hangul);
        assert!(!line.is_continued(0));
    }
}
