//! What is under an answer: the other language, related documents, pages, delete; for the asker and for everybody else.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Page, Place, World, button, embed, is_private, text_of};

/// Somebody else in the asker's channel.
const ONLOOKER: Place<'static> = Place {
    channel: MINA.channel,
    ..ALEX
};

async fn press(page: &Page, place: Place<'_>, message: &Value, label: &str) -> Value {
    let fate = page
        .press(place, message, button(message, label), &[])
        .await;
    let acknowledged = fate["response_type"] == 6;
    assert!(
        acknowledged || fate["state"] == "answered",
        "{label}: {fate}"
    );
    fate
}

/// The labels of a message's buttons, row by row; a menu is its placeholder.
fn labels(message: &Value) -> Vec<Vec<String>> {
    let rows = message["components"].as_array().into_iter().flatten();
    rows.map(|row| {
        let components = row["components"].as_array().into_iter().flatten();
        components
            .map(|component| {
                let word = component["label"].as_str();
                let word = word.or(component["placeholder"].as_str());
                word.unwrap_or_default().to_owned()
            })
            .collect()
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_has_a_button_for_the_other_language() {
    let world = World::start("other_language").await;
    let page = world.page();
    for (place, command, options, there, title, back) in [
        (
            MINA,
            "사업",
            json!({ "이름": "수출바우처" }),
            "English",
            "Export Voucher",
            "수출 바우처",
        ),
        (
            ALEX,
            "exports",
            json!({ "year": 2021 }),
            "한국어",
            "2021년 인천 수출액",
            "Incheon exports in 2021",
        ),
        (
            ALEX,
            "partners",
            json!({}),
            "한국어",
            "협력기관",
            "Partner organisations",
        ),
        (
            MINA,
            "사업",
            json!({ "이름": "all" }),
            "English",
            "Export support programs",
            "수출 지원사업",
        ),
        (
            MINA,
            "질문",
            json!({ "질문내용": "시장개척단" }),
            "English",
            "Which one do you mean?",
            "어느 것을 찾으시나요?",
        ),
        (
            ALEX,
            "ask",
            json!({ "question": "what is the weather/rain like?" }),
            "한국어",
            "제가 가진 자료에 없는 내용입니다",
            "That is not in what I know",
        ),
        (
            MINA,
            "질문",
            json!({ "질문내용": "2019년 인천 수출액" }),
            "English",
            "I have no figures for 2019",
            "2019년 수치는 제 자료에 없습니다",
        ),
        (
            MINA,
            "도움말",
            json!({}),
            "English",
            "What can I ask?",
            "무엇을 물을 수 있나요?",
        ),
    ] {
        let asked = format!("/{command} {options}");
        let fate = page.command(place, command, options).await;
        let message = &fate["message"];
        assert_eq!(embed(message)["title"], back, "{asked}");
        let other = press(page, place, message, there).await;
        assert_eq!(other["response_type"], 7, "{asked}: the asker's is edited");
        let other = &other["message"];
        assert_eq!(other["id"], message["id"], "{asked}");
        assert_eq!(embed(other)["title"], title, "{asked}");
        let language = if there == "English" {
            "한국어"
        } else {
            "English"
        };
        let again = press(page, place, other, language).await;
        assert_eq!(
            text_of(&again["message"]),
            text_of(message),
            "{asked}: there and back again"
        );
        assert_eq!(labels(&again["message"]), labels(message), "{asked}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_leads_on_and_says_what_its_buttons_do() {
    let world = World::start("rows").await;
    let page = world.page();
    for (command, options, expected) in [
        (
            "program",
            json!({ "name": "voucher" }),
            vec![
                vec![
                    "수출 인프라 확충",
                    "수출 멘토링",
                    "디지털무역 인력 양성",
                    "전체 협력기관",
                ],
                vec!["English", "틀렸거나 오래됐나요?", "답 지우기"],
            ],
        ),
        (
            "program",
            json!({ "name": "voucher", "private": true, "language": "en" }),
            vec![
                vec![
                    "Export infrastructure expansion",
                    "Export mentoring",
                    "Digital trade training",
                    "All partners",
                ],
                vec!["한국어", "Wrong or outdated?"],
            ],
        ),
        (
            "program",
            json!({ "name": "field-china" }),
            vec![
                vec!["자세히 볼 항목을 고르세요"],
                vec![
                    "해외 판로개척",
                    "수출 인프라 확충",
                    "중국 비중",
                    "전체 사업",
                ],
                vec!["English", "틀렸거나 오래됐나요?", "답 지우기"],
            ],
        ),
        (
            "exports",
            json!({ "year": 2022 }),
            vec![
                vec!["수출 증가율", "반도체 수출액", "반도체 비중", "중국 비중"],
                if cfg!(feature = "chart") {
                    vec!["English", "그래프", "틀렸거나 오래됐나요?", "답 지우기"]
                } else {
                    vec!["English", "틀렸거나 오래됐나요?", "답 지우기"]
                },
            ],
        ),
        (
            "partners",
            json!({ "name": "kotra" }),
            vec![
                vec![
                    "한국무역협회 인천지역본부",
                    "인천테크노파크",
                    "2023년 추진계획",
                    "전체 협력기관",
                ],
                vec!["English", "틀렸거나 오래됐나요?", "답 지우기"],
            ],
        ),
        (
            "help",
            json!({}),
            vec![vec!["English", "틀렸거나 오래됐나요?"]],
        ),
    ] {
        let fate = page.command(MINA, command, options.clone()).await;
        assert_eq!(labels(&fate["message"]), expected, "/{command} {options}");
    }
    // One press away: the asker's own answer changes.
    let fate = page
        .command(MINA, "program", json!({ "name": "voucher" }))
        .await;
    let field = press(page, MINA, &fate["message"], "수출 인프라 확충").await;
    assert_eq!(field["response_type"], 7);
    assert_eq!(embed(&field["message"])["title"], "수출 인프라 확충");
    let programs = press(page, MINA, &field["message"], "전체 사업").await;
    assert!(text_of(&programs["message"]).contains("1/3쪽"));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_read_on_in_private_and_leave_the_answer_as_it_is() {
    let world = World::start("onlooker").await;
    let page = world.page();
    let fate = page
        .command(MINA, "program", json!({ "name": "voucher" }))
        .await;
    let answer = &fate["message"];
    for (label, title) in [
        ("English", "Export Voucher"),
        ("수출 멘토링", "수출 멘토링"),
        ("전체 협력기관", "협력기관"),
    ] {
        let fate = press(page, ONLOOKER, answer, label).await;
        assert_eq!(fate["response_type"], 4, "{label}: {fate}");
        let copy = &fate["message"];
        assert!(is_private(copy), "{label}");
        assert_eq!(embed(copy)["title"], title);
        // The copy is the onlooker's own: it changes in place.
        let language = if label == "English" {
            "한국어"
        } else {
            "English"
        };
        let own = press(page, ONLOOKER, copy, language).await;
        assert_eq!(own["response_type"], 7, "{label}");
        assert_eq!(own["message"]["id"], copy["id"]);
    }
    let stands = page.messages(MINA).await;
    assert_eq!(stands.len(), 1, "the asker sees no copies");
    assert_eq!(text_of(&stands[0]), text_of(answer));
    // So is what they choose from somebody else's list.
    let list = page.command(MINA, "partners", json!({})).await;
    let chosen = page
        .press(ONLOOKER, &list["message"], "1/choose/ko", &["kotra"])
        .await;
    assert!(is_private(&chosen["message"]), "{chosen}");
    assert_eq!(embed(&chosen["message"])["title"], "코트라 인천지원단");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebody_elses_is_refused_in_a_sentence() {
    let world = World::start("not_yours").await;
    let page = world.page();
    let asker = format!("<@{}>", MINA.member);
    page.command_id("ask").await;
    let mention = page.mention().await;
    let list = page
        .command(MINA, "program", json!({ "name": "all" }))
        .await["message"]
        .take();
    let replies = page.say(MINA, &format!("{mention} 전시회"), 5_000).await;
    let choice = replies.first().expect("a choice");
    for (message, label, place, part) in [
        (&list, "다음", ONLOOKER, "turn the pages of this list"),
        (&list, "답 지우기", ONLOOKER, "can delete this reply"),
        (choice, "해외 전시회 참가", ONLOOKER, "Ask with </ask:"),
        (choice, "답 지우기", ONLOOKER, "can delete this reply"),
    ] {
        let fate = press(page, place, message, label).await;
        let told = &fate["message"];
        assert_eq!(fate["response_type"], 4, "{label}: {fate}");
        assert!(is_private(told), "{label}");
        let text = text_of(told);
        assert!(text.contains(part), "{label}: {text}");
        assert!(text.contains(&asker), "{label} says whose it is: {text}");
        assert_eq!(told["mentions"], json!([]), "{label} pings nobody");
    }
    assert_eq!(page.messages(MINA).await.len(), 3, "nothing was deleted");
    // In Korean to somebody who reads Korean.
    let list = page
        .command(ALEX, "program", json!({ "name": "all" }))
        .await["message"]
        .take();
    let reader = Place {
        channel: ALEX.channel,
        ..MINA
    };
    let told = press(page, reader, &list, "Next").await;
    let text = text_of(&told["message"]);
    let expected = format!("이 목록의 쪽은 <@{}> 님만 넘길 수 있습니다.", ALEX.member);
    assert!(text.contains(&expected), "{text}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_turned_page_by_page() {
    let world = World::start("pages").await;
    let page = world.page();
    let pager = |message: &Value| -> Vec<(String, bool)> {
        let row = message["components"][0]["components"].as_array();
        let buttons = row.into_iter().flatten();
        buttons
            .map(|button| {
                let label = button["label"].as_str().unwrap_or_default();
                (label.to_owned(), button["disabled"] != true)
            })
            .collect()
    };
    let expect = |position: &str, back: bool, forth: bool| -> Vec<(String, bool)> {
        [
            ("First", back),
            ("Previous", back),
            (position, false),
            ("Next", forth),
            ("Last", forth),
        ]
        .map(|(label, enabled)| (label.to_owned(), enabled))
        .into()
    };
    let fate = page
        .command(ALEX, "program", json!({ "name": "all" }))
        .await;
    let mut shown = fate["message"].clone();
    let mut named = 0;
    for (label, position, back, forth) in [
        ("", "Page 1 of 3", false, true),
        ("Next", "Page 2 of 3", true, true),
        ("Next", "Page 3 of 3", true, false),
        ("First", "Page 1 of 3", false, true),
        ("Last", "Page 3 of 3", true, false),
        ("Previous", "Page 2 of 3", true, true),
    ] {
        if !label.is_empty() {
            let fate = press(page, ALEX, &shown, label).await;
            assert_eq!(fate["response_type"], 7, "{label}: the same message turns");
            shown = fate["message"].clone();
        }
        assert_eq!(pager(&shown), expect(position, back, forth), "{label}");
        let text = text_of(&shown);
        assert!(text.contains("18 of the 38 programs"), "{text}");
        assert!(text.contains(position), "{text}");
        let entries = text.lines().filter(|line| line.starts_with("- ")).count();
        assert!(
            (1..=10).contains(&entries),
            "{entries} entries on {position}"
        );
        if ["", "Next"].contains(&label) {
            named += entries;
        }
    }
    assert_eq!(named, 18, "the three pages name every program");
    let other = press(page, ALEX, &shown, "한국어").await;
    assert!(
        text_of(&other["message"]).contains("2/3쪽"),
        "the page stays"
    );
    // Short lists have nothing to turn.
    let partners = page.command(ALEX, "partners", json!({})).await;
    assert_eq!(labels(&partners["message"])[0], ["Pick one to see more"]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_asker_can_take_a_public_answer_back() {
    let world = World::start("take_back").await;
    let page = world.page();
    let fate = page.command(MINA, "exports", json!({ "year": 2022 })).await;
    let pressed = press(page, MINA, &fate["message"], "답 지우기").await;
    assert_eq!(pressed["response_type"], 6, "{pressed}");
    page.wait_for(MINA, "the answer is gone", <[Value]>::is_empty)
        .await;
    // A reply to a message too, after a change of language.
    let mention = page.mention().await;
    let replies = page
        .say(MINA, &format!("{mention} 수출바우처"), 5_000)
        .await;
    let english = press(page, MINA, &replies[0], "English").await;
    press(page, MINA, &english["message"], "Delete").await;
    page.wait_for(MINA, "the reply is gone", |messages| messages.len() == 1)
        .await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_work_after_a_restart_and_after_the_base_changed() {
    let mut world = World::start("restarted").await;
    let mention = world.page().mention().await;
    let page = world.page();
    let card = page
        .command(MINA, "program", json!({ "name": "voucher" }))
        .await["message"]
        .take();
    let list = page
        .command(MINA, "program", json!({ "name": "all" }))
        .await["message"]
        .take();
    let replies = page.say(MINA, &format!("{mention} 전시회"), 5_000).await;
    world.restart_bot().await;
    let page = world.page();
    let english = press(page, MINA, &card, "English").await;
    assert_eq!(embed(&english["message"])["title"], "Export Voucher");
    let turned = press(page, MINA, &list, "다음").await;
    assert!(text_of(&turned["message"]).contains("2/3쪽"));
    let told = press(page, ONLOOKER, &replies[0], "해외 전시회 참가").await;
    assert!(is_private(&told["message"]), "it still knows who asked");
    let picked = press(page, MINA, &replies[0], "해외 전시회 참가").await;
    assert_eq!(picked["response_type"], 7);
    assert_eq!(
        embed(&picked["message"])["title"],
        "해외 유명 전시(박람)회 참가 지원"
    );
    let english = english["message"].clone();
    world.rename_document("voucher", "voucher-of-2024").await;
    let page = world.page();
    let gone = press(page, MINA, &english, "한국어").await;
    assert_eq!(gone["response_type"], 4, "the old answer stays: {gone}");
    assert!(is_private(&gone["message"]));
    assert_eq!(embed(&gone["message"])["title"], "더는 없는 항목입니다");
    // What did not change still works.
    let mentoring = press(page, MINA, &english, "Export mentoring").await;
    assert_eq!(embed(&mentoring["message"])["title"], "Export mentoring");
    world.stop().await;
}
