//! The decision: which document, list or choice a request is answered with, in which language, before any wording.
//!
//! A total function of the base, its index and the request. What the asker got wrong is a [`Decision`], never an error.

mod language;
mod press;

use crate::action::{Belonging, Listing};
use crate::knowledge::{DocumentId, KnowledgeBase, Topic};
use crate::request::{Ask, Limit, Request};
use crate::search::{Hit, Index, Query, Verdict, judge};
use crate::text::language::Language;
use crate::text::number::Unit;

/// What the bot decided to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Language of the reply.
    pub language: Language,
    /// The decision.
    pub decision: Decision,
    /// The ranking behind it, best first; empty where nothing was searched for.
    pub hits: Vec<Hit>,
}

/// The decision itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// One document is meant.
    Document {
        /// The document.
        id: DocumentId,
        /// The year whose figures come first, where one was asked for and the document has figures of it.
        year: Option<u16>,
    },
    /// Every document of a kind was asked for.
    List {
        /// Of which.
        listing: Listing,
        /// The page of the list, from 0; past the end is the last one.
        page: u16,
    },
    /// Several are plausible, best first, at least two.
    Choices {
        /// The documents.
        documents: Vec<DocumentId>,
        /// The year asked for.
        year: Option<u16>,
    },
    /// What is meant is clear, but there is no figure of it for that year.
    NoFigures {
        /// Year asked for.
        year: i64,
        /// What was asked about.
        about: DocumentId,
        /// Documents of the same topic that do have a figure for that year.
        instead: Vec<DocumentId>,
    },
    /// Nothing comes close.
    Unknown {
        /// What was typed.
        typed: String,
        /// Where the asker looked; `None` for everywhere.
        topic: Option<Topic>,
    },
    /// The chart of exports is wanted.
    Chart,
    /// The message to look up holds no text.
    NoText,
    /// What can be asked, at length.
    Help,
    /// What can be asked, in three lines and both languages.
    Greeting,
    /// The document behind a button is gone; its slug, or `None` for a button that this version cannot read.
    Gone(Option<String>),
    /// What was pressed belongs to somebody else.
    NotYours {
        /// What was pressed.
        belonging: Belonging,
        /// The user whose it is, where that is known.
        asker: Option<u64>,
    },
    /// The message that was pressed goes away.
    Remove,
    /// A form is opened that asks what is wrong or outdated.
    ReportForm {
        /// Slug of the document that it is about; `None` for the base as a whole.
        about: Option<String>,
    },
    /// Somebody said what is wrong or outdated, and is thanked.
    Thanks,
    /// The bot's role was mentioned, and what was asked did not come along: the bot itself has to be mentioned.
    MentionMe {
        /// The bot's user.
        bot: u64,
    },
    /// Too much is asked; nothing is looked up.
    TooMuch(Limit),
}

/// The value autocomplete offers for "all of them"; no slug, and also understood when typed.
pub const ALL: &str = "all";

/// What else people type for "all of them".
const ALL_WORDS: [&str; 6] = [
    ALL,
    "전체",
    "전체 사업",
    "모두",
    "all programs",
    "all partners",
];

/// Decides what to answer. `default` is the language where nothing tells the asker's.
pub fn answer(base: &KnowledgeBase, index: &Index, request: &Request, default: Language) -> Answer {
    let look = Look {
        base,
        index,
        request,
        default,
    };
    match &request.ask {
        Ask::Exports { year, item } => look.exports(*year, item.as_deref()),
        Ask::Program { name } => look.named(name.as_deref(), Topic::Programs, Listing::Programs),
        Ask::Partners { name } => look.named(name.as_deref(), Topic::Partners, Listing::Partners),
        Ask::Question(text) => look.question(text),
        Ask::LookUp(parts) => look.look_up(parts),
        Ask::Help => look.plain(Decision::Help),
        Ask::Greeting => look.plain(Decision::Greeting),
        Ask::RoleMention { bot } => look.plain(Decision::MentionMe { bot: *bot }),
        Ask::Press(press) => look.press(press),
        Ask::Report(_) => look.plain(Decision::Thanks),
        Ask::TooMuch(limit) => look.plain(Decision::TooMuch(*limit)),
    }
}

/// Everything a decision looks at.
struct Look<'a> {
    base: &'a KnowledgeBase,
    index: &'a Index,
    request: &'a Request,
    default: Language,
}

/// What a text was found to mean.
struct Found {
    hits: Vec<Hit>,
    verdict: Verdict,
    years: Vec<u16>,
}

impl Found {
    fn documents(&self, count: usize) -> Vec<DocumentId> {
        self.hits
            .iter()
            .take(count)
            .map(|hit| hit.document)
            .collect()
    }
}

impl Look<'_> {
    fn find(&self, text: &str, topic: Option<Topic>) -> Found {
        let query = Query::parse(text);
        let hits = self.index.search(&query, topic);
        Found {
            verdict: judge(&hits),
            years: query.years().to_vec(),
            hits,
        }
    }

    /// Looks in `topic` first, and everywhere when nothing there comes close: somebody who looks up a partner among the
    /// programs means the partner.
    fn find_preferring(&self, text: &str, topic: Topic) -> Found {
        let found = self.find(text, Some(topic));
        match found.verdict {
            Verdict::Nothing => self.find(text, None),
            Verdict::One | Verdict::Several(_) => found,
        }
    }

    /// The first part of a message that anything is known about answers; else it is the first that is not known.
    fn look_up(&self, parts: &[String]) -> Answer {
        let mut unknown = None;
        for part in parts {
            let answer = self.question(part);
            if !matches!(answer.decision, Decision::Unknown { .. }) {
                return answer;
            }
            unknown.get_or_insert(answer);
        }
        unknown.unwrap_or_else(|| self.plain(Decision::NoText))
    }

    fn exports(&self, year: Option<i64>, item: Option<&str>) -> Answer {
        let year = year.map(full_year);
        let Some(item) = item.filter(|item| !is_all(item)) else {
            let overview = self.base.overview().map(|document| document.id);
            return self.exports_of(year, &[], overview);
        };
        if let Some(document) = self.base.by_slug(item) {
            return self.exports_of(year, &[], Some(document.id));
        }
        let found = self.find_preferring(item, Topic::Exports);
        let year = year.or_else(|| found.years.first().map(|&year| i64::from(year)));
        let candidates = match found.verdict {
            Verdict::Nothing => return self.unknown(item, Some(Topic::Exports), found),
            Verdict::One => found.documents(1),
            Verdict::Several(count) => found.documents(count),
        };
        let candidates = self.with_figures_in(candidates, year);
        match self.the_amount(&candidates) {
            Some(id) => Answer {
                language: self.language_of(item, &found.hits),
                ..self.exports_of(year, &found.hits, Some(id))
            },
            None => self.answer(
                item,
                Decision::Choices {
                    documents: candidates,
                    year: year.and_then(|year| year.try_into().ok()),
                },
                found.hits,
            ),
        }
    }

    /// Of several equally plausible documents, those with a figure of the year asked for; all where none has.
    fn with_figures_in(&self, documents: Vec<DocumentId>, year: Option<i64>) -> Vec<DocumentId> {
        let Some(year) = year.and_then(|year| u16::try_from(year).ok()) else {
            return documents;
        };
        let fitting: Vec<_> = documents
            .iter()
            .copied()
            .filter(|&id| self.base.document(id).figures_in(year).next().is_some())
            .collect();
        if fitting.is_empty() {
            documents
        } else {
            fitting
        }
    }

    /// The one document meant by `/exports`, which asks for an amount: the only candidate, or the only one whose
    /// headline is money. "반도체" names an amount, a growth and a share; the amount's card shows all three.
    fn the_amount(&self, candidates: &[DocumentId]) -> Option<DocumentId> {
        if let [only] = candidates {
            return Some(*only);
        }
        let mut amounts = candidates.iter().copied().filter(|&id| {
            let headline = self.base.document(id).headline();
            headline.is_some_and(|figure| matches!(figure.unit, Unit::Usd | Unit::Krw))
        });
        match (amounts.next(), amounts.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    fn exports_of(&self, year: Option<i64>, hits: &[Hit], about: Option<DocumentId>) -> Answer {
        let decision = match (about, year) {
            (None, _) => Decision::Unknown {
                typed: year.map(|year| year.to_string()).unwrap_or_default(),
                topic: Some(Topic::Exports),
            },
            (Some(id), None) => Decision::Document { id, year: None },
            (Some(id), Some(year)) => self.in_year(id, year),
        };
        Answer {
            hits: hits.to_vec(),
            ..self.plain(decision)
        }
    }

    /// The document with the figures of `year` first, or the sentence that it has none.
    fn in_year(&self, id: DocumentId, year: i64) -> Decision {
        let document = self.base.document(id);
        if document.figures.is_empty() {
            return Decision::Document { id, year: None };
        }
        let held = u16::try_from(year)
            .ok()
            .filter(|&year| document.figures_in(year).next().is_some());
        match held {
            Some(year) => Decision::Document {
                id,
                year: Some(year),
            },
            None => Decision::NoFigures {
                year,
                about: id,
                instead: self.with_year(document.topic, year),
            },
        }
    }

    fn with_year(&self, topic: Topic, year: i64) -> Vec<DocumentId> {
        let Ok(year) = u16::try_from(year) else {
            return Vec::new();
        };
        self.base
            .documents()
            .iter()
            .filter(|document| document.topic == topic)
            .filter(|document| document.figures_in(year).next().is_some())
            .map(|document| document.id)
            .collect()
    }

    fn named(&self, name: Option<&str>, topic: Topic, listing: Listing) -> Answer {
        let Some(name) = name.filter(|name| !is_all(name)) else {
            return self.plain(Decision::List { listing, page: 0 });
        };
        if let Some(document) = self.base.by_slug(name) {
            return self.plain(Decision::Document {
                id: document.id,
                year: None,
            });
        }
        let found = self.find_preferring(name, topic);
        self.conclude(name, Some(topic), found)
    }

    fn question(&self, text: &str) -> Answer {
        let found = self.find(text, None);
        self.conclude(text, None, found)
    }

    fn conclude(&self, typed: &str, topic: Option<Topic>, found: Found) -> Answer {
        let year = found.years.first().copied();
        let decision = match found.verdict {
            Verdict::Nothing => return self.unknown(typed, topic, found),
            Verdict::One => {
                let id = found.hits[0].document;
                let held =
                    year.filter(|&year| self.base.document(id).figures_in(year).next().is_some());
                Decision::Document { id, year: held }
            }
            Verdict::Several(count) => {
                let documents = found.documents(count);
                match self.whole_listing(&documents) {
                    Some(listing) => Decision::List { listing, page: 0 },
                    None => Decision::Choices { documents, year },
                }
            }
        };
        self.answer(typed, decision, found.hits)
    }

    /// The list of which `documents` are all there are: "협력기관" names every partner, and means them all rather than one
    /// of them.
    fn whole_listing(&self, documents: &[DocumentId]) -> Option<Listing> {
        Listing::ALL.into_iter().find(|listing| {
            let mut all = self.base.of_kind(listing.kind());
            self.base.of_kind(listing.kind()).count() == documents.len()
                && all.all(|document| documents.contains(&document.id))
        })
    }

    /// Nothing comes close; where only the year is to blame, that is said instead.
    fn unknown(&self, typed: &str, topic: Option<Topic>, found: Found) -> Answer {
        let known = self.base.years(Topic::Exports);
        let outside = found
            .years
            .iter()
            .copied()
            .find(|year| known.is_some_and(|(first, last)| !(first..=last).contains(year)));
        let decision = match (outside, found.hits.first()) {
            (Some(year), Some(hit)) if self.base.document(hit.document).headline().is_some() => {
                Decision::NoFigures {
                    year: i64::from(year),
                    about: hit.document,
                    instead: Vec::new(),
                }
            }
            _ => Decision::Unknown {
                typed: typed.to_owned(),
                topic,
            },
        };
        self.answer(typed, decision, found.hits)
    }

    fn answer(&self, typed: &str, decision: Decision, hits: Vec<Hit>) -> Answer {
        Answer {
            language: self.language_of(typed, &hits),
            decision,
            hits,
        }
    }

    /// An answer to something that was not typed: in the asker's own language.
    fn plain(&self, decision: Decision) -> Answer {
        Answer {
            language: self.language_of("", &[]),
            decision,
            hits: Vec::new(),
        }
    }

    fn language_of(&self, typed: &str, hits: &[Hit]) -> Language {
        self.request.language.unwrap_or_else(|| {
            let locale = self.request.locale.unwrap_or(self.default);
            let best = hits
                .first()
                .map(|hit| (hit.kind, self.base.document(hit.document)));
            language::choose(typed, best, locale)
        })
    }
}

fn is_all(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ALL_WORDS.contains(&text.as_str())
}

/// A year as meant: two digits are of this century.
fn full_year(year: i64) -> i64 {
    if (0..100).contains(&year) {
        year + 2000
    } else {
        year
    }
}
