//! The chart in words: the card that its picture stands on, and what somebody hears who does not see it.

use std::sync::Arc;

use crate::chart::{Bar, Chart};
use crate::knowledge::{Citation, KnowledgeBase};
use crate::reply::card::{self, figure_field, figure_with_year};
use crate::reply::limits::{ALT_TEXT_MAX_CHARS, clip};
use crate::reply::wording::{self, fill};
use crate::reply::{Card, CardField};
use crate::text::language::Language;

/// A picture that goes along with a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Name of the file: ASCII, ending in `.png`.
    pub file_name: &'static str,
    /// What it shows, for those who do not see it; at most [`ALT_TEXT_MAX_CHARS`].
    pub alt: String,
    /// The file.
    pub png: Arc<[u8]>,
}

/// The card under which the picture stands: its figures with their years, and how a computed one came about.
pub fn card(base: &KnowledgeBase, chart: &Chart, language: Language) -> Card {
    let field = |bar: &Bar| {
        let field = figure_field(base, name(chart, bar, language), bar.figure, language);
        CardField {
            inline: false,
            ..field
        }
    };
    let name = chart.overview.name.get(language).as_str();
    Card {
        title: fill(wording::CHART_TITLE, language, &[("name", name)]),
        description: String::new(),
        fields: chart.bars().map(field).collect(),
        footer: card::source_line(base, &citation(chart), language),
        colour: card::COLOUR,
    }
}

/// Where all of the bars are stated, as far as it is the source of the total.
fn citation(chart: &Chart) -> Citation {
    let mut citation = chart.overview.citation.clone();
    for bar in chart.bars() {
        if bar.figure.citation.source == citation.source {
            citation.paragraphs.extend(&bar.figure.citation.paragraphs);
        }
    }
    citation.paragraphs.sort_unstable();
    citation.paragraphs.dedup();
    citation
}

/// What the picture shows, read aloud.
pub fn alt_text(base: &KnowledgeBase, chart: &Chart, language: Language) -> String {
    let bars: Vec<String> = chart
        .bars()
        .map(|bar| {
            let name = name(chart, bar, language);
            let figure = figure_with_year(base, bar.figure, false, language);
            format!("{name}: {figure}")
        })
        .collect();
    let text = fill(wording::CHART_ALT, language, &[("bars", &bars.join("; "))]);
    clip(&text, ALT_TEXT_MAX_CHARS)
}

/// What a bar stands for: an amount's own label, the short name of a share.
fn name<'a>(chart: &Chart, bar: &Bar<'a>, language: Language) -> &'a str {
    if bar.document.id == chart.overview.id {
        bar.figure.label.get(language)
    } else {
        bar.document.short.get(language)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::knowledge::load;

    #[test]
    fn the_picture_is_told_in_both_languages() {
        let base = load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"))
            .expect("the data is sound");
        let chart = Chart::of(&base).expect("a chart");
        for (language, title, alt) in [
            (
                Language::Ko,
                "2022년 인천 수출액 그래프",
                "막대그래프. 2021년 인천 수출액: 약 459억 달러 (2021년); 수출액: 543억 달러 (2022년); 반도체 비중: 약 30.9% (2022년); \
                 중국 비중: 28.3% (2023년 2월 보도 기준)",
            ),
            (
                Language::En,
                "Incheon exports in 2022: chart",
                "Bar chart. Incheon exports in 2021: about US$45.9 billion (2021); Exports: US$54.3 billion (2022); \
                 Semiconductor share: about 30.9% (2022); China's share: 28.3% (as reported in February 2023)",
            ),
        ] {
            let card = card(&base, &chart, language);
            assert_eq!(card.title, title);
            assert_eq!(card.fields.len(), 4);
            assert!(
                card.footer.contains("1") && card.footer.contains("20"),
                "{}",
                card.footer
            );
            assert!(card.fields[0].value.contains("÷ 1.182"), "{card:?}");
            assert_eq!(alt_text(&base, &chart, language), alt);
        }
    }
}
