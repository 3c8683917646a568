//! Lists: every program, every partner, the programs of a field. Each says how many exist and how many are named.

use crate::knowledge::{Citation, Document, DocumentId, Kind, KnowledgeBase};
use crate::reply::wording::{self, Wording, fill};
use crate::reply::{Card, CardField, Controls, card, choice, markdown};
use crate::text::language::Language;

/// The list of every document of `kind`, with a menu to open one.
pub fn of_kind(base: &KnowledgeBase, kind: Kind, language: Language) -> (Card, Vec<Controls>) {
    let documents: Vec<&Document> = base.of_kind(kind).collect();
    let (title, description) = match kind {
        Kind::Program => (
            wording::PROGRAMS,
            programs_named(base, &documents, language),
        ),
        _ => (
            wording::PARTNERS,
            count(wording::PARTNERS_NAMED, "named", documents.len(), language),
        ),
    };
    let fields = base
        .of_kind(Kind::Field)
        .filter_map(|field| field_of_list(field, &documents, language))
        .collect();
    let ungrouped: Vec<&Document> = documents
        .iter()
        .copied()
        .filter(|document| document.field.is_none())
        .collect();
    let mut lines = vec![description];
    lines.extend(lines_of(&ungrouped, language));
    let ids: Vec<DocumentId> = documents.iter().map(|document| document.id).collect();
    let footer = card::source_lines(base, &sources(&documents), language);
    let card = Card {
        title: title.get(language).to_string(),
        description: lines.join("\n"),
        fields,
        footer,
        colour: card::COLOUR,
    };
    (card, choice::menu(base, &ids, language))
}

/// What the card of a field adds: its programs, how many there are in all, and a way to open one.
pub fn of_field(
    base: &KnowledgeBase,
    field: &Document,
    language: Language,
) -> Option<(CardField, Vec<Controls>)> {
    let programs: Vec<&Document> = base.of_kind(Kind::Program).collect();
    let mut shown = field_of_list(field, &programs, language)?;
    let total = programs_named(base, &programs, language);
    let ids: Vec<DocumentId> = in_field(field, &programs)
        .map(|program| program.id)
        .collect();
    shown.name = count(wording::PROGRAMS_OF_FIELD, "count", ids.len(), language);
    shown.value = format!("{}\n{total}", shown.value);
    Some((shown, choice::menu(base, &ids, language)))
}

fn in_field<'a>(
    field: &'a Document,
    programs: &'a [&'a Document],
) -> impl Iterator<Item = &'a Document> {
    programs
        .iter()
        .copied()
        .filter(|program| program.field == Some(field.id))
}

fn field_of_list(
    field: &Document,
    programs: &[&Document],
    language: Language,
) -> Option<CardField> {
    let members: Vec<&Document> = in_field(field, programs).collect();
    (!members.is_empty()).then(|| CardField {
        name: format!("{} ({})", field.name.get(language), members.len()),
        value: lines_of(&members, language).join("\n"),
        inline: false,
    })
}

fn lines_of(documents: &[&Document], language: Language) -> Vec<String> {
    documents
        .iter()
        .map(|document| markdown::bullet(document.short.get(language)))
        .collect()
}

/// "18 of 38": the base names fewer programs than there are, and every list says so. The total is one source's, so it says
/// nothing of programs from several.
fn programs_named(base: &KnowledgeBase, programs: &[&Document], language: Language) -> String {
    let named = programs.len();
    let total = base.program_total();
    match total.filter(|_| sources(programs).len() <= 1) {
        Some(total) => fill(
            wording::PROGRAMS_NAMED,
            language,
            &[("named", &named.to_string()), ("total", &total.to_string())],
        ),
        None => count(wording::PROGRAMS_NAMED_ONLY, "named", named, language),
    }
}

fn count(wording: Wording, key: &str, value: usize, language: Language) -> String {
    fill(wording, language, &[(key, &value.to_string())])
}

/// The sources of a list, each once and without paragraphs: its entries rest on several.
fn sources(documents: &[&Document]) -> Vec<Citation> {
    let mut sources: Vec<Citation> = Vec::new();
    for document in documents {
        let source = document.citation.source;
        if sources.iter().all(|known| known.source != source) {
            sources.push(Citation {
                source,
                paragraphs: Vec::new(),
            });
        }
    }
    sources
}
