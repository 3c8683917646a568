//! How the search grows: the same index over a thousand to a million synthetic documents, asked for each by a name with a slip.
//!
//! `cargo bench --bench scale` prints a table; `-- --sizes 1000,10000` measures these sizes alone, and
//! `-- --picture FILE` draws the growth as an SVG. Questions take at most 40 seconds of each row.

#[path = "synthetic/growth.rs"]
mod growth;
#[path = "synthetic/measure.rs"]
mod measure;
#[path = "synthetic/mod.rs"]
mod synthetic;

use std::process::ExitCode;

use crate::growth::picture;
use crate::measure::{Ours, measure};
use crate::synthetic::{Names, SIZES, Spacing, questions};

/// Counts bytes in use, so that the index can be weighed by itself.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Enough that ten of them are beyond the 99th percentile.
const QUESTIONS: usize = 1_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut sizes = SIZES.to_vec();
    let mut file = None;
    let mut rest = arguments.iter().filter(|argument| *argument != "--bench");
    while let Some(option) = rest.next() {
        let value = rest.next().map(String::as_str).unwrap_or_default();
        let read = match option.as_str() {
            "--sizes" => synthetic::sizes(value).map(|list| sizes = list),
            "--picture" => {
                file = Some(value);
                Ok(())
            }
            other => Err(format!(
                "`{other}` is not understood; use --sizes 1000,10000 and --picture FILE"
            )),
        };
        if let Err(problem) = read {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    }
    println!(
        "| documents | names | R@1 | p50 | p99 | build | index |\n|---:|---|---:|---:|---:|---:|---:|"
    );
    let mut rows = Vec::new();
    for spacing in [Spacing::Apart, Spacing::AsTheyFall] {
        let names = Names::new(spacing);
        for &documents in &sizes {
            let questions = questions(&names, documents, QUESTIONS);
            let measured = measure::<Ours>(&names, documents, &questions);
            println!(
                "| {documents} | {} | {:.3} | {:.3} ms | {:.3} ms | {:.2} s | {:.1} MB |",
                match spacing {
                    Spacing::Apart => "three edits apart",
                    Spacing::AsTheyFall => "as they fall",
                },
                measured.right(),
                measured.percentile(50),
                measured.percentile(99),
                measured.build(),
                measured.memory(),
            );
            if spacing == Spacing::Apart {
                rows.push((documents, measured));
            }
        }
    }
    if let Some(file) = file
        && let Err(error) = std::fs::write(file, picture(&rows))
    {
        eprintln!("{file} cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
