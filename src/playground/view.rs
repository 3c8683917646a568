//! Users, members, channels and servers as JSON, as Discord writes them to bots.

use serde_json::{Map, Value, json};

use super::application::Application;
use super::endpoint::PLAYGROUND_PUBLIC_KEY;
use super::ids::{Id, timestamp};
use super::state::State;
use super::world::{self, Channel, ChannelKind, Guild, permission};

/// When everybody joined: long before any test runs.
const JOINED: &str = "2025-01-02T03:04:05.678000+00:00";

/// The key-value pairs of a `json!` object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

impl State {
    /// A member or an application's bot as a user; a deleted user for an id that nobody has.
    pub fn user_json(&self, id: Id) -> Value {
        let (username, name, bot) = match (self.member(id), self.applications.get(&id)) {
            (Some(member), _) => (member.username.to_owned(), Some(member.name), false),
            (None, Some(application)) => (application.name.clone(), None, true),
            (None, None) => (format!("deleted_user_{id}"), None, false),
        };
        let mut user = json!({
            "id": id, "username": username, "global_name": name, "discriminator": if bot { "0001" } else { "0" },
            "avatar": null, "public_flags": 0, "flags": 0, "banner": null, "accent_color": null,
            "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
        });
        if bot {
            user["bot"] = true.into();
        }
        user
    }

    /// A member of `guild` without `user`.
    pub fn bare_member_json(&self, guild: Id, id: Id) -> Value {
        let roles = match self.applications.get(&id) {
            Some(application) => vec![application.role(self.guild_index(guild))],
            None => self
                .guild(guild)
                .map(|guild| guild.role)
                .into_iter()
                .collect(),
        };
        json!({
            "nick": null, "avatar": null, "banner": null, "roles": roles, "joined_at": JOINED, "premium_since": null,
            "deaf": false, "mute": false, "pending": false, "flags": 0, "communication_disabled_until": null,
            "unusual_dm_activity_until": null, "avatar_decoration_data": null, "collectibles": null,
        })
    }

    /// A member of `guild` with `user`.
    pub fn member_json(&self, guild: Id, id: Id) -> Value {
        let mut member = self.bare_member_json(guild, id);
        member["user"] = self.user_json(id);
        member
    }

    /// A channel as `application` sees it.
    pub fn channel_json(&self, channel: &Channel, application: Id) -> Value {
        let last = self
            .messages
            .get(&channel.id)
            .and_then(|messages| messages.keys().next_back());
        let mut view = json!({ "id": channel.id, "type": channel.kind.number(), "flags": 0, "last_message_id": last });
        let mut add = |more: Value| view.as_object_mut().map(|map| map.extend(object(more)));
        match channel.kind {
            ChannelKind::Dm { member, .. } => {
                add(json!({ "recipients": [self.user_json(member)] }));
            }
            ChannelKind::Group => {
                let recipients: Vec<Value> = self
                    .members
                    .iter()
                    .map(|member| self.user_json(member.id))
                    .collect();
                add(
                    json!({ "recipients": recipients, "name": channel.name, "icon": null, "owner_id": world::MINA }),
                );
            }
            ChannelKind::Thread => {
                let made = timestamp(Id(1_399_000_000_000_000_000).made_ms());
                let count = self
                    .messages
                    .get(&channel.id)
                    .map_or(0, |messages| messages.len());
                add(json!({
                    "guild_id": channel.guild, "name": channel.name, "parent_id": channel.parent, "owner_id": world::MINA,
                    "rate_limit_per_user": 0, "message_count": count, "member_count": 2, "total_message_sent": count,
                    "thread_metadata": {
                        "archived": false, "archive_timestamp": made, "auto_archive_duration": 1440, "locked": false,
                        "create_timestamp": made,
                    },
                }));
            }
            ChannelKind::Text | ChannelKind::Voice | ChannelKind::Category | ChannelKind::Forum => {
                let role = self
                    .applications
                    .get(&application)
                    .zip(channel.guild)
                    .map(|(app, guild)| app.role(self.guild_index(guild)));
                let overwrites = match (role, channel.denied) {
                    (Some(role), denied) if denied != 0 => {
                        json!([{ "id": role, "type": 0, "allow": "0", "deny": denied.to_string() }])
                    }
                    _ => json!([]),
                };
                add(json!({
                    "guild_id": channel.guild, "name": channel.name, "parent_id": channel.parent, "position": channel.position,
                    "permission_overwrites": overwrites, "topic": null, "nsfw": false, "last_pin_timestamp": null,
                    "rate_limit_per_user": 0,
                }));
            }
        }
        if channel.kind == ChannelKind::Voice {
            add(json!({ "bitrate": 64_000, "user_limit": 0, "rtc_region": null }));
        }
        if channel.kind == ChannelKind::Forum {
            add(json!({
                "available_tags": [], "default_reaction_emoji": null, "default_sort_order": null, "default_forum_layout": 0,
                "default_thread_rate_limit_per_user": 0,
            }));
        }
        view
    }

    /// A server as REST shows it to `application`.
    pub fn guild_json(&self, guild: &Guild, application: &Application) -> Value {
        let role = |id: Id, name: &str, position: u64, permissions: u64| {
            json!({
                "id": id, "name": name, "description": null, "color": 0,
                "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false, "icon": null,
                "unicode_emoji": null, "position": position, "permissions": permissions.to_string(), "managed": false,
                "mentionable": false, "flags": 0,
            })
        };
        let mut bot_role = role(
            application.role(self.guild_index(guild.id)),
            &application.name,
            1,
            permission::APPLICATION,
        );
        bot_role["managed"] = true.into();
        bot_role["tags"] = json!({ "bot_id": application.id });
        let mut member_role = role(guild.role, guild.role_name, 2, 0);
        member_role["mentionable"] = true.into();
        json!({
            "id": guild.id, "name": guild.name, "icon": null, "description": null, "home_header": null, "splash": null,
            "discovery_splash": null, "banner": null, "owner_id": guild.owner, "application_id": null, "region": "deprecated",
            "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
            "widget_enabled": false, "widget_channel_id": null, "verification_level": 1, "default_message_notifications": 1,
            "explicit_content_filter": 2, "mfa_level": 0,
            "roles": [role(guild.id, "@everyone", 0, permission::EVERYONE), bot_role, member_role],
            "emojis": [], "stickers": [], "features": ["COMMUNITY"], "rules_channel_id": null,
            "public_updates_channel_id": null, "safety_alerts_channel_id": null, "vanity_url_code": null, "max_presences": null,
            "max_members": 500_000, "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": guild.locale, "premium_progress_bar_enabled": false,
            "nsfw": false, "nsfw_level": 0, "incidents_data": null,
        })
    }

    /// A server as GUILD_CREATE tells it: with its channels, and only the bot among the members unless `all_members`.
    pub fn guild_create_json(
        &self,
        guild: &Guild,
        application: &Application,
        all_members: bool,
    ) -> Value {
        let visible = |channel: &&Channel| {
            channel.guild == Some(guild.id)
                && (channel.kind == ChannelKind::Category
                    || world::application_permissions(channel) & permission::VIEW_CHANNEL != 0)
        };
        // GUILD_CREATE leaves the guild's own id out of its channels.
        let told = |channel: &Channel| {
            let mut view = self.channel_json(channel, application.id);
            if channel.kind != ChannelKind::Thread {
                view.as_object_mut().map(|map| map.remove("guild_id"));
            }
            view
        };
        let (threads, channels): (Vec<&Channel>, Vec<&Channel>) = self
            .channels
            .values()
            .filter(visible)
            .partition(|channel| channel.kind == ChannelKind::Thread);
        let mut members = vec![self.member_json(guild.id, application.id)];
        if all_members {
            members.extend(
                self.members
                    .iter()
                    .map(|member| self.member_json(guild.id, member.id)),
            );
        }
        let mut view = self.guild_json(guild, application);
        if let Some(map) = view.as_object_mut() {
            map.extend(object(json!({
                "joined_at": JOINED, "large": false, "unavailable": false,
                "member_count": self.members.len() + self.applications.len(), "voice_states": [], "members": members,
                "channels": channels.into_iter().map(told).collect::<Vec<_>>(),
                "threads": threads.into_iter().map(told).collect::<Vec<_>>(),
                "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
            })));
        }
        view
    }

    /// An application as its bot sees itself.
    pub fn application_json(&self, application: &Application) -> Value {
        json!({
            "id": application.id, "name": application.name, "icon": null, "description": "", "type": null,
            "bot": self.user_json(application.id), "bot_public": true, "bot_require_code_grant": false,
            "verify_key": PLAYGROUND_PUBLIC_KEY, "flags": APPLICATION_FLAGS, "flags_new": APPLICATION_FLAGS.to_string(),
            "redirect_uris": [], "interactions_endpoint_url": application.endpoint, "role_connections_verification_url": null,
            "owner": self.user_json(world::MINA), "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": self.members.len(), "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0, "team": null, "eligible_oauth2_scopes": ["bot", "applications.commands"],
            "integration_types_config": { "0": {}, "1": {} },
        })
    }

    /// The place of a server in the list; 0 for one that does not exist.
    pub fn guild_index(&self, guild: Id) -> usize {
        self.guilds
            .iter()
            .position(|other| other.id == guild)
            .unwrap_or(0)
    }
}

/// APPLICATION_COMMAND_BADGE. See [Discord Docs/Application Flags].
pub const APPLICATION_FLAGS: u64 = 1 << 23;
