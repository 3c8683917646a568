//! The first response to an interaction.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::payload::Payload;
use super::snowflake;
use crate::playground::errors::ApiResult;
use crate::playground::state::Hub;

/// `POST /interactions/{id}/{token}/callback`: 204, or 200 with what was made when `with_response` asks for it.
pub async fn callback(
    State(hub): State<Arc<Hub>>,
    Path((interaction, token)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    payload: Payload,
) -> ApiResult<Response> {
    let id = snowflake("interaction_id", &interaction)?;
    let mut state = hub.lock();
    state.respond(
        id,
        &token,
        &payload.body,
        &payload.uploads,
        hub.options.interaction_deadline,
    )?;
    let with_response = matches!(
        query.get("with_response").map(String::as_str),
        Some("true" | "True" | "1")
    );
    Ok(if with_response {
        Json(state.callback_json(id)).into_response()
    } else {
        StatusCode::NO_CONTENT.into_response()
    })
}
