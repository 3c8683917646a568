//! Answers to interactions: their clock, their refusals, what becomes of them.

use super::*;

#[tokio::test]
async fn a_slash_command_is_answered_over_rest() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    assert_eq!(
        interaction["data"]["options"],
        json!([{ "name": "year", "type": 4, "value": 2022 }])
    );
    assert_eq!(
        (&interaction["locale"], &interaction["guild_locale"]),
        (&json!("ko"), &json!("ko"))
    );
    assert!(
        interaction.get("user").is_none() && interaction["member"]["user"]["id"] == json!(MINA)
    );

    let body = json!({ "type": 4, "data": { "embeds": [{ "title": "543억 달러" }], "allowed_mentions": { "parse": [] } } });
    let (status, _) = place
        .rest(Method::POST, &Bot::callback(&interaction), body.clone())
        .await;
    assert_eq!(status, 204);
    let (status, second) = place
        .rest(Method::POST, &Bot::callback(&interaction), body)
        .await;
    assert_eq!((status, &second["code"]), (400, &json!(40060)));

    let (_, fate) = asked.await.expect("no panic");
    let fate = &fate["interaction"];
    assert_eq!(
        (&fate["state"], &fate["response_type"]),
        (&json!("answered"), &json!(4))
    );
    assert_eq!(fate["message"]["embeds"][0]["title"], "543억 달러");
    assert_eq!(fate["message"]["type"], 20);
    assert_eq!(
        fate["message"]["interaction_metadata"]["id"],
        interaction["id"]
    );
    let created = bot.socket.dispatch("MESSAGE_CREATE").await;
    assert_eq!(
        (&created["id"], &created["guild_id"]),
        (&fate["message"]["id"], &interaction["guild_id"])
    );
}

#[tokio::test]
async fn a_late_answer_meets_an_unknown_interaction() {
    let place = Place::open(Options {
        interaction_deadline: Duration::from_millis(150),
        ..Options::default()
    })
    .await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let (_, fate) = place.exports(ALEX).await;
    assert_eq!(fate["interaction"]["state"], "failed");
    assert_eq!(
        fate["interaction"]["error"],
        "The application did not respond"
    );
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let (status, error) = place
        .rest(
            Method::POST,
            &Bot::callback(&interaction),
            json!({ "type": 4, "data": { "content": "늦음" } }),
        )
        .await;
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn a_refused_body_names_its_fault_and_may_be_corrected() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let callback = Bot::callback(&interaction);
    for (body, status, code, path) in [
        (
            json!({ "type": 4, "data": { "content": "한".repeat(2001) } }),
            400,
            50035,
            Some("/errors/data/content/_errors/0/code"),
        ),
        (
            json!({ "type": 8, "data": { "choices": [] } }),
            400,
            50035,
            Some("/errors/type/_errors/0/code"),
        ),
        (
            json!({ "type": 7, "data": { "content": "가" } }),
            400,
            50035,
            Some("/errors/type/_errors/0/code"),
        ),
        (json!({ "type": 4, "data": {} }), 400, 50006, None),
    ] {
        let (got, error) = place.rest(Method::POST, &callback, body.clone()).await;
        assert_eq!((got, &error["code"]), (status, &json!(code)), "{body}");
        assert!(
            path.is_none_or(|path| error.pointer(path).is_some()),
            "{error}"
        );
    }
    let wrong = callback.replace("playground-interaction-token-", "x");
    let (status, error) = place.rest(Method::POST, &wrong, json!({ "type": 5 })).await;
    assert_eq!((status, &error["code"]), (401, &json!(50027)));
    let fine = json!({ "type": 4, "data": { "content": "한".repeat(2000) } });
    assert_eq!(place.rest(Method::POST, &callback, fine).await.0, 204);
    asked.await.expect("no panic");
}

#[tokio::test]
async fn a_deferred_private_answer_is_seen_by_the_asker_alone() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let deferral = json!({ "type": 5, "data": { "flags": 64 } });
    assert_eq!(
        place
            .rest(Method::POST, &Bot::callback(&interaction), deferral)
            .await
            .0,
        204
    );
    let thinking = bot.socket.dispatch("MESSAGE_CREATE").await;
    assert_eq!(thinking["flags"], 64 | 128);
    assert!(
        thinking.get("guild_id").is_none() && thinking.get("member").is_none(),
        "{thinking}"
    );
    let original = format!("{}/messages/@original", bot.webhook(&interaction));
    let (status, answer) = place
        .rest(
            Method::PATCH,
            &original,
            json!({ "content": "다 됐습니다." }),
        )
        .await;
    assert_eq!((status, &answer["flags"]), (200, &json!(64)));

    let (_, fate) = asked.await.expect("no panic");
    assert_eq!(
        (
            &fate["interaction"]["state"],
            &fate["interaction"]["response_type"]
        ),
        (&json!("answered"), &json!(5))
    );
    for (user, count) in [(MINA, 1), (ALEX, 0)] {
        let (_, seen) = place
            .act(
                Method::GET,
                &format!("/channels/{CHANNEL}/messages?user={user}"),
                Value::Null,
            )
            .await;
        assert_eq!(
            seen["messages"].as_array().map(Vec::len),
            Some(count),
            "{user} sees {seen}"
        );
    }
    let path = format!("/channels/{CHANNEL}/messages/{}", text(&answer["id"]));
    assert_eq!(
        place.rest(Method::GET, &path, Value::Null).await.1["code"],
        10008
    );
    let (status, followed) = place
        .rest(
            Method::POST,
            &bot.webhook(&interaction),
            json!({ "content": "덧붙임" }),
        )
        .await;
    assert_eq!(
        (
            status,
            &followed["interaction_metadata"]["original_response_message_id"]
        ),
        (200, &answer["id"])
    );
    assert_eq!(
        place.rest(Method::DELETE, &original, Value::Null).await.0,
        204
    );
    assert_eq!(
        place.rest(Method::GET, &original, Value::Null).await.1["code"],
        10008
    );
}

#[tokio::test]
async fn a_token_ends_with_its_lifetime() {
    let place = Place::open(Options {
        token_lifetime: Duration::from_millis(300),
        ..Options::default()
    })
    .await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let early = place
        .rest(
            Method::POST,
            &bot.webhook(&interaction),
            json!({ "content": "이르다" }),
        )
        .await;
    assert_eq!(early.1["code"], 10015);
    place
        .rest(
            Method::POST,
            &Bot::callback(&interaction),
            json!({ "type": 4, "data": { "content": "답" } }),
        )
        .await;
    asked.await.expect("no panic");
    tokio::time::sleep(Duration::from_millis(350)).await;
    let late = place
        .rest(
            Method::POST,
            &bot.webhook(&interaction),
            json!({ "content": "늦다" }),
        )
        .await;
    assert_eq!((late.0, &late.1["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn autocomplete_offers_what_the_bot_suggests() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let body = json!({ "user": MINA, "channel": CHANNEL, "command": "exports", "options": { "item": "반ㄷ" }, "focused": "item" });
    let answer = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!(interaction["type"], 4);
        assert_eq!(
            interaction["data"]["options"],
            json!([{ "name": "item", "type": 3, "value": "반ㄷ", "focused": true }])
        );
        let wrong = json!({ "type": 8, "data": { "choices": [{ "name": "반도체", "value": 1 }] } });
        let (status, error) = place
            .rest(Method::POST, &Bot::callback(&interaction), wrong)
            .await;
        assert_eq!(status, 400);
        assert!(
            error["errors"]["data"]["choices"]["0"]["value"].is_object(),
            "{error}"
        );
        let right = json!({ "type": 8, "data": { "choices": [{ "name": "반도체", "value": "semiconductors" }] } });
        assert_eq!(
            place
                .rest(Method::POST, &Bot::callback(&interaction), right)
                .await
                .0,
            204
        );
    };
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/autocomplete", body), answer);
    assert_eq!(
        fate["interaction"]["choices"],
        json!([{ "name": "반도체", "value": "semiconductors" }])
    );
}
