//! All that the playground remembers, behind one lock, and what every part of it shares.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

use super::application::Application;
use super::endpoint::{Outgoing, Poster};
use super::files::Files;
use super::gateway::session::Session;
use super::gateway::starts::Starts;
use super::ids::{Id, IdMaker, now_ms};
use super::interaction::Interaction;
use super::message::Message;
use super::options::Options;
use super::page_event::PageEvent;
use super::refuse::Refuse;
use super::wire::Wire;
use super::world::{self, Channel, Guild, Member};

/// Page events that a slow reader may fall behind before it misses some.
const PAGE_EVENTS_KEPT: usize = 1024;

/// What every request handler and gateway connection holds.
pub struct Hub {
    /// How the playground was set up.
    pub options: Options,
    /// Where it listens.
    pub address: SocketAddr,
    /// Cancelled when the playground stops.
    pub shutdown: CancellationToken,
    /// Sends interactions to addresses.
    pub poster: Poster,
    state: Mutex<State>,
}

impl Hub {
    /// A hub with a fresh world.
    pub fn new(options: Options, address: SocketAddr) -> Self {
        Self {
            address,
            shutdown: CancellationToken::new(),
            poster: Poster::default(),
            state: Mutex::new(State::new(address, &options)),
            options,
        }
    }

    /// The state, locked. Never hold it across an await.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The world and everything that happened in it, within the bounds that each part sets.
pub struct State {
    /// Makes the ids of what happens.
    pub ids: IdMaker,
    /// The people.
    pub members: Vec<Member>,
    /// The servers.
    pub guilds: Vec<Guild>,
    /// All channels, direct messages included.
    pub channels: BTreeMap<Id, Channel>,
    /// The applications that ever logged in.
    pub applications: BTreeMap<Id, Application>,
    /// Gateway sessions, connected or resumable.
    pub sessions: Vec<Session>,
    /// How often they began.
    pub starts: Starts,
    /// Messages by channel, oldest first.
    pub messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    /// Messages by the nonce that they were sent with, for `enforce_nonce`.
    pub nonces: HashMap<(Id, Id, String), Id>,
    /// Interactions, oldest first.
    pub interactions: BTreeMap<Id, Interaction>,
    /// Interactions on their way to an address.
    pub outgoing: Vec<Outgoing>,
    /// Interactions by their token.
    pub interaction_tokens: HashMap<String, Id>,
    /// Uploaded files.
    pub files: Files,
    /// What went over the wire.
    pub wire: Wire,
    /// What the page hears.
    pub page: broadcast::Sender<PageEvent>,
    /// Told whenever a message is made, changed or deleted.
    pub messages_changed: watch::Sender<()>,
    /// Refusals that tests ordered, oldest first.
    pub refuse: Vec<Refuse>,
    /// Whether the servers invited the applications; see [`Options::bots_invited`].
    pub bots_invited: bool,
}

impl State {
    fn new(address: SocketAddr, options: &Options) -> Self {
        Self {
            ids: IdMaker::default(),
            members: [world::members(), world::more_members(options.more_members)].concat(),
            guilds: [world::guilds(), world::more_guilds(options.more_guilds)].concat(),
            channels: world::channels()
                .into_iter()
                .chain(world::more_channels(options.more_guilds))
                .map(|channel| (channel.id, channel))
                .collect(),
            applications: BTreeMap::new(),
            sessions: Vec::new(),
            starts: Starts::default(),
            messages: BTreeMap::new(),
            nonces: HashMap::new(),
            interactions: BTreeMap::new(),
            outgoing: Vec::new(),
            interaction_tokens: HashMap::new(),
            files: Files::new(address),
            wire: Wire::default(),
            page: broadcast::channel(PAGE_EVENTS_KEPT).0,
            messages_changed: watch::channel(()).0,
            refuse: Vec::new(),
            bots_invited: options.bots_invited,
        }
    }

    /// An id for something that happens now.
    pub fn new_id(&mut self) -> Id {
        self.ids.next(now_ms())
    }

    /// The member with this id.
    pub fn member(&self, id: Id) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The server with this id.
    pub fn guild(&self, id: Id) -> Option<&Guild> {
        self.guilds.iter().find(|guild| guild.id == id)
    }
}
