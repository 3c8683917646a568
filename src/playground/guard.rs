//! Keeps other web sites out: a page elsewhere must reach neither the playground's page nor its API through a visitor's browser.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::state::Hub;

/// What a browser says about a request that it makes. See [Fetch Metadata Request Headers].
const SEC_FETCH_SITE: &str = "sec-fetch-site";
const SEC_FETCH_MODE: &str = "sec-fetch-mode";
const SEC_FETCH_DEST: &str = "sec-fetch-dest";

/// The middleware: refuses requests under a name that is not this machine's own (DNS rebinding) and those from foreign origins.
pub async fn guard(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    match refusal(request.headers(), hub.address.port()) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    }
}

fn refusal(headers: &HeaderMap, port: u16) -> Option<&'static str> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST.as_str()).unwrap_or("");
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
    // Pictures, scripts and frames of a foreign page are asked for without an Origin; the browser says so in its own words.
    // A link to the page, which is opened by a person, is fine.
    let foreign_part = matches!(header(SEC_FETCH_SITE), Some("cross-site" | "same-site"))
        && (header(SEC_FETCH_MODE) != Some("navigate")
            || header(SEC_FETCH_DEST) != Some("document"));
    let foreign_origin = headers.contains_key(ORIGIN) && !header(ORIGIN.as_str()).is_some_and(own);
    (foreign_origin || foreign_part).then_some("requests from other origins are refused\n")
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

    #[test]
    fn a_foreign_page_may_link_here_but_not_use_what_is_here() {
        for (site, mode, dest, fine) in [
            ("none", "navigate", "document", true),
            ("same-origin", "cors", "empty", true),
            ("same-origin", "no-cors", "script", true),
            ("cross-site", "navigate", "document", true),
            ("cross-site", "navigate", "iframe", false),
            ("cross-site", "no-cors", "image", false),
            ("cross-site", "no-cors", "script", false),
            ("same-site", "no-cors", "image", false),
            ("cross-site", "cors", "empty", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("127.0.0.1:8722"));
            headers.insert(SEC_FETCH_SITE, HeaderValue::from_static(site));
            headers.insert(SEC_FETCH_MODE, HeaderValue::from_static(mode));
            headers.insert(SEC_FETCH_DEST, HeaderValue::from_static(dest));
            assert_eq!(
                refusal(&headers, 8722).is_none(),
                fine,
                "{site} {mode} {dest}"
            );
        }
    }
}
