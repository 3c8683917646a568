//! Flood control: how much one user, and one channel, may ask.
//!
//! `governor` counts; what is left to us is to keep its memory bounded, and to know who was told already.

use std::collections::HashSet;
use std::num::NonZeroU32;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::request::Limit;

/// Questions and presses that one user has in a minute. Reading through pages at leisure stays below; a macro does not.
const USER_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");

/// The same for everybody in one channel together: a lively lesson stays below, and Discord's own limit for messages in a
/// channel, about one a second, is not reached.
const CHANNEL_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("60 is not 0");

/// Most users, and most channels, that are counted: 10,000 of each take less than 1 MB.
const COUNTED_MOST: usize = 10_000;

/// How often one user or channel may ask, and who asks too much right now.
pub(super) struct Flood<C: Clock = MonotonicClock> {
    users: Limiter<C>,
    channels: Limiter<C>,
}

impl Flood {
    /// Nobody has asked anything yet.
    pub fn new() -> Self {
        Self::by(&MonotonicClock)
    }
}

impl<C: Clock + Clone> Flood<C> {
    fn by(clock: &C) -> Self {
        Self {
            users: Limiter::of(USER_PER_MINUTE, clock),
            channels: Limiter::of(CHANNEL_PER_MINUTE, clock),
        }
    }

    /// Counts something that `user` asks in `channel`.
    ///
    /// # Errors
    /// Whose limit is reached; then it is not to be answered, and counts for nothing.
    pub fn admit(&mut self, user: u64, channel: u64) -> Result<(), Limit> {
        // What a user is refused does not count against the others in the channel.
        if !self.users.take(user) {
            return Err(Limit::User);
        }
        if !self.channels.take(channel) {
            return Err(Limit::Channel);
        }
        Ok(())
    }

    /// Whether to say that `limit` is reached: true once, until something is answered again.
    pub fn is_news(&mut self, limit: Limit, user: u64, channel: u64) -> bool {
        match limit {
            Limit::User => self.users.told.insert(user),
            Limit::Channel => self.channels.told.insert(channel),
        }
    }
}

/// A minute's worth for each key, which comes back steadily.
struct Limiter<C: Clock> {
    per_minute: NonZeroU32,
    clock: C,
    counts: RateLimiter<u64, HashMapStateStore<u64>, C, NoOpMiddleware<C::Instant>>,
    /// Who was told of the limit, and not answered since. Cleared when room is made, so that it holds no more than are
    /// counted; who still floods then is told once more.
    told: HashSet<u64>,
}

impl<C: Clock + Clone> Limiter<C> {
    fn of(per_minute: NonZeroU32, clock: &C) -> Self {
        Self {
            per_minute,
            clock: clock.clone(),
            counts: RateLimiter::hashmap_with_clock(Quota::per_minute(per_minute), clock.clone()),
            told: HashSet::new(),
        }
    }

    /// Takes one of what `key` has; whether there was any.
    fn take(&mut self, key: u64) -> bool {
        if self.counts.len() >= COUNTED_MOST {
            self.make_room();
        }
        let admitted = self.counts.check_key(&key).is_ok();
        if admitted {
            self.told.remove(&key);
        }
        admitted
    }

    /// Forgets those who have all of their minute's worth back. Where that leaves more than half, so many asked within a
    /// minute that it is no flood of anybody's making, and everybody is counted anew: a look at all of them for each who
    /// comes next would cost more than the answers.
    fn make_room(&mut self) {
        self.counts.retain_recent();
        if self.counts.len() > COUNTED_MOST / 2 {
            *self = Self::of(self.per_minute, &self.clock);
        }
        self.counts.shrink_to_fit();
        self.told.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn flood() -> (Flood<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Flood::by(&clock), clock)
    }

    #[test]
    fn a_user_has_a_minutes_worth_and_is_told_once() {
        let (mut flood, clock) = flood();
        for count in 1..=USER_PER_MINUTE.get() {
            assert_eq!(flood.admit(1, 9), Ok(()), "{count}");
        }
        assert_eq!(flood.admit(1, 9), Err(Limit::User));
        assert!(flood.is_news(Limit::User, 1, 9));
        // Elsewhere too, and not at somebody else's cost.
        assert_eq!(flood.admit(1, 8), Err(Limit::User));
        assert!(!flood.is_news(Limit::User, 1, 8));
        assert_eq!(flood.admit(2, 9), Ok(()));
        // Two seconds bring one back, and the next refusal is news again.
        clock.advance(2 * SECOND);
        assert_eq!(flood.admit(1, 9), Ok(()));
        assert_eq!(flood.admit(1, 9), Err(Limit::User));
        assert!(flood.is_news(Limit::User, 1, 9));
        clock.advance(60 * SECOND);
        for count in 1..=USER_PER_MINUTE.get() {
            assert_eq!(flood.admit(1, 9), Ok(()), "{count}");
        }
    }

    #[test]
    fn a_channel_has_more_than_a_user_and_is_told_once() {
        let (mut flood, _) = flood();
        for user in 1..=u64::from(CHANNEL_PER_MINUTE.get()) {
            assert_eq!(flood.admit(user, 9), Ok(()), "{user}");
        }
        assert_eq!(flood.admit(1, 9), Err(Limit::Channel));
        assert!(flood.is_news(Limit::Channel, 1, 9));
        assert!(!flood.is_news(Limit::Channel, 2, 9));
        assert_eq!(flood.admit(1, 8), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let (mut flood, _) = flood();
        for user in 0..30_000 {
            assert_eq!(flood.admit(user, user), Ok(()));
            for limiter in [&flood.users, &flood.channels] {
                assert!(limiter.counts.len() <= COUNTED_MOST, "{user}");
            }
        }
    }

    #[test]
    fn the_quiet_make_room_and_who_floods_is_held_back_all_the_same() {
        let (mut flood, clock) = flood();
        let most = u64::try_from(COUNTED_MOST).unwrap();
        for user in 10..most {
            assert_eq!(flood.admit(user, user), Ok(()));
        }
        clock.advance(5 * SECOND);
        for _ in 0..USER_PER_MINUTE.get() {
            assert_eq!(flood.admit(1, 1), Ok(()));
        }
        assert!(flood.is_news(Limit::User, 1, 1));
        for user in most..most + 10 {
            assert_eq!(flood.admit(user, user), Ok(()));
        }
        assert_eq!(flood.users.counts.len(), 11);
        assert_eq!(flood.admit(1, 1), Err(Limit::User));
        assert!(flood.users.told.is_empty(), "told once more, and bounded");
    }
}
