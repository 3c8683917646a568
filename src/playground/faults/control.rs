//! Takes the orders of tests.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::bucket;
use super::call::CallFault;
use super::twist::{self, Twist};
use super::{Handshake, Met};
use crate::playground::gateway::session::Outbound;
use crate::playground::state::Hub;
use crate::playground::user_api::refusal::Refused;

/// Time from the order to be away until the server is.
const LAST_WORD: Duration = Duration::from_millis(50);

/// What is ordered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Calls fail.
    Call(CallFault),
    /// Calls are limited.
    Bucket(bucket::Order),
    /// Handshakes lead nowhere.
    Handshake {
        /// What becomes of them.
        how: Handshake,
        /// How many.
        times: u32,
    },
    /// Something happens to all connections that stand.
    Connections(OnConnection),
    /// The events of all sessions that stand come otherwise.
    Events(twist::Order),
    /// Everything that goes on now is broken, and connections are refused.
    Away {
        /// How long.
        ms: u64,
    },
    /// Every order so far is taken back. Sessions keep what was ordered for them.
    Clear,
}

/// What happens to a connection.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConnection {
    /// Its heartbeats are acknowledged no more.
    NoAcks,
    /// Nothing is sent over it any more, although it stands.
    Dead,
    /// It carries this text.
    Text(String),
    /// It carries these bytes.
    Bytes(Vec<u8>),
}

/// `GET /faults`: how often faults were met so far.
pub async fn met(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let Met {
        calls,
        limited,
        handshakes,
    } = hub.faults.met();
    Json(json!({ "calls": calls, "limited": limited, "handshakes": handshakes }))
}

/// `POST /faults`.
///
/// # Errors
/// 403 unless the playground was set up for it.
pub async fn order(
    State(hub): State<Arc<Hub>>,
    Json(order): Json<Order>,
) -> Result<Json<Value>, Refused> {
    if !hub.options.gateway_control {
        return Err(Refused::forbidden("this playground has no faults"));
    }
    match order {
        Order::Call(fault) => hub.faults.order_call(fault),
        Order::Bucket(order) => hub.faults.order_bucket(order),
        Order::Handshake { how, times } => hub.faults.order_handshake(how, times),
        Order::Connections(what) => {
            for session in &mut hub.lock().sessions {
                session.tell(match &what {
                    OnConnection::NoAcks => Outbound::NoAcks,
                    OnConnection::Dead => Outbound::Dead,
                    OnConnection::Text(text) => Outbound::Frame(Utf8Bytes::from(text.clone())),
                    OnConnection::Bytes(bytes) => Outbound::Bytes(Bytes::from(bytes.clone())),
                });
            }
        }
        Order::Events(order) => {
            for session in &mut hub.lock().sessions {
                session.twist = Some(Twist::new(order));
            }
        }
        Order::Away { ms } => {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move {
                // The order itself is still answered.
                sleep(LAST_WORD).await;
                hub.faults.away.send_replace(Duration::from_millis(ms));
            });
        }
        Order::Clear => hub.faults.clear(),
    }
    Ok(Json(json!({})))
}
