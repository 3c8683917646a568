//! What was handled lately: a bounded memory with a lifetime, lost on restart.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Values by id, within a lifetime, at most a given number of them; the oldest are forgotten first.
#[derive(Debug)]
pub(super) struct Recent<V = ()> {
    lifetime: Duration,
    most: usize,
    seen: HashMap<u64, (Instant, V)>,
    order: VecDeque<(Instant, u64)>,
}

impl<V> Recent<V> {
    /// Remembers nothing yet.
    pub fn new(lifetime: Duration, most: usize) -> Self {
        Self {
            lifetime,
            most,
            seen: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// Remembers `value` for `id`, unless something is remembered for it already; whether it is new.
    pub fn remember(&mut self, id: u64, value: V, now: Instant) -> bool {
        while let Some(&(at, oldest)) = self.order.front() {
            if !self.is_over(at, now) && self.order.len() < self.most {
                break;
            }
            self.order.pop_front();
            // It may have been taken out, and remembered anew, meanwhile.
            if self
                .seen
                .get(&oldest)
                .is_some_and(|(since, _)| *since == at)
            {
                self.seen.remove(&oldest);
            }
        }
        if self.seen.contains_key(&id) {
            return false;
        }
        self.seen.insert(id, (now, value));
        self.order.push_back((now, id));
        true
    }

    /// What is remembered for `id`.
    pub fn get_mut(&mut self, id: u64, now: Instant) -> Option<&mut V> {
        let (at, _) = self.seen.get(&id)?;
        if self.is_over(*at, now) {
            return None;
        }
        self.seen.get_mut(&id).map(|(_, value)| value)
    }

    /// Takes out what is remembered for `id`.
    pub fn forget(&mut self, id: u64, now: Instant) -> Option<V> {
        let (at, value) = self.seen.remove(&id)?;
        (!self.is_over(at, now)).then_some(value)
    }

    fn is_over(&self, at: Instant, now: Instant) -> bool {
        now.saturating_duration_since(at) >= self.lifetime
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
            assert_eq!(
                recent.remember(id, (), now),
                new,
                "id {id} after {minutes} min"
            );
        }
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let now = Instant::now();
        let mut recent = Recent::new(MINUTE, 3);
        for id in 1..=1000 {
            assert!(recent.remember(id, (), now), "id {id}");
            assert!(recent.seen.len() <= 3 && recent.order.len() <= 3);
        }
        assert!(!recent.remember(1000, (), now));
        assert!(recent.remember(1, (), now));
    }

    #[test]
    fn a_value_can_be_had_and_taken_within_its_lifetime() {
        let start = Instant::now();
        let mut recent = Recent::new(15 * MINUTE, 100);
        assert!(recent.remember(1, "답", start));
        assert_eq!(recent.get_mut(1, start + 14 * MINUTE).copied(), Some("답"));
        assert_eq!(recent.get_mut(1, start + 15 * MINUTE), None);
        assert_eq!(recent.get_mut(2, start), None);
        assert_eq!(recent.forget(1, start + MINUTE), Some("답"));
        assert_eq!(recent.forget(1, start + MINUTE), None);
        // Remembered anew, it outlives what was remembered of it before.
        assert!(recent.remember(1, "새 답", start + 10 * MINUTE));
        assert!(recent.remember(2, "다른 답", start + 20 * MINUTE));
        assert_eq!(
            recent.get_mut(1, start + 20 * MINUTE).copied(),
            Some("새 답")
        );
        assert_eq!(recent.forget(1, start + 25 * MINUTE), None);
    }
}
