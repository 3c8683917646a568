//! What an operator needs beside the bot itself: whether it is well, what it does, and a base that can change under it.
//!
//! `health` judges whether questions arrive, `metrics` counts what became of them, `http` shows both, and `reload` swaps
//! the base. Nothing here knows who asked, or what.

mod health;
mod http;
mod metrics;
mod reload;

use std::time::Instant;

use tokio_util::sync::CancellationToken;

use self::health::Health;
pub use self::health::{Lacking, Readiness};
pub use self::http::serve;
use self::metrics::Metrics;
pub use self::reload::{Fingerprint, Reload};
use crate::discord::{Notice, Observer};
use crate::knowledge::KnowledgeBase;

/// Everything that is known of the bot at work.
#[derive(Debug)]
pub struct Telemetry {
    health: Health,
    metrics: Metrics,
    shutdown: CancellationToken,
}

impl Telemetry {
    /// Nothing has happened yet; the bot stops when `shutdown` is cancelled.
    pub fn new(shutdown: CancellationToken) -> Self {
        Self {
            health: Health::default(),
            metrics: Metrics::new(),
            shutdown,
        }
    }

    /// Whether a question asked now would be answered.
    pub fn readiness(&self) -> Readiness {
        if self.shutdown.is_cancelled() {
            return Readiness::Stopping;
        }
        self.health.readiness(Instant::now())
    }

    /// The metrics in the text form that Prometheus reads.
    pub fn metrics(&self) -> String {
        self.metrics.text()
    }

    /// The bot answers from this base from now on.
    pub fn serves(&self, base: &KnowledgeBase, fingerprint: Fingerprint) {
        self.metrics.serves(base, fingerprint);
    }

    /// A new base was looked at, and taken or refused.
    pub(crate) fn reloaded(&self, taken: bool) {
        self.metrics.reloaded(taken);
    }
}

impl Observer for Telemetry {
    fn notice(&self, notice: Notice) {
        self.health.notice(notice, Instant::now());
        self.metrics.notice(notice);
    }
}
