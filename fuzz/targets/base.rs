//! Any text in place of a file of the base makes a base or is refused with a reason.
#![no_main]
#![forbid(unsafe_code)]

use incheon_exports_bot::knowledge::load;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    const SOURCES: &str = include_str!("../../data/sources.json");
    for files in [
        vec![("sources.json", text)],
        vec![("sources.json", SOURCES), ("facts.json", text)],
        vec![("sources.json", SOURCES), ("programs.json", text)],
        vec![("sources.json", SOURCES), ("vocabulary.json", text)],
        vec![("article.json", text)],
    ] {
        if let Err(problems) = load::parse(&files) {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(!problem.to_string().is_empty());
            }
        }
    }
});
