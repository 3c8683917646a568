//! Commands in a reply's texts as something to press, once it is known under which ids they are registered.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;
use serenity::all::CommandId;

use crate::command::COMMANDS;
use crate::reply::{Reply, markdown};

/// The ids of the registered commands, by their names on the wire. None are known at first.
#[derive(Debug, Default)]
pub(super) struct Clickable {
    ids: RwLock<HashMap<String, CommandId>>,
}

impl Clickable {
    /// Takes the ids from commands as Discord lists them. What is no slash command of the table is passed over.
    /// Whether all of the table's are among them.
    pub fn learn(&self, registered: &[Value]) -> bool {
        let ids = registered.iter().filter_map(|command| {
            let name = command.get("name")?.as_str()?;
            let slash = command.get("type").is_none_or(|kind| kind == 1);
            let id: u64 = command.get("id")?.as_str()?.parse().ok()?;
            let ours = COMMANDS.iter().any(|spec| spec.name.en == name);
            (slash && ours && id != 0).then(|| (name.to_owned(), CommandId::new(id)))
        });
        let mut known = self.ids.write().unwrap_or_else(PoisonError::into_inner);
        *known = ids.collect();
        known.len() == COMMANDS.len()
    }

    /// The reply with its commands to press, or, where their ids are unknown, as code to type.
    pub fn written(&self, mut reply: Reply) -> Reply {
        let card = &mut reply.card;
        let fields = card.fields.iter_mut().map(|field| &mut field.value);
        for text in [&mut card.description].into_iter().chain(fields) {
            *text = markdown::with_commands(text, |name| self.command(name));
        }
        reply
    }

    /// A command by its name in either language: `</program:5>`, or `` `/사업` ``.
    fn command(&self, name: &str) -> String {
        let spec = COMMANDS
            .iter()
            .find(|spec| [spec.name.ko, spec.name.en].contains(&name));
        let wire_name = spec.map_or(name, |spec| spec.name.en);
        let known = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        match known.get(wire_name) {
            Some(id) => format!("</{wire_name}:{id}>"),
            None => format!("`/{name}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn commands_can_be_pressed_once_their_ids_are_known() {
        let clickable = Clickable::default();
        assert_eq!(clickable.command("사업"), "`/사업`");
        clickable.learn(&[
            json!({ "id": "5", "name": "program", "type": 1 }),
            json!({ "id": "6", "name": "ask" }),
            json!({ "id": "7", "name": "exports", "type": 3 }),
            json!({ "id": "8", "name": "weather", "type": 1 }),
            json!({ "id": "?", "name": "help", "type": 1 }),
            json!({ "name": 7 }),
        ]);
        for (name, expected) in [
            ("사업", "</program:5>"),
            ("program", "</program:5>"),
            ("질문", "</ask:6>"),
            ("exports", "`/exports`"),
            ("weather", "`/weather`"),
            ("도움말", "`/도움말`"),
        ] {
            assert_eq!(clickable.command(name), expected, "{name}");
        }
    }
}
