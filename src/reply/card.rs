//! The card of one document: headline figure or name first, at most one phone screen, its source at the foot.

use crate::knowledge::{Basis, Citation, Document, Figure, Kind, KnowledgeBase};
use crate::reply::wording::{self, fill};
use crate::reply::{Card, CardField, markdown};
use crate::text::language::Language;
use crate::text::number::write;

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
        description.extend(correction(base, figure, language));
    }
    // The summary is about the document's own headline; under another year's figure it would mislead.
    if headline.is_none_or(|figure| is_own_headline(document, figure)) {
        description.push(document.summary.get(language).clone());
    }

    let mut fields: Vec<CardField> = measures(&figures)
        .into_iter()
        .filter_map(|measure| match measure.as_slice() {
            // The headline is on the card already.
            [only] => headline
                .is_none_or(|headline| headline.key != only.key)
                .then(|| figure_field(base, only.label.get(language), only, language)),
            years => Some(years_field(base, years, language)),
        })
        .collect();
    fields.extend(related_figures(base, document, year, language));
    fields.extend(facts(base, document, language));

    Card {
        title: title(document, headline, language).to_owned(),
        description: description.join("\n"),
        fields,
        footer: source_lines(base, &shown_citations(document, headline), language),
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
    let explained = [
        derivation(base, figure, language),
        correction(base, figure, language),
    ];
    let inline = explained.iter().all(Option::is_none);
    for line in explained.into_iter().flatten() {
        value.push('\n');
        value.push_str(&line);
    }
    CardField {
        name: name.to_owned(),
        value,
        inline,
    }
}

/// The reported figures that measure the same, in several years, together; the others alone. In the order given.
fn measures<'a>(figures: &[&'a Figure]) -> Vec<Vec<&'a Figure>> {
    let mut measures: Vec<Vec<&Figure>> = Vec::new();
    for &figure in figures {
        let same = measures.iter_mut().find(|measure| {
            measure[0].label == figure.label
                && measure[0].unit == figure.unit
                && measure[0].basis == Basis::Reported
                && figure.basis == Basis::Reported
        });
        match same {
            Some(measure) => measure.push(figure),
            None => measures.push(vec![figure]),
        }
    }
    measures
}

/// One measure side by side in all its years, the earliest first.
fn years_field(base: &KnowledgeBase, years: &[&Figure], language: Language) -> CardField {
    let mut years = years.to_vec();
    years.sort_by_key(|figure| figure.year.value);
    let values: Vec<String> = years
        .iter()
        .map(|figure| figure_with_year(base, figure, false, language))
        .collect();
    let label = years[0].label.get(language);
    CardField {
        name: fill(wording::BY_YEAR, language, &[("label", label)]),
        value: values.join(" → "),
        inline: false,
    }
}

/// What a figure corrects; nothing for one that stands as first reported.
fn correction(base: &KnowledgeBase, figure: &Figure, language: Language) -> Option<String> {
    let earlier = figure.supersedes.as_ref()?;
    let source = base.source(earlier.citation.source);
    Some(fill(
        wording::CORRECTED,
        language,
        &[
            ("figure", &write(earlier.value, figure.unit, language)),
            ("publisher", source.publisher.get(language)),
            ("date", &source.published.wording(language)),
        ],
    ))
}

/// The headlines of related figures, or what is reported for the `year` asked for: what somebody who asks for the total wants to see as
/// well.
fn related_figures(
    base: &KnowledgeBase,
    document: &Document,
    year: Option<u16>,
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
        .filter_map(|related| {
            let reported = |figure: &&Figure| figure.basis == Basis::Reported;
            let of_year = year.and_then(|year| related.figures_in(year).find(reported));
            Some((related, of_year.or(related.headline())?))
        })
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

/// What the card as a whole rests on, each source once: the document's own with the headline's paragraphs, then the others
/// that state it, a figure of it, or what a figure corrects.
fn shown_citations(document: &Document, headline: Option<&Figure>) -> Vec<Citation> {
    let own = document.citation.source;
    let figures = document.figures.iter();
    let headline = headline.map(|figure| &figure.citation);
    let of_figures = figures.flat_map(|figure| {
        let earlier = figure.supersedes.as_ref();
        [
            Some(&figure.citation),
            earlier.map(|earlier| &earlier.citation),
        ]
    });
    let others = of_figures
        .flatten()
        .filter(|citation| citation.source != own);
    let mut shown = vec![document.citation.clone()];
    for citation in headline.into_iter().chain(&document.also).chain(others) {
        match shown
            .iter_mut()
            .find(|known| known.source == citation.source)
        {
            Some(known) => {
                known.paragraphs.extend(&citation.paragraphs);
                known.paragraphs.sort_unstable();
                known.paragraphs.dedup();
            }
            None => shown.push(citation.clone()),
        }
    }
    shown
}

/// Each source on a line of its own.
pub fn source_lines(base: &KnowledgeBase, citations: &[Citation], language: Language) -> String {
    let lines: Vec<String> = citations
        .iter()
        .map(|citation| source_line(base, citation, language))
        .collect();
    lines.join("\n")
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
