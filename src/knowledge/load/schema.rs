//! The schema of `data/` for editors (JSON Schema, draft-07, which most of them read), made from the table of keys.

use serde_json::{Map, Value, json};

use super::GAP;
use super::keys::{Key, Need, Object, ROOTS, Shape, words};
use crate::knowledge::SLUG_MAX_CHARS;

/// The schema as a file: `data/schema.json`. It lets an editor complete and check while somebody types; what goes across
/// documents is checked by [`super::load`] alone.
///
/// Every file of `data/` is described at once, since an editor is told of one schema by the file's `"$schema"`.
pub fn schema() -> String {
    let mut properties = Map::new();
    for key in ROOTS.iter().flat_map(|root| root.keys) {
        let shape = described(key);
        properties.entry(key.name).or_insert(shape);
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The knowledge base of incheon-exports-bot",
        "description": "Made by `incheon-exports-bot schema`; do not edit.",
        "type": "object",
        "properties": properties,
        "anyOf": ROOTS.map(|root| json!({"required": required(root)})),
        "additionalProperties": false,
    });
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}

fn required(object: &Object) -> Vec<&'static str> {
    let always = object.keys.iter();
    let always = always.filter(|key| matches!(key.need, Need::Always(_)));
    always.map(|key| key.name).collect()
}

fn object(object: &Object) -> Value {
    let properties: Map<String, Value> = object
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), described(key)))
        .collect();
    let mut schema = json!({
        "type": "object",
        "description": object.about,
        "properties": properties,
        "required": required(object),
        "additionalProperties": false,
    });
    if !object.one_of.is_empty() {
        let one_of: Vec<Value> = object
            .one_of
            .iter()
            .map(|key| json!({"required": [key]}))
            .collect();
        schema["oneOf"] = one_of.into();
    }
    for key in object.keys {
        if let Need::With(other, _) = key.need {
            schema["dependencies"][other] = json!([key.name]);
        }
    }
    schema
}

fn described(key: &Key) -> Value {
    let mut schema = shape(&key.shape);
    schema["description"] = key.about.into();
    schema
}

fn shape(of: &Shape) -> Value {
    match of {
        Shape::Text => json!({"type": "string", "minLength": 1, "not": {"pattern": gap()}}),
        Shape::Slug => {
            json!({"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": SLUG_MAX_CHARS})
        }
        Shape::Number => json!({"type": "number"}),
        Shape::Whole(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Date => json!({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
        Shape::FullDate => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Kind | Shape::Unit => json!({"enum": words(of)}),
        Shape::Reference => json!({"type": "string", "pattern": "^[a-z0-9-]+\\.[a-z0-9-]+$"}),
        Shape::List(element) => json!({"type": "array", "items": shape(element)}),
        Shape::Object(keys) => object(keys),
        Shape::Notes => json!({"deprecated": true}),
    }
}

/// What the texts that a draft leaves open begin with, as a pattern.
fn gap() -> String {
    let escaped: String = GAP.chars().map(|c| format!("[{c}]")).collect();
    format!("^{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load::{SCHEMA_FILE, parse};

    #[test]
    fn the_committed_schema_is_the_one_that_the_table_makes() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let committed =
            std::fs::read_to_string(data.join(SCHEMA_FILE)).expect("the schema is there");
        assert!(
            committed == schema(),
            "data/{SCHEMA_FILE} is out of date; write it anew with `incheon-exports-bot schema > data/{SCHEMA_FILE}`"
        );
    }

    /// A value of that shape, with every key that an object can have.
    fn sample(of: &Shape) -> Value {
        match of {
            Shape::Text | Shape::Slug | Shape::Reference => "a".into(),
            Shape::Number => 1.into(),
            Shape::Whole(min, _) => (*min).into(),
            Shape::Flag => true.into(),
            Shape::Date | Shape::FullDate => "2023-02-01".into(),
            Shape::Kind | Shape::Unit => words(of).expect("they have words")[0].into(),
            Shape::List(element) => vec![sample(element)].into(),
            Shape::Object(object) => full(object, object.one_of.first().copied()),
            Shape::Notes => json!({"text": "a"}),
        }
    }

    /// An object with every key; of those that exclude each other, `chosen`.
    fn full(object: &Object, chosen: Option<&str>) -> Value {
        let keys = object.keys.iter();
        let keys =
            keys.filter(|key| !object.one_of.contains(&key.name) || chosen == Some(key.name));
        keys.map(|key| (key.name.to_owned(), sample(&key.shape)))
            .collect::<Map<_, _>>()
            .into()
    }

    #[test]
    fn the_loader_reads_every_key_of_the_table() {
        let files = [
            "sources.json",
            "facts.json",
            "another-article.json",
            "vocabulary.json",
        ];
        for (file, root) in files.into_iter().zip(ROOTS) {
            let text = full(root, None).to_string();
            let problems = parse(&[(file, &text)]).err().unwrap_or_default();
            let unknown: Vec<String> = problems
                .iter()
                .filter(|problem| problem.problem == "is not a known key")
                .map(ToString::to_string)
                .collect();
            let expected: &[&str] = if file == "facts.json" {
                &["facts.json: total"]
            } else {
                &[]
            };
            assert_eq!(unknown.len(), expected.len(), "{unknown:?}");
            assert!(
                unknown
                    .iter()
                    .zip(expected)
                    .all(|(found, start)| found.starts_with(start)),
                "{unknown:?}"
            );
        }
    }
}
