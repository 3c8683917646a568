//! One round with one bot: its start, its memory, a steady rate, and as much as it can.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::time::{sleep, timeout};

use crate::bots::{Bot, Running};
use crate::server::{Question, Server, Tally};

/// Longest wait for a bot to come online, and for its last answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Questions that are open at once when a bot is to answer as many as it can, and for how long.
const SATURATED: (usize, Duration) = (64, Duration::from_secs(3));

/// How long a bot is left alone before its memory counts as idle.
const IDLE: Duration = Duration::from_secs(3);

/// Questions that are asked and not counted, so that code is compiled and pools are filled in every bot.
const WARM_UP: u32 = 500;

/// What one round with one bot found.
pub struct Figures {
    pub start_ms: f64,
    pub idle_kib: f64,
    pub loaded_kib: f64,
    pub steady: Steady,
    pub per_second: f64,
    pub per_cpu_second: f64,
}

/// What a steady rate found.
pub struct Steady {
    /// Processor time for a thousand answers, in seconds.
    pub cpu_s_per_1000: f64,
    /// The 50th, 99th and 99.9th percentile of the time to an answer, in milliseconds.
    pub percentiles_ms: [f64; 3],
    /// Part of the answers that name the document asked for.
    pub right: f64,
    /// Questions without an answer, and answers without a question.
    pub lost: f64,
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

/// Starts a bot; gives it with the milliseconds until its first answer.
pub async fn start(bot: &Bot, root: &Path, server: &Server) -> (Running, f64) {
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

/// Lets the bot answer what does not count.
pub async fn warm_up(server: &Arc<Server>, rate: u32) {
    answered(server).await;
    server.take();
    let asking = ask_on_time(server, rate, WARM_UP);
    sleep(Duration::from_secs_f64(
        f64::from(WARM_UP) / f64::from(rate),
    ))
    .await;
    asking.join().expect("the asking thread ends");
    answered(server).await;
    server.take();
}

/// Asks `rate` questions a second for a while, `meanwhile` of which is called each second with the seconds gone by.
pub async fn steady(
    server: &Arc<Server>,
    running: &Running,
    (rate, seconds): (u32, u32),
    mut meanwhile: impl FnMut(u32),
) -> Steady {
    let cpu = running.cpu();
    let asking = ask_on_time(server, rate, rate * seconds);
    for second in 1..=seconds {
        sleep(Duration::from_secs(1)).await;
        meanwhile(second);
    }
    asking.join().expect("the asking thread ends");
    answered(server).await;
    let cpu = running.cpu() - cpu;
    let lost = server.unanswered();
    let Tally {
        mut latencies,
        right,
        strange,
    } = server.take();
    latencies.sort_unstable();
    let percentile = |part: f64| {
        let last = latencies.len().saturating_sub(1) as f64;
        latencies
            .get((last * part).round() as usize)
            .map_or(f64::NAN, |&took| milliseconds(took))
    };
    let answers = latencies.len().max(1) as f64;
    Steady {
        cpu_s_per_1000: cpu.as_secs_f64() * 1000.0 / answers,
        percentiles_ms: [0.5, 0.99, 0.999].map(percentile),
        right: right as f64 / answers,
        lost: (lost + strange) as f64,
    }
}

/// One round with one bot, `rate` questions a second for some seconds.
pub async fn measure(
    bot: &Bot,
    root: &Path,
    questions: &Arc<Vec<Question>>,
    (rate, seconds): (u32, u32),
) -> Figures {
    let server = Server::start(Arc::clone(questions)).await;
    let (running, start_ms) = start(bot, root, &server).await;
    sleep(IDLE).await;
    let idle_kib = running.memory() as f64;
    warm_up(&server, rate).await;
    let steady = steady(&server, &running, (rate, seconds), |_| {}).await;
    let loaded_kib = running.memory() as f64;
    let (per_second, per_cpu_second) = saturate(&server, &running).await;
    Figures {
        start_ms,
        idle_kib,
        loaded_kib,
        steady,
        per_second,
        per_cpu_second,
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
