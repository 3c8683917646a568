//! Which bots hear of a message over the gateway, and how much of it.

use serde_json::{Value, json};

use super::gateway::intent;
use super::ids::Id;
use super::message::Message;
use super::state::State;
use super::world::{self, Channel, ChannelKind, permission};

impl State {
    /// Sends MESSAGE_CREATE or MESSAGE_UPDATE to every bot that may hear of the message.
    pub fn announce(&mut self, event: &'static str, message: &Message) {
        let Some(channel) = self.channels.get(&message.channel).cloned() else {
            return;
        };
        for application in self.listeners(&channel, message) {
            let full = self.told(&channel, message);
            let guild = if message.only_for.is_some() {
                None
            } else {
                message.guild
            };
            let intent = if guild.is_some() {
                intent::GUILD_MESSAGES
            } else {
                intent::DIRECT_MESSAGES
            };
            let always = may_always_read(&channel, message, application);
            let stripped = without_content(full.clone());
            self.dispatch(application, guild, intent, event, |intents| {
                if always || intents & intent::MESSAGE_CONTENT != 0 {
                    &full
                } else {
                    &stripped
                }
            });
        }
    }

    /// Sends MESSAGE_DELETE to every bot that may hear of the message.
    pub fn announce_deletion(&mut self, message: &Message) {
        let Some(channel) = self.channels.get(&message.channel).cloned() else {
            return;
        };
        let guild = if message.only_for.is_some() {
            None
        } else {
            message.guild
        };
        let mut body = json!({ "id": message.id, "channel_id": message.channel });
        if let Some(guild) = guild {
            body["guild_id"] = json!(guild);
        }
        let intent = if guild.is_some() {
            intent::GUILD_MESSAGES
        } else {
            intent::DIRECT_MESSAGES
        };
        for application in self.listeners(&channel, message) {
            self.dispatch(application, guild, intent, "MESSAGE_DELETE", |_| &body);
        }
    }

    /// Sends MESSAGE_DELETE_BULK, about messages of one channel of a server, to every bot that may hear of them.
    pub fn announce_bulk_deletion(&mut self, messages: &[Message]) {
        let Some((first, channel)) = messages
            .first()
            .and_then(|first| Some((first, self.channels.get(&first.channel)?.clone())))
        else {
            return;
        };
        let ids: Vec<Id> = messages.iter().map(|message| message.id).collect();
        let body = json!({ "ids": ids, "channel_id": channel.id, "guild_id": channel.guild });
        let intent = intent::GUILD_MESSAGES;
        for application in self.listeners(&channel, first) {
            let event = "MESSAGE_DELETE_BULK";
            self.dispatch(application, channel.guild, intent, event, |_| &body);
        }
    }

    /// A message as `application` may read it over REST.
    pub fn readable_json(
        &self,
        message: &Message,
        application: Id,
        may_read_content: bool,
    ) -> Value {
        let view = self.message_json(message);
        let channel = self.channels.get(&message.channel);
        if may_read_content
            || channel.is_some_and(|channel| may_always_read(channel, message, application))
        {
            view
        } else {
            without_content(view)
        }
    }

    /// The applications that hear of a message, without a look at their intents.
    fn listeners(&self, channel: &Channel, message: &Message) -> Vec<Id> {
        match channel.kind {
            _ if message.only_for.is_some() => vec![message.author],
            ChannelKind::Dm { application, .. } => vec![application],
            ChannelKind::Group => Vec::new(),
            _ if !self.bots_invited => Vec::new(),
            _ if world::application_permissions(channel) & permission::VIEW_CHANNEL == 0 => {
                Vec::new()
            }
            _ => self.applications.keys().copied().collect(),
        }
    }

    /// A message with what only the gateway adds: `guild_id`, `member`, `channel_type` and the members mentioned.
    fn told(&self, channel: &Channel, message: &Message) -> Value {
        let mut view = self.message_json(message);
        view["channel_type"] = channel.kind.number().into();
        let Some(guild) = message.guild.filter(|_| message.only_for.is_none()) else {
            return view;
        };
        view["guild_id"] = json!(guild);
        // Answers to interactions come from a webhook, which is no member.
        if message.interaction_metadata.is_none() {
            view["member"] = self.bare_member_json(guild, message.author);
        }
        for (user, id) in view["mentions"]
            .as_array_mut()
            .into_iter()
            .flatten()
            .zip(&message.mentions)
        {
            user["member"] = self.bare_member_json(guild, *id);
        }
        view
    }
}

/// Whether an application reads a message without the MESSAGE_CONTENT intent: its own, in its direct messages, or one that
/// mentions it.
fn may_always_read(channel: &Channel, message: &Message, application: Id) -> bool {
    message.author == application
        || matches!(channel.kind, ChannelKind::Dm { .. })
        || message.mentions.contains(&application)
}

fn without_content(mut message: Value) -> Value {
    message["content"] = "".into();
    for key in ["embeds", "attachments", "components"] {
        message[key] = json!([]);
    }
    message
}
