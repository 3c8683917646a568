//! The playground from the outside: a bot over REST and the gateway, a member over the page's API.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as WsMessage;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::world::{ALEX, MINA};
use super::{Options, PLAYGROUND_TOKEN, Playground, PortChoice};

const CHANNEL: &str = "300000000000000002";

/// A playground that serves until it is dropped.
struct Place {
    url: String,
    http: reqwest::Client,
    _running: DropGuard,
}

impl Place {
    async fn open(options: Options) -> Self {
        let playground = Playground::bind(Options { port: PortChoice::Any, ..options }).await.expect("a free port");
        let url = playground.url();
        let shutdown = CancellationToken::new();
        tokio::spawn(playground.serve(shutdown.clone()));
        Self { url, http: reqwest::Client::new(), _running: shutdown.drop_guard() }
    }

    async fn call(&self, method: Method, path: &str, token: Option<&str>, body: Value) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).header("User-Agent", "DiscordBot (test, 1)");
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bot {token}"));
        }
        if !body.is_null() {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A call with the playground's own token.
    async fn rest(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.call(method, &format!("/api/v10{path}"), Some(PLAYGROUND_TOKEN), body).await
    }

    /// A member's action.
    async fn act(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.call(method, &format!("/playground/api{path}"), None, body).await
    }

    async fn connect(&self) -> Socket {
        let address = format!("{}/gateway?v=10&encoding=json", self.url.replace("http", "ws"));
        let (stream, _) = connect_async(address).await.expect("a gateway");
        let mut socket = Socket { stream };
        assert_eq!(socket.next().await["op"], 10);
        socket
    }

    /// A bot that is ready and has seen its servers.
    async fn bot(&self, intents: u64) -> Bot {
        let mut socket = self.connect().await;
        socket.send(json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": intents, "properties": {} } })).await;
        let ready = socket.dispatch("READY").await;
        if intents & 1 != 0 {
            for _ in ready["guilds"].as_array().expect("servers") {
                socket.dispatch("GUILD_CREATE").await;
            }
        }
        let application = ready["application"]["id"].as_str().expect("an id").to_owned();
        Bot { socket, session: ready["session_id"].clone(), application }
    }

    /// Registers `/exports` with a required year and an item.
    async fn register(&self, bot: &Bot) {
        let body = json!({
            "name": "exports", "description": "Figures", "name_localizations": { "ko": "수출" }, "contexts": [0, 1],
            "options": [
                { "type": 4, "name": "year", "description": "Year", "required": true, "name_localizations": { "ko": "연도" } },
                { "type": 3, "name": "item", "description": "Item", "autocomplete": true },
            ],
        });
        let (status, answer) = self.rest(Method::POST, &format!("/applications/{}/commands", bot.application), body).await;
        assert_eq!(status, 201, "{answer}");
    }

    /// Sends `/exports 2022` as a member; the fate arrives while the bot answers.
    fn exports(&self, user: super::ids::Id) -> impl Future<Output = (u16, Value)> + use<> {
        let (http, url) = (self.http.clone(), format!("{}/playground/api/commands?wait=final", self.url));
        let body = json!({ "user": user, "channel": CHANNEL, "command": "exports", "options": { "year": "2022" } }).to_string();
        async move {
            let response = http.post(url).header("Content-Type", "application/json").body(body).send().await.expect("an answer");
            (response.status().as_u16(), serde_json::from_str(&response.text().await.expect("a body")).expect("JSON"))
        }
    }
}

struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    async fn send(&mut self, frame: Value) {
        self.stream.send(WsMessage::text(frame.to_string())).await.expect("sent");
    }

    async fn receive(&mut self) -> WsMessage {
        timeout(Duration::from_secs(10), self.stream.next()).await.expect("in time").expect("more to come").expect("no error")
    }

    async fn next(&mut self) -> Value {
        serde_json::from_str(self.receive().await.to_text().expect("text")).expect("JSON")
    }

    /// The body of the next event, which must have this name.
    async fn dispatch(&mut self, name: &str) -> Value {
        let frame = self.next().await;
        assert_eq!(frame["t"], name, "{frame}");
        frame["d"].clone()
    }

    async fn close_code(&mut self) -> u16 {
        loop {
            if let WsMessage::Close(Some(frame)) = self.receive().await {
                return frame.code.into();
            }
        }
    }
}

struct Bot {
    socket: Socket,
    session: Value,
    application: String,
}

impl Bot {
    /// The path of an interaction's callback.
    fn callback(interaction: &Value) -> String {
        format!("/interactions/{}/{}/callback", text(&interaction["id"]), text(&interaction["token"]))
    }

    /// The path of an interaction's webhook.
    fn webhook(&self, interaction: &Value) -> String {
        format!("/webhooks/{}/{}", self.application, text(&interaction["token"]))
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

#[tokio::test]
async fn a_slash_command_is_answered_over_rest() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    assert_eq!(interaction["data"]["options"], json!([{ "name": "year", "type": 4, "value": 2022 }]));
    assert_eq!((&interaction["locale"], &interaction["guild_locale"]), (&json!("ko"), &json!("ko")));
    assert!(interaction.get("user").is_none() && interaction["member"]["user"]["id"] == json!(MINA));

    let body = json!({ "type": 4, "data": { "embeds": [{ "title": "543억 달러" }], "allowed_mentions": { "parse": [] } } });
    let (status, _) = place.rest(Method::POST, &Bot::callback(&interaction), body.clone()).await;
    assert_eq!(status, 204);
    let (status, second) = place.rest(Method::POST, &Bot::callback(&interaction), body).await;
    assert_eq!((status, &second["code"]), (400, &json!(40060)));

    let (_, fate) = asked.await.expect("no panic");
    let fate = &fate["interaction"];
    assert_eq!((&fate["state"], &fate["response_type"]), (&json!("answered"), &json!(4)));
    assert_eq!(fate["message"]["embeds"][0]["title"], "543억 달러");
    assert_eq!(fate["message"]["type"], 20);
    assert_eq!(fate["message"]["interaction_metadata"]["id"], interaction["id"]);
    let created = bot.socket.dispatch("MESSAGE_CREATE").await;
    assert_eq!((&created["id"], &created["guild_id"]), (&fate["message"]["id"], &interaction["guild_id"]));
}

#[tokio::test]
async fn a_late_answer_meets_an_unknown_interaction() {
    let place = Place::open(Options { interaction_deadline: Duration::from_millis(150), ..Options::default() }).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let (_, fate) = place.exports(ALEX).await;
    assert_eq!(fate["interaction"]["state"], "failed");
    assert_eq!(fate["interaction"]["error"], "The application did not respond");
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let (status, error) = place.rest(Method::POST, &Bot::callback(&interaction), json!({ "type": 4, "data": { "content": "늦음" } })).await;
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
        (json!({ "type": 4, "data": { "content": "한".repeat(2001) } }), 400, 50035, Some("/errors/data/content/_errors/0/code")),
        (json!({ "type": 8, "data": { "choices": [] } }), 400, 50035, Some("/errors/type/_errors/0/code")),
        (json!({ "type": 7, "data": { "content": "가" } }), 400, 50035, Some("/errors/type/_errors/0/code")),
        (json!({ "type": 4, "data": {} }), 400, 50006, None),
    ] {
        let (got, error) = place.rest(Method::POST, &callback, body.clone()).await;
        assert_eq!((got, &error["code"]), (status, &json!(code)), "{body}");
        assert!(path.is_none_or(|path| error.pointer(path).is_some()), "{error}");
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
    assert_eq!(place.rest(Method::POST, &Bot::callback(&interaction), deferral).await.0, 204);
    let thinking = bot.socket.dispatch("MESSAGE_CREATE").await;
    assert_eq!(thinking["flags"], 64 | 128);
    assert!(thinking.get("guild_id").is_none() && thinking.get("member").is_none(), "{thinking}");
    let original = format!("{}/messages/@original", bot.webhook(&interaction));
    let (status, answer) = place.rest(Method::PATCH, &original, json!({ "content": "다 됐습니다." })).await;
    assert_eq!((status, &answer["flags"]), (200, &json!(64)));

    let (_, fate) = asked.await.expect("no panic");
    assert_eq!((&fate["interaction"]["state"], &fate["interaction"]["response_type"]), (&json!("answered"), &json!(5)));
    for (user, count) in [(MINA, 1), (ALEX, 0)] {
        let (_, seen) = place.act(Method::GET, &format!("/channels/{CHANNEL}/messages?user={user}"), Value::Null).await;
        assert_eq!(seen["messages"].as_array().map(Vec::len), Some(count), "{user} sees {seen}");
    }
    let path = format!("/channels/{CHANNEL}/messages/{}", text(&answer["id"]));
    assert_eq!(place.rest(Method::GET, &path, Value::Null).await.1["code"], 10008);
    let (status, followed) = place.rest(Method::POST, &bot.webhook(&interaction), json!({ "content": "덧붙임" })).await;
    assert_eq!((status, &followed["interaction_metadata"]["original_response_message_id"]), (200, &answer["id"]));
    assert_eq!(place.rest(Method::DELETE, &original, Value::Null).await.0, 204);
    assert_eq!(place.rest(Method::GET, &original, Value::Null).await.1["code"], 10008);
}

#[tokio::test]
async fn a_token_ends_with_its_lifetime() {
    let place = Place::open(Options { token_lifetime: Duration::from_millis(300), ..Options::default() }).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let early = place.rest(Method::POST, &bot.webhook(&interaction), json!({ "content": "이르다" })).await;
    assert_eq!(early.1["code"], 10015);
    place.rest(Method::POST, &Bot::callback(&interaction), json!({ "type": 4, "data": { "content": "답" } })).await;
    asked.await.expect("no panic");
    tokio::time::sleep(Duration::from_millis(350)).await;
    let late = place.rest(Method::POST, &bot.webhook(&interaction), json!({ "content": "늦다" })).await;
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
        assert_eq!(interaction["data"]["options"], json!([{ "name": "item", "type": 3, "value": "반ㄷ", "focused": true }]));
        let wrong = json!({ "type": 8, "data": { "choices": [{ "name": "반도체", "value": 1 }] } });
        let (status, error) = place.rest(Method::POST, &Bot::callback(&interaction), wrong).await;
        assert_eq!(status, 400);
        assert!(error["errors"]["data"]["choices"]["0"]["value"].is_object(), "{error}");
        let right = json!({ "type": 8, "data": { "choices": [{ "name": "반도체", "value": "semiconductors" }] } });
        assert_eq!(place.rest(Method::POST, &Bot::callback(&interaction), right).await.0, 204);
    };
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/autocomplete", body), answer);
    assert_eq!(fate["interaction"]["choices"], json!([{ "name": "반도체", "value": "semiconductors" }]));
}

#[tokio::test]
async fn a_button_edits_its_message_and_a_modal_comes_back() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "다음 해", "custom_id": "v1:2023" }] }]);
    let (status, message) =
        place.rest(Method::POST, &format!("/channels/{CHANNEL}/messages"), json!({ "content": "2022", "components": row })).await;
    assert_eq!(status, 200, "{message}");

    let press = json!({ "user": ALEX, "message": message["id"], "custom_id": "v1:2023" });
    let update = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!(interaction["data"], json!({ "custom_id": "v1:2023", "component_type": 2, "id": 2 }));
        assert_eq!((&interaction["message"]["id"], &interaction["locale"]), (&message["id"], &json!("en-US")));
        let body = json!({ "type": 7, "data": { "content": "2023", "components": [] } });
        assert_eq!(place.rest(Method::POST, &Bot::callback(&interaction), body).await.0, 204);
    };
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/components", press.clone()), update);
    assert_eq!((&fate["interaction"]["message"]["id"], &fate["interaction"]["message"]["content"]), (&message["id"], &json!("2023")));
    assert_eq!(place.act(Method::POST, "/components", press).await.0, 404);

    let row = json!([{ "type": 1, "components": [{ "type": 2, "style": 2, "label": "제보", "custom_id": "report" }] }]);
    let path = format!("/channels/{CHANNEL}/messages/{}", text(&message["id"]));
    place.rest(Method::PATCH, &path, json!({ "components": row })).await;
    let open = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        let input = json!({ "type": 4, "custom_id": "text", "style": 2, "label": "내용" });
        let modal = json!({ "custom_id": "report", "title": "제보", "components": [{ "type": 1, "components": [input] }] });
        assert_eq!(place.rest(Method::POST, &Bot::callback(&interaction), json!({ "type": 9, "data": modal })).await.0, 204);
    };
    let press = json!({ "user": ALEX, "message": message["id"], "custom_id": "report" });
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/components", press), open);
    assert_eq!(fate["interaction"]["modal"]["title"], "제보");
    let submit = |values: Value| json!({ "user": ALEX, "interaction": fate["interaction"]["id"], "values": values });
    assert_eq!(place.act(Method::POST, "/modals", submit(json!({}))).await.1["code"], "length");
    let thank = async {
        let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
        assert_eq!((&interaction["type"], &interaction["data"]["components"][0]["components"][0]["value"]), (&json!(5), &json!("틀렸어요")));
        let body = json!({ "type": 4, "data": { "content": "고맙습니다.", "flags": 64 } });
        assert_eq!(place.rest(Method::POST, &Bot::callback(&interaction), body).await.0, 204);
    };
    let ((_, fate), ()) = tokio::join!(place.act(Method::POST, "/modals", submit(json!({ "text": "틀렸어요" }))), thank);
    assert_eq!(fate["interaction"]["message"]["content"], "고맙습니다.");
}

#[tokio::test]
async fn mentions_and_direct_messages_carry_their_content_and_others_do_not() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    let (_, state) = place.act(Method::GET, "/state", Value::Null).await;
    let dm = state["private_channels"].as_array().into_iter().flatten().find(|channel| channel["user_id"] == json!(MINA));
    let dm = text(&dm.expect("direct messages")["id"]).to_owned();
    let mention = format!("<@{}> 2022년 수출액?", bot.application);
    for (channel, content, heard, guild) in [
        (CHANNEL, mention.as_str(), mention.as_str(), true),
        (CHANNEL, "그냥 잡담", "", true),
        (&dm, "2022년 수출액?", "2022년 수출액?", false),
    ] {
        let (status, _) = place.act(Method::POST, "/messages", json!({ "user": MINA, "channel": channel, "content": content })).await;
        assert_eq!(status, 200);
        let event = bot.socket.dispatch("MESSAGE_CREATE").await;
        assert_eq!(event["content"], heard, "{content}");
        assert_eq!(event.get("guild_id").is_some(), guild, "{content}");
        assert_eq!(event["mentions"].as_array().map(Vec::len), Some(usize::from(content.starts_with('<'))), "{content}");
    }
}

#[tokio::test]
async fn a_reply_is_waited_for_and_an_enforced_nonce_sends_once() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(4609).await;
    let ask = json!({ "user": MINA, "channel": CHANNEL, "content": format!("<@{}>", bot.application) });
    let answer = async {
        let question = bot.socket.dispatch("MESSAGE_CREATE").await;
        let body = json!({
            "content": "네.", "nonce": "n1", "enforce_nonce": true, "allowed_mentions": { "parse": [] },
            "message_reference": { "message_id": question["id"], "fail_if_not_exists": false },
        });
        let path = format!("/channels/{CHANNEL}/messages");
        let (first, second) = (place.rest(Method::POST, &path, body.clone()).await, place.rest(Method::POST, &path, body).await);
        assert_eq!(first.1["id"], second.1["id"]);
    };
    let ((_, sent), ()) = tokio::join!(place.act(Method::POST, "/messages?reply_ms=5000", ask), answer);
    let reply = &sent["replies"][0];
    assert_eq!((&reply["type"], &reply["referenced_message"]["id"]), (&json!(19), &sent["message"]["id"]));
    assert_eq!(reply["mentions"], json!([]));
}

#[tokio::test]
async fn missed_events_are_replayed_after_a_resume() {
    let place = Place::open(Options { gateway_control: true, ..Options::default() }).await;
    let mut bot = place.bot(4609).await;
    let say = |content: &'static str| {
        let body = json!({ "user": MINA, "channel": CHANNEL, "content": format!("<@{}> {content}", bot.application) });
        place.act(Method::POST, "/messages", body)
    };
    assert_eq!(place.act(Method::POST, "/gateway", json!({ "action": "cut" })).await.1["connections"], 1);
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
        (json!({ "op": 6, "d": { "token": "x", "session_id": "y", "seq": 1 } }), 4004),
        (json!({ "op": 2, "d": { "token": PLAYGROUND_TOKEN, "intents": 0, "shard": [1, 1] } }), 4010),
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
    let place = Place::open(Options { heartbeat_interval: Duration::from_millis(20), ..Options::default() }).await;
    let mut socket = place.connect().await;
    assert_eq!(socket.close_code().await, 4009);
}

#[tokio::test]
async fn each_shard_sees_its_own_servers() {
    let place = Place::open(Options::default()).await;
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
async fn calls_are_refused_as_discord_refuses_them() {
    let place = Place::open(Options::default()).await;
    let bot = place.bot(0).await;
    let own = format!("/api/v10/applications/{}/commands", bot.application);
    for (method, path, token, status, code) in [
        (Method::GET, "/api/v10/users/@me", None, 401, 0),
        (Method::GET, "/api/v10/users/@me", Some("nonsense"), 401, 0),
        (Method::GET, "/api/v10/nowhere", Some(PLAYGROUND_TOKEN), 404, 0),
        (Method::GET, "/api/v10/channels/300000000000000002/nowhere", Some(PLAYGROUND_TOKEN), 404, 0),
        (Method::DELETE, "/api/v10/gateway", Some(PLAYGROUND_TOKEN), 405, 0),
        (Method::GET, "/api/v6/gateway", Some(PLAYGROUND_TOKEN), 400, 50041),
        (Method::GET, "/api/v10/channels/1", Some(PLAYGROUND_TOKEN), 404, 10003),
        (Method::GET, "/api/v10/channels/x", Some(PLAYGROUND_TOKEN), 400, 50035),
        (Method::GET, "/api/v10/channels/300000000000000105", Some(PLAYGROUND_TOKEN), 403, 50001),
        (Method::GET, "/api/v10/channels/300000000000000002/messages/1", Some(PLAYGROUND_TOKEN), 404, 10008),
        (Method::POST, "/api/v10/channels/300000000000000104/typing", Some(PLAYGROUND_TOKEN), 403, 50013),
        (Method::GET, &own, Some("another.bots.token"), 403, 20012),
        (Method::DELETE, &format!("{own}/1"), Some(PLAYGROUND_TOKEN), 404, 10063),
        (Method::GET, "/api/v10/applications/1/guilds/1/commands", Some(PLAYGROUND_TOKEN), 403, 20012),
    ] {
        let (got, body) = place.call(method.clone(), path, token, Value::Null).await;
        assert_eq!((got, &body["code"]), (status, &json!(code)), "{method} {path}");
    }
    let anonymous = place.http.get(format!("{}/api/v10/gateway", place.url)).send().await.expect("an answer");
    assert_eq!(anonymous.status(), 403);
    let rebound = place.http.get(format!("{}/playground/api/state", place.url)).header("Host", "example.com").send().await;
    assert_eq!(rebound.expect("an answer").status(), 403);
    let (status, error) = place.rest(Method::POST, "/channels/300000000000000103/messages", json!({ "embeds": [{ "title": "수출" }] })).await;
    assert_eq!((status, &error["code"]), (403, &json!(50013)));
}

#[tokio::test]
async fn a_file_is_sent_along_and_can_be_fetched() {
    let place = Place::open(Options::default()).await;
    place.bot(0).await;
    let payload = json!({ "embeds": [{ "image": { "url": "attachment://chart.png" } }], "attachments": [{ "id": 0, "description": "그래프" }] });
    let form = reqwest::multipart::Form::new()
        .part("files[0]", reqwest::multipart::Part::bytes(b"\x89PNG".to_vec()).file_name("chart.png"))
        .text("payload_json", payload.to_string());
    let response = place.http.post(format!("{}/api/v10/channels/{CHANNEL}/messages", place.url))
        .header("User-Agent", "DiscordBot (test, 1)")
        .header("Authorization", format!("Bot {PLAYGROUND_TOKEN}"))
        .multipart(form).send().await.expect("an answer");
    assert!(response.headers().contains_key("x-ratelimit-bucket"));
    let message: Value = serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
    let attachment = &message["attachments"][0];
    assert_eq!((&attachment["filename"], &attachment["description"]), (&json!("chart.png"), &json!("그래프")));
    assert_eq!(message["embeds"][0]["image"]["url"], attachment["url"]);
    let picture = place.http.get(text(&attachment["url"])).send().await.expect("an answer");
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
    place.rest(Method::POST, &Bot::callback(&interaction), json!({ "type": 4, "data": { "content": "답" } })).await;
    asked.await.expect("no panic");
    let (_, wire) = place.act(Method::GET, "/wire", Value::Null).await;
    let entries = wire["entries"].as_array().expect("entries");
    let callback = entries.iter().find(|entry| text_or(&entry["path"]).ends_with("/callback")).expect("the callback");
    assert_eq!((&callback["status"], &callback["interaction_id"]), (&json!(204), &interaction["id"]));
    assert_eq!(callback["request"]["data"]["content"], "답");
    assert!(entries.iter().any(|entry| entry["frame"]["t"] == "INTERACTION_CREATE"));
    let everything = wire.to_string();
    assert!(!everything.contains(PLAYGROUND_TOKEN) && !everything.contains(text(&interaction["token"])));
}

fn text_or(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}
