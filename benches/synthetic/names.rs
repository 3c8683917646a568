//! How a synthetic name is composed, and why two of them cannot be taken for one another.
//!
//! A name has three words, one of each slot: a made-up proper name, a line of business, and what is done for it, such as
//! `처턴쿄팅 섬유 수출바우처` and, for the same document, `Nemomdavem textile export vouchers`.
//!
//! # Why names stay apart
//!
//! Names are compared as the search compares them: by the keys that type them, Shift and spaces left out. Two texts of one
//! length are *near* when two letters can be deleted from each so that the same is left. Two edits never do more than
//! that, be they insertions, deletions, substitutions or swaps of neighbours; so what is not near is three edits apart.
//!
//! All words of a slot have the same length, and no two of them are near. Then no two names of one language are near:
//! say deleting two letters from each of two names leaves the same, and their words in some slot differ. A letter of such a
//! word that is kept stands, in the other name, in the same slot or across its border. For each one across, the part of the
//! name beyond that border has one kept letter fewer than it has letters, so one of those two deletions falls there, outside
//! the word. The word thus loses at most two letters in all, deleted or moved across, and what is kept of it stands within
//! the other word: the two words are near, which they are not. Names of different languages differ in length by more than two.

use std::collections::HashSet;

use incheon_exports_bot::text::hangul;
use incheon_exports_bot::text::keyboard::to_latin;
use incheon_exports_bot::text::language::{Bilingual, Language};

use super::numbers::Numbers;

/// Whether names are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Any two names, of whatever document and language, are at least three edits apart.
    Apart,
    /// Proper names are as they fall, of two to four syllables; no two are the same.
    AsTheyFall,
}

/// Lines of business: five keys in Korean, seven letters in English.
const FIELDS: [(&str, &str); 10] = [
    ("섬유", "textile"),
    ("의류", "apparel"),
    ("패션", "fashion"),
    ("향수", "perfume"),
    ("센서", "sensors"),
    ("라면", "noodles"),
    ("공구", "toolkit"),
    ("과자", "biscuit"),
    ("조선", "vessels"),
    ("물류", "freight"),
];

/// What is done: eleven keys in Korean, fourteen letters in English.
const KINDS: [(&str, &str); 16] = [
    ("수출바우처", "export vouchers"),
    ("홍보지원", "publicity grant"),
    ("자금지원", "funding schemes"),
    ("교육과정", "training course"),
    ("수출협회", "exporters guild"),
    ("지원센터", "support centres"),
    ("산업단지", "industrial park"),
    ("공동물류", "pooled shipment"),
    ("특허지원", "patent services"),
    ("표준인증", "standards marks"),
    ("포장지원", "packaging grant"),
    ("샘플배송", "sample shipping"),
    ("바이어초청", "inviting buyers"),
    ("품질검사", "quality testing"),
    ("정책포럼", "policy assembly"),
    ("수출상담", "export guidance"),
];

/// How many proper names there are in each language: as many as a million documents need and some more, so that larger
/// bases have more words, as they do.
const PROPER_NAMES: usize = 10_000;

/// How many documents have a name.
pub const NAMES: usize = PROPER_NAMES * FIELDS.len() * KINDS.len();

/// Leading consonants, vowels and finals of made-up Korean; each is one key, without Shift.
const KOREAN: [&[char]; 3] = [
    &[
        'ㄱ', 'ㄴ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ],
    &['ㅏ', 'ㅐ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅗ', 'ㅛ', 'ㅜ', 'ㅡ', 'ㅣ'],
    &['ㄱ', 'ㄴ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅇ'],
];

/// The same of made-up English.
const ENGLISH: [&[char]; 3] = [
    &[
        'b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z',
    ],
    &['a', 'e', 'i', 'o', 'u'],
    &['k', 'l', 'm', 'n', 'r', 's'],
];

/// Which of four syllables have a final, where names are kept apart: ten keys or letters in all.
const CLOSED: [bool; 4] = [false, true, false, true];

/// Every name: document by document, each in both languages.
pub struct Names {
    proper: Bilingual<Vec<String>>,
}

impl Names {
    /// The names of that spacing.
    pub fn new(spacing: Spacing) -> Self {
        Self {
            proper: Bilingual {
                ko: proper_names(spacing, Language::Ko),
                en: proper_names(spacing, Language::En),
            },
        }
    }

    /// The name of a document below [`NAMES`]; which documents share words looks random, and does not depend on how many there are.
    pub fn of(&self, document: usize) -> Bilingual {
        /// Shares no factor with [`NAMES`], so that every composition occurs once; about 0.618 of it, so that they are
        /// spread evenly.
        const STEP: usize = 988_857;
        let composition = document * STEP % NAMES;
        let (rest, kind) = (composition / KINDS.len(), KINDS[composition % KINDS.len()]);
        let (proper, field) = (rest / FIELDS.len(), FIELDS[rest % FIELDS.len()]);
        Bilingual {
            ko: format!("{} {} {}", self.proper.ko[proper], field.0, kind.0),
            en: format!("{} {} {}", self.proper.en[proper], field.1, kind.1),
        }
    }
}

/// What two names are compared by: the keys that type them, Shift and spaces left out.
pub fn keys(name: &str) -> String {
    let mut keys = to_latin(name).replace(' ', "");
    keys.make_ascii_lowercase();
    keys
}

fn proper_names(spacing: Spacing, language: Language) -> Vec<String> {
    let mut numbers = Numbers(match language {
        Language::Ko => 0x0b5e,
        Language::En => 0x0e75,
    });
    let mut names = Vec::with_capacity(PROPER_NAMES);
    let mut taken: HashSet<String> = HashSet::new();
    while names.len() < PROPER_NAMES {
        let name = match spacing {
            Spacing::Apart => proper_name(&mut numbers, language, &CLOSED),
            Spacing::AsTheyFall => {
                let syllables = 2 + numbers.below(3);
                let closed: Vec<bool> = (0..syllables).map(|_| numbers.below(2) == 0).collect();
                proper_name(&mut numbers, language, &closed)
            }
        };
        let own = match spacing {
            Spacing::Apart => without_two(&keys(&name)),
            Spacing::AsTheyFall => vec![name.clone()],
        };
        if own.iter().all(|text| !taken.contains(text)) {
            taken.extend(own);
            names.push(name);
        }
    }
    names
}

fn proper_name(numbers: &mut Numbers, language: Language, closed: &[bool]) -> String {
    let mut name = String::new();
    for &closed in closed {
        match language {
            Language::Ko => {
                let [initial, vowel, last] = KOREAN.map(|letters| numbers.pick(letters));
                name.extend(hangul::compose(initial, vowel, closed.then_some(last)));
            }
            Language::En => {
                let [initial, vowel, last] = ENGLISH.map(|letters| numbers.pick(letters));
                name.extend([initial, vowel].into_iter().chain(closed.then_some(last)));
            }
        }
    }
    if language == Language::En {
        name[..1].make_ascii_uppercase();
    }
    name
}

/// What is left of a text of ASCII letters when any two of them are deleted.
fn without_two(text: &str) -> Vec<String> {
    let mut left = Vec::new();
    for first in 0..text.len() {
        for second in first + 1..text.len() {
            left.push(
                [
                    &text[..first],
                    &text[first + 1..second],
                    &text[second + 1..],
                ]
                .concat(),
            );
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `edits` insertions, deletions, substitutions or swaps, also of letters that others were put between or
    /// taken from, make one text of the other.
    fn within(edits: usize, a: &[u8], b: &[u8]) -> bool {
        if a.len().abs_diff(b.len()) > edits {
            return false;
        }
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let (a, b) = (&a[same..], &b[same..]);
        if a.is_empty() || b.is_empty() {
            return a.len() + b.len() <= edits;
        }
        let swapped = |x: usize, y: usize| {
            let cost = x + y - 1;
            let crossed = a.get(x) == Some(&b[0]) && b.get(y) == Some(&a[0]);
            edits >= cost && crossed && within(edits - cost, &a[x + 1..], &b[y + 1..])
        };
        edits > 0
            && (within(edits - 1, &a[1..], b)
                || within(edits - 1, a, &b[1..])
                || within(edits - 1, &a[1..], &b[1..])
                || swapped(1, 1)
                || swapped(1, 2)
                || swapped(2, 1))
    }

    #[test]
    fn edits_are_counted_as_damerau_and_levenshtein_do() {
        let mut numbers = Numbers(1964);
        let mut counts = [0; 2];
        for _ in 0..20_000 {
            let [a, b] = [0; 2].map(|_| {
                let length = 3 + numbers.below(3);
                let letters = (0..length).map(|_| numbers.pick(&['a', 'b', 'c']));
                letters.collect::<String>()
            });
            let expected = strsim::damerau_levenshtein(&a, &b) <= 2;
            let got = within(2, a.as_bytes(), b.as_bytes());
            assert_eq!(got, expected, "{a} {b}");
            counts[usize::from(expected)] += 1;
        }
        assert!(counts.iter().all(|&count| count > 1_000), "{counts:?}");
    }

    fn close(names: &[String]) -> Vec<(&str, &str)> {
        let keys: Vec<String> = names.iter().map(|name| keys(name)).collect();
        let mut close = Vec::new();
        for (i, a) in keys.iter().enumerate() {
            for (j, b) in keys.iter().enumerate().skip(i + 1) {
                if within(2, a.as_bytes(), b.as_bytes()) {
                    close.push((names[i].as_str(), names[j].as_str()));
                }
            }
        }
        close
    }

    fn both(names: &Names, documents: impl Iterator<Item = usize>) -> Vec<String> {
        let names = documents.map(|document| names.of(document));
        names.flat_map(|name| [name.ko, name.en]).collect()
    }

    #[test]
    fn no_two_names_are_within_two_edits() {
        let names = Names::new(Spacing::Apart);
        assert_eq!(close(&both(&names, 0..1_000)), []);
        // Those that share words, by the dozen.
        let (fields, kinds) = (FIELDS.len(), KINDS.len());
        let sharing = (0..NAMES).filter(|document| {
            let composition = document * 988_857 % NAMES;
            composition / (fields * kinds) % 2_500 == 7
        });
        let sharing = both(&names, sharing);
        assert_eq!(sharing.len(), 2 * 4 * fields * kinds);
        assert_eq!(close(&sharing), []);
    }

    #[test]
    fn words_of_a_slot_have_one_length_and_are_not_near() {
        let names = Names::new(Spacing::Apart);
        let korean = |pairs: &[(&str, &str)]| pairs.iter().map(|pair| pair.0.to_owned()).collect();
        let english = |pairs: &[(&str, &str)]| pairs.iter().map(|pair| pair.1.to_owned()).collect();
        let slots: [(Vec<String>, usize); 6] = [
            (names.proper.ko.clone(), 10),
            (korean(&FIELDS), 5),
            (korean(&KINDS), 11),
            (names.proper.en.clone(), 10),
            (english(&FIELDS), 7),
            (english(&KINDS), 14),
        ];
        for (words, length) in slots {
            let mut seen = HashSet::new();
            for word in words {
                let keys = keys(&word);
                assert_eq!(keys.len(), length, "{word}");
                let own: HashSet<String> = without_two(&keys).into_iter().collect();
                assert!(own.is_disjoint(&seen), "{word}");
                seen.extend(own);
            }
        }
    }

    #[test]
    fn every_document_has_a_name_of_its_own() {
        for spacing in [Spacing::Apart, Spacing::AsTheyFall] {
            let names = Names::new(spacing);
            let mut seen = HashSet::new();
            for document in 0..20_000 {
                let name = names.of(document);
                assert!(
                    seen.insert(name.ko.clone()) && seen.insert(name.en),
                    "{}",
                    name.ko
                );
            }
        }
    }

    #[test]
    fn names_as_they_fall_are_close_to_one_another() {
        let names = Names::new(Spacing::AsTheyFall);
        assert_ne!(close(&names.proper.ko[..1_000]), []);
    }

    #[test]
    fn names_are_the_same_on_every_run() {
        let names = Names::new(Spacing::Apart);
        for (document, ko, en) in [
            (
                0,
                "처턴쿄팅 섬유 수출바우처",
                "Nemomdavem textile export vouchers",
            ),
            (
                1,
                "지붕버푬 향수 표준인증",
                "Rafantulum perfume standards marks",
            ),
        ] {
            let name = names.of(document);
            assert_eq!((name.ko.as_str(), name.en.as_str()), (ko, en));
        }
    }
}
