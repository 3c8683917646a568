//! Sessions: who is connected, what was sent to them, and what to send again after a RESUME.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::ws::Utf8Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::close::Close;
use super::op;
use crate::playground::faults::twist::Twist;
use crate::playground::ids::Id;
use crate::playground::state::State;

/// Events that a session keeps for a RESUME.
const REPLAY_MAX: usize = 1_000;
/// Frames that may wait for a slow connection, before it is cut.
pub const QUEUE_MAX: usize = 4_096;
/// How long a session can be resumed after its connection broke.
const RESUMABLE_FOR: Duration = Duration::from_secs(180);

/// What a connection is told to do.
#[derive(Debug)]
pub enum Outbound {
    /// Send this frame.
    Frame(Utf8Bytes),
    /// Close with this code.
    Close(Close),
    /// Drop the TCP connection without a close frame.
    Cut,
    /// Send these bytes.
    Bytes(Bytes),
    /// Acknowledge no more heartbeats.
    NoAcks,
    /// Send nothing more, but stay.
    Dead,
}

/// A session of a shard of an application.
pub struct Session {
    /// Its name, for RESUME.
    pub id: String,
    /// Whose it is.
    pub application: Id,
    /// What it asked for.
    pub intents: u64,
    /// Shard number and number of shards.
    pub shard: (u64, u64),
    /// Number of the last event.
    pub sequence: u64,
    /// Where events come otherwise than they should; see `faults`.
    pub twist: Option<Twist>,
    replay: VecDeque<(u64, Utf8Bytes)>,
    connection: Option<mpsc::Sender<Outbound>>,
    disconnected: Option<Instant>,
}

impl Session {
    /// A session that `connection` just started.
    pub fn new(
        id: String,
        application: Id,
        intents: u64,
        shard: (u64, u64),
        connection: mpsc::Sender<Outbound>,
    ) -> Self {
        Self {
            id,
            application,
            intents,
            shard,
            sequence: 0,
            twist: None,
            replay: VecDeque::new(),
            connection: Some(connection),
            disconnected: None,
        }
    }

    /// Whether somebody is connected.
    pub fn is_connected(&self) -> bool {
        self.connection.is_some()
    }

    /// Whether events of `guild` belong to this shard; those without a server go to shard 0.
    pub fn covers(&self, guild: Option<Id>) -> bool {
        let (shard, shards) = self.shard;
        guild.map_or(shard == 0, |guild| (guild.0 >> 22) % shards == shard)
    }

    /// Sends an event, or keeps it for a RESUME while nobody is connected.
    pub fn send(&mut self, event: &str, body: &Value) -> Value {
        self.sequence += 1;
        let frame = json!({ "op": op::DISPATCH, "t": event, "s": self.sequence, "d": body });
        let text = Utf8Bytes::from(frame.to_string());
        if self.replay.len() == REPLAY_MAX {
            self.replay.pop_front();
        }
        self.replay.push_back((self.sequence, text.clone()));
        match &mut self.twist {
            None => self.tell(Outbound::Frame(text)),
            Some(twist) => {
                for text in twist.pass(text) {
                    self.tell(Outbound::Frame(text));
                }
            }
        }
        frame
    }

    /// Tells the connection something; one that does not keep up is cut off and may resume.
    pub fn tell(&mut self, outbound: Outbound) {
        if self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.try_send(outbound).is_err())
        {
            self.disconnect();
        }
    }

    /// Forgets the connection; the session can be resumed for three minutes.
    pub fn disconnect(&mut self) {
        self.connection = None;
        self.disconnected = Some(Instant::now());
    }

    /// Whether `connection` is the one that this session speaks to.
    pub fn speaks_to(&self, connection: &mpsc::Sender<Outbound>) -> bool {
        self.connection
            .as_ref()
            .is_some_and(|own| own.same_channel(connection))
    }

    /// Moves the session to `connection` and sends it everything after event `sequence`. The connection that it had is closed.
    ///
    /// False when some of these events are no longer kept.
    pub fn resume(&mut self, sequence: u64, connection: mpsc::Sender<Outbound>) -> bool {
        let missed = self.replay.iter().filter(|(number, _)| *number > sequence);
        if missed.clone().count() as u64 != self.sequence.saturating_sub(sequence) {
            return false;
        }
        for (_, text) in missed {
            // The queue of a new connection is longer than the replay.
            let _ = connection.try_send(Outbound::Frame(text.clone()));
        }
        self.twist.iter_mut().for_each(Twist::forget);
        self.tell(Outbound::Close(Close::UNKNOWN));
        self.connection = Some(connection);
        self.disconnected = None;
        true
    }
}

impl State {
    /// Sends an event to the sessions of `application` that cover `guild` and asked for all of `needed`; `body` chooses what a
    /// session is told by its intents.
    pub fn dispatch<'v>(
        &mut self,
        application: Id,
        guild: Option<Id>,
        needed: u64,
        event: &'static str,
        body: impl Fn(u64) -> &'v Value,
    ) {
        let hears = |session: &&mut Session| {
            session.application == application
                && session.intents & needed == needed
                && session.covers(guild)
        };
        for session in self.sessions.iter_mut().filter(hears) {
            let frame = session.send(event, body(session.intents));
            self.wire
                .frame(Some(application), Some(&session.id), true, &frame);
        }
    }

    /// The session with this name.
    pub fn session(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id == id)
    }

    /// Forgets sessions that can no longer be resumed.
    pub fn forget_old_sessions(&mut self) {
        self.sessions.retain(|session| {
            session
                .disconnected
                .is_none_or(|since| since.elapsed() < RESUMABLE_FOR)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(shard: (u64, u64)) -> (Session, mpsc::Receiver<Outbound>) {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        (
            Session::new("s".to_owned(), Id(1), 0, shard, sender),
            receiver,
        )
    }

    fn sequences(receiver: &mut mpsc::Receiver<Outbound>) -> Vec<u64> {
        let mut seen = Vec::new();
        while let Ok(Outbound::Frame(text)) = receiver.try_recv() {
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            seen.push(frame["s"].as_u64().expect("a sequence"));
        }
        seen
    }

    #[test]
    fn a_resume_replays_what_was_missed_in_order() {
        let (mut session, mut first) = session((0, 1));
        session.send("A", &json!({}));
        session.disconnect();
        session.send("B", &json!({}));
        session.send("C", &json!({}));
        assert_eq!(sequences(&mut first), [1]);
        let (sender, mut second) = mpsc::channel(QUEUE_MAX);
        assert!(session.resume(1, sender));
        session.send("D", &json!({}));
        assert_eq!(sequences(&mut second), [2, 3, 4]);
    }

    #[test]
    fn a_resume_that_would_lose_events_is_refused() {
        let (mut session, _first) = session((0, 1));
        for _ in 0..REPLAY_MAX + 2 {
            session.send("A", &json!({}));
        }
        let (sender, mut second) = mpsc::channel(QUEUE_MAX);
        assert!(!session.resume(1, sender.clone()));
        assert!(session.resume(2, sender));
        assert_eq!(sequences(&mut second).len(), REPLAY_MAX);
    }

    #[test]
    fn events_go_to_the_shard_of_their_server_and_else_to_shard_0() {
        for (shard, guild, expected) in [
            ((0, 1), Some(Id(7 << 22)), true),
            ((0, 2), Some(Id(7 << 22)), false),
            ((1, 2), Some(Id(7 << 22)), true),
            ((0, 2), None, true),
            ((1, 2), None, false),
        ] {
            assert_eq!(
                session(shard).0.covers(guild),
                expected,
                "shard {shard:?}, guild {guild:?}"
            );
        }
    }

    #[test]
    fn a_connection_that_does_not_keep_up_is_cut_off() {
        let (sender, _receiver) = mpsc::channel(1);
        let mut session = Session::new("s".to_owned(), Id(1), 0, (0, 1), sender);
        session.send("A", &json!({}));
        assert!(session.is_connected());
        session.send("B", &json!({}));
        assert!(!session.is_connected());
    }
}
