//! Why a search found what it found: for each hit, how the question was read, what of it matched, and the parts of its score.

use crate::knowledge::Topic;

use super::index::Index;
use super::meaning::Sense;
use super::rank::{Ranked, Ranking};
use super::{Factors, Hit, MatchKind, Query};

/// Why a document was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The hit.
    pub hit: Hit,
    /// The question as it was read: on the other keyboard layout where it had to be, otherwise as typed.
    pub read_as: String,
    /// The words of the name that matched, and whether the question as a whole spells it; `None` where words of the document
    /// matched and none of a name, or a slug was typed.
    pub name: Option<(String, bool)>,
    /// What the question asks for, in its order, and how far the document has it.
    pub senses: Vec<SenseExplained>,
    /// How well the best match fits, before the factors: 1.0 for a name to the letter.
    pub closeness: f32,
    /// What is asked besides.
    pub factors: Factors,
}

/// One thing that a question asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SenseExplained {
    /// How it was understood: the word of the dictionary, or the letters that none explains.
    pub text: String,
    /// How it was read.
    pub kind: MatchKind,
    /// How much it counts for: 1.0 for a rare word.
    pub weight: f32,
    /// The word of the document that satisfies it best, and how well (0.0–1.0); `None` where none does.
    pub matched: Option<(String, f32)>,
}

impl Index {
    /// The hits of [`Index::search`] with their reasons, in its order.
    ///
    /// A slug typed to the letter has no reasons: none for it.
    pub fn explain(&self, query: &Query, topic: Option<Topic>) -> Vec<Explanation> {
        if self.of_slug(&query.text).is_some() {
            return Vec::new();
        }
        let ranking = self.rank(query, topic, false);
        let ranked = ranking.ranked.iter();
        ranked
            .map(|ranked| self.explanation(&ranking, ranked, query))
            .collect()
    }

    fn explanation(&self, ranking: &Ranking<'_>, ranked: &Ranked, query: &Query) -> Explanation {
        let found = &ranked.found;
        let name = found.name;
        let senses = ranking.asking.meaning.senses.iter();
        Explanation {
            hit: ranked.hit(),
            read_as: ranking.converted.as_ref().unwrap_or(query).text.clone(),
            name: name.map(|name| (self.words_of(name), found.whole)),
            senses: senses
                .map(|sense| self.sense_explained(sense, name, found.document))
                .collect(),
            closeness: found.closeness,
            factors: ranked.factors,
        }
    }

    fn sense_explained(&self, sense: &Sense, name: Option<u32>, document: u32) -> SenseExplained {
        let satisfied = |&(term, likeness): &(u32, f32)| {
            let in_name = name.is_some_and(|name| self.terms_of(name).contains(&term));
            let belongs = if in_name {
                1.0
            } else {
                self.strength(document, term)
            };
            (term, likeness * belongs)
        };
        let best = sense.options.iter().map(satisfied);
        let best = best
            .filter(|&(_, satisfied)| satisfied > 0.0)
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        let first = sense.options.first();
        SenseExplained {
            text: first.map_or_else(|| sense.unread.clone(), |&(term, _)| self.term_text(term)),
            kind: sense.kind,
            weight: self.weight_of(sense),
            matched: best.map(|(term, satisfied)| (self.term_text(term), satisfied)),
        }
    }

    fn term_text(&self, term: u32) -> String {
        self.words.text(term).to_owned()
    }

    /// The years and terms of a name, spaced.
    fn words_of(&self, name: u32) -> String {
        let years = self.name_years[name as usize]
            .iter()
            .map(ToString::to_string);
        let terms = self.terms_of(name).iter().map(|&term| self.term_text(term));
        years.chain(terms).collect::<Vec<_>>().join(" ")
    }
}
