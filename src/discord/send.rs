//! From a [`Reply`] to the JSON that Discord takes, by serenity's builders.
//!
//! Nothing made here can ping anyone: every message carries an empty `allowed_mentions`.

use serde::Serialize;
use serde_json::Value;
use serenity::all::{
    AutocompleteChoice, ButtonStyle, CreateActionRow, CreateAllowedMentions,
    CreateAutocompleteResponse, CreateButton, CreateEmbed, CreateEmbedFooter,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, MessageId, MessageReference, Nonce,
};

use super::deliver::Question;
use super::plain::{self, Shape};
use crate::reply::limits::SUGGESTIONS_MAX;
use crate::reply::{Button, Card, Controls, Menu, Outcome, Reply, Visibility};
use crate::request::{Suggestion, SuggestionValue, Via};

/// The response to a command or a press.
///
/// A press edits the message it is on (type 7), except when it leads nowhere: then the presser alone is told (type 4), and
/// what everybody sees stays. A command gets a message of its own (type 4), private where the reply says so.
pub(super) fn interaction_response(reply: &Reply, via: Via, shape: Shape) -> Value {
    let message = CreateInteractionResponseMessage::new()
        .components(rows(&reply.controls))
        .allowed_mentions(CreateAllowedMentions::new());
    let edits = via == Via::Component && reply.outcome != Outcome::Gone;
    let message = match shape {
        Shape::Card => message.embed(embed(&reply.card)),
        Shape::Text => message.content(plain::content(&reply.card)),
    };
    // What is edited may have had the other shape, when the bot's permissions were others.
    let message = match shape {
        Shape::Card if edits => message.content(""),
        Shape::Text if edits => message.embeds(Vec::new()),
        _ => message,
    };
    let private = via == Via::Component || reply.visibility == Visibility::Asker;
    body(&if edits {
        CreateInteractionResponse::UpdateMessage(message)
    } else if private {
        CreateInteractionResponse::Message(message.ephemeral(true))
    } else {
        CreateInteractionResponse::Message(message)
    })
}

/// The response to somebody typing into an option (type 8): at most 25 suggestions, as many as Discord takes.
pub(super) fn suggestions(suggestions: &[Suggestion]) -> Value {
    let choices = suggestions
        .iter()
        .take(SUGGESTIONS_MAX)
        .map(|suggestion| match &suggestion.value {
            SuggestionValue::Text(slug) => {
                AutocompleteChoice::new(suggestion.name.as_str(), slug.as_str())
            }
            SuggestionValue::Integer(number) => {
                AutocompleteChoice::new(suggestion.name.as_str(), *number)
            }
        })
        .collect();
    body(&CreateInteractionResponse::Autocomplete(
        CreateAutocompleteResponse::new().set_choices(choices),
    ))
}

/// A message that answers another, as a reply to it where it `refers`; Discord drops a repetition of it, since the nonce is
/// the question's own id.
///
/// A question that was deleted meanwhile is answered without reference.
pub(super) fn message(reply: &Reply, shape: Shape, question: Question, refers: bool) -> Value {
    let mut message = only_once(question.message).components(rows(&reply.controls));
    message = match shape {
        Shape::Card => message.embed(embed(&reply.card)),
        Shape::Text => message.content(plain::content(&reply.card)),
    };
    if refers {
        let reference = MessageReference::from((question.channel, question.message));
        message = message.reference_message(reference.fail_if_not_exists(false));
    }
    body(&message)
}

/// A message of one sentence about another message.
pub(super) fn notice(text: &str, about: MessageId) -> Value {
    body(&only_once(about).content(text))
}

/// An empty message that pings nobody and that Discord takes once in answer to `question`.
fn only_once(question: MessageId) -> CreateMessage {
    CreateMessage::new()
        .allowed_mentions(CreateAllowedMentions::new())
        .nonce(Nonce::String(question.to_string()))
        .enforce_nonce(true)
}

fn embed(card: &Card) -> CreateEmbed {
    let mut embed = CreateEmbed::new().colour(card.colour).fields(
        card.fields
            .iter()
            .map(|field| (field.name.as_str(), field.value.as_str(), field.inline)),
    );
    if !card.title.is_empty() {
        embed = embed.title(card.title.as_str());
    }
    if !card.description.is_empty() {
        embed = embed.description(card.description.as_str());
    }
    if !card.footer.is_empty() {
        embed = embed.footer(CreateEmbedFooter::new(card.footer.as_str()));
    }
    embed
}

fn rows(controls: &[Controls]) -> Vec<CreateActionRow> {
    controls
        .iter()
        .map(|row| match row {
            Controls::Buttons(buttons) => {
                CreateActionRow::Buttons(buttons.iter().map(button).collect())
            }
            Controls::Menu(entries) => CreateActionRow::SelectMenu(menu(entries)),
        })
        .collect()
}

fn button(button: &Button) -> CreateButton {
    CreateButton::new(button.action.to_string())
        .label(button.label.as_str())
        .style(if button.primary {
            ButtonStyle::Primary
        } else {
            ButtonStyle::Secondary
        })
}

fn menu(menu: &Menu) -> CreateSelectMenu {
    let options = menu
        .entries
        .iter()
        .map(|entry| {
            let option = CreateSelectMenuOption::new(entry.label.as_str(), entry.slug.as_str());
            if entry.description.is_empty() {
                option
            } else {
                option.description(entry.description.as_str())
            }
        })
        .collect();
    CreateSelectMenu::new(
        menu.action.to_string(),
        CreateSelectMenuKind::String { options },
    )
    .placeholder(menu.placeholder.as_str())
}

/// What a builder sends, without the keys that say nothing, at every depth.
///
/// The builders write `null` for much that is not set, and `attachments: []` always, which on an edit would remove the
/// files that stand.
fn body(builder: &impl Serialize) -> Value {
    let mut body = serde_json::to_value(builder).expect("builders are maps with text keys");
    drop_silent_keys(&mut body);
    body
}

fn drop_silent_keys(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, value| match value {
                Value::Null => false,
                Value::Array(items) => {
                    !(items.is_empty() && matches!(key.as_str(), "attachments" | "sticker_ids"))
                }
                _ => true,
            });
            fields.values_mut().for_each(drop_silent_keys);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_silent_keys),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serenity::all::{ChannelId, UserId};
    use tokio::time::Instant;

    use super::*;
    use crate::action::Action;
    use crate::reply::{CardField, MenuEntry};
    use crate::text::language::Language;

    fn reply() -> Reply {
        Reply {
            language: Language::Ko,
            visibility: Visibility::Everyone,
            outcome: Outcome::Answered,
            card: Card {
                title: "543억 달러".to_owned(),
                description: "2022년 수출액".to_owned(),
                fields: vec![CardField {
                    name: "증가율".to_owned(),
                    value: "18.2%".to_owned(),
                    inline: true,
                }],
                footer: "출처".to_owned(),
                colour: 0x1F_6F_EB,
            },
            controls: vec![
                Controls::Buttons(vec![
                    Button {
                        label: "English".to_owned(),
                        action: show("total"),
                        primary: false,
                    },
                    Button {
                        label: "반도체".to_owned(),
                        action: show("semiconductors"),
                        primary: true,
                    },
                ]),
                Controls::Menu(Menu {
                    placeholder: "고르세요".to_owned(),
                    action: Action::Choose {
                        language: Language::Ko,
                    },
                    entries: vec![
                        MenuEntry {
                            label: "수출바우처".to_owned(),
                            description: "해외시장 개척".to_owned(),
                            slug: "export-voucher".to_owned(),
                        },
                        MenuEntry {
                            label: "KOTRA".to_owned(),
                            description: String::new(),
                            slug: "kotra".to_owned(),
                        },
                    ],
                }),
            ],
        }
    }

    fn show(slug: &str) -> Action {
        Action::Show {
            slug: slug.to_owned(),
            language: Language::En,
            year: None,
        }
    }

    fn bare() -> Reply {
        Reply {
            card: Card {
                title: "제목".to_owned(),
                ..Card::default()
            },
            controls: Vec::new(),
            ..reply()
        }
    }

    fn mute() -> Value {
        json!({ "parse": [], "users": [], "roles": [] })
    }

    #[test]
    fn a_reply_becomes_an_embed_and_rows() {
        let expected = json!({
            "type": 4,
            "data": {
                "embeds": [{
                    "type": "rich",
                    "title": "543억 달러",
                    "description": "2022년 수출액",
                    "color": 0x1F_6F_EB,
                    "fields": [{ "name": "증가율", "value": "18.2%", "inline": true }],
                    "footer": { "text": "출처" },
                }],
                "components": [
                    { "type": 1, "components": [
                        { "type": 2, "style": 2, "label": "English", "custom_id": "1/show/en/total", "disabled": false },
                        { "type": 2, "style": 1, "label": "반도체", "custom_id": "1/show/en/semiconductors", "disabled": false },
                    ] },
                    { "type": 1, "components": [{
                        "type": 3,
                        "custom_id": "1/choose/ko",
                        "placeholder": "고르세요",
                        "options": [
                            { "label": "수출바우처", "value": "export-voucher", "description": "해외시장 개척" },
                            { "label": "KOTRA", "value": "kotra" },
                        ],
                    }] },
                ],
                "allowed_mentions": mute(),
            },
        });
        let sent = interaction_response(&reply(), Via::Command, Shape::Card);
        assert_eq!(sent, expected);
        let mut as_text = expected;
        as_text["data"].as_object_mut().unwrap().remove("embeds");
        as_text["data"]["content"] =
            json!("**543억 달러**\n2022년 수출액\n**증가율**: 18.2%\n-# 출처");
        let sent = interaction_response(&reply(), Via::Command, Shape::Text);
        assert_eq!(sent, as_text, "the same with its components");
    }

    #[test]
    fn the_way_and_the_outcome_choose_the_kind_of_response() {
        let private = Some(64);
        for (via, visibility, outcome, kind, flags) in [
            (
                Via::Command,
                Visibility::Everyone,
                Outcome::Answered,
                4,
                None,
            ),
            (
                Via::Command,
                Visibility::Asker,
                Outcome::Answered,
                4,
                private,
            ),
            (Via::Command, Visibility::Asker, Outcome::Choice, 4, private),
            (
                Via::Component,
                Visibility::Everyone,
                Outcome::Answered,
                7,
                None,
            ),
            (
                Via::Component,
                Visibility::Asker,
                Outcome::Answered,
                7,
                None,
            ),
            (
                Via::Component,
                Visibility::Everyone,
                Outcome::Gone,
                4,
                private,
            ),
            (Via::Component, Visibility::Asker, Outcome::Gone, 4, private),
        ] {
            let reply = Reply {
                visibility,
                outcome,
                ..bare()
            };
            let mut data = json!({
                "embeds": [{ "type": "rich", "title": "제목", "color": 0 }],
                "components": [],
                "allowed_mentions": mute(),
            });
            if let Some(flags) = flags {
                data["flags"] = json!(flags);
            }
            if kind == 7 {
                data["content"] = json!("");
            }
            assert_eq!(
                interaction_response(&reply, via, Shape::Card),
                json!({ "type": kind, "data": data }),
                "{via:?}, {visibility:?}, {outcome:?}"
            );
            data.as_object_mut().unwrap().remove("embeds");
            data["content"] = json!("**제목**");
            if kind == 7 {
                data["embeds"] = json!([]);
            }
            assert_eq!(
                interaction_response(&reply, via, Shape::Text),
                json!({ "type": kind, "data": data }),
                "{via:?}, {visibility:?}, {outcome:?}, as text"
            );
        }
    }

    #[test]
    fn a_message_replies_without_pinging_and_only_once() {
        let expected = json!({
            "embeds": [{ "type": "rich", "title": "제목", "color": 0 }],
            "components": [],
            "allowed_mentions": mute(),
            "message_reference": { "type": 0, "channel_id": "3", "message_id": "4", "fail_if_not_exists": false },
            "nonce": "4",
            "enforce_nonce": true,
            "tts": false,
        });
        let question = Question {
            channel: ChannelId::new(3),
            message: MessageId::new(4),
            author: UserId::new(5),
            received: Instant::now(),
        };
        assert_eq!(message(&bare(), Shape::Card, question, true), expected);
        let mut alone = expected;
        let fields = alone.as_object_mut().unwrap();
        fields.insert("embeds".to_owned(), json!([]));
        fields.remove("message_reference");
        fields.insert("content".to_owned(), json!("**제목**"));
        assert_eq!(message(&bare(), Shape::Text, question, false), alone);
    }

    #[test]
    fn suggestions_keep_their_order_their_type_and_discords_limit() {
        let suggestion = |name: &str, value| Suggestion {
            name: name.to_owned(),
            value,
        };
        let both = [
            suggestion("2022년", SuggestionValue::Integer(2022)),
            suggestion(
                "수출바우처",
                SuggestionValue::Text("export-voucher".to_owned()),
            ),
        ];
        let expected = json!({ "type": 8, "data": { "choices": [
            { "name": "2022년", "value": 2022 },
            { "name": "수출바우처", "value": "export-voucher" },
        ] } });
        assert_eq!(suggestions(&both), expected);
        for (count, sent) in [(0, 0), (25, 25), (26, 25)] {
            let many = vec![both[0].clone(); count];
            let choices = suggestions(&many)["data"]["choices"]
                .as_array()
                .map(Vec::len);
            assert_eq!(choices, Some(sent), "{count} suggestions");
        }
    }
}
