//! A gateway frame as an event: its envelope is read always, its payload only for the events in use.
//!
//! serenity's types give payloads their meaning. What they refuse is reported without any of its values, because
//! payloads hold interaction tokens and what people wrote.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use serenity::all::{ApplicationId, GuildId, Interaction, Message, UserId};

use crate::text::language::Language;

/// Something that happened on Discord, as far as the bot cares.
#[derive(Debug)]
pub(super) enum Event {
    /// A session began.
    Ready(Ready),
    /// A session goes on after a break.
    Resumed,
    /// A server is there, or changed.
    Guild {
        /// Which one.
        id: GuildId,
        /// Its language, where it told.
        language: Option<Language>,
    },
    /// A server is gone.
    GuildGone(GuildId),
    /// Somebody wrote something that may concern the bot.
    Message(Box<Message>),
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
    let (DISPATCH, Some(name), Some(payload)) = (frame.op, frame.t, frame.d) else {
        return Ok(Event::Other);
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
            })
        }
        "GUILD_DELETE" => {
            serde_json::from_str(payload).map(|guild: RawGuild<'_>| Event::GuildGone(guild.id))
        }
        "MESSAGE_CREATE" if may_concern(payload, me) => {
            serde_json::from_str(payload).map(|message| Event::Message(Box::new(message)))
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
}

/// Whether a message may mention the bot or be a direct one, judged by its raw text.
///
/// Every message of every channel arrives, and decoding costs fifty times what this search does.
fn may_concern(payload: &str, me: Option<UserId>) -> bool {
    me.is_some_and(|me| payload.contains(&me.to_string())) || !payload.contains("\"guild_id\"")
}

/// Decodes an interaction; where serenity refuses it, once more with what it insists on filled in.
fn read_interaction(payload: &str) -> serde_json::Result<Interaction> {
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

/// A frame that could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Name of its event, or `frame` where even that is unknown.
    pub event: String,
    /// What is wrong with it; holds none of its values.
    pub reason: String,
}

impl Undecodable {
    /// A frame whose envelope misses what the gateway's protocol needs.
    pub fn envelope() -> Self {
        Self {
            event: "frame".to_owned(),
            reason: "its envelope is incomplete".to_owned(),
        }
    }

    fn new(event: &str, error: &serde_json::Error) -> Self {
        Self {
            event: event.to_owned(),
            reason: without_values(&error.to_string()),
        }
    }
}

/// An error text of serde without the values it quotes from the input.
///
/// `missing field` and `duplicate field` name fields of ours and are kept whole; elsewhere everything between quotes or
/// backticks goes.
fn without_values(message: &str) -> String {
    if message.starts_with("missing field") || message.starts_with("duplicate field") {
        return message.to_owned();
    }
    let mut kept = String::with_capacity(message.len());
    let mut open = None;
    for c in message.chars() {
        match open {
            None if matches!(c, '"' | '`') => {
                open = Some(c);
                kept.push('…');
            }
            None => kept.push(c),
            // An escaped quote inside leaves the rest of the value for the next pair to swallow or, at worst, an open
            // quote that swallows the end of the message: too much is hidden, never too little of a single value.
            Some(quote) if c == quote => open = None,
            Some(_) => {}
        }
    }
    kept
}
