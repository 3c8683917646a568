//! Where the value of a key comes from, the environment before the file, and every problem with the values at once.

use std::path::Path;

use super::{ConfigError, KEYS};

/// The file's text.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: path.to_owned(),
        cause,
    })
}

/// The keys in a file's text.
///
/// # Errors
/// Where it is not TOML.
pub(super) fn parse(path: &Path, text: &str) -> Result<toml::Table, ConfigError> {
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

/// Where values come from, and what was wrong with them so far.
pub(super) struct Settings<'a, E> {
    pub path: &'a Path,
    pub table: toml::Table,
    pub env: E,
    pub problems: Vec<ConfigError>,
}

impl<E: Fn(&str) -> Option<String>> Settings<'_, E> {
    /// What a variable holds; an empty one is none.
    pub fn env(&self, variable: &str) -> Option<String> {
        (self.env)(variable).filter(|value| !value.is_empty())
    }

    /// The value of a key: from the environment, else from the file, else the default. A bad one is noted.
    pub fn read<T>(
        &mut self,
        key: &str,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        let place_in_file = format!("{}: {key}", self.path.display());
        let in_file = match self.table.remove(key).map(one_value) {
            Some(Ok(value)) => Some(value),
            Some(Err(kind)) => {
                let place = place_in_file;
                self.problems.push(ConfigError::NoValue { place, kind });
                return default;
            }
            None => None,
        };
        let in_env = KEYS
            .iter()
            .find(|(name, _)| *name == key)
            .and_then(|(_, variable)| Some((variable, self.env(variable)?)));
        let (place, value) = match (in_env, in_file) {
            (Some((variable, value)), _) => (format!("environment: {variable}"), value),
            (None, Some(value)) => (place_in_file, value),
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
    pub fn finish(mut self) -> Vec<ConfigError> {
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

/// A value as it could stand in a variable.
///
/// # Errors
/// What it is instead.
fn one_value(value: toml::Value) -> Result<String, &'static str> {
    match value {
        toml::Value::String(text) => Ok(text),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Float(number) => Ok(number.to_string()),
        toml::Value::Boolean(flag) => Ok(flag.to_string()),
        toml::Value::Datetime(time) => Ok(time.to_string()),
        toml::Value::Array(_) => Err("a list"),
        toml::Value::Table(_) => Err("a section"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use crate::text::language::Language;

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
}
