//! A scripted gateway for tests: it plays a turn a connection and keeps what the bot sent.
//!
//! The other side of a websocket comes from axum, which is there for the playground.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::routing::{any, get};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the server does with one connection, after HELLO and the bot's IDENTIFY or RESUME.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Drops the connection before HELLO.
    Hangup,
    /// Sends READY with an address to resume at, its own where `None`.
    Ready(Option<String>, Then),
    /// Sends an event that was missed, and RESUMED.
    Resumed(Then),
    /// Says nothing more.
    Silent(Then),
}

/// What becomes of the connection thereafter.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    /// It stays.
    Stay,
    /// It breaks, without a close.
    Drop,
    /// It is closed with a code.
    Close(u16),
    /// It is closed without one.
    CloseWithoutCode,
    /// The bot is asked to connect again (op 7).
    Reconnect,
    /// The session is declared invalid (op 9), to be resumed or not.
    Invalid { resumable: bool },
}

/// A gateway that plays one turn a connection, the last for ever, and keeps what the bot sent: `identify`, `resume 2`,
/// `close 1000`, or `hangup` for a connection of [`Turn::Hangup`].
pub struct Server {
    /// Host and port.
    pub address: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that plays `turns`, one a connection, and the last for every further one.
    pub async fn start(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (left, kept) = (Arc::new(Mutex::new(turns)), Arc::clone(&heard));
        let url = format!("ws://{address}");
        let own = url.clone();
        let app = Router::new()
            .route(
                "/api/v10/gateway/bot",
                get(move || async move { json!({ "url": url }).to_string() }),
            )
            .route(
                "/",
                any(move |upgrade: WebSocketUpgrade| async move {
                    let turn = {
                        let mut left = left.lock().unwrap();
                        if left.len() > 1 {
                            left.remove(0)
                        } else {
                            left[0].clone()
                        }
                    };
                    upgrade.on_upgrade(move |socket| play(socket, turn, own, kept))
                }),
            );
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, heard }
    }

    /// Waits, at most ten seconds, until the bot has sent this, and a moment longer for what it should not send.
    pub async fn hears(&self, expected: &[&str], when: &str) {
        let heard = async {
            while self.heard().len() < expected.len() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        };
        // What is missing shows below.
        let _ = tokio::time::timeout(Duration::from_secs(10), heard).await;
        assert_eq!(self.heard(), expected, "{when}");
    }

    /// What the bot sent so far, over all connections.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn play(mut socket: WebSocket, turn: Turn, own: String, heard: Arc<Mutex<Vec<String>>>) {
    let hear = |what: String| heard.lock().unwrap().push(what);
    if let Turn::Hangup = turn {
        hear("hangup".to_owned());
        return;
    }
    let say = |frame: Value| Message::from(frame.to_string());
    let hello = json!({ "op": 10, "t": null, "s": null, "d": { "heartbeat_interval": 60_000 } });
    let _ = socket.send(say(hello)).await;
    while let Some(Ok(message)) = socket.recv().await {
        match message {
            Message::Close(frame) => {
                let code = frame.map_or(0, |frame| frame.code);
                hear(format!("close {code}"));
                // Sent by the other side before it heard of the close.
                let late = json!({ "op": 0, "t": "LATE", "s": 9, "d": {} });
                let _ = socket.send(say(late)).await;
                return;
            }
            Message::Text(text) => {
                let frame: Value = serde_json::from_str(&text).unwrap();
                match frame["op"].as_u64() {
                    Some(2) => hear(format!("identify {}", frame["d"]["intents"])),
                    Some(6) => hear(format!("resume {}", frame["d"]["seq"])),
                    _ => continue,
                }
            }
            _ => continue,
        }
        let event = |name: &str, s: u8, d: Value| json!({ "op": 0, "t": name, "s": s, "d": d });
        let (frames, then) = match &turn {
            Turn::Hangup => return,
            Turn::Ready(at, then) => {
                let at = at.as_ref().unwrap_or(&own);
                let d = json!({ "session_id": "session", "resume_gateway_url": at });
                (vec![event("READY", 1, d)], *then)
            }
            Turn::Resumed(then) => {
                let missed = event("질문", 2, json!({}));
                (vec![missed, event("RESUMED", 3, json!({}))], *then)
            }
            Turn::Silent(then) => (Vec::new(), *then),
        };
        for frame in frames {
            let _ = socket.send(say(frame)).await;
        }
        match then {
            Then::Stay => {}
            Then::Reconnect => {
                let frame = json!({ "op": 7, "t": null, "s": null, "d": null });
                let _ = socket.send(say(frame)).await;
            }
            Then::Invalid { resumable } => {
                let frame = json!({ "op": 9, "t": null, "s": null, "d": resumable });
                let _ = socket.send(say(frame)).await;
            }
            Then::Drop => {
                // Long enough for the bot to read the frames, and to wait for more when the connection breaks.
                tokio::time::sleep(Duration::from_millis(100)).await;
                return;
            }
            Then::CloseWithoutCode => {
                let _ = socket.send(Message::Close(None)).await;
                return;
            }
            Then::Close(code) => {
                let reason = "".into();
                let _ = socket
                    .send(Message::Close(Some(CloseFrame { code, reason })))
                    .await;
                return;
            }
        }
    }
}
