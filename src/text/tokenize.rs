//! Cutting a text into tokens.
//!
//! A token is a run of one script: `FTA지원센터` is two, `3,286개사` is two. Which words exist is left to the search.

use crate::text::fold::fold_keeping_case;
use crate::text::hangul;

/// What a token is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// Hangul syllables, perhaps with lone letters among them.
    Hangul,
    /// Lone Korean consonants: initials, or a word left half-typed.
    Initials,
    /// Letters of any other alphabet.
    Latin,
    /// Digits, with the point inside a number.
    Number,
}

/// A run of one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded text; a number without its commas.
    pub text: String,
    /// The text in the case it was typed in.
    pub cased: String,
    /// What it is written in.
    pub script: Script,
    /// Whether it follows the token before it without anything between.
    pub attached: bool,
}

/// The tokens of `text`, in order. Punctuation and symbols separate and are left out; so is the `'s` of a possessive.
///
/// ```
/// use incheon_exports_bot::text::tokenize::tokens;
/// let texts: Vec<String> = tokens("Incheon's 2022년 logistics비!").into_iter().map(|token| token.text).collect();
/// assert_eq!(texts, ["incheon", "2022", "년", "logistics", "비"]);
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = fold_keeping_case(text).chars().collect();
    let class_at = |at: usize| characters.get(at).and_then(|&c| class_of(c));
    let mut tokens: Vec<Token> = Vec::new();
    let mut last_end = None;
    let mut start = 0;
    while start < characters.len() {
        let Some(class) = class_at(start) else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        loop {
            let inside_number =
                class == Script::Number && matches!(characters.get(end), Some(',' | '.'));
            if class_at(end) == Some(class) {
                end += 1;
            } else if inside_number && class_at(end + 1) == Some(Script::Number) {
                end += 2;
            } else {
                break;
            }
        }
        let cased: String = characters[start..end]
            .iter()
            .filter(|&&c| c != ',')
            .collect();
        let after_apostrophe =
            start >= 2 && characters[start - 1] == '\'' && last_end == Some(start - 1);
        if !(after_apostrophe && is_contraction(&cased)) {
            tokens.push(Token {
                text: cased.to_lowercase(),
                script: match class {
                    Script::Hangul if cased.chars().all(hangul::is_consonant) => Script::Initials,
                    other => other,
                },
                cased,
                attached: last_end == Some(start),
            });
        }
        last_end = Some(end);
        start = end;
    }
    tokens
}

/// The script of a token that `c` belongs to; `None` for what separates tokens.
fn class_of(c: char) -> Option<Script> {
    if hangul::is_hangul(c) {
        Some(Script::Hangul)
    } else if c.is_ascii_digit() {
        Some(Script::Number)
    } else if c.is_alphanumeric() {
        Some(Script::Latin)
    } else {
        None
    }
}

/// Whether what follows an apostrophe belongs to the word before it.
fn is_contraction(word: &str) -> bool {
    matches!(word, "s" | "S" | "re" | "ll" | "ve" | "d" | "m" | "t")
}

/// The singular of an English word: `companies` is `company`, `vouchers` is `voucher`. Other words stay.
pub fn singular(word: &str) -> String {
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let keep = |cut: usize| word[..word.len() - cut].to_owned();
    if let Some(stem) = word.strip_suffix("ies") {
        return if stem.len() > 1 {
            format!("{stem}y")
        } else {
            keep(1)
        };
    }
    // One who misspells companies writes companys, so a y keeps its s for nothing.
    if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        return keep(2);
    }
    if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return keep(1);
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_run_of_one_script() {
        for (input, expected) in [
            ("수출 바우처", "수출:Hangul 바우처:Hangul"),
            ("FTA지원센터", "fta:Latin 지원센터+:Hangul"),
            ("logistics비", "logistics:Latin 비+:Hangul"),
            (
                "2022년 3,286개사",
                "2022:Number 년+:Hangul 3286:Number 개사+:Hangul",
            ),
            (
                "$54.3 billion, 2022.",
                "54.3:Number billion:Latin 2022:Number",
            ),
            ("통·번역", "통:Hangul 번역:Hangul"),
            ("ㅅㅊ ㅂㅇㅊ", "ㅅㅊ:Initials ㅂㅇㅊ:Initials"),
            ("시장갳 무역ㅂ", "시장갳:Hangul 무역ㅂ:Hangul"),
            ("B2B", "b:Latin 2+:Number b+:Latin"),
            ("K-SURE", "k:Latin sure:Latin"),
            (
                "Incheon's what’s it don't",
                "incheon:Latin what:Latin it:Latin don:Latin",
            ),
            ("'수출'", "수출:Hangul"),
            ("café 中国", "café:Latin 中国:Latin"),
            ("... !? 🎉", ""),
            ("", ""),
        ] {
            let got: Vec<String> = tokens(input)
                .iter()
                .map(|t| {
                    format!(
                        "{}{}:{:?}",
                        t.text,
                        if t.attached { "+" } else { "" },
                        t.script
                    )
                })
                .collect();
            assert_eq!(got.join(" "), expected, "tokens of {input:?}");
        }
    }

    #[test]
    fn the_case_typed_is_kept_beside_the_folded_text() {
        let typed = &tokens("EjRnd")[0];
        assert_eq!(
            (typed.text.as_str(), typed.cased.as_str()),
            ("ejrnd", "EjRnd")
        );
    }

    #[test]
    fn english_plurals_become_singular() {
        for (word, expected) in [
            ("companies", "company"),
            ("companys", "company"),
            ("vouchers", "voucher"),
            ("exhibitions", "exhibition"),
            ("businesses", "business"),
            ("fees", "fee"),
            ("ties", "tie"),
            ("covid", "covid"),
            ("cis", "cis"),
            ("us", "us"),
            ("status", "status"),
            ("process", "process"),
            ("analysis", "analysis"),
            ("수출s", "수출s"),
            ("", ""),
        ] {
            assert_eq!(singular(word), expected, "singular of {word:?}");
        }
    }
}
