//! The token, which only the environment gives: itself, or the file that it is in.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::ConfigError;
use crate::discord::Token;

/// The variable that holds the token.
pub(super) const TOKEN: &str = "DISCORD_TOKEN";

/// The variable that names a file which holds the token, as secrets are handed to services and containers.
pub(super) const TOKEN_FILE: &str = "DISCORD_TOKEN_FILE";

/// Most bytes read of that file. A token has fewer than a hundred; whatever is longer is the wrong file, perhaps endless.
const TOKEN_FILE_MAX_BYTES: u64 = 4096;

/// The token that `env` gives, if it gives one.
///
/// # Errors
/// Where there are two, or the one cannot be read, or is none.
pub(super) fn token(env: impl Fn(&str) -> Option<String>) -> Result<Option<Token>, ConfigError> {
    let (text, place) = match (env(TOKEN), env(TOKEN_FILE)) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(ConfigError::TwoTokens),
        (Some(text), None) => (text, format!("environment: {TOKEN}")),
        (None, Some(file)) => match read_token(Path::new(&file)) {
            Ok(text) => (text, format!("environment: {TOKEN_FILE}: {file}")),
            Err(cause) => {
                let path = file.into();
                return Err(ConfigError::UnreadableToken { path, cause });
            }
        },
    };
    let token = Token::new(&text).map_err(|error| ConfigError::Invalid {
        place,
        value: None,
        expected: error.to_string(),
    });
    token.map(Some)
}

/// The token in a file, without the line break that editors leave at its end.
fn read_token(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(TOKEN_FILE_MAX_BYTES)
        .read_to_string(&mut text)?;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use super::*;

    /// Writes a file for one test and gives its path.
    fn file(name: &str, content: &[u8]) -> String {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, content).expect("a file can be written");
        path.display().to_string()
    }

    #[test]
    fn a_token_is_read_from_a_file_without_the_line_break_at_its_end() {
        for (name, content) in [
            ("token", "MTAw.Zm9v.YmFy"),
            ("token-unix", "MTAw.Zm9v.YmFy\n"),
            ("token-windows", "MTAw.Zm9v.YmFy\r\n"),
        ] {
            let path = file(name, content.as_bytes());
            let config = with("", &[("DISCORD_TOKEN_FILE", &path)]).expect(name);
            assert_eq!(config.token, Token::new("MTAw.Zm9v.YmFy").ok(), "{name}");
            std::fs::remove_file(path).expect("it was written");
        }
    }

    #[test]
    fn a_token_that_cannot_be_had_names_its_place_and_not_itself() {
        let (empty, korean, binary) = (
            file("empty", b"\n"),
            file("korean", "MTAw.바우처\n".as_bytes()),
            file("binary", &[b'M', 0xff]),
        );
        let endless = file("endless", "M".repeat(100_000).as_bytes());
        let names = |path: &str| format!("environment: DISCORD_TOKEN_FILE names `{path}`, which");
        let holds = |path: &str| format!("environment: DISCORD_TOKEN_FILE: {path} cannot be used;");
        for (variables, expected) in [
            (
                &[
                    ("DISCORD_TOKEN", "MTAw.Zm9v"),
                    ("DISCORD_TOKEN_FILE", "no/such/file"),
                ][..],
                "environment: DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; keep one".into(),
            ),
            (
                &[("DISCORD_TOKEN_FILE", "no/such/토큰")],
                names("no/such/토큰"),
            ),
            (&[("DISCORD_TOKEN_FILE", &binary)], names(&binary)),
            (&[("DISCORD_TOKEN_FILE", &empty)], holds(&empty)),
            (&[("DISCORD_TOKEN_FILE", &korean)], holds(&korean)),
        ] {
            let error = with("", variables).expect_err("there is no token");
            assert!(error.starts_with(&expected), "{error}");
            assert!(!error.contains("MTAw"), "{error}");
        }
        let bounded = read_token(Path::new(&endless)).expect("it is text");
        assert_eq!(bounded.len() as u64, TOKEN_FILE_MAX_BYTES);
        for path in [empty, korean, binary, endless] {
            std::fs::remove_file(path).expect("it was written");
        }
    }

    #[test]
    fn the_token_is_never_shown() {
        let secret = "MTAw.fake.token-바우처";
        for token in ["MTAw.fake.token", secret, "two words"] {
            let shown = match with("", &[("DISCORD_TOKEN", token)]) {
                Ok(config) => format!("{config:?}"),
                Err(error) => error,
            };
            assert!(!shown.contains(token), "{shown}");
        }
    }
}
