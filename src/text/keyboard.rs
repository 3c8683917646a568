//! The two layouts of a Korean keyboard, 두벌식 and QWERTY: what was typed, had the other one been on.
//!
//! Both directions are lossless on what they cover: Korean text of whole syllables, and Latin letters as a Korean
//! keyboard knows them (lower case, and the Shift letters Q W E R T O P).

use crate::text::hangul::{self, compose, for_each_letter, join, split};

/// Which key types which letter; capitals are typed with Shift. Every other capital types what its small letter does.
const KEYS: [(char, char); 33] = [
    ('q', 'ㅂ'),
    ('w', 'ㅈ'),
    ('e', 'ㄷ'),
    ('r', 'ㄱ'),
    ('t', 'ㅅ'),
    ('y', 'ㅛ'),
    ('u', 'ㅕ'),
    ('i', 'ㅑ'),
    ('o', 'ㅐ'),
    ('p', 'ㅔ'),
    ('a', 'ㅁ'),
    ('s', 'ㄴ'),
    ('d', 'ㅇ'),
    ('f', 'ㄹ'),
    ('g', 'ㅎ'),
    ('h', 'ㅗ'),
    ('j', 'ㅓ'),
    ('k', 'ㅏ'),
    ('l', 'ㅣ'),
    ('z', 'ㅋ'),
    ('x', 'ㅌ'),
    ('c', 'ㅊ'),
    ('v', 'ㅍ'),
    ('b', 'ㅠ'),
    ('n', 'ㅜ'),
    ('m', 'ㅡ'),
    ('Q', 'ㅃ'),
    ('W', 'ㅉ'),
    ('E', 'ㄸ'),
    ('R', 'ㄲ'),
    ('T', 'ㅆ'),
    ('O', 'ㅒ'),
    ('P', 'ㅖ'),
];

/// For each lower-case and capital letter of ASCII, by its code, what it types.
const LETTERS: [Option<char>; 128] = {
    let mut letters = [None; 128];
    let mut at = 0;
    while at < KEYS.len() {
        let (key, letter) = KEYS[at];
        letters[key as usize] = Some(letter);
        at += 1;
    }
    // A capital that is no letter of its own types what the small one does.
    let mut capital = b'A' as usize;
    while capital <= b'Z' as usize {
        if letters[capital].is_none() {
            letters[capital] = letters[capital + 32];
        }
        capital += 1;
    }
    letters
};

/// For each lone letter from ㄱ on, the key that types it.
const KEY_OF: [Option<char>; 51] = {
    let mut keys = [None; 51];
    let mut at = 0;
    while at < KEYS.len() {
        let (key, letter) = KEYS[at];
        keys[letter as usize - 'ㄱ' as usize] = Some(key);
        at += 1;
    }
    keys
};

/// The letter that a key types in 두벌식; `None` for a key that is no letter.
pub fn letter_of_key(key: char) -> Option<char> {
    *LETTERS.get(key as usize)?
}

/// The key that types a letter in 두벌식; `None` for a compound or anything else.
pub fn key_of_letter(letter: char) -> Option<char> {
    *KEY_OF.get((letter as usize).checked_sub('ㄱ' as usize)?)?
}

/// The keys that type `text`: 수출 is `tncnf`, ㄷ테ㅐㄱㅅ is `export`. What is not Hangul stays.
pub fn to_latin(text: &str) -> String {
    let mut keys = String::with_capacity(text.len());
    for c in text.chars() {
        for_each_letter(c, |letter| {
            keys.push(key_of_letter(letter).unwrap_or(letter))
        });
    }
    keys
}

/// What the same keys type in 두벌식: `tncnf` is 수출. What is not a Latin letter stays and ends a syllable.
///
/// Letters that complete no syllable stay alone, as they do on the screen.
pub fn to_hangul(text: &str) -> String {
    let mut screen = Screen::default();
    for key in text.chars() {
        match letter_of_key(key) {
            Some(letter) => screen.type_letter(letter),
            None => screen.pass(key),
        }
    }
    screen.finish()
}

/// What the same keys type in 두벌식, where that is Korean: syllables, and no letter without one. With `open`, the last
/// syllable may be half-typed. All capitals are read as small ones: Caps Lock is not Shift held down for every key.
///
/// ```
/// use incheon_exports_bot::text::keyboard::to_korean;
/// assert_eq!(to_korean("tncnf", false).as_deref(), Some("수출"));
/// assert_eq!(to_korean("export", false), None);
/// ```
pub fn to_korean(text: &str, open: bool) -> Option<String> {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let hangul = if letters.all(char::is_uppercase) {
        to_hangul(&text.to_lowercase())
    } else {
        to_hangul(text)
    };
    let mut settled = hangul.chars().rev().skip(usize::from(open));
    let is_korean = hangul.chars().any(hangul::is_syllable) && !settled.any(hangul::is_jamo);
    is_korean.then_some(hangul)
}

/// The syllable that is being typed.
#[derive(Clone, Copy, Default)]
enum Syllable {
    #[default]
    Empty,
    /// A lone vowel, perhaps compound.
    Vowel(char),
    /// A lone consonant.
    Initial(char),
    /// Consonant and vowel.
    Open(char, char),
    /// Consonant, vowel and final, perhaps a cluster.
    Closed(char, char, char),
}

/// What a Korean input method shows: text that is done and the syllable in progress.
#[derive(Default)]
struct Screen {
    done: String,
    current: Syllable,
}

impl Screen {
    fn type_letter(&mut self, letter: char) {
        self.current = if hangul::is_vowel(letter) {
            self.vowel(letter)
        } else {
            self.consonant(letter)
        };
    }

    fn vowel(&mut self, vowel: char) -> Syllable {
        match self.current {
            Syllable::Initial(initial) => Syllable::Open(initial, vowel),
            Syllable::Vowel(first) => match join(first, vowel) {
                Some(compound) => Syllable::Vowel(compound),
                None => self.next(Syllable::Vowel(vowel)),
            },
            Syllable::Open(initial, first) => match join(first, vowel) {
                Some(compound) => Syllable::Open(initial, compound),
                None => self.next(Syllable::Vowel(vowel)),
            },
            // The final, or the second half of a cluster, turns out to begin the next syllable.
            Syllable::Closed(initial, middle, last) => {
                let (stays, moves) = match split(last) {
                    Some((stays, moves)) => (Syllable::Closed(initial, middle, stays), moves),
                    None => (Syllable::Open(initial, middle), last),
                };
                self.current = stays;
                self.next(Syllable::Open(moves, vowel))
            }
            Syllable::Empty => Syllable::Vowel(vowel),
        }
    }

    fn consonant(&mut self, consonant: char) -> Syllable {
        match self.current {
            Syllable::Open(initial, vowel)
                if compose(initial, vowel, Some(consonant)).is_some() =>
            {
                Syllable::Closed(initial, vowel, consonant)
            }
            Syllable::Closed(initial, vowel, last) => match join(last, consonant) {
                Some(cluster) => Syllable::Closed(initial, vowel, cluster),
                None => self.next(Syllable::Initial(consonant)),
            },
            Syllable::Empty => Syllable::Initial(consonant),
            _ => self.next(Syllable::Initial(consonant)),
        }
    }

    /// Finishes the syllable in progress, so that `next` can begin.
    fn next(&mut self, next: Syllable) -> Syllable {
        match self.current {
            Syllable::Empty => {}
            Syllable::Vowel(letter) | Syllable::Initial(letter) => self.done.push(letter),
            Syllable::Open(initial, vowel) => self.done.extend(compose(initial, vowel, None)),
            Syllable::Closed(initial, vowel, last) => {
                self.done.extend(compose(initial, vowel, Some(last)))
            }
        }
        next
    }

    fn pass(&mut self, other: char) {
        self.current = self.next(Syllable::Empty);
        self.done.push(other);
    }

    fn finish(mut self) -> String {
        self.next(Syllable::Empty);
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_reads_as_the_other() {
        for (latin, hangul) in [
            ("tncnfqkdncj", "수출바우처"),
            ("tncnf qkdncj", "수출 바우처"),
            ("rnrso wjstlghl", "국내 전시회"),
            ("qhwmdfy wldnjs", "보증료 지원"),
            ("wndrnr tncnf qlwnd", "중국 수출 비중"),
            ("dlscjsxpzmshvkzm", "인천테크노파크"),
            ("ekfr", "닭"),
            ("ekfrl", "달기"),
            ("rkqt", "값"),
            ("rkqtdmf", "값을"),
            ("rkqtk", "갑사"),
            ("dmlanf", "의물"),
            ("Rkcl", "까치"),
            ("EjRnd", "떠꿍"),
            ("dPtks", "예산"),
            ("dlTdj", "있어"),
            ("export", "ㄷ테ㅐㄱㅅ"),
            ("voucher", "패ㅕ촏ㄱ"),
            ("kbiz", "ㅏㅠㅑㅋ"),
            ("asdf", "ㅁㄴㅇㄹ"),
            ("hk", "ㅘ"),
            ("kl", "ㅏㅣ"),
            ("2022sus 63djr", "2022년 63억"),
            ("", ""),
        ] {
            assert_eq!(to_hangul(latin), hangul, "as Hangul: {latin:?}");
            assert_eq!(to_latin(hangul), latin, "as keys: {hangul:?}");
        }
    }

    #[test]
    fn capitals_without_a_shift_letter_type_the_small_one() {
        for (latin, hangul) in [
            ("TKDlek", "싸이다"),
            ("GKSRNR", "한꾺"),
            ("ASDF", "ㅁㄴㅇㄹ"),
        ] {
            assert_eq!(to_hangul(latin), hangul, "{latin:?}");
        }
    }

    #[test]
    fn keys_that_type_no_syllables_type_no_korean() {
        for (latin, open, expected) in [
            ("TNCNF", false, Some("수출")),
            ("EjRnd", false, Some("떠꿍")),
            ("tncnfq", true, Some("수춟")),
            ("tncnfw", false, None),
            ("2022sus", false, Some("2022년")),
            ("fta", true, None),
            ("2022", false, None),
            ("", true, None),
        ] {
            assert_eq!(to_korean(latin, open).as_deref(), expected, "{latin:?}");
        }
    }

    #[test]
    fn every_pair_of_syllables_survives_the_way_there_and_back() {
        let syllables: Vec<char> = ('가'..='힣').collect();
        // 7919 is a prime that does not divide 11,172, so every syllable also comes second.
        for (i, &first) in syllables.iter().enumerate() {
            let second = syllables[(i * 7919 + 13) % syllables.len()];
            let text = format!("{first}{second}");
            assert_eq!(to_hangul(&to_latin(&text)), text);
        }
    }

    #[test]
    fn every_run_of_keys_survives_the_way_there_and_back() {
        let keys: Vec<char> = KEYS.iter().map(|&(key, _)| key).collect();
        let mut seed = 2023_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push(keys[(seed >> 33) as usize % keys.len()]);
            }
            assert_eq!(to_latin(&to_hangul(&text)), text);
        }
    }
}
