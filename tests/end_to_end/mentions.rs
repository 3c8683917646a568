//! Mentions: where they count, what follows an edit or a deletion of them, and what an ambiguous one offers.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Page, Place, World, button, embed, text_of};

/// A thread and a forum post of the Korean server.
const ELSEWHERE: [Place; 2] = [
    Place {
        channel: "300000000000000004",
        ..MINA
    },
    Place {
        channel: "300000000000000006",
        ..MINA
    },
];

/// Writes a message, waits for the reply to it, and gives both.
async fn ask(page: &Page, place: Place<'_>, content: &str) -> (Value, Value) {
    let replies = page.say(place, content, 5_000).await;
    let [reply] = replies.as_slice() else {
        panic!("{content:?} got {} replies", replies.len());
    };
    let question = json!({ "id": reply["message_reference"]["message_id"] });
    (question, reply.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_follows_an_edit_of_its_question() {
    let world = World::start("edited").await;
    let page = world.page();
    let mention = page.mention().await;
    let (question, reply) = ask(page, MINA, &format!("{mention} 2022년 수출액")).await;
    page.edit(MINA.member, &question, &format!("{mention} 수출바우처"))
        .await;
    let shows = |title: &'static str| {
        let id = reply["id"].clone();
        move |messages: &[Value]| {
            let stands = messages.iter().find(|message| message["id"] == id);
            messages.len() == 2 && stands.is_some_and(|reply| embed(reply)["title"] == title)
        }
    };
    page.wait_for(MINA, "the reply follows", shows("수출 바우처"))
        .await;
    // Its buttons still know who asked.
    let messages = page.messages(MINA).await;
    let standing = &messages[1];
    let pressed = page
        .press(MINA, standing, button(standing, "English"), &[])
        .await;
    assert_eq!(pressed["response_type"], 7, "{pressed}");
    // Without the mention the edit cannot be read: the reply stays, in the language that was chosen.
    page.edit(MINA.member, &question, "반도체").await;
    let (_, other) = ask(page, MINA, &format!("{mention} 2021년 수출액")).await;
    assert!(
        text_of(&other).contains("약 459억 달러"),
        "the bot was here since"
    );
    let messages = page.messages(MINA).await;
    assert_eq!(embed(&messages[1])["title"], "Export Voucher");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_goes_with_its_question() {
    let world = World::start("deleted").await;
    let page = world.page();
    let mention = page.mention().await;
    let direct = page.direct_channel(ALEX.member).await;
    let (question, _) = ask(page, MINA, &format!("{mention} 코트라")).await;
    let (kept, _) = ask(page, MINA, &format!("{mention} 반도체 수출액")).await;
    page.delete(MINA.member, &question).await;
    page.wait_for(MINA, "the reply is gone", |messages| {
        messages.len() == 2 && messages[0]["id"] == kept["id"]
    })
    .await;
    // Deleted and edited before the answer can have arrived: whatever comes first, nothing is left behind.
    let body = json!({ "user": ALEX.member, "channel": direct, "content": "voucher" });
    let mut said = page.post("/messages", body).await;
    let question = said["message"].take();
    page.edit(ALEX.member, &question, "what about KOTRA?").await;
    page.delete(ALEX.member, &question).await;
    let body = json!({ "user": ALEX.member, "channel": direct, "content": "logistics costs" });
    page.post("/messages?reply_ms=5000", body).await;
    let seen = format!("/channels/{direct}/messages?user={}", ALEX.member);
    let messages = page.get(&seen).await;
    let left = messages["messages"].as_array().map(Vec::len);
    assert_eq!(left, Some(2), "{messages}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_direct_messages_every_button_is_the_askers() {
    let world = World::start("direct_buttons").await;
    let page = world.page();
    let direct = page.direct_channel(MINA.member).await;
    let registered = page.command_id("program").await;
    let body = json!({ "user": MINA.member, "channel": direct, "content": "전시회" });
    let said = page.post("/messages?reply_ms=5000", body).await;
    let choice = &said["replies"][0];
    for (label, title) in [
        ("English", "Which one do you mean?"),
        ("한국어", "어느 것을 찾으시나요?"),
        ("해외 전시회 참가", "해외 유명 전시(박람)회 참가 지원"),
    ] {
        let seen = format!("/channels/{direct}/messages?user={}", MINA.member);
        let stands = page.get(&seen).await["messages"][1].take();
        let fate = page.press(MINA, &stands, button(&stands, label), &[]).await;
        assert_eq!(fate["response_type"], 7, "{label}: {fate}");
        assert_eq!(fate["message"]["id"], choice["id"]);
        assert_eq!(embed(&fate["message"])["title"], title);
        let clickable = text_of(&fate["message"]).matches(&registered).count();
        let expected = if label == "해외 전시회 참가" {
            0
        } else {
            3
        };
        assert_eq!(clickable, expected, "commands to press after {label}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_answers_in_threads_and_forum_posts() {
    let world = World::start("threads").await;
    let page = world.page();
    let mention = page.mention().await;
    for place in ELSEWHERE {
        let (_, reply) = ask(page, place, &format!("{mention} 수출바우처가 뭐예요?")).await;
        assert_eq!(embed(&reply)["title"], "수출 바우처", "{place:?}");
        assert_eq!(reply["channel_id"], place.channel);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_mentions_the_role_is_told_to_mention_the_bot() {
    let world = World::start("role").await;
    let page = world.page();
    let mention = page.mention().await;
    let state = page.get("/state").await;
    let roles = state["applications"][0]["roles"].clone();
    let role = roles[0].as_str().expect("the bot has a role");
    let (_, reply) = ask(page, MINA, &format!("<@&{role}> 수출바우처가 뭐예요?")).await;
    let text = text_of(&reply);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].contains("저를 직접 멘션해 주세요"), "{text}");
    assert!(lines[1].contains("mention me myself"), "{text}");
    assert_eq!(lines[2], mention, "the mention to use");
    // With the bot's own mention beside it the text comes along.
    let both = format!("<@&{role}> {mention} 수출바우처가 뭐예요?");
    let (_, reply) = ask(page, MINA, &both).await;
    assert_eq!(embed(&reply)["title"], "수출 바우처");
    // The role of another server, and roles that are not the bot's, are none of its business.
    let theirs = state["guilds"][0]["roles"][0]["id"]
        .as_str()
        .expect("a role");
    for other in [theirs, roles[1].as_str().expect("another role")] {
        let replies = page.say(MINA, &format!("<@&{other}> 수출"), 300).await;
        assert_eq!(replies, Vec::<Value>::new(), "{other}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_pings_the_bot_is_no_question() {
    let world = World::start("ping").await;
    let page = world.page();
    let mention = page.mention().await;
    let (_, reply) = ask(page, MINA, &format!("{mention} 수출바우처")).await;
    let body = json!({
        "user": ALEX.member, "channel": MINA.channel, "content": "고마워요, 수출 잘 될까요?", "reply_to": reply["id"],
    });
    let answer = page.post("/messages?reply_ms=300", body).await;
    assert_eq!(answer["message"]["mentions"][0]["bot"], true, "it pings");
    assert_eq!(answer["replies"], json!([]));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_mention_gets_three_lines_in_each_language() {
    let world = World::start("bare").await;
    let page = world.page();
    let mention = page.mention().await;
    let (_, reply) = ask(page, ALEX, &mention).await;
    let text = text_of(&reply);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 6, "{text}");
    let korean = lines
        .iter()
        .filter(|line| line.contains("니다") || line.contains("세요"));
    assert!(korean.count() >= 2 && text.contains("Mention me"), "{text}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ambiguous_mention_lists_up_to_three_with_commands_to_press() {
    let world = World::start("ambiguous").await;
    let page = world.page();
    let mention = page.mention().await;
    let registered = page.command_id("program").await;
    let (_, reply) = ask(page, MINA, &format!("{mention} 전시회")).await;
    assert_eq!(embed(&reply)["title"], "어느 것을 찾으시나요?");
    let text = text_of(&reply);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(
        lines.len(),
        3,
        "there are more, which would be in the way: {text}"
    );
    assert_eq!(
        lines[0],
        format!("- 해외 유명 전시(박람)회 참가 지원 </program:{registered}>")
    );
    let picked = page
        .press(MINA, &reply, button(&reply, "해외 전시회 참가"), &[])
        .await;
    assert_eq!(picked["response_type"], 7, "the same message answers");
    assert_eq!(picked["message"]["id"], reply["id"]);
    world.stop().await;
}
