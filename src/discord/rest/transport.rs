//! One REST call, from a request to the body of its answer: attempts, waits, and the deadline that ends them.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use reqwest::redirect;
use serenity::all::Request;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::error::{ErrorAnswer, Fault, NextAttempt, Refusal, RestError, seconds};
use crate::discord::backoff::Backoff;
use crate::discord::base::ApiBase;
use crate::discord::observe::{Nobody, Notice, Observer};
use crate::discord::token::Token;

/// How long a TCP and TLS connection may take to come up.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// First and longest wait between attempts at one call, where Discord named none.
const RETRY_WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// Discord asks bots to name themselves in this form, an address included; see [Discord Docs/User Agent]. The project has no
/// public address yet, so the one here is of a kind that can belong to nobody.
pub(super) const OUR_USER_AGENT: &str = concat!(
    "DiscordBot (https://",
    env!("CARGO_PKG_NAME"),
    ".invalid, ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// One call and how far to go for it.
pub(super) struct Call<'a> {
    /// The route as it may be printed: without ids and tokens.
    pub route: &'static str,
    /// What is sent.
    pub request: Request<'a>,
    /// What the body is, where it is not JSON.
    pub content_type: Option<String>,
    /// Whether the bot's token goes along.
    pub authorized: bool,
    /// When nobody waits for it any more.
    pub deadline: Instant,
    /// How long one attempt may take.
    pub attempt: Duration,
    /// Whether it may be tried again.
    pub repeatable: bool,
}

/// The HTTP client of one bot: the only thing in this program that sends requests.
pub(super) struct Transport {
    client: reqwest::Client,
    base: ApiBase,
    authorization: String,
    /// Who is told where Discord asks to wait.
    pub observer: Arc<dyn Observer>,
}

impl Transport {
    /// Sets up the client; nothing is sent yet.
    ///
    /// It follows no redirects and uses no proxy from the environment: requests go to `base` and nowhere else.
    pub fn new(base: ApiBase, token: &Token) -> Result<Self, reqwest::Error> {
        Self::authorized_by(base, format!("Bot {}", token.reveal()))
    }

    /// Like [`Transport::new`], for calls that need no token.
    pub fn without_token(base: ApiBase) -> Result<Self, reqwest::Error> {
        Self::authorized_by(base, String::new())
    }

    fn authorized_by(base: ApiBase, authorization: String) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .tcp_nodelay(true)
            .build()?;
        Ok(Self {
            client,
            base,
            authorization,
            observer: Arc::new(Nobody),
        })
    }

    /// The root of the API that is called.
    pub fn base(&self) -> &ApiBase {
        &self.base
    }

    /// Makes a call, as often as it takes and its deadline allows; gives back the body of the answer.
    ///
    /// That the same was acknowledged already counts as success from the second attempt on: the first one arrived after
    /// all.
    pub async fn call(&self, call: Call<'_>) -> Result<Vec<u8>, RestError> {
        let route = call.route;
        let failed = |fault| RestError { route, fault };
        let request = self
            .build(call.request, call.content_type, call.authorized)
            .ok_or_else(|| failed(Fault::Unbuildable))?;
        let left = || call.deadline.saturating_duration_since(Instant::now());
        let mut backoff = Backoff::new(RETRY_WAITS.0, RETRY_WAITS.1);
        let mut attempts = 0;
        while let (false, Some(mut request)) = (left().is_zero(), request.try_clone()) {
            *request.timeout_mut() = Some(call.attempt.min(left()));
            let error = match self.attempt(request, call.authorized).await {
                Ok(body) => return Ok(body),
                Err(fault) => failed(fault),
            };
            attempts += 1;
            if matches!(error.fault, Fault::RateLimited(_)) {
                self.observer.notice(Notice::RateLimited);
            }
            if attempts > 1 && error.refusal() == Some(Refusal::AnsweredAlready) {
                return Ok(Vec::new());
            }
            let wait = match error.next_attempt() {
                NextAttempt::Never => return Err(error),
                NextAttempt::After(wait) => wait,
                NextAttempt::Soon => backoff.next_wait(),
            };
            if !call.repeatable || wait >= left() {
                return Err(error);
            }
            debug!(%error, attempts, wait_ms = wait.as_millis() as u64, "trying again");
            sleep(wait).await;
        }
        Err(failed(Fault::TooLate))
    }

    /// The request as reqwest sends it, by serenity's hand.
    fn build(
        &self,
        request: Request<'_>,
        content_type: Option<String>,
        authorized: bool,
    ) -> Option<reqwest::Request> {
        // serenity wraps this in a span that prints the body and the address, interaction token included, at INFO.
        // Without a dispatcher there is no span, whatever a subscriber's filter says.
        let nobody = tracing::Dispatch::none();
        let builder = tracing::dispatcher::with_default(&nobody, || {
            request.build(&self.client, &self.authorization, Some(self.base.as_str()))
        });
        let mut request = builder.ok()?.build().ok()?;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, HeaderValue::from_static(OUR_USER_AGENT));
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(&content_type).ok()?);
        }
        if authorized {
            headers.get_mut(AUTHORIZATION)?.set_sensitive(true);
        } else {
            headers.remove(AUTHORIZATION);
        }
        Some(request)
    }

    async fn attempt(&self, request: reqwest::Request, authorized: bool) -> Result<Vec<u8>, Fault> {
        let unreachable = |error: reqwest::Error| Fault::Unreachable(error.without_url());
        let response = self.client.execute(request).await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let retry_after = retry_after_header(response.headers());
        let body = response.bytes().await.map_err(unreachable)?;
        if (200..300).contains(&status) {
            return Ok(body.into());
        }
        // An error may come from a proxy on the way, without Discord's JSON.
        let answer: ErrorAnswer = serde_json::from_slice(&body).unwrap_or_default();
        Err(match status {
            401 if authorized => Fault::Unauthorized,
            429 => Fault::RateLimited(answer.retry_after().or(retry_after)),
            500.. => Fault::Unavailable(status),
            _ => Fault::Refused {
                status,
                code: answer.code,
                at: answer.first_fault(),
            },
        })
    }
}

/// The wait that a `Retry-After` header asks for, in seconds.
fn retry_after_header(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    seconds(text.trim().parse().ok()?)
}
