//! What went over the wire between the playground and the bots, for people and tests to read. Secrets are masked.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Value, json};

use super::ids::{Id, now_ms};

/// Entries that are kept; the oldest go first.
const ENTRIES_MAX: usize = 2_000;
/// Longest body that is kept whole, in bytes of JSON.
const BODY_MAX_BYTES: usize = 64 * 1024;

/// Stands where a token stood.
pub const MASK: &str = "(masked)";

/// A REST call that a bot made.
pub struct RestCall {
    /// Whose token came with it, or whose interaction it answered.
    pub application: Option<Id>,
    /// The interaction that it answered.
    pub interaction: Option<Id>,
    /// HTTP method.
    pub method: String,
    /// Path and query, tokens masked.
    pub path: String,
    /// JSON body; null without one.
    pub request: Value,
    /// Names and sizes of the files that came along.
    pub files: Vec<Value>,
    /// HTTP status.
    pub status: u16,
    /// JSON body of the answer; null without one.
    pub response: Value,
    /// Time spent answering, in milliseconds.
    pub ms: f64,
}

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// All.
    Everything,
    /// The interaction and what the bot answered to it.
    Interaction(Id),
    /// The message: how it came about, its edits, the presses on it, the replies to it.
    Message {
        /// The message.
        id: Id,
        /// The message that it replies to.
        question: Option<Id>,
        /// The interaction that it answers.
        interaction: Option<Id>,
    },
}

/// A bounded record, oldest first.
#[derive(Default)]
pub struct Wire {
    entries: VecDeque<Value>,
    last: u64,
}

impl Wire {
    /// Records a REST call.
    pub fn rest(&mut self, call: RestCall) {
        self.push(json!({
            "kind": "rest",
            "application_id": call.application,
            "interaction_id": call.interaction,
            "method": call.method,
            "path": call.path,
            "request": shortened(call.request),
            "files": call.files,
            "status": call.status,
            "response": shortened(call.response),
            "ms": (call.ms * 1_000.0).round() / 1_000.0,
        }));
    }

    /// Records a frame of the gateway; `to_bot` tells the direction.
    pub fn frame(
        &mut self,
        application: Option<Id>,
        session: Option<&str>,
        to_bot: bool,
        frame: &Value,
    ) {
        let mut frame = shortened(frame.clone());
        if let Some(Value::String(token)) = frame.pointer_mut("/d/token") {
            MASK.clone_into(token);
        }
        self.push(json!({
            "kind": "gateway",
            "application_id": application,
            "session_id": session,
            "direction": if to_bot { "to_bot" } else { "from_bot" },
            "interaction_id": if frame["t"] == "INTERACTION_CREATE" { frame["d"]["id"].clone() } else { Value::Null },
            "frame": frame,
        }));
    }

    fn push(&mut self, mut entry: Value) {
        self.last += 1;
        entry["seq"] = self.last.into();
        entry["at_ms"] = now_ms().into();
        if self.entries.len() == ENTRIES_MAX {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// At most `limit` entries of those asked for after the one numbered `after`, oldest first.
    pub fn about(&self, about: &About, after: u64, limit: usize) -> Vec<Value> {
        let interactions = self.interactions_of(about);
        self.entries
            .iter()
            .filter(|entry| entry["seq"].as_u64() > Some(after))
            .filter(|entry| {
                let of_interaction = Id::of(&entry["interaction_id"])
                    .is_some_and(|interaction| interactions.contains(&interaction));
                match *about {
                    About::Everything => true,
                    About::Interaction(_) => of_interaction,
                    About::Message { id, question, .. } => {
                        of_interaction || is_about(entry, id) || tells_of(entry, question)
                    }
                }
            })
            .take(limit)
            .cloned()
            .collect()
    }

    /// The interactions that have to do with what is asked for: those that made or changed a message, and the presses on it.
    fn interactions_of(&self, about: &About) -> BTreeSet<Id> {
        match *about {
            About::Everything => BTreeSet::new(),
            About::Interaction(interaction) => BTreeSet::from([interaction]),
            About::Message {
                id, interaction, ..
            } => self
                .entries
                .iter()
                .filter(|entry| {
                    is(&entry["response"]["id"], id)
                        || is(&entry["frame"]["d"]["message"]["id"], id)
                })
                .filter_map(|entry| Id::of(&entry["interaction_id"]))
                .chain(interaction)
                .collect(),
        }
    }

    /// Number of the last entry, 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }
}

fn is(value: &Value, id: Id) -> bool {
    Id::of(value) == Some(id)
}

/// Whether an entry is a frame about the message itself.
fn tells_of(entry: &Value, message: Option<Id>) -> bool {
    let (name, d) = (&entry["frame"]["t"], &entry["frame"]["d"]);
    name.as_str()
        .is_some_and(|name| name.starts_with("MESSAGE_"))
        && message.is_some_and(|message| is(&d["id"], message))
}

/// Whether an entry is about the message, or about a reply to it.
fn is_about(entry: &Value, message: Id) -> bool {
    let path = entry["path"].as_str().unwrap_or("");
    let named = path
        .split(['/', '?'])
        .any(|part| part.parse() == Ok(message));
    named
        || tells_of(entry, Some(message))
        || is(&entry["response"]["id"], message)
        || is(
            &entry["request"]["message_reference"]["message_id"],
            message,
        )
}

/// `body`, or how large it was where it is too large to keep.
fn shortened(body: Value) -> Value {
    let bytes = body.to_string().len();
    if bytes > BODY_MAX_BYTES {
        json!({ "too_large_to_keep_bytes": bytes })
    } else {
        body
    }
}

/// A path with the tokens of interactions and webhooks masked.
pub fn masked_path(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    for at in 2..parts.len() {
        if matches!(parts[at - 2], "interactions" | "webhooks") {
            parts[at] = MASK;
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_paths_are_masked() {
        for (path, expected) in [
            (
                "/api/v10/interactions/1/secret/callback?with_response=true",
                "/api/v10/interactions/1/(masked)/callback?with_response=true",
            ),
            (
                "/api/v10/webhooks/2/secret/messages/@original",
                "/api/v10/webhooks/2/(masked)/messages/@original",
            ),
            ("/api/v10/webhooks/2/secret", "/api/v10/webhooks/2/(masked)"),
            (
                "/api/v10/channels/3/messages",
                "/api/v10/channels/3/messages",
            ),
        ] {
            assert_eq!(masked_path(path), expected);
        }
    }

    #[test]
    fn tokens_in_frames_are_masked_and_old_entries_go_first() {
        let mut wire = Wire::default();
        let frame =
            json!({ "op": 0, "t": "INTERACTION_CREATE", "d": { "id": "7", "token": "secret" } });
        for _ in 0..ENTRIES_MAX + 1 {
            wire.frame(None, None, true, &frame);
        }
        let all = wire.about(&About::Everything, 0, usize::MAX);
        assert_eq!(all.len(), ENTRIES_MAX);
        assert_eq!(all[0]["seq"], 2);
        assert_eq!(all[0]["interaction_id"], "7");
        assert_eq!(all[0]["frame"]["d"]["token"], MASK);
        let newest = wire.about(&About::Everything, wire.last() - 1, 10);
        assert_eq!(newest.len(), 1);
    }

    #[test]
    fn a_message_is_found_with_what_led_to_it_and_what_followed() {
        let mut wire = Wire::default();
        let mut event = |name: &str, d: Value| {
            wire.frame(None, None, true, &json!({ "op": 0, "t": name, "d": d }))
        };
        event(
            "MESSAGE_CREATE",
            json!({ "id": "1", "content": "인천 수출액" }),
        );
        event(
            "MESSAGE_CREATE",
            json!({ "id": "9", "content": "다른 이야기" }),
        );
        event(
            "INTERACTION_CREATE",
            json!({ "id": "3", "token": "secret" }),
        );
        event(
            "INTERACTION_CREATE",
            json!({ "id": "4", "token": "secret", "message": { "id": "2" } }),
        );
        event(
            "INTERACTION_CREATE",
            json!({ "id": "5", "token": "secret", "message": { "id": "8" } }),
        );
        let mut call = |interaction: Option<u64>, path: &str, request: Value, response: Value| {
            wire.rest(RestCall {
                application: None,
                interaction: interaction.map(Id),
                method: "POST".to_owned(),
                path: path.to_owned(),
                request,
                files: Vec::new(),
                status: 200,
                response,
                ms: 1.0,
            });
        };
        let reference = json!({ "message_reference": { "message_id": "1" } });
        call(
            None,
            "/channels/7/messages",
            reference,
            json!({ "id": "2" }),
        );
        call(
            Some(4),
            "/interactions/4/(masked)/callback",
            json!({ "type": 7 }),
            Value::Null,
        );
        call(
            Some(5),
            "/interactions/5/(masked)/callback",
            json!({ "type": 7 }),
            Value::Null,
        );
        call(
            None,
            "/channels/7/messages/2",
            json!({ "content": "고침" }),
            json!({ "id": "2" }),
        );

        let reply = |interaction| About::Message {
            id: Id(2),
            question: Some(Id(1)),
            interaction,
        };
        let question = About::Message {
            id: Id(1),
            question: None,
            interaction: None,
        };
        for (about, expected) in [
            (reply(None), vec![1, 4, 6, 7, 9]),
            (reply(Some(Id(3))), vec![1, 3, 4, 6, 7, 9]),
            (question, vec![1, 6]),
            (About::Interaction(Id(5)), vec![5, 8]),
            (About::Interaction(Id(77)), vec![]),
        ] {
            let found: Vec<u64> = wire
                .about(&about, 0, usize::MAX)
                .iter()
                .filter_map(|entry| entry["seq"].as_u64())
                .collect();
            assert_eq!(found, expected, "{about:?}");
        }
    }
}
