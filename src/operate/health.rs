//! Whether questions arrive: a gateway session that is alive.

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
    /// It would.
    Ready,
    /// There is no gateway session.
    NoSession,
    /// There is one, but its last heartbeat was not acknowledged in time.
    NoHeartbeat,
    /// The bot is about to end.
    Stopping,
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready => "ready",
            Self::NoSession => "not ready: there is no gateway session",
            Self::NoHeartbeat => "not ready: the last heartbeat was not acknowledged in time",
            Self::Stopping => "not ready: the bot is stopping",
        })
    }
}

/// What is known of the gateway connection.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    session: bool,
    interval: Duration,
    /// When the next acknowledgement is overdue.
    alive_until: Option<Instant>,
}

impl Health {
    /// Takes note of something that happened at `now`.
    pub fn notice(&self, notice: Notice, now: Instant) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match notice {
            Notice::Hello { interval } => state.interval = interval,
            Notice::SessionBegan => state.session = true,
            Notice::Reconnecting => state.session = false,
            Notice::HeartbeatAcknowledged => {}
            _ => return,
        }
        // Each of them shows that the other side is there, so the next acknowledgement is due from now.
        state.alive_until = now.checked_add(state.interval.saturating_add(GRACE));
    }

    /// Whether a session is alive at `now`.
    pub fn readiness(&self, now: Instant) -> Readiness {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.session {
            Readiness::NoSession
        } else if state.alive_until.is_some_and(|until| now > until) {
            Readiness::NoHeartbeat
        } else {
            Readiness::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_ready_while_its_session_beats() {
        let (health, start) = (Health::default(), Instant::now());
        let hello = Notice::Hello {
            interval: Duration::from_secs(41),
        };
        let acknowledged = Notice::HeartbeatAcknowledged;
        for (second, notice, expected) in [
            (0, None, Readiness::NoSession),
            (1, Some(hello), Readiness::NoSession),
            (2, Some(Notice::SessionBegan), Readiness::Ready),
            (53, None, Readiness::Ready),
            (54, None, Readiness::NoHeartbeat),
            (55, Some(acknowledged), Readiness::Ready),
            (106, Some(Notice::RateLimited), Readiness::Ready),
            (107, None, Readiness::NoHeartbeat),
            (108, Some(Notice::Reconnecting), Readiness::NoSession),
            (109, Some(hello), Readiness::NoSession),
            (110, Some(Notice::SessionBegan), Readiness::Ready),
        ] {
            let now = start + Duration::from_secs(second);
            if let Some(notice) = notice {
                health.notice(notice, now);
            }
            assert_eq!(health.readiness(now), expected, "at {second} s");
        }
    }
}
