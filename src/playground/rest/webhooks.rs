//! `@original` and follow-ups: an interaction's token as a webhook.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::payload::Payload;
use crate::playground::errors::ApiResult;
use crate::playground::state::Hub;

/// `POST /webhooks/{application}/{token}`.
pub async fn follow_up(
    State(hub): State<Arc<Hub>>,
    Path((application, token)): Path<(String, String)>,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let mut state = hub.lock();
    let interaction = state
        .webhook(&application, &token, hub.options.token_lifetime)?
        .id;
    let message = state.follow_up(interaction, &payload.body, &payload.uploads)?;
    Ok(Json(state.message_json(&message)))
}

/// `GET /webhooks/{application}/{token}/messages/{message}`.
pub async fn read(
    State(hub): State<Arc<Hub>>,
    Path((application, token, message)): Path<(String, String, String)>,
) -> ApiResult<Json<Value>> {
    let state = hub.lock();
    let interaction = state.webhook(&application, &token, hub.options.token_lifetime)?;
    Ok(Json(
        state.message_json(state.answer(interaction, &message)?),
    ))
}

/// `PATCH /webhooks/{application}/{token}/messages/{message}`.
pub async fn edit(
    State(hub): State<Arc<Hub>>,
    Path((application, token, message)): Path<(String, String, String)>,
    payload: Payload,
) -> ApiResult<Json<Value>> {
    let mut state = hub.lock();
    let interaction = state.webhook(&application, &token, hub.options.token_lifetime)?;
    let (interaction, message) = (interaction.id, state.answer(interaction, &message)?.id);
    let message = state.edit_answer(message, &payload.body, &payload.uploads)?;
    state.settle(interaction);
    Ok(Json(state.message_json(&message)))
}

/// `DELETE /webhooks/{application}/{token}/messages/{message}`.
pub async fn delete(
    State(hub): State<Arc<Hub>>,
    Path((application, token, message)): Path<(String, String, String)>,
) -> ApiResult<StatusCode> {
    let mut state = hub.lock();
    let interaction = state.webhook(&application, &token, hub.options.token_lifetime)?;
    let (interaction, message) = (interaction.id, state.answer(interaction, &message)?);
    let (channel, message) = (message.channel, message.id);
    state.delete(channel, message)?;
    state.settle(interaction);
    Ok(StatusCode::NO_CONTENT)
}
