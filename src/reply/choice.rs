//! Ways to pick one of several documents: buttons for a few, a menu for more.

use crate::action::Action;
use crate::knowledge::{Document, DocumentId, KnowledgeBase};
use crate::reply::limits::{
    self, BUTTON_LABEL_MAX_CHARS, BUTTONS_PER_ROW_MAX, SELECT_LABEL_MAX_CHARS, clip,
};
use crate::reply::{Button, Controls, Menu, MenuEntry, wording};
use crate::text::language::Language;

/// Up to five documents as buttons, up to 25 as a menu; nothing for none. Any further ones are left out.
pub fn of(
    base: &KnowledgeBase,
    documents: &[DocumentId],
    year: Option<u16>,
    language: Language,
) -> Vec<Controls> {
    match documents.len() {
        0 => Vec::new(),
        1..=BUTTONS_PER_ROW_MAX => vec![Controls::Buttons(
            documents
                .iter()
                .map(|&id| button(base.document(id), year, language))
                .collect(),
        )],
        _ => menu(base, documents, language),
    }
}

/// The first 25 documents as a menu; nothing for none.
pub fn menu(base: &KnowledgeBase, documents: &[DocumentId], language: Language) -> Vec<Controls> {
    let entries: Vec<MenuEntry> = documents
        .iter()
        .take(limits::SELECT_OPTIONS_MAX)
        .map(|&id| entry(base.document(id), language))
        .collect();
    if entries.is_empty() {
        return Vec::new();
    }
    vec![Controls::Menu(Menu {
        placeholder: wording::PICK.get(language).to_string(),
        action: Action::Choose { language },
        entries,
    })]
}

/// The button that opens `document`.
pub fn button(document: &Document, year: Option<u16>, language: Language) -> Button {
    Button {
        label: clip(document.short.get(language), BUTTON_LABEL_MAX_CHARS),
        action: Action::Show {
            slug: document.slug.clone(),
            language,
            year,
        },
        primary: false,
    }
}

fn entry(document: &Document, language: Language) -> MenuEntry {
    MenuEntry {
        label: clip(document.name.get(language), SELECT_LABEL_MAX_CHARS),
        description: wording::kind(document.kind).get(language).to_string(),
        slug: document.slug.clone(),
    }
}
