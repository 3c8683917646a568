//! Flood control: how much one user, and one channel, may ask.
//!
//! A token bucket for each, of our own: the limiters on offer bring some ten crates and keep every key for ever, while this
//! has to forget people, and to know whether somebody was told already.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::request::Limit;

/// Questions and presses that one user has in a minute. Reading through pages at leisure stays below; a macro does not.
const USER_PER_MINUTE: u32 = 30;

/// The same for everybody in one channel together: a lively lesson stays below, and Discord's own limit for messages in a
/// channel, about one a second, is not reached.
const CHANNEL_PER_MINUTE: u32 = 60;

/// Most users, and most channels, that are counted: 10,000 of each take about 1 MB. Nobody beyond that is held back, since
/// so many at once are no flood of one's making.
const COUNTED_MOST: usize = 10_000;

/// How often one user or channel may ask, and who asks too much right now.
#[derive(Debug)]
pub(super) struct Flood {
    users: Buckets,
    channels: Buckets,
}

impl Flood {
    /// Nobody has asked anything yet.
    pub fn new() -> Self {
        Self {
            users: Buckets::of(USER_PER_MINUTE),
            channels: Buckets::of(CHANNEL_PER_MINUTE),
        }
    }

    /// Counts something that `user` asks in `channel`.
    ///
    /// # Errors
    /// Whose limit is reached; then it is not to be answered, and counts for nothing.
    pub fn admit(&mut self, user: u64, channel: u64, now: Instant) -> Result<(), Limit> {
        // What a user is refused does not count against the others in the channel.
        if !self.users.take(user, now) {
            return Err(Limit::User);
        }
        if !self.channels.take(channel, now) {
            return Err(Limit::Channel);
        }
        Ok(())
    }

    /// Whether to say that `limit` is reached: true once, until something is answered again.
    pub fn is_news(&mut self, limit: Limit, user: u64, channel: u64) -> bool {
        let bucket = match limit {
            Limit::User => self.users.by_key.get_mut(&user),
            Limit::Channel => self.channels.by_key.get_mut(&channel),
        };
        bucket.is_some_and(|bucket| !std::mem::replace(&mut bucket.told, true))
    }
}

/// A bucket of a minute's worth for each key, which refills steadily.
#[derive(Debug)]
struct Buckets {
    /// How long one token takes to come back.
    refill: Duration,
    by_key: HashMap<u64, Bucket>,
    /// When full buckets were last taken out.
    swept: Option<Instant>,
}

/// How long full buckets may stay where there is no room: taking them out looks at every one.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// How empty a bucket is.
#[derive(Debug)]
struct Bucket {
    /// When it will be full again; at most [`FULL`] ahead.
    full_at: Instant,
    /// Whether somebody was told that it is empty.
    told: bool,
}

/// How long an empty bucket takes to be full again.
const FULL: Duration = Duration::from_secs(60);

impl Buckets {
    fn of(per_minute: u32) -> Self {
        Self {
            refill: FULL / per_minute,
            by_key: HashMap::new(),
            swept: None,
        }
    }

    /// Takes a token of `key`; whether there was one.
    fn take(&mut self, key: u64, now: Instant) -> bool {
        if self.by_key.len() >= COUNTED_MOST && !self.by_key.contains_key(&key) {
            self.sweep(now);
            if self.by_key.len() >= COUNTED_MOST {
                return true;
            }
        }
        let bucket = self.by_key.entry(key).or_insert(Bucket {
            full_at: now,
            told: false,
        });
        let full_at = bucket.full_at.max(now) + self.refill;
        if full_at.saturating_duration_since(now) > FULL {
            return false;
        }
        bucket.full_at = full_at;
        bucket.told = false;
        true
    }

    /// Takes out the buckets that are full: they say as much as none.
    fn sweep(&mut self, now: Instant) {
        let lately = |swept: Instant| now.saturating_duration_since(swept) < SWEEP_EVERY;
        if self.swept.is_some_and(lately) {
            return;
        }
        self.swept = Some(now);
        self.by_key.retain(|_, bucket| bucket.full_at > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_user_has_a_minutes_worth_and_is_told_once() {
        let start = Instant::now();
        let mut flood = Flood::new();
        for count in 1..=USER_PER_MINUTE {
            assert_eq!(flood.admit(1, 9, start), Ok(()), "{count}");
        }
        assert_eq!(flood.admit(1, 9, start), Err(Limit::User));
        assert!(flood.is_news(Limit::User, 1, 9));
        // Elsewhere too, and not at somebody else's cost.
        assert_eq!(flood.admit(1, 8, start), Err(Limit::User));
        assert!(!flood.is_news(Limit::User, 1, 8));
        assert_eq!(flood.admit(2, 9, start), Ok(()));
        // Two seconds bring one back, and the next refusal is news again.
        let later = start + 2 * SECOND;
        assert_eq!(flood.admit(1, 9, later), Ok(()));
        assert_eq!(flood.admit(1, 9, later), Err(Limit::User));
        assert!(flood.is_news(Limit::User, 1, 9));
        let much_later = start + 62 * SECOND;
        for count in 1..=USER_PER_MINUTE {
            assert_eq!(flood.admit(1, 9, much_later), Ok(()), "{count}");
        }
    }

    #[test]
    fn a_channel_has_more_than_a_user_and_is_told_once() {
        let start = Instant::now();
        let mut flood = Flood::new();
        for user in 1..=u64::from(CHANNEL_PER_MINUTE) {
            assert_eq!(flood.admit(user, 9, start), Ok(()), "{user}");
        }
        assert_eq!(flood.admit(1, 9, start), Err(Limit::Channel));
        assert!(flood.is_news(Limit::Channel, 1, 9));
        assert!(!flood.is_news(Limit::Channel, 2, 9));
        assert_eq!(flood.admit(1, 8, start), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let start = Instant::now();
        let mut flood = Flood::new();
        for user in 0..30_000 {
            assert_eq!(flood.admit(user, user, start), Ok(()));
        }
        assert_eq!(flood.users.by_key.len(), COUNTED_MOST);
        // Once those counted are quiet, they make room.
        let later = start + 3 * SECOND;
        assert_eq!(flood.admit(90_000, 90_000, later), Ok(()));
        assert_eq!(flood.users.by_key.len(), 1);
    }
}
