//! What Discord's own client does before anything reaches a bot: shows the commands of a channel in the member's language and
//! refuses options that the command does not allow.

use serde_json::{Value, json};

use super::application::Application;
use super::command::{Command, localized};
use super::ids::Id;
use super::state::State;
use super::validate::command::CommandType;
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
        Self {
            code,
            option: option.map(str::to_owned),
            message: message.into(),
        }
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
            let fits =
                |command: &&Command| self.is_offered(application.id, command, channel, member);
            offered.extend(
                application
                    .commands
                    .iter()
                    .filter(fits)
                    .map(|command| Offered {
                        application,
                        command,
                    }),
            );
        }
        offered
    }

    fn is_offered(
        &self,
        application: Id,
        command: &Command,
        channel: &Channel,
        member: Id,
    ) -> bool {
        let listed = |key: &str, number: u64| {
            command.body[key]
                .as_array()
                .is_none_or(|numbers| numbers.iter().any(|other| *other == number))
        };
        let in_place = match channel.kind {
            ChannelKind::Dm {
                application: other, ..
            } => {
                command.guild.is_none()
                    && other == application
                    && listed("contexts", 1)
                    && command.body["dm_permission"] != Value::Bool(false)
            }
            ChannelKind::Group => {
                command.guild.is_none() && listed("contexts", 2) && listed("integration_types", 1)
            }
            _ => {
                let installed = if self.bots_invited {
                    command
                        .guild
                        .is_none_or(|guild| channel.guild == Some(guild))
                } else {
                    command.guild.is_none() && listed("integration_types", 1)
                };
                installed && listed("contexts", 0)
            }
        };
        let guild = channel.guild.and_then(|guild| self.guild(guild));
        let allowed = match command.body["default_member_permissions"]
            .as_str()
            .and_then(|bits| bits.parse::<u64>().ok())
        {
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
    let of_application =
        |offered: &&Offered| application.is_none_or(|id| offered.application.id == id);
    let whole = |offered: &&Offered| {
        offered.command.id.to_string() == name || is_named(&offered.command.body, name, locale)
    };
    if let Some(found) = offered.iter().filter(of_application).find(whole) {
        return Ok((found, Vec::new()));
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let found = offered
        .iter()
        .filter(of_application)
        .find(|offered| is_named(&offered.command.body, first, locale));
    let found = found.ok_or_else(|| {
        Refusal::new(
            "unknown_command",
            None,
            format!("no command `{name}` is offered here"),
        )
    })?;
    Ok((found, words.map(str::to_owned).collect()))
}

/// Whether a command or option has this name, by default or in a language.
pub fn is_named(node: &Value, name: &str, locale: &str) -> bool {
    node["name"] == name || localized(&node["name_localizations"], locale) == Some(name)
}

impl State {
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
    let name_in = |node: &Value| {
        localized(&node["name_localizations"], locale)
            .or_else(|| node["name"].as_str())
            .map(str::to_owned)
    };
    let mut view = option.clone();
    if let Some(map) = view.as_object_mut() {
        map.retain(|key, _| !key.ends_with("_localizations"));
    }
    view["name_localized"] = json!(name_in(option));
    view["description"] = json!(
        localized(&option["description_localizations"], locale)
            .or_else(|| option["description"].as_str())
    );
    view["required"] = (option["required"] == Value::Bool(true)).into();
    view["autocomplete"] = (option["autocomplete"] == Value::Bool(true)).into();
    if let Some(choices) = option["choices"].as_array() {
        view["choices"] = choices
            .iter()
            .map(|choice| json!({ "name": name_in(choice), "value": choice["value"] }))
            .collect();
    }
    if let Some(options) = option["options"].as_array() {
        view["options"] = options
            .iter()
            .map(|option| offered_option(option, locale))
            .collect();
    }
    view
}
