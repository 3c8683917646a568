//! The subcommands for whoever keeps the knowledge base: files in, text out; what they find is up to `curate`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::CheckArgs;
use crate::{Failure, exit, print};
use incheon_exports_bot::check;
use incheon_exports_bot::curate::article::Article;
use incheon_exports_bot::curate::{diff, draft, gaps, preview, verify};
use incheon_exports_bot::knowledge::Vocabulary;
use incheon_exports_bot::responder::Responder;

/// A file with what is wrong with it.
fn at(path: &Path, code: u8, problem: &dyn std::fmt::Display) -> Failure {
    Failure {
        message: format!("{}: {problem}", path.display()),
        code,
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| at(path, exit::IO, &format_args!("cannot be read: {error}")))
}

fn article(path: &Path) -> Result<Article, Failure> {
    Article::read(&read(path)?).map_err(|error| at(path, exit::DATA, &error))
}

/// Looks up what the base cites in each article.
pub fn check_articles(responder: &Responder, args: &CheckArgs) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for path in &args.article {
        let article = article(path)?;
        let verified = verify::verify(&responder.base(), &article, args.source.as_deref())
            .map_err(|error| at(path, exit::DATA, &error))?;
        if verified.problems.is_empty() {
            print(format_args!(
                "{}: all {} figures cited from {} are in their paragraphs\n",
                path.display(),
                verified.looked_up,
                verified.source
            ))?;
        }
        let found = verified.problems.iter();
        problems.extend(found.map(|problem| format!("{}: {problem}", path.display())));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure {
            message: check::report(&problems),
            code: exit::DATA,
        })
    }
}

/// Writes the draft to `out` or standard output, and what was found to standard error.
pub fn draft(responder: &Responder, path: &Path, out: Option<&Path>) -> Result<(), Failure> {
    let draft = draft::draft(responder, &article(path)?);
    match out {
        Some(out) => fs::write(out, &draft.text)
            .map_err(|error| at(out, exit::IO, &format_args!("cannot be written: {error}")))?,
        None => print(&draft.text)?,
    }
    // Where nobody can be told, the draft is there all the same.
    let _ = writeln!(io::stderr(), "{}", draft.summary());
    Ok(())
}

/// Prints the cards of a document.
pub fn preview(responder: &Responder, slug: &str) -> Result<(), Failure> {
    match preview::preview(responder, slug) {
        Some(cards) => print(cards),
        None => Err(Failure {
            message: format!(
                "there is no document `{slug}`; give the slug of one in the knowledge base"
            ),
            code: exit::DATA,
        }),
    }
}

/// Prints which questions two bases answer differently.
pub fn diff(old: &Responder, new: &Responder, questions: &Path) -> Result<(), Failure> {
    let text = read(questions)?;
    let asked = diff::questions(&String::from_utf8_lossy(&text))
        .map_err(|error| at(questions, exit::DATA, &error))?;
    let changes = diff::diff(old, new, &asked);
    print(format_args!("{}\n", diff::report(&changes, asked.len())))
}

/// Prints what was asked in vain, from the logs.
pub fn gaps(
    responder: &Responder,
    vocabulary: Vocabulary,
    logs: &[PathBuf],
) -> Result<(), Failure> {
    let mut asked = gaps::Asked::default();
    for path in logs {
        asked.read(&String::from_utf8_lossy(&read(path)?));
    }
    let report = gaps::report(&gaps::gaps(responder, vocabulary, &asked), &asked);
    print(format_args!("{report}\n"))
}
