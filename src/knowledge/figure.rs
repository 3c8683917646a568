//! A figure: one number with its unit, year, basis and source, and its wording in both languages.

use crate::knowledge::{Citation, DocumentId};
use crate::text::language::{Bilingual, Language};
use crate::text::number::Unit;

/// The year a figure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureYear {
    /// Year of the Gregorian calendar.
    pub value: u16,
    /// True where the source names no year and the curator inferred it; the card then says "as reported in …".
    pub inferred: bool,
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
}

impl Figure {
    /// The number with its unit, in words of `language`: `543억 달러`, `US$54.3 billion`, `3,286개사`, `약 30.9%`.
    ///
    /// Derived and approximate figures say "about" (약).
    pub fn wording(&self, language: Language) -> String {
        let _ = language;
        unimplemented!("written with text::number")
    }
}
