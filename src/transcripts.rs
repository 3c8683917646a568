//! Transcripts: a question and the exact reply, in the files beside this one, for whoever curates the data to read.
//!
//! A block opens with who asks and what they type: `ko> /수출 2022` is somebody whose Discord is in Korean. A number picks
//! what the reply before it offered. Everything up to the next block is the reply.
//!
//!     UPDATE_TRANSCRIPTS=1 cargo test --lib transcripts
//!
//! writes the replies anew; the difference is then reviewed like any other change.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::action::Action;
use crate::knowledge::load;
use crate::request::Ask;
use crate::responder::Responder;
use crate::terminal;
use crate::text::language::Language;

/// Who asks what.
struct Question<'a> {
    locale: Language,
    text: &'a str,
}

fn question(line: &str) -> Option<Question<'_>> {
    let (locale, text) = line.split_once("> ")?;
    Some(Question {
        locale: Language::from_code(locale)?,
        text,
    })
}

/// The transcript with every reply as it is now, and its comments (lines before the first question) as they are.
fn replayed(responder: &Responder, transcript: &str) -> String {
    let mut replayed = String::new();
    for comment in transcript
        .lines()
        .take_while(|line| question(line).is_none())
    {
        writeln!(replayed, "{comment}").expect("a string takes everything");
    }
    let mut offered: Vec<(String, Action)> = Vec::new();
    for line in transcript.lines() {
        let Some(Question { locale, text }) = question(line) else {
            continue;
        };
        let mut request = terminal::request(text, None);
        request.locale = Some(locale);
        if let Some(press) = terminal::picked(text, &offered) {
            request.ask = Ask::Press(press);
        }
        let reply = responder.respond(&request);
        writeln!(replayed, "{line}\n{}\n", terminal::plain(&reply))
            .expect("a string takes everything");
        offered = terminal::offers(&reply);
    }
    replayed
}

#[test]
fn every_reply_reads_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let base = load::load(&root.join("data")).expect("the base has no problems");
    let responder = Responder::new(base, Language::Ko);
    let folder = root.join("src/transcripts");
    let mut differing = Vec::new();
    let mut questions = 0;
    for entry in fs::read_dir(folder).expect("the transcripts can be listed") {
        let path = entry.expect("the transcripts can be listed").path();
        let transcript = fs::read_to_string(&path).expect("a transcript is readable");
        questions += transcript.lines().filter_map(question).count();
        let replayed = replayed(&responder, &transcript);
        if replayed == transcript {
            continue;
        }
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
            fs::write(&path, replayed).expect("a transcript is writable");
        } else {
            let line = transcript
                .lines()
                .zip(replayed.lines())
                .position(|(was, is)| was != is);
            let line =
                line.unwrap_or_else(|| transcript.lines().count().min(replayed.lines().count()));
            differing.push(format!(
                "{}:{}: was `{}`, is `{}`",
                path.display(),
                line + 1,
                transcript.lines().nth(line).unwrap_or_default(),
                replayed.lines().nth(line).unwrap_or_default(),
            ));
        }
    }
    assert!(questions > 0, "the transcripts hold questions");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn the_readmes_transcript_is_what_the_bot_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let base = load::load(&root.join("data")).expect("the base has no problems");
    let responder = Responder::new(base, Language::Ko);
    let readme = fs::read_to_string(root.join("README.md")).expect("the README is readable");
    let transcript = readme
        .split("```")
        .nth(1)
        .expect("the README opens with a transcript");
    let questions: Vec<&str> = transcript
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .collect();
    assert!(!questions.is_empty());
    let mut spoken = String::new();
    for question in questions {
        let reply = responder.respond(&terminal::request(question, None));
        write!(spoken, "> {question}\n{}\n\n", terminal::plain(&reply))
            .expect("a string takes everything");
    }
    assert_eq!(transcript.trim(), spoken.trim());
}
