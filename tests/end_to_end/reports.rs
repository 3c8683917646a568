//! "Wrong or outdated?": a form whose text reaches the curator, and help that says what there is to know.

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Place, World, button, embed, is_private, text_of};

/// Where the curator reads.
const CURATOR: Place<'static> = Place {
    channel: "300000000000000003",
    ..MINA
};

#[tokio::test(flavor = "multi_thread")]
async fn a_report_reaches_the_curators_channel_and_its_writer_is_thanked() {
    let mut world = World::start("report").await;
    world.take_reports_in(CURATOR.channel).await;
    let page = world.page();
    for (place, label, title, thanks, about) in [
        (
            MINA,
            "틀렸거나 오래됐나요?",
            "틀렸거나 오래됐나요?",
            "알려 주셔서 고맙습니다.",
            "수출 바우처 (voucher)",
        ),
        (
            ALEX,
            "Wrong or outdated?",
            "Wrong or outdated?",
            "Thank you.",
            "수출 바우처 (voucher)",
        ),
    ] {
        let fate = page
            .command(place, "program", json!({ "name": "voucher" }))
            .await;
        let message = &fate["message"];
        let opened = page
            .press(place, message, button(message, label), &[])
            .await;
        assert_eq!(opened["response_type"], 9, "{opened}");
        assert_eq!(opened["modal"]["title"], title);
        let text = "@everyone **새 공고**가 났어요\n<@400000000000000001> 참고";
        let sent = page.fill_in(place.member, &opened, text).await;
        assert!(is_private(&sent["message"]), "{sent}");
        let said = text_of(&sent["message"]);
        assert!(said.contains(thanks), "{said}");
        let arrived = |messages: &[Value]| messages.len() == 1;
        page.wait_for(CURATOR, "the report arrives", arrived).await;
        let report = page.messages(CURATOR).await.remove(0);
        let said = text_of(&report);
        assert!(said.contains(about), "{said}");
        assert!(said.contains("새 공고") && !said.contains("**새"), "{said}");
        assert!(!said.contains("@everyone"), "nothing pings: {said}");
        assert_eq!(report["mention_everyone"], false);
        assert_eq!(report["mentions"], json!([]));
        let name = if place.member == MINA.member {
            "미나"
        } else {
            "Alex"
        };
        assert!(!said.contains(name), "who wrote it is not passed on");
        page.delete(MINA.member, &report).await;
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_text_where_the_curators_channel_takes_no_cards() {
    const NO_EMBEDS: Place<'static> = Place {
        channel: "300000000000000103",
        ..ALEX
    };
    let mut world = World::start("report_text").await;
    world.take_reports_in(NO_EMBEDS.channel).await;
    let page = world.page();
    let options = json!({ "name": "voucher" });
    let fate = page.command(MINA, "program", options).await;
    let message = &fate["message"];
    let report = button(message, "틀렸거나 오래됐나요?");
    let opened = page.press(MINA, message, report, &[]).await;
    page.fill_in(MINA.member, &opened, "@everyone 새 공고가 났어요")
        .await;
    page.wait_for(NO_EMBEDS, "the report arrives", |messages| {
        messages.len() == 1
    })
    .await;
    let report = page.messages(NO_EMBEDS).await.remove(0);
    assert_eq!(report["embeds"], json!([]));
    let said = report["content"].as_str().expect("text");
    assert!(
        said.starts_with("**틀렸거나 오래됐다는 제보: 수출 바우처 (voucher)**\n"),
        "{said}"
    );
    assert!(said.ends_with("새 공고가 났어요"), "{said}");
    assert_eq!(report["mention_everyone"], false);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_says_so_where_questions_are_logged() {
    let mut world = World::start("help_logged").await;
    world.log_questions().await;
    let page = world.page();
    for (place, says, not) in [
        (
            MINA,
            "질문은 운영자의 기록에 남지만",
            "질문을 저장하지 않습니다",
        ),
        (
            ALEX,
            "My operator's log keeps what is asked",
            "I store no questions",
        ),
    ] {
        let fate = page.command(place, "help", json!({})).await;
        let text = text_of(&fate["message"]);
        assert!(text.contains(says) && !text.contains(not), "{text}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_report_up_to_a_thousand_characters() {
    let mut world = World::start("report_length").await;
    world.take_reports_in(CURATOR.channel).await;
    let page = world.page();
    let onlooker = Place {
        channel: MINA.channel,
        ..ALEX
    };
    let fate = page.command(MINA, "partners", json!({})).await;
    let message = &fate["message"];
    let report = button(message, "틀렸거나 오래됐나요?");
    let opened = page.press(onlooker, message, report, &[]).await;
    let input = &opened["modal"]["components"][0]["components"][0];
    assert_eq!(input["max_length"], 1000);
    // Every character grows when it is escaped; the card still holds all of them.
    let text = "@".repeat(1000);
    let sent = page.fill_in(onlooker.member, &opened, &text).await;
    assert!(text_of(&sent["message"]).contains("Thank you"), "{sent}");
    page.wait_for(CURATOR, "the report arrives", |messages| {
        messages.len() == 1
    })
    .await;
    let said = text_of(&page.messages(CURATOR).await[0]);
    assert_eq!(said.matches('@').count(), 1000);
    assert!(said.contains("자료 전체"), "{said}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_private_and_says_what_there_is_to_know() {
    let world = World::start("help").await;
    let page = world.page();
    for (place, parts) in [
        (
            MINA,
            [
                "무엇을 물을 수 있나요?",
                "`/수출 2022`",
                "`/사업 수출 바우처`",
                "`/협력기관 코트라 인천지원단`",
                "제가 모르는 것",
                "2023년 2월 1일까지 보도된 내용만 압니다",
                "질문을 저장하지 않습니다",
                "출처: 동양뉴스",
            ],
        ),
        (
            ALEX,
            [
                "What can I ask?",
                "`/exports 2022`",
                "`/program Export Voucher`",
                "`/partners KOTRA Incheon`",
                "What I do not know",
                "reported by 1 February 2023",
                "I store no questions",
                "Source: Dongyang News",
            ],
        ),
    ] {
        let fate = page.command(place, "help", json!({})).await;
        assert!(is_private(&fate["message"]));
        let text = text_of(&fate["message"]);
        for part in parts {
            assert!(text.contains(part), "{part:?} is missing:\n{text}");
        }
        let privacy = embed(&fate["message"])["fields"]
            .as_array()
            .and_then(|fields| fields.last())
            .map(|field| field["value"].as_str().unwrap_or_default().lines().count());
        assert_eq!(privacy, Some(1), "privacy in one line");
    }
    world.stop().await;
}
