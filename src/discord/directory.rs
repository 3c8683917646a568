//! Where the gateway is, as the API says; asked for by one shard in the name of all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tracing::warn;

use super::backoff::Backoff;
use super::base::GatewayUrl;
use super::error::RunError;
use super::rest::{Gateway, Rest};

/// First and longest wait between questions.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// How long an answer serves every shard. Many lose their connections at the same moment, and need not all ask.
const GOOD_FOR: Duration = Duration::from_secs(5);

/// Knows where the gateway is.
pub(super) struct Directory {
    rest: Arc<Rest>,
    last: Mutex<Option<(Instant, GatewayUrl)>>,
}

impl Directory {
    /// Asks `rest`, once somebody wants to know.
    pub fn new(rest: Arc<Rest>) -> Self {
        Self {
            rest,
            last: Mutex::new(None),
        }
    }

    /// Where the gateway is, found out within the last five seconds.
    ///
    /// # Errors
    /// When Discord does not know the token.
    pub async fn url(&self) -> Result<GatewayUrl, RunError> {
        let mut last = self.last.lock().await;
        if let Some((at, url)) = &*last
            && at.elapsed() < GOOD_FOR
        {
            return Ok(url.clone());
        }
        let (_, url) = self.ask().await?;
        *last = Some((Instant::now(), url.clone()));
        Ok(url)
    }

    /// What the API says now of its gateway; the next who ask for the address are told this one.
    ///
    /// # Errors
    /// As for [`Directory::url`].
    pub async fn gateway(&self) -> Result<Gateway, RunError> {
        let mut last = self.last.lock().await;
        let (gateway, url) = self.ask().await?;
        *last = Some((Instant::now(), url));
        Ok(gateway)
    }

    /// Asks the API until it says so. There is no default: a base that does not answer must not send the token elsewhere.
    async fn ask(&self) -> Result<(Gateway, GatewayUrl), RunError> {
        let mut waits = Backoff::new(WAITS.0, WAITS.1);
        loop {
            let wait = waits.next_wait();
            match self.rest.gateway().await {
                Ok(gateway) => match GatewayUrl::new(&gateway.url, self.rest.base()) {
                    Ok(url) => return Ok((gateway, url)),
                    Err(error) => {
                        warn!(%error, "the API names a gateway that is not connected to");
                    }
                },
                Err(error) if error.is_unauthorized() => return Err(RunError::TokenRefused),
                Err(error) => {
                    warn!(base = %self.rest.base(), %error, "the API does not say where its gateway is");
                }
            }
            sleep(wait).await;
        }
    }
}
