//! Commands as Discord reads them back: defaults filled in, what says nothing dropped.

use serde_json::{Map, Value, json};

use super::ids::Id;
use super::validate::command::CommandType;

/// A checked body as Discord reads it back: defaults filled in, values equal to the default language dropped.
pub fn read_back(body: &Value, scope: Option<Id>) -> Value {
    let slash = CommandType::of(body) == Some(CommandType::Slash);
    let mut view = json!({
        "type": body["type"].as_u64().unwrap_or(1),
        "name": body["name"],
        "description": if slash { body["description"].clone() } else { "".into() },
        "name_localizations": differing(body, "name"),
        "description_localizations": differing(body, "description"),
        "default_member_permissions": match &body["default_member_permissions"] {
            Value::Number(bits) => bits.to_string().into(),
            bits => bits.clone(),
        },
        "dm_permission": scope.is_none() && body["dm_permission"] != Value::Bool(false),
        "contexts": body["contexts"],
        "integration_types": if body["integration_types"].is_null() { json!([0]) } else { body["integration_types"].clone() },
        "nsfw": body["nsfw"] == Value::Bool(true),
    });
    let options: Vec<Value> = body["options"]
        .as_array()
        .into_iter()
        .flatten()
        .map(read_back_option)
        .collect();
    if !options.is_empty() {
        view["options"] = options.into();
    }
    view
}

/// An option or choice as Discord reads it back: without what is null, false or empty.
fn read_back_option(option: &Value) -> Value {
    let mut view = Map::new();
    for (key, value) in option.as_object().into_iter().flatten() {
        let value = match key.as_str() {
            "name_localizations" => differing(option, "name"),
            "description_localizations" => differing(option, "description"),
            "options" | "choices" => value
                .as_array()
                .into_iter()
                .flatten()
                .map(read_back_option)
                .collect(),
            _ => value.clone(),
        };
        // A choice's value may be empty or false; nothing else is worth reading back then.
        let says_nothing = value.is_null()
            || value == Value::Bool(false)
            || value.as_array().is_some_and(Vec::is_empty);
        if !says_nothing || key == "value" {
            view.insert(key.clone(), value);
        }
    }
    view.into()
}

/// The localizations of `field` that differ from the default text; null when none does.
fn differing(node: &Value, field: &str) -> Value {
    let texts = node[format!("{field}_localizations")]
        .as_object()
        .into_iter()
        .flatten();
    let differing: Map<String, Value> = texts
        .filter(|(_, text)| text.is_string() && **text != node[field])
        .map(|(locale, text)| (locale.clone(), text.clone()))
        .collect();
    if differing.is_empty() {
        Value::Null
    } else {
        differing.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_equals_the_default_or_says_nothing_is_dropped() {
        let body = json!({
            "name": "exports", "description": "Figures",
            "name_localizations": { "ko": "수출", "en-US": "exports" },
            "options": [{
                "type": 4, "name": "year", "description": "Year", "required": true, "autocomplete": false,
                "name_localizations": { "ko": "연도", "en-GB": "year" }, "choices": [], "min_value": 2021,
            }],
        });
        assert_eq!(
            read_back(&body, None),
            json!({
                "type": 1, "name": "exports", "description": "Figures",
                "name_localizations": { "ko": "수출" }, "description_localizations": null,
                "default_member_permissions": null, "dm_permission": true, "contexts": null,
                "integration_types": [0], "nsfw": false,
                "options": [{
                    "type": 4, "name": "year", "description": "Year", "required": true,
                    "name_localizations": { "ko": "연도" }, "min_value": 2021,
                }],
            })
        );
    }

    #[test]
    fn menus_have_no_description_and_permissions_are_text() {
        let body = json!({ "type": 3, "name": "찾아보기", "default_member_permissions": 32 });
        let view = read_back(&body, Some(Id(1)));
        assert_eq!(view["description"], "");
        assert_eq!(view["default_member_permissions"], "32");
        assert_eq!(view["dm_permission"], false);
    }
}
