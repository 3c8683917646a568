//! What stands around an article's first words: its headline, the day it was published, and the dateline with outlet and
//! reporter.

use super::lines::is_furniture;
use crate::knowledge::Date;

/// Where the line begins that opens the article.
pub(super) fn dateline_at(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if Dateline::of(line.trim()).is_some() {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// How an article opens: `[가온=한빛일보] 취재팀 기자 = `.
pub(super) struct Dateline<'a> {
    pub outlet: Option<&'a str>,
    pub reporter: Option<&'a str>,
    /// What follows it.
    pub text: &'a str,
}

impl<'a> Dateline<'a> {
    /// The dateline that a line opens with.
    pub fn of(line: &'a str) -> Option<Self> {
        /// Longest that a place with an outlet, or a reporter's name with a title, can be.
        const PART_MAX_CHARS: usize = 30;
        let close = match line.chars().next()? {
            '[' => ']',
            '(' => ')',
            '【' => '】',
            '<' => '>',
            _ => return None,
        };
        let (inside, rest) = line.split_once(close)?;
        let inside = inside.get(inside.chars().next()?.len_utf8()..)?;
        let (place, outlet) = inside.split_once(['=', '/'])?;
        let (place, outlet) = (place.trim(), outlet.trim());
        // A caption has its equals sign too.
        if place.is_empty() || place.contains("사진") || inside.chars().count() > PART_MAX_CHARS {
            return None;
        }
        let (reporter, text) = match rest.split_once('=') {
            Some((before, after))
                if before.contains("기자") && before.chars().count() <= PART_MAX_CHARS =>
            {
                let name = before.split("기자").next().unwrap_or_default().trim();
                (Some(name).filter(|name| !name.is_empty()), after)
            }
            _ => (None, rest),
        };
        Some(Self {
            outlet: Some(outlet).filter(|outlet| !outlet.is_empty()),
            reporter,
            text: text.trim(),
        })
    }
}

/// The headline among the lines before the article: the one that stands there twice, or else the first that reads like one.
pub(super) fn title(lines: &[String]) -> String {
    let reads_like_a_title = |line: &&String| {
        let hangul = line.chars().filter(|c| ('가'..='힣').contains(c)).count();
        hangul >= 6
            && !is_furniture(line)
            && date_in(line).is_none()
            && !line.starts_with(['•', '·', '-'])
    };
    let candidates: Vec<&String> = lines.iter().filter(reads_like_a_title).collect();
    let twice = candidates
        .iter()
        .enumerate()
        .find(|(at, line)| candidates[at + 1..].contains(line));
    let title = twice.map(|(_, line)| *line).or(candidates.first().copied());
    title.cloned().unwrap_or_default()
}

/// The date that a line says the article was published on. Of several labels the one of the first publication counts.
pub(super) fn labelled_date(lines: &[String]) -> Option<Date> {
    const LABELS: [&str; 8] = [
        "승인",
        "입력",
        "등록",
        "게재",
        "송고",
        "발행",
        "보도일",
        "배포일",
    ];
    LABELS.iter().find_map(|label| {
        lines
            .iter()
            .find_map(|line| date_in(line.split_once(label)?.1))
    })
}

/// The first full date in a text: 2023.02.01, 2023-2-1, 2023년 2월 1일.
fn date_in(text: &str) -> Option<Date> {
    let mut numbers = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let between = rest[..at].trim();
        let end = rest[at..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(rest.len(), |end| at + end);
        let digits = &rest[at..end];
        let joined = matches!(between, "." | "-" | "/" | "년" | "월");
        if digits.len() == 4 {
            numbers = vec![digits];
        } else if !numbers.is_empty() && joined && digits.len() <= 2 {
            numbers.push(digits);
        } else {
            numbers.clear();
        }
        if let [year, month, day] = numbers.as_slice() {
            return Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"));
        }
        rest = &rest[end..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<Date> {
        Some(Date::parse(text).expect("a date"))
    }

    #[test]
    fn datelines_are_told_from_captions() {
        for (line, expected) in [
            (
                "[인천=동양뉴스] 김상섭 기자 = 인천시가",
                Some((Some("동양뉴스"), Some("김상섭"), "인천시가")),
            ),
            (
                "(가온=한빛일보) 취재팀 기자=가온시가",
                Some((Some("한빛일보"), Some("취재팀"), "가온시가")),
            ),
            (
                "【가온=한빛일보】가온시가",
                Some((Some("한빛일보"), None, "가온시가")),
            ),
            (
                "[한빛일보/가온] 가온시가 A=B라고",
                Some((Some("가온"), None, "가온시가 A=B라고")),
            ),
            ("[사진=가온시 제공]", None),
            ("(사진= 가온시 제공)", None),
            ("[단독] 가온시가", None),
            ("가온시가", None),
            ("[", None),
            ("", None),
        ] {
            let found = Dateline::of(line)
                .map(|dateline| (dateline.outlet, dateline.reporter, dateline.text));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn only_a_date_that_is_called_one_dates_the_article() {
        for (line, expected) in [
            ("승인 2023.02.01 15:41", date("2023-02-01")),
            ("입력 : 2023-2-1", date("2023-02-01")),
            ("등록일 2023년 2월 1일", date("2023-02-01")),
            ("2024-04-20 14:07 (토)", None),
            ("승인 2023.13.01", None),
            ("승인 2023년", None),
        ] {
            assert_eq!(labelled_date(&[line.to_owned()]), expected, "{line}");
        }
        let lines = ["수정 2023.02.03", "입력 2023.02.02", "승인 2023.02.01"].map(str::to_owned);
        assert_eq!(labelled_date(&lines), date("2023-02-01"));
    }
}
