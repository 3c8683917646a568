//! The custom id of an action: written, and read back whoever wrote it.

use std::fmt;

use super::{Action, Listing, Turn};
use crate::knowledge::Topic;
use crate::text::language::Language;

/// Longest custom id Discord accepts, in characters. See [Discord Docs/Components, custom id].
pub const CUSTOM_ID_MAX_CHARS: usize = 100;

/// First part of every custom id; a new layout gets a new one, and this one stays readable.
const VERSION: &str = "1";

/// Between the version and who asked.
const ASKER: char = '~';

/// Digits of the number that says who asked. In base 36 it has at most 13 of them, in decimal 20, for which the longest slug
/// leaves no room.
const RADIX: u32 = 36;

/// An action, and who asked for the message that offers it, where the message does not tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomId {
    /// What it does.
    pub action: Action,
    /// Id of the user who asked; never 0.
    pub asker: Option<u64>,
}

const LISTINGS: [(Listing, &str); 2] = [
    (Listing::Programs, "programs"),
    (Listing::Partners, "partners"),
];

const TURNS: [(Turn, &str); 5] = [
    (Turn::First, "first"),
    (Turn::Previous, "previous"),
    (Turn::Here, "here"),
    (Turn::Next, "next"),
    (Turn::Last, "last"),
];

const TOPICS: [(Option<Topic>, &str); 5] = [
    (None, "all"),
    (Some(Topic::Exports), "exports"),
    (Some(Topic::Programs), "programs"),
    (Some(Topic::Partners), "partners"),
    (Some(Topic::Facts), "facts"),
];

/// The word of a value in a table; tests walk every value.
fn word_of<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    let row = table.iter().find(|(other, _)| *other == value);
    row.map_or("", |(_, word)| word)
}

fn value_of<T: Copy>(table: &[(T, &str)], word: &str) -> Option<T> {
    let row = table.iter().find(|(_, other)| *other == word)?;
    Some(row.0)
}

impl CustomId {
    /// Reads a custom id; `None` for one of an unknown version or of another bot.
    pub fn read(custom_id: &str) -> Option<Self> {
        let (version, rest) = custom_id.split_once('/')?;
        let asker = match version.split_once(ASKER) {
            None => (version == VERSION).then_some(None),
            Some((version, digits)) => (version == VERSION).then_some(Some(read_asker(digits)?)),
        }?;
        Some(Self {
            action: read_action(rest)?,
            asker,
        })
    }
}

/// Reads who asked, in the one way that [`CustomId`] writes it.
fn read_asker(digits: &str) -> Option<u64> {
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    let asker = u64::from_str_radix(digits, RADIX).ok()?;
    (plain && asker != 0 && !digits.starts_with('0')).then_some(asker)
}

fn read_action(text: &str) -> Option<Action> {
    let (verb, rest) = text.split_once('/')?;
    let (code, rest) = match rest.split_once('/') {
        Some((code, rest)) => (code, Some(rest)),
        None => (rest, None),
    };
    let language = Language::from_code(code)?;
    if verb == "unknown" {
        // What was typed may hold anything, slashes included, and comes last.
        let (topic, typed) = rest?.split_once('/')?;
        return Some(Action::Unknown {
            typed: typed.to_owned(),
            topic: value_of(&TOPICS, topic)?,
            language,
        });
    }
    let mut parts = rest.into_iter().flat_map(|rest| rest.split('/'));
    let action = match verb {
        "show" | "pick" => {
            let slug = read_slug(parts.next()?)?;
            let year = read_number(parts.next())?;
            if verb == "show" {
                Action::Show {
                    slug,
                    language,
                    year,
                }
            } else {
                Action::Pick {
                    slug,
                    language,
                    year,
                }
            }
        }
        "choose" => Action::Choose {
            language,
            year: read_number(parts.next())?,
        },
        "choices" => Action::Choices {
            language,
            year: read_number(parts.next())?,
        },
        "list" => Action::List {
            listing: value_of(&LISTINGS, parts.next()?)?,
            page: read_number(parts.next())??,
            language,
        },
        "turn" => Action::Turn {
            listing: value_of(&LISTINGS, parts.next()?)?,
            page: read_number(parts.next())??,
            turn: value_of(&TURNS, parts.next()?)?,
            language,
        },
        "help" => Action::Help { language },
        "chart" => Action::Chart { language },
        "report" => Action::Report {
            about: match parts.next() {
                Some(slug) => Some(read_slug(slug)?),
                None => None,
            },
            language,
        },
        "delete" => Action::Delete { language },
        _ => return None,
    };
    parts.next().is_none().then_some(action)
}

fn read_slug(part: &str) -> Option<String> {
    (!part.is_empty()).then(|| part.to_owned())
}

/// A number that may be absent; `None` for a part that is no number, or not written as one usually is.
fn read_number(part: Option<&str>) -> Option<Option<u16>> {
    let Some(part) = part else { return Some(None) };
    let number: u16 = part.parse().ok()?;
    (number.to_string() == part).then_some(Some(number))
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSION)?;
        if let Some(asker) = self.asker {
            write!(f, "{ASKER}{}", in_base_36(asker))?;
        }
        let verb = match &self.action {
            Action::Show { .. } => "show",
            Action::Pick { .. } => "pick",
            Action::Choose { .. } => "choose",
            Action::Choices { .. } => "choices",
            Action::List { .. } => "list",
            Action::Turn { .. } => "turn",
            Action::Unknown { .. } => "unknown",
            Action::Help { .. } => "help",
            Action::Chart { .. } => "chart",
            Action::Report { .. } => "report",
            Action::Delete { .. } => "delete",
        };
        write!(f, "/{verb}/{}", self.action.language().code())?;
        match &self.action {
            Action::Show { slug, year, .. } | Action::Pick { slug, year, .. } => {
                write!(f, "/{slug}")?;
                write_year(f, *year)
            }
            Action::Choose { year, .. } | Action::Choices { year, .. } => write_year(f, *year),
            Action::List { listing, page, .. } => {
                write!(f, "/{}/{page}", word_of(&LISTINGS, *listing))
            }
            Action::Turn {
                listing,
                turn,
                page,
                ..
            } => {
                let (listing, turn) = (word_of(&LISTINGS, *listing), word_of(&TURNS, *turn));
                write!(f, "/{listing}/{page}/{turn}")
            }
            Action::Unknown { typed, topic, .. } => {
                write!(f, "/{}/{typed}", word_of(&TOPICS, *topic))
            }
            Action::Report { about, .. } => {
                about.as_ref().map_or(Ok(()), |slug| write!(f, "/{slug}"))
            }
            Action::Help { .. } | Action::Chart { .. } | Action::Delete { .. } => Ok(()),
        }
    }
}

fn write_year(f: &mut fmt::Formatter<'_>, year: Option<u16>) -> fmt::Result {
    year.map_or(Ok(()), |year| write!(f, "/{year}"))
}

fn in_base_36(mut number: u64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        let digit = (number % u64::from(RADIX)) as u32;
        digits.extend(char::from_digit(digit, RADIX));
        number /= u64::from(RADIX);
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::SLUG_MAX_CHARS;

    /// A small generator of numbers, the same on every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % limit
        }

        fn one_of<T: Clone>(&mut self, items: &[T]) -> T {
            items[self.below(items.len() as u64) as usize].clone()
        }

        fn text(&mut self, letters: &str, length: usize) -> String {
            let letters: Vec<char> = letters.chars().collect();
            (0..length).map(|_| self.one_of(&letters)).collect()
        }

        fn slug(&mut self) -> String {
            let length = self.one_of(&[1, 2, 20, SLUG_MAX_CHARS - 1, SLUG_MAX_CHARS]);
            self.text("abcxyz0189-", length)
        }

        fn number(&mut self) -> u16 {
            self.one_of(&[0, 1, 9, 1900, 2022, u16::MAX])
        }

        fn year(&mut self) -> Option<u16> {
            let year = self.number();
            self.one_of(&[None, Some(year)])
        }

        fn action(&mut self) -> Action {
            let language = self.one_of(&Language::ALL);
            let (slug, year, page) = (self.slug(), self.year(), self.number());
            let listing = self.one_of(&Listing::ALL);
            match self.below(11) {
                0 => Action::Show {
                    slug,
                    language,
                    year,
                },
                1 => Action::Pick {
                    slug,
                    language,
                    year,
                },
                2 => Action::Choose { language, year },
                3 => Action::Choices { language, year },
                4 => Action::List {
                    listing,
                    page,
                    language,
                },
                5 => Action::Turn {
                    listing,
                    turn: self.one_of(&Turn::ALL),
                    page,
                    language,
                },
                6 => {
                    let length = self.one_of(&[0, 1, 7, Action::TYPED_MAX_CHARS]);
                    Action::Unknown {
                        typed: self.text("수출ㅂa~/ 1\\", length),
                        topic: self.one_of(&TOPICS).0,
                        language,
                    }
                }
                7 => Action::Help { language },
                8 => Action::Chart { language },
                9 => Action::Report {
                    about: self.one_of(&[None, Some(slug)]),
                    language,
                },
                _ => Action::Delete { language },
            }
        }
    }

    #[test]
    fn every_action_fits_and_reads_back_as_the_same() {
        let mut random = Random(0x5EED_1234_5678_9ABC);
        let mut longest = 0;
        for _ in 0..20_000 {
            let asker = random.below(u64::MAX) | 1;
            let id = CustomId {
                action: random.action(),
                asker: random.one_of(&[None, Some(asker), Some(u64::MAX), Some(1)]),
            };
            let text = id.to_string();
            let chars = text.chars().count();
            assert!(
                chars <= CUSTOM_ID_MAX_CHARS,
                "{text} has {chars} characters"
            );
            longest = longest.max(chars);
            assert_eq!(CustomId::read(&text), Some(id), "{text}");
        }
        // The longest there can be came along: 60 typed characters, the longest topic and the longest asker.
        assert_eq!(longest, 96);
    }

    #[test]
    fn custom_ids_stay_as_they_were_written() {
        let show = |slug: &str, language, year| Action::Show {
            slug: slug.to_owned(),
            language,
            year,
        };
        for (action, asker, custom_id) in [
            (
                show("voucher", Language::Ko, None),
                None,
                "1/show/ko/voucher",
            ),
            (
                show("exports-2022", Language::En, Some(2021)),
                None,
                "1/show/en/exports-2022/2021",
            ),
            (
                Action::Choose {
                    language: Language::En,
                    year: None,
                },
                None,
                "1/choose/en",
            ),
            (
                show("voucher", Language::Ko, None),
                Some(400_000_000_000_000_001),
                "1~31ek5z761tz5/show/ko/voucher",
            ),
            (
                Action::Turn {
                    listing: Listing::Programs,
                    turn: Turn::Next,
                    page: 1,
                    language: Language::Ko,
                },
                None,
                "1/turn/ko/programs/1/next",
            ),
            (
                Action::Unknown {
                    typed: "인천/날씨~".to_owned(),
                    topic: None,
                    language: Language::En,
                },
                None,
                "1/unknown/en/all/인천/날씨~",
            ),
            (
                Action::Report {
                    about: None,
                    language: Language::Ko,
                },
                None,
                "1/report/ko",
            ),
        ] {
            let id = CustomId { action, asker };
            assert_eq!(id.to_string(), custom_id);
            assert_eq!(CustomId::read(custom_id), Some(id));
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
            "1/show/ko/voucher/+2022",
            "1/show/ko/voucher/2022/more",
            "1/choose/ko/voucher",
            "1/list/ko/people/0",
            "1/list/ko/programs",
            "1/turn/ko/programs/0/back",
            "1/unknown/ko",
            "1/report/ko/",
            "1/help/ko/more",
            "1~/show/ko/voucher",
            "1~0/show/ko/voucher",
            "1~01/show/ko/voucher",
            "1~A/show/ko/voucher",
            "1~+1/show/ko/voucher",
            "1~zzzzzzzzzzzzzz/show/ko/voucher",
            "2/show/ko/voucher",
            "2~1/show/ko/voucher",
            "exports:2023",
            "수출/바우처",
        ] {
            assert_eq!(CustomId::read(custom_id), None, "{custom_id:?}");
        }
    }
}
