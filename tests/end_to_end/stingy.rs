//! When Discord is stingy: no embeds, no right to write, closed threads, things that are gone, interactions that are over.

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};

use incheon_exports_bot::playground::{Options, PLAYGROUND_TOKEN};

use crate::binary::{Running, program, terminate};

use crate::support::{
    ALEX, MINA, PATIENCE, Page, Place, World, custom_ids, embed, is_private, text_of,
};

/// Channels of the English server that deny bots something.
const NO_EMBEDS: &str = "300000000000000103";
const READ_ONLY: &str = "300000000000000104";
const HIDDEN: &str = "300000000000000105";

fn in_channel(channel: &str) -> Place<'_> {
    Place {
        member: ALEX.member,
        channel,
    }
}

/// The calls that posted into a channel so far, each with its status.
async fn posts(page: &Page, channel: &str) -> Vec<u64> {
    let path = format!("/channels/{channel}/messages");
    calls(page, "POST", &path).await
}

/// The statuses of the calls of a method to paths that end so.
async fn calls(page: &Page, method: &str, path: &str) -> Vec<u64> {
    let wire = page.wire().await;
    wire.iter()
        .filter(|entry| entry["kind"] == "rest" && entry["method"] == method)
        .filter(|entry| {
            entry["path"]
                .as_str()
                .is_some_and(|other| other.ends_with(path))
        })
        .filter_map(|entry| entry["status"].as_u64())
        .collect()
}

/// Waits until the calls are as many as `count`, and then a little, for one too many.
async fn settled(page: &Page, channel: &str, count: usize) -> Vec<u64> {
    let deadline = std::time::Instant::now() + PATIENCE;
    while posts(page, channel).await.len() < count {
        assert!(
            std::time::Instant::now() < deadline,
            "waited for {count} posts"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    posts(page, channel).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_embeds_a_command_is_answered_with_the_same_words_as_text() {
    let world = World::start("text_answers").await;
    let page = world.page();
    let fate = page.command(ALEX, "exports", json!({ "year": 2022 })).await;
    let card = text_of(&fate["message"]);
    for channel in [NO_EMBEDS, READ_ONLY, HIDDEN] {
        let place = in_channel(channel);
        let fate = page
            .command(place, "exports", json!({ "year": 2022 }))
            .await;
        let answer = &fate["message"];
        assert_eq!(answer["embeds"], json!([]), "{channel}: {fate}");
        let text = answer["content"].as_str().expect("text");
        assert!(text.starts_with("**Incheon exports in 2022**\n"), "{text}");
        assert!(text.chars().count() <= 2000);
        assert!(
            text.ends_with("\n-# Source: Dongyang News, 1 February 2023 (paragraphs 1, 2, 9)"),
            "{text}"
        );
        for line in card.lines().filter(|line| !line.is_empty()) {
            assert!(text.contains(line), "{line:?} of the card in\n{text}");
        }
        // What is pressed is edited in place, in the same shape.
        let fate = page.command(place, "partners", json!({})).await;
        let list = &fate["message"];
        let chosen = page
            .press(place, list, custom_ids(list)[0], &["kotra"])
            .await;
        assert_eq!(chosen["response_type"], 7, "{chosen}");
        let text = chosen["message"]["content"].as_str().expect("text");
        assert!(
            text.starts_with("**KOTRA Incheon Support Center**\n"),
            "{text}"
        );
        assert_eq!(chosen["message"]["embeds"], json!([]));
    }
    // The longest replies fit as well.
    let mina = Place {
        member: MINA.member,
        channel: NO_EMBEDS,
    };
    for (place, command, options) in [
        (mina, "사업", json!({ "이름": "전체 사업" })),
        (mina, "도움말", json!({})),
        (in_channel(NO_EMBEDS), "program", json!({ "name": "all" })),
        (in_channel(NO_EMBEDS), "help", json!({})),
    ] {
        let fate = page.command(place, command, options).await;
        assert_eq!(fate["state"], "answered", "/{command}: {fate}");
        let text = fate["message"]["content"].as_str().expect("text");
        assert!(
            text.chars().count() <= 2000 && text.contains("\n-# "),
            "/{command}: {text}"
        );
        assert_eq!(
            is_private(&fate["message"]),
            matches!(command, "도움말" | "help")
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_embeds_a_mention_is_answered_with_text_and_the_channel_is_remembered() {
    let world = World::start("text_replies").await;
    let page = world.page();
    let mention = page.mention().await;
    let place = in_channel(NO_EMBEDS);
    for (asked, statuses) in [(1, vec![403, 200]), (2, vec![403, 200, 200])] {
        let replies = page
            .say(place, &format!("{mention} 코트라가 뭐예요?"), 5_000)
            .await;
        let [reply] = replies.as_slice() else {
            panic!("question {asked} got {replies:?}");
        };
        let text = reply["content"].as_str().expect("text");
        assert!(text.starts_with("**코트라 인천지원단**\n"), "{text}");
        assert!(text.contains("\n-# 출처: 동양뉴스"), "{text}");
        assert!(reply["message_reference"]["message_id"].is_string());
        assert_eq!(posts(page, NO_EMBEDS).await, statuses, "question {asked}");
    }
    // The reply follows an edit of the question in the same shape.
    let question = page
        .write(place, &format!("{mention} KOTRA가 뭐예요?"))
        .await;
    settled(page, NO_EMBEDS, 4).await;
    page.edit(
        place.member,
        &question,
        &format!("{mention} 수출바우처가 뭐예요?"),
    )
    .await;
    page.wait_for(place, "the reply follows", |messages| {
        let last = &messages[messages.len() - 1];
        last["content"]
            .as_str()
            .is_some_and(|text| text.starts_with("**수출 바우처**\n"))
            && last["embeds"] == json!([])
    })
    .await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_where_the_bot_may_not_write_is_told_once_in_a_direct_message() {
    let world = World::start("told_in_private").await;
    let page = world.page();
    let mention = page.mention().await;
    let direct = page.direct_channel(ALEX.member).await;
    let place = in_channel(READ_ONLY);
    page.write(place, &format!("{mention} what is KOTRA?"))
        .await;
    assert_eq!(settled(page, READ_ONLY, 2).await, [403, 403]);
    assert_eq!(settled(page, &direct, 1).await, [200]);
    page.write(place, &format!("{mention} 코트라?")).await;
    assert_eq!(settled(page, READ_ONLY, 3).await, [403, 403, 403]);
    let told = page.messages(in_channel(&direct)).await;
    let [told] = told.as_slice() else {
        panic!("the asker was told {} times: {told:?}", told.len());
    };
    assert_eq!(
        told["content"],
        "I could not answer you in <#300000000000000104>: I lack the permission “Send Messages” there. Please ask an admin \
         of the server to give it to my role. The command `/ask` works there all the same."
    );
    let replies = page.messages(place).await;
    assert!(
        replies
            .iter()
            .all(|message| message["author"]["id"] == ALEX.member),
        "nothing was written there"
    );
    // What the sentence promises.
    let fate = page
        .command(place, "ask", json!({ "question": "KOTRA" }))
        .await;
    assert_eq!(fate["state"], "answered", "{fate}");
    // A channel that the bot cannot see tells it nothing.
    let replies = page
        .say(in_channel(HIDDEN), &format!("{mention} KOTRA"), 300)
        .await;
    assert_eq!(replies, Vec::<Value>::new());
    assert_eq!(posts(page, &direct).await, [200]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_or_gone_is_tried_once_and_the_next_question_is_answered() {
    let world = World::start("closed_or_gone").await;
    let page = world.page();
    let mention = page.mention().await;
    let path = format!("/channels/{}/messages", MINA.channel);
    let mut expected = Vec::new();
    for (status, code) in [(400, 50083), (400, 160_005), (404, 10003), (404, 10008)] {
        page.refuse("POST", &path, status, code).await;
        page.write(MINA, &format!("{mention} 코트라")).await;
        expected.push(u64::from(status));
        let statuses = settled(page, MINA.channel, expected.len()).await;
        assert_eq!(statuses, expected, "code {code}");
        let replies = page.say(MINA, &format!("{mention} 코트라"), 5_000).await;
        assert_eq!(
            embed(&replies[0])["title"],
            "코트라 인천지원단",
            "after code {code}"
        );
        expected.push(200);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_bot_may_not_read_back_its_answer_stands_alone() {
    let world = World::start("no_history").await;
    let page = world.page();
    let mention = page.mention().await;
    let path = format!("/channels/{}/messages", MINA.channel);
    page.refuse("POST", &path, 403, 160_002).await;
    for statuses in [vec![403, 200], vec![403, 200, 200]] {
        let replies = page.say(MINA, &format!("{mention} 코트라"), 5_000).await;
        let reply = &replies[0];
        assert_eq!(embed(reply)["title"], "코트라 인천지원단");
        assert!(reply["message_reference"].is_null(), "{reply}");
        assert_eq!(posts(page, MINA.channel).await, statuses);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_no_direct_messages_is_left_alone() {
    let world = World::start("no_direct_messages").await;
    let page = world.page();
    let mention = page.mention().await;
    let direct = page.direct_channel(ALEX.member).await;
    page.refuse("POST", &format!("/channels/{direct}/messages"), 403, 50007)
        .await;
    for count in [2, 3] {
        page.write(in_channel(READ_ONLY), &format!("{mention} KOTRA"))
            .await;
        settled(page, READ_ONLY, count).await;
    }
    assert_eq!(posts(page, &direct).await, [403], "one attempt, no second");
    let replies = page.say(ALEX, &format!("{mention} KOTRA"), 5_000).await;
    assert_eq!(replies.len(), 1, "the bot goes on elsewhere");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_is_over_or_answered_is_not_answered_again() {
    let world = World::start("interactions_over").await;
    let page = world.page();
    let mut expected = Vec::new();
    for (status, code) in [(404, 10062), (400, 40060)] {
        page.refuse("POST", "/callback", status, code).await;
        let body = json!({
            "user": MINA.member, "channel": MINA.channel, "command": "협력기관", "options": {},
        });
        page.post("/commands?wait=none", body).await;
        expected.push(u64::from(status));
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(
            calls(page, "POST", "/callback").await,
            expected,
            "code {code}"
        );
        let fate = page.command(MINA, "협력기관", json!({})).await;
        assert_eq!(fate["state"], "answered", "after code {code}: {fate}");
        expected.push(204);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_help_is_one_line_in_the_log() {
    let world = World::without_bot("logged_once", Options::default()).await;
    let page = world.page();
    let mut child = Running(
        program()
            .args(["run", "--api-base", page.root()])
            .env("DISCORD_TOKEN", PLAYGROUND_TOKEN)
            .env("BOT_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts"),
    );
    page.wait_for_commands().await;
    let mention = page.mention().await;
    let path = format!("/channels/{}/messages", MINA.channel);
    let closed = [(400, 50083), (400, 160_005), (404, 10003), (404, 10008)];
    for (count, (status, code)) in (1..).zip(closed) {
        page.refuse("POST", &path, status, code).await;
        page.write(MINA, &format!("{mention} 코트라")).await;
        settled(page, MINA.channel, count).await;
    }
    let over = [(404, 10062), (400, 40060)];
    for (status, code) in over {
        page.refuse("POST", "/callback", status, code).await;
        page.command(MINA, "협력기관", json!({})).await;
    }
    let fate = page.command(MINA, "협력기관", json!({})).await;
    assert_eq!(fate["state"], "answered", "the bot goes on: {fate}");
    terminate(&mut child);
    let mut logs = String::new();
    let mut stderr = child.0.stderr.take().expect("piped");
    stderr.read_to_string(&mut logs).expect("the logs are text");
    for (_, code) in closed.into_iter().chain(over) {
        let named = format!("code {code}\"");
        let lines: Vec<&str> = logs.lines().filter(|line| line.contains(&named)).collect();
        let [line] = lines.as_slice() else {
            panic!("code {code} is logged {} times:\n{logs}", lines.len());
        };
        assert!(
            line.contains("the answer could not be given there"),
            "{line}"
        );
    }
    for word in ["WARN", "ERROR", "panicked"] {
        assert!(!logs.contains(word), "{word} in\n{logs}");
    }
    world.stop().await;
}
