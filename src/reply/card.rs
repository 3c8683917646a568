//! The card of one document: headline figure or name first, at most one phone screen, its source at the foot.

use crate::knowledge::{Basis, Citation, Document, Figure, Kind, KnowledgeBase};
use crate::reply::wording::{self, fill};
use crate::reply::{Card, CardField, markdown};
use crate::text::language::Language;

/// Colour of the bar of every card: the city's blue. The same for all, since it carries no meaning.
pub const COLOUR: u32 = 0x00_5B_AC;

/// Most related figures that a card repeats, so that it fits one phone screen.
const RELATED_FIGURES_MAX: usize = 4;

/// The card of `document`; with a `year`, the figures of that year come first.
pub fn document(
    base: &KnowledgeBase,
    document: &Document,
    year: Option<u16>,
    language: Language,
) -> Card {
    let mut figures: Vec<&Figure> = document.figures.iter().collect();
    if let Some(year) = year {
        // Stable: within and outside the year the curator's order stays.
        figures.sort_by_key(|figure| figure.year.value != year);
    }
    let headline = figures.first().copied();
    let mut description = Vec::new();
    if let Some(figure) = headline {
        description.push(figure_with_year(base, figure, true, language));
        description.extend(derivation(base, figure, language));
    }
    // The summary is about the document's own headline; under another year's figure it would mislead.
    if headline.is_none_or(|figure| is_own_headline(document, figure)) {
        description.push(document.summary.get(language).clone());
    }

    let mut fields: Vec<CardField> = figures
        .iter()
        .skip(1)
        .map(|figure| figure_field(base, figure.label.get(language), figure, language))
        .collect();
    fields.extend(related_figures(base, document, language));
    fields.extend(facts(base, document, language));

    Card {
        title: title(document, headline, language).to_owned(),
        description: description.join("\n"),
        fields,
        footer: source_line(base, &shown_citation(document, headline), language),
        colour: COLOUR,
    }
}

/// The document's name; where another than its own headline figure comes first, what that figure measures.
fn title<'a>(document: &'a Document, headline: Option<&'a Figure>, language: Language) -> &'a str {
    let title = match headline {
        Some(figure) if !is_own_headline(document, figure) => &figure.label,
        _ => &document.name,
    };
    title.get(language)
}

fn is_own_headline(document: &Document, figure: &Figure) -> bool {
    document.headline().is_some_and(|own| own.key == figure.key)
}

/// `543억 달러 (2022년)`; a plan is called one.
pub fn figure_with_year(
    base: &KnowledgeBase,
    figure: &Figure,
    emphasised: bool,
    language: Language,
) -> String {
    let text = figure.wording(language);
    let text = if emphasised {
        markdown::bold(&text)
    } else {
        text
    };
    let template = if figure.planned {
        wording::FIGURE_PLANNED
    } else {
        wording::FIGURE
    };
    let year = figure.year_wording(base, language);
    fill(template, language, &[("figure", &text), ("year", &year)])
}

/// How a derived figure was computed; nothing for a reported one.
fn derivation(base: &KnowledgeBase, figure: &Figure, language: Language) -> Option<String> {
    let arithmetic = figure.arithmetic(base, language)?;
    Some(fill(
        wording::DERIVED,
        language,
        &[("arithmetic", &arithmetic)],
    ))
}

/// A figure as a named value, with how it was computed where it was.
pub fn figure_field(
    base: &KnowledgeBase,
    name: &str,
    figure: &Figure,
    language: Language,
) -> CardField {
    let mut value = figure_with_year(base, figure, false, language);
    if let Some(derivation) = derivation(base, figure, language) {
        value.push('\n');
        value.push_str(&derivation);
    }
    CardField {
        name: name.to_owned(),
        value,
        inline: matches!(figure.basis, Basis::Reported),
    }
}

/// The headlines of related figures: what somebody who asks for the total wants to see as well.
fn related_figures(
    base: &KnowledgeBase,
    document: &Document,
    language: Language,
) -> Vec<CardField> {
    if document.kind != Kind::Figure {
        return Vec::new();
    }
    document
        .related
        .iter()
        .map(|&id| base.document(id))
        .filter(|related| related.kind == Kind::Figure)
        .filter_map(|related| Some((related, related.headline()?)))
        .take(RELATED_FIGURES_MAX)
        .map(|(related, figure)| figure_field(base, related.short.get(language), figure, language))
        .collect()
}

/// What is known besides figures, and what the source leaves out.
fn facts(base: &KnowledgeBase, document: &Document, language: Language) -> Vec<CardField> {
    let mut fields = Vec::new();
    let mut add = |name: &str, value: String| {
        fields.push(CardField {
            name: name.to_owned(),
            value,
            inline: false,
        });
    };
    if let Some(date) = document.date {
        add(wording::DATE.get(language), date.wording(language));
    }
    if let Some(field) = document.field {
        let field = base.document(field).name.get(language).clone();
        add(wording::FIELD.get(language), field);
    }
    let mut missing = Vec::new();
    for &detail in document.kind.details() {
        match document.details.get(&detail) {
            Some(text) => add(
                wording::detail_name(detail).get(language),
                text.get(language).clone(),
            ),
            None => missing.push(*wording::detail(detail).get(language)),
        }
    }
    if !missing.is_empty() {
        add(wording::NOT_STATED.get(language), missing.join(", "));
    }
    fields
}

/// The headline's citation with the document's own: what the card as a whole rests on.
fn shown_citation(document: &Document, headline: Option<&Figure>) -> Citation {
    let mut citation = document.citation.clone();
    if let Some(figure) = headline
        && figure.citation.source == citation.source
    {
        citation.paragraphs.extend(&figure.citation.paragraphs);
        citation.paragraphs.sort_unstable();
        citation.paragraphs.dedup();
    }
    citation
}

/// `출처: 동양뉴스, 2023년 2월 1일 (1·2번째 문단)`
pub fn source_line(base: &KnowledgeBase, citation: &Citation, language: Language) -> String {
    let source = base.source(citation.source);
    let template = match citation.paragraphs.len() {
        0 => wording::SOURCE_WHOLE,
        1 => wording::SOURCE,
        _ => wording::SOURCE_MANY,
    };
    let separator = match language {
        Language::Ko => "·",
        Language::En => ", ",
    };
    let paragraphs: Vec<String> = citation.paragraphs.iter().map(u16::to_string).collect();
    fill(
        template,
        language,
        &[
            ("publisher", source.publisher.get(language)),
            ("date", &source.published.wording(language)),
            ("paragraphs", &paragraphs.join(separator)),
        ],
    )
}
