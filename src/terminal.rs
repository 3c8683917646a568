//! The terminal: a reply as plain text, and a conversation in which a number picks what is offered.

mod explain;
#[cfg(test)]
mod robust;

pub use explain::explain_lines;

use std::io::{self, BufRead, Write};

use serde::Serialize;

use crate::action::Action;
use crate::answer::{Answer, Decision};
use crate::knowledge::KnowledgeBase;
use crate::reply::linear::{self, Markdown};
use crate::reply::{self, Controls, Outcome, Privacy, Reply};
use crate::request::{Ask, Press, Request, Via};
use crate::responder::Responder;
use crate::text::language::Language;

/// A line typed in a terminal, as a request.
pub fn request(text: &str, language: Option<Language>) -> Request {
    Request {
        ask: Ask::from_text(text),
        via: Via::Terminal,
        language,
        locale: None,
        private: false,
    }
}

/// What a reply offers to press, in the order shown, each with its label.
pub fn offers(reply: &Reply) -> Vec<(String, Action)> {
    reply
        .controls
        .iter()
        .flat_map(|controls| match controls {
            Controls::Buttons(buttons) => buttons
                .iter()
                .filter(|button| !button.disabled)
                .map(|button| (button.label.clone(), button.action.clone()))
                .collect::<Vec<_>>(),
            Controls::Menu(menu) => menu
                .entries
                .iter()
                .map(|entry| (entry.label.clone(), menu.action.clone().choose(&entry.slug)))
                .collect(),
        })
        .collect()
}

/// The reply as plain text, its offers numbered from 1. Ends without a line break.
pub fn plain(reply: &Reply) -> String {
    let mut lines = linear::lines(&reply.card, Markdown::Removed);
    if !reply.card.footer.is_empty() {
        lines.push(reply.card.footer.clone());
    }
    for (number, (label, _)) in (1..).zip(offers(reply)) {
        lines.push(format!("[{number}] {label}"));
    }
    lines.join("\n")
}

/// Answers each line of `input` on `output` until the input ends; a number picks what the last reply offered.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written. Bytes that are not UTF-8 are replaced, not refused.
pub fn converse(
    responder: &Responder,
    language: Option<Language>,
    prompt: &str,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut offered: Vec<(String, Action)> = Vec::new();
    let mut line = Vec::new();
    loop {
        output.write_all(prompt.as_bytes())?;
        output.flush()?;
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let mut request = request(text, language);
        if let Some(press) = picked(text, &offered) {
            request.ask = Ask::Press(press);
        }
        let reply = responder.respond(&request);
        writeln!(output, "{}\n", plain(&reply))?;
        offered = offers(&reply);
    }
}

/// What a number typed after a reply presses of its offers; `None` for any other text.
pub fn picked(text: &str, offered: &[(String, Action)]) -> Option<Press> {
    let number: usize = text.parse().ok()?;
    let (_, action) = offered.get(number.checked_sub(1)?)?;
    let slugs = offered.iter().filter_map(|(_, action)| action.slug());
    Some(Press {
        offered: slugs.map(str::to_owned).collect(),
        ..Press::by_asker(action.clone())
    })
}

/// Answers each line of `input` with one line of JSON, for scorers and scripts.
///
/// # Errors
/// As [`converse`].
pub fn answer_json(
    responder: &Responder,
    language: Option<Language>,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while {
        line.clear();
        input.read_until(b'\n', &mut line)? > 0
    } {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        serde_json::to_writer(&mut output, &Record::of(responder, text, language))?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// Most hits in a record.
const RECORD_HITS_MAX: usize = 10;

/// One question and its answer, as `ask --json` writes it.
#[derive(Debug, Serialize)]
struct Record {
    query: String,
    /// Best first; for a choice, the offered documents in their order.
    hits: Vec<RecordHit>,
    /// Whether the reply gives a document, a list or a choice.
    answered: bool,
    outcome: Outcome,
    language: Language,
    reply: String,
}

#[derive(Debug, Serialize)]
struct RecordHit {
    slug: String,
    ko: String,
    en: String,
    score: f64,
    kind: String,
}

impl Record {
    fn of(responder: &Responder, text: &str, language: Option<Language>) -> Self {
        let request = request(text, language);
        let answer = responder.decide(&request);
        let reply = reply::render(&responder.base(), &request, &answer, Privacy::NothingKept);
        Self {
            query: text.to_owned(),
            hits: record_hits(&responder.base(), &answer),
            answered: reply.outcome.gives_an_answer() || reply.outcome == Outcome::Choice,
            outcome: reply.outcome,
            language: reply.language,
            reply: plain(&reply),
        }
    }
}

/// The documents of the answer first, in its order, then the rest of the ranking.
fn record_hits(base: &KnowledgeBase, answer: &Answer) -> Vec<RecordHit> {
    let shown = match &answer.decision {
        Decision::Document { id, .. } => vec![*id],
        Decision::Choices { documents, .. } => documents.clone(),
        _ => Vec::new(),
    };
    let score_and_kind = |id| {
        let hit = answer.hits.iter().find(|hit| hit.document == id);
        hit.map_or((1.0, String::new()), |hit| {
            (hit.score.get(), format!("{:?}", hit.kind))
        })
    };
    let rest = answer.hits.iter().map(|hit| hit.document);
    let mut ids = shown.clone();
    ids.extend(rest.filter(|id| !shown.contains(id)));
    ids.into_iter()
        .take(RECORD_HITS_MAX)
        .map(|id| {
            let document = base.document(id);
            let (score, kind) = score_and_kind(id);
            RecordHit {
                slug: document.slug.clone(),
                ko: document.name.ko.clone(),
                en: document.name.en.clone(),
                score,
                kind,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    fn responder() -> Responder {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        Responder::new(base, Language::Ko)
    }

    fn conversation(input: &[u8]) -> String {
        let mut output = Vec::new();
        converse(&responder(), None, "> ", input, &mut output).expect("memory can be written");
        String::from_utf8(output).expect("the replies are text")
    }

    #[test]
    fn a_number_picks_what_the_last_reply_offered() {
        let output = conversation("반도체\n2\n".as_bytes());
        assert!(output.contains("[2] 반도체 증가율"), "{output}");
        assert!(output.contains("37.8% (2022년)"), "{output}");
    }

    #[test]
    fn a_conversation_survives_whatever_is_typed() {
        for input in [
            &b""[..],
            b"\n\n  \n",
            b"\xff\xfe\x00\n",
            "99999999999999999999\n0\n-1\n".as_bytes(),
            "ㅂ\u{0}\u{202e}\n".as_bytes(),
            "마지막 줄에 줄바꿈이 없어도".as_bytes(),
        ] {
            let output = conversation(input);
            assert!(output.starts_with("> "), "{input:?}: {output}");
        }
    }

    #[test]
    fn each_line_of_input_gets_one_line_of_json() {
        let input = "ㅅㅊㅂㅇㅊ\n인천 날씨\n\n시장 다변화";
        let mut output = Vec::new();
        answer_json(&responder(), None, input.as_bytes(), &mut output).expect("written");
        let output = String::from_utf8(output).expect("JSON is text");
        let records: Vec<serde_json::Value> = output
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect();
        let of = |key: &str| -> Vec<String> {
            records
                .iter()
                .map(|record| record[key].to_string())
                .collect()
        };
        assert_eq!(
            of("query"),
            ["\"ㅅㅊㅂㅇㅊ\"", "\"인천 날씨\"", "\"\"", "\"시장 다변화\""]
        );
        assert_eq!(of("answered"), ["true", "false", "false", "true"]);
        assert_eq!(records[0]["hits"][0]["slug"], "voucher");
        assert_eq!(records[0]["language"], "ko");
        assert!(
            records[3]["reply"]
                .as_str()
                .is_some_and(|reply| reply.starts_with("시장 다변화"))
        );
    }
}
