//! The connection: what comes over it can be read, and it goes nowhere but where it was sent.

use serde_json::json;
use serenity::all::GatewayEvent;

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
        let event: GatewayEvent = serde_json::from_value(frame.clone())
            .unwrap_or_else(|error| panic!("{error}: {frame}"));
        if let GatewayEvent::Dispatch(_, serenity::all::Event::Unknown(_)) = event {
            panic!("serenity makes nothing of {frame}");
        }
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
