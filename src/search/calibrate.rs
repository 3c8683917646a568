//! From how close a document is to a question to how sure the search is of it.

use super::Score;

/// Log-odds that a document with nothing in common with the question is right, how much they grow over the whole way to a
/// name to the letter, and how much more on the short way past half of what is asked for: what covers less than half of
/// a question hardly ever answers it, what covers more mostly does.
///
/// Fitted to the first hits for the questions people type, each right or wrong, by logistic regression with Platt's
/// smoothed targets: the sets of questions are nearly separable, and a plain fit would be too certain.
/// `search::report` fits them anew; `docs/search.md` shows how far they hold on questions they were not fitted to.
const LOG_ODDS_AT_NOTHING: f64 = -8.25;
/// See [`LOG_ODDS_AT_NOTHING`].
const LOG_ODDS_GAINED: f64 = 8.59;
/// See [`LOG_ODDS_AT_NOTHING`].
const LOG_ODDS_PAST_HALF: f64 = 5.61;

/// Where the way past half begins and ends. A word that is half unknown, or known by another for the same, blurs the half.
pub(super) const HALF: std::ops::Range<f64> = 0.4..0.5;

/// How far a document this close is on the way past half: 0.0–1.0.
pub(super) fn past_half(closeness: f64) -> f64 {
    ((closeness - HALF.start) / (HALF.end - HALF.start)).clamp(0.0, 1.0)
}

/// The share of hits this close (what lies beyond 0.0–1.0 is as close as its end) that are right.
pub(super) fn score(closeness: f32) -> Score {
    let closeness = f64::from(closeness.clamp(0.0, 1.0));
    let log_odds = LOG_ODDS_AT_NOTHING
        + LOG_ODDS_GAINED * closeness
        + LOG_ODDS_PAST_HALF * past_half(closeness);
    Score::new(1.0 / (1.0 + (-log_odds).exp()))
}

/// How close a hit of this score is: what [`score`] makes of it, undone by halving.
#[cfg(test)]
pub(super) fn closeness(of: Score) -> f64 {
    let (mut least, mut most) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = (least + most) / 2.0;
        if score(middle as f32) < of {
            least = middle;
        } else {
            most = middle;
        }
    }
    (least + most) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closer_is_surer() {
        let scores: Vec<Score> = (0..=100)
            .map(|percent| score(percent as f32 / 100.0))
            .collect();
        assert!(scores.is_sorted_by(|a, b| a < b));
        assert!(scores[0].get() < 0.01 && scores[100].get() > 0.99);
        for percent in [0, 40, 45, 50, 99] {
            let expected = percent as f64 / 100.0;
            assert!((closeness(scores[percent]) - expected).abs() < 1e-5);
        }
    }
}
