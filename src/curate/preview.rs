//! A document's cards as Discord would show them, as text: the bar, the fields side by side, the buttons.

use crate::reply::{Controls, Reply, markdown};
use crate::request::{Ask, Request, Via};
use crate::responder::Responder;
use crate::text::language::Language;

/// The card of the document called `slug` in both languages, Korean first, each with its buttons; `None` where there is no
/// such document.
pub fn preview(responder: &Responder, slug: &str) -> Option<String> {
    responder.base().by_slug(slug)?;
    let cards = Language::ALL.map(|language| {
        let request = Request {
            ask: Ask::Program {
                name: Some(slug.to_owned()),
            },
            via: Via::Command,
            language: Some(language),
            locale: None,
            private: false,
        };
        card(&responder.respond(&request))
    });
    Some(cards.join("\n"))
}

/// Most fields that Discord puts beside each other.
const FIELDS_IN_ROW_MAX: usize = 3;

fn card(reply: &Reply) -> String {
    let mut lines: Vec<String> = Vec::new();
    let card = &reply.card;
    lines.push(markdown::plain(&card.title));
    lines.extend(
        markdown::plain(&card.description)
            .lines()
            .map(str::to_owned),
    );
    let mut rest = card.fields.as_slice();
    while let Some(first) = rest.first() {
        let beside = rest
            .iter()
            .take(FIELDS_IN_ROW_MAX)
            .take_while(|field| field.inline)
            .count();
        let (row, after) = rest.split_at(if first.inline { beside } else { 1 });
        lines.push(String::new());
        let names: Vec<String> = row
            .iter()
            .map(|field| markdown::plain(&field.name))
            .collect();
        let values: Vec<String> = row
            .iter()
            .map(|field| markdown::plain(&field.value))
            .collect();
        for cells in [names, values] {
            lines.extend(cells.join("  |  ").lines().map(str::to_owned));
        }
        rest = after;
    }
    if !card.footer.is_empty() {
        lines.push(String::new());
        lines.extend(card.footer.lines().map(str::to_owned));
    }
    let mut shown: String = lines
        .iter()
        .map(|line| format!("┃ {line}").trim_end().to_owned() + "\n")
        .collect();
    for controls in &reply.controls {
        shown.push_str(&pressed(controls));
        shown.push('\n');
    }
    shown
}

fn pressed(controls: &Controls) -> String {
    match controls {
        Controls::Buttons(buttons) => {
            let labels: Vec<String> = buttons
                .iter()
                .map(|button| format!("[ {} ]", button.label))
                .collect();
            labels.join(" ")
        }
        Controls::Menu(menu) => {
            let entries: Vec<&str> = menu
                .entries
                .iter()
                .map(|entry| entry.label.as_str())
                .collect();
            format!("[ {} ▾ ] {}", menu.placeholder, entries.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    #[test]
    fn a_document_is_shown_in_both_languages() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let responder = Responder::new(load::load(&data).expect("no problems"), Language::Ko);
        let shown = preview(&responder, "exports-2022").expect("it is there");
        for line in [
            "┃ 2022년 인천 수출액",
            "┃ 543억 달러 (2022년)",
            "┃ 수출 증가율  |  반도체 수출액  |  반도체 비중",
            "┃ 18.2% (2022년)  |  167억 달러 (2022년)  |  약 30.9% (2022년)",
            "┃ Incheon exports in 2022",
            "┃ Source: Dongyang News, 1 February 2023 (paragraphs 1, 2, 9)",
        ] {
            assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
        }
        let menu = preview(&responder, "field-infra").expect("it is there");
        assert!(menu.contains("▾ ] "), "{menu}");
        assert_eq!(preview(&responder, "수출"), None);
    }
}
