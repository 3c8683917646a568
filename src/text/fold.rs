//! Folding: the one spelling that all ways of writing the same text share.
//!
//! Case, width, composition, quotation marks, dashes and white space are folded; letters and word order are kept. What
//! counts as a word is left to [`crate::text::tokenize`].

use std::fmt;
use std::ops::Deref;

use unicode_normalization::UnicodeNormalization;

use crate::text::hangul;

/// A text that has been folded; only [`fold`] makes one.
///
/// Composed (NFC), lower case, half-width, without leading, trailing or doubled white space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Folded(String);

impl Folded {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letters and digits alone: what is left when nobody agrees on spaces and punctuation.
    ///
    /// ```
    /// use incheon_exports_bot::text::fold::fold;
    /// assert_eq!(fold("해외 유명 전시(박람)회").squeezed(), "해외유명전시박람회");
    /// ```
    pub fn squeezed(&self) -> String {
        self.0.chars().filter(|c| c.is_alphanumeric()).collect()
    }
}

impl Deref for Folded {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folds `text`. Folding twice is folding once.
///
/// Uses NFC, not NFKC: the latter turns ㅂ as a keyboard types it (U+3142) into a conjoining letter (U+1107), after
/// which initials no longer look like initials. The compatibility forms that people do type, full-width Latin and
/// half-width Hangul, are folded here by themselves.
pub fn fold(text: &str) -> Folded {
    if text.chars().all(is_plain) {
        return Folded(single_spaced(&text.to_ascii_lowercase()));
    }
    let plain = text.nfc().filter_map(plain);
    Folded(single_spaced(
        &plain.flat_map(char::to_lowercase).nfc().collect::<String>(),
    ))
}

/// Folds everything but case, which the other keyboard layout needs: `R` is ㄲ where `r` is ㄱ.
pub fn fold_keeping_case(text: &str) -> String {
    if text.chars().all(is_plain) {
        return single_spaced(text);
    }
    single_spaced(&text.nfc().filter_map(plain).nfc().collect::<String>())
}

fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Whether a character is its own everyday form and composes with none before it: what most people type, who need not
/// wait for the tables of Unicode.
const fn is_plain(c: char) -> bool {
    matches!(c, ' '..='_' | 'a'..='~') || hangul::is_hangul(c)
}

/// The everyday form of a character; `None` for one that only steers layout.
fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21)?,
        c => hangul::compatibility(c).unwrap_or(c),
    };
    Some(match c {
        // Zero-width characters, direction marks and the soft hyphen arrive with pasted text and mean nothing here.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => return None,
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => return None,
        c if c.is_whitespace() || c.is_control() || c == '\u{3164}' => ' ',
        '￦' => '₩',
        '￠' => '¢',
        '￡' => '£',
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        'ㆍ' | '・' | '･' | '•' | '‧' | '∙' => '·',
        '〜' => '~',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_folds_the_same() {
        for (input, expected) in [
            ("Export  Voucher", "export voucher"),
            ("수출　바우처", "수출 바우처"),
            ("\u{1109}\u{116e}\u{110e}\u{116e}\u{11af}", "수출"),
            ("ＦＴＡ　지원센터", "fta 지원센터"),
            ("ㅅㅊㅂㅇㅊ", "ㅅㅊㅂㅇㅊ"),
            ("\u{1107}", "ㅂ"),
            ("\u{11ab}", "ㄴ"),
            ("ﾡﾾ", "ㄱㅎ"),
            ("중국ㆍCIS", "중국·cis"),
            ("“수출”", "\"수출\""),
            ("Incheon’s", "incheon's"),
            ("54–3", "54-3"),
            ("\u{202e}수\u{200b}출\u{feff}", "수출"),
            ("a\0b\tc\n", "a b c"),
            ("５４．３％", "54.3%"),
            ("", ""),
            (" \u{3164} ", ""),
        ] {
            assert_eq!(fold(input).as_str(), expected, "fold of {input:?}");
        }
    }

    #[test]
    fn case_can_be_kept() {
        for (input, expected) in [
            ("Ｒkcl　ÉXPORT", "Rkcl ÉXPORT"),
            ("\u{1109}\u{116e} KOTRA", "수 KOTRA"),
        ] {
            assert_eq!(fold_keeping_case(input), expected, "{input:?}");
        }
    }

    #[test]
    fn squeezing_keeps_letters_and_digits_alone() {
        for (input, expected) in [
            ("K-SURE", "ksure"),
            ("수출보험·보증료 지원", "수출보험보증료지원"),
            ("$54.3 billion", "543billion"),
            ("ㅅㅊ ㅂㅇㅊ", "ㅅㅊㅂㅇㅊ"),
            ("!?", ""),
        ] {
            assert_eq!(fold(input).squeezed(), expected, "squeezed {input:?}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        let every_character = (0..=0x2_ffff).filter_map(char::from_u32);
        for c in every_character {
            for text in [c.to_string(), format!("가{c}\u{301}e{c}ᆨ")] {
                let once = fold(&text);
                assert_eq!(fold(&once), once, "folding {text:?}");
            }
        }
    }

    #[test]
    fn what_is_plain_is_its_own_everyday_form() {
        for c in (0..=0x2_ffff)
            .filter_map(char::from_u32)
            .filter(|&c| is_plain(c))
        {
            assert_eq!(plain(c), Some(c));
            let text = format!("가{c}e{c}한");
            assert_eq!(text.nfc().collect::<String>(), text);
        }
    }
}
