//! What the chart of exports shows, read from the knowledge base: the total of a year beside the year before, and the shares of it.

#[cfg(feature = "chart")]
mod draw;
#[cfg(feature = "chart")]
mod letters;

#[cfg(feature = "chart")]
pub use draw::draw;

use crate::knowledge::{Basis, Derivation, Document, Figure, KnowledgeBase, Topic};
use crate::text::language::Language;

/// Key of a figure that is a part of the total, in percent.
const SHARE_KEY: &str = "share";

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar<'a> {
    /// The document that states it.
    pub document: &'a Document,
    /// The figure.
    pub figure: &'a Figure,
    /// How much of its row it fills, 0.0–1.0.
    pub part: f64,
}

impl Bar<'_> {
    /// Whether the source states the figure or it was computed.
    pub fn is_derived(&self) -> bool {
        self.figure.basis != Basis::Reported
    }
}

/// The chart. Amounts fill their rows by the largest of them, shares by the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart<'a> {
    /// The document that it is about.
    pub overview: &'a Document,
    /// The year before and the year, in this order.
    pub amounts: [Bar<'a>; 2],
    /// Parts of the year's total, in the order of the base.
    pub shares: Vec<Bar<'a>>,
}

impl<'a> Chart<'a> {
    /// The chart of `base`; `None` where it holds no total, or none for the year before.
    pub fn of(base: &'a KnowledgeBase) -> Option<Self> {
        let overview = base.overview()?;
        let total = overview.headline()?;
        let before = overview.figures.iter().find(|figure| {
            matches!(&figure.basis, Basis::Derived(Derivation::BeforeGrowth { amount, .. }) if base.figure(*amount) == total)
        })?;
        let most = total.value.max(before.value);
        let amount = |figure: &'a Figure| Bar {
            document: overview,
            figure,
            part: figure.value / most,
        };
        let exports = base
            .documents()
            .iter()
            .filter(|document| document.topic == Topic::Exports);
        let shares = exports.flat_map(|document| {
            let parts = document.figures.iter();
            parts
                .filter(|figure| figure.key == SHARE_KEY && figure.year.value == total.year.value)
                .map(move |figure| Bar {
                    document,
                    figure,
                    part: (figure.value / 100.0).clamp(0.0, 1.0),
                })
        });
        Some(Self {
            overview,
            amounts: [amount(before), amount(total)],
            shares: shares.collect(),
        })
    }

    /// Every bar, top to bottom.
    pub fn bars(&self) -> impl Iterator<Item = &Bar<'a>> {
        self.amounts.iter().chain(&self.shares)
    }

    /// Whether the chart shows a figure of this document.
    pub fn shows(&self, document: &Document) -> bool {
        self.bars().any(|bar| bar.document.id == document.id)
    }
}

/// Name of the file.
pub const FILE_NAME: &str = "exports.png";

/// What a bar is called on the picture: the year of an amount, the name of a share; in English, since its letters are Latin.
#[cfg(feature = "chart")]
fn label(chart: &Chart, bar: &Bar) -> String {
    if bar.document.id != chart.overview.id {
        return bar.document.name.en.clone();
    }
    let year = bar.figure.year.value;
    if bar.is_derived() {
        format!("{year}, calculated")
    } else {
        year.to_string()
    }
}

/// The figure of a bar in words of `language`.
pub fn value(bar: &Bar, language: Language) -> String {
    bar.figure.wording(language)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::knowledge::load;

    #[test]
    fn the_shipped_base_has_two_years_and_two_shares() {
        let base = load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"))
            .expect("the data is sound");
        let chart = Chart::of(&base).expect("a total and the year before");
        let shown: Vec<(u16, String, bool)> = chart
            .bars()
            .map(|bar| {
                (
                    bar.figure.year.value,
                    value(bar, Language::Ko),
                    bar.is_derived(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                (2021, "약 459억 달러".to_owned(), true),
                (2022, "543억 달러".to_owned(), false),
                (2022, "약 30.9%".to_owned(), false),
                (2022, "28.3%".to_owned(), false),
            ]
        );
        assert_eq!(chart.amounts[1].part, 1.0);
        assert!((0.8..0.9).contains(&chart.amounts[0].part));
        assert!(chart.shows(chart.overview));
        let voucher = base.by_slug("voucher").or_else(|| base.documents().last());
        assert!(voucher.is_some_and(|other| !chart.shows(other)));
    }
}
