//! Scoring by senses: how much of a question a document covers, by weight, and how much of its name the question covers.

use std::collections::HashMap;

use super::MatchKind;
use super::hash::FastHash;
use super::index::{Index, Name, Standing, YEAR_WEIGHT};
use super::rank::{ABOUT_YEAR, Asking};
use super::understand::Sense;

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

/// How the names that have any sense of a question satisfy it.
struct Matches {
    /// Position of each name below.
    slots: HashMap<u32, usize, FastHash>,
    names: Vec<NameMatch>,
    /// For each name in turn, how well it has each sense.
    likeness: Vec<f32>,
    senses: usize,
}

struct NameMatch {
    name: u32,
    /// The weight of its terms that are asked for.
    covered: f32,
    /// Which of its terms, one bit each; a term satisfies one sense.
    taken: u64,
}

impl Matches {
    fn new(senses: usize) -> Self {
        Self {
            slots: HashMap::default(),
            names: Vec::new(),
            likeness: Vec::new(),
            senses,
        }
    }

    /// Notes that a term of a name, at `position` and of `weight`, satisfies a sense; the best one counts.
    fn add(&mut self, name: u32, sense: usize, likeness: f32, position: u32, weight: f32) {
        let slot = *self.slots.entry(name).or_insert_with(|| {
            self.names.push(NameMatch {
                name,
                covered: 0.0,
                taken: 0,
            });
            self.likeness.resize(self.likeness.len() + self.senses, 0.0);
            self.names.len() - 1
        });
        let known = &mut self.likeness[slot * self.senses + sense];
        let found = &mut self.names[slot];
        // Names are short; a term beyond the 64th is not worth telling apart.
        let bit = 1_u64.checked_shl(position).unwrap_or(0);
        if *known >= likeness || found.taken & bit != 0 {
            return;
        }
        if *known == 0.0 {
            found.covered += weight;
            found.taken |= bit;
        }
        *known = likeness;
    }

    fn iter(&self) -> impl Iterator<Item = (&NameMatch, &[f32])> {
        self.names
            .iter()
            .zip(self.likeness.chunks(self.senses.max(1)))
    }
}

impl Asking<'_> {
    /// Every document that has any of the senses, with its score; one that has several such names, several times.
    pub fn by_senses(&self) -> Vec<(u32, f32, MatchKind)> {
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
        let mut matches = Matches::new(senses.len());
        let mut without_name: Vec<u32> = self.valued.clone();
        for (number, sense) in senses.iter().enumerate() {
            for &(term, likeness) in &sense.options {
                let weight = self.index.weight(term);
                for posting in &self.index.postings[term as usize] {
                    matches.add(posting.name, number, likeness, posting.position, weight);
                }
                without_name.extend(&self.index.prose[term as usize]);
            }
        }
        if !self.years.is_empty() {
            let all = 0..self.index.entries.len() as u32;
            without_name.extend(all.filter(|&document| self.is_about_year(document)));
        }
        without_name.sort_unstable();
        without_name.dedup();
        let none = vec![0.0; senses.len()];
        let by_name = matches.iter().map(|(found, likeness)| {
            let name = &self.index.names[found.name as usize];
            (name.document, Some((name, found.covered)), likeness)
        });
        let by_none = without_name
            .iter()
            .map(|&document| (document, None, none.as_slice()));
        by_name
            .chain(by_none)
            .map(|(document, name, likeness)| {
                let (score, kind) = self.score(document, name, likeness, &weights);
                (document, score / asked, kind)
            })
            .collect()
    }

    /// How much of the question a document covers by one of its names (with the weight of the name that is asked for),
    /// or by none, as a weight.
    fn score(
        &self,
        document: u32,
        name: Option<(&Name, f32)>,
        likeness: &[f32],
        weights: &[f32],
    ) -> (f32, MatchKind) {
        let mut covered = 0.0;
        let mut kind = MatchKind::Words;
        for ((sense, weight), &in_name) in self.meaning.senses.iter().zip(weights).zip(likeness) {
            let elsewhere = sense
                .options
                .iter()
                .map(|&(term, likeness)| self.index.strength(document, term) * likeness);
            let best = elsewhere.fold(in_name, f32::max);
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
    fn weight_of(&self, sense: &Sense) -> f32 {
        let mut weights = sense.options.iter().map(|&(term, _)| self.weight(term));
        let weight = match sense.kind {
            MatchKind::Prefix => weights.reduce(f32::max),
            _ => weights.next(),
        };
        weight.unwrap_or(UNKNOWN_WEIGHT) * sense.size
    }
}
