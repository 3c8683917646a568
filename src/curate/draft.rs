//! A draft of what an article adds to the base, in the format of `data/`, for somebody to finish.
//!
//! Nothing is guessed: what the article does not say in words that can be read is left open with [`GAP`], which `check`
//! reports until it is filled in. What helps the person stands under `notes`, which `check` wants removed in the end, so that
//! none of the article's sentences stays behind.

mod parts;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use parts::{
    both_open, gap, key_of, named, new_source, number_of, slug_of, source_slug, unused, why,
};

use crate::curate::article::Article;
use crate::curate::cited::{Cited, cited, source_of};
use crate::curate::figures::{Attribute, Found, in_paragraph};
use crate::curate::layout::laid_out;
use crate::curate::lists::{lists, quoted};
use crate::curate::names::{Names, answered_with};
use crate::knowledge::KnowledgeBase;
use crate::knowledge::load::{GAP, SCHEMA_FILE, unit_word};
use crate::responder::Responder;
use crate::text::number::{Doubt, Unit};

/// A draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The file, ready to be finished and put into the folder of the base.
    pub text: String,
    /// Figures of the base that the article states: `exports-2022.amount`, in the order of the paragraphs.
    pub known: Vec<String>,
    /// Figures that the base does not hold, as the article words them, each with its paragraph.
    pub new: Vec<(u16, String)>,
    /// Figures that an earlier paragraph of the article states too.
    pub repeated: Vec<(u16, String)>,
    /// Of the new ones, how many cannot be taken as they stand.
    pub unsure: usize,
    /// Names in lists and quotation marks that the base does not know.
    pub names: Vec<String>,
}

impl Draft {
    /// What was found, in a few lines.
    pub fn summary(&self) -> String {
        let mut lines = vec![format!(
            "{} figures: {} in the base already, {} new ({} of them for you to read), {} repeated",
            self.known.len() + self.new.len() + self.repeated.len(),
            self.known.len(),
            self.new.len(),
            self.unsure,
            self.repeated.len()
        )];
        lines.extend(
            self.new
                .iter()
                .map(|(paragraph, text)| format!("  new: {text} (paragraph {paragraph})")),
        );
        lines.extend(self.names.iter().map(|name| format!("  new name: {name}")));
        lines.join("\n")
    }
}

/// Drafts what `article` adds to the base of `responder`.
pub fn draft(responder: &Responder, article: &Article) -> Draft {
    let base = &*responder.base();
    let mut drafting = Drafting {
        responder,
        article,
        cited: cited(base),
        names: Names::of(base),
        spoken_of: None,
        known: Vec::new(),
        new: Vec::new(),
        drafted: Vec::new(),
        repeated: Vec::new(),
        unsure: 0,
        new_names: Vec::new(),
    };
    let source = source_of(base, article).map(|id| base.source(id));
    let slug = source.map_or_else(|| source_slug(article), |source| source.slug.clone());
    let mut documents: Vec<Value> = Vec::new();
    for (number, text) in (1..).zip(&article.paragraphs) {
        documents.extend(drafting.paragraph(number, text, &slug));
    }
    let of_names = drafting
        .new_names
        .iter()
        .map(|(paragraph, name)| named(*paragraph, name, &slug));
    documents.extend(of_names);
    let known: Vec<String> = drafting
        .known
        .iter()
        .map(|(name, text, number)| format!("{name}: {text} (paragraph {number})"))
        .collect();
    let mut file = Map::new();
    file.insert("$schema".to_owned(), SCHEMA_FILE.into());
    file.insert(
        "notes".to_owned(),
        json!({
            "title": article.title,
            "reporter": article.reporter,
            "in the base already": known,
            "said again": drafting.repeated.iter().map(|(number, text)| format!("{text} (paragraph {number})")).collect::<Vec<_>>(),
            "left out of the article": article.dropped,
        }),
    );
    if source.is_none() {
        file.insert("sources".to_owned(), json!([new_source(article, &slug)]));
    }
    file.insert("documents".to_owned(), documents.into());
    Draft {
        text: laid_out(&Value::Object(file)),
        known: drafting.known.into_iter().map(|(name, ..)| name).collect(),
        new: drafting.new,
        repeated: drafting.repeated,
        unsure: drafting.unsure,
        names: drafting
            .new_names
            .into_iter()
            .map(|(_, name)| name)
            .collect(),
    }
}

/// A draft in the making.
struct Drafting<'a> {
    responder: &'a Responder,
    article: &'a Article,
    cited: Vec<Cited<'a>>,
    names: Names,
    /// The year last spoken of, and in which paragraph.
    spoken_of: Option<(u16, u16)>,
    known: Vec<(String, String, u16)>,
    new: Vec<(u16, String)>,
    /// Value, unit and year of the figures drafted so far.
    drafted: Vec<(f64, Unit, Option<u16>)>,
    repeated: Vec<(u16, String)>,
    unsure: usize,
    new_names: Vec<(u16, String)>,
}

impl Drafting<'_> {
    fn base(&self) -> Arc<KnowledgeBase> {
        self.responder.base()
    }

    /// The document of a paragraph that states a new figure; `None` for any other.
    fn paragraph(&mut self, number: u16, text: &str, source: &str) -> Option<Value> {
        let lists = self.lists(number, text);
        let mut figures: Vec<Value> = Vec::new();
        let mut known: Vec<String> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        for found in in_paragraph(text, self.article.published) {
            match self.held(&found, number) {
                Some(name) => {
                    known.push(name.clone());
                    self.known.push((name, found.text.clone(), number));
                }
                None if self.is_repeated(&found) => {
                    self.repeated.push((number, found.text.clone()))
                }
                None => {
                    self.new.push((number, found.text.clone()));
                    let key = unused(&keys, key_of(found.stated.unit));
                    figures.push(self.figure(&found, &key, number));
                    keys.push(key);
                }
            }
            if let Some(period) = found.period.filter(|period| period.named) {
                self.spoken_of = Some((period.year, number));
            }
        }
        if figures.is_empty() {
            return None;
        }
        let mentioned = self.names.mentioned_in(text);
        let base = self.base();
        let related: Vec<&str> = mentioned
            .iter()
            .map(|&id| base.document(id).slug.as_str())
            .collect();
        let mut document = json!({
            "slug": format!("{source}-p{number}"),
            "kind": gap("figure, event, program or another; see the notes"),
            "name": both_open("what people would call it"),
            "summary": both_open("one to three sentences in your own words"),
            "figures": figures,
            "related": related,
            "source": source,
            "paragraphs": [number],
            "notes": {"text": text, "lists": lists, "in the base already": known},
        });
        if let Some(document) = document.as_object_mut() {
            // Empty lists say nothing; the notes keep theirs, so that nobody looks for them.
            document.retain(|key, value| {
                key != "related" || value.as_array().is_some_and(|list| !list.is_empty())
            });
        }
        Some(document)
    }

    /// The figure of the base that `found` is, by its name: one that this very paragraph is cited for, or else one of the same
    /// year.
    fn held(&self, found: &Found, number: u16) -> Option<String> {
        let own = source_of(&self.base(), self.article);
        let year = found.period.as_ref().map(|period| period.year);
        let is = |cited: &&Cited<'_>| !cited.superseded && cited.is(found);
        // An article that corrects a value names the old one too, under whatever year.
        let corrected = || {
            self.cited
                .iter()
                .find(|cited| cited.superseded && cited.is(found))
        };
        let same_year = |cited: &&Cited<'_>| year == Some(cited.figure.year.value);
        let all = || self.cited.iter().filter(is);
        let here = all().find(|cited| own == Some(cited.source) && cited.paragraph == number);
        // A figure that the article repeats without its year is still the one it stated before.
        let elsewhere = || {
            all().find(|cited| own == Some(cited.source) && (year.is_none() || same_year(cited)))
        };
        here.or_else(elsewhere)
            .or_else(|| all().find(same_year))
            .or_else(corrected)
            .map(Cited::name)
    }

    /// Whether an earlier paragraph states the same for the same year; otherwise it is remembered.
    fn is_repeated(&mut self, found: &Found) -> bool {
        let (Some(value), Some(unit), None) =
            (found.stated.value, found.stated.unit, found.stated.doubt)
        else {
            return false;
        };
        let year = found.period.as_ref().map(|period| period.year);
        let fact = (value, unit, year);
        // Two small counts without a year need not count the same.
        let repeated = year.is_some() && self.drafted.contains(&fact);
        if !repeated {
            self.drafted.push(fact);
        }
        repeated
    }

    fn figure(&mut self, found: &Found, key: &str, number: u16) -> Value {
        let stated = &found.stated;
        let falls = found.says.contains(&Attribute::Decrease)
            && stated.unit.is_some_and(|unit| !unit.is_count());
        let value = match (stated.doubt, stated.value) {
            (None, Some(value)) if falls => gap(&format!(
                "{value} or -{value}: the article says {}",
                Attribute::Decrease.word()
            )),
            (None | Some(Doubt::Unit), Some(value)) => number_of(value),
            (doubt, _) => gap(&format!("{}: {}", found.text, why(doubt))),
        };
        let unit = match stated.unit {
            Some(unit) => unit_word(unit).into(),
            None => gap(&format!("what {} counts", found.text)),
        };
        let year = match (&found.period, self.spoken_of) {
            (Some(period), _) if period.named => period.year.into(),
            (Some(period), _) => gap(&format!(
                "perhaps {}: the article gives no year",
                period.year
            )),
            (None, Some((year, before))) => gap(&format!(
                "perhaps {year}, of which paragraph {before} speaks: this sentence gives no year"
            )),
            (None, None) => gap("the article gives no year before it"),
        };
        if [&value, &unit]
            .iter()
            .any(|value| value.as_str().is_some_and(|text| text.starts_with(GAP)))
        {
            self.unsure += 1;
        }
        let mut figure = json!({
            "key": key,
            "label": both_open(&format!("what {} measures", found.text)),
            "value": value,
            "unit": unit,
            "year": year,
        });
        let mut notes = json!({"text": found.around});
        if !found.says.is_empty() {
            notes["says"] = found
                .says
                .iter()
                .map(|attribute| attribute.word())
                .collect::<Vec<_>>()
                .into();
        }
        if let Some(compared) = &found.compared {
            notes["compared with"] = compared.as_str().into();
        }
        if let Some(period) = found.period.as_ref().filter(|period| period.part.is_some()) {
            notes["period"] =
                format!("{period}: say so in the label, a figure has a year alone").into();
        }
        if stated.approximate && stated.doubt.is_none() {
            figure["approximate"] = true.into();
        }
        if found.planned {
            figure["planned"] = true.into();
        }
        figure["paragraph"] = number.into();
        figure["notes"] = notes;
        figure
    }

    /// The lists of a paragraph, each entry with the document that the base has of it. Names that it does not know are kept
    /// for documents of their own.
    fn lists(&mut self, number: u16, text: &str) -> Vec<Value> {
        let mut shown = Vec::new();
        for list in lists(text) {
            let items: Vec<Value> = list
                .items
                .iter()
                .map(|item| self.item(number, item, list.marked))
                .collect();
            shown.push(json!({"items": items, "more": list.open}));
        }
        for name in quoted(text) {
            self.item(number, name, true);
        }
        shown
    }

    /// What the base has of an entry. One that it does not know is kept where it `is_name`, as marks and quotation marks say.
    fn item(&mut self, number: u16, item: &str, is_name: bool) -> Value {
        match self.names.whole(item) {
            Some(id) => json!({"text": item, "slug": self.base().document(id).slug}),
            None => {
                let fresh = is_name
                    && !slug_of(item).is_empty()
                    && self.new_names.iter().all(|(_, name)| name != item);
                if fresh {
                    self.new_names.push((number, item.to_owned()));
                }
                let nearest = answered_with(self.responder, item);
                json!({"text": item, "nearest": nearest.map(|id| self.base().document(id).slug.clone())})
            }
        }
    }
}
