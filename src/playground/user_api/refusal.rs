//! Why a member's action was not carried out.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::playground::client::Refusal;
use crate::playground::ids::Id;
use crate::playground::state::State;
use crate::playground::world::{Channel, ChannelKind, Member};

/// A status with `{"code", "message", "option"?}`.
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    refusal: Refusal,
}

impl Refused {
    /// Something named in the request does not exist, or not for this member.
    pub fn not_found(what: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            refusal: Refusal::new(
                "not_found",
                None,
                format!("there is no such {what} for this member"),
            ),
        }
    }

    /// The action makes no sense here.
    pub fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            refusal: Refusal::new(code, None, message),
        }
    }

    /// The playground was not set up for it.
    pub fn forbidden(message: &str) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            refusal: Refusal::new("forbidden", None, message),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            refusal,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Refusal {
            code,
            option,
            message,
        } = self.refusal;
        let mut body = json!({ "code": code, "message": message });
        if let Some(option) = option {
            body["option"] = option.into();
        }
        (self.status, Json(body)).into_response()
    }
}

/// The member that a request names.
///
/// # Errors
/// 404 when there is none.
pub fn member(state: &State, id: Id) -> Result<&Member, Refused> {
    state.member(id).ok_or_else(|| Refused::not_found("member"))
}

/// The channel that a request names, where the member can see it.
///
/// # Errors
/// 404 when there is none for this member.
pub fn channel(state: &State, id: Id, member: Id) -> Result<&Channel, Refused> {
    let own = |channel: &&Channel| !matches!(channel.kind, ChannelKind::Dm { member: other, .. } if other != member);
    state
        .channels
        .get(&id)
        .filter(own)
        .ok_or_else(|| Refused::not_found("channel"))
}
