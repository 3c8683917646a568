//! What the program itself meets: a log that takes nothing, a Discord that is away, a stop before there was a connection.

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};

use incheon_exports_bot::playground::Options;

use crate::binary::{Running, program, terminate};
use crate::faults::{
    ask, assert_answered, assert_answered_once, assert_recovers, met, order, order_calls,
};
use crate::support::{ALEX, MINA, PATIENCE, Page, World};

/// The bot in a process of its own, with its log going to `sink`.
fn bot_in(page: &Page, sink: impl Into<Stdio>) -> Running {
    let child = program()
        .args(["run", "--api-base", page.root()])
        .env("DISCORD_TOKEN", "a.bot.of-its-own")
        .env("BOT_LOG", "trace")
        .stdout(full())
        .stderr(sink)
        .spawn();
    Running(child.expect("the program starts"))
}

/// A device that takes nothing: every write to it fails for want of space.
fn full() -> File {
    let opened = File::options().write(true).open("/dev/full");
    opened.expect("the system has one")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_takes_nothing_costs_no_answer() {
    let world = World::without_bot("faults_full_log", Options::default()).await;
    let page = world.page();
    let mut bot = bot_in(page, full());
    page.wait_for_commands().await;
    let mention = page.mention().await;
    for place in [MINA, ALEX] {
        let asked = ask(page, place).await;
        assert_answered(page, &asked, "with a full log").await;
        let replies = page.say(place, &format!("{mention} 코트라"), 5_000).await;
        assert_eq!(replies.len(), 1);
    }
    page.post("/gateway", json!({ "action": "cut" })).await;
    assert_recovers(page, Duration::ZERO, "with a full log").await;
    assert_answered_once(page, "with a full log").await;
    terminate(&mut bot);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_nobody_reads_costs_no_answer_and_tells_what_it_lacks() {
    let world = World::without_bot("faults_unread_log", Options::default()).await;
    let page = world.page();
    let (mut reader, mut writer) = std::io::pipe().expect("a pipe");
    // It holds 64 KB; a few lines have room now.
    let full = "x".repeat(62_000);
    writeln!(writer, "{full}").expect("there is room for that");
    let mut bot = bot_in(page, writer);
    page.wait_for_commands().await;
    for number in 0..40 {
        let asked = ask(page, if number % 2 == 0 { MINA } else { ALEX }).await;
        assert_answered(page, &asked, "with a log that nobody reads").await;
    }
    let reading = std::thread::spawn(move || {
        let mut log = String::new();
        reader.read_to_string(&mut log).expect("the log is text");
        log
    });
    let asked = ask(page, MINA).await;
    assert_answered(page, &asked, "with a log that is read again").await;
    assert_answered_once(page, "with a log that nobody read").await;
    terminate(&mut bot);
    let log = reading.join().expect("the log was read");
    let notice = log.lines().find(|line| line.contains("lacks lines"));
    let notice: Value = serde_json::from_str(notice.expect("it tells")).expect("JSON");
    assert!(notice["count"].as_u64() > Some(0), "{notice}");
    world.stop().await;
}

#[test]
fn a_mistake_has_its_exit_code_also_where_nobody_can_be_told() {
    for (arguments, variables, code) in [
        (&["run"][..], &[][..], 78),
        (&["check"], &[("BOT_LANGUAGE", "fr")], 78),
        (&["check", "--data", "no/such/folder"], &[], 65),
        // What was asked for cannot be written down.
        (&["check"], &[], 74),
        (&["ask", "수출바우처"], &[], 74),
    ] {
        let status = program()
            .args(arguments)
            .envs(variables.iter().copied())
            .stdout(full())
            .stderr(full())
            .status();
        let status = status.expect("the program runs");
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

/// How long Discord is away; `AWAY_SECONDS=60` makes it the minute of an outage that people notice, on the same way.
fn away() -> Duration {
    let seconds = std::env::var("AWAY_SECONDS").ok();
    Duration::from_secs(seconds.and_then(|text| text.parse().ok()).unwrap_or(4))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discord_that_was_away_is_found_again() {
    let world = World::start("faults_away").await;
    let page = world.page();
    // Asked, and not answered when the connections break.
    let slow =
        json!({ "method": "POST", "path": "/callback", "how": { "slow": { "before_ms": 500 } } });
    order(page, json!({ "call": slow })).await;
    let asked = ask(page, MINA).await;
    order(page, json!({ "away": { "ms": 800 } })).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    wait_until_it_is_back(page).await;
    assert_answered(page, &asked, "asked before a short break").await;
    assert_recovers(page, Duration::ZERO, "after a short break").await;

    order(page, json!({ "away": { "ms": away().as_millis() as u64 } })).await;
    tokio::time::sleep(away()).await;
    wait_until_it_is_back(page).await;
    assert_recovers(page, Duration::ZERO, &format!("after {:?}", away())).await;
    assert_answered_once(page, "after both").await;
    world.stop().await;
}

async fn wait_until_it_is_back(page: &Page) {
    let deadline = Instant::now() + PATIENCE;
    while reqwest::get(format!("{}/playground/api/state", page.root()))
        .await
        .is_err()
    {
        assert!(Instant::now() < deadline, "the playground stays away");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_takes_less_than_ten_seconds_also_before_there_was_a_connection_or_an_answer() {
    // The last one gets in, and what it says to a message is never heard.
    join_all(
        ["hang_up", "silence", "no_hello", "unheard"].map(async |how| {
            let world = World::without_bot("faults_stop", Options::default()).await;
            let page = world.page();
            let gets_in = how == "unheard";
            if gets_in {
                let slow = json!({ "slow": { "before_ms": 60_000 } });
                order_calls(page, "POST", "/messages", 100, &slow).await;
            } else {
                let fault = json!({ "handshake": { "how": how, "times": 1_000_000 } });
                order(page, fault).await;
            }
            let mut bot = bot_in(page, Stdio::null());
            if gets_in {
                page.wait_for_commands().await;
                let mention = page.mention().await;
                page.write(MINA, &format!("{mention} 코트라")).await;
            }
            let deadline = Instant::now() + PATIENCE;
            let kind = if gets_in { "calls" } else { "handshakes" };
            while met(page, kind).await == 0 {
                assert!(Instant::now() < deadline, "{how}: it never gets there");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let began = Instant::now();
            tokio::task::spawn_blocking(move || terminate(&mut bot))
                .await
                .expect("it stops in good order");
            let took = began.elapsed();
            assert!(took < Duration::from_secs(10), "{how}: {took:?}");
            world.stop().await;
        }),
    )
    .await;
}
