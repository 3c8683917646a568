//! The parts a draft is written of: what is left open, and what things are called until somebody names them.

use serde_json::{Value, json};

use crate::curate::article::Article;
use crate::knowledge::load::{GAP, unit_word};
use crate::knowledge::{Date, SLUG_MAX_CHARS};
use crate::text::number::{Doubt, Unit};
use crate::text::romanize::romanize;

/// A text that is left open, with what to answer.
pub(super) fn gap(question: &str) -> Value {
    format!("{GAP} {question}").trim_end().into()
}

pub(super) fn both_open(question: &str) -> Value {
    json!({"ko": gap(question), "en": gap("")})
}

pub(super) fn new_source(article: &Article, slug: &str) -> Value {
    let publisher = match &article.outlet {
        Some(outlet) => json!({"ko": outlet, "en": gap("the outlet's name in English")}),
        None => both_open("who published it"),
    };
    let published = article.published.map_or_else(
        || gap("the day it was published, such as 2023-02-01"),
        |date| iso(date).into(),
    );
    json!({"slug": slug, "publisher": publisher, "published": published, "paragraphs": article.paragraphs.len()})
}

fn iso(date: Date) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    format!("{}{}{}", date.year, part(date.month), part(date.day))
}

pub(super) fn source_slug(article: &Article) -> String {
    let outlet = article
        .outlet
        .as_deref()
        .map(slug_of)
        .filter(|slug| !slug.is_empty());
    let date = article
        .published
        .map(|date| format!("-{}", iso(date)))
        .unwrap_or_default();
    format!("{}{date}", outlet.unwrap_or_else(|| "article".to_owned()))
}

/// A slug from a name, Hangul in Latin letters; empty where the name has neither letter nor digit.
pub(super) fn slug_of(name: &str) -> String {
    let latin = romanize(name).to_lowercase();
    let words = latin
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(SLUG_MAX_CHARS);
    slug.trim_end_matches('-').to_owned()
}

/// A name that the base does not know, as a document to finish.
pub(super) fn named(paragraph: u16, name: &str, source: &str) -> Value {
    json!({
        "slug": slug_of(name),
        "kind": gap("field, program, partner, event or market"),
        "name": {"ko": name, "en": gap("its name in English")},
        "summary": both_open("what the article says of it, in your own words"),
        "source": source,
        "paragraphs": [paragraph],
        "notes": {"do": "remove the whole document if this is no name that people would ask about"},
    })
}

/// A number as JSON writes it: whole ones without a point.
pub(super) fn number_of(value: f64) -> Value {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole {
        json!(value as i64)
    } else {
        json!(value)
    }
}

pub(super) fn why(doubt: Option<Doubt>) -> &'static str {
    match doubt {
        Some(Doubt::Span) => "two numbers with everything between them",
        Some(Doubt::Band) => "only where a band begins",
        Some(Doubt::Bound) => "a bound, not a value",
        Some(Doubt::Sign) => "the triangle may mean minus",
        Some(Doubt::Vague) | Some(Doubt::Unit) | None => "the article gives no number",
    }
}

/// What a figure in that unit is usually called within its document.
pub(super) fn key_of(unit: Option<Unit>) -> &'static str {
    match unit {
        Some(Unit::Usd | Unit::Krw) => "amount",
        Some(Unit::Percent | Unit::PercentagePoints) => "rate",
        Some(unit) => unit_word(unit),
        None => "figure",
    }
}

/// `key`, or the first of `key-2`, `key-3` … that is not taken.
pub(super) fn unused(taken: &[String], key: &str) -> String {
    let numbered = (2..).map(|number| format!("{key}-{number}"));
    let mut candidates = std::iter::once(key.to_owned()).chain(numbered);
    candidates
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_slug_that_the_base_takes() {
        let long = "가".repeat(200);
        for (name, expected) in [
            ("수출 바우처", "suchul-baucheo"),
            (
                "글로벌 온라인 플랫폼(B2B)",
                "geulrobeol-onrain-peulraetpom-b2b",
            ),
            ("FTA·CIS", "fta-cis"),
            ("…", ""),
            ("", ""),
        ] {
            assert_eq!(slug_of(name), expected, "{name}");
        }
        assert_eq!(slug_of(&long).len(), SLUG_MAX_CHARS);
    }

    #[test]
    fn numbers_are_written_as_a_curator_would() {
        for (value, expected) in [
            (54.3e9, "54300000000"),
            (37.8, "37.8"),
            (-3.0, "-3"),
            (1e300, "1e+300"),
        ] {
            assert_eq!(number_of(value).to_string(), expected);
        }
    }

    #[test]
    fn keys_within_a_document_are_told_apart() {
        let mut taken = Vec::new();
        for expected in ["amount", "amount-2", "amount-3"] {
            let key = unused(&taken, key_of(Some(Unit::Usd)));
            assert_eq!(key, expected);
            taken.push(key);
        }
    }

    #[test]
    fn a_source_without_a_date_or_an_outlet_is_left_open() {
        let article = Article {
            paragraphs: vec!["가온시가 밝혔다.".to_owned()],
            ..Article::default()
        };
        let slug = source_slug(&article);
        assert_eq!(slug, "article");
        let source = new_source(&article, &slug);
        for open in [&source["publisher"]["ko"], &source["published"]] {
            assert!(
                open.as_str().is_some_and(|text| text.starts_with(GAP)),
                "{source}"
            );
        }
        assert_eq!(source["paragraphs"], 1);
    }
}
