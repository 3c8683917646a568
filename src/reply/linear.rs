//! A card as lines of text, for places that show no cards: a terminal, and a channel where the bot may not embed.

use crate::reply::{Card, markdown};

/// Whether the lines keep Discord's markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markdown {
    /// Headline and names are bold, what was escaped stays so.
    Kept,
    /// As it reads.
    Removed,
}

/// Headline, body and named values of a card, top to bottom, without its footer. What is empty has no line.
///
/// A line may hold several, joined by line breaks, as its text does.
pub fn lines(card: &Card, kept: Markdown) -> Vec<String> {
    let text = |text: &str| match kept {
        Markdown::Kept => text.to_owned(),
        Markdown::Removed => markdown::plain(text),
    };
    let strong = |text: &str| match kept {
        Markdown::Kept => markdown::bold(text),
        Markdown::Removed => markdown::plain(text),
    };
    let mut lines = Vec::new();
    if !card.title.is_empty() {
        lines.push(strong(&card.title));
    }
    if !card.description.is_empty() {
        lines.push(text(&card.description));
    }
    for field in &card.fields {
        let value = text(&field.value);
        let gap = if value.contains('\n') { '\n' } else { ' ' };
        lines.push(format!("{}:{gap}{value}", strong(&field.name)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::CardField;

    #[test]
    fn a_card_reads_top_to_bottom_with_and_without_markdown() {
        let field = |name: &str, value: &str| CardField {
            name: name.to_owned(),
            value: value.to_owned(),
            inline: true,
        };
        let card = Card {
            title: "2022년 수출액".to_owned(),
            description: "**543억 달러** (C\\-ITP)".to_owned(),
            fields: vec![field("증가율", "18.2%"), field("분야", "- 하나\n- 둘")],
            footer: "출처".to_owned(),
            colour: 0,
        };
        let kept = [
            "**2022년 수출액**",
            "**543억 달러** (C\\-ITP)",
            "**증가율**: 18.2%",
            "**분야**:\n- 하나\n- 둘",
        ];
        assert_eq!(lines(&card, Markdown::Kept), kept);
        let removed = [
            "2022년 수출액",
            "543억 달러 (C-ITP)",
            "증가율: 18.2%",
            "분야:\n- 하나\n- 둘",
        ];
        assert_eq!(lines(&card, Markdown::Removed), removed);
        assert_eq!(lines(&Card::default(), Markdown::Kept), [""; 0]);
    }
}
