//! A text as characters to look at by position: full-width and upper-case ASCII folded, byte offsets kept.

/// The characters of a text. Positions count characters; one past the last reads as `None`.
pub(super) struct Chars {
    chars: Vec<(usize, char)>,
    bytes: usize,
}

impl Chars {
    pub fn new(text: &str) -> Self {
        Self {
            chars: text
                .char_indices()
                .map(|(byte, c)| (byte, fold(c)))
                .collect(),
            bytes: text.len(),
        }
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at `at`, folded.
    pub fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|&(_, c)| c)
    }

    /// The character before `at`, folded.
    pub fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// The byte offset of `at`; the length of the text at its end.
    pub fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.bytes, |&(byte, _)| byte)
    }

    /// Whether the character at `at` is one that `test` wants.
    pub fn is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.get(at).is_some_and(test)
    }

    /// The first position from `at` on whose character `test` does not want.
    pub fn skip(&self, mut at: usize, test: impl Fn(char) -> bool) -> usize {
        while self.is(at, &test) {
            at += 1;
        }
        at
    }

    /// The end of `pattern` at `at`: a space stands for any number of spaces, `·` for an optional middle dot, and
    /// anything else for itself.
    pub fn matches(&self, pattern: &str, mut at: usize) -> Option<usize> {
        for expected in pattern.chars() {
            match expected {
                ' ' => at = self.skip(at, char::is_whitespace),
                '·' if self.is(at, is_middle_dot) => at += 1,
                '·' => {}
                expected if self.get(at) == Some(expected) => at += 1,
                _ => return None,
            }
        }
        Some(at)
    }

    /// [`Chars::matches`] for whole words: a pattern that ends in a Latin letter must not go on with another or a digit.
    pub fn matches_word(&self, pattern: &str, at: usize) -> Option<usize> {
        let end = self.matches(pattern, at)?;
        let latin = pattern.ends_with(|c: char| c.is_ascii_alphabetic());
        let goes_on = latin && self.is(end, |c| c.is_ascii_alphanumeric());
        (!goes_on).then_some(end)
    }
}

/// Lower case, and full-width forms (U+FF01–U+FF5E) as ASCII; the won and dollar signs as their plain forms.
fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)
            .unwrap_or(c)
            .to_ascii_lowercase(),
        '\u{FFE6}' => '₩',
        '\u{2212}' => '-',
        _ => c.to_ascii_lowercase(),
    }
}

/// The dots that stand between 시 and 도.
fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | 'ㆍ' | '・' | '･' | '∙' | '‧' | '•')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pattern_matches_across_spaces_width_and_case() {
        for (pattern, text, end) in [
            ("개 시·도", "개시도", Some(3)),
            ("개 시·도", "개  시·도는", Some(6)),
            ("개 시·도", "개 시ㆍ도", Some(5)),
            ("개 시·도", "개 시", None),
            ("usd", "ＵＳＤ", Some(3)),
            ("usd", "USDT", None),
            ("won", "won의", Some(3)),
            ("", "", Some(0)),
        ] {
            assert_eq!(
                Chars::new(text).matches_word(pattern, 0),
                end,
                "{pattern} in {text:?}"
            );
        }
    }

    #[test]
    fn positions_keep_their_bytes() {
        let chars = Chars::new("수출ａb");
        let bytes: Vec<usize> = (0..=5).map(|at| chars.byte(at)).collect();
        assert_eq!(bytes, [0, 3, 6, 9, 10, 10]);
        assert_eq!(chars.get(2), Some('a'));
        assert_eq!(chars.before(0), None);
    }
}
