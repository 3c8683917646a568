//! From "Look this up" in a message's menu to a [`Request`]: what that message says, answered to the one who asks alone.

use serenity::all::{CommandInteraction, Message};

use crate::request::{Ask, Request, Via};
use crate::text::language::Language;

/// The request in a command that was chosen from the menu of a message.
///
/// Somebody else wrote the message, so it tells nothing about the asker's language: that of the client decides, as the
/// `language` option would. A message that Discord did not send along, which it always does, holds no text.
pub(super) fn look_up(interaction: &CommandInteraction) -> Request {
    let target = interaction.data.target_id.and_then(|id| {
        let messages = &interaction.data.resolved.messages;
        messages.get(&id.to_message_id())
    });
    let locale = Language::from_locale(&interaction.locale);
    Request {
        ask: Ask::LookUp(target.map(parts).unwrap_or_default()),
        via: Via::Command,
        language: Some(locale),
        locale: Some(locale),
        private: true,
    }
}

/// What a message says, each part on one line: its text, the headlines of its cards, which tell what they are about, and then
/// the rest of them. Link previews are cards as well.
fn parts(message: &Message) -> Vec<String> {
    let cards = message.embeds.iter();
    let titles: Vec<&str> = cards.filter_map(|card| card.title.as_deref()).collect();
    let bodies: Vec<&str> = message
        .embeds
        .iter()
        .flat_map(|card| {
            let fields = card.fields.iter();
            let fields = fields.flat_map(|field| [field.name.as_str(), field.value.as_str()]);
            card.description.as_deref().into_iter().chain(fields)
        })
        .collect();
    let said = [&message.content, &titles.join(" "), &bodies.join(" ")];
    let said = said.map(|part| without_references(part));
    said.into_iter().filter(|part| !part.is_empty()).collect()
}

/// `text` on one line, without the mentions, channel links and emoji that Discord writes as `<…>`.
fn without_references(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        said.push_str(before);
        let end = tag.find('>').filter(|&end| is_reference(&tag[1..end]));
        rest = match end {
            Some(end) => {
                said.push(' ');
                &tag[end + 1..]
            }
            None => {
                said.push('<');
                &tag[1..]
            }
        };
    }
    said.push_str(rest);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether what stands between `<` and `>` refers to somebody or something by its id: `@1`, `@!1`, `@&1`, `#1`, `:name:1`,
/// `a:name:1`, `/name:1`, `t:1:R`.
fn is_reference(inside: &str) -> bool {
    let mut parts = inside.split(':');
    let starts = inside.starts_with(['@', '#', ':', '/'])
        || inside.starts_with("a:")
        || inside.starts_with("t:");
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    starts && parts.any(|part| digits(part.trim_start_matches(['@', '#', '!', '&', '-'])))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::all::Interaction;

    use super::*;
    use crate::discord::{receive, samples};

    /// The request for "Look this up" on a message with that content, from somebody whose client is in that language.
    fn read(content: &str, locale: &str, target: &str) -> Request {
        let mut message = samples::payload(samples::MESSAGE_MENTION);
        message["content"] = json!(content);
        let id = message["id"].as_str().unwrap().to_owned();
        let target = if target.is_empty() { &id } else { target };
        let data = json!({
            "id": "5", "name": "Look this up", "type": 3, "target_id": target,
            "resolved": { "messages": { &id: message } },
        });
        let mut interaction: Value = samples::interaction(2, data);
        interaction["locale"] = json!(locale);
        match serde_json::from_value(interaction).unwrap() {
            Interaction::Command(interaction) => receive::command(&interaction),
            other => panic!("a menu's command is read as {other:?}"),
        }
    }

    /// A message of that text alone.
    fn asked(text: &str) -> Ask {
        let text = (!text.is_empty()).then(|| text.to_owned());
        Ask::LookUp(text.into_iter().collect())
    }

    #[test]
    fn the_message_is_asked_about_in_private_and_in_the_askers_language() {
        for (content, locale, expected) in [
            ("수출바우처가 뭐예요?", "ko", Language::Ko),
            ("수출바우처가 뭐예요?", "en-US", Language::En),
            ("what is the export voucher?", "ko", Language::Ko),
            ("", "en-GB", Language::En),
        ] {
            let request = read(content, locale, "");
            let expected = Request {
                ask: asked(content),
                via: Via::Command,
                language: Some(expected),
                locale: Some(expected),
                private: true,
            };
            assert_eq!(request, expected, "{content:?} in {locale}");
        }
        assert_eq!(
            read("수출", "ko", "77").ask,
            asked(""),
            "a target that did not come along"
        );
    }

    #[test]
    fn references_are_no_text() {
        for (content, expected) in [
            ("<@100000000000000001> 수출액 알려줘", "수출액 알려줘"),
            ("<@!1> <@&2>  <#3>", ""),
            ("수출<:smile:123>바우처", "수출 바우처"),
            ("<a:wave:9> </program:5> <t:1675209600:R> 코트라", "코트라"),
            ("수출 < 수입 > 무역", "수출 < 수입 > 무역"),
            (
                "<https://example.com/1> 반도체",
                "<https://example.com/1> 반도체",
            ),
            ("a<b", "a<b"),
            ("여러\n줄의\t질문", "여러 줄의 질문"),
            ("<@한글> <", "<@한글> <"),
        ] {
            let request = read(content, "ko", "");
            assert_eq!(request.ask, asked(expected), "{content:?}");
        }
    }

    #[test]
    fn a_card_is_read_headline_first() {
        let card = json!({
            "type": "rich", "title": "수출 <:new:1> 바우처", "description": "기업마다 맞춤형",
            "fields": [{ "name": "분야", "value": "수출 인프라", "inline": false }],
            "footer": { "text": "출처" },
        });
        let preview =
            json!({ "type": "link", "title": "Incheon exports", "url": "https://example.com" });
        for (content, embeds, expected) in [
            (
                "",
                json!([card]),
                vec!["수출 바우처", "기업마다 맞춤형 분야 수출 인프라"],
            ),
            (
                "https://example.com",
                json!([preview]),
                vec!["https://example.com", "Incheon exports"],
            ),
            (
                "<@5>",
                json!([card, preview]),
                vec![
                    "수출 바우처 Incheon exports",
                    "기업마다 맞춤형 분야 수출 인프라",
                ],
            ),
            (
                "",
                json!([{ "type": "image", "url": "https://example.com/a.png" }]),
                vec![],
            ),
        ] {
            let mut message = samples::payload(samples::MESSAGE_MENTION);
            message["content"] = json!(content);
            message["embeds"] = embeds.clone();
            let message: Message = serde_json::from_value(message).unwrap();
            assert_eq!(parts(&message), expected, "{content:?} with {embeds}");
        }
    }
}
