//! From a command to a [`Request`], and from typing to what may be suggested; presses are read in `press`.
//!
//! Total: values that no client of Discord's would send are taken as absent, or as the text they are.

use serenity::all::{
    CommandData, CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType,
};

use super::context_menu;
use crate::command::{self, CommandKind, CommandName, CommandSpec, OptionName};
use crate::request::{Ask, Request, SuggestRequest, Via};
use crate::text::language::Language;

/// The request in a slash command.
///
/// A command that is not in the table, left over from another version, asks for help, in private.
pub(super) fn command(interaction: &CommandInteraction) -> Request {
    let spec = known_command(&interaction.data);
    let options = Options {
        spec,
        given: &interaction.data.options,
    };
    let ask = match spec.map(|spec| spec.id) {
        Some(CommandName::Exports) => Ask::Exports {
            year: options.integer(OptionName::Year),
            item: options.text(OptionName::Item),
        },
        Some(CommandName::Program) => Ask::Program {
            name: options.text(OptionName::Name),
        },
        Some(CommandName::Partners) => Ask::Partners {
            name: options.text(OptionName::Name),
        },
        Some(CommandName::Ask) => {
            Ask::Question(options.text(OptionName::Question).unwrap_or_default())
        }
        Some(CommandName::LookUp) => return context_menu::look_up(interaction),
        Some(CommandName::Help) | None => Ask::Help,
    };
    Request {
        ask,
        via: Via::Command,
        language: options
            .text(OptionName::Language)
            .and_then(|code| Language::from_code(&code)),
        locale: Some(Language::from_locale(&interaction.locale)),
        private: spec.is_none() || options.boolean(OptionName::Private),
    }
}

/// What somebody types into an option; `None` where the option is not one of the table's.
pub(super) fn suggestion(interaction: &CommandInteraction) -> Option<SuggestRequest> {
    let spec = known_command(&interaction.data)?;
    let (name, typed) = interaction
        .data
        .options
        .iter()
        .find_map(|option| match &option.value {
            CommandDataOptionValue::Autocomplete { value, .. } => Some((&option.name, value)),
            _ => None,
        })?;
    Some(SuggestRequest {
        command: spec.id,
        option: spec.option(name)?.id,
        typed: typed.clone(),
        locale: Language::from_locale(&interaction.locale),
    })
}

fn known_command(data: &CommandData) -> Option<&'static CommandSpec> {
    let kind = match data.kind {
        CommandType::ChatInput => CommandKind::Slash,
        CommandType::Message => CommandKind::Message,
        _ => return None,
    };
    command::by_wire_name(kind, &data.name)
}

/// The options that came with a command, read by identity.
struct Options<'a> {
    spec: Option<&'static CommandSpec>,
    given: &'a [CommandDataOption],
}

impl Options<'_> {
    fn value(&self, id: OptionName) -> Option<&CommandDataOptionValue> {
        let spec = self.spec?.options.iter().find(|option| option.id == id)?;
        self.given
            .iter()
            .find(|option| option.name == spec.name.en)
            .map(|option| &option.value)
    }

    fn text(&self, id: OptionName) -> Option<String> {
        match self.value(id)? {
            CommandDataOptionValue::String(text) => Some(text.clone()),
            CommandDataOptionValue::Integer(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn integer(&self, id: OptionName) -> Option<i64> {
        match self.value(id)? {
            CommandDataOptionValue::Integer(number) => Some(*number),
            CommandDataOptionValue::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn boolean(&self, id: OptionName) -> bool {
        matches!(self.value(id), Some(CommandDataOptionValue::Boolean(true)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::all::Interaction;

    use super::*;
    use crate::discord::samples;

    fn asked(ask: Ask) -> Request {
        Request {
            ask,
            via: Via::Command,
            language: None,
            locale: Some(Language::Ko),
            private: false,
        }
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn read_command(name: &str, options: Value) -> Request {
        let interaction = samples::interaction(
            2,
            json!({ "id": "5", "name": name, "type": 1, "options": options }),
        );
        match serde_json::from_value(interaction).unwrap() {
            Interaction::Command(interaction) => command(&interaction),
            other => panic!("{name} is read as {other:?}"),
        }
    }

    fn read_typing(name: &str, options: Value) -> Option<SuggestRequest> {
        let interaction = samples::interaction(
            4,
            json!({ "id": "5", "name": name, "type": 1, "options": options }),
        );
        match serde_json::from_value(interaction).unwrap() {
            Interaction::Autocomplete(interaction) => suggestion(&interaction),
            other => panic!("{name} is read as {other:?}"),
        }
    }

    #[test]
    fn commands_are_read_by_their_names_on_the_wire() {
        let option = |name: &str, kind: u8, value: Value| json!({ "name": name, "type": kind, "value": value });
        for (name, options, expected) in [
            (
                "exports",
                json!([]),
                asked(Ask::Exports {
                    year: None,
                    item: None,
                }),
            ),
            (
                "exports",
                json!([
                    option("year", 4, json!(2022)),
                    option("item", 3, json!("반도체"))
                ]),
                asked(Ask::Exports {
                    year: Some(2022),
                    item: text("반도체"),
                }),
            ),
            (
                "exports",
                json!([option("year", 4, json!(-9007199254740991_i64))]),
                asked(Ask::Exports {
                    year: Some(-9007199254740991),
                    item: None,
                }),
            ),
            (
                "program",
                json!([option("name", 3, json!("수출바우처"))]),
                asked(Ask::Program {
                    name: text("수출바우처"),
                }),
            ),
            ("program", json!([]), asked(Ask::Program { name: None })),
            (
                "partners",
                json!([option("name", 3, json!("kotra"))]),
                asked(Ask::Partners {
                    name: text("kotra"),
                }),
            ),
            (
                "ask",
                json!([option("question", 3, json!("얼마예요?"))]),
                asked(Ask::Question("얼마예요?".to_owned())),
            ),
            ("ask", json!([]), asked(Ask::Question(String::new()))),
            ("help", json!([]), asked(Ask::Help)),
            (
                "partners",
                json!([
                    option("language", 3, json!("en")),
                    option("private", 5, json!(true))
                ]),
                Request {
                    language: Some(Language::En),
                    private: true,
                    ..asked(Ask::Partners { name: None })
                },
            ),
        ] {
            assert_eq!(
                read_command(name, options.clone()),
                expected,
                "/{name} {options}"
            );
        }
    }

    #[test]
    fn odd_values_are_absent_or_text() {
        let option = |name: &str, kind: u8, value: Value| json!({ "name": name, "type": kind, "value": value });
        for (name, options, expected) in [
            (
                "exports",
                json!([option("year", 3, json!(" 2022 "))]),
                asked(Ask::Exports {
                    year: Some(2022),
                    item: None,
                }),
            ),
            (
                "exports",
                json!([option("year", 3, json!("이천이십이"))]),
                asked(Ask::Exports {
                    year: None,
                    item: None,
                }),
            ),
            (
                "exports",
                json!([option("year", 5, json!(true))]),
                asked(Ask::Exports {
                    year: None,
                    item: None,
                }),
            ),
            (
                "program",
                json!([option("name", 4, json!(2023))]),
                asked(Ask::Program { name: text("2023") }),
            ),
            (
                "program",
                json!([option("연도", 4, json!(2023))]),
                asked(Ask::Program { name: None }),
            ),
            (
                "program",
                json!([option("language", 3, json!("fr"))]),
                asked(Ask::Program { name: None }),
            ),
            (
                "program",
                json!([option("private", 3, json!("true"))]),
                asked(Ask::Program { name: None }),
            ),
            (
                "수출",
                json!([]),
                Request {
                    private: true,
                    ..asked(Ask::Help)
                },
            ),
            (
                "weather",
                json!([option("year", 4, json!(2022))]),
                Request {
                    private: true,
                    ..asked(Ask::Help)
                },
            ),
        ] {
            assert_eq!(
                read_command(name, options.clone()),
                expected,
                "/{name} {options}"
            );
        }
    }

    #[test]
    fn the_recorded_commands_are_read() {
        for (frame, expected) in [
            (
                samples::COMMAND_EXPORTS,
                asked(Ask::Exports {
                    year: Some(2022),
                    item: None,
                }),
            ),
            (
                samples::COMMAND_BOT_DM,
                Request {
                    locale: Some(Language::En),
                    ..asked(Ask::Question("2022년 수출액은 얼마인가요?".to_owned()))
                },
            ),
            (
                samples::COMMAND_DM_USER_INSTALL,
                Request {
                    locale: Some(Language::En),
                    ..asked(Ask::Question("2022년 수출액은 얼마인가요?".to_owned()))
                },
            ),
        ] {
            match serde_json::from_value(samples::payload(frame)).unwrap() {
                Interaction::Command(interaction) => assert_eq!(command(&interaction), expected),
                other => panic!("a command is read as {other:?}"),
            }
        }
    }

    #[test]
    fn the_focused_option_is_what_is_suggested_for() {
        let filled = json!({ "name": "year", "type": 4, "value": 2022 });
        let focused = |name: &str, kind: u8, typed: &str| json!({ "name": name, "type": kind, "value": typed, "focused": true });
        let request = |command, option, typed: &str| {
            Some(SuggestRequest {
                command,
                option,
                typed: typed.to_owned(),
                locale: Language::Ko,
            })
        };
        for (name, options, expected) in [
            (
                "exports",
                json!([focused("year", 4, "20")]),
                request(CommandName::Exports, OptionName::Year, "20"),
            ),
            (
                "exports",
                json!([filled, focused("item", 3, "반ㄷ")]),
                request(CommandName::Exports, OptionName::Item, "반ㄷ"),
            ),
            (
                "program",
                json!([focused("name", 3, "")]),
                request(CommandName::Program, OptionName::Name, ""),
            ),
            ("program", json!([]), None),
            ("program", json!([focused("사업", 3, "")]), None),
            ("weather", json!([focused("name", 3, "")]), None),
        ] {
            assert_eq!(
                read_typing(name, options.clone()),
                expected,
                "/{name} {options}"
            );
        }
        match serde_json::from_value(samples::payload(samples::AUTOCOMPLETE_PROGRAM)).unwrap() {
            Interaction::Autocomplete(interaction) => assert_eq!(
                suggestion(&interaction),
                request(CommandName::Program, OptionName::Name, "수출바")
            ),
            other => panic!("typing is read as {other:?}"),
        }
    }
}
