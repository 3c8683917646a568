//! Discord's rate limits, kept before they are met: a bucket for each route and channel or webhook, and the limit over all.
//!
//! Discord names a route's bucket in its answers (`X-RateLimit-Bucket`) and counts it for each channel and webhook by
//! itself. Which calls count there is the caller's to say: a callback has a bucket of its own that is used once, and what
//! authenticates itself is exempt from the limit over all. See [Discord Docs/Rate Limits].
//!
//! Nothing is kept for longer than it holds back anything, so that memory does not grow with channels and interactions.
//! twilight-http-ratelimiting was considered and keeps a queue for every webhook token for good.

mod bucket;
#[cfg(test)]
mod simulated;

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use self::bucket::{Bucket, Standing};
use super::error::seconds;

/// Calls that a bot may make in a second, all routes together.
const GLOBAL_LIMIT: usize = 50;

/// The second that it is counted over.
const GLOBAL_WINDOW: Duration = Duration::from_secs(1);

/// Buckets above which those that hold back nothing are looked for.
const PRUNED_ABOVE: usize = 64;

/// What counts a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The route as it may be printed.
    pub route: &'static str,
    /// The channel or webhook, as a number; `None` for a call that is counted in no bucket.
    pub major: Option<u64>,
    /// Whether it counts toward the limit over all.
    pub globally: bool,
}

/// What is known of the limits.
#[derive(Debug)]
pub(super) struct Limits(Mutex<State>);

#[derive(Debug)]
struct State {
    hasher: RandomState,
    /// Routes whose bucket was named. As many as there are routes.
    named: HashMap<&'static str, Named>,
    buckets: HashMap<(u64, u64), Bucket>,
    pruned_above: usize,
    /// When the calls of the last second were let through, oldest first.
    global: VecDeque<Instant>,
    /// Until when Discord wants no calls: none that is counted globally, none that is not.
    closed_until: [Option<Instant>; 2],
}

/// A bucket as Discord names it, for whatever channel or webhook.
#[derive(Clone, Copy, Debug)]
struct Named {
    /// A hash of its name.
    name: u64,
    /// Calls that it takes in a window.
    limit: u32,
}

/// A call that is let through; it counts as under way until this is dropped.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    limits: &'a Limits,
    counted: Counted,
    /// The bucket in which it is under way.
    key: Option<(u64, u64)>,
    admitted: Instant,
}

/// How long Discord wants to hear nothing, as a 429 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// How long.
    pub wait: Duration,
    /// Whether that goes for all calls.
    pub global: bool,
}

impl Limits {
    /// Nothing is known yet, so everything is let through.
    pub fn new() -> Self {
        Self(Mutex::new(State {
            hasher: RandomState::new(),
            named: HashMap::new(),
            buckets: HashMap::new(),
            pruned_above: PRUNED_ABOVE,
            global: VecDeque::new(),
            closed_until: [None; 2],
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a call through and counts it.
    ///
    /// # Errors
    /// How long to wait before asking again, where a limit is reached.
    pub fn admit(&self, counted: Counted, now: Instant) -> Result<Permit<'_>, Duration> {
        let mut state = self.lock();
        if let Some(until) = state.closed_until[usize::from(counted.globally)]
            && until > now
        {
            return Err(until - now);
        }
        let key = counted
            .major
            .map(|major| (state.name(counted.route), major))
            .filter(|&key| state.opens(key, counted.route, now));
        if let Some(bucket) = key.and_then(|key| state.buckets.get_mut(&key)) {
            bucket.refill(now);
            if bucket.remaining == 0 {
                return Err(bucket.resets.saturating_duration_since(now));
            }
        }
        if counted.globally {
            state.count_globally(now)?;
        }
        if let Some(bucket) = key.and_then(|key| state.buckets.get_mut(&key)) {
            bucket.remaining -= 1;
            bucket.under_way += 1;
        }
        Ok(Permit {
            limits: self,
            counted,
            key,
            admitted: now,
        })
    }
}

impl State {
    /// The name of a route's bucket; the route stands for it until an answer tells.
    fn name(&self, route: &'static str) -> u64 {
        match self.named.get(route) {
            Some(named) => named.name,
            None => self.hasher.hash_one(route),
        }
    }

    /// Whether there is a bucket for `key`, now at the latest: where nothing was sent to a channel lately, it is as large as
    /// those of other channels.
    fn opens(&mut self, key: (u64, u64), route: &'static str, now: Instant) -> bool {
        if self.buckets.contains_key(&key) {
            return true;
        }
        let Some(&Named { limit, .. }) = self.named.get(route) else {
            return false;
        };
        self.prune(now);
        self.buckets.insert(key, Bucket::full(limit, now));
        true
    }

    fn count_globally(&mut self, now: Instant) -> Result<(), Duration> {
        let over = |begun: Instant| begun + GLOBAL_WINDOW;
        while self.global.front().is_some_and(|&first| over(first) <= now) {
            self.global.pop_front();
        }
        if let Some(&first) = self.global.front()
            && self.global.len() >= GLOBAL_LIMIT
        {
            return Err(over(first) - now);
        }
        self.global.push_back(now);
        Ok(())
    }

    fn prune(&mut self, now: Instant) {
        if self.buckets.len() < self.pruned_above {
            return;
        }
        self.buckets
            .retain(|_, bucket| bucket.under_way > 0 || bucket.resets > now);
        self.pruned_above = PRUNED_ABOVE.max(self.buckets.len() * 2);
    }
}

impl Permit<'_> {
    /// Takes note that no answer will be heard, at `now`.
    fn lose(&mut self, now: Instant) {
        let mut state = self.limits.lock();
        if let Some(bucket) = self.key.take().and_then(|key| state.buckets.get_mut(&key)) {
            bucket.lose(now);
        }
    }

    /// Takes note of the answer that came at `now`: of its headers, and of what it refuses.
    pub fn answered(mut self, headers: &HeaderMap, refused: Option<Refused>, now: Instant) {
        let (limits, counted, admitted) = (self.limits, self.counted, self.admitted);
        let mut state = limits.lock();
        if let Some(bucket) = self.key.take().and_then(|key| state.buckets.get_mut(&key)) {
            // A window that ended meanwhile ends while the call still counts as under way: it may be counted in either.
            bucket.refill(now);
            bucket.under_way = bucket.under_way.saturating_sub(1);
        }
        if let Some(Refused { wait, global: true }) = refused {
            let until = now + wait;
            let closed = &mut state.closed_until[usize::from(counted.globally)];
            *closed = Some(closed.map_or(until, |other| other.max(until)));
            return;
        }
        let Some(major) = counted.major else {
            return;
        };
        let text = |name| headers.get(name)?.to_str().ok();
        let number = |name| text(name)?.parse().ok();
        let limit: Option<u32> = number("x-ratelimit-limit");
        let remaining = number("x-ratelimit-remaining");
        let reset_after = text("x-ratelimit-reset-after").and_then(|text| text.parse().ok());
        if let (Some(name), Some(limit)) = (headers.get("x-ratelimit-bucket"), limit) {
            let name = state.hasher.hash_one(name.as_bytes());
            let limit = limit.max(1);
            state.named.insert(counted.route, Named { name, limit });
        }
        let key = (state.name(counted.route), major);
        let standing = limit.zip(remaining).zip(reset_after.and_then(seconds));
        let standing = standing.map(|((limit, remaining), reset_after)| Standing {
            limit,
            remaining,
            reset_after,
        });
        state.prune(now);
        match (refused, standing) {
            (Some(Refused { wait, .. }), _) => {
                let fresh = || Bucket::full(1, now);
                let bucket = state.buckets.entry(key).or_insert_with(fresh);
                bucket.close(wait, limit, now);
            }
            (None, Some(standing)) => {
                let fresh = || Bucket::full(standing.limit.max(1), now);
                let bucket = state.buckets.entry(key).or_insert_with(fresh);
                bucket.hear(standing, admitted, now);
            }
            // Whoever says nothing limits nothing.
            (None, None) => {
                state.named.remove(counted.route);
                state.buckets.remove(&key);
            }
        }
    }
}

impl Drop for Permit<'_> {
    /// Nobody will hear of it any more.
    fn drop(&mut self) {
        self.lose(Instant::now());
    }
}

/// A number for what a call belongs to, such as a webhook with its token, which is not to be kept itself.
pub(super) fn major(of: impl std::hash::Hash) -> u64 {
    // Keys of a process must agree with each other, so the hasher has none of its own.
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::bucket::MARGIN;
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn on(route: &'static str, major: u64) -> Counted {
        Counted {
            route,
            major: Some(major),
            globally: true,
        }
    }

    fn headers(bucket: &str, limit: u32, remaining: u32, reset_after: &str) -> HeaderMap {
        [
            ("x-ratelimit-bucket", bucket),
            ("x-ratelimit-limit", &limit.to_string()),
            ("x-ratelimit-remaining", &remaining.to_string()),
            ("x-ratelimit-reset-after", reset_after),
        ]
        .into_iter()
        .map(|(name, value)| {
            let value = HeaderValue::from_str(value).unwrap();
            (HeaderName::from_static(name), value)
        })
        .collect()
    }

    /// A call that is answered at once.
    fn told(limits: &Limits, counted: Counted, headers: &HeaderMap, now: Instant) {
        let permit = limits.admit(counted, now).unwrap();
        permit.answered(headers, None, now);
    }

    /// A call that is refused for a second at once.
    fn refused(limits: &Limits, counted: Counted, global: bool, now: Instant) {
        let permit = limits.admit(counted, now).unwrap();
        let refused = Refused {
            wait: SECOND,
            global,
        };
        permit.answered(&HeaderMap::new(), Some(refused), now);
    }

    fn waits(limits: &Limits, counted: Counted, now: Instant) -> bool {
        limits.admit(counted, now).is_err()
    }

    #[test]
    fn a_bucket_holds_back_what_belongs_to_it_alone_and_no_longer_than_it_says() {
        let limits = Limits::new();
        let (post, patch) = ("POST /channels", "PATCH /channels");
        let now = Instant::now();
        told(&limits, on(post, 1), &headers("가", 5, 0, "2.5"), now);
        // The same bucket under another route, and another one.
        told(&limits, on(patch, 2), &headers("가", 5, 4, "2.5"), now);
        told(&limits, on("DELETE", 2), &headers("나", 5, 4, "2.5"), now);
        for (route, major, waiting) in [
            (post, 1, true),
            (patch, 1, true),
            (post, 2, false),
            ("DELETE", 1, false),
            ("GET", 1, false),
        ] {
            assert_eq!(
                waits(&limits, on(route, major), now),
                waiting,
                "{route} {major}"
            );
        }
        let wait = limits.admit(on(post, 1), now).unwrap_err();
        assert_eq!(wait, Duration::from_millis(2500) + MARGIN);
        assert!(!waits(&limits, on(post, 1), now + wait));
    }

    #[test]
    fn a_bucket_lets_through_what_it_takes_also_before_answers_tell() {
        let limits = Limits::new();
        let now = Instant::now();
        told(&limits, on("POST", 1), &headers("가", 3, 0, "1"), now);
        let later = now + SECOND + MARGIN;
        let through: Vec<_> = (0..5)
            .filter_map(|_| limits.admit(on("POST", 1), later).ok())
            .collect();
        assert_eq!(through.len(), 3);
        // What is dropped without an answer, such as a call that timed out, is not taken back; the window brings it back.
        drop(through);
        assert!(waits(&limits, on("POST", 1), later));
        assert!(!waits(&limits, on("POST", 1), later + SECOND + MARGIN));
    }

    #[test]
    fn a_refusal_closes_its_bucket_and_a_global_one_everything_of_its_kind() {
        let limits = Limits::new();
        let now = Instant::now();
        refused(&limits, on("POST", 1), false, now);
        assert!(waits(&limits, on("POST", 1), now));
        assert!(!waits(&limits, on("POST", 2), now));
        // One is let through on trial; without headers in its answer nothing is limited any more.
        let later = now + SECOND + MARGIN;
        let trial = limits.admit(on("POST", 1), later).unwrap();
        assert!(waits(&limits, on("POST", 1), later));
        trial.answered(&HeaderMap::new(), None, later);
        assert!(!waits(&limits, on("POST", 1), later));

        let callback = Counted {
            route: "POST /interactions",
            major: None,
            globally: false,
        };
        refused(&limits, on("POST", 3), true, now);
        assert!(waits(&limits, on("GET", 4), now));
        assert!(!waits(&limits, callback, now));
        refused(&limits, callback, true, now);
        assert!(waits(&limits, callback, now));
        assert!(!waits(&limits, callback, now + SECOND));
        assert!(!waits(&limits, on("GET", 4), now + SECOND));
    }

    #[test]
    fn fifty_calls_in_any_second_and_callbacks_beside_them() {
        let limits = Limits::new();
        let now = Instant::now();
        let half = SECOND / 2;
        for call in 0..50 {
            let at = if call < 20 { now } else { now + half };
            assert!(!waits(&limits, on("POST", call), at), "call {call}");
        }
        let wait = limits.admit(on("POST", 50), now + half).unwrap_err();
        assert_eq!(wait, half);
        let callback = Counted {
            route: "POST /interactions",
            major: None,
            globally: false,
        };
        for _ in 0..1000 {
            assert!(!waits(&limits, callback, now + half));
        }
        assert!(limits.lock().buckets.is_empty(), "nothing is kept of them");
        // Those of the first half are a second ago, the others are not.
        for call in 0..20 {
            assert!(!waits(&limits, on("POST", call), now + SECOND), "{call}");
        }
        assert!(waits(&limits, on("POST", 50), now + SECOND));
        assert!(!waits(&limits, on("POST", 50), now + half + SECOND));
    }

    #[test]
    fn a_channel_nobody_wrote_to_lately_takes_as_much_as_the_others() {
        let limits = Limits::new();
        let now = Instant::now();
        told(&limits, on("POST", 1), &headers("가", 3, 2, "1"), now);
        let through: Vec<_> = (0..5)
            .filter_map(|_| limits.admit(on("POST", 2), now).ok())
            .collect();
        assert_eq!(through.len(), 3);
        // Of another route nothing is known.
        let through: Vec<_> = (0..5)
            .filter_map(|_| limits.admit(on("PATCH", 2), now).ok())
            .collect();
        assert_eq!(through.len(), 5);
    }

    #[test]
    fn nothing_is_kept_of_what_holds_back_nothing() {
        let (limits, mut now) = (Limits::new(), Instant::now());
        for webhook in 0..100_000_u64 {
            let counted = Counted {
                globally: false,
                ..on("DELETE /webhooks", webhook)
            };
            told(&limits, counted, &headers("가", 5, 4, "0.2"), now);
            now += Duration::from_millis(5);
        }
        let state = limits.lock();
        assert!(
            state.buckets.len() <= 2 * PRUNED_ABOVE,
            "{}",
            state.buckets.len()
        );
        assert_eq!(state.named.len(), 1);
    }

    #[test]
    fn what_belongs_together_has_one_number() {
        assert_eq!(major((7, "토큰")), major((7, "토큰")));
        assert_ne!(major((7, "토큰")), major((7, "다른 토큰")));
    }
}
