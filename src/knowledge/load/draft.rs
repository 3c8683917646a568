//! One document or source as its file gives it: every key read, nothing looked up elsewhere yet.
//!
//! A fault leaves a default in the draft and a diagnostic in the sink; a base with diagnostics is never built, so the
//! defaults are never seen.

use super::figure_draft::{FigureDraft, figure};
use super::keys::{ALIASES, CITATION, DETAILS, DOCUMENT, SOURCE};
use super::node::{Fields, Node};
use crate::knowledge::{Date, Detail, Kind, SLUG_MAX_CHARS, Source, Topic};
use crate::text::language::Bilingual;
use crate::text::number::Unit;

/// A document before its references are resolved.
pub(super) struct Draft<'a> {
    /// The document's node: its path within the file, its sink with the slug.
    pub node: Node<'a>,
    pub topic: Topic,
    pub slug: &'a str,
    pub kind: Option<Kind>,
    pub name: Bilingual,
    pub short: Option<Bilingual>,
    /// Names of this document alone, and names shared with others.
    pub own: Vec<Node<'a>>,
    pub shared: Vec<Node<'a>>,
    pub keywords: Vec<&'a str>,
    pub summary: Bilingual,
    pub figures: Vec<FigureDraft<'a>>,
    pub date: Option<Date>,
    pub details: Vec<(Detail, Bilingual)>,
    pub field: Option<Node<'a>>,
    pub related: Vec<Node<'a>>,
    pub featured: Option<(u16, Node<'a>)>,
    pub source: Option<Node<'a>>,
    pub paragraphs: Option<Node<'a>>,
    pub also: Vec<AlsoDraft<'a>>,
}

/// Another source of a document, before it is resolved.
pub(super) struct AlsoDraft<'a> {
    pub source: Option<Node<'a>>,
    pub paragraphs: Option<Node<'a>>,
}

pub(super) const KINDS: &[(&str, Kind)] = &[
    ("figure", Kind::Figure),
    ("field", Kind::Field),
    ("program", Kind::Program),
    ("partner", Kind::Partner),
    ("event", Kind::Event),
    ("market", Kind::Market),
    ("award", Kind::Award),
    ("person", Kind::Person),
    ("source", Kind::Source),
];

/// The kinds that belong in a topic's file.
const fn kinds_of(topic: Topic) -> &'static [Kind] {
    match topic {
        Topic::Exports => &[Kind::Figure],
        Topic::Programs => &[Kind::Field, Kind::Program],
        Topic::Partners => &[Kind::Partner],
        Topic::Facts => &[
            Kind::Event,
            Kind::Market,
            Kind::Award,
            Kind::Person,
            Kind::Source,
        ],
    }
}

pub(super) const UNITS: &[(&str, Unit)] = &[
    ("usd", Unit::Usd),
    ("krw", Unit::Krw),
    ("percent", Unit::Percent),
    ("companies", Unit::Companies),
    ("projects", Unit::Projects),
    ("fields", Unit::Fields),
    ("times", Unit::Times),
    ("regions", Unit::Regions),
    ("percentage-points", Unit::PercentagePoints),
    ("multiple", Unit::Multiple),
    ("cases", Unit::Cases),
    ("people", Unit::People),
    ("tonnes", Unit::Tonnes),
    ("countries", Unit::Countries),
];

/// The word for a unit in `data/`.
pub fn unit_word(unit: Unit) -> &'static str {
    let word = UNITS.iter().find(|(_, known)| *known == unit);
    word.map_or("", |(word, _)| word)
}

/// Reads one document. `node` must carry a sink that already names the document where its slug can be read.
///
/// Without a `topic`, the document's kind tells it.
pub(super) fn document<'a>(node: Node<'a>, topic: Option<Topic>) -> Option<Draft<'a>> {
    let fields = node.fields(&DOCUMENT)?;
    let slug = fields.need("slug").and_then(|node| slug(&node));
    let kind = fields.need("kind").and_then(|node| kind(&node, topic));
    let topic = topic.or(kind.map(topic_of)).unwrap_or(Topic::Facts);
    let name = need_bilingual(&fields, "name");
    let short = fields.get("short").and_then(|node| node.bilingual());
    let (own, shared) = fields
        .get("aliases")
        .map(|node| aliases(&node))
        .unwrap_or_default();
    let keywords = fields.get("keywords").map(texts).unwrap_or_default();
    let summary = need_bilingual(&fields, "summary");
    let figures = fields.get("figures").map(|node| node.elements());
    let figures = figures
        .unwrap_or_default()
        .into_iter()
        .filter_map(figure)
        .collect();
    let draft = Draft {
        topic,
        slug: slug.unwrap_or_default(),
        kind,
        name,
        short,
        own,
        shared,
        keywords: keywords
            .iter()
            .filter_map(|node| node.value.as_str())
            .collect(),
        summary,
        figures,
        date: fields.get("date").and_then(|node| date(&node)),
        details: fields
            .get("details")
            .map(|node| details(&node, kind))
            .unwrap_or_default(),
        field: fields.get("field").filter(|node| node.text().is_some()),
        related: fields.get("related").map(texts).unwrap_or_default(),
        featured: fields.get("featured").and_then(|node| {
            let rank = node.whole(1, u16::MAX, "a rank")?;
            Some((rank, node))
        }),
        source: fields.need("source").filter(|node| node.text().is_some()),
        paragraphs: fields.need("paragraphs"),
        also: fields
            .get("also")
            .map(|node| node.elements())
            .unwrap_or_default()
            .iter()
            .filter_map(also)
            .collect(),
        node,
    };
    fields.notes();
    fields.finish();
    Some(draft)
}

fn also<'a>(node: &Node<'a>) -> Option<AlsoDraft<'a>> {
    let fields = node.fields(&CITATION)?;
    let also = AlsoDraft {
        source: fields.need("source").filter(|node| node.text().is_some()),
        paragraphs: fields.need("paragraphs"),
    };
    fields.finish();
    Some(also)
}

/// Reads one source. What is amiss is reported; `None` where even its slug is, so that nobody can cite it.
pub(super) fn source(node: &Node<'_>) -> Option<Source> {
    let fields = node.fields(&SOURCE)?;
    let slug = fields.need("slug").and_then(|node| slug(&node));
    let publisher = fields.need("publisher").and_then(|node| node.bilingual());
    let published = fields.need("published").and_then(|node| {
        let date = date(&node)?;
        if date.day.is_none() {
            node.report("is not a full date", "write it as 2023-02-01");
        }
        Some(date)
    });
    let paragraphs = fields
        .need("paragraphs")
        .and_then(|node| node.whole(1, u16::MAX, "a number of paragraphs"));
    fields.notes();
    fields.finish();
    Some(Source {
        slug: slug?.to_owned(),
        publisher: publisher.unwrap_or_else(|| Bilingual::from_fn(|_| String::new())),
        published: published.unwrap_or(Date {
            year: 0,
            month: None,
            day: None,
        }),
        paragraphs: paragraphs.unwrap_or(u16::MAX),
    })
}

/// A required text in both languages; empty where it is missing or broken, which is reported.
pub(super) fn need_bilingual(fields: &Fields<'_>, key: &'static str) -> Bilingual {
    fields
        .need(key)
        .and_then(|node| node.bilingual())
        .unwrap_or_else(|| Bilingual::from_fn(|_| String::new()))
}

/// The elements of a list that are texts; the others are reported.
fn texts(node: Node<'_>) -> Vec<Node<'_>> {
    node.elements()
        .into_iter()
        .filter(|element| element.text().is_some())
        .collect()
}

/// A slug or key: returned, for references to it, even where its form is reported.
pub(super) fn slug<'a>(node: &Node<'a>) -> Option<&'a str> {
    let text = node.text()?;
    let well_formed = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !well_formed {
        node.report(
            format!("`{text}` has other characters than a-z, 0-9 and -"),
            "rename it, such as `export-voucher`",
        );
    }
    let chars = text.chars().count();
    if chars > SLUG_MAX_CHARS {
        node.report(
            format!("is {chars} characters long"),
            format!("shorten it to {SLUG_MAX_CHARS}"),
        );
    }
    Some(text)
}

/// The topic whose file a kind belongs in.
fn topic_of(kind: Kind) -> Topic {
    let topics = Topic::ALL.into_iter();
    let mut topics = topics.filter(|&topic| kinds_of(topic).contains(&kind));
    topics.next().unwrap_or(Topic::Facts)
}

fn kind(node: &Node<'_>, topic: Option<Topic>) -> Option<Kind> {
    let kind = node.word("kind", KINDS)?;
    let Some(topic) = topic else {
        return Some(kind);
    };
    let allowed = kinds_of(topic);
    if !allowed.contains(&kind) {
        let words: Vec<&str> = KINDS
            .iter()
            .filter(|(_, kind)| allowed.contains(kind))
            .map(|(word, _)| *word)
            .collect();
        node.report(
            format!("{} does not belong in {}", node.quoted(), topic.file()),
            format!("use {} or move the document", words.join(", ")),
        );
    }
    Some(kind)
}

fn aliases<'a>(node: &Node<'a>) -> (Vec<Node<'a>>, Vec<Node<'a>>) {
    let Some(fields) = node.fields(&ALIASES) else {
        return (Vec::new(), Vec::new());
    };
    let own = fields.get("own").map(texts).unwrap_or_default();
    let shared = fields.get("shared").map(texts).unwrap_or_default();
    fields.finish();
    (own, shared)
}

fn details(node: &Node<'_>, kind: Option<Kind>) -> Vec<(Detail, Bilingual)> {
    let Some(fields) = node.fields(&DETAILS) else {
        return Vec::new();
    };
    let mut details = Vec::new();
    for (key, detail) in [
        ("eligibility", Detail::Eligibility),
        ("application", Detail::Application),
        ("contact", Detail::Contact),
    ] {
        let Some(node) = fields.get(key) else {
            continue;
        };
        if kind.is_some_and(|kind| !kind.details().contains(&detail)) {
            node.report(
                "is not shown on a card of this kind",
                "say it in the summary",
            );
        }
        details.extend(node.bilingual().map(|text| (detail, text)));
    }
    fields.finish();
    details
}

fn date(node: &Node<'_>) -> Option<Date> {
    let text = node.text()?;
    let date = Date::parse(text);
    if date.is_none() {
        node.report(
            format!("`{text}` is not a date"),
            "write it as 2022, 2022-12 or 2022-12-01",
        );
    }
    date
}
