//! The limits of a command's options and their choices.

use std::collections::HashSet;

use serde_json::Value;

use super::command::{check_description, check_name, localizations};
use super::form::{Form, join};
use crate::playground::limits::{
    CHOICE_MAX, CHOICES_MAX, INTEGER_MAX, OPTIONS_MAX, TEXT_OPTION_MAX,
};

/// Option types. See [Discord Docs/Application Command Option Type].
pub mod kind {
    /// A subcommand.
    pub const SUBCOMMAND: i64 = 1;
    /// A group of subcommands.
    pub const GROUP: i64 = 2;
    /// Text.
    pub const STRING: i64 = 3;
    /// A whole number.
    pub const INTEGER: i64 = 4;
    /// True or false.
    pub const BOOLEAN: i64 = 5;
    /// A user.
    pub const USER: i64 = 6;
    /// A channel.
    pub const CHANNEL: i64 = 7;
    /// A role.
    pub const ROLE: i64 = 8;
    /// A user or a role.
    pub const MENTIONABLE: i64 = 9;
    /// Any number.
    pub const NUMBER: i64 = 10;
    /// A file.
    pub const ATTACHMENT: i64 = 11;
}

/// Records the faults of the options at the path `at`; `depth` is 0 in a command, 1 in a group or subcommand, 2 below that.
pub fn check_options(form: &mut Form, options: &[Value], at: &str, depth: usize) {
    let mut optional_seen = false;
    let is_nested = |option: &Value| {
        matches!(
            option["type"].as_i64(),
            Some(kind::SUBCOMMAND | kind::GROUP)
        )
    };
    let nested = options.iter().filter(|option| is_nested(option)).count();
    if nested > 0 && nested < options.len() {
        form.fault(
            at,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        );
    }
    for (index, option) in options.iter().enumerate() {
        let path = join(at, index);
        if !form.object(option, &path) {
            continue;
        }
        check_option(form, option, &path, depth);
        let required = option["required"] == Value::Bool(true);
        if required && optional_seen {
            form.fault(
                &path,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_seen |= !required && !is_nested(option);
    }
    check_names_differ(form, options, at);
}

fn check_option(form: &mut Form, option: &Value, at: &str, depth: usize) {
    if option["type"].is_null() {
        form.missing(&join(at, "type"));
        return;
    }
    let Some(kind) = form.integer(option, at, "type", kind::SUBCOMMAND..=kind::ATTACHMENT) else {
        return;
    };
    check_name(form, option, at, true);
    check_description(form, option, at);
    form.boolean(option, at, "required");
    match kind {
        kind::SUBCOMMAND | kind::GROUP => {
            if depth > 1 || kind == kind::GROUP && depth > 0 {
                form.fault(
                    &join(at, "type"),
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                    "This option type cannot be nested here",
                );
                return;
            }
            let below = form.list(option, at, "options", OPTIONS_MAX);
            let path = join(at, "options");
            if kind == kind::GROUP
                && below
                    .iter()
                    .any(|inner| inner["type"].as_i64() != Some(kind::SUBCOMMAND))
            {
                form.fault(
                    &path,
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                    "A sub-command group holds sub-commands only",
                );
            }
            check_options(form, below, &path, if kind == kind::GROUP { 1 } else { 2 });
        }
        _ => check_value_option(form, option, at, kind),
    }
}

fn check_value_option(form: &mut Form, option: &Value, at: &str, kind: i64) {
    if option["options"]
        .as_array()
        .is_some_and(|below| !below.is_empty())
    {
        form.fault(
            &join(at, "options"),
            "APPLICATION_COMMAND_OPTIONS_INVALID",
            "Only sub-commands and groups hold options",
        );
    }
    let choices = form.list(option, at, "choices", CHOICES_MAX);
    let autocomplete = form.boolean(option, at, "autocomplete");
    let path = join(at, "choices");
    if !matches!(kind, kind::STRING | kind::INTEGER | kind::NUMBER) {
        if !choices.is_empty() {
            form.fault(
                &path,
                "APPLICATION_COMMAND_OPTION_CHOICES_INVALID",
                "This option type cannot have choices",
            );
        }
        if autocomplete {
            form.fault(
                &join(at, "autocomplete"),
                "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID",
                "This option type cannot autocomplete",
            );
        }
    }
    if autocomplete && !choices.is_empty() {
        form.fault(
            &join(at, "autocomplete"),
            "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_WITH_CHOICES",
            "Autocomplete cannot be used with choices",
        );
    }
    check_choices(form, choices, &path, kind);
    match kind {
        kind::STRING => {
            let min = form.integer(option, at, "min_length", 0..=TEXT_OPTION_MAX);
            let max = form.integer(option, at, "max_length", 1..=TEXT_OPTION_MAX);
            check_order(form, at, "min_length", min, max);
        }
        kind::INTEGER => {
            let min = form.integer(option, at, "min_value", -INTEGER_MAX..=INTEGER_MAX);
            let max = form.integer(option, at, "max_value", -INTEGER_MAX..=INTEGER_MAX);
            check_order(form, at, "min_value", min, max);
        }
        kind::NUMBER => {
            let (min, max) = (option["min_value"].as_f64(), option["max_value"].as_f64());
            check_order(form, at, "min_value", min, max);
        }
        _ => {}
    }
}

fn check_order<T: PartialOrd>(
    form: &mut Form,
    at: &str,
    key: &str,
    min: Option<T>,
    max: Option<T>,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        form.fault(
            &join(at, key),
            "APPLICATION_COMMAND_OPTION_RANGE_INVALID",
            "The minimum is above the maximum",
        );
    }
}

/// Records the faults of choices or suggestions, whose values must be of the option's type.
pub fn check_choices(form: &mut Form, choices: &[Value], at: &str, kind: i64) {
    let mut names = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let path = join(at, index);
        if !form.object(choice, &path) {
            continue;
        }
        if let Some(name) = form.required_text(choice, &path, "name", 1..=CHOICE_MAX)
            && !names.insert(name)
        {
            form.fault(
                &join(&path, "name"),
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                "The choice's name already exists",
            );
        }
        for (path, text) in localizations(form, choice, &path, "name_localizations") {
            form.bounded(&path, text, &(1..=CHOICE_MAX));
        }
        let value = &choice["value"];
        let fits = match kind {
            kind::INTEGER => value
                .as_i64()
                .is_some_and(|number| (-INTEGER_MAX..=INTEGER_MAX).contains(&number)),
            kind::NUMBER => value.is_number(),
            _ => value.is_string(),
        };
        if value.is_null() {
            form.missing(&join(&path, "value"));
        } else if !fits {
            form.fault(
                &join(&path, "value"),
                "APPLICATION_COMMAND_OPTION_CHOICE_TYPE",
                format!("Value {value} is not of the option's type."),
            );
        } else if kind == kind::STRING {
            form.text(choice, &path, "value", 1..=CHOICE_MAX);
        }
    }
}

/// Records options of one name, in the default language and in every other.
fn check_names_differ(form: &mut Form, options: &[Value], at: &str) {
    const CODE: &str = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS";
    let mut defaults = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        if let Some(name) = option["name"].as_str()
            && !defaults.insert(name)
        {
            form.fault(
                &join(&join(at, index), "name"),
                CODE,
                "Option name already exists in options",
            );
        }
    }
    let mut localized = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        for (locale, text) in option["name_localizations"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let Some(text) = text.as_str() else { continue };
            let anothers_default = defaults.contains(text) && option["name"].as_str() != Some(text);
            if !localized.insert((locale, text)) || anothers_default {
                let path = join(&join(&join(at, index), "name_localizations"), locale);
                form.fault(&path, CODE, "Option name already exists in options");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(options: Value) -> Vec<String> {
        let mut form = Form::default();
        let options = options.as_array().cloned().unwrap_or_default();
        check_options(&mut form, &options, "options", 0);
        form.paths()
    }

    fn text(name: &str) -> Value {
        json!({ "type": 3, "name": name, "description": "설명" })
    }

    fn with(mut option: Value, key: &str, value: Value) -> Value {
        option[key] = value;
        option
    }

    #[test]
    fn faults_are_reported_at_their_path() {
        let choices = |count: usize, length: usize| {
            Value::from((0..count).map(|n| json!({ "name": format!("{n:03}{}", "한".repeat(length - 3)), "value": "한".repeat(length) })).collect::<Vec<_>>())
        };
        let subcommand =
            json!({ "type": 1, "name": "목록", "description": "설명", "options": [text("이름")] });
        let group =
            json!({ "type": 2, "name": "묶음", "description": "설명", "options": [subcommand] });
        for (options, expected) in [
            (json!([text("이름"), text("언어")]), vec![]),
            (json!([text("이름"), text("이름")]), vec!["options.1.name"]),
            (
                json!([text("a"), with(text("b"), "required", json!(true))]),
                vec!["options.1"],
            ),
            (
                json!([with(text("a"), "required", json!(true)), text("b")]),
                vec![],
            ),
            (
                json!([with(text("a"), "choices", choices(25, 100))]),
                vec![],
            ),
            (
                json!([with(text("a"), "choices", choices(26, 100))]),
                vec!["options.0.choices"],
            ),
            (
                json!([with(text("a"), "choices", choices(1, 101))]),
                vec!["options.0.choices.0.name", "options.0.choices.0.value"],
            ),
            (
                json!([with(
                    with(text("a"), "choices", choices(1, 9)),
                    "autocomplete",
                    json!(true)
                )]),
                vec!["options.0.autocomplete"],
            ),
            (
                json!([{ "type": 5, "name": "a", "description": "b", "autocomplete": true }]),
                vec!["options.0.autocomplete"],
            ),
            (
                json!([{ "type": 4, "name": "a", "description": "b", "choices": [{ "name": "이천이십이", "value": "2022" }] }]),
                vec!["options.0.choices.0.value"],
            ),
            (
                json!([{ "type": 4, "name": "a", "description": "b", "min_value": 3, "max_value": 2 }]),
                vec!["options.0.min_value"],
            ),
            (json!([with(text("a"), "max_length", json!(6000))]), vec![]),
            (
                json!([with(text("a"), "max_length", json!(6001))]),
                vec!["options.0.max_length"],
            ),
            (
                json!([with(text("a"), "max_length", json!(0))]),
                vec!["options.0.max_length"],
            ),
            (
                json!([
                    with(text("a"), "name_localizations", json!({ "ko": "이름" })),
                    with(text("b"), "name_localizations", json!({ "ko": "이름" }))
                ]),
                vec!["options.1.name_localizations.ko"],
            ),
            (
                json!([
                    with(text("a"), "name_localizations", json!({ "en-US": "b" })),
                    text("b")
                ]),
                vec!["options.0.name_localizations.en-US"],
            ),
            (json!([subcommand]), vec![]),
            (json!([group]), vec![]),
            (json!([subcommand, text("a")]), vec!["options"]),
            (
                json!([{ "type": 2, "name": "a", "description": "b", "options": [group] }]),
                vec!["options.0.options", "options.0.options.0.type"],
            ),
            (
                json!([{ "type": 12, "name": "a", "description": "b" }]),
                vec!["options.0.type"],
            ),
            (
                json!([{ "name": "a", "description": "b" }]),
                vec!["options.0.type"],
            ),
        ] {
            assert_eq!(faults(options.clone()), expected, "{options}");
        }
    }
}
