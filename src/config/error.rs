//! What can be wrong with a configuration, each told with its place and the fix.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::KEYS;
use super::token::{TOKEN, TOKEN_FILE};

/// One thing that is wrong with a configuration.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is not TOML. What its line says is left out: it may be a secret in the wrong place.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// The file has a key that does not exist.
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A value is not one of those its key takes.
    Invalid {
        /// Where it was found: `config/bot.toml: register` or `environment: BOT_REGISTER`.
        place: String,
        /// The value; left out for the token.
        value: Option<String>,
        /// What was expected, and what to do.
        expected: String,
    },
    /// A key has more than one value.
    NoValue {
        /// Where it was found: `config/bot.toml: register`.
        place: String,
        /// What is there.
        kind: &'static str,
    },
    /// The token comes from two places, which may differ.
    TwoTokens,
    /// The file that holds the token cannot be read.
    UnreadableToken {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, .. } => {
                write!(f, "cannot read the configuration {}", path.display())
            }
            Self::Malformed { path, line, reason } => write!(
                f,
                "{}: line {line} is not valid TOML: {reason}",
                path.display()
            ),
            Self::UnknownKey { path, key } => {
                write!(f, "{}: `{key}` is no key; ", path.display())?;
                let variable_of = KEYS.iter().find(|(_, variable)| variable == key);
                if let Some((known, _)) = variable_of {
                    return write!(f, "it is the environment variable of `{known}`");
                }
                if key.to_lowercase().contains("token") {
                    return write!(
                        f,
                        "the token belongs in no file beside others: set {TOKEN}, or {TOKEN_FILE}"
                    );
                }
                let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
                write!(f, "there are {}", keys.join(", "))
            }
            Self::NoValue { place, kind } => {
                write!(
                    f,
                    "{place} is {kind}; expected one value, such as a text in quotes"
                )
            }
            Self::Invalid {
                place,
                value: Some(value),
                expected,
            } => write!(f, "{place} is `{value}`; {expected}"),
            Self::Invalid {
                place,
                value: None,
                expected,
            } => write!(f, "{place} cannot be used; {expected}"),
            Self::TwoTokens => write!(
                f,
                "environment: {TOKEN} and {TOKEN_FILE} are both set; keep one of them"
            ),
            Self::UnreadableToken { path, .. } => write!(
                f,
                "environment: {TOKEN_FILE} names `{}`, which cannot be read",
                path.display()
            ),
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { cause, .. } => Some(cause),
            Self::UnreadableToken { cause, .. } => Some(cause),
            Self::Malformed { .. }
            | Self::UnknownKey { .. }
            | Self::Invalid { .. }
            | Self::NoValue { .. }
            | Self::TwoTokens => None,
        }
    }
}
