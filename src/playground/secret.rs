//! Names that nobody can guess: sessions and the tokens of interactions.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Starts every interaction token, so that a search through logs finds any of them.
pub const INTERACTION_TOKEN_PREFIX: &str = "playground-interaction-token-";

/// `bytes` random bytes in hexadecimal; from the seeds of the standard library's hash maps, which the system draws.
pub fn random_hex(bytes: usize) -> String {
    let mut hex: String = (0..bytes.div_ceil(8))
        .map(|_| format!("{:016x}", RandomState::new().build_hasher().finish()))
        .collect();
    hex.truncate(bytes * 2);
    hex
}

/// A fresh interaction token.
pub fn interaction_token() -> String {
    format!("{INTERACTION_TOKEN_PREFIX}{}", random_hex(32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ() {
        let (first, second) = (interaction_token(), interaction_token());
        assert_ne!(first, second);
        assert_eq!(first.len(), INTERACTION_TOKEN_PREFIX.len() + 64);
    }
}
