//! Who the bot is and where its gateway is.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Value, json};

use super::auth::Bot;
use super::snowflake;
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::ids::Id;
use crate::playground::state::Hub;
use crate::playground::world::{Guild, permission};

fn gateway_url(hub: &Hub) -> String {
    format!("ws://{}/gateway", hub.address)
}

/// `GET /gateway`.
pub async fn gateway(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(json!({ "url": gateway_url(&hub) }))
}

/// `GET /gateway/bot`.
pub async fn gateway_bot(State(hub): State<Arc<Hub>>, bot: Bot) -> Json<Value> {
    let starts = &hub.lock().starts;
    let concurrency = hub.options.max_concurrency;
    Json(json!({
        "url": gateway_url(&hub), "shards": hub.options.shards,
        "session_start_limit": starts.limit_json(bot.0, concurrency, Instant::now()),
    }))
}

/// `GET /users/@me`.
pub async fn me(State(hub): State<Arc<Hub>>, bot: Bot) -> Json<Value> {
    let mut user = hub.lock().user_json(bot.0);
    for (key, value) in [
        ("mfa_enabled", true.into()),
        ("locale", "en-US".into()),
        ("email", Value::Null),
        ("verified", true.into()),
    ] {
        user[key] = value;
    }
    Json(user)
}

/// `GET /users/@me/guilds`: by id, those after `after`, at most `limit` (200 unless it says otherwise).
pub async fn guilds(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Query(query): Query<HashMap<String, String>>,
) -> ApiResult<Json<Vec<Value>>> {
    let after = query.get("after").map(|id| snowflake("after", id));
    let after = after.transpose()?.unwrap_or(Id(0));
    let limit = query.get("limit").and_then(|limit| limit.parse().ok());
    let state = hub.lock();
    let mut guilds: Vec<_> = state
        .guilds
        .iter()
        .filter(|guild| state.bots_invited && guild.id > after)
        .collect();
    guilds.sort_unstable_by_key(|guild| guild.id);
    let view = |guild: &Guild| {
        json!({
            "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false, "features": ["COMMUNITY"],
            "permissions": (permission::EVERYONE | permission::APPLICATION).to_string(),
        })
    };
    Ok(Json(
        guilds
            .into_iter()
            .take(limit.unwrap_or(200))
            .map(view)
            .collect(),
    ))
}

/// `GET /users/{user}`.
pub async fn user(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Path(user): Path<String>,
) -> ApiResult<Json<Value>> {
    let id = snowflake("user_id", &user)?;
    let state = hub.lock();
    if state.member(id).is_none() && !state.applications.contains_key(&id) {
        return Err(ApiError::unknown_user());
    }
    Ok(Json(state.user_json(id)))
}

/// `GET /applications/@me` and `GET /oauth2/applications/@me`.
pub async fn application(State(hub): State<Arc<Hub>>, bot: Bot) -> ApiResult<Json<Value>> {
    let state = hub.lock();
    let application = state
        .applications
        .get(&bot.0)
        .ok_or_else(ApiError::unauthorized)?;
    Ok(Json(state.application_json(application)))
}
