//! One document or source as its file gives it: every key read, nothing looked up elsewhere yet.
//!
//! A fault leaves a default in the draft and a diagnostic in the sink; a base with diagnostics is never built, so the
//! defaults are never seen.

use super::node::{Fields, Node};
use crate::knowledge::{Date, Detail, FigureYear, Kind, SLUG_MAX_CHARS, Source, Topic};
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
}

/// A figure before its references are resolved.
pub(super) struct FigureDraft<'a> {
    pub node: Node<'a>,
    pub key: &'a str,
    pub label: Bilingual,
    pub unit: Option<Unit>,
    pub year: FigureYear,
    pub approximate: bool,
    pub planned: bool,
    pub basis: BasisDraft<'a>,
}

/// Where a figure's value comes from.
pub(super) enum BasisDraft<'a> {
    /// The source states it.
    Reported {
        value: f64,
        paragraph: Option<Node<'a>>,
        /// Where it differs from the document's.
        source: Option<Node<'a>>,
    },
    /// `before_growth` or `share_of`: an amount and a rate in percent, both references.
    Derived {
        rule: Rule,
        amount: Node<'a>,
        rate: Node<'a>,
    },
    /// Neither can be told; reported.
    Unreadable,
}

/// The arithmetic of a derived figure.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    BeforeGrowth,
    ShareOf,
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
];

/// Reads one document. `node` must carry a sink that already names the document where its slug can be read.
pub(super) fn document<'a>(node: Node<'a>, topic: Topic) -> Option<Draft<'a>> {
    let fields = node.fields()?;
    let slug = fields
        .need("slug", "give it a stable name such as `export-voucher`")
        .and_then(|node| slug(&node));
    let kind = fields
        .need("kind", "say what it describes, such as `program`")
        .and_then(|node| kind(&node, topic));
    let name = need_bilingual(&fields, "name", "give its official name");
    let short = fields.get("short").and_then(|node| node.bilingual());
    let (own, shared) = fields
        .get("aliases")
        .map(|node| aliases(&node))
        .unwrap_or_default();
    let keywords = fields.get("keywords").map(texts).unwrap_or_default();
    let summary = need_bilingual(&fields, "summary", "describe it in one to three sentences");
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
        source: fields
            .need("source", "name the source that states it")
            .filter(|node| node.text().is_some()),
        paragraphs: fields.need("paragraphs", "list the paragraphs that state it"),
        node,
    };
    fields.finish();
    Some(draft)
}

/// Reads one source; `None`, reported, where anything is amiss.
pub(super) fn source(node: &Node<'_>) -> Option<Source> {
    let fields = node.fields()?;
    let slug = fields
        .need("slug", "give it a stable name")
        .and_then(|node| slug(&node));
    let publisher = fields
        .need("publisher", "say who published it")
        .and_then(|node| node.bilingual());
    let published = fields
        .need("published", "give the full date, such as 2023-02-01")
        .and_then(|node| {
            let date = date(&node)?;
            if date.day.is_none() {
                node.report("is not a full date", "write it as 2023-02-01");
            }
            Some(date)
        });
    let paragraphs = fields
        .need("paragraphs", "give the number of its last paragraph")
        .and_then(|node| node.whole(1, u16::MAX, "a number of paragraphs"));
    fields.finish();
    Some(Source {
        slug: slug?.to_owned(),
        publisher: publisher?,
        published: published?,
        paragraphs: paragraphs?,
    })
}

/// A required text in both languages; empty where it is missing or broken, which is reported.
fn need_bilingual(fields: &Fields<'_>, key: &'static str, fix: &str) -> Bilingual {
    fields
        .need(key, fix)
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
fn slug<'a>(node: &Node<'a>) -> Option<&'a str> {
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

fn kind(node: &Node<'_>, topic: Topic) -> Option<Kind> {
    let kind = node.word("kind", KINDS)?;
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
    let Some(fields) = node.fields() else {
        return (Vec::new(), Vec::new());
    };
    let own = fields.get("own").map(texts).unwrap_or_default();
    let shared = fields.get("shared").map(texts).unwrap_or_default();
    fields.finish();
    (own, shared)
}

fn details(node: &Node<'_>, kind: Option<Kind>) -> Vec<(Detail, Bilingual)> {
    let Some(fields) = node.fields() else {
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

fn figure(node: Node<'_>) -> Option<FigureDraft<'_>> {
    let fields = node.fields()?;
    let key = fields
        .need("key", "name it within its document, such as `amount`")
        .and_then(|node| slug(&node));
    let label = need_bilingual(&fields, "label", "say what it measures");
    let unit = fields
        .need("unit", "say what it counts, such as `usd`")
        .and_then(|node| node.word("unit", UNITS));
    let year = fields
        .need("year", "say which year it is for")
        .and_then(|node| node.whole(YEAR_MIN, YEAR_MAX, "a year"));
    let flag = |key| {
        fields
            .get(key)
            .and_then(|node| node.flag())
            .unwrap_or(false)
    };
    let (inferred, approximate, planned) = (flag("inferred"), flag("approximate"), flag("planned"));
    let basis = match (fields.get("value"), fields.get("derived")) {
        (Some(value), None) => reported(&fields, &value, unit),
        (None, Some(derived)) => self::derived(&derived).unwrap_or(BasisDraft::Unreadable),
        (Some(_), Some(derived)) => {
            derived.report("stands beside a value", "keep one of the two");
            BasisDraft::Unreadable
        }
        (None, None) => {
            node.report(
                "has neither value nor derived",
                "give the value that the source states",
            );
            BasisDraft::Unreadable
        }
    };
    fields.finish();
    Some(FigureDraft {
        key: key.unwrap_or_default(),
        label,
        unit,
        year: FigureYear {
            value: year.unwrap_or_default(),
            inferred,
        },
        approximate,
        planned,
        basis,
        node,
    })
}

/// Earliest and latest year a figure can be for: what the year option of `/exports` takes.
const YEAR_MIN: u16 = 1900;
const YEAR_MAX: u16 = 2100;

fn reported<'a>(fields: &Fields<'a>, value: &Node<'a>, unit: Option<Unit>) -> BasisDraft<'a> {
    let number = value.number();
    let is_count = |number: f64| number >= 0.0 && number.fract() == 0.0;
    if unit.is_some_and(|unit| unit != Unit::Percent)
        && number.is_some_and(|number| !is_count(number))
    {
        value.report(
            format!("{} is not a count", value.quoted()),
            "write a whole number that is not negative, money in whole units of its currency",
        );
    }
    BasisDraft::Reported {
        value: number.unwrap_or_default(),
        paragraph: fields.need("paragraph", "give the paragraph that states it"),
        source: fields.get("source").filter(|node| node.text().is_some()),
    }
}

fn derived<'a>(node: &Node<'a>) -> Option<BasisDraft<'a>> {
    let fields = node.fields()?;
    let before_growth = fields.get("before_growth");
    let share_of = fields.get("share_of");
    fields.finish();
    let (rule, rule_node, rate_key) = match (before_growth, share_of) {
        (Some(node), None) => (Rule::BeforeGrowth, node, "growth"),
        (None, Some(node)) => (Rule::ShareOf, node, "share"),
        _ => {
            node.report("names no one rule", "give either before_growth or share_of");
            return None;
        }
    };
    let fields = rule_node.fields()?;
    let amount = fields.need("amount", "refer to a figure as `document.key`");
    let rate = fields.need(rate_key, "refer to a figure as `document.key`");
    fields.finish();
    let (amount, rate) = (amount?, rate?);
    (amount.text().is_some() && rate.text().is_some()).then_some(BasisDraft::Derived {
        rule,
        amount,
        rate,
    })
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
