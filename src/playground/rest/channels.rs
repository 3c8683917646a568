//! Channels, servers, typing and direct messages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::auth::Bot;
use super::payload::Payload;
use super::snowflake;
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::ids::Id;
use crate::playground::state::{Hub, State as World};
use crate::playground::world::{self, Channel, ChannelKind, permission};

/// A channel that the bot can see.
///
/// # Errors
/// 50035, 10003, or 50001 when it exists but not for this bot.
pub fn visible(state: &World, bot: &Bot, channel: &str) -> ApiResult<Channel> {
    let id = snowflake("channel_id", channel)?;
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    let seen = match channel.kind {
        ChannelKind::Dm { application, .. } => application == bot.0,
        // Following its users into a private channel does not make the bot a member of it.
        ChannelKind::Group => false,
        _ if !state.bots_invited => false,
        _ => world::application_permissions(channel) & permission::VIEW_CHANNEL != 0,
    };
    if seen {
        Ok(channel.clone())
    } else {
        Err(ApiError::missing_access())
    }
}

/// Whether the bot may write into a channel.
///
/// # Errors
/// 50013, or 50024 for what takes no messages.
pub fn writable(channel: &Channel) -> ApiResult<()> {
    if !channel.kind.takes_messages() {
        return Err(ApiError::new(
            400,
            50024,
            "Cannot execute action on this channel type",
        ));
    }
    let needed = match channel.kind {
        ChannelKind::Dm { .. } => 0,
        ChannelKind::Thread => permission::SEND_MESSAGES_IN_THREADS,
        _ => permission::SEND_MESSAGES,
    };
    if world::application_permissions(channel) & needed == needed {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// `GET /channels/{channel}`.
pub async fn read(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(channel): Path<String>,
) -> ApiResult<Json<Value>> {
    let state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    Ok(Json(state.channel_json(&channel, bot.0)))
}

/// `POST /channels/{channel}/typing`.
pub async fn typing(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(channel): Path<String>,
) -> ApiResult<StatusCode> {
    let state = hub.lock();
    let channel = visible(&state, &bot, &channel)?;
    writable(&channel)?;
    state.tell_page(
        None,
        json!({ "kind": "typing", "channel_id": channel.id, "user": state.user_json(bot.0) }),
    );
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /guilds/{guild}`.
pub async fn guild(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(guild): Path<String>,
) -> ApiResult<Json<Value>> {
    let id = snowflake("guild_id", &guild)?;
    let state = hub.lock();
    let guild = state.guild(id).ok_or_else(ApiError::unknown_guild)?;
    let application = state
        .applications
        .get(&bot.0)
        .ok_or_else(ApiError::unauthorized)?;
    Ok(Json(state.guild_json(guild, application)))
}

/// `POST /users/@me/channels`.
pub async fn open_dm(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let recipient = Id::of(&payload.body["recipient_id"]).ok_or_else(ApiError::unknown_user)?;
    let state = hub.lock();
    let channel: Option<Id> = state.dm(recipient, bot.0);
    let channel = channel
        .and_then(|id| state.channels.get(&id))
        .ok_or_else(ApiError::unknown_user)?;
    Ok(Json(state.channel_json(channel, bot.0)))
}
