//! What a member writes: messages, their edits and deletions.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::read::messages_after;
use super::refusal::{Refused, channel, member};
use crate::playground::ids::Id;
use crate::playground::limits::CONTENT_MAX;
use crate::playground::mention::Allowed;
use crate::playground::message::{Message, kind};
use crate::playground::state::{Hub, State as World};
use crate::playground::world::{self, permission};

/// A message as a member writes it.
#[derive(Deserialize)]
pub struct MessageRequest {
    user: Id,
    channel: Id,
    content: String,
    /// The message that it replies to.
    reply_to: Option<Id>,
    /// Whether the author of that message is pinged.
    #[serde(default = "yes")]
    ping: bool,
}

fn yes() -> bool {
    true
}

/// The query of `POST /messages`.
#[derive(Deserialize)]
pub struct Patience {
    /// How long to wait for a bot's message in the channel.
    #[serde(default)]
    reply_ms: u64,
}

/// `POST /messages`.
pub async fn send(
    State(hub): State<Arc<Hub>>,
    Query(patience): Query<Patience>,
    Json(request): Json<MessageRequest>,
) -> Result<Json<Value>, Refused> {
    let (id, view) = {
        let mut state = hub.lock();
        let message = written(&mut state, &request)?;
        let (id, view) = (message.id, state.message_json(&message));
        state.post(message);
        (id, view)
    };
    let by_bot =
        |state: &World, message: &Message| state.applications.contains_key(&message.author);
    let replies = messages_after(
        &hub,
        request.channel,
        request.user,
        id,
        100,
        Duration::from_millis(patience.reply_ms),
        by_bot,
    )
    .await;
    Ok(Json(json!({ "message": view, "replies": replies })))
}

fn written(state: &mut World, request: &MessageRequest) -> Result<Message, Refused> {
    member(state, request.user)?;
    let place = channel(state, request.channel, request.user)?.clone();
    if !place.kind.takes_messages() {
        return Err(Refused::bad(
            "channel",
            "nothing can be written into this channel",
        ));
    }
    let id = state.new_id();
    let mut message = Message::new(id, &place, request.user);
    message.content = sayable(&request.content)?;
    message.nonce = id.to_string().into();
    if let Some(target) = request.reply_to {
        let seen = state
            .message(place.id, target)
            .is_some_and(|message| message.is_visible_to(request.user));
        if !seen {
            return Err(Refused::not_found("message"));
        }
        message.reply_to = Some(target);
        message.kind = kind::REPLY;
    }
    let mut allowed = Allowed::everything();
    allowed.replied_user = request.ping;
    state.ping(&mut message, &allowed);
    Ok(message)
}

/// The text as it is sent: trimmed, not empty, at most 2000 characters.
fn sayable(content: &str) -> Result<String, Refused> {
    let content = content.trim();
    match content.chars().count() {
        0 => Err(Refused::bad("length", "there is nothing to send")),
        count if count > CONTENT_MAX => Err(Refused::bad(
            "length",
            format!("{count} characters are more than {CONTENT_MAX}"),
        )),
        _ => Ok(content.to_owned()),
    }
}

/// An edit.
#[derive(Deserialize)]
pub struct EditRequest {
    user: Id,
    content: String,
}

/// `PATCH /messages/{message}`: one's own only.
pub async fn edit(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<Id>,
    Json(request): Json<EditRequest>,
) -> Result<Json<Value>, Refused> {
    let mut state = hub.lock();
    let own = state
        .find_message(id)
        .filter(|message| message.author == request.user);
    let mut message = own.cloned().ok_or_else(|| Refused::not_found("message"))?;
    message.content = sayable(&request.content)?;
    state.ping(&mut message, &Allowed::everything());
    let message = state
        .replace(message)
        .map_err(|_| Refused::not_found("message"))?;
    Ok(Json(json!({ "message": state.message_json(&message) })))
}

/// Who deletes.
#[derive(Deserialize)]
pub struct Deleter {
    user: Id,
}

/// `DELETE /messages/{message}`: one's own, anyone's where one owns the server, and what only oneself can see.
pub async fn delete(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<Id>,
    Query(deleter): Query<Deleter>,
) -> Result<Json<Value>, Refused> {
    let mut state = hub.lock();
    let message = state
        .find_message(id)
        .filter(|message| message.is_visible_to(deleter.user));
    let message = message.ok_or_else(|| Refused::not_found("message"))?;
    let guild = message.guild.and_then(|guild| state.guild(guild));
    let manages = guild.is_some()
        && world::member_permissions(guild, deleter.user) & permission::MANAGE_MESSAGES != 0;
    if message.author != deleter.user && message.only_for.is_none() && !manages {
        return Err(Refused::forbidden("this message is somebody else's"));
    }
    let place = message.channel;
    state
        .delete(place, id)
        .map_err(|_| Refused::not_found("message"))?;
    Ok(Json(json!({ "deleted": id })))
}

/// Messages to delete at once.
#[derive(Deserialize)]
pub struct PurgeRequest {
    user: Id,
    channel: Id,
    messages: Vec<Id>,
}

/// Fewest and most messages that Discord deletes at once. See [Discord Docs/Bulk Delete Messages].
const PURGE_COUNT: std::ops::RangeInclusive<usize> = 2..=100;

/// `POST /messages/purge`: in a server that one owns, as its moderation bot would. What only somebody sees stays.
pub async fn purge(
    State(hub): State<Arc<Hub>>,
    Json(request): Json<PurgeRequest>,
) -> Result<Json<Value>, Refused> {
    let mut state = hub.lock();
    let place = channel(&state, request.channel, request.user)?.clone();
    let guild = place.guild.and_then(|guild| state.guild(guild));
    let rights = world::member_permissions(guild, request.user);
    if guild.is_none() || rights & permission::MANAGE_MESSAGES == 0 {
        return Err(Refused::forbidden("this server is somebody else's"));
    }
    let count = request.messages.len();
    if !PURGE_COUNT.contains(&count) {
        return Err(Refused::bad(
            "messages",
            format!("{count} messages are not between 2 and 100"),
        ));
    }
    let shown = |id: &Id| {
        let message = state.message(place.id, *id);
        message.is_some_and(|message| message.only_for.is_none())
    };
    let shown: Vec<Id> = request.messages.iter().copied().filter(shown).collect();
    let deleted = state.delete_many(place.id, &shown);
    Ok(Json(json!({ "deleted": deleted })))
}
