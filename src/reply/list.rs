//! Lists: every program, every partner, the programs of a field. Each says how many exist and how many are named.

use crate::action::{Action, Listing, Turn};
use crate::knowledge::{Citation, Document, DocumentId, Kind, KnowledgeBase};
use crate::reply::wording::{self, Wording, fill};
use crate::reply::{Button, Card, CardField, Controls, card, choice, markdown};
use crate::text::language::Language;

/// Most entries of a page: with headings and buttons about what a phone shows at once.
const PAGE_ENTRIES_MAX: usize = 10;

/// A page of a list, with a menu to open one of its entries and, where there are several pages, buttons to turn them.
///
/// `page` counts from 0; past the end it is the last one.
pub fn of(
    base: &KnowledgeBase,
    listing: Listing,
    page: u16,
    language: Language,
) -> (Card, Vec<Controls>) {
    let documents: Vec<&Document> = base.of_kind(listing.kind()).collect();
    let pages = pages(base, &documents);
    let last = pages.len().saturating_sub(1);
    let page = usize::from(page).min(last);
    let shown: &[Group] = pages.get(page).map_or(&[], Vec::as_slice);
    let (title, named) = match listing {
        Listing::Programs => (
            wording::PROGRAMS,
            programs_named(base, &documents, language),
        ),
        Listing::Partners => (
            wording::PARTNERS,
            count(wording::PARTNERS_NAMED, "named", documents.len(), language),
        ),
    };
    let mut lines = vec![named];
    if last > 0 {
        // Also beside the button that shows it, which screen readers pass over because it cannot be pressed.
        lines.push(position(page, last, language));
    }
    let mut fields = Vec::new();
    for group in shown {
        match group.heading(language) {
            Some(name) => fields.push(CardField {
                name,
                value: lines_of(&group.members, language).join("\n"),
                inline: false,
            }),
            None => lines.extend(lines_of(&group.members, language)),
        }
    }
    let footer = card::source_lines(base, &sources(&documents), language);
    let card = Card {
        title: title.get(language).to_string(),
        description: lines.join("\n"),
        fields,
        footer,
        colour: card::COLOUR,
    };
    let mut controls = Vec::new();
    if last > 0 {
        controls.push(turns(listing, page, last, language));
    }
    let ids: Vec<DocumentId> = shown
        .iter()
        .flat_map(|group| &group.members)
        .map(|document| document.id)
        .collect();
    controls.extend(choice::menu(base, &ids, None, language));
    (card, controls)
}

/// Documents of one field, or of none, as far as they stand on one page.
struct Group<'a> {
    field: Option<&'a Document>,
    /// How many there are in all.
    size: usize,
    members: Vec<&'a Document>,
}

impl Group<'_> {
    /// `해외 판로개척 (6)`; `None` for documents of no field.
    fn heading(&self, language: Language) -> Option<String> {
        let field = self.field?;
        Some(format!("{} ({})", field.name.get(language), self.size))
    }
}

/// The pages: fields stay whole as long as they fit on one, since a heading tells more than a full page.
fn pages<'a>(base: &'a KnowledgeBase, documents: &[&'a Document]) -> Vec<Vec<Group<'a>>> {
    let mut pages: Vec<Vec<Group>> = Vec::new();
    let mut room = 0;
    for field in [None]
        .into_iter()
        .chain(base.of_kind(Kind::Field).map(Some))
    {
        let id = field.map(|field| field.id);
        let members: Vec<&Document> = documents
            .iter()
            .copied()
            .filter(|document| document.field == id)
            .collect();
        for part in members.chunks(PAGE_ENTRIES_MAX) {
            if part.len() > room {
                pages.push(Vec::new());
                room = PAGE_ENTRIES_MAX;
            }
            room -= part.len();
            let group = Group {
                field,
                size: members.len(),
                members: part.to_vec(),
            };
            if let Some(page) = pages.last_mut() {
                page.push(group);
            }
        }
    }
    pages
}

/// First, previous, the position, next, last. Those that lead nowhere cannot be pressed.
fn turns(listing: Listing, page: usize, last: usize, language: Language) -> Controls {
    let buttons = Turn::ALL.map(|turn| {
        let (label, to) = match turn {
            Turn::First => (wording::FIRST_PAGE.get(language).to_string(), 0),
            Turn::Previous => (
                wording::PREVIOUS_PAGE.get(language).to_string(),
                page.saturating_sub(1),
            ),
            Turn::Here => (position(page, last, language), page),
            Turn::Next => (
                wording::NEXT_PAGE.get(language).to_string(),
                (page + 1).min(last),
            ),
            Turn::Last => (wording::LAST_PAGE.get(language).to_string(), last),
        };
        Button {
            label,
            disabled: to == page,
            action: Action::Turn {
                listing,
                turn,
                // A base of more pages than that would not load.
                page: u16::try_from(to).unwrap_or(u16::MAX),
                language,
            },
        }
    });
    Controls::Buttons(buttons.into())
}

/// `1/3쪽`; both count from 0.
fn position(page: usize, last: usize, language: Language) -> String {
    fill(
        wording::POSITION,
        language,
        &[
            ("page", &(page + 1).to_string()),
            ("pages", &(last + 1).to_string()),
        ],
    )
}

/// What the card of a field adds: its programs, how many there are in all, and a way to open one. `None` where no program is
/// of that field.
pub fn of_field(
    base: &KnowledgeBase,
    field: &Document,
    language: Language,
) -> Option<(CardField, Vec<Controls>)> {
    let programs: Vec<&Document> = base.of_kind(Kind::Program).collect();
    let members: Vec<&Document> = programs
        .iter()
        .copied()
        .filter(|program| program.field == Some(field.id))
        .collect();
    if members.is_empty() {
        return None;
    }
    let mut lines = lines_of(&members, language);
    lines.push(programs_named(base, &programs, language));
    let shown = CardField {
        name: count(wording::PROGRAMS_OF_FIELD, "count", members.len(), language),
        value: lines.join("\n"),
        inline: false,
    };
    let ids: Vec<DocumentId> = members.iter().map(|program| program.id).collect();
    Some((shown, choice::menu(base, &ids, None, language)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    #[test]
    fn a_field_is_split_only_where_it_fills_a_page_by_itself() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let fields: Vec<DocumentId> = base.of_kind(Kind::Field).map(|field| field.id).collect();
        let program = base.of_kind(Kind::Program).next().expect("a program");
        // How many programs of no field, and of each of three fields: how many stand on each page.
        for (counts, expected) in [
            ([0, 0, 0, 0], vec![]),
            ([6, 0, 0, 0], vec![vec![6]]),
            ([10, 0, 0, 0], vec![vec![10]]),
            ([11, 0, 0, 0], vec![vec![10], vec![1]]),
            ([0, 6, 7, 5], vec![vec![6], vec![7], vec![5]]),
            ([0, 3, 4, 3], vec![vec![3, 4, 3]]),
            ([0, 3, 4, 4], vec![vec![3, 4], vec![4]]),
            ([1, 25, 2, 0], vec![vec![1], vec![10], vec![10], vec![5, 2]]),
        ] {
            let mut documents = Vec::new();
            for (index, count) in counts.into_iter().enumerate() {
                let field = index.checked_sub(1).map(|index| fields[index]);
                documents.extend((0..count).map(|_| Document {
                    field,
                    ..program.clone()
                }));
            }
            let documents: Vec<&Document> = documents.iter().collect();
            let pages: Vec<Vec<usize>> = pages(&base, &documents)
                .iter()
                .map(|page| page.iter().map(|group| group.members.len()).collect())
                .collect();
            assert_eq!(pages, expected, "{counts:?}");
        }
    }
}
