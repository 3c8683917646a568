//! From a checked body to a message: texts, embeds, components, files, and whom it pings.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::errors::ApiResult;
use super::files::Upload;
use super::ids::Id;
use super::mention::{Allowed, mentions_in};
use super::message::Message;
use super::state::State;
use super::validate::form::single_fault;
use super::validate::message::{V2_CODE, check_not_empty, flag};

impl State {
    /// Puts what a checked body says into `message`: what the body leaves out stays, what is null is emptied.
    ///
    /// # Errors
    /// 50006 when nothing would be left to show, 50035 when text is left beside Components V2.
    pub fn fill(
        &mut self,
        message: &mut Message,
        body: &Value,
        uploads: &[Upload],
        default: Allowed,
    ) -> ApiResult<()> {
        let given = |key: &str| body.get(key);
        if let Some(content) = given("content") {
            content
                .as_str()
                .unwrap_or("")
                .trim()
                .clone_into(&mut message.content);
        }
        self.fill_attachments(message, body, uploads);
        if let Some(embeds) = given("embeds") {
            message.embeds = embeds
                .as_array()
                .into_iter()
                .flatten()
                .map(|embed| read_back_embed(embed, &message.attachments))
                .collect();
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
        if message.flags & flag::COMPONENTS_V2 != 0
            && !(message.content.is_empty() && message.embeds.is_empty())
        {
            let faulty = if message.content.is_empty() {
                "embeds"
            } else {
                "content"
            };
            return Err(single_fault(
                faulty,
                V2_CODE,
                "A message of Components V2 has neither content nor embeds",
            ));
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
        let replied = message
            .reply_to
            .and_then(|id| self.message(message.channel, id));
        if let Some(replied) = replied
            && allowed.replied_user
            && replied.author != message.author
            // The author of an answer to an interaction is a webhook, which nobody can ping.
            && replied.interaction_metadata.is_none()
            && !mentions.users.contains(&replied.author)
        {
            mentions.users.push(replied.author);
        }
        message.mentions = mentions.users;
        message.mention_roles = if message.guild.is_some() {
            mentions.roles
        } else {
            Vec::new()
        };
        // Bots lack MENTION_EVERYONE here; members who own the server have it.
        let owner = message
            .guild
            .and_then(|guild| self.guild(guild))
            .is_some_and(|guild| guild.owner == message.author);
        message.mention_everyone = mentions.everyone && owner;
    }

    /// Files that come are added; a list in the body names all that stay. See [Discord Docs/Editing Message Attachments].
    fn fill_attachments(&mut self, message: &mut Message, body: &Value, uploads: &[Upload]) {
        let listed = body["attachments"].as_array();
        if let Some(listed) = listed {
            let stays = |attachment: &Value| {
                listed
                    .iter()
                    .any(|meta| Id::of(&meta["id"]) == Id::of(&attachment["id"]))
            };
            message.attachments.retain(stays);
        }
        for upload in uploads {
            let described = listed
                .into_iter()
                .flatten()
                .find(|meta| Id::of(&meta["id"]) == Some(Id(upload.number)));
            let id = self.new_id();
            let meta = described.unwrap_or(&Value::Null);
            let attachment = self.files.keep(
                id,
                message.channel,
                upload,
                meta,
                message.only_for.is_some(),
            );
            message.attachments.push(attachment);
        }
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
        for field in map
            .get_mut("fields")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
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
            let attachment = named.and_then(|name| {
                attachments
                    .iter()
                    .find(|attachment| attachment["filename"] == name)
            });
            attachment.map_or_else(
                || text.trim().into(),
                |attachment| attachment["url"].clone(),
            )
        }
        Value::Array(items) => items.iter().map(|item| tidied(item, attachments)).collect(),
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), tidied(value, attachments)))
            .collect(),
        other => other.clone(),
    }
}

/// Gives every component without a number the next one that is free, from 1, and drops what is null.
fn number_components(components: &mut [Value]) {
    fn taken(nodes: &[Value], ids: &mut HashSet<u64>) {
        for node in nodes {
            ids.extend(node["id"].as_u64().filter(|id| *id != 0));
            taken(
                node["components"].as_array().map_or(&[], Vec::as_slice),
                ids,
            );
        }
    }
    fn number(nodes: &mut [Value], ids: &HashSet<u64>, next: &mut u64) {
        for node in nodes {
            let Some(map) = node.as_object_mut() else {
                continue;
            };
            map.retain(|_, value| !value.is_null());
            if map
                .get("id")
                .and_then(Value::as_u64)
                .is_none_or(|id| id == 0)
            {
                while ids.contains(next) {
                    *next += 1;
                }
                map.insert("id".to_owned(), (*next).into());
                *next += 1;
            }
            if map
                .get("type")
                .and_then(Value::as_u64)
                .is_some_and(|kind| matches!(kind, 3 | 5..=8))
            {
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
        assert_eq!(
            components[0]["components"][0],
            json!({ "type": 2, "style": 1, "label": "다음", "custom_id": "a", "id": 2 })
        );
        assert_eq!(components[0]["components"][1]["id"], 3);
    }

    #[test]
    fn embeds_read_back_trimmed_and_with_the_urls_of_their_pictures() {
        let attachments = [
            json!({ "filename": "chart.png", "url": "http://127.0.0.1:1/attachments/1/2/chart.png" }),
        ];
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
