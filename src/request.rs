//! A request as received: what was asked, by which way it came, and what is known of the asker's language.

use crate::action::Action;
use crate::command::{CommandName, OptionName};
use crate::text::language::Language;

/// One thing somebody asked of the bot.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What was asked.
    pub ask: Ask,
    /// By which way it came.
    pub via: Via,
    /// The `language` option, where given.
    pub language: Option<Language>,
    /// Language of the asker's client; for a message, of the server. `None` where neither is known.
    pub locale: Option<Language>,
    /// The `private` option.
    pub private: bool,
}

/// What was asked, before anything is looked up. Texts are as typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// `/exports`: figures of a year; the latest where none is given.
    Exports {
        /// Year asked for; any number that fits, sensible or not.
        year: Option<i64>,
        /// Item asked for.
        item: Option<String>,
    },
    /// `/program`: one by name, or all.
    Program {
        /// Name as typed, or a slug from autocomplete.
        name: Option<String>,
    },
    /// `/partners`: one by name, or all.
    Partners {
        /// Name as typed, or a slug from autocomplete.
        name: Option<String>,
    },
    /// `/ask`, a mention or a direct message with content.
    Question(String),
    /// `/help`.
    Help,
    /// A mention without anything else.
    Greeting,
    /// A press on a button or a choice from a menu; `None` for a custom id that this version cannot read.
    Press(Option<Action>),
}

/// By which way a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// A slash command.
    Command,
    /// A button or menu of an earlier reply: the answer replaces it.
    Component,
    /// A message that mentions the bot, or a direct message: nothing can be private.
    Message,
    /// The terminal.
    Terminal,
}

/// What somebody has typed so far into an option with suggestions.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestRequest {
    /// The command.
    pub command: CommandName,
    /// The option being edited.
    pub option: OptionName,
    /// Its text so far; may be empty or end within a syllable.
    pub typed: String,
    /// Language of the asker's client.
    pub locale: Language,
}

/// One suggestion: what the asker reads, and what the option then holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Name shown, 1–100 characters.
    pub name: String,
    /// Value sent when it is chosen.
    pub value: SuggestionValue,
}

/// The value of a suggestion, of the type its option takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionValue {
    /// A slug, for text options.
    Text(String),
    /// A year, for whole-number options.
    Integer(i64),
}

/// What a typed line asks: a question in the asker's own words.
pub fn ask_from_text(text: &str) -> Ask {
    Ask::Question(text.to_owned())
}
