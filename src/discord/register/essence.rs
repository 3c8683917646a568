//! What makes a command what it is, in one form whoever wrote it: the bot, or Discord reading it back.

use serde_json::{Map, Value, json};

/// What makes a command what it is, in one form whoever wrote it.
///
/// Left out is what Discord adds (ids, versions) and what is not ours to say (permissions). Discord drops translations that
/// equal the default text and writes `null`, or nothing, for what is not set; where a command may be used has no order and
/// counts only as far as `wanted` says it.
pub(super) fn essence(command: &Value, wanted: &Value) -> Value {
    let mut essence = described(command);
    essence.insert(
        "type".to_owned(),
        command.get("type").cloned().unwrap_or(json!(1)),
    );
    essence.insert("nsfw".to_owned(), json!(is_true(command, "nsfw")));
    for key in ["contexts", "integration_types"] {
        if wanted.get(key).is_some() {
            let mut places: Vec<u64> = items(command, key).filter_map(Value::as_u64).collect();
            places.sort_unstable();
            essence.insert(key.to_owned(), json!(places));
        }
    }
    Value::Object(essence)
}

/// Name, description, their translations and what is below them.
fn described(part: &Value) -> Map<String, Value> {
    let mut essence = Map::new();
    for (text, translations) in [
        ("name", "name_localizations"),
        ("description", "description_localizations"),
    ] {
        let default = part.get(text).cloned().unwrap_or(json!(""));
        let other: Map<String, Value> = part
            .get(translations)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(_, translation)| **translation != default)
            .map(|(locale, translation)| (locale.clone(), translation.clone()))
            .collect();
        essence.insert(text.to_owned(), default);
        essence.insert(translations.to_owned(), Value::Object(other));
    }
    essence.insert(
        "options".to_owned(),
        items(part, "options").map(option_essence).collect(),
    );
    essence
}

fn option_essence(option: &Value) -> Value {
    let mut essence = described(option);
    essence.insert(
        "type".to_owned(),
        option.get("type").cloned().unwrap_or_default(),
    );
    for key in ["required", "autocomplete"] {
        essence.insert(key.to_owned(), json!(is_true(option, key)));
    }
    for key in ["min_value", "max_value", "min_length", "max_length"] {
        // As a float, because 1900 may come back as 1900.0.
        let bound = option.get(key).and_then(Value::as_f64);
        essence.insert(key.to_owned(), json!(bound));
    }
    let choices = items(option, "choices").map(|choice| {
        let mut essence = described(choice);
        essence.insert(
            "value".to_owned(),
            choice.get("value").cloned().unwrap_or_default(),
        );
        Value::Object(essence)
    });
    essence.insert("choices".to_owned(), choices.collect());
    Value::Object(essence)
}

fn is_true(part: &Value, key: &str) -> bool {
    part.get(key) == Some(&Value::Bool(true))
}

fn items<'a>(part: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    part.get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
