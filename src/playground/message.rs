//! Messages: made, changed and deleted, and how they read as JSON.

use serde_json::{Value, json};

use super::errors::{ApiError, ApiResult};
use super::ids::{Id, now_ms, timestamp};
use super::state::State;
use super::validate::message::flag;
use super::world::Channel;

/// Messages that a channel keeps; the oldest go first.
const MESSAGES_MAX: usize = 500;

/// Message types. See [Discord Docs/Message Types].
pub mod kind {
    /// Written by somebody.
    pub const DEFAULT: u64 = 0;
    /// A reply.
    pub const REPLY: u64 = 19;
    /// The answer to a slash command.
    pub const SLASH: u64 = 20;
    /// The answer to a context menu command.
    pub const MENU: u64 = 23;
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// Where it is.
    pub channel: Id,
    /// The server of the channel.
    pub guild: Option<Id>,
    /// A member or an application.
    pub author: Id,
    /// See [`kind`].
    pub kind: u64,
    /// Text.
    pub content: String,
    /// Embeds as they are read back.
    pub embeds: Vec<Value>,
    /// Components as they are read back, each with its number.
    pub components: Vec<Value>,
    /// Attachments as they are read back.
    pub attachments: Vec<Value>,
    /// See [`flag`].
    pub flags: u64,
    /// Read aloud.
    pub tts: bool,
    /// When it was edited last, in Unix milliseconds.
    pub edited_ms: Option<u64>,
    /// Users pinged.
    pub mentions: Vec<Id>,
    /// Roles pinged.
    pub mention_roles: Vec<Id>,
    /// Whether everybody was pinged.
    pub mention_everyone: bool,
    /// What the sender called it; null without.
    pub nonce: Value,
    /// The message that it replies to.
    pub reply_to: Option<Id>,
    /// `interaction_metadata`, on answers to interactions.
    pub interaction_metadata: Option<Value>,
    /// The deprecated `interaction`, on answers to commands.
    pub interaction: Option<Value>,
    /// The member who alone sees it; `None` is everyone in the channel.
    pub only_for: Option<Id>,
}

impl Message {
    /// An empty message of `author` in `channel`, made now.
    pub fn new(id: Id, channel: &Channel, author: Id) -> Self {
        Self {
            id,
            channel: channel.id,
            guild: channel.guild,
            author,
            kind: kind::DEFAULT,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            flags: 0,
            tts: false,
            edited_ms: None,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: false,
            nonce: Value::Null,
            reply_to: None,
            interaction_metadata: None,
            interaction: None,
            only_for: None,
        }
    }

    /// Whether `viewer` sees it.
    pub fn is_visible_to(&self, viewer: Id) -> bool {
        self.only_for.is_none_or(|member| member == viewer)
    }

    /// The component with this custom id.
    pub fn component(&self, custom_id: &str) -> Option<&Value> {
        fn find<'v>(nodes: &'v [Value], custom_id: &str) -> Option<&'v Value> {
            nodes.iter().find_map(|node| {
                if node["custom_id"] == custom_id {
                    return Some(node);
                }
                let below = node["components"]
                    .as_array()
                    .and_then(|below| find(below, custom_id));
                below.or_else(|| find(std::slice::from_ref(node.get("accessory")?), custom_id))
            })
        }
        find(&self.components, custom_id)
    }
}

impl State {
    /// Keeps a new message, and tells the bots and the page.
    pub fn post(&mut self, message: Message) {
        self.announce("MESSAGE_CREATE", &message);
        self.tell_page_of_message("message", &message);
        let channel = self.messages.entry(message.channel).or_default();
        channel.insert(message.id, message);
        if channel.len() > MESSAGES_MAX {
            channel.pop_first();
        }
    }

    /// Replaces a message by its new version, and tells the bots and the page.
    ///
    /// # Errors
    /// 10008 when it was deleted meanwhile.
    pub fn replace(&mut self, mut message: Message) -> ApiResult<Message> {
        let kept = self
            .messages
            .get_mut(&message.channel)
            .and_then(|messages| messages.get_mut(&message.id));
        let kept = kept.ok_or_else(ApiError::unknown_message)?;
        // Filling in what was deferred is no edit to its readers.
        message.edited_ms = if kept.flags & flag::LOADING == 0 {
            Some(now_ms())
        } else {
            None
        };
        kept.clone_from(&message);
        self.announce("MESSAGE_UPDATE", &message);
        self.tell_page_of_message("edit", &message);
        Ok(message)
    }

    /// Deletes a message, and tells the bots and the page.
    ///
    /// # Errors
    /// 10008 when there is none.
    pub fn delete(&mut self, channel: Id, id: Id) -> ApiResult<()> {
        let removed = self
            .messages
            .get_mut(&channel)
            .and_then(|messages| messages.remove(&id));
        let message = removed.ok_or_else(ApiError::unknown_message)?;
        self.announce_deletion(&message);
        self.tell_page_of_message("delete", &message);
        Ok(())
    }

    /// Deletes messages of a channel at once, and tells the bots and the page. Those that are not there are passed over.
    pub fn delete_many(&mut self, channel: Id, ids: &[Id]) -> Vec<Id> {
        let messages = self.messages.entry(channel).or_default();
        let removed: Vec<Message> = ids.iter().filter_map(|id| messages.remove(id)).collect();
        self.announce_bulk_deletion(&removed);
        for message in &removed {
            self.tell_page_of_message("delete", message);
        }
        removed.iter().map(|message| message.id).collect()
    }

    /// A message.
    pub fn message(&self, channel: Id, id: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// A message, wherever it is.
    pub fn find_message(&self, id: Id) -> Option<&Message> {
        self.messages
            .values()
            .find_map(|messages| messages.get(&id))
    }

    /// A message as REST and the page show it, with the one it replies to.
    pub fn message_json(&self, message: &Message) -> Value {
        let mut view = self.lone_message_json(message);
        if let Some(reply_to) = message.reply_to {
            let mut reference =
                json!({ "type": 0, "channel_id": message.channel, "message_id": reply_to });
            if let Some(guild) = message.guild {
                reference["guild_id"] = json!(guild);
            }
            view["message_reference"] = reference;
            let referenced = self.message(message.channel, reply_to);
            view["referenced_message"] =
                referenced.map_or(Value::Null, |message| self.lone_message_json(message));
        }
        view
    }

    fn lone_message_json(&self, message: &Message) -> Value {
        let mentions: Vec<Value> = message
            .mentions
            .iter()
            .map(|id| self.user_json(*id))
            .collect();
        let mut view = json!({
            "id": message.id, "channel_id": message.channel, "type": message.kind, "content": message.content,
            "author": self.user_json(message.author), "timestamp": timestamp(message.id.made_ms()),
            "edited_timestamp": message.edited_ms.map(timestamp), "tts": message.tts,
            "mention_everyone": message.mention_everyone, "mentions": mentions, "mention_roles": message.mention_roles,
            "attachments": message.attachments, "embeds": message.embeds, "components": message.components, "pinned": false,
            "flags": message.flags,
        });
        if !message.nonce.is_null() {
            view["nonce"] = message.nonce.clone();
        }
        if let Some(metadata) = &message.interaction_metadata {
            view["interaction_metadata"] = metadata.clone();
            view["webhook_id"] = json!(message.author);
            view["application_id"] = json!(message.author);
        }
        if let Some(interaction) = &message.interaction {
            view["interaction"] = interaction.clone();
        }
        view
    }
}
