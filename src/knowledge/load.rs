//! The file format of `data/`, and loading it.
//!
//! `sources.json` holds `{"sources": […]}`, and each topic has one file with `{"documents": […]}`; `programs.json` also
//! has `"total"`, the figure (`document.key`) that says how many programs exist in all.
//!
//! A document: `slug`, `kind`, `name`, `summary`, `source`, `paragraphs`, and where they apply `short`, `aliases`
//! (`own`, `shared`), `keywords`, `figures`, `date` (`2022`, `2022-12`, `2022-12-01`), `details` (`eligibility`,
//! `application`, `contact`), `field`, `related` and `featured` (its rank, 1 first). A text is `{"ko": …, "en": …}`.
//!
//! A figure: `key`, `label`, `unit`, `year`, where they apply `inferred` (no source states the year), `approximate`
//! (the source says "about") and `planned`, then either `value` with `paragraph` (and `source` where it is not the
//! document's), or `derived`: `{"before_growth": {"amount": …, "growth": …}}` or `{"share_of": {"amount": …, "share": …}}`
//! with references as `document.key`.
//!
//! `vocabulary.json`, which a base may lack, holds words: `same` (lists of words that mean the same), `asks` (`words` that ask
//! for `units`, `kinds` or what a word `means`), `filler`, and `elsewhere` (`places`, `topics`).
//!
//! Values are read key by key instead of by derive: serde stops at the first fault, and a curator should see all.

mod diagnostic;
mod draft;
mod json;
mod link;
mod names;
mod node;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use serde_json::Value;

use self::diagnostic::Sink;
use self::draft::Draft;
use self::link::Linker;
use self::node::Node;
use super::{KnowledgeBase, Source, Topic};

pub use self::diagnostic::Diagnostic;

/// The file of words that a base may have, see [`super::vocabulary::Vocabulary`].
pub const VOCABULARY_FILE: &str = "vocabulary.json";

/// The file that lists the sources.
pub const SOURCES_FILE: &str = "sources.json";

/// Reads the base in `dir`.
///
/// # Errors
/// Every problem found: files that cannot be read, then what [`parse`] finds. Never empty.
pub fn load(dir: &Path) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for name in FILES.map(str::to_owned).into_iter().chain(others(dir)) {
        match fs::read_to_string(dir.join(&name)) {
            Ok(text) => files.push((name, text)),
            Err(error) => found.push(Diagnostic {
                file: name,
                document: None,
                key: None,
                problem: format!("cannot be read: {error}"),
                fix: "put the file there, as UTF-8".to_owned(),
            }),
        }
    }
    let texts: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let base = read(&texts, found.is_empty()).map_err(|problems| found.extend(problems));
    match base {
        Ok(base) if found.is_empty() => Ok(base),
        _ => Err(found
            .into_iter()
            .map(|problem| Diagnostic {
                file: dir.join(&problem.file).display().to_string(),
                ..problem
            })
            .collect()),
    }
}

/// Every file that is read.
const FILES: [&str; 5] = [
    SOURCES_FILE,
    Topic::Exports.file(),
    Topic::Programs.file(),
    Topic::Partners.file(),
    Topic::Facts.file(),
];

/// The other JSON files in `dir`, by name.
fn others(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".json") && !FILES.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    names
}

/// Makes a base of texts in memory, each with its file's name; a topic without a file has no documents.
///
/// # Errors
/// Every problem found, in the order of the files: first the faults of each document alone, then those between
/// documents. Never empty.
///
/// ```
/// use incheon_exports_bot::knowledge::load::parse;
///
/// let base = parse(&[
///     ("sources.json", r#"{"sources": [{"slug": "paper", "publisher": {"ko": "신문", "en": "Paper"},
///         "published": "2023-02-01", "paragraphs": 9}]}"#),
///     ("partners.json", r#"{"documents": [{"slug": "kotra", "kind": "partner",
///         "name": {"ko": "코트라", "en": "KOTRA"}, "summary": {"ko": "협력기관입니다.", "en": "A partner."},
///         "source": "paper", "paragraphs": [3]}]}"#),
/// ])
/// .expect("nothing is wrong with it");
/// assert_eq!(base.by_slug("kotra").map(|document| document.name.en.as_str()), Some("KOTRA"));
/// ```
pub fn parse(files: &[(&str, &str)]) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    read(files, true)
}

/// [`parse`]; `complete` is false where a file is missing from `files` that should be there.
fn read(files: &[(&str, &str)], mut complete: bool) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    let found = RefCell::new(Vec::new());
    let mut values: Vec<(&str, Value)> = Vec::new();
    for &(file, text) in files {
        let sink = Sink {
            file,
            document: None,
            found: &found,
        };
        // A curator would wait in vain for what it says.
        if !FILES.contains(&file) && file != VOCABULARY_FILE {
            let fix = format!("move what it holds to one of {}", FILES.join(", "));
            sink.report("", "is read by nothing", fix);
            continue;
        }
        match value(text) {
            Ok(value) => values.push((file, value)),
            Err((problem, fix)) => {
                complete = false;
                sink.report("", problem, fix);
            }
        }
    }
    let root = |name: &str| {
        values
            .iter()
            .find(|(file, _)| *file == name)
            .map(|(file, value)| Node {
                value,
                path: String::new(),
                sink: Sink {
                    file,
                    document: None,
                    found: &found,
                },
            })
    };
    let sources = root(SOURCES_FILE).map(|node| sources(&node));
    let sources = sources.unwrap_or_default();
    let mut drafts = Vec::new();
    let mut total = None;
    for topic in Topic::ALL {
        let Some(fields) = root(topic.file()).and_then(|node| node.fields()) else {
            continue;
        };
        if topic == Topic::Programs {
            total = fields.get("total").filter(|node| node.text().is_some());
        }
        let documents = fields.need("documents", "list them, or write []");
        fields.finish();
        for node in documents.into_iter().flat_map(|node| node.elements()) {
            drafts.extend(document(node, topic));
        }
    }
    names::check(&drafts, complete);
    let vocabulary = root(VOCABULARY_FILE).map(|node| vocabulary::vocabulary(&node));
    let mut base = Linker::new(&drafts, &sources, complete).link(total.as_ref());
    base.vocabulary = vocabulary.unwrap_or_default();
    drop(drafts);
    let found = found.into_inner();
    if found.is_empty() {
        Ok(base)
    } else {
        Err(found)
    }
}

/// The value of a file's text, or what is wrong with it and how to mend it.
fn value(text: &str) -> Result<Value, (String, &'static str)> {
    if text.starts_with('\u{FEFF}') {
        return Err((
            "begins with a byte order mark".to_owned(),
            "save it as UTF-8 without one",
        ));
    }
    json::value(text).map_err(|error| {
        (
            format!("is not as JSON should be: {error}"),
            "mend it there",
        )
    })
}

fn sources(root: &Node<'_>) -> Vec<Source> {
    let Some(fields) = root.fields() else {
        return Vec::new();
    };
    let list = fields.need("sources", "list them, or write []");
    fields.finish();
    let mut sources: Vec<Source> = Vec::new();
    for node in list.into_iter().flat_map(|node| node.elements()) {
        let Some(source) = draft::source(&node) else {
            continue;
        };
        if sources.iter().any(|other| other.slug == source.slug) {
            node.report(
                format!("slug `{}` is taken by another source", source.slug),
                "rename one of them",
            );
        }
        sources.push(source);
    }
    sources
}

/// Reads one document, its paths counted from itself where it has a slug to be known by.
fn document(node: Node<'_>, topic: Topic) -> Option<Draft<'_>> {
    let slug = node.value.get("slug").and_then(Value::as_str);
    let node = match slug {
        Some(slug) if !slug.trim().is_empty() => Node {
            path: String::new(),
            sink: Sink {
                document: Some(slug),
                ..node.sink
            },
            ..node
        },
        _ => node,
    };
    draft::document(node, topic)
}
