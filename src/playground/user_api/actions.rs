//! What makes an interaction: a command, an autocomplete, a component, a modal.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::locale::spoken;
use super::refusal::{Refused, channel};
use super::wait::{Waiting, follow};
use crate::playground::client::find_command;
use crate::playground::filling::Filling;
use crate::playground::ids::Id;
use crate::playground::interaction::{InteractionKind, NewInteraction};
use crate::playground::state::{Hub, State as World};
use crate::playground::validate::command::CommandType;
use crate::playground::validate::component::kind;

/// A command as a member sends it.
#[derive(Deserialize)]
pub struct CommandRequest {
    user: Id,
    channel: Id,
    /// Whose command, where several applications have one of the name.
    application: Option<Id>,
    /// Id, or name in either language, followed by the subcommand's.
    command: String,
    /// Values by option name, in either language.
    #[serde(default)]
    options: Map<String, Value>,
    /// The option that is being typed; for autocomplete only.
    focused: Option<String>,
    /// The user or message that a context menu command is about.
    target: Option<Id>,
    /// Language of the client; the member's own where it is missing.
    locale: Option<String>,
}

/// `POST /commands`.
pub async fn command(
    State(hub): State<Arc<Hub>>,
    Query(waiting): Query<Waiting>,
    Json(request): Json<CommandRequest>,
) -> Result<Json<Value>, Refused> {
    let begun = send_command(
        &mut hub.lock(),
        &CommandRequest {
            focused: None,
            ..request
        },
    )?;
    follow(&hub, &waiting, begun).await
}

/// `POST /autocomplete`.
pub async fn autocomplete(
    State(hub): State<Arc<Hub>>,
    Query(waiting): Query<Waiting>,
    Json(request): Json<CommandRequest>,
) -> Result<Json<Value>, Refused> {
    if request.focused.is_none() {
        return Err(Refused::bad(
            "focused",
            "`focused` must name the option that is being typed",
        ));
    }
    let begun = send_command(&mut hub.lock(), &request)?;
    follow(&hub, &waiting, begun).await
}

type Begun = (
    Id,
    tokio::sync::watch::Receiver<crate::playground::interaction::Stage>,
);

fn send_command(state: &mut World, request: &CommandRequest) -> Result<Begun, Refused> {
    let locale = spoken(state, request.user, request.locale.as_deref())?;
    let place = channel(state, request.channel, request.user)?;
    let offered = state.offered(place, request.user);
    let (found, path) = find_command(&offered, request.application, &request.command, locale)?;
    let command = found.command;
    let guild = place.guild;
    let data = match command.kind() {
        CommandType::Slash => {
            let filling = Filling {
                command,
                path: &path,
                values: &request.options,
                focused: request.focused.as_deref(),
                locale,
            };
            state.command_data(command, filling.options()?, guild)
        }
        menu => {
            let target = request.target.ok_or_else(|| {
                Refused::bad("target", "a context menu command is about a `target`")
            })?;
            let mut data = state.command_data(command, json!([]), guild);
            data["target_id"] = json!(target);
            data["resolved"] = if menu == CommandType::User {
                state.resolved(guild, &[target])
            } else {
                let message = state
                    .message(place.id, target)
                    .filter(|message| message.is_visible_to(request.user));
                let message = message.ok_or_else(|| Refused::not_found("message"))?;
                json!({ "messages": { target.to_string(): state.message_json(message) } })
            };
            data
        }
    };
    let new = NewInteraction {
        application: found.application.id,
        kind: if request.focused.is_some() {
            InteractionKind::Autocomplete
        } else {
            InteractionKind::Command
        },
        user: request.user,
        channel: place.id,
        locale,
        data,
        source: None,
        triggering: None,
        integration_types: command.body["integration_types"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_u64)
            .collect(),
    };
    Ok(state.interact(new))
}

/// A press of a button, or a choice from a select menu.
#[derive(Deserialize)]
pub struct ComponentRequest {
    user: Id,
    message: Id,
    custom_id: String,
    /// What was chosen; for selects only.
    #[serde(default)]
    values: Vec<String>,
    /// Language of the client; the member's own where it is missing.
    locale: Option<String>,
}

/// `POST /components`.
pub async fn component(
    State(hub): State<Arc<Hub>>,
    Query(waiting): Query<Waiting>,
    Json(request): Json<ComponentRequest>,
) -> Result<Json<Value>, Refused> {
    let begun = use_component(&mut hub.lock(), &request)?;
    follow(&hub, &waiting, begun).await
}

fn use_component(state: &mut World, request: &ComponentRequest) -> Result<Begun, Refused> {
    let locale = spoken(state, request.user, request.locale.as_deref())?;
    let message = state
        .find_message(request.message)
        .filter(|message| message.is_visible_to(request.user));
    let message = message
        .cloned()
        .ok_or_else(|| Refused::not_found("message"))?;
    channel(state, message.channel, request.user)?;
    let component = message
        .component(&request.custom_id)
        .ok_or_else(|| Refused::not_found("component"))?;
    if component["disabled"] == Value::Bool(true) {
        return Err(Refused::bad("disabled", "the component is disabled"));
    }
    let component_type = component["type"].as_i64().unwrap_or(0);
    let mut data = json!({ "custom_id": request.custom_id, "component_type": component_type, "id": component["id"] });
    if component_type != kind::BUTTON {
        check_values(component, &request.values)?;
        data["values"] = json!(request.values);
        if component_type != kind::STRING_SELECT {
            let ids: Vec<Id> = request
                .values
                .iter()
                .filter_map(|value| value.parse().ok())
                .collect();
            data["resolved"] = state.resolved(message.guild, &ids);
        }
    }
    Ok(state.interact(NewInteraction {
        application: message.author,
        kind: InteractionKind::Component,
        user: request.user,
        channel: message.channel,
        locale,
        data,
        source: Some(&message),
        triggering: None,
        integration_types: vec![0],
    }))
}

/// Refuses a number of values, or a value, that the select menu does not offer.
fn check_values(select: &Value, values: &[String]) -> Result<(), Refused> {
    let count = values.len() as u64;
    let (min, max) = (
        select["min_values"].as_u64().unwrap_or(1),
        select["max_values"].as_u64().unwrap_or(1),
    );
    if !(min..=max).contains(&count) {
        return Err(Refused::bad(
            "values",
            format!("{count} values are not between {min} and {max}"),
        ));
    }
    let Some(options) = select["options"].as_array() else {
        return Ok(());
    };
    match values
        .iter()
        .find(|value| !options.iter().any(|option| option["value"] == **value))
    {
        Some(value) => Err(Refused::bad(
            "values",
            format!("`{value}` is none of the entries"),
        )),
        None => Ok(()),
    }
}

/// A modal as a member sends it.
#[derive(Deserialize)]
pub struct ModalRequest {
    user: Id,
    /// The interaction that opened it.
    interaction: Id,
    /// Texts by custom id; lists for selects.
    #[serde(default)]
    values: Map<String, Value>,
    /// Language of the client; the member's own where it is missing.
    locale: Option<String>,
}

/// `POST /modals`.
pub async fn modal(
    State(hub): State<Arc<Hub>>,
    Query(waiting): Query<Waiting>,
    Json(request): Json<ModalRequest>,
) -> Result<Json<Value>, Refused> {
    let begun = send_modal(&mut hub.lock(), &request)?;
    follow(&hub, &waiting, begun).await
}

fn send_modal(state: &mut World, request: &ModalRequest) -> Result<Begun, Refused> {
    let locale = spoken(state, request.user, request.locale.as_deref())?;
    let opener = state
        .interactions
        .get(&request.interaction)
        .filter(|interaction| interaction.user == request.user);
    let opener = opener.ok_or_else(|| Refused::not_found("interaction"))?;
    let modal = opener
        .modal
        .clone()
        .ok_or_else(|| Refused::bad("modal", "the interaction opened no modal"))?;
    let (application, place, triggering) =
        (opener.application, opener.channel, opener.metadata.clone());
    let source = opener
        .source
        .and_then(|id| state.message(place, id))
        .cloned();
    let mut rows = Vec::new();
    for row in modal["components"].as_array().into_iter().flatten() {
        match row["type"].as_i64() {
            Some(kind::ROW) => rows.push(json!({ "type": kind::ROW, "id": 0, "components": [filled(&row["components"][0], &request.values)?] })),
            Some(kind::LABEL) => rows.push(json!({ "type": kind::LABEL, "id": 0, "component": filled(&row["component"], &request.values)? })),
            _ => {}
        }
    }
    Ok(state.interact(NewInteraction {
        application,
        kind: InteractionKind::Modal,
        user: request.user,
        channel: place,
        locale,
        data: json!({ "custom_id": modal["custom_id"], "components": rows }),
        source: source.as_ref(),
        triggering: Some(triggering),
        integration_types: vec![0],
    }))
}

/// An input of a modal as it is sent, where the client lets it pass.
fn filled(input: &Value, values: &Map<String, Value>) -> Result<Value, Refused> {
    let custom_id = input["custom_id"].as_str().unwrap_or("");
    let given = values.get(custom_id);
    let mut sent = json!({ "type": input["type"], "id": 0, "custom_id": custom_id });
    if input["type"].as_i64() != Some(kind::TEXT_INPUT) {
        let chosen: Vec<String> = given
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect();
        check_values(input, &chosen)?;
        sent["values"] = json!(chosen);
        return Ok(sent);
    }
    let text = given
        .and_then(Value::as_str)
        .or_else(|| input["value"].as_str())
        .unwrap_or("");
    let length = text.chars().count() as u64;
    let required = input["required"] != Value::Bool(false);
    let min = input["min_length"]
        .as_u64()
        .unwrap_or(0)
        .max(u64::from(required));
    let max = input["max_length"].as_u64().unwrap_or(4000);
    if !(min..=max).contains(&length) && (required || length > 0) {
        return Err(Refused::bad(
            "length",
            format!("`{custom_id}` holds {length} characters, not {min} to {max}"),
        ));
    }
    sent["value"] = text.into();
    Ok(sent)
}
