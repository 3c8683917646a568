//! Particles (조사) that follow the sound a word ends in: 바우처는, 비중은.
//!
//! Knows how Korean reads Hangul, digits, percent signs and Latin words aloud, as far as the last sound goes.

use crate::text::hangul::{self, decompose};

/// The sound a word ends in, as far as a particle cares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// A vowel: 바우처.
    Vowel,
    /// ㄹ, which takes 로 and not 으로: 서울.
    Rieul,
    /// Any other consonant: 비중.
    Consonant,
}

/// 은 or 는: marks what a sentence is about.
pub fn topic(word: &str) -> &'static str {
    choose(word, "은", "는")
}

/// 이 or 가: marks the subject.
pub fn subject(word: &str) -> &'static str {
    choose(word, "이", "가")
}

/// 을 or 를: marks the object.
pub fn object(word: &str) -> &'static str {
    choose(word, "을", "를")
}

/// 과 or 와: and, with.
pub fn and(word: &str) -> &'static str {
    choose(word, "과", "와")
}

/// 으로 or 로: to, by, as. A word in ㄹ takes 로.
pub fn toward(word: &str) -> &'static str {
    match ending(word) {
        Ending::Consonant => "으로",
        Ending::Vowel | Ending::Rieul => "로",
    }
}

fn choose(word: &str, after_consonant: &'static str, after_vowel: &'static str) -> &'static str {
    match ending(word) {
        Ending::Vowel => after_vowel,
        Ending::Rieul | Ending::Consonant => after_consonant,
    }
}

/// The last sound of `word`. An explanation in brackets and closing punctuation are not read; an empty word ends like a vowel.
fn ending(word: &str) -> Ending {
    let spoken = without_brackets(word);
    let spoken =
        spoken.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$' | '℃'));
    let Some(last) = spoken.chars().next_back() else {
        return Ending::Vowel;
    };
    if let Some(syllable) = decompose(last) {
        return letter(syllable.jongseong);
    }
    match last {
        // A lone letter is read by its name: ㄱ is 기역, ㄹ is 리을.
        c if hangul::is_consonant(c) => letter(Some(c)),
        // 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구; tens and hundreds (십, 백, 천, 만) end in consonants as 영 does.
        '0' | '3' | '6' => Ending::Consonant,
        '1' | '7' | '8' => Ending::Rieul,
        c if c.is_ascii_alphabetic() => latin(spoken),
        _ => Ending::Vowel,
    }
}

fn letter(jongseong: Option<char>) -> Ending {
    match jongseong {
        None => Ending::Vowel,
        Some('ㄹ') => Ending::Rieul,
        Some(_) => Ending::Consonant,
    }
}

fn without_brackets(word: &str) -> &str {
    let trimmed = word.trim_end();
    if trimmed.ends_with(')')
        && let Some(open) = trimmed.rfind('(')
        && open > 0
    {
        return &trimmed[..open];
    }
    trimmed
}

/// The last sound of the Latin word that `text` ends in. Capitals alone are read letter by letter (CIS is 시아이에스), other words
/// as loanwords are (bot is 봇, park is 파크).
fn latin(text: &str) -> Ending {
    let start = text
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |i| {
            i + text[i..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &text.as_bytes()[start..];
    let is_vowel = |b: u8| {
        matches!(
            b.to_ascii_lowercase(),
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y'
        )
    };
    let spelled_out = word.iter().all(u8::is_ascii_uppercase)
        && (word.len() <= 3 || !word.iter().any(|&b| is_vowel(b)));
    let [before @ .., last] = word else {
        return Ending::Vowel;
    };
    let last = last.to_ascii_lowercase();
    if spelled_out {
        // 엘 and 알 end in ㄹ, 엠 and 엔 in a nasal, every other letter's name in a vowel.
        return match last {
            b'l' | b'r' => Ending::Rieul,
            b'm' | b'n' => Ending::Consonant,
            _ => Ending::Vowel,
        };
    }
    let previous = before.last().map_or(b' ', |b| b.to_ascii_lowercase());
    let before_that = before.len().checked_sub(2).map_or(b' ', |i| before[i]);
    match last {
        b'l' => Ending::Rieul,
        b'm' | b'n' => Ending::Consonant,
        b'g' if previous == b'n' => Ending::Consonant,
        b'k' if previous == b'c' => Ending::Consonant,
        // A stop closes the syllable only after one short vowel: chip is 칩, but park is 파크.
        b'p' | b't' | b'k' | b'c' if is_vowel(previous) && !is_vowel(before_that) => {
            Ending::Consonant
        }
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        for (word, expected) in [
            ("바우처", "는 가 를 와 로"),
            ("비중", "은 이 을 과 으로"),
            ("서울", "은 이 을 과 로"),
            ("인천테크노파크(ITP)", "는 가 를 와 로"),
            ("'수출 바우처'", "는 가 를 와 로"),
            ("30.9%", "는 가 를 와 로"),
            ("2020", "은 이 을 과 으로"),
            ("2021", "은 이 을 과 로"),
            ("2022", "는 가 를 와 로"),
            ("2023", "은 이 을 과 으로"),
            ("7", "은 이 을 과 로"),
            ("FTA", "는 가 를 와 로"),
            ("CIS", "는 가 를 와 로"),
            ("KOTRA", "는 가 를 와 로"),
            ("URL", "은 이 을 과 로"),
            ("ATM", "은 이 을 과 으로"),
            ("Global", "은 이 을 과 로"),
            ("Export mentoring", "은 이 을 과 으로"),
            ("Incheon Technopark", "는 가 를 와 로"),
            ("chip", "은 이 을 과 으로"),
            ("Incheon", "은 이 을 과 으로"),
            ("Export Voucher", "는 가 를 와 로"),
            ("지원center", "는 가 를 와 로"),
            ("ㄱ", "은 이 을 과 으로"),
            ("", "는 가 를 와 로"),
            ("()", "는 가 를 와 로"),
            ("🎉", "는 가 를 와 로"),
        ] {
            let got = [
                topic(word),
                subject(word),
                object(word),
                and(word),
                toward(word),
            ]
            .join(" ");
            assert_eq!(got, expected, "particles of {word:?}");
        }
    }
}
