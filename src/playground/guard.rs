//! Keeps other web sites out: a page elsewhere must reach neither the playground's page nor its API through a visitor's browser.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::state::Hub;

/// The middleware: refuses requests under a name that is not this machine's own (DNS rebinding) and those from foreign origins.
pub async fn guard(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    match refusal(request.headers(), hub.address.port()) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    }
}

fn refusal(headers: &HeaderMap, port: u16) -> Option<&'static str> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or("");
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Some("the playground answers to 127.0.0.1 and localhost only\n");
    }
    // Bots send no Origin; browsers send one with everything that could do harm.
    let own = |origin: &str| {
        ["127.0.0.1", "localhost"]
            .iter()
            .any(|name| origin == format!("http://{name}:{port}"))
    };
    match headers.contains_key(ORIGIN) {
        true if !header(ORIGIN).is_some_and(own) => {
            Some("requests from other origins are refused\n")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_this_machine_and_its_own_page_come_in() {
        for (host, origin, fine) in [
            ("127.0.0.1:8722", None, true),
            ("localhost:8722", None, true),
            ("localhost", None, true),
            ("127.0.0.1:8722", Some("http://127.0.0.1:8722"), true),
            ("127.0.0.1:8722", Some("http://localhost:8722"), true),
            ("127.0.0.1:8722", Some("http://127.0.0.1:9999"), false),
            ("127.0.0.1:8722", Some("https://example.com"), false),
            ("127.0.0.1:8722", Some("null"), false),
            ("rebound.example.com:8722", None, false),
            ("127.0.0.1.example.com", None, false),
            ("", None, false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(
                refusal(&headers, 8722).is_none(),
                fine,
                "host {host:?}, origin {origin:?}"
            );
        }
    }
}
