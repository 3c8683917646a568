//! Why the bot stopped for good: what Discord will not accept however often it is tried.

use std::net::SocketAddr;
use std::{fmt, io};

/// Why [`run`](super::run) gave up. Everything that may pass is retried and never ends up here.
#[derive(Debug)]
pub enum RunError {
    /// Discord does not know the token (close code 4004, or status 401).
    TokenRefused,
    /// Discord does not grant the gateway intents (close codes 4013 and 4014).
    IntentsRefused {
        /// The close code.
        code: u16,
    },
    /// Discord does not take these shards (close code 4010), or wants more of them (4011).
    Sharding {
        /// The close code.
        code: u16,
        /// How many shards there were.
        total: u32,
    },
    /// Interactions cannot be taken in at the address that is configured for it.
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// A connection was lost to a fault in this program.
    Fault,
    /// Discord no longer speaks the API version that this bot speaks (close code 4012).
    ApiVersion,
    /// The HTTP client could not be set up.
    HttpClient(reqwest::Error),
}

impl RunError {
    /// The error for a gateway close code after which reconnecting is pointless, of a bot of `total` shards; `None` for every
    /// other code.
    ///
    /// See [Discord Docs/Gateway Close Event Codes].
    pub(super) fn from_close_code(code: u16, total: u32) -> Option<Self> {
        match code {
            4004 => Some(Self::TokenRefused),
            4010 | 4011 => Some(Self::Sharding { code, total }),
            4012 => Some(Self::ApiVersion),
            4013 | 4014 => Some(Self::IntentsRefused { code }),
            _ => None,
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenRefused => f.write_str(
                "Discord refused the bot token; reset it under \"Bot\" in the developer portal and start the bot with the new one",
            ),
            Self::IntentsRefused { code } => write!(
                f,
                "Discord refused the gateway intents {}, GUILDS, GUILD_MESSAGES and DIRECT_MESSAGES (close code {code}); in the developer portal, switch on under \"Bot\", \"Privileged Gateway Intents\", whichever of them is listed there, and if none is, update the bot",
                super::gateway::INTENTS.bits()
            ),
            Self::Sharding { code, total } => write!(
                f,
                "Discord refused a bot of {total} shards (close code {code}); it is on too many servers for them: set `shards` to a larger number in every process, or to `auto` where there is one"
            ),
            Self::Listen { address, .. } => write!(
                f,
                "interactions cannot be taken in at {address}; set `endpoint_address` to one that is free"
            ),
            Self::Fault => f.write_str(
                "a gateway connection was lost to a fault in this program, which the log has; start it again",
            ),
            Self::ApiVersion => write!(
                f,
                "Discord no longer accepts API version {} (close code 4012); update the bot",
                super::gateway::API_VERSION
            ),
            Self::HttpClient(_) => f.write_str("the HTTP client could not be set up"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::HttpClient(source) => Some(source),
            Self::Listen { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fatal_close_codes_stop_the_bot() {
        for code in 1000..=4999 {
            let fatal = matches!(code, 4004 | 4010..=4014);
            assert_eq!(
                RunError::from_close_code(code, 1).is_some(),
                fatal,
                "{code}"
            );
        }
    }

    #[test]
    fn errors_say_what_to_do() {
        for (error, expected) in [
            (
                RunError::TokenRefused,
                "Discord refused the bot token; reset it under \"Bot\" in the developer portal and start the bot with the new one",
            ),
            (
                RunError::IntentsRefused { code: 4014 },
                "Discord refused the gateway intents 4609, GUILDS, GUILD_MESSAGES and DIRECT_MESSAGES (close code 4014); in the developer portal, switch on under \"Bot\", \"Privileged Gateway Intents\", whichever of them is listed there, and if none is, update the bot",
            ),
            (
                RunError::Sharding {
                    code: 4011,
                    total: 2,
                },
                "Discord refused a bot of 2 shards (close code 4011); it is on too many servers for them: set `shards` to a larger number in every process, or to `auto` where there is one",
            ),
            (
                RunError::ApiVersion,
                "Discord no longer accepts API version 10 (close code 4012); update the bot",
            ),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
