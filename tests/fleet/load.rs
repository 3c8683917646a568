//! Members who ask, at a steady rate, whether or not anybody answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// The member who writes to the bot directly.
pub const ALEX: &str = "400000000000000002";

/// Most questions of one demonstration, should its end never come.
const QUESTIONS_MAX: usize = 6_000;

/// How long a mention waits for its answer. The bot gives up later, but who asked will have gone.
const REPLY_MS: u64 = 12_000;

/// Time for an answer: more than Discord's three seconds, since what is shown here is not how fast a busy machine is.
pub const DEADLINE: Duration = Duration::from_secs(12);

/// Servers beside the playground's own two. The bot takes 60 questions a minute in one channel, and 30 of one person: with so many
/// of both, nobody asks too much.
pub const MORE_GUILDS: u64 = 48;

/// Members beside the two.
pub const MORE_MEMBERS: u64 = 100;

/// The member whose turn it is to ask.
fn crowd(number: usize) -> String {
    let number = number as u64 % MORE_MEMBERS;
    (400_000_000_000_000_003 + number).to_string()
}

/// A text channel of every server, by the shards that hear of it.
pub async fn places(members: &Members, shards: u32) -> Vec<Place> {
    let state = members.get("/state").await;
    let bot = state["applications"][0]["id"].as_str().expect("the bot");
    let guilds = state["guilds"].as_array().expect("servers").iter();
    guilds
        .map(|guild| {
            let id = guild["id"].as_str().and_then(|id| id.parse::<u64>().ok());
            let shard = (id.expect("an id") >> 22) % u64::from(shards);
            let mut channels = guild["channels"].as_array().expect("channels").iter();
            let text = channels.find(|channel| channel["type"] == 0);
            let channel = text.and_then(|text| text["id"].as_str());
            Place {
                channel: channel.expect("a text channel").to_owned(),
                member: None,
                shard: u32::try_from(shard).expect("it is below the number of shards"),
                mention: Some(format!("<@{bot}>")),
            }
        })
        .collect()
}

/// Where is asked.
#[derive(Clone, Debug)]
pub struct Place {
    /// The channel.
    pub channel: String,
    /// The member who asks there; one after the other of those who ask elsewhere where `None`.
    pub member: Option<&'static str>,
    /// The shard that hears of it.
    pub shard: u32,
    /// What a message there has to begin with to be meant for the bot.
    pub mention: Option<String>,
}

/// A question, and what became of it.
#[derive(Clone, Debug)]
pub struct Question {
    /// When it was asked.
    pub asked: Instant,
    /// The shard that heard of it.
    pub shard: u32,
    /// Whether it was answered.
    pub answered: bool,
}

/// The members' side of a playground.
pub struct Members {
    root: String,
    client: reqwest::Client,
}

impl Members {
    /// Of the playground at `root`.
    pub fn new(root: String) -> Self {
        Self {
            root,
            client: reqwest::Client::new(),
        }
    }

    /// Something read.
    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}/playground/api{path}", self.root);
        self.send(self.client.get(url)).await
    }

    /// Something done.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/playground/api{path}", self.root);
        let request = self.client.post(url).body(body.to_string());
        self.send(request.header("content-type", "application/json"))
            .await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Value {
        let answer = request.timeout(Duration::from_secs(60)).send().await;
        let answer = answer.expect("the playground answers");
        let status = answer.status();
        let text = answer.text().await.expect("text");
        assert!(status.is_success(), "{status}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Asks by a command; whether it was answered.
    async fn command(&self, place: &Place, member: &str) -> bool {
        let body = json!({
            "user": member, "channel": place.channel, "command": "exports", "options": { "year": 2022 },
        });
        let fate = self.post("/commands", body).await;
        fate["interaction"]["state"] == "answered"
    }

    /// Asks by a message; whether it was answered.
    async fn message(&self, place: &Place, member: &str, mention: &str) -> bool {
        let content = format!("{mention} KOTRA");
        let body = json!({ "user": member, "channel": place.channel, "content": content });
        let mut said = self.post("/messages", body).await;
        let question = said["message"]["id"].take();
        let deadline = Instant::now() + Duration::from_millis(REPLY_MS);
        let after = question.as_str().unwrap_or_default();
        let path = format!(
            "/channels/{}/messages?user={member}&after={after}",
            place.channel
        );
        loop {
            let seen = self.get(&path).await;
            let messages = seen["messages"].as_array().into_iter().flatten();
            let mut replies = messages.map(|message| &message["message_reference"]["message_id"]);
            if replies.any(|replied| *replied == question) {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Asks in one place after the other, `rate` times a second, by messages every fourth time round where the places take them, until
/// `enough`; then waits for what is under way.
pub async fn ask(
    members: Arc<Members>,
    places: Vec<Place>,
    rate: u32,
    enough: CancellationToken,
) -> Vec<Question> {
    let mut clock = tokio::time::interval(Duration::from_secs(1) / rate);
    let mut asking = JoinSet::new();
    for number in 0..QUESTIONS_MAX {
        tokio::select! {
            _ = clock.tick() => {}
            () = enough.cancelled() => break,
        }
        let place = places[number % places.len()].clone();
        let member = place.member.map_or_else(|| crowd(number), str::to_owned);
        let by_message = (number / places.len()) % 4 == 3;
        let members = Arc::clone(&members);
        asking.spawn(async move {
            let asked = Instant::now();
            let answered = match &place.mention {
                Some(mention) if by_message => members.message(&place, &member, mention).await,
                _ => members.command(&place, &member).await,
            };
            Question {
                asked,
                shard: place.shard,
                answered,
            }
        });
    }
    asking.join_all().await
}
