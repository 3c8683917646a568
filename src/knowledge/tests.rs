//! Walks the data that the bot ships with.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Basis, Document, Kind, KnowledgeBase, Topic, load};
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

#[test]
fn figures_are_worded_as_the_article_states_them() {
    let base = shipped();
    let rows: Vec<String> = base
        .documents()
        .iter()
        .flat_map(|document| {
            let figures = document.figures.iter();
            figures.map(move |figure| (document, figure))
        })
        .map(|(document, figure)| {
            let [ko, en] = Language::ALL.map(|language| {
                let planned = if figure.planned { " planned" } else { "" };
                let arithmetic = figure.arithmetic(&base, language);
                let arithmetic = arithmetic.map(|text| format!(" = {text}"));
                let year = figure.year_wording(&base, language);
                let figure = figure.wording(language);
                format!(
                    "{figure}{}, {year}{planned}",
                    arithmetic.unwrap_or_default()
                )
            });
            let paragraphs = &figure.citation.paragraphs;
            format!(
                "{}.{} {paragraphs:?}: {ko} | {en}",
                document.slug, figure.key
            )
        })
        .collect();
    let expected = "
exports-2022.amount [1]: 543억 달러, 2022년 | US$54.3 billion, 2022
exports-2022.amount-2021 [1, 9]: 약 459억 달러 = 543억 달러 ÷ 1.182, 2021년 | about US$45.9 billion = US$54.3 billion ÷ 1.182, 2021
growth.rate [9]: 18.2%, 2022년 | 18.2%, 2022
semi-exports.amount [3]: 167억 달러, 2022년 | US$16.7 billion, 2022
semi-exports.amount-2021 [3]: 약 121억 달러 = 167억 달러 ÷ 1.378, 2021년 | about US$12.1 billion = US$16.7 billion ÷ 1.378, 2021
semi-growth.rate [3]: 37.8%, 2022년 | 37.8%, 2022
semi-share.share [3]: 약 30.9%, 2022년 | about 30.9%, 2022
china-share.share [20]: 28.3%, 2023년 2월 보도 기준 | 28.3%, as reported in February 2023
china-share.amount [1, 20]: 약 154억 달러 = 543억 달러 × 28.3%, 2023년 2월 보도 기준 | about US$15.4 billion = US$54.3 billion × 28.3%, as reported in February 2023
budget-2022.amount [6]: 63억 원, 2022년 | 6.3 billion won, 2022
budget-2023.amount [10]: 65억 원, 2023년 | 6.5 billion won, 2023
companies-2022.companies [6]: 3,286개사, 2022년 | 3,286 companies, 2022
companies-2023.companies [11]: 3,395개사, 2023년 planned | 3,395 companies, 2023 planned
projects-2023.projects [11]: 38개 사업, 2023년 planned | 38 projects, 2023 planned
projects-2023.fields [11]: 3개 분야, 2023년 planned | 3 fields, 2023 planned
delegations-2022.times [8]: 9회, 2022년 | 9 times, 2022
delegations-2022.companies [8]: 102개사, 2022년 | 102 companies, 2022
exhibitions-2022.times [9]: 10회, 2022년 | 10 times, 2022
exhibitions-2022.companies [9]: 110개사, 2022년 | 110 companies, 2022
consultations-2022.times [9]: 6회, 2022년 | 6 times, 2022
consultations-2022.companies [9]: 80개사, 2022년 | 80 companies, 2022
evaluation.regions [5]: 17개 시·도, 2022년 | 17 cities and provinces, 2022
";
    assert_eq!(format!("\n{}\n", rows.join("\n")), expected);
}

/// The runs of digits in a text.
fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn summaries_give_no_number_that_the_data_does_not_hold() {
    let base = shipped();
    for document in base.documents() {
        for language in Language::ALL {
            let related = document.related.iter().map(|&id| base.document(id));
            let mut known: BTreeSet<String> = [document]
                .into_iter()
                .chain(related)
                .flat_map(|other: &Document| numbers(other.name.get(language)))
                .collect();
            for figure in &document.figures {
                known.extend(numbers(&figure.wording(language)));
                known.insert(figure.year.value.to_string());
            }
            known.extend(
                document
                    .date
                    .map(|date| numbers(&date.wording(language)))
                    .into_iter()
                    .flatten(),
            );
            let details = document.details.values().map(|text| text.get(language));
            for text in details.chain([document.summary.get(language)]) {
                let unknown: Vec<String> = numbers(text).difference(&known).cloned().collect();
                assert!(
                    unknown.is_empty(),
                    "{}: {unknown:?} in {text}",
                    document.slug
                );
            }
        }
    }
}
