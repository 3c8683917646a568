//! The files of a base on disk: those of the folders it includes, then its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Diagnostic, FILES, SCHEMA_FILE, SOURCES_FILE, of_file};

/// Every file of the base in `dir`, in order, whether it can be read or not; and the folders that are none.
pub(super) fn paths(dir: &Path) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let (mut paths, mut found) = (Vec::new(), Vec::new());
    add_folder(dir, &mut Vec::new(), &mut paths, &mut found);
    (paths, found)
}

/// Adds a folder after those it includes; one that is `seen` already is not added again, so that two may name each other.
fn add_folder(
    dir: &Path,
    seen: &mut Vec<PathBuf>,
    paths: &mut Vec<PathBuf>,
    found: &mut Vec<Diagnostic>,
) {
    let id = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    if seen.contains(&id) {
        return;
    }
    seen.push(id);
    if !dir.is_dir() {
        found.push(of_file(
            shown(dir),
            "is no folder that can be seen from here".to_owned(),
            "put the base there, or name the folder that it is in",
        ));
        return;
    }
    let included = included(dir);
    for other in &included {
        add_folder(&dir.join(other), seen, paths, found);
    }
    let own = FILES.into_iter().filter(|&name| {
        // Beside another base, a topic without a file has nothing to add.
        included.is_empty() || name == SOURCES_FILE || dir.join(name).exists()
    });
    let own = own.map(str::to_owned).chain(others(dir));
    paths.extend(own.map(|name| dir.join(name)));
}

/// The path without the detours that an include makes: `data/exports.json` for `data/samples/../exports.json`.
pub(super) fn shown(path: &Path) -> String {
    let mut short = PathBuf::new();
    for part in path.components() {
        let back = part.as_os_str() == ".." && short.file_name().is_some();
        if back {
            short.pop();
        } else {
            short.push(part);
        }
    }
    short.display().to_string()
}

/// The folders that the `sources.json` of `dir` includes; none where it cannot be read, which is reported when it is.
fn included(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join(SOURCES_FILE)).unwrap_or_default();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let folders = value.get("include").and_then(Value::as_array);
    let folders = folders.into_iter().flatten();
    folders
        .filter_map(|folder| folder.as_str().map(str::to_owned))
        .collect()
}

/// The other JSON files in `dir`, by name.
fn others(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".json") && !FILES.contains(&name.as_str()))
        .filter(|name| name != SCHEMA_FILE)
        .collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_detours() {
        for (path, expected) in [
            ("data/exports.json", "data/exports.json"),
            ("data/samples/../exports.json", "data/exports.json"),
            ("../data/exports.json", "../data/exports.json"),
            ("data/../../exports.json", "../exports.json"),
            ("/인천/data/../exports.json", "/인천/exports.json"),
        ] {
            assert_eq!(shown(Path::new(path)), expected, "{path}");
        }
    }
}
