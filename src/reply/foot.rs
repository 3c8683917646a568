//! The last row of a reply: the other language, the chart, "wrong or outdated?", delete.

use crate::action::Action;
use crate::answer::{Answer, Decision};
use crate::chart::Chart;
use crate::knowledge::KnowledgeBase;
use crate::reply::limits::clip;
use crate::reply::wording::{self, Wording};
use crate::reply::{Button, Controls, Delivery, Visibility, markdown};
use crate::request::{Request, Via};
use crate::text::language::Language;

/// The row; `None` where nothing fits the reply, as for a sentence to one presser.
///
/// A terminal has the other language only: its reader can neither open a form nor take back what was printed.
pub fn row(
    base: &KnowledgeBase,
    request: &Request,
    answer: &Answer,
    visibility: Visibility,
    delivery: &Delivery,
) -> Option<Controls> {
    if matches!(delivery, Delivery::Form(_) | Delivery::Removal) {
        return None;
    }
    let language = answer.language;
    let mut buttons = Vec::new();
    if let Some(action) = retold(base, &answer.decision, language.other()) {
        buttons.push(Button {
            label: wording::language_name(language.other()).to_owned(),
            action,
            disabled: false,
        });
    }
    if request.via != Via::Terminal {
        if is_charted(base, &answer.decision) {
            buttons.push(button(wording::CHART, Action::Chart { language }, language));
        }
        if let Some(about) = doubted(base, &answer.decision) {
            let action = Action::Report { about, language };
            buttons.push(button(wording::REPORT, action, language));
        }
        if visibility == Visibility::Everyone {
            buttons.push(button(
                wording::DELETE,
                Action::Delete { language },
                language,
            ));
        }
    }
    (!buttons.is_empty()).then_some(Controls::Buttons(buttons))
}

fn button(label: Wording, action: Action, language: Language) -> Button {
    Button {
        label: label.get(language).to_string(),
        action,
        disabled: false,
    }
}

/// What says the same in `language`; `None` for what speaks both, and for sentences to one presser, which speak theirs.
fn retold(base: &KnowledgeBase, decision: &Decision, language: Language) -> Option<Action> {
    let show = |id, year| Action::Show {
        slug: base.document(id).slug.clone(),
        language,
        year,
    };
    match decision {
        Decision::Document { id, year } => Some(show(*id, *year)),
        // A custom id has no room for a year that nobody means.
        Decision::NoFigures { about, year, .. } => u16::try_from(*year)
            .ok()
            .map(|year| show(*about, Some(year))),
        Decision::List { listing, page } => Some(Action::List {
            listing: *listing,
            page: *page,
            language,
        }),
        Decision::Choices { year, .. } => Some(Action::Choices {
            language,
            year: *year,
        }),
        Decision::Unknown { typed, topic } => Some(Action::Unknown {
            typed: clip(&markdown::visible(typed), Action::TYPED_MAX_CHARS),
            topic: *topic,
            language,
        }),
        Decision::Help => Some(Action::Help { language }),
        Decision::Greeting
        | Decision::Chart
        | Decision::MentionMe { .. }
        | Decision::NoText
        | Decision::Gone(_)
        | Decision::NotYours { .. }
        | Decision::Remove
        | Decision::ReportForm { .. }
        | Decision::Thanks
        | Decision::TooMuch(_) => None,
    }
}

/// Whether the chart shows the document that is told about; never in a build that draws none.
fn is_charted(base: &KnowledgeBase, decision: &Decision) -> bool {
    let Decision::Document { id, .. } = decision else {
        return false;
    };
    cfg!(feature = "chart") && Chart::of(base).is_some_and(|chart| chart.shows(base.document(*id)))
}

/// The document that may be wrong or outdated, or the base as a whole; `None` where nothing is claimed.
fn doubted(base: &KnowledgeBase, decision: &Decision) -> Option<Option<String>> {
    match decision {
        Decision::Document { id, .. } | Decision::NoFigures { about: id, .. } => {
            Some(Some(base.document(*id).slug.clone()))
        }
        Decision::List { .. } | Decision::Unknown { .. } | Decision::Help => Some(None),
        _ => None,
    }
}
