//! Numbers in Korean words: 두 배, 오백억 원, 2분의 1, 절반, and the vague ones, 수십 개사.
//!
//! Read in prose alone: what people type to a bot is full of 한번 and 두 번.

use super::Unit;
use super::amount::{Amount, amount, big_scale, small_scale};
use super::scan::Chars;
use super::unit_words::suffix;

/// Native numbers as they stand before a counter, longer ones first.
const NATIVE: [(&str, f64); 22] = [
    ("열하나", 11.0),
    ("열한", 11.0),
    ("열두", 12.0),
    ("열세", 13.0),
    ("열네", 14.0),
    ("열다섯", 15.0),
    ("열여섯", 16.0),
    ("열일곱", 17.0),
    ("열여덟", 18.0),
    ("열아홉", 19.0),
    ("스무", 20.0),
    ("한", 1.0),
    ("두", 2.0),
    ("세", 3.0),
    ("네", 4.0),
    ("다섯", 5.0),
    ("여섯", 6.0),
    ("일곱", 7.0),
    ("여덟", 8.0),
    ("아홉", 9.0),
    ("열", 10.0),
    ("서른", 30.0),
];

/// A number in words at `at`, before a word that says what it counts; `None` where none stands there.
///
/// 한 번 is left out: it says "once more" more often than it counts.
pub(super) fn spelled(chars: &Chars, at: usize) -> Option<Amount> {
    if chars.before(at).is_some_and(char::is_alphanumeric) || goes_on(chars, at) {
        return None;
    }
    native(chars, at).or_else(|| sino(chars, at))
}

/// Whether the word before `at` ends in a scale: what follows 1조 is the rest of it, not a number of its own.
fn goes_on(chars: &Chars, at: usize) -> bool {
    let spaced = at.checked_sub(1).and_then(|space| chars.before(space));
    spaced.and_then(big_scale).is_some()
}

fn native(chars: &Chars, at: usize) -> Option<Amount> {
    let (word, value) = NATIVE
        .into_iter()
        .find(|(word, _)| chars.matches(word, at).is_some())?;
    let end = at + word.chars().count();
    let counted = suffix(chars, end).is_some();
    let once = word == "한" && chars.get(chars.skip(end, char::is_whitespace)) == Some('번');
    (counted && !once).then_some(Amount { value, end })
}

/// 오백억, 삼천, 천만: digits and scales in syllables, at least one scale, and a counter behind.
fn sino(chars: &Chars, at: usize) -> Option<Amount> {
    const DIGITS: &str = "일이삼사오육칠팔구";
    let digit = |c: char| {
        DIGITS
            .chars()
            .position(|d| d == c)
            .map(|at| at as f64 + 1.0)
    };
    let (mut total, mut group, mut pending) = (0.0, 0.0, None);
    let (mut small_below, mut big_below) = (i32::MAX, i32::MAX);
    let mut end = at;
    let mut scales = 0;
    while let Some(c) = chars.get(end) {
        if let (Some(value), None) = (digit(c), pending) {
            pending = Some(value);
        } else if let Some(scale) = small_scale(c).filter(|&scale| scale < small_below) {
            group += pending.take().unwrap_or(1.0) * 10_f64.powi(scale);
            small_below = scale;
            scales += 1;
        } else if let Some(scale) = big_scale(c).filter(|&scale| scale < big_below) {
            group += pending.take().unwrap_or(0.0);
            // 억 and 조 need their number; 만 alone is ten thousand.
            if group == 0.0 && scale > 4 {
                return None;
            }
            total += if group == 0.0 { 1.0 } else { group } * 10_f64.powi(scale);
            (group, small_below, big_below) = (0.0, i32::MAX, scale);
            scales += 1;
            let next = chars.skip(end + 1, char::is_whitespace);
            if chars.is(next, |c| digit(c).is_some()) {
                end = next;
                continue;
            }
        } else {
            break;
        }
        end += 1;
    }
    let value = total + group + pending.unwrap_or(0.0);
    let some_more = if chars.get(end) == Some('여') {
        end + 1
    } else {
        end
    };
    let counted = suffix(chars, end).or_else(|| suffix(chars, some_more));
    (scales > 0 && counted.is_some()).then_some(Amount { value, end })
}

/// A part or a multiple in words at `at` (2분의 1, 절반, 갑절): how many times as much, and where it ends.
pub(super) fn multiple(chars: &Chars, at: usize) -> Option<Amount> {
    let starts = chars.before(at).is_none_or(|c| !c.is_alphanumeric());
    for (word, value) in [("절반", 0.5), ("갑절", 2.0)] {
        if let (true, Some(end)) = (starts, chars.matches(word, at)) {
            return Some(Amount { value, end });
        }
    }
    let below = amount(chars, at)?;
    let above = chars.matches("분의 ", below.end)?;
    let above = amount(chars, above)?;
    let value = above.value / below.value;
    (starts && value.is_finite()).then_some(Amount {
        value,
        end: above.end,
    })
}

/// What a vague number at `at` counts, and where it ends: 수십 개사, 수백억 원, 몇 개 기업, 여러 차례.
pub(super) fn vague(chars: &Chars, at: usize) -> Option<(Unit, usize)> {
    if chars.before(at).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (start, needs_scale) = [("수", true), ("몇", false), ("여러", false)]
        .into_iter()
        .find_map(|(word, needs_scale)| Some((chars.matches(word, at)?, needs_scale)))?;
    let is_scale = |c| small_scale(c).or(big_scale(c)).is_some();
    let end = chars.skip(start, is_scale);
    if needs_scale && end == start {
        return None;
    }
    let end = if chars.get(end) == Some('여') {
        end + 1
    } else {
        end
    };
    suffix(chars, end)
}
