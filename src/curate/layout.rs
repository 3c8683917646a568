//! JSON as a curator reads it: what fits on a line stands on one, as in the files of `data/`.

use serde_json::Value;

/// Widest line, in characters.
const WIDTH: usize = 120;

/// `value` laid out, with a line break at its end.
pub(super) fn laid_out(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0, 0);
    text.push('\n');
    text
}

/// Writes a value of which `taken` characters of the line are taken already.
fn write(text: &mut String, value: &Value, depth: usize, taken: usize) {
    let short = on_one_line(value);
    if depth * 2 + taken + short.chars().count() < WIDTH && depth > 0 {
        text.push_str(&short);
        return;
    }
    let (entries, brackets): (Vec<(Option<&String>, &Value)>, _) = match value {
        Value::Array(values) => (
            values.iter().map(|value| (None, value)).collect(),
            ['[', ']'],
        ),
        Value::Object(object) => (
            object
                .iter()
                .map(|(key, value)| (Some(key), value))
                .collect(),
            ['{', '}'],
        ),
        _ => {
            text.push_str(&short);
            return;
        }
    };
    text.push(brackets[0]);
    for (position, (key, value)) in entries.into_iter().enumerate() {
        text.push_str(if position == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        let key = key
            .map(|key| format!("{}: ", Value::from(key.as_str())))
            .unwrap_or_default();
        text.push_str(&key);
        write(text, value, depth + 1, key.chars().count());
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(brackets[1]);
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Array(values) => format!("[{}]", joined(values.iter().map(on_one_line))),
        Value::Object(object) if !object.is_empty() => {
            let entries = object.iter();
            let entries = entries.map(|(key, value)| {
                format!("{}: {}", Value::from(key.as_str()), on_one_line(value))
            });
            format!("{{ {} }}", joined(entries))
        }
        other => other.to_string(),
    }
}

fn joined(entries: impl Iterator<Item = String>) -> String {
    entries.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_fits_on_a_line_stands_on_one() {
        let value = json!({"name": {"ko": "수출 \"바우처\"", "en": "Voucher"}, "paragraphs": [1, 2], "text": "가".repeat(130), "none": {}});
        let text = laid_out(&value);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1],
            r#"  "name": { "ko": "수출 \"바우처\"", "en": "Voucher" },"#
        );
        assert_eq!(lines[2], r#"  "paragraphs": [1, 2],"#);
        assert_eq!(
            serde_json::from_str::<Value>(&text).expect("it is JSON"),
            value
        );
        let long = json!({"list": ["가".repeat(60), "나".repeat(60)]});
        assert_eq!(laid_out(&long).lines().count(), 6);
    }
}
