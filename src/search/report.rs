//! What the search reaches, as `docs/search.md` shows it: figures by class of question, and how far scores hold.
//!
//! `cargo test --lib write_the_report -- --ignored` writes it anew, and with it the fit behind the scores
//! (`calibrate`). The set of questions that the gate scores lies beside the checkout, as for the gate itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::calibrate::{past_half, score};
use super::relevance::{Question, questions, read, shipped};
use super::{Index, Query, Verdict, judge};
use crate::knowledge::KnowledgeBase;

/// Half-typed questions: there is no answer to be sure of yet.
const HALF_TYPED: &str = "partial";

/// Upper ends of the rows of the table of scores; each begins where the one before ends.
const SCORES: [f64; 7] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0];

/// What came of one question.
struct Asked<'a> {
    question: &'a Question,
    /// Score of the first hit; `None` where nothing was found.
    score: Option<f64>,
    /// Place of the first right hit, from 0.
    place: Option<usize>,
    answered: bool,
}

fn ask<'a>(questions: &'a [Question], base: &KnowledgeBase, index: &Index) -> Vec<Asked<'a>> {
    let ask = |question: &'a Question| {
        let hits = index.search(&Query::parse(&question.text), None);
        let right = |slug: &String| question.expect.contains(slug);
        let mut slugs = hits.iter().map(|hit| &base.document(hit.document).slug);
        Asked {
            question,
            score: hits.first().map(|hit| hit.score.get()),
            place: slugs.position(right),
            answered: judge(&hits) != Verdict::Nothing || question.class == HALF_TYPED,
        }
    };
    questions.iter().map(ask).collect()
}

/// 95 % interval of a share after Wilson, which holds for few questions and for shares near 0 and 1.
fn wilson(count: usize, of: usize) -> (f64, f64) {
    const Z: f64 = 1.96;
    let (count, of) = (count as f64, of as f64);
    let share = count / of;
    let scale = 1.0 + Z * Z / of;
    let middle = (share + Z * Z / (2.0 * of)) / scale;
    let half = Z * (share * (1.0 - share) / of + Z * Z / (4.0 * of * of)).sqrt() / scale;
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

fn share(count: usize, of: usize) -> String {
    let (low, high) = wilson(count, of);
    format!("{:.3} ({low:.3}–{high:.3})", count as f64 / of as f64)
}

/// The figures of each class, and of all; questions without an answer apart.
fn by_class(asked: &[Asked<'_>]) -> String {
    let mut classes: BTreeMap<&str, Vec<&Asked<'_>>> = BTreeMap::new();
    for asked in asked
        .iter()
        .filter(|asked| !asked.question.expect.is_empty())
    {
        classes
            .entry(&asked.question.class)
            .or_default()
            .push(asked);
        classes.entry("~ all").or_default().push(asked);
    }
    let mut table =
        "| class | questions | R@1 | R@1* | R@3 |\n|---|---:|---|---:|---:|\n".to_owned();
    for (class, asked) in classes {
        let of = asked.len();
        let count = |is: fn(&&&Asked<'_>) -> bool| asked.iter().filter(is).count();
        let within = |places: usize| {
            let count = asked
                .iter()
                .filter(|asked| asked.place.is_some_and(|at| at < places));
            count.count() as f64 / of as f64
        };
        let _ = writeln!(
            table,
            "| {} | {of} | {} | {:.3} | {:.3} |",
            class.trim_start_matches("~ "),
            share(count(|asked| asked.answered && asked.place == Some(0)), of),
            within(1),
            within(3),
        );
    }
    let unanswerable = asked
        .iter()
        .filter(|asked| asked.question.expect.is_empty());
    let (of, answered) = unanswerable.fold((0, 0), |(of, answered), asked| {
        (of + 1, answered + usize::from(asked.answered))
    });
    let _ = writeln!(
        table,
        "\nAnswered although the base cannot: {answered} of {of}, {}.",
        share(answered, of)
    );
    table
}

/// The first hit for a whole question: its score, or how close it is, and whether it is right.
type FirstHit = (f64, bool);

fn first_hits(asked: &[Asked<'_>]) -> Vec<FirstHit> {
    let whole = asked
        .iter()
        .filter(|asked| asked.question.class != HALF_TYPED);
    whole
        .filter_map(|asked| Some((asked.score?, asked.place == Some(0))))
        .collect()
}

/// What answering from other scores on would reach.
fn by_floor(met: &[FirstSight]) -> String {
    let (answerable, unanswerable): (Vec<&FirstSight>, Vec<_>) =
        met.iter().partition(|(_, right)| right.is_some());
    let mut table = "| floor | R@1 | answered wrongly |\n|---|---:|---:|\n".to_owned();
    for floor in [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9] {
        let above = |&(closeness, _): &FirstSight| score(closeness as f32).get() >= floor;
        let right = |met: &&&FirstSight| met.1 == Some(true) && above(met);
        let right = answerable.iter().filter(right).count();
        let wrongly = unanswerable.iter().filter(|met| above(met)).count();
        let _ = writeln!(
            table,
            "| {floor:.2} | {} | {} |",
            share(right, answerable.len()),
            share(wrongly, unanswerable.len())
        );
    }
    table
}

/// What came of a question when it was new: how close the first hit was, 0.0 where nothing was found, and whether it was
/// right; `None` where the base has no answer.
type FirstSight = (f64, Option<bool>);

/// Whole questions as the search met them before it had learnt from any of them.
fn first_sight() -> Vec<FirstSight> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/first_sight.tsv");
    let text = fs::read_to_string(file).expect("what came of them is in the repository");
    let line = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let right = match cells[2] {
            "none" => None,
            cell => Some(cell == "right"),
        };
        (cells[1].parse().expect("closeness is a number"), right)
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(line).collect()
}

/// The hits of questions that were new: how close, and whether right.
fn hits_of(met: &[FirstSight]) -> Vec<FirstHit> {
    let found = met.iter().filter(|(closeness, _)| *closeness > 0.0);
    found
        .map(|&(closeness, right)| (closeness, right == Some(true)))
        .collect()
}

/// What the scores make of hits this close.
fn scored(hits: &[FirstHit]) -> Vec<FirstHit> {
    let hits = hits.iter();
    hits.map(|&(closeness, right)| (score(closeness as f32).get(), right))
        .collect()
}

/// For each row of [`SCORES`]: its scores, and how many of them are right.
fn by_score(hits: &[FirstHit]) -> Vec<(Vec<f64>, usize)> {
    let mut rows = vec![(Vec::new(), 0); SCORES.len()];
    for &(score, right) in hits {
        let row = SCORES
            .partition_point(|&end| end < score)
            .min(SCORES.len() - 1);
        rows[row].0.push(score);
        rows[row].1 += usize::from(right);
    }
    rows
}

fn reliability(hits: &[FirstHit]) -> String {
    let mut table =
        "| score | hits | mean score | share that is right |\n|---|---:|---:|---|\n".to_owned();
    let mut begin = 0.0;
    for (end, (scores, right)) in SCORES.iter().zip(by_score(hits)) {
        let of = scores.len();
        if of > 0 {
            let mean = scores.iter().sum::<f64>() / of as f64;
            let _ = writeln!(
                table,
                "| {begin:.2}–{end:.2} | {of} | {mean:.3} | {} |",
                share(right, of)
            );
        }
        begin = *end;
    }
    table
}

/// Log-odds at no closeness, what they gain up to 1.0, and what they gain past half besides, by logistic regression with
/// Platt's smoothed targets (Newton's method; the loss is convex).
fn fit(hits: &[FirstHit]) -> [f64; 3] {
    let right = hits.iter().filter(|(_, right)| *right).count() as f64;
    let wrong = hits.len() as f64 - right;
    let mut fitted = [0.0; 3];
    for _ in 0..50 {
        // Each row of the curve with its slope at the end. What the hits leave open stays at nothing.
        let mut rows = [[0.0; 4]; 3];
        for (at, row) in rows.iter_mut().enumerate() {
            row[at] = 1e-9;
        }
        for &(closeness, is_right) in hits {
            let target = if is_right {
                (right + 1.0) / (right + 2.0)
            } else {
                1.0 / (wrong + 2.0)
            };
            let features = [1.0, closeness, past_half(closeness)];
            let log_odds: f64 = fitted.iter().zip(features).map(|(a, b)| a * b).sum();
            let share = 1.0 / (1.0 + f64::exp(-log_odds));
            for (row, feature) in rows.iter_mut().zip(features) {
                for (cell, other) in row.iter_mut().zip(features) {
                    *cell += share * (1.0 - share) * feature * other;
                }
                row[3] += (share - target) * feature;
            }
        }
        for (parameter, step) in fitted.iter_mut().zip(solved(rows)) {
            *parameter -= step;
        }
    }
    fitted
}

/// What solves three linear equations, each with its right side last (Gauss and Jordan's elimination; the equations are those
/// of a convex loss, whose diagonal is never zero).
fn solved(mut rows: [[f64; 4]; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        let row = rows[pivot].map(|cell| cell / rows[pivot][pivot]);
        for other in &mut rows {
            let times = other[pivot];
            for (cell, by) in other.iter_mut().zip(row) {
                *cell -= times * by;
            }
        }
        rows[pivot] = row;
    }
    rows.map(|row| row[3])
}

#[test]
#[ignore = "writes docs/search.md; needs the gate's questions beside the checkout"]
fn write_the_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let base = shipped();
    let index = Index::build(&base);
    let gate = std::env::var("GATE_QUESTIONS").unwrap_or_else(|_| {
        root.join("../shared/search/dev.jsonl")
            .display()
            .to_string()
    });
    let gate = read(&fs::read_to_string(&gate).expect("the gate's questions can be read"));
    let own = questions();
    let (gate, own) = (ask(&gate, &base, &index), ask(&own, &base, &index));
    let met = first_sight();
    let hits = hits_of(&met);
    let [at_nothing, gained, past_half] = fit(&hits);
    let report = fs::read_to_string(root.join("docs/search.md")).expect("the report is there");
    let (before, _) = report
        .split_once(GENERATED)
        .expect("the report says where figures begin");
    let report = format!(
        "{before}{GENERATED}\n\n## The gate's questions\n\n{}\n## Our own questions\n\n{}\n## How far scores hold\n\n\
         On new questions (batches 12 to 17 as the search met them before it had learnt from any).\n\n{}\n\
         Of our own questions, which the vocabulary was written with, more is right than the scores say:\n\n{}\n\
         On all of the new questions, by the score from which on a question is answered:\n\n{}\n\
         Three numbers are fitted to all of these: log-odds {at_nothing:.2} at no closeness, {gained:.2} more up to a name to the letter, and {past_half:.2} more past half of what is asked for.\n",
        by_class(&gate),
        by_class(&own),
        reliability(&scored(&hits)),
        reliability(&first_hits(&own)),
        by_floor(&met),
    );
    fs::write(root.join("docs/search.md"), report).expect("the report can be written");
}

/// Below this line of the report everything is generated.
const GENERATED: &str = "<!-- generated below -->";

/// Most that a row's mean score may differ from what its share may be: what few hits in a row leave open.
const TOLERANCE: f64 = 0.1;

#[test]
fn a_score_is_the_share_of_new_questions_that_is_right() {
    let hits = scored(&hits_of(&first_sight()));
    for (scores, right) in by_score(&hits) {
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let (low, high) = wilson(right, scores.len());
        assert!(
            (low - TOLERANCE..=high + TOLERANCE).contains(&mean),
            "{}",
            reliability(&hits)
        );
    }
}

#[test]
fn no_answer_promises_more_than_our_own_questions_hold() {
    let base = shipped();
    let index = Index::build(&base);
    let own = questions();
    let hits = first_hits(&ask(&own, &base, &index));
    let rows = by_score(&hits).into_iter();
    for (scores, right) in rows.filter(|(scores, _)| !scores.is_empty()) {
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let (_, high) = wilson(right, scores.len());
        // Scores of less answer nothing: what has no answer has been kept down there.
        assert!(mean <= high.max(0.5) + TOLERANCE, "{}", reliability(&hits));
    }
}

#[test]
fn intervals_and_fits_are_those_of_the_textbook() {
    let (low, high) = wilson(50, 50);
    assert!((low - 0.929).abs() < 0.001 && (high - 1.0).abs() < 1e-9);
    let (low, high) = wilson(5, 10);
    assert!((low - 0.237).abs() < 0.001 && (high - 0.763).abs() < 0.001);
    // Three parameters meet three distances: as many wrong at the first as right at the last, and nothing decides between.
    let hits: Vec<FirstHit> = [(0.2, 30, 10), (0.45, 20, 20), (0.8, 10, 30)]
        .into_iter()
        .flat_map(|(closeness, wrong, right)| {
            let wrong = std::iter::repeat_n((closeness, false), wrong);
            wrong.chain(std::iter::repeat_n((closeness, true), right))
        })
        .collect();
    let fitted = fit(&hits);
    let at = |closeness: f64| fitted[0] + fitted[1] * closeness + fitted[2] * past_half(closeness);
    let log_odds = (31.0_f64 * 30.0 + 10.0).ln() - (31.0_f64 * 10.0 + 30.0).ln();
    for (closeness, expected) in [(0.2, -1.0), (0.45, 0.0), (0.8, 1.0)] {
        assert!(
            (at(closeness) - expected * log_odds).abs() < 0.1,
            "{fitted:?}"
        );
    }
    assert!((at(0.2) + at(0.8)).abs() < 1e-6, "{fitted:?}");
    assert_eq!(
        solved([
            [2.0, 1.0, 0.0, 4.0],
            [1.0, 3.0, 0.0, 7.0],
            [0.0, 0.0, 4.0, 12.0]
        ]),
        [1.0, 2.0, 3.0]
    );
}
