//! What a press on a button, or a choice from a menu, is answered with.

use super::{Answer, Decision, Look};
use crate::action::{Action, For};
use crate::chart::Chart;
use crate::knowledge::DocumentId;
use crate::request::{Press, Presser};

impl Look<'_> {
    /// What is for others than the asker is refused; what is gone is said to be gone. Both in the presser's own language.
    pub(super) fn press(&self, press: &Press) -> Answer {
        let Some(action) = &press.action else {
            return self.plain(Decision::Gone(None));
        };
        if let (For::Asker(belonging), Presser::Other { asker }) = (action.is_for(), press.presser)
        {
            return self.plain(Decision::NotYours { belonging, asker });
        }
        let decision = match action {
            Action::Show { slug, year, .. } | Action::Pick { slug, year, .. } => {
                self.pressed_document(slug, *year)
            }
            // A menu that nothing was chosen from leads nowhere.
            Action::Choose { .. } => Decision::Gone(None),
            Action::Choices { year, .. } => self.pressed_choices(&press.offered, *year),
            Action::List { listing, page, .. } | Action::Turn { listing, page, .. } => {
                Decision::List {
                    listing: *listing,
                    page: *page,
                }
            }
            Action::Unknown { typed, topic, .. } => Decision::Unknown {
                typed: typed.clone(),
                topic: *topic,
            },
            Action::Help { .. } => Decision::Help,
            Action::Chart { .. } if Chart::of(self.base).is_some() => Decision::Chart,
            Action::Chart { .. } => Decision::Gone(None),
            Action::Report { about, .. } => Decision::ReportForm {
                about: about.clone(),
            },
            Action::Delete { .. } => Decision::Remove,
        };
        if let Decision::Gone(_) = decision {
            return self.plain(decision);
        }
        Answer {
            language: action.language(),
            decision,
            hits: Vec::new(),
        }
    }

    fn pressed_document(&self, slug: &str, year: Option<u16>) -> Decision {
        let Some(document) = self.base.by_slug(slug) else {
            return Decision::Gone(Some(slug.to_owned()));
        };
        match year {
            Some(year) => self.in_year(document.id, i64::from(year)),
            None => Decision::Document {
                id: document.id,
                year: None,
            },
        }
    }

    /// What is left of the documents that were offered.
    fn pressed_choices(&self, offered: &[String], year: Option<u16>) -> Decision {
        let documents: Vec<DocumentId> = offered
            .iter()
            .filter_map(|slug| self.base.by_slug(slug))
            .map(|document| document.id)
            .collect();
        match documents.as_slice() {
            [] => Decision::Gone(None),
            [id] => Decision::Document {
                id: *id,
                year: None,
            },
            _ => Decision::Choices { documents, year },
        }
    }
}
