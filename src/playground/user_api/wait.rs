//! Waiting for a bot, as long as the request asks for.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

use super::refusal::Refused;
use crate::playground::endpoint::send_out;
use crate::playground::ids::Id;
use crate::playground::interaction::Stage;
use crate::playground::state::Hub;

/// Longest wait that a request may ask for.
pub const WAIT_MAX: Duration = Duration::from_secs(60);

/// Until when a request is held open.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// Not at all.
    None,
    /// The first answer, "thinking" included, or the failure.
    #[default]
    Response,
    /// The answer in full, or the failure.
    Final,
}

/// The query of an action that makes an interaction.
#[derive(Deserialize)]
pub struct Waiting {
    #[serde(default)]
    wait: Until,
    timeout_ms: Option<u64>,
}

/// Follows a fresh interaction and answers with its fate.
pub async fn follow(
    hub: &Arc<Hub>,
    waiting: &Waiting,
    (id, mut stage): (Id, watch::Receiver<Stage>),
) -> Result<Json<Value>, Refused> {
    send_out(hub);
    let (clock, deadline) = (Arc::clone(hub), hub.options.interaction_deadline);
    tokio::spawn(async move {
        sleep(deadline).await;
        clock.lock().give_up(id);
    });
    let patience = waiting
        .timeout_ms
        .map_or(deadline * 5, Duration::from_millis)
        .min(WAIT_MAX);
    let enough = |stage: &Stage| match waiting.wait {
        Until::None => true,
        Until::Response => *stage != Stage::Waiting,
        Until::Final => matches!(stage, Stage::Answered | Stage::Failed),
    };
    // The fate is told however the wait ends; a sender that is gone means that the interaction was forgotten.
    let _ = timeout_at(Instant::now() + patience, stage.wait_for(enough)).await;
    let state = hub.lock();
    let interaction = state
        .interactions
        .get(&id)
        .ok_or_else(|| Refused::not_found("interaction"))?;
    Ok(Json(json!({ "interaction": state.fate_json(interaction) })))
}
