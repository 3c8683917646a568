//! The file format of `data/`, and loading it.
//!
//! `sources.json` holds `{"sources": […]}`, and each topic has one file with `{"documents": […]}`; `programs.json` also
//! has `"total"`, the figure (`document.key`) that says how many programs exist in all. Any other file holds one article,
//! its `sources` and its `documents` of whatever topic. With `"include": [".."]` in its `sources.json`, a folder is read
//! after those it names, so that a base can stand beside another.
//!
//! What objects there are, with the keys of each, is one table (`keys`): the loader reads by it, and [`schema()`] makes of
//! it what an editor needs to complete and check. A text is `{"ko": …, "en": …}`; a figure has either `value` with
//! `paragraph`, or `derived`. What a draft left open begins with [`GAP`] and is reported until somebody answers it.
//!
//! `vocabulary.json`, which a base may lack, holds words: `same` (lists of words that mean the same), `asks` (`words` that ask
//! for `units`, `kinds` or what a word `means`), `filler`, and `elsewhere` (`places`, `topics`).
//!
//! Values are read key by key instead of by derive: serde stops at the first fault, and a curator should see all.

mod diagnostic;
mod draft;
mod figure_draft;
mod folders;
mod json;
mod keys;
mod link;
mod names;
mod node;
mod progress;
mod schema;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use self::diagnostic::Sink;
use self::draft::Draft;
use self::keys::{ARTICLE, SOURCES, TOPIC};
use self::link::Linker;
use self::node::Node;
use self::progress::Told;
use super::{KnowledgeBase, Source, Topic, Vocabulary};

pub use self::diagnostic::Diagnostic;
pub use self::draft::unit_word;
pub use self::progress::Progress;
pub use self::schema::schema;

/// What opens a text that a draft could not fill in; what follows is the question to answer.
pub const GAP: &str = "??";

/// The schema for editors, which is no data.
pub const SCHEMA_FILE: &str = "schema.json";

/// The file of words that a base may have, see [`super::vocabulary::Vocabulary`].
pub const VOCABULARY_FILE: &str = "vocabulary.json";

/// The file that lists the sources.
pub const SOURCES_FILE: &str = "sources.json";

/// The files that [`load`] reads, each with its path and text, always in the same order; what cannot be read is left out.
pub fn files(dir: &Path) -> Vec<(String, String)> {
    let (paths, _) = folders::paths(dir);
    let texts = paths.into_iter().filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((folders::shown(&path), text))
    });
    texts.collect()
}

/// Reads the base in `dir`, and before it those that its `sources.json` includes.
///
/// # Errors
/// Every problem found: files that cannot be read, then what [`parse`] finds. Never empty.
pub fn load(dir: &Path) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    load_telling(dir, &mut Progress::silent())
}

/// The same, telling on the way how far it is. No file is in memory as text, but all that is in it is, until the base is made.
///
/// # Errors
/// As [`load`].
pub fn load_telling(
    dir: &Path,
    progress: &mut Progress<'_>,
) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    let (paths, mut unreadable) = folders::paths(dir);
    let sizes = paths.iter().filter_map(|path| fs::metadata(path).ok());
    let all = sizes.map(|metadata| metadata.len()).sum();
    let mut read = 0;
    let mut unusable = Vec::new();
    let mut values = Vec::new();
    for path in &paths {
        let file = folders::shown(path);
        let told = File::open(path).map(|file| Told {
            file,
            read: &mut read,
            all,
            progress,
        });
        match told.and_then(|told| value_of(BufReader::with_capacity(READ_AT_ONCE, told))) {
            Ok(Ok(value)) => values.push((file, value)),
            Ok(Err((problem, fix))) => unusable.push(of_file(file, problem, fix)),
            Err(error) => {
                let problem = format!("cannot be read: {error}");
                unreadable.push(of_file(file, problem, "put the file there, as UTF-8"));
            }
        }
    }
    let complete = unreadable.is_empty() && unusable.is_empty();
    unreadable.append(&mut unusable);
    assemble(&values, unreadable, complete, progress)
}

/// How many bytes of a file are read at once.
const READ_AT_ONCE: usize = 1 << 16;

/// A problem of a file as a whole.
fn of_file(file: String, problem: String, fix: &str) -> Diagnostic {
    Diagnostic {
        file,
        document: None,
        key: None,
        problem,
        fix: fix.to_owned(),
    }
}

/// The files that every base has, unless it includes another.
const FILES: [&str; 5] = [
    SOURCES_FILE,
    Topic::Exports.file(),
    Topic::Programs.file(),
    Topic::Partners.file(),
    Topic::Facts.file(),
];

/// The name of a file without its folder.
fn base_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// Makes a base of texts in memory, each with its file's name or path; a topic without a file has no documents.
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
    let (mut found, mut values) = (Vec::new(), Vec::new());
    for &(file, text) in files {
        match value(text) {
            Ok(value) => values.push((file.to_owned(), value)),
            Err((problem, fix)) => found.push(of_file(file.to_owned(), problem, fix)),
        }
    }
    let complete = found.is_empty();
    assemble(&values, found, complete, &mut Progress::silent())
}

/// Makes a base of the values of files, or adds what is wrong with them to what was `found` before. `complete` is false where
/// a file is missing that should be there.
fn assemble(
    values: &[(String, Value)],
    found: Vec<Diagnostic>,
    complete: bool,
    progress: &mut Progress<'_>,
) -> Result<KnowledgeBase, Vec<Diagnostic>> {
    let found = RefCell::new(found);
    let roots = |wanted: &dyn Fn(&str) -> bool| -> Vec<Node<'_>> {
        let values = values.iter().filter(|(file, _)| wanted(base_name(file)));
        let root = |(file, value)| Node {
            value,
            path: String::new(),
            sink: Sink {
                file,
                document: None,
                found: &found,
            },
        };
        values
            .map(|(file, value)| root((file.as_str(), value)))
            .collect()
    };
    let is_article = |name: &str| !FILES.contains(&name) && name != VOCABULARY_FILE;
    let mut sources: Vec<Source> = Vec::new();
    for root in roots(&|name| name == SOURCES_FILE) {
        if let Some(fields) = root.fields(&SOURCES) {
            fields.get("$schema");
            fields.get("include");
            list_sources(fields.need("sources"), &mut sources);
            fields.finish();
        }
    }
    let mut drafts = Vec::new();
    let mut total = None;
    for topic in Topic::ALL {
        for root in roots(&|name| name == topic.file()) {
            let Some(fields) = root.fields(&TOPIC) else {
                continue;
            };
            fields.get("$schema");
            if topic == Topic::Programs {
                total = fields
                    .get("total")
                    .filter(|node| node.text().is_some())
                    .or(total);
            }
            let documents = fields.need("documents");
            fields.finish();
            let documents = documents.into_iter().flat_map(|node| node.elements());
            drafts.extend(documents.filter_map(|node| document(node, Some(topic))));
        }
    }
    for root in roots(&is_article) {
        let Some(fields) = root.fields(&ARTICLE) else {
            continue;
        };
        fields.get("$schema");
        fields.notes();
        list_sources(fields.get("sources"), &mut sources);
        let documents = fields.need("documents");
        fields.finish();
        let documents = documents.into_iter().flat_map(|node| node.elements());
        drafts.extend(documents.filter_map(|node| document(node, None)));
    }
    names::check(&drafts, complete);
    let mut base = Linker::new(&drafts, &sources, complete).link(total.as_ref(), progress);
    let vocabularies = roots(&|name| name == VOCABULARY_FILE);
    let vocabularies = vocabularies.iter().map(vocabulary::vocabulary);
    base.vocabulary = vocabularies.fold(Vocabulary::default(), Vocabulary::with);
    drop(drafts);
    let found = found.into_inner();
    if found.is_empty() {
        Ok(base)
    } else {
        Err(found)
    }
}

/// What is wrong with a text, and how to mend it.
type Unusable = (String, &'static str);

/// The value of a text, or what is wrong with it.
fn value(text: &str) -> Result<Value, Unusable> {
    if text.starts_with(BYTE_ORDER_MARK) {
        return Err(has_byte_order_mark());
    }
    json::value(text).map_err(|error| no_json(&error))
}

/// The value of a file while it is read, or what is wrong with its text.
///
/// # Errors
/// When the file cannot be read.
fn value_of(mut file: impl BufRead) -> io::Result<Result<Value, Unusable>> {
    if file
        .fill_buf()?
        .starts_with(BYTE_ORDER_MARK.to_string().as_bytes())
    {
        return Ok(Err(has_byte_order_mark()));
    }
    match json::read(file) {
        Ok(value) => Ok(Ok(value)),
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) => Ok(Err(no_json(&error))),
    }
}

/// What some editors put before a text.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

fn has_byte_order_mark() -> Unusable {
    (
        "begins with a byte order mark".to_owned(),
        "save it as UTF-8 without one",
    )
}

fn no_json(error: &serde_json::Error) -> Unusable {
    let problem = format!("is not as JSON should be: {error}");
    let fix = if problem.contains("invalid unicode") {
        "save it as UTF-8"
    } else {
        "mend it there"
    };
    (problem, fix)
}

/// Adds the sources that a file lists to those known.
fn list_sources(list: Option<Node<'_>>, sources: &mut Vec<Source>) {
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
}

/// Reads one document, its paths counted from itself where it has a slug to be known by.
fn document(node: Node<'_>, topic: Option<Topic>) -> Option<Draft<'_>> {
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
