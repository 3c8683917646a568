//! What is worth a look after a document: its neighbours, one press away.

use crate::action::{Action, Listing};
use crate::knowledge::{Document, Kind, KnowledgeBase};
use crate::reply::limits::{BUTTON_LABEL_MAX_CHARS, clip};
use crate::reply::{Button, Controls, choice, wording};
use crate::text::language::Language;

/// Most buttons of the row: four still stand in two lines on a phone.
const RELATED_MAX: usize = 4;

/// The row of a document's neighbours; `None` for a document without any.
///
/// A program leads to its field, its siblings and the organisations that run it; a field to the other fields and to all
/// programs; a partner to all partners; everything else to what the curator relates to it.
pub fn row(base: &KnowledgeBase, document: &Document, language: Language) -> Option<Controls> {
    let documents: Vec<&Document> = neighbours(base, document);
    let listing = match document.kind {
        Kind::Program | Kind::Partner => Some(Listing::Partners),
        Kind::Field => Some(Listing::Programs),
        _ => None,
    };
    let room = RELATED_MAX - usize::from(listing.is_some());
    let mut buttons: Vec<Button> = documents
        .into_iter()
        .take(room)
        .map(|other| choice::button(other, choice::show(other, language), language))
        .collect();
    buttons.extend(listing.map(|listing| list(listing, language)));
    (!buttons.is_empty()).then_some(Controls::Buttons(buttons))
}

/// Each once, best first, the document itself left out, and of a field the programs that its card lists already.
fn neighbours<'a>(base: &'a KnowledgeBase, document: &'a Document) -> Vec<&'a Document> {
    let mut found: Vec<&Document> = Vec::new();
    let related = document.related.iter().map(|&id| base.document(id));
    let fields = base
        .of_kind(Kind::Field)
        .filter(|_| document.kind == Kind::Field);
    let own_field = document.field.map(|id| base.document(id));
    for other in own_field.into_iter().chain(fields).chain(related) {
        let listed = other.field == Some(document.id);
        let new = !found.iter().any(|known| known.id == other.id);
        if new && !listed && other.id != document.id {
            found.push(other);
        }
    }
    found
}

/// The button that opens a list.
fn list(listing: Listing, language: Language) -> Button {
    let name = match listing {
        Listing::Programs => wording::ALL_PROGRAMS,
        Listing::Partners => wording::ALL_PARTNERS,
    };
    Button {
        label: clip(name.get(language), BUTTON_LABEL_MAX_CHARS),
        action: Action::List {
            listing,
            page: 0,
            language,
        },
        disabled: false,
    }
}
