//! A saved page as lines of text: what is read on it, without what frames it on every page of its site.
//!
//! A small reader instead of a browser's: an article is a handful of blocks, a fault costs a line that the curator sees
//! among the dropped ones, and a full parser would weigh more than the rest of the bot.

mod tag;

use tag::{Tag, decode_entities};

/// What a page says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Page {
    /// Its text: a line break within a block as one, blocks apart by an empty line.
    pub text: String,
    /// The texts that were left out: menus, buttons, captions, comments.
    pub dropped: Vec<String>,
    /// What its head says of the article.
    pub title: Option<String>,
    pub site: Option<String>,
    pub published: Option<String>,
}

/// Whether a text is a page rather than plain text.
pub(super) fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(4096).collect();
    let start = start.to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<div",
        "<p>",
    ]
    .iter()
    .any(|mark| start.contains(mark))
}

/// Reads a page. With `by_class`, elements whose class or id names page furniture are left out too.
pub(super) fn read(source: &str, by_class: bool) -> Page {
    let mut page = Page::default();
    let mut open: Vec<Element> = Vec::new();
    let mut left_out = String::new();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        let framed = open.iter().any(|element| element.framing);
        let text = if framed {
            &mut left_out
        } else {
            &mut page.text
        };
        push_text(text, &rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::read(rest) else {
            // A lone < is text.
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if is_block(&tag.name) || tag.name == "br" {
            text.push('\n');
            if tag.name != "br" {
                text.push('\n');
            }
        }
        if tag.closes {
            if let Some(at) = open.iter().rposition(|element| element.name == tag.name) {
                open.truncate(at);
            }
        } else if tag.name == "meta" {
            page.meta(&tag);
        } else if matches!(tag.name.as_str(), "script" | "style" | "title" | "template") {
            rest = after_element(rest, &tag.name);
        } else if !is_void(&tag.name) && !tag.ends_itself {
            close_implied(&mut open, &tag.name);
            let framing = is_framing(&tag, by_class);
            open.push(Element {
                name: tag.name,
                framing,
            });
        }
        if framed && !open.iter().any(|element| element.framing) {
            page.drop(&mut left_out);
        }
    }
    push_text(&mut page.text, rest);
    page.drop(&mut left_out);
    page
}

struct Element {
    name: String,
    /// Whether it frames the article rather than being part of it.
    framing: bool,
}

impl Page {
    fn meta(&mut self, tag: &Tag<'_>) {
        let key = tag.attribute("property").or_else(|| tag.attribute("name"));
        let Some(content) = tag
            .attribute("content")
            .filter(|content| !content.trim().is_empty())
        else {
            return;
        };
        let content = content.trim().to_owned();
        match key.unwrap_or_default().to_ascii_lowercase().as_str() {
            "og:title" => self.title = Some(content),
            "og:site_name" => self.site = Some(content),
            "article:published_time" => self.published = Some(content),
            _ => {}
        }
    }

    /// Notes a text that was left out.
    fn drop(&mut self, left_out: &mut String) {
        let words: Vec<&str> = left_out.split_whitespace().collect();
        if !words.is_empty() {
            self.dropped.push(words.join(" "));
        }
        left_out.clear();
    }
}

/// Adds text with its white space as a browser shows it, and its entities as what they stand for.
fn push_text(text: &mut String, source: &str) {
    let decoded = decode_entities(source);
    let mut words = decoded.split_whitespace().peekable();
    let space_before = decoded.starts_with(char::is_whitespace);
    if space_before && !text.is_empty() && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    while let Some(word) = words.next() {
        text.push_str(word);
        if words.peek().is_some() || decoded.ends_with(char::is_whitespace) {
            text.push(' ');
        }
    }
}

/// What follows the end of an element whose content is not text of the page.
fn after_element<'a>(source: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let at = source.char_indices().map(|(at, _)| at).find(|&at| {
        source
            .get(at..at + end.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(&end))
    });
    let rest = at.map_or("", |at| &source[at..]);
    rest.find('>').map_or("", |end| &rest[end + 1..])
}

/// Closes what another element of the kind closes by opening: an entry of a list, a paragraph.
fn close_implied(open: &mut Vec<Element>, name: &str) {
    let ends = |last: &str| match name {
        "li" => last == "li",
        "option" => last == "option",
        name => last == "p" && is_block(name),
    };
    if open.last().is_some_and(|last| ends(&last.name)) {
        open.pop();
    }
}

/// Whether an element frames the article: by what it is, or by what its class or id calls it.
fn is_framing(tag: &Tag<'_>, by_class: bool) -> bool {
    const ELEMENTS: [&str; 16] = [
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "figure",
        "figcaption",
        "noscript",
        "iframe",
        "select",
        "svg",
        "video",
        "audio",
        "object",
        "textarea",
        "dialog",
    ];
    const WORDS: [&str; 27] = [
        "ad",
        "ads",
        "advertisement",
        "banner",
        "breadcrumb",
        "caption",
        "comment",
        "comments",
        "copyright",
        "footer",
        "gnb",
        "lnb",
        "menu",
        "nav",
        "paging",
        "photo",
        "popular",
        "ranking",
        "recommend",
        "related",
        "reply",
        "share",
        "sidebar",
        "sns",
        "tags",
        "toolbar",
        "utility",
    ];
    if ELEMENTS.contains(&tag.name.as_str()) {
        return true;
    }
    if !by_class || matches!(tag.name.as_str(), "html" | "body" | "main" | "article") {
        return false;
    }
    let called = ["class", "id", "role"]
        .map(|key| tag.attribute(key).unwrap_or_default().to_ascii_lowercase());
    called
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()))
        .any(|word| WORDS.contains(&word))
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 31] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "tr",
        "ul",
    ];
    BLOCKS.contains(&name)
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    ];
    VOID.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<String> {
        let page = read(source, true);
        let lines = page
            .text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn a_page_is_read_as_a_browser_shows_it() {
        for (source, expected) in [
            (
                "<p>수출 <b>543억</b> 달러</p><p>둘째</p>",
                &["수출 543억 달러", "둘째"][..],
            ),
            (
                "<p>한 줄<br>두 줄<p>새 문단",
                &["한 줄", "두 줄", "새 문단"],
            ),
            ("<P CLASS=a>대문자</P>", &["대문자"]),
            (
                "<div>3 &lt; 4 &amp; 5&nbsp;억 &#8216;값&#x2019; &unknown;</div>",
                &["3 < 4 & 5 억 ‘값’ &unknown;"],
            ),
            ("<p>a<!-- <p>숨은</p> -->b</p>", &["ab"]),
            (
                "<script>if (a < b) { \"<p>\" }</script><p>글</p><style>p{}</style>",
                &["글"],
            ),
            ("<p title='a > b'>글</p>", &["글"]),
            ("<p>1 < 2</p>", &["1 < 2"]),
            ("<ul><li>하나<li>둘</ul>", &["하나", "둘"]),
            ("닫히지 않은 <p", &["닫히지 않은 <p"]),
            ("", &[]),
        ] {
            assert_eq!(lines(source), expected, "{source}");
        }
    }

    #[test]
    fn what_frames_the_article_is_dropped_and_noted() {
        let page = read(
            "<nav><ul><li>홈<li>경제</ul></nav><article class='photo'><p>본문</p><figure><img><figcaption>사진</figcaption></figure>\
             <div class=\"sns-share\"><a>공유</a></div><p>계속</p></article><div id=comments><p>댓글 0</p></div>",
            true,
        );
        let text: Vec<&str> = page.text.split_whitespace().collect();
        assert_eq!(text, ["본문", "계속"]);
        assert_eq!(page.dropped, ["홈 경제", "사진", "공유", "댓글 0"]);
    }

    #[test]
    fn the_head_names_title_site_and_date() {
        let page = read(
            "<meta property='og:title' content='가온시 &quot;최대&quot;'><meta content=\"한빛\" property=\"og:site_name\"/>\
             <meta name=article:published_time content=2024-02-07T09:00:00+09:00>",
            true,
        );
        assert_eq!(page.title.as_deref(), Some("가온시 \"최대\""));
        assert_eq!(page.site.as_deref(), Some("한빛"));
        assert_eq!(page.published.as_deref(), Some("2024-02-07T09:00:00+09:00"));
    }

    #[test]
    fn no_page_breaks_the_reader() {
        let pieces = [
            "<", ">", "</", "<p", "<!--", "-->", "\"", "'", "=", "&", "#", ";", "한", "<script>",
            "<li>", "</ul>", " a=", "/",
        ];
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    for d in pieces {
                        read(&format!("{a}{b}{c}{d}"), true);
                    }
                }
            }
        }
    }
}
