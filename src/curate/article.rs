//! An article as it is cited: its title, outlet, reporter and date, and its paragraphs numbered from 1.
//!
//! Paragraph 1 is the one that opens with the dateline, `[가온=한빛일보] 취재팀 기자 =`, or the first that reads like one where
//! there is none. Title, captions and page furniture are not counted; what is left out is listed, so that somebody can see
//! whether it should have been.

mod lines;
mod masthead;

use std::fmt;

use lines::{is_end, is_furniture, reads_like_a_paragraph, unwrapped};
use masthead::{Dateline, dateline_at, labelled_date, title};

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
