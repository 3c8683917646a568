//! A server that is to a bot what Discord is, as far as a load test goes: one gateway session, and the calls of five libraries.
//! It keeps nothing but when each question was due, so that it costs the same whichever bot is measured.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, post};
use axum::serve::ListenerExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};

const READY: &str = include_str!("../../src/discord/fixtures/ready.json");
const GUILD: &str = include_str!("../../src/discord/fixtures/guild_create.json");
const COMMAND: &str = include_str!("../../src/discord/fixtures/interaction_command_exports.json");

/// Ids of the first question, of who asks it and where. Everybody asks once: nobody is held back for asking too much.
const FIRST_ID: u64 = 1_400_000_000_000_000_000;

/// A question, and the titles in both languages of the document that answers it.
pub struct Question {
    pub text: String,
    pub titles: [String; 2],
}

/// What is known of one measurement.
#[derive(Default)]
pub struct Tally {
    /// From when each question was due until its answer arrived, in the order of the answers.
    pub latencies: Vec<Duration>,
    /// Answers that name the document asked for.
    pub right: usize,
    /// Answers to what was answered already, or was never asked.
    pub strange: usize,
}

/// Discord's side. One for each bot, so that nothing of the last one is left.
pub struct Server {
    pub address: SocketAddr,
    /// As many permits as answers arrived; only the saturated measurement takes any.
    pub answers: Semaphore,
    questions: Arc<Vec<Question>>,
    state: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    asked: u64,
    /// When each open question was due, and which it is.
    due: HashMap<u64, (Instant, usize)>,
    tally: Tally,
    frames: Option<mpsc::UnboundedSender<String>>,
    commands: u64,
}

impl Server {
    /// Listens on a free port of this machine, until the runtime ends.
    pub async fn start(questions: Arc<Vec<Question>>) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Arc::new(Self {
            address: listener.local_addr().expect("a bound address"),
            answers: Semaphore::new(0),
            questions,
            state: Mutex::default(),
        });
        let router = Router::new()
            .route(
                "/api/v10/interactions/{id}/{token}/callback",
                post(callback),
            )
            .route("/", any(gateway))
            .route("/gateway", any(gateway))
            .route("/gateway/", any(gateway))
            .fallback(call)
            .with_state(Arc::clone(&server));
        tokio::spawn(async move {
            // A frame must not wait for the acknowledgement of the one before.
            let listener = listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            axum::serve(listener, router).await.expect("a server");
        });
        server
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.state.lock().expect("nobody panics with it")
    }

    /// Whether a bot has a session.
    pub fn online(&self) -> bool {
        self.open().frames.is_some()
    }

    /// Asks the next question; its answer is late from `due` on.
    pub fn ask(&self, due: Instant) {
        let mut open = self.open();
        let number = open.asked;
        open.asked += 1;
        let position = usize::try_from(number).expect("few questions") % self.questions.len();
        let frame = interaction(number, &self.questions[position].text);
        open.due.insert(FIRST_ID + number, (due, position));
        if let Some(frames) = &open.frames {
            // A connection that ended is seen by the answers that are missing.
            let _ = frames.send(frame);
        }
    }

    /// Questions without an answer.
    pub fn unanswered(&self) -> usize {
        self.open().due.len()
    }

    /// What was measured since the last time, which is forgotten.
    pub fn take(&self) -> Tally {
        let mut open = self.open();
        open.due.clear();
        std::mem::take(&mut open.tally)
    }
}

/// An interaction as a member's `/ask` arrives; everybody is somebody else, in another channel.
fn interaction(number: u64, question: &str) -> String {
    let mut frame: Value = serde_json::from_str(COMMAND).expect("the sample is JSON");
    frame["s"] = json!(number + 10);
    let payload = &mut frame["d"];
    payload["id"] = json!((FIRST_ID + number).to_string());
    payload["token"] = json!(format!("token-of-the-load-test-{number}"));
    payload["member"]["user"]["id"] = json!((FIRST_ID + number).to_string());
    payload["channel_id"] = json!((FIRST_ID + number).to_string());
    payload["channel"]["id"] = payload["channel_id"].clone();
    payload["data"]["name"] = json!("ask");
    payload["data"]["options"] = json!([{ "name": "question", "type": 3, "value": question }]);
    frame.to_string()
}

async fn callback(
    State(server): State<Arc<Server>>,
    Path((id, _)): Path<(u64, String)>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let arrived = Instant::now();
    {
        let mut open = server.open();
        match open.due.remove(&id) {
            Some((due, position)) => {
                open.tally
                    .latencies
                    .push(arrived.saturating_duration_since(due));
                let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
                let title = answer["data"]["embeds"][0]["title"]
                    .as_str()
                    .unwrap_or_default();
                let titles = &server.questions[position].titles;
                let named = titles.iter().any(|of| of == title);
                open.tally.right += usize::from(named);
            }
            None => open.tally.strange += 1,
        }
    }
    server.answers.add_permits(1);
    if query.is_some_and(|query| query.contains("with_response=true")) {
        let interaction = json!({
            "id": id.to_string(), "type": 2,
            "response_message_loading": false, "response_message_ephemeral": false,
        });
        return Json(json!({ "interaction": interaction })).into_response();
    }
    StatusCode::NO_CONTENT.into_response()
}

/// Everything that the libraries call before they open the gateway.
async fn call(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/api/v10");
    let gateway = format!("ws://{}", server.address);
    let user =
        || serde_json::from_str::<Value>(READY).expect("the sample is JSON")["d"]["user"].clone();
    let answer = match (method.as_str(), path) {
        ("GET", "/gateway") => json!({ "url": gateway }),
        ("GET", "/gateway/bot") => json!({
            "url": gateway, "shards": 1,
            "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
        }),
        ("GET", "/users/@me") => user(),
        ("GET", "/oauth2/applications/@me" | "/applications/@me") => json!({
            "id": "100000000000000001", "name": "load", "icon": null, "description": "",
            "bot_public": true, "bot_require_code_grant": false, "verify_key": "", "owner": user(), "team": null, "flags": 0,
            "integration_types_config": { "0": {}, "1": {} },
        }),
        ("GET", path) if path.ends_with("/commands") => json!([]),
        ("POST", path) if path.ends_with("/commands") => {
            let mut command: Value = serde_json::from_slice(&body).unwrap_or_default();
            let mut open = server.open();
            open.commands += 1;
            command["id"] = json!((500_000_000_000_000_000 + open.commands).to_string());
            return (
                [(header::CONTENT_TYPE, "application/json")],
                command.to_string(),
            )
                .into_response();
        }
        _ => {
            return (
                StatusCode::NOT_FOUND,
                Json(json!({ "code": 0, "message": "unknown" })),
            )
                .into_response();
        }
    };
    Json(answer).into_response()
}

async fn gateway(State(server): State<Arc<Server>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| session(server, socket))
}

/// One session: HELLO, IDENTIFY, READY, a server, then whatever is asked, and an answer to every heartbeat.
async fn session(server: Arc<Server>, mut socket: WebSocket) {
    let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": 41_250 } });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    let (sender, mut frames) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            Some(frame) = frames.recv() => {
                let frame: String = frame;
                if socket.send(Message::text(frame)).await.is_err() {
                    return;
                }
            }
            received = socket.recv() => {
                let Some(Ok(message)) = received else { return };
                let (Message::Text(_) | Message::Binary(_)) = &message else { continue };
                let frame: Value = serde_json::from_slice(&message.into_data()).unwrap_or_default();
                match frame["op"].as_u64() {
                    Some(1) => {
                        let acknowledged = json!({ "op": 11, "s": null, "t": null, "d": null });
                        let _ = sender.send(acknowledged.to_string());
                    }
                    Some(2) => {
                        let mut ready: Value = serde_json::from_str(READY).expect("the sample is JSON");
                        ready["d"]["resume_gateway_url"] = json!(format!("ws://{}", server.address));
                        let _ = sender.send(ready.to_string());
                        let _ = sender.send(GUILD.to_owned());
                        server.open().frames = Some(sender.clone());
                    }
                    _ => {}
                }
            }
        }
    }
}
