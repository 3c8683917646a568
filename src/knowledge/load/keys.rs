//! The keys of every object in `data/`: one table, from which the loader knows what may be written and the schema for
//! editors is made.

use super::draft::{KINDS, UNITS};

/// What an object in a file may hold.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is, for an editor to show.
    pub about: &'static str,
    /// Its keys, in the order a curator would write them.
    pub keys: &'static [Key],
    /// Keys of which exactly one has to be there; empty where there is no such rule.
    pub one_of: &'static [&'static str],
}

/// One key of an object.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub need: Need,
    /// What its value looks like.
    pub shape: Shape,
    /// What it means, for an editor to show.
    pub about: &'static str,
}

/// Whether a key has to be there, and what to do where it is missing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    Always(&'static str),
    /// Where the named key is there.
    With(&'static str, &'static str),
    Never,
}

/// What a value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    Text,
    /// A slug or key: `[a-z0-9-]`.
    Slug,
    Number,
    /// A whole number from the first to the last, inclusive.
    Whole(u16, u16),
    Flag,
    /// `2022`, `2022-12` or `2022-12-01`.
    Date,
    /// `2022-12-01`.
    FullDate,
    /// A word of [`KINDS`].
    Kind,
    /// A word of [`UNITS`].
    Unit,
    /// A figure as `document.key`.
    Reference,
    List(&'static Self),
    Object(&'static Object),
    /// What a draft noted down for the curator; a finished file has none.
    Notes,
}

impl Object {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Earliest and latest year a figure can be for: what the year option of `/exports` takes.
pub(super) const YEARS: (u16, u16) = (1900, 2100);

const fn need(name: &'static str, fix: &'static str, shape: Shape, about: &'static str) -> Key {
    Key {
        name,
        need: Need::Always(fix),
        shape,
        about,
    }
}

const fn may(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key {
        name,
        need: Need::Never,
        shape,
        about,
    }
}

const fn object(about: &'static str, keys: &'static [Key]) -> Object {
    Object {
        about,
        keys,
        one_of: &[],
    }
}

const SCHEMA_KEY: Key = may(
    "$schema",
    Shape::Text,
    "Where an editor finds the rules for this file: schema.json.",
);
const NOTES: Key = may(
    "notes",
    Shape::Notes,
    "What a draft noted down for you. Remove it when the rest is finished.",
);
const TEXTS: Shape = Shape::List(&Shape::Text);
const BOTH: Shape = Shape::Object(&BILINGUAL);

/// Both languages of one text.
pub(super) static BILINGUAL: Object = object(
    "One text in both languages, in our own words.",
    &[
        need("ko", "write it in Korean", Shape::Text, "In Korean."),
        need(
            "en",
            "write it in English",
            Shape::Text,
            "In English, in Latin letters.",
        ),
    ],
);

/// `sources.json`.
pub(super) static SOURCES: Object = object(
    "Where the facts come from.",
    &[
        SCHEMA_KEY,
        may(
            "include",
            TEXTS,
            "Folders, seen from this one, whose base is loaded first, such as `..`.",
        ),
        need(
            "sources",
            "list them, or write []",
            Shape::List(&Shape::Object(&SOURCE)),
            "The articles.",
        ),
    ],
);

/// One source.
pub(super) static SOURCE: Object = object(
    "One published article.",
    &[
        need(
            "slug",
            "give it a stable name",
            Shape::Slug,
            "Stable name, by which documents cite it.",
        ),
        need(
            "publisher",
            "say who published it",
            BOTH,
            "Who published it.",
        ),
        need(
            "published",
            "give the full date, such as 2023-02-01",
            Shape::FullDate,
            "When, as a full date.",
        ),
        need(
            "paragraphs",
            "give the number of its last paragraph",
            Shape::Whole(1, u16::MAX),
            "Number of its last paragraph; the first is 1.",
        ),
        NOTES,
    ],
);

/// A file of one topic. `total` is for `programs.json`.
pub(super) static TOPIC: Object = object(
    "The documents of one topic.",
    &[
        SCHEMA_KEY,
        may(
            "total",
            Shape::Reference,
            "In programs.json: the figure that says how many programs there are in all.",
        ),
        DOCUMENTS,
    ],
);

static ONE_DOCUMENT: Shape = Shape::Object(&DOCUMENT);
const DOCUMENTS: Key = need(
    "documents",
    "list them, or write []",
    Shape::List(&ONE_DOCUMENT),
    "What can be asked about.",
);

/// A file of one article: its sources and its documents, whatever their topic.
pub(super) static ARTICLE: Object = object(
    "One article: its source and its documents.",
    &[
        SCHEMA_KEY,
        NOTES,
        may(
            "sources",
            Shape::List(&Shape::Object(&SOURCE)),
            "The article, where sources.json does not list it.",
        ),
        DOCUMENTS,
    ],
);

/// One document.
pub(super) static DOCUMENT: Object = object(
    "One thing that can be asked about.",
    &[
        need(
            "slug",
            "give it a stable name such as `export-voucher`",
            Shape::Slug,
            "Stable name; never change it once it is published.",
        ),
        need(
            "kind",
            "say what it describes, such as `program`",
            Shape::Kind,
            "What it describes.",
        ),
        need("name", "give its official name", BOTH, "Official name."),
        may("short", BOTH, "Shorter name for lists and figures."),
        may(
            "aliases",
            Shape::Object(&ALIASES),
            "Other names people use.",
        ),
        may(
            "keywords",
            TEXTS,
            "Words under which it should also be found, though they do not name it.",
        ),
        need(
            "summary",
            "describe it in one to three sentences",
            BOTH,
            "One to three sentences in our own words.",
        ),
        may(
            "figures",
            Shape::List(&Shape::Object(&FIGURE)),
            "Its figures, the headline first.",
        ),
        may("date", Shape::Date, "When it happened, where stated."),
        may(
            "details",
            Shape::Object(&DETAILS),
            "Who may apply, how, and where to ask, where stated.",
        ),
        may(
            "field",
            Shape::Slug,
            "For a program: the slug of its field.",
        ),
        may(
            "related",
            Shape::List(&Shape::Slug),
            "Slugs of documents worth a look after this one, best first.",
        ),
        may(
            "featured",
            Shape::Whole(1, u16::MAX),
            "Its rank among what is offered where nothing is typed; 1 is first.",
        ),
        need(
            "source",
            "name the source that states it",
            Shape::Slug,
            "Slug of the source that states it.",
        ),
        need(
            "paragraphs",
            "list the paragraphs that state it",
            Shape::List(&Shape::Whole(1, u16::MAX)),
            "Numbers of its paragraphs that state it, ascending.",
        ),
        may(
            "also",
            Shape::List(&Shape::Object(&CITATION)),
            "Other sources that state it too.",
        ),
        NOTES,
    ],
);

/// Another source of a document.
pub(super) static CITATION: Object = object(
    "A source and the paragraphs of it that state something.",
    &[
        need(
            "source",
            "name the source that states it",
            Shape::Slug,
            "Slug of the source.",
        ),
        need(
            "paragraphs",
            "list the paragraphs that state it",
            Shape::List(&Shape::Whole(1, u16::MAX)),
            "Numbers of its paragraphs, ascending.",
        ),
    ],
);

/// Other names of a document.
pub(super) static ALIASES: Object = object(
    "Other names people use.",
    &[
        may("own", TEXTS, "Names of this document alone."),
        may(
            "shared",
            TEXTS,
            "Names shared with other documents: the bot then asks which one is meant.",
        ),
    ],
);

/// What the source says besides.
pub(super) static DETAILS: Object = object(
    "Details that the source states.",
    &[
        may("eligibility", BOTH, "Who may apply."),
        may("application", BOTH, "How and when to apply."),
        may("contact", BOTH, "Telephone, mail or address."),
    ],
);

/// One figure.
pub(super) static FIGURE: Object = Object {
    about: "One number with its unit, year and source.",
    one_of: &["value", "derived"],
    keys: &[
        need(
            "key",
            "name it within its document, such as `amount`",
            Shape::Slug,
            "Name within its document; `document.key` refers to it.",
        ),
        need(
            "label",
            "say what it measures",
            BOTH,
            "What it measures. Figures of one document with the same label are one measure in several years.",
        ),
        may(
            "value",
            Shape::Number,
            "The number as the source states it, in digits: money in whole units of its currency.",
        ),
        need(
            "unit",
            "say what it counts, such as `usd`",
            Shape::Unit,
            "What the number counts.",
        ),
        need(
            "year",
            "say which year it is for",
            Shape::Whole(YEARS.0, YEARS.1),
            "The year it is for.",
        ),
        may(
            "inferred",
            Shape::Flag,
            "True where the source names no year.",
        ),
        may(
            "approximate",
            Shape::Flag,
            "True where the source says \"about\" (약).",
        ),
        may(
            "planned",
            Shape::Flag,
            "True for a plan rather than a result.",
        ),
        Key {
            name: "paragraph",
            need: Need::With("value", "give the paragraph that states it"),
            shape: Shape::Whole(1, u16::MAX),
            about: "Number of the paragraph that states it.",
        },
        may(
            "source",
            Shape::Slug,
            "Slug of the source that states it, where it is not the document's.",
        ),
        may(
            "supersedes",
            Shape::Object(&SUPERSEDES),
            "The earlier value that this one corrects.",
        ),
        may(
            "derived",
            Shape::Object(&DERIVED),
            "How it follows from other figures, where no source states it.",
        ),
        NOTES,
    ],
};

/// What a figure corrects.
pub(super) static SUPERSEDES: Object = object(
    "The value that an earlier source stated and this figure corrects.",
    &[
        need(
            "value",
            "give the value that the earlier source states",
            Shape::Number,
            "The earlier value, in the unit of the figure.",
        ),
        need(
            "source",
            "name the earlier source",
            Shape::Slug,
            "Slug of the earlier source.",
        ),
        need(
            "paragraph",
            "give the paragraph that states it",
            Shape::Whole(1, u16::MAX),
            "Number of its paragraph that states it.",
        ),
    ],
);

/// How a figure is derived.
pub(super) static DERIVED: Object = Object {
    about: "How it follows from two other figures.",
    one_of: &["before_growth", "share_of"],
    keys: &[
        may(
            "before_growth",
            Shape::Object(&BEFORE_GROWTH),
            "The amount of the year before: amount ÷ (1 + growth).",
        ),
        may(
            "share_of",
            Shape::Object(&SHARE_OF),
            "A part of an amount: amount × share.",
        ),
    ],
};

const AMOUNT: Key = need(
    "amount",
    "refer to a figure as `document.key`",
    Shape::Reference,
    "The whole amount.",
);

/// The inputs of `before_growth`.
pub(super) static BEFORE_GROWTH: Object = object(
    "An amount and its growth since the year before.",
    &[
        AMOUNT,
        need(
            "growth",
            "refer to a figure as `document.key`",
            Shape::Reference,
            "The growth in percent.",
        ),
    ],
);

/// The inputs of `share_of`.
pub(super) static SHARE_OF: Object = object(
    "An amount and the share of a part in it.",
    &[
        AMOUNT,
        need(
            "share",
            "refer to a figure as `document.key`",
            Shape::Reference,
            "The share in percent.",
        ),
    ],
);

/// `vocabulary.json`.
pub(super) static VOCABULARY: Object = object(
    "Words beyond the documents.",
    &[
        SCHEMA_KEY,
        may(
            "same",
            Shape::List(&TEXTS),
            "Groups of words any of which may stand for any other.",
        ),
        may(
            "asks",
            Shape::List(&Shape::Object(&ASKS)),
            "Ways of asking for something that a document has without naming it.",
        ),
        may(
            "filler",
            TEXTS,
            "Words that say nothing about what is asked for.",
        ),
        may(
            "elsewhere",
            Shape::Object(&ELSEWHERE),
            "Words that lead elsewhere.",
        ),
    ],
);

/// One way of asking.
pub(super) static ASKS: Object = object(
    "Words, and what they ask for.",
    &[
        may("words", TEXTS, "The words and phrases."),
        may(
            "units",
            Shape::List(&Shape::Unit),
            "A document with a figure in one of these units has what is asked for.",
        ),
        may(
            "kinds",
            Shape::List(&Shape::Kind),
            "So has one of these kinds.",
        ),
        may(
            "means",
            TEXTS,
            "So has one that is named by one of these words.",
        ),
    ],
);

/// Words that lead elsewhere.
pub(super) static ELSEWHERE: Object = object(
    "Places and subjects that the base does not hold.",
    &[
        may("places", TEXTS, "Names of places."),
        may(
            "topics",
            TEXTS,
            "Subjects that people ask about and the base does not hold.",
        ),
    ],
);

/// The objects that a file can be, each with the files that hold it.
pub(super) static ROOTS: [&Object; 4] = [&SOURCES, &TOPIC, &ARTICLE, &VOCABULARY];

/// The words that a kind or a unit can be.
pub(super) fn words(shape: &Shape) -> Option<Vec<&'static str>> {
    match shape {
        Shape::Kind => Some(KINDS.iter().map(|(word, _)| *word).collect()),
        Shape::Unit => Some(UNITS.iter().map(|(word, _)| *word).collect()),
        _ => None,
    }
}
