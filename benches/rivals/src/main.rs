//! Our index beside what one would otherwise take, over the same synthetic documents and questions in one run.
//!
//! `cargo run --release -- [--sizes 1000,10000] [--names apart|as-they-fall]` prints a table for each size;
//! `cargo run --release -- write DIR DOCUMENTS` writes such a base to a folder, for `--data DIR`.

#![forbid(unsafe_code)]

mod engines;
mod loops;

#[path = "../../synthetic/measure.rs"]
mod measure;
#[path = "../../synthetic/mod.rs"]
mod synthetic;

use std::path::Path;
use std::process::ExitCode;

use crate::engines::{Fuzzy, Ngrams};
use crate::loops::{Nucleo, RapidFuzz, Strsim};
use crate::measure::{Ours, measure};
use crate::synthetic::{Names, SIZES, Spacing, questions, size, write};

/// Counts bytes in use, so that each index can be weighed by itself.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Questions for those that are fast enough; the others answer as many as they have time for.
const QUESTIONS: usize = 1_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["write", dir, documents] => write_base(dir, documents),
        _ => sizes_and_spacing(&arguments).map(|(sizes, spacing)| compare(&sizes, spacing)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn write_base(dir: &str, documents: &str) -> Result<(), String> {
    let documents = size(documents)?;
    write(&Names::new(Spacing::Apart), documents, Path::new(dir))
        .map_err(|error| format!("{dir} cannot be written: {error}"))
}

fn sizes_and_spacing(arguments: &[&str]) -> Result<(Vec<usize>, Spacing), String> {
    let (mut sizes, mut spacing) = (SIZES.to_vec(), Spacing::Apart);
    for option in arguments.chunks(2) {
        match *option {
            ["--sizes", list] => sizes = synthetic::sizes(list)?,
            ["--names", "apart"] => spacing = Spacing::Apart,
            ["--names", "as-they-fall"] => spacing = Spacing::AsTheyFall,
            _ => {
                return Err(format!(
                    "`{}` is not understood; use --sizes 1000,10000 or --names apart or --names as-they-fall, or write DIR DOCUMENTS",
                    option.join(" ")
                ));
            }
        }
    }
    Ok((sizes, spacing))
}

fn compare(sizes: &[usize], spacing: Spacing) {
    let names = Names::new(spacing);
    for &documents in sizes {
        let questions = questions(&names, documents, QUESTIONS);
        println!("\n{}", heading(documents, spacing));
        println!("{}", measure::<Ours>(&names, documents, &questions));
        println!("{}", measure::<RapidFuzz>(&names, documents, &questions));
        println!("{}", measure::<Ngrams>(&names, documents, &questions));
        println!("{}", measure::<Fuzzy>(&names, documents, &questions));
        println!("{}", measure::<Nucleo>(&names, documents, &questions));
        println!("{}", measure::<Strsim>(&names, documents, &questions));
    }
}

/// The heading of the table of one size.
fn heading(documents: usize, spacing: Spacing) -> String {
    let names = match spacing {
        Spacing::Apart => "no two names within two edits",
        Spacing::AsTheyFall => "names as they fall",
    };
    format!(
        "### {documents} documents, {names}\n\n\
         | | R@1 | questions | p50 | p99 | build | memory |\n|---|---:|---:|---:|---:|---:|---:|"
    )
}
