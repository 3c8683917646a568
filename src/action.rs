//! What a button or a menu does, and its custom id: the state of a reply travels in it, so it outlives a restart.
//!
//! A custom id reads `1/show/ko/voucher`: version, verb, language, and what the verb needs. Where the message itself does
//! not tell who asked, the id does: `1~31ek5z761tz5/show/ko/voucher`.

mod custom_id;

use crate::knowledge::{Kind, Topic};
use crate::text::language::Language;

pub use custom_id::{CUSTOM_ID_MAX_CHARS, CustomId};

/// What pressing a button, or choosing from a menu, asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show a document. Anybody may.
    Show {
        /// Slug of the document.
        slug: String,
        /// Language of the reply.
        language: Language,
        /// Year whose figures come first, where one was asked for.
        year: Option<u16>,
    },
    /// Take one of several documents as what was meant. It is the asker's to take.
    Pick {
        /// Slug of the document.
        slug: String,
        /// Language of the reply.
        language: Language,
        /// Year asked for.
        year: Option<u16>,
    },
    /// Show the document chosen in a menu: [`Action::choose`] makes it an [`Action::Show`].
    Choose {
        /// Language of the reply.
        language: Language,
        /// Year asked for.
        year: Option<u16>,
    },
    /// Ask again which of several documents is meant, in a language. Which ones, the message pressed still offers.
    Choices {
        /// Language of the reply.
        language: Language,
        /// Year asked for.
        year: Option<u16>,
    },
    /// Show a page of a list. Anybody may.
    List {
        /// Of what.
        listing: Listing,
        /// Its page, from 0.
        page: u16,
        /// Language of the reply.
        language: Language,
    },
    /// Turn the pages of a list. It is the asker's to turn.
    Turn {
        /// Of what.
        listing: Listing,
        /// Which way.
        turn: Turn,
        /// The page that it leads to, from 0.
        page: u16,
        /// Language of the reply.
        language: Language,
    },
    /// Say again that the base does not hold something.
    Unknown {
        /// What was typed, at most [`Action::TYPED_MAX_CHARS`].
        typed: String,
        /// Where the asker looked; `None` for everywhere.
        topic: Option<Topic>,
        /// Language of the reply.
        language: Language,
    },
    /// Show the help.
    Help {
        /// Language of the reply.
        language: Language,
    },
    /// Send the chart of exports to whoever presses. Anybody may.
    Chart {
        /// Language of the words beside it.
        language: Language,
    },
    /// Tell the curator that something is wrong or outdated: opens a form, and is the form once filled in.
    Report {
        /// Slug of the document that it is about; `None` for the base as a whole.
        about: Option<String>,
        /// Language of the form.
        language: Language,
    },
    /// Take the reply away. It is the asker's to take.
    Delete {
        /// Language of the reply.
        language: Language,
    },
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listing {
    /// Every support program.
    Programs,
    /// Every partner organisation.
    Partners,
}

impl Listing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Programs, Self::Partners];

    /// The kind of the documents listed.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Programs => Kind::Program,
            Self::Partners => Kind::Partner,
        }
    }
}

/// A way through the pages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// To the first page.
    First,
    /// To the page before.
    Previous,
    /// Nowhere: the place where the position is shown.
    Here,
    /// To the page after.
    Next,
    /// To the last page.
    Last,
}

impl Turn {
    /// Every way, in the order of its buttons.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Previous,
        Self::Here,
        Self::Next,
        Self::Last,
    ];
}

impl Action {
    /// Longest typed text in an [`Action::Unknown`], in characters: what a custom id has room for.
    pub const TYPED_MAX_CHARS: usize = 60;

    /// What the action becomes once `value` was chosen from its menu.
    pub fn choose(self, value: &str) -> Self {
        match self {
            Self::Choose { language, year } => Self::Show {
                slug: value.to_owned(),
                language,
                year,
            },
            other => other,
        }
    }

    /// Language of the reply that it leads to.
    pub const fn language(&self) -> Language {
        match self {
            Self::Show { language, .. }
            | Self::Pick { language, .. }
            | Self::Choose { language, .. }
            | Self::Choices { language, .. }
            | Self::List { language, .. }
            | Self::Turn { language, .. }
            | Self::Unknown { language, .. }
            | Self::Help { language }
            | Self::Chart { language }
            | Self::Report { language, .. }
            | Self::Delete { language } => *language,
        }
    }

    /// Slug of the document that it opens; `None` for all that opens no document.
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Show { slug, .. } | Self::Pick { slug, .. } => Some(slug),
            _ => None,
        }
    }

    /// Whose it is to press: anybody's who sees it, or the asker's alone.
    pub const fn is_for(&self) -> For {
        match self {
            Self::Pick { .. } => For::Asker(Belonging::Choice),
            Self::Turn { listing, .. } => For::Asker(Belonging::List(*listing)),
            Self::Delete { .. } => For::Asker(Belonging::Reply),
            _ => For::Anybody,
        }
    }
}

/// Who may press something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum For {
    /// Anybody; others than the asker get a copy of their own.
    Anybody,
    /// Whoever asked.
    Asker(Belonging),
}

/// What somebody asked for and others cannot take from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Belonging {
    /// A choice: one message, one answer.
    Choice,
    /// A list, open at a page.
    List(Listing),
    /// The reply as a whole.
    Reply,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_becomes_a_card_in_the_menus_language() {
        let menu = Action::Choose {
            language: Language::En,
            year: Some(2022),
        };
        let show = Action::Show {
            slug: "kotra".to_owned(),
            language: Language::En,
            year: Some(2022),
        };
        assert_eq!(menu.choose("kotra"), show);
        assert_eq!(show.clone().choose("icci"), show, "nothing else is a menu");
    }
}
