//! What a button or a menu does, and its custom id: the state of a reply travels in it, so it outlives a restart.

use std::fmt;

use crate::text::language::Language;

/// Longest custom id Discord accepts, in characters. See [Discord Docs/Components, custom id].
pub const CUSTOM_ID_MAX_CHARS: usize = 100;

/// What pressing a button, or choosing from a menu, asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show a document in a language.
    Show {
        /// Slug of the document.
        slug: String,
        /// Language of the reply.
        language: Language,
        /// Year whose figures come first, where one was asked for.
        year: Option<u16>,
    },
    /// Show the document chosen in a menu: [`Action::choose`] makes it a [`Action::Show`].
    Choose {
        /// Language of the reply.
        language: Language,
    },
}

impl Action {
    /// What the action becomes once `value` was chosen from its menu.
    pub fn choose(self, value: &str) -> Self {
        match self {
            Self::Choose { language } => Self::Show {
                slug: value.to_owned(),
                language,
                year: None,
            },
            show @ Self::Show { .. } => show,
        }
    }

    /// Reads a custom id; `None` for one of an unknown version or of another bot.
    pub fn from_custom_id(custom_id: &str) -> Option<Self> {
        let mut parts = custom_id.split('/');
        if parts.next()? != VERSION {
            return None;
        }
        let verb = parts.next()?;
        let language = Language::from_code(parts.next()?)?;
        let action = match verb {
            "show" => {
                let slug = parts.next().filter(|slug| !slug.is_empty())?.to_owned();
                let year = parts.next().map(str::parse).transpose().ok()?;
                Self::Show {
                    slug,
                    language,
                    year,
                }
            }
            "choose" => Self::Choose { language },
            _ => return None,
        };
        parts.next().is_none().then_some(action)
    }
}

/// First part of every custom id; a new layout gets a new one, and this one stays readable.
const VERSION: &str = "1";

impl fmt::Display for Action {
    /// Writes the custom id: `1/show/ko/export-voucher`, `1/choose/en`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show {
                slug,
                language,
                year,
            } => {
                write!(f, "{VERSION}/show/{}/{slug}", language.code())?;
                year.map_or(Ok(()), |year| write!(f, "/{year}"))
            }
            Self::Choose { language } => write!(f, "{VERSION}/choose/{}", language.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::SLUG_MAX_CHARS;

    #[test]
    fn a_custom_id_reads_back_as_the_same_action() {
        for (action, custom_id) in [
            (
                Action::Show {
                    slug: "voucher".into(),
                    language: Language::Ko,
                    year: None,
                },
                "1/show/ko/voucher",
            ),
            (
                Action::Show {
                    slug: "exports-2022".into(),
                    language: Language::En,
                    year: Some(2021),
                },
                "1/show/en/exports-2022/2021",
            ),
            (
                Action::Choose {
                    language: Language::En,
                },
                "1/choose/en",
            ),
        ] {
            assert_eq!(action.to_string(), custom_id);
            assert_eq!(Action::from_custom_id(custom_id), Some(action));
        }
    }

    #[test]
    fn a_custom_id_of_another_kind_is_nobodys() {
        for custom_id in [
            "",
            "1",
            "1/show",
            "1/show/ko",
            "1/show/ko/",
            "1/show/ja/voucher",
            "1/show/ko/voucher/soon",
            "1/show/ko/voucher/2022/more",
            "1/choose/ko/voucher",
            "2/show/ko/voucher",
            "exports:2023",
            "수출/바우처",
        ] {
            assert_eq!(Action::from_custom_id(custom_id), None, "{custom_id:?}");
        }
    }

    #[test]
    fn the_longest_slug_fits() {
        let action = Action::Show {
            slug: "x".repeat(SLUG_MAX_CHARS),
            language: Language::Ko,
            year: Some(u16::MAX),
        };
        assert!(action.to_string().chars().count() <= CUSTOM_ID_MAX_CHARS);
    }

    #[test]
    fn a_choice_becomes_a_card_in_the_menus_language() {
        let menu = Action::Choose {
            language: Language::En,
        };
        assert_eq!(menu.choose("kotra").to_string(), "1/show/en/kotra");
    }
}
