//! The shards of this process: each keeps up a connection of its own, and all hand what arrives to one dispatch.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use twilight_gateway::ShardId;

use super::directory::Directory;
use super::dispatch::Dispatch;
use super::error::RunError;
use super::frame::{self, Event};
use super::gateway::{self, Member, Receiver};
use super::observe::{Notice, Observer};
use super::rest::Rest;
use super::sharding::Sharding;
use super::token::Token;
use super::turns::Turns;
use super::undecodable::Undecodable;
use serenity::all::UserId;

/// What all shards of the process need.
pub(super) struct Shards {
    /// Calls Discord.
    pub rest: Arc<Rest>,
    /// Who the bot is.
    pub token: Token,
    /// Which shards it has here.
    pub sharding: Sharding,
    /// Takes in what arrives.
    pub dispatch: Arc<Mutex<Dispatch>>,
    /// Who is told how the shards are.
    pub observer: Arc<dyn Observer>,
    /// Cancelled when Discord turns out not to know the token.
    pub token_refused: CancellationToken,
}

impl Shards {
    /// Keeps up the shards until `shutdown`.
    ///
    /// Where Discord decides how many there are, and wants more of them after a while, all begin anew.
    ///
    /// # Errors
    /// When one of them meets what no new connection would change.
    pub async fn run(&self, shutdown: &CancellationToken) -> Result<(), RunError> {
        let directory = Arc::new(Directory::new(Arc::clone(&self.rest)));
        let mut before = 0;
        loop {
            let gateway = tokio::select! {
                gateway = directory.gateway() => gateway?,
                () = shutdown.cancelled() => return Ok(()),
            };
            let (total, own) = self.sharding.resolve(gateway.shards);
            if total == before {
                return Err(RunError::Sharding { code: 4011, total });
            }
            before = total;
            info!(total, first = own.start, count = own.len(), "shards");
            let turns = Turns::new(gateway.session_start_limit, total, own.clone());
            self.observer.notice(Notice::Shards {
                total,
                first: own.start,
                end: own.end,
            });
            let stop = shutdown.child_token();
            let mut running = JoinSet::new();
            for number in own {
                let member = Member {
                    id: ShardId::new(number, total),
                    identity: gateway::identity(&self.token),
                    turns: turns.clone(),
                    directory: Arc::clone(&directory),
                };
                let mut inlet = Inlet {
                    shard: number,
                    me: None,
                    dispatch: Arc::clone(&self.dispatch),
                };
                let (token_refused, stop) = (self.token_refused.clone(), stop.clone());
                running.spawn(async move {
                    gateway::run(&member, &mut inlet, &token_refused, &stop).await
                });
            }
            let mut result = Ok(());
            while let Some(ended) = running.join_next().await {
                // A shard that ended by a fault of ours would be missing for ever.
                let ended = ended.unwrap_or(Err(RunError::Fault));
                if ended.is_err() && result.is_ok() {
                    result = ended;
                    stop.cancel();
                }
            }
            match (result, &self.sharding) {
                (Err(RunError::Sharding { code: 4011, .. }), Sharding::Auto) => {
                    warn!(
                        total,
                        "the bot is on too many servers for its shards; asking how many it needs"
                    );
                }
                (result, _) => return result,
            }
        }
    }
}

/// Where the frames of one shard come in.
struct Inlet {
    shard: u32,
    /// The bot's user, once known.
    me: Option<UserId>,
    dispatch: Arc<Mutex<Dispatch>>,
}

impl Inlet {
    fn hand_over(&self, event: Result<Event, Undecodable>, received: Instant) {
        let mut dispatch = self.dispatch.lock().unwrap_or_else(PoisonError::into_inner);
        dispatch.event(self.shard, event, received);
    }
}

impl Receiver for Inlet {
    /// Reads one frame and hands it over. Answers are sent by tasks, so this returns at once.
    ///
    /// Has to be called within a Tokio runtime.
    fn frame(&mut self, text: &str) {
        let received = Instant::now();
        // Read here, so that shards wait for each other only where what they share is touched.
        let event = frame::read(text, self.me);
        if let Ok(Event::Ready(ready)) = &event {
            self.me = Some(ready.user);
        }
        self.hand_over(event, received);
    }

    fn unreadable(&mut self) {
        self.hand_over(Err(Undecodable::envelope()), Instant::now());
    }

    fn reconnecting(&mut self) {
        let dispatch = self.dispatch.lock().unwrap_or_else(PoisonError::into_inner);
        dispatch.reconnecting(self.shard);
    }
}
