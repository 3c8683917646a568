//! Relevance: questions that people really ask, with the documents that may come first (`tests/relevance/own.jsonl`).
//!
//! The figures below are floors a little under what is reached, so that a change for the worse fails. Questions are never
//! copied into the data; what they teach goes there as words that anybody would use.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Index, Query, Verdict, judge};
use crate::knowledge::{KnowledgeBase, load};

/// Share of questions whose first hit is right and answered: 0.982 when this was written.
const HIT_AT_1_MIN: f64 = 0.98;
/// Share of questions without an answer that are answered all the same: 0.003.
const FALSE_ANSWERS_MAX: f64 = 0.01;
/// Mean of 1 ÷ the place of the first right hit: 0.991.
const MEAN_RECIPROCAL_RANK_MIN: f64 = 0.985;

pub(super) struct Question {
    pub text: String,
    /// What kind of question it is.
    pub class: String,
    /// Slugs of the documents that may come first; none where the base cannot answer.
    pub expect: Vec<String>,
    korean: bool,
}

/// Our own questions.
pub(super) fn questions() -> Vec<Question> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/own.jsonl");
    read(&fs::read_to_string(file).expect("the questions are in the repository"))
}

/// Questions, one a line of JSON.
pub(super) fn read(text: &str) -> Vec<Question> {
    let question = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a line is a JSON object");
        let expect = value["expect"].as_array().expect("expect is a list");
        Question {
            text: value["q"].as_str().expect("q is text").to_owned(),
            class: value["class"].as_str().expect("class is text").to_owned(),
            expect: expect
                .iter()
                .filter_map(|slug| slug.as_str().map(str::to_owned))
                .collect(),
            korean: value["lang"] == "ko",
        }
    };
    text.lines().map(question).collect()
}

pub(super) fn shipped() -> KnowledgeBase {
    load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).expect("the data is sound")
}

#[test]
fn questions_find_the_document_that_answers_them() {
    let base = shipped();
    let index = Index::build(&base);
    let (mut asked, mut first, mut reciprocal) = (0.0, 0.0, 0.0);
    let (mut unanswerable, mut answered_wrongly) = (0.0, 0.0);
    let mut misses = Vec::new();
    for question in questions() {
        let hits = index.search(&Query::parse(&question.text), None);
        let answered = judge(&hits) != Verdict::Nothing;
        let slugs = hits.iter().map(|hit| &base.document(hit.document).slug);
        let place = slugs
            .clone()
            .position(|slug| question.expect.contains(slug));
        if question.expect.is_empty() {
            unanswerable += 1.0;
            answered_wrongly += f64::from(answered);
        } else {
            asked += 1.0;
            first += f64::from(place == Some(0) && answered);
            reciprocal += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        }
        if answered == question.expect.is_empty()
            || (place != Some(0) && !question.expect.is_empty())
        {
            misses.push(format!(
                "{} -> {:?}, answered {answered}",
                question.text,
                slugs.take(3).collect::<Vec<_>>()
            ));
        }
    }
    let report = format!(
        "hit@1 {:.3}, MRR {:.3} of {asked}; false answers {:.3} of {unanswerable}\n{}",
        first / asked,
        reciprocal / asked,
        answered_wrongly / unanswerable,
        misses.join("\n")
    );
    assert!(first / asked >= HIT_AT_1_MIN, "{report}");
    assert!(reciprocal / asked >= MEAN_RECIPROCAL_RANK_MIN, "{report}");
    assert!(
        answered_wrongly / unanswerable <= FALSE_ANSWERS_MAX,
        "{report}"
    );
}

#[test]
fn every_document_is_asked_for_at_least_twice_in_each_language() {
    let questions = questions();
    for document in shipped().documents() {
        for korean in [true, false] {
            let of_document = questions
                .iter()
                .filter(|q| q.korean == korean && q.expect.contains(&document.slug));
            let count = of_document.count();
            assert!(
                count >= 2,
                "{} is asked for {count} times, Korean: {korean}",
                document.slug
            );
        }
    }
    assert!(questions.len() >= 7_400);
}

#[test]
fn every_name_and_slug_of_a_document_finds_it_first() {
    let base = shipped();
    let index = Index::build(&base);
    for document in base.documents() {
        let names = [&document.name.ko, &document.name.en, &document.slug];
        for name in names
            .into_iter()
            .chain(document.aliases.iter().map(|alias| &alias.text))
        {
            let hits = index.search(&Query::parse(name), None);
            let best = hits.first().map(|hit| hit.score);
            let own = hits
                .iter()
                .find(|hit| hit.document == document.id)
                .map(|hit| hit.score);
            assert!(
                own.is_some() && own == best,
                "{name} finds {:?}",
                hits.first()
            );
        }
    }
}

#[test]
fn a_name_is_suggested_at_every_key_that_types_it() {
    let base = shipped();
    let index = Index::build(&base);
    for document in base.documents() {
        let keys = crate::text::keyboard::to_latin(&document.name.ko);
        for end in (2..=keys.chars().count()).filter(|end| end % 2 == 0) {
            let typed: String = keys.chars().take(end).collect();
            // What the screen shows midway, half a syllable at the end.
            let shown = crate::text::keyboard::to_hangul(&typed);
            let hits = index.suggest(&shown, None);
            assert!(
                !hits.is_empty(),
                "nothing is suggested for {shown:?} on the way to {}",
                document.name.ko
            );
        }
        let full = index.suggest(&document.name.ko, None);
        assert_eq!(
            full.first().map(|hit| hit.document),
            Some(document.id),
            "{}",
            document.name.ko
        );
    }
}
