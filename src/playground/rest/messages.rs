//! Messages of a channel.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::auth::Bot;
use super::channels::{visible, writable};
use super::payload::Payload;
use super::snowflake;
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::ids::{Id, now_ms};
use crate::playground::mention::Allowed;
use crate::playground::message::{Message, kind};
use crate::playground::state::{Hub, State as World};
use crate::playground::validate::form::{Form, single_fault};
use crate::playground::validate::message::{Call, check_message, check_not_empty, flag};
use crate::playground::world::{self, permission};

/// How long a nonce is remembered, in milliseconds.
const NONCE_LIFETIME_MS: u64 = 5 * 60 * 1_000;
/// Nonces that are looked through for old ones whenever another comes.
const NONCES_MAX: usize = 10_000;

/// Whether the MESSAGE_CONTENT intent is switched on, which governs REST reads too.
fn reads_content(hub: &Hub) -> bool {
    hub.options.privileged_intents
}

/// A message of a channel that the bot may read; ephemeral ones are not there for anyone.
fn readable(state: &World, channel: Id, id: Id) -> ApiResult<&Message> {
    state
        .message(channel, id)
        .filter(|message| message.only_for.is_none())
        .ok_or_else(ApiError::unknown_message)
}

/// `GET /channels/{channel}/messages`: newest first, 50 unless `limit` (1-100) says otherwise.
pub async fn list(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(channel): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> ApiResult<Json<Vec<Value>>> {
    let state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    let bound = |key: &str| query.get(key).map(|id| snowflake(key, id)).transpose();
    let (before, after) = (bound("before")?, bound("after")?);
    let limit = match query.get("limit").map(|limit| limit.parse::<usize>()) {
        None => 50,
        Some(Ok(limit @ 1..=100)) => limit,
        Some(_) => {
            return Err(single_fault(
                "limit",
                "NUMBER_TYPE_MAX",
                "int value should be between 1 and 100.",
            ));
        }
    };
    let messages = state
        .messages
        .get(&channel.id)
        .into_iter()
        .flat_map(|messages| messages.values().rev());
    let within = |message: &&Message| {
        before.is_none_or(|before| message.id < before)
            && after.is_none_or(|after| message.id > after)
            && message.only_for.is_none()
    };
    Ok(Json(
        messages
            .filter(within)
            .take(limit)
            .map(|message| state.readable_json(message, bot.0, reads_content(&hub)))
            .collect(),
    ))
}

/// `POST /channels/{channel}/messages`.
pub async fn create(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(channel): Path<String>,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let mut state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    writable(&channel)?;
    let mut form = Form::default();
    check_message(
        &mut form,
        &payload.body,
        "",
        Call::Channel,
        payload.uploads.len(),
    );
    form.into_result()?;
    check_not_empty(&payload.body, payload.uploads.len())?;
    let rights = world::application_permissions(&channel);
    let needs = |key: &str, right: u64| {
        payload.body[key]
            .as_array()
            .is_some_and(|list| !list.is_empty())
            && rights & right == 0
    };
    if needs("embeds", permission::EMBED_LINKS)
        || (!payload.uploads.is_empty() && rights & permission::ATTACH_FILES == 0)
    {
        return Err(ApiError::missing_permissions());
    }

    let nonce = match &payload.body["nonce"] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let nonce = nonce
        .filter(|_| payload.body["enforce_nonce"] == Value::Bool(true))
        .map(|nonce| (bot.0, channel.id, nonce));
    let sent_before = nonce
        .as_ref()
        .and_then(|nonce| state.nonces.get(nonce))
        .and_then(|id| state.message(channel.id, *id));
    if let Some(message) = sent_before {
        return Ok(Json(state.message_json(message)));
    }

    let id = state.new_id();
    let mut message = Message::new(id, &channel, bot.0);
    let reference = &payload.body["message_reference"];
    if let Some(target) = Id::of(&reference["message_id"]) {
        let exists = readable(&state, channel.id, target)
            .ok()
            .map(|message| message.id);
        if exists.is_none() && reference["fail_if_not_exists"] != Value::Bool(false) {
            return Err(single_fault(
                "message_reference",
                "REPLIES_UNKNOWN_MESSAGE",
                "Unknown message",
            ));
        }
        if rights & permission::READ_MESSAGE_HISTORY == 0 && channel.guild.is_some() {
            return Err(ApiError::new(
                403,
                160_002,
                "You cannot reply without permission to read message history",
            ));
        }
        if exists.is_some() {
            message.reply_to = exists;
            message.kind = kind::REPLY;
        }
    }
    state.fill(
        &mut message,
        &payload.body,
        &payload.uploads,
        Allowed::everything(),
    )?;
    if let Some(nonce) = nonce {
        if state.nonces.len() >= NONCES_MAX {
            let horizon = now_ms().saturating_sub(NONCE_LIFETIME_MS);
            state.nonces.retain(|_, id| id.made_ms() > horizon);
        }
        state.nonces.insert(nonce, id);
    }
    state.post(message.clone());
    Ok(Json(state.message_json(&message)))
}

/// `GET /channels/{channel}/messages/{message}`.
pub async fn read(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path((channel, message)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    let message = readable(&state, channel.id, snowflake("message_id", &message)?)?;
    Ok(Json(state.readable_json(
        message,
        bot.0,
        reads_content(&hub),
    )))
}

/// `PATCH /channels/{channel}/messages/{message}`: the bot's own only.
pub async fn edit(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path((channel, message)): Path<(String, String)>,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let mut state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    let mut message = readable(&state, channel.id, snowflake("message_id", &message)?)?.clone();
    if message.author != bot.0 {
        return Err(ApiError::not_your_message());
    }
    let mut form = Form::default();
    check_message(
        &mut form,
        &payload.body,
        "",
        Call::Edit {
            v2: message.flags & flag::COMPONENTS_V2 != 0,
        },
        payload.uploads.len(),
    );
    form.into_result()?;
    state.fill(
        &mut message,
        &payload.body,
        &payload.uploads,
        Allowed::everything(),
    )?;
    let message = state.replace(message)?;
    Ok(Json(state.message_json(&message)))
}

/// `DELETE /channels/{channel}/messages/{message}`: the bot's own, or anyone's with MANAGE_MESSAGES.
pub async fn delete(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path((channel, message)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let mut state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    let message = readable(&state, channel.id, snowflake("message_id", &message)?)?;
    let (id, author) = (message.id, message.author);
    if author != bot.0
        && world::application_permissions(&channel) & permission::MANAGE_MESSAGES == 0
    {
        return Err(ApiError::missing_permissions());
    }
    state.delete(channel.id, id)?;
    Ok(StatusCode::NO_CONTENT)
}
