//! Whatever is typed is answered, in bounded time: seeded random texts made of what breaks parsers.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{HITS_MAX, Index, Query, judge};
use crate::knowledge::load;
use crate::text::fold::fold;
use crate::text::keyboard::{to_hangul, to_latin};

/// Pieces of text that are whole words, halves of syllables, marks without a letter, and worse.
const PIECES: &[&str] = &[
    "수출",
    "바우처",
    "voucher",
    "tncnf",
    "ㅅㅊ",
    "ㅏ",
    "ㄳ",
    "\u{1112}",
    "\u{1161}",
    "\u{11ab}",
    "\u{301}",
    "\u{0}",
    "\u{202e}",
    "\u{200d}",
    "👩‍👩‍👧",
    "🇰🇷",
    "\u{feff}",
    "2022",
    "2022년",
    "작년",
    "63억",
    "$54.3bn",
    "28.3%",
    "-",
    ".",
    ",",
    "'",
    "(",
    "）",
    "「",
    "\"",
    "`",
    "||",
    "<@",
    "\u{1f1f0}",
    "\u{fe0f}",
    "ＦＴＡ",
    "ﾡ",
    "İ",
    "ß",
    "Ω",
    "中国",
    "e\u{301}",
    "%",
    "@everyone",
    "\n",
    "　",
    "힣",
    "가",
    "\u{10ffff}",
    "1e999",
    "99999999999999999999",
    "ㅋㅋㅋ",
    "is",
    "the",
    "of",
];

/// A generator of numbers that are the same on every run (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn text(&mut self, pieces: usize) -> String {
        (0..pieces)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }
}

/// So many random texts, each piece ten thousand times, all pieces mixed, and nothing.
pub(crate) fn texts(random: usize) -> Vec<String> {
    let mut numbers = Numbers(2023);
    let mut texts: Vec<String> = (0..random).map(|i| numbers.text(1 + i % 24)).collect();
    texts.extend(PIECES.iter().map(|piece| piece.repeat(10_000)));
    texts.push(numbers.text(10_000));
    texts.push(String::new());
    texts
}

#[test]
fn any_text_is_searched_without_a_panic() {
    let base =
        load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).expect("the data is sound");
    let index = Index::build(&base);
    for text in texts(600) {
        let begun = Instant::now();
        let hits = index.search(&Query::parse(&text), None);
        judge(&hits);
        assert!(hits.len() <= HITS_MAX && index.suggest(&text, None).len() <= HITS_MAX);
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "{text:?}");
        let start: String = text.chars().take(40).collect();
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "{start:?} took {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn every_syllable_is_typed_by_its_own_keys() {
    for syllable in ('가'..='힣').map(String::from) {
        assert_eq!(to_hangul(&to_latin(&syllable)), syllable);
    }
}

#[test]
fn folding_twice_is_folding_once_and_keys_go_there_and_back() {
    let mut numbers = Numbers(54);
    for i in 0..4_000 {
        let text = numbers.text(1 + i % 12);
        let once = fold(&text);
        assert_eq!(fold(&once), once, "{text:?}");
        let keys: String = to_latin(&text)
            .chars()
            .filter(char::is_ascii_lowercase)
            .collect();
        assert_eq!(to_latin(&to_hangul(&keys)), keys);
    }
}
