//! Reads `multipart/form-data`: the part `payload_json` and the files.

use axum::body::Bytes;

use crate::playground::files::Upload;

/// A request's parts.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// The JSON that would have been the body.
    pub payload_json: Option<Bytes>,
    /// The files, in their order.
    pub files: Vec<Upload>,
}

/// The boundary in a content type, where it is `multipart/form-data`.
pub fn boundary(content_type: &str) -> Option<&str> {
    let parameters = content_type.strip_prefix("multipart/form-data")?;
    let boundary = parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// The parts of a body; `None` when it is not well-formed. See [RFC 7578].
pub fn parts(body: &Bytes, boundary: &str) -> Option<Parts> {
    let delimiter = format!("--{boundary}");
    let mut parts = Parts::default();
    let mut at = find(body, delimiter.as_bytes(), 0)? + delimiter.len();
    while !body[at..].starts_with(b"--") {
        let head_end = find(body, b"\r\n\r\n", at)?;
        let end = find(body, format!("\r\n{delimiter}").as_bytes(), head_end + 2)?;
        let start = (head_end + 4).min(end);
        let head = std::str::from_utf8(&body[at..head_end]).ok()?;
        let content = body.slice(start..end);
        let name = disposition(head, "name")?;
        match (name, disposition(head, "filename")) {
            ("payload_json", _) => parts.payload_json = Some(content),
            (name, Some(filename)) => {
                let number = name
                    .strip_prefix("files[")
                    .and_then(|rest| rest.strip_suffix(']'))
                    .unwrap_or("0")
                    .parse()
                    .ok()?;
                parts.files.push(Upload {
                    number,
                    filename: filename.to_owned(),
                    bytes: content,
                });
            }
            _ => {}
        }
        at = end + 2 + delimiter.len();
    }
    Some(parts)
}

/// A parameter of the `Content-Disposition` in a part's head.
fn disposition<'h>(head: &'h str, parameter: &str) -> Option<&'h str> {
    let line = head.lines().find(|line| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    })?;
    let (_, value) = line.split_once(&format!("; {parameter}="))?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(';').next(),
    }
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    haystack
        .get(from..)?
        .windows(needle.len())
        .position(|window| window == needle)
        .map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n\
        {\"content\":\"수출\"}\r\n--b\r\nContent-Disposition: form-data; name=\"files[3]\"; filename=\"chart.png\"\r\n\r\n\
        a\r\nb\r\n--b--\r\n";

    #[test]
    fn payload_and_files_are_read() {
        let parts = parts(&Bytes::from_static(BODY.as_bytes()), "b").expect("well-formed");
        assert_eq!(
            parts.payload_json.as_deref(),
            Some("{\"content\":\"수출\"}".as_bytes())
        );
        let expected = Upload {
            number: 3,
            filename: "chart.png".to_owned(),
            bytes: Bytes::from_static(b"a\r\nb"),
        };
        assert_eq!(parts.files, [expected]);
    }

    #[test]
    fn a_body_cut_anywhere_before_its_end_is_refused() {
        let end = BODY.find("--b--").expect("an end") + "--b--".len();
        for cut in 0..end {
            let body = Bytes::copy_from_slice(&BODY.as_bytes()[..cut]);
            assert_eq!(parts(&body, "b"), None, "cut at {cut}");
        }
    }

    #[test]
    fn the_boundary_may_be_quoted() {
        for (content_type, expected) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            (
                "multipart/form-data; charset=utf-8; boundary=\"a b\"",
                Some("a b"),
            ),
            ("multipart/form-data", None),
            ("application/json", None),
        ] {
            assert_eq!(boundary(content_type), expected, "{content_type}");
        }
    }
}
