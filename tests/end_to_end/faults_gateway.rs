//! Connections that break, are closed, lead nowhere or die without a word.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use incheon_exports_bot::playground::Options;

use crate::binary::{Running, program};
use crate::faults::{
    ask, assert_answered, assert_answered_once, assert_recovers, clear, met, order, sent,
};
use crate::support::{ALEX, MINA, PATIENCE, Page, World};

/// Discord's opcodes for beginning a session and for going on with one.
const IDENTIFY: u64 = 2;
const RESUME: u64 = 6;

/// What Discord lets a bot wait between two new sessions.
const BETWEEN_SESSIONS: Duration = Duration::from_secs(5);

fn close(code: u16) -> Value {
    json!({ "action": "close", "code": code })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_while_a_connection_is_made_anew_is_answered_once() {
    let faults = [
        json!({ "action": "cut" }),
        json!({ "action": "reconnect" }),
        json!({ "action": "invalidate", "resumable": true }),
        close(4000),
        close(4001),
        close(4002),
        close(4005),
        close(4008),
    ];
    join_all(faults.into_iter().map(async |fault| {
        let world = World::start("faults_resumed").await;
        let page = world.page();
        let when = fault.to_string();
        for count in 1..=2 {
            let touched = page.post("/gateway", fault.clone()).await;
            assert_eq!(touched["connections"], 1, "{when}");
            for interaction in [ask(page, MINA).await, ask(page, ALEX).await] {
                assert_answered(page, &interaction, &when).await;
            }
            assert_recovers(page, Duration::ZERO, &when).await;
            assert_eq!(sent(page, RESUME).await, count, "{when}");
        }
        assert_eq!(sent(page, IDENTIFY).await, 1, "{when}");
        assert_answered_once(page, &when).await;
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_is_begun_anew() {
    let faults = [
        // Discord forgets the session with this one as well, and says so when it is to be resumed.
        close(1000),
        close(4003),
        close(4007),
        close(4009),
        json!({ "action": "invalidate", "resumable": false }),
    ];
    join_all(faults.into_iter().map(async |fault| {
        let world = World::start("faults_new_session").await;
        let page = world.page();
        // It is on its way when the session ends, and comes again where somebody resumes after all.
        let asked = ask(page, MINA).await;
        let touched = page.post("/gateway", fault.clone()).await;
        assert_eq!(touched["connections"], 1, "{fault}");
        assert_answered(page, &asked, &fault.to_string()).await;
        assert_recovers(page, BETWEEN_SESSIONS, &fault.to_string()).await;
        let resumes = usize::from(fault["code"] == 1000);
        assert_eq!(sent(page, RESUME).await, resumes, "{fault}");
        assert_eq!(sent(page, IDENTIFY).await, 2, "{fault}");
        assert_answered_once(page, &fault.to_string()).await;
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_whose_heartbeats_are_not_acknowledged_is_left_and_nothing_is_lost() {
    join_all(["no_acks", "dead"].map(async |fault| {
        let options = Options {
            heartbeat_interval: Duration::from_millis(400),
            ..Options::default()
        };
        let world = World::start_with("faults_zombie", options).await;
        let page = world.page();
        let mention = page.mention().await;
        order(page, json!({ "connections": fault })).await;
        let asked = ask(page, MINA).await;
        // A message is worth an answer for longer than a command.
        let replies = page.say(ALEX, &format!("{mention} KOTRA"), 10_000).await;
        assert_eq!(replies.len(), 1, "{fault}");
        assert_answered(page, &asked, fault).await;
        page.wait_until("the bot is back", |state| {
            state["applications"][0]["online"] == true
        })
        .await;
        assert_recovers(page, Duration::ZERO, fault).await;
        let deadline = std::time::Instant::now() + PATIENCE;
        while sent(page, RESUME).await == 0 {
            assert!(std::time::Instant::now() < deadline, "{fault}: no resume");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(sent(page, IDENTIFY).await, 1, "{fault}: it was resumed");
        assert_answered_once(page, fault).await;
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_lets_nobody_in_is_asked_with_pauses_and_found_when_it_does() {
    let faults = ["hang_up", "drop", "silence", "no_hello", "no_answer"];
    join_all(faults.map(async |how| {
        let world = World::start("faults_handshake").await;
        let page = world.page();
        order(
            page,
            json!({ "handshake": { "how": how, "times": 1_000_000 } }),
        )
        .await;
        page.post("/gateway", json!({ "action": "cut" })).await;
        tokio::time::sleep(Duration::from_secs(4)).await;
        let attempts = met(page, "handshakes").await;
        // A few at once, where a server answers at all; without pauses there would be thousands.
        assert!((1..=40).contains(&attempts), "{how}: {attempts} in 4 s");
        // It is worst where the next attempt was begun a moment ago.
        wait_for_handshakes(page, attempts + 1).await;
        clear(page).await;
        assert_recovers(page, Duration::ZERO, how).await;
        assert_answered_once(page, how).await;
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_asked_for_and_never_begins_is_asked_for_again() {
    let mut world = World::without_bot("faults_no_ready", Options::default()).await;
    order(
        world.page(),
        json!({ "handshake": { "how": "no_answer", "times": 1 } }),
    )
    .await;
    world.start_bot();
    let page = world.page();
    wait_for_handshakes(page, 1).await;
    page.wait_until("the bot is there", |state| {
        state["applications"][0]["online"] == true
    })
    .await;
    let mention = page.mention().await;
    let replies = page.say(MINA, &format!("{mention} 코트라"), 10_000).await;
    assert_eq!(replies.len(), 1, "{replies:?}");
    assert_eq!(sent(page, IDENTIFY).await, 2);
    page.wait_for_commands().await;
    assert_recovers(page, Duration::ZERO, "the second session began").await;
    assert_answered_once(page, "after both").await;
    world.stop().await;
}

/// Waits until a handshake met the fault that was ordered, so many times in all.
async fn wait_for_handshakes(page: &Page, count: u64) {
    let deadline = std::time::Instant::now() + PATIENCE;
    while met(page, "handshakes").await < count {
        assert!(std::time::Instant::now() < deadline, "no handshake");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn close_codes_that_nothing_can_change_end_the_program_each_with_its_exit_code() {
    let codes = [
        (4004, 77),
        (4010, 70),
        (4011, 70),
        (4012, 70),
        (4013, 76),
        (4014, 76),
    ];
    join_all(codes.map(async |(close_code, exit_code)| {
        let world = World::without_bot("faults_fatal", Options::default()).await;
        let page = world.page();
        let mut bot = bot_in(page);
        page.wait_for_commands().await;
        page.post("/gateway", close(close_code)).await;
        let deadline = std::time::Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = bot.0.try_wait().expect("a child can be waited for") {
                break status;
            }
            let waiting = std::time::Instant::now() < deadline;
            assert!(waiting, "close code {close_code} does not end it");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        assert_eq!(status.code(), Some(exit_code), "close code {close_code}");
        assert_eq!(sent(page, IDENTIFY).await, 1, "close code {close_code}");
        world.stop().await;
    }))
    .await;
}

/// The bot in a process of its own, which says nothing.
fn bot_in(page: &Page) -> Running {
    let child = program()
        .args(["run", "--api-base", page.root()])
        .env("DISCORD_TOKEN", "a.bot.of-its-own")
        .stderr(std::process::Stdio::null())
        .spawn();
    Running(child.expect("the program starts"))
}
