//! Scoring by senses: how much of a question a document covers, by weight, and how much of its name the question covers.

use crate::knowledge::Topic;

use super::MatchKind;
use super::belongs::Belongs;
use super::index::{Index, Posting, Standing, YEAR_WEIGHT};
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
pub(super) const VALUE_WEIGHT: f32 = 1.5;

/// How well a document about no year covers one that is asked for.
pub(super) const NO_YEAR: f32 = 0.6;

/// Documents that have any of the senses, or are asked for otherwise, from which on not all are walked.
const CROWDED: usize = 4_096;

/// Where a term that satisfies a sense occurs, as far as it has not been walked past.
struct Cursor<'a> {
    sense: usize,
    likeness: f32,
    /// The weight of the term.
    weight: f32,
    /// The documents that have it, ascending.
    documents: &'a [u32],
    /// How it belongs to each of them.
    how: &'a [Belongs],
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
        let cursor = |(sense, term, likeness): (usize, TermId, f32)| {
            let (documents, how) = index.having.of(term);
            Self {
                sense,
                likeness,
                weight: index.weight(term),
                documents,
                how,
                names: &index.postings[term as usize],
            }
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
    /// What it knows of the document that it stopped at.
    stop: Stop,
}

/// How well a document and its names satisfy each sense.
pub(super) struct Stop {
    senses: usize,
    /// How well the document does.
    in_document: Vec<f32>,
    /// How well each of its names does, name by name.
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

impl Walk<'_> {
    /// The next document.
    fn next(&mut self, index: &Index) -> Option<u32> {
        let cursors = self.cursors.iter();
        let next = cursors.filter_map(|cursor| cursor.documents.first());
        let document = *next.chain(self.others.first()).min()?;
        let names = index.names_of(document);
        self.stop.clear(names.len());
        for cursor in &mut self.cursors {
            if let Some((&next, rest)) = cursor.documents.split_first()
                && next == document
            {
                let strength = cursor.how[0].strength();
                cursor.documents = rest;
                cursor.how = &cursor.how[1..];
                self.stop.has(cursor.sense, strength * cursor.likeness);
                while let Some((posting, rest)) = cursor.names.split_first()
                    && posting.name < names.end
                {
                    cursor.names = rest;
                    let slot = (posting.name - names.start) as usize;
                    let satisfied = (cursor.sense, cursor.likeness, cursor.weight);
                    self.stop.name_has(slot, posting.position, satisfied);
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
}

impl Stop {
    pub fn new(senses: usize) -> Self {
        Self {
            senses,
            in_document: vec![0.0; senses],
            in_names: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Knows nothing of a document with so many names.
    fn clear(&mut self, names: usize) {
        self.in_document.fill(0.0);
        self.in_names.clear();
        self.in_names.resize(self.senses * names, 0.0);
        self.parts.clear();
        self.parts.resize(names, Part::default());
    }

    /// Notes that the document satisfies a sense so well.
    fn has(&mut self, sense: usize, satisfied: f32) {
        let known = &mut self.in_document[sense];
        *known = known.max(satisfied);
    }

    /// Notes that of the name in this slot, the term at this position satisfies a sense so well and weighs so much.
    fn name_has(&mut self, slot: usize, position: u32, satisfied: (usize, f32, f32)) {
        let (sense, likeness, weight) = satisfied;
        let known = &mut self.in_names[slot * self.senses + sense];
        self.parts[slot].satisfy(likeness, weight, position, known);
    }

    /// Looks a document up, without cursors that lead to it.
    pub fn look_at(&mut self, document: u32, senses: &[Sense], index: &Index) {
        let names = index.names_of(document);
        self.clear(names.len());
        for (sense, meant) in senses.iter().enumerate() {
            for &(term, likeness) in &meant.options {
                let strength = index.strength(document, term);
                if strength == 0.0 {
                    continue;
                }
                self.has(sense, strength * likeness);
                for (slot, name) in names.clone().enumerate() {
                    let terms = index.terms_of(name).iter().zip(0..);
                    for (_, position) in terms.filter(|&(&other, _)| other == term) {
                        self.name_has(slot, position, (sense, likeness, index.weight(term)));
                    }
                }
            }
        }
    }

    /// How well the name at a position among those of the document satisfies each sense.
    fn in_name(&self, slot: usize) -> &[f32] {
        &self.in_names[slot * self.senses..(slot + 1) * self.senses]
    }
}

impl Part {
    /// Notes that the term at this position of the name satisfies a sense so well; the best one counts.
    fn satisfy(&mut self, likeness: f32, weight: f32, position: u32, known: &mut f32) {
        // Names are short; a term beyond the 64th is not worth telling apart.
        let bit = 1_u64.checked_shl(position).unwrap_or(0);
        if *known >= likeness || self.taken & bit != 0 {
            return;
        }
        if *known == 0.0 {
            self.covered += weight;
            self.taken |= bit;
        }
        *known = likeness;
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

/// What a question asks for, by weight.
pub(super) struct Weighed {
    /// The weight of each sense.
    pub senses: Vec<f32>,
    /// The weight of all that is asked for.
    pub all: f32,
}

impl Asking<'_> {
    /// Every document that has any of the senses, ascending, each with the best of its names. Of a topic, where one is
    /// given, at least all of it; where very many documents have a sense, those that come near the best.
    pub fn by_senses(&self, topic: Option<Topic>) -> Vec<Match> {
        let weighed = self.weighed();
        if weighed.all <= 0.0 {
            return Vec::new();
        }
        let cursors = Cursor::all(&self.meaning.senses, self.index);
        let of_cursors = cursors.iter().map(|cursor| cursor.documents.len());
        let at_most = of_cursors.sum::<usize>() + self.count_otherwise();
        if at_most > CROWDED {
            self.nearest_by_senses(&weighed, topic)
        } else {
            self.walked(cursors, at_most, &weighed)
        }
    }

    /// Every document that cursors lead to, or that is asked for otherwise, of which there are so many at most.
    fn walked(&self, cursors: Vec<Cursor<'_>>, at_most: usize, weighed: &Weighed) -> Vec<Match> {
        let others = self.asked_for_otherwise();
        let mut walk = Walk {
            cursors,
            others: &others,
            stop: Stop::new(self.meaning.senses.len()),
        };
        let mut matches = Vec::with_capacity(at_most);
        while let Some(document) = walk.next(self.index) {
            matches.push(self.best_name(document, &walk.stop, weighed));
        }
        matches
    }

    /// The same without passing any over.
    #[cfg(test)]
    pub fn all_by_senses(&self, weighed: &Weighed) -> Vec<Match> {
        self.walked(Cursor::all(&self.meaning.senses, self.index), 0, weighed)
    }

    pub fn weighed(&self) -> Weighed {
        let senses = self.meaning.senses.iter();
        let senses: Vec<f32> = senses.map(|sense| self.index.weight_of(sense)).collect();
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
        Weighed {
            all: senses.iter().sum::<f32>() + year + value,
            senses,
        }
    }

    /// The match of a document by the best of its names, or by none.
    pub fn best_name(&self, document: u32, stop: &Stop, weighed: &Weighed) -> Match {
        let by = |name: Option<(u32, f32)>, in_name: &[f32]| {
            let satisfied = Satisfied {
                in_name,
                in_document: &stop.in_document,
            };
            let (score, kind) = self.score(document, name, &satisfied, &weighed.senses);
            Match {
                document,
                name: name.map(|(name, _)| name),
                whole: false,
                closeness: score / weighed.all,
                kind,
            }
        };
        let mut best = by(None, &[]);
        let names = self.index.names_of(document);
        for (slot, (part, name)) in stop.parts.iter().zip(names).enumerate() {
            if part.covered > 0.0 {
                let named = by(Some((name, part.covered)), stop.in_name(slot));
                // Of a name and the document without it, or of two names, that lead equally far, the first name counts.
                let equal = best.name.is_none() && !best.leads_further(&named);
                if equal || named.leads_further(&best) {
                    best = named;
                }
            }
        }
        best
    }

    /// About how many documents the question asks for by a value or a year.
    fn count_otherwise(&self) -> usize {
        let years = self.years.iter();
        let about = years.map(|&year| self.index.about_year(year).len());
        self.valued.len() + about.sum::<usize>()
    }

    /// The documents that the question asks for by a value or a year, ascending.
    fn asked_for_otherwise(&self) -> Vec<u32> {
        let mut documents = self.valued.clone();
        for &year in &self.years {
            documents.extend(self.index.about_year(year));
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
        name: Option<(u32, f32)>,
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
            let has_year = |(name, _)| self.index.has_year_of(name, &self.years);
            let in_name = name.is_some_and(has_year);
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
        let valued = self.valued.binary_search(&document).is_ok();
        if valued {
            covered += VALUE_WEIGHT;
            kind = MatchKind::Figure;
        }
        let name = name.map(|(name, _)| &self.index.names[name as usize]);
        let name_share = match name {
            // A figure asked for by its value needs no name.
            _ if valued => 1.0,
            Some(name) if name.weight > 0.0 => (name_covered / name.weight).min(1.0),
            _ => 0.0,
        };
        let standing = match name {
            Some(name) if name.standing == Standing::Keyword => KEYWORD,
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
