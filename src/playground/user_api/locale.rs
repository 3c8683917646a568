//! The language of a member's client: what a request names, else the one that the member starts with.

use super::refusal::{Refused, member};
use crate::playground::ids::Id;
use crate::playground::state::State;
use crate::playground::validate::command::LOCALES;

/// The locale that a request names, or the member's.
///
/// # Errors
/// 404 when there is no such member; 400 when Discord has no such locale.
pub fn spoken(state: &State, user: Id, asked: Option<&str>) -> Result<&'static str, Refused> {
    let own = member(state, user)?.locale;
    let Some(asked) = asked else { return Ok(own) };
    let known = LOCALES.into_iter().find(|locale| *locale == asked);
    known.ok_or_else(|| {
        Refused::bad(
            "locale",
            format!("`{asked}` is none of Discord's languages; use one such as `ko` or `en-US`"),
        )
    })
}
