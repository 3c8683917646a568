//! What members do and see: buttons, modals, messages, files, the wire.

use super::*;

#[tokio::test]
async fn a_button_edits_its_message_and_a_modal_comes_back() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "다음 해", "custom_id": "v1:2023" }] }]);
    let (status, message) = place
        .rest(
            Method::POST,
            &format!("/channels/{CHANNEL}/messages"),
            json!({ "content": "2022", "components": row }),
        )
        .await;
    assert_eq!(status, 200, "{message}");

    let press = json!({ "user": ALEX, "message": message["id"], "custom_id": "v1:2023" });
    let update = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!(
            interaction["data"],
            json!({ "custom_id": "v1:2023", "component_type": 2, "id": 2 })
        );
        assert_eq!(
            (&interaction["message"]["id"], &interaction["locale"]),
            (&message["id"], &json!("en-US"))
        );
        let body = json!({ "type": 7, "data": { "content": "2023", "components": [] } });
        assert_eq!(
            place
                .rest(Method::POST, &Bot::callback(&interaction), body)
                .await
                .0,
            204
        );
    };
    let ((_, fate), ()) = tokio::join!(
        place.act(Method::POST, "/components", press.clone()),
        update
    );
    assert_eq!(
        (
            &fate["interaction"]["message"]["id"],
            &fate["interaction"]["message"]["content"]
        ),
        (&message["id"], &json!("2023"))
    );
    assert_eq!(place.act(Method::POST, "/components", press).await.0, 404);

    let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 2, "label": "제보", "custom_id": "report" }] }]);
    let path = format!("/channels/{CHANNEL}/messages/{}", text(&message["id"]));
    place
        .rest(Method::PATCH, &path, json!({ "components": row }))
        .await;
    let open = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        let input = json!({ "type": 4, "custom_id": "text", "style": 2, "label": "내용" });
        let modal = json!({ "custom_id": "report", "title": "제보", "components": [{ "type": 1, "components": [input] }] });
        assert_eq!(
            place
                .rest(
                    Method::POST,
                    &Bot::callback(&interaction),
                    json!({ "type": 9, "data": modal })
                )
                .await
                .0,
            204
        );
    };
    let press = json!({ "user": ALEX, "message": message["id"], "custom_id": "report" });
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/components", press), open);
    assert_eq!(fate["interaction"]["modal"]["title"], "제보");
    let submit = |values: Value| json!({ "user": ALEX, "interaction": fate["interaction"]["id"], "values": values });
    assert_eq!(
        place
            .act(Method::POST, "/modals", submit(json!({})))
            .await
            .1["code"],
        "length"
    );
    let thank = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!(
            (
                &interaction["type"],
                &interaction["data"]["components"][0]["components"][0]["value"]
            ),
            (&json!(5), &json!("틀렸어요"))
        );
        let body = json!({ "type": 4, "data": { "content": "고맙습니다.", "flags": 64 } });
        assert_eq!(
            place
                .rest(Method::POST, &Bot::callback(&interaction), body)
                .await
                .0,
            204
        );
    };
    let ((_, fate), ()) = tokio::join!(
        place.act(
            Method::POST,
            "/modals",
            submit(json!({ "text": "틀렸어요" }))
        ),
        thank
    );
    assert_eq!(fate["interaction"]["message"]["content"], "고맙습니다.");
}

#[tokio::test]
async fn mentions_and_direct_messages_carry_their_content_and_others_do_not() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    let (_, state) = place.act(Method::GET, "/state", Value::Null).await;
    let dm = state["private_channels"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|channel| channel["user_id"] == json!(MINA));
    let dm = text(&dm.expect("direct messages")["id"]).to_owned();
    let mention = format!("<@{}> 2022년 수출액?", bot.application);
    for (channel, content, heard, guild) in [
        (CHANNEL, mention.as_str(), mention.as_str(), true),
        (CHANNEL, "그냥 잡담", "", true),
        (&dm, "2022년 수출액?", "2022년 수출액?", false),
    ] {
        let (status, _) = place
            .act(
                Method::POST,
                "/messages",
                json!({ "user": MINA, "channel": channel, "content": content }),
            )
            .await;
        assert_eq!(status, 200);
        let event = bot.socket.dispatch("MESSAGE_CREATE").await;
        assert_eq!(event["content"], heard, "{content}");
        assert_eq!(event.get("guild_id").is_some(), guild, "{content}");
        assert_eq!(
            event["mentions"].as_array().map(Vec::len),
            Some(usize::from(content.starts_with('<'))),
            "{content}"
        );
    }
}

#[tokio::test]
async fn a_reply_is_waited_for_and_an_enforced_nonce_sends_once() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    let ask =
        json!({ "user": MINA, "channel": CHANNEL, "content": format!("<@{}>", bot.application) });
    let answer = async {
        let question = bot.socket.dispatch("MESSAGE_CREATE").await;
        let body = json!({
            "content": "네.", "nonce": "n1", "enforce_nonce": true, "allowed_mentions": { "parse": [] },
            "message_reference": { "message_id": question["id"], "fail_if_not_exists": false },
        });
        let path = format!("/channels/{CHANNEL}/messages");
        let (first, second) = (
            place.rest(Method::POST, &path, body.clone()).await,
            place.rest(Method::POST, &path, body).await,
        );
        assert_eq!(first.1["id"], second.1["id"]);
    };
    let ((_, sent), ()) = tokio::join!(
        place.act(Method::POST, "/messages?reply_ms=5000", ask),
        answer
    );
    let reply = &sent["replies"][0];
    assert_eq!(
        (&reply["type"], &reply["referenced_message"]["id"]),
        (&json!(19), &sent["message"]["id"])
    );
    assert_eq!(reply["mentions"], json!([]));
}

#[tokio::test]
async fn a_file_is_sent_along_and_can_be_fetched() {
    let place = Place::open(Options::default()).await;
    place.bot(0).await;
    let payload = json!({ "embeds": [{ "image": { "url": "attachment://chart.png" } }], "attachments": [{ "id": 0, "description": "그래프" }] });
    let form = reqwest::multipart::Form::new()
        .part(
            "files[0]",
            reqwest::multipart::Part::bytes(b"\x89PNG".to_vec()).file_name("chart.png"),
        )
        .text("payload_json", payload.to_string());
    let response = place
        .http
        .post(format!("{}/api/v10/channels/{CHANNEL}/messages", place.url))
        .header("User-Agent", "DiscordBot (test, 1)")
        .header("Authorization", format!("Bot {PLAYGROUND_TOKEN}"))
        .multipart(form)
        .send()
        .await
        .expect("an answer");
    assert!(response.headers().contains_key("x-ratelimit-bucket"));
    let message: Value =
        serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
    let attachment = &message["attachments"][0];
    assert_eq!(
        (&attachment["filename"], &attachment["description"]),
        (&json!("chart.png"), &json!("그래프"))
    );
    assert_eq!(message["embeds"][0]["image"]["url"], attachment["url"]);
    let picture = place
        .http
        .get(text(&attachment["url"]))
        .send()
        .await
        .expect("an answer");
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert_eq!(picture.bytes().await.expect("bytes").as_ref(), b"\x89PNG");
}

#[tokio::test]
async fn the_wire_is_recorded_without_tokens() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    place
        .rest(
            Method::POST,
            &Bot::callback(&interaction),
            json!({ "type": 4, "data": { "content": "답" } }),
        )
        .await;
    asked.await.expect("no panic");
    let (_, wire) = place.act(Method::GET, "/wire", Value::Null).await;
    let entries = wire["entries"].as_array().expect("entries");
    let callback = entries
        .iter()
        .find(|entry| entry["path"].as_str().unwrap_or("").ends_with("/callback"))
        .expect("the callback");
    assert_eq!(
        (&callback["status"], &callback["interaction_id"]),
        (&json!(204), &interaction["id"])
    );
    assert_eq!(callback["request"]["data"]["content"], "답");
    assert!(
        entries
            .iter()
            .any(|entry| entry["frame"]["t"] == "INTERACTION_CREATE")
    );
    let everything = wire.to_string();
    assert!(
        !everything.contains(PLAYGROUND_TOKEN) && !everything.contains(text(&interaction["token"]))
    );
}

#[tokio::test]
async fn a_client_speaks_another_language_than_its_member() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    for (locale, name, heard) in [(None, "수출", "ko"), (Some("en-US"), "exports", "en-US")] {
        let body = json!({ "user": MINA, "channel": CHANNEL, "command": name, "options": { "year": "2022" }, "locale": locale });
        let (status, answer) = place.act(Method::POST, "/commands?wait=none", body).await;
        assert_eq!(status, 200, "{answer}");
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!(interaction["locale"], heard);
        let about = format!("/wire?interaction={}", text(&interaction["id"]));
        let (_, wire) = place.act(Method::GET, &about, Value::Null).await;
        assert_eq!(wire["entries"][0]["frame"]["d"]["id"], interaction["id"]);
        assert_eq!(wire["entries"].as_array().map(Vec::len), Some(1));
    }
    let body = json!({ "user": MINA, "channel": CHANNEL, "command": "exports", "locale": "xx" });
    let (status, refusal) = place.act(Method::POST, "/commands", body).await;
    assert_eq!((status, &refusal["code"]), (400, &json!("locale")));
}
