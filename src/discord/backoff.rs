//! How long to wait before trying again: longer each time up to a limit, and never twice the same.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// Growing waits between attempts.
///
/// Each wait is drawn between half of the step and the whole of it, so that many bots that lost the same server do not
/// come back at the same instant. Steps double from the first to the longest.
#[derive(Clone, Debug)]
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    step: Duration,
}

impl Backoff {
    /// Starts with `first`; no step is longer than `longest`.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            step: first,
        }
    }

    /// The next wait.
    pub fn next_wait(&mut self) -> Duration {
        self.next_wait_within(self.longest)
    }

    /// The next wait, and at most `longest` this time.
    pub fn next_wait_within(&mut self, longest: Duration) -> Duration {
        let step = self.step.min(longest);
        self.step = (self.step * 2).min(self.longest);
        step.mul_f64(0.5 + 0.5 * random_fraction())
    }

    /// Goes back to the first step, after something succeeded.
    pub fn reset(&mut self) {
        self.step = self.first;
    }
}

/// A number from 0.0 up to, but not including, 1.0; good enough to spread attempts, not for secrets.
///
/// The standard library seeds every `RandomState` differently.
fn random_fraction() -> f64 {
    // 53 bits are what an f64 holds exactly.
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_start_again_after_a_reset() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(500));
        for step in [100, 200, 400, 500, 500] {
            let wait = backoff.next_wait();
            let (least, most) = (Duration::from_millis(step / 2), Duration::from_millis(step));
            assert!(
                (least..=most).contains(&wait),
                "{wait:?} for a step of {step} ms"
            );
        }
        for _ in 0..64 {
            let wait = backoff.next_wait_within(Duration::from_millis(50));
            assert!((25..=50).contains(&wait.as_millis()), "{wait:?}");
        }
        backoff.reset();
        assert!(backoff.next_wait() <= Duration::from_millis(100));
    }

    #[test]
    fn fractions_differ_and_stay_below_one() {
        let drawn: Vec<f64> = (0..64).map(|_| random_fraction()).collect();
        assert!(drawn.iter().all(|f| (0.0..1.0).contains(f)), "{drawn:?}");
        assert!(drawn.iter().any(|f| *f != drawn[0]), "{drawn:?}");
    }
}
