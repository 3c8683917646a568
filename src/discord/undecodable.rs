//! A frame that could not be read, without any of its values: payloads hold interaction tokens and what people wrote.

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

    /// An event whose payload serde refuses.
    pub fn new(event: &str, error: &serde_json::Error) -> Self {
        Self {
            event: event.to_owned(),
            reason: without_values(&error.to_string()),
        }
    }
}

/// An error text of serde without the values it quotes from the input.
///
/// `missing field` and `duplicate field` name fields of ours and are kept whole. Elsewhere all between the first quote and
/// the last goes, because a value may hold quotes itself.
fn without_values(message: &str) -> String {
    let quote = ['"', '`'];
    let names_a_field = ["missing field", "duplicate field"]
        .iter()
        .any(|start| message.starts_with(start));
    match (message.find(quote), message.rfind(quote)) {
        (Some(first), Some(last)) if !names_a_field => {
            format!("{}…{}", &message[..first], &message[last + 1..])
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_keep_names_of_fields_and_lose_values() {
        for (message, expected) in [
            (
                "missing field `locale` at line 1 column 20",
                "missing field `locale` at line 1 column 20",
            ),
            (
                r#"invalid type: string "비밀", expected u64"#,
                "invalid type: string …, expected u64",
            ),
            (
                "invalid value: integer `-1`, expected u64",
                "invalid value: integer …, expected u64",
            ),
            (
                "unknown variant `secret`, expected `a` or `b`",
                "unknown variant …",
            ),
            (
                r#"invalid type: string "a \" b", expected u64"#,
                "invalid type: string …, expected u64",
            ),
        ] {
            assert_eq!(without_values(message), expected);
        }
    }
}
