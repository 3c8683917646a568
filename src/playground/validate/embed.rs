//! The limits of embeds.

use serde_json::Value;

use super::form::{Form, join, length};
use crate::playground::limits::{
    EMBED_AUTHOR_MAX, EMBED_DESCRIPTION_MAX, EMBED_FIELD_NAME_MAX, EMBED_FIELD_VALUE_MAX,
    EMBED_FIELDS_MAX, EMBED_FOOTER_MAX, EMBED_TITLE_MAX, EMBED_TOTAL_MAX, EMBEDS_MAX, URL_MAX,
};

const LINKS: &[&str] = &["http", "https"];
const PICTURES: &[&str] = &["http", "https", "attachment"];

/// Records the faults of `embeds` in the message at the path `at`.
pub fn check_embeds(form: &mut Form, message: &Value, at: &str) {
    let embeds = form.list(message, at, "embeds", EMBEDS_MAX);
    let at = join(at, "embeds");
    for (index, embed) in embeds.iter().enumerate() {
        let path = join(&at, index);
        if form.object(embed, &path) {
            check_embed(form, embed, &path);
        }
    }
    if embeds.iter().map(text_length).sum::<usize>() > EMBED_TOTAL_MAX {
        form.fault(
            &at,
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {EMBED_TOTAL_MAX}"),
        );
    }
}

fn check_embed(form: &mut Form, embed: &Value, at: &str) {
    form.text(embed, at, "title", 0..=EMBED_TITLE_MAX);
    form.text(embed, at, "description", 0..=EMBED_DESCRIPTION_MAX);
    form.url(embed, at, "url", URL_MAX, LINKS);
    form.integer(embed, at, "color", 0..=0xFF_FFFF);
    if let Some(timestamp) = form.text(embed, at, "timestamp", 0..=64)
        && !looks_like_a_timestamp(timestamp)
    {
        form.fault(
            &join(at, "timestamp"),
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {timestamp}. Should be ISO8601."),
        );
    }
    let footer = join(at, "footer");
    if !embed["footer"].is_null() && form.object(&embed["footer"], &footer) {
        form.required_text(&embed["footer"], &footer, "text", 1..=EMBED_FOOTER_MAX);
        form.url(&embed["footer"], &footer, "icon_url", URL_MAX, PICTURES);
    }
    let author = join(at, "author");
    if !embed["author"].is_null() && form.object(&embed["author"], &author) {
        form.required_text(&embed["author"], &author, "name", 1..=EMBED_AUTHOR_MAX);
        form.url(&embed["author"], &author, "url", URL_MAX, LINKS);
        form.url(&embed["author"], &author, "icon_url", URL_MAX, PICTURES);
    }
    for picture in ["image", "thumbnail"] {
        let path = join(at, picture);
        if !embed[picture].is_null() && form.object(&embed[picture], &path) {
            form.url(&embed[picture], &path, "url", URL_MAX, PICTURES);
        }
    }
    let fields = form.list(embed, at, "fields", EMBED_FIELDS_MAX);
    for (index, field) in fields.iter().enumerate() {
        let path = join(&join(at, "fields"), index);
        if form.object(field, &path) {
            form.required_text(field, &path, "name", 1..=EMBED_FIELD_NAME_MAX);
            form.required_text(field, &path, "value", 1..=EMBED_FIELD_VALUE_MAX);
            form.boolean(field, &path, "inline");
        }
    }
}

/// Characters of an embed that count towards the message's total.
fn text_length(embed: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, length);
    let fields = embed["fields"].as_array().into_iter().flatten();
    count(&embed["title"])
        + count(&embed["description"])
        + count(&embed["footer"]["text"])
        + count(&embed["author"]["name"])
        + fields
            .map(|field| count(&field["name"]) + count(&field["value"]))
            .sum::<usize>()
}

/// Whether `text` has the shape `YYYY-MM-DD`, alone or with a time behind it.
fn looks_like_a_timestamp(text: &str) -> bool {
    let date = text.get(..10).unwrap_or("");
    let shape = date.bytes().enumerate().all(|(at, b)| {
        if matches!(at, 4 | 7) {
            b == b'-'
        } else {
            b.is_ascii_digit()
        }
    });
    date.len() == 10
        && shape
        && text
            .get(10..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(['T', ' ']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(embeds: Value) -> Vec<String> {
        let mut form = Form::default();
        check_embeds(&mut form, &json!({ "embeds": embeds }), "");
        form.paths()
    }

    #[test]
    fn every_text_holds_at_its_limit_and_fails_one_past_it() {
        for letter in ["a", "한"] {
            for (limit, embed, path) in [
                (
                    256,
                    (|text| json!({ "title": text })) as fn(String) -> Value,
                    "embeds.0.title",
                ),
                (
                    4096,
                    |text| json!({ "description": text }),
                    "embeds.0.description",
                ),
                (
                    2048,
                    |text| json!({ "footer": { "text": text } }),
                    "embeds.0.footer.text",
                ),
                (
                    256,
                    |text| json!({ "author": { "name": text } }),
                    "embeds.0.author.name",
                ),
                (
                    256,
                    |text| json!({ "fields": [{ "name": text, "value": "v" }] }),
                    "embeds.0.fields.0.name",
                ),
                (
                    1024,
                    |text| json!({ "fields": [{ "name": "n", "value": text }] }),
                    "embeds.0.fields.0.value",
                ),
            ] {
                assert_eq!(
                    faults(json!([embed(letter.repeat(limit))])),
                    Vec::<String>::new(),
                    "{letter} x {limit} at {path}"
                );
                assert_eq!(
                    faults(json!([embed(format!(" {} ", letter.repeat(limit)))])),
                    Vec::<String>::new(),
                    "trimmed, {path}"
                );
                assert_eq!(
                    faults(json!([embed(letter.repeat(limit + 1))])),
                    vec![path],
                    "{letter} x {} at {path}",
                    limit + 1
                );
            }
        }
    }

    #[test]
    fn all_embeds_together_hold_6000_characters() {
        let pair = |second: usize| json!([{ "description": "한".repeat(4096) }, { "description": "글".repeat(second) }]);
        assert_eq!(faults(pair(1904)), Vec::<String>::new());
        assert_eq!(faults(pair(1905)), vec!["embeds"]);
    }

    #[test]
    fn counts_and_kinds_are_checked() {
        let fields =
            |count: usize| json!([{ "fields": vec![json!({ "name": "n", "value": "v" }); count] }]);
        for (embeds, expected) in [
            (fields(25), vec![]),
            (fields(26), vec!["embeds.0.fields"]),
            (json!(vec![json!({ "title": "제목" }); 10]), vec![]),
            (json!(vec![json!({ "title": "제목" }); 11]), vec!["embeds"]),
            (
                json!([{ "fields": [{ "name": "", "value": " " }] }]),
                vec!["embeds.0.fields.0.name", "embeds.0.fields.0.value"],
            ),
            (json!([{ "color": 0x100_0000 }]), vec!["embeds.0.color"]),
            (
                json!([{ "url": "ftp://example.com" }]),
                vec!["embeds.0.url"],
            ),
            (
                json!([{ "image": { "url": "attachment://chart.png" } }]),
                vec![],
            ),
            (json!([{ "timestamp": "2023-02-14T00:00:00Z" }]), vec![]),
            (
                json!([{ "timestamp": "14 February" }]),
                vec!["embeds.0.timestamp"],
            ),
            (json!(["제목"]), vec!["embeds.0"]),
        ] {
            assert_eq!(faults(embeds.clone()), expected, "{embeds}");
        }
    }
}
