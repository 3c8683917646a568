//! What an open page hears, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;

use super::refusal::{Refused, member};
use crate::playground::ids::Id;
use crate::playground::state::Hub;

/// The query of `GET /events`.
#[derive(Deserialize)]
pub struct Reader {
    user: Id,
}

/// `GET /events`: each event is a JSON object with `kind`: `message`, `edit`, `delete`, `typing`, `interaction`,
/// `applications`, or `missed` when the reader was too slow and should read everything again.
pub async fn stream(
    State(hub): State<Arc<Hub>>,
    Query(reader): Query<Reader>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let events = {
        let state = hub.lock();
        member(&state, reader.user)?;
        state.page.subscribe()
    };
    let shutdown = hub.shutdown.clone();
    let stream = unfold(
        (events, shutdown),
        move |(mut events, shutdown)| async move {
            loop {
                let event = tokio::select! {
                    event = events.recv() => event,
                    () = shutdown.cancelled() => return None,
                };
                let body = match event {
                    Ok(event) if event.only_for.is_none_or(|only| only == reader.user) => {
                        event.body.to_string()
                    }
                    Ok(_) => continue,
                    Err(RecvError::Lagged(_)) => r#"{"kind":"missed"}"#.to_owned(),
                    Err(RecvError::Closed) => return None,
                };
                return Some((Ok(Event::default().data(body)), (events, shutdown)));
            }
        },
    );
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}
