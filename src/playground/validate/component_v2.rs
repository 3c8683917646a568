//! The limits of Components V2: text displays, sections, galleries, files, separators and containers.

use serde_json::Value;

use super::component::{Seen, check_button, check_row, count, kind};
use super::form::{Form, join};
use crate::playground::limits::{
    ALT_TEXT_MAX, GALLERY_ITEMS_MAX, SECTION_TEXTS_MAX, URL_MAX, V2_COMPONENTS_MAX, V2_TEXT_MAX,
};

/// Records the faults of a component at the top of a message, or in a container.
pub fn check_v2<'v>(
    form: &mut Form,
    seen: &mut Seen<'v>,
    component: &'v Value,
    at: &str,
    in_container: bool,
) {
    match component["type"].as_i64() {
        Some(kind::ROW) => check_row(form, seen, component, at),
        Some(kind::TEXT_DISPLAY) => check_text_display(form, seen, component, at),
        Some(kind::SECTION) => check_section(form, seen, component, at),
        Some(kind::GALLERY) => {
            count(form, seen, component, at);
            let items = form.list(component, at, "items", GALLERY_ITEMS_MAX);
            if items.is_empty() {
                form.missing(&join(at, "items"));
            }
            for (index, item) in items.iter().enumerate() {
                check_media(form, item, &join(&join(at, "items"), index), "media");
            }
        }
        Some(kind::FILE) => {
            count(form, seen, component, at);
            form.url(
                &component["file"],
                &join(at, "file"),
                "url",
                URL_MAX,
                &["attachment"],
            );
        }
        Some(kind::SEPARATOR) => {
            count(form, seen, component, at);
            form.integer(component, at, "spacing", 1..=2);
        }
        Some(kind::CONTAINER) if !in_container => {
            count(form, seen, component, at);
            form.integer(component, at, "accent_color", 0..=0xFF_FFFF);
            for (index, inner) in form
                .list(component, at, "components", V2_COMPONENTS_MAX)
                .iter()
                .enumerate()
            {
                check_v2(
                    form,
                    seen,
                    inner,
                    &join(&join(at, "components"), index),
                    true,
                );
            }
        }
        _ => form.not_among(&join(at, "type"), "1, 9, 10, 12, 13, 14, 17"),
    }
}

fn check_text_display(form: &mut Form, seen: &mut Seen<'_>, component: &Value, at: &str) {
    count(form, seen, component, at);
    if let Some(text) = form.required_text(component, at, "content", 1..=V2_TEXT_MAX) {
        seen.text += text.chars().count();
    }
}

fn check_section<'v>(form: &mut Form, seen: &mut Seen<'v>, section: &'v Value, at: &str) {
    count(form, seen, section, at);
    let texts = form.list(section, at, "components", SECTION_TEXTS_MAX);
    if texts.is_empty() {
        form.missing(&join(at, "components"));
    }
    for (index, text) in texts.iter().enumerate() {
        let path = join(&join(at, "components"), index);
        if text["type"].as_i64() == Some(kind::TEXT_DISPLAY) {
            check_text_display(form, seen, text, &path);
        } else {
            form.not_among(&join(&path, "type"), "10");
        }
    }
    let (accessory, path) = (&section["accessory"], join(at, "accessory"));
    match accessory["type"].as_i64() {
        Some(kind::BUTTON) => check_button(form, seen, accessory, &path),
        Some(kind::THUMBNAIL) => {
            count(form, seen, accessory, &path);
            check_media(form, accessory, &path, "media");
        }
        _ => form.not_among(&join(&path, "type"), "2, 11"),
    }
}

fn check_media(form: &mut Form, holder: &Value, at: &str, key: &str) {
    form.text(holder, at, "description", 0..=ALT_TEXT_MAX);
    if holder[key]["url"].is_null() {
        form.missing(&join(&join(at, key), "url"));
    }
    form.url(
        &holder[key],
        &join(at, key),
        "url",
        URL_MAX,
        &["http", "https", "attachment"],
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::playground::validate::component::check_components;

    #[test]
    fn components_v2_hold_40_components_and_4000_characters() {
        let text = |length: usize| json!({ "type": 10, "content": "한".repeat(length) });
        let button = json!({ "type": 2, "style": 1, "label": "다음 해", "custom_id": "a" });
        let container = |inner: Value| json!([{ "type": 17, "components": inner }]);
        for (components, expected) in [
            (json!([text(4000)]), vec![]),
            (json!([text(2000), text(2001)]), vec!["components"]),
            (container(json!(vec![text(1); 39])), vec![]),
            (container(json!(vec![text(1); 40])), vec!["components"]),
            (
                container(json!([{ "type": 17, "components": [] }])),
                vec!["components.0.components.0.type"],
            ),
            (
                json!([{ "type": 9, "components": [text(3)], "accessory": button }]),
                vec![],
            ),
            (
                json!([{ "type": 9, "components": [text(3)] }]),
                vec!["components.0.accessory.type"],
            ),
            (
                json!([{ "type": 13, "file": { "url": "https://example.com/a" } }]),
                vec!["components.0.file.url"],
            ),
        ] {
            let mut form = Form::default();
            check_components(&mut form, &json!({ "components": components }), "", true);
            assert_eq!(form.paths(), expected, "{components}");
        }
    }
}
