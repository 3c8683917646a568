//! The events that a session asks for. See [Discord Docs/Gateway Intents].

use super::close::Close;

/// Servers and their channels.
pub const GUILDS: u64 = 1;
/// Members; privileged.
pub const GUILD_MEMBERS: u64 = 1 << 1;
/// Presences; privileged.
pub const GUILD_PRESENCES: u64 = 1 << 8;
/// Messages in servers.
pub const GUILD_MESSAGES: u64 = 1 << 9;
/// Direct messages, and the application's own ephemeral ones.
pub const DIRECT_MESSAGES: u64 = 1 << 12;
/// What other people's messages say; privileged.
pub const MESSAGE_CONTENT: u64 = 1 << 15;

const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
/// Bits 0 to 16, 20, 21, 24 and 25.
const KNOWN: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/// `Ok` when a session may ask for these intents.
///
/// # Errors
/// 4013 for bits that mean nothing, 4014 for privileged ones that are not switched on.
pub fn check(intents: u64, privileged: bool) -> Result<(), Close> {
    if intents & !KNOWN != 0 {
        Err(Close::BAD_INTENTS)
    } else if intents & PRIVILEGED != 0 && !privileged {
        Err(Close::DISALLOWED_INTENTS)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_intents_are_accepted_and_privileged_ones_when_switched_on() {
        for (intents, privileged, expected) in [
            (0, false, Ok(())),
            (4609, false, Ok(())),
            (1 << 25, false, Ok(())),
            (1 << 17, true, Err(Close::BAD_INTENTS)),
            (1 << 40, true, Err(Close::BAD_INTENTS)),
            (
                MESSAGE_CONTENT | 4609,
                false,
                Err(Close::DISALLOWED_INTENTS),
            ),
            (MESSAGE_CONTENT | 4609, true, Ok(())),
        ] {
            assert_eq!(
                check(intents, privileged),
                expected,
                "intents {intents}, privileged {privileged}"
            );
        }
    }
}
