//! What a base cites: each number that it says a paragraph states, and whether a paragraph does.

use crate::curate::article::Article;
use crate::curate::figures::{Attribute, Found};
use crate::knowledge::{Basis, Document, Figure, KnowledgeBase, SourceId};
use crate::text::number::Doubt;

/// A number that a base cites.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cited<'a> {
    /// The document.
    pub document: &'a Document,
    /// The figure that it belongs to.
    pub figure: &'a Figure,
    /// The number, in the unit of the figure.
    pub value: f64,
    /// Where it is stated.
    pub source: SourceId,
    /// Number of the paragraph, from 1.
    pub paragraph: u16,
    /// Whether it is the earlier value that the figure corrects.
    pub superseded: bool,
}

impl Cited<'_> {
    /// Its name as `data/` refers to it: `exports-2022.amount`.
    pub fn name(&self) -> String {
        let earlier = if self.superseded { ".supersedes" } else { "" };
        format!("{}.{}{earlier}", self.document.slug, self.figure.key)
    }

    /// Whether `found` is this number: same value, same unit, in the year it is for where its sentence names one.
    pub fn is(&self, found: &Found) -> bool {
        if found.stated.unit != Some(self.figure.unit) {
            return false;
        }
        let falls =
            found.says.contains(&Attribute::Decrease) || found.stated.doubt == Some(Doubt::Sign);
        let signs: &[f64] = if falls { &[1.0, -1.0] } else { &[1.0] };
        let same = |value: f64| {
            let stated = signs.iter().map(|sign| sign * value);
            stated
                .into_iter()
                .any(|stated| (stated - self.value).abs() <= self.value.abs() * 1e-9)
        };
        found.stated.value.is_some_and(same)
    }
}

/// Every number that a base cites, in the order of its documents.
pub(super) fn cited(base: &KnowledgeBase) -> Vec<Cited<'_>> {
    let figures = base.documents().iter().flat_map(|document| {
        let figures = document.figures.iter();
        figures.map(move |figure| (document, figure))
    });
    figures
        .flat_map(|(document, figure)| {
            let reported = (figure.basis == Basis::Reported).then_some((
                figure.value,
                &figure.citation,
                false,
            ));
            let earlier = figure.supersedes.as_ref();
            let earlier = earlier.map(|earlier| (earlier.value, &earlier.citation, true));
            let stated = reported.into_iter().chain(earlier);
            stated.filter_map(move |(value, citation, superseded)| {
                Some(Cited {
                    document,
                    figure,
                    value,
                    source: citation.source,
                    paragraph: *citation.paragraphs.first()?,
                    superseded,
                })
            })
        })
        .collect()
}

/// The source of a base that an article is: of that publisher and day. `None` where none or several are.
pub(super) fn source_of(base: &KnowledgeBase, article: &Article) -> Option<SourceId> {
    let mut same = (0..)
        .map(SourceId)
        .zip(base.sources())
        .filter(|(_, source)| {
            article.outlet.as_deref() == Some(source.publisher.ko.as_str())
                && article.published == Some(source.published)
        });
    match (same.next(), same.next()) {
        (Some((id, _)), None) => Some(id),
        _ => None,
    }
}
