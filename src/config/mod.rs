//! The operator's settings: `config/bot.toml`, overridden by the environment.

mod error;
mod settings;
mod token;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use tracing_subscriber::filter::{LevelFilter, Targets};

pub use self::error::ConfigError;
use self::settings::{Settings, parse, read};
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
        let token = token::token(|name| settings.env(name));
        let token = token.unwrap_or_else(|problem| {
            settings.problems.push(problem);
            None
        });
        let shards = settings.read("shards", None, parse_shards);
        let all = Sharding::new(shards, &ShardRange::All).unwrap_or_default();
        let config = Self {
            token,
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
            log: settings.read("log", "info".to_owned(), parse_log),
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

/// Levels, for everything or for a target. A word alone has to be a level: taken for a target, a slip would silence the rest.
fn parse_log(text: &str) -> Result<String, String> {
    let is_level = |word: &str| word.trim().parse::<LevelFilter>().is_ok();
    let parts_are_fine = text
        .split(',')
        .all(|part| part.contains('=') || is_level(part));
    if parts_are_fine && text.parse::<Targets>().is_ok() {
        return Ok(text.to_owned());
    }
    Err("expected a level such as `info`, or `info,target=debug`".to_owned())
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(super) fn with(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
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
        let shown = with(include_str!("../../config/bot.toml"), &[]).expect("the file is valid");
        let built_in = with("", &[]).expect("nothing is needed");
        assert_eq!(format!("{shown:?}"), format!("{built_in:?}"));
    }

    #[test]
    fn the_commented_file_names_every_key_and_variable() {
        let text = include_str!("../../config/bot.toml");
        for (key, variable) in KEYS {
            assert!(text.contains(&format!("\n{key} = ")), "key {key}");
            assert!(
                text.contains(&format!("# {variable}\n")),
                "variable {variable}"
            );
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
            (
                "log = \"inof\"",
                &[],
                "bot.toml: log is `inof`; expected a level such as `info`, or `info,target=debug`",
            ),
            (
                "data = [\"data\"]",
                &[],
                "bot.toml: data is a list; expected one value, such as a text in quotes",
            ),
            (
                "[language]\ncode = \"ko\"",
                &[],
                "bot.toml: language is a section; expected one value, such as a text in quotes",
            ),
            (
                "\"언어\" = \"ko\"",
                &[],
                "bot.toml: `언어` is no key; there are api_base, shards, shard_range, public_key, endpoint_address, register, language, feedback_channel, data, health_address, log, log_questions, playground_port",
            ),
            (
                "BOT_LANGUAGE = \"ko\"",
                &[],
                "bot.toml: `BOT_LANGUAGE` is no key; it is the environment variable of `language`",
            ),
            (
                "token = \"MTAw.fake\"",
                &[],
                "bot.toml: `token` is no key; the token belongs in no file beside others: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE",
            ),
        ] {
            let error = with(text, variables).expect_err(text);
            assert_eq!(error, expected);
        }
    }
}
