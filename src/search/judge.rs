//! What a ranking means for the answer: one document, a choice, or nothing.

use super::Hit;

/// Least score of an answer: what is about twice as likely right as wrong. A wrong answer costs more than being told that
/// the base does not know, and of new questions a higher floor saves as many wrong answers as it costs right ones, by
/// share of each (`docs/search.md` has the table).
///
/// It comes to half of what is asked for, by weight, being in the document: the weather in Incheon is not
/// answered, a question in the asker's own words is.
const FLOOR: f64 = 0.65;

/// Hits whose odds are at least this share of the first's are as plausible as it.
///
/// Documents that share a name score the same; one that is worded a little closer to the question differs by more.
const AS_PLAUSIBLE: f64 = 0.83;

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

/// Reads a ranking (best first): below the floor nothing is meant, and what is as plausible as the first is meant as well.
pub fn judge(hits: &[Hit]) -> Verdict {
    let Some(first) = hits
        .first()
        .map(|hit| hit.score)
        .filter(|score| score.get() >= FLOOR)
    else {
        return Verdict::Nothing;
    };
    let least = first.odds() * AS_PLAUSIBLE;
    match hits
        .iter()
        .take_while(|hit| hit.score.odds() >= least)
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
            (vec![1.0, 0.999], Verdict::One),
            (vec![1.0, 1.0, 0.5], Verdict::Several(2)),
            (vec![0.75, 0.72, 0.4], Verdict::Several(2)),
            (vec![0.75, 0.69, 0.4], Verdict::One),
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
