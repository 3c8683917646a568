//! The commands that applications registered, by scope.

use serde_json::{Value, json};

use super::errors::{ApiError, ApiResult};
use super::ids::Id;
use super::limits::{BULK_COMMANDS_MAX, MENU_COMMANDS_MAX, SLASH_COMMANDS_MAX};
use super::read_back::read_back;
use super::state::State;
use super::validate::command::{CommandType, check_command, describe_faults};
use super::validate::form::{Form, join, single_fault};

/// A registered command.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its id.
    pub id: Id,
    /// Changes with every real edit.
    pub version: Id,
    /// The server it is for; `None` is everywhere.
    pub guild: Option<Id>,
    /// What was registered, as Discord reads it back, all languages included.
    pub body: Value,
}

impl Command {
    /// Its default name.
    pub fn name(&self) -> &str {
        self.body["name"].as_str().unwrap_or("")
    }

    /// Slash command or context menu.
    pub fn kind(&self) -> CommandType {
        CommandType::of(&self.body).unwrap_or(CommandType::Slash)
    }

    /// As Discord reads it back to `application`.
    pub fn json(&self, application: Id, languages: &Languages) -> Value {
        let mut view = self.body.clone();
        languages.apply(&mut view);
        view["id"] = json!(self.id);
        view["application_id"] = json!(application);
        view["version"] = json!(self.version);
        if let Some(guild) = self.guild {
            view["guild_id"] = json!(guild);
        }
        view
    }
}

/// How a command's languages are read back.
pub enum Languages {
    /// All of them, as maps.
    All,
    /// One, as `name_localized` and `description_localized` where it differs from the default.
    One(String),
    /// The default only.
    Default,
}

impl Languages {
    fn apply(&self, node: &mut Value) {
        let Some(map) = node.as_object_mut() else {
            return;
        };
        if matches!(self, Self::All) {
            return;
        }
        for field in ["name", "description"] {
            let localizations = map.remove(&format!("{field}_localizations"));
            if let Self::One(locale) = self
                && let Some(text) = localizations
                    .as_ref()
                    .and_then(|texts| localized(texts, locale))
            {
                map.insert(format!("{field}_localized"), text.into());
            }
        }
        for key in ["options", "choices"] {
            for below in map
                .get_mut(key)
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                self.apply(below);
            }
        }
    }
}

/// The text for a locale, or for the one that Discord tries next: en-US and en-GB for each other, es-ES for es-419.
pub fn localized<'v>(texts: &'v Value, locale: &str) -> Option<&'v str> {
    let next = match locale {
        "en-US" => "en-GB",
        "en-GB" => "en-US",
        "es-419" => "es-ES",
        _ => locale,
    };
    texts[locale].as_str().or_else(|| texts[next].as_str())
}

impl State {
    /// The commands of a scope, in the order in which they were made.
    pub fn commands(&self, application: Id, scope: Option<Id>) -> Vec<&Command> {
        let all = self
            .applications
            .get(&application)
            .into_iter()
            .flat_map(|application| &application.commands);
        all.filter(|command| command.guild == scope).collect()
    }

    /// Makes a command, or replaces the one of the same name and type in the scope; true for a new one.
    ///
    /// # Errors
    /// 50035 for a faulty body, 30032 when the scope is full, 30034 when the day's creations are used up.
    pub fn put_command(
        &mut self,
        application: Id,
        scope: Option<Id>,
        body: &Value,
    ) -> ApiResult<(Command, bool)> {
        check_command(body)?;
        let outcome = self.upsert(application, scope, body);
        self.tell_page_of_applications();
        outcome
    }

    fn upsert(
        &mut self,
        application: Id,
        scope: Option<Id>,
        body: &Value,
    ) -> ApiResult<(Command, bool)> {
        let body = read_back(body, scope);
        let fresh = self.new_id();
        let Some(application) = self.applications.get_mut(&application) else {
            return Err(ApiError::unauthorized());
        };
        let same = |command: &&mut Command| {
            command.guild == scope
                && command.body["name"] == body["name"]
                && command.body["type"] == body["type"]
        };
        if let Some(command) = application.commands.iter_mut().find(same) {
            if command.body != body {
                command.body = body;
                command.version = fresh;
            }
            return Ok((command.clone(), false));
        }
        let kind = CommandType::of(&body).unwrap_or(CommandType::Slash);
        let room = if kind == CommandType::Slash {
            SLASH_COMMANDS_MAX
        } else {
            MENU_COMMANDS_MAX
        };
        if application
            .commands
            .iter()
            .filter(|command| command.guild == scope && command.kind() == kind)
            .count()
            >= room
        {
            return Err(ApiError::new(
                400,
                30032,
                &format!("Maximum number of application commands reached ({room})."),
            ));
        }
        if !application.count_create(scope) {
            return Err(ApiError::new(
                429,
                30034,
                "Max number of daily application command creates has been reached (200)",
            ));
        }
        let command = Command {
            id: fresh,
            version: fresh,
            guild: scope,
            body,
        };
        application.commands.push(command.clone());
        Ok((command, true))
    }

    /// Changes the given fields of a command, each whole.
    ///
    /// # Errors
    /// 10063 when there is none, 50035 for a faulty result, 40041 for a name that another command has.
    pub fn patch_command(
        &mut self,
        application: Id,
        scope: Option<Id>,
        id: Id,
        patch: &Value,
    ) -> ApiResult<Command> {
        let command = self.command(application, scope, id)?.clone();
        let mut body = command.body.clone();
        let mut form = Form::default();
        if !form.object(patch, "") {
            form.into_result()?;
        }
        for (key, value) in patch
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, _)| *key != "type")
        {
            body[key] = value.clone();
        }
        check_command(&body)?;
        let body = read_back(&body, scope);
        let taken = |other: &&Command| {
            other.id != id
                && other.body["name"] == body["name"]
                && other.body["type"] == body["type"]
        };
        if self.commands(application, scope).iter().any(taken) {
            return Err(ApiError::new(
                400,
                40041,
                "An application command with that name already exists",
            ));
        }
        let version = self.new_id();
        let kept = self
            .applications
            .get_mut(&application)
            .and_then(|app| app.commands.iter_mut().find(|command| command.id == id));
        let kept = kept.ok_or_else(ApiError::unknown_command)?;
        if kept.body != body {
            kept.body = body;
            kept.version = version;
        }
        let changed = kept.clone();
        self.tell_page_of_applications();
        Ok(changed)
    }

    /// A command of a scope.
    ///
    /// # Errors
    /// 10063 when there is none.
    pub fn command(&self, application: Id, scope: Option<Id>, id: Id) -> ApiResult<&Command> {
        self.commands(application, scope)
            .into_iter()
            .find(|command| command.id == id)
            .ok_or_else(ApiError::unknown_command)
    }

    /// Deletes a command.
    ///
    /// # Errors
    /// 10063 when there is none.
    pub fn delete_command(&mut self, application: Id, scope: Option<Id>, id: Id) -> ApiResult<()> {
        self.command(application, scope, id)?;
        if let Some(application) = self.applications.get_mut(&application) {
            application.commands.retain(|command| command.id != id);
        }
        self.tell_page_of_applications();
        Ok(())
    }

    /// Replaces all commands of a scope: what the list leaves out is deleted.
    ///
    /// # Errors
    /// 50035 for a faulty body or two commands of one name; then nothing has changed. 30034 as for single creations.
    pub fn overwrite_commands(
        &mut self,
        application: Id,
        scope: Option<Id>,
        list: &Value,
    ) -> ApiResult<Vec<Command>> {
        let Value::Array(bodies) = list else {
            return Err(single_fault(
                "_",
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            ));
        };
        let mut form = Form::default();
        if bodies.len() > BULK_COMMANDS_MAX {
            form.fault(
                "_",
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {BULK_COMMANDS_MAX} or fewer in length."),
            );
        }
        let name_of = |body: &Value| (body["name"].clone(), CommandType::of(body));
        for (index, body) in bodies.iter().enumerate() {
            describe_faults(&mut form, body, &index.to_string());
            if bodies[..index]
                .iter()
                .any(|other| name_of(other) == name_of(body))
            {
                form.fault(
                    &join(&index.to_string(), "name"),
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                );
            }
        }
        form.into_result()?;
        let listed = |command: &Command| {
            bodies
                .iter()
                .any(|body| name_of(body) == name_of(&command.body))
        };
        if let Some(application) = self.applications.get_mut(&application) {
            application
                .commands
                .retain(|command| command.guild != scope || listed(command));
        }
        let written = bodies
            .iter()
            .map(|body| {
                self.upsert(application, scope, body)
                    .map(|(command, _)| command)
            })
            .collect();
        self.tell_page_of_applications();
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::options::Options;
    use crate::playground::state::Hub;

    fn with_application(test: impl FnOnce(&mut State, Id)) {
        let hub = Hub::new(Options::default(), ([127, 0, 0, 1], 1).into());
        let mut state = hub.lock();
        let application = state.application_of("a.b.c", "bot").expect("a token");
        test(&mut state, application);
    }

    fn exports() -> Value {
        json!({
            "name": "exports", "description": "Figures", "name_localizations": { "ko": "수출", "en-US": "exports" },
            "options": [{ "type": 4, "name": "year", "description": "Year", "required": true, "autocomplete": false,
                "name_localizations": { "ko": "연도" }, "min_value": 2021 }],
        })
    }

    #[test]
    fn a_listing_shows_all_languages_or_the_one_asked_for() {
        with_application(|state, application| {
            let (command, new) = state
                .put_command(application, None, &exports())
                .expect("a fine command");
            assert!(new);
            let view = command.json(application, &Languages::All);
            assert_eq!(view["name_localizations"], json!({ "ko": "수출" }));
            let korean = command.json(application, &Languages::One("ko".to_owned()));
            assert_eq!(
                (&korean["name"], &korean["name_localized"]),
                (&json!("exports"), &json!("수출"))
            );
            assert_eq!(korean["options"][0]["name_localized"], "연도");
            assert!(korean.get("name_localizations").is_none());
        });
    }

    #[test]
    fn the_same_command_again_is_no_edit_and_no_creation() {
        with_application(|state, application| {
            let (first, _) = state
                .put_command(application, None, &exports())
                .expect("a fine command");
            let (again, new) = state
                .put_command(application, None, &exports())
                .expect("a fine command");
            assert!(!new);
            assert_eq!((again.id, again.version), (first.id, first.version));
            let edit = json!({ "description": "Figures of a year" });
            let edited = state
                .patch_command(application, None, first.id, &edit)
                .expect("a fine edit");
            assert_eq!(edited.id, first.id);
            assert_ne!(edited.version, first.version);
            assert_eq!(edited.body["name_localizations"], json!({ "ko": "수출" }));
        });
    }

    #[test]
    fn scopes_are_kept_apart_and_an_overwrite_deletes_what_it_leaves_out() {
        with_application(|state, application| {
            let guild = Some(state.guilds[0].id);
            state
                .put_command(application, guild, &exports())
                .expect("a fine command");
            state
                .put_command(application, None, &exports())
                .expect("a fine command");
            let help = json!({ "name": "도움말", "description": "무엇을 물을 수 있는지" });
            let all = state
                .overwrite_commands(application, None, &json!([help]))
                .expect("a fine list");
            assert_eq!(all.len(), 1);
            assert_eq!(state.commands(application, None).len(), 1);
            assert_eq!(state.commands(application, guild).len(), 1);
            let error = state
                .overwrite_commands(application, None, &json!([help, help]))
                .expect_err("two of one name");
            assert!(
                error.body()["errors"]["1"]["name"].is_object(),
                "{:?}",
                error.body()
            );
            assert_eq!(state.commands(application, None).len(), 1);
        });
    }

    #[test]
    fn a_scope_holds_100_slash_commands() {
        with_application(|state, application| {
            let command = |n: usize| json!({ "name": format!("명령{n}"), "description": "설명" });
            for n in 0..100 {
                state
                    .put_command(application, None, &command(n))
                    .expect("room");
            }
            assert_eq!(
                state
                    .put_command(application, None, &command(100))
                    .expect_err("full")
                    .code,
                30032
            );
        });
    }

    #[test]
    fn a_locale_without_text_falls_back_to_its_neighbour() {
        let texts = json!({ "en-GB": "colour", "es-ES": "año", "ko": "색" });
        for (locale, expected) in [
            ("ko", Some("색")),
            ("en-US", Some("colour")),
            ("es-419", Some("año")),
            ("fr", None),
        ] {
            assert_eq!(localized(&texts, locale), expected, "{locale}");
        }
    }
}
