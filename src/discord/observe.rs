//! What the bot tells those who watch over it: that something happened, never who did it or what they wrote.

use std::time::Duration;

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody was answered, or could not be.
    Answered {
        /// A command's name, `component`, `form`, `mention`, `dm`, `autocomplete`, or `other`.
        command: &'static str,
        /// Code of the language of the answer.
        language: &'static str,
        /// What the answer was, or `error` where it was not sent.
        outcome: &'static str,
        /// From receipt until Discord acknowledged the answer, or until it was given up.
        took: Duration,
    },
    /// This is how many shards the bot has, and which of them this process keeps up.
    Shards {
        /// How many.
        total: u32,
        /// The first of this process.
        first: u32,
        /// The one after its last.
        end: u32,
    },
    /// Interactions are taken in over HTTP from now.
    Listening,
    /// The gateway said how often it wants a heartbeat.
    Hello {
        /// Of which shard.
        shard: u32,
        /// The time between two.
        interval: Duration,
    },
    /// The gateway acknowledged a heartbeat.
    HeartbeatAcknowledged {
        /// Of which shard.
        shard: u32,
    },
    /// A gateway session began or goes on: events arrive from now.
    SessionBegan {
        /// Of which shard.
        shard: u32,
    },
    /// The gateway connection is gone, and another is about to be made.
    Reconnecting {
        /// Of which shard.
        shard: u32,
    },
    /// Discord asked to wait before a call is made again.
    RateLimited,
    /// An event could not be read and was passed over.
    Undecodable,
}

/// Somebody who watches over the bot. Called where answers are made, so it has to return at once.
pub trait Observer: Send + Sync {
    /// Takes note of something that happened just now.
    fn notice(&self, notice: Notice);
}

/// Watches nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _: Notice) {}
}
