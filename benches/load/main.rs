//! What a question costs from Discord's frame to the callback, beside the same bot in other libraries.
//!
//!     cargo bench --bench load                                    # about five minutes, all bots in turn
//!     cargo bench --bench load -- --only "this bot" --rounds 1 --seconds 600
//!
//! The bots are processes of their own; this one is Discord and asks. It asks on time whether or not answers came (an open
//! loop), and counts an answer's lateness from when its question was due.

mod bots;
mod server;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::time::{sleep, timeout};

use bots::{Bot, Running};
use server::{Question, Server};

/// Longest wait for a bot to come online, and for its last answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Questions that are open at once when a bot is to answer as many as it can, and for how long.
const SATURATED: (usize, Duration) = (64, Duration::from_secs(5));

/// How long a bot is left alone before its memory counts as idle.
const IDLE: Duration = Duration::from_secs(3);

/// Questions that are asked and not counted, so that code is compiled and pools are filled in every bot.
const WARM_UP: u32 = 500;

struct Options {
    rate: u32,
    seconds: u32,
    rounds: usize,
    only: Option<String>,
}

impl Options {
    fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let value = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1).cloned()
        };
        let number = |name: &str, default: u32, most: u32| {
            value(name)
                .map_or(default, |text| text.parse().expect(name))
                .clamp(1, most)
        };
        Self {
            rate: number("--rate", 500, 5_000),
            seconds: number("--seconds", 10, 3_600),
            rounds: number("--rounds", 3, 20) as usize,
            only: value("--only"),
        }
    }
}

/// What one round with one bot found.
struct Figures {
    start_ms: f64,
    idle_kib: f64,
    loaded_kib: f64,
    cpu_s_per_1000: f64,
    percentiles_ms: [f64; 3],
    per_second: f64,
    per_cpu_second: f64,
    right: f64,
    lost: f64,
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

/// Asks `count` questions, `rate` a second, on time: a thread of its own, since a runtime's clock ticks once a millisecond.
fn ask_on_time(server: &Arc<Server>, rate: u32, count: u32) -> thread::JoinHandle<()> {
    let server = Arc::clone(server);
    thread::spawn(move || {
        let begun = Instant::now();
        for number in 0..count {
            let due = begun + Duration::from_secs_f64(f64::from(number) / f64::from(rate));
            thread::sleep(due.saturating_duration_since(Instant::now()));
            server.ask(due);
        }
    })
}

async fn answered(server: &Server) {
    let all = async {
        while server.unanswered() > 0 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    // What is missing then counts as lost.
    let _ = timeout(PATIENCE, all).await;
}

async fn start(bot: &Bot, root: &Path, server: &Server) -> (Running, f64) {
    let begun = Instant::now();
    let running = bot.start(root, server.address);
    let first = async {
        while !server.online() {
            sleep(Duration::from_millis(1)).await;
        }
        // Some libraries drop what comes before they are ready.
        loop {
            server.ask(Instant::now());
            if let Ok(Ok(permit)) =
                timeout(Duration::from_millis(50), server.answers.acquire()).await
            {
                permit.forget();
                break;
            }
        }
    };
    timeout(PATIENCE, first)
        .await
        .unwrap_or_else(|_| panic!("{} gives no answer", bot.name));
    (running, milliseconds(begun.elapsed()))
}

async fn measure(
    bot: &Bot,
    root: &Path,
    questions: &Arc<Vec<Question>>,
    options: &Options,
) -> Figures {
    let server = Server::start(Arc::clone(questions)).await;
    let (running, start_ms) = start(bot, root, &server).await;
    sleep(IDLE).await;
    let idle_kib = running.memory() as f64;
    answered(&server).await;
    server.take();
    ask_on_time(&server, options.rate, WARM_UP);
    sleep(Duration::from_secs_f64(
        f64::from(WARM_UP) / f64::from(options.rate),
    ))
    .await;
    answered(&server).await;
    server.take();

    let count = options.rate * options.seconds;
    let cpu = running.cpu();
    let asking = ask_on_time(&server, options.rate, count);
    for part in 1..=10 {
        sleep(Duration::from_secs(options.seconds.into()) / 10).await;
        if options.seconds >= 60 {
            println!("{} after {part} tenths: {} KiB", bot.name, running.memory());
        }
    }
    asking.join().expect("the asking thread ends");
    answered(&server).await;
    let cpu = running.cpu() - cpu;
    let loaded_kib = running.memory() as f64;
    let lost = server.unanswered();
    let mut tally = server.take();
    tally.latencies.sort_unstable();
    let percentile = |part: f64| {
        let last = tally.latencies.len().saturating_sub(1) as f64;
        tally
            .latencies
            .get((last * part).round() as usize)
            .map_or(f64::NAN, |&took| milliseconds(took))
    };
    let answers = tally.latencies.len().max(1) as f64;

    let (per_second, per_cpu_second) = saturate(&server, &running).await;
    Figures {
        start_ms,
        idle_kib,
        loaded_kib,
        cpu_s_per_1000: cpu.as_secs_f64() * 1000.0 / answers,
        percentiles_ms: [0.5, 0.99, 0.999].map(percentile),
        per_second,
        per_cpu_second,
        right: tally.right as f64 / answers,
        lost: (lost + tally.strange) as f64,
    }
}

/// Answers in a second, and in a second of the bot's own processor time, when it always has something to do.
async fn saturate(server: &Server, running: &Running) -> (f64, f64) {
    let (window, duration) = SATURATED;
    server.answers.forget_permits(usize::MAX >> 3);
    let cpu = running.cpu();
    let begun = Instant::now();
    for _ in 0..window {
        server.ask(Instant::now());
    }
    while begun.elapsed() < duration {
        match timeout(PATIENCE, server.answers.acquire()).await {
            Ok(Ok(permit)) => permit.forget(),
            _ => break,
        }
        server.ask(Instant::now());
    }
    answered(server).await;
    let took = begun.elapsed().as_secs_f64();
    let cpu = (running.cpu() - cpu).as_secs_f64();
    let answers = server.take().latencies.len() as f64;
    (answers / took, answers / cpu)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn median(rounds: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = rounds.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let options = Options::from_arguments();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let questions = Arc::new(questions(&root.join("data")));
    let bots = bots::all(root, options.only.as_deref());
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
            // A runtime for each, so that nothing of the last bot's connections is left.
            let runtime = Runtime::new().expect("a runtime");
            rounds.push(runtime.block_on(measure(bot, root, &questions, &options)));
            runtime.shutdown_background();
        }
    }
    println!(
        "{:<11}{:>10}{:>11}{:>9}{:>9}{:>9}{:>10}{:>10}{:>10}{:>10}{:>7}{:>6}",
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
            "{:<11}{:>10.3}{:>11.0}{:>9.0}{:>9.2}{:>9.2}{:>10.2}{:>10.1}{:>10.1}{:>10.0}{:>6.0}%{:>6.0}",
            bot.name,
            of(|f| f.cpu_s_per_1000),
            of(|f| f.per_cpu_second),
            of(|f| f.per_second),
            of(|f| f.percentiles_ms[0]),
            of(|f| f.percentiles_ms[1]),
            of(|f| f.percentiles_ms[2]),
            of(|f| f.idle_kib) / 1024.0,
            of(|f| f.loaded_kib) / 1024.0,
            of(|f| f.start_ms),
            of(|f| f.right) * 100.0,
            of(|f| f.lost),
        );
    }
    let Some((ours, others)) = rounds.split_first() else {
        return;
    };
    println!("\nthis bot against the others: below 1 it needs less");
    for (bot, theirs) in bots.iter().skip(1).zip(others) {
        let ratio = |value: fn(&Figures) -> f64| median(ours, value) / median(theirs, value);
        println!(
            "{:<11} CPU at this rate {:.2}, CPU saturated {:.2}, idle memory {:.2}, p99 {:.2}, start {:.2}",
            bot.name,
            ratio(|f| f.cpu_s_per_1000),
            ratio(|f| 1.0 / f.per_cpu_second),
            ratio(|f| f.idle_kib),
            ratio(|f| f.percentiles_ms[1]),
            ratio(|f| f.start_ms),
        );
    }
}
