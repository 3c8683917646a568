//! Files that came with messages, kept until newer ones need the room.

use std::collections::VecDeque;
use std::net::SocketAddr;

use axum::body::Bytes;
use serde_json::{Value, json};

use super::ids::Id;

/// Room for all files together, in bytes.
const BUDGET_BYTES: usize = 64 * 1024 * 1024;

/// A file of a multipart request.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// The `n` of `files[n]`.
    pub number: u64,
    /// Name given.
    pub filename: String,
    /// The bytes.
    pub bytes: Bytes,
}

/// A file that can be fetched.
pub struct File {
    /// Attachment id.
    pub id: Id,
    /// Name given.
    pub filename: String,
    /// The bytes.
    pub bytes: Bytes,
}

/// The files, oldest first.
pub struct Files {
    address: SocketAddr,
    files: VecDeque<File>,
    bytes: usize,
}

impl Files {
    /// No files yet; `address` is where they will be fetched from.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            files: VecDeque::new(),
            bytes: 0,
        }
    }

    /// Keeps a file that was sent to `channel` and describes it as Discord does; `meta` is its entry in `attachments`.
    pub fn keep(
        &mut self,
        id: Id,
        channel: Id,
        upload: &Upload,
        meta: &Value,
        ephemeral: bool,
    ) -> Value {
        let name = meta["filename"].as_str().unwrap_or(&upload.filename);
        let filename: String = name
            .chars()
            .map(|c| {
                if matches!(c, '/' | '\\' | '?' | '#' | '%') || c.is_control() {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        self.bytes += upload.bytes.len();
        self.files.push_back(File {
            id,
            filename: filename.clone(),
            bytes: upload.bytes.clone(),
        });
        while self.bytes > BUDGET_BYTES {
            let Some(oldest) = self.files.pop_front() else {
                break;
            };
            self.bytes -= oldest.bytes.len();
        }
        let url = format!(
            "http://{}/attachments/{channel}/{id}/{filename}",
            self.address
        );
        let mut attachment = json!({
            "id": id, "filename": filename, "size": upload.bytes.len(), "url": url, "proxy_url": url,
            "content_type": content_type(&filename),
        });
        if let Some(description) = meta["description"].as_str() {
            attachment["description"] = description.into();
        }
        if let Some((width, height)) = png_size(&upload.bytes) {
            attachment["width"] = width.into();
            attachment["height"] = height.into();
        }
        if ephemeral {
            attachment["ephemeral"] = true.into();
        }
        attachment
    }

    /// A file by its attachment id.
    pub fn get(&self, id: Id) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }
}

/// The content type that a file is served with: pictures as such, anything else as bytes.
pub fn content_type(filename: &str) -> &'static str {
    match filename
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .as_deref()
    {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        _ => "application/octet-stream",
    }
}

/// Width and height that a PNG names in its first chunk.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        bytes
            .get(at..at + 4)?
            .try_into()
            .ok()
            .map(u32::from_be_bytes)
    };
    bytes
        .starts_with(b"\x89PNG\r\n\x1a\n")
        .then(|| Some((number(16)?, number(20)?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_described_with_its_size() {
        let mut files = Files::new(([127, 0, 0, 1], 8722).into());
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90";
        let upload = Upload {
            number: 0,
            filename: "a/b.png".to_owned(),
            bytes: Bytes::from_static(png),
        };
        let attachment = files.keep(
            Id(7),
            Id(3),
            &upload,
            &json!({ "description": "수출 그래프" }),
            false,
        );
        assert_eq!(attachment["filename"], "a_b.png");
        assert_eq!(
            (&attachment["width"], &attachment["height"]),
            (&json!(640), &json!(400))
        );
        assert_eq!(
            attachment["url"],
            "http://127.0.0.1:8722/attachments/3/7/a_b.png"
        );
        assert!(files.get(Id(7)).is_some());
    }

    #[test]
    fn old_files_make_room_for_new_ones() {
        let mut files = Files::new(([127, 0, 0, 1], 8722).into());
        let upload = Upload {
            number: 0,
            filename: "a".to_owned(),
            bytes: Bytes::from(vec![0; BUDGET_BYTES / 2 + 1]),
        };
        for id in [1, 2] {
            files.keep(Id(id), Id(3), &upload, &Value::Null, false);
        }
        assert!(files.get(Id(1)).is_none());
        assert!(files.get(Id(2)).is_some());
    }
}
