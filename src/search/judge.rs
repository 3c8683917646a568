//! What a ranking means for the answer: one document, a choice, or nothing.

use super::Hit;

/// Least score of an answer.
///
/// Half of what is asked for, by weight, must be in the document: below that, a question about something else that shares
/// a word (the weather in Incheon) would be answered; much above, a question in the asker's own words would not be.
const FLOOR: f64 = 0.48;

/// Hits this close to the first are as plausible as it.
///
/// Documents that share a name score the same; one that is worded a little closer to the question differs by more.
const MARGIN: f64 = 0.02;

/// What a ranking means for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first hit is meant.
    One,
    /// The first so many hits, at least two, are equally plausible.
    Several(usize),
    /// Nothing comes close.
    Nothing,
}

/// Reads a ranking (best first): below the floor nothing is meant, within the margin several are.
pub fn judge(hits: &[Hit]) -> Verdict {
    let Some(first) = hits
        .first()
        .map(|hit| hit.score.get())
        .filter(|&score| score >= FLOOR)
    else {
        return Verdict::Nothing;
    };
    match hits
        .iter()
        .take_while(|hit| first - hit.score.get() <= MARGIN)
        .count()
    {
        1 => Verdict::One,
        several => Verdict::Several(several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::DocumentId;
    use crate::search::{MatchKind, Score};

    #[test]
    fn a_ranking_is_judged_by_floor_and_margin() {
        for (scores, expected) in [
            (vec![], Verdict::Nothing),
            (vec![FLOOR - 0.01], Verdict::Nothing),
            (vec![FLOOR], Verdict::One),
            (vec![1.0, 0.9], Verdict::One),
            (vec![1.0, 1.0 - MARGIN / 2.0, 0.5], Verdict::Several(2)),
            (vec![0.8, 0.8, 0.8, 0.1], Verdict::Several(3)),
            (vec![FLOOR - 0.01, FLOOR - 0.01], Verdict::Nothing),
        ] {
            let hits: Vec<Hit> = scores
                .iter()
                .map(|&score| Hit {
                    document: DocumentId(0),
                    score: Score::new(score),
                    kind: MatchKind::Words,
                })
                .collect();
            assert_eq!(judge(&hits), expected, "{scores:?}");
        }
    }
}
