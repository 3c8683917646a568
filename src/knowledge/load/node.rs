//! Reading a JSON value key by key, so that one fault hides no other and every fault knows its path.

use std::cell::RefCell;

use serde_json::{Map, Value};
use unicode_normalization::is_nfc;

use super::GAP;
use super::diagnostic::Sink;
use super::keys::{BILINGUAL, Need, Object};
use crate::text::language::Bilingual;

/// A value in a file, with its path from the document (or from the file, outside documents).
#[derive(Clone)]
pub(super) struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Its path: `figures[0].unit`; empty for the document itself.
    pub path: String,
    /// Where its faults go.
    pub sink: Sink<'a>,
}

impl<'a> Node<'a> {
    /// Records a fault of this value.
    pub fn report(&self, problem: impl Into<String>, fix: impl Into<String>) {
        self.sink.report(&self.path, problem, fix);
    }

    /// The value as a diagnostic quotes it: in backticks.
    pub fn quoted(&self) -> String {
        match self.value {
            Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        }
    }

    /// The path of one of its keys.
    pub fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// Whether a draft left it open, which is reported.
    fn is_gap(&self) -> bool {
        let open = self.value.as_str().and_then(|text| text.strip_prefix(GAP));
        if let Some(question) = open {
            let question = question.trim();
            let problem = if question.is_empty() {
                "is still open".to_owned()
            } else {
                format!("is still open: {question}")
            };
            self.report(problem, format!("write it, without the `{GAP}`"));
        }
        open.is_some()
    }

    /// The keys of an object, which `table` lists; `None`, reported, for anything else.
    pub fn fields(&self, table: &'static Object) -> Option<Fields<'a>> {
        if self.is_gap() {
            return None;
        }
        match self.value {
            Value::Object(object) => Some(Fields {
                object,
                table,
                path: self.path.clone(),
                sink: self.sink,
                known: RefCell::default(),
            }),
            other => {
                self.report(
                    format!("is {} instead of an object", kind_of(other)),
                    "write it as { … }",
                );
                None
            }
        }
    }

    /// The elements of a list; none, reported, for anything else.
    pub fn elements(&self) -> Vec<Self> {
        match self.value {
            Value::Array(values) => values
                .iter()
                .enumerate()
                .map(|(position, value)| Self {
                    value,
                    path: format!("{}[{position}]", self.path),
                    sink: self.sink,
                })
                .collect(),
            other => {
                self.report(
                    format!("is {} instead of a list", kind_of(other)),
                    "write it as [ … ]",
                );
                Vec::new()
            }
        }
    }

    /// A text that a reader could be shown: not empty, composed, without stray spaces or invisible characters.
    ///
    /// `None`, reported, where it is no text at all or empty; other faults are reported and the text returned.
    pub fn text(&self) -> Option<&'a str> {
        if self.is_gap() {
            return None;
        }
        let Value::String(text) = self.value else {
            self.report(
                format!("is {} instead of text", kind_of(self.value)),
                "put it in quotes",
            );
            return None;
        };
        if text.trim().is_empty() {
            self.report("is empty", "fill it in or remove the key");
            return None;
        }
        if text.trim() != text {
            self.report(
                format!("`{text}` begins or ends with a space"),
                "remove the space",
            );
        }
        if !is_nfc(text) {
            self.report(
                format!("`{text}` is decomposed (not NFC)"),
                "save it with composed letters, as 한 rather than ㅎㅏㄴ in pieces",
            );
        }
        if let Some(c) = text.chars().find(|&c| is_invisible(c)) {
            self.report(
                format!("contains the invisible character U+{:04X}", u32::from(c)),
                "remove it",
            );
        }
        Some(text)
    }

    /// A text in both languages; `None`, reported, where either is missing.
    pub fn bilingual(&self) -> Option<Bilingual> {
        let fields = self.fields(&BILINGUAL)?;
        let ko = fields.need("ko");
        let en = fields.need("en");
        fields.finish();
        let ko = ko.and_then(|node| node.text());
        let en = en.and_then(|node| {
            let text = node.text()?;
            if text.chars().any(is_hangul) {
                node.report(
                    format!("`{text}` contains Hangul"),
                    "write it in Latin letters",
                );
            }
            Some(text)
        });
        Some(Bilingual {
            ko: ko?.to_owned(),
            en: en?.to_owned(),
        })
    }

    /// A number; `None`, reported, for anything else. Always finite: JSON cannot say otherwise.
    pub fn number(&self) -> Option<f64> {
        if self.is_gap() {
            return None;
        }
        let number = self.value.as_f64();
        if number.is_none() {
            self.report(
                format!("is {} instead of a number", kind_of(self.value)),
                "write it in digits, without quotes, commas or a unit",
            );
        }
        number
    }

    /// A whole number from `min` to `max`, inclusive; `None`, reported, for anything else.
    pub fn whole(&self, min: u16, max: u16, what: &str) -> Option<u16> {
        if self.is_gap() {
            return None;
        }
        let whole = self
            .value
            .as_u64()
            .and_then(|number| u16::try_from(number).ok())
            .filter(|number| (min..=max).contains(number));
        if whole.is_none() {
            self.report(
                format!("{} is not {what}", self.quoted()),
                format!("write a whole number from {min} to {max}"),
            );
        }
        whole
    }

    /// Yes or no; `None`, reported, for anything else.
    pub fn flag(&self) -> Option<bool> {
        let flag = self.value.as_bool();
        if flag.is_none() {
            self.report(
                format!("is {} instead of true or false", kind_of(self.value)),
                "write true, or remove the key",
            );
        }
        flag
    }

    /// One word of a table; `None`, reported with the words there are, for any other.
    pub fn word<T: Copy>(&self, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.report(
                format!("`{text}` is not a {what}"),
                format!("use one of {}", known.join(", ")),
            );
        }
        found.map(|(_, value)| *value)
    }
}

/// The keys of one object, which a table lists. Ask for each with [`Fields::get`] or [`Fields::need`], then [`Fields::finish`].
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    table: &'static Object,
    path: String,
    sink: Sink<'a>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The value of an optional key.
    pub fn get(&self, key: &'static str) -> Option<Node<'a>> {
        debug_assert!(
            self.table.key(key).is_some(),
            "the table has no key `{key}`"
        );
        self.known.borrow_mut().push(key);
        self.object.get(key).map(|value| Node {
            value,
            path: self.path_of(key),
            sink: self.sink,
        })
    }

    /// The value of a required key; `None`, reported with what the table says to do, where it is missing.
    pub fn need(&self, key: &'static str) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            let fix = match self.table.key(key).map(|key| key.need) {
                Some(Need::Always(fix) | Need::With(_, fix)) => fix,
                Some(Need::Never) | None => "give it",
            };
            self.sink.report(&self.path_of(key), "is missing", fix);
        }
        node
    }

    /// Reports the notes of a draft: what is noted down is still to be worked in.
    pub fn notes(&self) {
        if let Some(notes) = self.get("notes") {
            notes.report(
                "holds what a draft noted down",
                "finish the rest, then remove it",
            );
        }
    }

    /// Reports the keys that nothing asked for.
    pub fn finish(&self) {
        let known = self.known.borrow();
        let shown = known
            .iter()
            .filter(|key| !matches!(**key, "$schema" | "notes"));
        let shown: Vec<&str> = shown.copied().collect();
        for key in self.object.keys() {
            if !known.contains(&key.as_str()) {
                self.sink.report(
                    &self.path_of(key),
                    "is not a known key",
                    format!("remove it or use one of {}", shown.join(", ")),
                );
            }
        }
    }

    fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// What a JSON value is, with its article.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Characters that nobody sees but every comparison does: controls, zero-width and direction marks.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether `c` is Hangul: a syllable or a jamo of either kind.
fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}
