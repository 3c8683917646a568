//! Whether questions arrive: every shard of the process has a gateway session that is alive, or the endpoint listens.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::discord::Notice;

/// How long after it was due an acknowledgement may arrive. Discord takes well under a second; a pause of some seconds on
/// the way is no reason to take a bot out of service.
const GRACE: Duration = Duration::from_secs(10);

/// Whether a question asked now would be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It would, wherever it is asked.
    Ready,
    /// Some shards have no gateway session.
    NoSession(Lacking),
    /// All have one, but some of them no acknowledgement of their last heartbeat in time.
    NoHeartbeat(Lacking),
    /// The bot is about to end.
    Stopping,
}

/// The shards of this process that lack something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The first of them.
    pub first: u32,
    /// How many they are.
    pub count: usize,
    /// How many shards this process keeps up; 0 while that is not known.
    pub of: usize,
}

impl fmt::Display for Lacking {
    /// Nothing where there is one shard at most.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, count, of } = self;
        if *of > 1 {
            write!(f, " ({count} of {of} shards, the first is {first})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready => f.write_str("ready"),
            Self::NoSession(lacking) => {
                write!(f, "not ready: there is no gateway session{lacking}")
            }
            Self::NoHeartbeat(lacking) => write!(
                f,
                "not ready: the last heartbeat was not acknowledged in time{lacking}"
            ),
            Self::Stopping => f.write_str("not ready: the bot is stopping"),
        }
    }
}

/// What is known of how questions arrive.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Unknown,
    /// Over gateway sessions, by the number of the shard.
    Shards(BTreeMap<u32, Shard>),
    /// Over HTTP.
    Listening,
}

/// What is known of one gateway connection.
#[derive(Debug, Default)]
struct Shard {
    session: bool,
    interval: Duration,
    /// When the next acknowledgement is overdue.
    alive_until: Option<Instant>,
}

impl Health {
    /// Takes note of something that happened at `now`.
    pub fn notice(&self, notice: Notice, now: Instant) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = match notice {
            Notice::Shards { first, end, .. } => {
                let shards = (first..end).map(|number| (number, Shard::default()));
                *state = State::Shards(shards.collect());
                return;
            }
            Notice::Listening => {
                *state = State::Listening;
                return;
            }
            Notice::Hello { shard, .. }
            | Notice::SessionBegan { shard }
            | Notice::Reconnecting { shard }
            | Notice::HeartbeatAcknowledged { shard } => shard,
            _ => return,
        };
        let State::Shards(shards) = &mut *state else {
            return;
        };
        let Some(shard) = shards.get_mut(&number) else {
            return;
        };
        match notice {
            Notice::Hello { interval, .. } => shard.interval = interval,
            Notice::SessionBegan { .. } => shard.session = true,
            Notice::Reconnecting { .. } => shard.session = false,
            _ => {}
        }
        // Each of them shows that the other side is there, so the next acknowledgement is due from now.
        shard.alive_until = now.checked_add(shard.interval.saturating_add(GRACE));
    }

    /// Whether questions arrive at `now`, on every shard.
    pub fn readiness(&self, now: Instant) -> Readiness {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shards = match &*state {
            State::Unknown => {
                return Readiness::NoSession(Lacking {
                    first: 0,
                    count: 0,
                    of: 0,
                });
            }
            State::Listening => return Readiness::Ready,
            State::Shards(shards) => shards,
        };
        let lacking = |lacks: &dyn Fn(&Shard) -> bool| {
            let mut found = shards.iter().filter(|(_, shard)| lacks(shard));
            let (&first, _) = found.next()?;
            Some(Lacking {
                first,
                count: found.count() + 1,
                of: shards.len(),
            })
        };
        let overdue = |shard: &Shard| shard.alive_until.is_some_and(|until| now > until);
        if let Some(lacking) = lacking(&|shard| !shard.session) {
            Readiness::NoSession(lacking)
        } else if let Some(lacking) = lacking(&overdue) {
            Readiness::NoHeartbeat(lacking)
        } else {
            Readiness::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: Notice = Notice::Hello {
        shard: 0,
        interval: Duration::from_secs(41),
    };

    fn one_shard() -> Health {
        let health = Health::default();
        let shards = Notice::Shards {
            total: 1,
            first: 0,
            end: 1,
        };
        health.notice(shards, Instant::now());
        health
    }

    #[test]
    fn a_bot_is_ready_while_its_session_beats() {
        let (health, start) = (one_shard(), Instant::now());
        let alone = Lacking {
            first: 0,
            count: 1,
            of: 1,
        };
        let no_session = Readiness::NoSession(alone);
        let no_heartbeat = Readiness::NoHeartbeat(alone);
        let began = Notice::SessionBegan { shard: 0 };
        let acknowledged = Notice::HeartbeatAcknowledged { shard: 0 };
        for (second, notice, expected) in [
            (0, None, no_session),
            (1, Some(HELLO), no_session),
            (2, Some(began), Readiness::Ready),
            (53, None, Readiness::Ready),
            (54, None, no_heartbeat),
            (55, Some(acknowledged), Readiness::Ready),
            (106, Some(Notice::RateLimited), Readiness::Ready),
            (107, None, no_heartbeat),
            (108, Some(Notice::Reconnecting { shard: 0 }), no_session),
            (109, Some(HELLO), no_session),
            (110, Some(began), Readiness::Ready),
        ] {
            let now = start + Duration::from_secs(second);
            if let Some(notice) = notice {
                health.notice(notice, now);
            }
            assert_eq!(health.readiness(now), expected, "at {second} s");
        }
    }

    #[test]
    fn a_process_is_ready_when_all_of_its_shards_are() {
        let (health, now) = (Health::default(), Instant::now());
        let said = || health.readiness(now).to_string();
        assert_eq!(said(), "not ready: there is no gateway session");
        let shards = Notice::Shards {
            total: 9,
            first: 3,
            end: 6,
        };
        health.notice(shards, now);
        for (notice, expected) in [
            (
                Notice::SessionBegan { shard: 3 },
                "not ready: there is no gateway session (2 of 3 shards, the first is 4)",
            ),
            // Another process's.
            (
                Notice::SessionBegan { shard: 0 },
                "not ready: there is no gateway session (2 of 3 shards, the first is 4)",
            ),
            (
                Notice::SessionBegan { shard: 5 },
                "not ready: there is no gateway session (1 of 3 shards, the first is 4)",
            ),
            (Notice::SessionBegan { shard: 4 }, "ready"),
            (
                Notice::Reconnecting { shard: 5 },
                "not ready: there is no gateway session (1 of 3 shards, the first is 5)",
            ),
            (Notice::Listening, "ready"),
        ] {
            health.notice(notice, now);
            assert_eq!(said(), expected, "after {notice:?}");
        }
    }
}
