//! A local stand-in for Discord: REST, gateway, and a page to type into, on 127.0.0.1 alone.
//!
//! It knows nothing of the bot: the two meet on the wire, as strangers do, each with limits and types of its own. Any bot
//! whose library lets one change the address can log in (`http://127.0.0.1:PORT/api/v10`, `ws://127.0.0.1:PORT/gateway`).
//! Every token of three parts (`a.b.c`) opens an application of its own, which is a member of both servers and has direct
//! messages with both members.
//!
//! # For bots
//!
//! Under `/api/v10`: gateway, the bot's user and application, global and guild commands, interaction callbacks and their
//! webhooks, channels, messages, typing, direct messages, guilds. Bodies are checked against Discord's limits and refused with
//! its codes; the first answer to an interaction is due within 3 seconds, and its token ends after 15 minutes.
//!
//! # For members: the page and the tests
//!
//! JSON under `/playground/api`. Ids are strings. A refusal is `{"code", "message", "option"?}` with status 400, 403 or 404.
//!
//! | call | body or query | answer |
//! |---|---|---|
//! | `GET /state` | | `{api_base, members, guilds: [{…, channels}], private_channels, applications: [{id, name, online, commands, roles}]}` |
//! | `GET /commands` | `?user&channel&locale?` | `{commands}` as the member is offered them: `name`, `name_localized`, `description`, `options` |
//! | `POST /commands` | `{user, channel, command, options?, application?, target?}` | `{interaction}` |
//! | `POST /autocomplete` | the same and `focused`, an option's name | `{interaction}` with `choices` |
//! | `POST /components` | `{user, message, custom_id, values?}` | `{interaction}` |
//! | `POST /modals` | `{user, interaction, values}`: texts (lists for selects) by custom id | `{interaction}` |
//! | `GET /interactions/{id}` | | `{interaction}` |
//! | `POST /messages` | `{user, channel, content, reply_to?, ping?}`, `?reply_ms` | `{message, replies}` |
//! | `PATCH /messages/{id}` | `{user, content}` | `{message}` |
//! | `DELETE /messages/{id}` | `?user` | `{deleted}` |
//! | `POST /messages/purge` | `{user, channel, messages}`: 2 to 100 ids, by the owner of the server | `{deleted}` |
//! | `GET /channels/{id}/messages` | `?user&after?&limit?&wait_ms?` | `{messages}`, oldest first, as this member sees them |
//! | `GET /wire` | `?after?&limit?&message?&interaction?` | `{entries, last}`: REST calls and gateway frames, tokens masked |
//! | `GET /events` | `?user` | server-sent events: `message`, `edit`, `delete`, `typing`, `interaction`, `applications`, `missed` |
//! | `POST /gateway` | `{action, application?}` | `{connections}`; only with [`Options::gateway_control`] |
//! | `POST /refuse` | `{method, path, status, code, times?}`: the next calls whose path contains that fail so | `{}`; only with [`Options::gateway_control`] |
//! | `POST /endpoint` | `{application, url?}`: where its interactions go over HTTP, signed for `public_key` | `{public_key}`; only with [`Options::gateway_control`] |
//!
//! `command` is an id, or a name in the member's language or the default one, with a subcommand's name behind it;
//! `options` maps option names to values, text standing for any type, as a member types it. The client's own rules apply:
//! required options, types, ranges, lengths and choices are refused with `code` `required`, `type`, `range`, `length`,
//! `choice`, `unknown_option` or `unknown_command`, and never reach the bot.
//!
//! The calls that make an interaction take `locale` in their body, the language of the client, where it is not the member's own;
//! and `?wait=none|response|final` (default `response`) and `?timeout_ms` (default five
//! deadlines, at most 60 s): they answer at once, after the first response ("thinking" included), or when the answer is
//! complete. An interaction is `{id, type, application_id, user_id, channel_id, state, error, response_type, after_ms, message,
//! followups, choices, modal}`; `state` is `waiting`, `thinking`, `answered` or `failed`, then with `error` "The application did
//! not respond". Messages have Discord's own form.
//!
//! `reply_ms` is how long `POST /messages` waits for the first message of a bot in the channel; `wait_ms` how long a listing
//! waits for the first message after `after`.
//!
//! With `message` or `interaction`, the wire tells only what has to do with it: how it came about, the answers, edits, presses.
//! An entry of the wire is `{seq, at_ms, kind, application_id, interaction_id, …}`, with `{method, path, request, files, status,
//! response, ms}` for `kind` `rest` and `{direction: "to_bot"|"from_bot", session_id, frame}` for `gateway` (heartbeats and
//! their acknowledgements are left out). The last 2,000 are kept.
//!
//! The actions of `POST /gateway` are `{"action": "reconnect"}` (opcode 7), `{"action": "heartbeat"}` (opcode 1), `{"action": "cut"}`, `{"action": "close", "code":
//! 4000}` and `{"action": "invalidate", "resumable": false}`.

mod application;
mod callback;
mod client;
mod command;
mod compose;
mod delivery;
mod endpoint;
mod errors;
mod files;
mod filling;
mod gateway;
mod guard;
mod ids;
mod interaction;
mod limits;
mod mention;
mod message;
mod options;
mod page;
mod page_event;
mod read_back;
mod refuse;
mod resolve;
mod rest;
mod secret;
mod state;
mod user_api;
mod validate;
mod view;
mod wire;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub use application::PLAYGROUND_TOKEN;
pub use endpoint::PLAYGROUND_PUBLIC_KEY;
pub use options::{DEFAULT_PORT, Options, PortChoice};
pub use secret::INTERACTION_TOKEN_PREFIX;

use errors::ApiError;
use state::Hub;

/// Ports that are tried after the one asked for.
const NEXT_PORTS: u16 = 20;
/// Time for open requests to end after the shutdown signal.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// A playground that listens, and answers once [`Playground::serve`] runs.
pub struct Playground {
    listener: TcpListener,
    hub: Arc<Hub>,
}

impl Playground {
    /// Listens on 127.0.0.1.
    ///
    /// # Errors
    /// When no port can be had: the one asked for and the 20 after it are taken, or the system refuses.
    pub async fn bind(options: Options) -> io::Result<Self> {
        let listener = match options.port {
            PortChoice::Any => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
            PortChoice::From(first) => first_free(first).await?,
        };
        let address = listener.local_addr()?;
        Ok(Self {
            listener,
            hub: Arc::new(Hub::new(options, address)),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.hub.address
    }

    /// Its root without a slash at the end, as `DISCORD_API_BASE` wants it: `http://127.0.0.1:8722`.
    pub fn url(&self) -> String {
        format!("http://{}", self.hub.address)
    }

    /// Serves until `shutdown` is cancelled; open gateway connections are then closed with 1001.
    ///
    /// Stop the bots first: what they still want to answer needs the playground.
    ///
    /// # Errors
    /// When the listening socket fails.
    pub async fn serve(self, shutdown: CancellationToken) -> io::Result<()> {
        let Self { listener, hub } = self;
        let stop = shutdown.clone();
        let inner = hub.shutdown.clone();
        let graceful = async move {
            stop.cancelled().await;
            inner.cancel();
        };
        let server = axum::serve(listener, router(hub))
            .with_graceful_shutdown(graceful)
            .into_future();
        tokio::pin!(server);
        tokio::select! {
            ended = &mut server => ended,
            () = shutdown.cancelled() => timeout(SHUTDOWN_GRACE, server).await.unwrap_or(Ok(())),
        }
    }
}

fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .nest("/api/v10", rest::router(Arc::clone(&hub)))
        .route(
            "/api/{*rest}",
            any(|| async { ApiError::new(400, 50041, "Invalid API version") }),
        )
        .route("/gateway", any(gateway::connection::accept))
        .route("/gateway/", any(gateway::connection::accept))
        .nest("/playground/api", user_api::router())
        .merge(page::router())
        .layer(from_fn_with_state(Arc::clone(&hub), guard::guard))
        .with_state(hub)
}

/// Listens on `first`, or on the first of the 20 ports after it that is free.
async fn first_free(first: u16) -> io::Result<TcpListener> {
    for port in first..=first.saturating_add(NEXT_PORTS) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            bound_or_failed => return bound_or_failed,
        }
    }
    let last = first.saturating_add(NEXT_PORTS);
    Err(io::Error::new(
        io::ErrorKind::AddrInUse,
        format!("ports {first} to {last} of 127.0.0.1 are all in use; name another one"),
    ))
}

#[cfg(test)]
mod tests;
