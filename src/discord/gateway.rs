//! The gateway: one websocket connection after the other, driven by twilight, until there is a reason to stop.
//!
//! twilight keeps one connection alive: heartbeats, the identify queue, the codec. When and where the next one is made is
//! decided here, for three reasons. The token must not go to a host that READY names and the API base does not vouch for.
//! A server that accepts and closes must not be called without pause, and twilight counts accepting as success. And its
//! own waits grow to minutes, while Discord is back after seconds.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use twilight_gateway::{ConfigBuilder, Intents};

use super::backoff::Backoff;
use super::base::GatewayUrl;
use super::connection::{Connection, End};
use super::error::RunError;
use super::rest::Rest;
use super::token::Token;

/// Takes in what the gateway sends. Both calls return at once.
pub(super) trait Receiver {
    /// One frame, in the order in which they arrive.
    fn frame(&mut self, text: &str);

    /// A frame that even the gateway's own protocol makes nothing of.
    fn unreadable(&mut self);
}

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

/// How long a session has to hold before the next failure counts as the first.
const STABLE_AFTER: Duration = Duration::from_secs(10);

/// Feeds `receiver` with frames until `shutdown`, then closes the connection in good order.
///
/// # Errors
/// For what no new connection would change; everything else is tried again.
pub(super) async fn run(
    rest: &Rest,
    token: &Token,
    receiver: &mut impl Receiver,
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
            end = connection.run(&url, detour, receiver) => end,
            () = shutdown.cancelled() => {
                connection.close(receiver).await;
                return Ok(());
            }
            () = token_refused.cancelled() => {
                connection.close(receiver).await;
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
