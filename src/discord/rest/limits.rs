//! Discord's rate limits, kept before they are met: a bucket for each route and channel or webhook, and the limit over all.
//!
//! Discord names a route's bucket in its answers (`X-RateLimit-Bucket`) and counts it for each channel and webhook by
//! itself. Which calls count there is the caller's to say: a callback has a bucket of its own that is used once, and what
//! authenticates itself is exempt from the limit over all. See [Discord Docs/Rate Limits].
//!
//! Nothing is kept for longer than it holds back anything, so that memory does not grow with channels and interactions.
//! twilight-http-ratelimiting was considered and keeps a queue for every webhook token for good.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use super::error::seconds;

/// Calls that a bot may make in a second, all routes together.
const GLOBAL_LIMIT: u32 = 50;

/// The second that it is counted over.
const GLOBAL_WINDOW: Duration = Duration::from_secs(1);

/// How long a bucket is taken to be closed after a call was let through on trial, until the answer tells.
const TRIAL: Duration = Duration::from_secs(1);

/// How much later than told a bucket is taken to be open again: what is told is rounded, and a call that is early is
/// refused.
const MARGIN: Duration = Duration::from_millis(50);

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
    /// Routes whose bucket was named, with a hash of the name. As many as there are routes.
    named: HashMap<&'static str, u64>,
    buckets: HashMap<(u64, u64), Bucket>,
    pruned_above: usize,
    /// Start of the second that is counted, and calls in it.
    window: (Option<Instant>, u32),
    /// Until when Discord wants no calls: none that is counted globally, none that is not.
    closed_until: [Option<Instant>; 2],
}

#[derive(Debug)]
struct Bucket {
    limit: u32,
    remaining: u32,
    resets: Instant,
    window: Duration,
    /// Calls without an answer so far.
    under_way: u32,
}

/// A call that is let through; it counts as under way until this is dropped.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    limits: &'a Limits,
    counted: Counted,
    /// The bucket in which it is under way.
    key: Option<(u64, u64)>,
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
            window: (None, 0),
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
            .map(|major| (state.name(counted.route), major));
        if let Some(bucket) = key.and_then(|key| state.buckets.get_mut(&key)) {
            bucket.refill(now);
            if bucket.remaining == 0 {
                return Err(bucket.resets.saturating_duration_since(now));
            }
        }
        if counted.globally {
            state.count_globally(now)?;
        }
        let bucket = key.and_then(|key| state.buckets.get_mut(&key));
        let known = bucket.is_some();
        if let Some(bucket) = bucket {
            bucket.remaining -= 1;
            bucket.under_way += 1;
        }
        Ok(Permit {
            limits: self,
            counted,
            key: key.filter(|_| known),
        })
    }
}

impl State {
    fn name(&self, route: &'static str) -> u64 {
        let named = self.named.get(route).copied();
        named.unwrap_or_else(|| self.hasher.hash_one(route))
    }

    fn count_globally(&mut self, now: Instant) -> Result<(), Duration> {
        let began = self.window.0.filter(|began| now < *began + GLOBAL_WINDOW);
        match began {
            None => self.window = (Some(now), 1),
            Some(began) if self.window.1 >= GLOBAL_LIMIT => {
                return Err((began + GLOBAL_WINDOW).saturating_duration_since(now));
            }
            Some(_) => self.window.1 += 1,
        }
        Ok(())
    }

    /// Notes what is known of a bucket from now on.
    fn note(
        &mut self,
        key: (u64, u64),
        limit: u32,
        remaining: u32,
        reset_after: Duration,
        now: Instant,
    ) {
        self.prune(now);
        let under_way = self.buckets.get(&key).map_or(0, |known| known.under_way);
        let bucket = Bucket {
            limit: limit.max(1),
            // Those under way may have been counted already, or not.
            remaining: remaining.saturating_sub(under_way),
            resets: now + reset_after + MARGIN,
            window: reset_after,
            under_way,
        };
        self.buckets.insert(key, bucket);
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

impl Bucket {
    /// Fills it where its time has come. How long the new window lasts is told by the answer to the first call in it.
    fn refill(&mut self, now: Instant) {
        if now >= self.resets {
            self.remaining = self.limit;
            self.resets = now + self.window.max(TRIAL);
        }
    }
}

impl Permit<'_> {
    /// Takes note of the answer that came at `now`: of its headers, and of what it refuses.
    pub fn answered(self, headers: &HeaderMap, refused: Option<Refused>, now: Instant) {
        let (limits, counted) = (self.limits, self.counted);
        // It is under way no more.
        drop(self);
        let mut state = limits.lock();
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
        if let Some(name) = headers.get("x-ratelimit-bucket") {
            let name = state.hasher.hash_one(name.as_bytes());
            state.named.insert(counted.route, name);
        }
        let key = (state.name(counted.route), major);
        let number = |name| text(name)?.parse().ok();
        let limit = number("x-ratelimit-limit");
        let remaining = number("x-ratelimit-remaining");
        let reset_after = text("x-ratelimit-reset-after").and_then(|text| text.parse().ok());
        match (refused, limit, remaining, reset_after.and_then(seconds)) {
            (Some(Refused { wait, .. }), ..) => {
                state.note(key, limit.unwrap_or(1), 0, wait, now);
            }
            (None, Some(limit), Some(remaining), Some(reset_after)) => {
                state.note(key, limit, remaining, reset_after, now);
            }
            // Whoever says nothing limits nothing.
            _ => drop(state.buckets.remove(&key)),
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key
            && let Some(bucket) = self.limits.lock().buckets.get_mut(&key)
        {
            bucket.under_way = bucket.under_way.saturating_sub(1);
        }
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
    fn fifty_calls_a_second_and_callbacks_beside_them() {
        let limits = Limits::new();
        let now = Instant::now();
        for call in 0..50 {
            assert!(!waits(&limits, on("POST", call), now), "call {call}");
        }
        assert_eq!(limits.admit(on("POST", 50), now).unwrap_err(), SECOND);
        let callback = Counted {
            route: "POST /interactions",
            major: None,
            globally: false,
        };
        for _ in 0..1000 {
            assert!(!waits(&limits, callback, now));
        }
        assert!(!waits(&limits, on("POST", 50), now + SECOND));
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
