//! Every problem of a base at once: those of its files, and those that only show once its cards are rendered.

use std::fmt::Display;

use crate::action::{Action, Listing};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::load::{Diagnostic, Progress};
use crate::reply::limits;
use crate::reply::{Card, Controls, Reply};
use crate::request::{Ask, Press, Request, Via};
use crate::responder::Responder;
use crate::text::language::Language;

/// The problems, one a line, with their number at the end.
pub fn report<T: Display>(problems: &[T]) -> String {
    let mut lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.push(match problems.len() {
        1 => "1 problem".to_owned(),
        count => format!("{count} problems"),
    });
    lines.join("\n")
}

/// What a base without problems holds, in one line.
pub fn summary(base: &KnowledgeBase) -> String {
    let figures: usize = base
        .documents()
        .iter()
        .map(|document| document.figures.len())
        .sum();
    let sources = match base.sources().len() {
        1 => "1 source".to_owned(),
        count => format!("{count} sources"),
    };
    format!(
        "no problems: {} documents, {figures} figures, {sources}",
        base.documents().len()
    )
}

/// Problems of the rendered cards: every document, list and notice in both languages against Discord's limits. Tells on
/// the way how many documents it has checked.
pub fn rendered(responder: &Responder, progress: &mut Progress<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let base = &*responder.base();
    let (mut checked, all) = (0, base.documents().len());
    for language in Language::ALL {
        for document in base.documents() {
            progress.documents("checked", checked / Language::ALL.len(), all);
            checked += 1;
            let reply = responder.respond(&request(
                Ask::Program {
                    name: Some(document.slug.clone()),
                },
                language,
            ));
            for (part, problem) in over_limits(&reply) {
                problems.push(Diagnostic {
                    file: document.topic.file().into(),
                    document: Some(document.slug.clone()),
                    key: None,
                    problem: format!("the {} card's {part} {problem}", language.code()),
                    fix: "shorten the texts it is made of".to_owned(),
                });
            }
        }
        let notices = [("help", Ask::Help), ("greeting", Ask::Greeting)];
        for (name, ask) in pages(base, language).into_iter().chain(notices) {
            for (part, problem) in over_limits(&responder.respond(&request(ask, language))) {
                let problem = Diagnostic {
                    file: "data".into(),
                    document: None,
                    key: None,
                    problem: format!("the {} {name}'s {part} {problem}", language.code()),
                    fix: "shorten the names it is made of".to_owned(),
                };
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    problems
}

/// Every page of every list. No list has more pages than entries; those past its end are its last one again.
fn pages(base: &KnowledgeBase, language: Language) -> Vec<(&'static str, Ask)> {
    let of = |listing: Listing| {
        let name = match listing {
            Listing::Programs => "list of programs",
            Listing::Partners => "list of partners",
        };
        let entries = u16::try_from(base.of_kind(listing.kind()).count()).unwrap_or(u16::MAX);
        (0..entries).map(move |page| {
            let action = Action::List {
                listing,
                page,
                language,
            };
            (name, Ask::Press(Press::by_asker(action)))
        })
    };
    Listing::ALL.into_iter().flat_map(of).collect()
}

fn request(ask: Ask, language: Language) -> Request {
    Request {
        ask,
        via: Via::Command,
        language: Some(language),
        locale: None,
        private: false,
    }
}

/// What of a reply Discord would refuse: the part, and by how much it is over its limit.
pub fn over_limits(reply: &Reply) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    let mut at_most = |part: String, length: usize, limit: usize, unit: &str| {
        if length > limit {
            let problem = format!("has {length} {unit}; Discord takes {limit}");
            problems.push((part, problem));
        }
    };
    let chars = |text: &str| text.chars().count();
    let card = &reply.card;
    for (part, text, limit) in [
        ("title", &card.title, limits::EMBED_TITLE_MAX_CHARS),
        (
            "description",
            &card.description,
            limits::EMBED_DESCRIPTION_MAX_CHARS,
        ),
        ("footer", &card.footer, limits::EMBED_FOOTER_MAX_CHARS),
    ] {
        at_most(part.to_owned(), chars(text), limit, "characters");
    }
    at_most(
        "fields".to_owned(),
        card.fields.len(),
        limits::EMBED_FIELDS_MAX,
        "entries",
    );
    for field in &card.fields {
        let part = format!("field `{}`", field.name);
        at_most(
            format!("{part} name"),
            chars(&field.name),
            limits::EMBED_FIELD_NAME_MAX_CHARS,
            "characters",
        );
        at_most(
            part,
            chars(&field.value),
            limits::EMBED_FIELD_VALUE_MAX_CHARS,
            "characters",
        );
    }
    at_most(
        "text in all".to_owned(),
        total_chars(card),
        limits::EMBED_TOTAL_MAX_CHARS,
        "characters",
    );
    at_most(
        "rows".to_owned(),
        reply.controls.len(),
        limits::ROWS_MAX,
        "entries",
    );
    for controls in &reply.controls {
        match controls {
            Controls::Buttons(buttons) => at_most(
                "row of buttons".to_owned(),
                buttons.len(),
                limits::BUTTONS_PER_ROW_MAX,
                "buttons",
            ),
            Controls::Menu(menu) => at_most(
                "menu".to_owned(),
                menu.entries.len(),
                limits::SELECT_OPTIONS_MAX,
                "entries",
            ),
        }
    }
    problems
}

/// All text of a card, as Discord adds it up.
fn total_chars(card: &Card) -> usize {
    let fields = card
        .fields
        .iter()
        .flat_map(|field| [&field.name, &field.value]);
    [&card.title, &card.description, &card.footer]
        .into_iter()
        .chain(fields)
        .map(|text| text.chars().count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::{CardField, Delivery, Outcome, Visibility};

    fn reply(card: Card) -> Reply {
        Reply {
            language: Language::Ko,
            visibility: Visibility::Everyone,
            outcome: Outcome::Exact,
            delivery: Delivery::Message,
            card,
            controls: Vec::new(),
        }
    }

    fn field(name: &str, value: &str) -> CardField {
        CardField {
            name: name.to_owned(),
            value: value.to_owned(),
            inline: false,
        }
    }

    #[test]
    fn a_card_fits_up_to_the_limit_and_not_one_character_further() {
        let han = |count: usize| "한".repeat(count);
        for (card, expected) in [
            (
                Card {
                    title: han(256),
                    ..Card::default()
                },
                None,
            ),
            (
                Card {
                    title: han(257),
                    ..Card::default()
                },
                Some("title has 257 characters; Discord takes 256"),
            ),
            (
                Card {
                    description: han(4096),
                    ..Card::default()
                },
                None,
            ),
            (
                Card {
                    description: han(4097),
                    ..Card::default()
                },
                Some("description has 4097 characters; Discord takes 4096"),
            ),
            (
                Card {
                    footer: han(2049),
                    ..Card::default()
                },
                Some("footer has 2049 characters; Discord takes 2048"),
            ),
            (
                Card {
                    fields: vec![field("때", &han(1024))],
                    ..Card::default()
                },
                None,
            ),
            (
                Card {
                    fields: vec![field("때", &han(1025))],
                    ..Card::default()
                },
                Some("field `때` has 1025 characters; Discord takes 1024"),
            ),
            (
                Card {
                    fields: vec![field("때", "-"); 26],
                    ..Card::default()
                },
                Some("fields has 26 entries; Discord takes 25"),
            ),
            (
                Card {
                    description: han(4000),
                    footer: han(2000),
                    ..Card::default()
                },
                None,
            ),
            (
                Card {
                    description: han(4000),
                    footer: han(2001),
                    ..Card::default()
                },
                Some("text in all has 6001 characters; Discord takes 6000"),
            ),
        ] {
            let problems = over_limits(&reply(card.clone()));
            let sentence = problems
                .first()
                .map(|(part, problem)| format!("{part} {problem}"));
            assert_eq!(sentence.as_deref(), expected, "{card:?}");
        }
    }

    #[test]
    fn the_base_has_no_problems_once_rendered() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = crate::knowledge::load::load(&data).expect("the base has no problems");
        let responder = Responder::new(base, Language::Ko);
        let problems = rendered(&responder, &mut Progress::silent());
        assert_eq!(problems, Vec::new());
    }
}
