//! REST calls that are refused, and as what.

use super::*;

#[tokio::test]
async fn calls_are_refused_as_discord_refuses_them() {
    let place = Place::open(Options::default()).await;
    let bot = place.bot(0).await;
    let own = format!("/api/v10/applications/{}/commands", bot.application);
    for (method, path, token, status, code) in [
        (Method::GET, "/api/v10/users/@me", None, 401, 0),
        (Method::GET, "/api/v10/users/@me", Some("nonsense"), 401, 0),
        (
            Method::GET,
            "/api/v10/nowhere",
            Some(PLAYGROUND_TOKEN),
            404,
            0,
        ),
        (
            Method::GET,
            "/api/v10/channels/300000000000000002/nowhere",
            Some(PLAYGROUND_TOKEN),
            404,
            0,
        ),
        (
            Method::DELETE,
            "/api/v10/gateway",
            Some(PLAYGROUND_TOKEN),
            405,
            0,
        ),
        (
            Method::GET,
            "/api/v6/gateway",
            Some(PLAYGROUND_TOKEN),
            400,
            50041,
        ),
        (
            Method::GET,
            "/api/v10/channels/1",
            Some(PLAYGROUND_TOKEN),
            404,
            10003,
        ),
        (
            Method::GET,
            "/api/v10/channels/x",
            Some(PLAYGROUND_TOKEN),
            400,
            50035,
        ),
        (
            Method::GET,
            "/api/v10/channels/300000000000000105",
            Some(PLAYGROUND_TOKEN),
            403,
            50001,
        ),
        (
            Method::GET,
            "/api/v10/channels/300000000000000002/messages/1",
            Some(PLAYGROUND_TOKEN),
            404,
            10008,
        ),
        (
            Method::POST,
            "/api/v10/channels/300000000000000104/typing",
            Some(PLAYGROUND_TOKEN),
            403,
            50013,
        ),
        (Method::GET, &own, Some("another.bots.token"), 403, 20012),
        (
            Method::DELETE,
            &format!("{own}/1"),
            Some(PLAYGROUND_TOKEN),
            404,
            10063,
        ),
        (
            Method::GET,
            "/api/v10/applications/1/guilds/1/commands",
            Some(PLAYGROUND_TOKEN),
            403,
            20012,
        ),
    ] {
        let (got, body) = place.call(method.clone(), path, token, Value::Null).await;
        assert_eq!(
            (got, &body["code"]),
            (status, &json!(code)),
            "{method} {path}"
        );
    }
    let anonymous = place
        .http
        .get(format!("{}/api/v10/gateway", place.url))
        .send()
        .await
        .expect("an answer");
    assert_eq!(anonymous.status(), 403);
    let rebound = place
        .http
        .get(format!("{}/playground/api/state", place.url))
        .header("Host", "example.com")
        .send()
        .await;
    assert_eq!(rebound.expect("an answer").status(), 403);
    let (status, error) = place
        .rest(
            Method::POST,
            "/channels/300000000000000103/messages",
            json!({ "embeds": [{ "title": "수출" }] }),
        )
        .await;
    assert_eq!((status, &error["code"]), (403, &json!(50013)));
}
