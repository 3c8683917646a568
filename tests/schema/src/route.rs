//! Which schema the body of a call has to fit.

use serde_json::Value;

/// What a call is for, as far as its body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// One schema by name.
    One(&'static str),
    /// An array of which every item fits the schema.
    Each(&'static str),
    /// Only a person's id, for which the file has no schema.
    Recipient,
}

/// The schema of the body of `method` on `path`, with `/api/v10` before it or as recorded below that; `None` for a route that
/// the bot is not known to use.
pub fn schema_of(method: &str, path: &str, body: &Value) -> Option<Body> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path
        .strip_prefix("/api/v10")
        .unwrap_or(path)
        .trim_matches('/')
        .split('/')
        .collect();
    let parts = match parts.as_slice() {
        // Commands of one server take the same bodies as those of all.
        ["applications", application, "guilds", _, rest @ ..] => {
            [&["applications", application], rest].concat()
        }
        other => other.to_vec(),
    };
    if (method, parts.as_slice()) == ("POST", &["users", "@me", "channels"]) {
        return Some(Body::Recipient);
    }
    Some(Body::One(match (method, parts.as_slice()) {
        ("POST", ["applications", _, "commands"]) => "ApplicationCommandCreateRequest",
        ("PATCH", ["applications", _, "commands", _]) => "ApplicationCommandPatchRequestPartial",
        ("PUT", ["applications", _, "commands"]) => {
            return Some(Body::Each("ApplicationCommandUpdateRequest"));
        }
        ("POST", ["interactions", _, _, "callback"]) => callback(body)?,
        ("POST", ["webhooks", _, _]) => "IncomingWebhookRequestPartial",
        ("PATCH", ["webhooks", _, _, "messages", _]) => "IncomingWebhookUpdateRequestPartial",
        ("POST", ["channels", _, "messages"]) => "MessageCreateRequest",
        ("PATCH", ["channels", _, "messages", _]) => "MessageEditRequestPartial",
        _ => return None,
    }))
}

/// The schema of an interaction's callback, by its type.
fn callback(body: &Value) -> Option<&'static str> {
    Some(match body["type"].as_u64()? {
        1 => "PongInteractionCallbackRequest",
        4 | 5 => "CreateMessageInteractionCallbackRequest",
        6 | 7 => "UpdateMessageInteractionCallbackRequest",
        8 => "ApplicationCommandAutocompleteCallbackRequest",
        9 => "ModalInteractionCallbackRequest",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_route_of_the_bot_has_a_schema() {
        for (method, path, body, expected) in [
            (
                "POST",
                "/api/v10/applications/1/commands",
                json!({}),
                Some(Body::One("ApplicationCommandCreateRequest")),
            ),
            (
                "PATCH",
                "/api/v10/applications/1/guilds/2/commands/3",
                json!({}),
                Some(Body::One("ApplicationCommandPatchRequestPartial")),
            ),
            (
                "PUT",
                "/api/v10/applications/1/commands",
                json!([]),
                Some(Body::Each("ApplicationCommandUpdateRequest")),
            ),
            (
                "POST",
                "/api/v10/interactions/1/(masked)/callback?with_response=true",
                json!({ "type": 8 }),
                Some(Body::One("ApplicationCommandAutocompleteCallbackRequest")),
            ),
            (
                "POST",
                "/api/v10/interactions/1/(masked)/callback",
                json!({ "type": 99 }),
                None,
            ),
            (
                "POST",
                "/api/v10/channels/1/messages",
                json!({}),
                Some(Body::One("MessageCreateRequest")),
            ),
            (
                "POST",
                "/channels/1/messages",
                json!({}),
                Some(Body::One("MessageCreateRequest")),
            ),
            (
                "POST",
                "/users/@me/channels",
                json!({}),
                Some(Body::Recipient),
            ),
            ("POST", "/api/v10/channels/1/pins", json!({}), None),
            ("POST", "/api/v9/channels/1/messages", json!({}), None),
        ] {
            assert_eq!(schema_of(method, path, &body), expected, "{method} {path}");
        }
    }
}
