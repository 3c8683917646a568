//! An article as it is cited: its title, outlet, reporter and date, and its paragraphs numbered from 1.
//!
//! Paragraph 1 is the one that opens with the dateline, `[가온=한빛일보] 취재팀 기자 =`, or the first that reads like one where
//! there is none. Title, captions and page furniture are not counted; what is left out is listed, so that somebody can see
//! whether it should have been.

use std::fmt;

use crate::curate::encoding::{Undecodable, decode};
use crate::curate::html;
use crate::knowledge::Date;

/// An article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Its headline; empty where none was found.
    pub title: String,
    /// Who published it, as the article or its page names them.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub reporter: Option<String>,
    /// When; always a full date.
    pub published: Option<Date>,
    /// Its paragraphs, the first at position 0; never empty.
    pub paragraphs: Vec<String>,
    /// Lines that were left out, in the order they stand there.
    pub dropped: Vec<String>,
}

/// Why a file is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleError {
    /// Its bytes are no text.
    Undecodable(Undecodable),
    /// No line of it reads like a paragraph.
    NoParagraphs,
}

impl fmt::Display for ArticleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable(error) => error.fmt(f),
            Self::NoParagraphs => f.write_str(
                "has no line that reads like a paragraph; save the page with its text, or paste the text into a file",
            ),
        }
    }
}

impl std::error::Error for ArticleError {}

impl Article {
    /// Reads a saved page or a plain text.
    ///
    /// # Errors
    /// [`ArticleError::Undecodable`] for bytes that are no text, [`ArticleError::NoParagraphs`] for a text without one.
    pub fn read(bytes: &[u8]) -> Result<Self, ArticleError> {
        let text = decode(bytes).map_err(ArticleError::Undecodable)?;
        let article = if html::is_page(&text) {
            let article = Self::of_page(&text, true);
            // A class that sounds like furniture may hold the article itself.
            if article.paragraphs.is_empty() {
                Self::of_page(&text, false)
            } else {
                article
            }
        } else {
            Self::of_text(&text)
        };
        if article.paragraphs.is_empty() {
            return Err(ArticleError::NoParagraphs);
        }
        Ok(article)
    }

    fn of_page(source: &str, by_class: bool) -> Self {
        let page = html::read(source, by_class);
        let mut article = Self::of_text(&page.text);
        article.title = page.title.unwrap_or(article.title);
        article.outlet = article.outlet.or(page.site);
        let published = page
            .published
            .as_deref()
            .and_then(|text| Date::parse(text.get(..10)?));
        article.published = published.or(article.published);
        article.dropped.splice(0..0, page.dropped);
        article
    }

    /// Reads plain text, lines of which may have been wrapped.
    fn of_text(text: &str) -> Self {
        // Before the dateline stand buttons and headings, which no line ran out of space for.
        let (head, body) = text.split_at(dateline_at(text).unwrap_or(0));
        let head = head.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = head.map(str::to_owned).chain(unwrapped(body)).collect();
        let dateline = lines.iter().position(|line| Dateline::of(line).is_some());
        let start = dateline.or_else(|| lines.iter().position(|line| reads_like_a_paragraph(line)));
        let Some(start) = start else {
            return Self::default();
        };
        let end = lines[start..].iter().position(|line| is_end(line));
        let end = end.map_or(lines.len(), |end| start + end);
        let mut article = Self {
            title: title(&lines[..start]),
            published: labelled_date(&lines[..start]).or_else(|| labelled_date(&lines[end..])),
            ..Self::default()
        };
        let mut dropped: Vec<String> = lines[..start].to_vec();
        for (position, line) in lines[start..end].iter().enumerate() {
            if is_furniture(line) {
                dropped.push(line.clone());
            } else if let (0, Some(dateline)) = (position, Dateline::of(line)) {
                article.outlet = dateline.outlet.map(str::to_owned);
                article.reporter = dateline.reporter.map(str::to_owned);
                article.paragraphs.push(dateline.text.to_owned());
            } else {
                article.paragraphs.push(line.clone());
            }
        }
        dropped.extend_from_slice(&lines[end..]);
        dropped.retain(|line| *line != article.title);
        article.dropped = dropped;
        article
    }

    /// The paragraph of a number, from 1.
    pub fn paragraph(&self, number: u16) -> Option<&str> {
        let position = usize::from(number).checked_sub(1)?;
        self.paragraphs.get(position).map(String::as_str)
    }
}

/// Where the line begins that opens the article.
fn dateline_at(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if Dateline::of(line.trim()).is_some() {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// The lines of a text that hold something, those of one block joined where they were wrapped within a sentence.
fn unwrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        // A short line is a heading or a button, not one that ran out of space.
        let wrapped = |line: &str| line.chars().count() >= 20 && !ends_a_sentence(line);
        match lines.last_mut() {
            Some(last) if goes_on && !opens_an_entry(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        goes_on = wrapped(line);
    }
    lines
}

fn ends_a_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    line.ends_with(['.', '?', '!', ':'])
}

/// Whether a line begins something of its own: an entry of a list, a dateline, a label.
fn opens_an_entry(line: &str) -> bool {
    line.starts_with([
        '▲', '△', '○', '◇', '◆', '■', '□', '※', '·', '•', '-', '[', '【', '<',
    ])
}

fn reads_like_a_paragraph(line: &str) -> bool {
    line.chars().count() >= 40 && line.contains("다.") && !is_furniture(line) && !is_end(line)
}

/// How an article opens: `[가온=한빛일보] 취재팀 기자 = `.
struct Dateline<'a> {
    outlet: Option<&'a str>,
    reporter: Option<&'a str>,
    /// What follows it.
    text: &'a str,
}

impl<'a> Dateline<'a> {
    fn of(line: &'a str) -> Option<Self> {
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
fn title(lines: &[String]) -> String {
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
fn labelled_date(lines: &[String]) -> Option<Date> {
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

/// Whether the article is over: comments, rights, links to others.
fn is_end(line: &str) -> bool {
    /// A sentence of the article may begin with such a word; what follows an article is short.
    const MAX_CHARS: usize = 60;
    const ENDS: [&str; 20] = [
        "댓글",
        "저작권",
        "ⓒ",
        "©",
        "copyright",
        "무단전재",
        "무단 전재",
        "관련기사",
        "관련 기사",
        "주요기사",
        "이슈포토",
        "많이 본",
        "인기기사",
        "최신기사",
        "이 기사를 공유",
        "기사제보",
        "태그",
        "<끝>",
        "(끝)",
        "다른기사",
    ];
    let short = line.chars().count() <= MAX_CHARS;
    let line = line.to_lowercase();
    let line = line.trim_start_matches(['<', '[', '■', '▶', ' ']);
    short
        && (ENDS
            .iter()
            .any(|end| line.starts_with(end.trim_start_matches('<')))
            || line.ends_with("다른기사 보기"))
}

/// Whether a line is furniture within an article: a caption, a button, an advertisement.
fn is_furniture(line: &str) -> bool {
    const MAX_CHARS: usize = 120;
    const EXACTLY: [&str; 14] = [
        "상태바",
        "광고",
        "공유",
        "공유하기",
        "기사저장",
        "글자크기",
        "인쇄",
        "프린트",
        "이전",
        "다음",
        "스크랩",
        "좋아요",
        "홈",
        "닫기",
    ];
    const CAPTIONS: [&str; 6] = ["사진=", "사진 =", "사진제공", "사진 제공", "/사진", "[사진"];
    let short = line.chars().count() <= MAX_CHARS;
    let mail_alone = line.contains('@') && !line.contains("다.") && line.chars().count() <= 50;
    EXACTLY.contains(&line)
        || mail_alone
        || line.eq_ignore_ascii_case("advertisement")
        || line.starts_with("이 기사를 공유")
        || (short && CAPTIONS.iter().any(|caption| line.contains(caption)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<Date> {
        Some(Date::parse(text).expect("a date"))
    }

    const TEXT: &str = "2024-04-20 14:07 (토)
가온시, 지난해 수출 최대
상태바
가온시, 지난해 수출 최대
  · 취재팀
  · 승인 2024.02.07 09:00
  · 댓글 0
이 기사를 공유합니다

수출의 날 행사.(사진= 가온시 제공)

[가온=한빛일보] 취재팀 기자 = 가온시가 지난해 수출 82억 달러를 기록했다.

광고

두 번째 문단은 여기서 길게 이어지다가 줄이 바뀌어
다음 줄에서 끝난다.
▲첫째 항목
▲둘째 항목

시장의 말이 마지막이다.

댓글삭제
주요기사
";

    #[test]
    fn a_saved_text_becomes_numbered_paragraphs() {
        let article = Article::read(TEXT.as_bytes()).expect("an article");
        assert_eq!(article.title, "가온시, 지난해 수출 최대");
        assert_eq!(article.outlet.as_deref(), Some("한빛일보"));
        assert_eq!(article.reporter.as_deref(), Some("취재팀"));
        assert_eq!(article.published, date("2024-02-07"));
        assert_eq!(
            article.paragraphs,
            [
                "가온시가 지난해 수출 82억 달러를 기록했다.",
                "두 번째 문단은 여기서 길게 이어지다가 줄이 바뀌어 다음 줄에서 끝난다.",
                "▲첫째 항목",
                "▲둘째 항목",
                "시장의 말이 마지막이다.",
            ]
        );
        assert_eq!(article.paragraph(0), None);
        assert_eq!(article.paragraph(5), Some("시장의 말이 마지막이다."));
        assert_eq!(article.paragraph(6), None);
        for dropped in [
            "상태바",
            "광고",
            "주요기사",
            "수출의 날 행사.(사진= 가온시 제공)",
        ] {
            assert!(
                article.dropped.iter().any(|line| line == dropped),
                "{dropped}"
            );
        }
    }

    #[test]
    fn a_saved_page_reads_like_its_text() {
        let body: String = TEXT
            .lines()
            .map(|line| {
                if line.is_empty() {
                    "</p><p>".to_owned()
                } else {
                    format!("{line}<br>")
                }
            })
            .collect();
        let page = format!(
            "<!DOCTYPE html><html><head><meta charset=\"euc-kr\"><meta property=\"og:title\" content=\"가온시, 지난해 수출 최대\">\
             </head><body><nav>홈 경제</nav><div class=\"article\"><p>{body}</p></div><aside>많이 본 뉴스</aside></body></html>"
        );
        let (bytes, _, lost) = encoding_rs::EUC_KR.encode(&page);
        assert!(!lost, "CP949 has every letter of it");
        let expected = Article::read(TEXT.as_bytes()).expect("an article");
        let article = Article::read(&bytes).expect("an article");
        assert_eq!(article.paragraphs, expected.paragraphs);
        assert_eq!(
            (article.title, article.outlet),
            (expected.title, expected.outlet)
        );
        assert_eq!(article.published, expected.published);
        // The same within elements that sound like furniture.
        let framed = page.replace("class=\"article\"", "class=\"share\"");
        let article = Article::read(framed.as_bytes()).expect("an article");
        assert_eq!(article.paragraphs, expected.paragraphs);
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

    #[test]
    fn what_holds_no_paragraph_is_refused() {
        for text in [
            "",
            "\n\n",
            "상태바\n댓글 0",
            "<html><body><nav>홈</nav></body></html>",
        ] {
            assert_eq!(
                Article::read(text.as_bytes()),
                Err(ArticleError::NoParagraphs),
                "{text:?}"
            );
        }
        assert!(matches!(
            Article::read(&[0xFF, 0xFF]),
            Err(ArticleError::Undecodable(_))
        ));
    }
}
