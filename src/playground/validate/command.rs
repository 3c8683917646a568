//! The limits of an application command.

use serde_json::Value;

use super::form::{Form, join};
use super::option::check_options;
use crate::playground::errors::ApiResult;
use crate::playground::limits::{COMMAND_TOTAL_MAX, DESCRIPTION_MAX, NAME_MAX, OPTIONS_MAX};

/// The locales that a localization may name. See [Discord Docs/Locales].
pub const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
];

/// What a command is invoked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandType {
    /// Typed after a slash.
    Slash,
    /// A user's context menu.
    User,
    /// A message's context menu.
    Message,
}

impl CommandType {
    /// The type in a command's body; slash commands where it says nothing, `None` for what the playground does not know.
    pub fn of(command: &Value) -> Option<Self> {
        match &command["type"] {
            Value::Null => Some(Self::Slash),
            number => match number.as_u64() {
                Some(1) => Some(Self::Slash),
                Some(2) => Some(Self::User),
                Some(3) => Some(Self::Message),
                _ => None,
            },
        }
    }
}

/// Checks a whole command.
///
/// # Errors
/// 50035 with every fault.
pub fn check_command(command: &Value) -> ApiResult<()> {
    let mut form = Form::default();
    describe_faults(&mut form, command, "");
    form.into_result()
}

/// Records the faults of the command at the path `at`.
pub fn describe_faults(form: &mut Form, command: &Value, at: &str) {
    if !form.object(command, at) {
        return;
    }
    let Some(kind) = CommandType::of(command) else {
        form.not_among(&join(at, "type"), "1, 2, 3");
        return;
    };
    let slash = kind == CommandType::Slash;
    check_name(form, command, at, slash);
    if slash {
        check_description(form, command, at);
        let options = form.list(command, at, "options", OPTIONS_MAX);
        check_options(form, options, &join(at, "options"), 0);
    } else {
        if command["description"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
        {
            form.fault(
                &join(at, "description"),
                "APPLICATION_COMMAND_DESCRIPTION_INVALID",
                "Context menu commands cannot have description",
            );
        }
        if command["options"]
            .as_array()
            .is_some_and(|options| !options.is_empty())
        {
            form.fault(
                &join(at, "options"),
                "APPLICATION_COMMAND_OPTIONS_INVALID",
                "Context menu commands cannot have options",
            );
        }
    }
    check_numbers(form, command, at, "contexts", 2);
    check_numbers(form, command, at, "integration_types", 1);
    let permissions = &command["default_member_permissions"];
    let a_number = permissions.is_null()
        || permissions.is_u64()
        || permissions
            .as_str()
            .is_some_and(|bits| bits.parse::<u64>().is_ok());
    if !a_number {
        form.fault(
            &join(at, "default_member_permissions"),
            "NUMBER_TYPE_COERCE",
            format!("Value {permissions} is not a permission set."),
        );
    }
    for key in ["nsfw", "dm_permission"] {
        form.boolean(command, at, key);
    }
    let total = total_length(command);
    if total > COMMAND_TOTAL_MAX {
        form.fault(
            at,
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({COMMAND_TOTAL_MAX}): {total}"),
        );
    }
}

/// Records the faults of `name` and `name_localizations`; `strict` asks for what may be typed after a slash.
pub fn check_name(form: &mut Form, named: &Value, at: &str, strict: bool) {
    let wrong = |name: &str| strict && !is_typeable(name);
    if let Some(name) = form.required_text(named, at, "name", 1..=NAME_MAX)
        && wrong(name)
    {
        form.fault(
            &join(at, "name"),
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
    for (path, text) in localizations(form, named, at, "name_localizations") {
        form.bounded(&path, text, &(1..=NAME_MAX));
        if wrong(text) {
            form.fault(
                &path,
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid",
            );
        }
    }
}

/// Records the faults of `description` and `description_localizations`.
pub fn check_description(form: &mut Form, described: &Value, at: &str) {
    form.required_text(described, at, "description", 1..=DESCRIPTION_MAX);
    for (path, text) in localizations(form, described, at, "description_localizations") {
        form.bounded(&path, text, &(1..=DESCRIPTION_MAX));
    }
}

/// The texts of a map from locale to text with their paths; records unknown locales and what is no text.
pub fn localizations<'v>(
    form: &mut Form,
    object: &'v Value,
    at: &str,
    key: &str,
) -> Vec<(String, &'v str)> {
    let map = match &object[key] {
        Value::Object(map) => map,
        Value::Null => return Vec::new(),
        other => {
            form.object(other, &join(at, key));
            return Vec::new();
        }
    };
    let mut texts = Vec::new();
    for (locale, text) in map {
        let path = join(&join(at, key), locale);
        match text {
            _ if !LOCALES.contains(&locale.as_str()) => {
                let known: Vec<String> =
                    LOCALES.iter().map(|locale| format!("'{locale}'")).collect();
                form.not_among(&join(at, key), &known.join(", "));
            }
            Value::String(text) => texts.push((path, text.as_str())),
            Value::Null => {}
            _ => form.fault(
                &path,
                "STRING_TYPE_CONVERT",
                "Could not interpret the value as string.",
            ),
        }
    }
    texts
}

/// Whether `name` may be typed after a slash: letters, numbers, Devanagari, Thai, `-`, `_`, `'`, and nothing that has a
/// lowercase form other than itself. Its length is not looked at.
pub fn is_typeable(name: &str) -> bool {
    let allowed = |c: char| {
        let letter_or_number = c.is_alphanumeric()
            && !unicode_normalization::char::is_combining_mark(c)
            // Circled and squared letters are alphabetic in Unicode without being letters (category So).
            && !matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}');
        let devanagari_or_thai =
            matches!(c, '\u{900}'..='\u{97F}' | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E5B}');
        letter_or_number || devanagari_or_thai || matches!(c, '-' | '_' | '\'')
    };
    name.chars().all(allowed) && name.to_lowercase() == name
}

/// Records what is not a non-empty list of different numbers from 0 to `max`.
fn check_numbers(form: &mut Form, command: &Value, at: &str, key: &str, max: u64) {
    let path = join(at, key);
    let Value::Array(items) = &command[key] else {
        form.list(command, at, key, usize::MAX);
        return;
    };
    if items.is_empty() {
        form.fault(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between 1 and {} in length.", max + 1),
        );
    }
    for (index, item) in items.iter().enumerate() {
        if item.as_u64().is_none_or(|number| number > max) {
            let allowed: Vec<String> = (0..=max).map(|number| number.to_string()).collect();
            form.not_among(&join(&path, index), &allowed.join(", "));
        } else if items[..index].contains(item) {
            form.fault(
                &path,
                "SET_TYPE_ALREADY_CONTAINS_VALUE",
                "The set already contains this value",
            );
        }
    }
}

/// Characters in the names, descriptions and choice values of all levels, each field in its longest language.
fn total_length(node: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |key: &str, localized: &str| {
        let translated = node[localized]
            .as_object()
            .into_iter()
            .flat_map(|map| map.values().map(count));
        translated.chain([count(&node[key])]).max().unwrap_or(0)
    };
    let value = match &node["value"] {
        Value::Number(number) => number.to_string().len(),
        text => count(text),
    };
    let below = ["options", "choices"]
        .into_iter()
        .flat_map(|key| node[key].as_array().into_iter().flatten());
    longest("name", "name_localizations")
        + longest("description", "description_localizations")
        + value
        + below.map(total_length).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(command: &Value) -> Vec<String> {
        let mut form = Form::default();
        describe_faults(&mut form, command, "");
        form.paths()
    }

    #[test]
    fn names_are_what_can_be_typed_after_a_slash() {
        for (name, fine) in [
            ("exports", true),
            ("수출통계", true),
            ("지원-사업_2", true),
            ("don't", true),
            ("नमस्ते", true),
            ("สวัสดี", true),
            ("Exports", false),
            ("지원 사업", false),
            ("수출/입", false),
            ("수출·입", false),
            ("수출(달러)", false),
            ("🚢", false),
            ("\u{24D0}", false),
            ("e\u{301}", false),
        ] {
            assert_eq!(is_typeable(name), fine, "name {name:?}");
        }
    }

    #[test]
    fn lengths_hold_at_the_limit_and_fail_one_past_it() {
        let command =
            |name: String, description: String| json!({ "name": name, "description": description });
        for (letter, word) in [("a", "ASCII"), ("한", "Hangul")] {
            for (name, description, expected) in [
                (32, 100, vec![]),
                (33, 100, vec!["name"]),
                (32, 101, vec!["description"]),
            ] {
                let body = command(letter.repeat(name), letter.repeat(description));
                assert_eq!(
                    faults(&body),
                    expected,
                    "{word} name of {name}, description of {description}"
                );
            }
        }
    }

    #[test]
    fn faults_are_reported_at_their_path() {
        for (command, expected) in [
            (json!({}), vec!["description", "name"]),
            (
                json!({ "name": "a", "description": "b", "type": 9 }),
                vec!["type"],
            ),
            (json!({ "name": "a", "type": 3 }), vec![]),
            (
                json!({ "name": "Look this up", "type": 3, "description": "b" }),
                vec!["description"],
            ),
            (
                json!({ "name": "a", "description": "b", "contexts": [] }),
                vec!["contexts"],
            ),
            (
                json!({ "name": "a", "description": "b", "contexts": [0, 3] }),
                vec!["contexts.1"],
            ),
            (
                json!({ "name": "a", "description": "b", "integration_types": [0, 0] }),
                vec!["integration_types"],
            ),
            (
                json!({ "name": "a", "description": "b", "name_localizations": { "ko": "수출 통계" } }),
                vec!["name_localizations.ko"],
            ),
            (
                json!({ "name": "a", "description": "b", "name_localizations": { "kr": "수출" } }),
                vec!["name_localizations"],
            ),
            (
                json!({ "name": "a", "description": "b", "default_member_permissions": "32" }),
                vec![],
            ),
            (
                json!({ "name": "a", "description": "b", "default_member_permissions": "x" }),
                vec!["default_member_permissions"],
            ),
        ] {
            assert_eq!(faults(&command), expected, "{command}");
        }
    }

    #[test]
    fn a_command_holds_8000_characters_counting_the_longest_language() {
        let option = |index: usize, ko: usize| {
            json!({
                "type": 3, "name": format!("option{index:02}"), "description": "d",
                "description_localizations": { "ko": "한".repeat(ko) },
                "choices": (0..3).map(|n| json!({ "name": format!("{n}{}", "가".repeat(67)), "value": "나".repeat(2) })).collect::<Vec<_>>(),
            })
        };
        // 25 options of 8 + 100 + 3 * (68 + 2) = 318 characters and the command's own 50.
        let body = |own: usize| {
            json!({
                "name": "n", "description": "한".repeat(own - 1),
                "options": (0..25).map(|index| option(index, 100)).collect::<Vec<_>>(),
            })
        };
        assert_eq!(total_length(&body(50)), 8000);
        assert_eq!(faults(&body(50)), Vec::<String>::new());
        assert_eq!(faults(&body(51)), vec![""]);
    }
}
