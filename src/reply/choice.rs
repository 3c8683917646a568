//! Ways to open one of several documents: buttons for a few, a menu for more.

use crate::action::Action;
use crate::knowledge::{Document, DocumentId, KnowledgeBase};
use crate::reply::limits::{
    self, BUTTON_LABEL_MAX_CHARS, BUTTONS_PER_ROW_MAX, SELECT_LABEL_MAX_CHARS, clip,
};
use crate::reply::{Button, Controls, Menu, MenuEntry, wording};
use crate::text::language::Language;

/// "Which one do you mean?": up to five documents as buttons, up to 25 as a menu; nothing for none. Any further ones are
/// left out. What is picked becomes the answer, so it is the asker's to pick.
pub fn pick(
    base: &KnowledgeBase,
    documents: &[DocumentId],
    year: Option<u16>,
    language: Language,
) -> Vec<Controls> {
    of(base, documents, year, language, |document| Action::Pick {
        slug: document.slug.clone(),
        language,
        year,
    })
}

/// Documents that are worth a look, as buttons or a menu; anybody may open them.
pub fn offer(base: &KnowledgeBase, documents: &[DocumentId], language: Language) -> Vec<Controls> {
    of(base, documents, None, language, |document| {
        show(document, language)
    })
}

fn of(
    base: &KnowledgeBase,
    documents: &[DocumentId],
    year: Option<u16>,
    language: Language,
    action: impl Fn(&Document) -> Action,
) -> Vec<Controls> {
    match documents.len() {
        0 => Vec::new(),
        1..=BUTTONS_PER_ROW_MAX => vec![Controls::Buttons(
            documents
                .iter()
                .map(|&id| base.document(id))
                .map(|document| button(document, action(document), language))
                .collect(),
        )],
        _ => menu(base, documents, year, language),
    }
}

/// The first 25 documents as a menu; nothing for none.
pub fn menu(
    base: &KnowledgeBase,
    documents: &[DocumentId],
    year: Option<u16>,
    language: Language,
) -> Vec<Controls> {
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
        action: Action::Choose { language, year },
        entries,
    })]
}

/// What opens a document.
pub fn show(document: &Document, language: Language) -> Action {
    Action::Show {
        slug: document.slug.clone(),
        language,
        year: None,
    }
}

/// A button with a document's name.
pub fn button(document: &Document, action: Action, language: Language) -> Button {
    Button {
        label: clip(document.short.get(language), BUTTON_LABEL_MAX_CHARS),
        action,
        disabled: false,
    }
}

fn entry(document: &Document, language: Language) -> MenuEntry {
    MenuEntry {
        label: clip(document.name.get(language), SELECT_LABEL_MAX_CHARS),
        description: wording::kind(document.kind).get(language).to_string(),
        slug: document.slug.clone(),
    }
}
