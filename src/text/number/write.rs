//! Writing a value with its unit as each language does: 543억 달러, US$54.3 billion.

use super::Unit;
use crate::text::language::Language;

/// `value` with its unit in words of `language`, exactly: `543억 달러`, `US$54.3 billion`, `3,286개사`, `1 company`.
///
/// What counts whole things ([`Unit::is_count`]) is rounded to a whole number, money to whole units of its currency.
/// Counts from 2⁶³ on are written as that number; NaN as 0.
pub fn write(value: f64, unit: Unit, language: Language) -> String {
    let count = value.abs().round() as u64;
    let sign = if value < 0.0 && (count > 0 || !unit.is_count()) {
        "-"
    } else {
        ""
    };
    let amount = match (unit, language) {
        (Unit::Percent, _) => format!("{}%", grouped_decimal(value.abs())),
        (Unit::Multiple, Language::En) => format!("{}-fold", grouped_decimal(value.abs())),
        (Unit::Usd, Language::Ko) => format!("{} 달러", korean(count)),
        (Unit::Usd, Language::En) => format!("US${}", english(count)),
        (Unit::Krw, Language::Ko) => format!("{} 원", korean(count)),
        (Unit::Krw, Language::En) => format!("{} won", english(count)),
        (_, Language::Ko) => format!("{}{}", number(value, unit), korean_counter(unit)),
        (_, Language::En) => {
            let [one, many] = english_counter(unit);
            let number = number(value, unit);
            let counter = if number == "1" { one } else { many };
            format!("{number} {counter}")
        }
    };
    format!("{sign}{amount}")
}

/// The digits of `value`: whole where `unit` counts whole things.
fn number(value: f64, unit: Unit) -> String {
    if unit.is_count() {
        grouped(value.abs().round() as u64)
    } else {
        grouped_decimal(value.abs())
    }
}

/// A factor of an arithmetic, without a unit: `1.182`; at most ten digits after the point, so that a sum of binary
/// fractions does not show.
pub fn write_factor(factor: f64) -> String {
    let text = format!("{factor:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What follows a count in Korean.
const fn korean_counter(unit: Unit) -> &'static str {
    match unit {
        Unit::Usd => " 달러",
        Unit::Krw => " 원",
        Unit::Percent => "%",
        Unit::Companies => "개사",
        Unit::Projects => "개 사업",
        Unit::Fields => "개 분야",
        Unit::Times => "회",
        Unit::Regions => "개 시·도",
        Unit::PercentagePoints => "%p",
        Unit::Multiple => "배",
        Unit::Cases => "건",
        Unit::People => "명",
        Unit::Tonnes => "톤",
        Unit::Countries => "개국",
    }
}

/// What follows a count in English: one, and any other number. "9 times" stands beside "1 time", not "once", so that
/// the number keeps its place in a column of figures.
const fn english_counter(unit: Unit) -> [&'static str; 2] {
    match unit {
        Unit::Usd => ["US dollar", "US dollars"],
        Unit::Krw => ["won", "won"],
        Unit::Percent => ["percent", "percent"],
        Unit::Companies => ["company", "companies"],
        Unit::Projects => ["project", "projects"],
        Unit::Fields => ["field", "fields"],
        Unit::Times => ["time", "times"],
        Unit::Regions => ["city or province", "cities and provinces"],
        Unit::PercentagePoints => ["percentage point", "percentage points"],
        Unit::Multiple => ["-fold", "-fold"],
        Unit::Cases => ["case", "cases"],
        Unit::People => ["person", "people"],
        Unit::Tonnes => ["tonne", "tonnes"],
        Unit::Countries => ["country", "countries"],
    }
}

/// A count by ten thousands: `1조 2,000억`, `543억`, `9,500`.
fn korean(count: u64) -> String {
    const SCALES: [(u64, &str); 4] = [
        (1_000_000_000_000, "조"),
        (100_000_000, "억"),
        (10_000, "만"),
        (1, ""),
    ];
    let mut rest = count;
    let mut parts = Vec::new();
    for (size, name) in SCALES {
        if rest >= size {
            parts.push(format!("{}{name}", grouped(rest / size)));
            rest %= size;
        }
    }
    if parts.is_empty() {
        parts.push("0".to_owned());
    }
    parts.join(" ")
}

/// A count by millions: `1.2 trillion`, `54.3 billion`, `950,000`.
fn english(count: u64) -> String {
    const SCALES: [(u64, usize, &str); 3] = [
        (1_000_000_000_000, 12, "trillion"),
        (1_000_000_000, 9, "billion"),
        (1_000_000, 6, "million"),
    ];
    let Some((size, digits, name)) = SCALES.into_iter().find(|(size, ..)| count >= *size) else {
        return grouped(count);
    };
    let fraction = format!("{:0digits$}", count % size);
    match fraction.trim_end_matches('0') {
        "" => format!("{} {name}", grouped(count / size)),
        fraction => format!("{}.{fraction} {name}", grouped(count / size)),
    }
}

/// Digits in groups of three: `3,286`.
fn grouped(count: u64) -> String {
    group(&count.to_string())
}

/// A decimal fraction with its whole part in groups of three: `1,250.5`.
fn grouped_decimal(value: f64) -> String {
    let text = value.to_string();
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", group(whole)),
        None => group(&text),
    }
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_each_language_does() {
        for (value, unit, ko, en) in [
            (54.3e9, Unit::Usd, "543억 달러", "US$54.3 billion"),
            (16.7e9, Unit::Usd, "167억 달러", "US$16.7 billion"),
            (54.34e9, Unit::Usd, "543억 4,000만 달러", "US$54.34 billion"),
            (950_000.0, Unit::Usd, "95만 달러", "US$950,000"),
            (9_500.0, Unit::Usd, "9,500 달러", "US$9,500"),
            (0.0, Unit::Usd, "0 달러", "US$0"),
            (6.3e9, Unit::Krw, "63억 원", "6.3 billion won"),
            (6.5e9, Unit::Krw, "65억 원", "6.5 billion won"),
            (1.2e12, Unit::Krw, "1조 2,000억 원", "1.2 trillion won"),
            (2e6, Unit::Krw, "200만 원", "2 million won"),
            (1.0, Unit::Krw, "1 원", "1 won"),
            (37.8, Unit::Percent, "37.8%", "37.8%"),
            (-3.25, Unit::Percent, "-3.25%", "-3.25%"),
            (3286.0, Unit::Companies, "3,286개사", "3,286 companies"),
            (1.0, Unit::Companies, "1개사", "1 company"),
            (38.0, Unit::Projects, "38개 사업", "38 projects"),
            (1.0, Unit::Projects, "1개 사업", "1 project"),
            (3.0, Unit::Fields, "3개 분야", "3 fields"),
            (9.0, Unit::Times, "9회", "9 times"),
            (1.0, Unit::Times, "1회", "1 time"),
            (17.0, Unit::Regions, "17개 시·도", "17 cities and provinces"),
            (1.0, Unit::Regions, "1개 시·도", "1 city or province"),
            (
                -0.4,
                Unit::PercentagePoints,
                "-0.4%p",
                "-0.4 percentage points",
            ),
            (1.0, Unit::PercentagePoints, "1%p", "1 percentage point"),
            (2.0, Unit::Multiple, "2배", "2-fold"),
            (1.5, Unit::Multiple, "1.5배", "1.5-fold"),
            (1240.0, Unit::Cases, "1,240건", "1,240 cases"),
            (1.0, Unit::People, "1명", "1 person"),
            (1234.5, Unit::Tonnes, "1,234.5톤", "1,234.5 tonnes"),
            (1.0, Unit::Countries, "1개국", "1 country"),
        ] {
            assert_eq!(write(value, unit, Language::Ko), ko);
            assert_eq!(write(value, unit, Language::En), en);
        }
    }

    #[test]
    fn no_value_is_too_odd_to_write() {
        for value in [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            1e300,
            -1e300,
            1e-300,
            f64::MAX,
        ] {
            for unit in Unit::ALL {
                for language in Language::ALL {
                    assert!(!write(value, unit, language).is_empty(), "{value} {unit:?}");
                }
            }
        }
    }

    #[test]
    fn factor_shows_no_binary_noise() {
        for (factor, expected) in [
            (1.0 + 18.2 / 100.0, "1.182"),
            (1.0 + 37.8 / 100.0, "1.378"),
            (0.1 + 0.2, "0.3"),
            (2.0, "2"),
            (100.0, "100"),
        ] {
            assert_eq!(write_factor(factor), expected);
        }
    }
}
