//! What bots call: Discord's REST routes under `/api/v10`.

mod accounts;
mod auth;
mod channels;
mod commands;
mod interactions;
mod messages;
mod multipart;
mod observe;
mod payload;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

use super::errors::{ApiError, ApiResult};
use super::ids::Id;
use super::state::Hub;
use super::validate::form::single_fault;

/// The routes, below `/api/v10`.
pub fn router(hub: Arc<Hub>) -> Router<Arc<Hub>> {
    Router::new()
        .route("/gateway", get(accounts::gateway))
        .route("/gateway/bot", get(accounts::gateway_bot))
        .route("/users/@me", get(accounts::me))
        .route("/users/@me/guilds", get(accounts::guilds))
        .route("/users/@me/channels", post(channels::open_dm))
        .route("/users/{user}", get(accounts::user))
        .route("/applications/@me", get(accounts::application))
        .route("/oauth2/applications/@me", get(accounts::application))
        .route(
            "/applications/{application}/commands",
            get(commands::list)
                .post(commands::create)
                .put(commands::overwrite),
        )
        .route(
            "/applications/{application}/commands/{command}",
            get(commands::read)
                .patch(commands::change)
                .delete(commands::delete),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands",
            get(commands::list)
                .post(commands::create)
                .put(commands::overwrite),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands/{command}",
            get(commands::read)
                .patch(commands::change)
                .delete(commands::delete),
        )
        .route(
            "/interactions/{interaction}/{token}/callback",
            post(interactions::callback),
        )
        .route("/webhooks/{application}/{token}", post(webhooks::follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            get(webhooks::read)
                .patch(webhooks::edit)
                .delete(webhooks::delete),
        )
        .route("/channels/{channel}", get(channels::read))
        .route("/channels/{channel}/typing", post(channels::typing))
        .route(
            "/channels/{channel}/messages",
            get(messages::list).post(messages::create),
        )
        .route(
            "/channels/{channel}/messages/{message}",
            get(messages::read)
                .patch(messages::edit)
                .delete(messages::delete),
        )
        .route("/guilds/{guild}", get(channels::guild))
        .route("/{*nowhere}", any(|| async { ApiError::not_found() }))
        .method_not_allowed_fallback(|| async { ApiError::method_not_allowed() })
        .layer(from_fn_with_state(hub, observe::observe))
}

/// The id in a path.
///
/// # Errors
/// 50035 when it is none.
fn snowflake(name: &str, text: &str) -> ApiResult<Id> {
    text.parse().map_err(|()| {
        single_fault(
            name,
            "NUMBER_TYPE_COERCE",
            format!("Value \"{text}\" is not snowflake."),
        )
    })
}
