//! Which events were handled lately: Discord may deliver an event twice, the bot answers it once.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

/// Ids seen within a lifetime, at most a given number of them; the oldest are forgotten first.
#[derive(Debug)]
pub(super) struct Recent {
    lifetime: Duration,
    most: usize,
    seen: HashSet<u64>,
    order: VecDeque<(Instant, u64)>,
}

impl Recent {
    /// Remembers nothing yet.
    pub fn new(lifetime: Duration, most: usize) -> Self {
        Self {
            lifetime,
            most,
            seen: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Remembers `id`; whether it is new.
    pub fn insert(&mut self, id: u64, now: Instant) -> bool {
        while let Some(&(at, oldest)) = self.order.front() {
            let expired = now.saturating_duration_since(at) >= self.lifetime;
            if !expired && self.order.len() < self.most {
                break;
            }
            self.order.pop_front();
            self.seen.remove(&oldest);
        }
        let new = self.seen.insert(id);
        if new {
            self.order.push_back((now, id));
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn an_id_is_new_once_within_its_lifetime() {
        let start = Instant::now();
        let mut recent = Recent::new(15 * MINUTE, 100);
        for (id, minutes, new) in [
            (1, 0, true),
            (1, 0, false),
            (2, 1, true),
            (1, 14, false),
            (1, 15, true),
            (2, 15, false),
            (2, 16, true),
        ] {
            let now = start + minutes * MINUTE;
            assert_eq!(recent.insert(id, now), new, "id {id} after {minutes} min");
        }
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let now = Instant::now();
        let mut recent = Recent::new(MINUTE, 3);
        for id in 1..=1000 {
            assert!(recent.insert(id, now), "id {id}");
            assert!(recent.seen.len() <= 3 && recent.order.len() <= 3);
        }
        assert!(!recent.insert(1000, now));
        assert!(recent.insert(1, now));
    }
}
