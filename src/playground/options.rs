//! How a playground is set up.

use std::time::Duration;

/// Which port to listen on; the address is always 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortChoice {
    /// This one, or the first free one of the 20 that follow.
    From(u16),
    /// Any free one, for tests.
    Any,
}

/// The port that is tried first when nobody names one.
pub const DEFAULT_PORT: u16 = 8722;

/// How a playground behaves. [`Options::default`] is Discord's own behaviour.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen.
    pub port: PortChoice,
    /// The heartbeat interval that HELLO names; Discord's is about 41 seconds.
    pub heartbeat_interval: Duration,
    /// Time for the first answer to an interaction; Discord gives 3 seconds.
    pub interaction_deadline: Duration,
    /// Time during which an answered interaction's token works; Discord gives 15 minutes.
    pub token_lifetime: Duration,
    /// What READY names as `resume_gateway_url`; `None` is the playground itself. A test puts a foreign host here, to see
    /// that a bot which was told to stay on this server never goes there.
    pub resume_gateway_url: Option<String>,
    /// Whether the three privileged intents are switched on for every application. When they are not, asking for one closes
    /// the gateway with 4014.
    pub privileged_intents: bool,
    /// Name of the application that [`PLAYGROUND_TOKEN`](super::PLAYGROUND_TOKEN) opens.
    pub bot_name: String,
    /// Whether the servers invited the applications. Where they did not, a command comes along with the members who added it
    /// to their accounts: its bot is nowhere, and only a server's owner may show its answers to others.
    pub bots_invited: bool,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
    /// How many shards may begin a session at once.
    pub max_concurrency: u64,
    /// Time between two sessions of shards of one bucket; Discord wants 5 seconds. A shard that does not wait is told that its
    /// session is invalid (opcode 9).
    pub identify_window: Duration,
    /// Servers beside the two, at most 50, each with one text channel: enough for every shard of a test to have one. The ids are such
    /// that each is on the shard after that of the one before.
    pub more_guilds: u64,
    /// Members beside the two, at most 500, for loads that no two people could make.
    pub more_members: u64,
    /// Whether `POST /playground/api/gateway` may break connections, and `/refuse` make calls fail; for tests.
    pub gateway_control: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: PortChoice::From(DEFAULT_PORT),
            heartbeat_interval: Duration::from_millis(41_250),
            interaction_deadline: Duration::from_secs(3),
            token_lifetime: Duration::from_secs(15 * 60),
            resume_gateway_url: None,
            privileged_intents: false,
            bot_name: "playground-bot".to_owned(),
            bots_invited: true,
            shards: 1,
            max_concurrency: 1,
            identify_window: Duration::from_secs(5),
            more_guilds: 0,
            more_members: 0,
            gateway_control: false,
        }
    }
}
