//! Health and metrics over HTTP, for probes and scrapers on the same host.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tracing::{error, info};

use super::{Readiness, Telemetry};

/// The form in which metrics are written; see the OpenMetrics specification, which Prometheus reads.
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Listens on `address` and answers `/livez`, `/readyz` and `/metrics` from a task of its own until the program ends, while
/// the bot is stopping too.
///
/// # Errors
/// When the address cannot be listened on, as when another program does.
pub async fn serve(address: SocketAddr, telemetry: Arc<Telemetry>) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    info!(address = %listener.local_addr()?, "health and metrics are served");
    let router = Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(telemetry);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            error!(%error, "health and metrics are served no more");
        }
    });
    Ok(())
}

async fn readyz(State(telemetry): State<Arc<Telemetry>>) -> impl IntoResponse {
    let readiness = telemetry.readiness();
    let status = match readiness {
        Readiness::Ready => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, format!("{readiness}\n"))
}

async fn metrics(State(telemetry): State<Arc<Telemetry>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, METRICS_TYPE)], telemetry.metrics())
}
