//! Where a registered command differs from the one that is wanted, for an operator to read.

use serde_json::Value;

use crate::reply::limits::clip;

/// Longest value shown, in characters.
const SHOWN_MAX_CHARS: usize = 60;

/// Every difference between two [essences](super::essence): `options.year.max_value: 2099 → 2100`. Empty where there is none.
///
/// What is in a list is told apart by its name, and named by it.
pub(super) fn differences(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    found
}

fn compare(at: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(before), Value::Object(after)) => {
            let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            let part = |fields: &serde_json::Map<String, Value>, key: &str| {
                fields.get(key).cloned().unwrap_or_default()
            };
            for key in keys {
                compare(&join(at, key), &part(before, key), &part(after, key), found);
            }
        }
        (Value::Array(before), Value::Array(after))
            if before.iter().chain(after).all(|item| name(item).is_some()) =>
        {
            compare_named(at, before, after, found);
        }
        _ => found.push(format!("{at}: {} → {}", shown(old), shown(new))),
    }
}

fn compare_named(at: &str, before: &[Value], after: &[Value], found: &mut Vec<String>) {
    let in_list = |list: &[Value], name: Option<&str>| {
        list.iter().find(|item| self::name(item) == name).cloned()
    };
    for item in before {
        let path = join(at, name(item).unwrap_or_default());
        match in_list(after, name(item)) {
            Some(other) => compare(&path, item, &other, found),
            None => found.push(format!("{path}: registered, no longer wanted")),
        }
    }
    for item in after {
        if in_list(before, name(item)).is_none() {
            let path = join(at, name(item).unwrap_or_default());
            found.push(format!("{path}: not registered yet"));
        }
    }
    let order = |list: &[Value], other: &[Value]| -> Vec<String> {
        let common = list.iter().filter_map(name);
        common
            .filter(|&name| in_list(other, Some(name)).is_some())
            .map(str::to_owned)
            .collect()
    };
    let (was, is) = (order(before, after), order(after, before));
    if was != is {
        found.push(format!("{at}: {} → {}", was.join(", "), is.join(", ")));
    }
}

fn name(item: &Value) -> Option<&str> {
    item.get("name")?.as_str()
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() {
        key.to_owned()
    } else {
        format!("{at}.{key}")
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "not set".to_owned(),
        Value::String(text) => format!("“{}”", clip(text, SHOWN_MAX_CHARS)),
        // Bounds are compared as floats, since 1900 may come back as 1900.0.
        Value::Number(number) => number
            .as_f64()
            .map_or_else(|| number.to_string(), |n| n.to_string()),
        other => clip(&other.to_string(), SHOWN_MAX_CHARS),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_difference_is_named_by_its_path_with_both_values() {
        let named = |name: &str, max: Value| json!({ "name": name, "max_value": max });
        for (old, new, expected) in [
            (json!({ "a": 1 }), json!({ "a": 1 }), &[][..]),
            (
                json!({ "description": "옛 설명" }),
                json!({ "description": "새 설명" }),
                &["description: “옛 설명” → “새 설명”"][..],
            ),
            (
                json!({ "name_localizations": { "ja": "輸出" } }),
                json!({ "name_localizations": { "ko": "수출" } }),
                &[
                    "name_localizations.ja: “輸出” → not set",
                    "name_localizations.ko: not set → “수출”",
                ],
            ),
            (
                json!({ "options": [named("year", json!(2099.0))] }),
                json!({ "options": [named("year", json!(2100.0))] }),
                &["options.year.max_value: 2099 → 2100"],
            ),
            (
                json!({ "options": [named("year", json!(1)), named("old", json!(1))] }),
                json!({ "options": [named("연도", json!(1)), named("year", json!(1))] }),
                &[
                    "options.old: registered, no longer wanted",
                    "options.연도: not registered yet",
                ],
            ),
            (
                json!({ "options": [named("b", json!(1)), named("a", json!(1))] }),
                json!({ "options": [named("a", json!(1)), named("b", json!(1))] }),
                &["options: b, a → a, b"],
            ),
            (
                json!({ "contexts": [0, 1], "nsfw": true }),
                json!({ "contexts": [0, 1, 2], "nsfw": false }),
                &["contexts: [0,1] → [0,1,2]", "nsfw: true → false"],
            ),
        ] {
            assert_eq!(differences(&old, &new), expected, "{old} to {new}");
        }
    }

    #[test]
    fn long_values_are_clipped() {
        let new = json!({ "description": "가".repeat(100) });
        let line = &differences(&json!({ "description": "나".repeat(60) }), &new)[0];
        let expected = format!(
            "description: “{}” → “{}…”",
            "나".repeat(60),
            "가".repeat(59)
        );
        assert_eq!(*line, expected);
    }
}
