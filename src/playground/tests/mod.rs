//! The playground from the outside: a bot over REST and the gateway, a member over the page's API.

mod answers;
mod calls;
mod connections;
mod members;
mod running;

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
        let playground = Playground::bind(Options {
            port: PortChoice::Any,
            ..options
        })
        .await
        .expect("a free port");
        let url = playground.url();
        let shutdown = CancellationToken::new();
        tokio::spawn(playground.serve(shutdown.clone()));
        Self {
            url,
            http: reqwest::Client::new(),
            _running: shutdown.drop_guard(),
        }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Value,
    ) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .header("User-Agent", "DiscordBot (test, 1)");
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bot {token}"));
        }
        if !body.is_null() {
            request = request
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A call with the playground's own token.
    async fn rest(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.call(
            method,
            &format!("/api/v10{path}"),
            Some(PLAYGROUND_TOKEN),
            body,
        )
        .await
    }

    /// A member's action.
    async fn act(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.call(method, &format!("/playground/api{path}"), None, body)
            .await
    }

    async fn connect(&self) -> Socket {
        let address = format!(
            "{}/gateway?v=10&encoding=json",
            self.url.replace("http", "ws")
        );
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
        let application = ready["application"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        Bot {
            socket,
            session: ready["session_id"].clone(),
            application,
        }
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
        let (status, answer) = self
            .rest(
                Method::POST,
                &format!("/applications/{}/commands", bot.application),
                body,
            )
            .await;
        assert_eq!(status, 201, "{answer}");
    }

    /// Sends `/exports 2022` as a member; the fate arrives while the bot answers.
    fn exports(&self, user: super::ids::Id) -> impl Future<Output = (u16, Value)> + use<> {
        let (http, url) = (
            self.http.clone(),
            format!("{}/playground/api/commands?wait=final", self.url),
        );
        let body = json!({ "user": user, "channel": CHANNEL, "command": "exports", "options": { "year": "2022" } }).to_string();
        async move {
            let response = http
                .post(url)
                .header("Content-Type", "application/json")
                .body(body)
                .send()
                .await
                .expect("an answer");
            (
                response.status().as_u16(),
                serde_json::from_str(&response.text().await.expect("a body")).expect("JSON"),
            )
        }
    }
}

struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    async fn send(&mut self, frame: Value) {
        self.stream
            .send(WsMessage::text(frame.to_string()))
            .await
            .expect("sent");
    }

    async fn receive(&mut self) -> WsMessage {
        timeout(Duration::from_secs(10), self.stream.next())
            .await
            .expect("in time")
            .expect("more to come")
            .expect("no error")
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
        format!(
            "/interactions/{}/{}/callback",
            text(&interaction["id"]),
            text(&interaction["token"])
        )
    }

    /// The path of an interaction's webhook.
    fn webhook(&self, interaction: &Value) -> String {
        format!(
            "/webhooks/{}/{}",
            self.application,
            text(&interaction["token"])
        )
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}
