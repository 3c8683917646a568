//! The body of a call: JSON alone, or JSON with files.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde_json::Value;

use super::multipart;
use crate::playground::errors::{ApiError, ApiResult};
use crate::playground::files::Upload;
use crate::playground::limits::{FILE_MAX_BYTES, FILES_MAX};
use crate::playground::state::Hub;
use crate::playground::validate::form::single_fault;

/// What a call carried, or why it cannot be read.
#[derive(Clone)]
pub struct Received(pub ApiResult<Payload>);

/// What a call carried.
#[derive(Clone, Default)]
pub struct Payload {
    /// The JSON; null without any.
    pub body: Value,
    /// The files that came along.
    pub uploads: Vec<Upload>,
}

/// Reads a body by its content type.
///
/// # Errors
/// 50109 for what is no JSON, 50035 for another content type or a broken multipart body, 30015 and 40005 for too many or too
/// large files.
pub fn read(headers: &HeaderMap, body: &Bytes) -> ApiResult<Payload> {
    if body.is_empty() {
        return Ok(Payload::default());
    }
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(|_| ApiError::invalid_json());
    if content_type.starts_with("application/json") {
        return Ok(Payload {
            body: json(body)?,
            uploads: Vec::new(),
        });
    }
    let wrong = || {
        single_fault(
            "_",
            "CONTENT_TYPE_INVALID",
            "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
        )
    };
    let boundary = multipart::boundary(content_type).ok_or_else(wrong)?;
    let parts = multipart::parts(body, boundary).ok_or_else(wrong)?;
    if parts.files.len() > FILES_MAX {
        return Err(ApiError::new(
            400,
            30015,
            &format!("Maximum number of attachments in a message reached ({FILES_MAX})"),
        ));
    }
    if parts
        .files
        .iter()
        .any(|file| file.bytes.len() > FILE_MAX_BYTES)
    {
        return Err(ApiError::new(413, 40005, "Request entity too large"));
    }
    let body = parts
        .payload_json
        .map_or(Ok(Value::Object(serde_json::Map::new())), |bytes| {
            json(&bytes)
        })?;
    Ok(Payload {
        body,
        uploads: parts.files,
    })
}

impl FromRequestParts<Arc<Hub>> for Payload {
    type Rejection = ApiError;

    /// What [`read`] made of the body when the call came in.
    async fn from_request_parts(parts: &mut Parts, _: &Arc<Hub>) -> Result<Self, ApiError> {
        parts
            .extensions
            .remove::<Received>()
            .unwrap_or(Received(Ok(Self::default())))
            .0
    }
}
