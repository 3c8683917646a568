//! The façade: one call for a reply, one for suggestions. A front end needs nothing else.
//!
//! The base behind it can be replaced while it answers: each call is answered whole from the base that it began with.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use crate::action::Action;
use crate::answer::{self, Answer};
use crate::chart;
use crate::command::{CommandName, OptionName};
use crate::knowledge::{Document, Figure, KnowledgeBase, Topic};
use crate::reply::limits::{SUGGESTION_MAX_CHARS, SUGGESTIONS_MAX, clip};
use crate::reply::wording::{self, Wording, fill};
use crate::reply::{self, Card, Picture, Privacy, Reply};
use crate::request::{Ask, Press, Report, Request, SuggestRequest, Suggestion, SuggestionValue};
use crate::search::{Explanation, Index, Query};
use crate::text::language::Language;

/// Answers requests from one knowledge base at a time.
#[derive(Debug)]
pub struct Responder {
    current: RwLock<Arc<Edition>>,
    questions_logged: AtomicBool,
}

/// One knowledge base, ready to answer from.
#[derive(Debug)]
struct Edition {
    base: Arc<KnowledgeBase>,
    index: Index,
    default_language: Language,
    /// The chart as a PNG, once it was drawn; `None` inside where there is none to draw.
    chart: OnceLock<Option<Arc<[u8]>>>,
}

impl Responder {
    /// Indexes `base` and answers from it; in `default_language` where nothing tells the asker's.
    pub fn new(mut base: KnowledgeBase, default_language: Language) -> Self {
        let index = Index::build(&base);
        base.take_vocabulary();
        Self {
            current: RwLock::new(Arc::new(Edition {
                base: Arc::new(base),
                index,
                default_language,
                chart: OnceLock::new(),
            })),
            questions_logged: AtomicBool::new(false),
        }
    }

    /// Answers as `other` does from the next call on.
    pub fn adopt(&self, other: Self) {
        let new = other.edition();
        // No code that can panic runs under the lock; its content would be whole even so.
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
    }

    /// Lets the help say whether questions are logged; without a call it says that they are not. Outlives
    /// [`Responder::adopt`].
    pub fn set_questions_logged(&self, logged: bool) {
        self.questions_logged.store(logged, Ordering::Relaxed);
    }

    fn privacy(&self) -> Privacy {
        if self.questions_logged.load(Ordering::Relaxed) {
            Privacy::QuestionsLogged
        } else {
            Privacy::NothingKept
        }
    }

    fn edition(&self) -> Arc<Edition> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// The base it answers from now.
    pub fn base(&self) -> Arc<KnowledgeBase> {
        Arc::clone(&self.edition().base)
    }

    /// What to reply. Total: every request has one.
    pub fn respond(&self, request: &Request) -> Reply {
        let edition = self.edition();
        let answer = edition.decide(request);
        reply::render(&edition.base, request, &answer, self.privacy())
    }

    /// The picture that goes along with the reply to `request`; `None` for all but the chart, and in a build that draws none.
    ///
    /// Draws it at the first call, in some 20 ms; later ones cost nothing. Not before: most bots are never asked for it, and what
    /// draws it would take up memory from the start on.
    pub fn picture(&self, request: &Request) -> Option<Picture> {
        let Ask::Press(Press {
            action: Some(Action::Chart { language }),
            ..
        }) = &request.ask
        else {
            return None;
        };
        let edition = self.edition();
        let png = edition.draw_chart()?;
        let alt = reply::chart_alt_text(&edition.base, *language)?;
        Some(Picture {
            file_name: chart::FILE_NAME,
            alt,
            png: Arc::clone(png),
        })
    }

    /// What a curator reads of something that somebody found wrong or outdated, in the default language.
    pub fn report(&self, report: &Report) -> Card {
        let edition = self.edition();
        reply::report(&edition.base, report, edition.default_language)
    }

    /// The decision behind [`Responder::respond`], with its ranking, for those who want to look inside.
    pub fn decide(&self, request: &Request) -> Answer {
        self.edition().decide(request)
    }

    /// Why the search finds what it finds for a question, hit by hit, best first.
    pub fn explain(&self, question: &str) -> Vec<Explanation> {
        self.edition().index.explain(&Query::parse(question), None)
    }

    /// What to offer while somebody types, best first, at most [`SUGGESTIONS_MAX`].
    ///
    /// An empty field offers "all" where that is an answer, then the curator's featured documents.
    pub fn suggest(&self, request: &SuggestRequest) -> Vec<Suggestion> {
        self.edition().suggest(request)
    }
}

impl Edition {
    fn draw_chart(&self) -> Option<&Arc<[u8]>> {
        self.chart.get_or_init(|| drawn(&self.base)).as_ref()
    }

    fn decide(&self, request: &Request) -> Answer {
        answer::answer(&self.base, &self.index, request, self.default_language)
    }

    fn suggest(&self, request: &SuggestRequest) -> Vec<Suggestion> {
        let language = request.locale;
        let typed = request.typed.trim();
        let mut suggestions = match (request.command, request.option) {
            (CommandName::Exports, OptionName::Year) => self.years(typed, language),
            (CommandName::Exports, OptionName::Item) => {
                self.documents(typed, Topic::Exports, None, language)
            }
            (CommandName::Program, OptionName::Name) => self.documents(
                typed,
                Topic::Programs,
                Some(wording::ALL_PROGRAMS),
                language,
            ),
            (CommandName::Partners, OptionName::Name) => self.documents(
                typed,
                Topic::Partners,
                Some(wording::ALL_PARTNERS),
                language,
            ),
            _ => Vec::new(),
        };
        suggestions.truncate(SUGGESTIONS_MAX);
        suggestions
    }

    fn documents(
        &self,
        typed: &str,
        topic: Topic,
        all: Option<Wording>,
        language: Language,
    ) -> Vec<Suggestion> {
        let suggest = |document: &Document| Suggestion {
            name: clip(document.name.get(language), SUGGESTION_MAX_CHARS),
            value: SuggestionValue::Text(document.slug.clone()),
        };
        if !typed.is_empty() {
            return self
                .index
                .suggest(typed, Some(topic))
                .into_iter()
                .map(|hit| suggest(self.base.document(hit.document)))
                .collect();
        }
        let all = all.map(|all| Suggestion {
            name: all.get(language).to_string(),
            value: SuggestionValue::Text(answer::ALL.to_owned()),
        });
        let featured: Vec<&Document> = self.base.featured(Some(topic)).collect();
        let others = self
            .base
            .documents()
            .iter()
            .filter(|document| document.topic == topic)
            .filter(|document| !featured.iter().any(|other| other.id == document.id));
        all.into_iter()
            .chain(featured.iter().copied().map(suggest))
            .chain(others.map(suggest))
            .collect()
    }

    /// The years with a figure that starts with what was typed, newest first, each with the headline it leads to.
    fn years(&self, typed: &str, language: Language) -> Vec<Suggestion> {
        let Some(overview) = self.base.overview() else {
            return Vec::new();
        };
        let mut figures: Vec<&Figure> = overview.figures.iter().collect();
        figures.sort_by_key(|figure| std::cmp::Reverse(figure.year.value));
        figures.dedup_by_key(|figure| figure.year.value);
        figures
            .into_iter()
            .filter(|figure| figure.year.value.to_string().starts_with(typed))
            .map(|figure| Suggestion {
                name: fill(
                    wording::SUGGESTED_YEAR,
                    language,
                    &[
                        ("year", &figure.year.value.to_string()),
                        ("figure", &figure.wording(language)),
                    ],
                ),
                value: SuggestionValue::Integer(i64::from(figure.year.value)),
            })
            .collect()
    }
}

#[cfg(feature = "chart")]
fn drawn(base: &KnowledgeBase) -> Option<Arc<[u8]>> {
    chart::draw(&chart::Chart::of(base)?).map(Arc::from)
}

#[cfg(not(feature = "chart"))]
fn drawn(_: &KnowledgeBase) -> Option<Arc<[u8]>> {
    None
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::action::{Action, CUSTOM_ID_MAX_CHARS, CustomId, Listing};
    use crate::knowledge::load;
    use crate::reply::limits::{BUTTON_LABEL_MAX_CHARS, BUTTONS_PER_ROW_MAX, ROWS_MAX};
    use crate::reply::{Controls, Delivery};
    use crate::request::{Ask, Limit, Press, Presser, Via};

    fn responder() -> Responder {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        Responder::new(base, Language::Ko)
    }

    /// Everything that can be shown, by the press that shows it.
    fn presses(responder: &Responder, language: Language) -> Vec<Press> {
        let show = |slug: &str, year| Action::Show {
            slug: slug.to_owned(),
            language,
            year,
        };
        let base = responder.base();
        let documents = base.documents();
        let mut actions: Vec<Action> = Vec::new();
        for document in documents {
            actions.push(show(&document.slug, None));
            actions.push(show(&document.slug, Some(2021)));
            actions.push(show(&document.slug, Some(1999)));
        }
        for listing in Listing::ALL {
            actions.extend((0..4).map(|page| Action::List {
                listing,
                page,
                language,
            }));
        }
        for typed in ["", "인천 날씨", "@everyone/~", &"한".repeat(300)] {
            actions.push(Action::Unknown {
                typed: typed.to_owned(),
                topic: Some(Topic::Partners),
                language,
            });
        }
        for year in [None, Some(2022)] {
            actions.push(Action::Choices { language, year });
        }
        actions.push(Action::Help { language });
        actions.push(show("no-such-thing", None));
        actions.push(Action::Delete { language });
        actions.push(Action::Report {
            about: None,
            language,
        });
        let slugs = documents.iter().map(|document| document.slug.clone());
        let offered: Vec<String> = slugs.collect();
        let of = |count: usize| offered.iter().take(count).cloned().collect::<Vec<_>>();
        actions
            .into_iter()
            .flat_map(|action| {
                let counts: &[usize] = match action {
                    Action::Choices { .. } => &[0, 1, 2, 5, 6, 25, 26],
                    _ => &[0],
                };
                counts.iter().map(move |&count| (action.clone(), count))
            })
            .map(|(action, count)| Press {
                offered: of(count),
                ..Press::by_asker(action)
            })
            .collect()
    }

    #[test]
    fn what_can_be_pressed_fits_is_distinct_and_has_words() {
        let responder = responder();
        let mut controls = 0;
        for language in Language::ALL {
            for press in presses(&responder, language) {
                for via in [Via::Component, Via::Message, Via::Command] {
                    let shown = format!("{:?} by {via:?}", press.action);
                    let reply = responder.respond(&Request {
                        ask: Ask::Press(press.clone()),
                        via,
                        language: None,
                        locale: Some(language),
                        private: false,
                    });
                    assert!(reply.controls.len() <= ROWS_MAX, "{shown}");
                    let mut ids = HashSet::new();
                    for row in &reply.controls {
                        let (labels, actions): (Vec<&str>, Vec<&Action>) = match row {
                            Controls::Buttons(buttons) => {
                                assert!(buttons.len() <= BUTTONS_PER_ROW_MAX, "{shown}");
                                buttons
                                    .iter()
                                    .map(|button| (button.label.as_str(), &button.action))
                                    .unzip()
                            }
                            Controls::Menu(menu) => {
                                (vec![menu.placeholder.as_str()], vec![&menu.action])
                            }
                        };
                        for label in labels {
                            let chars = label.chars().count();
                            assert!(chars <= BUTTON_LABEL_MAX_CHARS, "{shown}: {label}");
                            assert!(label.chars().any(char::is_alphanumeric), "{shown}: {label}");
                        }
                        for action in actions {
                            let id = CustomId {
                                action: action.clone(),
                                asker: Some(u64::MAX),
                            };
                            let id = id.to_string();
                            assert!(id.chars().count() <= CUSTOM_ID_MAX_CHARS, "{shown}: {id}");
                            assert!(CustomId::read(&id).is_some(), "{shown}: {id}");
                            assert!(ids.insert(id), "{shown}: {action:?} twice");
                            controls += 1;
                        }
                    }
                }
            }
        }
        assert!(controls > 1000, "{controls} controls were seen");
    }

    #[test]
    fn a_press_changes_the_askers_message_and_no_one_elses() {
        let responder = responder();
        let language = Language::En;
        let show = Action::Show {
            slug: "voucher".to_owned(),
            language,
            year: None,
        };
        let pick = Action::Pick {
            slug: "voucher".to_owned(),
            language,
            year: None,
        };
        let gone = Action::Pick {
            slug: "no-such-thing".to_owned(),
            language,
            year: None,
        };
        let delete = Action::Delete { language };
        let (in_place, message, removal) =
            (Delivery::InPlace, Delivery::Message, Delivery::Removal);
        let asker = Presser::Asker;
        let other = Presser::Other { asker: Some(7) };
        for (action, presser, private, delivery, public, title) in [
            (Some(&show), asker, false, &in_place, true, "Export Voucher"),
            (Some(&show), asker, true, &in_place, false, "Export Voucher"),
            (Some(&show), other, false, &message, false, "Export Voucher"),
            (Some(&pick), asker, false, &in_place, true, "Export Voucher"),
            (Some(&pick), other, false, &message, false, ""),
            (
                Some(&gone),
                asker,
                false,
                &message,
                false,
                "더는 없는 항목입니다",
            ),
            (None, asker, false, &message, false, "더는 없는 항목입니다"),
            (Some(&delete), asker, false, &removal, false, ""),
            (Some(&delete), other, false, &message, false, ""),
        ] {
            let reply = responder.respond(&Request {
                ask: Ask::Press(Press {
                    action: action.cloned(),
                    presser,
                    offered: Vec::new(),
                }),
                via: Via::Component,
                language: None,
                locale: Some(Language::Ko),
                private,
            });
            let row = format!("{action:?} by {presser:?}, private: {private}");
            assert_eq!(&reply.delivery, delivery, "{row}");
            let everyone = reply.visibility == reply::Visibility::Everyone;
            assert_eq!(everyone, public, "{row}");
            assert_eq!(reply.card.title, title, "{row}");
        }
    }

    #[test]
    fn a_new_base_is_answered_from_at_once_and_in_whole() {
        let responder = responder();
        let asked = Request {
            ask: Ask::Program {
                name: Some("voucher".to_owned()),
            },
            via: Via::Command,
            language: Some(Language::En),
            locale: None,
            private: false,
        };
        let before = responder.respond(&asked);
        assert_eq!(before.card.title, "Export Voucher");
        let held = responder.base();
        let empty = load::parse(&[("sources.json", r#"{"sources": []}"#)]).expect("it is valid");
        responder.adopt(Responder::new(empty, Language::Ko));
        assert_ne!(responder.respond(&asked).card.title, "Export Voucher");
        assert!(responder.base().documents().is_empty());
        assert!(!held.documents().is_empty(), "what was held stays whole");
    }

    #[test]
    fn whoever_asks_too_much_is_told_whatever_they_ask() {
        for (via, limit, locale, part) in [
            (
                Via::Component,
                Limit::User,
                Language::Ko,
                "질문이 너무 잦아",
            ),
            (
                Via::Message,
                Limit::User,
                Language::En,
                "more than I can answer",
            ),
            (Via::Command, Limit::Channel, Language::Ko, "이 채널에"),
            (Via::Message, Limit::Channel, Language::En, "This channel"),
        ] {
            let reply = responder().respond(&Request {
                ask: Ask::TooMuch(limit),
                via,
                language: None,
                locale: Some(locale),
                private: false,
            });
            assert!(reply.card.description.contains(part), "{reply:?}");
            assert_eq!(reply.delivery, Delivery::Message);
        }
    }
}
