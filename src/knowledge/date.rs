//! A calendar date, as exactly as a source states it.

use crate::text::language::Language;

/// A calendar date as a source states it; month and day may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year of the Gregorian calendar.
    pub year: u16,
    /// Month, 1–12.
    pub month: Option<u8>,
    /// Day of the month, 1–31; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2022`, `2022-12` or `2022-12-01`; `None` for any other text and for days that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = match parts.next() {
            None => None,
            Some(part) => Some(up_to(part, 12)?),
        };
        let day = match (month, parts.next()) {
            (Some(month), Some(part)) => Some(up_to(part, days_in(year, month))?),
            _ => None,
        };
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// The date in words of `language`: `2023년 2월 1일`, `1 February 2023`; without a day or month, as far as known.
    pub fn wording(&self, language: Language) -> String {
        let Self { year, month, day } = *self;
        let Some(month) = month else {
            return match language {
                Language::Ko => format!("{year}년"),
                Language::En => year.to_string(),
            };
        };
        match (language, day) {
            (Language::Ko, None) => format!("{year}년 {month}월"),
            (Language::Ko, Some(day)) => format!("{year}년 {month}월 {day}일"),
            (Language::En, None) => format!("{} {year}", english(month)),
            (Language::En, Some(day)) => format!("{day} {} {year}", english(month)),
        }
    }

    /// The date without its day: "in February 2023" rather than "on 1 February 2023".
    pub const fn to_month(self) -> Self {
        Self { day: None, ..self }
    }
}

/// English names of the months, January first.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English name of a month, 1–12; empty for any other number.
fn english(month: u8) -> &'static str {
    usize::from(month)
        .checked_sub(1)
        .and_then(|position| MONTHS.get(position))
        .copied()
        .unwrap_or_default()
}

/// A number of exactly so many ASCII digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

/// A number of two digits, from 1 to `last`.
fn up_to(text: &str, last: u8) -> Option<u8> {
    let number = u8::try_from(digits(text, 2)?).ok()?;
    (1..=last).contains(&number).then_some(number)
}

/// Days of a month of the Gregorian calendar.
const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_is_worded_as_far_as_it_is_known() {
        for (text, ko, en) in [
            ("2023-02-01", "2023년 2월 1일", "1 February 2023"),
            ("2022-12", "2022년 12월", "December 2022"),
            ("2023", "2023년", "2023"),
            ("2024-02-29", "2024년 2월 29일", "29 February 2024"),
        ] {
            let date = Date::parse(text).expect("a date");
            assert_eq!(date.wording(Language::Ko), ko, "{text}");
            assert_eq!(date.wording(Language::En), en, "{text}");
        }
    }

    #[test]
    fn texts_that_name_no_day_are_no_dates() {
        for text in [
            "",
            "23",
            "20230",
            "2022-1",
            "2022-00",
            "2022-13",
            "2022-02-30",
            "2023-02-29",
            "1900-02-29",
            "2022-04-31",
            "2022-12-01-",
            "2022-12-01-01",
            "2022년",
            "２０２２",
            "+022",
        ] {
            assert_eq!(Date::parse(text), None, "{text:?}");
        }
        assert!(Date::parse("2000-02-29").is_some(), "a leap year by 400");
    }
}
