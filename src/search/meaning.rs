//! What a question asks for, once read: senses, each with the terms that satisfy it.

use crate::text::hangul;
use crate::text::predicate::is_predicate;

use super::MatchKind;
use super::segment::What;
use super::words::TermId;

/// One thing that a question asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sense {
    /// Terms that satisfy it, with how well (1.0 is to the letter), what was read itself first; none where nothing is
    /// known to.
    pub options: Vec<(TermId, f32)>,
    /// How it was read.
    pub kind: MatchKind,
    /// How much it counts for: 1.0 for a whole word, less for a syllable or a word left half-typed.
    pub size: f32,
    /// Whether it is the name of a place.
    pub place: bool,
    /// The letters that nothing explains; empty where something does.
    pub unread: String,
}

/// What a question asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Meaning {
    /// Its senses, in the order typed.
    pub senses: Vec<Sense>,
    /// The ways of asking in it: positions in the vocabulary's list.
    pub asks: Vec<usize>,
    /// Whether it names a place or subject that the base does not hold.
    pub elsewhere: bool,
    /// Whether a token before others was taken for grammar alone, which may have been meant for a word: 가자 for 과자.
    pub has_bare_grammar: bool,
}

/// How much a lone syllable counts for: it is a suffix or the rest of a word more often than a word.
const SYLLABLE_SIZE: f32 = 0.35;

/// How much unknown letters count for, by where they stand.
mod unknown_size {
    /// Before a word they narrow it: a culture voucher is another thing than a voucher.
    pub const NARROWING: f32 = 1.0;
    /// A bare Korean noun after what it belongs to is what is asked for: 반도체 학과 is a department.
    pub const HEAD: f32 = 1.0;
    /// So is an English word right after one that closes the question: covid symptoms. More than a word, so that the word
    /// that is known is less than half of what is asked for.
    pub const CLOSING: f32 = 1.2;
    /// Elsewhere they may be what is asked for, or only a way of asking.
    pub const APART: f32 = 0.6;
    /// As a verb, an adjective or an adverb they are a way of asking more often than not.
    pub const VERB: f32 = 0.4;
}

/// How much a word of these letters counts for.
pub(super) fn size_of(text: &str) -> f32 {
    let mut letters = text.chars();
    let syllable = letters.next().is_some_and(hangul::is_hangul) && letters.next().is_none();
    if syllable { SYLLABLE_SIZE } else { 1.0 }
}

/// Fewest letters of an English adverb: fly and July end in -ly as well.
const ADVERB_MIN: usize = 6;

/// Whether a word that nothing explains is a verb, an adjective or an adverb by its ending.
fn is_way_of_asking(text: &str) -> bool {
    let is_adverb = text.is_ascii() && text.len() >= ADVERB_MIN && text.ends_with("ly");
    is_adverb || is_predicate(text)
}

impl Sense {
    /// A sense that nothing satisfies: letters that no word explains, and what stands after them.
    pub fn unknown(text: String, next: Option<What>) -> Self {
        let is_korean = text.chars().all(hangul::is_syllable);
        let size = match next {
            _ if is_way_of_asking(&text) => unknown_size::VERB,
            Some(What::Word(_)) => unknown_size::NARROWING,
            Some(What::Grammar { verb: true }) => unknown_size::VERB,
            None | Some(What::Filler(_) | What::Unknown) if is_korean => unknown_size::HEAD,
            _ => unknown_size::APART,
        };
        Self {
            options: Vec::new(),
            kind: MatchKind::Words,
            size: size.min(size_of(&text)),
            place: false,
            unread: text,
        }
    }

    /// Whether it was typed to the letter, on this layout.
    pub fn is_certain(&self) -> bool {
        self.kind == MatchKind::Words && self.likeness() >= 1.0
    }

    /// How well the best of its options satisfies it.
    fn likeness(&self) -> f32 {
        let options = self.options.iter().map(|&(_, likeness)| likeness);
        options.fold(0.0, f32::max)
    }
}

impl Meaning {
    /// The share of the question that is explained, 0.0–1.0; all of one that asks nothing.
    pub fn explained(&self) -> f32 {
        let all: f32 = self.senses.iter().map(|sense| sense.size).sum();
        let explained = self
            .senses
            .iter()
            .map(|sense| sense.size * sense.likeness());
        if all > 0.0 {
            explained.sum::<f32>() / all
        } else {
            1.0
        }
    }

    /// Whether all of it was typed to the letter, on this layout.
    pub fn is_certain(&self) -> bool {
        self.senses.iter().all(Sense::is_certain)
    }

    /// Asks for `other` as well.
    pub fn add(&mut self, other: Self) {
        self.senses.extend(other.senses);
        self.asks.extend(other.asks);
        self.elsewhere |= other.elsewhere;
        self.has_bare_grammar |= other.has_bare_grammar;
    }

    /// May also be `other`, where it is not known which was meant. Of several senses the last stands for all: what is before
    /// it, alternatives share.
    pub fn or(&mut self, other: Self) {
        match (self.senses.as_mut_slice(), other.senses.as_slice()) {
            ([.., sense], [.., alternative]) => sense.options.extend(&alternative.options),
            ([], _) if self.asks.is_empty() => *self = other,
            _ => {}
        }
    }

    /// Has its last sense, where nothing explains it, weighed as the noun that is asked for.
    pub fn ends_in_noun(&mut self) {
        if let Some(last) = self.senses.last_mut()
            && !last.unread.is_empty()
        {
            last.size = unknown_size::CLOSING;
        }
    }

    /// Keeps of each term the option that satisfies best.
    pub fn without_duplicates(mut self) -> Self {
        for sense in &mut self.senses {
            sense
                .options
                .sort_by(|(a, a_like), (b, b_like)| a.cmp(b).then(b_like.total_cmp(a_like)));
            sense.options.dedup_by_key(|&mut (term, _)| term);
        }
        self
    }
}
