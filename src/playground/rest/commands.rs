//! Application commands, global and of a server.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::auth::Bot;
use super::payload::Payload;
use super::snowflake;
use crate::playground::command::Languages;
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::ids::Id;
use crate::playground::state::Hub;

/// The parts of a command's path; the scope is a server's where one is named.
#[derive(Deserialize)]
pub struct Names {
    application: String,
    guild: Option<String>,
    command: Option<String>,
}

impl Names {
    /// The scope, where the bot may touch it.
    fn scope(&self, hub: &Hub, bot: &Bot) -> ApiResult<Option<Id>> {
        if snowflake("application_id", &self.application)? != bot.0 {
            return Err(ApiError::wrong_application());
        }
        let Some(guild) = &self.guild else {
            return Ok(None);
        };
        let guild = snowflake("guild_id", guild)?;
        hub.lock()
            .guild(guild)
            .map(|guild| Some(guild.id))
            .ok_or_else(ApiError::missing_access)
    }

    fn command(&self) -> ApiResult<Id> {
        snowflake("command_id", self.command.as_deref().unwrap_or(""))
    }
}

/// Which languages a listing shows: all where they are asked for, else the one that the headers name.
fn languages(query: &HashMap<String, String>, headers: &HeaderMap) -> Languages {
    if matches!(
        query.get("with_localizations").map(String::as_str),
        Some("true" | "True" | "1")
    ) {
        return Languages::All;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let accepted = || {
        header(ACCEPT_LANGUAGE.as_str()).and_then(|languages| languages.split([',', ';']).next())
    };
    match header("x-discord-locale").or_else(accepted) {
        Some(locale) => Languages::One(locale.trim().to_owned()),
        None => Languages::Default,
    }
}

/// GET of a scope.
pub async fn list(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> ApiResult<Json<Vec<Value>>> {
    let scope = names.scope(&hub, &bot)?;
    let languages = languages(&query, &headers);
    let state = hub.lock();
    Ok(Json(
        state
            .commands(bot.0, scope)
            .into_iter()
            .map(|command| command.json(bot.0, &languages))
            .collect(),
    ))
}

/// POST into a scope: 201 for a new command, 200 for one whose name was there.
pub async fn create(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
    payload: Payload,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let scope = names.scope(&hub, &bot)?;
    let (command, new) = hub.lock().put_command(bot.0, scope, &payload.body)?;
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(command.json(bot.0, &Languages::All))))
}

/// PUT of a scope.
pub async fn overwrite(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
    payload: Payload,
) -> ApiResult<Json<Vec<Value>>> {
    let scope = names.scope(&hub, &bot)?;
    let commands = hub.lock().overwrite_commands(bot.0, scope, &payload.body)?;
    Ok(Json(
        commands
            .iter()
            .map(|command| command.json(bot.0, &Languages::All))
            .collect(),
    ))
}

/// GET of a command.
pub async fn read(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
) -> ApiResult<Json<Value>> {
    let scope = names.scope(&hub, &bot)?;
    let state = hub.lock();
    Ok(Json(
        state
            .command(bot.0, scope, names.command()?)?
            .json(bot.0, &Languages::All),
    ))
}

/// PATCH of a command.
pub async fn change(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let scope = names.scope(&hub, &bot)?;
    let command = hub
        .lock()
        .patch_command(bot.0, scope, names.command()?, &payload.body)?;
    Ok(Json(command.json(bot.0, &Languages::All)))
}

/// DELETE of a command.
pub async fn delete(
    State(hub): State<Arc<Hub>>,
    bot: Bot,
    Path(names): Path<Names>,
) -> ApiResult<StatusCode> {
    let scope = names.scope(&hub, &bot)?;
    hub.lock().delete_command(bot.0, scope, names.command()?)?;
    Ok(StatusCode::NO_CONTENT)
}
