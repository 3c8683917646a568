//! How often sessions may begin: so many shards at once every five seconds, so many sessions a day.
//!
//! See [Discord Docs/Gateway Session Start Limit].

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::playground::ids::Id;

/// Sessions that an application may begin in a day.
const A_DAY: u32 = 1_000;
/// The day.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// When each application began its sessions.
#[derive(Debug, Default)]
pub struct Starts {
    /// The last of each bucket of shards.
    last: HashMap<(Id, u64), Instant>,
    /// Since when the day's are counted, and how many there were.
    days: HashMap<Id, (Instant, u32)>,
}

impl Starts {
    /// Whether a shard may begin a session now: the last one of its bucket, which is its number modulo `concurrency`, began
    /// at least `window` ago. One that may is counted.
    pub fn begin(
        &mut self,
        application: Id,
        shard: u64,
        (concurrency, window): (u64, Duration),
        now: Instant,
    ) -> bool {
        let bucket = (application, shard % concurrency.max(1));
        let since = self.last.get(&bucket);
        if since.is_some_and(|since| now.saturating_duration_since(*since) < window) {
            return false;
        }
        self.last.insert(bucket, now);
        let (since, count) = self.days.entry(application).or_insert((now, 0));
        if now.saturating_duration_since(*since) >= DAY {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        true
    }

    /// `session_start_limit` of `GET /gateway/bot`.
    pub fn limit_json(&self, application: Id, concurrency: u64, now: Instant) -> Value {
        let day = self.days.get(&application);
        let (used, passed) = day.map_or((0, Duration::ZERO), |(since, count)| {
            (*count, now.saturating_duration_since(*since))
        });
        let left = DAY.saturating_sub(passed);
        json!({
            "total": A_DAY,
            "remaining": if left.is_zero() { A_DAY } else { A_DAY.saturating_sub(used) },
            "reset_after": u64::try_from(left.as_millis()).unwrap_or(u64::MAX),
            "max_concurrency": concurrency,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_of_shards_begins_one_session_every_five_seconds() {
        const WINDOW: Duration = Duration::from_secs(5);
        let (mut starts, begin) = (Starts::default(), Instant::now());
        for (ms, application, shard, expected) in [
            (0, 1, 0, true),
            (0, 1, 2, false),
            (0, 1, 1, true),
            (0, 2, 0, true),
            (4_999, 1, 2, false),
            (5_000, 1, 2, true),
            (5_001, 1, 0, false),
            (5_001, 1, 3, true),
            (10_000, 1, 0, true),
        ] {
            let now = begin + Duration::from_millis(ms);
            let began = starts.begin(Id(application), shard, (2, WINDOW), now);
            assert_eq!(began, expected, "shard {shard} of {application} at {ms} ms");
        }
        let limit = starts.limit_json(Id(1), 2, begin);
        assert_eq!(
            limit["remaining"],
            1_000 - 5,
            "refused ones are not counted"
        );
        assert_eq!(limit["max_concurrency"], 2);
        let tomorrow = starts.limit_json(Id(1), 2, begin + DAY);
        assert_eq!(tomorrow["remaining"], 1_000);
    }
}
