//! The limits of a message, wherever it is sent from.

use serde_json::Value;

use super::component::check_components;
use super::embed::check_embeds;
use super::form::{Form, join};
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::ids::Id;
use crate::playground::limits::{
    ALLOWED_MENTIONS_MAX, ALT_TEXT_MAX, CONTENT_MAX, FILES_MAX, NONCE_MAX,
};

/// Message flags. See [Discord Docs/Message Flags].
pub mod flag {
    /// No link previews.
    pub const SUPPRESS_EMBEDS: u64 = 4;
    /// Only the invoker sees it.
    pub const EPHEMERAL: u64 = 64;
    /// The application "is thinking".
    pub const LOADING: u64 = 128;
    /// No push notification.
    pub const SUPPRESS_NOTIFICATIONS: u64 = 4096;
    /// Components V2.
    pub const COMPONENTS_V2: u64 = 32768;
}

/// Code of the fault "text beside Components V2".
pub const V2_CODE: &str = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";

/// Which call a message's body came with, for what differs between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// POST to a channel.
    Channel,
    /// An interaction's first response, or a follow-up.
    Interaction,
    /// PATCH, of any message.
    Edit {
        /// Whether the message is made of Components V2 already.
        v2: bool,
    },
}

impl Call {
    /// The flags that this call may set.
    fn flags(self) -> u64 {
        use flag::{COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS};
        match self {
            Self::Channel => SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2,
            Self::Interaction => {
                SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2 | EPHEMERAL
            }
            Self::Edit { .. } => SUPPRESS_EMBEDS | COMPONENTS_V2,
        }
    }
}

/// Records the faults of the message at the path `at`, whose request came with `files` files.
pub fn check_message(form: &mut Form, message: &Value, at: &str, call: Call, files: usize) {
    if !form.object(message, at) {
        return;
    }
    let flags = &message["flags"];
    if !flags.is_null() && flags.as_u64().is_none_or(|bits| bits & !call.flags() != 0) {
        form.fault(
            &join(at, "flags"),
            "BITFIELD_INVALID",
            format!("Flags {flags} cannot be set here"),
        );
    }
    let v2 = flags
        .as_u64()
        .is_some_and(|bits| bits & flag::COMPONENTS_V2 != 0)
        || call == (Call::Edit { v2: true });
    form.text(message, at, "content", 0..=CONTENT_MAX);
    form.boolean(message, at, "tts");
    check_embeds(form, message, at);
    check_components(form, message, at, v2);
    if v2 {
        for key in ["content", "embeds", "poll", "sticker_ids"] {
            if has_something(&message[key]) {
                form.fault(
                    &join(at, key),
                    V2_CODE,
                    format!(
                        "The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                    ),
                );
            }
        }
    }
    if !message["poll"].is_null() {
        form.fault(
            &join(at, "poll"),
            "POLL_NOT_SUPPORTED",
            "The playground knows no polls",
        );
    }
    check_allowed_mentions(
        form,
        &message["allowed_mentions"],
        &join(at, "allowed_mentions"),
    );
    check_attachments(form, message, at, files);
    if call == Call::Channel {
        check_nonce(form, message, at);
        let reference = &message["message_reference"];
        if !reference.is_null() && Id::of(&reference["message_id"]).is_none() {
            form.fault(
                &join(at, "message_reference.message_id"),
                "NUMBER_TYPE_COERCE",
                format!("Value {} is not snowflake.", reference["message_id"]),
            );
        }
    }
}

/// `Ok` when a new message has something to show.
///
/// # Errors
/// 50006.
pub fn check_not_empty(message: &Value, files: usize) -> ApiResult<()> {
    let content = message["content"]
        .as_str()
        .is_some_and(|text| !text.trim().is_empty());
    let shows = content
        || files > 0
        || ["embeds", "components", "sticker_ids"]
            .iter()
            .any(|key| has_something(&message[*key]));
    if shows {
        Ok(())
    } else {
        Err(ApiError::empty_message())
    }
}

fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn check_nonce(form: &mut Form, message: &Value, at: &str) {
    if !message["nonce"].is_i64() {
        form.text(message, at, "nonce", 0..=NONCE_MAX);
    }
    if form.boolean(message, at, "enforce_nonce") && message["nonce"].is_null() {
        form.missing(&join(at, "nonce"));
    }
}

fn check_allowed_mentions(form: &mut Form, allowed: &Value, at: &str) {
    if allowed.is_null() || !form.object(allowed, at) {
        return;
    }
    let parse = form.list(allowed, at, "parse", 3);
    for (index, kind) in parse.iter().enumerate() {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            form.not_among(
                &join(&join(at, "parse"), index),
                "'users', 'roles', 'everyone'",
            );
        }
    }
    for key in ["users", "roles"] {
        let ids = form.list(allowed, at, key, ALLOWED_MENTIONS_MAX);
        for (index, id) in ids.iter().enumerate() {
            if Id::of(id).is_none() {
                form.fault(
                    &join(&join(at, key), index),
                    "NUMBER_TYPE_COERCE",
                    format!("Value {id} is not snowflake."),
                );
            }
        }
        if !ids.is_empty() && parse.iter().any(|kind| kind == key) {
            form.fault(
                at,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive."),
            );
        }
    }
    form.boolean(allowed, at, "replied_user");
}

fn check_attachments(form: &mut Form, message: &Value, at: &str, files: usize) {
    for (index, attachment) in form
        .list(message, at, "attachments", FILES_MAX)
        .iter()
        .enumerate()
    {
        let path = join(&join(at, "attachments"), index);
        if !form.object(attachment, &path) {
            continue;
        }
        form.text(attachment, &path, "description", 0..=ALT_TEXT_MAX);
        // Small numbers are positions among the files of this request, large ones are attachments that stay.
        match Id::of(&attachment["id"]).map(|id| id.0) {
            None => form.missing(&join(&path, "id")),
            Some(position)
                if position < 1_000
                    && usize::try_from(position).is_ok_and(|position| position >= files) =>
            {
                form.fault(
                    &join(&path, "id"),
                    "ATTACHMENT_NOT_FOUND",
                    format!("There is no files[{position}] in this request"),
                );
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EDIT: Call = Call::Edit { v2: false };

    fn faults(message: &Value, call: Call) -> Vec<String> {
        let mut form = Form::default();
        check_message(&mut form, message, "data", call, 0);
        form.paths()
    }

    #[test]
    fn content_holds_2000_characters_in_either_script() {
        for letter in ["a", "한"] {
            for (count, expected) in [(2000, vec![]), (2001, vec!["data.content"])] {
                assert_eq!(
                    faults(&json!({ "content": letter.repeat(count) }), Call::Channel),
                    expected,
                    "{letter} x {count}"
                );
            }
        }
    }

    #[test]
    fn faults_are_reported_at_their_path() {
        for (message, call, expected) in [
            (json!({ "flags": 64 }), Call::Interaction, vec![]),
            (json!({ "flags": 64 }), Call::Channel, vec!["data.flags"]),
            (json!({ "flags": 64 }), EDIT, vec!["data.flags"]),
            (
                json!({ "flags": 32768, "content": "가" }),
                Call::Interaction,
                vec!["data.content"],
            ),
            (
                json!({ "content": "가" }),
                Call::Edit { v2: true },
                vec!["data.content"],
            ),
            (json!({ "content": null }), Call::Edit { v2: true }, vec![]),
            (json!({ "allowed_mentions": { "parse": [] } }), EDIT, vec![]),
            (
                json!({ "allowed_mentions": { "parse": ["users"], "users": [] } }),
                EDIT,
                vec![],
            ),
            (
                json!({ "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
                EDIT,
                vec!["data.allowed_mentions"],
            ),
            (
                json!({ "allowed_mentions": { "parse": ["here"] } }),
                EDIT,
                vec!["data.allowed_mentions.parse.0"],
            ),
            (
                json!({ "nonce": "가".repeat(25), "enforce_nonce": true }),
                Call::Channel,
                vec![],
            ),
            (
                json!({ "nonce": "가".repeat(26) }),
                Call::Channel,
                vec!["data.nonce"],
            ),
            (
                json!({ "enforce_nonce": true }),
                Call::Channel,
                vec!["data.nonce"],
            ),
            (
                json!({ "message_reference": { "message_id": "x" } }),
                Call::Channel,
                vec!["data.message_reference.message_id"],
            ),
            (
                json!({ "attachments": [{ "id": 0 }] }),
                Call::Interaction,
                vec!["data.attachments.0.id"],
            ),
            (
                json!({ "attachments": [{ "id": "1400000000000000001" }] }),
                EDIT,
                vec![],
            ),
            (json!({ "content": 5 }), Call::Channel, vec!["data.content"]),
            (json!("안녕하세요"), Call::Channel, vec!["data"]),
        ] {
            assert_eq!(faults(&message, call), expected, "{message} as {call:?}");
        }
    }

    #[test]
    fn a_message_needs_something_to_show() {
        for (message, files, fine) in [
            (json!({}), 0, false),
            (json!({ "content": " \n" }), 0, false),
            (json!({ "embeds": [] }), 0, false),
            (json!({ "content": "안녕하세요" }), 0, true),
            (json!({ "embeds": [{ "title": "수출" }] }), 0, true),
            (json!({}), 1, true),
        ] {
            assert_eq!(
                check_not_empty(&message, files).is_ok(),
                fine,
                "{message} with {files} files"
            );
        }
    }
}
