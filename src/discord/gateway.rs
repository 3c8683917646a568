//! The gateway: one websocket connection after the other, driven by twilight, until there is a reason to stop.
//!
//! twilight keeps one connection alive: heartbeats, the identify queue, the codec. When and where the next one is made is
//! decided here, for three reasons. The token must not go to a host that READY names and the API base does not vouch for.
//! A server that accepts and closes must not be called without pause, and twilight counts accepting as success. And its
//! own waits grow to minutes, while Discord is back after seconds.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};
use twilight_gateway::error::ReceiveMessageErrorType;
use twilight_gateway::{
    CloseFrame, Config, ConfigBuilder, Intents, Message, Session, Shard, ShardId, ShardState,
};

use super::backoff::Backoff;
use super::base::GatewayUrl;
use super::dispatch::Dispatch;
use super::error::RunError;
use super::frame::Undecodable;
use super::rest::Rest;
use super::token::Token;

/// What the bot is told about: servers (for their language), and messages there and in private, whose text it sees only
/// where it is mentioned or written to. None of them is privileged.
pub(super) const INTENTS: Intents = Intents::GUILDS
    .union(Intents::GUILD_MESSAGES)
    .union(Intents::DIRECT_MESSAGES);

/// Version of the API, on the gateway and over REST.
pub(super) const API_VERSION: u8 = twilight_gateway::API_VERSION;

/// First and longest wait between connections. With the longest, a server that comes back is found within seconds; the
/// identify queue keeps sessions within Discord's limit of 1000 a day all the same.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// How long a connection may take from the first byte to a session; waiting in the identify queue takes five seconds.
const SESSION_WITHIN: Duration = Duration::from_secs(30);

/// How long a session has to hold before the next failure counts as the first.
const STABLE_AFTER: Duration = Duration::from_secs(10);

/// How long to wait for the other side to confirm a close.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// Feeds `dispatch` with frames until `shutdown`, then closes the connection in good order.
///
/// # Errors
/// For what no new connection would change; everything else is tried again.
pub(super) async fn run(
    rest: &Rest,
    token: &Token,
    dispatch: &mut Dispatch,
    token_refused: &CancellationToken,
    shutdown: &CancellationToken,
) -> Result<(), RunError> {
    let identity = ConfigBuilder::new(token.reveal().to_owned(), INTENTS).build();
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    let mut known = None;
    let mut resume = None;
    // Whether the last connection was left only to resume its session at our own address.
    let mut detour = false;
    loop {
        let url = match known.take() {
            Some(url) => url,
            None => tokio::select! {
                url = find(rest) => url,
                () = shutdown.cancelled() => return Ok(()),
                () = token_refused.cancelled() => return Err(RunError::TokenRefused),
            },
        };
        let mut connection = Connection::new(&identity, &url, resume.take());
        let began = Instant::now();
        let end = tokio::select! {
            end = connection.run(&url, detour, dispatch) => end,
            () = shutdown.cancelled() => {
                connection.close(dispatch).await;
                return Ok(());
            }
            () = token_refused.cancelled() => {
                connection.close(dispatch).await;
                return Err(RunError::TokenRefused);
            }
        };
        if let End::Closed(Some(code)) = end
            && let Some(error) = RunError::from_close_code(code)
        {
            return Err(error);
        }
        resume = connection.to_resume(&end);
        if let End::ForeignResumeUrl = end {
            info!("READY names another host to resume at; resuming at the gateway's own at once");
            detour = true;
            known = Some(url);
            continue;
        }
        detour &= !(connection.resuming && connection.held);
        if connection.held && began.elapsed() >= STABLE_AFTER {
            waits.reset();
        }
        if connection.connected {
            known = Some(url);
        }
        let wait = waits.next_wait();
        let (resumes, wait_ms) = (resume.is_some(), wait.as_millis() as u64);
        info!(reason = %end, resumes, wait_ms, "the gateway connection ended; connecting again");
        tokio::select! {
            () = sleep(wait) => {}
            () = shutdown.cancelled() => return Ok(()),
            () = token_refused.cancelled() => return Err(RunError::TokenRefused),
        }
    }
}

/// Asks the API where its gateway is, until it says so. There is no default: a base that does not answer must not send the
/// token elsewhere.
async fn find(rest: &Rest) -> GatewayUrl {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    loop {
        let wait = waits.next_wait();
        match rest.gateway().await {
            Ok(text) => match GatewayUrl::new(&text, rest.base()) {
                Ok(url) => return url,
                Err(error) => warn!(%error, "the API names a gateway that is not connected to"),
            },
            Err(error) => {
                warn!(base = %rest.base(), %error, "the API does not say where its gateway is")
            }
        }
        sleep(wait).await;
    }
}

/// A session to take up again, and where.
struct Resume {
    session: Session,
    /// Where READY said, if that is allowed; else the gateway's own address.
    url: Option<String>,
}

/// Why a connection is no more.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The gateway closed it, with a code or without.
    Closed(Option<u16>),
    /// It broke, or twilight left it because the gateway asked to.
    Lost,
    /// It did not come up.
    NotConnected,
    /// It came up, but no session began in time.
    NoSession,
    /// Left because its session would be resumed at a host that must not get the token.
    ForeignResumeUrl,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(Some(code)) => write!(f, "closed with code {code}"),
            Self::Closed(None) => f.write_str("closed without a code"),
            Self::Lost => f.write_str("lost, or left as the gateway asked"),
            Self::NotConnected => f.write_str("nobody to connect to"),
            Self::NoSession => f.write_str("no session in time"),
            Self::ForeignResumeUrl => f.write_str("resumes elsewhere"),
        }
    }
}

/// One websocket connection: never a second, although twilight would make one.
struct Connection {
    shard: Shard,
    /// Whether it came up.
    connected: bool,
    /// Whether a session held, new or resumed.
    held: bool,
    /// Whether an earlier session was to be resumed.
    resuming: bool,
    /// Whether we are closing it ourselves, and the close was sent.
    closing: Closing,
    /// The address to resume at that READY named, once it was checked, and whether it is allowed.
    named: Option<(String, bool)>,
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
    End(End),
}

impl Connection {
    /// Prepares a connection; it is made with the first call for something from it.
    fn new(identity: &Config, url: &GatewayUrl, resume: Option<Resume>) -> Self {
        let mut config = ConfigBuilder::from(identity.clone()).proxy_url(url.as_str().to_owned());
        let mut named = None;
        if let Some(resume) = resume {
            config = config.session(resume.session);
            if let Some(url) = resume.url {
                config = config.resume_url(url.clone());
                named = Some((url, true));
            }
        }
        Self {
            shard: Shard::with_config(ShardId::ONE, config.build()),
            connected: false,
            held: false,
            resuming: false,
            closing: Closing::No,
            named,
        }
    }

    /// Hands frames to `dispatch` until the connection ends. With `detour`, a resumption at our own address was tried for
    /// this session's sake and answered with a new session; it is not tried again.
    async fn run(&mut self, url: &GatewayUrl, detour: bool, dispatch: &mut Dispatch) -> End {
        let session_by = Instant::now() + SESSION_WITHIN;
        loop {
            let next = if self.held {
                self.next().await
            } else {
                match timeout_at(session_by, self.next()).await {
                    Ok(next) => next,
                    Err(_) => return End::NoSession,
                }
            };
            match next {
                Next::Frame(text) => {
                    dispatch.frame(&text);
                    if !self.may_resume_where_named(url) && !detour {
                        self.shard.close(CloseFrame::RESUME);
                        self.drain(dispatch).await;
                        return End::ForeignResumeUrl;
                    }
                }
                Next::Unreadable => dispatch.undecodable(&Undecodable::envelope()),
                Next::End(end) => return end,
            }
        }
    }

    /// Closes the connection so that the bot shows as offline at once. What arrives before the other side confirms is
    /// still answered.
    async fn close(mut self, dispatch: &mut Dispatch) {
        if !self.connected {
            return;
        }
        self.closing = Closing::Asked;
        self.shard.close(CloseFrame::NORMAL);
        self.drain(dispatch).await;
    }

    async fn drain(&mut self, dispatch: &mut Dispatch) {
        let all = async {
            loop {
                match self.next().await {
                    Next::Frame(text) => dispatch.frame(&text),
                    Next::Unreadable => {}
                    Next::End(_) => break,
                }
            }
        };
        if timeout(CLOSE_WITHIN, all).await.is_err() {
            debug!("the gateway did not confirm the close in time");
        }
    }

    /// Whether the session may be resumed at the address that READY named, if it named one.
    fn may_resume_where_named(&mut self, url: &GatewayUrl) -> bool {
        let Some(named) = self.shard.resume_url() else {
            return true;
        };
        match &self.named {
            Some((known, allowed)) if known == named => *allowed,
            _ => {
                let allowed = url.allows_resuming_at(named);
                self.named = Some((named.to_owned(), allowed));
                allowed
            }
        }
    }

    /// The session to take up again after this connection, if there is one left.
    fn to_resume(&self, end: &End) -> Option<Resume> {
        // After these codes Discord wants a new session: invalidated, wrong sequence, timed out.
        if matches!(end, End::Closed(Some(4003 | 4007 | 4009))) {
            return None;
        }
        let url = match &self.named {
            Some((url, true)) if self.connected => Some(url.clone()),
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
                _ => Next::End(End::NotConnected),
            }),
            Poll::Ready(None) => Poll::Ready(Next::End(End::Lost)),
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
