//! A local stand-in for Discord.

mod application;
mod callback;
mod client;
mod command;
mod delivery;
mod errors;
mod files;
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
        Ok(Self { listener, hub: Arc::new(Hub::new(options, address)) })
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
        let server = axum::serve(listener, router(hub)).with_graceful_shutdown(graceful).into_future();
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
        .route("/api/{*rest}", any(|| async { ApiError::new(400, 50041, "Invalid API version") }))
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
    Err(io::Error::new(io::ErrorKind::AddrInUse, format!("ports {first} to {last} of 127.0.0.1 are all in use; name another one")))
}

#[cfg(test)]
mod tests;
