//! Why the search found what it found, for whoever tunes the data: `ask --explain`.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};

use crate::responder::Responder;
use crate::search::{Explanation, Factors, SenseExplained};

/// Explains the hits for each line of `input`, best first.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written. Bytes that are not UTF-8 are replaced, not refused.
pub fn explain_lines(
    responder: &Responder,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while {
        line.clear();
        input.read_until(b'\n', &mut line)? > 0
    } {
        let text = String::from_utf8_lossy(&line);
        output.write_all(explained(responder, text.trim()).as_bytes())?;
    }
    output.flush()
}

/// Most hits that are explained: beyond these a curator changes nothing.
const HITS_MAX: usize = 5;

fn explained(responder: &Responder, text: &str) -> String {
    let explanations = responder.explain(text);
    let mut lines = format!("> {text}\n");
    if let Some(first) = explanations.first() {
        let _ = writeln!(lines, "read as: {}", first.read_as);
        for sense in &first.senses {
            let text = &sense.text;
            let _ = writeln!(
                lines,
                "  {text}: {:?}, weight {:.2}",
                sense.kind, sense.weight
            );
        }
    }
    let base = responder.base();
    for explanation in explanations.iter().take(HITS_MAX) {
        let slug = &base.document(explanation.hit.document).slug;
        let hit = hit(explanation);
        let _ = writeln!(lines, "{:.3} {slug}\n{hit}", explanation.hit.score.get());
    }
    if explanations.is_empty() {
        lines.push_str("nothing found, or a slug to the letter\n");
    }
    lines.push('\n');
    lines
}

/// How a hit was reached, and the parts of its score.
fn hit(explanation: &Explanation) -> String {
    let name = match &explanation.name {
        Some((name, true)) => format!("spells the name “{name}”"),
        Some((name, false)) => format!("words of the name “{name}”"),
        None => "words of the document".to_owned(),
    };
    let senses = explanation.senses.iter();
    let matched: Vec<String> = senses.filter_map(matched).collect();
    let mut parts = format!("closeness {:.3}", explanation.closeness);
    for (name, factor) in named(&explanation.factors) {
        // What has nothing to say would hide what has.
        if factor != 1.0 {
            let _ = write!(parts, " × {name} {factor:.2}");
        }
    }
    format!(
        "      {:?}: {name}; matched: {}\n      {parts}",
        explanation.hit.kind,
        matched.join(", ")
    )
}

fn matched(sense: &SenseExplained) -> Option<String> {
    let (term, satisfied) = sense.matched.as_ref()?;
    Some(format!("{term} {satisfied:.2}"))
}

fn named(factors: &Factors) -> [(&'static str, f32); 7] {
    [
        ("elsewhere", factors.elsewhere),
        ("year", factors.year),
        ("place", factors.place),
        ("instead", factors.instead),
        ("vague", factors.vague),
        ("layout", factors.layout),
        ("asked", factors.asked),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;
    use crate::text::language::Language;

    #[test]
    fn each_hit_says_how_it_was_read_and_what_its_score_is_made_of() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let responder = Responder::new(base, Language::Ko);
        for (text, expected) in [
            (
                "수출 바우처",
                vec!["voucher", "Exact: spells the name “수출 바우처”"],
            ),
            (
                "tncnfqkdncj",
                vec!["read as: 수출바우처", "Keyboard: spells", "layout 0.98"],
            ),
            (
                "물류비 support",
                vec!["물류", "words of the name", "matched: "],
            ),
            ("2019년 수출액", vec!["year 0.30"]),
            ("부산 수출액", vec!["elsewhere 0.30", "place 0.50"]),
            ("상담회 홿휑뷁", vec!["홿휑뷁: Words, weight 1.00"]),
            ("", vec!["nothing found"]),
        ] {
            let got = explained(&responder, text);
            for part in expected {
                assert!(got.contains(part), "{text:?}: no {part:?} in\n{got}");
            }
        }
    }

    #[test]
    fn the_parts_make_up_the_closeness_of_every_hit() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let responder = Responder::new(base, Language::Ko);
        for text in [
            "작년 반도체 수출이 얼마",
            "해외 전시회",
            "busan export voucher",
            "중국 비중",
        ] {
            let explained = responder.explain(text);
            let total = |e: &Explanation| (e.closeness * e.factors.product()).min(1.0);
            assert!(!explained.is_empty(), "{text:?}");
            assert!(
                explained.is_sorted_by(|a, b| total(a) >= total(b)),
                "{text:?}"
            );
        }
    }
}
