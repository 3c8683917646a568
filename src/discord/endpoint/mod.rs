//! The endpoint: interactions that Discord sends over HTTP instead of the gateway, answered in the response.
//!
//! Only interactions arrive this way: there are no messages, so no mentions and no direct messages. Any number of replicas
//! can stand behind one address, since Discord sends each interaction once; a repetition that reaches the same replica is
//! known by its id, and one that reaches another is refused by Discord itself, which takes one answer.

mod inline;
mod signature;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::ListenerExt;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

pub(super) use self::inline::{Answer, Inline};
pub use self::signature::PublicKey;
use super::dispatch::Dispatch;
use super::error::RunError;
use super::frame;
use super::observe::{Notice, Observer};
use super::rest::INTERACTION_DEADLINE;
use super::undecodable::Undecodable;

/// Where interactions are sent to, below the address that the developer portal is given.
pub const PATH: &str = "/interactions";

/// Largest request that is read, in bytes. A menu's message with everything that Discord allows in it stays below 100 KB.
const BODY_MAX_BYTES: usize = 1024 * 1024;

/// How long a request may take to arrive; an answer after three seconds is worth nothing.
const BODY_WITHIN: Duration = INTERACTION_DEADLINE;

/// Kept of the three seconds for the way back.
const WAY_BACK: Duration = Duration::from_millis(200);

/// The type of an interaction by which Discord sees whether the endpoint is there.
const PING: u8 = 1;

/// What answers a PING.
const PONG: &str = r#"{"type":1}"#;

/// The header of JSON.
const JSON: (axum::http::HeaderName, &str) = (CONTENT_TYPE, "application/json");

/// What every request needs.
struct Door {
    key: PublicKey,
    dispatch: Arc<Mutex<Dispatch>>,
}

/// Takes in interactions at `address` until `shutdown`, and then answers those that were taken in, at most `patience`.
///
/// # Errors
/// When the address cannot be listened on.
pub(super) async fn serve(
    address: SocketAddr,
    key: PublicKey,
    dispatch: Arc<Mutex<Dispatch>>,
    observer: &Arc<dyn Observer>,
    patience: Duration,
    shutdown: &CancellationToken,
) -> Result<(), RunError> {
    let failed = |source| RunError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    info!(address = %bound, path = PATH, "interactions are taken in");
    observer.notice(Notice::Listening);
    let router = Router::new()
        .route(PATH, post(take_in))
        .with_state(Arc::new(Door { key, dispatch }));
    let listener = listener.tap_io(|connection| {
        // Without it an answer may wait for the acknowledgement of its own header.
        if let Err(error) = connection.set_nodelay(true) {
            debug!(%error, "a connection holds back small packets");
        }
    });
    let stopped = shutdown.clone().cancelled_owned();
    let serving = axum::serve(listener, router)
        .with_graceful_shutdown(stopped)
        .into_future();
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended.map_err(failed),
        () = shutdown.cancelled() => {
            if timeout(patience, serving).await.is_err() {
                warn!("stopped before every request was answered");
            }
            Ok(())
        }
    }
}

/// `POST /interactions`: 200 with the answer, 202 where it comes by the callback, 401 for what Discord did not sign.
async fn take_in(State(door): State<Arc<Door>>, request: Request) -> Response {
    let received = Instant::now();
    let (head, body) = request.into_parts();
    let body = match timeout(BODY_WITHIN, to_bytes(body, BODY_MAX_BYTES)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let header = |name: &str| one_header(&head.headers, name);
    let checked = door.key.check(
        header("x-signature-ed25519"),
        header("x-signature-timestamp"),
        &body,
        now.unwrap_or_default(),
    );
    if let Err(reason) = checked {
        debug!(%reason, "a request is turned away");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    door.answer(&body, received).await
}

/// The text of a header that is there once.
fn one_header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

impl Door {
    /// The response to a request that Discord signed.
    async fn answer(&self, body: &Bytes, received: Instant) -> Response {
        #[derive(Deserialize)]
        struct Look {
            #[serde(rename = "type")]
            kind: u8,
        }
        let interaction = serde_json::from_slice(body).and_then(|look: Look| match look.kind {
            PING => Ok(None),
            _ => frame::read_interaction(&String::from_utf8_lossy(body)).map(Some),
        });
        let interaction = match interaction {
            Ok(Some(interaction)) => interaction,
            Ok(None) => return (StatusCode::OK, [JSON], PONG).into_response(),
            Err(error) => {
                let what = Undecodable::new("INTERACTION_CREATE", &error);
                self.dispatch().undecodable(&what);
                return StatusCode::BAD_REQUEST.into_response();
            }
        };
        let (inline, answer) = Inline::new();
        let is_new = self
            .dispatch()
            .interaction(interaction, received, Some(inline));
        if !is_new {
            return StatusCode::CONFLICT.into_response();
        }
        response(received, answer).await
    }

    fn dispatch(&self) -> std::sync::MutexGuard<'_, Dispatch> {
        self.dispatch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The response to a request of `received`, once its answer is there, as long as Discord waits for it.
async fn response(received: Instant, answer: oneshot::Receiver<Answer>) -> Response {
    match timeout_at(received + INTERACTION_DEADLINE - WAY_BACK, answer).await {
        Ok(Ok(Answer::Here(body))) => (StatusCode::OK, [JSON], body).into_response(),
        Ok(Ok(Answer::ByCallback)) => StatusCode::ACCEPTED.into_response(),
        Ok(Err(_)) => StatusCode::BAD_REQUEST.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    /// The status for an answer that comes, if it does, `late` after a request that arrived `ago`.
    async fn status(ago: Duration, late: Duration, answer: Option<Answer>) -> StatusCode {
        let received = Instant::now().checked_sub(ago).expect("the clock is older");
        let (sender, receiver) = oneshot::channel();
        let answering = async {
            sleep(late).await;
            match answer {
                // An error means that nobody waits any more.
                Some(answer) => drop(sender.send(answer)),
                None => drop(sender),
            }
        };
        tokio::join!(response(received, receiver), answering)
            .0
            .status()
    }

    #[tokio::test]
    async fn an_answer_is_waited_for_as_long_as_discord_waits_and_no_longer() {
        let here = || Some(Answer::Here(b"{}".to_vec()));
        let (fresh, old) = (Duration::ZERO, Duration::from_millis(2_750));
        let (at_once, late) = (Duration::ZERO, Duration::from_millis(300));
        for (ago, until, answer, expected) in [
            (fresh, at_once, here(), 200),
            (fresh, late, here(), 200),
            (fresh, late, Some(Answer::ByCallback), 202),
            // Nothing was asked.
            (fresh, late, None, 400),
            (old, at_once, here(), 200),
            // Of its three seconds too few are left for the way back.
            (old, late, here(), 503),
            (old, late, Some(Answer::ByCallback), 503),
        ] {
            let got = status(ago, until, answer).await;
            assert_eq!(got, expected, "{ago:?} ago, {until:?} until it is there");
        }
    }
}
