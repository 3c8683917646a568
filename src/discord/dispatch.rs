//! From an event to its answer: who is answered, once, in a task of its own, and what is logged about it.

mod interactions;
mod messages;

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serenity::all::{ApplicationId, ChannelId, GuildId, RoleId, Timestamp, UserId};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use super::Register;
use super::clickable::Clickable;
use super::deliver::Deliver;
use super::exchange::Exchanges;
use super::flood::Flood;
use super::frame::{Event, Ready};
use super::observe::{Notice, Observer};
use super::recent::Recent;
use super::register;
use super::rest::{Rest, RestError, Scope};
use super::undecodable::Undecodable;
use crate::command::COMMANDS;
use crate::reply::{Outcome, Reply};
use crate::request::Request;
use crate::responder::Responder;
use crate::text::language::Language;
use crate::text::private::without_identifiers;

/// How long an event's id is remembered. An interaction's token is good for that long, and Discord repeats events within
/// seconds, when a session resumes.
const REMEMBERED: Duration = Duration::from_secs(15 * 60);

/// Most ids remembered: 15 minutes of 30 events a second fit, or a minute of 450, in less than 2 MB. One more than 28,672 would
/// double the table that holds them.
const REMEMBERED_MOST: usize = 28_000;

/// How often, and with which pause, the registered commands are looked at until all are there: another process may register
/// them, or nobody.
const LOOKS_AT_COMMANDS: u32 = 10;
const LOOK_AT_COMMANDS_EVERY: Duration = Duration::from_secs(30);

/// What suggestions for somebody typing are counted as.
const AUTOCOMPLETE: &str = "autocomplete";

/// Turns frames into answers.
pub(super) struct Dispatch {
    answering: Arc<Answering>,
    register: Register,
    me: Option<UserId>,
    /// When this run began.
    started: Timestamp,
    guilds: HashMap<GuildId, Guild>,
    recent: Recent,
    exchanges: Exchanges,
    flood: Flood,
    undecodable: u64,
    answers: JoinSet<()>,
    registration: JoinSet<()>,
    /// Whether this process registers the commands.
    registers: bool,
}

/// What is known of a server.
#[derive(Default)]
struct Guild {
    language: Option<Language>,
    role: Option<RoleId>,
}

/// What every answer needs, in whatever task it is made.
struct Answering {
    rest: Arc<Rest>,
    deliver: Deliver,
    responder: Arc<Responder>,
    clickable: Clickable,
    /// Where reports of wrong or outdated entries go; into the log where `None`.
    feedback: Option<ChannelId>,
    /// Whether the log holds what was asked.
    log_questions: bool,
    token_refused: CancellationToken,
    observer: Arc<dyn Observer>,
}

impl Answering {
    fn reply(&self, request: &Request) -> Reply {
        self.clickable.written(self.responder.respond(request))
    }

    /// The one line about an answer, and the one notice. Neither tells anything about who asked; the line tells what, where
    /// there is a `question` to log.
    fn log(
        &self,
        command: &str,
        question: Option<&str>,
        reply: &Reply,
        received: Instant,
        sent: &Result<(), RestError>,
    ) {
        let language = reply.language.code();
        let outcome = outcome_name(reply.outcome);
        let ms = milliseconds_since(received);
        match sent {
            Ok(()) => info!(command, question, language, outcome, ms, "answered"),
            Err(error) if error.refusal().is_some() => {
                info!(command, question, language, outcome, ms, %error, "the answer could not be given there");
            }
            Err(error) => {
                warn!(command, question, language, outcome, ms, %error, "the answer was not sent")
            }
        }
        self.notice(command, language, outcome, received, sent);
    }

    fn notice(
        &self,
        command: &str,
        language: &'static str,
        outcome: &'static str,
        received: Instant,
        sent: &Result<(), RestError>,
    ) {
        self.observer.notice(Notice::Answered {
            command: observed_name(command),
            language,
            outcome: if sent.is_ok() { outcome } else { "error" },
            took: received.elapsed(),
        });
    }

    /// What the log may hold of a question: nothing unless the operator wants it, nor where the asker wants it private.
    fn question(&self, request: &Request) -> Option<String> {
        let logged = self.log_questions && !request.private;
        let typed = logged.then(|| request.ask.typed()).flatten()?;
        Some(without_identifiers(&typed))
    }
}

impl Dispatch {
    /// Answers from `responder` through `rest`; reports of wrong or outdated entries go to the channel `feedback`, or into
    /// the log, which holds what was asked where `log_questions` says so. Cancels `token_refused` when Discord turns out not to know the token. Tells `observer` what happens.
    pub fn new(
        rest: Arc<Rest>,
        responder: Arc<Responder>,
        register: Register,
        feedback: Option<NonZeroU64>,
        log_questions: bool,
        token_refused: CancellationToken,
        observer: Arc<dyn Observer>,
    ) -> Self {
        Self {
            answering: Arc::new(Answering {
                deliver: Deliver::new(Arc::clone(&rest)),
                rest,
                responder,
                clickable: Clickable::default(),
                feedback: feedback.map(ChannelId::from),
                log_questions,
                token_refused,
                observer,
            }),
            register,
            me: None,
            started: Timestamp::now(),
            guilds: HashMap::new(),
            recent: Recent::new(REMEMBERED, REMEMBERED_MOST),
            exchanges: Exchanges::new(),
            flood: Flood::new(),
            undecodable: 0,
            answers: JoinSet::new(),
            registration: JoinSet::new(),
            registers: false,
        }
    }

    /// Waits for the answers under way, at most `patience`; stops registering commands.
    pub async fn finish(shared: &Mutex<Self>, patience: Duration) {
        let mut answers = {
            let mut dispatch = shared.lock().unwrap_or_else(PoisonError::into_inner);
            dispatch.registration.abort_all();
            std::mem::take(&mut dispatch.answers)
        };
        let all = async { while answers.join_next().await.is_some() {} };
        if timeout(patience, all).await.is_err() {
            warn!(
                count = answers.len(),
                "stopped before these answers were sent"
            );
        }
    }

    /// Handles what came over the gateway. Answers are sent by tasks, so this returns at once.
    ///
    /// Has to be called within a Tokio runtime.
    pub fn event(&mut self, shard: u32, event: Result<Event, Undecodable>, received: Instant) {
        let observer = &self.answering.observer;
        match event {
            Ok(Event::Ready(ready)) => self.ready(shard, ready),
            Ok(Event::Resumed) => {
                info!(shard, "the gateway session goes on");
                observer.notice(Notice::SessionBegan { shard });
            }
            Ok(Event::Hello(interval)) => observer.notice(Notice::Hello { shard, interval }),
            Ok(Event::HeartbeatAcknowledged) => {
                observer.notice(Notice::HeartbeatAcknowledged { shard });
            }
            Ok(Event::Guild { id, language, role }) => self.guild(id, language, role),
            Ok(Event::GuildGone(id)) => {
                self.guilds.remove(&id);
            }
            Ok(Event::Message(message)) => self.message(&message, received),
            Ok(Event::MessageEdited(message)) => self.message_edited(&message, received),
            Ok(Event::MessagesGone { ids, channel }) => self.messages_gone(&ids, channel, received),
            Ok(Event::Interaction(interaction)) => {
                self.interaction(*interaction, received, None);
            }
            Ok(Event::Other) => {}
            Err(undecodable) => self.undecodable(&undecodable),
        }
    }

    /// A shard's connection is gone, and another is about to be made.
    pub fn reconnecting(&self, shard: u32) {
        let observer = &self.answering.observer;
        observer.notice(Notice::Reconnecting { shard });
    }

    /// Counts and logs a frame that could not be read.
    pub fn undecodable(&mut self, undecodable: &Undecodable) {
        self.undecodable += 1;
        self.answering.observer.notice(Notice::Undecodable);
        warn!(
            event = undecodable.event,
            reason = undecodable.reason,
            count = self.undecodable,
            "an event could not be read and is passed over"
        );
    }

    fn ready(&mut self, shard: u32, ready: Ready) {
        info!(
            shard,
            application = ready.application.get(),
            "the gateway session began"
        );
        let observer = &self.answering.observer;
        observer.notice(Notice::SessionBegan { shard });
        self.me = Some(ready.user);
        // The process of shard 0, which also has the direct messages, registers for all.
        let registers = shard == 0 && self.register != Register::Off;
        if self.registers || (!registers && !self.registration.is_empty()) {
            return;
        }
        self.registers = registers;
        self.registration.abort_all();
        self.know_commands(ready.application, registers);
    }

    /// Finds out under which ids the commands of an application are registered, after it `registers` them.
    pub fn know_commands(&mut self, application: ApplicationId, registers: bool) {
        let guild = match self.register {
            Register::Off | Register::OnChange => None,
            Register::Guild(id) => Some(GuildId::from(NonZeroU64::from(id))),
        };
        let scope = Scope { application, guild };
        let answering = Arc::clone(&self.answering);
        self.registration.spawn(async move {
            if registers && let Err(error) = register::register(&answering.rest, scope).await {
                error!(%error, "the commands cannot be registered");
                answering.token_refused.cancel();
                return;
            }
            for _ in 0..LOOKS_AT_COMMANDS {
                match answering.rest.commands(scope).await {
                    Ok(registered) if answering.clickable.learn(&registered) => return,
                    Ok(_) => debug!("not all commands are registered yet"),
                    Err(error) => {
                        warn!(%error, "commands in replies cannot be pressed, only read");
                        if error.is_unauthorized() {
                            return;
                        }
                    }
                }
                sleep(LOOK_AT_COMMANDS_EVERY).await;
            }
        });
    }

    fn guild(&mut self, id: GuildId, language: Option<Language>, role: Option<RoleId>) {
        // An outage, or an update, may tell less than is known.
        let guild = self.guilds.entry(id).or_default();
        guild.language = language.or(guild.language);
        guild.role = role.or(guild.role);
    }

    /// Runs an answer in a task of its own: a panic in one ends that one alone.
    fn answer(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        while let Some(ended) = self.answers.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                error!("an answer was lost to a fault in this program");
            }
        }
        self.answers.spawn(task);
    }
}

/// A name of a closed list: what counts by name must not grow with what arrives.
fn observed_name(command: &str) -> &'static str {
    const OTHERS: [&str; 5] = ["component", "form", "mention", "dm", AUTOCOMPLETE];
    let commands = COMMANDS.iter().map(|command| command.name.en);
    let mut names = commands.chain(OTHERS);
    names.find(|&name| name == command).unwrap_or("other")
}

fn milliseconds_since(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Exact => "exact",
        Outcome::Fuzzy => "fuzzy",
        Outcome::Choice => "choice",
        Outcome::Unknown => "unknown",
        Outcome::Help => "help",
        Outcome::Gone => "gone",
        Outcome::Declined => "declined",
        Outcome::Reported => "reported",
        Outcome::Removed => "removed",
    }
}
