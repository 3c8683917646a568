//! Three processes share the six shards of one bot.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::playground::{Options, PLAYGROUND_TOKEN};

use crate::ledger::Ledger;
use crate::load::{self, Members, Place, Question};
use crate::process::{Plan, Process};
use crate::stage::{self, Stage};

const SHARDS: u32 = 6;
const PROCESSES: u32 = 3;

/// Questions a second: each shard hears of two or three.
const RATE: u32 = 15;

/// How long before a kill a question may have been asked and still be in the process's hands, on a busy machine.
const IN_HANDS: Duration = Duration::from_secs(1);

/// When a process was down: from the signal until it was ready again.
struct Down {
    process: u32,
    from: Instant,
    until: Instant,
}

impl Down {
    /// Whether a question may have been lost with it.
    fn excuses(&self, question: &Question) -> bool {
        question.shard / (SHARDS / PROCESSES) == self.process
            && question.asked >= self.from
            && question.asked <= self.until
    }
}

/// Runs it, prints what was counted, and fails where something was lost or given twice.
pub async fn demonstrate() {
    let options = Options {
        shards: u64::from(SHARDS),
        max_concurrency: 2,
        ..stage::options()
    };
    let stage = Stage::set(options).await;
    let (url, members) = (stage.url.clone(), Arc::clone(&stage.members));

    let plans: Vec<Plan> = (0..PROCESSES)
        .map(|number| {
            let (shards, range) = (SHARDS.to_string(), format!("{number}/{PROCESSES}"));
            let arguments = [
                "run",
                "--api-base",
                &url,
                "--shards",
                &shards,
                "--shard-range",
                &range,
            ];
            let variables = [("DISCORD_TOKEN", PLAYGROUND_TOKEN)];
            Plan::new(format!("gateway-{number}"), &arguments, &variables)
        })
        .collect();
    let (began, done) = (Instant::now(), CancellationToken::new());
    let ledger = Ledger::keep(Arc::clone(&members), done.clone());
    let mut processes: Vec<Process> = plans.iter().map(Plan::start).collect();
    for process in &processes {
        process.wait_until_ready().await;
    }
    let start = began.elapsed();
    let places = places(&members).await;
    for shard in 0..SHARDS {
        let asked = places.iter().any(|place| place.shard == shard);
        assert!(asked, "no server is on shard {shard}");
    }

    let enough = CancellationToken::new();
    let asking = load::ask(Arc::clone(&members), places, RATE, enough.clone());
    let asking = tokio::spawn(asking);
    sleep(Duration::from_secs(4)).await;

    let killed = Instant::now();
    processes.remove(1).kill();
    sleep(Duration::from_secs(2)).await;
    let again = plans[1].start();
    again.wait_until_ready().await;
    processes.insert(1, again);
    let killed = Down {
        process: 1,
        from: killed.checked_sub(IN_HANDS).unwrap_or(killed),
        until: Instant::now(),
    };
    // Longer than a bucket of shards is taken after a session began in it.
    sleep(Duration::from_secs(6)).await;

    let from = Instant::now();
    processes.remove(2).stop().await;
    let again = plans[2].start();
    again.wait_until_ready().await;
    processes.push(again);
    let stopped = Down {
        process: 2,
        from,
        until: Instant::now(),
    };
    sleep(Duration::from_secs(3)).await;

    enough.cancel();
    let questions = asking.await.expect("no panic");
    for process in processes {
        process.stop().await;
    }
    done.cancel();
    let ledger = ledger.await.expect("no panic");
    stage.clear().await;
    judge(&questions, [&killed, &stopped], &ledger, start);
}

/// A channel of every server, and a member's direct messages, which belong to shard 0.
async fn places(members: &Members) -> Vec<Place> {
    let mut places = load::places(members, SHARDS).await;
    let state = members.get("/state").await;
    let bot = &state["applications"][0]["id"];
    let mut direct = state["private_channels"]
        .as_array()
        .expect("channels")
        .iter();
    let direct = direct
        .find(|channel| channel["user_id"] == load::ALEX && channel["application_id"] == *bot);
    let channel = direct.and_then(|direct| direct["id"].as_str());
    places.push(Place {
        channel: channel.expect("direct messages").to_owned(),
        member: Some(load::ALEX),
        shard: 0,
        mention: Some(String::new()),
    });
    places
}

fn judge(questions: &[Question], downs: [&Down; 2], ledger: &Ledger, start: Duration) {
    let lost: Vec<&Question> = questions
        .iter()
        .filter(|question| !question.answered)
        .collect();
    let of = |down: &Down| {
        lost.iter()
            .filter(|question| down.excuses(question))
            .count()
    };
    let while_down = |down: &Down| {
        questions
            .iter()
            .filter(|question| down.excuses(question))
            .count()
    };
    let [killed, stopped] = downs;
    let excused = of(killed) + of(stopped);
    let asked = questions.len();
    println!(
        "gateway: {PROCESSES} processes share {SHARDS} shards, ready {:.1} s after they started at once",
        start.as_secs_f64()
    );
    println!(
        "  sessions begun {}, turned away and begun later {}",
        ledger.sessions, ledger.turned_away
    );
    println!("  asked {asked}, answered {}", asked - lost.len());
    println!(
        "  lost {} of {} while the killed process was down for {:.1} s, {} of {} while the restarted one was for {:.1} s",
        of(killed),
        while_down(killed),
        (killed.until - killed.from).as_secs_f64(),
        of(stopped),
        while_down(stopped),
        (stopped.until - stopped.from).as_secs_f64(),
    );
    println!(
        "  lost elsewhere {}, answered twice {}, second answers refused {}",
        lost.len() - excused,
        ledger.twice(),
        ledger.refused
    );
    assert_eq!(
        lost.len(),
        excused,
        "lost by a process that was up: {lost:?}"
    );
    assert_eq!((ledger.twice(), ledger.refused), (0, 0), "given twice");
    assert!(
        asked > 100 && of(killed) > 0,
        "there was no load, or no kill"
    );
    assert!(
        ledger.answered() >= asked - lost.len(),
        "the record has every answer"
    );
}
