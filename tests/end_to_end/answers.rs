//! A question in, the reply out: commands, suggestions, choices, mentions, direct messages.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Place, World, button, custom_ids, embed, is_private, text_of};

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_in_both_languages() {
    let world = World::start("commands").await;
    let page = world.page();
    for (place, command, options, title, part) in [
        (
            MINA,
            "수출",
            json!({ "연도": 2022 }),
            "2022년 인천 수출액",
            "543억 달러",
        ),
        (
            ALEX,
            "exports",
            json!({ "year": 2022 }),
            "Incheon exports in 2022",
            "US$54.3 billion",
        ),
        (
            MINA,
            "exports",
            json!({ "year": 2021 }),
            "2021년 인천 수출액",
            "약 459억 달러",
        ),
        (
            ALEX,
            "exports",
            json!({ "year": 2021 }),
            "Incheon exports in 2021",
            "US$54.3 billion ÷ 1.182",
        ),
        (
            MINA,
            "수출",
            json!({ "연도": 2022, "품목": "반도체" }),
            "반도체 수출액",
            "167억 달러",
        ),
        (
            ALEX,
            "exports",
            json!({ "year": 2022, "item": "semi-exports" }),
            "Semiconductor exports",
            "US$16.7 billion",
        ),
        (
            MINA,
            "사업",
            json!({ "이름": "수출바우처" }),
            "수출 바우처",
            "수출 인프라 확충",
        ),
        (
            ALEX,
            "program",
            json!({ "name": "exprot voucher" }),
            "Export Voucher",
            "Export infrastructure expansion",
        ),
        (
            MINA,
            "사업",
            json!({ "이름": "전체 사업" }),
            "수출 지원사업",
            "38개 사업 가운데 기사에 이름이 나온 18개",
        ),
        (
            ALEX,
            "program",
            json!({ "name": "all" }),
            "Export support programs",
            "18 of the 38 programs",
        ),
        (MINA, "협력기관", json!({}), "협력기관", "인천상공회의소"),
        (
            ALEX,
            "partners",
            json!({ "name": "KOTRA" }),
            "KOTRA Incheon Support Center",
            "contact details",
        ),
        (
            MINA,
            "질문",
            json!({ "질문내용": "작년 인천 수출액은 얼마예요?" }),
            "2022년 인천 수출액",
            "543억 달러",
        ),
        (
            ALEX,
            "ask",
            json!({ "question": "what is the export voucher?" }),
            "Export Voucher",
            "tailored",
        ),
        (
            ALEX,
            "ask",
            json!({ "question": "수출바우처가 뭐예요?" }),
            "수출 바우처",
            "맞춤형",
        ),
        (
            ALEX,
            "ask",
            json!({ "question": "export voucher", "language": "ko" }),
            "수출 바우처",
            "맞춤형",
        ),
        (
            MINA,
            "도움말",
            json!({}),
            "무엇을 물을 수 있나요?",
            "/수출 2022",
        ),
        (ALEX, "help", json!({}), "What can I ask?", "/exports 2022"),
    ] {
        let fate = page.command(place, command, options.clone()).await;
        let asked = format!("/{command} {options}");
        assert_eq!(fate["state"], "answered", "{asked}: {fate}");
        let message = &fate["message"];
        assert_eq!(embed(message)["title"], title, "{asked}");
        let text = text_of(message);
        assert!(text.contains(part), "{asked} lacks {part:?}:\n{text}");
        assert_eq!(
            is_private(message),
            title.ends_with('?'),
            "{asked}: only help is private"
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_cites_its_source() {
    let world = World::start("sources").await;
    for (place, footer) in [
        (MINA, "출처: 동양뉴스, 2023년 2월 1일 (1·2·9번째 문단)"),
        (
            ALEX,
            "Source: Dongyang News, 1 February 2023 (paragraphs 1, 2, 9)",
        ),
    ] {
        let fate = world
            .page()
            .command(place, "exports", json!({ "year": 2022 }))
            .await;
        assert_eq!(embed(&fate["message"])["footer"]["text"], footer);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_answer_is_seen_by_the_asker_alone() {
    let world = World::start("private").await;
    let page = world.page();
    let fate = page
        .command(MINA, "수출", json!({ "연도": 2022, "비공개": true }))
        .await;
    assert!(is_private(&fate["message"]));
    let seen = format!("/channels/{}/messages?user={}", MINA.channel, ALEX.member);
    let messages = page.get(&seen).await;
    assert_eq!(messages["messages"], json!([]), "nobody else sees it");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_follow_what_is_typed() {
    let world = World::start("suggestions").await;
    let page = world.page();
    for (place, command, option, typed, first) in [
        (MINA, "사업", "이름", "", ("전체 사업", json!("all"))),
        (ALEX, "program", "name", "", ("All programs", json!("all"))),
        (
            MINA,
            "사업",
            "이름",
            "ㅅㅊㅂㅇ",
            ("수출 바우처", json!("voucher")),
        ),
        (
            MINA,
            "사업",
            "이름",
            "수출바",
            ("수출 바우처", json!("voucher")),
        ),
        (
            MINA,
            "사업",
            "이름",
            "수출 방",
            ("수출 바우처", json!("voucher")),
        ),
        (
            ALEX,
            "program",
            "name",
            "vouch",
            ("Export Voucher", json!("voucher")),
        ),
        (
            MINA,
            "협력기관",
            "이름",
            "코트",
            ("코트라 인천지원단", json!("kotra")),
        ),
        (ALEX, "partners", "name", "", ("All partners", json!("all"))),
        (
            MINA,
            "수출",
            "연도",
            "20",
            ("2022년 · 543억 달러", json!(2022)),
        ),
        (
            ALEX,
            "exports",
            "year",
            "2021",
            ("2021 · about US$45.9 billion", json!(2021)),
        ),
    ] {
        let suggestions = page.suggestions(place, command, option, typed).await;
        let (name, value) = first;
        assert_eq!(
            suggestions.first(),
            Some(&json!({ "name": name, "value": value })),
            "/{command} {option}: {typed:?}"
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_sent_back_opens_its_document() {
    let world = World::start("suggested").await;
    let page = world.page();
    let suggestions = page.suggestions(MINA, "사업", "이름", "물류").await;
    let value = suggestions[0]["value"].clone();
    let fate = page.command(MINA, "사업", json!({ "이름": value })).await;
    assert_eq!(
        embed(&fate["message"])["title"],
        "수출 중소기업 물류비 지원"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_becomes_the_answer_when_it_is_pressed() {
    let world = World::start("choice").await;
    let page = world.page();
    for (place, question, title) in [
        (MINA, "시장개척단", "어느 것을 찾으시나요?"),
        (ALEX, "budget", "Which one do you mean?"),
    ] {
        let fate = page
            .command(place, "ask", json!({ "question": question }))
            .await;
        let choice = &fate["message"];
        assert_eq!(embed(choice)["title"], title, "{question}: {fate}");
        assert!(is_private(choice), "a choice is the asker's alone");
        let ids = custom_ids(choice);
        assert!((2..=5).contains(&ids.len()), "{ids:?}");
        let pressed = page.press(place, choice, ids[1], &[]).await;
        assert_eq!(
            pressed["response_type"], 7,
            "the same message is edited: {pressed}"
        );
        let answer = &pressed["message"];
        assert_eq!(answer["id"], choice["id"]);
        assert!(
            embed(answer)["footer"]["text"]
                .as_str()
                .is_some_and(|footer| !footer.is_empty()),
            "the answer cites its source: {answer}"
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_opens_what_is_chosen_from_it() {
    let world = World::start("menu").await;
    let page = world.page();
    let fate = page.command(MINA, "협력기관", json!({})).await;
    let list = &fate["message"];
    let ids = custom_ids(list);
    assert_eq!(ids[0], "1/choose/ko", "six partners are one menu: {ids:?}");
    let chosen = page.press(MINA, list, ids[0], &["kotra"]).await;
    assert_eq!(embed(&chosen["message"])["title"], "코트라 인천지원단");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_is_answered_with_a_reply() {
    let world = World::start("mention").await;
    let page = world.page();
    let mention = page.mention().await;
    for (place, text, part) in [
        (
            MINA,
            format!("{mention} 2022년 수출액 알려줘"),
            "543억 달러",
        ),
        (
            ALEX,
            format!("{mention} how much did Incheon export last year?"),
            "US$54.3 billion",
        ),
        (MINA, format!("{mention} /수출 2021"), "약 459억 달러"),
        (MINA, format!("반도체 수출액은요? {mention}"), "167억 달러"),
        // An acronym says nothing about the language, so the server's decides.
        (MINA, format!("{mention} KOTRA"), "출처: 동양뉴스"),
        (ALEX, format!("{mention} KOTRA"), "Source: Dongyang News"),
        (ALEX, mention.clone(), "저를 멘션하고"),
        (MINA, mention.clone(), "Mention me"),
        (
            MINA,
            format!("{mention} 인천 날씨"),
            "제가 가진 자료에 없는 내용입니다",
        ),
    ] {
        let replies = page.say(place, &text, 5_000).await;
        let [reply] = replies.as_slice() else {
            panic!("{text:?} got {} replies", replies.len());
        };
        let said = text_of(reply);
        assert!(said.contains(part), "{text:?} lacks {part:?}:\n{said}");
        assert!(
            reply["message_reference"]["message_id"].is_string(),
            "{reply}"
        );
        assert!(!is_private(reply));
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_message_needs_no_mention() {
    let world = World::start("direct").await;
    let page = world.page();
    let channel = page.direct_channel(MINA.member).await;
    let body = json!({ "user": MINA.member, "channel": channel, "content": "ㅅㅊㅂㅇㅊ" });
    let answer = page.post("/messages?reply_ms=5000", body).await;
    assert_eq!(
        embed(&answer["replies"][0])["title"],
        "수출 바우처",
        "{answer}"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_the_bot_is_left_alone() {
    let world = World::start("silence").await;
    let page = world.page();
    for text in [
        "수출 바우처가 뭐예요?",
        "@everyone 수출",
        "<@400000000000000002> 수출",
    ] {
        let replies = page.say(MINA, text, 300).await;
        assert_eq!(replies, Vec::<Value>::new(), "{text:?}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_base_does_not_hold_is_said_in_private() {
    let world = World::start("unknown").await;
    let page = world.page();
    for (place, question, title) in [
        (MINA, "인천 날씨", "제가 가진 자료에 없는 내용입니다"),
        (
            ALEX,
            "what's the weather like?",
            "That is not in what I know",
        ),
        (
            MINA,
            "2019년 인천 수출액",
            "2019년 수치는 제 자료에 없습니다",
        ),
        (
            ALEX,
            "Incheon exports in 2018",
            "I have no figures for 2018",
        ),
    ] {
        let fate = page
            .command(place, "ask", json!({ "question": question }))
            .await;
        let message = &fate["message"];
        assert_eq!(embed(message)["title"], title, "{question}");
        assert!(is_private(message), "{question}");
        assert!(
            !custom_ids(message).is_empty(),
            "{question}: something is offered"
        );
    }
    world.stop().await;
}

/// `words` and as many syllables as make `chars` characters of it.
fn filled_up(words: &str, chars: usize) -> String {
    let missing = chars - words.chars().count() - 1;
    format!("{words} {}", "쀍".repeat(missing))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_in_hangul_is_taken_up_to_the_limit_and_not_one_character_further() {
    let world = World::start("longest").await;
    let page = world.page();
    let mention = page.mention().await;
    for (command, option, most, mut options) in [
        ("ask", "question", 300, json!({})),
        ("program", "name", 100, json!({})),
        ("exports", "item", 100, json!({ "year": 2022 })),
        ("partners", "name", 100, json!({})),
    ] {
        options[option] = filled_up("수출바우처", most).into();
        let fate = page.command(MINA, command, options.clone()).await;
        assert_eq!(fate["state"], "answered", "/{command}: {fate}");
        options[option] = filled_up("수출바우처", most + 1).into();
        let body = json!({
            "user": MINA.member, "channel": MINA.channel, "command": command, "options": options,
        });
        assert_eq!(
            page.refused("/commands", body).await,
            "length",
            "/{command}"
        );
    }
    // A message holds 2000 characters; a longer one never leaves the client.
    let asked = format!("{mention} 수출바우처가 뭐예요?");
    let replies = page.say(MINA, &filled_up(&asked, 2000), 5_000).await;
    assert_eq!(replies.len(), 1, "{replies:?}");
    let body = json!({
        "user": MINA.member, "channel": MINA.channel, "content": filled_up(&asked, 2001),
    });
    assert_eq!(page.refused("/messages", body).await, "length");
    // A form holds 1000.
    let fate = page.command(MINA, "partners", json!({})).await;
    let list = &fate["message"];
    let report = button(list, "틀렸거나 오래됐나요?");
    let opened = page.press(MINA, list, report, &[]).await;
    let body = json!({
        "user": MINA.member, "interaction": opened["id"],
        "values": { "text": filled_up("틀렸습니다.", 1001) },
    });
    assert_eq!(page.refused("/modals", body).await, "length");
    let sent = page
        .fill_in(MINA.member, &opened, &filled_up("틀렸습니다.", 1000))
        .await;
    assert!(text_of(&sent["message"]).contains("고맙습니다"), "{sent}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_can_neither_ping_nor_format() {
    let world = World::start("escaped").await;
    let page = world.page();
    let mention = page.mention().await;
    let place = Place { ..ALEX };
    let question = format!("{mention} @everyone **free** <@400000000000000001>");
    let replies = page.say(place, &question, 5_000).await;
    let reply = replies.first().expect("a reply");
    assert_eq!(reply["mention_everyone"], false);
    assert_eq!(reply["mentions"], json!([]), "nobody is pinged");
    assert!(!text_of(reply).contains("**free**"), "{reply}");
    let sent = page.wire().await;
    let body = sent
        .iter()
        .rfind(|entry| {
            entry["method"] == "POST"
                && entry["path"]
                    .as_str()
                    .is_some_and(|path| path.ends_with("/messages"))
        })
        .map(|entry| entry["request"].clone())
        .expect("the reply went over the wire");
    assert_eq!(body["allowed_mentions"]["parse"], json!([]));
    world.stop().await;
}
