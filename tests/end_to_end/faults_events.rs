//! Frames that are none, events that nobody knows, and those that come more than once or in another order.

use std::time::Duration;

use serde_json::{Value, json};

use crate::faults::{ask, assert_answered, assert_answered_once, assert_recovers, order, sent};
use crate::support::{ALEX, MINA, World, is_private, text_of};

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_nobody_understands_are_passed_over() {
    let world = World::start("faults_garbage").await;
    let page = world.page();
    let unknown = |op: i64| json!({ "op": op, "t": null, "s": null, "d": {} }).to_string();
    let event = |name: &str, d: Value| json!({ "op": 0, "t": name, "s": null, "d": d }).to_string();
    let interaction = |kind: u64| {
        event(
            "INTERACTION_CREATE",
            json!({
                "id": "1", "application_id": "2", "type": kind, "token": "t", "version": 1, "channel_id": "3",
                "locale": "ko", "entitlements": [], "attachment_size_limit": 1, "data": { "새": "것" },
            }),
        )
    };
    let frames = [
        String::new(),
        "{".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"수출\"".to_owned(),
        "{}".to_owned(),
        r#"{"op":"0"}"#.to_owned(),
        r#"{"op":0}"#.to_owned(),
        r#"{"op":0,"t":null,"s":null,"d":null}"#.to_owned(),
        r#"{"op":10,"d":null,"s":null,"t":null}"#.to_owned(),
        unknown(5),
        unknown(99),
        unknown(255),
        unknown(256),
        unknown(-1),
        event("새로운_일", json!({ "무엇": 1 })),
        event("VOICE_CHANNEL_EFFECT_SEND", json!([])),
        event("INTERACTION_CREATE", Value::Null),
        event("INTERACTION_CREATE", json!({ "id": "1" })),
        event("MESSAGE_CREATE", json!(7)),
        event("MESSAGE_DELETE", json!({})),
        event("GUILD_CREATE", json!({ "id": "0" })),
        event("READY", json!({})),
        interaction(6),
        interaction(99),
        "[".repeat(100_000),
        "수".repeat(300_000),
    ];
    for frame in frames {
        let shown: String = frame.chars().take(60).collect();
        order(page, json!({ "connections": { "text": frame } })).await;
        let asked = ask(page, MINA).await;
        assert_answered(page, &asked, &shown).await;
    }
    for bytes in [vec![], vec![0xff, 0xfe, 0x00], vec![0x78, 0x9c, 0x00]] {
        let shown = format!("{bytes:?}");
        order(page, json!({ "connections": { "bytes": bytes } })).await;
        let asked = ask(page, ALEX).await;
        assert_answered(page, &asked, &shown).await;
    }
    // A number that no event had: the session cannot be resumed from there, and a new one begins.
    let ahead = json!({ "op": 0, "t": "새로운_일", "s": 1_000_000, "d": {} }).to_string();
    order(page, json!({ "connections": { "text": ahead } })).await;
    page.post("/gateway", json!({ "action": "cut" })).await;
    assert_recovers(page, Duration::from_secs(5), "a number from the future").await;
    assert_answered_once(page, "after them all").await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_come_again_or_out_of_order_are_answered_once() {
    let world = World::start("faults_repeated").await;
    let page = world.page();
    let mention = page.mention().await;
    order(page, json!({ "events": { "copies": 3 } })).await;
    for place in [MINA, ALEX] {
        let asked = ask(page, place).await;
        assert_answered(page, &asked, "three times").await;
        let replies = page.say(place, &format!("{mention} 코트라"), 5_000).await;
        assert_eq!(replies.len(), 1, "{replies:?}");
    }
    assert_answered_once(page, "three times").await;

    order(page, json!({ "events": { "copies": 2, "reverse": 3 } })).await;
    let mut asked = Vec::new();
    for place in [MINA, ALEX, MINA] {
        asked.push(ask(page, place).await);
    }
    for interaction in &asked {
        assert_answered(page, interaction, "last first").await;
    }
    // The last number that was heard is not the highest, so that a resume brings again what was answered.
    page.post("/gateway", json!({ "action": "cut" })).await;
    order(page, json!({ "events": {} })).await;
    assert_recovers(page, Duration::from_secs(5), "last first, and a resume").await;
    assert_eq!(sent(page, 6).await, 1, "it was resumed");
    assert_answered_once(page, "last first, and a resume").await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_that_this_version_does_not_know_is_answered() {
    let world = World::start("faults_old_button").await;
    let page = world.page();
    for custom_id in ["v0:exports:2022", "예전 버전의 단추", "9999|show|voucher|"] {
        let old = json!({ "type": 2, "style": 2, "label": "예전", "custom_id": custom_id });
        let body = json!({
            "content": "예전 답", "components": [{ "type": 1, "components": [old] }],
        });
        let path = format!("/channels/{}/messages", MINA.channel);
        let message = page.as_bot("POST", &path, Some(body)).await;
        let fate = page.press(MINA, &message, custom_id, &[]).await;
        assert_eq!(fate["state"], "answered", "{custom_id}: {fate}");
        assert!(is_private(&fate["message"]), "{custom_id}: {fate}");
        assert!(!text_of(&fate["message"]).is_empty(), "{custom_id}: {fate}");
    }
    assert_answered_once(page, "an old button").await;
    world.stop().await;
}
