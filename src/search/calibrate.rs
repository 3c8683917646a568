//! From how close a document is to a question to how sure the search is of it.

use super::Score;

/// Log-odds that a document with nothing in common with the question is right, and how much they grow over the whole
/// way to a name to the letter.
///
/// Fitted to the first hits for the questions people type, each right or wrong, by logistic regression with Platt's
/// smoothed targets: the sets of questions are nearly separable, and a plain fit would be too certain.
/// `search::report` fits them anew; `docs/search.md` shows how far they hold on questions they were not fitted to.
const LOG_ODDS_AT_NOTHING: f64 = -6.46;
/// See [`LOG_ODDS_AT_NOTHING`].
const LOG_ODDS_GAINED: f64 = 13.16;

/// The share of hits this close (what lies beyond 0.0–1.0 is as close as its end) that are right.
pub(super) fn score(closeness: f32) -> Score {
    let log_odds = LOG_ODDS_AT_NOTHING + LOG_ODDS_GAINED * f64::from(closeness.clamp(0.0, 1.0));
    Score::new(1.0 / (1.0 + (-log_odds).exp()))
}

/// How close a hit of this score is: what [`score`] makes of it, undone.
#[cfg(test)]
pub(super) fn closeness(score: Score) -> f64 {
    (score.odds().ln() - LOG_ODDS_AT_NOTHING) / LOG_ODDS_GAINED
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
        assert!((closeness(scores[40]) - 0.4).abs() < 1e-6);
    }
}
