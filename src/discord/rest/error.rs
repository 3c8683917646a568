//! Why a REST call failed: what Discord said, where, and whether trying again can help.
//!
//! Nothing here holds a token: routes are named by template, and addresses are taken out of reqwest's errors.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// Discord's code for an interaction that was answered already; see [Discord Docs/JSON Error Codes].
const ALREADY_ACKNOWLEDGED: u32 = 40060;

/// A call that failed.
#[derive(Debug)]
pub struct RestError {
    /// Method and path, without ids.
    pub route: &'static str,
    /// What went wrong.
    pub fault: Fault,
}

/// What went wrong with a call.
#[derive(Debug)]
pub enum Fault {
    /// Discord does not know the bot's token.
    Unauthorized,
    /// Discord said no.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code, where it gave one; see [Discord Docs/JSON Error Codes].
        code: Option<u32>,
        /// Place and kind of the first thing wrong with the body, where Discord finds something.
        at: Option<String>,
    },
    /// Discord asked to wait, for as long as given where it said, and the call is not worth that.
    RateLimited(Option<Duration>),
    /// Discord is broken at the moment, with this HTTP status.
    Unavailable(u16),
    /// Discord could not be reached, or did not answer in time. The error does not hold the address.
    Unreachable(reqwest::Error),
    /// The deadline passed before an attempt could be made.
    TooLate,
    /// Something in the address is not fit for one.
    Unbuildable,
    /// Discord answered with something else than it documents.
    Unexpected(serde_json::Error),
}

/// What Discord means by a refusal, where the bot has something to do about it, or to leave.
///
/// See [Discord Docs/JSON Error Codes].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The channel, message or server does not exist, or no longer (10003, 10004, 10008).
    Gone,
    /// The thread is archived or locked (50083, 160005).
    Closed,
    /// The bot may not see the place (50001).
    NoAccess,
    /// The bot lacks a permission (50013); Discord does not say which.
    NoPermission,
    /// The bot may not read what was written before, and so not reply to it (160002).
    NoHistory,
    /// The person takes no direct messages from the bot (50007).
    NoDirectMessages,
    /// The interaction is over, since its three seconds are (10062).
    Expired,
    /// Somebody, such as another process of this bot, answered the interaction (40060).
    AnsweredAlready,
}

/// When a failed call may be tried again.
#[derive(Debug, PartialEq, Eq)]
pub enum NextAttempt {
    /// Trying again would change nothing.
    Never,
    /// After the wait that Discord asked for.
    After(Duration),
    /// After a wait of our own choice.
    Soon,
}

impl RestError {
    /// Discord's own code, where it gave one.
    pub fn code(&self) -> Option<u32> {
        match self.fault {
            Fault::Refused { code, .. } => code,
            _ => None,
        }
    }

    /// What Discord means by its refusal; `None` for other faults and for what nobody handles.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self.code()? {
            10003 | 10004 | 10008 => Refusal::Gone,
            50083 | 160_005 => Refusal::Closed,
            50001 => Refusal::NoAccess,
            50013 => Refusal::NoPermission,
            160_002 => Refusal::NoHistory,
            50007 => Refusal::NoDirectMessages,
            10062 => Refusal::Expired,
            ALREADY_ACKNOWLEDGED => Refusal::AnsweredAlready,
            _ => return None,
        })
    }

    /// Whether Discord does not know the bot's token, so that no further call makes sense.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self.fault, Fault::Unauthorized)
    }

    /// When it may be tried again.
    pub fn next_attempt(&self) -> NextAttempt {
        match self.fault {
            Fault::RateLimited(Some(wait)) => NextAttempt::After(wait),
            Fault::RateLimited(None) | Fault::Unavailable(_) | Fault::Unreachable(_) => {
                NextAttempt::Soon
            }
            Fault::Unauthorized
            | Fault::Refused { .. }
            | Fault::TooLate
            | Fault::Unbuildable
            | Fault::Unexpected(_) => NextAttempt::Never,
        }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.route)?;
        match &self.fault {
            Fault::Unauthorized => {
                f.write_str(" was refused, because Discord does not know the bot's token")
            }
            Fault::Refused { status, code, at } => {
                write!(f, " was refused with status {status}")?;
                if let Some(code) = code {
                    write!(f, ", code {code}")?;
                }
                at.as_ref().map_or(Ok(()), |at| write!(f, " at {at}"))
            }
            Fault::RateLimited(None) => f.write_str(" is rate limited"),
            Fault::RateLimited(Some(wait)) => {
                write!(f, " is rate limited for {:.1} s", wait.as_secs_f64())
            }
            Fault::Unavailable(status) => {
                write!(f, " failed on Discord's side with status {status}")
            }
            Fault::Unreachable(source) if source.is_timeout() => {
                f.write_str(" got no answer in time")
            }
            Fault::Unreachable(source) if source.is_connect() => {
                f.write_str(" found nobody to connect to")
            }
            Fault::Unreachable(_) => f.write_str(" lost its connection"),
            Fault::TooLate => f.write_str(" came too late to be sent"),
            Fault::Unbuildable => f.write_str(" has an address that cannot be requested"),
            Fault::Unexpected(_) => f.write_str(" was answered with something unexpected"),
        }
    }
}

impl std::error::Error for RestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            Fault::Unreachable(source) => Some(source),
            Fault::Unexpected(source) => Some(source),
            _ => None,
        }
    }
}

/// What Discord writes beside an error status.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ErrorAnswer {
    /// Discord's own code.
    pub code: Option<u32>,
    retry_after: Option<f64>,
    /// Whether a limit that was met is the one over all calls.
    pub global: bool,
    errors: Value,
}

impl ErrorAnswer {
    /// How long to wait before trying again.
    pub fn retry_after(&self) -> Option<Duration> {
        seconds(self.retry_after?)
    }

    /// The first fault in the tree of error 50035: `options.0.name: APPLICATION_COMMAND_INVALID_NAME`.
    pub fn first_fault(&self) -> Option<String> {
        let mut path: Vec<&str> = Vec::new();
        let mut node = &self.errors;
        loop {
            let fields = node.as_object()?;
            if let Some(fault) = fields.get("_errors").and_then(|faults| faults.get(0)) {
                let code = fault.get("code").and_then(Value::as_str).unwrap_or("?");
                return Some(format!("{}: {code}", path.join(".")));
            }
            let (key, next) = fields.iter().next()?;
            path.push(key);
            node = next;
        }
    }
}

/// A wait of that many seconds; `None` for what no clock can wait for.
pub(super) fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> ErrorAnswer {
        serde_json::from_str(body).unwrap()
    }

    #[test]
    fn the_first_fault_is_named_by_its_path() {
        for (body, expected) in [
            (
                r#"{"errors":{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED"}]}}}"#,
                Some("name: BASE_TYPE_REQUIRED"),
            ),
            (
                r#"{"errors":{"options":{"0":{"이름":{"_errors":[{"code":"X"},{"code":"Y"}]}}}}}"#,
                Some("options.0.이름: X"),
            ),
            (r#"{"errors":{"_errors":[{}]}}"#, Some(": ?")),
            (r#"{"errors":{"a":{}}}"#, None),
            (r#"{"errors":{"a":[1]}}"#, None),
            (r#"{"errors":7}"#, None),
            ("{}", None),
        ] {
            assert_eq!(answer(body).first_fault().as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn a_refusal_is_known_by_its_code_alone() {
        let refusal = |code| {
            RestError {
                route: "POST /channels/{channel}/messages",
                fault: Fault::Refused {
                    status: 400,
                    code,
                    at: None,
                },
            }
            .refusal()
        };
        for (code, expected) in [
            (10003, Some(Refusal::Gone)),
            (10008, Some(Refusal::Gone)),
            (10062, Some(Refusal::Expired)),
            (40060, Some(Refusal::AnsweredAlready)),
            (50001, Some(Refusal::NoAccess)),
            (50007, Some(Refusal::NoDirectMessages)),
            (50013, Some(Refusal::NoPermission)),
            (50083, Some(Refusal::Closed)),
            (160_002, Some(Refusal::NoHistory)),
            (160_005, Some(Refusal::Closed)),
            (50035, None),
            (0, None),
        ] {
            assert_eq!(refusal(Some(code)), expected, "code {code}");
        }
        assert_eq!(refusal(None), None);
    }

    #[test]
    fn waits_that_no_clock_knows_are_no_waits() {
        for (body, expected) in [
            (r#"{"retry_after":1.5}"#, Some(Duration::from_millis(1500))),
            (r#"{"retry_after":0}"#, Some(Duration::ZERO)),
            (r#"{"retry_after":-1}"#, None),
            (r#"{"retry_after":1e300}"#, None),
            (r#"{"retry_after":null}"#, None),
            ("{}", None),
        ] {
            assert_eq!(answer(body).retry_after(), expected, "{body}");
        }
    }
}
