//! Telling Discord the commands: at start, however long it takes, and on an operator's order, with every change shown first.

mod difference;
mod essence;
mod order;
mod plan;

use std::time::Duration;

use tokio::time::sleep;
use tracing::{info, warn};

pub use self::order::{Place, RegisterError, Registration};
use self::plan::Plan;
use super::backoff::Backoff;
use super::manifest::manifest;
use super::rest::{Fault, NextAttempt, Rest, RestError, Scope};

/// First and longest wait between attempts at registering while Discord cannot be reached. Commands are what people see
/// first, so the longest stays short.
const WAITS_WHILE_AWAY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(8));

/// First and longest wait while Discord refuses. That passes only when somebody does something about it, such as adding
/// the bot to the server, or with the day, for the limit of creations.
const WAITS_WHILE_REFUSED: (Duration, Duration) =
    (Duration::from_secs(10), Duration::from_secs(600));

/// Brings what is registered in line with the table, however long it takes.
///
/// # Errors
/// Only when Discord does not know the bot's token.
pub(super) async fn register(rest: &Rest, scope: Scope) -> Result<(), RestError> {
    let mut away = Backoff::new(WAITS_WHILE_AWAY.0, WAITS_WHILE_AWAY.1);
    let mut refused = Backoff::new(WAITS_WHILE_REFUSED.0, WAITS_WHILE_REFUSED.1);
    loop {
        let error = match register_once(rest, scope).await {
            Ok(()) => return Ok(()),
            Err(error) if error.is_unauthorized() => return Err(error),
            Err(error) => error,
        };
        let wait = match (&error.fault, error.next_attempt()) {
            (Fault::Refused { .. }, _) => refused.next_wait(),
            (_, NextAttempt::After(wait)) => wait.saturating_add(away.next_wait()),
            _ => away.next_wait(),
        };
        warn!(%error, wait_ms = wait.as_millis() as u64, "the commands are not registered yet; trying again");
        sleep(wait).await;
    }
}

async fn register_once(rest: &Rest, scope: Scope) -> Result<(), RestError> {
    let plan = Plan::bring(
        &manifest(scope.guild.is_some()),
        &rest.commands(scope).await?,
    );
    for command in &plan.foreign {
        info!(
            command,
            "a registered command is not in the table and is left alone"
        );
    }
    carry_out(rest, scope, &plan).await?;
    info!(
        created = plan.create.len(),
        changed = plan.edit.len(),
        unchanged = plan.unchanged,
        "the commands are registered"
    );
    Ok(())
}

/// Writes what a plan says, call by call; the first failure ends it.
async fn carry_out(rest: &Rest, scope: Scope, plan: &Plan) -> Result<(), RestError> {
    for command in &plan.create {
        rest.create_command(scope, command).await?;
    }
    for edit in &plan.edit {
        rest.edit_command(scope, edit.id, &edit.command).await?;
    }
    for (id, _) in &plan.remove {
        rest.delete_command(scope, *id).await?;
    }
    Ok(())
}
