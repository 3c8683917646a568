//! A figure: one number with its unit, year, basis and source, and its wording in both languages.

use crate::knowledge::{Citation, Date, DocumentId, KnowledgeBase};
use crate::text::language::{Bilingual, Language};
use crate::text::number::{Unit, write, write_factor};

/// The year a figure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureYear {
    /// Year of the Gregorian calendar.
    pub value: u16,
    /// True where the source names no year and the curator inferred it; the card then says "as reported in …".
    pub inferred: bool,
}

impl FigureYear {
    /// The year in words of `language`: `2022년`, `2022`; an inferred one as `2023년 2월 보도 기준`, `as reported in
    /// February 2023`, from the date its source was `published`.
    pub fn wording(self, published: Date, language: Language) -> String {
        if !self.inferred {
            let year = Date {
                year: self.value,
                month: None,
                day: None,
            };
            return year.wording(language);
        }
        let reported = published.to_month().wording(language);
        match language {
            Language::Ko => format!("{reported} 보도 기준"),
            Language::En => format!("as reported in {reported}"),
        }
    }
}

/// Whether a source states a figure or it follows from others.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// The source states it.
    Reported,
    /// Computed from two reported figures, rounded to three significant digits, and shown with its arithmetic.
    Derived(Derivation),
}

/// The arithmetic of a derived figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Derivation {
    /// The amount of the year before: `amount ÷ (1 + growth ÷ 100)`.
    BeforeGrowth {
        /// The later year's amount.
        amount: FigureRef,
        /// Growth since the year before, in percent.
        growth: FigureRef,
    },
    /// A part of an amount: `amount × share ÷ 100`.
    ShareOf {
        /// The whole.
        amount: FigureRef,
        /// The part, in percent.
        share: FigureRef,
    },
}

/// A figure of a document: position in [`crate::knowledge::Document::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FigureRef {
    /// The document.
    pub document: DocumentId,
    /// Position of the figure in it.
    pub figure: usize,
}

/// A number that the base states.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of the figure within its document; `document-slug.key` refers to it in `data/`.
    pub key: String,
    /// What it measures, for the card's field name.
    pub label: Bilingual,
    /// The number, in [`Figure::unit`].
    pub value: f64,
    /// What the number counts.
    pub unit: Unit,
    /// The year it is for.
    pub year: FigureYear,
    /// True where the source says "about".
    pub approximate: bool,
    /// True for a plan rather than a result.
    pub planned: bool,
    /// Stated or derived.
    pub basis: Basis,
    /// Where it is stated; for a derived figure, where its inputs are.
    pub citation: Citation,
    /// What an earlier source stated and this one corrects.
    pub supersedes: Option<Superseded>,
}

/// A value that a later source has corrected. It is told, but never answered with.
#[derive(Clone, Debug, PartialEq)]
pub struct Superseded {
    /// The earlier number, in the unit of the figure that corrects it.
    pub value: f64,
    /// Where it was stated.
    pub citation: Citation,
}

impl Figure {
    /// The number with its unit, in words of `language`: `543억 달러`, `US$54.3 billion`, `3,286개사`, `약 30.9%`.
    ///
    /// Derived and approximate figures say "about" (약).
    pub fn wording(&self, language: Language) -> String {
        let exact = write(self.value, self.unit, language);
        match (self.is_approximate(), language) {
            (false, _) => exact,
            (true, Language::Ko) => format!("약 {exact}"),
            (true, Language::En) => format!("about {exact}"),
        }
    }

    /// How a derived figure comes about: `543억 달러 ÷ 1.182`, `US$54.3 billion × 28.3%`. `None` for a reported one.
    ///
    /// `base` must be the one that the figure is in.
    pub fn arithmetic(&self, base: &KnowledgeBase, language: Language) -> Option<String> {
        let exact = |reference: FigureRef| {
            let input = base.figure(reference);
            write(input.value, input.unit, language)
        };
        match &self.basis {
            Basis::Reported => None,
            Basis::Derived(Derivation::BeforeGrowth { amount, growth }) => {
                let factor = write_factor(1.0 + base.figure(*growth).value / 100.0);
                Some(format!("{} ÷ {factor}", exact(*amount)))
            }
            Basis::Derived(Derivation::ShareOf { amount, share }) => {
                Some(format!("{} × {}", exact(*amount), exact(*share)))
            }
        }
    }

    /// The year it is for, in words of `language`; see [`FigureYear::wording`]. `base` must be the one it is in.
    pub fn year_wording(&self, base: &KnowledgeBase, language: Language) -> String {
        let published = base.source(self.citation.source).published;
        self.year.wording(published, language)
    }

    /// Whether the number is not exact: the source says "about", or it was computed.
    fn is_approximate(&self) -> bool {
        self.approximate || self.basis != Basis::Reported
    }
}
