//! Scoring by senses: how much of a question a document covers, by weight, and how much of its name the question covers.

use std::collections::HashMap;

use super::MatchKind;
use super::hash::FastHash;
use super::index::{Index, Name, Standing, YEAR_WEIGHT};
use super::meaning::Sense;
use super::rank::{ABOUT_YEAR, Asking, Match};

/// How much of the score a name loses when the question covers none of it.
///
/// Enough that of two documents that cover a question the one whose whole name it is comes first (수출 바우처 before a
/// program that mentions vouchers); not so much that a question must be as long as an official name.
const NAME_SHARE: f32 = 0.3;

/// A keyword tells what a document is found under, not what it is called.
pub(super) const KEYWORD: f32 = 0.92;

/// Weight of a sense that no document has. As much as the rarest known word: what nobody wrote about is what the
/// question is about more often than not.
const UNKNOWN_WEIGHT: f32 = 1.0;

/// Weight of a figure asked for by its value: nothing else names a figure as exactly.
const VALUE_WEIGHT: f32 = 1.5;

/// How well a document about no year covers one that is asked for.
const NO_YEAR: f32 = 0.6;

/// How well several things (documents, or names) satisfy each sense of a question.
struct Likeness {
    /// Position of each thing among those that satisfy any.
    slots: HashMap<u32, usize, FastHash>,
    /// For each of them in turn, how well it satisfies each sense.
    values: Vec<f32>,
    senses: usize,
}

impl Likeness {
    fn new(senses: usize) -> Self {
        Self {
            slots: HashMap::default(),
            values: Vec::new(),
            senses,
        }
    }

    /// The position of a thing, which satisfies nothing yet if it is new.
    fn slot(&mut self, thing: u32) -> usize {
        let new = self.slots.len();
        let slot = *self.slots.entry(thing).or_insert(new);
        if slot == new {
            self.values.resize(self.values.len() + self.senses, 0.0);
        }
        slot
    }

    /// How well the thing at a position satisfies a sense.
    fn at(&mut self, slot: usize, sense: usize) -> &mut f32 {
        &mut self.values[slot * self.senses + sense]
    }

    /// How well a thing satisfies each sense; none where it satisfies none.
    fn of(&self, thing: u32) -> &[f32] {
        let slot = self.slots.get(&thing);
        slot.map_or(&[], |slot| {
            &self.values[slot * self.senses..(slot + 1) * self.senses]
        })
    }
}

/// What of a name is asked for.
#[derive(Clone, Copy)]
struct Part {
    name: u32,
    /// The weight of its terms that are asked for.
    covered: f32,
    /// Which of its terms, one bit each; a term satisfies one sense.
    taken: u64,
}

/// What satisfies the senses of a question.
struct Matches {
    documents: Likeness,
    names: Likeness,
    /// For each name by its position in `names`.
    parts: Vec<Part>,
}

impl Matches {
    fn of(senses: &[Sense], index: &Index) -> Self {
        let mut matches = Self {
            documents: Likeness::new(senses.len()),
            names: Likeness::new(senses.len()),
            parts: Vec::new(),
        };
        for (sense, options) in senses.iter().map(|sense| &sense.options).enumerate() {
            for &(term, likeness) in options {
                for &(document, strength) in &index.having[term as usize] {
                    let slot = matches.documents.slot(document);
                    let known = matches.documents.at(slot, sense);
                    *known = known.max(strength * likeness);
                }
                let weight = index.weight(term);
                for posting in &index.postings[term as usize] {
                    matches.add_name(posting.name, sense, likeness, posting.position, weight);
                }
            }
        }
        matches
    }

    /// Notes that a term of a name, at `position` and of `weight`, satisfies a sense; the best one counts.
    fn add_name(&mut self, name: u32, sense: usize, likeness: f32, position: u32, weight: f32) {
        let slot = self.names.slot(name);
        if slot == self.parts.len() {
            self.parts.push(Part {
                name,
                covered: 0.0,
                taken: 0,
            });
        }
        let known = self.names.at(slot, sense);
        let part = &mut self.parts[slot];
        // Names are short; a term beyond the 64th is not worth telling apart.
        let bit = 1_u64.checked_shl(position).unwrap_or(0);
        if *known >= likeness || part.taken & bit != 0 {
            return;
        }
        if *known == 0.0 {
            part.covered += weight;
            part.taken |= bit;
        }
        *known = likeness;
    }
}

/// How well a name, and the rest of its document, satisfy each sense; empty where they satisfy none.
struct Satisfied<'a> {
    in_name: &'a [f32],
    in_document: &'a [f32],
}

impl Satisfied<'_> {
    fn best(&self, sense: usize) -> f32 {
        let of = |likeness: &[f32]| likeness.get(sense).copied().unwrap_or(0.0);
        of(self.in_name).max(of(self.in_document))
    }
}

impl Asking<'_> {
    /// Every document that has any of the senses; one that has several such names, several times.
    pub fn by_senses(&self) -> Vec<Match> {
        let senses = &self.meaning.senses;
        let weights: Vec<f32> = senses
            .iter()
            .map(|sense| self.index.weight_of(sense))
            .collect();
        let year = if self.years.is_empty() {
            0.0
        } else {
            YEAR_WEIGHT
        };
        let value = if self.valued.is_empty() {
            0.0
        } else {
            VALUE_WEIGHT
        };
        let asked = weights.iter().sum::<f32>() + year + value;
        if asked <= 0.0 {
            return Vec::new();
        }
        let matches = Matches::of(senses, self.index);
        let mut without_name: Vec<u32> = matches
            .documents
            .slots
            .keys()
            .chain(&self.valued)
            .copied()
            .collect();
        if !self.years.is_empty() {
            let all = 0..self.index.entries.len() as u32;
            without_name.extend(all.filter(|&document| self.is_about_year(document)));
        }
        without_name.sort_unstable();
        without_name.dedup();
        let by_name = matches.parts.iter().map(|part| {
            let name = &self.index.names[part.name as usize];
            (
                name.document,
                Some((part.name, name, part.covered)),
                matches.names.of(part.name),
            )
        });
        let by_none = without_name
            .into_iter()
            .map(|document| (document, None, [].as_slice()));
        by_name
            .chain(by_none)
            .map(|(document, name, in_name)| {
                let satisfied = Satisfied {
                    in_name,
                    in_document: matches.documents.of(document),
                };
                let number = name.map(|(number, ..)| number);
                let name = name.map(|(_, name, covered)| (name, covered));
                let (score, kind) = self.score(document, name, &satisfied, &weights);
                Match {
                    document,
                    name: number,
                    whole: false,
                    closeness: score / asked,
                    kind,
                }
            })
            .collect()
    }

    /// How much of the question a document covers by one of its names (with the weight of the name that is asked for),
    /// or by none, as a weight.
    fn score(
        &self,
        document: u32,
        name: Option<(&Name, f32)>,
        satisfied: &Satisfied<'_>,
        weights: &[f32],
    ) -> (f32, MatchKind) {
        let mut covered = 0.0;
        let mut kind = MatchKind::Words;
        for (number, (sense, weight)) in self.meaning.senses.iter().zip(weights).enumerate() {
            let best = satisfied.best(number);
            covered += weight * best;
            if best > 0.0 && sense.kind != MatchKind::Words {
                kind = sense.kind;
            }
        }
        let mut name_covered = name.map_or(0.0, |(_, covered)| covered);
        if !self.years.is_empty() {
            let in_name = name.is_some_and(|(name, _)| name.has_year_of(&self.years));
            let year = if in_name {
                name_covered += YEAR_WEIGHT;
                1.0
            } else if self.is_about_year(document) {
                ABOUT_YEAR
            } else if self.is_about_no_year(document) {
                NO_YEAR
            } else {
                0.0
            };
            covered += YEAR_WEIGHT * year;
        }
        let valued = self.valued.contains(&document);
        if valued {
            covered += VALUE_WEIGHT;
            kind = MatchKind::Figure;
        }
        let name_share = match name {
            // A figure asked for by its value needs no name.
            _ if valued => 1.0,
            Some((name, _)) if name.weight > 0.0 => (name_covered / name.weight).min(1.0),
            _ => 0.0,
        };
        let standing = match name {
            Some((name, _)) if name.standing == Standing::Keyword => KEYWORD,
            _ => 1.0,
        };
        (
            covered * (1.0 - NAME_SHARE + NAME_SHARE * name_share) * standing,
            kind,
        )
    }
}

impl Index {
    /// The weight of a sense: of what was asked for, or of the rarest that a half-typed word may become.
    pub(super) fn weight_of(&self, sense: &Sense) -> f32 {
        let mut weights = sense.options.iter().map(|&(term, _)| self.weight(term));
        let weight = match sense.kind {
            MatchKind::Prefix => weights.reduce(f32::max),
            _ => weights.next(),
        };
        weight.unwrap_or(UNKNOWN_WEIGHT) * sense.size
    }
}
