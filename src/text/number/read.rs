//! Reading the amounts in what people write: 543억, 3천286개사, $54.3bn, 37.8 percent.

use std::ops::Range;

use super::Unit;
use super::scan::Chars;
use super::unit_words::{prefix, suffix};

/// A number found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its scale applied: 543억 is 5.43 × 10¹⁰. Always finite.
    pub value: f64,
    /// What it counts, where the text says so.
    pub unit: Option<Unit>,
    /// Its bytes in the text, sign, unit and currency sign included; on character boundaries.
    pub range: Range<usize>,
}

/// The numbers in `text`, in the order they stand there; `text` is composed (NFC).
///
/// Left out, because they are no amounts: dates (2022년, 12월, 1일, 2023-02-01), ranks (제3회), numbers within a word
/// (B2B, 5G, q0006) and numbers too large for an `f64`. A bare `2022` is a number without a unit; whether it is a year
/// is for the caller to say. Never fails, and takes time in proportion to the text.
///
/// ```
/// use incheon_exports_bot::text::number::{Unit, read_quantities};
///
/// let [found] = &read_quantities("수출이 543억 달러였나요?")[..] else { panic!("one amount") };
/// assert_eq!((found.value, found.unit), (54.3e9, Some(Unit::Usd)));
/// ```
pub fn read_quantities(text: &str) -> Vec<Quantity> {
    let chars = Chars::new(text);
    let mut quantities = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some((quantity, end)) = quantity(&chars, at) {
            quantities.push(quantity);
            at = end;
        } else if chars.is(at, |c| c.is_ascii_alphanumeric()) {
            at = end_of_word(&chars, at);
        } else {
            at += 1;
        }
    }
    quantities
}

/// The quantity that begins at `at`, and where it ends.
fn quantity(chars: &Chars, at: usize) -> Option<(Quantity, usize)> {
    let negative = chars.get(at) == Some('-')
        && chars
            .before(at)
            .is_none_or(|c| c.is_whitespace() || c == '(');
    let start = if negative { at + 1 } else { at };
    let (before, start) = match prefix(chars, start) {
        Some((unit, number)) => (Some(unit), number),
        None => (None, start),
    };
    if before.is_none() && (is_date(chars, start) || chars.before(start) == Some('제')) {
        return None;
    }
    let amount = amount(chars, start)?;
    let after = suffix(chars, amount.end).filter(|(unit, _)| before.is_none_or(|b| b == *unit));
    let end = after.map_or(amount.end, |(_, end)| end);
    let unit = before.or(after.map(|(unit, _)| unit));
    let within_word = chars.is(end, |c| c.is_ascii_alphanumeric());
    if within_word || !amount.value.is_finite() {
        return None;
    }
    let quantity = Quantity {
        value: if negative {
            -amount.value
        } else {
            amount.value
        },
        unit,
        range: chars.byte(at)..chars.byte(end),
    };
    Some((quantity, end))
}

/// The end of the run of Latin letters and digits at `at`, decimals and thousands included: it names no amount.
fn end_of_word(chars: &Chars, at: usize) -> usize {
    let mut end = chars.skip(at, |c| c.is_ascii_alphanumeric());
    while chars.is(end, |c| matches!(c, '.' | ',' | '-' | '/'))
        && chars.before(end).is_some_and(|c| c.is_ascii_digit())
        && chars.is(end + 1, |c| c.is_ascii_digit())
    {
        end = chars.skip(end + 1, |c| c.is_ascii_alphanumeric());
    }
    end
}

/// Whether a date stands at `at`: 2022년, 12월, 1일, 2023-02-01, 2023.2.1.
fn is_date(chars: &Chars, at: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let end = chars.skip(at, digit);
    let part = |sep: usize| {
        let end = chars.skip(sep + 1, digit);
        let is_part =
            chars.is(sep, |c| matches!(c, '-' | '.' | '/')) && (1..=2).contains(&(end - sep - 1));
        is_part.then_some(end)
    };
    match end - at {
        0 => false,
        4 if part(end).and_then(part).is_some() => true,
        digits => {
            let year = chars.skip(end, char::is_whitespace);
            chars.get(year) == Some('년')
                || (digits <= 2 && chars.is(end, |c| matches!(c, '월' | '일')))
        }
    }
}

/// A number with its scale.
struct Amount {
    value: f64,
    end: usize,
}

/// The number at `at` with its Korean or English scale; `None` where no digit stands there.
fn amount(chars: &Chars, at: usize) -> Option<Amount> {
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
            // "63억 3286개사" are two numbers, "1만 2,345 달러" is one.
            None => {
                start == amount.end
                    || suffix(chars, next.end)
                        .is_some_and(|(unit, _)| matches!(unit, Unit::Usd | Unit::Krw))
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
fn small_scale(c: char) -> Option<i32> {
    match c {
        '십' => Some(1),
        '백' => Some(2),
        '천' => Some(3),
        _ => None,
    }
}

/// Power of ten of 만, 억 and 조.
fn big_scale(c: char) -> Option<i32> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, as `value unit text` each.
    fn read(text: &str) -> Vec<(f64, Option<Unit>, &str)> {
        read_quantities(text)
            .into_iter()
            .map(|quantity| (quantity.value, quantity.unit, &text[quantity.range]))
            .collect()
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let usd = Some(Unit::Usd);
        let krw = Some(Unit::Krw);
        let percent = Some(Unit::Percent);
        let companies = Some(Unit::Companies);
        for (text, value, unit) in [
            ("543억", 54.3e9, None),
            ("543억 달러", 54.3e9, usd),
            ("543억달러", 54.3e9, usd),
            ("543억불", 54.3e9, usd),
            ("543 억 달러", 54.3e9, usd),
            ("543억 미국 달러", 54.3e9, usd),
            ("5백43억달러", 54.3e9, usd),
            ("5백4십3억 달러", 54.3e9, usd),
            ("５４３억 달러", 54.3e9, usd),
            ("543.5억 달러", 54.35e9, usd),
            ("$543억", 54.3e9, usd),
            ("54.3 billion", 54.3e9, None),
            ("54.3 billion dollars", 54.3e9, usd),
            ("54.3-billion-dollar", 54.3e9, usd),
            ("$54.3bn", 54.3e9, usd),
            ("$54.3 billion", 54.3e9, usd),
            ("US$ 54.3B", 54.3e9, usd),
            ("US $54.3 Billion", 54.3e9, usd),
            ("USD54.3bn", 54.3e9, usd),
            ("54.3B USD", 54.3e9, usd),
            ("＄54.3Ｂ", 54.3e9, usd),
            ("54300 million US dollars", 54.3e9, usd),
            ("$950k", 950e3, usd),
            ("63억", 6.3e9, None),
            ("63억원", 6.3e9, krw),
            ("65억 원", 6.5e9, krw),
            ("6.5 billion won", 6.5e9, krw),
            ("KRW 6.5bn", 6.5e9, krw),
            ("￦6.5bn", 6.5e9, krw),
            ("₩6,500,000,000", 6.5e9, krw),
            ("1조 2천억원", 1.2e12, krw),
            ("1조2000억 원", 1.2e12, krw),
            ("1조 천억 원", 1.1e12, krw),
            ("1조 2,000억 3,400만 5,678 원", 1_200_034_005_678.0, krw),
            ("3만2천 원", 32_000.0, krw),
            ("37.8%", 37.8, percent),
            ("37.8％", 37.8, percent),
            ("37.8 퍼센트", 37.8, percent),
            ("37.8프로", 37.8, percent),
            ("37.8 percent", 37.8, percent),
            ("-3.5%", -3.5, percent),
            ("3286개사", 3286.0, companies),
            ("3,286개사", 3286.0, companies),
            ("3천286개 사", 3286.0, companies),
            ("3286개 기업", 3286.0, companies),
            ("3,286개 업체", 3286.0, companies),
            ("3286 companies", 3286.0, companies),
            ("3,286 firms", 3286.0, companies),
            ("1 company", 1.0, companies),
            ("38개 사업", 38.0, Some(Unit::Projects)),
            ("38개사업", 38.0, Some(Unit::Projects)),
            ("38 programs", 38.0, Some(Unit::Projects)),
            ("3개 분야", 3.0, Some(Unit::Fields)),
            ("9회", 9.0, Some(Unit::Times)),
            ("9 times", 9.0, Some(Unit::Times)),
            ("10번", 10.0, Some(Unit::Times)),
            ("17개 시도", 17.0, Some(Unit::Regions)),
            ("17개 시ㆍ도", 17.0, Some(Unit::Regions)),
            ("2022", 2022.0, None),
        ] {
            assert_eq!(read(text), [(value, unit, text)], "{text:?}");
        }
    }

    #[test]
    fn amounts_are_found_within_sentences() {
        let none: &[(f64, Option<Unit>, &str)] = &[];
        for (text, expected) in [
            (
                "지난해 63억원으로 3286개사를 지원했나요?",
                &[
                    (6.3e9, Some(Unit::Krw), "63억원"),
                    (3286.0, Some(Unit::Companies), "3286개사"),
                ][..],
            ),
            (
                "63억 3286개사",
                &[
                    (6.3e9, None, "63억"),
                    (3286.0, Some(Unit::Companies), "3286개사"),
                ],
            ),
            ("수출543억달러를", &[(54.3e9, Some(Unit::Usd), "543억달러")]),
            ("2022년 수출 543억", &[(54.3e9, None, "543억")]),
            ("what is $54.3bn?", &[(54.3e9, Some(Unit::Usd), "$54.3bn")]),
            (
                "3개 분야 38개 사업",
                &[
                    (3.0, Some(Unit::Fields), "3개 분야"),
                    (38.0, Some(Unit::Projects), "38개 사업"),
                ],
            ),
            ("38개 사무소", &[(38.0, None, "38")]),
            ("2022 원산지", &[(2022.0, None, "2022")]),
            ("38 프로그램", &[(38.0, None, "38")]),
            ("3, 4", &[(3.0, None, "3"), (4.0, None, "4")]),
            (
                "2021,2022",
                &[(2021.0, None, "2021"), (2022.0, None, "2022")],
            ),
            ("인천 억", none),
            ("2022년, 2022 년도 12월 1일", none),
            ("2023-02-01 2023.2.1 2023/02/01", none),
            ("제3회, 9번째", &[(9.0, None, "9")]),
            ("B2B 5G q0006 2nd v1.2.3", none),
            ("COVID-19", &[(19.0, None, "19")]),
            ("", none),
            ("천만에요", none),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_somebody_types_breaks_the_reader() {
        let digits = "9".repeat(400);
        let pieces = [
            "", "1", "억", "조", "천", "만", ".", ",", "-", "$", "us$", "\0", "ㅇ", "ㅓ",
            "\u{1100}", "💰", "\u{301}", " ", "　", "개 사", "원", "%", "billion", "b", "년", "제",
            "\u{200B}", &digits,
        ];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let text = format!("{a}{b}{c}");
                    for quantity in read_quantities(&text) {
                        assert!(quantity.value.is_finite(), "{text:?}");
                        assert!(
                            text.get(quantity.range)
                                .is_some_and(|found| !found.is_empty())
                        );
                    }
                }
            }
        }
    }
}
