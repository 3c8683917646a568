//! Scoring by senses: how much of a question a document covers, by weight, and how much of its name the question covers.

use super::MatchKind;
use super::index::{Index, Name, Posting, Standing, YEAR_WEIGHT};
use super::meaning::Sense;
use super::rank::{ABOUT_YEAR, Asking, Match};
use super::words::TermId;

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

/// Where a term that satisfies a sense occurs, as far as it has not been walked past.
struct Cursor<'a> {
    sense: usize,
    likeness: f32,
    /// The weight of the term.
    weight: f32,
    /// The documents that have it, ascending, with how strongly it belongs to them.
    documents: &'a [(u32, f32)],
    /// The names that have it, ascending, and so in the order of their documents.
    names: &'a [Posting],
}

impl<'a> Cursor<'a> {
    /// One for each term that satisfies a sense, of those that any document has.
    fn all(senses: &[Sense], index: &'a Index) -> Vec<Self> {
        let options = senses.iter().enumerate().flat_map(|(sense, meant)| {
            let options = meant.options.iter();
            options.map(move |&(term, likeness)| (sense, term, likeness))
        });
        let cursor = |(sense, term, likeness): (usize, TermId, f32)| Self {
            sense,
            likeness,
            weight: index.weight(term),
            documents: &index.having[term as usize],
            names: &index.postings[term as usize],
        };
        let cursors = options.map(cursor);
        cursors
            .filter(|cursor| !cursor.documents.is_empty())
            .collect()
    }
}

/// Walks the documents of cursors in order, so that all that is known of one is there at once.
struct Walk<'a> {
    cursors: Vec<Cursor<'a>>,
    /// Documents to stop at though no cursor leads there, ascending.
    others: &'a [u32],
    senses: usize,
    /// How well the document that it stopped at satisfies each sense.
    in_document: Vec<f32>,
    /// How well each name of that document does, name by name.
    in_names: Vec<f32>,
    /// What of each of them is asked for.
    parts: Vec<Part>,
}

/// What of a name is asked for.
#[derive(Clone, Copy, Default)]
struct Part {
    /// The weight of its terms that are asked for.
    covered: f32,
    /// Which of its terms, one bit each; a term satisfies one sense.
    taken: u64,
}

impl<'a> Walk<'a> {
    fn new(senses: &[Sense], index: &'a Index, others: &'a [u32]) -> Self {
        Self {
            cursors: Cursor::all(senses, index),
            others,
            senses: senses.len(),
            in_document: vec![0.0; senses.len()],
            in_names: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// How many documents it stops at, at most.
    fn documents_at_most(&self) -> usize {
        let of_cursors = self.cursors.iter().map(|cursor| cursor.documents.len());
        of_cursors.sum::<usize>() + self.others.len()
    }

    /// The next document.
    fn next(&mut self, index: &Index) -> Option<u32> {
        let cursors = self.cursors.iter();
        let next = cursors.filter_map(|cursor| Some(cursor.documents.first()?.0));
        let document = next.chain(self.others.first().copied()).min()?;
        let names = index.names_of(document);
        self.in_document.fill(0.0);
        self.in_names.clear();
        self.in_names.resize(self.senses * names.len(), 0.0);
        self.parts.clear();
        self.parts.resize(names.len(), Part::default());
        for cursor in &mut self.cursors {
            if let Some((&(next, strength), rest)) = cursor.documents.split_first()
                && next == document
            {
                let known = &mut self.in_document[cursor.sense];
                *known = known.max(strength * cursor.likeness);
                cursor.documents = rest;
                while let Some((posting, rest)) = cursor.names.split_first()
                    && posting.name < names.end
                {
                    cursor.names = rest;
                    let slot = (posting.name - names.start) as usize;
                    let known = &mut self.in_names[slot * self.senses + cursor.sense];
                    let part = &mut self.parts[slot];
                    part.satisfy(cursor, posting.position, known);
                }
            }
        }
        if let Some((&next, rest)) = self.others.split_first()
            && next == document
        {
            self.others = rest;
        }
        Some(document)
    }

    /// How well the name at a position among those of the document satisfies each sense.
    fn in_name(&self, slot: usize) -> &[f32] {
        &self.in_names[slot * self.senses..(slot + 1) * self.senses]
    }
}

impl Part {
    /// Notes that the term at this position of the name satisfies the sense of a cursor; the best one counts.
    fn satisfy(&mut self, cursor: &Cursor<'_>, position: u32, known: &mut f32) {
        // Names are short; a term beyond the 64th is not worth telling apart.
        let bit = 1_u64.checked_shl(position).unwrap_or(0);
        if *known >= cursor.likeness || self.taken & bit != 0 {
            return;
        }
        if *known == 0.0 {
            self.covered += cursor.weight;
            self.taken |= bit;
        }
        *known = cursor.likeness;
    }
}

/// How well a name, and the rest of its document, satisfy each sense; no name where the rest alone does.
struct Satisfied<'a> {
    in_name: &'a [f32],
    in_document: &'a [f32],
}

impl Satisfied<'_> {
    fn best(&self, sense: usize) -> f32 {
        let in_name = self.in_name.get(sense).copied().unwrap_or(0.0);
        in_name.max(self.in_document[sense])
    }
}

impl Asking<'_> {
    /// Every document that has any of the senses, ascending, each with the best of its names.
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
        let others = self.asked_for_otherwise();
        let mut walk = Walk::new(senses, self.index, &others);
        let mut matches = Vec::with_capacity(walk.documents_at_most());
        while let Some(document) = walk.next(self.index) {
            let by = |name: Option<(u32, f32)>, in_name: &[f32]| {
                let satisfied = Satisfied {
                    in_name,
                    in_document: &walk.in_document,
                };
                let named = name.map(|(name, covered)| {
                    let name = &self.index.names[name as usize];
                    (name, covered)
                });
                let (score, kind) = self.score(document, named, &satisfied, &weights);
                Match {
                    document,
                    name: name.map(|(name, _)| name),
                    whole: false,
                    closeness: score / asked,
                    kind,
                }
            };
            let mut best = by(None, &[]);
            for (slot, (part, name)) in walk
                .parts
                .iter()
                .zip(self.index.names_of(document))
                .enumerate()
            {
                if part.covered > 0.0 {
                    let named = by(Some((name, part.covered)), walk.in_name(slot));
                    // Of a name and the document without it, or of two names, that lead equally far, the first name counts.
                    let equal = best.name.is_none() && !best.leads_further(&named);
                    if equal || named.leads_further(&best) {
                        best = named;
                    }
                }
            }
            matches.push(best);
        }
        matches
    }

    /// The documents that the question asks for by a value or a year, ascending.
    fn asked_for_otherwise(&self) -> Vec<u32> {
        let mut documents = self.valued.clone();
        if !self.years.is_empty() {
            let all = 0..self.index.entries.len() as u32;
            documents.extend(all.filter(|&document| self.is_about_year(document)));
        }
        documents.sort_unstable();
        documents.dedup();
        documents
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
