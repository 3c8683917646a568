//! A reply, ready to send: a card, what can be pressed under it, and who sees it.
//!
//! Plain values within Discord's limits, still without a word of Discord's vocabulary.

mod card;
mod choice;
pub mod limits;
pub mod linear;
mod list;
pub mod markdown;
mod notice;
pub mod wording;

use serde::Serialize;

use crate::action::Action;
use crate::answer::{Answer, Decision};
use crate::knowledge::{Kind, KnowledgeBase};
use crate::request::{Request, Via};
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
    /// One document, or a list that was asked for.
    Answered,
    /// A choice among several.
    Choice,
    /// The base does not hold it.
    Unknown,
    /// Help or a greeting.
    Help,
    /// A press that leads nowhere (any more).
    Gone,
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
    /// The card; an embed on Discord.
    pub card: Card,
    /// What can be pressed, top to bottom: at most five rows.
    pub controls: Vec<Controls>,
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
    /// Whether it is the expected next step.
    pub primary: bool,
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

/// Words an answer. Total: every answer has a reply.
pub fn render(base: &KnowledgeBase, request: &Request, answer: &Answer) -> Reply {
    let language = answer.language;
    let (outcome, card, controls) = match &answer.decision {
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
            (Outcome::Answered, card, controls)
        }
        Decision::List(kind) => {
            let (card, controls) = list::of_kind(base, *kind, language);
            (Outcome::Answered, card, controls)
        }
        Decision::Choices { documents, year } => {
            let shown = match request.via {
                Via::Message => &documents[..documents.len().min(CHOICES_IN_MESSAGE_MAX)],
                _ => documents,
            };
            let controls = choice::of(base, shown, *year, language);
            (
                Outcome::Choice,
                notice::choices(base, shown, language),
                controls,
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
        Decision::NoText => (Outcome::Unknown, notice::no_text(language), Vec::new()),
        Decision::Help => (Outcome::Help, notice::help(base, language), Vec::new()),
        Decision::Greeting => (Outcome::Help, notice::greeting(base), Vec::new()),
        Decision::Gone(_) => (Outcome::Gone, notice::gone(language), Vec::new()),
    };
    Reply {
        language,
        visibility: visibility(request, outcome),
        outcome,
        card,
        controls,
    }
}

/// Answers are public unless the asker wants them private; what helps only the asker is always private.
fn visibility(request: &Request, outcome: Outcome) -> Visibility {
    match outcome {
        Outcome::Answered if !request.private => Visibility::Everyone,
        _ => Visibility::Asker,
    }
}
