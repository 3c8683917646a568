//! Messages: made, changed and deleted, and how they read as JSON.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::errors::{ApiError, ApiResult};
use super::files::Upload;
use super::ids::{Id, now_ms, timestamp};
use super::mention::{Allowed, mentions_in};
use super::state::State;
use super::validate::form::single_fault;
use super::validate::message::{V2_CODE, check_not_empty, flag};
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
                let below = node["components"].as_array().and_then(|below| find(below, custom_id));
                below.or_else(|| find(std::slice::from_ref(node.get("accessory")?), custom_id))
            })
        }
        find(&self.components, custom_id)
    }
}

impl State {
    /// Puts what a checked body says into `message`: what the body leaves out stays, what is null is emptied.
    ///
    /// # Errors
    /// 50006 when nothing would be left to show, 50035 when text is left beside Components V2.
    pub fn fill(&mut self, message: &mut Message, body: &Value, uploads: &[Upload], default: Allowed) -> ApiResult<()> {
        let given = |key: &str| body.get(key);
        if let Some(content) = given("content") {
            content.as_str().unwrap_or("").trim().clone_into(&mut message.content);
        }
        self.fill_attachments(message, body, uploads);
        if let Some(embeds) = given("embeds") {
            message.embeds = embeds.as_array().into_iter().flatten().map(|embed| read_back_embed(embed, &message.attachments)).collect();
        }
        if let Some(components) = given("components") {
            let mut components = components.as_array().cloned().unwrap_or_default();
            number_components(&mut components);
            message.components = components;
        }
        if let Some(flags) = body["flags"].as_u64() {
            // Components V2 is never taken back, and whether a message is ephemeral is settled when it is made.
            let settled = message.flags & (flag::COMPONENTS_V2 | flag::EPHEMERAL);
            message.flags = settled | flags;
        }
        message.tts |= body["tts"] == Value::Bool(true);
        if let Some(nonce) = given("nonce") {
            message.nonce = nonce.clone();
        }
        if message.flags & flag::COMPONENTS_V2 != 0 && !(message.content.is_empty() && message.embeds.is_empty()) {
            let faulty = if message.content.is_empty() { "embeds" } else { "content" };
            return Err(single_fault(faulty, V2_CODE, "A message of Components V2 has neither content nor embeds"));
        }
        let allowed = Allowed::of(&body["allowed_mentions"], default);
        self.ping(message, &allowed);
        check_not_empty(
            &json!({ "content": message.content, "embeds": message.embeds, "components": message.components }),
            message.attachments.len(),
        )
    }

    /// Works out whom a message pings.
    pub fn ping(&self, message: &mut Message, allowed: &Allowed) {
        let mut mentions = allowed.filter(mentions_in(&message.content));
        let known = |id: &Id| self.member(*id).is_some() || self.applications.contains_key(id);
        mentions.users.retain(known);
        let replied = message.reply_to.and_then(|id| self.message(message.channel, id));
        if let Some(replied) = replied
            && allowed.replied_user
            && replied.author != message.author
            && !mentions.users.contains(&replied.author)
        {
            mentions.users.push(replied.author);
        }
        message.mentions = mentions.users;
        message.mention_roles = if message.guild.is_some() { mentions.roles } else { Vec::new() };
        // Bots lack MENTION_EVERYONE here; members who own the server have it.
        let owner = message.guild.and_then(|guild| self.guild(guild)).is_some_and(|guild| guild.owner == message.author);
        message.mention_everyone = mentions.everyone && owner;
    }

    /// Files that come are added; a list in the body names all that stay. See [Discord Docs/Editing Message Attachments].
    fn fill_attachments(&mut self, message: &mut Message, body: &Value, uploads: &[Upload]) {
        let listed = body["attachments"].as_array();
        if let Some(listed) = listed {
            let stays = |attachment: &Value| listed.iter().any(|meta| meta["id"] == attachment["id"]);
            message.attachments.retain(stays);
        }
        for upload in uploads {
            let described = listed.into_iter().flatten().find(|meta| {
                let id = &meta["id"];
                id.as_u64().or_else(|| id.as_str().and_then(|id| id.parse().ok())) == Some(upload.number)
            });
            let id = self.new_id();
            let meta = described.unwrap_or(&Value::Null);
            let attachment = self.files.keep(id, message.channel, upload, meta, message.only_for.is_some());
            message.attachments.push(attachment);
        }
    }

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
        let kept = self.messages.get_mut(&message.channel).and_then(|messages| messages.get_mut(&message.id));
        let kept = kept.ok_or_else(ApiError::unknown_message)?;
        // Filling in what was deferred is no edit to its readers.
        message.edited_ms = if kept.flags & flag::LOADING == 0 { Some(now_ms()) } else { None };
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
        let removed = self.messages.get_mut(&channel).and_then(|messages| messages.remove(&id));
        let message = removed.ok_or_else(ApiError::unknown_message)?;
        self.announce_deletion(&message);
        self.tell_page_of_message("delete", &message);
        Ok(())
    }

    /// A message.
    pub fn message(&self, channel: Id, id: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// A message, wherever it is.
    pub fn find_message(&self, id: Id) -> Option<&Message> {
        self.messages.values().find_map(|messages| messages.get(&id))
    }

    /// A message as REST and the page show it, with the one it replies to.
    pub fn message_json(&self, message: &Message) -> Value {
        let mut view = self.lone_message_json(message);
        if let Some(reply_to) = message.reply_to {
            let mut reference = json!({ "type": 0, "channel_id": message.channel, "message_id": reply_to });
            if let Some(guild) = message.guild {
                reference["guild_id"] = json!(guild);
            }
            view["message_reference"] = reference;
            let referenced = self.message(message.channel, reply_to);
            view["referenced_message"] = referenced.map_or(Value::Null, |message| self.lone_message_json(message));
        }
        view
    }

    fn lone_message_json(&self, message: &Message) -> Value {
        let mentions: Vec<Value> = message.mentions.iter().map(|id| self.user_json(*id)).collect();
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

/// An embed as Discord reads it back: of type `rich`, texts trimmed, without what is null, attachments by their URL.
fn read_back_embed(embed: &Value, attachments: &[Value]) -> Value {
    let mut embed = tidied(embed, attachments);
    if let Some(map) = embed.as_object_mut() {
        map.insert("type".to_owned(), "rich".into());
        for key in ["provider", "video"] {
            map.remove(key);
        }
        for field in map.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            if field["inline"].is_null() {
                field["inline"] = false.into();
            }
        }
    }
    embed
}

fn tidied(value: &Value, attachments: &[Value]) -> Value {
    match value {
        Value::String(text) => {
            let named = text.strip_prefix("attachment://");
            let attachment = named.and_then(|name| attachments.iter().find(|attachment| attachment["filename"] == name));
            attachment.map_or_else(|| text.trim().into(), |attachment| attachment["url"].clone())
        }
        Value::Array(items) => items.iter().map(|item| tidied(item, attachments)).collect(),
        Value::Object(map) => {
            map.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), tidied(value, attachments))).collect()
        }
        other => other.clone(),
    }
}

/// Gives every component without a number the next one that is free, from 1, and drops what is null.
fn number_components(components: &mut [Value]) {
    fn taken(nodes: &[Value], ids: &mut HashSet<u64>) {
        for node in nodes {
            ids.extend(node["id"].as_u64().filter(|id| *id != 0));
            taken(node["components"].as_array().map_or(&[], Vec::as_slice), ids);
        }
    }
    fn number(nodes: &mut [Value], ids: &HashSet<u64>, next: &mut u64) {
        for node in nodes {
            let Some(map) = node.as_object_mut() else { continue };
            map.retain(|_, value| !value.is_null());
            if map.get("id").and_then(Value::as_u64).is_none_or(|id| id == 0) {
                while ids.contains(next) {
                    *next += 1;
                }
                map.insert("id".to_owned(), (*next).into());
                *next += 1;
            }
            if map.get("type").and_then(Value::as_u64).is_some_and(|kind| matches!(kind, 3 | 5..=8)) {
                map.entry("min_values").or_insert_with(|| 1.into());
                map.entry("max_values").or_insert_with(|| 1.into());
            }
            if let Some(accessory) = map.get_mut("accessory") {
                number(std::slice::from_mut(accessory), ids, next);
            }
            for key in ["components", "options"] {
                let below = map.get_mut(key).and_then(Value::as_array_mut);
                match (key, below) {
                    ("components", Some(below)) => number(below, ids, next),
                    (_, Some(below)) => {
                        for option in below.iter_mut().filter_map(Value::as_object_mut) {
                            option.retain(|_, value| !value.is_null());
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    let mut ids = HashSet::new();
    taken(components, &mut ids);
    number(components, &ids, &mut 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_numbered_around_the_numbers_given() {
        let mut components = vec![json!({
            "type": 1, "components": [
                { "type": 2, "style": 1, "label": "다음", "custom_id": "a", "id": 2, "emoji": null },
                { "type": 2, "style": 1, "label": "이전", "custom_id": "b", "id": 0 },
            ],
        })];
        number_components(&mut components);
        assert_eq!(components[0]["id"], 1);
        assert_eq!(components[0]["components"][0], json!({ "type": 2, "style": 1, "label": "다음", "custom_id": "a", "id": 2 }));
        assert_eq!(components[0]["components"][1]["id"], 3);
    }

    #[test]
    fn embeds_read_back_trimmed_and_with_the_urls_of_their_pictures() {
        let attachments = [json!({ "filename": "chart.png", "url": "http://127.0.0.1:1/attachments/1/2/chart.png" })];
        let embed = json!({
            "title": " 수출 ", "color": null, "image": { "url": "attachment://chart.png" }, "fields": [{ "name": "a", "value": "b" }],
        });
        assert_eq!(
            read_back_embed(&embed, &attachments),
            json!({
                "type": "rich", "title": "수출", "image": { "url": "http://127.0.0.1:1/attachments/1/2/chart.png" },
                "fields": [{ "name": "a", "value": "b", "inline": false }],
            })
        );
    }
}
