//! Where else the bot answers: from the menu of a message, in direct and group messages, in servers that did not invite it.

use serde_json::{Value, json};

use incheon_exports_bot::playground::Options;

use crate::support::{ALEX, MINA, Place, World, button, custom_ids, embed, is_private, text_of};

/// The private conversation of the two members, which no bot is in.
const GROUP: &str = "300000000000000900";

/// The REST calls that only a bot in the channel may make, as `METHOD path`.
fn channel_calls(wire: &[Value]) -> Vec<String> {
    wire.iter()
        .filter(|entry| entry["kind"] == "rest")
        .filter_map(|entry| {
            let path = entry["path"].as_str()?;
            let of_channel = path.contains("/channels") || path.contains("/guilds/");
            of_channel.then(|| format!("{} {path}", entry["method"]))
        })
        .collect()
}

/// Whose installation the last interaction came through.
fn owners(wire: &[Value]) -> &Value {
    let last = wire
        .iter()
        .rfind(|entry| entry["frame"]["t"] == "INTERACTION_CREATE");
    &last.expect("an interaction")["frame"]["d"]["authorizing_integration_owners"]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_looked_up_from_its_menu_in_private_and_in_the_askers_language() {
    let world = World::start("look_up").await;
    let page = world.page();
    let mention = page.mention().await;
    for (place, content, title) in [
        (MINA, "수출바우처가 뭐예요?", "수출 바우처"),
        (ALEX, "수출바우처가 뭐예요?", "Export Voucher"),
        (MINA, "what is the export voucher?", "수출 바우처"),
        (
            ALEX,
            "<@400000000000000001> 2022년 인천 수출액 얼마지?",
            "Incheon exports in 2022",
        ),
        (
            MINA,
            "오늘 점심 뭐 먹지",
            "제가 가진 자료에 없는 내용입니다",
        ),
        (
            ALEX,
            "<@400000000000000001>",
            "That message has no text to look up",
        ),
        (
            MINA,
            "<@400000000000000002>",
            "이 메시지에는 찾아볼 글이 없습니다",
        ),
    ] {
        let message = page.write(place, content).await;
        let fate = page.look_up(place, &message).await;
        assert_eq!(fate["state"], "answered", "{content}: {fate}");
        let answer = &fate["message"];
        assert_eq!(embed(answer)["title"], title, "{content}");
        assert!(is_private(answer), "{content}: {answer}");
    }
    // A message that holds only a card says what its card says: the bot's own reply to a mention, in either language.
    for (typed, title) in [
        ("코트라", "KOTRA Incheon Support Center"),
        ("수출바우처", "Export Voucher"),
        ("2022년 수출액", "Incheon exports in 2022"),
        ("반도체 수출액", "Semiconductor exports"),
    ] {
        let replies = page.say(MINA, &format!("{mention} {typed}"), 5_000).await;
        let guest = Place {
            member: ALEX.member,
            ..MINA
        };
        let fate = page.look_up(guest, &replies[0]).await;
        assert_eq!(embed(&fate["message"])["title"], title, "{typed}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_come_along_into_private_conversations() {
    let world = World::start("private_conversations").await;
    let page = world.page();
    let direct = page.direct_channel(ALEX.member).await;
    for (channel, private_by_choice) in [(GROUP, false), (&direct, false), (GROUP, true)] {
        let place = Place {
            member: ALEX.member,
            channel,
        };
        let options = json!({ "year": 2022, "private": private_by_choice });
        let fate = page.command(place, "exports", options).await;
        assert_eq!(
            embed(&fate["message"])["title"],
            "Incheon exports in 2022",
            "{fate}"
        );
        assert_eq!(is_private(&fate["message"]), private_by_choice);
        let suggestions = page.suggestions(place, "program", "name", "vouch").await;
        assert_eq!(suggestions[0]["name"], "Export Voucher");
        let fate = page
            .command(place, "ask", json!({ "question": "budget" }))
            .await;
        let choice = &fate["message"];
        assert!(
            is_private(choice),
            "a choice is the asker's alone: {choice}"
        );
        let pressed = page.press(place, choice, custom_ids(choice)[0], &[]).await;
        assert_eq!(pressed["response_type"], 7, "{pressed}");
        let message = page.write(place, "what is KOTRA?").await;
        let fate = page.look_up(place, &message).await;
        assert!(is_private(&fate["message"]), "{fate}");
        assert_eq!(
            embed(&fate["message"])["title"],
            "KOTRA Incheon Support Center"
        );
        let wire = page.wire().await;
        let expected = if channel == GROUP {
            json!({ "1": ALEX.member })
        } else {
            json!({ "0": "0", "1": ALEX.member })
        };
        assert_eq!(*owners(&wire), expected);
        let calls: Vec<String> = channel_calls(&wire)
            .into_iter()
            .filter(|call| call.contains(GROUP))
            .collect();
        assert_eq!(calls, [""; 0], "the bot is not in the group");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_did_not_invite_the_bot_shows_its_answers_to_the_asker_alone() {
    let options = Options {
        bots_invited: false,
        ..Options::default()
    };
    let world = World::start_with("not_invited", options).await;
    let page = world.page();
    // Mina owns the Korean server and may show her answers there; in the English one she may not.
    let guest = Place {
        member: MINA.member,
        ..ALEX
    };
    for (place, shown) in [(MINA, true), (guest, false)] {
        let fate = page.command(place, "수출", json!({ "연도": 2022 })).await;
        let answer = &fate["message"];
        assert_eq!(fate["state"], "answered", "{fate}");
        assert!(text_of(answer).contains("543억 달러"), "{answer}");
        assert_eq!(is_private(answer), !shown, "{answer}");
        // What the asker alone sees goes when the asker says so, too, though the bot is in no channel.
        page.press(place, answer, button(answer, "답 지우기"), &[])
            .await;
        page.wait_for(place, "the answer is gone", |messages| {
            messages.iter().all(|message| message["id"] != answer["id"])
        })
        .await;
        let list = page.command(place, "협력기관", json!({})).await;
        let menu = &list["message"];
        let chosen = page
            .press(place, menu, custom_ids(menu)[0], &["kotra"])
            .await;
        assert_eq!(
            embed(&chosen["message"])["title"],
            "코트라 인천지원단",
            "{chosen}"
        );
        let message = page.write(place, "수출바우처").await;
        let fate = page.look_up(place, &message).await;
        assert_eq!(embed(&fate["message"])["title"], "수출 바우처");
        let wire = page.wire().await;
        assert_eq!(*owners(&wire), json!({ "1": MINA.member }));
        assert_eq!(channel_calls(&wire), [""; 0], "the bot is in no channel");
    }
    let mention = page.mention().await;
    let replies = page.say(MINA, &format!("{mention} 코트라"), 300).await;
    assert_eq!(
        replies,
        Vec::<Value>::new(),
        "a bot that is not there hears nothing"
    );
    world.stop().await;
}
