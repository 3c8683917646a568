//! Every REST call the bot makes: one client, timeouts on everything, and a bounded number of retries until a deadline.
//!
//! A call is tried again while its deadline allows when Discord is busy (429, after the wait that it asks for), broken
//! (5xx) or out of reach. It is not tried again when Discord said no. Errors name the route and what Discord said, and
//! never hold a token.

use std::fmt;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT};
use reqwest::redirect;
use serde::Deserialize;
use serde_json::Value;
use serenity::all::{
    ApplicationId, ChannelId, CommandId, GuildId, InteractionId, LightMethod, Request, Route,
};
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::backoff::Backoff;
use super::base::ApiBase;
use super::token::Token;

/// How long an interaction can be answered after it happened; see [Discord Docs/Interaction Callback].
pub(super) const INTERACTION_DEADLINE: Duration = Duration::from_secs(3);

/// How long a message is worth an answer. An asker who waited longer has asked again or gone.
const MESSAGE_DEADLINE: Duration = Duration::from_secs(15);

/// How long one call about commands may take; registration as a whole is tried again by its caller.
const COMMANDS_DEADLINE: Duration = Duration::from_secs(60);

/// How long to look for the gateway's address before the caller waits and asks again.
const GATEWAY_DEADLINE: Duration = Duration::from_secs(10);

/// How long one attempt at a callback may hang. Below half of the deadline, so that a second one fits: Discord answers
/// in well under a second, and a repetition of a callback that did arrive does no harm.
const CALLBACK_ATTEMPT: Duration = Duration::from_millis(1200);

/// How long one attempt at any other call may hang.
const ATTEMPT: Duration = Duration::from_secs(5);

/// How long a TCP and TLS connection may take to come up.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1000);

/// First and longest wait between attempts at one call, where Discord named none.
const RETRY_WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// Discord asks bots to name themselves in this form; see [Discord Docs/User Agent].
const OUR_USER_AGENT: &str = concat!(
    "DiscordBot (https://crates.io/crates/",
    env!("CARGO_PKG_NAME"),
    ", ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// Discord's code for an interaction that was answered already; see [Discord Docs/JSON Error Codes].
const ALREADY_ACKNOWLEDGED: u32 = 40060;

/// Calls Discord's REST API in the name of one bot.
pub(super) struct Rest {
    client: reqwest::Client,
    base: ApiBase,
    authorization: String,
}

/// An interaction as its callback is addressed. The token is a secret for as long as it is good, 15 minutes.
#[derive(Clone)]
pub(super) struct Callback {
    /// The interaction.
    pub id: InteractionId,
    /// Its token.
    pub token: String,
    /// When it arrived here.
    pub received: Instant,
}

/// Where commands are registered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// In whose name.
    pub application: ApplicationId,
    /// In one server; everywhere where `None`.
    pub guild: Option<GuildId>,
}

impl Rest {
    /// Sets up the client; nothing is sent yet.
    ///
    /// It follows no redirects and uses no proxy from the environment: requests go to `base` and nowhere else.
    pub fn new(base: ApiBase, token: &Token) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .tcp_nodelay(true)
            .build()?;
        Ok(Self {
            client,
            base,
            authorization: format!("Bot {}", token.reveal()),
        })
    }

    /// The root of the API that is called.
    pub fn base(&self) -> &ApiBase {
        &self.base
    }

    /// The gateway's address as the API names it, unchecked.
    pub async fn gateway(&self) -> Result<String, RestError> {
        #[derive(Deserialize)]
        struct Gateway {
            url: String,
        }
        let route = "GET /gateway";
        let body = self
            .call(
                Call {
                    authorized: false,
                    ..Call::new(route, Request::new(Route::Gateway, LightMethod::Get))
                }
                .within(Instant::now() + GATEWAY_DEADLINE),
            )
            .await?;
        read::<Gateway>(route, &body).map(|gateway| gateway.url)
    }

    /// Answers an interaction, within what is left of its three seconds. Having answered it already in an attempt whose
    /// end was not heard counts as success.
    pub async fn respond(&self, to: &Callback, response: &Value) -> Result<(), RestError> {
        self.call(self.callback(to, response)).await.map(drop)
    }

    /// Answers somebody typing, in one attempt: by the time of a second one there is another letter and another question.
    pub async fn suggest(&self, to: &Callback, response: &Value) -> Result<(), RestError> {
        let call = Call {
            attempt: INTERACTION_DEADLINE,
            repeatable: false,
            ..self.callback(to, response)
        };
        self.call(call).await.map(drop)
    }

    /// Posts a message, whose question arrived at `received`.
    pub async fn send_message(
        &self,
        channel: ChannelId,
        message: &Value,
        received: Instant,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessages {
            channel_id: channel,
        };
        let call = Call::new(
            "POST /channels/{channel}/messages",
            Request::new(route, LightMethod::Post).body(Some(bytes(message))),
        );
        self.call(call.within(received + MESSAGE_DEADLINE))
            .await
            .map(drop)
    }

    /// The commands that are registered, wordings in every language included.
    pub async fn commands(&self, scope: Scope) -> Result<Vec<Value>, RestError> {
        let route = "GET /applications/{application}/commands";
        let request = Request::new(scope.commands(), LightMethod::Get)
            .params(Some(vec![("with_localizations", "true".to_owned())]));
        let body = self.call(Call::new(route, request)).await?;
        read(route, &body)
    }

    /// Registers a command; one of the same name and type is replaced.
    pub async fn create_command(&self, scope: Scope, command: &Value) -> Result<(), RestError> {
        let request = Request::new(scope.commands(), LightMethod::Post).body(Some(bytes(command)));
        self.call(Call::new(
            "POST /applications/{application}/commands",
            request,
        ))
        .await
        .map(drop)
    }

    /// Replaces what is registered under `id`.
    pub async fn edit_command(
        &self,
        scope: Scope,
        id: CommandId,
        command: &Value,
    ) -> Result<(), RestError> {
        let request =
            Request::new(scope.command(id), LightMethod::Patch).body(Some(bytes(command)));
        self.call(Call::new(
            "PATCH /applications/{application}/commands/{command}",
            request,
        ))
        .await
        .map(drop)
    }

    fn callback<'a>(&self, to: &'a Callback, response: &Value) -> Call<'a> {
        let route = Route::InteractionResponse {
            interaction_id: to.id,
            token: &to.token,
        };
        Call {
            // Its address authenticates a callback, so the bot's token need not travel with it.
            authorized: false,
            attempt: CALLBACK_ATTEMPT,
            ..Call::new(
                "POST /interactions/{interaction}/{token}/callback",
                Request::new(route, LightMethod::Post).body(Some(bytes(response))),
            )
        }
        .within(to.received + INTERACTION_DEADLINE)
    }

    /// Makes a call, as often as it takes and its deadline allows; gives back the body of the answer.
    async fn call(&self, call: Call<'_>) -> Result<Vec<u8>, RestError> {
        let route = call.route;
        let request = self
            .build(call.request, call.authorized)
            .ok_or(RestError::Unbuildable { route })?;
        let mut backoff = Backoff::new(RETRY_WAITS.0, RETRY_WAITS.1);
        for attempt in 1.. {
            let left = call.deadline.saturating_duration_since(Instant::now());
            let (Some(mut request), false) = (request.try_clone(), left.is_zero()) else {
                break;
            };
            *request.timeout_mut() = Some(call.attempt.min(left));
            let error = match self.attempt(route, request, call.authorized).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            if attempt > 1 && error.code() == Some(ALREADY_ACKNOWLEDGED) {
                return Ok(Vec::new());
            }
            let wait = match error.next_attempt() {
                NextAttempt::Never => return Err(error),
                NextAttempt::After(wait) => wait,
                NextAttempt::Soon => backoff.next_wait(),
            };
            if !call.repeatable || Instant::now() + wait >= call.deadline {
                return Err(error);
            }
            debug!(route, attempt, wait_ms = wait.as_millis() as u64, %error, "trying again");
            sleep(wait).await;
        }
        Err(RestError::TooLate { route })
    }

    /// The request as reqwest sends it, by serenity's hand.
    fn build(&self, request: Request<'_>, authorized: bool) -> Option<reqwest::Request> {
        // serenity wraps this in a span that prints the body and the address, interaction token included, at INFO.
        // Without a dispatcher there is no span, whatever a subscriber's filter says.
        let nobody = tracing::Dispatch::none();
        let builder = tracing::dispatcher::with_default(&nobody, || {
            request.build(&self.client, &self.authorization, Some(self.base.as_str()))
        });
        let mut request = builder.ok()?.build().ok()?;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, HeaderValue::from_static(OUR_USER_AGENT));
        if authorized {
            headers.get_mut(AUTHORIZATION)?.set_sensitive(true);
        } else {
            headers.remove(AUTHORIZATION);
        }
        Some(request)
    }

    async fn attempt(
        &self,
        route: &'static str,
        request: reqwest::Request,
        authorized: bool,
    ) -> Result<Vec<u8>, RestError> {
        let unreachable = |source: reqwest::Error| RestError::Unreachable {
            route,
            source: source.without_url(),
        };
        let response = self.client.execute(request).await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let retry_after = retry_after_header(response.headers());
        let body = response.bytes().await.map_err(unreachable)?;
        if (200..300).contains(&status) {
            return Ok(body.into());
        }
        let answer: ErrorAnswer = serde_json::from_slice(&body).unwrap_or_default();
        Err(match status {
            401 if authorized => RestError::Unauthorized { route },
            429 => RestError::RateLimited {
                route,
                retry_after: answer.retry_after().or(retry_after),
            },
            500.. => RestError::Unavailable { route, status },
            _ => RestError::Refused {
                route,
                status,
                code: answer.code,
                fault: answer.first_fault(),
            },
        })
    }
}

impl Scope {
    fn commands(self) -> Route<'static> {
        let application_id = self.application;
        match self.guild {
            None => Route::Commands { application_id },
            Some(guild_id) => Route::GuildCommands {
                application_id,
                guild_id,
            },
        }
    }

    fn command(self, command_id: CommandId) -> Route<'static> {
        let application_id = self.application;
        match self.guild {
            None => Route::Command {
                application_id,
                command_id,
            },
            Some(guild_id) => Route::GuildCommand {
                application_id,
                guild_id,
                command_id,
            },
        }
    }
}

/// One call and how far to go for it.
struct Call<'a> {
    /// The route as it may be printed: without ids and tokens.
    route: &'static str,
    request: Request<'a>,
    /// Whether the bot's token goes along.
    authorized: bool,
    /// When nobody waits for it any more.
    deadline: Instant,
    /// How long one attempt may take.
    attempt: Duration,
    /// Whether it may be tried again.
    repeatable: bool,
}

impl<'a> Call<'a> {
    fn new(route: &'static str, request: Request<'a>) -> Self {
        Self {
            route,
            request,
            authorized: true,
            deadline: Instant::now() + COMMANDS_DEADLINE,
            attempt: ATTEMPT,
            repeatable: true,
        }
    }

    fn within(self, deadline: Instant) -> Self {
        Self { deadline, ..self }
    }
}

fn bytes(body: &Value) -> Vec<u8> {
    body.to_string().into_bytes()
}

fn read<'a, T: Deserialize<'a>>(route: &'static str, body: &'a [u8]) -> Result<T, RestError> {
    serde_json::from_slice(body).map_err(|source| RestError::Unexpected { route, source })
}

/// The wait that a `Retry-After` header asks for, in seconds.
fn retry_after_header(headers: &HeaderMap) -> Option<Duration> {
    seconds(
        headers
            .get(RETRY_AFTER)?
            .to_str()
            .ok()?
            .trim()
            .parse()
            .ok()?,
    )
}

/// A wait of that many seconds; `None` for what no clock can wait for.
fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

/// What Discord writes beside an error status.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ErrorAnswer {
    code: Option<u32>,
    retry_after: Option<f64>,
    errors: Value,
}

impl ErrorAnswer {
    fn retry_after(&self) -> Option<Duration> {
        seconds(self.retry_after?)
    }

    /// The first fault in the tree of error 50035: `options.0.name: APPLICATION_COMMAND_INVALID_NAME`.
    fn first_fault(&self) -> Option<String> {
        let mut path: Vec<&str> = Vec::new();
        let mut node = &self.errors;
        loop {
            let fields = node.as_object()?;
            if let Some(fault) = fields.get("_errors").and_then(|faults| faults.get(0)) {
                let code = fault.get("code").and_then(Value::as_str).unwrap_or("?");
                return Some(format!("{}: {code}", path.join(".")));
            }
            let (key, next) = fields.iter().next()?;
            path.push(key);
            node = next;
        }
    }
}

/// Why a call failed.
#[derive(Debug)]
pub(super) enum RestError {
    /// Discord does not know the bot's token.
    Unauthorized {
        /// Method and path, without ids.
        route: &'static str,
    },
    /// Discord said no.
    Refused {
        /// Method and path, without ids.
        route: &'static str,
        /// The HTTP status.
        status: u16,
        /// Discord's own code, where it gave one.
        code: Option<u32>,
        /// Place and kind of the first fault, for a body that Discord finds wrong.
        fault: Option<String>,
    },
    /// Discord asked to wait for longer than the call is worth.
    RateLimited {
        /// Method and path, without ids.
        route: &'static str,
        /// For how long, where it said.
        retry_after: Option<Duration>,
    },
    /// Discord is broken at the moment.
    Unavailable {
        /// Method and path, without ids.
        route: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// Discord could not be reached, or did not answer in time.
    Unreachable {
        /// Method and path, without ids.
        route: &'static str,
        /// What happened, without the address.
        source: reqwest::Error,
    },
    /// The deadline passed before the first attempt, or between two.
    TooLate {
        /// Method and path, without ids.
        route: &'static str,
    },
    /// Something in the address is not fit for one.
    Unbuildable {
        /// Method and path, without ids.
        route: &'static str,
    },
    /// Discord answered with something else than it documents.
    Unexpected {
        /// Method and path, without ids.
        route: &'static str,
        /// What was missing.
        source: serde_json::Error,
    },
}

/// When a failed call may be tried again.
#[derive(Debug, PartialEq, Eq)]
enum NextAttempt {
    Never,
    /// After the wait that Discord asked for.
    After(Duration),
    /// After a wait of our own choice.
    Soon,
}

impl RestError {
    /// Discord's own code, where it gave one; see [Discord Docs/JSON Error Codes].
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => *code,
            _ => None,
        }
    }

    fn next_attempt(&self) -> NextAttempt {
        match self {
            Self::RateLimited {
                retry_after: Some(wait),
                ..
            } => NextAttempt::After(*wait),
            Self::RateLimited {
                retry_after: None, ..
            }
            | Self::Unavailable { .. }
            | Self::Unreachable { .. } => NextAttempt::Soon,
            Self::Unauthorized { .. }
            | Self::Refused { .. }
            | Self::TooLate { .. }
            | Self::Unbuildable { .. }
            | Self::Unexpected { .. } => NextAttempt::Never,
        }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized { route } => {
                write!(
                    f,
                    "{route} was refused: Discord does not know the bot's token"
                )
            }
            Self::Refused {
                route,
                status,
                code,
                fault,
            } => {
                write!(f, "{route} was refused with status {status}")?;
                if let Some(code) = code {
                    write!(f, ", code {code}")?;
                }
                fault
                    .as_ref()
                    .map_or(Ok(()), |fault| write!(f, " at {fault}"))
            }
            Self::RateLimited { route, retry_after } => {
                write!(f, "{route} is rate limited")?;
                retry_after.map_or(Ok(()), |wait| write!(f, " for {:.1} s", wait.as_secs_f64()))
            }
            Self::Unavailable { route, status } => {
                write!(f, "{route} failed on Discord's side with status {status}")
            }
            Self::Unreachable { route, source } => {
                let how = if source.is_timeout() {
                    "got no answer in time"
                } else if source.is_connect() {
                    "found nobody to connect to"
                } else {
                    "lost its connection"
                };
                write!(f, "{route} {how}")
            }
            Self::TooLate { route } => write!(f, "{route} came too late to be sent"),
            Self::Unbuildable { route } => {
                write!(f, "{route} has an address that cannot be requested")
            }
            Self::Unexpected { route, .. } => {
                write!(f, "{route} was answered with something unexpected")
            }
        }
    }
}

impl std::error::Error for RestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreachable { source, .. } => Some(source),
            Self::Unexpected { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io;
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use tracing_subscriber::fmt::format::FmtSpan;

    use super::*;
    use crate::discord::mock::{Mock, Step};

    const BOT_TOKEN: &str = "secret-bot-token";
    const INTERACTION_TOKEN: &str = "secret-interaction-token";

    const OK: Step = Step::Say(204, "", "");
    const BROKEN: Step = Step::Say(500, "", "<html>");
    const BUSY: Step = Step::Say(
        429,
        "",
        r#"{"message":"wait","retry_after":0.02,"global":false}"#,
    );
    const BUSY_BY_HEADER: Step = Step::Say(429, "retry-after: 0\r\n", "<html>");
    const BUSY_FOR_LONG: Step = Step::Say(429, "retry-after: 0\r\n", r#"{"retry_after":64.5}"#);
    const EXPIRED: Step = Step::Say(404, "", r#"{"code":10062,"message":"Unknown interaction"}"#);
    const ACKNOWLEDGED: Step = Step::Say(400, "", r#"{"code":40060,"message":"already"}"#);
    const INVALID: Step = Step::Say(
        400,
        "",
        r#"{"code":50035,"message":"Invalid","errors":{"data":{"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"?"}]}}}}}}"#,
    );
    const BAD_TOKEN: Step = Step::Say(401, "", r#"{"code":0,"message":"401: Unauthorized"}"#);
    const ELSEWHERE: Step = Step::Say(302, "location: http://127.0.0.1:1/\r\n", "");

    fn rest(mock: &Mock) -> Rest {
        super::super::install_crypto_provider();
        Rest::new(mock.base.clone(), &Token::new(BOT_TOKEN).unwrap()).unwrap()
    }

    fn callback() -> Callback {
        Callback {
            id: InteractionId::new(7),
            token: INTERACTION_TOKEN.to_owned(),
            received: Instant::now(),
        }
    }

    fn scope() -> Scope {
        Scope {
            application: ApplicationId::new(1),
            guild: None,
        }
    }

    fn outcome(result: Result<(), RestError>) -> String {
        result.map_or_else(|error| error.to_string(), |()| "done".to_owned())
    }

    #[tokio::test]
    async fn a_callback_is_tried_again_only_where_that_can_help() {
        let route = "POST /interactions/{interaction}/{token}/callback";
        for (script, requests, expected) in [
            (&[OK][..], 1, "done".to_owned()),
            (&[Step::Say(200, "", "{}")], 1, "done".to_owned()),
            (&[BROKEN, OK], 2, "done".to_owned()),
            (&[Step::Drop, OK], 2, "done".to_owned()),
            (&[BUSY, BUSY, OK], 3, "done".to_owned()),
            (&[BUSY_BY_HEADER, OK], 2, "done".to_owned()),
            (&[Step::Say(429, "", ""), OK], 2, "done".to_owned()),
            (&[BROKEN, ACKNOWLEDGED], 2, "done".to_owned()),
            (&[Step::Hang, ACKNOWLEDGED], 2, "done".to_owned()),
            (
                &[ACKNOWLEDGED],
                1,
                format!("{route} was refused with status 400, code 40060"),
            ),
            (
                &[BUSY_FOR_LONG],
                1,
                format!("{route} is rate limited for 64.5 s"),
            ),
            (
                &[EXPIRED],
                1,
                format!("{route} was refused with status 404, code 10062"),
            ),
            (
                &[BROKEN, EXPIRED],
                2,
                format!("{route} was refused with status 404, code 10062"),
            ),
            (
                &[INVALID],
                1,
                format!(
                    "{route} was refused with status 400, code 50035 at data.embeds.0.title: BASE_TYPE_MAX_LENGTH"
                ),
            ),
            // Its own token is refused, not the bot's.
            (
                &[BAD_TOKEN],
                1,
                format!("{route} was refused with status 401, code 0"),
            ),
            (
                &[ELSEWHERE],
                1,
                format!("{route} was refused with status 302"),
            ),
        ] {
            let mock = Mock::start(script).await;
            let result = rest(&mock)
                .respond(&callback(), &json!({ "type": 4 }))
                .await;
            assert_eq!(outcome(result), expected, "{script:?}");
            assert_eq!(mock.requests().len(), requests, "{script:?}");
        }
    }

    #[tokio::test]
    async fn a_callback_is_given_up_when_its_three_seconds_are_over() {
        let mock = Mock::start(&[BROKEN]).await;
        let began = Instant::now();
        let result = rest(&mock).respond(&callback(), &json!({})).await;
        assert_eq!(
            outcome(result),
            "POST /interactions/{interaction}/{token}/callback failed on Discord's side with status 500"
        );
        assert!(
            began.elapsed() < INTERACTION_DEADLINE,
            "{:?}",
            began.elapsed()
        );
        assert!(
            mock.requests().len() > 2,
            "{} attempts",
            mock.requests().len()
        );

        let late = Callback {
            received: Instant::now() - INTERACTION_DEADLINE,
            ..callback()
        };
        let attempts = mock.requests().len();
        assert_eq!(
            outcome(rest(&mock).respond(&late, &json!({})).await),
            "POST /interactions/{interaction}/{token}/callback came too late to be sent"
        );
        assert_eq!(mock.requests().len(), attempts);
    }

    #[tokio::test]
    async fn suggestions_are_sent_once() {
        for script in [[BROKEN, OK], [Step::Drop, OK], [BUSY, OK]] {
            let mock = Mock::start(&script).await;
            let result = rest(&mock)
                .suggest(&callback(), &json!({ "type": 8 }))
                .await;
            assert!(result.is_err(), "{script:?}");
            assert_eq!(mock.requests().len(), 1, "{script:?}");
        }
    }

    #[tokio::test]
    async fn a_refused_bot_token_is_told_apart() {
        let mock = Mock::start(&[BAD_TOKEN]).await;
        let rest = rest(&mock);
        let sent = rest
            .send_message(ChannelId::new(3), &json!({}), Instant::now())
            .await;
        assert!(
            matches!(sent, Err(RestError::Unauthorized { .. })),
            "{sent:?}"
        );
        let listed = rest.commands(scope()).await;
        assert!(
            matches!(listed, Err(RestError::Unauthorized { .. })),
            "{listed:?}"
        );
        assert_eq!(mock.requests().len(), 2);
    }

    #[tokio::test]
    async fn requests_carry_what_discord_asks_for_and_the_token_only_where_needed() {
        let mock = Mock::start(&[Step::Say(200, "", "[]")]).await;
        let rest = rest(&mock);
        let body = json!({ "content": "수출" });
        rest.respond(&callback(), &body).await.unwrap();
        rest.send_message(ChannelId::new(3), &body, Instant::now())
            .await
            .unwrap();
        rest.commands(scope()).await.unwrap();
        let guild = Scope {
            guild: Some(GuildId::new(2)),
            ..scope()
        };
        rest.create_command(guild, &body).await.unwrap();
        rest.edit_command(scope(), CommandId::new(9), &body)
            .await
            .unwrap();
        let requests = mock.requests();
        for (request, (line, authorized)) in requests.iter().zip([
            (
                "POST /api/v10/interactions/7/secret-interaction-token/callback ",
                false,
            ),
            ("POST /api/v10/channels/3/messages ", true),
            (
                "GET /api/v10/applications/1/commands?&with_localizations=true ",
                true,
            ),
            ("POST /api/v10/applications/1/guilds/2/commands ", true),
            ("PATCH /api/v10/applications/1/commands/9 ", true),
        ]) {
            assert!(request.starts_with(line), "{request}");
            let user_agent = format!("user-agent: {OUR_USER_AGENT}\r\n");
            assert!(request.contains(&user_agent), "{request}");
            assert_eq!(request.matches("user-agent: ").count(), 1, "{request}");
            assert_eq!(
                request.contains("authorization: Bot secret-bot-token\r\n"),
                authorized,
                "{request}"
            );
            assert_eq!(request.contains(BOT_TOKEN), authorized, "{request}");
            if !line.starts_with("GET") {
                assert!(
                    request.contains("content-type: application/json\r\n"),
                    "{request}"
                );
                assert!(request.ends_with(r#"{"content":"수출"}"#), "{request}");
            }
        }
        assert_eq!(requests.len(), 5);
    }

    #[tokio::test]
    async fn the_gateways_address_is_asked_for_without_a_token() {
        let mock =
            Mock::start(&[BROKEN, Step::Say(200, "", r#"{"url":"ws://127.0.0.1:9"}"#)]).await;
        assert_eq!(rest(&mock).gateway().await.unwrap(), "ws://127.0.0.1:9");
        assert!(mock.requests()[1].starts_with("GET /api/v10/gateway "));
        assert!(!mock.requests()[1].contains(BOT_TOKEN));

        let mock = Mock::start(&[Step::Say(200, "", "{}")]).await;
        let error = rest(&mock).gateway().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET /gateway was answered with something unexpected"
        );
        assert_eq!(
            error.source().unwrap().to_string(),
            "missing field `url` at line 1 column 2"
        );
    }

    /// Collects what a subscriber writes.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn no_token_is_logged_at_any_level_even_without_a_filter() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        let mut errors = Vec::new();
        for script in [
            &[BROKEN, Step::Drop, INVALID][..],
            &[BUSY, EXPIRED],
            &[BAD_TOKEN],
            &[OK],
        ] {
            let mock = Mock::start(script).await;
            let rest = rest(&mock);
            let body = json!({ "content": "비밀 질문" });
            errors.extend(rest.respond(&callback(), &body).await.err());
            errors.extend(
                rest.send_message(ChannelId::new(3), &body, Instant::now())
                    .await
                    .err(),
            );
        }
        drop(guard);
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(logged.contains("trying again"), "{logged}");
        let printed = format!("{logged}{errors:?}");
        for secret in [BOT_TOKEN, INTERACTION_TOKEN, "비밀"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }

    #[tokio::test]
    async fn an_address_without_anybody_is_told_apart_from_silence() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        super::super::install_crypto_provider();
        let base = ApiBase::new(&format!("http://{address}")).unwrap();
        let rest = Rest::new(base, &Token::new(BOT_TOKEN).unwrap()).unwrap();
        let error = rest.suggest(&callback(), &json!({})).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "POST /interactions/{interaction}/{token}/callback found nobody to connect to"
        );
        assert!(
            !format!("{error:?}").contains(INTERACTION_TOKEN),
            "{error:?}"
        );
    }
}
