//! What a member sees, and what went over the wire.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::locale::spoken;
use super::refusal::{Refused, channel, member};
use super::wait::WAIT_MAX;
use crate::playground::ids::Id;
use crate::playground::message::Message;
use crate::playground::state::{Hub, State as World};
use crate::playground::wire::About;
use crate::playground::world::{self, Channel, ChannelKind};

/// `GET /state`: everybody and every place.
pub async fn state(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let state = hub.lock();
    let members: Vec<Value> = state.members.iter()
        .map(|member| json!({ "id": member.id, "username": member.username, "name": member.name, "locale": member.locale }))
        .collect();
    let guilds: Vec<Value> = state
        .guilds
        .iter()
        .map(|guild| {
            let channels: Vec<Value> = state
                .channels
                .values()
                .filter(|channel| channel.guild == Some(guild.id))
                .map(channel_view)
                .collect();
            json!({
                "id": guild.id, "name": guild.name, "locale": guild.locale, "owner_id": guild.owner,
                "roles": [{ "id": guild.role, "name": guild.role_name }], "channels": channels,
            })
        })
        .collect();
    let private: Vec<Value> = state
        .channels
        .values()
        .filter(|channel| channel.guild.is_none())
        .map(channel_view)
        .collect();
    let applications: Vec<Value> = state.applications.values().map(|application| {
        let roles: Vec<Id> = (0..state.guilds.len()).map(|guild| application.role(guild)).collect();
        json!({
            "id": application.id, "name": application.name, "online": state.is_online(application.id),
            "commands": application.commands.len(), "roles": roles,
        })
    }).collect();
    Json(json!({
        "api_base": format!("http://{}", hub.address),
        "members": members, "guilds": guilds, "private_channels": private, "applications": applications,
    }))
}

fn channel_view(channel: &Channel) -> Value {
    let (member, application) = match channel.kind {
        ChannelKind::Dm {
            member,
            application,
        } => (Some(member), Some(application)),
        _ => (None, None),
    };
    json!({
        "id": channel.id, "name": channel.name, "type": channel.kind.number(), "parent_id": channel.parent,
        "takes_messages": channel.kind.takes_messages(), "user_id": member, "application_id": application,
        "app_permissions": world::application_permissions(channel).to_string(),
    })
}

/// The query of `GET /commands`.
#[derive(Deserialize)]
pub struct Where {
    user: Id,
    channel: Id,
    /// A language other than the member's.
    locale: Option<String>,
}

/// `GET /commands`: what the member is offered in the channel, in the member's language.
pub async fn commands(
    State(hub): State<Arc<Hub>>,
    Query(place): Query<Where>,
) -> Result<Json<Value>, Refused> {
    let state = hub.lock();
    let locale = spoken(&state, place.user, place.locale.as_deref())?;
    let channel = channel(&state, place.channel, place.user)?;
    Ok(Json(
        json!({ "commands": state.offered_json(channel, place.user, locale) }),
    ))
}

/// `GET /interactions/{interaction}`.
pub async fn interaction(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<Id>,
) -> Result<Json<Value>, Refused> {
    let state = hub.lock();
    let interaction = state
        .interactions
        .get(&id)
        .ok_or_else(|| Refused::not_found("interaction"))?;
    Ok(Json(json!({ "interaction": state.fate_json(interaction) })))
}

/// The query of `GET /channels/{channel}/messages`.
#[derive(Deserialize)]
pub struct Which {
    user: Id,
    /// Only those made after this one.
    after: Option<Id>,
    limit: Option<usize>,
    /// How long to wait for the first one.
    #[serde(default)]
    wait_ms: u64,
}

/// `GET /channels/{channel}/messages`: oldest first, as the member sees them.
pub async fn messages(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<Id>,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Refused> {
    {
        let state = hub.lock();
        member(&state, which.user)?;
        channel(&state, id, which.user)?;
    }
    let wait = Duration::from_millis(which.wait_ms);
    let limit = which.limit.unwrap_or(100);
    let messages = messages_after(
        &hub,
        id,
        which.user,
        which.after.unwrap_or(Id(0)),
        limit,
        wait,
        |_, _| true,
    )
    .await;
    Ok(Json(json!({ "messages": messages })))
}

/// The newest `limit` messages of a channel after `after` that the member sees and `wanted` wants, oldest first; waits for the
/// first one.
pub async fn messages_after(
    hub: &Hub,
    channel: Id,
    member: Id,
    after: Id,
    limit: usize,
    wait: Duration,
    wanted: impl Fn(&World, &Message) -> bool,
) -> Vec<Value> {
    let deadline = Instant::now() + wait.min(WAIT_MAX);
    let mut changes = hub.lock().messages_changed.subscribe();
    loop {
        let found: Vec<Value> = {
            let state = hub.lock();
            let all = state
                .messages
                .get(&channel)
                .into_iter()
                .flat_map(|messages| messages.values());
            let fits = |message: &&Message| {
                message.id > after && message.is_visible_to(member) && wanted(&state, message)
            };
            let fitting: Vec<&Message> = all.filter(fits).collect();
            let newest = fitting.len().saturating_sub(limit);
            fitting[newest..]
                .iter()
                .map(|message| state.message_json(message))
                .collect()
        };
        if !found.is_empty() {
            return found;
        }
        let changed = tokio::select! {
            changed = timeout_at(deadline, changes.changed()) => matches!(changed, Ok(Ok(()))),
            () = hub.shutdown.cancelled() => false,
        };
        if !changed {
            return found;
        }
    }
}

/// The query of `GET /wire`.
#[derive(Deserialize)]
pub struct WireRange {
    /// Only those after this number.
    #[serde(default)]
    after: u64,
    limit: Option<usize>,
    /// Only what has to do with this message.
    message: Option<Id>,
    /// Only what has to do with this interaction.
    interaction: Option<Id>,
}

/// `GET /wire`: oldest first; `last` is what to ask after next time when all were returned.
pub async fn wire(State(hub): State<Arc<Hub>>, Query(range): Query<WireRange>) -> Json<Value> {
    let state = hub.lock();
    let about = match (range.message, range.interaction) {
        (Some(id), _) => {
            let message = state.find_message(id);
            let metadata = message.and_then(|message| message.interaction_metadata.as_ref());
            About::Message {
                id,
                question: message.and_then(|message| message.reply_to),
                interaction: metadata.and_then(|metadata| Id::of(&metadata["id"])),
            }
        }
        (None, Some(interaction)) => About::Interaction(interaction),
        (None, None) => About::Everything,
    };
    let limit = range.limit.unwrap_or(usize::MAX);
    let entries = state.wire.about(&about, range.after, limit);
    Json(json!({ "entries": entries, "last": state.wire.last() }))
}
