//! What a question costs from Discord's frame to the callback, beside the same bot in other libraries.
//!
//!     cargo bench --bench load                                   # some five minutes, all bots in turn
//!     cargo bench --bench load -- --program target/dist/incheon-exports-bot
//!     cargo bench --bench load -- --ladder                       # which rate each can keep up with
//!     cargo bench --bench load -- --only "this bot" --memory     # ten minutes under load
//!
//! The bots are processes of their own; this one is Discord and asks. It asks on time whether or not answers came (an open
//! loop), and counts an answer's lateness from when its question was due. `docs/load.md` has what was found.

#![forbid(unsafe_code)]

mod bots;
mod growth;
mod ladder;
mod measure;
mod server;

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tokio::runtime::Runtime;

use bots::Bot;
use measure::Figures;
use server::Question;

/// What is asked for on the command line.
struct Options {
    mode: Mode,
    rate: u32,
    seconds: u32,
    rounds: usize,
    /// Names of the bots to measure; all where there is none.
    only: Vec<String>,
    /// Programs to measure as this bot, instead of the one that is built along.
    programs: Vec<PathBuf>,
}

/// What is measured.
#[derive(PartialEq)]
enum Mode {
    /// Everything at one rate, and as much as a bot can.
    Rounds,
    /// Rising rates.
    Ladder,
    /// Memory, over minutes.
    Memory,
}

impl Options {
    fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let values = |name: &str| {
            let pairs = arguments.windows(2).filter(|pair| pair[0] == name);
            pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>()
        };
        let number = |name: &str, default: u32, most: u32| {
            let given = values(name).pop();
            given
                .map_or(default, |text| text.parse().expect(name))
                .clamp(1, most)
        };
        let has = |name: &str| arguments.iter().any(|argument| argument == name);
        let mode = match () {
            () if has("--ladder") => Mode::Ladder,
            () if has("--memory") => Mode::Memory,
            () => Mode::Rounds,
        };
        let seconds = if mode == Mode::Memory { 600 } else { 10 };
        Self {
            rate: number("--rate", 500, 5_000),
            seconds: number("--seconds", seconds, 3_600),
            rounds: number("--rounds", 3, 20) as usize,
            only: values("--only"),
            programs: values("--program").iter().map(PathBuf::from).collect(),
            mode,
        }
    }
}

/// The documents' names as people would type them: whole, in the other language, and with the last letter missing.
fn questions(data: &Path) -> Vec<Question> {
    let mut questions = Vec::new();
    for file in [
        "exports.json",
        "programs.json",
        "partners.json",
        "facts.json",
    ] {
        let text = fs::read_to_string(data.join(file)).expect("the base is there");
        let file: Value = serde_json::from_str(&text).expect("the base is JSON");
        for document in file["documents"].as_array().into_iter().flatten() {
            let name = |language: &str| {
                document["name"][language]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            };
            let titles = ["ko", "en"].map(name);
            let mut text = titles[0].clone();
            match questions.len() % 3 {
                0 => {}
                1 => text.clone_from(&titles[1]),
                _ => drop(text.pop()),
            }
            questions.push(Question { text, titles });
        }
    }
    questions
}

/// Runs something with a runtime of its own, so that nothing of the last bot's connections is left.
fn alone<T>(work: impl Future<Output = T>) -> T {
    let runtime = Runtime::new().expect("a runtime");
    let result = runtime.block_on(work);
    runtime.shutdown_background();
    result
}

fn main() {
    let options = Options::from_arguments();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let questions = Arc::new(questions(&root.join("data")));
    let bots = bots::all(root, &options.only, &options.programs);
    let pace = (options.rate, options.seconds);
    match options.mode {
        Mode::Rounds => rounds(&bots, root, &questions, &options),
        Mode::Ladder => {
            ladder::head();
            for bot in &bots {
                alone(ladder::climb(bot, root, &questions));
            }
        }
        Mode::Memory => {
            for bot in &bots {
                alone(growth::watch(bot, root, &questions, pace));
            }
        }
    }
}

fn median(rounds: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = rounds.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn rounds(bots: &[Bot], root: &Path, questions: &Arc<Vec<Question>>, options: &Options) {
    println!(
        "{} questions, {} a second for {} s, {} rounds in turn; the middle of the rounds\n",
        questions.len(),
        options.rate,
        options.seconds,
        options.rounds
    );
    let mut rounds: Vec<Vec<Figures>> = bots.iter().map(|_| Vec::new()).collect();
    for _ in 0..options.rounds {
        for (bot, rounds) in bots.iter().zip(&mut rounds) {
            let pace = (options.rate, options.seconds);
            rounds.push(alone(measure::measure(bot, root, questions, pace)));
        }
    }
    println!(
        "{:<16}{:>10}{:>11}{:>9}{:>9}{:>9}{:>10}{:>10}{:>10}{:>10}{:>7}{:>6}",
        "",
        "CPU s/1000",
        "per CPU s",
        "per s",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "idle MiB",
        "load MiB",
        "start ms",
        "right",
        "lost"
    );
    for (bot, rounds) in bots.iter().zip(&rounds) {
        let of = |value: fn(&Figures) -> f64| median(rounds, value);
        println!(
            "{:<16}{:>10.3}{:>11.0}{:>9.0}{:>9.2}{:>9.2}{:>10.2}{:>10.1}{:>10.1}{:>10.0}{:>6.0}%{:>6.0}",
            bot.name,
            of(|f| f.steady.cpu_s_per_1000),
            of(|f| f.per_cpu_second),
            of(|f| f.per_second),
            of(|f| f.steady.percentiles_ms[0]),
            of(|f| f.steady.percentiles_ms[1]),
            of(|f| f.steady.percentiles_ms[2]),
            of(|f| f.idle_kib) / 1024.0,
            of(|f| f.loaded_kib) / 1024.0,
            of(|f| f.start_ms),
            of(|f| f.steady.right) * 100.0,
            of(|f| f.steady.lost),
        );
    }
    let Some((ours, others)) = rounds.split_first() else {
        return;
    };
    println!("\nthis bot against the others: below 1 it needs less");
    for (bot, theirs) in bots.iter().skip(1).zip(others) {
        let ratio = |value: fn(&Figures) -> f64| median(ours, value) / median(theirs, value);
        println!(
            "{:<16} CPU at this rate {:.2}, CPU saturated {:.2}, idle memory {:.2}, p99 {:.2}, start {:.2}",
            bot.name,
            ratio(|f| f.steady.cpu_s_per_1000),
            1.0 / ratio(|f| f.per_cpu_second),
            ratio(|f| f.idle_kib),
            ratio(|f| f.steady.percentiles_ms[1]),
            ratio(|f| f.start_ms),
        );
    }
}
