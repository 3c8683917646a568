//! What a call meets instead of an answer, or on the way to it.

use std::time::Duration;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::bucket::Standing;

/// What the next calls of a kind meet.
#[derive(Clone, Debug, Deserialize)]
pub struct CallFault {
    /// Method of the calls.
    method: String,
    /// What their path contains, below `/api/v10`.
    path: String,
    /// How many calls; one unless it says otherwise.
    #[serde(default = "once")]
    times: u32,
    how: How,
}

const fn once() -> u32 {
    1
}

/// What they meet.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// 429, as Discord says it.
    RateLimit {
        /// In seconds.
        retry_after: f64,
        /// Whose limit it is.
        scope: Scope,
    },
    /// A status with a page of text, as what stands before Discord says it.
    Status(u16),
    /// Carried out, and answered, late.
    Slow {
        /// Milliseconds until it is carried out.
        #[serde(default)]
        before_ms: u64,
        /// Milliseconds from there until it is answered.
        #[serde(default)]
        after_ms: u64,
    },
    /// The connection breaks without an answer.
    Reset {
        /// Whether that happens after the call was carried out, or before.
        carried_out: bool,
    },
}

/// Whose limit a call met. See [Discord Docs/Rate Limits].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The bot's, on this route.
    User,
    /// Everybody's, on this resource.
    Shared,
    /// The bot's, on all routes.
    Global,
    /// That of what stands before Discord, which says it without JSON.
    Edge,
}

/// What a call meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meeting {
    /// Nothing out of the ordinary.
    Nothing,
    /// A fault.
    Fault(How),
    /// A bucket that still takes it.
    Within(Standing),
    /// A bucket that is empty.
    Beyond(Standing),
}

/// The fault that a call meets, if one was ordered for it.
pub fn meet(faults: &mut Vec<CallFault>, method: &str, path: &str) -> Option<Meeting> {
    let meant = |fault: &&mut CallFault| fault.method == method && path.contains(&fault.path);
    let fault = faults.iter_mut().find(meant)?;
    let how = fault.how;
    fault.times = fault.times.saturating_sub(1);
    faults.retain(|fault| fault.times > 0);
    Some(Meeting::Fault(how))
}

impl How {
    /// The answer that stands in the place of the call's own, if one does.
    pub fn answer(self) -> Option<Response> {
        match self {
            Self::RateLimit { retry_after, scope } => Some(rate_limited(retry_after, scope)),
            Self::Status(status) => Some(page(status)),
            Self::Slow { .. } | Self::Reset { .. } => None,
        }
    }

    /// How long to wait before the call is carried out, and from there until it is answered.
    pub fn waits(self) -> (Duration, Duration) {
        match self {
            Self::Slow {
                before_ms,
                after_ms,
            } => (
                Duration::from_millis(before_ms),
                Duration::from_millis(after_ms),
            ),
            _ => (Duration::ZERO, Duration::ZERO),
        }
    }
}

fn page(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let head = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, head, format!("<html><h1>{status}</h1></html>")).into_response()
}

/// 429 for `retry_after` seconds.
pub fn rate_limited(retry_after: f64, scope: Scope) -> Response {
    if scope == Scope::Edge {
        let mut response = page(429);
        set(response.headers_mut(), RETRY_AFTER, retry_after.ceil());
        return response;
    }
    let body = json!({
        "message": "You are being rate limited.", "retry_after": retry_after, "global": scope == Scope::Global,
    });
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
    let headers = response.headers_mut();
    set(headers, RETRY_AFTER, retry_after.ceil());
    let name = match scope {
        Scope::User => "user",
        Scope::Shared => "shared",
        Scope::Global | Scope::Edge => "global",
    };
    set(headers, HeaderName::from_static("x-ratelimit-scope"), name);
    if scope == Scope::Global {
        set(
            headers,
            HeaderName::from_static("x-ratelimit-global"),
            "true",
        );
    }
    response
}

/// Sets a header to what can stand in one.
pub fn set(headers: &mut HeaderMap, name: HeaderName, value: impl ToString) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_met_as_often_as_it_was_ordered_and_by_no_other_call() {
        let order =
            json!({ "method": "POST", "path": "/callback", "times": 2, "how": { "status": 502 } });
        let mut faults = vec![serde_json::from_value(order).expect("an order")];
        let met = Some(Meeting::Fault(How::Status(502)));
        for (method, path, expected) in [
            ("GET", "/interactions/1/(masked)/callback", None),
            ("POST", "/channels/1/messages", None),
            ("POST", "/interactions/1/(masked)/callback", met),
            ("POST", "/interactions/2/(masked)/callback", met),
            ("POST", "/interactions/3/(masked)/callback", None),
        ] {
            assert_eq!(meet(&mut faults, method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_rate_limit_says_whose_it_is() {
        for (scope, named, global, json) in [
            (Scope::User, Some("user"), false, true),
            (Scope::Shared, Some("shared"), false, true),
            (Scope::Global, Some("global"), true, true),
            (Scope::Edge, None, false, false),
        ] {
            let response = rate_limited(1.2, scope);
            let header = |name: &str| response.headers().get(name)?.to_str().ok();
            assert_eq!(response.status(), 429);
            assert_eq!(header("retry-after"), Some("2"), "{scope:?}");
            assert_eq!(header("x-ratelimit-scope"), named);
            assert_eq!(header("x-ratelimit-global").is_some(), global, "{scope:?}");
            let is_json = header("content-type") == Some("application/json");
            assert_eq!(is_json, json, "{scope:?}");
        }
    }
}
