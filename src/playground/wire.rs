//! What went over the wire between the playground and the bots, for people and tests to read. Secrets are masked.

use std::collections::VecDeque;

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

    /// At most `limit` entries after the one numbered `after`, oldest first.
    pub fn after(&self, after: u64, limit: usize) -> Vec<Value> {
        self.entries
            .iter()
            .filter(|entry| entry["seq"].as_u64() > Some(after))
            .take(limit)
            .cloned()
            .collect()
    }

    /// Number of the last entry, 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }
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
        let all = wire.after(0, usize::MAX);
        assert_eq!(all.len(), ENTRIES_MAX);
        assert_eq!(all[0]["seq"], 2);
        assert_eq!(all[0]["interaction_id"], "7");
        assert_eq!(all[0]["frame"]["d"]["token"], MASK);
        assert_eq!(wire.after(wire.last() - 1, 10).len(), 1);
    }
}
