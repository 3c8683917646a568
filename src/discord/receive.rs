//! From Discord to a [`Request`]: what somebody did there, as the question it is.
//!
//! Total: values that no client of Discord's would send are taken as absent, or as the text they are.

use serenity::all::{
    CommandData, CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType,
    ComponentInteraction, ComponentInteractionDataKind, Message, MessageFlags, MessageType, UserId,
};

use crate::action::Action;
use crate::command::{self, CommandName, CommandSpec, OptionName};
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

/// The request in a press on a button or a choice from a menu.
pub(super) fn component(interaction: &ComponentInteraction) -> Request {
    let action = Action::from_custom_id(&interaction.data.custom_id);
    let chosen = match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first(),
        _ => None,
    };
    let action = match chosen {
        Some(value) => action.map(|action| action.choose(value)),
        // A menu that was not chosen from leads nowhere.
        None => action.filter(|action| !matches!(action, Action::Choose { .. })),
    };
    press(action, &interaction.locale)
}

/// The request in something pressed that no version of this bot sends: there is nothing to read in it.
pub(super) fn unreadable(locale: &str) -> Request {
    press(None, locale)
}

fn press(action: Option<Action>, locale: &str) -> Request {
    Request {
        ask: Ask::Press(action),
        via: Via::Component,
        language: None,
        locale: Some(Language::from_locale(locale)),
        private: false,
    }
}

/// The request in a message, if it is one to the bot: it mentions the bot's user, or is a direct message.
///
/// `locale` is the language of the server, where known. Not to the bot: messages of bots, webhooks and the system,
/// replies that merely ping it, and its own private replies, which come back looking like direct messages.
pub(super) fn message(message: &Message, me: UserId, locale: Option<Language>) -> Option<Request> {
    let by_a_person =
        !message.author.bot && message.webhook_id.is_none() && message.author.id != me;
    let ordinary = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    ) && !message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    if !by_a_person || !ordinary {
        return None;
    }
    let (rest, mentioned) = without_mentions(&message.content, me);
    let direct = message.guild_id.is_none();
    let listed = message.mentions.iter().any(|user| user.id == me);
    if !direct && !(listed && mentioned) {
        return None;
    }
    Some(Request {
        ask: Ask::from_text(&rest),
        via: Via::Message,
        language: None,
        locale,
        private: false,
    })
}

/// `content` without the mentions of a user, in either form, and whether there were any.
fn without_mentions(content: &str, user: UserId) -> (String, bool) {
    let mut rest = content.to_owned();
    for mention in [format!("<@{user}>"), format!("<@!{user}>")] {
        rest = rest.replace(&mention, " ");
    }
    (rest.trim().to_owned(), rest != content)
}

fn known_command(data: &CommandData) -> Option<&'static CommandSpec> {
    (data.kind == CommandType::ChatInput)
        .then(|| command::by_wire_name(&data.name))
        .flatten()
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
