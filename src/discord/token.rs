//! The bot's token: a secret that can be used, but not printed.

use std::fmt;

/// A bot's token, as Discord shows it once under "Bot" in its developer portal, without the word `Bot`.
///
/// Neither `Debug` nor anything else in this crate prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Box<str>);

impl Token {
    /// Checks that `text` can be a token: not empty, and of visible ASCII characters alone.
    ///
    /// Whether Discord accepts it is known only once it was used.
    ///
    /// # Errors
    /// Says what is wrong without repeating the text.
    pub fn new(text: &str) -> Result<Self, TokenError> {
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        match text.chars().position(|c| !c.is_ascii_graphic()) {
            Some(index) => Err(TokenError::Character {
                position: index + 1,
            }),
            None => Ok(Self(text.into())),
        }
    }

    /// The token itself, for the places that send it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Why a text cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// There is nothing in it.
    Empty,
    /// It holds a space, a line break, a control character or a letter outside ASCII.
    Character {
        /// Which character, counted from 1.
        position: usize,
    },
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "the bot token is empty; copy it from \"Bot\" in Discord's developer portal",
            ),
            Self::Character { position } => write!(
                f,
                "the bot token holds a space, a line break or another character that no token has, at character {position}; copy it again, without quotes and without the word `Bot`"
            ),
        }
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_visible_ascii() {
        for (text, expected) in [
            ("MTAw.Zm9v.YmFy-_", Ok(())),
            ("", Err(TokenError::Empty)),
            (" abc", Err(TokenError::Character { position: 1 })),
            ("abc\n", Err(TokenError::Character { position: 4 })),
            ("Bot abc", Err(TokenError::Character { position: 4 })),
            ("ab\u{0}", Err(TokenError::Character { position: 3 })),
            ("토큰", Err(TokenError::Character { position: 1 })),
        ] {
            assert_eq!(Token::new(text).map(|_| ()), expected, "token {text:?}");
        }
    }

    #[test]
    fn nothing_prints_a_token() {
        let token = Token::new("secret-text").unwrap();
        assert_eq!(
            format!("{token:?} {token} {token:#?}"),
            "Token(hidden) (hidden) Token(hidden)"
        );
        assert_eq!(token.reveal(), "secret-text");
    }
}
