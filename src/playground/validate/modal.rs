//! The limits of a modal.

use serde_json::Value;

use super::component::{Seen, check_custom_id, check_select, count, is_select, kind};
use super::form::{Form, join};
use crate::playground::limits::{
    CUSTOM_ID_MAX, MODAL_ROWS_MAX, MODAL_TITLE_MAX, TEXT_INPUT_MAX, TEXT_INPUT_PLACEHOLDER_MAX,
    V2_TEXT_MAX,
};

/// Records the faults of the modal at the path `at`.
pub fn check_modal(form: &mut Form, modal: &Value, at: &str) {
    if !form.object(modal, at) {
        return;
    }
    form.required_text(modal, at, "custom_id", 1..=CUSTOM_ID_MAX);
    form.required_text(modal, at, "title", 1..=MODAL_TITLE_MAX);
    let rows = form.list(modal, at, "components", MODAL_ROWS_MAX);
    let at = join(at, "components");
    if rows.is_empty() {
        form.fault(
            &at,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between 1 and {MODAL_ROWS_MAX} in length."),
        );
    }
    let mut seen = Seen::default();
    for (index, row) in rows.iter().enumerate() {
        let path = join(&at, index);
        count(form, &mut seen, row, &path);
        match row["type"].as_i64() {
            Some(kind::ROW) => {
                let inputs = form.list(row, &path, "components", 1);
                match inputs {
                    [input] if input["type"].as_i64() == Some(kind::TEXT_INPUT) => {
                        let path = join(&path, "components.0");
                        form.required_text(input, &path, "label", 1..=MODAL_TITLE_MAX);
                        check_text_input(form, &mut seen, input, &path);
                    }
                    _ => form.fault(
                        &join(&path, "components"),
                        "BASE_TYPE_CHOICES",
                        "A row of a modal holds one text input",
                    ),
                }
            }
            Some(kind::LABEL) => check_label(form, &mut seen, row, &path),
            Some(kind::TEXT_DISPLAY) => {
                form.required_text(row, &path, "content", 1..=V2_TEXT_MAX);
            }
            _ => form.not_among(&join(&path, "type"), "1, 10, 18"),
        }
    }
}

fn check_label<'v>(form: &mut Form, seen: &mut Seen<'v>, label: &'v Value, at: &str) {
    form.required_text(label, at, "label", 1..=MODAL_TITLE_MAX);
    form.text(label, at, "description", 0..=TEXT_INPUT_PLACEHOLDER_MAX);
    let (input, path) = (&label["component"], join(at, "component"));
    match input["type"].as_i64() {
        Some(kind::TEXT_INPUT) => check_text_input(form, seen, input, &path),
        Some(kind) if is_select(kind) => {
            check_select(form, seen, input, &path);
            if !input["disabled"].is_null() {
                form.fault(
                    &join(&path, "disabled"),
                    "SELECT_COMPONENT_DISABLED_IN_MODAL",
                    "Selects in a modal cannot be disabled",
                );
            }
        }
        _ => form.not_among(&join(&path, "type"), "3, 4, 5, 6, 7, 8"),
    }
}

fn check_text_input<'v>(form: &mut Form, seen: &mut Seen<'v>, input: &'v Value, at: &str) {
    let most = i64::try_from(TEXT_INPUT_MAX).unwrap_or(i64::MAX);
    count(form, seen, input, at);
    check_custom_id(form, seen, input, at);
    if form.integer(input, at, "style", 1..=2).is_none() {
        form.missing(&join(at, "style"));
    }
    form.integer(input, at, "min_length", 0..=most);
    form.integer(input, at, "max_length", 1..=most);
    form.text(input, at, "value", 0..=TEXT_INPUT_MAX);
    form.text(input, at, "placeholder", 0..=TEXT_INPUT_PLACEHOLDER_MAX);
    form.boolean(input, at, "required");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn titles_and_labels_hold_45_characters() {
        let modal = |title: usize, label: usize| {
            json!({
                "custom_id": "report", "title": "한".repeat(title),
                "components": [{ "type": 1, "components": [
                    { "type": 4, "custom_id": "text", "style": 2, "label": "글".repeat(label) }
                ] }],
            })
        };
        for (body, expected) in [
            (modal(45, 45), vec![]),
            (modal(46, 45), vec!["title"]),
            (modal(45, 46), vec!["components.0.components.0.label"]),
            (
                json!({ "custom_id": "report", "title": "제보" }),
                vec!["components"],
            ),
            (
                json!({ "custom_id": "r", "title": "제보", "components": [{ "type": 18, "label": "내용", "component": { "type": 4, "custom_id": "t", "style": 1 } }] }),
                vec![],
            ),
            (
                json!({ "custom_id": "r", "title": "제보", "components": [{ "type": 2 }] }),
                vec!["components.0.type"],
            ),
        ] {
            let mut form = Form::default();
            check_modal(&mut form, &body, "");
            assert_eq!(form.paths(), expected, "{body}");
        }
    }
}
