//! Stands around every call: reads its body, records it, and adds what every answer of Discord's carries.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::auth;
use super::payload::{Payload, Received, read};
use crate::playground::application::fingerprint;
use crate::playground::errors::ApiError;
use crate::playground::faults::call::{How, Meeting, Scope, rate_limited};
use crate::playground::faults::listener::Connection;
use crate::playground::ids::{Id, now_ms};
use crate::playground::limits::REQUEST_MAX_BYTES;
use crate::playground::state::{Hub, State as World};
use crate::playground::wire::{RestCall, masked_path};

/// Calls that a bucket takes; far more than a bot makes, so that only tests of rate limits meet one.
const BUCKET_SIZE: u32 = 1_000;

/// The middleware.
pub async fn observe(
    State(hub): State<Arc<Hub>>,
    route: Option<MatchedPath>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let begin = Instant::now();
    let (mut parts, body) = request.into_parts();
    let route = route.map_or_else(String::new, |route| route.as_str().to_owned());
    let method = parts.method.to_string();
    let path = parts
        .uri
        .path_and_query()
        .map_or_else(String::new, ToString::to_string);
    let headers = parts.headers.clone();

    let meeting = hub.faults.call(&method, &path);
    let (before, after) = match meeting {
        Meeting::Fault(how) => how.waits(),
        _ => (Duration::ZERO, Duration::ZERO),
    };
    pause(before).await;
    if meeting == Meeting::Fault(How::Reset { carried_out: false }) {
        connection.cut();
        // Nobody hears it.
        return ApiError::not_found().into_response();
    }

    let mut received = Payload::default();
    let response = match to_bytes(body, REQUEST_MAX_BYTES).await {
        Err(_) => ApiError::new(413, 40005, "Request entity too large").into_response(),
        // Discord's edge turns away clients that say nothing of what they are. Those that say it in another form than
        // `DiscordBot (…)` mostly pass: discord.py answers interactions that way.
        Ok(_) if !headers.contains_key(USER_AGENT) => {
            ApiError::new(403, 40333, "internal network error").into_response()
        }
        Ok(bytes) => {
            let payload = read(&headers, &bytes);
            received = payload.clone().unwrap_or_default();
            parts.extensions.insert(Received(payload));
            let ordered = hub.lock().ordered_refusal(&method, &path);
            let refused = ordered.map(IntoResponse::into_response);
            match refused.or_else(|| instead(meeting)) {
                Some(response) => response,
                None => next.run(Request::from_parts(parts, Body::empty())).await,
            }
        }
    };

    let (mut head, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    match meeting {
        // Each says itself what is to be said, which may be nothing.
        Meeting::Fault(How::RateLimit { .. } | How::Status(_)) => {}
        Meeting::Within(standing) | Meeting::Beyond(standing) => standing.tell(&mut head.headers),
        _ => add_rate_limit(&mut head.headers, &method, &route),
    }
    {
        let mut state = hub.lock();
        let (of_interaction, interaction) = whose(&state, &path);
        let application = auth::token(&headers)
            .and_then(|token| state.application_of(token, &hub.options.bot_name));
        let files = received
            .uploads
            .iter()
            .map(|file| json!({ "filename": file.filename, "bytes": file.bytes.len() }))
            .collect();
        state.wire.rest(RestCall {
            application: application.or(of_interaction),
            interaction,
            method,
            path: masked_path(&path),
            request: received.body,
            files,
            status: head.status.as_u16(),
            response: readable(&bytes),
            ms: begin.elapsed().as_secs_f64() * 1e3,
        });
    }
    pause(after).await;
    if meeting == (Meeting::Fault(How::Reset { carried_out: true })) {
        connection.cut();
    }
    Response::from_parts(head, Body::from(bytes))
}

/// Waits where there is something to wait for: a timer of no time costs a turn of the runtime.
async fn pause(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

/// The answer that a fault puts in the place of the call's own, if it does.
fn instead(meeting: Meeting) -> Option<Response> {
    match meeting {
        Meeting::Fault(how) => how.answer(),
        Meeting::Beyond(standing) => Some(rate_limited(standing.reset_after, Scope::User)),
        Meeting::Within(_) | Meeting::Nothing => None,
    }
}

/// The application and the interaction that a callback or webhook call belongs to.
fn whose(state: &World, path: &str) -> (Option<Id>, Option<Id>) {
    let parts: Vec<&str> = path.split(['/', '?']).collect();
    let after = |name: &str, distance: usize| {
        parts
            .iter()
            .position(|part| *part == name)
            .and_then(|at| parts.get(at + distance))
            .copied()
    };
    let id = after("interactions", 1)
        .and_then(|id| id.parse().ok())
        .or_else(|| {
            after("webhooks", 2).and_then(|token| state.interaction_tokens.get(token).copied())
        });
    let interaction = id.and_then(|id| state.interactions.get(&id));
    (
        interaction.map(|interaction| interaction.application),
        interaction.map(|interaction| interaction.id),
    )
}

/// A body as JSON; null for none, its text for what is no JSON.
fn readable(bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into())
}

fn add_rate_limit(headers: &mut HeaderMap, method: &str, route: &str) {
    let bucket = format!("{:032x}", fingerprint(&format!("{method} {route}")));
    let reset = now_ms() as f64 / 1e3 + 1.0;
    for (name, value) in [
        ("x-ratelimit-limit", BUCKET_SIZE.to_string()),
        ("x-ratelimit-remaining", (BUCKET_SIZE - 1).to_string()),
        ("x-ratelimit-reset", format!("{reset:.3}")),
        ("x-ratelimit-reset-after", "1.000".to_owned()),
        ("x-ratelimit-bucket", bucket),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
