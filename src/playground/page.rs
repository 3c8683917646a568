//! The page, embedded in the binary: a small client in plain HTML, CSS and JavaScript modules, with no outside address.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::files::content_type;
use super::ids::Id;
use super::state::Hub;

/// Nothing from elsewhere, nothing inline, nothing framed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files: path below `/page/`, content type, text.
const FILES: [(&str, &str, &str); 9] = [
    ("style.css", STYLE, include_str!("page/style.css")),
    ("app.js", SCRIPT, include_str!("page/app.js")),
    ("api.js", SCRIPT, include_str!("page/api.js")),
    ("channels.js", SCRIPT, include_str!("page/channels.js")),
    ("composer.js", SCRIPT, include_str!("page/composer.js")),
    ("dom.js", SCRIPT, include_str!("page/dom.js")),
    ("markdown.js", SCRIPT, include_str!("page/markdown.js")),
    ("message.js", SCRIPT, include_str!("page/message.js")),
    ("words.js", SCRIPT, include_str!("page/words.js")),
];

/// The page, its files, and the files that came with messages.
pub fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route(
            "/",
            get(|| async { served(HTML, include_str!("page/index.html")) }),
        )
        .route("/page/{file}", get(file))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
}

fn served(kind: &'static str, text: &'static str) -> Response {
    (headers(kind), text).into_response()
}

fn headers(kind: &'static str) -> [(HeaderName, &'static str); 5] {
    [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-cache"),
    ]
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(other, ..)| *other == name) {
        Some((_, kind, text)) => served(kind, text),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file that came with a message. Only pictures are shown; anything else is for saving.
async fn attachment(
    State(hub): State<Arc<Hub>>,
    Path((_, id, _)): Path<(Id, Id, String)>,
) -> Response {
    let state = hub.lock();
    let Some(file) = state.files.get(id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = content_type(&file.filename);
    let shown = if kind.starts_with("image/") {
        "inline"
    } else {
        "attachment"
    };
    (
        headers(kind),
        [(CONTENT_DISPOSITION, shown)],
        file.bytes.clone(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_no_outside_address_and_inserts_no_markup() {
        let html = ("index.html", HTML, include_str!("page/index.html"));
        for (name, _, text) in FILES.iter().chain([&html]) {
            for forbidden in [
                "https://",
                "http://",
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "style=",
            ] {
                let named_scheme = text
                    .match_indices(forbidden)
                    .any(|(at, _)| !text[..at].ends_with('"') && !text[..at].ends_with('^'));
                assert!(!named_scheme, "{name} contains {forbidden}");
            }
        }
    }

    #[test]
    fn the_page_asks_only_for_files_that_are_there() {
        let html = include_str!("page/index.html");
        let texts = FILES.iter().map(|(.., text)| *text).chain([html]);
        for text in texts {
            for (at, prefix) in text
                .match_indices("/page/")
                .chain(text.match_indices("from \"./"))
            {
                let rest = &text[at + prefix.len()..];
                let name = rest.split('"').next().unwrap_or("");
                assert!(
                    FILES.iter().any(|(other, ..)| *other == name),
                    "`{name}` is not among the files"
                );
            }
        }
    }
}
