//! What has to change so that Discord knows the commands, and changing it.
//!
//! Only what differs is written, command by command: Discord counts creations per day, and a bulk overwrite would delete
//! commands that are not in our table. Those are left alone.

use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::all::CommandId;
use tokio::time::sleep;
use tracing::{info, warn};

use super::backoff::Backoff;
use super::manifest::manifest;
use super::rest::{Fault, NextAttempt, Rest, RestError, Scope};

/// First and longest wait between attempts at registering while Discord cannot be reached. Commands are what people see
/// first, so the longest stays short.
const WAITS_WHILE_AWAY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(8));

/// First and longest wait while Discord refuses. That passes only when somebody does something about it, such as adding
/// the bot to the server, or with the day, for the limit of creations.
const WAITS_WHILE_REFUSED: (Duration, Duration) =
    (Duration::from_secs(10), Duration::from_secs(600));

/// Brings what is registered in line with the table, however long it takes.
///
/// # Errors
/// Only when Discord does not know the bot's token.
pub(super) async fn register(rest: &Rest, scope: Scope) -> Result<(), RestError> {
    let mut away = Backoff::new(WAITS_WHILE_AWAY.0, WAITS_WHILE_AWAY.1);
    let mut refused = Backoff::new(WAITS_WHILE_REFUSED.0, WAITS_WHILE_REFUSED.1);
    loop {
        let error = match register_once(rest, scope).await {
            Ok(()) => return Ok(()),
            Err(error) if error.is_unauthorized() => return Err(error),
            Err(error) => error,
        };
        let wait = match (&error.fault, error.next_attempt()) {
            (Fault::Refused { .. }, _) => refused.next_wait(),
            (_, NextAttempt::After(wait)) => wait.saturating_add(away.next_wait()),
            _ => away.next_wait(),
        };
        warn!(%error, wait_ms = wait.as_millis() as u64, "the commands are not registered yet; trying again");
        sleep(wait).await;
    }
}

async fn register_once(rest: &Rest, scope: Scope) -> Result<(), RestError> {
    let wanted = manifest(scope.guild.is_some());
    let registered = rest.commands(scope).await?;
    let plan = plan(&wanted, &registered);
    for name in &plan.foreign {
        info!(
            command = name,
            "a registered command is not in the table and is left alone"
        );
    }
    for command in &plan.create {
        rest.create_command(scope, command).await?;
    }
    for (id, command) in &plan.edit {
        rest.edit_command(scope, *id, command).await?;
    }
    info!(
        created = plan.create.len(),
        changed = plan.edit.len(),
        unchanged = wanted.len() - plan.create.len() - plan.edit.len(),
        "the commands are registered"
    );
    Ok(())
}

/// What has to be done.
#[derive(Debug, Default, PartialEq)]
struct Plan<'a> {
    /// Commands to register, in the table's order.
    create: Vec<&'a Value>,
    /// Commands to replace, with the id of what they replace.
    edit: Vec<(CommandId, &'a Value)>,
    /// Names of registered commands that the table does not have.
    foreign: Vec<&'a str>,
}

/// What differs between the commands that are `wanted` and those that are `registered`.
fn plan<'a>(wanted: &'a [Value], registered: &'a [Value]) -> Plan<'a> {
    let mut plan = Plan::default();
    for command in wanted {
        match registered.iter().find(|other| same_command(command, other)) {
            None => plan.create.push(command),
            Some(other) if essence(command, command) == essence(other, command) => {}
            // Something without a readable id is replaced by its name.
            Some(other) => match command_id(other) {
                Some(id) => plan.edit.push((id, command)),
                None => plan.create.push(command),
            },
        }
    }
    plan.foreign = registered
        .iter()
        .filter(|other| !wanted.iter().any(|command| same_command(command, other)))
        .filter_map(|other| other.get("name")?.as_str())
        .collect();
    plan
}

/// Whether two commands are one to Discord: of one name and type.
fn same_command(a: &Value, b: &Value) -> bool {
    let kind = |command: &Value| command.get("type").map_or(Some(1), Value::as_u64);
    a.get("name") == b.get("name") && kind(a) == kind(b)
}

fn command_id(registered: &Value) -> Option<CommandId> {
    let id: u64 = registered.get("id")?.as_str()?.parse().ok()?;
    (id != 0).then(|| CommandId::new(id))
}

/// What makes a command what it is, in one form whoever wrote it.
///
/// Left out is what Discord adds (ids, versions) and what is not ours to say (permissions). Discord drops translations that
/// equal the default text and writes `null`, or nothing, for what is not set; where a command may be used has no order and
/// counts only as far as `wanted` says it.
fn essence(command: &Value, wanted: &Value) -> Value {
    let mut essence = described(command);
    essence.insert(
        "type".to_owned(),
        command.get("type").cloned().unwrap_or(json!(1)),
    );
    essence.insert("nsfw".to_owned(), json!(is_true(command, "nsfw")));
    for key in ["contexts", "integration_types"] {
        if wanted.get(key).is_some() {
            let mut places: Vec<u64> = items(command, key).filter_map(Value::as_u64).collect();
            places.sort_unstable();
            essence.insert(key.to_owned(), json!(places));
        }
    }
    Value::Object(essence)
}

/// Name, description, their translations and what is below them.
fn described(part: &Value) -> Map<String, Value> {
    let mut essence = Map::new();
    for (text, translations) in [
        ("name", "name_localizations"),
        ("description", "description_localizations"),
    ] {
        let default = part.get(text).cloned().unwrap_or(json!(""));
        let other: Map<String, Value> = part
            .get(translations)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(_, translation)| **translation != default)
            .map(|(locale, translation)| (locale.clone(), translation.clone()))
            .collect();
        essence.insert(text.to_owned(), default);
        essence.insert(translations.to_owned(), Value::Object(other));
    }
    essence.insert(
        "options".to_owned(),
        items(part, "options").map(option_essence).collect(),
    );
    essence
}

fn option_essence(option: &Value) -> Value {
    let mut essence = described(option);
    essence.insert(
        "type".to_owned(),
        option.get("type").cloned().unwrap_or_default(),
    );
    for key in ["required", "autocomplete"] {
        essence.insert(key.to_owned(), json!(is_true(option, key)));
    }
    for key in ["min_value", "max_value", "min_length", "max_length"] {
        // As a float, because 1900 may come back as 1900.0.
        let bound = option.get(key).and_then(Value::as_f64);
        essence.insert(key.to_owned(), json!(bound));
    }
    let choices = items(option, "choices").map(|choice| {
        let mut essence = described(choice);
        essence.insert(
            "value".to_owned(),
            choice.get("value").cloned().unwrap_or_default(),
        );
        Value::Object(essence)
    });
    essence.insert("choices".to_owned(), choices.collect());
    Value::Object(essence)
}

fn is_true(part: &Value, key: &str) -> bool {
    part.get(key) == Some(&Value::Bool(true))
}

fn items<'a>(part: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    part.get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::COMMANDS;

    /// What Discord gives back for `command`: its own fields added, what it drops dropped, lists of places in another order.
    fn as_registered(command: &Value, id: &str) -> Value {
        let mut registered = command.clone();
        let drop_defaults = |part: &mut Value| {
            for key in ["name_localizations", "description_localizations"] {
                let fields = part[key].as_object_mut().unwrap();
                fields.retain(|locale, _| locale == "ko");
            }
        };
        drop_defaults(&mut registered);
        for option in registered["options"].as_array_mut().into_iter().flatten() {
            drop_defaults(option);
            let fields = option.as_object_mut().unwrap();
            // Discord leaves `false` out of options.
            fields.retain(|_, value| *value != json!(false));
            if let Some(bound) = fields.get_mut("min_value") {
                *bound = json!(bound.as_f64());
            }
        }
        if let Some(places) = registered.get_mut("contexts").and_then(Value::as_array_mut) {
            places.reverse();
        }
        registered["id"] = json!(id);
        registered["application_id"] = json!("100000000000000001");
        registered["version"] = json!("500000000000000902");
        registered["default_member_permissions"] = Value::Null;
        registered["dm_permission"] = json!(true);
        registered
    }

    fn registered(wanted: &[Value]) -> Vec<Value> {
        let ids = 1..;
        wanted
            .iter()
            .zip(ids)
            .map(|(command, id)| as_registered(command, &id.to_string()))
            .collect()
    }

    #[test]
    fn what_is_registered_already_is_not_written_again() {
        for of_a_guild in [false, true] {
            let wanted = manifest(of_a_guild);
            assert_eq!(
                plan(&wanted, &registered(&wanted)),
                Plan::default(),
                "of a guild: {of_a_guild}"
            );
            // As this program would send it, too.
            assert_eq!(plan(&wanted, &wanted), Plan::default());
        }
    }

    #[test]
    fn what_is_missing_is_created_and_what_is_foreign_is_left() {
        let wanted = manifest(false);
        let mut there = registered(&wanted);
        there.remove(1);
        there.push(json!({ "id": "90", "name": "수출통계", "type": 1, "description": "?" }));
        // A context menu command may have the name of a slash command.
        there.push(json!({ "id": "91", "name": "program", "type": 3, "description": "" }));
        let expected = Plan {
            create: vec![&wanted[1]],
            edit: Vec::new(),
            foreign: vec!["수출통계", "program"],
        };
        assert_eq!(plan(&wanted, &there), expected);
        assert_eq!(plan(&wanted, &[]).create.len(), COMMANDS.len());
    }

    #[test]
    fn whatever_we_say_and_differs_is_edited() {
        let wanted = manifest(false);
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 12] = [
            ("description", |command| {
                command["description"] = json!("old")
            }),
            ("Korean name", |command| {
                command["name_localizations"]["ko"] = json!("옛이름")
            }),
            ("Korean name missing", |command| {
                command["name_localizations"] = Value::Null
            }),
            ("another language", |command| {
                command["name_localizations"]["ja"] = json!("輸出")
            }),
            ("options in another order", |command| {
                command["options"].as_array_mut().unwrap().swap(2, 3)
            }),
            ("an option less", |command| {
                drop(command["options"].as_array_mut().unwrap().pop())
            }),
            ("an option not required", |command| {
                drop(
                    command["options"][0]
                        .as_object_mut()
                        .unwrap()
                        .remove("required"),
                )
            }),
            ("another bound", |command| {
                command["options"][0]["max_value"] = json!(2099)
            }),
            ("another choice", |command| {
                command["options"][2]["choices"][0]["name"] = json!("조선말")
            }),
            ("contexts", |command| command["contexts"] = json!([0, 1, 2])),
            ("contexts not said", |command| {
                command["contexts"] = Value::Null
            }),
            ("age restriction", |command| command["nsfw"] = json!(true)),
        ];
        for (what, change) in changes {
            let mut there = registered(&wanted);
            change(&mut there[0]);
            let expected = Plan {
                edit: vec![(CommandId::new(1), &wanted[0])],
                ..Plan::default()
            };
            assert_eq!(plan(&wanted, &there), expected, "{what}");
        }
    }

    #[test]
    fn what_is_not_ours_to_say_does_not_matter() {
        let wanted = manifest(true);
        let mut there = registered(&wanted);
        there[0]["default_member_permissions"] = json!("0");
        there[0]["contexts"] = json!([0]);
        there[0]["name_localized"] = json!("수출");
        assert_eq!(plan(&wanted, &there), Plan::default());
    }
}
