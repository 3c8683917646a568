//! Interactions: what a member did, sent to the application, and what became of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::endpoint::Outgoing;
use super::ids::Id;
use super::message::Message;
use super::secret;
use super::state::State;
use super::world::{self, ChannelKind};

/// Interactions that are remembered; the oldest go first.
const INTERACTIONS_MAX: usize = 20_000;

/// What the member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionKind {
    /// Sent a slash command or chose a context menu command.
    Command,
    /// Pressed a button or chose from a select menu.
    Component,
    /// Typed into an option that completes itself.
    Autocomplete,
    /// Sent a modal.
    Modal,
}

impl InteractionKind {
    /// Discord's number for it.
    pub fn number(self) -> u64 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// How far an interaction got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was heard of the application yet.
    Waiting,
    /// It asked for time.
    Thinking,
    /// It answered.
    Answered,
    /// The time for a first answer ran out.
    Failed,
}

/// An interaction.
pub struct Interaction {
    /// Its id.
    pub id: Id,
    /// What authenticates the answers to it.
    pub token: String,
    /// Whose command or component it is.
    pub application: Id,
    /// What the member did.
    pub kind: InteractionKind,
    /// The member.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// The type of a command, 1 to 3.
    pub command_type: u64,
    /// The type of the option that is being typed, where it is an autocomplete.
    pub focused_type: Option<i64>,
    /// The message whose component was used; for a modal, the one whose component opened it.
    pub source: Option<Id>,
    /// `interaction_metadata` of the messages that answer it.
    pub metadata: Value,
    /// The deprecated `interaction` of the message that answers a command.
    pub legacy: Option<Value>,
    /// When it was made.
    pub made: Instant,
    /// How long the first answer took.
    pub took: Option<Duration>,
    /// The type of the first answer.
    pub response: Option<u64>,
    /// What `@original` means.
    pub original: Option<Id>,
    /// The follow-ups, oldest first.
    pub followups: Vec<Id>,
    /// The suggestions, where it was an autocomplete.
    pub choices: Vec<Value>,
    /// The modal that it opened.
    pub modal: Option<Value>,
    /// How far it got.
    pub stage: watch::Sender<Stage>,
}

/// What a new interaction is made of.
pub struct NewInteraction<'a> {
    /// Whose command or component it is.
    pub application: Id,
    /// What the member did.
    pub kind: InteractionKind,
    /// The member.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// Language of the member's client.
    pub locale: &'static str,
    /// `data` of the payload.
    pub data: Value,
    /// The message whose component was used, or whose component opened the modal.
    pub source: Option<&'a Message>,
    /// The metadata of the interaction that opened the modal.
    pub triggering: Option<Value>,
    /// Where the command can be installed, 0 and 1; what it could be used through.
    pub integration_types: Vec<u64>,
}

impl State {
    /// Makes an interaction and sends it to the application, or leaves it in `outgoing` where that has an address. Returns its id and how to follow it.
    pub fn interact(&mut self, new: NewInteraction) -> (Id, watch::Receiver<Stage>) {
        let id = self.new_id();
        let token = secret::interaction_token();
        let channel = self.channels.get(&new.channel).cloned();
        let guild = channel.as_ref().and_then(|channel| channel.guild);
        let owners = self.owners(&new, guild);
        let mut metadata = json!({
            "id": id, "type": new.kind.number(), "user": self.user_json(new.user), "authorizing_integration_owners": owners,
        });
        if let Some(triggering) = &new.triggering {
            metadata["triggering_interaction_metadata"] = triggering.clone();
        } else if let Some(source) = new.source {
            metadata["interacted_message_id"] = json!(source.id);
        }
        let command_type = new.data["type"].as_u64().unwrap_or(1);
        if let Some(target) = new.data["target_id"].as_str() {
            if command_type == 2 {
                metadata["target_user"] = new.data["resolved"]["users"][target].clone();
            } else {
                metadata["target_message_id"] = target.into();
            }
        }
        let legacy = (new.kind == InteractionKind::Command)
            .then(|| json!({ "id": id, "type": 2, "name": new.data["name"], "user": self.user_json(new.user) }));

        let mut payload = json!({
            "id": id, "application_id": new.application, "type": new.kind.number(), "data": new.data, "token": token,
            "version": 1, "locale": new.locale, "entitlements": [],
            "authorizing_integration_owners": owners, "attachment_size_limit": super::limits::FILE_MAX_BYTES,
            "channel_id": new.channel,
        });
        let (context, app_permissions) = channel.as_ref().map_or((2, 0), |channel| {
            let context = match channel.kind {
                ChannelKind::Dm { .. } => 1,
                ChannelKind::Group => 2,
                _ => 0,
            };
            // What came along with a member may do what the member may.
            let permissions = match guild.and_then(|guild| self.guild(guild)) {
                Some(guild) if !self.bots_invited => {
                    world::member_permissions(Some(guild), new.user)
                }
                _ => world::application_permissions(channel),
            };
            (context, permissions)
        });
        payload["context"] = context.into();
        payload["app_permissions"] = app_permissions.to_string().into();
        if let Some(channel) = &channel {
            payload["channel"] = self.channel_json(channel, new.application);
            if let ChannelKind::Dm { application, .. } = channel.kind {
                // The channel is told from the member's side: the other one is the bot.
                payload["channel"]["recipients"] = json!([self.user_json(application)]);
            }
        }
        match guild.and_then(|guild| self.guild(guild)) {
            Some(guild) => {
                let permissions = world::member_permissions(Some(guild), new.user).to_string();
                payload["channel"]["permissions"] = permissions.clone().into();
                payload["guild_id"] = json!(guild.id);
                payload["guild"] =
                    json!({ "id": guild.id, "locale": guild.locale, "features": ["COMMUNITY"] });
                payload["guild_locale"] = guild.locale.into();
                payload["member"] = self.member_json(guild.id, new.user);
                payload["member"]["permissions"] = permissions.into();
            }
            None => payload["user"] = self.user_json(new.user),
        }
        if let Some(source) = new.source {
            payload["message"] = self.message_json(source);
        }

        let (stage, receiver) = watch::channel(Stage::Waiting);
        self.interaction_tokens.insert(token.clone(), id);
        self.interactions.insert(
            id,
            Interaction {
                id,
                token,
                application: new.application,
                kind: new.kind,
                user: new.user,
                channel: new.channel,
                command_type,
                focused_type: focused_type(&new.data),
                source: new.source.map(|message| message.id),
                metadata,
                legacy,
                made: Instant::now(),
                took: None,
                response: None,
                original: None,
                followups: Vec::new(),
                choices: Vec::new(),
                modal: None,
                stage,
            },
        );
        if self.interactions.len() > INTERACTIONS_MAX
            && let Some((_, oldest)) = self.interactions.pop_first()
        {
            self.interaction_tokens.remove(&oldest.token);
        }
        let application = self.applications.get(&new.application);
        match application.and_then(|application| application.endpoint.clone()) {
            Some(url) => self.outgoing.push(Outgoing { id, url, payload }),
            None => self.dispatch(new.application, guild, 0, "INTERACTION_CREATE", |_| {
                &payload
            }),
        }
        (id, receiver)
    }

    /// Whose installation lets the application answer: the server's ("0") or the member's own ("1").
    fn owners(&self, new: &NewInteraction, guild: Option<Id>) -> Value {
        if let Some(owners) = new
            .source
            .and_then(|message| message.interaction_metadata.as_ref())
        {
            return owners["authorizing_integration_owners"].clone();
        }
        let dm = self
            .channels
            .get(&new.channel)
            .is_some_and(|channel| matches!(channel.kind, ChannelKind::Dm { .. }));
        let mut owners = json!({});
        if new.integration_types.contains(&0) {
            match guild {
                Some(guild) if self.bots_invited => owners["0"] = json!(guild),
                Some(_) => {}
                None if dm => owners["0"] = "0".into(),
                None => {}
            }
        }
        if new.integration_types.contains(&1) {
            owners["1"] = json!(new.user);
        }
        owners
    }

    /// Declares an interaction failed when nothing was heard of the application in time.
    pub fn give_up(&mut self, id: Id) {
        let Some(interaction) = self.interactions.get(&id) else {
            return;
        };
        if interaction.response.is_some() {
            return;
        }
        interaction.stage.send_replace(Stage::Failed);
        self.tell_page_of_interaction(id);
    }

    /// Tells the member's open pages how far an interaction got.
    pub fn tell_page_of_interaction(&self, id: Id) {
        let Some(interaction) = self.interactions.get(&id) else {
            return;
        };
        if interaction.kind != InteractionKind::Autocomplete {
            self.tell_page(
                Some(interaction.user),
                json!({ "kind": "interaction", "interaction": self.fate_json(interaction) }),
            );
        }
    }

    /// An interaction and what became of it, as the member sees it.
    pub fn fate_json(&self, interaction: &Interaction) -> Value {
        let message = |id: &Id| {
            self.message(interaction.channel, *id)
                .map(|message| self.message_json(message))
        };
        let stage = *interaction.stage.borrow();
        json!({
            "id": interaction.id,
            "type": interaction.kind.number(),
            "application_id": interaction.application,
            "user_id": interaction.user,
            "channel_id": interaction.channel,
            "state": match stage {
                Stage::Waiting => "waiting",
                Stage::Thinking => "thinking",
                Stage::Answered => "answered",
                Stage::Failed => "failed",
            },
            "error": if stage == Stage::Failed { "The application did not respond".into() } else { Value::Null },
            "response_type": interaction.response,
            "after_ms": interaction.took.map(|took| (took.as_secs_f64() * 1e6).round() / 1e3),
            "message": interaction.original.as_ref().and_then(message),
            "followups": interaction.followups.iter().filter_map(message).collect::<Vec<_>>(),
            "choices": interaction.choices,
            "modal": interaction.modal,
        })
    }
}

/// The type of the option with `focused`, at whatever level it is.
fn focused_type(data: &Value) -> Option<i64> {
    data["options"].as_array()?.iter().find_map(|option| {
        if option["focused"] == Value::Bool(true) {
            option["type"].as_i64()
        } else {
            focused_type(option)
        }
    })
}
