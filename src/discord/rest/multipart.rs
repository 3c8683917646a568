//! A body that carries a file beside its JSON, as `multipart/form-data`.
//!
//! Written out whole, since reqwest's own form can be sent only once, and a call may have to be tried again.

use serde_json::Value;

use crate::reply::Picture;

/// Content type and bytes of a body with `payload` and, as `files[0]`, a picture.
pub(super) fn body(payload: &Value, picture: &Picture) -> (String, Vec<u8>) {
    let payload = payload.to_string();
    let mut boundary = "picture".to_owned();
    // What separates the parts must not occur in them.
    while contains(payload.as_bytes(), &boundary) || contains(&picture.png, &boundary) {
        boundary.push('-');
    }
    let name = picture.file_name;
    let mut body = Vec::with_capacity(payload.len() + picture.png.len() + 400);
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
             Content-Type: application/json\r\n\r\n{payload}\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"files[0]\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(&picture.png);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;

    #[test]
    fn the_parts_are_told_apart_whatever_is_in_them() {
        let picture = |png: &[u8]| Picture {
            file_name: "exports.png",
            alt: "막대그래프".to_owned(),
            png: Arc::from(png),
        };
        for (payload, png, boundary) in [
            (json!({ "content": "수출" }), &b"\x89PNG"[..], "picture"),
            (json!({ "content": "picture" }), b"\x89PNG", "picture-"),
            (
                json!({ "content": "수출" }),
                b"picture picture-",
                "picture--",
            ),
        ] {
            let (content_type, body) = body(&payload, &picture(png));
            assert_eq!(
                content_type,
                format!("multipart/form-data; boundary={boundary}")
            );
            let expected = [
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{payload}\r\n").as_bytes(),
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"exports.png\"\r\nContent-Type: image/png\r\n\r\n").as_bytes(),
                png,
                format!("\r\n--{boundary}--\r\n").as_bytes(),
            ]
            .concat();
            assert_eq!(body, expected);
        }
    }
}
