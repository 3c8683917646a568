//! A request as received: what was asked, by which way it came, and what is known of the asker's language.

use crate::action::Action;
use crate::command::{CommandName, OptionName, by_typed_name};
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
    /// The `private` option; for a press, whether the message pressed is private.
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
    /// A message that somebody wants looked up: what it says, without mentions, in parts, the most telling first. None is
    /// empty; a message without text has none.
    LookUp(Vec<String>),
    /// `/help`.
    Help,
    /// A mention without anything else.
    Greeting,
    /// A mention of the bot's role that came without what was written, as Discord has it for all but the bot itself.
    RoleMention {
        /// The bot's user, to mention instead.
        bot: u64,
    },
    /// A press on a button or a choice from a menu.
    Press(Press),
    /// A form that says what is wrong or outdated, filled in.
    Report(Report),
    /// Anything, by somebody or somewhere that asks too much.
    TooMuch(Limit),
}

/// A press on a button, or a choice from a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// What it asks for; `None` for a custom id that this version cannot read.
    pub action: Option<Action>,
    /// Who pressed.
    pub presser: Presser,
    /// Slugs of the documents that the message pressed offers as a choice, in their order.
    pub offered: Vec<String>,
}

/// Who pressed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presser {
    /// Whoever asked for the message.
    Asker,
    /// Somebody else.
    Other {
        /// The user who asked, where that is known.
        asker: Option<u64>,
    },
}

/// What somebody found wrong or outdated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Slug of the document that it is about; `None` for the base as a whole.
    pub about: Option<String>,
    /// What they wrote, as typed.
    pub text: String,
}

/// What is asked too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// One person asks too much.
    User,
    /// All in one channel together ask too much.
    Channel,
}

impl Press {
    /// The asker's own press on something that offers no choice.
    pub fn by_asker(action: Action) -> Self {
        Self {
            action: Some(action),
            presser: Presser::Asker,
            offered: Vec::new(),
        }
    }
}

/// By which way a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// A slash command.
    Command,
    /// A button or menu of an earlier reply, or a form that one opened.
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

impl Ask {
    /// What was typed: a question, or a command with what its options were given. `None` where nothing was looked up for
    /// anybody's words: buttons, reports, help.
    pub fn typed(&self) -> Option<String> {
        let of = |command, parts: [Option<String>; 2]| {
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| format!("/{command} {}", parts.join(" ")))
        };
        match self {
            Self::Question(text) => Some(text.clone()),
            Self::Exports { year, item } => {
                of("exports", [year.map(|year| year.to_string()), item.clone()])
            }
            Self::Program { name } => of("program", [name.clone(), None]),
            Self::Partners { name } => of("partners", [name.clone(), None]),
            _ => None,
        }
    }

    /// Reads a typed line: `/exports 2022 반도체` and `/수출 2022` as the command with its options by position, anything
    /// else as a question, and an empty line as a greeting.
    ///
    /// A word that an option cannot take is not lost: it becomes part of the text options that follow.
    pub fn from_text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Greeting;
        }
        let Some(line) = text.strip_prefix('/') else {
            return Self::Question(text.to_owned());
        };
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let Some(command) = by_typed_name(word) else {
            return Self::Question(text.to_owned());
        };
        let rest = rest.trim();
        let rest_or_none = || (!rest.is_empty()).then(|| rest.to_owned());
        match command.id {
            CommandName::Exports => {
                let (first, others) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                let others = others.trim();
                match read_year(first) {
                    Some(year) => Self::Exports {
                        year: Some(year),
                        item: (!others.is_empty()).then(|| others.to_owned()),
                    },
                    None => Self::Exports {
                        year: None,
                        item: rest_or_none(),
                    },
                }
            }
            CommandName::Program => Self::Program {
                name: rest_or_none(),
            },
            CommandName::Partners => Self::Partners {
                name: rest_or_none(),
            },
            CommandName::Ask | CommandName::LookUp if rest.is_empty() => Self::Greeting,
            CommandName::Ask | CommandName::LookUp => Self::Question(rest.to_owned()),
            CommandName::Help => Self::Help,
        }
    }
}

/// Reads a year as somebody types it: `2022`, `2022년`, `22`.
fn read_year(word: &str) -> Option<i64> {
    let digits = word.strip_suffix('년').unwrap_or(word);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports(year: Option<i64>, item: Option<&str>) -> Ask {
        Ask::Exports {
            year,
            item: item.map(str::to_owned),
        }
    }

    #[test]
    fn what_was_typed_can_be_typed_again() {
        for (text, expected) in [
            ("/exports 2022 반도체", Some("/exports 2022 반도체")),
            ("/수출 22", Some("/exports 22")),
            ("/program 수출 바우처", Some("/program 수출 바우처")),
            ("/partners", None),
            ("코트라가 뭐예요?", Some("코트라가 뭐예요?")),
            ("/help", None),
            ("", None),
        ] {
            let typed = Ask::from_text(text).typed();
            assert_eq!(typed.as_deref(), expected, "{text:?}");
            if let Some(typed) = typed {
                assert_eq!(Ask::from_text(&typed), Ask::from_text(text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_typed_line_is_read_by_position() {
        for (text, expected) in [
            ("/exports 2022", exports(Some(2022), None)),
            ("/수출 2022", exports(Some(2022), None)),
            ("/수출 2022년 반도체", exports(Some(2022), Some("반도체"))),
            (
                "/exports 2022  chip exports ",
                exports(Some(2022), Some("chip exports")),
            ),
            ("/exports", exports(None, None)),
            ("/수출 작년 반도체", exports(None, Some("작년 반도체"))),
            ("/program", Ask::Program { name: None }),
            (
                "/사업 수출 바우처",
                Ask::Program {
                    name: Some("수출 바우처".into()),
                },
            ),
            (
                "/partners kotra",
                Ask::Partners {
                    name: Some("kotra".into()),
                },
            ),
            (
                "/질문 코트라도 협력기관이야?",
                Ask::Question("코트라도 협력기관이야?".into()),
            ),
            ("/ask", Ask::Greeting),
            ("/HELP", Ask::Help),
            ("/도움말", Ask::Help),
            (
                "수출바우처가 뭐예요?",
                Ask::Question("수출바우처가 뭐예요?".into()),
            ),
            ("/nothing 2022", Ask::Question("/nothing 2022".into())),
            ("/", Ask::Question("/".into())),
            ("  ", Ask::Greeting),
        ] {
            assert_eq!(Ask::from_text(text), expected, "{text:?}");
        }
    }
}
