//! What people asked in vain or ambiguously, from the bot's logs: the list of what to write next.
//!
//! The logs hold what was asked only where the operator has switched that on (`log_questions`), and never who asked. What
//! points at a person within a question is taken out again here, whatever wrote the log.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::Value;

use crate::knowledge::{KnowledgeBase, Vocabulary};
use crate::responder::Responder;
use crate::search::{Index, Query};
use crate::terminal;
use crate::text::fold::fold;
use crate::text::language::{Bilingual, Language};
use crate::text::private::without_identifiers;

/// Questions that come to the same, and what the base has nearest to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The question as most people put it.
    pub question: String,
    /// How often it was asked in vain, and how often it led to a choice.
    pub unknown: usize,
    /// See [`Gap::unknown`].
    pub ambiguous: usize,
    /// Other ways in which it was put, the most frequent first.
    pub others: Vec<String>,
    /// Slug and Korean name of the nearest documents, best first.
    pub nearest: Vec<(String, String)>,
}

impl Gap {
    fn asked(&self) -> usize {
        self.unknown + self.ambiguous
    }
}

/// What the lines of a log hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Answers that were logged.
    pub answers: usize,
    /// Of those, the ones whose question was logged too.
    pub questions: usize,
    /// Each question asked in vain or ambiguously, with how often it was either.
    counts: HashMap<String, [usize; 2]>,
}

impl Asked {
    /// Takes in the lines of a log; lines about anything but an answer are passed over.
    pub fn read(&mut self, log: &str) {
        for line in log.lines() {
            let Ok(value) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let text = |key: &str| value.get(key).and_then(Value::as_str);
            let Some(outcome) = text("outcome") else {
                continue;
            };
            self.answers += 1;
            let Some(question) = text("question") else {
                continue;
            };
            self.questions += 1;
            let at = match outcome {
                "unknown" => 0,
                "choice" => 1,
                _ => continue,
            };
            let question = without_identifiers(question);
            if !question.is_empty() {
                self.counts.entry(question).or_default()[at] += 1;
            }
        }
    }
}

/// Most different questions that are compared with each other, the most frequent first.
const QUESTIONS_MAX: usize = 5_000;

/// Most documents named as nearest.
const NEAREST_MAX: usize = 3;

/// The gaps, most asked first. `vocabulary` is that of the base from which `responder` answers.
pub fn gaps(responder: &Responder, vocabulary: Vocabulary, asked: &Asked) -> Vec<Gap> {
    let mut questions: Vec<(&String, [usize; 2])> = asked
        .counts
        .iter()
        .map(|(text, counts)| (text, *counts))
        .collect();
    questions.sort_by(|(a, in_a), (b, in_b)| {
        let times = |counts: &[usize; 2]| counts.iter().sum::<usize>();
        times(in_b).cmp(&times(in_a)).then_with(|| a.cmp(b))
    });
    questions.truncate(QUESTIONS_MAX);
    let texts: Vec<String> = questions.iter().map(|(text, _)| (*text).clone()).collect();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut gap_of: Vec<Option<usize>> = vec![None; texts.len()];
    for (position, same) in same_questions(vocabulary, &texts).into_iter().enumerate() {
        let (text, [unknown, ambiguous]) = &questions[position];
        // Questions come most frequent first, so that one joins the gap of the most frequent it equals.
        let joined = same.into_iter().find_map(|other| gap_of[other]);
        let at = joined.unwrap_or(gaps.len());
        gap_of[position] = Some(at);
        match gaps.get_mut(at) {
            Some(gap) => {
                gap.unknown += unknown;
                gap.ambiguous += ambiguous;
                gap.others.push((*text).clone());
            }
            None => gaps.push(Gap {
                question: (*text).clone(),
                unknown: *unknown,
                ambiguous: *ambiguous,
                others: Vec::new(),
                nearest: nearest(responder, text),
            }),
        }
    }
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.asked()));
    gaps
}

/// For each text the others that come to the same, by the bot's own search: each finds the other as surely as its name.
fn same_questions(vocabulary: Vocabulary, texts: &[String]) -> Vec<Vec<usize>> {
    /// Below this two questions share words but not their meaning.
    const SAME: f64 = 0.9;
    let names = texts
        .iter()
        .map(|text| Bilingual::from_fn(|_| text.clone()));
    let index = Index::build(&KnowledgeBase::of_names(names, vocabulary));
    let found: Vec<Vec<usize>> = texts
        .iter()
        .map(|text| {
            let hits = index.search(&Query::parse(text), None);
            let sure = hits.into_iter().filter(|hit| hit.score.get() >= SAME);
            sure.map(|hit| hit.document.0 as usize).collect()
        })
        .collect();
    let folded: Vec<String> = texts.iter().map(|text| fold(text).squeezed()).collect();
    let mut first_of: HashMap<&str, usize> = HashMap::new();
    (0..texts.len())
        .map(|position| {
            let mutual = found[position]
                .iter()
                .copied()
                .filter(|&other| found[other].contains(&position));
            let mut same: Vec<usize> = mutual.filter(|&other| other < position).collect();
            same.extend(first_of.get(folded[position].as_str()));
            first_of.entry(&folded[position]).or_insert(position);
            same.sort_unstable();
            same
        })
        .collect()
}

fn nearest(responder: &Responder, question: &str) -> Vec<(String, String)> {
    let hits = responder.decide(&terminal::request(question, None)).hits;
    let base = responder.base();
    let documents = hits
        .iter()
        .take(NEAREST_MAX)
        .map(|hit| base.document(hit.document));
    documents
        .map(|document| {
            (
                document.slug.clone(),
                document.name.get(Language::Ko).clone(),
            )
        })
        .collect()
}

/// The gaps for reading.
pub fn report(gaps: &[Gap], asked: &Asked) -> String {
    let mut report = String::new();
    for gap in gaps {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{}× {}", gap.asked(), gap.question);
        let how = match (gap.unknown, gap.ambiguous) {
            (_, 0) => "not known".to_owned(),
            (0, _) => "led to a choice".to_owned(),
            (unknown, ambiguous) => format!("{unknown}× not known, {ambiguous}× led to a choice"),
        };
        let _ = writeln!(report, "   {how}");
        if !gap.others.is_empty() {
            let _ = writeln!(report, "   also: {}", gap.others.join(" / "));
        }
        let nearest: Vec<String> = gap
            .nearest
            .iter()
            .map(|(slug, name)| format!("{name} ({slug})"))
            .collect();
        let _ = writeln!(
            report,
            "   nearest: {}",
            if nearest.is_empty() {
                "nothing".to_owned()
            } else {
                nearest.join(", ")
            }
        );
    }
    let _ = write!(report, "{} gaps in {} answers", gaps.len(), asked.answers);
    if asked.questions < asked.answers {
        let _ = write!(
            report,
            "; {} of them were logged without their question (set log_questions to log it, or they were buttons)",
            asked.answers - asked.questions
        );
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    fn base() -> KnowledgeBase {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        load::load(&data).expect("no problems")
    }

    fn line(outcome: &str, question: &str) -> String {
        serde_json::json!({
            "timestamp": "2023-02-02T00:00:00Z", "level": "INFO", "command": "ask", "outcome": outcome, "ms": 1.5,
            "question": question, "message": "answered"
        })
        .to_string()
    }

    #[test]
    fn near_duplicates_are_one_gap_and_the_most_asked_comes_first() {
        let mut asked = Asked::default();
        let log: Vec<String> = [
            ("unknown", "부산 수출액"),
            ("unknown", "인천공항 물동량"),
            ("unknown", "인천 공항 물동량"),
            ("unknown", "인천공항 물동량 알려줘"),
            ("unknown", "인천공항 물동량"),
            ("choice", "예산"),
            ("choice", "예산?"),
            ("exact", "수출 바우처"),
            (
                "unknown",
                "<@123456789012345678> 01012345678 인천공항 물동량",
            ),
        ]
        .iter()
        .map(|(outcome, question)| line(outcome, question))
        .collect();
        asked.read(&log.join("\n"));
        asked.read("not JSON\n{\"message\": \"the gateway session began\"}\n{\"outcome\": \"unknown\", \"message\": \"answered\"}");
        assert_eq!((asked.answers, asked.questions), (10, 9));
        let responder = Responder::new(base(), Language::Ko);
        let gaps = gaps(&responder, base().take_vocabulary(), &asked);
        let shown: Vec<(&str, usize, usize)> = gaps
            .iter()
            .map(|gap| (gap.question.as_str(), gap.unknown, gap.ambiguous))
            .collect();
        assert_eq!(shown[0], ("인천공항 물동량", 5, 0), "{gaps:#?}");
        assert_eq!(
            shown[1].2, 2,
            "both ways of asking for the budget: {gaps:#?}"
        );
        let report = report(&gaps, &asked);
        for identifier in ["123456789012345678", "01012345678"] {
            assert!(!report.contains(identifier), "{report}");
        }
        assert!(
            report.contains("budget-2022"),
            "the nearest documents are named: {report}"
        );
        assert!(report.ends_with("1 of them were logged without their question (set log_questions to log it, or they were buttons)"), "{report}");
    }

    #[test]
    fn different_questions_stay_apart() {
        let texts = [
            "부산 수출액",
            "부산 수입액",
            "대구 수출액",
            "반도체 수출 비중",
            "반도체 수출 증가율",
        ]
        .map(str::to_owned);
        let same = same_questions(base().take_vocabulary(), &texts);
        assert!(same.iter().all(Vec::is_empty), "{same:?}");
    }
}
