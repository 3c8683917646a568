//! A score that is always a number between 0 and 1, so that it can be sorted.

use std::cmp::Ordering;

/// How sure the search is of a hit: 0.0–1.0, always a number, so it can be sorted.
///
/// Of first hits for whole questions, this share is right; of other hits it orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(f64);

impl Score {
    /// Nothing speaks for it.
    pub const ZERO: Self = Self(0.0);

    /// There is no doubt.
    pub const CERTAIN: Self = Self(1.0);

    /// The score of `value`, brought into 0.0–1.0; of what is no number, zero.
    pub fn new(value: f64) -> Self {
        if value.is_nan() {
            Self::ZERO
        } else {
            Self(value.clamp(0.0, 1.0))
        }
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// How many times likelier right than wrong: infinite for [`Score::CERTAIN`].
    pub fn odds(self) -> f64 {
        self.0 / (1.0 - self.0)
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_becomes_a_score_that_sorts() {
        for (value, expected) in [
            (0.5, 0.5),
            (1.5, 1.0),
            (-0.1, 0.0),
            (f64::INFINITY, 1.0),
            (f64::NAN, 0.0),
        ] {
            assert_eq!(Score::new(value).get(), expected, "{value}");
        }
        assert!(Score::new(0.2) < Score::new(0.3));
    }
}
