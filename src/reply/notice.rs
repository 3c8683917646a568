//! Cards that are about no document: a choice, "I don't know", help and greeting.

use crate::action::{Action, Belonging, Listing};
use crate::command::{COMMANDS, CommandKind, CommandName, CommandSpec, spec};
use crate::knowledge::{Citation, Document, DocumentId, Kind, KnowledgeBase, Topic};
use crate::reply::limits::{self, clip};
use crate::reply::wording::{self, fill};
use crate::reply::{Button, Card, CardField, Controls, Privacy, card, choice, markdown};
use crate::request::{Limit, Report};
use crate::text::language::Language;

/// Most characters of a typed text that are echoed.
const ECHO_MAX_CHARS: usize = 80;

/// How many documents are offered where the bot does not know.
const OFFERS_MAX: usize = 4;

/// "Which one do you mean?"; `with_commands` names beside each document the command that looks it up.
pub fn choices(
    base: &KnowledgeBase,
    documents: &[DocumentId],
    with_commands: bool,
    language: Language,
) -> Card {
    let mut lines = vec![wording::CHOICES_BODY.get(language).to_string()];
    lines.extend(documents.iter().map(|&id| {
        let document = base.document(id);
        let name = document.name.get(language);
        if with_commands {
            let command = spec(command_of(document)).name.get(language);
            markdown::bullet(&format!("{name} {}", markdown::command(command)))
        } else {
            markdown::bullet(name)
        }
    }));
    Card {
        title: wording::CHOICES.get(language).to_string(),
        description: lines.join("\n"),
        colour: card::COLOUR,
        ..Card::default()
    }
}

/// The command that looks a document up.
const fn command_of(document: &Document) -> CommandName {
    match document.topic {
        Topic::Exports => CommandName::Exports,
        Topic::Programs => CommandName::Program,
        Topic::Partners => CommandName::Partners,
        Topic::Facts => CommandName::Ask,
    }
}

/// "I don't know", with what can be asked instead.
pub fn unknown(
    base: &KnowledgeBase,
    typed: &str,
    topic: Option<Topic>,
    language: Language,
) -> (Card, Vec<Controls>) {
    let body = if typed.trim().is_empty() {
        wording::UNKNOWN_NOTHING_TYPED.get(language).to_string()
    } else {
        let typed = markdown::escape(typed, ECHO_MAX_CHARS);
        fill(wording::UNKNOWN_BODY, language, &[("typed", &typed)])
    };
    let mut offers: Vec<DocumentId> = Vec::new();
    // Those of the topic first; the others fill up.
    for document in base.featured(topic).chain(base.featured(None)) {
        if offers.len() < OFFERS_MAX && !offers.contains(&document.id) {
            offers.push(document.id);
        }
    }
    let card = Card {
        title: wording::UNKNOWN.get(language).to_string(),
        description: format!("{body}\n{}", wording::ABOUT.get(language)),
        fields: examples(base, language).into_iter().collect(),
        footer: as_of(base, language),
        colour: card::COLOUR,
    };
    (card, choice::offer(base, &offers, language))
}

/// "No figures for that year", with the years and documents there are.
pub fn no_figures(
    base: &KnowledgeBase,
    year: i64,
    about: DocumentId,
    instead: &[DocumentId],
    language: Language,
) -> (Card, Vec<Controls>) {
    let about = base.document(about);
    let mut years: Vec<u16> = about
        .figures
        .iter()
        .map(|figure| figure.year.value)
        .collect();
    years.sort_unstable();
    years.dedup();
    let names: Vec<String> = years
        .iter()
        .map(|&year| year_name(year, language))
        .collect();
    let mut lines = vec![fill(
        wording::NO_FIGURES_BODY,
        language,
        &[
            ("about", about.short.get(language)),
            ("years", &enumerated(&names, language)),
        ],
    )];
    let year = year.to_string();
    if !instead.is_empty() {
        lines.push(fill(
            wording::NO_FIGURES_INSTEAD,
            language,
            &[("year", &year)],
        ));
        lines.extend(
            instead
                .iter()
                .map(|&id| markdown::bullet(base.document(id).name.get(language))),
        );
    }
    let by_year = years.into_iter().rev().map(|year| Button {
        label: year_name(year, language),
        action: Action::Show {
            slug: about.slug.clone(),
            language,
            year: Some(year),
        },
        disabled: false,
    });
    let mut controls = vec![Controls::Buttons(
        by_year.take(limits::BUTTONS_PER_ROW_MAX).collect(),
    )];
    controls.extend(choice::offer(base, instead, language));
    let card = Card {
        title: fill(wording::NO_FIGURES, language, &[("year", &year)]),
        description: lines.join("\n"),
        footer: as_of(base, language),
        colour: card::COLOUR,
        ..Card::default()
    };
    (card, controls)
}

/// `2021년, 2022년` / `2021 and 2022`.
fn enumerated(names: &[String], language: Language) -> String {
    match (language, names) {
        (Language::En, [first @ .., last]) if !first.is_empty() => {
            format!("{} and {last}", first.join(", "))
        }
        _ => names.join(", "),
    }
}

fn year_name(year: u16, language: Language) -> String {
    fill(wording::YEAR, language, &[("year", &year.to_string())])
}

/// A button that leads nowhere any more.
pub fn gone(language: Language) -> Card {
    let ask = *spec(CommandName::Ask).name.get(language);
    Card {
        title: wording::GONE.get(language).to_string(),
        description: fill(wording::GONE_BODY, language, &[("ask", ask)]),
        colour: card::COLOUR,
        ..Card::default()
    }
}

/// A message to look up that holds no text, only pictures.
pub fn no_text(language: Language) -> Card {
    let ask = *spec(CommandName::Ask).name.get(language);
    Card {
        title: wording::NO_TEXT.get(language).to_string(),
        description: fill(wording::NO_TEXT_BODY, language, &[("ask", ask)]),
        colour: card::COLOUR,
        ..Card::default()
    }
}

/// What somebody pressed belongs to whoever asked for it.
pub fn not_yours(belonging: Belonging, asker: Option<u64>, language: Language) -> Card {
    let asker = match asker {
        Some(id) => fill(wording::ASKER, language, &[("user", &markdown::user(id))]),
        None => wording::SOMEBODY.get(language).to_string(),
    };
    let name = |command: CommandName| markdown::command(spec(command).name.get(language));
    let (body, command) = match belonging {
        Belonging::Choice => (wording::NOT_YOUR_CHOICE, name(CommandName::Ask)),
        Belonging::List(Listing::Programs) => (wording::NOT_YOUR_LIST, name(CommandName::Program)),
        Belonging::List(Listing::Partners) => (wording::NOT_YOUR_LIST, name(CommandName::Partners)),
        Belonging::Reply => (wording::NOT_YOUR_REPLY, String::new()),
    };
    sentence(fill(
        body,
        language,
        &[("asker", &asker), ("command", &command)],
    ))
}

/// Thanks for what somebody found wrong or outdated.
pub fn thanks(language: Language) -> Card {
    sentence(wording::THANKS.get(language).to_string())
}

/// Too much is asked, and by whom.
pub fn too_much(limit: Limit, language: Language) -> Card {
    let sentence_of = match limit {
        Limit::User => wording::TOO_MUCH_BY_USER,
        Limit::Channel => wording::TOO_MUCH_IN_CHANNEL,
    };
    sentence(sentence_of.get(language).to_string())
}

/// Three lines that say to mention the bot and not its role: one in each language, and the mention to use.
pub fn mention_me(bot: u64) -> Card {
    let [ko, en] = Language::ALL.map(|language| *wording::MENTION_ME.get(language));
    sentence(format!("{ko}\n{en}\n{}", markdown::user(bot)))
}

/// What a curator reads when somebody found something wrong or outdated.
pub fn report(base: &KnowledgeBase, report: &Report, language: Language) -> Card {
    let about = match &report.about {
        Some(slug) => {
            let shown = markdown::escape(slug, ECHO_MAX_CHARS);
            match base.by_slug(slug) {
                Some(document) => format!("{} ({shown})", document.name.get(language)),
                None => shown,
            }
        }
        None => wording::REPORTED_WHOLE.get(language).to_string(),
    };
    let lines: Vec<String> = report
        .text
        .lines()
        .map(|line| markdown::escape(line, limits::REPORT_MAX_CHARS))
        .collect();
    Card {
        title: clip(
            &fill(wording::REPORTED, language, &[("about", &about)]),
            limits::EMBED_TITLE_MAX_CHARS,
        ),
        description: clip(&lines.join("\n"), limits::EMBED_DESCRIPTION_MAX_CHARS),
        colour: card::COLOUR,
        ..Card::default()
    }
}

fn sentence(description: String) -> Card {
    Card {
        description,
        colour: card::COLOUR,
        ..Card::default()
    }
}

/// Three lines in each language.
pub fn greeting(base: &KnowledgeBase) -> Card {
    let lines: Vec<String> = Language::ALL
        .into_iter()
        .map(|language| greeting_lines(base, language).join("\n"))
        .collect();
    Card {
        description: lines.join("\n\n"),
        colour: card::COLOUR,
        ..Card::default()
    }
}

fn greeting_lines(base: &KnowledgeBase, language: Language) -> [String; 3] {
    let commands: Vec<String> = COMMANDS
        .iter()
        .filter(|command| command.kind == CommandKind::Slash)
        .map(|command| format!("`/{}`", command.name.get(language)))
        .collect();
    [
        wording::ABOUT.get(language).to_string(),
        fill(
            wording::HOW_TO_MENTION,
            language,
            &[("example", &example_program(base, language))],
        ),
        fill(
            wording::HOW_TO_COMMAND,
            language,
            &[("commands", &commands.join(" "))],
        ),
    ]
}

/// What can be asked, what cannot, as of when, and what is stored.
pub fn help(base: &KnowledgeBase, privacy: Privacy, language: Language) -> Card {
    let commands: Vec<String> = COMMANDS
        .iter()
        .map(|command| usage(command, language))
        .collect();
    let mut fields = vec![field(
        wording::HELP_COMMANDS.get(language),
        commands.join("\n"),
    )];
    fields.extend(examples(base, language));
    let privacy_line = match privacy {
        Privacy::NothingKept => wording::HELP_PRIVACY_BODY,
        Privacy::QuestionsLogged => wording::HELP_PRIVACY_LOGGED,
    };
    let date = base
        .as_of()
        .map(|date| date.wording(language))
        .unwrap_or_default();
    fields.push(field(
        wording::HELP_LIMITS.get(language),
        fill(wording::HELP_LIMITS_BODY, language, &[("date", &date)]),
    ));
    fields.push(field(
        wording::HELP_PRIVACY.get(language),
        privacy_line.get(language).to_string(),
    ));
    Card {
        title: wording::HELP.get(language).to_string(),
        description: format!(
            "{}\n{}",
            wording::ABOUT.get(language),
            wording::HELP_TYPING.get(language)
        ),
        fields,
        footer: as_of(base, language),
        colour: card::COLOUR,
    }
}

/// One line of the help: `/수출 <연도> <품목>` or where else it is found, and what it does.
fn usage(command: &CommandSpec, language: Language) -> String {
    if command.kind == CommandKind::Message {
        let place = fill(
            wording::HELP_IN_MENU,
            language,
            &[("name", command.name.get(language))],
        );
        return format!("{place}: {}", command.description.get(language));
    }
    let mut line = format!("/{}", command.name.get(language));
    for option in command.options {
        if !wording::is_common(option.id) {
            line.push(' ');
            line.push_str(&wording::option_placeholder(option.name, language));
        }
    }
    format!("`{line}` {}", command.description.get(language))
}

/// Three real questions, from the documents the curator features. `None` for a base that features nothing.
fn examples(base: &KnowledgeBase, language: Language) -> Option<CardField> {
    let command = |name: CommandName| *spec(name).name.get(language);
    let mut lines = Vec::new();
    if let Some(year) = base
        .featured(Some(Topic::Exports))
        .find_map(|document| document.headline())
        .map(|figure| figure.year.value)
    {
        lines.push(format!("`/{} {year}`", command(CommandName::Exports)));
    }
    let program = example_program(base, language);
    if !program.is_empty() {
        lines.push(format!("`/{} {program}`", command(CommandName::Program)));
    }
    if let Some(partner) = base.featured(Some(Topic::Partners)).next() {
        lines.push(format!(
            "`/{} {}`",
            command(CommandName::Partners),
            partner.short.get(language)
        ));
    }
    (!lines.is_empty()).then(|| field(wording::HELP_EXAMPLES.get(language), lines.join("\n")))
}

fn example_program(base: &KnowledgeBase, language: Language) -> String {
    base.featured(Some(Topic::Programs))
        .find(|document| document.kind == Kind::Program)
        .map(|document| document.short.get(language).clone())
        .unwrap_or_default()
}

/// The newest source as a whole, for cards that rest on the base and not on one document. Empty without a source.
fn as_of(base: &KnowledgeBase, language: Language) -> String {
    base.newest_source()
        .map(|source| {
            let whole = Citation {
                source,
                paragraphs: Vec::new(),
            };
            card::source_line(base, &whole, language)
        })
        .unwrap_or_default()
}

fn field(name: &str, value: String) -> CardField {
    CardField {
        name: name.to_owned(),
        value,
        inline: false,
    }
}
