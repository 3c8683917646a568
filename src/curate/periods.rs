//! Times in an article, resolved from the day it was published: 지난해, 올 상반기, 3분기, 지난달, 2021년도.

use std::fmt;
use std::ops::Range;

use crate::knowledge::Date;
use crate::text::number::{Unit, read_figures};

/// A time that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// Year of the Gregorian calendar.
    pub year: u16,
    /// The part of the year, where one is named.
    pub part: Option<Part>,
    /// Whether it is what something is compared with (전년 대비, 2021년보다) rather than what is spoken of.
    pub compared: bool,
    /// Whether the text itself names the year. A bare 3분기 is the last one that had begun, which may be another.
    pub named: bool,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A month, 1–12.
    Month(u8),
    /// A half, 1 or 2.
    Half(u8),
    /// A quarter, 1–4.
    Quarter(u8),
}

impl Part {
    /// The month it begins with.
    const fn first_month(self) -> u8 {
        match self {
            Self::Month(month) => month,
            Self::Half(half) => half * 6 - 5,
            Self::Quarter(quarter) => quarter * 3 - 2,
        }
    }
}

impl fmt::Display for Period {
    /// `2022`, `2022-12`, `2022 H1`, `2022 Q3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        match self.part {
            None => Ok(()),
            Some(Part::Month(month)) => write!(f, "-{month:02}"),
            Some(Part::Half(half)) => write!(f, " H{half}"),
            Some(Part::Quarter(quarter)) => write!(f, " Q{quarter}"),
        }
    }
}

/// Words for a year, with their distance from the one the article was published in; longer ones first.
const YEARS: [(&str, i16); 14] = [
    ("지지난해", -2),
    ("재작년", -2),
    ("전전년도", -2),
    ("지난해", -1),
    ("지난 해", -1),
    ("작년도", -1),
    ("작년", -1),
    ("전년도", -1),
    ("전년", -1),
    ("올해", 0),
    ("금년도", 0),
    ("금년", 0),
    ("내후년", 2),
    ("내년", 1),
];

/// Words for a month, with their distance from the one the article was published in.
const MONTHS: [(&str, i16); 7] = [
    ("지난달", -1),
    ("지난 달", -1),
    ("전월", -1),
    ("이달", 0),
    ("이번 달", 0),
    ("다음 달", 1),
    ("내달", 1),
];

/// The times that `text` names, in order. Without the day of publication only those that name their year.
pub(super) fn periods(text: &str, published: Option<Date>) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let starts = text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let found = starts.then(|| period(&text[at..], published)).flatten();
        match found {
            Some(Found {
                mut year,
                part,
                mut named,
                length,
            }) => {
                // 전년 is the year before the one spoken of, whichever that is.
                if text[at..].starts_with("전년") {
                    let spoken_of = periods.iter().rfind(|period| !period.compared);
                    named = spoken_of.is_some();
                    year = spoken_of.map_or(year, |period| period.year.saturating_sub(1));
                }
                periods.push(Period {
                    year,
                    part,
                    named,
                    compared: is_compared(&text[at..at + length], &text[at + length..]),
                    range: at..at + length,
                });
                at += length;
            }
            None => at += c.len_utf8(),
        }
    }
    periods
}

struct Found {
    year: u16,
    part: Option<Part>,
    named: bool,
    length: usize,
}

/// The time that `text` begins with.
fn period(text: &str, published: Option<Date>) -> Option<Found> {
    if let Some((year, length)) = year(text, published) {
        let rest = &text[length..];
        let gap = rest.len() - rest.trim_start().len();
        let part = part(rest.trim_start());
        let (part, length) = match part {
            Some((part, part_length)) => (Some(part), length + gap + part_length),
            None => (None, length),
        };
        return Some(Found {
            year,
            part,
            named: true,
            length,
        });
    }
    let published = published?;
    let this_month = published.month?;
    if let Some((word, distance)) = MONTHS.iter().find(|(word, _)| text.starts_with(word)) {
        let months =
            i32::from(published.year) * 12 + i32::from(this_month) - 1 + i32::from(*distance);
        let part = Part::Month(u8::try_from(months % 12 + 1).ok()?);
        let year = u16::try_from(months / 12).ok()?;
        return Some(Found {
            year,
            part: Some(part),
            named: true,
            length: word.len(),
        });
    }
    let last = text.strip_prefix("지난 ");
    let (part, length) = part(last.unwrap_or(text))?;
    let begun =
        part.first_month() < this_month || (last.is_none() && part.first_month() == this_month);
    Some(Found {
        year: if begun {
            published.year
        } else {
            published.year.checked_sub(1)?
        },
        part: Some(part),
        named: last.is_some(),
        length: length + text.len() - last.unwrap_or(text).len(),
    })
}

/// The year that `text` begins with, and the bytes it takes.
fn year(text: &str, published: Option<Date>) -> Option<(u16, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 {
        let after = &text[4..];
        let unit = ["년도", "년"]
            .into_iter()
            .find(|unit| after.starts_with(unit))?;
        let year = text[..4]
            .parse()
            .ok()
            .filter(|year| (1900..2100).contains(year))?;
        return Some((year, 4 + unit.len()));
    }
    let published = published?;
    if let Some((word, distance)) = YEARS.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((published.year.checked_add_signed(*distance)?, word.len()));
    }
    // 올 상반기: 올 alone is a year only before a part of one.
    let after = text.strip_prefix('올')?;
    part(after.trim_start())?;
    Some((published.year, '올'.len_utf8()))
}

/// The part of a year that `text` begins with, and the bytes it takes.
fn part(text: &str) -> Option<(Part, usize)> {
    for (word, half) in [("상반기", 1), ("하반기", 2)] {
        if text.starts_with(word) {
            return Some((Part::Half(half), word.len()));
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u8 = text.get(..digits)?.parse().ok()?;
    let after = &text[digits..];
    if let (Some(_), 1..=4) = (after.strip_prefix("분기"), number) {
        return Some((Part::Quarter(number), digits + "분기".len()));
    }
    let month = after
        .strip_prefix('월')
        .filter(|rest| !rest.starts_with("요일"));
    match (month, number) {
        (Some(_), 1..=12) => Some((Part::Month(number), digits + '월'.len_utf8())),
        _ => None,
    }
}

/// Whether a time is what something is compared with, by the words after it. 전년 and 전월 are hardly ever anything else.
fn is_compared(period: &str, after: &str) -> bool {
    let mut rest = after.trim_start();
    for word in ["같은 기간", "같은 달", "동기간", "동기", "동월", "말"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    // 재작년의 두 배
    let multiple = rest.strip_prefix("의 ").is_some_and(|rest| {
        let next = read_figures(rest).into_iter().next();
        next.is_some_and(|next| next.range.start == 0 && next.unit == Some(Unit::Multiple))
    });
    let by_words = ["대비", "보다", "에 비해", "에 견줘", "과 비교", "와 비교"]
        .iter()
        .any(|word| rest.starts_with(word));
    by_words || multiple || period.starts_with("전년") || period.starts_with("전월")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each time as `2022-12`, a comparison in brackets, one whose year is not named with a question mark.
    fn shown(text: &str, published: Option<Date>) -> String {
        let shown = periods(text, published).into_iter().map(|period| {
            let mark = if period.named { "" } else { "?" };
            if period.compared {
                format!("[{period}{mark}]")
            } else {
                format!("{period}{mark}")
            }
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn times_are_resolved_from_the_day_of_publication() {
        let published = Date::parse("2023-02-01");
        for (text, expected) in [
            ("지난해 수출", "2022"),
            ("지난해는 전년도 대비 37.8%", "2022, [2021]"),
            ("지난해 12월 산업통상자원부가", "2022-12"),
            ("작년 12월 1일", "2022-12"),
            ("2021년도 대비 18.2%", "[2021]"),
            ("2021년보다", "[2021]"),
            ("작년 같은 기간보다", "[2022]"),
            ("전년 동기 대비", "[2022?]"),
            ("올해도 계획을", "2023"),
            ("올 상반기", "2023 H1"),
            ("올해 3분기", "2023 Q3"),
            ("내년까지", "2024"),
            ("재작년", "2021"),
            ("재작년의 두 배, 지난해의 수출", "[2021], 2022"),
            ("지난달", "2023-01"),
            ("이달 말", "2023-02"),
            ("다음 달", "2023-03"),
            ("지난 11월", "2022-11"),
            ("지난 1월", "2023-01"),
            ("지난 2월", "2022-02"),
            ("3분기 수출", "2022 Q3?"),
            ("하반기", "2022 H2?"),
            ("상반기", "2023 H1?"),
            ("2022년 4분기", "2022 Q4"),
            ("1월요일", ""),
            ("13월, 5분기, 10년간, 3개월", ""),
            ("올림픽, 올 사람", ""),
            ("그올해", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text, published), expected, "{text}");
        }
    }

    #[test]
    fn a_year_turns_with_its_months() {
        for (published, text, expected) in [
            ("2024-01-31", "지난달", "2023-12"),
            ("2024-12-01", "내달", "2025-01"),
            ("2024-12-31", "지난 12월", "2023-12"),
        ] {
            assert_eq!(
                shown(text, Date::parse(published)),
                expected,
                "{text} of {published}"
            );
        }
    }

    #[test]
    fn without_a_date_only_named_years_are_known() {
        assert_eq!(shown("지난해, 2021년 12월, 3분기, 지난달", None), "2021-12");
    }
}
