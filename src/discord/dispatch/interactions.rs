//! Interactions: commands, presses, forms and typing, each answered within its three seconds.

use std::sync::Arc;

use serenity::all::{ApplicationId, ChannelId, CommandInteraction, Interaction, UserId};
use tokio::time::Instant;
use tracing::{debug, info, warn};

use super::{AUTOCOMPLETE, Answering, Dispatch, milliseconds_since, outcome_name};
use crate::command::spec;
use crate::discord::endpoint::Inline;
use crate::discord::plain::{self, Shape};
use crate::discord::rest::{Callback, Refusal, RestError};
use crate::discord::{press, receive, send};
use crate::reply::{Delivery, Reply};
use crate::request::{Ask, Report, Request};

/// An interaction that asks for a reply.
struct Asked {
    /// What it is called in the log.
    name: String,
    request: Request,
    /// Who did it, and where.
    by: (UserId, ChannelId),
    /// Who asked in the first place, where new controls have to tell.
    asker: Option<UserId>,
    application: ApplicationId,
    /// How the reply may be shown there.
    shape: Shape,
    /// Whether files may be sent there.
    files: bool,
    callback: Callback,
}

impl Dispatch {
    /// Answers an interaction, unless it came before; whether it is new. Where it came by a request, `inline` is answered, or
    /// dropped where nothing was asked.
    ///
    /// Has to be called within a Tokio runtime.
    pub fn interaction(
        &mut self,
        interaction: Interaction,
        received: Instant,
        inline: Option<Inline>,
    ) -> bool {
        let id = interaction.id();
        if !self.recent.remember(id.get(), (), received.into_std()) {
            debug!("an interaction came again and was answered already");
            return false;
        }
        let callback = |token: String| Callback {
            id,
            token,
            received,
            inline,
        };
        let shape = Shape::allowed(interaction.app_permissions());
        let files = plain::may_attach(interaction.app_permissions());
        match interaction {
            Interaction::Command(command) => self.respond(Asked {
                request: receive::command(&command),
                by: (command.user.id, command.channel_id),
                asker: None,
                application: command.application_id,
                name: command.data.name,
                shape,
                files,
                callback: callback(command.token),
            }),
            Interaction::Component(component) => self.respond(Asked {
                request: press::component(&component),
                by: (component.user.id, component.channel_id),
                asker: press::asker_written(&component),
                application: component.application_id,
                name: "component".to_owned(),
                shape,
                files,
                callback: callback(component.token),
            }),
            Interaction::Modal(modal) => self.respond(Asked {
                request: press::modal(&modal),
                by: (modal.user.id, modal.channel_id),
                asker: None,
                application: modal.application_id,
                name: "form".to_owned(),
                shape,
                files,
                callback: callback(modal.token),
            }),
            Interaction::Autocomplete(typing) => self.suggest(&typing, callback),
            _ => debug!("an interaction of a kind that asks nothing"),
        }
        true
    }

    fn respond(&mut self, mut asked: Asked) {
        let (user, channel) = asked.by;
        // Somebody who asks too much is told every time: Discord would call silence a failure.
        if let Err(limit) = self.flood.admit(user.get(), channel.get()) {
            asked.request.ask = Ask::TooMuch(limit);
        }
        let answering = Arc::clone(&self.answering);
        self.answer(async move { answering.respond(asked).await });
    }

    fn suggest(&mut self, typing: &CommandInteraction, callback: impl FnOnce(String) -> Callback) {
        let Some(request) = receive::suggestion(typing) else {
            debug!("suggestions were asked for an option that has none");
            return;
        };
        let callback = callback(typing.token.clone());
        let answering = Arc::clone(&self.answering);
        self.answer(async move {
            let suggestions = answering.responder.suggest(&request);
            let sent = answering
                .rest
                .suggest(&callback, &send::suggestions(&suggestions))
                .await;
            let (language, received) = (request.locale.code(), callback.received);
            answering.notice(AUTOCOMPLETE, language, "suggested", received, &sent);
            let (ms, count) = (milliseconds_since(received), suggestions.len());
            let (command, of) = (AUTOCOMPLETE, spec(request.command).name.en);
            match sent {
                Ok(()) => info!(command, of, language, count, ms, "suggested"),
                Err(error) => warn!(command, of, %error, ms, "suggestions were not sent"),
            }
        });
    }
}

impl Answering {
    async fn respond(&self, asked: Asked) {
        let callback = &asked.callback;
        let reply = self.reply(&asked.request);
        let response = send::interaction_response(&reply, asked.asker, asked.shape);
        if reply.delivery == Delivery::Removal {
            // The message can be taken away only once Discord has the answer.
            callback.use_callback();
        }
        let picture = self.responder.picture(&asked.request);
        let mut sent = match picture.filter(|_| asked.files) {
            Some(picture) => {
                let response = send::with_picture(response, &picture);
                self.rest.respond_with(callback, &response, &picture).await
            }
            None => self.rest.respond(callback, &response).await,
        };
        if sent.is_ok() && reply.delivery == Delivery::Removal {
            sent = self.rest.delete_pressed(asked.application, callback).await;
        }
        if let (Ask::Report(report), None) = (&asked.request.ask, self.feedback) {
            self.log_report(report, &asked.name, &reply, callback.received, &sent);
            return;
        }
        let question = self.question(&asked.request);
        self.log(
            &asked.name,
            question.as_deref(),
            &reply,
            callback.received,
            &sent,
        );
        if let (Ask::Report(report), Some(channel)) = (&asked.request.ask, self.feedback) {
            self.pass_on(report, channel, callback.received).await;
        }
    }

    /// The one line about a report where the log is what brings it to the curator, and the one notice.
    fn log_report(
        &self,
        report: &Report,
        command: &str,
        reply: &Reply,
        received: Instant,
        sent: &Result<(), RestError>,
    ) {
        let (language, outcome) = (reply.language.code(), outcome_name(reply.outcome));
        let ms = milliseconds_since(received);
        let (about, text) = reported(report);
        match sent {
            Ok(()) => {
                info!(
                    command,
                    language, outcome, ms, about, text, "reported as wrong or outdated"
                );
            }
            Err(error) => {
                warn!(command, language, outcome, ms, about, text, %error, "reported as wrong or outdated, and not thanked for");
            }
        }
        self.notice(command, language, outcome, received, sent);
    }

    /// Writes a report into a channel: as a card, or as text where the bot may not embed.
    async fn report_in(
        &self,
        channel: ChannelId,
        report: &Report,
        received: Instant,
    ) -> Result<(), RestError> {
        let card = self.responder.report(report);
        let write = async |shape| {
            let body = send::card(&card, shape);
            self.rest.send_message(channel, &body, received).await
        };
        let mut sent = write(Shape::Card).await;
        if sent
            .as_ref()
            .is_err_and(|error| error.refusal() == Some(Refusal::NoPermission))
        {
            sent = write(Shape::Text).await;
        }
        sent.map(drop)
    }

    /// Brings a report to the curator's channel, or, where that cannot be written to, into the log.
    async fn pass_on(&self, report: &Report, channel: ChannelId, received: Instant) {
        if let Err(error) = self.report_in(channel, report, received).await {
            let (about, text) = reported(report);
            warn!(%error, about, text, "a report did not reach the feedback channel, and is here alone");
        }
    }
}

/// What a report is about, and what it says: the one text of a user's that is logged, since it was written to be read by the
/// curator.
fn reported(report: &Report) -> (&str, &str) {
    let about = report.about.as_deref().unwrap_or("the base as a whole");
    (about, &report.text)
}
