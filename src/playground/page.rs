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
const JSON: &str = "application/json";

/// The files: path below `/page/`, content type, text.
const FILES: [(&str, &str, &str); 30] = [
    ("base.css", STYLE, include_str!("page/base.css")),
    ("composer.css", STYLE, include_str!("page/composer.css")),
    ("layout.css", STYLE, include_str!("page/layout.css")),
    ("message.css", STYLE, include_str!("page/message.css")),
    ("panels.css", STYLE, include_str!("page/panels.css")),
    ("actions.js", SCRIPT, include_str!("page/actions.js")),
    ("api.js", SCRIPT, include_str!("page/api.js")),
    ("app.js", SCRIPT, include_str!("page/app.js")),
    ("apps.js", SCRIPT, include_str!("page/apps.js")),
    ("bar.js", SCRIPT, include_str!("page/bar.js")),
    ("channels.js", SCRIPT, include_str!("page/channels.js")),
    (
        "command-form.js",
        SCRIPT,
        include_str!("page/command-form.js"),
    ),
    ("components.js", SCRIPT, include_str!("page/components.js")),
    ("composer.js", SCRIPT, include_str!("page/composer.js")),
    ("dom.js", SCRIPT, include_str!("page/dom.js")),
    ("embed.js", SCRIPT, include_str!("page/embed.js")),
    ("icons.js", SCRIPT, include_str!("page/icons.js")),
    ("jamo.js", SCRIPT, include_str!("page/jamo.js")),
    ("log.js", SCRIPT, include_str!("page/log.js")),
    ("markdown.js", SCRIPT, include_str!("page/markdown.js")),
    ("message.js", SCRIPT, include_str!("page/message.js")),
    ("modal.js", SCRIPT, include_str!("page/modal.js")),
    ("names.js", SCRIPT, include_str!("page/names.js")),
    ("select.js", SCRIPT, include_str!("page/select.js")),
    ("settings.js", SCRIPT, include_str!("page/settings.js")),
    (
        "suggestions.js",
        SCRIPT,
        include_str!("page/suggestions.js"),
    ),
    ("tries.js", SCRIPT, include_str!("page/tries.js")),
    ("wire.js", SCRIPT, include_str!("page/wire.js")),
    ("words.js", SCRIPT, include_str!("page/words.js")),
    ("examples.json", JSON, include_str!("page/examples.json")),
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

fn headers(kind: &'static str) -> [(HeaderName, &'static str); 7] {
    [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-cache"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
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

    #[test]
    fn the_examples_are_commands_or_mentions_in_both_languages() {
        let examples: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("page/examples.json")).expect("a JSON list");
        for language in ["ko", "en"] {
            let own = examples
                .iter()
                .filter(|example| example["language"] == language);
            assert!(own.count() >= 5, "examples in {language}");
        }
        for example in &examples {
            let (say, why) = (
                example["say"].as_str().unwrap_or(""),
                example["why"].as_str().unwrap_or(""),
            );
            let asks = ["/", "@ "].iter().any(|sign| say.starts_with(sign));
            assert!(asks && say.len() > 2 && !why.is_empty(), "{example}");
        }
    }
}
