//! Mentions: where they count, what follows an edit or a deletion of them, and what an ambiguous one offers.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Page, Place, World, button, embed, text_of};

/// A thread, a forum post and the chat of a voice channel of the Korean server, each with its type.
const ELSEWHERE: [(Place, u64); 3] = [
    (in_channel("300000000000000004"), 11),
    (in_channel("300000000000000006"), 11),
    (in_channel("300000000000000007"), 2),
];

const fn in_channel(channel: &'static str) -> Place<'static> {
    Place { channel, ..MINA }
}

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
async fn replies_go_with_questions_that_are_deleted_many_at_once() {
    let world = World::start("purged").await;
    let page = world.page();
    let mention = page.mention().await;
    let mut purged = Vec::new();
    for content in ["코트라", "수출바우처", "2022년 수출액"] {
        purged.push(ask(page, MINA, &format!("{mention} {content}")).await.0["id"].take());
    }
    let (_, kept) = ask(page, MINA, &format!("{mention} 반도체 수출액")).await;
    purged.push(page.write(MINA, "질문이 아닌 글").await["id"].take());
    let body = json!({ "user": MINA.member, "channel": MINA.channel, "messages": purged });
    let answer = page.post("/messages/purge", body).await;
    assert_eq!(answer["deleted"], json!(purged));
    page.wait_for(MINA, "the replies are gone", |messages| {
        messages.len() == 2 && messages[1]["id"] == kept["id"]
    })
    .await;
    let wire = page.wire().await;
    let event = |name: &str| {
        let told = wire.iter().filter(|entry| entry["frame"]["t"] == name);
        told.count()
    };
    assert_eq!(event("MESSAGE_DELETE_BULK"), 1);
    assert_eq!(event("MESSAGE_DELETE"), 3, "the bot's own, one by one");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_that_an_edit_brings_is_answered_once() {
    let world = World::start("edited_in").await;
    let page = world.page();
    let mention = page.mention().await;
    let question = page.write(MINA, "수출바우처가 뭐예요?").await;
    page.edit(MINA.member, &question, "수출바우처가 뭐예요? 아시는 분?")
        .await;
    let asked = format!("{mention} 수출바우처가 뭐예요?");
    page.edit(MINA.member, &question, &asked).await;
    let shows = |title: &'static str| {
        let question = question["id"].clone();
        move |messages: &[Value]| {
            let [asked, reply] = messages else {
                return false;
            };
            asked["id"] == question
                && reply["message_reference"]["message_id"] == question
                && embed(reply)["title"] == title
        }
    };
    page.wait_for(MINA, "the question is answered", shows("수출 바우처"))
        .await;
    // From here on it is a question like any other: the same again changes nothing, another one is followed.
    page.edit(MINA.member, &question, &asked).await;
    page.edit(MINA.member, &question, &format!("{mention} 코트라"))
        .await;
    page.wait_for(MINA, "the reply follows", shows("코트라 인천지원단"))
        .await;
    page.delete(MINA.member, &question).await;
    page.wait_for(MINA, "the reply is gone", <[Value]>::is_empty)
        .await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_an_earlier_run_is_not_answered_again_when_it_is_edited() {
    let mut world = World::start("edited_after_restart").await;
    let page = world.page();
    let mention = page.mention().await;
    let (question, _) = ask(page, MINA, &format!("{mention} 코트라")).await;
    world.restart_bot().await;
    let page = world.page();
    page.edit(MINA.member, &question, &format!("{mention} 수출바우처"))
        .await;
    // What is asked after it is answered after it.
    let (_, reply) = ask(page, MINA, &format!("{mention} 반도체 수출액")).await;
    let messages = page.messages(MINA).await;
    assert_eq!(messages.len(), 4, "{messages:#?}");
    assert_eq!(embed(&messages[1])["title"], "코트라 인천지원단");
    assert_eq!(messages[3]["id"], reply["id"]);
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
async fn the_bot_answers_in_threads_forum_posts_and_voice_chat() {
    let world = World::start("threads").await;
    let page = world.page();
    let mention = page.mention().await;
    for (place, kind) in ELSEWHERE {
        let (_, reply) = ask(page, place, &format!("{mention} 수출바우처가 뭐예요?")).await;
        assert_eq!(embed(&reply)["title"], "수출 바우처", "{place:?}");
        assert_eq!(reply["channel_id"], place.channel);
        let wire = page.wire().await;
        let told = wire
            .iter()
            .rfind(|entry| entry["frame"]["t"] == "MESSAGE_CREATE");
        let told = &told.expect("a message")["frame"]["d"];
        assert_eq!(told["channel_type"], kind, "{place:?}");
        // Commands, buttons and what follows a question work there as anywhere.
        let fate = page.command(place, "수출", json!({ "연도": 2022 })).await;
        assert_eq!(embed(&fate["message"])["title"], "2022년 인천 수출액");
        let english = button(&reply, "English");
        let pressed = page.press(place, &reply, english, &[]).await;
        assert_eq!(embed(&pressed["message"])["title"], "Export Voucher");
        let question = json!({ "id": reply["message_reference"]["message_id"] });
        page.delete(place.member, &question).await;
        page.wait_for(place, "the reply is gone", |messages| {
            messages.iter().all(|message| message["id"] != reply["id"])
        })
        .await;
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
async fn the_bots_own_private_answers_are_no_direct_messages_to_it() {
    let world = World::start("own_private").await;
    let page = world.page();
    let mention = page.mention().await;
    page.command(MINA, "도움말", json!({})).await;
    // What is asked after it is answered after it.
    ask(page, MINA, &format!("{mention} 코트라")).await;
    let wire = page.wire().await;
    let came_back = wire.iter().any(|entry| {
        let told = &entry["frame"]["d"];
        entry["frame"]["t"] == "MESSAGE_CREATE"
            && told["flags"] == 64
            && told["guild_id"].is_null()
            && told["author"]["bot"] == true
    });
    assert!(came_back, "it looks like a direct message");
    let posts = wire.iter().filter(|entry| {
        let path = entry["path"].as_str().unwrap_or_default();
        entry["method"] == "POST" && path.ends_with("/messages")
    });
    assert_eq!(posts.count(), 1, "the answer to the mention alone");
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
