//! One websocket connection, driven by twilight: its frames, its end, and the session that is left to resume.
//!
//! twilight would make the next connection by itself, at the moment at which it finds this one gone. It is stopped there,
//! because when and where to connect is decided in `gateway`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use serde::Deserialize;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tracing::debug;
use twilight_gateway::error::ReceiveMessageErrorType;
use twilight_gateway::{
    CloseFrame, Config, ConfigBuilder, Message, Session, Shard, ShardId, ShardState,
};

use super::backoff::Backoff;
use super::base::{GatewayUrl, ResumeAddress};
use super::gateway::Receiver;
use super::turns::{Place, Turn};

/// How long a connection may take until the gateway says something. Discord does within a second; one that takes connections
/// and says nothing is left soon, so that it is found soon once it speaks again.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(4);

/// How often twilight is polled freely until it is connected. A TLS connection takes about ten polls.
///
/// A server that accepts and hangs up at once is connected to again within the same poll, thousands of times a second, and
/// nothing shows it. So polls beyond this number are slowed down, which costs a slow connection little and such a server's
/// caller nearly everything.
const FREE_POLLS: u32 = 16;

/// First and longest wait before a poll beyond the free ones.
const POLL_WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(1));

/// How long to wait for the other side to confirm a close.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// A session to take up again, and where.
pub(super) struct Resume {
    session: Session,
    /// Where READY said, if that is allowed; else the gateway's own address.
    url: Option<String>,
}

/// Why a connection is no more.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The gateway closed it, with a code or without.
    Closed(Option<u16>),
    /// It broke, or twilight left it because the gateway asked to.
    Lost,
    /// It did not come up, for the reason given.
    NotConnected(String),
    /// It came up, but no session began in time.
    NoSession,
    /// The gateway wants the session to begin later (op 9), since another began too shortly before.
    TooSoon,
    /// Left because its session would be resumed at an address that is not to be used.
    BadResumeAddress,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(Some(code)) => write!(f, "closed with code {code}"),
            Self::Closed(None) => f.write_str("closed without a code"),
            Self::Lost => f.write_str("lost, or left as the gateway asked"),
            Self::NotConnected(reason) => write!(f, "not connected: {reason}"),
            Self::NoSession => f.write_str("no session in time"),
            Self::TooSoon => f.write_str("too soon after another session began"),
            Self::BadResumeAddress => f.write_str("no session that can be resumed"),
        }
    }
}

/// Whether a frame declares the session invalid (op 9).
fn is_invalid_session(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Frame {
        op: u8,
    }
    serde_json::from_str(text).is_ok_and(|frame: Frame| frame.op == 9)
}

/// One websocket connection: never a second, although twilight would make one.
pub(super) struct Connection {
    shard: Shard<Turn>,
    turn: Turn,
    /// Whether it came up.
    pub connected: bool,
    /// Polls until it came up.
    polls: u32,
    /// Whether a session held, new or resumed.
    pub held: bool,
    /// Whether an earlier session was to be resumed.
    pub resuming: bool,
    /// Whether we are closing it ourselves, and the close was sent.
    closing: Closing,
    /// The address to resume at that READY named, once it was judged.
    named: Option<(String, ResumeAddress)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    No,
    Asked,
    Sent,
}

/// What a connection gives.
enum Next {
    Frame(String),
    Unreadable,
    /// The connection is not there yet, after suspiciously many polls.
    StillConnecting,
    End(End),
}

impl Connection {
    /// Prepares a connection; it is made with the first call for something from it.
    pub fn new(
        identity: &Config,
        (id, turn): (ShardId, Turn),
        url: &GatewayUrl,
        resume: Option<Resume>,
    ) -> Self {
        let mut config = ConfigBuilder::from(identity.clone())
            .queue(turn.clone())
            .proxy_url(url.as_str().to_owned());
        let mut named = None;
        if let Some(resume) = resume {
            config = config.session(resume.session);
            if let Some(url) = resume.url {
                config = config.resume_url(url.clone());
                named = Some((url, ResumeAddress::Allowed));
            }
        }
        Self {
            shard: Shard::with_config(id, config.build()),
            turn,
            connected: false,
            polls: 0,
            held: false,
            resuming: false,
            closing: Closing::No,
            named,
        }
    }

    /// Hands frames to `receiver` until the connection ends.
    ///
    /// A session whose READY names an address that is not to be used is left at once and without another poll, to be
    /// resumed at the gateway's own address; RESUMED names none. Otherwise twilight would begin to connect there in the
    /// very poll in which it finds this connection broken. With `detour`, that was tried and answered with a new session.
    /// Then this one is kept, unless the address is malformed: the worst that can come is a connection attempt that is
    /// dropped before anything is said.
    ///
    /// One on which nothing answers IDENTIFY or RESUME within `patience` is left; waiting for the turn does not count.
    pub async fn run(
        &mut self,
        url: &GatewayUrl,
        detour: bool,
        patience: Duration,
        receiver: &mut impl Receiver,
    ) -> End {
        let mut session_by = Instant::now() + FIRST_FRAME_WITHIN;
        let (mut spoken, mut sequence) = (false, None);
        let mut poll_waits = Backoff::new(POLL_WAITS.0, POLL_WAITS.1);
        loop {
            let next = if self.held {
                self.next().await
            } else {
                match timeout_at(session_by, self.next()).await {
                    Ok(next) => next,
                    Err(_) => match self.turn.place() {
                        // Heartbeats tell meanwhile whether the other side is there.
                        Place::Waiting => {
                            session_by = Instant::now() + patience;
                            continue;
                        }
                        Place::Given(at) if at + patience > Instant::now() => {
                            session_by = at + patience;
                            continue;
                        }
                        _ => return End::NoSession,
                    },
                }
            };
            match next {
                Next::Frame(text) => {
                    if !self.held {
                        let heard = self.shard.session().map(Session::sequence);
                        // Said HELLO, or brings what was missed before it says RESUMED.
                        if !spoken || heard != sequence {
                            session_by = Instant::now() + patience;
                        }
                        (spoken, sequence) = (true, heard);
                    }
                    receiver.frame(&text);
                    if !self.held && !self.resuming && is_invalid_session(&text) {
                        return End::TooSoon;
                    }
                    let leave = match self.resume_address(url) {
                        ResumeAddress::Allowed => false,
                        ResumeAddress::Foreign => !detour,
                        ResumeAddress::Malformed => true,
                    };
                    if leave {
                        return End::BadResumeAddress;
                    }
                }
                Next::Unreadable => receiver.unreadable(),
                Next::StillConnecting => sleep(poll_waits.next_wait()).await,
                Next::End(end) => return end,
            }
        }
    }

    /// Closes the connection so that the bot shows as offline at once. What arrives before the other side confirms is
    /// still answered.
    pub async fn close(mut self, receiver: &mut impl Receiver) {
        if !self.connected {
            return;
        }
        self.closing = Closing::Asked;
        self.shard.close(CloseFrame::NORMAL);
        self.drain(receiver).await;
    }

    async fn drain(&mut self, receiver: &mut impl Receiver) {
        let all = async {
            loop {
                match self.next().await {
                    Next::Frame(text) => receiver.frame(&text),
                    Next::Unreadable | Next::StillConnecting => {}
                    Next::End(_) => break,
                }
            }
        };
        if timeout(CLOSE_WITHIN, all).await.is_err() {
            debug!("the gateway did not confirm the close in time");
        }
    }

    /// The address to resume at that READY named, judged once; none is as good as the gateway's own.
    fn resume_address(&mut self, url: &GatewayUrl) -> ResumeAddress {
        let Some(named) = self.shard.resume_url() else {
            return ResumeAddress::Allowed;
        };
        match &self.named {
            Some((known, address)) if known == named => *address,
            _ => {
                let address = url.resume_address(named);
                self.named = Some((named.to_owned(), address));
                address
            }
        }
    }

    /// Whether it asked for a new session.
    pub fn identified(&self) -> bool {
        matches!(self.turn.place(), Place::Given(_))
    }

    /// The session to take up again after this connection, if there is one left.
    pub fn to_resume(&self, end: &End) -> Option<Resume> {
        // After these codes Discord wants a new session: invalidated, wrong sequence, timed out.
        if matches!(end, End::Closed(Some(4003 | 4007 | 4009))) {
            return None;
        }
        let url = match &self.named {
            // Where nothing was heard, the next attempt is made where the API says.
            Some((url, ResumeAddress::Allowed)) if self.connected && *end != End::NoSession => {
                Some(url.clone())
            }
            _ => None,
        };
        self.shard.session().map(|session| Resume {
            session: session.clone(),
            url,
        })
    }

    async fn next(&mut self) -> Next {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// Polls twilight and stops it where it would connect again.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Next> {
        let polled = Pin::new(&mut self.shard).poll_next(cx);
        let state = self.shard.state();
        let was_connected = self.connected;
        let disconnected = matches!(state, ShardState::Disconnected { .. });
        self.connected |= !disconnected;
        self.resuming |= state == ShardState::Resuming;
        self.held |= state == ShardState::Active;
        match polled {
            Poll::Ready(Some(Ok(Message::Text(text)))) => Poll::Ready(Next::Frame(text)),
            Poll::Ready(Some(Ok(Message::Close(frame)))) => {
                let code = frame.map(|frame| frame.code);
                Poll::Ready(Next::End(End::Closed(code)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(match error.kind() {
                // Its text holds the frame, so the error itself is not logged.
                ReceiveMessageErrorType::Deserializing { .. } => Next::Unreadable,
                _ if was_connected => Next::End(End::Lost),
                _ => {
                    let source = error.into_source();
                    let reason = source.map_or_else(String::new, |source| source.to_string());
                    Next::End(End::NotConnected(reason))
                }
            }),
            Poll::Ready(None) => Poll::Ready(Next::End(End::Lost)),
            Poll::Pending if !self.connected => {
                self.polls += 1;
                if self.polls > FREE_POLLS {
                    Poll::Ready(Next::StillConnecting)
                } else {
                    Poll::Pending
                }
            }
            Poll::Pending => match self.closing {
                Closing::No if was_connected && disconnected => Poll::Ready(Next::End(End::Lost)),
                Closing::Asked if disconnected => {
                    self.closing = Closing::Sent;
                    Poll::Pending
                }
                // twilight found the connection gone and made another.
                Closing::Sent if !disconnected => Poll::Ready(Next::End(End::Lost)),
                _ => Poll::Pending,
            },
        }
    }
}
