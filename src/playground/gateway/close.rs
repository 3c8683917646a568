//! Why the gateway closes a connection.

/// A close code with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    /// The code of the close frame.
    pub code: u16,
    /// The text of the close frame.
    pub reason: &'static str,
}

impl Close {
    /// 1001: the playground stops.
    pub const GOING_AWAY: Self = Self {
        code: 1001,
        reason: "going away",
    };
    /// 4000.
    pub const UNKNOWN: Self = Self {
        code: 4000,
        reason: "Unknown error.",
    };
    /// 4001.
    pub const BAD_OPCODE: Self = Self {
        code: 4001,
        reason: "Unknown opcode.",
    };
    /// 4002: no JSON object, or larger than 4096 bytes.
    pub const UNDECODABLE: Self = Self {
        code: 4002,
        reason: "Error while decoding payload.",
    };
    /// 4003.
    pub const NOT_IDENTIFIED: Self = Self {
        code: 4003,
        reason: "Not authenticated.",
    };
    /// 4004.
    pub const BAD_TOKEN: Self = Self {
        code: 4004,
        reason: "Authentication failed.",
    };
    /// 4005.
    pub const IDENTIFIED_TWICE: Self = Self {
        code: 4005,
        reason: "Already authenticated.",
    };
    /// 4007.
    pub const BAD_SEQUENCE: Self = Self {
        code: 4007,
        reason: "Invalid seq.",
    };
    /// 4008.
    pub const TOO_FAST: Self = Self {
        code: 4008,
        reason: "Rate limited.",
    };
    /// 4009.
    pub const TIMED_OUT: Self = Self {
        code: 4009,
        reason: "Session timed out.",
    };
    /// 4010.
    pub const BAD_SHARD: Self = Self {
        code: 4010,
        reason: "Invalid shard.",
    };
    /// 4012.
    pub const BAD_VERSION: Self = Self {
        code: 4012,
        reason: "Invalid API version.",
    };
    /// 4013.
    pub const BAD_INTENTS: Self = Self {
        code: 4013,
        reason: "Invalid intent(s).",
    };
    /// 4014.
    pub const DISALLOWED_INTENTS: Self = Self {
        code: 4014,
        reason: "Disallowed intent(s).",
    };
}
