//! Years in a question: 2022년, '22, 작년, "this year".

use crate::text::tokenize::{Script, Token};

/// A year as somebody names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// By its number.
    Year(u16),
    /// By its distance from the present one: −1 is last year.
    FromNow(i16),
    /// A month of some year.
    Month,
}

/// Korean words for a year, with the distance from the present one.
const KOREAN: [(&str, i16); 10] = [
    ("재작년", -2),
    ("지지난해", -2),
    ("작년", -1),
    ("지난해", -1),
    ("올해", 0),
    ("금년", 0),
    ("이번해", 0),
    ("내년", 1),
    ("다음해", 1),
    ("내후년", 2),
];

/// What stands before "year" in English.
const ENGLISH: [(&str, i16); 5] = [
    ("last", -1),
    ("previous", -1),
    ("this", 0),
    ("current", 0),
    ("next", 1),
];

/// What stands before 해 in 지난 해, which is written with a space as well.
const BEFORE_HAE: [&str; 3] = ["지난", "이번", "다음"];

/// What stands for 해 there.
const HAE: [&str; 3] = ["해", "년도", "연도"];

/// What the screen shows while 년 is typed.
const HALF_TYPED_UNIT: [&str; 2] = ["ㄴ", "녀"];

/// Months, but for May, which is another word more often.
const MONTHS: [&str; 11] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether what is said of a year may begin with this token, so that [`take_years`] may take it out.
pub(super) fn may_name_year(token: &Token) -> bool {
    let text = token.text.as_str();
    match token.script {
        Script::Number => true,
        Script::Hangul => {
            BEFORE_HAE.contains(&text) || KOREAN.iter().any(|(year, _)| text.starts_with(year))
        }
        Script::Latin => MONTHS.contains(&text) || ENGLISH.iter().any(|(word, _)| *word == text),
        Script::Initials => false,
    }
}

/// Takes the years out of `tokens`, months too, and days, which no document is told apart by; what remains of a token (에는
/// of 2022년에는) stays, attached to nothing.
pub(super) fn take_years(tokens: Vec<Token>) -> (Vec<Asked>, Vec<Token>) {
    let mut years = Vec::new();
    let mut rest: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token.script {
            Script::Number => {
                if let Some(distance) = years_ago(&token, &mut tokens) {
                    years.push(Asked::FromNow(distance));
                    continue;
                }
                let begins =
                    |unit| move |next: &Token| next.attached && next.text.starts_with(unit);
                let half_typed =
                    |next: &Token| next.attached && HALF_TYPED_UNIT.contains(&next.text.as_str());
                let year_unit = tokens.next_if(begins('년'));
                if year_unit.is_none() && number(&token.text, false).is_some() {
                    tokens.next_if(half_typed);
                }
                match number(&token.text, year_unit.is_some()) {
                    Some(year) => {
                        years.push(Asked::Year(year));
                        rest.extend(year_unit.and_then(|unit| without(unit, "년")));
                    }
                    None if year_unit.is_some() => {
                        rest.push(token);
                        rest.extend(year_unit);
                    }
                    None => {
                        if let Some(month) = tokens.next_if(begins('월')) {
                            years.push(Asked::Month);
                            rest.extend(without(month, "월"));
                        } else if let Some(day) = tokens.next_if(begins('일')) {
                            rest.extend(without(day, "일"));
                        } else {
                            rest.push(token);
                        }
                    }
                }
            }
            Script::Hangul => {
                let before_hae = BEFORE_HAE.contains(&token.text.as_str());
                let unit = |next: &Token| HAE.into_iter().find(|unit| next.text.starts_with(unit));
                let hae = tokens.next_if(|next| before_hae && unit(next).is_some());
                let word = match hae.as_ref().and_then(|hae| Some((hae, unit(hae)?))) {
                    Some((hae, unit)) => Token {
                        text: format!("{}해{}", token.text, &hae.text[unit.len()..]),
                        ..token
                    },
                    None => token,
                };
                match KOREAN.iter().find(|(year, _)| word.text.starts_with(year)) {
                    Some(&(year, distance)) => {
                        years.push(Asked::FromNow(distance));
                        rest.extend(without(word, year));
                    }
                    None => rest.push(word),
                }
            }
            Script::Latin if MONTHS.contains(&token.text.as_str()) => years.push(Asked::Month),
            Script::Latin => {
                let distance = ENGLISH.iter().find(|(word, _)| *word == token.text);
                let year = distance.and_then(|_| tokens.next_if(|next| next.text == "year"));
                match (distance, year) {
                    (Some(&(_, distance)), Some(_)) => years.push(Asked::FromNow(distance)),
                    _ => rest.push(token),
                }
            }
            Script::Initials => rest.push(token),
        }
    }
    (years, rest)
}

/// Takes what makes a number of years of the number (5년 전, "5 years ago"), and gives the distance.
fn years_ago(
    number: &Token,
    tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>,
) -> Option<i16> {
    let distance: i16 = number.text.parse().ok().filter(|years| *years < 100)?;
    let mut ahead = tokens.clone();
    let unit = ahead.next()?;
    let ago = match unit.text.as_str() {
        "년" => ahead.next()?.text.starts_with('전'),
        "year" | "years" => ahead.next()?.text == "ago",
        text => text.starts_with("년전"),
    };
    if !ago {
        return None;
    }
    *tokens = ahead;
    Some(-distance)
}

/// The year that digits name: four from 1900 to 2099, or two before 년.
fn number(digits: &str, before_unit: bool) -> Option<u16> {
    let number: u16 = digits.parse().ok()?;
    match digits.len() {
        4 if (1900..2100).contains(&number) => Some(number),
        // 97년 is 1997, 22년 is 2022.
        2 if before_unit => Some(if number < 50 {
            2000 + number
        } else {
            1900 + number
        }),
        _ => None,
    }
}

/// What is left of a token after its beginning; `None` where nothing is.
fn without(token: Token, beginning: &str) -> Option<Token> {
    let text = token.text.strip_prefix(beginning)?.to_owned();
    (!text.is_empty()).then(|| Token {
        cased: text.clone(),
        text,
        attached: true,
        ..token
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::tokens;

    #[test]
    fn years_are_taken_out_of_a_question() {
        for (input, expected_years, expected_rest) in [
            ("2022년 인천 수출액", vec![Asked::Year(2022)], "인천 수출액"),
            ("2022년에는 얼마", vec![Asked::Year(2022)], "에는 얼마"),
            ("2022년인천수출액", vec![Asked::Year(2022)], "인천수출액"),
            ("22년도 예산", vec![Asked::Year(2022)], "도 예산"),
            ("97년", vec![Asked::Year(1997)], ""),
            ("exports in 2019", vec![Asked::Year(2019)], "exports in"),
            ("2022 2023", vec![Asked::Year(2022), Asked::Year(2023)], ""),
            ("작년 예산은", vec![Asked::FromNow(-1)], "예산은"),
            ("지난해엔", vec![Asked::FromNow(-1)], "엔"),
            ("지난 해 예산", vec![Asked::FromNow(-1)], "예산"),
            ("재작년", vec![Asked::FromNow(-2)], ""),
            ("budget this year", vec![Asked::FromNow(0)], "budget"),
            ("last year's exports", vec![Asked::FromNow(-1)], "exports"),
            ("이번 년도에", vec![Asked::FromNow(0)], "에"),
            ("5년 전 수출", vec![Asked::FromNow(-5)], "수출"),
            ("10년전", vec![Asked::FromNow(-10)], ""),
            ("exports 3 years ago", vec![Asked::FromNow(-3)], "exports"),
            ("last exports", vec![], "last exports"),
            ("38개 사업", vec![], "38 개 사업"),
            (
                "작년 12월에 받은 상",
                vec![Asked::FromNow(-1), Asked::Month],
                "에 받은 상",
            ),
            ("2월 1일", vec![Asked::Month], ""),
            (
                "exports in March 2022",
                vec![Asked::Month, Asked::Year(2022)],
                "exports in",
            ),
            ("999년", vec![], "999 년"),
            ("3286", vec![], "3286"),
            ("", vec![], ""),
        ] {
            let (years, rest) = take_years(tokens(input));
            let rest: Vec<String> = rest.into_iter().map(|token| token.text).collect();
            assert_eq!(years, expected_years, "years of {input:?}");
            assert_eq!(rest.join(" "), expected_rest, "rest of {input:?}");
        }
    }
}
