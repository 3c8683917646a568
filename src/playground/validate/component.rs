//! The limits of the components under a message: action rows, buttons and selects.

use std::collections::HashSet;

use serde_json::Value;

use super::component_v2::check_v2;
use super::form::{Form, join};
use crate::playground::limits::{
    BUTTON_LABEL_MAX, BUTTON_URL_MAX, BUTTONS_PER_ROW_MAX, CUSTOM_ID_MAX, ROWS_MAX,
    SELECT_OPTIONS_MAX, SELECT_PLACEHOLDER_MAX, SELECT_TEXT_MAX, V2_COMPONENTS_MAX, V2_TEXT_MAX,
};

/// Component types. See [Discord Docs/Component Reference].
pub mod kind {
    /// A row of buttons, or of one select.
    pub const ROW: i64 = 1;
    /// A button.
    pub const BUTTON: i64 = 2;
    /// A select with entries of its own.
    pub const STRING_SELECT: i64 = 3;
    /// A field of a modal.
    pub const TEXT_INPUT: i64 = 4;
    /// A select of users.
    pub const USER_SELECT: i64 = 5;
    /// A select of roles.
    pub const ROLE_SELECT: i64 = 6;
    /// A select of users and roles.
    pub const MENTIONABLE_SELECT: i64 = 7;
    /// A select of channels.
    pub const CHANNEL_SELECT: i64 = 8;
    /// Text beside an accessory (V2).
    pub const SECTION: i64 = 9;
    /// Text (V2).
    pub const TEXT_DISPLAY: i64 = 10;
    /// A small picture (V2).
    pub const THUMBNAIL: i64 = 11;
    /// Pictures (V2).
    pub const GALLERY: i64 = 12;
    /// A file (V2).
    pub const FILE: i64 = 13;
    /// A line or a gap (V2).
    pub const SEPARATOR: i64 = 14;
    /// A box with an accent colour (V2).
    pub const CONTAINER: i64 = 17;
    /// A label around one input of a modal.
    pub const LABEL: i64 = 18;
}

/// Whether a component of this type is a select menu.
pub fn is_select(kind: i64) -> bool {
    use kind::{CHANNEL_SELECT, MENTIONABLE_SELECT, ROLE_SELECT, STRING_SELECT, USER_SELECT};
    [
        STRING_SELECT,
        USER_SELECT,
        ROLE_SELECT,
        MENTIONABLE_SELECT,
        CHANNEL_SELECT,
    ]
    .contains(&kind)
}

/// What was seen so far in one message or modal.
#[derive(Default)]
pub struct Seen<'v> {
    custom_ids: HashSet<&'v str>,
    ids: HashSet<i64>,
    count: usize,
    /// Characters in text displays.
    pub text: usize,
}

/// Records the faults of `components` in the message at the path `at`.
pub fn check_components(form: &mut Form, message: &Value, at: &str, v2: bool) {
    let rows = form.list(
        message,
        at,
        "components",
        if v2 { V2_COMPONENTS_MAX } else { ROWS_MAX },
    );
    let at = join(at, "components");
    let mut seen = Seen::default();
    for (index, row) in rows.iter().enumerate() {
        let path = join(&at, index);
        if v2 {
            check_v2(form, &mut seen, row, &path, false);
        } else if row["type"].as_i64() == Some(kind::ROW) {
            check_row(form, &mut seen, row, &path);
        } else {
            form.not_among(&join(&path, "type"), "1");
        }
    }
    if seen.count > V2_COMPONENTS_MAX && v2 {
        form.fault(
            &at,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The total number of components exceeds {V2_COMPONENTS_MAX}"),
        );
    }
    if seen.text > V2_TEXT_MAX {
        form.fault(
            &at,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("Displayable text size exceeds maximum size of {V2_TEXT_MAX}"),
        );
    }
}

/// Records the faults of an action row.
pub fn check_row<'v>(form: &mut Form, seen: &mut Seen<'v>, row: &'v Value, at: &str) {
    count(form, seen, row, at);
    let path = join(at, "components");
    let items = form.list(row, at, "components", BUTTONS_PER_ROW_MAX);
    if items.is_empty() {
        form.fault(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between 1 and {BUTTONS_PER_ROW_MAX} in length."),
        );
    }
    for (index, item) in items.iter().enumerate() {
        let path = join(&path, index);
        match item["type"].as_i64() {
            Some(kind::BUTTON) => check_button(form, seen, item, &path),
            Some(kind) if is_select(kind) => check_select(form, seen, item, &path),
            _ => form.not_among(&join(&path, "type"), "2, 3, 5, 6, 7, 8"),
        }
    }
    let is_button = |item: &Value| item["type"].as_i64() == Some(kind::BUTTON);
    if items.len() > 1 && !items.iter().all(is_button) {
        form.fault(
            &path,
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "A select menu takes a whole row",
        );
    }
}

/// Records the faults of a button.
pub fn check_button<'v>(form: &mut Form, seen: &mut Seen<'v>, button: &'v Value, at: &str) {
    count(form, seen, button, at);
    form.text(button, at, "label", 0..=BUTTON_LABEL_MAX);
    form.boolean(button, at, "disabled");
    let Some(style) = form.integer(button, at, "style", 1..=6) else {
        form.missing(&join(at, "style"));
        return;
    };
    let forbid = |form: &mut Form, key: &str| {
        if !button[key].is_null() {
            form.fault(
                &join(at, key),
                "BUTTON_COMPONENT_FIELD_FORBIDDEN",
                format!("A button of style {style} cannot have {key}"),
            );
        }
    };
    match style {
        5 => {
            forbid(form, "custom_id");
            if button["url"].is_null() {
                form.missing(&join(at, "url"));
            }
            form.url(
                button,
                at,
                "url",
                BUTTON_URL_MAX,
                &["http", "https", "discord"],
            );
        }
        6 => {
            for key in ["custom_id", "url", "label", "emoji"] {
                forbid(form, key);
            }
            form.required_text(button, at, "sku_id", 1..=20);
        }
        _ => {
            forbid(form, "url");
            check_custom_id(form, seen, button, at);
        }
    }
    let labelled = button["label"]
        .as_str()
        .is_some_and(|label| !label.trim().is_empty());
    if style != 6 && !labelled && button["emoji"].is_null() {
        form.fault(
            at,
            "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
            "A button needs a label or an emoji",
        );
    }
}

/// Records the faults of a select menu of any type, in a message or in a modal.
pub fn check_select<'v>(form: &mut Form, seen: &mut Seen<'v>, select: &'v Value, at: &str) {
    count(form, seen, select, at);
    check_custom_id(form, seen, select, at);
    form.text(select, at, "placeholder", 0..=SELECT_PLACEHOLDER_MAX);
    form.boolean(select, at, "disabled");
    let most = i64::try_from(SELECT_OPTIONS_MAX).unwrap_or(i64::MAX);
    let min = form
        .integer(select, at, "min_values", 0..=most)
        .unwrap_or(1);
    let max = form
        .integer(select, at, "max_values", 1..=most)
        .unwrap_or(1);
    if min > max {
        form.fault(
            &join(at, "min_values"),
            "SELECT_COMPONENT_RANGE_INVALID",
            "min_values is above max_values",
        );
    }
    if select["type"].as_i64() != Some(kind::STRING_SELECT) {
        return;
    }
    let path = join(at, "options");
    let options = form.list(select, at, "options", SELECT_OPTIONS_MAX);
    if options.is_empty() {
        form.fault(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between 1 and {SELECT_OPTIONS_MAX} in length."),
        );
    }
    if i64::try_from(options.len()).is_ok_and(|count| count < max && !options.is_empty()) {
        form.fault(
            &join(at, "max_values"),
            "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE",
            "max_values is above the number of options",
        );
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = join(&path, index);
        if !form.object(option, &path) {
            continue;
        }
        form.required_text(option, &path, "label", 1..=SELECT_TEXT_MAX);
        form.text(option, &path, "description", 0..=SELECT_TEXT_MAX);
        form.boolean(option, &path, "default");
        if let Some(value) = form.required_text(option, &path, "value", 1..=SELECT_TEXT_MAX)
            && !values.insert(value)
        {
            form.fault(
                &join(&path, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
}

/// Records a custom id that is missing, too long or used twice.
pub fn check_custom_id<'v>(form: &mut Form, seen: &mut Seen<'v>, component: &'v Value, at: &str) {
    if let Some(custom_id) = form.required_text(component, at, "custom_id", 1..=CUSTOM_ID_MAX)
        && !seen.custom_ids.insert(custom_id)
    {
        form.fault(
            &join(at, "custom_id"),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
}

/// Counts a component; records an `id` that is no 32-bit number or used twice.
pub fn count(form: &mut Form, seen: &mut Seen<'_>, component: &Value, at: &str) {
    seen.count += 1;
    if let Some(id) = form.integer(component, at, "id", 0..=i64::from(i32::MAX))
        && id != 0
        && !seen.ids.insert(id)
    {
        form.fault(
            &join(at, "id"),
            "COMPONENT_ID_DUPLICATED",
            "Component id cannot be duplicated",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(components: &Value) -> Vec<String> {
        let mut form = Form::default();
        check_components(&mut form, &json!({ "components": components }), "", false);
        form.paths()
    }

    fn button(custom_id: &str) -> Value {
        json!({ "type": 2, "style": 1, "label": "다음 해", "custom_id": custom_id })
    }

    fn select(options: usize) -> Value {
        let options: Vec<Value> = (0..options)
            .map(|n| json!({ "label": "수출바우처", "value": n.to_string() }))
            .collect();
        json!({ "type": 3, "custom_id": "pick", "options": options })
    }

    fn row(items: Vec<Value>) -> Value {
        json!({ "type": 1, "components": items })
    }

    fn with(mut component: Value, key: &str, value: Value) -> Value {
        component[key] = value;
        component
    }

    #[test]
    fn buttons_follow_the_rules_of_their_style() {
        let link = json!({ "type": 2, "style": 5, "label": "원문", "url": "https://example.com" });
        for (item, expected) in [
            (button("a"), None),
            (link.clone(), None),
            (
                with(link.clone(), "custom_id", json!("a")),
                Some("custom_id"),
            ),
            (
                with(link.clone(), "url", json!("javascript:x")),
                Some("url"),
            ),
            (with(link, "url", Value::Null), Some("url")),
            (
                with(button("a"), "url", json!("https://example.com")),
                Some("url"),
            ),
            (
                with(button("a"), "custom_id", Value::Null),
                Some("custom_id"),
            ),
            (button(&"한".repeat(100)), None),
            (button(&"한".repeat(101)), Some("custom_id")),
            (with(button("a"), "label", json!("가".repeat(80))), None),
            (
                with(button("a"), "label", json!("가".repeat(81))),
                Some("label"),
            ),
            (with(button("a"), "label", json!("")), Some("")),
            (with(button("a"), "style", json!(7)), Some("style")),
        ] {
            let expected: Vec<String> = expected
                .map(|key| {
                    join("components.0.components.0", key)
                        .trim_end_matches('.')
                        .to_owned()
                })
                .into_iter()
                .collect();
            assert_eq!(
                faults(&json!([row(vec![item.clone()])])),
                expected,
                "{item}"
            );
        }
    }

    #[test]
    fn rows_hold_five_buttons_or_one_select() {
        let buttons = |count: usize| {
            (0..count)
                .map(|n| button(&n.to_string()))
                .collect::<Vec<_>>()
        };
        let rows = |count: usize| {
            Value::from(
                (0..count)
                    .map(|n| row(vec![button(&n.to_string())]))
                    .collect::<Vec<_>>(),
            )
        };
        for (components, expected) in [
            (json!([row(buttons(5))]), vec![]),
            (json!([row(buttons(6))]), vec!["components.0.components"]),
            (json!([row(vec![])]), vec!["components.0.components"]),
            (rows(5), vec![]),
            (rows(6), vec!["components"]),
            (json!([row(vec![select(25)])]), vec![]),
            (
                json!([row(vec![select(26)])]),
                vec!["components.0.components.0.options"],
            ),
            (
                json!([row(vec![select(0)])]),
                vec!["components.0.components.0.options"],
            ),
            (
                json!([row(vec![select(2), button("a")])]),
                vec!["components.0.components"],
            ),
            (
                json!([row(vec![button("a"), button("a")])]),
                vec!["components.0.components.1.custom_id"],
            ),
            (
                json!([row(vec![button("a")]), row(vec![button("a")])]),
                vec!["components.1.components.0.custom_id"],
            ),
            (json!([button("a")]), vec!["components.0.type"]),
            (
                json!([row(vec![with(select(2), "max_values", json!(3))])]),
                vec!["components.0.components.0.max_values"],
            ),
            (
                json!([row(vec![with(
                    select(2),
                    "placeholder",
                    json!("가".repeat(151))
                )])]),
                vec!["components.0.components.0.placeholder"],
            ),
        ] {
            assert_eq!(faults(&components), expected, "{components}");
        }
    }

    #[test]
    fn select_entries_hold_100_characters_and_different_values() {
        let entries = |entries: Value| {
            json!([row(vec![
                json!({ "type": 3, "custom_id": "pick", "options": entries })
            ])])
        };
        for (options, expected) in [
            (
                json!([{ "label": "한".repeat(100), "value": "글".repeat(100), "description": "말".repeat(100) }]),
                vec![],
            ),
            (
                json!([{ "label": "한".repeat(101), "value": "v" }]),
                vec!["components.0.components.0.options.0.label"],
            ),
            (
                json!([{ "label": "l", "value": "글".repeat(101) }]),
                vec!["components.0.components.0.options.0.value"],
            ),
            (
                json!([{ "label": "l", "value": "v", "description": "말".repeat(101) }]),
                vec!["components.0.components.0.options.0.description"],
            ),
            (
                json!([{ "label": "l", "value": "v" }, { "label": "m", "value": "v" }]),
                vec!["components.0.components.0.options.1.value"],
            ),
        ] {
            assert_eq!(faults(&entries(options.clone())), expected, "{options}");
        }
    }
}
