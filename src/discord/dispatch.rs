//! From an event to its answer: who is answered, once, in a task of its own, and what is logged about it.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::{CommandInteraction, GuildId, Interaction, Message, UserId};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use super::deliver::{Deliver, Question};
use super::frame::{self, Event, Ready, Undecodable};
use super::gateway::Receiver;
use super::plain::Shape;
use super::recent::Recent;
use super::register;
use super::rest::{Callback, Rest, RestError, Scope};
use super::{Register, mention, receive, send};
use crate::reply::{Outcome, Reply};
use crate::request::Request;
use crate::responder::Responder;
use crate::text::language::Language;

/// How long an event's id is remembered. An interaction's token is good for that long, and Discord repeats events within
/// seconds, when a session resumes.
const REMEMBERED: Duration = Duration::from_secs(15 * 60);

/// Most ids remembered: 15 minutes of 100 events a second fit, in about 3 MB.
const REMEMBERED_MOST: usize = 100_000;

/// Turns frames into answers.
pub(super) struct Dispatch {
    rest: Arc<Rest>,
    deliver: Arc<Deliver>,
    responder: Arc<Responder>,
    register: Register,
    token_refused: CancellationToken,
    me: Option<UserId>,
    languages: HashMap<GuildId, Language>,
    recent: Recent,
    undecodable: u64,
    answers: JoinSet<()>,
    registration: JoinSet<()>,
}

impl Dispatch {
    /// Answers from `responder` through `rest`. Cancels `token_refused` when Discord turns out not to know the token.
    pub fn new(
        rest: Arc<Rest>,
        responder: Arc<Responder>,
        register: Register,
        token_refused: CancellationToken,
    ) -> Self {
        Self {
            deliver: Arc::new(Deliver::new(Arc::clone(&rest))),
            rest,
            responder,
            register,
            token_refused,
            me: None,
            languages: HashMap::new(),
            recent: Recent::new(REMEMBERED, REMEMBERED_MOST),
            undecodable: 0,
            answers: JoinSet::new(),
            registration: JoinSet::new(),
        }
    }

    /// Waits for the answers under way, at most `patience`; stops registering commands.
    pub async fn finish(mut self, patience: Duration) {
        self.registration.abort_all();
        let all = async { while self.answers.join_next().await.is_some() {} };
        if timeout(patience, all).await.is_err() {
            warn!(
                count = self.answers.len(),
                "stopped before these answers were sent"
            );
        }
    }

    /// Counts and logs a frame that could not be read.
    fn undecodable(&mut self, undecodable: &Undecodable) {
        self.undecodable += 1;
        warn!(
            event = undecodable.event,
            reason = undecodable.reason,
            count = self.undecodable,
            "an event could not be read and is passed over"
        );
    }

    fn ready(&mut self, ready: Ready) {
        info!(
            application = ready.application.get(),
            "the gateway session began"
        );
        self.me = Some(ready.user);
        if !self.registration.is_empty() {
            return;
        }
        let guild = match self.register {
            Register::Off => return,
            Register::OnChange => None,
            Register::Guild(id) => Some(GuildId::from(NonZeroU64::from(id))),
        };
        let scope = Scope {
            application: ready.application,
            guild,
        };
        let (rest, token_refused) = (Arc::clone(&self.rest), self.token_refused.clone());
        self.registration.spawn(async move {
            if let Err(error) = register::register(&rest, scope).await {
                error!(%error, "the commands cannot be registered");
                token_refused.cancel();
            }
        });
    }

    fn interaction(&mut self, interaction: Interaction, received: Instant) {
        let id = interaction.id();
        if !self.recent.insert(id.get(), received.into_std()) {
            debug!("an interaction came again and was answered already");
            return;
        }
        let callback = |token: String| Callback {
            id,
            token,
            received,
        };
        let shape = Shape::allowed(interaction.app_permissions());
        match interaction {
            Interaction::Command(command) => {
                let request = receive::command(&command);
                self.respond(command.data.name, request, shape, callback(command.token));
            }
            Interaction::Component(component) => {
                let request = receive::component(&component);
                let callback = callback(component.token);
                self.respond("component".to_owned(), request, shape, callback);
            }
            Interaction::Modal(modal) => {
                let request = receive::unreadable(&modal.locale);
                self.respond("modal".to_owned(), request, shape, callback(modal.token));
            }
            Interaction::Autocomplete(typing) => self.suggest(&typing, callback),
            _ => debug!("an interaction of a kind that asks nothing"),
        }
    }

    fn respond(&mut self, command: String, request: Request, shape: Shape, callback: Callback) {
        let (rest, responder) = (Arc::clone(&self.rest), Arc::clone(&self.responder));
        self.answer(async move {
            let reply = responder.respond(&request);
            let response = send::interaction_response(&reply, request.via, shape);
            let sent = rest.respond(&callback, &response).await;
            log(&command, &reply, callback.received, &sent);
        });
    }

    fn suggest(&mut self, typing: &CommandInteraction, callback: impl FnOnce(String) -> Callback) {
        let Some(request) = receive::suggestion(typing) else {
            debug!("suggestions were asked for an option that has none");
            return;
        };
        let callback = callback(typing.token.clone());
        let (rest, responder) = (Arc::clone(&self.rest), Arc::clone(&self.responder));
        self.answer(async move {
            let suggestions = responder.suggest(&request);
            let sent = rest
                .suggest(&callback, &send::suggestions(&suggestions))
                .await;
            let ms = milliseconds_since(callback.received);
            match sent {
                Ok(()) => {
                    debug!(command = ?request.command, count = suggestions.len(), ms, "suggested")
                }
                Err(error) => {
                    warn!(command = ?request.command, %error, ms, "suggestions were not sent")
                }
            }
        });
    }

    fn message(&mut self, message: &Message, received: Instant) {
        let Some(me) = self.me else { return };
        let language = message
            .guild_id
            .and_then(|guild| self.languages.get(&guild).copied());
        let Some(request) = mention::request(message, me, language) else {
            return;
        };
        if !self.recent.insert(message.id.get(), received.into_std()) {
            debug!("a message came again and was answered already");
            return;
        }
        let question = Question {
            channel: message.channel_id,
            message: message.id,
            author: message.author.id,
            received,
        };
        let command = if message.guild_id.is_some() {
            "mention"
        } else {
            "dm"
        };
        let (deliver, responder) = (Arc::clone(&self.deliver), Arc::clone(&self.responder));
        let token_refused = self.token_refused.clone();
        self.answer(async move {
            let reply = responder.respond(&request);
            let sent = deliver.reply(&reply, question).await.map(drop);
            log(command, &reply, received, &sent);
            if sent.is_err_and(|error| error.is_unauthorized()) {
                token_refused.cancel();
            }
        });
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

impl Receiver for Dispatch {
    /// Handles one frame. Answers are sent by tasks, so this returns at once.
    ///
    /// Has to be called within a Tokio runtime.
    fn frame(&mut self, text: &str) {
        let received = Instant::now();
        match frame::read(text, self.me) {
            Ok(Event::Ready(ready)) => self.ready(ready),
            Ok(Event::Resumed) => info!("the gateway session goes on"),
            Ok(Event::Guild { id, language }) => {
                if let Some(language) = language {
                    self.languages.insert(id, language);
                }
            }
            Ok(Event::GuildGone(id)) => {
                self.languages.remove(&id);
            }
            Ok(Event::Message(message)) => self.message(&message, received),
            Ok(Event::Interaction(interaction)) => self.interaction(*interaction, received),
            Ok(Event::Other) => {}
            Err(undecodable) => self.undecodable(&undecodable),
        }
    }

    fn unreadable(&mut self) {
        self.undecodable(&Undecodable::envelope());
    }
}

/// The one line about an answer. It tells nothing about who asked, or what.
fn log(command: &str, reply: &Reply, received: Instant, sent: &Result<(), RestError>) {
    let language = reply.language.code();
    let outcome = outcome_name(reply.outcome);
    let ms = milliseconds_since(received);
    match sent {
        Ok(()) => info!(command, language, outcome, ms, "answered"),
        Err(error) if error.refusal().is_some() => {
            info!(command, language, outcome, ms, %error, "the answer could not be given there");
        }
        Err(error) => warn!(command, language, outcome, ms, %error, "the answer was not sent"),
    }
}

fn milliseconds_since(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::Choice => "choice",
        Outcome::Unknown => "unknown",
        Outcome::Help => "help",
        Outcome::Gone => "gone",
    }
}
