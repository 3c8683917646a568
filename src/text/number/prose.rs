//! Reading the figures that an article states, with what keeps them from being certain: 10∼20개사, 30%대, 수십 건.

use std::ops::Range;

use super::Unit;
use super::amount::Amount;
use super::read::{Quantity, counted, end_of_word, is_hedged, quantity};
use super::scan::Chars;
use super::spelled::{multiple, spelled, vague};

/// A number that a text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The number with its scale applied, always finite; of a span of numbers the first. `None` where the text names
    /// none (수십 개사).
    pub value: Option<f64>,
    /// What it counts, where the text says so in words that are known.
    pub unit: Option<Unit>,
    /// Whether the text says that it is not exact.
    pub approximate: bool,
    /// Why it cannot be taken as it stands; `None` for a number that can.
    pub doubt: Option<Doubt>,
    /// Its bytes in the text, unit included; on character boundaries.
    pub range: Range<usize>,
}

/// Why a number cannot be taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Two numbers with everything between them: 10∼20개사.
    Span,
    /// A band that begins with the number: 30%대, 500억 원대.
    Band,
    /// A bound or a threshold: 100건 이상, 500억 달러를 돌파.
    Bound,
    /// No number at all: 수십 개사, 몇 차례.
    Vague,
    /// A triangle before it, which stands for minus or for plus as the house style has it: △3.2%.
    Sign,
    /// What it counts is not said, or in words that are not known: 543억을, 12곳.
    Unit,
}

impl Doubt {
    /// The word for it in a table or a draft.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::Band => "band",
            Self::Bound => "bound",
            Self::Vague => "vague",
            Self::Sign => "sign",
            Self::Unit => "unit",
        }
    }
}

/// The figures that `text` states, in the order they stand there; `text` is composed (NFC).
///
/// Reads what [`super::read_quantities`] reads and numbers in words besides (두 배, 오백억 원, 2분의 1). Left out, because
/// they state no amount: dates, spans of time (3개월), ages, ranks (1위, 제3회, 2차), a number glued to a name
/// (코로나19) and enumeration (1. 2.). Never fails, and takes time in proportion to the text.
///
/// ```
/// use incheon_exports_bot::text::number::{Doubt, Unit, read_figures};
///
/// let found = read_figures("약 30.9%에 달하고 수십 개사가 참여했다");
/// assert_eq!((found[0].value, found[0].unit, found[0].approximate), (Some(30.9), Some(Unit::Percent), true));
/// assert_eq!((found[1].value, found[1].doubt), (None, Some(Doubt::Vague)));
/// ```
pub fn read_figures(text: &str) -> Vec<Stated> {
    let chars = Chars::new(text);
    let mut figures = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some((unit, end)) = vague(&chars, at) {
            figures.push(Stated {
                value: None,
                unit: Some(unit),
                approximate: true,
                doubt: Some(Doubt::Vague),
                range: chars.byte(at)..chars.byte(end),
            });
            at = end;
        } else if let Some((found, end)) = found(&chars, at) {
            let (stated, end) = judged(&chars, at, found, end);
            figures.extend(stated);
            at = end;
        } else if chars.is(at, |c| c.is_ascii_alphanumeric()) {
            at = end_of_word(&chars, at);
        } else {
            at += 1;
        }
    }
    figures
}

/// The number at `at`, in digits or in words.
fn found(chars: &Chars, at: usize) -> Option<(Quantity, usize)> {
    if let Some(Amount { value, end }) = multiple(chars, at) {
        let quantity = Quantity {
            value,
            unit: Some(Unit::Multiple),
            approximate: is_hedged(chars, at, end),
            range: chars.byte(at)..chars.byte(end),
        };
        return Some((quantity, end));
    }
    if let Some(amount) = spelled(chars, at) {
        return counted(chars, at, &amount, None);
    }
    quantity(chars, at)
}

/// What a number that stands from `at` to `end` states, and where reading goes on.
fn judged(chars: &Chars, at: usize, quantity: Quantity, end: usize) -> (Option<Stated>, usize) {
    if let Some((last, span_end)) = span(chars, end) {
        let stated = Stated {
            value: Some(quantity.value),
            unit: last.unit.or(quantity.unit),
            approximate: true,
            doubt: Some(Doubt::Span),
            range: quantity.range.start..last.range.end,
        };
        return (Some(stated), span_end);
    }
    if quantity.unit.is_none() && is_no_amount(chars, at, end) {
        return (None, end);
    }
    let doubt = if is_after_triangle(chars, at, quantity.unit) {
        Some(Doubt::Sign)
    } else if quantity.unit.is_none() {
        Some(Doubt::Unit)
    } else if is_band(chars, end) {
        Some(Doubt::Band)
    } else if is_bound(chars, end) {
        Some(Doubt::Bound)
    } else {
        None
    };
    let stated = Stated {
        value: Some(quantity.value),
        unit: quantity.unit,
        approximate: quantity.approximate,
        doubt,
        range: quantity.range,
    };
    (Some(stated), end)
}

/// The second number of a span whose first ends at `end`: ∼20개사.
fn span(chars: &Chars, end: usize) -> Option<(Quantity, usize)> {
    let dash = chars.skip(end, char::is_whitespace);
    let tilde = chars.is(dash, |c| matches!(c, '~' | '∼' | '〜'));
    let hyphen = dash == end && chars.is(dash, |c| matches!(c, '-' | '–'));
    if !tilde && !hyphen {
        return None;
    }
    quantity(chars, chars.skip(dash + 1, char::is_whitespace))
}

/// Whether a number without a unit is no amount: a rank, a time, an age, a year, part of a name or of an enumeration.
fn is_no_amount(chars: &Chars, at: usize, end: usize) -> bool {
    /// What follows ranks, dates and spans of time.
    const COUNTERS: [&str; 30] = [
        "위", "차", "호", "급", "순위", "등", "세", "살", "개월", "개년", "주", "시", "분", "초",
        "년", "월", "일", "대", "기", "층", "면", "조", "항", "학년", "번째", "번길", "단계",
        "학기", "교시", "쪽",
    ];
    let glued_to_name = chars
        .before(at)
        .is_some_and(|c| c.is_alphabetic() || c == ':');
    let next = chars.get(end);
    let clock_or_list = next == Some(':') || (next == Some('.') && end - at <= 2);
    let digits = (at..end).all(|at| chars.is(at, |c| c.is_ascii_digit()));
    let year = digits && end - at == 4 && chars.is(at, |c| matches!(c, '1' | '2'));
    let counter = digits
        && COUNTERS
            .iter()
            .any(|word| chars.matches(word, end).is_some());
    glued_to_name || clock_or_list || year || counter
}

/// Whether a triangle stands before `at` that may be a sign. ▲ also opens the entries of a list, where no percentage follows.
fn is_after_triangle(chars: &Chars, at: usize, unit: Option<Unit>) -> bool {
    match chars.before(at) {
        Some('△' | '▽' | '▼' | '∆') => true,
        Some('▲') => matches!(unit, Some(Unit::Percent | Unit::PercentagePoints)),
        _ => false,
    }
}

/// Whether 대 follows: the number is where a band begins.
fn is_band(chars: &Chars, end: usize) -> bool {
    chars.get(end) == Some('대') && chars.get(end + 1) != Some('비')
}

/// Whether a word of more or less follows, particles passed over.
fn is_bound(chars: &Chars, end: usize) -> bool {
    const BOUNDS: [&str; 14] = [
        "이상",
        "이하",
        "미만",
        "초과",
        "넘는",
        "넘게",
        "넘어",
        "넘었",
        "넘긴",
        "웃도",
        "밑도",
        "육박",
        "가까이",
        "돌파",
    ];
    let mut start = chars.skip(end, char::is_whitespace);
    if chars.is(start, |c| matches!(c, '을' | '를' | '에')) {
        start = chars.skip(start + 1, char::is_whitespace);
    }
    BOUNDS
        .iter()
        .any(|bound| chars.matches(bound, start).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms as articles write them, one a line: the text, then each figure as `value unit`, `about` and a doubt.
    const FORMS: &str = include_str!("forms.txt");

    fn shown(stated: &Stated) -> String {
        let mut parts = Vec::new();
        parts.push(
            stated
                .value
                .map_or("-".to_owned(), |value| value.to_string()),
        );
        parts.extend(stated.unit.map(|unit| format!("{unit:?}")));
        parts.extend(stated.approximate.then(|| "about".to_owned()));
        parts.extend(stated.doubt.map(|doubt| format!("?{}", doubt.word())));
        parts.join(" ")
    }

    #[test]
    fn figures_are_read_in_every_form_that_articles_write() {
        let rows: Vec<(&str, &str)> = FORMS
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split_once(" | ").expect("a form and what it states"))
            .collect();
        assert!(rows.len() >= 150, "{} forms", rows.len());
        let mut wrong = Vec::new();
        for (text, expected) in rows {
            let figures: Vec<String> = read_figures(text).iter().map(shown).collect();
            let figures = if figures.is_empty() {
                "nothing".to_owned()
            } else {
                figures.join(", ")
            };
            if figures != expected.trim() {
                wrong.push(format!("{text} | {figures}   instead of {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn nothing_that_an_article_holds_breaks_the_reader() {
        let digits = "9".repeat(400);
        let pieces = [
            "", "0", "2", "분의", "억", "천", "수", "몇", "두", "오", "배", "번", "~", "-", "△",
            "▲", ".", ":", ",", "여", "대", "이상", "약 ", " ", "　", "개사", "원", "%", "%p",
            "\0", "💰", "\u{1100}", &digits,
        ];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    let text = format!("{a}{b}{c}");
                    for stated in read_figures(&text) {
                        assert!(stated.value.is_none_or(f64::is_finite), "{text:?}");
                        let found = text.get(stated.range);
                        assert!(found.is_some_and(|found| !found.is_empty()), "{text:?}");
                    }
                }
            }
        }
    }
}
