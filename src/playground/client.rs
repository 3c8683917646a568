//! What Discord's own client does before anything reaches a bot: shows the commands of a channel in the member's language and
//! refuses options that the command does not allow.

use serde_json::{Map, Value, json};

use super::application::Application;
use super::command::{Command, localized};
use super::ids::Id;
use super::limits::INTEGER_MAX;
use super::state::State;
use super::validate::command::CommandType;
use super::validate::option::kind;
use super::world::{self, Channel, ChannelKind, permission};

/// Why the client did not send a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// A word for programs: `unknown_command`, `required`, `unknown_option`, `type`, `choice`, `range`, `length`, `target`.
    pub code: &'static str,
    /// The option at fault, by its default name.
    pub option: Option<String>,
    /// One English sentence.
    pub message: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(code: &'static str, option: Option<&str>, message: impl Into<String>) -> Self {
        Self { code, option: option.map(str::to_owned), message: message.into() }
    }
}

/// A command as a member sees it in a channel.
pub struct Offered<'s> {
    /// Whose it is.
    pub application: &'s Application,
    /// The command.
    pub command: &'s Command,
}

impl State {
    /// The commands that a member is offered in a channel, the applications' in the order of their ids.
    pub fn offered(&self, channel: &Channel, member: Id) -> Vec<Offered<'_>> {
        let mut offered = Vec::new();
        for application in self.applications.values() {
            let fits = |command: &&Command| self.is_offered(application.id, command, channel, member);
            offered.extend(application.commands.iter().filter(fits).map(|command| Offered { application, command }));
        }
        offered
    }

    fn is_offered(&self, application: Id, command: &Command, channel: &Channel, member: Id) -> bool {
        let listed = |key: &str, number: u64| command.body[key].as_array().is_none_or(|numbers| numbers.iter().any(|other| *other == number));
        let in_place = match channel.kind {
            ChannelKind::Dm { application: other, .. } => {
                command.guild.is_none() && other == application && listed("contexts", 1) && command.body["dm_permission"] != Value::Bool(false)
            }
            ChannelKind::Group => command.guild.is_none() && listed("contexts", 2) && listed("integration_types", 1),
            _ => command.guild.is_none_or(|guild| channel.guild == Some(guild)) && listed("contexts", 0),
        };
        let guild = channel.guild.and_then(|guild| self.guild(guild));
        let allowed = match command.body["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok()) {
            Some(needed) if guild.is_some() => {
                let has = world::member_permissions(guild, member);
                has & permission::ADMINISTRATOR != 0 || (needed != 0 && has & needed == needed)
            }
            _ => true,
        };
        in_place && allowed && channel.kind.takes_messages()
    }
}

/// The command that `name` means among those offered: its id, its default name, or its name in the member's language. A
/// subcommand's name follows its command's after a space; it is returned as the path below the command.
///
/// # Errors
/// `unknown_command`.
pub fn find_command<'o, 's>(
    offered: &'o [Offered<'s>],
    application: Option<Id>,
    name: &str,
    locale: &str,
) -> Result<(&'o Offered<'s>, Vec<String>), Refusal> {
    let name = name.trim().trim_start_matches('/');
    let of_application = |offered: &&Offered| application.is_none_or(|id| offered.application.id == id);
    let whole = |offered: &&Offered| offered.command.id.to_string() == name || is_named(&offered.command.body, name, locale);
    if let Some(found) = offered.iter().filter(of_application).find(whole) {
        return Ok((found, Vec::new()));
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let found = offered.iter().filter(of_application).find(|offered| is_named(&offered.command.body, first, locale));
    let found = found.ok_or_else(|| Refusal::new("unknown_command", None, format!("no command `{name}` is offered here")))?;
    Ok((found, words.map(str::to_owned).collect()))
}

/// Whether a command or option has this name, by default or in a language.
fn is_named(node: &Value, name: &str, locale: &str) -> bool {
    node["name"] == name || localized(&node["name_localizations"], locale) == Some(name)
}

/// The options of a command as the member filled them in, in the form in which a bot receives them.
pub struct Filling<'a> {
    /// The command.
    pub command: &'a Command,
    /// The subcommand meant, from the outside in; empty without.
    pub path: &'a [String],
    /// The values by option name; text stands for any type, as it does in the client.
    pub values: &'a Map<String, Value>,
    /// The option that is being typed, for an autocomplete.
    pub focused: Option<&'a str>,
    /// The member's language.
    pub locale: &'a str,
}

impl Filling<'_> {
    /// `options` of the interaction's `data`, in the order of the command.
    ///
    /// While an option is focused, others may be missing or unfinished; those are left out.
    ///
    /// # Errors
    /// The first option that the client would not send.
    pub fn options(&self) -> Result<Value, Refusal> {
        let empty = Vec::new();
        let mut level = self.command.body["options"].as_array().unwrap_or(&empty);
        let mut nesting = Vec::new();
        for name in self.path {
            let inner = level.iter().find(|option| is_named(option, name, self.locale));
            let Some(inner) = inner.filter(|option| is_nested(option)) else {
                return Err(Refusal::new("unknown_command", None, format!("`{name}` is no subcommand here")));
            };
            nesting.push(inner);
            level = inner["options"].as_array().unwrap_or(&empty);
        }
        if level.iter().any(is_nested) {
            return Err(Refusal::new("unknown_command", None, "a subcommand must be chosen"));
        }
        for name in self.values.keys() {
            if !level.iter().any(|option| is_named(option, name, self.locale)) {
                return Err(Refusal::new("unknown_option", Some(name), format!("the command has no option `{name}`")));
            }
        }
        let mut options = Vec::new();
        for option in level {
            options.extend(self.filled(option)?);
        }
        // A subcommand carries its options even when it has none.
        Ok(nesting.into_iter().rev().fold(Value::from(options), |below, outer| {
            json!([{ "name": outer["name"], "type": outer["type"], "options": below }])
        }))
    }

    fn filled(&self, option: &Value) -> Result<Option<Value>, Refusal> {
        let name = option["name"].as_str().unwrap_or("");
        let given = self.values.iter().find(|(key, _)| is_named(option, key, self.locale)).map(|(_, value)| value);
        let empty = given.is_none_or(|value| value.is_null() || value == "");
        if self.focused.is_some_and(|focused| is_named(option, focused, self.locale)) {
            if option["autocomplete"] != Value::Bool(true) {
                return Err(Refusal::new("unknown_option", Some(name), format!("`{name}` does not complete itself")));
            }
            // What is being typed is text, even where a number is asked for.
            let typed = match given {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            return Ok(Some(json!({ "name": name, "type": option["type"], "value": typed, "focused": true })));
        }
        let filled = |value: Value| json!({ "name": name, "type": option["type"], "value": value });
        match given {
            Some(value) if !empty => match checked(option, value, self.locale) {
                Ok(value) => Ok(Some(filled(value))),
                Err(_) if self.focused.is_some() => Ok(None),
                Err(refusal) => Err(refusal),
            },
            _ if self.focused.is_none() && option["required"] == Value::Bool(true) => {
                Err(Refusal::new("required", Some(name), format!("`{name}` is required")))
            }
            _ => Ok(None),
        }
    }
}

fn is_nested(option: &Value) -> bool {
    matches!(option["type"].as_i64(), Some(kind::SUBCOMMAND | kind::GROUP))
}

/// A value as the client sends it for an option.
fn checked(option: &Value, value: &Value, locale: &str) -> Result<Value, Refusal> {
    let name = option["name"].as_str();
    let wrong = |what: &str| Refusal::new("type", name, format!("{value} is not {what}"));
    if let Some(choices) = option["choices"].as_array() {
        let chosen = choices.iter().find(|choice| choice["value"] == *value || value.as_str().is_some_and(|text| is_named(choice, text, locale)));
        return chosen.map(|choice| choice["value"].clone()).ok_or_else(|| Refusal::new("choice", name, format!("{value} is none of the choices")));
    }
    match option["type"].as_i64() {
        Some(kind::STRING) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let (min, max) = (option["min_length"].as_i64().unwrap_or(0), option["max_length"].as_i64().unwrap_or(6000));
            if !(min..=max).contains(&length) {
                return Err(Refusal::new("length", name, format!("{length} characters are not between {min} and {max}")));
            }
            Ok(text.into())
        }
        Some(kind::INTEGER) => {
            let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()).ok_or_else(|| wrong("a whole number"))?;
            let (min, max) = (option["min_value"].as_i64().unwrap_or(-INTEGER_MAX), option["max_value"].as_i64().unwrap_or(INTEGER_MAX));
            if !(min..=max).contains(&number) {
                return Err(Refusal::new("range", name, format!("{number} is not between {min} and {max}")));
            }
            Ok(number.into())
        }
        Some(kind::NUMBER) => {
            let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite());
            let number = number.ok_or_else(|| wrong("a number"))?;
            let below = option["min_value"].as_f64().is_some_and(|min| number < min);
            let above = option["max_value"].as_f64().is_some_and(|max| number > max);
            if below || above {
                return Err(Refusal::new("range", name, format!("{number} is outside of what the option takes")));
            }
            Ok(json!(number))
        }
        Some(kind::BOOLEAN) => match value {
            Value::Bool(value) => Ok((*value).into()),
            Value::String(text) if text == "true" || text == "false" => Ok((text == "true").into()),
            _ => Err(wrong("true or false")),
        },
        Some(kind::USER | kind::CHANNEL | kind::ROLE | kind::MENTIONABLE) => {
            let digits: String = value.as_str().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
            digits.parse::<Id>().map(|id| json!(id)).map_err(|()| wrong("a mention or an id"))
        }
        _ => Err(wrong("of a type that the playground can send")),
    }
}

impl State {
    /// `data` of an interaction with a command.
    pub fn command_data(&self, command: &Command, options: Value, guild: Option<Id>) -> Value {
        let mut data = json!({ "id": command.id, "name": command.name(), "type": command.body["type"], "version": command.version });
        if let Some(scope) = command.guild {
            data["guild_id"] = json!(scope);
        }
        let resolved = self.resolved(guild, &ids_in(&options));
        if resolved.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = resolved;
        }
        if options.as_array().is_some_and(|options| !options.is_empty()) {
            data["options"] = options;
        }
        data
    }

    /// The users, members, roles and channels that these ids mean, as `resolved` carries them.
    pub fn resolved(&self, guild: Option<Id>, ids: &[Id]) -> Value {
        let mut resolved = json!({});
        for id in ids {
            let key = id.to_string();
            if self.member(*id).is_some() || self.applications.contains_key(id) {
                resolved["users"][&key] = self.user_json(*id);
                if let Some(guild) = guild {
                    let mut member = self.bare_member_json(guild, *id);
                    if let Some(map) = member.as_object_mut() {
                        map.retain(|field, _| field != "deaf" && field != "mute");
                    }
                    member["permissions"] = world::member_permissions(self.guild(guild), *id).to_string().into();
                    resolved["members"][&key] = member;
                }
            } else if let Some(channel) = self.channels.get(id).filter(|channel| channel.guild == guild) {
                resolved["channels"][&key] = json!({
                    "id": channel.id, "name": channel.name, "type": channel.kind.number(), "parent_id": channel.parent, "flags": 0,
                    "permissions": permission::EVERYONE.to_string(),
                    "app_permissions": world::application_permissions(channel).to_string(),
                });
            } else if let Some(guild) = guild.and_then(|guild| self.guild(guild))
                && let Some(application) = self.applications.values().next()
            {
                let view = self.guild_json(guild, application);
                let role = view["roles"].as_array().into_iter().flatten().find(|role| role["id"] == key);
                if let Some(role) = role {
                    resolved["roles"][&key] = role.clone();
                }
            }
        }
        resolved
    }

    /// The commands of a channel as the client lists them for a member.
    pub fn offered_json(&self, channel: &Channel, member: Id, locale: &str) -> Vec<Value> {
        self.offered(channel, member).iter().map(|offered| {
            let body = &offered.command.body;
            json!({
                "id": offered.command.id,
                "application_id": offered.application.id,
                "application": offered.application.name,
                "type": match offered.command.kind() { CommandType::Slash => 1, CommandType::User => 2, CommandType::Message => 3 },
                "name": body["name"],
                "name_localized": localized(&body["name_localizations"], locale).or_else(|| body["name"].as_str()),
                "description": localized(&body["description_localizations"], locale).or_else(|| body["description"].as_str()),
                "options": body["options"].as_array().into_iter().flatten().map(|option| offered_option(option, locale)).collect::<Vec<_>>(),
            })
        }).collect()
    }
}

fn offered_option(option: &Value, locale: &str) -> Value {
    let name_in = |node: &Value| localized(&node["name_localizations"], locale).or_else(|| node["name"].as_str()).map(str::to_owned);
    let mut view = option.clone();
    if let Some(map) = view.as_object_mut() {
        map.retain(|key, _| !key.ends_with("_localizations"));
    }
    view["name_localized"] = json!(name_in(option));
    view["description"] = json!(localized(&option["description_localizations"], locale).or_else(|| option["description"].as_str()));
    view["required"] = (option["required"] == Value::Bool(true)).into();
    view["autocomplete"] = (option["autocomplete"] == Value::Bool(true)).into();
    if let Some(choices) = option["choices"].as_array() {
        view["choices"] = choices.iter().map(|choice| json!({ "name": name_in(choice), "value": choice["value"] })).collect();
    }
    if let Some(options) = option["options"].as_array() {
        view["options"] = options.iter().map(|option| offered_option(option, locale)).collect();
    }
    view
}

/// The ids among the values of options that take some.
fn ids_in(options: &Value) -> Vec<Id> {
    let mut ids = Vec::new();
    for option in options.as_array().into_iter().flatten() {
        if matches!(option["type"].as_i64(), Some(kind::USER..=kind::MENTIONABLE)) {
            ids.extend(option["value"].as_str().and_then(|id| id.parse::<Id>().ok()));
        }
        ids.extend(ids_in(&option["options"]));
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports() -> Command {
        let body = json!({
            "type": 1, "name": "exports", "name_localizations": { "ko": "수출" },
            "options": [
                { "type": 4, "name": "year", "name_localizations": { "ko": "연도" }, "required": true, "autocomplete": true, "min_value": 2021, "max_value": 2023 },
                { "type": 3, "name": "item", "autocomplete": true, "max_length": 5 },
                { "type": 3, "name": "language", "choices": [{ "name": "Korean", "name_localizations": { "ko": "한국어" }, "value": "ko" }] },
                { "type": 5, "name": "private" },
            ],
        });
        Command { id: Id(1), version: Id(1), guild: None, body }
    }

    fn fill(values: Value, focused: Option<&str>) -> Result<Value, Refusal> {
        let values = values.as_object().cloned().unwrap_or_default();
        Filling { command: &exports(), path: &[], values: &values, focused, locale: "ko" }.options()
    }

    #[test]
    fn options_are_sent_as_the_client_would() {
        for (values, expected) in [
            (json!({ "year": "2022" }), json!([{ "name": "year", "type": 4, "value": 2022 }])),
            (json!({ "연도": 2022, "item": "반도체" }), json!([{ "name": "year", "type": 4, "value": 2022 }, { "name": "item", "type": 3, "value": "반도체" }])),
            (json!({ "year": 2022, "language": "한국어", "private": "true" }), json!([
                { "name": "year", "type": 4, "value": 2022 }, { "name": "language", "type": 3, "value": "ko" }, { "name": "private", "type": 5, "value": true },
            ])),
        ] {
            assert_eq!(fill(values.clone(), None), Ok(expected), "{values}");
        }
    }

    #[test]
    fn the_client_refuses_what_the_command_does_not_allow() {
        for (values, code, option) in [
            (json!({}), "required", "year"),
            (json!({ "year": "" }), "required", "year"),
            (json!({ "year": "이천이십이" }), "type", "year"),
            (json!({ "year": 2024 }), "range", "year"),
            (json!({ "year": 2022, "item": "반도체와철강" }), "length", "item"),
            (json!({ "year": 2022, "language": "日本語" }), "choice", "language"),
            (json!({ "year": 2022, "품목": "반도체" }), "unknown_option", "품목"),
        ] {
            let refusal = fill(values.clone(), None).expect_err("refused");
            assert_eq!((refusal.code, refusal.option.as_deref()), (code, Some(option)), "{values}");
        }
    }

    #[test]
    fn while_typing_others_may_be_missing_and_numbers_are_text() {
        for (values, focused, expected) in [
            (json!({ "item": "수ㅊ" }), "item", json!([{ "name": "item", "type": 3, "value": "수ㅊ", "focused": true }])),
            (json!({ "year": 20 }), "연도", json!([{ "name": "year", "type": 4, "value": "20", "focused": true }])),
            (json!({ "year": "x" }), "item", json!([{ "name": "item", "type": 3, "value": "", "focused": true }])),
        ] {
            assert_eq!(fill(values.clone(), Some(focused)), Ok(expected), "{values}, {focused}");
        }
        assert_eq!(fill(json!({}), Some("private")).expect_err("no autocomplete").code, "unknown_option");
    }

    #[test]
    fn subcommands_nest_their_options_even_without_any() {
        let body = json!({ "name": "program", "options": [
            { "type": 2, "name": "list", "options": [{ "type": 1, "name": "china", "name_localizations": { "ko": "중국" } }] },
        ] });
        let command = Command { id: Id(1), version: Id(1), guild: None, body };
        let options = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|&name| name.to_owned()).collect();
            Filling { command: &command, path: &path, values: &Map::new(), focused: None, locale: "ko" }.options()
        };
        assert_eq!(
            options(&["list", "중국"]),
            Ok(json!([{ "name": "list", "type": 2, "options": [{ "name": "china", "type": 1, "options": [] }] }]))
        );
        assert_eq!(options(&["list"]).expect_err("incomplete").code, "unknown_command");
        assert_eq!(options(&[]).expect_err("incomplete").code, "unknown_command");
    }
}
