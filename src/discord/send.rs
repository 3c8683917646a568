//! From a [`Reply`] to the JSON that Discord takes, by serenity's builders.
//!
//! Nothing made here can ping anyone: every message carries an empty `allowed_mentions`.

use serde::Serialize;
use serde_json::Value;
use serenity::all::{
    AutocompleteChoice, ButtonStyle, ChannelId, CreateActionRow, CreateAllowedMentions,
    CreateAutocompleteResponse, CreateButton, CreateEmbed, CreateEmbedFooter,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, MessageId, MessageReference, Nonce,
};

use crate::reply::limits::SUGGESTIONS_MAX;
use crate::reply::{Button, Card, Controls, Menu, Outcome, Reply, Visibility};
use crate::request::{Suggestion, SuggestionValue, Via};

/// The response to a command or a press.
///
/// A press edits the message it is on (type 7), except when it leads nowhere: then the presser alone is told (type 4), and
/// what everybody sees stays. A command gets a message of its own (type 4), private where the reply says so.
pub(super) fn interaction_response(reply: &Reply, via: Via) -> Value {
    let message = CreateInteractionResponseMessage::new()
        .embed(embed(&reply.card))
        .components(rows(&reply.controls))
        .allowed_mentions(CreateAllowedMentions::new());
    let edits = via == Via::Component && reply.outcome != Outcome::Gone;
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

/// A message that replies to another; Discord drops a repetition of it, since the nonce is the question's own id.
///
/// A question that was deleted meanwhile is answered without reference.
pub(super) fn message(reply: &Reply, channel: ChannelId, question: MessageId) -> Value {
    body(
        &CreateMessage::new()
            .embed(embed(&reply.card))
            .components(rows(&reply.controls))
            .allowed_mentions(CreateAllowedMentions::new())
            .reference_message(
                MessageReference::from((channel, question)).fail_if_not_exists(false),
            )
            .nonce(Nonce::String(question.to_string()))
            .enforce_nonce(true),
    )
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
