//! `data` of an interaction with a command, and the things that ids in it mean.

use serde_json::{Value, json};

use super::command::Command;
use super::ids::Id;
use super::state::State;
use super::validate::option::kind;
use super::world::{self, permission};

impl State {
    /// `data` of an interaction with a command.
    pub fn command_data(&self, command: &Command, options: Value, guild: Option<Id>) -> Value {
        let mut data = json!({ "id": command.id, "name": command.name(), "type": command.body["type"], "version": command.version });
        if let Some(scope) = command.guild {
            data["guild_id"] = json!(scope);
        }
        let resolved = self.resolved(guild, &ids_in(&options));
        if resolved.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = resolved;
        }
        if options
            .as_array()
            .is_some_and(|options| !options.is_empty())
        {
            data["options"] = options;
        }
        data
    }

    /// The users, members, roles and channels that these ids mean, as `resolved` carries them.
    pub fn resolved(&self, guild: Option<Id>, ids: &[Id]) -> Value {
        let mut resolved = json!({});
        for id in ids {
            let key = id.to_string();
            if self.member(*id).is_some() || self.applications.contains_key(id) {
                resolved["users"][&key] = self.user_json(*id);
                if let Some(guild) = guild {
                    let mut member = self.bare_member_json(guild, *id);
                    if let Some(map) = member.as_object_mut() {
                        map.retain(|field, _| field != "deaf" && field != "mute");
                    }
                    member["permissions"] = world::member_permissions(self.guild(guild), *id)
                        .to_string()
                        .into();
                    resolved["members"][&key] = member;
                }
            } else if let Some(channel) = self
                .channels
                .get(id)
                .filter(|channel| channel.guild == guild)
            {
                resolved["channels"][&key] = json!({
                    "id": channel.id, "name": channel.name, "type": channel.kind.number(), "parent_id": channel.parent, "flags": 0,
                    "permissions": permission::EVERYONE.to_string(),
                    "app_permissions": world::application_permissions(channel).to_string(),
                });
            } else if let Some(guild) = guild.and_then(|guild| self.guild(guild))
                && let Some(application) = self.applications.values().next()
            {
                let view = self.guild_json(guild, application);
                let role = view["roles"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .find(|role| role["id"] == key);
                if let Some(role) = role {
                    resolved["roles"][&key] = role.clone();
                }
            }
        }
        resolved
    }
}

/// The ids among the values of options that take some.
fn ids_in(options: &Value) -> Vec<Id> {
    let mut ids = Vec::new();
    for option in options.as_array().into_iter().flatten() {
        if matches!(
            option["type"].as_i64(),
            Some(kind::USER..=kind::MENTIONABLE)
        ) {
            ids.extend(
                option["value"]
                    .as_str()
                    .and_then(|id| id.parse::<Id>().ok()),
            );
        }
        ids.extend(ids_in(&option["options"]));
    }
    ids
}
