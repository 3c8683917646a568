//! The connection: what comes over it can be read, and it goes nowhere but where it was sent.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use serenity::all::GatewayEvent;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use incheon_exports_bot::playground::Options;

use crate::support::{ALEX, MINA, World, embed};

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_resume_host_is_never_used() {
    let options = Options {
        resume_gateway_url: Some("wss://gateway.fictional.invalid".to_owned()),
        ..Options::default()
    };
    let world = World::start_with("foreign_resume_host", options).await;
    let page = world.page();
    for action in [json!({ "action": "cut" }), json!({ "action": "reconnect" })] {
        let touched = page.post("/gateway", action.clone()).await;
        assert_eq!(touched["connections"], 1, "{action}");
        page.wait_until("the bot is back", |state| {
            state["applications"][0]["online"] == true
        })
        .await;
        let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
        assert_eq!(
            embed(&fate["message"])["title"],
            "2022년 인천 수출액",
            "after {action}"
        );
    }
    let wire = page.wire().await;
    let resumes = wire
        .iter()
        .filter(|entry| entry["direction"] == "from_bot" && entry["frame"]["op"] == 6)
        .count();
    assert!(
        resumes >= 2,
        "the session was resumed here, {resumes} times"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_frame_of_the_playground_decodes_in_serenitys_types() {
    let world = World::start("frames").await;
    let page = world.page();
    let mention = page.mention().await;
    page.say(MINA, &format!("{mention} 코트라"), 5_000).await;
    let channel = page.direct_channel(ALEX.member).await;
    let body = json!({ "user": ALEX.member, "channel": channel, "content": "voucher" });
    page.post("/messages?reply_ms=5000", body).await;
    page.suggestions(MINA, "사업", "이름", "수ㅊ").await;
    page.command(
        MINA,
        "질문",
        json!({ "질문내용": "시장개척단", "비공개": true }),
    )
    .await;
    let fate = page.command(ALEX, "partners", json!({})).await;
    let list = &fate["message"];
    page.press(ALEX, list, crate::support::custom_ids(list)[0], &["itp"])
        .await;
    let wire = page.wire().await;
    let mut seen = std::collections::BTreeSet::new();
    for entry in wire.iter().filter(|entry| entry["direction"] == "to_bot") {
        let frame = &entry["frame"];
        assert_decodes(frame);
        seen.insert(frame["t"].as_str().unwrap_or_default().to_owned());
    }
    for expected in [
        "READY",
        "GUILD_CREATE",
        "MESSAGE_CREATE",
        "INTERACTION_CREATE",
    ] {
        assert!(seen.contains(expected), "{expected} was seen: {seen:?}");
    }
    world.stop().await;
}

fn assert_decodes(frame: &Value) {
    let event: GatewayEvent =
        serde_json::from_value(frame.clone()).unwrap_or_else(|error| panic!("{error}: {frame}"));
    if let GatewayEvent::Dispatch(_, serenity::all::Event::Unknown(_)) = event {
        panic!("serenity makes nothing of {frame}");
    }
}

/// What carries no event: HELLO, acknowledgements, and what the server asks for. The record of the wire leaves the first
/// two out, so another bot listens for itself.
#[tokio::test(flavor = "multi_thread")]
async fn every_frame_without_an_event_decodes_as_well() {
    const HEARTBEAT: u64 = 1;
    const RECONNECT: u64 = 7;
    const INVALID_SESSION: u64 = 9;
    const HELLO: u64 = 10;
    const HEARTBEAT_ACK: u64 = 11;
    let world = World::start("opcodes").await;
    let page = world.page();
    let address = page.get("/state").await["api_base"]
        .as_str()
        .expect("an address")
        .replacen("http", "ws", 1);
    let (mut socket, _) = connect_async(format!("{address}/gateway?v=10&encoding=json"))
        .await
        .expect("a gateway");
    let identify = json!({ "op": 2, "d": {
        "token": "another.bot.altogether", "intents": 0,
        "properties": { "os": "linux", "browser": "test", "device": "test" },
    }});
    for sent in [identify, json!({ "op": HEARTBEAT, "d": null })] {
        let sent = Message::text(sent.to_string());
        socket.send(sent).await.expect("the gateway listens");
    }
    let mut missing = vec![HELLO, HEARTBEAT_ACK, HEARTBEAT, RECONNECT, INVALID_SESSION];
    let mut ready = false;
    while !missing.is_empty() {
        let frame = tokio::time::timeout(crate::support::PATIENCE, socket.next()).await;
        let frame = frame
            .expect("a frame in time")
            .expect("the connection holds");
        let Message::Text(text) = frame.expect("a frame") else {
            continue;
        };
        let frame: Value = serde_json::from_str(&text).expect("a frame is JSON");
        assert_decodes(&frame);
        missing.retain(|&op| frame["op"] != op);
        if frame["t"] == "READY" && !ready {
            ready = true;
            for action in [
                json!({ "action": "heartbeat" }),
                json!({ "action": "reconnect" }),
                json!({ "action": "invalidate", "resumable": true }),
            ] {
                page.post("/gateway", action).await;
            }
        }
    }
    world.stop().await;
}
