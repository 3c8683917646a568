//! What is sent, how often, and what is never printed, against a scripted server.

use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

use super::transport::OUR_USER_AGENT;
use super::*;
use crate::discord::mock::{Mock, Step};

const BOT_TOKEN: &str = "secret-bot-token";
const INTERACTION_TOKEN: &str = "secret-interaction-token";

const OK: Step = Step::Say(204, "", "");
const BROKEN: Step = Step::Say(500, "", "<html>");
const BUSY: Step = Step::Say(
    429,
    "",
    r#"{"message":"wait","retry_after":0.02,"global":false}"#,
);
const BUSY_BY_HEADER: Step = Step::Say(429, "retry-after: 0\r\n", "<html>");
const BUSY_FOR_LONG: Step = Step::Say(429, "retry-after: 0\r\n", r#"{"retry_after":64.5}"#);
const EXPIRED: Step = Step::Say(404, "", r#"{"code":10062,"message":"Unknown interaction"}"#);
const ACKNOWLEDGED: Step = Step::Say(400, "", r#"{"code":40060,"message":"already"}"#);
const INVALID: Step = Step::Say(
    400,
    "",
    r#"{"code":50035,"message":"Invalid","errors":{"data":{"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"?"}]}}}}}}"#,
);
const BAD_TOKEN: Step = Step::Say(401, "", r#"{"code":0,"message":"401: Unauthorized"}"#);
const ELSEWHERE: Step = Step::Say(302, "location: http://127.0.0.1:1/\r\n", "");

fn rest(mock: &Mock) -> Rest {
    crate::discord::install_crypto_provider();
    Rest::new(mock.base.clone(), &Token::new(BOT_TOKEN).unwrap()).unwrap()
}

fn interaction() -> Callback {
    Callback {
        id: InteractionId::new(7),
        token: INTERACTION_TOKEN.to_owned(),
        received: Instant::now(),
        inline: None,
    }
}

fn scope() -> Scope {
    Scope {
        application: ApplicationId::new(1),
        guild: None,
    }
}

fn outcome(result: Result<(), RestError>) -> String {
    result.map_or_else(|error| error.to_string(), |()| "done".to_owned())
}

#[tokio::test]
async fn a_callback_is_tried_again_only_where_that_can_help() {
    let route = "POST /interactions/{interaction}/{token}/callback";
    for (script, requests, expected) in [
        (&[OK][..], 1, "done".to_owned()),
        (&[Step::Say(200, "", "{}")], 1, "done".to_owned()),
        (&[BROKEN, OK], 2, "done".to_owned()),
        (&[Step::Drop, OK], 2, "done".to_owned()),
        (&[BUSY, BUSY, OK], 3, "done".to_owned()),
        (&[BUSY_BY_HEADER, OK], 2, "done".to_owned()),
        (&[Step::Say(429, "", ""), OK], 2, "done".to_owned()),
        (&[BROKEN, ACKNOWLEDGED], 2, "done".to_owned()),
        (&[Step::Hang, ACKNOWLEDGED], 2, "done".to_owned()),
        (
            &[ACKNOWLEDGED],
            1,
            format!("{route} was refused with status 400, code 40060"),
        ),
        (
            &[BUSY_FOR_LONG],
            1,
            format!("{route} is rate limited for 64.5 s"),
        ),
        (
            &[EXPIRED],
            1,
            format!("{route} was refused with status 404, code 10062"),
        ),
        (
            &[BROKEN, EXPIRED],
            2,
            format!("{route} was refused with status 404, code 10062"),
        ),
        (
            &[INVALID],
            1,
            format!(
                "{route} was refused with status 400, code 50035 at data.embeds.0.title: BASE_TYPE_MAX_LENGTH"
            ),
        ),
        // Its own token is refused, not the bot's.
        (
            &[BAD_TOKEN],
            1,
            format!("{route} was refused with status 401, code 0"),
        ),
        (
            &[ELSEWHERE],
            1,
            format!("{route} was refused with status 302"),
        ),
    ] {
        let mock = Mock::start(script).await;
        let result = rest(&mock)
            .respond(&interaction(), &json!({ "type": 4 }))
            .await;
        assert_eq!(outcome(result), expected, "{script:?}");
        assert_eq!(mock.requests().len(), requests, "{script:?}");
    }
}

#[tokio::test]
async fn a_callback_is_given_up_when_its_three_seconds_are_over() {
    let mock = Mock::start(&[BROKEN]).await;
    let began = Instant::now();
    let result = rest(&mock).respond(&interaction(), &json!({})).await;
    assert_eq!(
        outcome(result),
        "POST /interactions/{interaction}/{token}/callback failed on Discord's side with status 500"
    );
    assert!(
        began.elapsed() < INTERACTION_DEADLINE,
        "{:?}",
        began.elapsed()
    );
    assert!(
        mock.requests().len() > 2,
        "{} attempts",
        mock.requests().len()
    );

    let late = Callback {
        received: Instant::now() - INTERACTION_DEADLINE,
        ..interaction()
    };
    let attempts = mock.requests().len();
    assert_eq!(
        outcome(rest(&mock).respond(&late, &json!({})).await),
        "POST /interactions/{interaction}/{token}/callback came too late to be sent"
    );
    assert_eq!(mock.requests().len(), attempts);
}

#[tokio::test]
async fn suggestions_are_sent_once() {
    for script in [[BROKEN, OK], [Step::Drop, OK], [BUSY, OK]] {
        let mock = Mock::start(&script).await;
        let result = rest(&mock)
            .suggest(&interaction(), &json!({ "type": 8 }))
            .await;
        assert!(result.is_err(), "{script:?}");
        assert_eq!(mock.requests().len(), 1, "{script:?}");
    }
}

#[tokio::test]
async fn a_refused_bot_token_is_told_apart() {
    let mock = Mock::start(&[BAD_TOKEN]).await;
    let rest = rest(&mock);
    let sent = rest
        .send_message(ChannelId::new(3), &json!({}), Instant::now())
        .await;
    assert!(sent.is_err_and(|error| error.is_unauthorized()));
    let listed = rest.commands(scope()).await;
    assert!(listed.is_err_and(|error| error.is_unauthorized()));
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn requests_carry_what_discord_asks_for_and_the_token_only_where_needed() {
    let mock = Mock::start(&[Step::Say(200, "", "[]")]).await;
    let rest = rest(&mock);
    let body = json!({ "content": "수출" });
    rest.respond(&interaction(), &body).await.unwrap();
    rest.send_message(ChannelId::new(3), &body, Instant::now())
        .await
        .unwrap();
    rest.commands(scope()).await.unwrap();
    let guild = Scope {
        guild: Some(GuildId::new(2)),
        ..scope()
    };
    rest.create_command(guild, &body).await.unwrap();
    rest.edit_command(scope(), CommandId::new(9), &body)
        .await
        .unwrap();
    let place = (ChannelId::new(3), MessageId::new(4));
    rest.edit_message(place, &body, Instant::now())
        .await
        .unwrap();
    rest.delete_message(place, Instant::now()).await.unwrap();
    rest.delete_pressed(ApplicationId::new(1), &interaction())
        .await
        .unwrap();
    let requests = mock.requests();
    for (request, (line, authorized)) in requests.iter().zip([
        (
            "POST /api/v10/interactions/7/secret-interaction-token/callback ",
            false,
        ),
        ("POST /api/v10/channels/3/messages ", true),
        (
            "GET /api/v10/applications/1/commands?&with_localizations=true ",
            true,
        ),
        ("POST /api/v10/applications/1/guilds/2/commands ", true),
        ("PATCH /api/v10/applications/1/commands/9 ", true),
        ("PATCH /api/v10/channels/3/messages/4 ", true),
        ("DELETE /api/v10/channels/3/messages/4 ", true),
        (
            "DELETE /api/v10/webhooks/1/secret-interaction-token/messages/@original ",
            false,
        ),
    ]) {
        assert!(request.starts_with(line), "{request}");
        let user_agent = format!("user-agent: {OUR_USER_AGENT}\r\n");
        assert!(request.contains(&user_agent), "{request}");
        assert_eq!(request.matches("user-agent: ").count(), 1, "{request}");
        assert_eq!(
            request.contains("authorization: Bot secret-bot-token\r\n"),
            authorized,
            "{request}"
        );
        assert_eq!(request.contains(BOT_TOKEN), authorized, "{request}");
        if line.starts_with('P') {
            assert!(
                request.contains("content-type: application/json\r\n"),
                "{request}"
            );
            assert!(request.ends_with(r#"{"content":"수출"}"#), "{request}");
        }
    }
    assert_eq!(requests.len(), 8);
}

#[tokio::test]
async fn a_message_that_was_posted_is_known_by_its_id() {
    for (answer, expected) in [
        (r#"{"id":"8","content":""}"#, Some(MessageId::new(8))),
        ("{}", None),
        ("", None),
    ] {
        let mock = Mock::start(&[Step::Say(200, "", answer)]).await;
        let sent = rest(&mock)
            .send_message(ChannelId::new(3), &json!({}), Instant::now())
            .await;
        assert_eq!(sent.unwrap(), expected, "{answer:?}");
    }
}

#[tokio::test]
async fn the_gateway_tells_its_address_and_how_sessions_may_begin() {
    let mock = Mock::start(&[BROKEN, Step::Say(200, "", r#"{"url":"ws://127.0.0.1:9"}"#)]).await;
    let gateway = rest(&mock).gateway().await.unwrap();
    assert_eq!(
        (gateway.url.as_str(), gateway.shards),
        ("ws://127.0.0.1:9", 1)
    );
    assert_eq!(gateway.session_start_limit.max_concurrency, 1);
    assert!(mock.requests()[1].starts_with("GET /api/v10/gateway/bot "));

    let large = r#"{"url":"ws://127.0.0.1:9","shards":32,"session_start_limit":{"total":2000,"remaining":7,"reset_after":1000,"max_concurrency":16}}"#;
    let mock = Mock::start(&[Step::Say(200, "", large)]).await;
    let gateway = rest(&mock).gateway().await.unwrap();
    let limit = gateway.session_start_limit;
    assert_eq!((gateway.shards, limit.max_concurrency), (32, 16));
    assert_eq!(
        (limit.total, limit.remaining, limit.reset_after),
        (2_000, 7, 1_000)
    );

    let mock = Mock::start(&[Step::Say(200, "", "{}")]).await;
    let error = rest(&mock).gateway().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /gateway/bot was answered with something unexpected"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "missing field `url` at line 1 column 2"
    );
}

/// Collects what a subscriber writes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_token_is_logged_at_any_level_even_without_a_filter() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut errors = Vec::new();
    for script in [
        &[BROKEN, Step::Drop, INVALID][..],
        &[BUSY, EXPIRED],
        &[BAD_TOKEN],
        &[OK],
    ] {
        let mock = Mock::start(script).await;
        let rest = rest(&mock);
        let body = json!({ "content": "비밀 질문" });
        errors.extend(rest.respond(&interaction(), &body).await.err());
        errors.extend(
            rest.send_message(ChannelId::new(3), &body, Instant::now())
                .await
                .err(),
        );
    }
    drop(guard);
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("trying again"), "{logged}");
    let printed = format!("{logged}{errors:?}");
    for secret in [BOT_TOKEN, INTERACTION_TOKEN, "비밀"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[tokio::test]
async fn an_address_without_anybody_is_told_apart_from_silence() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    crate::discord::install_crypto_provider();
    let base = ApiBase::new(&format!("http://{address}")).unwrap();
    let rest = Rest::new(base, &Token::new(BOT_TOKEN).unwrap()).unwrap();
    let error = rest.suggest(&interaction(), &json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /interactions/{interaction}/{token}/callback found nobody to connect to"
    );
    assert!(
        !format!("{error:?}").contains(INTERACTION_TOKEN),
        "{error:?}"
    );
}
