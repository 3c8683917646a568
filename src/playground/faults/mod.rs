//! Faults that a test orders: calls that fail, handshakes that lead nowhere, connections that die, events that come twice, a
//! server that is away.
//!
//! Only a playground with [`gateway_control`](super::Options::gateway_control) takes orders; elsewhere nothing in here is
//! ever met. What a call meets stands in `call` and `bucket`, what becomes of TCP connections in `listener`, of events on
//! their way to a bot in `twist`; `control` takes the orders.

pub mod bucket;
pub mod call;
pub mod control;
pub mod listener;
pub mod twist;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;

use bucket::Buckets;
use call::{CallFault, Meeting};

/// What becomes of a bot that wants to connect to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handshake {
    /// The TCP connection is accepted and dropped.
    HangUp,
    /// The handshake is never answered.
    Silence,
    /// The handshake is answered, and the connection dropped.
    Drop,
    /// The handshake is answered, and nothing follows.
    NoHello,
    /// HELLO is said, heartbeats are acknowledged, and IDENTIFY and RESUME get lost.
    NoAnswer,
}

/// The standing orders of a playground, and how often they were met.
#[derive(Debug)]
pub struct Faults {
    orders: Mutex<Orders>,
    /// How long the server is to be away from now on.
    pub away: watch::Sender<Duration>,
}

#[derive(Debug, Default)]
struct Orders {
    calls: Vec<CallFault>,
    buckets: Buckets,
    handshake: Option<(Handshake, u32)>,
    met: Met,
}

/// How often faults were met so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Calls.
    pub calls: u32,
    /// Calls refused by a bucket that was ordered.
    pub limited: u32,
    /// Handshakes.
    pub handshakes: u32,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            orders: Mutex::default(),
            away: watch::channel(Duration::ZERO).0,
        }
    }
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a call meets.
    pub fn call(&self, method: &str, path: &str) -> Meeting {
        let mut orders = self.lock();
        let orders = &mut *orders;
        let meeting = call::meet(&mut orders.calls, method, path)
            .or_else(|| orders.buckets.meet(method, path));
        match &meeting {
            Some(Meeting::Within(_)) | None => {}
            Some(Meeting::Beyond(_)) => orders.met.limited += 1,
            Some(_) => orders.met.calls += 1,
        }
        meeting.unwrap_or(Meeting::Nothing)
    }

    /// What a handshake meets.
    pub fn handshake(&self) -> Option<Handshake> {
        let mut orders = self.lock();
        let (handshake, times) = orders.handshake.as_mut()?;
        let met = *handshake;
        *times -= 1;
        if *times == 0 {
            orders.handshake = None;
        }
        orders.met.handshakes += 1;
        Some(met)
    }

    /// How often faults were met so far.
    pub fn met(&self) -> Met {
        self.lock().met
    }

    /// Orders a fault of calls, after those ordered before.
    fn order_call(&self, fault: CallFault) {
        self.lock().calls.push(fault);
    }

    /// Orders a bucket.
    fn order_bucket(&self, order: bucket::Order) {
        self.lock().buckets.add(order);
    }

    /// Orders what the next `times` handshakes meet, in place of what was ordered before.
    fn order_handshake(&self, handshake: Handshake, times: u32) {
        self.lock().handshake = (times > 0).then_some((handshake, times));
    }

    /// Takes back every order that still stands.
    fn clear(&self) {
        let mut orders = self.lock();
        *orders = Orders {
            met: orders.met,
            ..Orders::default()
        };
    }
}
