//! The commands: one table that registration, dispatch, help, the terminal and the README's list are read from.

use crate::text::language::Bilingual;

/// A command's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandName {
    /// Figures of a year.
    Exports,
    /// A support program, or the list of them.
    Program,
    /// A partner organisation, or the list of them.
    Partners,
    /// Any question.
    Ask,
    /// What can be asked.
    Help,
    /// What a message asks, from that message's menu.
    LookUp,
}

/// Where a command is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// Typed after a slash.
    Slash,
    /// In the menu of a message, under "Apps"; it has no options, and its description is for our own help alone.
    Message,
}

/// An option's identity, unique within a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OptionName {
    /// Year of a figure.
    Year,
    /// What was exported, or anything else that has figures.
    Item,
    /// Name of a program or partner.
    Name,
    /// A question in the asker's own words.
    Question,
    /// Language of the reply.
    Language,
    /// Whether only the asker sees the reply.
    Private,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// A whole number; the bounds are inclusive and enforced by Discord's client only.
    Integer {
        /// Smallest.
        min: u16,
        /// Largest.
        max: u16,
    },
    /// A text; lengths in characters, enforced by Discord's client only.
    Text {
        /// Shortest.
        min_chars: u16,
        /// Longest.
        max_chars: u16,
    },
    /// Yes or no.
    Boolean,
    /// One of the bot's languages, each under its own name.
    Language,
}

/// One option of a command.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// Its identity.
    pub id: OptionName,
    /// Its name as shown; the English one is the name on the wire.
    pub name: Bilingual<&'static str>,
    /// What to put in, at most 100 characters.
    pub description: Bilingual<&'static str>,
    /// What it takes.
    pub kind: OptionKind,
    /// Whether the command cannot be sent without it.
    pub required: bool,
    /// Whether suggestions are asked for while somebody types.
    pub autocomplete: bool,
}

/// One command.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// Its identity.
    pub id: CommandName,
    /// Where it is found.
    pub kind: CommandKind,
    /// Its name as shown; the English one is the name on the wire.
    pub name: Bilingual<&'static str>,
    /// What it does, at most 100 characters.
    pub description: Bilingual<&'static str>,
    /// Its options, required ones first; also the order of words in a typed line.
    pub options: &'static [OptionSpec],
}

impl CommandSpec {
    /// The option with the name it has on the wire.
    pub fn option(&self, wire_name: &str) -> Option<&'static OptionSpec> {
        self.options
            .iter()
            .find(|option| option.name.en == wire_name)
    }
}

/// The command of a kind with the name it has on the wire.
pub fn by_wire_name(kind: CommandKind, wire_name: &str) -> Option<&'static CommandSpec> {
    COMMANDS
        .iter()
        .find(|command| command.kind == kind && command.name.en == wire_name)
}

/// The command with an identity.
///
/// # Panics
/// Never: a test walks every identity.
pub fn spec(id: CommandName) -> &'static CommandSpec {
    COMMANDS
        .iter()
        .find(|command| command.id == id)
        .expect("every command has a row")
}

const LANGUAGE: OptionSpec = OptionSpec {
    id: OptionName::Language,
    name: Bilingual {
        ko: "언어",
        en: "language",
    },
    description: Bilingual {
        ko: "답을 받을 언어",
        en: "Language of the answer",
    },
    kind: OptionKind::Language,
    required: false,
    autocomplete: false,
};

const PRIVATE: OptionSpec = OptionSpec {
    id: OptionName::Private,
    name: Bilingual {
        ko: "비공개",
        en: "private",
    },
    description: Bilingual {
        ko: "나만 보기",
        en: "Show the answer to me alone",
    },
    kind: OptionKind::Boolean,
    required: false,
    autocomplete: false,
};

/// Longest name somebody may type into an option, in characters; longer texts name nothing.
const NAME_MAX_CHARS: u16 = 100;

/// Longest question, in characters.
pub const QUESTION_MAX_CHARS: u16 = 300;

/// Every command, in the order Discord and the help show them.
///
/// The first option of `exports` and `program` is required so that `/exports 2022` works as typed: Discord's client
/// drops text typed after a command whose first option is optional and was never selected.
pub const COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        id: CommandName::Exports,
        kind: CommandKind::Slash,
        name: Bilingual {
            ko: "수출",
            en: "exports",
        },
        description: Bilingual {
            ko: "인천의 수출액, 증가율, 비중을 연도별로 보여 줍니다",
            en: "Incheon's exports in a year: amount, growth, shares",
        },
        options: &[
            OptionSpec {
                id: OptionName::Year,
                name: Bilingual {
                    ko: "연도",
                    en: "year",
                },
                description: Bilingual {
                    ko: "알고 싶은 연도 (예: 2022)",
                    en: "Year to look up, such as 2022",
                },
                kind: OptionKind::Integer {
                    min: 1900,
                    max: 2100,
                },
                required: true,
                autocomplete: true,
            },
            OptionSpec {
                id: OptionName::Item,
                name: Bilingual {
                    ko: "품목",
                    en: "item",
                },
                description: Bilingual {
                    ko: "전체, 반도체, 중국 등 수치가 있는 항목",
                    en: "Total, semiconductors, China or anything else with figures",
                },
                kind: OptionKind::Text {
                    min_chars: 1,
                    max_chars: NAME_MAX_CHARS,
                },
                required: false,
                autocomplete: true,
            },
            LANGUAGE,
            PRIVATE,
        ],
    },
    CommandSpec {
        id: CommandName::Program,
        kind: CommandKind::Slash,
        name: Bilingual {
            ko: "사업",
            en: "program",
        },
        description: Bilingual {
            ko: "수출 지원사업 하나를 찾거나 전체 목록을 보여 줍니다",
            en: "Look up a support program for exporters, or list them all",
        },
        options: &[
            OptionSpec {
                id: OptionName::Name,
                name: Bilingual {
                    ko: "이름",
                    en: "name",
                },
                description: Bilingual {
                    ko: "사업 이름. 초성이나 일부만 적어도 됩니다",
                    en: "Name of the program; a part of it will do",
                },
                kind: OptionKind::Text {
                    min_chars: 1,
                    max_chars: NAME_MAX_CHARS,
                },
                required: true,
                autocomplete: true,
            },
            LANGUAGE,
            PRIVATE,
        ],
    },
    CommandSpec {
        id: CommandName::Partners,
        kind: CommandKind::Slash,
        name: Bilingual {
            ko: "협력기관",
            en: "partners",
        },
        description: Bilingual {
            ko: "지원사업을 함께하는 협력기관을 보여 줍니다",
            en: "The organisations that run the programs with the city",
        },
        options: &[
            OptionSpec {
                id: OptionName::Name,
                name: Bilingual {
                    ko: "이름",
                    en: "name",
                },
                description: Bilingual {
                    ko: "기관 이름. 비워 두면 모두 보여 줍니다",
                    en: "Name of the organisation; leave it out to see all",
                },
                kind: OptionKind::Text {
                    min_chars: 1,
                    max_chars: NAME_MAX_CHARS,
                },
                required: false,
                autocomplete: true,
            },
            LANGUAGE,
            PRIVATE,
        ],
    },
    CommandSpec {
        id: CommandName::Ask,
        kind: CommandKind::Slash,
        name: Bilingual {
            ko: "질문",
            en: "ask",
        },
        description: Bilingual {
            ko: "인천 수출과 지원사업에 관해 무엇이든 묻습니다",
            en: "Ask anything about Incheon's exports and its support programs",
        },
        options: &[
            OptionSpec {
                id: OptionName::Question,
                name: Bilingual {
                    ko: "질문내용",
                    en: "question",
                },
                description: Bilingual {
                    ko: "편하게 적은 질문",
                    en: "Your question, in your own words",
                },
                kind: OptionKind::Text {
                    min_chars: 1,
                    max_chars: QUESTION_MAX_CHARS,
                },
                required: true,
                autocomplete: false,
            },
            LANGUAGE,
            PRIVATE,
        ],
    },
    CommandSpec {
        id: CommandName::Help,
        kind: CommandKind::Slash,
        name: Bilingual {
            ko: "도움말",
            en: "help",
        },
        description: Bilingual {
            ko: "무엇을 물을 수 있는지 알려 줍니다",
            en: "What can be asked, and where the answers come from",
        },
        options: &[],
    },
    CommandSpec {
        id: CommandName::LookUp,
        kind: CommandKind::Message,
        name: Bilingual {
            ko: "찾아보기",
            en: "Look this up",
        },
        description: Bilingual {
            ko: "메시지에 담긴 질문의 답을 나만 봅니다",
            en: "What a message asks about, shown to you alone",
        },
        options: &[],
    },
];

/// The slash command that a typed word names, without its slash, in either language; case does not matter.
pub fn by_typed_name(word: &str) -> Option<&'static CommandSpec> {
    let word = word.to_lowercase();
    COMMANDS
        .iter()
        .filter(|command| command.kind == CommandKind::Slash)
        .find(|command| command.name.en == word || command.name.ko == word)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::language::Language;

    /// Most options of a command, longest name and longest description: [Discord Docs/Application Commands].
    const OPTIONS_MAX: usize = 25;
    const NAME_MAX_CHARS: usize = 32;
    const DESCRIPTION_MAX_CHARS: usize = 100;

    /// What stands in a menu may have capitals and spaces; what is typed may not.
    fn is_valid_name(name: &str, kind: CommandKind) -> bool {
        let typeable = name.to_lowercase() == name
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "-_'".contains(c));
        (1..=NAME_MAX_CHARS).contains(&name.chars().count())
            && (typeable || kind == CommandKind::Message)
    }

    #[test]
    fn every_row_is_within_discords_rules() {
        for command in COMMANDS {
            assert_eq!(spec(command.id).name, command.name);
            assert!(command.options.len() <= OPTIONS_MAX, "{:?}", command.id);
            for language in Language::ALL {
                let texts = std::iter::once((command.name, command.description))
                    .chain(command.options.iter().map(|o| (o.name, o.description)));
                for (name, description) in texts {
                    let (name, description) = (name.get(language), description.get(language));
                    assert!(is_valid_name(name, command.kind), "name {name:?}");
                    let length = description.chars().count();
                    assert!(
                        (1..=DESCRIPTION_MAX_CHARS).contains(&length),
                        "description {description:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn names_are_unique_in_each_language() {
        for language in Language::ALL {
            let mut commands = HashSet::new();
            for command in COMMANDS {
                let name = *command.name.get(language);
                assert!(commands.insert(name), "command {name:?} twice");
                let mut options = HashSet::new();
                for option in command.options {
                    let name = *option.name.get(language);
                    assert!(options.insert(name), "option {name:?} twice");
                }
            }
        }
    }

    #[test]
    fn a_command_of_a_messages_menu_has_no_options() {
        for command in COMMANDS {
            let menu = command.kind == CommandKind::Message;
            assert!(!menu || command.options.is_empty(), "{:?}", command.id);
            assert_eq!(
                by_wire_name(command.kind, command.name.en).map(|found| found.id),
                Some(command.id)
            );
        }
        assert!(by_wire_name(CommandKind::Slash, "Look this up").is_none());
    }

    #[test]
    fn required_options_come_first() {
        for command in COMMANDS {
            let required: Vec<bool> = command.options.iter().map(|o| o.required).collect();
            let mut sorted = required.clone();
            sorted.sort_by_key(|&required| !required);
            assert_eq!(required, sorted, "{:?}", command.id);
        }
    }

    /// A command with the options that are its own, as the README lists it: `/exports <year> <item>`; where it is found
    /// instead for one that is not typed.
    fn usage(command: &CommandSpec, language: Language) -> String {
        if command.kind == CommandKind::Message {
            let name = command.name.get(language);
            return match language {
                Language::Ko => format!("메시지 메뉴 → 앱 → *{name}*"),
                Language::En => format!("menu of a message → Apps → *{name}*"),
            };
        }
        let own = command
            .options
            .iter()
            .filter(|option| !matches!(option.id, OptionName::Language | OptionName::Private))
            .map(|option| format!(" <{}>", option.name.get(language)));
        let name = command.name.get(language);
        format!("`/{name}{}`", own.collect::<String>())
    }

    #[test]
    fn the_readme_lists_every_command() {
        let readme = include_str!("../README.md");
        for command in COMMANDS {
            let row = format!(
                "| {} | {} | {} |",
                usage(command, Language::En),
                usage(command, Language::Ko),
                command.description.en
            );
            assert!(readme.contains(&row), "README.md lacks the row\n{row}");
        }
    }

    #[test]
    fn a_typed_name_is_found_in_either_language() {
        for (word, expected) in [
            ("exports", Some(CommandName::Exports)),
            ("EXPORTS", Some(CommandName::Exports)),
            ("수출", Some(CommandName::Exports)),
            ("협력기관", Some(CommandName::Partners)),
            ("수", None),
            ("찾아보기", None),
            ("", None),
        ] {
            assert_eq!(by_typed_name(word).map(|c| c.id), expected, "{word:?}");
        }
    }
}
