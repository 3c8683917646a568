//! Korean letters: taking syllables apart, putting them together, and telling the letters from one another.
//!
//! Letters are always compatibility jamo (ㄱ U+3131 … ㅣ U+3163), as a keyboard types them. Which key types which letter is
//! left to [`crate::text::keyboard`].

/// The 19 letters a syllable can begin with, in Unicode order.
pub const CHOSEONG: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];

/// The 21 vowels of a syllable, in Unicode order.
pub const JUNGSEONG: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ',
    'ㅟ', 'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ',
];

/// The 27 letters or clusters a syllable can end with, in Unicode order.
pub const JONGSEONG: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ',
    'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

/// Letters typed as two: the compound and its parts.
const COMPOUNDS: [(char, char, char); 18] = [
    ('ㅘ', 'ㅗ', 'ㅏ'),
    ('ㅙ', 'ㅗ', 'ㅐ'),
    ('ㅚ', 'ㅗ', 'ㅣ'),
    ('ㅝ', 'ㅜ', 'ㅓ'),
    ('ㅞ', 'ㅜ', 'ㅔ'),
    ('ㅟ', 'ㅜ', 'ㅣ'),
    ('ㅢ', 'ㅡ', 'ㅣ'),
    ('ㄳ', 'ㄱ', 'ㅅ'),
    ('ㄵ', 'ㄴ', 'ㅈ'),
    ('ㄶ', 'ㄴ', 'ㅎ'),
    ('ㄺ', 'ㄹ', 'ㄱ'),
    ('ㄻ', 'ㄹ', 'ㅁ'),
    ('ㄼ', 'ㄹ', 'ㅂ'),
    ('ㄽ', 'ㄹ', 'ㅅ'),
    ('ㄾ', 'ㄹ', 'ㅌ'),
    ('ㄿ', 'ㄹ', 'ㅍ'),
    ('ㅀ', 'ㄹ', 'ㅎ'),
    ('ㅄ', 'ㅂ', 'ㅅ'),
];

/// For each lone letter from ㄱ on, what it is typed as where that is two.
const PARTS: [Option<(char, char)>; 51] = {
    let mut parts = [None; 51];
    let mut at = 0;
    while at < COMPOUNDS.len() {
        let (compound, first, second) = COMPOUNDS[at];
        parts[compound as usize - 'ㄱ' as usize] = Some((first, second));
        at += 1;
    }
    parts
};

/// First and last precomposed syllable.
const FIRST_SYLLABLE: u32 = 0xac00;
const LAST_SYLLABLE: u32 = 0xd7a3;
/// Syllables per vowel (no final, or one of 27) and per leading consonant.
const PER_VOWEL: u32 = 28;
const PER_CONSONANT: u32 = 21 * PER_VOWEL;

/// A syllable taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// Leading consonant (초성).
    pub choseong: char,
    /// Vowel (중성).
    pub jungseong: char,
    /// Final consonant or cluster (종성), where there is one.
    pub jongseong: Option<char>,
}

/// Whether `c` is a precomposed syllable (가–힣).
pub const fn is_syllable(c: char) -> bool {
    matches!(c as u32, FIRST_SYLLABLE..=LAST_SYLLABLE)
}

/// Whether `c` is a lone letter of modern Korean (ㄱ–ㅣ).
pub const fn is_jamo(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㅣ')
}

/// Whether `c` is a lone consonant or cluster (ㄱ–ㅎ).
pub const fn is_consonant(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㅎ')
}

/// Whether `c` is a lone vowel (ㅏ–ㅣ).
pub const fn is_vowel(c: char) -> bool {
    matches!(c, 'ㅏ'..='ㅣ')
}

/// Whether `c` is written in Hangul: a syllable or a lone letter.
pub const fn is_hangul(c: char) -> bool {
    is_syllable(c) || is_jamo(c)
}

/// The letters of a precomposed syllable; `None` for anything else, lone letters included.
pub fn decompose(c: char) -> Option<Syllable> {
    if !is_syllable(c) {
        return None;
    }
    let position = c as u32 - FIRST_SYLLABLE;
    let jongseong = (position % PER_VOWEL) as usize;
    Some(Syllable {
        choseong: CHOSEONG[(position / PER_CONSONANT) as usize],
        jungseong: JUNGSEONG[(position % PER_CONSONANT / PER_VOWEL) as usize],
        jongseong: jongseong.checked_sub(1).map(|final_| JONGSEONG[final_]),
    })
}

/// The syllable of these letters; `None` where a letter cannot stand in its place (ㄸ as a final, ㄳ as an initial).
pub fn compose(choseong: char, jungseong: char, jongseong: Option<char>) -> Option<char> {
    let position = |letters: &[char], letter| letters.binary_search(&letter).ok();
    let initial = position(&CHOSEONG, choseong)? as u32;
    let vowel = position(&JUNGSEONG, jungseong)? as u32;
    let last = match jongseong {
        None => 0,
        Some(letter) => position(&JONGSEONG, letter)? as u32 + 1,
    };
    char::from_u32(FIRST_SYLLABLE + initial * PER_CONSONANT + vowel * PER_VOWEL + last)
}

/// The leading consonant (choseong, 초성) of a precomposed Hangul syllable.
///
/// Returns `None` for anything else, lone jamo included.
///
/// ```
/// use incheon_exports_bot::text::hangul::choseong;
/// assert_eq!(choseong('수'), Some('ㅅ'));
/// assert_eq!(choseong('A'), None);
/// ```
pub fn choseong(c: char) -> Option<char> {
    decompose(c).map(|syllable| syllable.choseong)
}

/// The two letters that a compound vowel or final cluster is typed as; `None` for a letter of one key.
///
/// Doubled consonants (ㄲ) are one key with Shift, so they are not split.
pub fn split(letter: char) -> Option<(char, char)> {
    *PARTS.get((letter as usize).checked_sub('ㄱ' as usize)?)?
}

/// The compound vowel or final cluster of two letters; `None` where they do not combine.
pub fn join(first: char, second: char) -> Option<char> {
    COMPOUNDS
        .iter()
        .find(|&&(_, a, b)| (a, b) == (first, second))
        .map(|&(compound, ..)| compound)
}

/// Calls `f` with each letter of `c` as a keyboard types it: 원 is ㅇ ㅜ ㅓ ㄴ. Anything but Hangul passes as it is.
///
/// Edit distance over these letters costs one for one slip of a finger: a wrong vowel, a doubled or a dropped letter.
pub fn for_each_letter(c: char, mut f: impl FnMut(char)) {
    let mut simple = |letter| match split(letter) {
        Some((first, second)) => {
            f(first);
            f(second);
        }
        None => f(letter),
    };
    match decompose(c) {
        Some(syllable) => {
            simple(syllable.choseong);
            simple(syllable.jungseong);
            syllable.jongseong.into_iter().for_each(simple);
        }
        None => simple(c),
    }
}

/// The compatibility letter that stands alone for a conjoining (U+1100…) or half-width (U+FFA1…) one; `None` for anything else.
pub fn compatibility(c: char) -> Option<char> {
    /// Compatibility letters that half-width ones stand for, in the order of U+FFA1–FFBE: consonants and clusters.
    const HALF_WIDTH_CONSONANTS: std::ops::RangeInclusive<u32> = 0xffa1..=0xffbe;
    let code = c as u32;
    let letter = |letters: &[char], first: u32| letters.get((code - first) as usize).copied();
    match code {
        0x1100..=0x1112 => letter(&CHOSEONG, 0x1100),
        0x1161..=0x1175 => letter(&JUNGSEONG, 0x1161),
        0x11a8..=0x11c2 => letter(&JONGSEONG, 0x11a8),
        _ if HALF_WIDTH_CONSONANTS.contains(&code) => char::from_u32('ㄱ' as u32 + code - 0xffa1),
        // Half-width vowels come in groups of six with gaps between.
        0xffc2..=0xffc7 => letter(&JUNGSEONG, 0xffc2),
        0xffca..=0xffcf => letter(&JUNGSEONG[6..], 0xffca),
        0xffd2..=0xffd7 => letter(&JUNGSEONG[12..], 0xffd2),
        0xffda..=0xffdc => letter(&JUNGSEONG[18..], 0xffda),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_comes_apart_and_together_again() {
        let mut seen = 0;
        for c in '가'..='힣' {
            let Syllable {
                choseong,
                jungseong,
                jongseong,
            } = decompose(c).expect("it is a syllable");
            assert_eq!(compose(choseong, jungseong, jongseong), Some(c));
            assert!(is_consonant(choseong) && is_vowel(jungseong), "{c}");
            seen += 1;
        }
        assert_eq!(seen, 11_172);
    }

    #[test]
    fn letters_that_cannot_stand_in_their_place_make_no_syllable() {
        for (initial, vowel, last) in [
            ('ㄳ', 'ㅏ', None),
            ('ㄱ', 'ㅏ', Some('ㄸ')),
            ('ㅏ', 'ㅏ', None),
            ('ㄱ', 'a', None),
        ] {
            assert_eq!(compose(initial, vowel, last), None, "{initial}{vowel}");
        }
    }

    #[test]
    fn initials_come_from_syllables_alone() {
        for (input, expected) in [
            ("수출바우처", "ㅅㅊㅂㅇㅊ"),
            ("KOTRA 수출", "ㅅㅊ"),
            ("빤ㄷ", "ㅃ"),
            ("", ""),
        ] {
            let got: String = input.chars().filter_map(choseong).collect();
            assert_eq!(got, expected, "choseong of {input:?}");
        }
    }

    #[test]
    fn letters_are_those_a_keyboard_types() {
        for (input, expected) in [
            ("지원", "ㅈㅣㅇㅜㅓㄴ"),
            ("닭", "ㄷㅏㄹㄱ"),
            ("까", "ㄲㅏ"),
            ("있", "ㅇㅣㅆ"),
            ("ㄳ", "ㄱㅅ"),
            ("FTA 2022", "FTA 2022"),
            ("", ""),
        ] {
            let mut letters = String::new();
            input
                .chars()
                .for_each(|c| for_each_letter(c, |letter| letters.push(letter)));
            assert_eq!(letters, expected, "letters of {input:?}");
        }
    }

    #[test]
    fn compounds_split_and_join() {
        for (compound, first, second) in COMPOUNDS {
            assert_eq!(split(compound), Some((first, second)));
            assert_eq!(join(first, second), Some(compound));
        }
        assert_eq!(split('ㄲ'), None);
        assert_eq!(join('ㄱ', 'ㄱ'), None);
        assert_eq!(split('a'), None);
    }

    #[test]
    fn lone_letters_of_other_blocks_become_keyboard_letters() {
        for (input, expected) in [
            ('\u{1107}', Some('ㅂ')),
            ('\u{1175}', Some('ㅣ')),
            ('\u{11b9}', Some('ㅄ')),
            ('ﾡ', Some('ㄱ')),
            ('ﾾ', Some('ㅎ')),
            ('ￂ', Some('ㅏ')),
            ('ￊ', Some('ㅕ')),
            ('ￒ', Some('ㅛ')),
            ('ￜ', Some('ㅣ')),
            ('ㅂ', None),
            ('A', None),
        ] {
            assert_eq!(compatibility(input), expected, "{input:?}");
        }
    }

    #[test]
    fn letters_are_told_apart() {
        for (c, syllable, jamo, consonant, vowel) in [
            ('가', true, false, false, false),
            ('ㄱ', false, true, true, false),
            ('ㄳ', false, true, true, false),
            ('ㅏ', false, true, false, true),
            ('a', false, false, false, false),
            ('\u{1107}', false, false, false, false),
        ] {
            assert_eq!(is_syllable(c), syllable, "{c}");
            assert_eq!(is_jamo(c), jamo, "{c}");
            assert_eq!(is_consonant(c), consonant, "{c}");
            assert_eq!(is_vowel(c), vowel, "{c}");
            assert_eq!(is_hangul(c), syllable || jamo, "{c}");
        }
    }
}
