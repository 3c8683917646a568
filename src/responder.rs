//! The façade: one call for a reply, one for suggestions. A front end needs nothing else.

use crate::answer::{self, Answer};
use crate::command::{CommandName, OptionName};
use crate::knowledge::{Document, Figure, KnowledgeBase, Topic};
use crate::reply::limits::{SUGGESTION_MAX_CHARS, SUGGESTIONS_MAX, clip};
use crate::reply::wording::{self, Wording, fill};
use crate::reply::{self, Card, Reply};
use crate::request::{Report, Request, SuggestRequest, Suggestion, SuggestionValue};
use crate::search::Index;
use crate::text::language::Language;

/// Answers requests from one knowledge base.
#[derive(Debug)]
pub struct Responder {
    base: KnowledgeBase,
    index: Index,
    default_language: Language,
}

impl Responder {
    /// Indexes `base` and answers from it; in `default_language` where nothing tells the asker's.
    pub fn new(base: KnowledgeBase, default_language: Language) -> Self {
        let index = Index::build(&base);
        Self {
            base,
            index,
            default_language,
        }
    }

    /// The base it answers from.
    pub fn base(&self) -> &KnowledgeBase {
        &self.base
    }

    /// What to reply. Total: every request has one.
    pub fn respond(&self, request: &Request) -> Reply {
        reply::render(&self.base, request, &self.decide(request))
    }

    /// What a curator reads of something that somebody found wrong or outdated, in the default language.
    pub fn report(&self, report: &Report) -> Card {
        reply::report(&self.base, report, self.default_language)
    }

    /// The decision behind [`Responder::respond`], with its ranking, for those who want to look inside.
    pub fn decide(&self, request: &Request) -> Answer {
        answer::answer(&self.base, &self.index, request, self.default_language)
    }

    /// What to offer while somebody types, best first, at most [`SUGGESTIONS_MAX`].
    ///
    /// An empty field offers "all" where that is an answer, then the curator's featured documents.
    pub fn suggest(&self, request: &SuggestRequest) -> Vec<Suggestion> {
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
