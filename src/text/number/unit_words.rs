//! The words that people put before or after a number to say what it counts, in both languages.

use super::Unit;
use super::scan::Chars;

/// What stands before a number; longer ones first.
const PREFIXES: &[(&str, Unit)] = &[
    ("us $", Unit::Usd),
    ("usd", Unit::Usd),
    ("$", Unit::Usd),
    ("krw", Unit::Krw),
    ("₩", Unit::Krw),
];

/// What stands after a number; of two that begin alike the longer one first.
const SUFFIXES: &[(&str, Unit)] = &[
    ("us dollars", Unit::Usd),
    ("us dollar", Unit::Usd),
    ("dollars", Unit::Usd),
    ("dollar", Unit::Usd),
    ("usd", Unit::Usd),
    ("$", Unit::Usd),
    ("미국 달러", Unit::Usd),
    ("미 달러", Unit::Usd),
    ("달러", Unit::Usd),
    ("불", Unit::Usd),
    ("won", Unit::Krw),
    ("krw", Unit::Krw),
    ("원", Unit::Krw),
    ("%p", Unit::PercentagePoints),
    ("%포인트", Unit::PercentagePoints),
    ("퍼센트포인트", Unit::PercentagePoints),
    ("percentage points", Unit::PercentagePoints),
    ("percentage point", Unit::PercentagePoints),
    ("%", Unit::Percent),
    ("percent", Unit::Percent),
    ("per cent", Unit::Percent),
    ("pct", Unit::Percent),
    ("퍼센트", Unit::Percent),
    ("프로", Unit::Percent),
    ("개 사업", Unit::Projects),
    ("projects", Unit::Projects),
    ("project", Unit::Projects),
    ("programs", Unit::Projects),
    ("program", Unit::Projects),
    ("programmes", Unit::Projects),
    ("programme", Unit::Projects),
    ("개 분야", Unit::Fields),
    ("fields", Unit::Fields),
    ("field", Unit::Fields),
    ("개 사", Unit::Companies),
    ("개 기업", Unit::Companies),
    ("개 업체", Unit::Companies),
    ("개 회사", Unit::Companies),
    ("개 중소기업", Unit::Companies),
    ("companies", Unit::Companies),
    ("company", Unit::Companies),
    ("firms", Unit::Companies),
    ("firm", Unit::Companies),
    ("businesses", Unit::Companies),
    ("smes", Unit::Companies),
    ("회", Unit::Times),
    ("번", Unit::Times),
    ("차례", Unit::Times),
    ("times", Unit::Times),
    ("time", Unit::Times),
    ("배", Unit::Multiple),
    ("-fold", Unit::Multiple),
    ("fold", Unit::Multiple),
    ("건", Unit::Cases),
    ("cases", Unit::Cases),
    ("case", Unit::Cases),
    ("명", Unit::People),
    ("people", Unit::People),
    ("person", Unit::People),
    ("톤", Unit::Tonnes),
    ("tonnes", Unit::Tonnes),
    ("tonne", Unit::Tonnes),
    ("개 국", Unit::Countries),
    ("countries", Unit::Countries),
    ("country", Unit::Countries),
    ("개 시·도", Unit::Regions),
    ("cities and provinces", Unit::Regions),
    ("city or province", Unit::Regions),
];

/// The unit named before a number at `at`, and where the number may begin.
pub(super) fn prefix(chars: &Chars, at: usize) -> Option<(Unit, usize)> {
    let before_number = |pattern: &str| {
        let end = chars.matches(pattern, at)?;
        let number = chars.skip(end, char::is_whitespace);
        let begins = chars.is(number, |c| c.is_ascii_digit());
        begins.then_some(number)
    };
    PREFIXES
        .iter()
        .find_map(|(pattern, unit)| Some((*unit, before_number(pattern)?)))
}

/// The unit named after a number that ends at `at`, and where the name ends.
pub(super) fn suffix(chars: &Chars, at: usize) -> Option<(Unit, usize)> {
    let mut start = chars.skip(at, char::is_whitespace);
    if start == at && chars.get(at) == Some('-') {
        start = at + 1;
    }
    SUFFIXES.iter().find_map(|(pattern, unit)| {
        let end = chars.matches_word(pattern, start)?;
        let glued = start == at && !has_space(chars, start, end);
        stands_alone(chars, pattern, end, glued).then_some((*unit, end))
    })
}

/// Whether a unit that ends at `end` is a word of its own and not the beginning of another: 원산지, 회의, 번역, 건강, 프로그램.
///
/// A word glued to its number is trusted, except for 째 (9번째 is a rank, not a count) and 프로.
fn stands_alone(chars: &Chars, pattern: &str, end: usize, glued: bool) -> bool {
    let short = matches!(
        pattern,
        "불" | "원" | "회" | "번" | "프로" | "개 사" | "배" | "건" | "명" | "톤" | "개 국"
    );
    let Some(next) = chars.get(end).filter(|c| ('가'..='힣').contains(c)) else {
        return true;
    };
    if !short {
        return true;
    }
    if glued && pattern != "프로" {
        return next != '째';
    }
    ENDINGS.contains(next)
}

/// First syllables of what may follow a Korean noun: particles, the copula, and 쯤, 정도, 어치 and their like.
const ENDINGS: &str = "을를은는이가의에도로과와만씩간대쯤정어짜인입일요";

fn has_space(chars: &Chars, start: usize, end: usize) -> bool {
    (start..end).any(|at| chars.is(at, char::is_whitespace))
}
