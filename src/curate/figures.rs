//! The figures of a paragraph, each with the year it is for and what the words around it say of it.

use crate::curate::periods::{Period, periods};
use crate::knowledge::Date;
use crate::text::number::{Stated, read_figures};

/// A figure that a paragraph states.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The number.
    pub stated: Stated,
    /// Its words, unit included.
    pub text: String,
    /// The words around it, for whoever names what it measures.
    pub around: String,
    /// The time it is for, where its sentence says so.
    pub period: Option<Period>,
    /// What it is compared with: the words.
    pub compared: Option<String>,
    /// Whether the sentence goes on to speak of a plan.
    pub planned: bool,
    /// What the sentence says of it, in the order of [`Attribute::ALL`].
    pub says: Vec<Attribute>,
}

/// What an article says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    /// It rose.
    Increase,
    /// It fell, so that a rate is below zero.
    Decrease,
    /// It is the largest so far.
    RecordHigh,
    /// It came to that.
    Recorded,
    /// It was a goal and was reached.
    Achieved,
}

impl Attribute {
    /// Every attribute.
    const ALL: [Self; 5] = [
        Self::Increase,
        Self::Decrease,
        Self::RecordHigh,
        Self::Recorded,
        Self::Achieved,
    ];

    /// The word that a draft notes down.
    pub const fn word(self) -> &'static str {
        self.words()[0]
    }

    /// The beginnings of the words that say so.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Increase => &["증가", "늘어", "늘었", "상승", "성장", "올랐", "뛰었"],
            Self::Decrease => &["감소", "줄어", "줄었", "하락", "떨어", "내렸"],
            Self::RecordHigh => &["역대 최대", "사상 최대", "역대 최고", "사상 최고"],
            Self::Recorded => &["기록"],
            Self::Achieved => &["달성"],
        }
    }
}

/// The figures of a paragraph, in order. Times are resolved from the day of publication.
pub(super) fn in_paragraph(text: &str, published: Option<Date>) -> Vec<Found> {
    sentences(text)
        .flat_map(|sentence| in_sentence(sentence, published))
        .collect()
}

fn in_sentence(sentence: &str, published: Option<Date>) -> Vec<Found> {
    let periods = periods(sentence, published);
    let figures = read_figures(sentence);
    let starts: Vec<usize> = figures.iter().map(|stated| stated.range.start).collect();
    let mut found = Vec::with_capacity(figures.len());
    for (position, stated) in figures.into_iter().enumerate() {
        let (start, end) = (stated.range.start, stated.range.end);
        let next = starts.get(position + 1).copied().unwrap_or(sentence.len());
        let before = || periods.iter().filter(|period| period.range.end <= start);
        let since = starts[..position].last().copied().unwrap_or(0);
        found.push(Found {
            text: sentence[stated.range.clone()].to_owned(),
            around: around(sentence, start, end).to_owned(),
            period: before().rfind(|period| !period.compared).cloned(),
            compared: before()
                .rfind(|period| period.compared && period.range.start >= since)
                .map(|period| sentence[period.range.clone()].to_owned()),
            planned: ["계획", "예정", "방침", "목표"]
                .iter()
                .any(|word| sentence[end..].contains(word)),
            says: says(sentence, &sentence[end..next.max(end)]),
            stated,
        });
    }
    found
}

/// What the words up to the next figure say; that something is the largest so far may stand anywhere in the sentence.
fn says(sentence: &str, after: &str) -> Vec<Attribute> {
    let said = |attribute: &Attribute| {
        let where_said = if *attribute == Attribute::RecordHigh {
            sentence
        } else {
            after
        };
        attribute
            .words()
            .iter()
            .any(|word| where_said.contains(word))
    };
    Attribute::ALL.into_iter().filter(said).collect()
}

/// The sentences of a paragraph: each ends in a full stop before a space, quotation marks included.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().find_map(|(at, c)| {
            let end = at + c.len_utf8();
            (matches!(c, '.' | '?' | '!') && rest[end..].starts_with(char::is_whitespace))
                .then_some(end)
        });
        let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        Some(sentence)
    })
}

/// A figure with a few words on either side.
fn around(sentence: &str, start: usize, end: usize) -> &str {
    const WORDS: usize = 4;
    let spaces = |(at, c): (usize, char)| c.is_whitespace().then_some(at);
    let before = sentence[..start]
        .trim_end()
        .char_indices()
        .rev()
        .filter_map(spaces)
        .nth(WORDS - 1);
    let after = sentence[end..].trim_start();
    let after_start = sentence.len() - after.len();
    let to = after.char_indices().filter_map(spaces).nth(WORDS - 1);
    sentence[before.map_or(0, |at| at + 1)..to.map_or(sentence.len(), |at| after_start + at)].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each figure as `text year [compared] plan attributes`.
    fn shown(text: &str) -> Vec<String> {
        let published = Date::parse("2024-02-07");
        let shown = in_paragraph(text, published).into_iter().map(|found| {
            let mut parts = vec![found.text];
            parts.extend(found.period.map(|period| period.to_string()));
            parts.extend(found.compared.map(|compared| format!("[{compared}]")));
            parts.extend(found.planned.then(|| "plan".to_owned()));
            parts.extend(
                found
                    .says
                    .iter()
                    .map(|attribute| attribute.word().to_owned()),
            );
            parts.join(" ")
        });
        shown.collect()
    }

    #[test]
    fn a_figure_has_the_year_that_its_sentence_names_before_it() {
        for (text, expected) in [
            (
                "가온시가 지난해 수출 82억 달러를 기록, 역대 최대 실적을 달성했다.",
                &["82억 달러 2023 역대 최대 기록 달성"][..],
            ),
            (
                "지난해는 전년도 대비 12.5%가 증가한 31억 달러를 기록했으며, 전체의 약 37.8%에 달한다.",
                &[
                    "12.5% 2023 [전년도] 증가",
                    "31억 달러 2023 기록",
                    "37.8% 2023",
                ],
            ),
            (
                "올해는 41억원을 확보했다. 58개사를 지원할 계획이다.",
                &["41억원 2024", "58개사 plan"],
            ),
            ("작년 3분기에 2.1%p 하락했다.", &["2.1%p 2023 Q3 감소"]),
            ("참여 기업은 80개사였다. 올해는 늘린다.", &["80개사"]),
            (
                "2022년 75억 달러에서 2023년 82억 달러로 늘었다.",
                &["75억 달러 2022", "82억 달러 2023 증가"],
            ),
            ("아무 숫자도 없다.", &[]),
            ("", &[]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn words_around_a_figure_are_whole() {
        let text = "하나 둘 셋 넷 다섯 여섯 543억 달러를 일곱 여덟 아홉 열 끝";
        let found = in_paragraph(text, None);
        assert_eq!(
            found[0].around,
            "셋 넷 다섯 여섯 543억 달러를 일곱 여덟 아홉"
        );
    }

    #[test]
    fn sentences_end_before_a_space() {
        let text = "약 30.9%다. “끝이다.” 그는 말했다. 둘";
        let sentences: Vec<&str> = sentences(text).collect();
        assert_eq!(sentences, ["약 30.9%다.", "“끝이다.” 그는 말했다.", "둘"]);
    }
}
