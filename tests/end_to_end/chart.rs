//! The chart of exports: a picture for whoever presses its button, and for nobody else.
#![cfg(feature = "chart")]

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, Place, World, button, embed, is_private, text_of};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_presses_gets_the_chart_and_the_answer_stays_as_it_was() {
    let world = World::start("chart").await;
    let page = world.page();
    for (asker, label, title, alt) in [
        (
            MINA,
            "그래프",
            "2022년 인천 수출액 그래프",
            "2021년 인천 수출액: 약 459억 달러",
        ),
        (
            ALEX,
            "Chart",
            "Incheon exports in 2022: chart",
            "Incheon exports in 2021: about US$45.9 billion",
        ),
    ] {
        let fate = page
            .command(asker, "exports", json!({ "year": "2022" }))
            .await;
        let answer = &fate["message"];
        assert_eq!(
            answer["attachments"],
            json!([]),
            "no picture rides on the answer itself"
        );
        for presser in [MINA, ALEX] {
            let presser = Place {
                channel: asker.channel,
                ..presser
            };
            let fate = page
                .press(presser, answer, button(answer, label), &[])
                .await;
            let chart = &fate["message"];
            assert!(is_private(chart), "{fate}");
            assert_ne!(chart["id"], answer["id"]);
            assert_eq!(embed(chart)["title"], title);
            let file = &chart["attachments"][0];
            assert_eq!(
                (&file["filename"], &file["content_type"]),
                (&json!("exports.png"), &json!("image/png"))
            );
            assert!(
                file["description"]
                    .as_str()
                    .is_some_and(|text| text.contains(alt)),
                "{file}"
            );
            assert_eq!(embed(chart)["image"]["url"], file["url"]);
            let size = file["size"].as_u64().unwrap_or(0);
            assert!((1_000..200_000).contains(&size), "{size} bytes");
        }
    }
    // Where the bot may not show cards, the picture stands below the words; where it may send no files, the words do.
    for (channel, files) in [("300000000000000103", 1), ("300000000000000104", 0)] {
        let place = Place { channel, ..ALEX };
        let fate = page
            .command(place, "exports", json!({ "year": "2022" }))
            .await;
        let answer = &fate["message"];
        let fate = page
            .press(place, answer, button(answer, "Chart"), &[])
            .await;
        let chart = &fate["message"];
        assert_eq!(chart["embeds"], json!([]), "{fate}");
        assert!(text_of(chart).contains("US$54.3 billion"), "{fate}");
        assert_eq!(
            chart["attachments"].as_array().map(Vec::len),
            Some(files),
            "{fate}"
        );
    }
    let fate = page
        .command(MINA, "program", json!({ "name": "voucher" }))
        .await;
    let labels: Vec<&Value> = fate["message"]["components"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
        .map(|component| &component["label"])
        .collect();
    assert!(!labels.contains(&&json!("그래프")), "{labels:?}");
    world.stop().await;
}
