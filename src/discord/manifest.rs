//! The commands as Discord takes them: the table, by serenity's builders.

use serde_json::Value;
use serenity::all::{
    CommandOptionType, CommandType, CreateCommand, CreateCommandOption, InstallationContext,
    InteractionContext,
};

use crate::command::{COMMANDS, CommandKind, CommandSpec, OptionKind, OptionSpec};
use crate::text::language::{Bilingual, Language};

/// The table as Discord takes it.
///
/// A global command says where it may be used, because no default is documented: installed to servers or to a member's
/// account, used in servers, in the bot's direct messages and in those of others. A command of one server cannot say so.
pub(super) fn manifest(of_a_guild: bool) -> Vec<Value> {
    COMMANDS
        .iter()
        .map(|spec| {
            let mut command = serde_json::to_value(command(spec, of_a_guild))
                .expect("builders are maps with text keys");
            drop_unset(&mut command);
            command
        })
        .collect()
}

fn command(spec: &CommandSpec, of_a_guild: bool) -> CreateCommand {
    let mut command = CreateCommand::new(spec.name.en)
        .kind(match spec.kind {
            CommandKind::Slash => CommandType::ChatInput,
            CommandKind::Message => CommandType::Message,
        })
        .set_options(spec.options.iter().map(option).collect());
    for (locale, language) in LOCALES {
        command = command.name_localized(locale, *spec.name.get(language));
    }
    // Discord refuses a description for what stands in a menu.
    if spec.kind == CommandKind::Slash {
        command = command.description(spec.description.en);
        for (locale, language) in LOCALES {
            command = command.description_localized(locale, *spec.description.get(language));
        }
    }
    if of_a_guild {
        return command;
    }
    command
        .integration_types(vec![InstallationContext::Guild, InstallationContext::User])
        .contexts(vec![
            InteractionContext::Guild,
            InteractionContext::BotDm,
            InteractionContext::PrivateChannel,
        ])
}

fn option(spec: &OptionSpec) -> CreateCommandOption {
    let kind = match spec.kind {
        OptionKind::Integer { .. } => CommandOptionType::Integer,
        OptionKind::Text { .. } | OptionKind::Language => CommandOptionType::String,
        OptionKind::Boolean => CommandOptionType::Boolean,
    };
    let mut option = CreateCommandOption::new(kind, spec.name.en, spec.description.en)
        .required(spec.required)
        .set_autocomplete(spec.autocomplete);
    for (locale, language) in LOCALES {
        option = option
            .name_localized(locale, *spec.name.get(language))
            .description_localized(locale, *spec.description.get(language));
    }
    match spec.kind {
        OptionKind::Integer { min, max } => {
            option.min_int_value(min.into()).max_int_value(max.into())
        }
        OptionKind::Text {
            min_chars,
            max_chars,
        } => option.min_length(min_chars).max_length(max_chars),
        OptionKind::Boolean => option,
        OptionKind::Language => Language::ALL.into_iter().fold(option, |option, language| {
            option.add_string_choice(*OWN_NAMES.get(language), language.code())
        }),
    }
}

/// Discord's locales that are filled. A missing one shows the default text, which is English; `en-US` and `en-GB` are filled
/// all the same, since Discord tries each in place of the other before it.
const LOCALES: [(&str, Language); 3] = [
    ("ko", Language::Ko),
    ("en-US", Language::En),
    ("en-GB", Language::En),
];

/// Each language's name for itself.
const OWN_NAMES: Bilingual<&str> = Bilingual {
    ko: "한국어",
    en: "English",
};

/// Removes what the builders write for things that are not set: `null`, empty lists and empty maps, at every depth.
fn drop_unset(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(drop_unset);
            fields.retain(|_, value| {
                !value.is_null()
                    && value.as_array().is_none_or(|list| !list.is_empty())
                    && value.as_object().is_none_or(|fields| !fields.is_empty())
            });
        }
        Value::Array(items) => items.iter_mut().for_each(drop_unset),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_is_registered_in_both_languages() {
        let [.., help, look_up] = &manifest(false)[..] else {
            panic!("the table has at least two commands");
        };
        let expected = json!({
            "type": 1,
            "name": "help",
            "name_localizations": { "ko": "도움말", "en-US": "help", "en-GB": "help" },
            "description": "What can be asked, and where the answers come from",
            "description_localizations": {
                "ko": "무엇을 물을 수 있는지 알려 줍니다",
                "en-US": "What can be asked, and where the answers come from",
                "en-GB": "What can be asked, and where the answers come from",
            },
            "integration_types": [0, 1],
            "contexts": [0, 1, 2],
            "nsfw": false,
        });
        assert_eq!(*help, expected);
        let expected = json!({
            "type": 3,
            "name": "Look this up",
            "name_localizations": { "ko": "찾아보기", "en-US": "Look this up", "en-GB": "Look this up" },
            "integration_types": [0, 1],
            "contexts": [0, 1, 2],
            "nsfw": false,
        });
        assert_eq!(*look_up, expected);
    }

    #[test]
    fn options_keep_their_kind_bounds_and_choices() {
        let exports = &manifest(false)[0];
        let option = |index: usize, keys: &[&str]| -> Value {
            let fields = exports["options"][index].as_object().unwrap();
            keys.iter()
                .map(|key| (*key, fields.get(*key).cloned().unwrap_or_default()))
                .collect()
        };
        for (index, expected) in [
            (
                0,
                json!({ "type": 4, "name": "year", "required": true, "autocomplete": true, "min_value": 1900, "max_value": 2100 }),
            ),
            (
                1,
                json!({ "type": 3, "name": "item", "required": false, "autocomplete": true, "min_length": 1, "max_length": 100 }),
            ),
            (
                2,
                json!({ "type": 3, "name": "language", "required": false, "autocomplete": false, "choices": [
                { "name": "한국어", "value": "ko" }, { "name": "English", "value": "en" },
            ] }),
            ),
            (
                3,
                json!({ "type": 5, "name": "private", "required": false, "autocomplete": false }),
            ),
        ] {
            let keys: Vec<&str> = expected
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            let got = option(index, &keys);
            // The builders write a choice's missing translations as nothing, which `drop_unset` removed.
            assert_eq!(got, expected, "option {index}");
            assert_eq!(
                exports["options"][index].as_object().unwrap().len(),
                keys.len() + 3,
                "option {index} says more"
            );
        }
    }

    #[test]
    fn a_command_of_one_server_does_not_say_where() {
        for command in manifest(true) {
            for key in ["contexts", "integration_types"] {
                assert_eq!(command.get(key), None, "{key} of {}", command["name"]);
            }
        }
    }
}
