//! Synthetic bases of any size up to [`NAMES`] documents, and questions about them: what the search is measured on beyond the
//! size of the shipped base.
//!
//! Shared by the benches and by the comparison with other libraries (`benches/rivals`), and tested with the end-to-end
//! tests. Everything is the same on every run, and a smaller base is the beginning of a larger one.
#![allow(
    dead_code,
    unused_imports,
    reason = "each of its users needs a part of it"
)]

mod names;
mod numbers;
mod slips;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use incheon_exports_bot::knowledge::{KnowledgeBase, load};

pub use names::{NAMES, Names, Spacing, keys};
pub use numbers::Numbers;
pub use slips::{Question, questions};

/// How many documents a measurement is made at.
pub const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Numbers of documents, as somebody asks for them: `1000,10000`.
///
/// # Errors
/// When one of them is no [`size`].
pub fn sizes(list: &str) -> Result<Vec<usize>, String> {
    list.split(',').map(size).collect()
}

/// A number of documents, as somebody asks for it.
///
/// # Errors
/// When the text is none, or more than there are names for.
pub fn size(text: &str) -> Result<usize, String> {
    let size = text.parse().ok();
    size.filter(|size| (1..=NAMES).contains(size))
        .ok_or_else(|| format!("`{text}` is no number of documents from 1 to {NAMES}"))
}

/// The base of the first `documents` documents, made by the loader from what [`write`] writes.
///
/// The document of number `n` has the id `n`.
pub fn base(names: &Names, documents: usize) -> KnowledgeBase {
    let mut facts = String::new();
    for document in 0..documents {
        append(&mut facts, names, document);
    }
    facts.push_str("\n]}\n");
    load::parse(&[(load::SOURCES_FILE, SOURCES), (FACTS_FILE, &facts)])
        .expect("a synthetic base is sound")
}

/// Writes the base of the first `documents` documents to the folder `dir`, which is made where it is missing, for `--data`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(names: &Names, documents: usize, dir: &Path) -> io::Result<()> {
    use io::Write as _;
    fs::create_dir_all(dir)?;
    fs::write(dir.join(load::SOURCES_FILE), SOURCES)?;
    for file in ["exports.json", "programs.json", "partners.json"] {
        fs::write(dir.join(file), "{\"documents\": []}\n")?;
    }
    let mut file = io::BufWriter::new(fs::File::create(dir.join(FACTS_FILE))?);
    let mut text = String::new();
    for document in 0..documents {
        text.clear();
        append(&mut text, names, document);
        file.write_all(text.as_bytes())?;
    }
    file.write_all(b"\n]}\n")?;
    file.flush()
}

/// The file that holds the documents.
const FACTS_FILE: &str = "facts.json";

const SOURCES: &str = r#"{"sources": [{"slug": "synthetic",
  "publisher": {"ko": "합성 자료", "en": "Synthetic data"}, "published": "2023-02-01", "paragraphs": 1}]}
"#;

/// Adds a document to the text of the file that holds them all, and opens that text before the first.
fn append(text: &mut String, names: &Names, document: usize) {
    let name = names.of(document);
    let opening = if document == 0 {
        "{\"documents\": [\n"
    } else {
        ",\n"
    };
    let (ko, en) = (name.ko, name.en);
    write!(
        text,
        r#"{opening}{{"slug": "d{document}", "kind": "event", "name": {{"ko": "{ko}", "en": "{en}"}}, "summary": {{"ko": "{ko}입니다.", "en": "{en}."}}, "source": "synthetic", "paragraphs": [1]}}"#
    )
    .expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;
    use incheon_exports_bot::knowledge::DocumentId;

    #[test]
    fn a_base_holds_the_names_in_order_and_can_be_loaded_from_a_folder() {
        let names = Names::new(Spacing::Apart);
        let made = base(&names, 300);
        let dir = tempdir();
        write(&names, 300, &dir).expect("the folder can be written");
        let loaded = load::load(&dir).expect("it is sound");
        fs::remove_dir_all(&dir).expect("it was just written");
        assert_eq!(made.documents(), loaded.documents());
        assert_eq!(made.documents().len(), 300);
        for (number, document) in made.documents().iter().enumerate() {
            assert_eq!(document.name, names.of(number));
            assert_eq!(document.id, DocumentId(number as u32));
        }
    }

    fn tempdir() -> std::path::PathBuf {
        std::env::temp_dir().join(format!(
            "incheon-exports-bot-synthetic-{}",
            std::process::id()
        ))
    }

    #[test]
    fn a_base_is_searched_through_slips() {
        use incheon_exports_bot::search::{Index, Query};
        let names = Names::new(Spacing::Apart);
        let index = Index::build(&base(&names, 300));
        let questions = questions(&names, 300, 40);
        let wrong: Vec<&Question> = questions
            .iter()
            .filter(|question| {
                let hits = index.search(&Query::parse(&question.text), None);
                let first = hits.first().map(|hit| hit.document.0 as usize);
                first != Some(question.document)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
