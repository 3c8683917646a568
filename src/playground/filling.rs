//! The options of a command, from what a member typed to what a bot receives; the client's own checks on the way.

use serde_json::{Map, Value, json};

use super::client::{Refusal, is_named};
use super::command::Command;
use super::ids::Id;
use super::limits::INTEGER_MAX;
use super::validate::option::kind;

/// The options of a command as the member filled them in, in the form in which a bot receives them.
pub struct Filling<'a> {
    /// The command.
    pub command: &'a Command,
    /// The subcommand meant, from the outside in; empty without.
    pub path: &'a [String],
    /// The values by option name; text stands for any type, as it does in the client.
    pub values: &'a Map<String, Value>,
    /// The option that is being typed, for an autocomplete.
    pub focused: Option<&'a str>,
    /// The member's language.
    pub locale: &'a str,
}

impl Filling<'_> {
    /// `options` of the interaction's `data`, in the order of the command.
    ///
    /// While an option is focused, others may be missing or unfinished; those are left out.
    ///
    /// # Errors
    /// The first option that the client would not send.
    pub fn options(&self) -> Result<Value, Refusal> {
        let empty = Vec::new();
        let mut level = self.command.body["options"].as_array().unwrap_or(&empty);
        let mut nesting = Vec::new();
        for name in self.path {
            let inner = level
                .iter()
                .find(|option| is_named(option, name, self.locale));
            let Some(inner) = inner.filter(|option| is_nested(option)) else {
                return Err(Refusal::new(
                    "unknown_command",
                    None,
                    format!("`{name}` is no subcommand here"),
                ));
            };
            nesting.push(inner);
            level = inner["options"].as_array().unwrap_or(&empty);
        }
        if level.iter().any(is_nested) {
            return Err(Refusal::new(
                "unknown_command",
                None,
                "a subcommand must be chosen",
            ));
        }
        for name in self.values.keys() {
            if !level
                .iter()
                .any(|option| is_named(option, name, self.locale))
            {
                return Err(Refusal::new(
                    "unknown_option",
                    Some(name),
                    format!("the command has no option `{name}`"),
                ));
            }
        }
        let mut options = Vec::new();
        for option in level {
            options.extend(self.filled(option)?);
        }
        // A subcommand carries its options even when it has none.
        Ok(nesting.into_iter().rev().fold(Value::from(options), |below, outer| {
            json!([{ "name": outer["name"], "type": outer["type"], "options": below }])
        }))
    }

    fn filled(&self, option: &Value) -> Result<Option<Value>, Refusal> {
        let name = option["name"].as_str().unwrap_or("");
        let given = self
            .values
            .iter()
            .find(|(key, _)| is_named(option, key, self.locale))
            .map(|(_, value)| value);
        let empty = given.is_none_or(|value| value.is_null() || value == "");
        if self
            .focused
            .is_some_and(|focused| is_named(option, focused, self.locale))
        {
            if option["autocomplete"] != Value::Bool(true) {
                return Err(Refusal::new(
                    "unknown_option",
                    Some(name),
                    format!("`{name}` does not complete itself"),
                ));
            }
            // What is being typed is text, even where a number is asked for.
            let typed = match given {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            return Ok(Some(
                json!({ "name": name, "type": option["type"], "value": typed, "focused": true }),
            ));
        }
        let filled = |value: Value| json!({ "name": name, "type": option["type"], "value": value });
        match given {
            Some(value) if !empty => match checked(option, value, self.locale) {
                Ok(value) => Ok(Some(filled(value))),
                Err(_) if self.focused.is_some() => Ok(None),
                Err(refusal) => Err(refusal),
            },
            _ if self.focused.is_none() && option["required"] == Value::Bool(true) => Err(
                Refusal::new("required", Some(name), format!("`{name}` is required")),
            ),
            _ => Ok(None),
        }
    }
}

fn is_nested(option: &Value) -> bool {
    matches!(
        option["type"].as_i64(),
        Some(kind::SUBCOMMAND | kind::GROUP)
    )
}

/// A value as the client sends it for an option.
fn checked(option: &Value, value: &Value, locale: &str) -> Result<Value, Refusal> {
    let name = option["name"].as_str();
    let wrong = |what: &str| Refusal::new("type", name, format!("{value} is not {what}"));
    if let Some(choices) = option["choices"].as_array() {
        let chosen = choices.iter().find(|choice| {
            choice["value"] == *value
                || value
                    .as_str()
                    .is_some_and(|text| is_named(choice, text, locale))
        });
        return chosen.map(|choice| choice["value"].clone()).ok_or_else(|| {
            Refusal::new("choice", name, format!("{value} is none of the choices"))
        });
    }
    match option["type"].as_i64() {
        Some(kind::STRING) => {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let (min, max) = (
                option["min_length"].as_i64().unwrap_or(0),
                option["max_length"].as_i64().unwrap_or(6000),
            );
            if !(min..=max).contains(&length) {
                return Err(Refusal::new(
                    "length",
                    name,
                    format!("{length} characters are not between {min} and {max}"),
                ));
            }
            Ok(text.into())
        }
        Some(kind::INTEGER) => {
            let number = value
                .as_i64()
                .or_else(|| value.as_str()?.trim().parse().ok())
                .ok_or_else(|| wrong("a whole number"))?;
            let (min, max) = (
                option["min_value"].as_i64().unwrap_or(-INTEGER_MAX),
                option["max_value"].as_i64().unwrap_or(INTEGER_MAX),
            );
            if !(min..=max).contains(&number) {
                return Err(Refusal::new(
                    "range",
                    name,
                    format!("{number} is not between {min} and {max}"),
                ));
            }
            Ok(number.into())
        }
        Some(kind::NUMBER) => {
            let number = value
                .as_f64()
                .or_else(|| value.as_str()?.trim().parse().ok())
                .filter(|number| number.is_finite());
            let number = number.ok_or_else(|| wrong("a number"))?;
            let below = option["min_value"].as_f64().is_some_and(|min| number < min);
            let above = option["max_value"].as_f64().is_some_and(|max| number > max);
            if below || above {
                return Err(Refusal::new(
                    "range",
                    name,
                    format!("{number} is outside of what the option takes"),
                ));
            }
            Ok(json!(number))
        }
        Some(kind::BOOLEAN) => match value {
            Value::Bool(value) => Ok((*value).into()),
            Value::String(text) if text == "true" || text == "false" => Ok((text == "true").into()),
            _ => Err(wrong("true or false")),
        },
        Some(kind::USER | kind::CHANNEL | kind::ROLE | kind::MENTIONABLE) => {
            let digits: String = value
                .as_str()
                .unwrap_or("")
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            digits
                .parse::<Id>()
                .map(|id| json!(id))
                .map_err(|()| wrong("a mention or an id"))
        }
        _ => Err(wrong("of a type that the playground can send")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports() -> Command {
        let body = json!({
            "type": 1, "name": "exports", "name_localizations": { "ko": "수출" },
            "options": [
                { "type": 4, "name": "year", "name_localizations": { "ko": "연도" }, "required": true, "autocomplete": true, "min_value": 2021, "max_value": 2023 },
                { "type": 3, "name": "item", "autocomplete": true, "max_length": 5 },
                { "type": 3, "name": "language", "choices": [{ "name": "Korean", "name_localizations": { "ko": "한국어" }, "value": "ko" }] },
                { "type": 5, "name": "private" },
            ],
        });
        Command {
            id: Id(1),
            version: Id(1),
            guild: None,
            body,
        }
    }

    fn fill(values: Value, focused: Option<&str>) -> Result<Value, Refusal> {
        let values = values.as_object().cloned().unwrap_or_default();
        Filling {
            command: &exports(),
            path: &[],
            values: &values,
            focused,
            locale: "ko",
        }
        .options()
    }

    #[test]
    fn options_are_sent_as_the_client_would() {
        for (values, expected) in [
            (
                json!({ "year": "2022" }),
                json!([{ "name": "year", "type": 4, "value": 2022 }]),
            ),
            (
                json!({ "연도": 2022, "item": "반도체" }),
                json!([{ "name": "year", "type": 4, "value": 2022 }, { "name": "item", "type": 3, "value": "반도체" }]),
            ),
            (
                json!({ "year": 2022, "language": "한국어", "private": "true" }),
                json!([
                    { "name": "year", "type": 4, "value": 2022 }, { "name": "language", "type": 3, "value": "ko" }, { "name": "private", "type": 5, "value": true },
                ]),
            ),
        ] {
            assert_eq!(fill(values.clone(), None), Ok(expected), "{values}");
        }
    }

    #[test]
    fn the_client_refuses_what_the_command_does_not_allow() {
        for (values, code, option) in [
            (json!({}), "required", "year"),
            (json!({ "year": "" }), "required", "year"),
            (json!({ "year": "이천이십이" }), "type", "year"),
            (json!({ "year": 2024 }), "range", "year"),
            (
                json!({ "year": 2022, "item": "반도체와철강" }),
                "length",
                "item",
            ),
            (
                json!({ "year": 2022, "language": "日本語" }),
                "choice",
                "language",
            ),
            (
                json!({ "year": 2022, "품목": "반도체" }),
                "unknown_option",
                "품목",
            ),
        ] {
            let refusal = fill(values.clone(), None).expect_err("refused");
            assert_eq!(
                (refusal.code, refusal.option.as_deref()),
                (code, Some(option)),
                "{values}"
            );
        }
    }

    #[test]
    fn while_typing_others_may_be_missing_and_numbers_are_text() {
        for (values, focused, expected) in [
            (
                json!({ "item": "수ㅊ" }),
                "item",
                json!([{ "name": "item", "type": 3, "value": "수ㅊ", "focused": true }]),
            ),
            (
                json!({ "year": 20 }),
                "연도",
                json!([{ "name": "year", "type": 4, "value": "20", "focused": true }]),
            ),
            (
                json!({ "year": "x" }),
                "item",
                json!([{ "name": "item", "type": 3, "value": "", "focused": true }]),
            ),
        ] {
            assert_eq!(
                fill(values.clone(), Some(focused)),
                Ok(expected),
                "{values}, {focused}"
            );
        }
        assert_eq!(
            fill(json!({}), Some("private"))
                .expect_err("no autocomplete")
                .code,
            "unknown_option"
        );
    }

    #[test]
    fn subcommands_nest_their_options_even_without_any() {
        let body = json!({ "name": "program", "options": [
            { "type": 2, "name": "list", "options": [{ "type": 1, "name": "china", "name_localizations": { "ko": "중국" } }] },
        ] });
        let command = Command {
            id: Id(1),
            version: Id(1),
            guild: None,
            body,
        };
        let options = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|&name| name.to_owned()).collect();
            Filling {
                command: &command,
                path: &path,
                values: &Map::new(),
                focused: None,
                locale: "ko",
            }
            .options()
        };
        assert_eq!(
            options(&["list", "중국"]),
            Ok(
                json!([{ "name": "list", "type": 2, "options": [{ "name": "china", "type": 1, "options": [] }] }])
            )
        );
        assert_eq!(
            options(&["list"]).expect_err("incomplete").code,
            "unknown_command"
        );
        assert_eq!(
            options(&[]).expect_err("incomplete").code,
            "unknown_command"
        );
    }
}
