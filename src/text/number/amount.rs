//! The number alone: digits with their Korean or English scale, before anything is said of what they count.

use super::Unit;
use super::scan::Chars;
use super::unit_words::suffix;

/// A number with its scale.
pub(super) struct Amount {
    /// The number; may be too large to be finite.
    pub value: f64,
    /// Where it ends.
    pub end: usize,
}

/// The number at `at` with its Korean or English scale; `None` where no digit stands there.
pub(super) fn amount(chars: &Chars, at: usize) -> Option<Amount> {
    if !chars.is(at, |c| c.is_ascii_digit()) {
        return None;
    }
    let first = group(chars, at)?;
    if let (None, Some(digits)) = (first.scale, &first.digits)
        && let Some((exponent, end)) = english_scale(chars, first.end)
    {
        let value = scaled(digits, exponent);
        return Some(Amount { value, end });
    }
    let mut amount = Amount {
        value: first.value,
        end: first.end,
    };
    let mut scale = first.scale;
    while let Some(below) = scale {
        let start = chars.skip(amount.end, char::is_whitespace);
        let Some(next) = group(chars, start) else {
            break;
        };
        let smaller = next.value < 10_f64.powi(below);
        let joined = match next.scale {
            Some(next) => next < below,
            // "63억 3286개사" are two numbers, "1만 2,345 달러" and "1,234만 5,678명" are one each.
            None => {
                start == amount.end
                    || suffix(chars, next.end).is_some_and(|(unit, _)| {
                        below == 4 || matches!(unit, Unit::Usd | Unit::Krw)
                    })
            }
        };
        if !(smaller && joined) {
            break;
        }
        amount.value += next.value;
        amount.end = next.end;
        scale = next.scale;
    }
    Some(amount)
}

/// Digits up to one 만, 억 or 조: `543억`, `5백43억`, `2천`, `3,286`.
struct Group {
    value: f64,
    /// Power of ten of 만, 억 or 조.
    scale: Option<i32>,
    /// Its digits, where it has neither 십, 백 nor 천.
    digits: Option<String>,
    end: usize,
}

fn group(chars: &Chars, at: usize) -> Option<Group> {
    let mut terms: Vec<(String, i32)> = Vec::new();
    let mut end = at;
    let mut below = i32::MAX;
    // 천억: a thousand without its digit, as in "1조 천억"; 인천 shows why it must be followed by a scale.
    if let (Some(small), true) = (
        chars.get(at).and_then(small_scale),
        chars.get(at + 1).and_then(big_scale).is_some(),
    ) {
        terms.push(("1".to_owned(), small));
        end = at + 1;
        below = 0;
    }
    while below > 0 {
        let Some((digits, after)) = number(chars, end) else {
            break;
        };
        let small = chars.get(after).and_then(small_scale).unwrap_or(0);
        if small >= below {
            break;
        }
        terms.push((digits, small));
        below = small;
        end = if small > 0 { after + 1 } else { after };
    }
    if terms.is_empty() {
        return None;
    }
    let scale = chars.get(end).and_then(big_scale);
    let spaced = chars.skip(end, char::is_whitespace);
    let (scale, end) = match scale {
        Some(scale) => (Some(scale), end + 1),
        None if chars.get(spaced) == Some('억') => (Some(8), spaced + 1),
        None => (None, end),
    };
    let value = terms
        .iter()
        .map(|(digits, small)| scaled(digits, small + scale.unwrap_or(0)))
        .sum();
    Some(Group {
        value,
        scale,
        digits: match terms.as_mut_slice() {
            [(digits, 0)] => Some(std::mem::take(digits)),
            _ => None,
        },
        end,
    })
}

/// The digits at `at`, without their thousands commas, and where they end.
fn number(chars: &Chars, at: usize) -> Option<(String, usize)> {
    let digit = |c: char| c.is_ascii_digit();
    let mut end = chars.skip(at, digit);
    if end == at {
        return None;
    }
    if end - at <= 3 {
        while chars.get(end) == Some(',') && chars.skip(end + 1, digit) == end + 4 {
            end += 4;
        }
    }
    if chars.get(end) == Some('.') && chars.is(end + 1, digit) {
        end = chars.skip(end + 1, digit);
    }
    let digits = (at..end).filter_map(|at| chars.get(at));
    Some((digits.filter(|&c| c != ',').collect(), end))
}

/// `digits × 10^exponent`, rounded once: 54.3 and 9 give 54.3 billion to the dollar.
fn scaled(digits: &str, exponent: i32) -> f64 {
    format!("{digits}e{exponent}")
        .parse()
        .unwrap_or(f64::INFINITY)
}

/// Power of ten of 십, 백 and 천.
pub(super) fn small_scale(c: char) -> Option<i32> {
    match c {
        '십' => Some(1),
        '백' => Some(2),
        '천' => Some(3),
        _ => None,
    }
}

/// Power of ten of 만, 억 and 조.
pub(super) fn big_scale(c: char) -> Option<i32> {
    match c {
        '만' => Some(4),
        '억' => Some(8),
        '조' => Some(12),
        _ => None,
    }
}

/// Power of ten of an English scale after a number that ends at `at`, and where its word ends.
fn english_scale(chars: &Chars, at: usize) -> Option<(i32, usize)> {
    const WORDS: [(&str, i32); 10] = [
        ("thousand", 3),
        ("million", 6),
        ("mn", 6),
        ("mio", 6),
        ("billion", 9),
        ("bn", 9),
        ("bil", 9),
        ("trillion", 12),
        ("trn", 12),
        ("tn", 12),
    ];
    const LETTERS: [(&str, i32); 4] = [("k", 3), ("m", 6), ("b", 9), ("t", 12)];
    let find = |words: &[(&str, i32)], start: usize| {
        words
            .iter()
            .find_map(|(word, exponent)| Some((*exponent, chars.matches_word(word, start)?)))
    };
    let start = chars.skip(at, |c| c.is_whitespace() || c == '-');
    // A letter alone is a scale only at its number: "2 B" is more likely a name.
    find(&WORDS, start).or_else(|| find(&LETTERS, at))
}
