//! The knowledge base: documents, their figures and where they come from.
//!
//! Plain values that have passed their checks: a [`KnowledgeBase`] can only be made by [`load`], which refuses a base
//! with any problem and names all of them. How a file is laid out is known to [`load`] alone.

mod contents;
mod date;
pub mod figure;
pub mod load;
pub mod vocabulary;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::text::language::Bilingual;

use self::contents::Contents;

pub use date::Date;
pub use figure::{Basis, Derivation, Figure, FigureRef, FigureYear, Superseded};
pub use vocabulary::Vocabulary;

/// Position of a document in its base: dense, from 0, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub u32);

/// Position of a source in its base: dense, from 0, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// The part of the base a document belongs to: one file in `data/` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Figures of exports and of the support budget: `exports.json`.
    Exports,
    /// Support programs and their fields: `programs.json`.
    Programs,
    /// Organisations that run the programs with the city: `partners.json`.
    Partners,
    /// Everything else: events, markets, awards, people, the source: `facts.json`.
    Facts,
}

impl Topic {
    /// Every topic, in the order its documents get their ids.
    pub const ALL: [Self; 4] = [Self::Exports, Self::Programs, Self::Partners, Self::Facts];

    /// The file in `data/` that holds this topic.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Exports => "exports.json",
            Self::Programs => "programs.json",
            Self::Partners => "partners.json",
            Self::Facts => "facts.json",
        }
    }
}

/// What a document describes; decides which details its card mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A figure or a group of figures.
    Figure,
    /// One of the fields that group the programs.
    Field,
    /// A support program.
    Program,
    /// A partner organisation.
    Partner,
    /// Something that happened.
    Event,
    /// A country or region exported to or aimed at.
    Market,
    /// A prize or a ranking.
    Award,
    /// Somebody quoted or named.
    Person,
    /// A source itself.
    Source,
}

/// A detail people ask for that a source may or may not state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Detail {
    /// Who may apply.
    Eligibility,
    /// How and when to apply.
    Application,
    /// Telephone, mail or address.
    Contact,
}

impl Kind {
    /// The details a card of this kind shows, or says are not stated; in the order shown.
    pub const fn details(self) -> &'static [Detail] {
        match self {
            Self::Program => &[Detail::Eligibility, Detail::Application, Detail::Contact],
            Self::Partner => &[Detail::Contact],
            _ => &[],
        }
    }
}

/// Where facts come from: one published article.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Stable name used in `data/`.
    pub slug: String,
    /// Who published it.
    pub publisher: Bilingual,
    /// When; always a full date. "Last year" and "this year" in questions are relative to it.
    pub published: Date,
    /// Number of the last paragraph that can be cited (1 is the first).
    pub paragraphs: u16,
}

/// A source and the paragraphs of it that state something.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Paragraph numbers from 1, ascending, at least one unless the document is about the source as a whole.
    pub paragraphs: Vec<u16>,
}

/// Another name people use for a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name as a person would write it, in either language.
    pub text: String,
    /// Whether other documents carry the same alias, so that it leads to a choice.
    pub shared: bool,
}

/// One thing that can be asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its position in the base.
    pub id: DocumentId,
    /// Stable name, `[a-z0-9-]`, at most [`SLUG_MAX_CHARS`] characters; autocomplete values and button ids carry it.
    pub slug: String,
    /// The file it lives in.
    pub topic: Topic,
    /// What it describes.
    pub kind: Kind,
    /// Official name.
    pub name: Bilingual,
    /// A shorter name for list lines and figure labels; the name itself where the file gives none.
    pub short: Bilingual,
    /// Other names, official ones excluded.
    pub aliases: Vec<Alias>,
    /// Words under which it should also be found, though they do not name it ("freight" for logistics costs).
    pub keywords: Vec<String>,
    /// One to three sentences in our own words.
    pub summary: Bilingual,
    /// Its figures, the headline first. Empty where there are none.
    pub figures: Vec<Figure>,
    /// When it happened, where stated.
    pub date: Option<Date>,
    /// Details that the source states. What [`Kind::details`] lists and this lacks is not stated.
    pub details: BTreeMap<Detail, Bilingual>,
    /// The field that a program belongs to.
    pub field: Option<DocumentId>,
    /// Documents worth a look after this one, best first.
    pub related: Vec<DocumentId>,
    /// Where it is stated.
    pub citation: Citation,
    /// Other sources that state it too.
    pub also: Vec<Citation>,
}

/// Longest slug: leaves room for the rest of a custom id of at most 100 characters.
pub const SLUG_MAX_CHARS: usize = 64;

impl Document {
    /// The figure shown first; `None` where the document has none.
    pub fn headline(&self) -> Option<&Figure> {
        self.figures.first()
    }

    /// The figures for `year`, headline first.
    pub fn figures_in(&self, year: u16) -> impl Iterator<Item = &Figure> {
        self.figures
            .iter()
            .filter(move |figure| figure.year.value == year)
    }
}

/// A checked set of documents and sources.
///
/// Every reference inside resolves, every slug is unique, and every text fits Discord's limits once rendered
/// (the last is checked by `check`, which sees the rendered replies).
#[derive(Clone, Debug)]
pub struct KnowledgeBase {
    pub(in crate::knowledge) documents: Vec<Document>,
    pub(in crate::knowledge) sources: Vec<Source>,
    pub(in crate::knowledge) by_slug: HashMap<String, DocumentId>,
    pub(in crate::knowledge) featured: Vec<DocumentId>,
    pub(in crate::knowledge) program_total: Option<u32>,
    pub(in crate::knowledge) vocabulary: Vocabulary,
    pub(in crate::knowledge) contents: Contents,
}

impl KnowledgeBase {
    /// A base of bare names, in the order given, to be searched alone: its documents have nothing else and no source, so
    /// that none of them can be shown.
    pub fn of_names(names: impl IntoIterator<Item = Bilingual>, vocabulary: Vocabulary) -> Self {
        let document = |(position, name): (u32, Bilingual)| Document {
            id: DocumentId(position),
            slug: format!("name-{position}"),
            topic: Topic::Facts,
            kind: Kind::Event,
            short: name.clone(),
            name,
            aliases: Vec::new(),
            keywords: Vec::new(),
            summary: Bilingual::from_fn(|_| String::new()),
            figures: Vec::new(),
            date: None,
            details: BTreeMap::new(),
            field: None,
            related: Vec::new(),
            citation: Citation {
                source: SourceId(0),
                paragraphs: Vec::new(),
            },
            also: Vec::new(),
        };
        let documents: Vec<Document> = (0..).zip(names).map(document).collect();
        Self {
            contents: Contents::of(&documents),
            documents,
            sources: Vec::new(),
            by_slug: HashMap::new(),
            featured: Vec::new(),
            program_total: None,
            vocabulary,
        }
    }

    /// Every document, by id.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The document of an id of this base.
    ///
    /// # Panics
    /// When the id was made for a larger base.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// The document of a slug; `None` when there is none (any more).
    pub fn by_slug(&self, slug: &str) -> Option<&Document> {
        self.by_slug.get(slug).map(|&id| self.document(id))
    }

    /// The source of an id of this base.
    ///
    /// # Panics
    /// When the id was made for a larger base.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The figure that a reference of this base names.
    ///
    /// # Panics
    /// When the reference was made for another base.
    pub fn figure(&self, reference: FigureRef) -> &Figure {
        &self.document(reference.document).figures[reference.figure]
    }

    /// Every source, by id.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Documents to offer where nothing is typed, in the curator's order; of one topic, or of all.
    pub fn featured(&self, topic: Option<Topic>) -> impl Iterator<Item = &Document> {
        self.featured
            .iter()
            .map(|&id| self.document(id))
            .filter(move |document| topic.is_none_or(|topic| document.topic == topic))
    }

    /// Documents of one kind, in file order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Document> {
        let of_kind = self.contents.of_kind(kind).iter();
        of_kind.map(|&id| self.document(id))
    }

    /// The document that gives the figures as a whole: the first of `exports.json`. `None` where that file is empty.
    pub fn overview(&self) -> Option<&Document> {
        let first = self.contents.first(Topic::Exports)?;
        Some(self.document(first))
    }

    /// How many programs exist, named or not: 38, of which the base names fewer. `None` where no figure says it.
    pub fn program_total(&self) -> Option<u32> {
        self.program_total
    }

    /// First and last year with a figure in `topic`, inclusive; `None` where there is none.
    pub fn years(&self, topic: Topic) -> Option<(u16, u16)> {
        self.contents.years(topic)
    }

    /// The source published last; `None` for a base without sources.
    pub fn newest_source(&self) -> Option<SourceId> {
        let newest = self
            .sources
            .iter()
            .enumerate()
            .max_by_key(|(_, source)| source.published)?;
        u32::try_from(newest.0).ok().map(SourceId)
    }

    /// The words it knows beyond its documents; none once they were taken.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Takes these words away. An index has what it needs of them, and they are most of what a base holds.
    pub fn take_vocabulary(&mut self) -> Vocabulary {
        std::mem::take(&mut self.vocabulary)
    }

    /// The date of the newest source: "as of"; `None` for a base without sources.
    pub fn as_of(&self) -> Option<Date> {
        self.newest_source().map(|id| self.source(id).published)
    }
}
