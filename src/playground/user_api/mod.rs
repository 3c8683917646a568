//! What the page and the tests call to be a member: `/playground/api`. The module's own documentation lists the routes.

mod actions;
mod control;
mod events;
mod locale;
mod read;
mod refusal;
mod talk;
mod wait;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch, post};

use super::state::Hub;

/// The routes, below `/playground/api`.
pub fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/state", get(read::state))
        .route("/commands", get(read::commands).post(actions::command))
        .route("/autocomplete", post(actions::autocomplete))
        .route("/components", post(actions::component))
        .route("/modals", post(actions::modal))
        .route("/interactions/{interaction}", get(read::interaction))
        .route("/channels/{channel}/messages", get(read::messages))
        .route("/messages", post(talk::send))
        .route("/messages/purge", post(talk::purge))
        .route(
            "/messages/{message}",
            patch(talk::edit).delete(talk::delete),
        )
        .route("/wire", get(read::wire))
        .route("/events", get(events::stream))
        .route("/gateway", post(control::gateway))
        .route("/refuse", post(control::refuse))
        .route("/endpoint", post(control::endpoint))
}
