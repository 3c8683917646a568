//! From how close a document is to a question to how sure the search is of it.

use super::Score;

/// Log-odds that a document with nothing in common with the question is right, how much they grow over the whole way to a
/// name to the letter, and how much more on the short way past half of what is asked for.
///
/// Fitted to the first hits for questions that were written before the search had learnt from any of them, each right or
/// wrong (`tests/relevance/first_sight.tsv`), by logistic regression with Platt's smoothed targets. Questions that the
/// vocabulary was written with would make the scores too certain: of what covers half of such a question nearly all is
/// right, of what covers half of a new one every second hit is. `search::report` fits them anew.
const LOG_ODDS_AT_NOTHING: f64 = -4.54;
/// See [`LOG_ODDS_AT_NOTHING`].
const LOG_ODDS_GAINED: f64 = 8.45;
/// See [`LOG_ODDS_AT_NOTHING`].
const LOG_ODDS_PAST_HALF: f64 = 0.99;

/// Where the way past half begins and ends. A word that is half unknown, or known by another for the same, blurs the half.
pub(super) const HALF: std::ops::Range<f64> = 0.36..0.42;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closer_is_surer() {
        let scores: Vec<Score> = (0..=100)
            .map(|percent| score(percent as f32 / 100.0))
            .collect();
        assert!(scores.is_sorted_by(|a, b| a < b));
        assert!(scores[0].get() < 0.02 && scores[100].get() > 0.99);
    }
}
