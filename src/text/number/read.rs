//! Reading the amounts in what people write: 543억, 3천286개사, $54.3bn, 37.8 percent.

use std::ops::Range;

use super::Unit;
use super::amount::{Amount, amount, big_scale};
use super::scan::Chars;
use super::unit_words::{prefix, suffix};

/// A number found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its scale applied: 543억 is 5.43 × 10¹⁰. Always finite.
    pub value: f64,
    /// What it counts, where the text says so.
    pub unit: Option<Unit>,
    /// Whether the text says that it is not exact: 약 30.9%, 10여 회, 500명 안팎, "about 30.9%".
    pub approximate: bool,
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
pub(super) fn quantity(chars: &Chars, at: usize) -> Option<(Quantity, usize)> {
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
    let mut amount = amount(chars, start)?;
    if negative {
        amount.value = -amount.value;
    }
    counted(chars, at, &amount, before)
}

/// An amount that was read from `at` on, with what it counts and where that ends; `before` is the unit in front of it.
///
/// `None` where it is within a word or too large for an `f64`.
pub(super) fn counted(
    chars: &Chars,
    at: usize,
    amount: &Amount,
    before: Option<Unit>,
) -> Option<(Quantity, usize)> {
    let (scale, number_end, some_more) = past_some_more(chars, amount.end);
    let value = amount.value * scale;
    let after = suffix(chars, number_end).filter(|(unit, _)| before.is_none_or(|b| b == *unit));
    let end = after.map_or(number_end, |(_, end)| end);
    let unit = before.or(after.map(|(unit, _)| unit));
    let within_word = chars.is(end, |c| c.is_ascii_alphanumeric());
    if within_word || !value.is_finite() {
        return None;
    }
    let approximate = some_more || is_hedged(chars, at, end);
    let quantity = Quantity {
        value,
        unit,
        approximate,
        range: chars.byte(at)..chars.byte(end),
    };
    Some((quantity, end))
}

/// Past the 여 that makes a number ten-odd rather than ten (10여 회, 3만 여 명, 50여억 원): the scale behind it, its end, and
/// whether it stands there.
fn past_some_more(chars: &Chars, end: usize) -> (f64, usize, bool) {
    let at = chars.skip(end, char::is_whitespace);
    let scale = chars.get(at + 1).and_then(big_scale);
    let (scale, after) = match scale {
        Some(scale) => (10_f64.powi(scale), at + 2),
        None => (1.0, at + 1),
    };
    if chars.get(at) == Some('여') && suffix(chars, after).is_some() {
        (scale, after, true)
    } else {
        (1.0, end, false)
    }
}

/// Whether the words around a number that stands from `at` to `end` say that it is not exact.
pub(super) fn is_hedged(chars: &Chars, at: usize, end: usize) -> bool {
    is_hedged_before(chars, at) || is_hedged_after(chars, end)
}

/// Whether the words before `at` say that the number there is not exact.
fn is_hedged_before(chars: &Chars, at: usize) -> bool {
    const HEDGES: [&str; 7] = [
        "약",
        "대략",
        "어림잡아",
        "about",
        "around",
        "roughly",
        "approximately",
    ];
    let mut end = at;
    while chars.before(end).is_some_and(char::is_whitespace) {
        end -= 1;
    }
    HEDGES.iter().any(|hedge| {
        let start = end.checked_sub(hedge.chars().count());
        start.is_some_and(|start| {
            let alone = chars.before(start).is_none_or(|c| !c.is_alphanumeric());
            alone && chars.matches(hedge, start) == Some(end)
        })
    })
}

/// Whether the words after `at` say that the number before is not exact.
fn is_hedged_after(chars: &Chars, at: usize) -> bool {
    const HEDGES: [&str; 6] = ["가량", "정도", "안팎", "내외", "남짓", "쯤"];
    let start = chars.skip(at, char::is_whitespace);
    HEDGES
        .iter()
        .any(|hedge| chars.matches(hedge, start).is_some())
}

/// The end of the run of Latin letters and digits at `at`, decimals and thousands included: it names no amount.
pub(super) fn end_of_word(chars: &Chars, at: usize) -> usize {
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
