//! A gateway frame as an event: its envelope is read always, its payload only for the events in use.
//!
//! serenity's types give payloads their meaning. What they refuse is reported without any of its values, because
//! payloads hold interaction tokens and what people wrote.

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use serenity::all::{
    ApplicationId, ChannelId, GuildId, Interaction, Message, MessageId, RoleId, UserId,
};

use super::undecodable::Undecodable;
use crate::text::language::Language;

/// Something that happened on Discord, as far as the bot cares.
#[derive(Debug)]
pub(super) enum Event {
    /// A session began.
    Ready(Ready),
    /// A session goes on after a break.
    Resumed,
    /// The gateway wants a heartbeat this often.
    Hello(Duration),
    /// The gateway acknowledged a heartbeat.
    HeartbeatAcknowledged,
    /// A server is there, or changed.
    Guild {
        /// Which one.
        id: GuildId,
        /// Its language, where it told.
        language: Option<Language>,
        /// The role that it has for the bot, where it told.
        role: Option<RoleId>,
    },
    /// A server is gone.
    GuildGone(GuildId),
    /// Somebody wrote something that may concern the bot.
    Message(Box<Message>),
    /// Somebody changed what they wrote, or Discord added a preview to it.
    MessageEdited(Box<Message>),
    /// Messages were deleted.
    MessagesGone {
        /// Which.
        ids: Vec<MessageId>,
        /// Where they were.
        channel: ChannelId,
    },
    /// Somebody used a command, a button or a menu, or types into an option.
    Interaction(Box<Interaction>),
    /// Anything else.
    Other,
}

/// Who the bot is, as READY says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ready {
    /// The bot's user.
    pub user: UserId,
    /// The application, in whose name commands are registered.
    pub application: ApplicationId,
}

/// Reads a frame. `me` is the bot's user, once known; messages that cannot concern it are not decoded.
///
/// # Errors
/// Names the event and what its payload lacks.
pub(super) fn read(text: &str, me: Option<UserId>) -> Result<Event, Undecodable> {
    let frame: Frame<'_> =
        serde_json::from_str(text).map_err(|error| Undecodable::new("frame", &error))?;
    let (name, payload) = match (frame.op, frame.t, frame.d) {
        (DISPATCH, Some(name), Some(payload)) => (name, payload),
        (HELLO, _, Some(payload)) => {
            let hello: Hello = serde_json::from_str(payload.get())
                .map_err(|error| Undecodable::new("HELLO", &error))?;
            return Ok(Event::Hello(Duration::from_millis(
                hello.heartbeat_interval,
            )));
        }
        (HEARTBEAT_ACK, ..) => return Ok(Event::HeartbeatAcknowledged),
        _ => return Ok(Event::Other),
    };
    let payload = payload.get();
    match &*name {
        "READY" => serde_json::from_str(payload).map(|ready: RawReady| {
            Event::Ready(Ready {
                user: ready.user.id,
                application: ready.application.id,
            })
        }),
        "RESUMED" => Ok(Event::Resumed),
        "GUILD_CREATE" | "GUILD_UPDATE" => {
            serde_json::from_str(payload).map(|guild: RawGuild<'_>| Event::Guild {
                id: guild.id,
                language: guild.preferred_locale.as_deref().map(Language::from_locale),
                role: guild.role_of(me),
            })
        }
        "GUILD_DELETE" => {
            serde_json::from_str(payload).map(|guild: RawGuild<'_>| Event::GuildGone(guild.id))
        }
        "MESSAGE_CREATE" if may_concern(payload, me) => {
            serde_json::from_str(payload).map(|message| Event::Message(Box::new(message)))
        }
        "MESSAGE_UPDATE" if may_concern(payload, me) => {
            serde_json::from_str(payload).map(|message| Event::MessageEdited(Box::new(message)))
        }
        "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => {
            serde_json::from_str(payload).map(|gone: RawGone| Event::MessagesGone {
                ids: gone.ids.into_iter().chain(gone.id).collect(),
                channel: gone.channel_id,
            })
        }
        "INTERACTION_CREATE" => {
            read_interaction(payload).map(|interaction| Event::Interaction(Box::new(interaction)))
        }
        _ => Ok(Event::Other),
    }
    .map_err(|error| Undecodable::new(&name, &error))
}

/// The opcode of an event; see [Discord Docs/Gateway Opcodes].
const DISPATCH: u8 = 0;

/// The opcode of the gateway's first frame.
const HELLO: u8 = 10;

/// The opcode of the answer to a heartbeat.
const HEARTBEAT_ACK: u8 = 11;

#[derive(Deserialize)]
struct Hello {
    /// In milliseconds.
    heartbeat_interval: u64,
}

#[derive(Deserialize)]
struct Frame<'a> {
    op: u8,
    #[serde(borrow, default)]
    t: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawReady {
    user: WithId<UserId>,
    application: WithId<ApplicationId>,
}

#[derive(Deserialize)]
struct WithId<T> {
    id: T,
}

#[derive(Deserialize)]
struct RawGuild<'a> {
    id: GuildId,
    #[serde(borrow, default)]
    preferred_locale: Option<Cow<'a, str>>,
    #[serde(default)]
    roles: Vec<RawRole>,
}

impl RawGuild<'_> {
    /// The role that Discord made for a bot when it was added.
    fn role_of(&self, bot: Option<UserId>) -> Option<RoleId> {
        let owned = |role: &&RawRole| role.tags.as_ref().is_some_and(|tags| tags.bot_id == bot);
        self.roles
            .iter()
            .filter(|_| bot.is_some())
            .find(owned)
            .map(|role| role.id)
    }
}

#[derive(Deserialize)]
struct RawRole {
    id: RoleId,
    #[serde(default)]
    tags: Option<RawTags>,
}

#[derive(Deserialize)]
struct RawTags {
    #[serde(default)]
    bot_id: Option<UserId>,
}

/// One deleted message, or several.
#[derive(Deserialize)]
struct RawGone {
    #[serde(default)]
    id: Option<MessageId>,
    #[serde(default)]
    ids: Vec<MessageId>,
    channel_id: ChannelId,
}

/// Whether a message may mention the bot or its role, or be a direct one.
///
/// Every message of every channel arrives, and decoding one whole costs many times what this look costs. Which role is the
/// bot's is left to those who know the server; mentions of roles are rare.
fn may_concern(payload: &str, me: Option<UserId>) -> bool {
    #[derive(Deserialize)]
    struct Look {
        #[serde(default)]
        guild_id: Option<IgnoredAny>,
        #[serde(default)]
        mention_roles: Vec<IgnoredAny>,
    }
    me.is_some_and(|me| payload.contains(&me.to_string()))
        || serde_json::from_str(payload).map_or(true, |look: Look| {
            look.guild_id.is_none() || !look.mention_roles.is_empty()
        })
}

/// Decodes an interaction; where serenity refuses it, once more with what it insists on filled in.
pub(super) fn read_interaction(payload: &str) -> serde_json::Result<Interaction> {
    serde_json::from_str(payload).or_else(|error| {
        let mut value: Value = serde_json::from_str(payload)?;
        complete(&mut value);
        serde_json::from_value(value).map_err(|_| error)
    })
}

/// Fills in what serenity insists on although it may be absent, and writes focused numbers as the strings it expects.
fn complete(interaction: &mut Value) {
    let Some(fields) = interaction.as_object_mut() else {
        return;
    };
    let locale = fields
        .get("guild_locale")
        .filter(|locale| locale.is_string())
        .cloned()
        .unwrap_or_else(|| json!("en-US"));
    fields.entry("locale").or_insert(locale);
    fields.entry("entitlements").or_insert_with(|| json!([]));
    fields
        .entry("attachment_size_limit")
        .or_insert_with(|| json!(10_485_760));
    let options = fields
        .get_mut("data")
        .and_then(|data| data.get_mut("options"))
        .and_then(Value::as_array_mut);
    for option in options.into_iter().flatten() {
        let focused = option.get("focused") == Some(&Value::Bool(true));
        if let Some(value) = option
            .get_mut("value")
            .filter(|value| focused && value.is_number())
        {
            *value = Value::String(value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::samples;

    const ME: UserId = UserId::new(100000000000000001);

    fn name(event: &Event) -> String {
        match event {
            Event::Ready(ready) => format!("ready as {} of {}", ready.user, ready.application),
            Event::Resumed => "resumed".to_owned(),
            Event::Hello(interval) => format!("hello, a heartbeat every {interval:?}"),
            Event::HeartbeatAcknowledged => "heartbeat acknowledged".to_owned(),
            Event::Guild { id, language, role } => {
                let role = role.map(|role| format!(" with role {role}"));
                format!("guild {id} {language:?}{}", role.unwrap_or_default())
            }
            Event::GuildGone(id) => format!("guild {id} gone"),
            Event::Message(message) => format!("message {}", message.content),
            Event::MessageEdited(message) => format!("edited {}", message.content),
            Event::MessagesGone { ids, channel } => {
                let ids: Vec<u64> = ids.iter().map(|id| id.get()).collect();
                format!("gone {ids:?} from {channel}")
            }
            Event::Interaction(interaction) => format!("interaction {:?}", interaction.kind()),
            Event::Other => "other".to_owned(),
        }
    }

    #[test]
    fn the_recorded_frames_are_read() {
        for (frame, expected) in [
            (
                samples::READY,
                "ready as 100000000000000001 of 100000000000000001",
            ),
            (
                samples::GUILD_CREATE,
                "guild 200000000000000001 Some(Ko) with role 200000000000000002",
            ),
            (
                samples::MESSAGE_MENTION,
                "message <@100000000000000001> 2022년 수출액 알려줘",
            ),
            (samples::COMMAND_EXPORTS, "interaction Command"),
            (samples::COMMAND_BOT_DM, "interaction Command"),
            (samples::COMMAND_DM_USER_INSTALL, "interaction Command"),
            (samples::AUTOCOMPLETE_PROGRAM, "interaction Autocomplete"),
            (samples::BUTTON, "interaction Component"),
            (samples::SELECT, "interaction Component"),
        ] {
            assert_eq!(name(&read(frame, Some(ME)).unwrap()), expected);
        }
    }

    #[test]
    fn small_frames_are_read() {
        for (frame, expected) in [
            (r#"{"op":0,"t":"RESUMED","s":5,"d":{}}"#, "resumed"),
            (
                r#"{"op":10,"t":null,"s":null,"d":{"heartbeat_interval":41250}}"#,
                "hello, a heartbeat every 41.25s",
            ),
            (r#"{"op":11}"#, "heartbeat acknowledged"),
            (r#"{"op":7,"d":null}"#, "other"),
            (
                r#"{"op":0,"t":"GUILD_CREATE","s":5,"d":{"id":"7","unavailable":true}}"#,
                "guild 7 None",
            ),
            (
                r#"{"op":0,"t":"GUILD_UPDATE","s":5,"d":{"id":"7","preferred_locale":"ja"}}"#,
                "guild 7 Some(En)",
            ),
            (
                r#"{"op":0,"t":"GUILD_UPDATE","s":5,"d":{"id":"7","roles":[{"id":"7"},{"id":"8","tags":{"bot_id":"9"}},
                    {"id":"10","tags":{"premium_subscriber":null}},{"id":"11","tags":{"bot_id":"100000000000000001"}}]}}"#,
                "guild 7 None with role 11",
            ),
            (
                r#"{"op":0,"t":"MESSAGE_DELETE","s":5,"d":{"id":"7","channel_id":"9"}}"#,
                "gone [7] from 9",
            ),
            (
                r#"{"op":0,"t":"MESSAGE_DELETE_BULK","s":5,"d":{"ids":["7","8"],"channel_id":"9"}}"#,
                "gone [7, 8] from 9",
            ),
            (
                r#"{"op":0,"t":"MESSAGE_UPDATE","s":5,"d":{"id":"7","guild_id":"8","content":""}}"#,
                "other",
            ),
            (
                r#"{"op":0,"t":"GUILD_DELETE","s":5,"d":{"id":"7"}}"#,
                "guild 7 gone",
            ),
            (r#"{"op":0,"t":"새로운_사건","s":5,"d":{"id":7}}"#, "other"),
            (r#"{"op":0,"t":"PRESENCE_UPDATE","s":5,"d":null}"#, "other"),
            (r#"{"op":99,"d":"?"}"#, "other"),
        ] {
            assert_eq!(name(&read(frame, Some(ME)).unwrap()), expected, "{frame}");
        }
    }

    #[test]
    fn messages_that_cannot_concern_the_bot_are_not_decoded() {
        for (frame, me, decoded) in [
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"guild_id":"7","mentions":[]}}"#,
                Some(ME),
                false,
            ),
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"guild_id":"7","mentions":[{"id":"100000000000000001"}]}}"#,
                None,
                false,
            ),
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"guild_id":"7","mentions":[{"id":"100000000000000001"}]}}"#,
                Some(ME),
                true,
            ),
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"guild_id":"7","mention_roles":["8"]}}"#,
                Some(ME),
                true,
            ),
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"content":"수출"}}"#,
                Some(ME),
                true,
            ),
            (
                r#"{"op":0,"t":"MESSAGE_CREATE","d":{"message_reference":{"guild_id":"7"}}}"#,
                Some(ME),
                true,
            ),
        ] {
            // Each is too small for a message, so decoding shows as a failure.
            assert_eq!(read(frame, me).is_err(), decoded, "{frame}");
        }
    }

    #[test]
    fn what_serenity_insists_on_is_filled_in() {
        let typing = json!({ "id": "5", "name": "exports", "type": 1, "options": [
            { "name": "year", "type": 4, "value": 20, "focused": true },
        ] });
        let mut interaction = samples::interaction(4, typing);
        for key in ["locale", "entitlements", "attachment_size_limit"] {
            interaction.as_object_mut().unwrap().remove(key);
        }
        match read_interaction(&interaction.to_string()).unwrap() {
            Interaction::Autocomplete(read) => {
                assert_eq!(read.locale, "ko", "the server's locale stands in");
                assert_eq!(read.data.autocomplete().unwrap().value, "20");
            }
            other => panic!("read as {other:?}"),
        }
    }

    #[test]
    fn a_frame_that_cannot_be_read_is_named_without_its_values() {
        let mut secret = samples::payload(samples::COMMAND_EXPORTS);
        secret["channel_id"] = json!("비밀 질문");
        secret["token"] = json!("secret-token");
        let frame = json!({ "op": 0, "t": "INTERACTION_CREATE", "s": 1, "d": secret });
        for (frame, event) in [
            (frame.to_string(), "INTERACTION_CREATE"),
            (
                r#"{"op":0,"t":"INTERACTION_CREATE","d":{"type":"비밀"}}"#.to_owned(),
                "INTERACTION_CREATE",
            ),
            (
                r#"{"op":0,"t":"READY","d":{"user":"secret"}}"#.to_owned(),
                "READY",
            ),
            (
                r#"{"op":0,"t":"GUILD_DELETE","d":{"id":"secret"}}"#.to_owned(),
                "GUILD_DELETE",
            ),
            ("secret 비밀".to_owned(), "frame"),
            (String::new(), "frame"),
            (r#"{"t":"READY"}"#.to_owned(), "frame"),
        ] {
            let error = read(&frame, Some(ME)).unwrap_err();
            assert_eq!(error.event, event, "{frame}");
            assert!(!error.reason.is_empty(), "{frame}");
            for secret in ["secret", "비밀"] {
                assert!(!error.reason.contains(secret), "{frame}: {}", error.reason);
            }
        }
    }
}
