//! The operator's settings: `config/bot.toml`, overridden by the environment.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use tracing_subscriber::filter::Targets;

use crate::discord::{ApiBase, PublicKey, Register, ShardRange, Sharding, Token, parse_shards};
use crate::text::language::Language;

/// Where the configuration is read from unless the command line says otherwise.
pub const DEFAULT_PATH: &str = "config/bot.toml";

/// Where the knowledge base is unless the configuration or the command line says otherwise.
pub const DEFAULT_DATA: &str = "data";

/// Where health and metrics are served unless the configuration says otherwise: on this host alone, and below the ports
/// that playgrounds take.
const DEFAULT_HEALTH_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8721);

/// Where `endpoint` takes interactions in unless the configuration says otherwise: on this host alone, for a proxy on it.
const DEFAULT_ENDPOINT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8720);

/// Everything the operator can set.
#[derive(Clone, Debug)]
pub struct Config {
    /// The bot's token; `None` runs the playground.
    pub token: Option<Token>,
    /// Root of Discord's API.
    pub api_base: ApiBase,
    /// How many gateway sessions the bot has, and which of them this process keeps up.
    pub sharding: Sharding,
    /// The application's public key, which `endpoint` needs.
    pub public_key: Option<PublicKey>,
    /// Where `endpoint` takes interactions in.
    pub endpoint_address: SocketAddr,
    /// Which commands to keep registered.
    pub register: Register,
    /// Language of a reply where nothing tells the asker's.
    pub language: Language,
    /// The channel to which reports of wrong or outdated entries go; `None` for the log.
    pub feedback_channel: Option<NonZeroU64>,
    /// Folder of the knowledge base.
    pub data: PathBuf,
    /// Where health and metrics are served; nowhere where `None`.
    pub health_address: Option<SocketAddr>,
    /// Log filter.
    pub log: String,
    /// Whether the log holds what was asked; never who asked.
    pub log_questions: bool,
    /// Preferred port of the playground.
    pub playground_port: u16,
}

/// The keys of the file, each with the environment variable that overrides it.
const KEYS: [(&str, &str); 13] = [
    ("api_base", "DISCORD_API_BASE"),
    ("shards", "BOT_SHARDS"),
    ("shard_range", "BOT_SHARD_RANGE"),
    ("public_key", "DISCORD_PUBLIC_KEY"),
    ("endpoint_address", "BOT_ENDPOINT_ADDRESS"),
    ("register", "BOT_REGISTER"),
    ("language", "BOT_LANGUAGE"),
    ("feedback_channel", "BOT_FEEDBACK_CHANNEL"),
    ("data", "BOT_DATA"),
    ("health_address", "BOT_HEALTH_ADDRESS"),
    ("log", "BOT_LOG"),
    ("log_questions", "BOT_LOG_QUESTIONS"),
    ("playground_port", "BOT_PLAYGROUND_PORT"),
];

/// The variable that holds the token.
const TOKEN: &str = "DISCORD_TOKEN";

/// The variable that names a file which holds the token, as secrets are handed to services and containers.
const TOKEN_FILE: &str = "DISCORD_TOKEN_FILE";

/// Most bytes read of that file. A token has fewer than a hundred; whatever is longer is the wrong file, perhaps endless.
const TOKEN_FILE_MAX_BYTES: u64 = 4096;

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
                let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
                write!(
                    f,
                    "{}: `{key}` is no key; there are {}",
                    path.display(),
                    keys.join(", ")
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
            | Self::TwoTokens => None,
        }
    }
}

impl Config {
    /// Reads `path`, or [`DEFAULT_PATH`] where that exists, and lets `env` override it.
    ///
    /// `env` looks up an environment variable; an empty value counts as not set.
    ///
    /// # Errors
    /// Everything that is wrong at once; a file that cannot be read or is not TOML hides what is in it.
    pub fn load(
        path: Option<&Path>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<ConfigError>> {
        let default = Path::new(DEFAULT_PATH);
        let (path, text) = match path {
            Some(path) => (path, read(path)),
            None if default.exists() => (default, read(default)),
            None => (default, Ok(String::new())),
        };
        text.and_then(|text| parse(path, &text))
            .map_err(|error| vec![error])
            .and_then(|table| Self::from_table(path, table, env))
    }

    fn from_table(
        path: &Path,
        table: toml::Table,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<ConfigError>> {
        let mut settings = Settings {
            path,
            table,
            env,
            problems: Vec::new(),
        };
        let shards = settings.read("shards", None, parse_shards);
        let all = Sharding::new(shards, &ShardRange::All).unwrap_or_default();
        let config = Self {
            token: settings.token(),
            sharding: settings.read("shard_range", all, |text| {
                Sharding::new(shards, &ShardRange::parse(text)?)
            }),
            api_base: settings.read("api_base", ApiBase::default(), |text| {
                ApiBase::new(text).map_err(|error| error.to_string())
            }),
            public_key: settings.read("public_key", None, |text| match text {
                "none" => Ok(None),
                key => PublicKey::new(key).map(Some),
            }),
            endpoint_address: settings.read(
                "endpoint_address",
                DEFAULT_ENDPOINT_ADDRESS,
                |address| {
                    address.parse().map_err(|_| {
                        format!("expected an address and port such as `{DEFAULT_ENDPOINT_ADDRESS}`")
                    })
                },
            ),
            register: settings.read("register", Register::OnChange, parse_register),
            language: settings.read("language", Language::Ko, |text| {
                Language::from_code(text).ok_or_else(|| "expected `ko` or `en`".to_owned())
            }),
            feedback_channel: settings.read("feedback_channel", None, |text| match text {
                "log" => Ok(None),
                id => id
                    .parse()
                    .map(Some)
                    .map_err(|_| "expected `log` or the id of a channel".to_owned()),
            }),
            data: settings.read("data", PathBuf::from(DEFAULT_DATA), |text| {
                Ok(PathBuf::from(text))
            }),
            health_address: settings.read("health_address", Some(DEFAULT_HEALTH_ADDRESS), |text| {
                match text {
                    "off" => Ok(None),
                    address => address.parse().map(Some).map_err(|_| {
                        format!("expected `off`, or an address and port such as `{DEFAULT_HEALTH_ADDRESS}`")
                    }),
                }
            }),
            log: settings.read("log", "info".to_owned(), |text| {
                text.parse::<Targets>()
                    .map(|_| text.to_owned())
                    .map_err(|_| {
                        "expected a level such as `info`, or `info,target=debug`".to_owned()
                    })
            }),
            log_questions: settings.read("log_questions", false, |text| {
                text.parse()
                    .map_err(|_| "expected `true` or `false`".to_owned())
            }),
            playground_port: settings.read("playground_port", 8722, |text| {
                text.parse()
                    .ok()
                    .filter(|&port| port > 0)
                    .ok_or_else(|| "expected a port from 1 to 65535".to_owned())
            }),
        };
        let problems = settings.finish();
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(problems)
        }
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: path.to_owned(),
        cause,
    })
}

fn parse(path: &Path, text: &str) -> Result<toml::Table, ConfigError> {
    text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or(text);
        ConfigError::Malformed {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            reason: error.message().to_owned(),
        }
    })
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

/// Where values come from, and what was wrong with them so far.
struct Settings<'a, E> {
    path: &'a Path,
    table: toml::Table,
    env: E,
    problems: Vec<ConfigError>,
}

impl<E: Fn(&str) -> Option<String>> Settings<'_, E> {
    fn env(&self, variable: &str) -> Option<String> {
        (self.env)(variable).filter(|value| !value.is_empty())
    }

    /// The token, which only the environment gives: itself, or the file that it is in.
    fn token(&mut self) -> Option<Token> {
        let read = match (self.env(TOKEN), self.env(TOKEN_FILE)) {
            (None, None) => return None,
            (Some(_), Some(_)) => Err(ConfigError::TwoTokens),
            (Some(text), None) => Ok((text, format!("environment: {TOKEN}"))),
            (None, Some(file)) => match read_token(Path::new(&file)) {
                Ok(text) => Ok((text, format!("environment: {TOKEN_FILE}: {file}"))),
                Err(cause) => Err(ConfigError::UnreadableToken {
                    path: file.into(),
                    cause,
                }),
            },
        };
        let token = read.and_then(|(text, place)| {
            Token::new(&text).map_err(|error| ConfigError::Invalid {
                place,
                value: None,
                expected: error.to_string(),
            })
        });
        token.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// The value of a key: from the environment, else from the file, else the default. A bad one is noted.
    fn read<T>(&mut self, key: &str, default: T, parse: impl Fn(&str) -> Result<T, String>) -> T {
        let in_file = self.table.remove(key).map(|value| match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            other => other.type_str().to_owned(),
        });
        let in_env = KEYS
            .iter()
            .find(|(name, _)| *name == key)
            .and_then(|(_, variable)| Some((variable, self.env(variable)?)));
        let (place, value) = match (in_env, in_file) {
            (Some((variable, value)), _) => (format!("environment: {variable}"), value),
            (None, Some(value)) => (format!("{}: {key}", self.path.display()), value),
            (None, None) => return default,
        };
        parse(&value).unwrap_or_else(|expected| {
            self.problems.push(ConfigError::Invalid {
                place,
                value: Some(value),
                expected,
            });
            default
        })
    }

    /// Every problem, the keys that nothing read included.
    fn finish(mut self) -> Vec<ConfigError> {
        let unknown = self
            .table
            .into_iter()
            .map(|(key, _)| ConfigError::UnknownKey {
                path: self.path.to_owned(),
                key,
            });
        self.problems.extend(unknown);
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let path = Path::new("bot.toml");
        let table = parse(path, text).map_err(|error| error.to_string())?;
        let env = |name: &str| {
            let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
            Some((*value).to_owned())
        };
        Config::from_table(path, table, env).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            lines.join("\n")
        })
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
        for (key, variable) in KEYS {
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
                "log_questions = true",
                &[("BOT_LOG_QUESTIONS", "yes")][..],
                "environment: BOT_LOG_QUESTIONS is `yes`; expected `true` or `false`",
            ),
            (
                "shards = \"many\"",
                &[][..],
                "bot.toml: shards is `many`; expected `auto`, or a number from 1 to 65536",
            ),
            (
                "shards = 8\nshard_range = \"4..9\"",
                &[][..],
                "bot.toml: shard_range is `4..9`; of 8 shards, counted from 0, the last range ends with 8",
            ),
            (
                "shards = 8",
                &[("BOT_SHARD_RANGE", "4-8")][..],
                "environment: BOT_SHARD_RANGE is `4-8`; expected `all`, `A..B` for the shards from A to before B, or `I/N` for the I-th of N parts, counted from 0",
            ),
            (
                "shard_range = \"0/3\"",
                &[][..],
                "bot.toml: shard_range is `0/3`; a range of shards needs `shards` to be a number, the same in every process of the bot",
            ),
            (
                "public_key = \"c3658a\"",
                &[][..],
                "bot.toml: public_key is `c3658a`; expected 64 hexadecimal digits, the \"Public Key\" under \"General Information\" in Discord's developer portal",
            ),
            (
                "endpoint_address = \"8720\"",
                &[][..],
                "bot.toml: endpoint_address is `8720`; expected an address and port such as `127.0.0.1:8720`",
            ),
            (
                "playground_port = 70000",
                &[][..],
                "bot.toml: playground_port is `70000`; expected a port from 1 to 65535",
            ),
            (
                "feedback_channel = \"제보\"",
                &[][..],
                "bot.toml: feedback_channel is `제보`; expected `log` or the id of a channel",
            ),
            (
                "health_address = \"localhost\"",
                &[][..],
                "bot.toml: health_address is `localhost`; expected `off`, or an address and port such as `127.0.0.1:8721`",
            ),
            (
                "log = \"info,x=loud\"",
                &[][..],
                "bot.toml: log is `info,x=loud`; expected a level such as `info`, or `info,target=debug`",
            ),
        ] {
            let error = with(text, variables).expect_err(text);
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let error = with(
            "langauge = \"ko\"\nregister = \"sometimes\"\nplayground_port = true",
            &[("BOT_LANGUAGE", "fr")],
        )
        .expect_err("nothing of it is valid");
        assert_eq!(
            error,
            "bot.toml: register is `sometimes`; expected `on-change`, `off`, or `guild:` and the id of a server\n\
             environment: BOT_LANGUAGE is `fr`; expected `ko` or `en`\n\
             bot.toml: playground_port is `true`; expected a port from 1 to 65535\n\
             bot.toml: `langauge` is no key; there are api_base, shards, shard_range, public_key, endpoint_address, register, language, feedback_channel, data, health_address, log, log_questions, playground_port"
        );
    }

    #[test]
    fn what_is_not_toml_is_said() {
        let error = with("# 설정\n\nlanguage: ko", &[]).expect_err("that is YAML");
        let start = "bot.toml: line 3 is not valid TOML: ";
        assert!(error.starts_with(start), "{error}");
        let error = with("token = MTAw.fake-바우처", &[]).expect_err("it lacks quotes");
        assert!(error.starts_with("bot.toml: line 1 is"), "{error}");
        assert!(!error.contains("fake"), "{error}");
    }

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
