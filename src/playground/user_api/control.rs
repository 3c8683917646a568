//! Breaks gateway connections and refuses calls on purpose, for tests.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refused;
use crate::playground::endpoint::PLAYGROUND_PUBLIC_KEY;
use crate::playground::gateway::close::Close;
use crate::playground::gateway::op;
use crate::playground::gateway::session::{Outbound, Session};
use crate::playground::ids::Id;
use crate::playground::refuse::Refuse;
use crate::playground::state::Hub;

/// What to do to the connections.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Opcode 7: reconnect and resume.
    Reconnect,
    /// Opcode 1: beat at once.
    Heartbeat,
    /// Drop the TCP connection.
    Cut,
    /// Close with a code.
    Close {
        /// The code.
        code: u16,
    },
    /// Opcode 9; without `resumable` the session is gone.
    Invalidate {
        /// Whether the session may be resumed.
        resumable: bool,
    },
}

/// An action, and whose connections it is for.
#[derive(Deserialize)]
pub struct ControlRequest {
    /// All applications' where it is missing.
    application: Option<Id>,
    #[serde(flatten)]
    action: Action,
}

/// `POST /refuse`.
///
/// # Errors
/// 403 unless the playground was set up for it.
pub async fn refuse(
    State(hub): State<Arc<Hub>>,
    Json(refuse): Json<Refuse>,
) -> Result<Json<Value>, Refused> {
    if !hub.options.gateway_control {
        return Err(Refused::forbidden(
            "this playground refuses nothing on order",
        ));
    }
    hub.lock().refuse(refuse);
    Ok(Json(json!({})))
}

/// Where the interactions of an application are to go.
#[derive(Deserialize)]
pub struct EndpointRequest {
    application: Id,
    /// Over the gateway where it is missing.
    url: Option<String>,
}

/// `POST /endpoint`: what Discord's developer portal does when an Interactions Endpoint URL is saved.
///
/// # Errors
/// 403 unless the playground was set up for it, 404 for an unknown application, 400 for an address that does not answer as an
/// endpoint does.
pub async fn endpoint(
    State(hub): State<Arc<Hub>>,
    Json(request): Json<EndpointRequest>,
) -> Result<Json<Value>, Refused> {
    if !hub.options.gateway_control {
        return Err(Refused::forbidden(
            "this playground sends interactions over its gateway alone",
        ));
    }
    if let Some(url) = &request.url {
        let checked = hub.poster.check(request.application, url).await;
        checked.map_err(|why| Refused::bad("endpoint", why))?;
    }
    let mut state = hub.lock();
    let application = state.applications.get_mut(&request.application);
    let application = application.ok_or_else(|| Refused::not_found("application"))?;
    application.endpoint = request.url;
    Ok(Json(json!({ "public_key": PLAYGROUND_PUBLIC_KEY })))
}

/// `POST /gateway`: answers with the number of connections that were touched.
///
/// # Errors
/// 403 unless the playground was set up for it.
pub async fn gateway(
    State(hub): State<Arc<Hub>>,
    Json(request): Json<ControlRequest>,
) -> Result<Json<Value>, Refused> {
    if !hub.options.gateway_control {
        return Err(Refused::forbidden(
            "this playground does not break connections",
        ));
    }
    let mut state = hub.lock();
    let meant = |session: &Session| {
        session.is_connected()
            && request
                .application
                .is_none_or(|id| session.application == id)
    };
    let mut touched = 0;
    for session in state.sessions.iter_mut().filter(|session| meant(session)) {
        touched += 1;
        let frame = |op: u64, d: Value| {
            Outbound::Frame(Utf8Bytes::from(
                json!({ "op": op, "d": d, "s": null, "t": null }).to_string(),
            ))
        };
        session.tell(match request.action {
            Action::Reconnect => frame(op::RECONNECT, Value::Null),
            Action::Heartbeat => frame(op::HEARTBEAT, Value::Null),
            Action::Invalidate { resumable } => frame(op::INVALID_SESSION, resumable.into()),
            Action::Close { code } => Outbound::Close(Close {
                code,
                reason: "closed by a test",
            }),
            Action::Cut => Outbound::Cut,
        });
    }
    let gone = match request.action {
        Action::Invalidate { resumable } => !resumable,
        // After these codes Discord wants a new session.
        Action::Close { code } => matches!(code, 1000 | 1001 | 4003 | 4007 | 4009),
        Action::Reconnect | Action::Heartbeat | Action::Cut => false,
    };
    if gone {
        state.sessions.retain(|session| !meant(session));
    }
    Ok(Json(json!({ "connections": touched })))
}
