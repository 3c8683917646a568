//! Calls that are slow, break, are limited or fail on Discord's side: what is tried again, and what is not.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};

use incheon_exports_bot::playground::Options;

use crate::faults::{
    ask, assert_answered, assert_answered_once, assert_recovers, clear, fate, met, order,
    order_calls,
};
use crate::support::{ALEX, MINA, PATIENCE, Page, Place, World, embed};

fn rate_limit(retry_after: f64, scope: &str) -> Value {
    json!({ "rate_limit": { "retry_after": retry_after, "scope": scope } })
}

fn reset(carried_out: bool) -> Value {
    json!({ "reset": { "carried_out": carried_out } })
}

/// What a call can meet and yet be carried out within three seconds.
fn passing() -> Vec<Value> {
    vec![
        json!({ "status": 500 }),
        json!({ "status": 502 }),
        json!({ "status": 503 }),
        rate_limit(0.4, "user"),
        rate_limit(0.4, "shared"),
        rate_limit(0.4, "global"),
        // It says whole seconds only.
        rate_limit(1.0, "edge"),
        reset(false),
        reset(true),
        json!({ "slow": { "before_ms": 600 } }),
        json!({ "slow": { "after_ms": 1_500 } }),
        json!({ "slow": { "before_ms": 600, "after_ms": 1_500 } }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_faults_on_callbacks_costs_no_answer_and_gives_none_twice() {
    let world = World::start("faults_callbacks").await;
    let page = world.page();
    for how in passing() {
        let before = met(page, "calls").await;
        order_calls(page, "POST", "/callback", 4, &how).await;
        let mut asked = Vec::new();
        for place in [MINA, ALEX, MINA, ALEX] {
            asked.push(ask(page, place).await);
        }
        for interaction in &asked {
            assert_answered(page, interaction, &how.to_string()).await;
        }
        assert_eq!(met(page, "calls").await, before + 4, "{how}");
        clear(page).await;
    }
    assert_answered_once(page, "after them all").await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_never_gets_through_is_given_up_and_the_next_question_is_answered() {
    let faults = [
        json!({ "status": 502 }),
        reset(false),
        json!({ "slow": { "before_ms": 60_000 } }),
        rate_limit(60.0, "user"),
    ];
    join_all(faults.into_iter().map(async |how| {
        let world = World::start("faults_given_up").await;
        let page = world.page();
        order_calls(page, "POST", "/callback", 1_000, &how).await;
        let asked = ask(page, MINA).await;
        assert_eq!(fate(page, &asked).await["state"], "failed", "{how}");
        let attempts = met(page, "calls").await;
        assert!((1..=30).contains(&attempts), "{how}: {attempts} attempts");
        clear(page).await;
        assert_recovers(page, Duration::ZERO, &how.to_string()).await;
        assert_answered_once(page, &how.to_string()).await;
        world.stop().await;
    }))
    .await;
}

/// The calls to callbacks so far.
async fn callbacks(page: &Page) -> usize {
    let wire = page.wire().await;
    let of_callback = |entry: &&Value| {
        let path = entry["path"].as_str();
        path.is_some_and(|path| path.ends_with("/callback"))
    };
    wire.iter().filter(of_callback).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_tried_once_and_the_next_letter_gets_its_own() {
    let world = World::start("faults_suggestions").await;
    let page = world.page();
    for how in [
        json!({ "status": 502 }),
        rate_limit(0.2, "user"),
        reset(true),
    ] {
        let before = callbacks(page).await;
        order_calls(page, "POST", "/callback", 1, &how).await;
        let body = json!({
            "user": MINA.member, "channel": MINA.channel, "command": "사업",
            "options": { "이름": "수" }, "focused": "이름",
        });
        page.post("/autocomplete?wait=none", body).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(callbacks(page).await, before + 1, "{how}");
        let choices = page.suggestions(MINA, "사업", "이름", "수출").await;
        assert!(!choices.is_empty(), "{how}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_a_message_is_posted_once_whatever_its_call_meets() {
    let tasks = passing()
        .into_iter()
        .enumerate()
        .map(async |(number, how)| {
            let world = World::start("faults_replies").await;
            let page = world.page();
            let mention = page.mention().await;
            let path = format!("/channels/{}/messages", MINA.channel);
            order_calls(page, "POST", &path, 2, &how).await;
            let place = if number % 2 == 0 {
                MINA
            } else {
                in_minas_channel()
            };
            let question = page.write(place, &format!("{mention} 코트라")).await;
            page.wait_for(MINA, &format!("a reply after {how}"), |messages| {
                messages
                    .iter()
                    .any(|message| message["message_reference"]["message_id"] == question["id"])
            })
            .await;
            assert_answered_once(page, &how.to_string()).await;
            clear(page).await;
            assert_recovers(page, Duration::ZERO, &how.to_string()).await;
            world.stop().await;
        });
    join_all(tasks).await;
}

/// The other member in the Korean channel.
const fn in_minas_channel() -> Place<'static> {
    Place {
        member: ALEX.member,
        channel: MINA.channel,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_cannot_be_registered_at_first_are_registered_later() {
    let faults = [
        ("GET", 3, json!({ "status": 500 })),
        ("POST", 3, json!({ "status": 502 })),
        ("POST", 2, json!({ "status": 503 })),
        ("GET", 2, rate_limit(1.0, "user")),
        ("POST", 2, rate_limit(0.5, "global")),
        ("POST", 2, rate_limit(0.5, "shared")),
        ("POST", 1, rate_limit(1.0, "edge")),
        ("GET", 1, reset(false)),
        ("POST", 1, reset(true)),
        ("GET", 1, json!({ "slow": { "before_ms": 6_000 } })),
        // Somebody has to do something about a refusal, so it is tried again after up to ten seconds.
        ("GET", 1, json!({ "status": 403 })),
        ("POST", 1, json!({ "status": 400 })),
    ];
    join_all(faults.into_iter().map(async |(method, times, how)| {
        let mut world = World::without_bot("faults_registration", Options::default()).await;
        order_calls(world.page(), method, "/commands", times, &how).await;
        world.start_bot();
        let page = world.page();
        page.wait_until("the bot is there", |state| {
            state["applications"][0]["online"] == true
        })
        .await;
        // Whoever mentions it does not wait for the commands.
        let mention = page.mention().await;
        let replies = page.say(MINA, &format!("{mention} 코트라"), 10_000).await;
        assert_eq!(replies.len(), 1, "{method} {how}");
        page.wait_for_commands().await;
        assert_recovers(page, Duration::ZERO, &how.to_string()).await;
        assert_eq!(met(page, "calls").await, u64::from(times), "{method} {how}");
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_that_does_not_say_where_its_gateway_is_is_asked_again() {
    let faults = [
        (4, json!({ "status": 503 })),
        (2, rate_limit(1.0, "global")),
        (1, reset(false)),
    ];
    join_all(faults.into_iter().map(async |(times, how)| {
        let mut world = World::without_bot("faults_no_gateway", Options::default()).await;
        order_calls(world.page(), "GET", "/gateway", times, &how).await;
        world.start_bot();
        world.page().wait_for_commands().await;
        assert_recovers(world.page(), Duration::ZERO, &how.to_string()).await;
        world.stop().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channels_bucket_is_waited_for_before_it_refuses_and_holds_back_no_other_channel() {
    let world = World::start("faults_bucket").await;
    let page = world.page();
    let mention = page.mention().await;
    let bucket = json!({ "method": "POST", "path": "/messages", "limit": 2, "window_ms": 2_000 });
    order(page, json!({ "bucket": bucket })).await;
    let question = format!("{mention} 코트라");
    // Its reply is seen before the bot has heard of it, and of the bucket. What follows an edit, it does after that.
    let first = page.write(MINA, &question).await;
    let reply_says = async |title: &str| {
        page.wait_for(MINA, title, |messages| {
            messages.iter().any(|message| {
                message["message_reference"]["message_id"] == first["id"]
                    && embed(message)["title"] == title
            })
        })
        .await;
    };
    reply_says("코트라 인천지원단").await;
    page.edit(MINA.member, &first, &format!("{mention} 수출 바우처"))
        .await;
    reply_says("수출 바우처").await;
    for _ in 0..5 {
        page.write(MINA, &question).await;
    }
    // Beside the five that wait, another channel and all commands are answered at once.
    let began = Instant::now();
    let replies = page.say(ALEX, &format!("{mention} KOTRA"), 5_000).await;
    assert_eq!(replies.len(), 1);
    let asked = ask(page, MINA).await;
    assert_answered(page, &asked, "beside a closed bucket").await;
    let waiting = began.elapsed() < Duration::from_secs(1);
    let replied = async || {
        let messages = page.messages(MINA).await;
        let is_reply = |message: &&Value| message["message_reference"]["message_id"].is_string();
        messages.iter().filter(is_reply).count()
    };
    if waiting {
        assert!(replied().await < 6, "the bucket holds back");
    }
    let deadline = Instant::now() + PATIENCE;
    while replied().await < 6 {
        assert!(Instant::now() < deadline, "{} of 6", replied().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Five at once into a bucket of two would meet three refusals and more.
    assert_eq!(met(page, "limited").await, 0, "Discord had to refuse");
    assert_answered_once(page, "with a bucket").await;
    world.stop().await;
}
