//! The gateway: resume, close codes, heartbeats, shards.

use super::*;

#[tokio::test]
async fn missed_events_are_replayed_after_a_resume() {
    let place = Place::open(Options {
        gateway_control: true,
        ..Options::default()
    })
    .await;
    let mut bot = place.bot(4609).await;
    let say = |content: &'static str| {
        let body = json!({ "user": MINA, "channel": CHANNEL, "content": format!("<@{}> {content}", bot.application) });
        place.act(Method::POST, "/messages", body)
    };
    assert_eq!(
        place
            .act(Method::POST, "/gateway", json!({ "action": "cut" }))
            .await
            .1["connections"],
        1
    );
    say("하나").await;
    say("둘").await;
    let mut socket = place.connect().await;
    socket.send(json!({ "op": 6, "d": { "token": PLAYGROUND_TOKEN, "session_id": bot.session, "seq": 3 } })).await;
    for (name, part) in [("MESSAGE_CREATE", "하나"), ("MESSAGE_CREATE", "둘")] {
        let event = socket.dispatch(name).await;
        assert!(text(&event["content"]).ends_with(part), "{event}");
    }
    socket.dispatch("RESUMED").await;
    say("셋").await;
    assert!(text(&socket.dispatch("MESSAGE_CREATE").await["content"]).ends_with("셋"));
    bot.socket = socket;
}

#[tokio::test]
async fn connections_are_refused_with_the_right_codes() {
    let place = Place::open(Options::default()).await;
    let identify = |token: &str, intents: u64| json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": {} } });
    for (frame, code) in [
        (json!({ "op": 99 }), 4001),
        (json!("하나"), 4002),
        (json!({ "op": 1, "d": "한".repeat(1400) }), 4002),
        (json!({ "op": 3, "d": {} }), 4003),
        (identify("not a token", 0), 4004),
        (
            json!({ "op": 6, "d": { "token": "x", "session_id": "y", "seq": 1 } }),
            4004,
        ),
        (
            json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": 0, "shard": [1, 1] } }),
            4010,
        ),
        (identify(PLAYGROUND_TOKEN, 1 << 30), 4013),
        (identify(PLAYGROUND_TOKEN, 1 << 15), 4014),
    ] {
        let mut socket = place.connect().await;
        socket.send(frame.clone()).await;
        assert_eq!(socket.close_code().await, code, "{frame}");
    }
    let mut bot = place.bot(0).await;
    bot.socket.send(identify(PLAYGROUND_TOKEN, 0)).await;
    assert_eq!(bot.socket.close_code().await, 4005);

    let mut socket = place.connect().await;
    socket.send(json!({ "op": 6, "d": { "token": PLAYGROUND_TOKEN, "session_id": bot.session, "seq": 99 } })).await;
    assert_eq!(socket.close_code().await, 4007);
    let mut socket = place.connect().await;
    socket.send(json!({ "op": 6, "d": { "token": PLAYGROUND_TOKEN, "session_id": "unknown", "seq": 1 } })).await;
    let invalid = socket.next().await;
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
    for _ in 0..119 {
        socket.send(json!({ "op": 1, "d": null })).await;
        assert_eq!(socket.next().await["op"], 11);
    }
    socket.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(socket.close_code().await, 4008);
}

#[tokio::test]
async fn a_client_without_heartbeats_is_dropped() {
    let place = Place::open(Options {
        heartbeat_interval: Duration::from_millis(20),
        ..Options::default()
    })
    .await;
    let mut socket = place.connect().await;
    assert_eq!(socket.close_code().await, 4009);
}

#[tokio::test]
async fn each_shard_sees_its_own_servers() {
    let options = Options {
        max_concurrency: 2,
        ..Options::default()
    };
    let place = Place::open(options).await;
    for shard in [0, 1] {
        let mut socket = place.connect().await;
        socket.send(json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": 1, "shard": [shard, 2] } })).await;
        let ready = socket.dispatch("READY").await;
        let guilds = ready["guilds"].as_array().expect("servers");
        assert_eq!(guilds.len(), 1);
        assert_eq!(socket.dispatch("GUILD_CREATE").await["id"], guilds[0]["id"]);
    }
}

#[tokio::test]
async fn more_shards_than_allowed_begin_no_session_at_once() {
    const WINDOW: Duration = Duration::from_millis(500);
    let options = Options {
        shards: 4,
        max_concurrency: 2,
        identify_window: WINDOW,
        more_guilds: 2,
        ..Options::default()
    };
    let place = Place::open(options).await;
    let (_, gateway) = place.rest(Method::GET, "/gateway/bot", Value::Null).await;
    assert_eq!(gateway["shards"], 4);
    assert_eq!(gateway["session_start_limit"]["max_concurrency"], 2);
    assert_eq!(gateway["session_start_limit"]["remaining"], 1_000);
    let identify = |shard: u64| json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": 1, "shard": [shard, 4] } });
    let mut sockets = Vec::new();
    for shard in 0..4 {
        let mut socket = place.connect().await;
        socket.send(identify(shard)).await;
        if shard < 2 {
            assert_eq!(socket.dispatch("READY").await["shard"], json!([shard, 4]));
        } else {
            let frame = socket.next().await;
            assert_eq!((&frame["op"], &frame["d"]), (&json!(9), &json!(false)));
        }
        sockets.push(socket);
    }
    tokio::time::sleep(WINDOW).await;
    for (shard, socket) in (0..4).zip(&mut sockets).skip(2) {
        socket.send(identify(shard)).await;
        let ready = socket.dispatch("READY").await;
        assert_eq!(ready["guilds"].as_array().map(Vec::len), Some(1), "{ready}");
    }
    let (_, gateway) = place.rest(Method::GET, "/gateway/bot", Value::Null).await;
    assert_eq!(gateway["session_start_limit"]["remaining"], 996);
}

#[tokio::test]
async fn connections_can_be_told_to_beat_reconnect_and_start_anew() {
    let place = Place::open(Options {
        gateway_control: true,
        identify_window: Duration::ZERO,
        ..Options::default()
    })
    .await;
    let mut bot = place.bot(0).await;
    let control = |action: Value| place.act(Method::POST, "/gateway", action);
    for (action, op, d) in [
        (json!({ "action": "heartbeat" }), 1, Value::Null),
        (json!({ "action": "reconnect" }), 7, Value::Null),
        (
            json!({ "action": "invalidate", "resumable": true }),
            9,
            json!(true),
        ),
        (
            json!({ "action": "invalidate", "resumable": false }),
            9,
            json!(false),
        ),
    ] {
        assert_eq!(control(action).await.1["connections"], 1);
        let frame = bot.socket.next().await;
        assert_eq!((&frame["op"], &frame["d"]), (&json!(op), &d));
    }
    bot.socket
        .send(json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": 0 } }))
        .await;
    bot.socket.dispatch("READY").await;
    control(json!({ "action": "close", "code": 4000 })).await;
    assert_eq!(bot.socket.close_code().await, 4000);

    let place = Place::open(Options::default()).await;
    assert_eq!(
        place
            .act(Method::POST, "/gateway", json!({ "action": "cut" }))
            .await
            .0,
        403
    );
}
