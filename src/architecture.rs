//! Guards the map in `lib.rs`: imports run downward only, and a library is named only where it belongs.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages from the bottom up; a module imports from lower rows only. The playground stands apart from all of them.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["knowledge"],
    &["search", "command", "action", "chart"],
    &["request"],
    &["answer"],
    &["reply"],
    &["responder"],
    &["terminal", "check", "discord"],
    &["curate"],
    &["config", "operate"],
];

/// Libraries, and the modules whose files may name them.
const CONFINED: &[(&str, &[&str])] = &[
    ("serenity", &["discord"]),
    ("twilight_gateway", &["discord"]),
    ("reqwest", &["discord", "playground"]),
    ("ed25519_dalek", &["playground"]),
    ("governor", &["discord"]),
    ("strsim", &["search"]),
    ("axum", &["playground", "operate", "discord"]),
    ("prometheus_client", &["operate"]),
    ("tiny_skia", &["chart"]),
    ("ttf_parser", &["chart"]),
];

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be listed") {
        let path = entry.expect("src can be listed").path();
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The top-level module of a file below `src`: `search` for `search/rank.rs` and for `search.rs`.
fn module_of(path: &Path) -> String {
    let first = path.components().next().expect("a file has a name");
    let name = first.as_os_str().to_string_lossy();
    name.strip_suffix(".rs").unwrap_or(&name).to_owned()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// The top-level modules that a text imports or names by `crate::`.
fn imported(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn imports_run_downward_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&src, &mut files);
    assert!(files.len() > LAYERS.len(), "src was read");
    for file in files {
        let path = file.strip_prefix(&src).expect("below src");
        let text = fs::read_to_string(&file).expect("a source file is readable");
        // What a test needs beside the code it tests is its own affair.
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = shipped
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let text = code.join("\n");
        let module = module_of(path);
        let shown = path.display();
        if module == "playground" {
            let foreign = imported(&text).find(|&other| other != "playground");
            assert_eq!(foreign, None, "{shown} shares something with the bot");
        }
        for &(library, homes) in CONFINED {
            let named = text.contains(&format!("{library}::"));
            let is_test = ["tests", "mock"]
                .iter()
                .any(|part| path.to_string_lossy().contains(part));
            assert!(
                !named || homes.contains(&module.as_str()) || is_test || module == "architecture",
                "{shown} names {library}, which belongs in {homes:?}"
            );
        }
        let Some(own) = layer_of(&module) else {
            continue;
        };
        for other in imported(&text).filter(|&other| other != module) {
            if let Some(theirs) = layer_of(other) {
                assert!(
                    theirs < own,
                    "{shown} imports {other}, which stands above or beside it"
                );
            }
        }
    }
}
