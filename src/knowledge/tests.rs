//! Walks the data that the bot ships with.

use std::path::Path;

use super::{Basis, Kind, KnowledgeBase, Topic, load};
use crate::text::language::Language;

fn shipped() -> KnowledgeBase {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    load::load(&dir).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{} problems:\n{}", lines.len(), lines.join("\n"))
    })
}

#[test]
fn shipped_data_holds_every_fact_of_the_article() {
    let base = shipped();
    let counts = Topic::ALL.map(|topic| {
        let of_topic = base.documents().iter().filter(|d| d.topic == topic);
        of_topic.count()
    });
    assert_eq!(counts, [13, 21, 6, 24]);
    assert_eq!(base.of_kind(Kind::Program).count(), 18);
    assert_eq!(base.of_kind(Kind::Partner).count(), 6);
    assert_eq!(base.program_total(), Some(38));
    assert_eq!(base.years(Topic::Exports), Some((2021, 2023)));
    for topic in Topic::ALL {
        assert!(base.featured(Some(topic)).next().is_some(), "{topic:?}");
    }
}

#[test]
fn every_named_program_is_in_one_of_three_fields() {
    let base = shipped();
    for (field, programs) in [
        ("field-overseas", 6),
        ("field-infra", 7),
        ("field-china", 5),
    ] {
        let field = base.by_slug(field).expect("the field is a document");
        assert_eq!(field.kind, Kind::Field);
        let of_field = base.of_kind(Kind::Program);
        let of_field = of_field.filter(|program| program.field == Some(field.id));
        assert_eq!(of_field.count(), programs, "{}", field.slug);
    }
}

#[test]
fn exactly_three_figures_are_derived() {
    let base = shipped();
    let derived: Vec<(&str, u16, f64, &[u16])> = base
        .documents()
        .iter()
        .flat_map(|document| {
            let figures = document.figures.iter();
            figures.map(move |figure| (document, figure))
        })
        .filter(|(_, figure)| figure.basis != Basis::Reported)
        .map(|(document, figure)| {
            (
                document.slug.as_str(),
                figure.year.value,
                figure.value,
                figure.citation.paragraphs.as_slice(),
            )
        })
        .collect();
    assert_eq!(
        derived,
        [
            ("exports-2022", 2021, 45.9e9, &[1, 9][..]),
            ("semi-exports", 2021, 12.1e9, &[3]),
            ("china-share", 2022, 15.4e9, &[1, 20]),
        ]
    );
}

#[test]
fn every_text_of_the_shipped_data_is_in_its_language() {
    for document in shipped().documents() {
        for language in Language::ALL {
            for text in [&document.name, &document.short, &document.summary] {
                assert!(
                    !text.get(language).is_empty(),
                    "{} {language:?}",
                    document.slug
                );
            }
        }
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(hangul(&document.summary.ko), "{}", document.summary.ko);
        assert!(
            document.summary.ko.ends_with("다."),
            "{}",
            document.summary.ko
        );
        assert!(
            document.summary.en.ends_with('.'),
            "{}",
            document.summary.en
        );
        assert!(
            !document.related.is_empty(),
            "{} leads nowhere",
            document.slug
        );
    }
}
