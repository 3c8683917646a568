//! Collects the faults of a request body at the paths where they are, as Discord's 50035 reports them.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use crate::playground::errors::{ApiError, ApiResult};

/// The faults found so far, as the tree that mirrors the request.
#[derive(Debug, Default)]
pub struct Form {
    tree: Map<String, Value>,
}

/// `key` below the path `at`; the root is the empty path.
pub fn join(at: &str, key: impl std::fmt::Display) -> String {
    if at.is_empty() {
        key.to_string()
    } else {
        format!("{at}.{key}")
    }
}

/// Length as Discord counts it: Unicode scalar values, without white space at the ends.
pub fn length(text: &str) -> usize {
    text.trim().chars().count()
}

impl Form {
    /// Records a fault at a dotted path such as `embeds.0.title`.
    pub fn fault(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut node = &mut self.tree;
        for key in path.split('.').filter(|key| !key.is_empty()) {
            let below = node.entry(key).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(map) = below else { return };
            node = map;
        }
        let leaf = node.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(faults) = leaf {
            faults.push(json!({ "code": code, "message": message.into() }));
        }
    }

    /// Records a required value that is missing.
    pub fn missing(&mut self, path: &str) {
        self.fault(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Records a value that is not one of those allowed.
    pub fn not_among(&mut self, path: &str, allowed: &str) {
        self.fault(
            path,
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{allowed}}}."),
        );
    }

    /// Records text whose length is outside `bounds`, in characters.
    pub fn bounded(&mut self, path: &str, text: &str, bounds: &RangeInclusive<usize>) {
        let (min, max) = (*bounds.start(), *bounds.end());
        if bounds.contains(&length(text)) {
            return;
        }
        if min == 0 {
            self.fault(
                path,
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {max} or fewer in length."),
            );
        } else if text.trim().is_empty() {
            self.missing(path);
        } else {
            self.fault(
                path,
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {min} and {max} in length."),
            );
        }
    }

    /// The text at `key`, where there is one; recorded when it is no text or outside `bounds` characters.
    pub fn text<'v>(
        &mut self,
        object: &'v Value,
        at: &str,
        key: &str,
        bounds: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        match &object[key] {
            Value::Null => None,
            Value::String(text) => {
                self.bounded(&join(at, key), text, &bounds);
                Some(text)
            }
            _ => {
                self.fault(
                    &join(at, key),
                    "STRING_TYPE_CONVERT",
                    "Could not interpret the value as string.",
                );
                None
            }
        }
    }

    /// Like [`Form::text`], and recorded when there is none.
    pub fn required_text<'v>(
        &mut self,
        object: &'v Value,
        at: &str,
        key: &str,
        bounds: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        if object[key].is_null() {
            self.missing(&join(at, key));
        }
        self.text(object, at, key, bounds)
    }

    /// The whole number at `key`, where there is one; recorded when it is none or outside `bounds`.
    pub fn integer(
        &mut self,
        object: &Value,
        at: &str,
        key: &str,
        bounds: RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = &object[key];
        if value.is_null() {
            return None;
        }
        let path = join(at, key);
        let Some(number) = value.as_i64() else {
            self.fault(
                &path,
                "NUMBER_TYPE_COERCE",
                format!("Value {value} is not int."),
            );
            return None;
        };
        if number < *bounds.start() {
            self.fault(
                &path,
                "NUMBER_TYPE_MIN",
                format!(
                    "int value should be greater than or equal to {}.",
                    bounds.start()
                ),
            );
        } else if number > *bounds.end() {
            self.fault(
                &path,
                "NUMBER_TYPE_MAX",
                format!(
                    "int value should be less than or equal to {}.",
                    bounds.end()
                ),
            );
        }
        Some(number)
    }

    /// The truth value at `key`, false where there is none; recorded when it is anything else.
    pub fn boolean(&mut self, object: &Value, at: &str, key: &str) -> bool {
        match &object[key] {
            Value::Null => false,
            Value::Bool(value) => *value,
            _ => {
                self.fault(
                    &join(at, key),
                    "BOOLEAN_TYPE_CONVERT",
                    "Must be either true or false.",
                );
                false
            }
        }
    }

    /// The list at `key`, empty where there is none; recorded when it is no list or holds more than `max`.
    pub fn list<'v>(&mut self, object: &'v Value, at: &str, key: &str, max: usize) -> &'v [Value] {
        match &object[key] {
            Value::Null => &[],
            Value::Array(items) => {
                if items.len() > max {
                    self.fault(
                        &join(at, key),
                        "BASE_TYPE_MAX_LENGTH",
                        format!("Must be {max} or fewer in length."),
                    );
                }
                items
            }
            _ => {
                self.fault(
                    &join(at, key),
                    "LIST_TYPE_CONVERT",
                    "Only iterables may be used in a ListType",
                );
                &[]
            }
        }
    }

    /// Whether `value` is an object; recorded when it is not.
    pub fn object(&mut self, value: &Value, at: &str) -> bool {
        if !value.is_object() {
            self.fault(
                at,
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
        }
        value.is_object()
    }

    /// The URL at `key`, where there is one; recorded when it is too long or has none of the `schemes`.
    pub fn url(&mut self, object: &Value, at: &str, key: &str, max: usize, schemes: &[&str]) {
        let Some(url) = self.text(object, at, key, 1..=max) else {
            return;
        };
        let known = |scheme: &&str| {
            url.strip_prefix(scheme)
                .and_then(|rest| rest.strip_prefix("://"))
                .is_some_and(|rest| !rest.is_empty())
        };
        if !schemes.iter().any(known) || url.contains(char::is_whitespace) {
            let quoted: Vec<String> = schemes.iter().map(|scheme| format!("'{scheme}'")).collect();
            self.fault(
                &join(at, key),
                "URL_TYPE_INVALID_SCHEME",
                format!(
                    "Scheme \"{}\" is not supported. Scheme must be one of ({}).",
                    url.split(':').next().unwrap_or(""),
                    quoted.join(", ")
                ),
            );
        }
    }

    /// `Ok` when nothing was recorded.
    ///
    /// # Errors
    /// 50035 with the tree.
    pub fn into_result(self) -> ApiResult<()> {
        if self.tree.is_empty() {
            Ok(())
        } else {
            Err(ApiError::invalid_form(self.tree))
        }
    }
}

#[cfg(test)]
impl Form {
    /// The paths at which something was recorded, sorted.
    pub fn paths(self) -> Vec<String> {
        fn walk(tree: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
            for (key, below) in tree {
                match below {
                    Value::Object(below) => walk(below, &join(at, key), found),
                    _ => found.push(at.to_owned()),
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.tree, "", &mut found);
        found.sort();
        found
    }
}

/// A refusal with one fault.
pub fn single_fault(path: &str, code: &str, message: impl Into<String>) -> ApiError {
    let mut form = Form::default();
    form.fault(path, code, message);
    ApiError::invalid_form(form.tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_mirror_the_request() {
        let mut form = Form::default();
        form.fault(
            "embeds.0.title",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 256 or fewer in length.",
        );
        form.missing("content");
        let error = form.into_result().expect_err("faulty");
        assert_eq!(
            error.body(),
            json!({
                "code": 50035,
                "message": "Invalid Form Body",
                "errors": {
                    "embeds": { "0": { "title": { "_errors": [
                        { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length." }
                    ] } } },
                    "content": { "_errors": [{ "code": "BASE_TYPE_REQUIRED", "message": "This field is required" }] },
                }
            })
        );
    }

    #[test]
    fn lengths_count_characters_without_white_space_at_the_ends() {
        for (text, expected) in [
            ("수출바우처", 5),
            ("  voucher\n", 7),
            (" \u{3000} ", 0),
            ("\u{1100}\u{1161}", 2),
            ("👩‍💻", 3),
        ] {
            assert_eq!(length(text), expected, "length of {text:?}");
        }
    }

    #[test]
    fn urls_need_one_of_the_schemes() {
        for (url, fine) in [
            ("https://example.com/수출", true),
            ("http://example.com", true),
            ("javascript:alert(1)", false),
            ("example.com", false),
            ("https://", false),
            ("https://a b", false),
        ] {
            let mut form = Form::default();
            form.url(&json!({ "url": url }), "", "url", 100, &["http", "https"]);
            assert_eq!(form.into_result().is_ok(), fine, "url {url:?}");
        }
    }
}
