//! Frames for tests: recorded ones with invented names, and the smallest interactions that serenity reads.

use serde_json::{Value, json};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("fixtures/", $name, ".json"))
    };
}

pub const READY: &str = fixture!("ready");
pub const GUILD_CREATE: &str = fixture!("guild_create");
pub const MESSAGE_MENTION: &str = fixture!("message_create_mention");
pub const COMMAND_EXPORTS: &str = fixture!("interaction_command_exports");
pub const COMMAND_BOT_DM: &str = fixture!("interaction_command_bot_dm");
pub const COMMAND_DM_USER_INSTALL: &str = fixture!("interaction_command_dm_user_install");
pub const AUTOCOMPLETE_PROGRAM: &str = fixture!("interaction_autocomplete_program");
pub const BUTTON: &str = fixture!("interaction_component_button");
pub const SELECT: &str = fixture!("interaction_component_select");

/// The payload of a frame.
pub fn payload(frame: &str) -> Value {
    let frame: Value = serde_json::from_str(frame).expect("fixtures are JSON");
    frame["d"].clone()
}

/// An interaction of a kind, from somebody who reads Korean.
pub fn interaction(kind: u8, data: Value) -> Value {
    let mut interaction = payload(if kind == 3 { BUTTON } else { COMMAND_EXPORTS });
    interaction["type"] = json!(kind);
    interaction["data"] = data;
    interaction
}
