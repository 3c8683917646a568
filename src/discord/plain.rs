//! A card as the text of a message, where the bot may not embed: the same words, source included, within Discord's limit.

use serenity::all::Permissions;

use crate::reply::Card;
use crate::reply::limits::CONTENT_MAX_CHARS;
use crate::reply::linear::{self, Markdown};

/// How a reply is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As an embed.
    Card,
    /// As the text of the message.
    Text,
}

/// Whether the bot may send files, as an interaction tells. Where its permissions are not told, all is allowed.
pub(super) fn may_attach(permissions: Option<Permissions>) -> bool {
    permissions.is_none_or(|it| it.attach_files() || it.administrator())
}

impl Shape {
    /// The shape that the bot's permissions allow, as an interaction tells them. Where they are not told, all is allowed.
    pub fn allowed(permissions: Option<Permissions>) -> Self {
        if permissions.is_none_or(|it| it.embed_links() || it.administrator()) {
            Self::Card
        } else {
            Self::Text
        }
    }
}

/// The card as the text of a message: at most 2000 characters, the source kept whole where anything has to be cut.
pub(super) fn content(card: &Card) -> String {
    let body = linear::lines(card, Markdown::Kept).join("\n");
    let source = match card.footer.as_str() {
        "" => String::new(),
        footer => format!("\n-# {footer}"),
    };
    let room = CONTENT_MAX_CHARS.saturating_sub(source.chars().count());
    let text = format!("{}{source}", clip(&body, room));
    // A source that alone is too long has to give way; Discord would refuse the whole answer.
    clip(text.trim_start(), CONTENT_MAX_CHARS)
}

/// `text` cut to at most `max_chars` characters, `…` where anything was cut, with its bold and code closed again.
///
/// Never cut between a backslash and what it escapes, so that no markup comes to life.
fn clip(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let (mut kept, mut length) = (String::new(), 0);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    loop {
        let unit = unit(rest);
        let toggled = toggle(&open, unit);
        let closers: usize = toggled.iter().map(|mark| mark.chars().count()).sum();
        let unit_chars = unit.chars().count();
        // Room stays for the ellipsis and for closing what is open.
        if unit.is_empty() || length + unit_chars + closers + 1 > max_chars {
            break;
        }
        kept.push_str(unit);
        length += unit_chars;
        open = toggled;
        rest = &rest[unit.len()..];
    }
    kept.truncate(kept.trim_end().len());
    if max_chars > 0 {
        kept.push('…');
    }
    kept.extend(open.into_iter().rev());
    kept
}

/// What must not be cut apart at the start of `text`: an escaped character, a mark, or one character. Empty at the end.
fn unit(text: &str) -> &str {
    let chars = if text.starts_with(['\\']) || text.starts_with("**") {
        2
    } else {
        1
    };
    let end = text
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The marks that are open behind `unit`, where `open` are before it.
fn toggle<'a>(open: &[&'a str], unit: &'a str) -> Vec<&'a str> {
    let mut open = open.to_vec();
    if matches!(unit, "**" | "`") {
        match open.iter().rposition(|mark| *mark == unit) {
            Some(at) => drop(open.remove(at)),
            None => open.push(unit),
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::CardField;

    fn card(description: String, footer: &str) -> Card {
        Card {
            title: "수출".to_owned(),
            description,
            footer: footer.to_owned(),
            ..Card::default()
        }
    }

    #[test]
    fn the_permissions_choose_the_shape() {
        for (permissions, expected) in [
            (None, Shape::Card),
            (Some(Permissions::EMBED_LINKS), Shape::Card),
            (Some(Permissions::ADMINISTRATOR), Shape::Card),
            (Some(Permissions::SEND_MESSAGES), Shape::Text),
            (Some(Permissions::empty()), Shape::Text),
        ] {
            assert_eq!(Shape::allowed(permissions), expected, "{permissions:?}");
        }
    }

    #[test]
    fn a_card_keeps_its_words_its_bold_and_its_source() {
        let mut answer = card(
            "**543억 달러**입니다.".to_owned(),
            "출처: 동양뉴스 (1번째 문단)",
        );
        answer.fields.push(CardField {
            name: "증가율".to_owned(),
            value: "18.2%".to_owned(),
            inline: true,
        });
        assert_eq!(
            content(&answer),
            "**수출**\n**543억 달러**입니다.\n**증가율**: 18.2%\n-# 출처: 동양뉴스 (1번째 문단)"
        );
        let greeting = Card {
            description: "안녕하세요".to_owned(),
            ..Card::default()
        };
        assert_eq!(content(&greeting), "안녕하세요");
        let source_only = Card {
            footer: "출처".to_owned(),
            ..Card::default()
        };
        assert_eq!(content(&source_only), "-# 출처");
    }

    #[test]
    fn what_fits_is_whole_and_what_is_one_too_long_is_cut_before_the_source() {
        // "**수출**\n" before it, "\n-# 출처" behind it.
        let room = CONTENT_MAX_CHARS - 7 - 6;
        let whole = content(&card("가".repeat(room), "출처"));
        assert_eq!(whole.chars().count(), CONTENT_MAX_CHARS);
        assert!(!whole.contains('…'));
        let cut = content(&card("가".repeat(room + 1), "출처"));
        assert_eq!(cut.chars().count(), CONTENT_MAX_CHARS);
        assert!(cut.ends_with("가…\n-# 출처"), "{cut}");
        let long_source = content(&card("가".to_owned(), &"나".repeat(2_100)));
        assert_eq!(long_source.chars().count(), CONTENT_MAX_CHARS);
    }

    #[test]
    fn a_cut_never_leaves_markup_open_or_brings_any_to_life() {
        for (text, max, expected) in [
            ("**가나다**", 7, "**가나다**"),
            ("**가나다** 라", 8, "**가나다**…"),
            ("**가나다** 라", 7, "**가나…**"),
            ("**가나다** 라", 6, "**가…**"),
            ("**가나다** 라", 5, "**…**"),
            ("**가나다** 라", 4, "…"),
            ("`가나` 다라", 5, "`가나`…"),
            ("`가나` 다라", 4, "`가…`"),
            ("가\\*나\\*다", 4, "가\\*…"),
            ("가\\*나\\*다", 3, "가…"),
            ("가나다 라", 4, "가나다…"),
            ("가나", 1, "…"),
            ("가나", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(clip(text, max), expected, "{text:?} to {max}");
        }
        let text = "**수출** \\*바우처\\* `/사업 수출` **반도체 \\@\u{200B}everyone** 끝";
        for max in 0..=text.chars().count() {
            let clipped = clip(text, max);
            assert!(clipped.chars().count() <= max, "{clipped:?} to {max}");
            let bare = clipped.replace("\\*", "").replace("\\@", "");
            assert_eq!(bare.matches("**").count() % 2, 0, "{clipped:?}");
            assert_eq!(bare.matches('`').count() % 2, 0, "{clipped:?}");
            assert!(!bare.contains('\\'), "{clipped:?}");
        }
    }
}
