//! A playground with the bot in it, and what a member does there.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::discord::{self, ApiBase, Register, RunError, Settings, Token};
use incheon_exports_bot::knowledge::load;
use incheon_exports_bot::playground::{Options, PLAYGROUND_TOKEN, Playground, PortChoice};
use incheon_exports_bot::responder::Responder;
use incheon_exports_bot::text::language::Language;

/// Longest wait for anything that should happen at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Pause between looks at something that is about to happen.
const PAUSE: Duration = Duration::from_millis(20);

/// The member whose client is Korean, and a channel of the Korean server.
pub const MINA: Place<'static> = Place {
    member: "400000000000000001",
    channel: "300000000000000002",
};

/// The member whose client is English, and a channel of the English server.
pub const ALEX: Place<'static> = Place {
    member: "400000000000000002",
    channel: "300000000000000102",
};

/// Who types, and where.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The member's id.
    pub member: &'a str,
    /// The channel's id.
    pub channel: &'a str,
}

/// What bots answer from that have the base as it is shipped. A debug build takes long to index it, and tests with many worlds
/// would do little else.
static SHIPPED: LazyLock<Arc<Responder>> = LazyLock::new(|| responder(&shipped_data()));

fn shipped_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn responder(data: &Path) -> Arc<Responder> {
    let base = load::load(data).expect("the base has no problems");
    Arc::new(Responder::new(base, Language::Ko))
}

/// A playground and the bot that lives in it.
pub struct World {
    name: &'static str,
    page: Page,
    shutdown: CancellationToken,
    served: CancellationToken,
    data: PathBuf,
    feedback_channel: Option<NonZeroU64>,
    log_questions: bool,
    bot: Option<JoinHandle<Result<(), RunError>>>,
    playground: JoinHandle<std::io::Result<()>>,
}

impl World {
    /// Starts both and waits until the bot's commands are offered. `name` names the record of the wire.
    pub async fn start(name: &'static str) -> Self {
        Self::start_with(name, Options::default()).await
    }

    /// The same with a playground of another kind.
    pub async fn start_with(name: &'static str, options: Options) -> Self {
        let mut world = Self::without_bot(name, options).await;
        world.start_bot();
        world.page.wait_for_commands().await;
        world
    }

    /// Starts the playground alone, for a bot in a process of its own.
    pub async fn without_bot(name: &'static str, options: Options) -> Self {
        discord::install_crypto_provider();
        let options = Options {
            port: PortChoice::Any,
            gateway_control: true,
            // Bots are started again without Discord's five seconds between two sessions.
            identify_window: Duration::ZERO,
            ..options
        };
        let playground = Playground::bind(options).await.expect("a port is free");
        let page = Page::new(playground.url());
        let served = CancellationToken::new();
        let playground = tokio::spawn(playground.serve(served.clone()));
        Self {
            name,
            page,
            shutdown: CancellationToken::new(),
            served,
            data: shipped_data(),
            feedback_channel: None,
            log_questions: false,
            bot: None,
            playground,
        }
    }

    /// The page's side of the playground.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Starts the bot in a playground that has none.
    pub fn start_bot(&mut self) {
        let settings = Settings {
            token: Token::new(PLAYGROUND_TOKEN).expect("a token"),
            api_base: ApiBase::new(&self.page.root).expect("an address"),
            sharding: discord::Sharding::Auto,
            register: Register::OnChange,
            feedback_channel: self.feedback_channel,
            log_questions: self.log_questions,
        };
        let responder = if self.data == shipped_data() && !self.log_questions {
            Arc::clone(&SHIPPED)
        } else {
            responder(&self.data)
        };
        self.shutdown = CancellationToken::new();
        self.bot = Some(tokio::spawn(discord::run(
            settings,
            responder,
            self.shutdown.clone(),
        )));
    }

    /// Starts the bot again with a channel for reports.
    pub async fn take_reports_in(&mut self, channel: &str) {
        self.feedback_channel = channel.parse().ok();
        self.restart_bot().await;
    }

    /// Starts the bot again with its questions logged.
    pub async fn log_questions(&mut self) {
        self.log_questions = true;
        self.restart_bot().await;
    }

    /// Starts the bot again from a base in which the document `slug` is called `other`.
    pub async fn rename_document(&mut self, slug: &str, other: &str) {
        let changed = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        std::fs::create_dir_all(&changed).expect("the folder can be made");
        for file in std::fs::read_dir(&self.data).expect("the base can be listed") {
            let file = file.expect("the base can be listed");
            // The samples stand apart.
            if file.path().is_dir() {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).expect("the base can be read");
            let text = text.replace(&format!("\"{slug}\""), &format!("\"{other}\""));
            std::fs::write(changed.join(file.file_name()), text).expect("it can be written");
        }
        self.data = changed;
        self.restart_bot().await;
    }

    /// Stops the bot and starts it again in the same playground.
    pub async fn restart_bot(&mut self) {
        self.stop_bot().await;
        self.start_bot();
        self.page
            .wait_until("the bot is back", |state| {
                state["applications"][0]["online"] == true
            })
            .await;
    }

    /// Stops the bot alone; the playground stays.
    pub async fn stop_bot(&mut self) {
        self.shutdown.cancel();
        if let Some(bot) = self.bot.take() {
            let ended = tokio::time::timeout(PATIENCE, bot).await;
            let result = ended
                .expect("the bot stops in time")
                .expect("the bot does not panic");
            assert!(result.is_ok(), "the bot stopped with {result:?}");
        }
    }

    /// Stops both, and leaves the record of the wire where it was asked for.
    pub async fn stop(mut self) {
        self.stop_bot().await;
        let wire = self.page.wire().await;
        if let Some(folder) = std::env::var_os("WIRE_LOG_DIR") {
            let folder = Path::new(&folder);
            std::fs::create_dir_all(folder).expect("the folder can be made");
            let file = folder.join(format!("{}.json", self.name));
            std::fs::write(file, Value::Array(wire).to_string())
                .expect("the record can be written");
        }
        self.served.cancel();
        let ended = tokio::time::timeout(PATIENCE, self.playground).await;
        ended
            .expect("the playground stops in time")
            .expect("the playground does not panic")
            .expect("the playground listens to its end");
    }
}

/// What the page does on behalf of a member.
pub struct Page {
    root: String,
    client: reqwest::Client,
}

impl Page {
    /// The page of the playground at `root`.
    pub fn new(root: String) -> Self {
        Self {
            root,
            client: reqwest::Client::new(),
        }
    }

    /// A call of a member's.
    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.send(method, &format!("/playground/api{path}"), None, body)
            .await
    }

    /// A REST call as the bot could make it; `Null` for an empty answer.
    pub async fn as_bot(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let token = Some(format!("Bot {PLAYGROUND_TOKEN}"));
        self.send(method, &format!("/api/v10{path}"), token, body)
            .await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<String>,
        body: Option<Value>,
    ) -> Value {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let url = format!("{}{path}", self.root);
        let mut request = self.client.request(method, &url).timeout(PATIENCE);
        if let Some(token) = token {
            request = request
                .header("authorization", token)
                .header("user-agent", "DiscordBot (https://example.com, 1)");
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let response = request.send().await.expect("the playground answers");
        let status = response.status();
        let text = response
            .text()
            .await
            .expect("the playground answers in text");
        assert!(status.is_success(), "{path}: {status}: {text}");
        if text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&text).expect("the playground answers in JSON")
    }

    /// Its address.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Something read.
    pub async fn get(&self, path: &str) -> Value {
        self.call("GET", path, None).await
    }

    /// Something done.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.call("POST", path, Some(body)).await
    }

    /// Something that the member's client does not let pass: the code of the refusal.
    pub async fn refused(&self, path: &str, body: Value) -> String {
        let url = format!("{}/playground/api{path}", self.root);
        let request = self.client.post(&url).timeout(PATIENCE);
        let request = request.header("content-type", "application/json");
        let response = request.body(body.to_string()).send().await;
        let response = response.expect("the playground answers");
        assert_eq!(response.status(), 400, "{path}");
        let text = response.text().await.expect("the answer is text");
        let refusal: Value = serde_json::from_str(&text).expect("the answer is JSON");
        refusal["code"].as_str().expect("a code").to_owned()
    }

    /// Waits until the state of the playground is as `wanted`.
    pub async fn wait_until(&self, what: &str, wanted: impl Fn(&Value) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(&self.get("/state").await) {
            assert!(Instant::now() < deadline, "waited in vain until {what}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until the bot is online with all its commands.
    pub async fn wait_for_commands(&self) {
        let count = incheon_exports_bot::command::COMMANDS.len();
        self.wait_until("the bot's commands are registered", |state| {
            let bot = &state["applications"][0];
            bot["online"] == true && bot["commands"] == count
        })
        .await;
    }

    /// Sends a slash command and returns its fate.
    pub async fn command(&self, place: Place<'_>, command: &str, options: Value) -> Value {
        let body = json!({
            "user": place.member, "channel": place.channel, "command": command, "options": options,
        });
        let mut answer = self.post("/commands", body).await;
        answer["interaction"].take()
    }

    /// Orders that the next call of a method whose path contains that is refused.
    pub async fn refuse(&self, method: &str, path: &str, status: u16, code: u32) {
        let body = json!({ "method": method, "path": path, "status": status, "code": code });
        self.post("/refuse", body).await;
    }

    /// Chooses "Look this up" from the menu of a message and returns the fate.
    pub async fn look_up(&self, place: Place<'_>, message: &Value) -> Value {
        let body = json!({
            "user": place.member, "channel": place.channel, "command": "Look this up", "target": message["id"],
        });
        let mut answer = self.post("/commands", body).await;
        answer["interaction"].take()
    }

    /// Writes a message that nobody answers; the message.
    pub async fn write(&self, place: Place<'_>, content: &str) -> Value {
        let body = json!({ "user": place.member, "channel": place.channel, "content": content });
        let mut answer = self.post("/messages", body).await;
        answer["message"].take()
    }

    /// The suggestions for what was typed into an option so far.
    pub async fn suggestions(
        &self,
        place: Place<'_>,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<Value> {
        let body = json!({
            "user": place.member, "channel": place.channel, "command": command,
            "options": { option: typed }, "focused": option,
        });
        let answer = self.post("/autocomplete", body).await;
        let choices = answer["interaction"]["choices"].as_array();
        choices
            .cloned()
            .unwrap_or_else(|| panic!("no suggestions for {typed:?}: {answer}"))
    }

    /// Presses a button, or chooses `values` from a menu, and returns the fate.
    pub async fn press(
        &self,
        place: Place<'_>,
        message: &Value,
        custom_id: &str,
        values: &[&str],
    ) -> Value {
        let body = json!({
            "user": place.member, "message": message["id"], "custom_id": custom_id, "values": values,
        });
        let mut answer = self.post("/components", body).await;
        answer["interaction"].take()
    }

    /// Writes a message and returns what bots wrote after it.
    pub async fn say(&self, place: Place<'_>, content: &str, wait_ms: u64) -> Vec<Value> {
        let body = json!({ "user": place.member, "channel": place.channel, "content": content });
        let path = format!("/messages?reply_ms={wait_ms}");
        let answer = self.post(&path, body).await;
        answer["replies"].as_array().cloned().unwrap_or_default()
    }

    /// The id of a command, once the bot knows it as well.
    pub async fn command_id(&self, name: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let wire = self.wire().await;
            let listed = wire.iter().filter(|entry| entry["method"] == "GET");
            let commands =
                listed.flat_map(|entry| entry["response"].as_array().into_iter().flatten());
            let id = commands
                .filter(|command| command["name"] == name)
                .find_map(|command| command["id"].as_str());
            if let Some(id) = id {
                return id.to_owned();
            }
            assert!(Instant::now() < deadline, "/{name} was never listed");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Edits a message of a member's.
    pub async fn edit(&self, member: &str, message: &Value, content: &str) {
        let body = json!({ "user": member, "content": content });
        self.call("PATCH", &path_of(message), Some(body)).await;
    }

    /// Deletes a message in the name of a member.
    pub async fn delete(&self, member: &str, message: &Value) {
        let path = format!("{}?user={member}", path_of(message));
        self.call("DELETE", &path, None).await;
    }

    /// Fills in the form that an interaction opened, and returns the fate.
    pub async fn fill_in(&self, member: &str, opened: &Value, text: &str) -> Value {
        let body = json!({
            "user": member, "interaction": opened["id"], "values": { "text": text },
        });
        let mut answer = self.post("/modals", body).await;
        answer["interaction"].take()
    }

    /// The messages of a channel that a member sees, oldest first.
    pub async fn messages(&self, place: Place<'_>) -> Vec<Value> {
        let path = format!("/channels/{}/messages?user={}", place.channel, place.member);
        let mut answer = self.get(&path).await;
        match answer["messages"].take() {
            Value::Array(messages) => messages,
            other => panic!("the messages are {other}"),
        }
    }

    /// Waits until what a member sees in a channel is as `wanted`.
    pub async fn wait_for(&self, place: Place<'_>, what: &str, wanted: impl Fn(&[Value]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let messages = self.messages(place).await;
            if wanted(&messages) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "waited in vain until {what}: {messages:#?}"
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The mention of the bot.
    pub async fn mention(&self) -> String {
        let state = self.get("/state").await;
        let id = state["applications"][0]["id"]
            .as_str()
            .expect("the bot has an id");
        format!("<@{id}>")
    }

    /// The channel in which a member and the bot write to each other.
    pub async fn direct_channel(&self, member: &str) -> String {
        let state = self.get("/state").await;
        let channels = state["private_channels"].as_array().expect("a list");
        let channel = channels
            .iter()
            .find(|channel| channel["user_id"] == member && channel["application_id"].is_string());
        let id = channel.and_then(|channel| channel["id"].as_str());
        id.expect("a direct channel").to_owned()
    }

    /// Everything that went over the wire so far, oldest first.
    pub async fn wire(&self) -> Vec<Value> {
        let mut answer = self.get("/wire").await;
        match answer["entries"].take() {
            Value::Array(entries) => entries,
            other => panic!("the record is {other}"),
        }
    }
}

fn path_of(message: &Value) -> String {
    let id = message["id"].as_str().expect("a message has an id");
    format!("/messages/{id}")
}

/// The custom id of the button with a label.
pub fn button<'a>(message: &'a Value, label: &str) -> &'a str {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = buttons.find(|button| button["label"] == label);
    found
        .and_then(|button| button["custom_id"].as_str())
        .unwrap_or_else(|| panic!("no button {label:?}: {}", message["components"]))
}

/// The embed of a message.
pub fn embed(message: &Value) -> &Value {
    &message["embeds"][0]
}

/// Everything a message says: content, and title, description, fields and footer of its embeds.
pub fn text_of(message: &Value) -> String {
    let mut texts = vec![message["content"].as_str().unwrap_or_default().to_owned()];
    for embed in message["embeds"].as_array().into_iter().flatten() {
        for key in ["title", "description"] {
            texts.extend(embed[key].as_str().map(str::to_owned));
        }
        for field in embed["fields"].as_array().into_iter().flatten() {
            for key in ["name", "value"] {
                texts.extend(field[key].as_str().map(str::to_owned));
            }
        }
        texts.extend(embed["footer"]["text"].as_str().map(str::to_owned));
    }
    texts.join("\n")
}

/// The custom ids of a message's buttons and menus, in order.
pub fn custom_ids(message: &Value) -> Vec<&str> {
    let rows = message["components"].as_array().into_iter().flatten();
    rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
        .filter_map(|component| component["custom_id"].as_str())
        .collect()
}

/// Whether only the asker sees a message: Discord's flag 64.
pub fn is_private(message: &Value) -> bool {
    message["flags"].as_u64().unwrap_or_default() & 64 != 0
}
