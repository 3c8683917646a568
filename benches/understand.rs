//! What a question costs at the size of the shipped base: understanding, searching, deciding and rendering together.
//!
//! `cargo bench --bench understand` prints a table; there is nothing to compare it with but the aims in its heading.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use incheon_exports_bot::knowledge::load;
use incheon_exports_bot::responder::Responder;
use incheon_exports_bot::search::{Index, Query};
use incheon_exports_bot::terminal::request;
use incheon_exports_bot::text::language::Language;

/// Questions by what has to be tried to understand them.
const QUESTIONS: &[(&str, &str)] = &[
    ("a name", "수출 바우처"),
    ("typical", "작년 반도체 수출액 얼마예요?"),
    ("typical", "is there help with shipping costs?"),
    ("typical", "how many companies were supported in 2022"),
    ("typical", "수출 바우처가 뭐예요?"),
    ("initials", "ㅅㅊㅂㅇㅊ"),
    ("other layout", "tncnfqkdncj"),
    ("romanised", "suchul baucheo"),
    ("a slip", "exprot voucher"),
    ("a slip", "해외 무역사무쇼 운영"),
    ("everything tried", "홿휑뷁 뷁쀍꿻 asdfasdf qwertyuiop"),
    ("everything tried", "zxcvbn mnbvcxz 뚫훍뚫훍"),
];

/// Runs of one question: enough that the median does not move.
const RUNS: usize = 2_000;

/// Runs of each of the thousands of questions of the relevance set.
const RUNS_OF_EACH: usize = 21;

/// The middle and the 99th percentile of how long `work` takes.
fn measure(runs: usize, work: impl Fn()) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    middle_and_late(&mut times)
}

/// The middle and the 99th percentile of some times, of which there is at least one.
fn middle_and_late(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// The questions of the relevance set, all classes in its proportions.
fn relevance_set() -> Vec<String> {
    let rows = include_str!("../tests/relevance/own.jsonl").lines();
    let row = |row: &str| -> serde_json::Value {
        serde_json::from_str(row).expect("the relevance set is JSON")
    };
    let question = |row: serde_json::Value| row["q"].as_str().map(str::to_owned);
    rows.map(row).filter_map(question).collect()
}

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let base = load::load(&data).expect("the base is sound");
    let index = Index::build(&base);
    let begun = Instant::now();
    black_box(Index::build(&base));
    println!(
        "index of {} documents built in {:.1?}\n",
        base.documents().len(),
        begun.elapsed()
    );
    let responder = Responder::new(base, Language::Ko);
    println!("aims: typical 10 µs, everything tried 50 µs, at the median of the whole\n");
    println!("{:>10} {:>10} {:>10}  question", "median", "p99", "search");
    for (kind, text) in QUESTIONS {
        let (median, late) = measure(RUNS, || {
            black_box(responder.respond(&request(black_box(text), None)));
        });
        let (search, _) = measure(RUNS, || {
            black_box(index.search(&Query::parse(black_box(text)), None));
        });
        println!("{median:>10.1?} {late:>10.1?} {search:>10.1?}  {kind}: {text}");
    }
    let questions = relevance_set();
    let whole = questions.iter().map(|text| {
        let respond = || {
            black_box(responder.respond(&request(black_box(text), None)));
        };
        measure(RUNS_OF_EACH, respond).0
    });
    let (median, late) = middle_and_late(&mut whole.collect::<Vec<Duration>>());
    println!(
        "\n{median:>10.1?} {late:>10.1?}             the {} questions of the relevance set, the median of each",
        questions.len()
    );
}
