//! The gateway: HELLO, IDENTIFY, READY, heartbeats, dispatches, RESUME and the close codes.
//!
//! See [Discord Docs/Gateway] and [Discord Docs/Opcodes and Status Codes].

pub mod close;
pub mod connection;
pub mod intent;
pub mod login;
pub mod session;
pub mod starts;

/// Opcodes.
pub mod op {
    /// An event; to the client only.
    pub const DISPATCH: u64 = 0;
    /// A heartbeat, in both directions.
    pub const HEARTBEAT: u64 = 1;
    /// Starts a session.
    pub const IDENTIFY: u64 = 2;
    /// Changes the bot's presence.
    pub const PRESENCE: u64 = 3;
    /// Joins or leaves a voice channel.
    pub const VOICE_STATE: u64 = 4;
    /// Continues a session.
    pub const RESUME: u64 = 6;
    /// Tells the client to reconnect and resume.
    pub const RECONNECT: u64 = 7;
    /// Asks for members of a guild.
    pub const REQUEST_MEMBERS: u64 = 8;
    /// Tells the client that its session is gone, or not yet.
    pub const INVALID_SESSION: u64 = 9;
    /// The first frame of a connection.
    pub const HELLO: u64 = 10;
    /// Answers a heartbeat.
    pub const ACK: u64 = 11;
    /// Asks for soundboard sounds.
    pub const SOUNDBOARD: u64 = 31;
    /// Asks for information on channels.
    pub const CHANNEL_INFO: u64 = 43;
}
