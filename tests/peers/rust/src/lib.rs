//! What both bots know and how they look it up: the documents of `data/`, and a loop over their names with strsim.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use serde_json::Value;

/// A document as far as a card needs it.
pub struct Entry {
    /// Its Korean name, the card's title.
    pub title: String,
    /// What it says.
    pub summary: String,
    names: Vec<String>,
}

/// The documents in a folder like `data/`.
///
/// # Panics
/// Where the folder does not hold them.
pub fn load(data: &Path) -> Vec<Entry> {
    let files = [
        "exports.json",
        "programs.json",
        "partners.json",
        "facts.json",
    ];
    let mut entries = Vec::new();
    for file in files {
        let text = fs::read_to_string(data.join(file)).expect("the file is there");
        let file: Value = serde_json::from_str(&text).expect("the file is JSON");
        for document in file["documents"].as_array().expect("a list of documents") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let aliases = ["own", "shared"]
                .iter()
                .filter_map(|kind| document["aliases"][kind].as_array())
                .flatten();
            let names = [&document["name"]["ko"], &document["name"]["en"]];
            entries.push(Entry {
                title: text(&document["name"]["ko"]),
                summary: text(&document["summary"]["ko"]),
                names: names
                    .into_iter()
                    .chain(aliases)
                    .map(|name| text(name).to_lowercase())
                    .collect(),
            });
        }
    }
    entries
}

/// The entry with the name nearest to what was typed; `None` where nothing is similar.
pub fn best<'a>(entries: &'a [Entry], typed: &str) -> Option<&'a Entry> {
    let typed = typed.to_lowercase();
    let score = |entry: &Entry| {
        let similar = entry
            .names
            .iter()
            .map(|name| strsim::normalized_levenshtein(name, &typed));
        similar.fold(0.0, f64::max)
    };
    let (score, entry) = entries
        .iter()
        .map(|entry| (score(entry), entry))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (score > 0.5).then_some(entry)
}
