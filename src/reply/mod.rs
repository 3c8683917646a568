//! A reply, ready to send: a card, what can be pressed under it, and who sees it.
//!
//! Plain values within Discord's limits, still without a word of Discord's vocabulary.

mod card;
mod chart;
mod choice;
mod foot;
pub mod limits;
pub mod linear;
mod list;
pub mod markdown;
mod notice;
mod related;
pub mod wording;

use serde::Serialize;

pub use chart::Picture;

use crate::action::Action;
use crate::answer::{Answer, Decision};
use crate::chart::Chart;
use crate::knowledge::{Kind, KnowledgeBase};
use crate::request::{Ask, Press, Presser, Report, Request, Via};
use crate::text::language::Language;

/// Who sees a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone in the channel.
    Everyone,
    /// Only the person who asked; Discord calls this ephemeral.
    Asker,
}

/// What a reply amounts to, for logs and for `ask --json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// What was asked for, understood as it was typed: a document, a list or the chart.
    Exact,
    /// A document that another reading of what was typed led to: a slip mended, the other keyboard, initials.
    Fuzzy,
    /// A choice among several.
    Choice,
    /// The base does not hold it.
    Unknown,
    /// Help or a greeting.
    Help,
    /// A press that leads nowhere (any more).
    Gone,
    /// A press on what belongs to somebody else, or more than is answered.
    Declined,
    /// A form about something wrong or outdated, opened or filled in.
    Reported,
    /// The asker took a reply away.
    Removed,
}

impl Outcome {
    /// Whether a document, a list or the chart is told.
    pub const fn gives_an_answer(self) -> bool {
        matches!(self, Self::Exact | Self::Fuzzy)
    }
}

/// What the bot says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Language of its texts; the first of the two where it speaks both.
    pub language: Language,
    /// Who sees it, where the way it came allows a choice.
    pub visibility: Visibility,
    /// What it amounts to.
    pub outcome: Outcome,
    /// How it reaches its readers.
    pub delivery: Delivery,
    /// The card; an embed on Discord. Empty for a form and for a removal.
    pub card: Card,
    /// What can be pressed, top to bottom: at most five rows.
    pub controls: Vec<Controls>,
}

/// How a reply reaches its readers.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    /// As a message of its own.
    Message,
    /// In place of the message that was pressed.
    InPlace,
    /// As a form to fill in.
    Form(Form),
    /// Not at all: the message that was pressed goes.
    Removal,
}

/// A form with one long text to fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Title, at most [`limits::FORM_TITLE_MAX_CHARS`].
    pub title: String,
    /// What is asked, at most [`limits::FORM_LABEL_MAX_CHARS`].
    pub label: String,
    /// What stands in the field before anything is typed, at most [`limits::FORM_PLACEHOLDER_MAX_CHARS`].
    pub placeholder: String,
    /// Longest text it takes, in characters.
    pub max_chars: u16,
    /// What it is once filled in.
    pub action: Action,
}

/// A card. Texts carry Discord's markdown where it is rendered there, and are escaped already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Headline, at most [`limits::EMBED_TITLE_MAX_CHARS`].
    pub title: String,
    /// Body, at most [`limits::EMBED_DESCRIPTION_MAX_CHARS`].
    pub description: String,
    /// Named values, at most [`limits::EMBED_FIELDS_MAX`].
    pub fields: Vec<CardField>,
    /// The source, at most [`limits::EMBED_FOOTER_MAX_CHARS`]; no markdown. Empty for none.
    pub footer: String,
    /// Colour of the bar, 0xRRGGBB; never carries a meaning of its own.
    pub colour: u32,
}

/// A named value on a card. Neither text is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct CardField {
    /// Name, at most [`limits::EMBED_FIELD_NAME_MAX_CHARS`].
    pub name: String,
    /// Value, at most [`limits::EMBED_FIELD_VALUE_MAX_CHARS`].
    pub value: String,
    /// Whether it may stand beside its neighbours.
    pub inline: bool,
}

/// One row of things to press.
#[derive(Clone, Debug, PartialEq)]
pub enum Controls {
    /// One to five buttons.
    Buttons(Vec<Button>),
    /// A menu of one to 25 entries.
    Menu(Menu),
}

/// A button.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// Its word, at most [`limits::BUTTON_LABEL_MAX_CHARS`].
    pub label: String,
    /// What it does.
    pub action: Action,
    /// Whether it only shows something and cannot be pressed.
    pub disabled: bool,
}

/// A menu from which one entry is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What it says before a choice.
    pub placeholder: String,
    /// What a choice does; see [`Action::choose`].
    pub action: Action,
    /// Its entries, best first.
    pub entries: Vec<MenuEntry>,
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuEntry {
    /// Its name, at most [`limits::SELECT_LABEL_MAX_CHARS`].
    pub label: String,
    /// A line below the name; empty for none.
    pub description: String,
    /// The slug it stands for.
    pub slug: String,
}

/// Most documents offered in a reply to a message, where nothing can be private and a long list would be in the way.
const CHOICES_IN_MESSAGE_MAX: usize = 3;

/// What becomes of a question once it is answered, as the help tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Nothing of it is kept.
    NothingKept,
    /// It stands in the operator's log, without who asked.
    QuestionsLogged,
}

/// Words an answer. Total: every answer has a reply.
pub fn render(base: &KnowledgeBase, request: &Request, answer: &Answer, privacy: Privacy) -> Reply {
    let language = answer.language;
    let (outcome, card, mut controls) = content(base, request, &answer.decision, privacy, language);
    let outcome = match answer.hits.first() {
        Some(hit) if outcome == Outcome::Exact && !hit.kind.is_as_typed() => Outcome::Fuzzy,
        _ => outcome,
    };
    let delivery = delivery(request, &answer.decision, language);
    let visibility = visibility(request, outcome, &delivery);
    controls.extend(foot::row(base, request, answer, visibility, &delivery));
    Reply {
        language,
        visibility,
        outcome,
        delivery,
        card,
        controls,
    }
}

/// What the chart's picture shows, for those who do not see it; `None` where the base holds no chart.
pub fn chart_alt_text(base: &KnowledgeBase, language: Language) -> Option<String> {
    Chart::of(base).map(|shown| chart::alt_text(base, &shown, language))
}

/// What a curator reads of a report, in `language`.
pub fn report(base: &KnowledgeBase, report: &Report, language: Language) -> Card {
    notice::report(base, report, language)
}

/// What a decision amounts to, its card, and what of its own can be pressed.
fn content(
    base: &KnowledgeBase,
    request: &Request,
    decision: &Decision,
    privacy: Privacy,
    language: Language,
) -> (Outcome, Card, Vec<Controls>) {
    let plain = |outcome, card| (outcome, card, Vec::new());
    match decision {
        Decision::Document { id, year } => {
            let document = base.document(*id);
            let mut card = card::document(base, document, *year, language);
            let programs = (document.kind == Kind::Field)
                .then(|| list::of_field(base, document, language))
                .flatten();
            let mut controls = Vec::new();
            if let Some((field, menu)) = programs {
                card.fields.push(field);
                controls = menu;
            }
            controls.extend(related::row(base, document, language));
            (Outcome::Exact, card, controls)
        }
        Decision::List { listing, page } => {
            let (card, controls) = list::of(base, *listing, *page, language);
            (Outcome::Exact, card, controls)
        }
        Decision::Choices { documents, year } => {
            // Only in a message can a choice be public; it stays one when it is told again.
            let public = match request.via {
                Via::Message => true,
                Via::Component => !request.private,
                Via::Command | Via::Terminal => false,
            };
            let shown = if public {
                &documents[..documents.len().min(CHOICES_IN_MESSAGE_MAX)]
            } else {
                documents
            };
            (
                Outcome::Choice,
                notice::choices(base, shown, public, language),
                choice::pick(base, shown, *year, language),
            )
        }
        Decision::NoFigures {
            year,
            about,
            instead,
        } => {
            let (card, controls) = notice::no_figures(base, *year, *about, instead, language);
            (Outcome::Unknown, card, controls)
        }
        Decision::Unknown { typed, topic } => {
            let (card, controls) = notice::unknown(base, typed, *topic, language);
            (Outcome::Unknown, card, controls)
        }
        Decision::Chart => match Chart::of(base) {
            Some(shown) => plain(Outcome::Exact, chart::card(base, &shown, language)),
            None => plain(Outcome::Gone, notice::gone(language)),
        },
        Decision::NoText => plain(Outcome::Unknown, notice::no_text(language)),
        Decision::Help => plain(Outcome::Help, notice::help(base, privacy, language)),
        Decision::Greeting => plain(Outcome::Help, notice::greeting(base)),
        Decision::MentionMe { bot } => plain(Outcome::Help, notice::mention_me(*bot)),
        Decision::Gone(_) => plain(Outcome::Gone, notice::gone(language)),
        Decision::NotYours { belonging, asker } => plain(
            Outcome::Declined,
            notice::not_yours(*belonging, *asker, language),
        ),
        Decision::TooMuch(limit) => plain(Outcome::Declined, notice::too_much(*limit, language)),
        Decision::Thanks => plain(Outcome::Reported, notice::thanks(language)),
        Decision::ReportForm { .. } => plain(Outcome::Reported, Card::default()),
        Decision::Remove => plain(Outcome::Removed, Card::default()),
    }
}

/// What the asker presses changes in place; anybody else, and anybody who is only told something, gets a message.
fn delivery(request: &Request, decision: &Decision, language: Language) -> Delivery {
    let by_asker = matches!(
        request.ask,
        Ask::Press(Press {
            presser: Presser::Asker,
            ..
        })
    );
    match decision {
        Decision::Remove => Delivery::Removal,
        Decision::ReportForm { about } => Delivery::Form(Form {
            title: wording::REPORT.get(language).to_string(),
            label: wording::REPORT_LABEL.get(language).to_string(),
            placeholder: wording::REPORT_PLACEHOLDER.get(language).to_string(),
            max_chars: limits::REPORT_MAX_CHARS as u16,
            action: Action::Report {
                about: about.clone(),
                language,
            },
        }),
        Decision::Gone(_) | Decision::NotYours { .. } | Decision::Chart => Delivery::Message,
        _ if by_asker => Delivery::InPlace,
        _ => Delivery::Message,
    }
}

/// Answers are public unless the asker wants them private; what helps only one person is always private, as far as it can
/// be. What changes in place stays what it was.
fn visibility(request: &Request, outcome: Outcome, delivery: &Delivery) -> Visibility {
    let public = match (request.via, delivery) {
        (Via::Message, _) => true,
        (Via::Component, Delivery::InPlace) => !request.private,
        (Via::Component, _) => false,
        (Via::Command | Via::Terminal, _) => outcome.gives_an_answer() && !request.private,
    };
    if public {
        Visibility::Everyone
    } else {
        Visibility::Asker
    }
}
