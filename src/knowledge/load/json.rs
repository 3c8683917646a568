//! A JSON text as a value, refusing what `serde_json` lets pass: a key written twice, of which only the last would count.

use std::fmt;
use std::io::Read;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The value of a text, or what is wrong with it, with line and column.
pub(super) fn value(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).map(|Strict(value)| value)
}

/// The value of the text that is read, which is never all in memory; what cannot be read is wrong with it too.
pub(super) fn read(text: impl Read) -> serde_json::Result<Value> {
    serde_json::from_reader(text).map(|Strict(value)| value)
}

/// A value without repeated keys.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = elements.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format_args!("key `{key}` occurs twice")));
            }
            let Strict(value) = entries.next_value()?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_that_of_serde_json_but_for_repeated_keys() {
        for text in [
            "null",
            "[true, -1, 2, 0.5, \"한\"]",
            r#"{"a": {"b": []}, "b": 1e3}"#,
        ] {
            let expected: Value = serde_json::from_str(text).expect("valid JSON");
            assert_eq!(value(text).expect("no key repeats"), expected, "{text}");
            let read = read(text.as_bytes()).expect("no key repeats");
            assert_eq!(read, expected, "{text}");
        }
        for (text, expected) in [
            (
                r#"{"a": 1, "a": 2}"#,
                "key `a` occurs twice at line 1 column 12",
            ),
            (
                "{\"a\":\n {\"한\": 1, \"한\": 1}}",
                "key `한` occurs twice at line 2 column 17",
            ),
            ("{", "EOF while parsing an object at line 1 column 1"),
        ] {
            let problem = value(text).map_err(|error| error.to_string());
            assert_eq!(problem, Err(expected.to_owned()), "{text}");
            // Read bit by bit, the place is known up to a letter.
            let problem = read(text.as_bytes()).map_err(|error| error.to_string());
            let place = expected
                .rsplit_once(' ')
                .map_or(expected, |(place, _)| place);
            assert!(
                problem.is_err_and(|problem| problem.starts_with(place)),
                "{text}"
            );
        }
    }
}
