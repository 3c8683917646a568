//! Every REST call the bot makes: one client, timeouts on everything, and a bounded number of retries until a deadline.
//!
//! A call is tried again while its deadline allows when Discord is busy (429, after the wait that it asks for), broken
//! (5xx) or out of reach. It is not tried again when Discord said no. Errors name the route and what Discord said, and
//! never hold a token.

mod application;
mod channel;
mod error;
mod multipart;
#[cfg(test)]
mod tests;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use serenity::all::{
    ApplicationId, ChannelId, CommandId, GuildId, InteractionId, LightMethod, MessageId, Request,
    Route,
};
use tokio::time::Instant;

pub(super) use self::application::Application;
pub(super) use self::error::{Fault, NextAttempt, Refusal, RestError};
use self::transport::{Call, Transport};
use super::base::ApiBase;
use super::endpoint::Inline;
use super::observe::Observer;
use super::token::Token;
use crate::reply::Picture;

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

/// Calls Discord's REST API in the name of one bot.
pub(super) struct Rest {
    transport: Transport,
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
    /// The request in whose response it can be answered, where it came by one.
    pub inline: Option<Inline>,
}

impl Callback {
    /// Lets the answer come by the callback, also where the response to a request could carry it.
    pub fn use_callback(&self) {
        if let Some(inline) = &self.inline {
            inline.leave_to_callback();
        }
    }

    /// Answers in the response to the request that waits for it; false where none does.
    fn answer_inline(&self, response: &Value) -> bool {
        let inline = self.inline.as_ref();
        inline.is_some_and(|inline| inline.answer(response))
    }
}

/// Where commands are registered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// In whose name.
    pub application: ApplicationId,
    /// In one server; everywhere where `None`.
    pub guild: Option<GuildId>,
}

/// The gateway as the API tells of it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Gateway {
    /// Its address, unchecked.
    pub url: String,
    /// How many shards Discord recommends.
    #[serde(default = "one")]
    pub shards: u32,
    /// How many sessions may begin.
    #[serde(default)]
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may begin; see [Discord Docs/Session Start Limit].
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub(super) struct SessionStartLimit {
    /// A day.
    pub total: u32,
    /// Today, from now.
    pub remaining: u32,
    /// Until the day is over, in milliseconds.
    pub reset_after: u64,
    /// Every five seconds, each in a bucket of its own: shard number modulo this.
    pub max_concurrency: u16,
}

impl Default for SessionStartLimit {
    /// What every bot is allowed.
    fn default() -> Self {
        Self {
            total: 1_000,
            remaining: 1_000,
            reset_after: 0,
            max_concurrency: 1,
        }
    }
}

fn one() -> u32 {
    1
}

impl Rest {
    /// Sets up the client; nothing is sent yet.
    pub fn new(base: ApiBase, token: &Token) -> Result<Self, reqwest::Error> {
        Transport::new(base, token).map(|transport| Self { transport })
    }

    /// The same in the name of nobody: only answers to interactions are taken from it.
    pub fn without_token(base: ApiBase) -> Result<Self, reqwest::Error> {
        Transport::without_token(base).map(|transport| Self { transport })
    }

    /// Tells `observer` where Discord asks to wait.
    pub fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.transport.observer = observer;
        self
    }

    /// The root of the API that is called.
    pub fn base(&self) -> &ApiBase {
        self.transport.base()
    }

    /// The gateway: its address, unchecked, and how its sessions may begin.
    pub async fn gateway(&self) -> Result<Gateway, RestError> {
        let route = "GET /gateway/bot";
        let call = Call {
            deadline: Instant::now() + GATEWAY_DEADLINE,
            ..call(route, Request::new(Route::GatewayBot, LightMethod::Get))
        };
        let body = self.transport.call(call).await?;
        read(route, &body)
    }

    /// Answers an interaction, within what is left of its three seconds. Having answered it already in an attempt whose
    /// end was not heard counts as success.
    pub async fn respond(&self, to: &Callback, response: &Value) -> Result<(), RestError> {
        if to.answer_inline(response) {
            return Ok(());
        }
        self.transport.call(callback(to, response)).await.map(drop)
    }

    /// Like [`Rest::respond`], with a picture that the response shows as its first file.
    pub async fn respond_with(
        &self,
        to: &Callback,
        response: &Value,
        picture: &Picture,
    ) -> Result<(), RestError> {
        to.use_callback();
        let mut call = callback(to, response);
        let (content_type, body) = multipart::body(response, picture);
        call.request = call.request.body(Some(body));
        call.content_type = Some(content_type);
        self.transport.call(call).await.map(drop)
    }

    /// Answers somebody typing, in one attempt: by the time of a second one there is another letter and another question.
    pub async fn suggest(&self, to: &Callback, response: &Value) -> Result<(), RestError> {
        if to.answer_inline(response) {
            return Ok(());
        }
        let call = Call {
            attempt: INTERACTION_DEADLINE,
            repeatable: false,
            ..callback(to, response)
        };
        self.transport.call(call).await.map(drop)
    }

    /// Takes away the message whose button was pressed, once the press was answered.
    pub async fn delete_pressed(
        &self,
        application: ApplicationId,
        to: &Callback,
    ) -> Result<(), RestError> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: application,
            token: &to.token,
        };
        let call = Call {
            authorized: false,
            deadline: to.received + MESSAGE_DEADLINE,
            ..call(
                "DELETE /webhooks/{application}/{token}/messages/@original",
                Request::new(route, LightMethod::Delete),
            )
        };
        self.transport.call(call).await.map(drop)
    }

    /// Posts a message about something that arrived at `received`. Gives its id, where Discord's answer has one that can be
    /// read.
    pub async fn send_message(
        &self,
        channel: ChannelId,
        message: &Value,
        received: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        #[derive(Deserialize)]
        struct Posted {
            id: MessageId,
        }
        let route = Route::ChannelMessages {
            channel_id: channel,
        };
        let request = Request::new(route, LightMethod::Post).body(Some(bytes(message)));
        let call = Call {
            deadline: received + MESSAGE_DEADLINE,
            ..call("POST /channels/{channel}/messages", request)
        };
        let body = self.transport.call(call).await?;
        let posted = serde_json::from_slice(&body);
        Ok(posted.ok().map(|posted: Posted| posted.id))
    }

    /// Changes a message of the bot's, because of something that arrived at `received`.
    pub async fn edit_message(
        &self,
        (channel, message): (ChannelId, MessageId),
        body: &Value,
        received: Instant,
    ) -> Result<(), RestError> {
        let route = message_route(channel, message);
        let request = Request::new(route, LightMethod::Patch).body(Some(bytes(body)));
        let call = Call {
            deadline: received + MESSAGE_DEADLINE,
            ..call("PATCH /channels/{channel}/messages/{message}", request)
        };
        self.transport.call(call).await.map(drop)
    }

    /// Takes away a message of the bot's, because of something that arrived at `received`.
    pub async fn delete_message(
        &self,
        (channel, message): (ChannelId, MessageId),
        received: Instant,
    ) -> Result<(), RestError> {
        let request = Request::new(message_route(channel, message), LightMethod::Delete);
        let call = Call {
            deadline: received + MESSAGE_DEADLINE,
            ..call("DELETE /channels/{channel}/messages/{message}", request)
        };
        self.transport.call(call).await.map(drop)
    }

    /// The commands that are registered, wordings in every language included.
    pub async fn commands(&self, scope: Scope) -> Result<Vec<Value>, RestError> {
        let route = "GET /applications/{application}/commands";
        let request = Request::new(scope.commands(), LightMethod::Get)
            .params(Some(vec![("with_localizations", "true".to_owned())]));
        let body = self.transport.call(call(route, request)).await?;
        read(route, &body)
    }

    /// Registers a command; one of the same name and type is replaced.
    pub async fn create_command(&self, scope: Scope, command: &Value) -> Result<(), RestError> {
        let route = "POST /applications/{application}/commands";
        let request = Request::new(scope.commands(), LightMethod::Post).body(Some(bytes(command)));
        self.transport.call(call(route, request)).await.map(drop)
    }

    /// Replaces what is registered under `id`.
    pub async fn edit_command(
        &self,
        scope: Scope,
        id: CommandId,
        command: &Value,
    ) -> Result<(), RestError> {
        let route = "PATCH /applications/{application}/commands/{command}";
        let request =
            Request::new(scope.command(id), LightMethod::Patch).body(Some(bytes(command)));
        self.transport.call(call(route, request)).await.map(drop)
    }

    /// Deletes what is registered under `id`.
    pub async fn delete_command(&self, scope: Scope, id: CommandId) -> Result<(), RestError> {
        let route = "DELETE /applications/{application}/commands/{command}";
        let request = Request::new(scope.command(id), LightMethod::Delete);
        self.transport.call(call(route, request)).await.map(drop)
    }
}

fn message_route(channel_id: ChannelId, message_id: MessageId) -> Route<'static> {
    Route::ChannelMessage {
        channel_id,
        message_id,
    }
}

/// A call with the limits of those about commands.
fn call<'a>(route: &'static str, request: Request<'a>) -> Call<'a> {
    Call {
        route,
        request,
        content_type: None,
        authorized: true,
        deadline: Instant::now() + COMMANDS_DEADLINE,
        attempt: ATTEMPT,
        repeatable: true,
    }
}

/// A call that answers an interaction. Its address authenticates it, so the bot's token need not travel with it.
fn callback<'a>(to: &'a Callback, response: &Value) -> Call<'a> {
    let route = Route::InteractionResponse {
        interaction_id: to.id,
        token: &to.token,
    };
    let request = Request::new(route, LightMethod::Post).body(Some(bytes(response)));
    Call {
        authorized: false,
        deadline: to.received + INTERACTION_DEADLINE,
        attempt: CALLBACK_ATTEMPT,
        ..call("POST /interactions/{interaction}/{token}/callback", request)
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

fn bytes(body: &Value) -> Vec<u8> {
    body.to_string().into_bytes()
}

fn read<'a, T: Deserialize<'a>>(route: &'static str, body: &'a [u8]) -> Result<T, RestError> {
    serde_json::from_slice(body).map_err(|source| RestError {
        route,
        fault: Fault::Unexpected(source),
    })
}
