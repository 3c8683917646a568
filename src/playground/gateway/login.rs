//! IDENTIFY and RESUME: how a connection gets a session.

use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::close::Close;
use super::intent;
use super::session::{Outbound, Session};
use crate::playground::ids::Id;
use crate::playground::secret;
use crate::playground::state::Hub;
use crate::playground::view::APPLICATION_FLAGS;

/// What became of a RESUME.
#[derive(Debug, PartialEq)]
pub enum Resumed {
    /// The session goes on.
    Yes,
    /// There is no such session; the client is to identify.
    Invalid,
}

/// Starts a session for the IDENTIFY body `d`: READY, then a GUILD_CREATE for each server of the shard. Returns the session's
/// name and application; `None` when the shard may not begin a session yet.
///
/// # Errors
/// The close code that refuses it.
pub fn identify(
    hub: &Hub,
    d: &Value,
    connection: &mpsc::Sender<Outbound>,
) -> Result<Option<(String, Id)>, Close> {
    let token = d["token"].as_str().unwrap_or("");
    let intents = d["intents"].as_u64().ok_or(Close::BAD_INTENTS)?;
    let shard = match &d["shard"] {
        Value::Null => (0, 1),
        shard => shard[0]
            .as_u64()
            .zip(shard[1].as_u64())
            .filter(|(id, count)| id < count)
            .ok_or(Close::BAD_SHARD)?,
    };
    let mut state = hub.lock();
    let application = state
        .application_of(token.trim_start_matches("Bot "), &hub.options.bot_name)
        .ok_or(Close::BAD_TOKEN)?;
    intent::check(intents, hub.options.privileged_intents)?;
    let pace = (hub.options.max_concurrency, hub.options.identify_window);
    if !state
        .starts
        .begin(application, shard.0, pace, Instant::now())
    {
        return Ok(None);
    }
    state.forget_old_sessions();
    let id = secret::random_hex(16);
    state.sessions.push(Session::new(
        id.clone(),
        application,
        intents,
        shard,
        connection.clone(),
    ));

    let session_covers = |guild: Id| (guild.0 >> 22) % shard.1 == shard.0;
    let covered: Vec<_> = state
        .guilds
        .iter()
        .filter(|guild| state.bots_invited && session_covers(guild.id))
        .cloned()
        .collect();
    let resume_url = hub
        .options
        .resume_gateway_url
        .clone()
        .unwrap_or_else(|| format!("ws://{}/gateway", hub.address));
    let mut user = state.user_json(application);
    for (key, value) in [
        ("verified", json!(true)),
        ("mfa_enabled", json!(true)),
        ("email", Value::Null),
    ] {
        user[key] = value;
    }
    let ready = json!({
        "v": 10, "user": user, "session_id": id, "resume_gateway_url": resume_url, "session_type": "normal",
        "guilds": covered.iter().map(|guild| json!({ "id": guild.id, "unavailable": true })).collect::<Vec<_>>(),
        "shard": [shard.0, shard.1], "private_channels": [], "relationships": [], "user_settings": {},
        "application": { "id": application, "flags": APPLICATION_FLAGS },
    });
    let mut events = vec![("READY", ready)];
    if intents & intent::GUILDS != 0 {
        let all_members = intents & (intent::GUILD_MEMBERS | intent::GUILD_PRESENCES) != 0;
        for guild in &covered {
            let Some(application) = state.applications.get(&application) else {
                continue;
            };
            events.push((
                "GUILD_CREATE",
                state.guild_create_json(guild, application, all_members),
            ));
        }
    }
    for (event, body) in events {
        let Some(session) = state.session(&id) else {
            continue;
        };
        let frame = session.send(event, &body);
        state.wire.frame(Some(application), Some(&id), true, &frame);
    }
    state.tell_page_of_applications();
    Ok(Some((id, application)))
}

/// Continues the session that the RESUME body `d` names: what was missed, then RESUMED.
///
/// # Errors
/// 4004 for a bad token, 4007 for a sequence that was never sent.
pub fn resume(
    hub: &Hub,
    d: &Value,
    connection: &mpsc::Sender<Outbound>,
) -> Result<(Resumed, String, Option<Id>), Close> {
    let token = d["token"].as_str().unwrap_or("");
    let id = d["session_id"].as_str().unwrap_or("").to_owned();
    let sequence = d["seq"].as_u64().unwrap_or(0);
    let mut state = hub.lock();
    let application = state
        .application_of(token.trim_start_matches("Bot "), &hub.options.bot_name)
        .ok_or(Close::BAD_TOKEN)?;
    state.forget_old_sessions();
    let Some(session) = state
        .session(&id)
        .filter(|session| session.application == application)
    else {
        return Ok((Resumed::Invalid, id, None));
    };
    if sequence > session.sequence {
        // Discord wants a new session after 4007.
        state.sessions.retain(|session| session.id != id);
        return Err(Close::BAD_SEQUENCE);
    }
    if !session.resume(sequence, connection.clone()) {
        state.sessions.retain(|session| session.id != id);
        return Ok((Resumed::Invalid, id, None));
    }
    let frame = session.send("RESUMED", &json!({}));
    state.wire.frame(Some(application), Some(&id), true, &frame);
    state.tell_page_of_applications();
    Ok((Resumed::Yes, id, Some(application)))
}
