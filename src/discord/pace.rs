//! How soon the next connection to the gateway is made, and how long it may take to a session: soon, so that a gateway which is
//! back is found, and yet no faster than it can be asked for.

use std::time::Duration;

use super::backoff::Backoff;
use super::connection::End;

/// First and longest wait between connections. With the longest, a server that comes back is found within seconds.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// Longest wait before a session that held is resumed: what was asked meanwhile is delivered then, and can be answered for
/// three seconds after it was asked. No longer either after a connection that was left since nothing was heard, which has
/// taken its time already.
const SHORT_WAIT: Duration = Duration::from_secs(1);

/// How long a session has to hold before the next failure counts as the first.
const STABLE_AFTER: Duration = Duration::from_secs(10);

/// How long Discord may take to answer IDENTIFY or RESUME. It does within a second or two. With the short wait that
/// follows, a gateway that let a connection in and forgot it is asked again well within ten seconds.
const ANSWER_WITHIN: Duration = Duration::from_secs(6);

/// How many sessions in a row may come to nothing before they are begun sparingly. Discord lets a bot begin a thousand a day, and
/// more often than not its trouble is over after minutes.
const LAVISH_SESSIONS: u32 = 20;

/// Least time between two sessions from then on: the thousand last for a day.
const BETWEEN_SPARING_SESSIONS: Duration = Duration::from_secs(90);

/// How long each of them is waited for, since the next one is not begun before anyway. So a Discord that takes its time is
/// heard out in the end.
const SPARING_ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// How often a resume may go unanswered before a new session is begun. A session's server can be gone for good.
const RESUMES_UNANSWERED: u32 = 3;

/// A connection that is no more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended<'a> {
    /// How it ended.
    pub end: &'a End,
    /// Whether a session held, new or resumed.
    pub held: bool,
    /// Whether a new session was asked for.
    pub identified: bool,
    /// Whether a session is left that could be resumed.
    pub resumable: bool,
    /// How long it lasted.
    pub lasted: Duration,
}

/// What there is to do after a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// How long to wait.
    pub wait: Duration,
    /// Whether to resume the session that is left.
    pub resume: bool,
}

/// The pace of one shard's connections.
#[derive(Debug)]
pub(super) struct Pace {
    waits: Backoff,
    sparing: Backoff,
    /// Sessions in a row that were asked for and did not begin.
    fruitless: u32,
    /// Resumes in a row that were not answered.
    unanswered: u32,
}

impl Pace {
    /// Before the first connection.
    pub const fn new() -> Self {
        Self {
            waits: Backoff::new(WAITS.0, WAITS.1),
            sparing: Backoff::new(BETWEEN_SPARING_SESSIONS, BETWEEN_SPARING_SESSIONS),
            fruitless: 0,
            unanswered: 0,
        }
    }

    const fn is_sparing(&self) -> bool {
        self.fruitless >= LAVISH_SESSIONS
    }

    /// How long IDENTIFY or RESUME may stay unanswered on the next connection.
    pub const fn patience(&self) -> Duration {
        if self.is_sparing() {
            SPARING_ANSWER_WITHIN
        } else {
            ANSWER_WITHIN
        }
    }

    /// What to do after a connection, and how soon.
    pub fn after(&mut self, ended: Ended<'_>) -> Next {
        let silent = *ended.end == End::NoSession;
        if ended.held {
            self.fruitless = 0;
            self.unanswered = 0;
            if ended.lasted >= STABLE_AFTER {
                self.waits.reset();
            }
        } else if ended.identified {
            self.fruitless = self.fruitless.saturating_add(1);
        } else if silent && ended.resumable {
            self.unanswered += 1;
        }
        let resume = ended.resumable && self.unanswered < RESUMES_UNANSWERED;
        if !resume {
            self.unanswered = 0;
        }
        let longest = if silent || (resume && ended.held) {
            SHORT_WAIT
        } else {
            WAITS.1
        };
        let mut wait = self.waits.next_wait_within(longest);
        if self.is_sparing() {
            let apart = self.sparing.next_wait();
            wait = wait.max(apart.saturating_sub(ended.lasted));
        }
        Next { wait, resume }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_SECONDS: Duration = Duration::from_secs(10);

    fn nothing_heard(identified: bool) -> Ended<'static> {
        Ended {
            end: &End::NoSession,
            held: false,
            identified,
            resumable: !identified,
            lasted: ANSWER_WITHIN,
        }
    }

    #[test]
    fn a_gateway_that_forgot_a_connection_is_asked_again_well_within_ten_seconds() {
        let mut pace = Pace::new();
        let mut begun = 0;
        for attempt in 0..LAVISH_SESSIONS {
            let patience = pace.patience();
            let next = pace.after(nothing_heard(true));
            begun += 1;
            if begun < LAVISH_SESSIONS {
                let until_asked = patience + next.wait;
                assert!(
                    until_asked < TEN_SECONDS * 3 / 4,
                    "attempt {attempt}: {until_asked:?}"
                );
                assert!(until_asked > Duration::from_secs(5), "it is no spin");
            }
        }
        assert!(pace.is_sparing());
    }

    #[test]
    fn sessions_that_come_to_nothing_all_day_do_not_use_up_what_discord_grants() {
        for lasted in [Duration::ZERO, SPARING_ANSWER_WITHIN] {
            let (mut pace, mut day, mut sessions) = (Pace::new(), Duration::ZERO, 0);
            while day < Duration::from_secs(24 * 60 * 60) {
                let lasted = lasted.min(pace.patience());
                let end = if lasted.is_zero() {
                    End::Closed(Some(4000))
                } else {
                    End::NoSession
                };
                let next = pace.after(Ended {
                    end: &end,
                    lasted,
                    ..nothing_heard(true)
                });
                // The queue keeps sessions five seconds apart.
                day += (lasted + next.wait).max(Duration::from_secs(5));
                sessions += 1;
            }
            assert!(
                (500..=1400).contains(&sessions),
                "{sessions} after {lasted:?} each"
            );
        }
    }

    #[test]
    fn a_session_that_nobody_resumes_is_given_up_and_one_that_held_is_not() {
        let mut pace = Pace::new();
        let resumes: Vec<bool> = (0..4)
            .map(|_| pace.after(nothing_heard(false)).resume)
            .collect();
        assert_eq!(resumes, [true, true, false, true]);
        let held = Ended {
            end: &End::Lost,
            held: true,
            ..nothing_heard(false)
        };
        for _ in 0..10 {
            let next = pace.after(held);
            assert!(next.resume && next.wait <= SHORT_WAIT, "{next:?}");
        }
        // Not reached at all says nothing of the session.
        for _ in 0..10 {
            let next = pace.after(Ended {
                end: &End::NotConnected(String::new()),
                ..nothing_heard(false)
            });
            assert!(next.resume && next.wait <= WAITS.1);
        }
    }
}
