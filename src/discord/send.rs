//! From a [`Reply`] to the JSON that Discord takes, by serenity's builders.
//!
//! Nothing made here can ping anyone: every message carries an empty `allowed_mentions`.

use serde::Serialize;
use serde_json::{Value, json};
use serenity::all::{
    AutocompleteChoice, ButtonStyle, CreateActionRow, CreateAllowedMentions,
    CreateAutocompleteResponse, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditMessage, InputTextStyle,
    MessageId, MessageReference, Nonce, UserId,
};

use super::deliver::Question;
use super::plain::{self, Shape};
use crate::action::{Action, CustomId};
use crate::reply::limits::SUGGESTIONS_MAX;
use crate::reply::{Button, Card, Controls, Delivery, Form, Menu, Picture, Reply, Visibility};
use crate::request::{Suggestion, SuggestionValue};

/// The response to a command, a press or a form.
///
/// A message of its own (type 4), private where the reply says so; the message pressed in new words (type 7); a form (type
/// 9); or, where the message pressed is to go, the bare word that the press arrived (type 6).
///
/// `asker` is written into the controls: the one who asked, where the message will not tell by itself.
pub(super) fn interaction_response(reply: &Reply, asker: Option<UserId>, shape: Shape) -> Value {
    let message = || {
        let message = CreateInteractionResponseMessage::new()
            .components(rows(&reply.controls, asker))
            .allowed_mentions(CreateAllowedMentions::new());
        match shape {
            Shape::Card => message.embed(embed(&reply.card)),
            Shape::Text => message.content(plain::content(&reply.card)),
        }
    };
    // What is edited may have had the other shape, when the bot's permissions were others.
    let message_in_place = || match shape {
        Shape::Card => message().content(""),
        Shape::Text => message().embeds(Vec::new()),
    };
    body(&match (&reply.delivery, reply.visibility) {
        (Delivery::Message, Visibility::Everyone) => CreateInteractionResponse::Message(message()),
        (Delivery::Message, Visibility::Asker) => {
            CreateInteractionResponse::Message(message().ephemeral(true))
        }
        (Delivery::InPlace, _) => CreateInteractionResponse::UpdateMessage(message_in_place()),
        (Delivery::Form(form), _) => CreateInteractionResponse::Modal(modal(form)),
        (Delivery::Removal, _) => CreateInteractionResponse::Acknowledge,
    })
}

/// A response with a picture, its first file: on its card, else below its text.
pub(super) fn with_picture(mut response: Value, picture: &Picture) -> Value {
    response["data"]["attachments"] =
        json!([{ "id": "0", "filename": picture.file_name, "description": picture.alt }]);
    if let Some(card) = response.pointer_mut("/data/embeds/0") {
        card["image"] = json!({ "url": format!("attachment://{}", picture.file_name) });
    }
    response
}

/// A form: in a row, not in a label as Discord now prefers, since serenity loses what is typed into those.
fn modal(form: &Form) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Paragraph, form.label.as_str(), FORM_TEXT)
        .placeholder(form.placeholder.as_str())
        .min_length(1)
        .max_length(form.max_chars)
        .required(true);
    CreateModal::new(custom_id(&form.action, None), form.title.as_str())
        .components(vec![CreateActionRow::InputText(input)])
}

/// Custom id of a form's only field.
const FORM_TEXT: &str = "text";

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
    let rows = rows(&reply.controls, Some(question.author));
    let mut message = only_once(question.message).components(rows);
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

/// A reply to a message of `asker`'s in new words, after the message was edited; it may have had the other shape before.
pub(super) fn edited_message(reply: &Reply, shape: Shape, asker: UserId) -> Value {
    let message = EditMessage::new()
        .components(rows(&reply.controls, Some(asker)))
        .allowed_mentions(CreateAllowedMentions::new());
    body(&match shape {
        Shape::Card => message.content("").embed(embed(&reply.card)),
        Shape::Text => message
            .content(plain::content(&reply.card))
            .embeds(Vec::new()),
    })
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

/// A card that replies to nobody.
pub(super) fn card(card: &Card, shape: Shape) -> Value {
    let message = CreateMessage::new().allowed_mentions(CreateAllowedMentions::new());
    body(&match shape {
        Shape::Card => message.embed(embed(card)),
        Shape::Text => message.content(plain::content(card)),
    })
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

fn rows(controls: &[Controls], asker: Option<UserId>) -> Vec<CreateActionRow> {
    controls
        .iter()
        .map(|row| match row {
            Controls::Buttons(buttons) => {
                let buttons = buttons.iter().map(|shown| button(shown, asker));
                CreateActionRow::Buttons(buttons.collect())
            }
            Controls::Menu(entries) => CreateActionRow::SelectMenu(menu(entries, asker)),
        })
        .collect()
}

/// All buttons look alike: what one does is in its word.
fn button(button: &Button, asker: Option<UserId>) -> CreateButton {
    CreateButton::new(custom_id(&button.action, asker))
        .label(button.label.as_str())
        .style(ButtonStyle::Secondary)
        .disabled(button.disabled)
}

fn menu(menu: &Menu, asker: Option<UserId>) -> CreateSelectMenu {
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
        custom_id(&menu.action, asker),
        CreateSelectMenuKind::String { options },
    )
    .placeholder(menu.placeholder.as_str())
}

fn custom_id(action: &Action, asker: Option<UserId>) -> String {
    let action = action.clone();
    let asker = asker.map(UserId::get);
    CustomId { action, asker }.to_string()
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
    use serenity::all::ChannelId;
    use tokio::time::Instant;

    use super::*;
    use crate::reply::{CardField, MenuEntry, Outcome};
    use crate::text::language::Language;

    fn reply() -> Reply {
        Reply {
            language: Language::Ko,
            visibility: Visibility::Everyone,
            outcome: Outcome::Exact,
            delivery: Delivery::Message,
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
                        disabled: false,
                    },
                    Button {
                        label: "반도체".to_owned(),
                        action: show("semiconductors"),
                        disabled: true,
                    },
                ]),
                Controls::Menu(Menu {
                    placeholder: "고르세요".to_owned(),
                    action: Action::Choose {
                        language: Language::Ko,
                        year: None,
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
                        { "type": 2, "style": 2, "label": "반도체", "custom_id": "1/show/en/semiconductors", "disabled": true },
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
        let sent = interaction_response(&reply(), None, Shape::Card);
        assert_eq!(sent, expected);
        let mut as_text = expected;
        as_text["data"].as_object_mut().unwrap().remove("embeds");
        as_text["data"]["content"] =
            json!("**543억 달러**\n2022년 수출액\n**증가율**: 18.2%\n-# 출처");
        let sent = interaction_response(&reply(), None, Shape::Text);
        assert_eq!(sent, as_text, "the same with its components");
    }

    #[test]
    fn the_delivery_chooses_the_kind_of_response() {
        for (delivery, visibility, kind, flags) in [
            (Delivery::Message, Visibility::Everyone, 4, None),
            (Delivery::Message, Visibility::Asker, 4, Some(64)),
            (Delivery::InPlace, Visibility::Everyone, 7, None),
            (Delivery::InPlace, Visibility::Asker, 7, None),
        ] {
            let reply = Reply {
                visibility,
                delivery: delivery.clone(),
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
                interaction_response(&reply, None, Shape::Card),
                json!({ "type": kind, "data": data }),
                "{delivery:?}, {visibility:?}"
            );
            data.as_object_mut().unwrap().remove("embeds");
            data["content"] = json!("**제목**");
            if kind == 7 {
                data["embeds"] = json!([]);
            }
            assert_eq!(
                interaction_response(&reply, None, Shape::Text),
                json!({ "type": kind, "data": data }),
                "{delivery:?}, {visibility:?}, as text"
            );
        }
    }

    #[test]
    fn a_removal_says_nothing_and_a_form_asks_for_a_text() {
        let removal = Reply {
            delivery: Delivery::Removal,
            ..bare()
        };
        let sent = interaction_response(&removal, None, Shape::Card);
        assert_eq!(sent, json!({ "type": 6 }));
        let form = Reply {
            delivery: Delivery::Form(Form {
                title: "틀렸거나 오래됐나요?".to_owned(),
                label: "무엇이 다른가요?".to_owned(),
                placeholder: "예: 금액".to_owned(),
                max_chars: 1000,
                action: Action::Report {
                    about: Some("voucher".to_owned()),
                    language: Language::Ko,
                },
            }),
            ..bare()
        };
        let expected = json!({ "type": 9, "data": {
            "custom_id": "1/report/ko/voucher",
            "title": "틀렸거나 오래됐나요?",
            "components": [{ "type": 1, "components": [{
                "type": 4, "custom_id": "text", "style": 2, "label": "무엇이 다른가요?", "placeholder": "예: 금액",
                "min_length": 1, "max_length": 1000, "required": true,
            }] }],
        } });
        let sent = interaction_response(&form, Some(UserId::new(5)), Shape::Text);
        assert_eq!(sent, expected);
    }

    #[test]
    fn who_asked_is_written_where_the_message_does_not_tell() {
        let asker = Some(UserId::new(400_000_000_000_000_001));
        let response = interaction_response(&reply(), asker, Shape::Card);
        let rows = &response["data"]["components"];
        for (row, expected) in [
            (0, "1~31ek5z761tz5/show/en/total"),
            (1, "1~31ek5z761tz5/choose/ko"),
        ] {
            assert_eq!(rows[row]["components"][0]["custom_id"], expected);
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
    fn an_edit_takes_the_other_shape_away() {
        let embed = json!({ "type": "rich", "title": "제목", "color": 0 });
        for (shape, content, embeds) in [
            (Shape::Card, "", json!([embed])),
            (Shape::Text, "**제목**", json!([])),
        ] {
            let expected = json!({
                "content": content, "embeds": embeds, "components": [], "allowed_mentions": mute(),
            });
            assert_eq!(edited_message(&bare(), shape, UserId::new(5)), expected);
        }
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
