//! Ranking: how well each name of each document answers a question.
//!
//! Two scores, the better of which counts. One asks how much of the question a document covers, by weight, and how much of its
//! name the question covers. The other compares the question as a whole with the name as a whole, however it was typed.

use std::collections::HashMap;

use crate::knowledge::Topic;
use crate::text::hangul;
use crate::text::romanize;
use crate::text::tokenize::Script;

use super::hash::FastHash;
use super::index::{Index, Name, Standing, YEAR_WEIGHT};
use super::lexicon::{initials, keys};
use super::segment::Line;
use super::understand::{LANDS_WELL, Meaning, Reader, Sense};
use super::{HITS_MAX, Hit, MatchKind, Query, Score};

/// How much of the score a name loses when the question covers none of it.
///
/// Enough that of two documents that cover a question the one whose whole name it is comes first (수출 바우처 before a
/// program that mentions vouchers); not so much that a question must be as long as an official name.
const NAME_SHARE: f32 = 0.3;

/// A keyword tells what a document is found under, not what it is called.
const KEYWORD: f32 = 0.92;

/// What somebody begins to type is a name more often than a keyword.
const KEYWORD_BEGINNING: f32 = 0.8;

/// Weight of a sense that no document has. As much as the rarest known word: what nobody wrote about is what the
/// question is about more often than not.
const UNKNOWN_WEIGHT: f32 = 1.0;

/// Weight of a figure asked for by its value: nothing else names a figure as exactly.
const VALUE_WEIGHT: f32 = 1.5;

/// Most that two amounts may differ, as a share of the figure, and be the same: 54 for 54.3.
const VALUE_TOLERANCE: f64 = 0.006;

/// What is left of a score when the question names a place or subject that the base does not hold.
const ELSEWHERE: f32 = 0.3;

/// What is left of the score of a document that does not mention a place that the question names.
const OTHER_PLACE: f32 = 0.6;

/// How much better a document is that has what is asked for (a person, an amount): enough to choose between siblings,
/// which differ by less than a word.
const ASKED: f32 = 0.12;

/// Most that ways of asking add up to: "how many times" asks twice for one thing.
const ASKED_MOST: f32 = 1.0;

/// What is left of the score of a document that is about other years than the one asked for.
const OTHER_YEAR: f32 = 0.4;

/// What is left of every score when no document is about the year asked for.
const UNKNOWN_YEAR: f32 = 0.3;

/// How well a document about the year asked for covers it where its name does not have it.
const ABOUT_YEAR: f32 = 0.95;

/// How well a document about no year covers one that is asked for.
const NO_YEAR: f32 = 0.6;

/// How a name as a whole was typed, and what that is worth when nothing differs.
mod whole {
    pub const KEYBOARD: f32 = 0.98;
    pub const ROMANIZED: f32 = 0.96;
    pub const INITIALS: f32 = 0.96;
    /// A slip costs more than its share of letters: at a fifth of the letters wrong, it is another name.
    pub const SLIP_STEEPNESS: f32 = 2.0;
    /// The beginning of a name is worth from this …
    pub const PREFIX_LEAST: f32 = 0.75;
    /// … or from this, where more than one word is there …
    pub const PREFIX_WORDS: f32 = 0.93;
    /// … to this, by how much of it is there.
    pub const PREFIX_MOST: f32 = 0.97;
}

/// The best that is known of a document.
#[derive(Clone, Copy)]
struct Found {
    score: f32,
    kind: MatchKind,
    /// How much of what is asked for it has, in the sense of [`Index::has`].
    asked_for: f32,
}

/// A question as the index understands it.
struct Asking<'a> {
    index: &'a Index,
    meaning: Meaning,
    weights: Vec<f32>,
    years: Vec<u16>,
    /// Documents with a figure asked for by its value.
    valued: Vec<u32>,
    found: HashMap<u32, Found, FastHash>,
}

impl Index {
    /// The documents that may be meant, best first, at most [`HITS_MAX`].
    ///
    /// With a `topic`, only documents of it. Empty for an empty query.
    pub fn search(&self, query: &Query, topic: Option<Topic>) -> Vec<Hit> {
        self.ranked(query, topic)
    }

    pub(super) fn ranked(&self, query: &Query, topic: Option<Topic>) -> Vec<Hit> {
        if let Some(&document) = self.slugs.get(query.text.as_str()) {
            let in_topic = topic.is_none_or(|topic| self.entries[document as usize].topic == topic);
            if in_topic && query.text.contains('-') {
                return vec![Hit {
                    document: Self::id(document),
                    score: Score::new(1.0),
                    kind: MatchKind::Slug,
                }];
            }
        }
        let mut asking = Asking::new(self, query, true);
        let explained = asking.meaning.explained();
        if !asking.meaning.is_certain()
            && let Some(other) = query.on_other_layout()
        {
            let mut converted = Asking::new(self, &other, false);
            if converted.meaning.explained() >= explained.max(LANDS_WELL) && !converted.meaning.senses.is_empty() {
                converted.by_senses();
                converted.by_whole(&other);
                converted.found.values_mut().for_each(|found| found.kind = MatchKind::Keyboard);
                return converted.hits(topic);
            }
        }
        asking.by_senses();
        asking.by_whole(query);
        asking.hits(topic)
    }
}

impl<'a> Asking<'a> {
    fn new(index: &'a Index, query: &Query, convert: bool) -> Self {
        let mut valued = Vec::new();
        let mut taken = Vec::new();
        for (position, quantity) in query.quantities.iter().enumerate() {
            // A small bare number counts too many things to name one.
            let telling = quantity.unit.is_some() || quantity.value >= 100.0 || quantity.value.fract() != 0.0;
            let same = index.figures.iter().filter(|(value, unit, _)| {
                telling
                    && quantity.unit.is_none_or(|asked| asked == *unit)
                    && (value - quantity.value).abs() <= value.abs() * VALUE_TOLERANCE
            });
            let before = valued.len();
            valued.extend(same.map(|&(_, _, document)| document));
            if valued.len() > before {
                taken.push(position);
            }
        }
        let reader = Reader::new(&index.words);
        let meaning = if taken.is_empty() {
            reader.meaning(&query.tokens, query.open, convert)
        } else {
            reader.meaning(&query.without(&taken), query.open, convert)
        };
        let weights = meaning.senses.iter().map(|sense| index.weight_of(sense)).collect();
        Self {
            years: index.years_asked(&query.asked),
            index,
            meaning,
            weights,
            valued,
            found: HashMap::default(),
        }
    }

    /// Keeps the best score of a document.
    fn offer(&mut self, document: u32, score: f32, kind: MatchKind) {
        let asked_for = self.asked_for(document);
        let found = self.found.entry(document).or_insert(Found {
            score: -1.0,
            kind,
            asked_for,
        });
        if score > found.score {
            found.score = score;
            found.kind = kind;
        }
    }

    fn asked_for(&self, document: u32) -> f32 {
        let asks = self.meaning.asks.iter();
        asks.map(|&asks| self.index.has(document, asks)).sum::<f32>().min(ASKED_MOST)
    }

    /// What is left of a score when the question names a place that the document does not mention.
    fn place_factor(&self, document: u32) -> f32 {
        let terms = &self.index.entries[document as usize].terms;
        let mentions = |sense: &Sense| {
            let mut options = sense.options.iter();
            options.any(|&(option, _)| terms.binary_search_by_key(&option, |&(term, _)| term).is_ok())
        };
        let mut places = self.meaning.senses.iter().filter(|sense| sense.place);
        if places.all(mentions) { 1.0 } else { OTHER_PLACE }
    }

    /// Scores every document that has any of the senses.
    fn by_senses(&mut self) {
        let senses = &self.meaning.senses;
        let asked: f32 = self.weights.iter().sum::<f32>()
            + if self.years.is_empty() { 0.0 } else { YEAR_WEIGHT }
            + if self.valued.is_empty() { 0.0 } else { VALUE_WEIGHT };
        if asked <= 0.0 {
            return;
        }
        // For each name that has any sense: how well it has each, and how much of the name is covered.
        let mut matches: HashMap<u32, NameMatch, FastHash> = HashMap::default();
        let mut candidates: Vec<u32> = self.valued.clone();
        for (number, sense) in senses.iter().enumerate() {
            for &(term, likeness) in &sense.options {
                for posting in &self.index.postings[term as usize] {
                    let found = matches.entry(posting.name).or_insert_with(|| NameMatch::new(senses.len()));
                    found.add(number, likeness, posting.position, self.index.weights[term as usize]);
                }
                candidates.extend(&self.index.prose[term as usize]);
            }
        }
        if !self.years.is_empty() {
            let about = (0..self.index.entries.len() as u32).filter(|&document| self.is_about_year(document));
            candidates.extend(about);
        }
        let mut scored: Vec<(u32, f32, MatchKind)> = Vec::new();
        for (&name, found) in &matches {
            let name = &self.index.names[name as usize];
            scored.push(self.score_of(name.document, Some((name, found)), asked));
        }
        candidates.sort_unstable();
        candidates.dedup();
        for document in candidates {
            scored.push(self.score_of(document, None, asked));
        }
        for (document, score, kind) in scored {
            self.offer(document, score, kind);
        }
    }

    /// The score of a document by one of its names, or by none.
    fn score_of(&self, document: u32, by: Option<(&Name, &NameMatch)>, asked: f32) -> (u32, f32, MatchKind) {
        let entry = &self.index.entries[document as usize];
        let mut covered = 0.0;
        let mut kind = MatchKind::Words;
        for (number, (sense, weight)) in self.meaning.senses.iter().zip(&self.weights).enumerate() {
            let in_name = by.map_or(0.0, |(_, found)| found.senses[number]);
            let elsewhere = sense.options.iter().map(|&(term, likeness)| {
                let at = entry.terms.binary_search_by_key(&term, |&(term, _)| term);
                at.map_or(0.0, |at| entry.terms[at].1 * likeness)
            });
            let best = elsewhere.fold(in_name, f32::max);
            covered += weight * best;
            if best > 0.0 && sense.kind != MatchKind::Words {
                kind = sense.kind;
            }
        }
        let mut name_covered = by.map_or(0.0, |(_, found)| found.covered);
        if !self.years.is_empty() {
            let in_name = by.is_some_and(|(name, _)| name.years.iter().any(|year| self.years.contains(year)));
            covered += YEAR_WEIGHT
                * match (in_name, self.is_about_year(document), entry.years.is_empty()) {
                    (true, ..) => 1.0,
                    (_, true, _) => ABOUT_YEAR,
                    (_, _, true) => NO_YEAR,
                    _ => 0.0,
                };
            if in_name {
                name_covered += YEAR_WEIGHT;
            }
        }
        if self.valued.contains(&document) {
            covered += VALUE_WEIGHT;
            kind = MatchKind::Figure;
        }
        let name_share = match by {
            Some((name, _)) if name.weight > 0.0 => (name_covered / name.weight).min(1.0),
            // A figure asked for by its value needs no name.
            _ if self.valued.contains(&document) => 1.0,
            _ => 0.0,
        };
        let standing = match by {
            Some((name, _)) if name.standing == Standing::Keyword => KEYWORD,
            _ => 1.0,
        };
        let score = covered / asked * (1.0 - NAME_SHARE + NAME_SHARE * name_share) * standing;
        (document, score, kind)
    }

    fn is_about_year(&self, document: u32) -> bool {
        let years = &self.index.entries[document as usize].years;
        years.iter().any(|year| self.years.contains(year))
    }

    /// Scores documents by the question as a whole against their names as a whole.
    fn by_whole(&mut self, query: &Query) {
        let line = Line::new(&query.tokens);
        let text: String = line.letters.iter().collect();
        if text.is_empty() {
            return;
        }
        let spelled = &self.index.spelled;
        let typed_keys = keys(&text);
        let hangul = text.chars().any(hangul::is_hangul);
        let length = typed_keys.len() as f32;
        let mut forms: Vec<(u32, f32, MatchKind)> = Vec::new();
        for &form in spelled.typed(&typed_keys) {
            let same_script = spelled.is_hangul(form) == hangul;
            forms.push(if same_script {
                (form, 1.0, MatchKind::Exact)
            } else {
                (form, whole::KEYBOARD, MatchKind::Keyboard)
            });
        }
        // Beyond the letter, words that say nothing find nothing.
        let says_something = !self.meaning.senses.is_empty();
        for &form in spelled.beginning(&typed_keys).iter().filter(|_| says_something) {
            let share = length / spelled.length(form) as f32;
            let least = if query.tokens.len() + query.asked.len() > 1 { whole::PREFIX_WORDS } else { whole::PREFIX_LEAST };
            let worth = least + (whole::PREFIX_MOST - least) * share;
            if spelled.is_hangul(form) == hangul {
                forms.push((form, worth, MatchKind::Prefix));
            }
        }
        // Where every word is known there is no slip to forgive, only another name that looks alike.
        let unsure = !self.meaning.is_certain();
        if unsure {
            for near in spelled.near(&typed_keys, hangul) {
                let worth = 1.0 - whole::SLIP_STEEPNESS * (1.0 - near.likeness);
                forms.push((near.form, worth, MatchKind::Fuzzy));
            }
        }
        if !hangul && unsure {
            let sound = romanize::sound_key(&text);
            for &form in spelled.sounding(&sound) {
                forms.push((form, whole::ROMANIZED, MatchKind::Romanized));
            }
            for near in spelled.sounding_like(&sound) {
                let worth = whole::ROMANIZED - whole::SLIP_STEEPNESS * (1.0 - near.likeness);
                forms.push((near.form, worth, MatchKind::Romanized));
            }
        }
        if says_something && query.tokens.iter().all(|token| token.script == Script::Initials) {
            let typed = initials(&text);
            let count = typed.chars().count() as f32;
            if count >= 2.0 {
                for form in spelled.beginning_with_initials(&typed) {
                    let share = count / self.index.letters(form);
                    let worth = whole::PREFIX_LEAST + (whole::INITIALS - whole::PREFIX_LEAST) * share;
                    forms.push((form, worth, MatchKind::Choseong));
                }
                for near in spelled.with_initials_like(&typed) {
                    let worth = whole::INITIALS - whole::SLIP_STEEPNESS * (1.0 - near.likeness);
                    forms.push((near.form, worth, MatchKind::Choseong));
                }
            }
        }
        for (form, worth, kind) in forms {
            for &name in &self.index.spells[form as usize] {
                let name = &self.index.names[name as usize];
                let worth = worth * self.year_factor(name);
                let (worth, kind) = match (name.standing, kind) {
                    (Standing::Keyword, MatchKind::Prefix) => (worth * KEYWORD_BEGINNING, kind),
                    (Standing::Alias, MatchKind::Exact) => (worth, MatchKind::Alias),
                    (Standing::Keyword, MatchKind::Exact) => (worth * KEYWORD, MatchKind::Alias),
                    (Standing::Keyword, kind) => (worth * KEYWORD, kind),
                    (_, kind) => (worth, kind),
                };
                self.offer(name.document, worth, kind);
            }
        }
    }

    /// What the year asked for leaves of a match by name, where the name itself does not settle it.
    fn year_factor(&self, name: &Name) -> f32 {
        let about = self.is_about_year(name.document);
        let no_year = self.index.entries[name.document as usize].years.is_empty();
        if self.years.is_empty() || name.years.iter().any(|year| self.years.contains(year)) {
            1.0
        } else if about {
            ABOUT_YEAR
        } else if no_year {
            0.85
        } else {
            1.0
        }
    }

    /// The documents found, best first.
    fn hits(self, topic: Option<Topic>) -> Vec<Hit> {
        let unknown_year = self.years.iter().any(|&year| !self.index.knows_year(year));
        let mut ranked: Vec<(Hit, f32)> = self
            .found
            .iter()
            .filter(|(document, _)| {
                topic.is_none_or(|topic| self.index.entries[**document as usize].topic == topic)
            })
            .map(|(&document, found)| {
                let mut score = found.score * (1.0 + ASKED * found.asked_for) * self.place_factor(document);
                if self.meaning.elsewhere {
                    score *= ELSEWHERE;
                }
                if unknown_year {
                    score *= UNKNOWN_YEAR;
                } else if !self.years.is_empty()
                    && !self.is_about_year(document)
                    && !self.index.entries[document as usize].years.is_empty()
                {
                    score *= OTHER_YEAR;
                }
                let hit = Hit {
                    document: Index::id(document),
                    score: Score::new(f64::from(score)),
                    kind: found.kind,
                };
                (hit, found.asked_for)
            })
            .filter(|(hit, _)| hit.score > Score::ZERO)
            .collect();
        ranked.sort_by(|(a, a_asked), (b, b_asked)| {
            let by_score = b.score.cmp(&a.score);
            by_score.then(b_asked.total_cmp(a_asked)).then(a.document.cmp(&b.document))
        });
        ranked.truncate(HITS_MAX);
        ranked.into_iter().map(|(hit, _)| hit).collect()
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
        let weight = weight.unwrap_or(UNKNOWN_WEIGHT);
        weight * sense.size
    }

    /// How many letters a spelled name has.
    fn letters(&self, form: u32) -> f32 {
        self.spelled.initial_count(form) as f32
    }
}

/// How a name satisfies the senses of a question.
struct NameMatch {
    /// How well it has each sense.
    senses: Vec<f32>,
    /// The weight of its terms that are asked for.
    covered: f32,
    /// Which of its terms, one bit each; a term satisfies one sense.
    taken: u64,
}

impl NameMatch {
    fn new(senses: usize) -> Self {
        Self {
            senses: vec![0.0; senses],
            covered: 0.0,
            taken: 0,
        }
    }

    fn add(&mut self, sense: usize, likeness: f32, position: u32, weight: f32) {
        let bit = 1_u64.checked_shl(position).unwrap_or(0);
        if self.senses[sense] >= likeness || self.taken & bit != 0 {
            return;
        }
        if self.senses[sense] == 0.0 {
            self.covered += weight;
            self.taken |= bit;
        }
        self.senses[sense] = likeness;
    }
}
#[doc(hidden)]
impl Index {
    pub fn debug(&self, query: &Query) -> String {
        let a = Asking::new(self, query, true);
        let mut out = format!("years {:?} asks {:?} elsewhere {} valued {:?}\n", a.years, a.meaning.asks, a.meaning.elsewhere, a.valued);
        for (s, w) in a.meaning.senses.iter().zip(&a.weights) {
            let o: Vec<String> = s.options.iter().take(6).map(|&(t, l)| format!("{}:{l:.2}", self.words.term(t).text)).collect();
            out += &format!("  {:?} w={w:.2} size={} {}\n", s.kind, s.size, o.join(" "));
        }
        out
    }
}
