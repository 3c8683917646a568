//! What the base knows of language beyond its documents: words that mean the same, ways of asking, words that carry
//! nothing, and words that lead elsewhere.
//!
//! Plain lists as a curator keeps them; what a search makes of them is left to the search.

use super::Kind;
use crate::text::number::Unit;

/// The words of `vocabulary.json`. Empty for a base without that file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// Groups of words and phrases, of either language, any of which may stand for any other.
    pub same: Vec<Vec<String>>,
    /// Ways of asking for something that a document has without naming it.
    pub asks: Vec<Asks>,
    /// Words that say nothing about what is asked for: "please", 알려줘, "what".
    pub filler: Vec<String>,
    /// Names of places. One that no document knows is a reason not to answer, and one that a document does not mention a
    /// reason not to answer with it.
    pub places: Vec<String>,
    /// Subjects that people ask about and the base does not hold: the weather, imports.
    pub topics: Vec<String>,
}

impl Vocabulary {
    /// How many words and phrases there are; one that stands in several places counts for each of them.
    pub fn word_count(&self) -> usize {
        let lists = [&self.filler, &self.places, &self.topics];
        let lists = lists.into_iter().chain(&self.same);
        let asking = self.asks.iter().map(|asks| &asks.words);
        lists.chain(asking).map(Vec::len).sum()
    }

    /// These words and those of `other`.
    pub fn with(mut self, other: Self) -> Self {
        self.same.extend(other.same);
        self.asks.extend(other.asks);
        self.filler.extend(other.filler);
        self.places.extend(other.places);
        self.topics.extend(other.topics);
        self
    }
}

/// Words that ask for a property: 얼마 asks for money, "who" for a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asks {
    /// The words and phrases.
    pub words: Vec<String>,
    /// A document with a figure in one of these units has what is asked for.
    pub units: Vec<Unit>,
    /// So has one of these kinds.
    pub kinds: Vec<Kind>,
    /// So has one that is named by one of these words: a percentage is a share unless growth is spoken of.
    pub means: Vec<String>,
}
