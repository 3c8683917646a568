//! The edge: everything that knows Discord. serenity and twilight are named only in here.
//!
//! In the order a question passes: `sharding` says which `shards` are here; for each of them `gateway` keeps up a `connection`,
//! to where the `directory` says and at the `pace` that Discord bears, whose session begins when it is its `turns`' time. `frame` reads what arrives; `endpoint` takes in
//! what comes over HTTP instead. `dispatch` decides who is answered, `receive` (commands), `context_menu` (messages chosen from a menu), `press` (buttons and forms) and `mention`
//! (messages) turn it into a request, the responder answers, `clickable` and `send` put the reply as Discord takes it, as a
//! card or `plain`, and `rest` sends it. `deliver` adapts a reply to a message to what its channel takes, which
//! `channel_notes` remembers. `flood` holds back who asks too much, `exchange` lets a reply follow its question, `recent` knows
//! what was handled already. `observe` is what others may know of it all. `register` tells Discord which commands there are, by `manifest`; `permissions` is what a server
//! has to allow, and why.
//!
//! # Logs hold no token
//! Neither the bot's token nor an interaction's is in any message, span or error of this crate. Of the libraries below,
//! serenity would print addresses with interaction tokens in a span; `rest` calls it without a dispatcher, so that the
//! span does not exist at any level. [`may_log`] is the second lock: a subscriber that uses it prints nothing of the
//! libraries that carry requests and frames but their warnings.

mod backoff;
mod base;
mod channel_notes;
mod clickable;
mod connection;
mod context_menu;
mod deliver;
mod directory;
mod dispatch;
mod endpoint;
mod error;
mod exchange;
mod flood;
mod frame;
mod gateway;
mod manifest;
mod mention;
#[cfg(test)]
mod mock;
#[cfg(test)]
#[cfg(feature = "playground")]
mod mock_gateway;
mod observe;
mod pace;
mod permissions;
mod plain;
mod press;
mod receive;
mod recent;
mod register;
mod rest;
#[cfg(test)]
mod samples;
mod send;
mod sharding;
mod shards;
mod token;
mod turns;
mod undecodable;

use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{Level, Metadata, info, warn};

pub use self::base::{ApiBase, ApiBaseError};
pub use self::endpoint::{PATH as ENDPOINT_PATH, PublicKey};
pub use self::error::RunError;
pub use self::observe::{Nobody, Notice, Observer};
pub use self::register::{Place, RegisterError, Registration};
pub use self::sharding::{ShardRange, Sharding, parse_shards};
pub use self::token::{Token, TokenError};
use crate::responder::Responder;

/// How long answers under way are waited for when the bot stops. Longer than the 3 s that an interaction lives; together
/// with the second in which the gateway confirms the close, below the 10 s after which supervisors kill.
const FINISH_WITHIN: Duration = Duration::from_secs(8);

/// What the bot needs to know to be one on Discord.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who it is.
    pub token: Token,
    /// Where Discord is.
    pub api_base: ApiBase,
    /// How many gateway sessions it has, and which of them here.
    pub sharding: Sharding,
    /// Whether and where it registers its commands; the process of shard 0 does so, and no other.
    pub register: Register,
    /// The channel to which reports of wrong or outdated entries go; into the log where `None`.
    pub feedback_channel: Option<NonZeroU64>,
    /// Whether the log holds what was asked, as the help then says; never who asked.
    pub log_questions: bool,
}

/// Whether and where the bot registers its commands at start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Register {
    /// Everywhere, where they differ from what is registered.
    #[default]
    OnChange,
    /// Not at all.
    Off,
    /// In the server with that id alone, where they differ from what is registered there.
    Guild(NonZeroU64),
}

/// Is the bot on Discord until `shutdown` is cancelled: then takes in nothing more, sends the answers under way, at most
/// eight seconds of them, and closes its connection.
///
/// What may pass, such as an unreachable Discord, is waited out, with `shutdown` heeded all the time.
///
/// # Errors
/// When Discord refuses something that trying again would not change; see [`RunError`].
pub async fn run(
    settings: Settings,
    responder: Arc<Responder>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    run_observed(settings, responder, Arc::new(Nobody), shutdown).await
}

/// [`run`], with somebody who is told what happens.
///
/// # Errors
/// As for [`run`].
pub async fn run_observed(
    settings: Settings,
    responder: Arc<Responder>,
    observer: Arc<dyn Observer>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    install_crypto_provider();
    let rest = rest::Rest::new(settings.api_base, &settings.token).map_err(RunError::HttpClient)?;
    let rest = Arc::new(rest.observed_by(Arc::clone(&observer)));
    responder.set_questions_logged(settings.log_questions);
    // Beside the start, so that the first who asks for the chart does not wait for it.
    let drawing = Arc::clone(&responder);
    tokio::task::spawn_blocking(move || {
        drawing.draw_chart();
    });
    let token_refused = CancellationToken::new();
    let dispatch = dispatch::Dispatch::new(
        Arc::clone(&rest),
        responder,
        settings.register,
        settings.feedback_channel,
        settings.log_questions,
        token_refused.clone(),
        Arc::clone(&observer),
    );
    info!(base = %rest.base(), "connecting");
    let dispatch = Arc::new(Mutex::new(dispatch));
    let shards = shards::Shards {
        rest,
        token: settings.token,
        sharding: settings.sharding,
        dispatch: Arc::clone(&dispatch),
        observer,
        token_refused,
    };
    let result = shards.run(&shutdown).await;
    dispatch::Dispatch::finish(&dispatch, FINISH_WITHIN).await;
    result
}

/// What the bot needs to know to answer interactions that Discord sends over HTTP.
#[derive(Clone, Debug)]
pub struct EndpointSettings {
    /// By which requests are known to be Discord's.
    pub public_key: PublicKey,
    /// Where it listens; in clear, for a proxy that ends TLS in front of it.
    pub address: SocketAddr,
    /// Who it is. Answers need no token; without one, commands in replies can be read but not pressed, and reports go to the log.
    pub token: Option<Token>,
    /// Where Discord is.
    pub api_base: ApiBase,
    /// Where its commands are registered; it registers none itself.
    pub register: Register,
    /// The channel to which reports of wrong or outdated entries go; into the log where `None`.
    pub feedback_channel: Option<NonZeroU64>,
    /// Whether the log holds what was asked; never who asked.
    pub log_questions: bool,
}

/// Answers interactions that Discord sends to [`ENDPOINT_PATH`] until `shutdown` is cancelled: then takes in nothing more, and sends
/// the answers under way, at most eight seconds of them.
///
/// # Errors
/// When the address cannot be listened on, or the HTTP client not be set up.
pub async fn run_endpoint(
    settings: EndpointSettings,
    responder: Arc<Responder>,
    observer: Arc<dyn Observer>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    install_crypto_provider();
    let rest = match &settings.token {
        Some(token) => rest::Rest::new(settings.api_base, token),
        None => rest::Rest::without_token(settings.api_base),
    };
    let rest = rest.map_err(RunError::HttpClient)?;
    let rest = Arc::new(rest.observed_by(Arc::clone(&observer)));
    let drawing = Arc::clone(&responder);
    tokio::task::spawn_blocking(move || {
        drawing.draw_chart();
    });
    let feedback = settings.feedback_channel.filter(|_| {
        let token = settings.token.is_some();
        if !token {
            warn!("without a token reports go to the log, and not to the feedback channel");
        }
        token
    });
    let dispatch = dispatch::Dispatch::new(
        Arc::clone(&rest),
        responder,
        settings.register,
        feedback,
        settings.log_questions,
        CancellationToken::new(),
        Arc::clone(&observer),
    );
    let dispatch = Arc::new(Mutex::new(dispatch));
    if settings.token.is_some() {
        tokio::spawn(learn_commands(rest, Arc::clone(&dispatch)));
    }
    let (key, address) = (settings.public_key, settings.address);
    let (serving, patience) = (Arc::clone(&dispatch), FINISH_WITHIN);
    let result = endpoint::serve(address, key, serving, &observer, patience, &shutdown).await;
    dispatch::Dispatch::finish(&dispatch, FINISH_WITHIN).await;
    result
}

/// Finds out whose commands are to be pressed in replies.
async fn learn_commands(rest: Arc<rest::Rest>, dispatch: Arc<Mutex<dispatch::Dispatch>>) {
    match rest.application().await {
        Ok(application) => {
            let mut dispatch = dispatch.lock().unwrap_or_else(PoisonError::into_inner);
            dispatch.know_commands(application.id, false);
        }
        Err(error) => warn!(%error, "commands in replies cannot be pressed, only read"),
    }
}

/// Chooses ring as the provider of cryptography for every TLS connection of this process.
///
/// Two libraries could bring different ones, and rustls does not choose between them. Does nothing when one is chosen
/// already.
pub fn install_crypto_provider() {
    // An error means that somebody chose before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Libraries that carry requests and frames, and could print them at a fine level.
const CARRIERS: [&str; 12] = [
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "rustls",
    "serenity",
    "tokio_tungstenite",
    "tokio_websockets",
    "tower",
    "tungstenite",
    "twilight_gateway",
    "twilight_gateway_queue",
];

/// Whether something may be logged: everything of this crate's, but of the libraries that carry requests and frames only
/// warnings and errors, and nothing at all of serenity, whose spans print interaction tokens.
///
/// Use it as a filter of its own beside the one that the operator sets, so that no setting can lift it.
///
/// ```
/// use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
/// use tracing_subscriber::layer::{Layer, SubscriberExt};
///
/// let operator = Targets::new().with_default(tracing::Level::TRACE);
/// let layer = tracing_subscriber::fmt::layer()
///     .with_filter(operator.and(filter_fn(incheon_exports_bot::discord::may_log)));
/// let subscriber = tracing_subscriber::registry().with(layer);
/// # drop(subscriber);
/// ```
pub fn may_log(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    match library {
        "serenity" => false,
        _ => !CARRIERS.contains(&library) || *metadata.level() <= Level::WARN,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tracing::Subscriber;
    use tracing_subscriber::filter::filter_fn;
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

    use super::*;

    /// Keeps the targets of the events that reach it.
    #[derive(Clone, Default)]
    struct Targets(Arc<Mutex<Vec<&'static str>>>);

    impl<S: Subscriber> Layer<S> for Targets {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            self.0
                .lock()
                .expect("no test panics here")
                .push(event.metadata().target());
        }
    }

    #[test]
    fn only_warnings_are_logged_of_the_libraries_that_carry_secrets() {
        let targets = Targets::default();
        let layer = targets.clone().with_filter(filter_fn(may_log));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::trace!(target: "incheon_exports_bot::discord", "kept");
            tracing::trace!(target: "serenity_like", "kept");
            tracing::warn!(target: "reqwest::connect", "kept");
            tracing::error!(target: "twilight_gateway", "kept");
            tracing::error!(target: "serenity::http::request", "not kept");
            tracing::info!(target: "twilight_gateway::shard", "not kept");
            tracing::trace!(target: "h2::codec", "not kept");
            tracing::debug!(target: "hyper_util::client", "not kept");
        });
        let expected = [
            "incheon_exports_bot::discord",
            "serenity_like",
            "reqwest::connect",
            "twilight_gateway",
        ];
        assert_eq!(*targets.0.lock().unwrap(), expected);
    }

    #[test]
    fn choosing_the_cryptography_twice_does_no_harm() {
        install_crypto_provider();
        install_crypto_provider();
        assert!(rustls::crypto::CryptoProvider::get_default().is_some());
    }
}
