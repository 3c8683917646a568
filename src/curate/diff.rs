//! What a change of the base does to the answers: the same questions asked of the old one and of the new.

use std::fmt::{self, Write};

use serde_json::Value;

use crate::answer::Decision;
use crate::responder::Responder;
use crate::terminal;
use crate::text::language::Language;

/// A question with what should come first, as the relevance set has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is typed.
    pub text: String,
    /// The asker's language; `None` where the set does not say.
    pub locale: Option<Language>,
    /// Slugs of the documents that should come first; empty where none should.
    pub expected: Vec<String>,
}

/// A line of a set of questions that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {} is no question; write it as {{\"q\": \"…\"}}",
            self.line
        )
    }
}

impl std::error::Error for BadLine {}

/// Reads a set of questions: one JSON object a line with `q`, and where they apply `lang` and `expect`.
///
/// # Errors
/// The first line that is neither empty nor such an object.
pub fn questions(text: &str) -> Result<Vec<Question>, BadLine> {
    let mut questions = Vec::new();
    for (line, text) in (1..)
        .zip(text.lines())
        .filter(|(_, text)| !text.trim().is_empty())
    {
        let value: Value = serde_json::from_str(text).map_err(|_| BadLine { line })?;
        let question = value
            .get("q")
            .and_then(Value::as_str)
            .ok_or(BadLine { line })?;
        let expected = value.get("expect").and_then(Value::as_array);
        questions.push(Question {
            text: question.to_owned(),
            locale: value
                .get("lang")
                .and_then(Value::as_str)
                .and_then(Language::from_code),
            expected: expected
                .into_iter()
                .flatten()
                .filter_map(|slug| slug.as_str().map(str::to_owned))
                .collect(),
        });
    }
    Ok(questions)
}

/// A question whose answer changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub question: String,
    /// What is decided by the old base, and by the new: a slug, a list of slugs, or what else is said.
    pub decided: [String; 2],
    /// The lines of the reply that only the old base gives, and those that only the new one does.
    pub lines: [Vec<String>; 2],
    /// Whether the old and the new decision give what is expected.
    pub right: [bool; 2],
}

/// The questions whose reply differs between two bases, in their order.
pub fn diff(old: &Responder, new: &Responder, questions: &[Question]) -> Vec<Change> {
    let changes = questions.iter().filter_map(|question| {
        let [was, is] = [old, new].map(|responder| Asked::of(responder, question));
        (was.reply != is.reply).then(|| {
            let only = |this: &Asked, other: &Asked| -> Vec<String> {
                let lines = this
                    .reply
                    .lines()
                    .filter(|line| other.reply.lines().all(|known| known != *line));
                lines.map(str::to_owned).collect()
            };
            Change {
                question: question.text.clone(),
                lines: [only(&was, &is), only(&is, &was)],
                right: [was.right, is.right],
                decided: [was.decided, is.decided],
            }
        })
    });
    changes.collect()
}

/// The changes for reading, with how many of how many questions there are.
pub fn report(changes: &[Change], asked: usize) -> String {
    let mut report = String::new();
    for change in changes {
        let [was, is] = &change.decided;
        let verdict = match change.right {
            [true, false] => " (worse)",
            [false, true] => " (better)",
            _ => "",
        };
        let decided = if was == is {
            was.clone()
        } else {
            format!("{was} → {is}")
        };
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{}\n  {decided}{verdict}", change.question);
        for (sign, lines) in ["-", "+"].iter().zip(&change.lines) {
            for line in lines {
                let _ = writeln!(report, "  {sign} {line}");
            }
        }
    }
    let _ = write!(
        report,
        "{} of {asked} questions are answered differently",
        changes.len()
    );
    report
}

/// One question and what came of it.
struct Asked {
    reply: String,
    decided: String,
    right: bool,
}

impl Asked {
    fn of(responder: &Responder, question: &Question) -> Self {
        let mut request = terminal::request(&question.text, None);
        request.locale = question.locale;
        let answer = responder.decide(&request);
        let reply = responder.respond(&request);
        let slug = |id| responder.base().document(id).slug.clone();
        let (decided, first) = match &answer.decision {
            Decision::Document { id, .. } => (slug(*id), Some(slug(*id))),
            Decision::Choices { documents, .. } => {
                let slugs: Vec<String> = documents.iter().map(|&id| slug(id)).collect();
                (
                    format!("choice of {}", slugs.join(", ")),
                    slugs.first().cloned(),
                )
            }
            // A list is right where what it lists was expected.
            Decision::List { listing, .. } => {
                let listed = |slug: &&String| {
                    let base = responder.base();
                    let document = base.by_slug(slug);
                    document.is_some_and(|document| document.kind == listing.kind())
                };
                (
                    "list".to_owned(),
                    question.expected.iter().find(listed).cloned(),
                )
            }
            Decision::NoFigures { year, about, .. } => {
                (format!("no figures of {} for {year}", slug(*about)), None)
            }
            // What is no answer is called as the log calls it.
            _ => (format!("{:?}", reply.outcome).to_lowercase(), None),
        };
        Self {
            reply: terminal::plain(&reply),
            decided,
            right: match first {
                Some(first) => question.expected.contains(&first),
                None => question.expected.is_empty(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    fn responder(replaced: &str, by: &str) -> Responder {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let names = [
            "sources.json",
            "exports.json",
            "programs.json",
            "partners.json",
            "facts.json",
            "vocabulary.json",
        ];
        let texts = names.map(|name| {
            let text = std::fs::read_to_string(data.join(name)).expect("a file of the base");
            (name, text.replace(replaced, by))
        });
        let files = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
        Responder::new(load::parse(&files).expect("no problems"), Language::Ko)
    }

    #[test]
    fn questions_whose_answer_changes_are_named() {
        let questions = questions(
            "{\"q\": \"2022년 예산\", \"lang\": \"ko\", \"expect\": [\"budget-2022\"]}\n\n{\"q\": \"수출 바우처\", \"expect\": [\"voucher\"]}\n",
        )
        .expect("two questions");
        let (old, new) = (responder("", ""), responder("6300000000", "6400000000"));
        let changes = diff(&old, &new, &questions);
        assert_eq!(
            report(&changes, questions.len()),
            "2022년 예산\n  budget-2022\n  - 63억 원 (2022년)\n  + 64억 원 (2022년)\n1 of 2 questions are answered differently"
        );
        assert_eq!(diff(&old, &old, &questions), []);
        let gone = responder("\"수출 바우처\"", "\"쿠폰\"");
        let changes = diff(&old, &gone, &questions);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!(changes[0].question, "수출 바우처");
    }

    #[test]
    fn a_line_that_is_no_question_is_named() {
        for text in ["{\"q\": 1}", "수출", "{\"question\": \"수출\"}"] {
            assert_eq!(
                questions(&format!("\n{text}")),
                Err(BadLine { line: 2 }),
                "{text}"
            );
        }
        assert_eq!(questions(""), Ok(Vec::new()));
    }
}
