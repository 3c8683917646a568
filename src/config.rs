//! The operator's settings: `config/bot.toml`, overridden by the environment.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::discord::{ApiBase, Register, Token};
use crate::text::language::Language;

/// Where the configuration is read from unless the command line says otherwise.
pub const DEFAULT_PATH: &str = "config/bot.toml";

/// Everything the operator can set.
#[derive(Debug)]
pub struct Config {
    /// The bot's token; `None` runs the playground.
    pub token: Option<Token>,
    /// Root of Discord's API.
    pub api_base: ApiBase,
    /// Which commands to keep registered.
    pub register: Register,
    /// Language of a reply where nothing tells the asker's.
    pub language: Language,
    /// Folder of the knowledge base.
    pub data: PathBuf,
    /// Log filter.
    pub log: String,
    /// Preferred port of the playground.
    pub playground_port: u16,
}

/// The file's shape. Texts, so that a bad value is reported the same way from the file and from the environment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    api_base: Option<String>,
    register: Option<String>,
    language: Option<String>,
    data: Option<String>,
    log: Option<String>,
    playground_port: Option<toml::Value>,
}

/// Why a configuration cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is not TOML, or has a key that does not exist.
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        cause: Box<toml::de::Error>,
    },
    /// A value is not one of those a key takes.
    Invalid {
        /// Where it was found: `config/bot.toml: register` or `environment: BOT_REGISTER`.
        place: String,
        /// The value; left out for the token.
        value: Option<String>,
        /// What was expected, and what to do.
        expected: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, .. } => {
                write!(f, "cannot read the configuration {}", path.display())
            }
            Self::Malformed { path, .. } => write!(
                f,
                "{} is not a valid configuration; compare it with the commented one in the repository",
                path.display()
            ),
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
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { cause, .. } => Some(cause),
            Self::Malformed { cause, .. } => Some(cause),
            Self::Invalid { .. } => None,
        }
    }
}

impl Config {
    /// Reads `path`, or [`DEFAULT_PATH`] where that exists, and lets `env` override it.
    ///
    /// `env` looks up an environment variable; an empty value counts as not set.
    ///
    /// # Errors
    /// When `path` was given and cannot be read, when the file is malformed, and for the first value that no key takes.
    pub fn load(
        path: Option<&Path>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let default = Path::new(DEFAULT_PATH);
        let (path, text) = match path {
            Some(path) => (path, read(path)?),
            None if default.exists() => (default, read(default)?),
            None => (default, String::new()),
        };
        let file: File = toml::from_str(&text).map_err(|cause| ConfigError::Malformed {
            path: path.to_owned(),
            cause: Box::new(cause),
        })?;
        Self::from_file(path, file, env)
    }

    fn from_file(
        path: &Path,
        file: File,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let settings = Settings { path, env };
        let port = file.playground_port.map(|port| match port {
            toml::Value::String(text) => text,
            toml::Value::Integer(port) => port.to_string(),
            other => other.type_str().to_owned(),
        });
        Ok(Self {
            token: settings
                .env("DISCORD_TOKEN")
                .map(|text| {
                    Token::new(&text).map_err(|error| ConfigError::Invalid {
                        place: "environment: DISCORD_TOKEN".to_owned(),
                        value: None,
                        expected: error.to_string(),
                    })
                })
                .transpose()?,
            api_base: settings.read(
                ("api_base", "DISCORD_API_BASE"),
                file.api_base,
                ApiBase::default(),
                |text| ApiBase::new(text).map_err(|error| error.to_string()),
            )?,
            register: settings.read(
                ("register", "BOT_REGISTER"),
                file.register,
                Register::OnChange,
                parse_register,
            )?,
            language: settings.read(
                ("language", "BOT_LANGUAGE"),
                file.language,
                Language::Ko,
                |text| Language::from_code(text).ok_or("expected `ko` or `en`".to_owned()),
            )?,
            data: settings.read(
                ("data", "BOT_DATA"),
                file.data,
                PathBuf::from("data"),
                |text| Ok(PathBuf::from(text)),
            )?,
            log: settings.read(("log", "BOT_LOG"), file.log, "info".to_owned(), |text| {
                text.parse::<tracing_subscriber::filter::Targets>()
                    .map(|_| text.to_owned())
                    .map_err(|_| {
                        "expected a level such as `info`, or `info,target=debug`".to_owned()
                    })
            })?,
            playground_port: settings.read(
                ("playground_port", "BOT_PLAYGROUND_PORT"),
                port,
                8722,
                |text| {
                    text.parse()
                        .ok()
                        .filter(|&port| port > 0)
                        .ok_or("expected a port from 1 to 65535".to_owned())
                },
            )?,
        })
    }
}

/// `on-change`, `off`, or `guild:` with the id of a server.
fn parse_register(text: &str) -> Result<Register, String> {
    match text {
        "on-change" => Some(Register::OnChange),
        "off" => Some(Register::Off),
        _ => text
            .strip_prefix("guild:")
            .and_then(|id| id.parse().ok())
            .map(Register::Guild),
    }
    .ok_or_else(|| "expected `on-change`, `off`, or `guild:` and the id of a server".to_owned())
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: path.to_owned(),
        cause,
    })
}

/// Where values come from.
struct Settings<'a, E> {
    path: &'a Path,
    env: E,
}

impl<E: Fn(&str) -> Option<String>> Settings<'_, E> {
    fn env(&self, variable: &str) -> Option<String> {
        (self.env)(variable).filter(|value| !value.is_empty())
    }

    /// The value of a key: from the environment, else from the file, else the default.
    fn read<T>(
        &self,
        (key, variable): (&str, &str),
        file: Option<String>,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let (place, value) = match (self.env(variable), file) {
            (Some(value), _) => (format!("environment: {variable}"), value),
            (None, Some(value)) => (format!("{}: {key}", self.path.display()), value),
            (None, None) => return Ok(default),
        };
        parse(&value).map_err(|expected| ConfigError::Invalid {
            place,
            value: Some(value),
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let path = Path::new("bot.toml");
        let file = toml::from_str(text).map_err(|error| error.to_string())?;
        let env = |name: &str| {
            let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
            Some((*value).to_owned())
        };
        Config::from_file(path, file, env).map_err(|error| error.to_string())
    }

    /// The values that the file in the repository shows are those used without a file.
    #[test]
    fn the_commented_file_states_the_defaults() {
        let shown = with(include_str!("../config/bot.toml"), &[]).expect("the file is valid");
        let built_in = with("", &[]).expect("nothing is needed");
        assert_eq!(format!("{shown:?}"), format!("{built_in:?}"));
    }

    #[test]
    fn the_commented_file_names_every_key_and_variable() {
        let text = include_str!("../config/bot.toml");
        for (key, variable) in [
            ("api_base", "DISCORD_API_BASE"),
            ("register", "BOT_REGISTER"),
            ("language", "BOT_LANGUAGE"),
            ("data", "BOT_DATA"),
            ("log", "BOT_LOG"),
            ("playground_port", "BOT_PLAYGROUND_PORT"),
        ] {
            assert!(text.contains(&format!("\n{key} = ")), "key {key}");
            assert!(
                text.contains(&format!("# {variable}\n")),
                "variable {variable}"
            );
        }
    }

    #[test]
    fn the_environment_wins_and_an_empty_variable_is_none() {
        for (variables, expected) in [
            (&[][..], Language::En),
            (&[("BOT_LANGUAGE", "ko")][..], Language::Ko),
            (&[("BOT_LANGUAGE", "")][..], Language::En),
        ] {
            let config = with("language = \"en\"", variables).expect("valid");
            assert_eq!(config.language, expected, "{variables:?}");
        }
    }

    #[test]
    fn a_value_that_no_key_takes_names_its_place_and_the_fix() {
        for (text, variables, expected) in [
            (
                "language = \"jp\"",
                &[][..],
                "bot.toml: language is `jp`; expected `ko` or `en`",
            ),
            (
                "",
                &[("BOT_LANGUAGE", "한국어")][..],
                "environment: BOT_LANGUAGE is `한국어`; expected `ko` or `en`",
            ),
            (
                "register = \"sometimes\"",
                &[][..],
                "bot.toml: register is `sometimes`; expected `on-change`, `off`, or `guild:` and the id of a server",
            ),
            (
                "register = \"guild:0\"",
                &[][..],
                "bot.toml: register is `guild:0`; expected `on-change`, `off`, or `guild:` and the id of a server",
            ),
            (
                "playground_port = 70000",
                &[][..],
                "bot.toml: playground_port is `70000`; expected a port from 1 to 65535",
            ),
            (
                "log = \"loud=\"",
                &[][..],
                "bot.toml: log is `loud=`; expected a level such as `info`, or `info,target=debug`",
            ),
        ] {
            let error = with(text, variables).expect_err(text);
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = with("langauge = \"ko\"", &[]).expect_err("no such key");
        assert!(error.contains("unknown field `langauge`"), "{error}");
        assert!(error.contains("line 1"), "{error}");
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
