//! What has to change in one scope so that Discord knows the commands.
//!
//! Only what differs is written, command by command: Discord counts creations per day, and a bulk overwrite would delete
//! commands that are not in our table. Those are left alone.

use serde_json::{Value, json};
use serenity::all::CommandId;

use super::difference::differences;
use super::essence::essence;

/// What has to be done in one scope, and what is left as it is.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// Commands to register, in the table's order.
    pub create: Vec<Value>,
    /// Commands to replace, in the table's order.
    pub edit: Vec<Edit>,
    /// Commands of ours to delete, by id, with how they are called.
    pub remove: Vec<(CommandId, String)>,
    /// How many commands are as they should be.
    pub unchanged: usize,
    /// How registered commands are called that the table does not have.
    pub foreign: Vec<String>,
}

/// A command that replaces the one registered under an id.
#[derive(Debug, PartialEq)]
pub(super) struct Edit {
    /// Id of what it replaces.
    pub id: CommandId,
    /// The command as it should be.
    pub command: Value,
    /// Where the two differ: path, old value, new value. Never empty.
    pub differences: Vec<String>,
}

impl Plan {
    /// What differs between the commands that are `wanted` and those that are `registered`.
    pub fn bring(wanted: &[Value], registered: &[Value]) -> Self {
        let mut plan = Self {
            foreign: foreign(wanted, registered),
            ..Self::default()
        };
        for command in wanted {
            let same = registered.iter().find(|other| is_same(command, other));
            let Some(other) = same else {
                plan.create.push(command.clone());
                continue;
            };
            let differences = differences(&essence(other, command), &essence(command, command));
            match command_id(other) {
                _ if differences.is_empty() => plan.unchanged += 1,
                Some(id) => plan.edit.push(Edit {
                    id,
                    command: command.clone(),
                    differences,
                }),
                // Something without a readable id is replaced by its name.
                None => plan.create.push(command.clone()),
            }
        }
        plan
    }

    /// Takes away what is `registered` and ours: of the name and type of one in `table`.
    pub fn clear(table: &[Value], registered: &[Value]) -> Self {
        let ours = registered
            .iter()
            .filter(|other| table.iter().any(|command| is_same(command, other)));
        Self {
            remove: ours
                .filter_map(|other| Some((command_id(other)?, label(other))))
                .collect(),
            foreign: foreign(table, registered),
            ..Self::default()
        }
    }

    /// Whether nothing has to be written.
    pub fn is_empty(&self) -> bool {
        self.create.is_empty() && self.edit.is_empty() && self.remove.is_empty()
    }
}

fn foreign(table: &[Value], registered: &[Value]) -> Vec<String> {
    registered
        .iter()
        .filter(|other| !table.iter().any(|command| is_same(command, other)))
        .map(label)
        .collect()
}

/// Whether two commands are one to Discord: of one name and type.
fn is_same(a: &Value, b: &Value) -> bool {
    a.get("name") == b.get("name") && kind(a) == kind(b)
}

/// The type; a slash command's where none is said.
fn kind(command: &Value) -> Value {
    command.get("type").cloned().unwrap_or(json!(1))
}

/// How a command is called: `/exports`, or "Look this up" with where it is found.
pub(super) fn label(command: &Value) -> String {
    let name = command.get("name").and_then(Value::as_str).unwrap_or("?");
    match kind(command).as_u64() {
        Some(1) => format!("/{name}"),
        Some(2) => format!("“{name}” (menu of a user)"),
        Some(3) => format!("“{name}” (menu of a message)"),
        _ => format!("“{name}” (of another kind)"),
    }
}

fn command_id(registered: &Value) -> Option<CommandId> {
    let id: u64 = registered.get("id")?.as_str()?.parse().ok()?;
    (id != 0).then(|| CommandId::new(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::manifest::manifest;

    /// What Discord gives back for `command`: its own fields added, what it drops dropped, lists of places in another order.
    fn as_registered(command: &Value, id: &str) -> Value {
        let mut registered = command.clone();
        let drop_defaults = |part: &mut Value| {
            for key in ["name_localizations", "description_localizations"] {
                let fields = part.get_mut(key).and_then(Value::as_object_mut);
                // What stands in a menu has no description to translate.
                if let Some(fields) = fields {
                    fields.retain(|locale, _| locale == "ko");
                }
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
            let as_it_is = Plan {
                unchanged: wanted.len(),
                ..Plan::default()
            };
            let plan = Plan::bring(&wanted, &registered(&wanted));
            assert_eq!(plan, as_it_is, "of a guild: {of_a_guild}");
            assert!(plan.is_empty());
            // As this program would send it, too.
            assert_eq!(Plan::bring(&wanted, &wanted), as_it_is);
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
        let foreign = ["/수출통계", "“program” (menu of a message)"].map(str::to_owned);
        let expected = Plan {
            create: vec![wanted[1].clone()],
            unchanged: wanted.len() - 1,
            foreign: foreign.to_vec(),
            ..Plan::default()
        };
        assert_eq!(Plan::bring(&wanted, &there), expected);
        assert_eq!(Plan::bring(&wanted, &[]).create, wanted);
    }

    #[test]
    fn what_is_ours_is_cleared_and_what_is_foreign_is_left() {
        let table = manifest(false);
        let mut there = registered(&table);
        there.push(json!({ "id": "90", "name": "수출통계", "type": 1, "description": "?" }));
        there.push(json!({ "id": "91", "name": "program", "type": 2 }));
        let plan = Plan::clear(&table, &there);
        let names: Vec<&str> = plan.remove.iter().map(|(_, name)| name.as_str()).collect();
        let expected = [
            "/exports",
            "/program",
            "/partners",
            "/ask",
            "/help",
            "“Look this up” (menu of a message)",
        ];
        assert_eq!(names, expected);
        assert_eq!(plan.foreign, ["/수출통계", "“program” (menu of a user)"]);
        assert!(Plan::clear(&table, &[]).is_empty());
    }

    #[test]
    fn whatever_we_say_and_differs_is_edited() {
        let wanted = manifest(false);
        type Change = fn(&mut Value);
        let changes: [(&str, Change, &[&str]); 12] = [
            (
                "description",
                |command| command["description"] = json!("old"),
                &["description: “old” → “Incheon's exports in a year: amount, growth, shares”"],
            ),
            (
                "Korean name",
                |command| command["name_localizations"]["ko"] = json!("옛이름"),
                &["name_localizations.ko: “옛이름” → “수출”"],
            ),
            (
                "Korean name missing",
                |command| command["name_localizations"] = Value::Null,
                &["name_localizations.ko: not set → “수출”"],
            ),
            (
                "another language",
                |command| command["name_localizations"]["ja"] = json!("輸出"),
                &["name_localizations.ja: “輸出” → not set"],
            ),
            (
                "options in another order",
                |command| command["options"].as_array_mut().unwrap().swap(2, 3),
                &["options: year, item, private, language → year, item, language, private"],
            ),
            (
                "an option less",
                |command| drop(command["options"].as_array_mut().unwrap().pop()),
                &["options.private: not registered yet"],
            ),
            (
                "an option not required",
                |command| command["options"][0]["required"] = json!(false),
                &["options.year.required: false → true"],
            ),
            (
                "another bound",
                |command| command["options"][0]["max_value"] = json!(2099),
                &["options.year.max_value: 2099 → 2100"],
            ),
            (
                "another choice",
                |command| command["options"][2]["choices"][0]["name"] = json!("조선말"),
                &[
                    "options.language.choices.조선말: registered, no longer wanted",
                    "options.language.choices.한국어: not registered yet",
                ],
            ),
            (
                "contexts",
                |command| command["contexts"] = json!([0, 1]),
                &["contexts: [0,1] → [0,1,2]"],
            ),
            (
                "contexts not said",
                |command| command["contexts"] = Value::Null,
                &["contexts: [] → [0,1,2]"],
            ),
            (
                "age restriction",
                |command| command["nsfw"] = json!(true),
                &["nsfw: true → false"],
            ),
        ];
        for (what, change, differences) in changes {
            let mut there = registered(&wanted);
            change(&mut there[0]);
            let expected = Plan {
                edit: vec![Edit {
                    id: CommandId::new(1),
                    command: wanted[0].clone(),
                    differences: differences.iter().map(|&text| text.to_owned()).collect(),
                }],
                unchanged: wanted.len() - 1,
                ..Plan::default()
            };
            assert_eq!(Plan::bring(&wanted, &there), expected, "{what}");
        }
    }

    #[test]
    fn what_is_not_ours_to_say_does_not_matter() {
        let wanted = manifest(true);
        let mut there = registered(&wanted);
        there[0]["default_member_permissions"] = json!("0");
        there[0]["contexts"] = json!([0]);
        there[0]["name_localized"] = json!("수출");
        assert!(Plan::bring(&wanted, &there).is_empty());
    }
}
