//! Too many questions: one sentence with the reason, then silence for messages and a private sentence for everything else.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, World, embed, is_private, text_of};

/// Questions that one person has in a minute.
const USER_PER_MINUTE: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_much_is_told_once_and_others_are_served() {
    let world = World::start("flood").await;
    let page = world.page();
    let mention = page.mention().await;
    // Presses and commands count as well as messages; two seconds bring one back, so a few more are needed than there are.
    for _ in 0..USER_PER_MINUTE {
        let fate = page.command(MINA, "help", json!({})).await;
        assert_eq!(fate["state"], "answered", "{fate}");
    }
    let mut told = Vec::new();
    let mut silent = 0;
    for _ in 0..USER_PER_MINUTE {
        let body = json!({
            "user": MINA.member, "channel": MINA.channel, "content": format!("{mention} 수출바우처"),
        });
        let answer = page.post("/messages?reply_ms=250", body).await;
        match answer["replies"][0].clone() {
            Value::Null => silent += 1,
            reply => told.push(text_of(&reply)),
        }
        if silent == 3 {
            break;
        }
    }
    assert_eq!(silent, 3, "{told:?}");
    let reasons = told.iter().filter(|text| text.contains("질문이 너무 잦아"));
    assert!(reasons.count() >= 1, "{told:?}");
    // An interaction is never dead.
    for _ in 0..3 {
        let fate = page.command(MINA, "exports", json!({ "year": 2022 })).await;
        assert_eq!(fate["state"], "answered", "{fate}");
        if text_of(&fate["message"]).contains("질문이 너무 잦아") {
            assert!(is_private(&fate["message"]));
        }
    }
    // Somebody else is answered as ever, suggestions too.
    let fate = page.command(ALEX, "exports", json!({ "year": 2022 })).await;
    assert_eq!(embed(&fate["message"])["title"], "Incheon exports in 2022");
    let suggestions = page.suggestions(MINA, "사업", "이름", "").await;
    assert!(!suggestions.is_empty());
    world.stop().await;
}
