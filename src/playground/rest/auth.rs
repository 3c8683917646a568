//! `Authorization: Bot <token>`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::playground::errors::ApiError;
use crate::playground::ids::Id;
use crate::playground::state::Hub;

/// The application whose token came with a call.
pub struct Bot(pub Id);

/// The token in the header, where there is one.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bot ")
}

impl FromRequestParts<Arc<Hub>> for Bot {
    type Rejection = ApiError;

    /// 401 without a token or with something that is none.
    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, ApiError> {
        let token = token(&parts.headers).ok_or_else(ApiError::unauthorized)?;
        let application = hub.lock().application_of(token, &hub.options.bot_name);
        application.map(Self).ok_or_else(ApiError::unauthorized)
    }
}
