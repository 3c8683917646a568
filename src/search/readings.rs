//! The ways to read a token that the dictionary does not know.

use crate::text::hangul;
use crate::text::keyboard;
use crate::text::romanize;
use crate::text::tokenize::{Script, Token, singular, tokens};

use super::MatchKind;
use super::cutter::Dictionary;
use super::english::{same_family, split_together, stem};
use super::lexicon::{initials, keys};
use super::meaning::Meaning;
use super::segment::{Piece, What};
use super::spellings::Near;
use super::understand::{Reader, Reading, Unread};

/// How far each reading is believed when it explains everything. To the letter is 1.0; the others follow in the order of
/// how rarely they come out by accident, so that of two readings that explain all of a token the plainer wins.
mod belief {
    pub const BEGINNING: f32 = 0.98;
    pub const KEYBOARD: f32 = 0.97;
    pub const TOGETHER: f32 = 0.96;
    pub const ROMANIZED: f32 = 0.95;
    pub const INITIALS: f32 = 0.94;
    pub const FAMILY: f32 = 0.93;
}

/// Least share that a reading on the other layout must explain: a converted reading counts only when it lands, since half
/// of all gibberish holds some short word.
pub(super) const LANDS_WELL: f32 = 0.8;

/// How alike the first letter of a word is to the word; the rest makes up the difference to 1.0.
const BEGINNING_LEAST: f32 = 0.6;

/// Keys after which a half-typed word counts as much as a whole one.
const WHOLE_WORD_KEYS: f32 = 5.0;

/// Fewest letters of a sound that is looked up at all, and of one that may have a slip in it: short ones all sound alike.
const SOUND_MIN: usize = 3;
const SOUND_SLIP_MIN: usize = 6;

/// What a slip costs for each share of a word's letters it takes: one in five letters of a short word leaves less certain
/// what was meant than one in twenty of a long one, by more than the letters say.
const SLIP_STEEPNESS: f32 = 1.5;

/// How much less alike a word that some document has may be, and still be meant rather than one that none has.
const AS_FAR: f32 = 0.1;

/// Most words that one reading may leave open, the best kept. More tell nothing.
const OPEN_MAX: usize = 24;

impl Reader<'_> {
    /// The word that the token, without what may be particles, is a slip for.
    pub fn slip(&self, token: &Unread<'_>) -> Option<Reading> {
        let hangul = token.token.script == Script::Hangul;
        let readings = token.ends().filter_map(|end| {
            let near = self.near(&token.line.text(token.range.start..end), hangul);
            self.any_of(near, MatchKind::Fuzzy, 1.0)
        });
        readings.max_by(|a, b| a.explained.total_cmp(&b.explained))
    }

    /// The token with its unknown letters alone taken for a slip.
    pub fn slip_in_part(&self, token: &Unread<'_>) -> Option<Reading> {
        self.in_part(token, |text, _| {
            // A part of a word that looks like something elsewhere is not enough to send the asker there.
            let near = self.near(text, true);
            let held = near.into_iter().filter(|near| self.is_held(near.form));
            self.any_of(held.collect(), MatchKind::Fuzzy, 1.0)
        })
    }

    /// The words that the token is the beginning of.
    pub fn half_typed(&self, token: &Unread<'_>) -> Option<Reading> {
        self.beginning(&token.line.text(token.range.clone()))
    }

    /// The token with the unknown letters at its end alone taken for a beginning.
    pub fn half_typed_in_part(&self, token: &Unread<'_>) -> Option<Reading> {
        self.in_part(token, |text, piece| {
            let at_end = piece.range.end == token.range.end;
            if at_end { self.beginning(text) } else { None }
        })
    }

    /// Several English words written as one.
    pub fn written_together(&self, token: &Unread<'_>) -> Option<Reading> {
        let lexicon = self.words.lexicon();
        let is_word = |word: &str| {
            let word = singular(word);
            lexicon.typed(&word).any(|form| !lexicon.is_hangul(form))
        };
        let words = split_together(&token.token.text, &is_word)?;
        let words: Vec<Token> = words
            .into_iter()
            .map(|text| Token {
                cased: text.clone(),
                text,
                ..token.token.clone()
            })
            .collect();
        Some(Reading {
            meaning: self.read(&words, false, false),
            explained: belief::TOGETHER,
        })
    }

    /// A word of the same English family: `exporting` for export.
    pub fn family(&self, token: &Unread<'_>) -> Option<Reading> {
        let word = singular(&token.token.text);
        let lexicon = self.words.lexicon();
        let family = lexicon.beginning(stem(&word)?);
        let family = family.filter(|&form| same_family(&word, lexicon.text(form)));
        self.any_of(as_likely(family), MatchKind::Words, belief::FAMILY)
    }

    /// Korean in Latin letters.
    pub fn romanized(&self, token: &Unread<'_>) -> Option<Reading> {
        let sound = romanize::sound_key(&token.token.text);
        if sound.len() < SOUND_MIN {
            return None;
        }
        let lexicon = self.words.lexicon();
        let sounding = lexicon.sounding(&sound).filter(|&form| self.is_held(form));
        let mut near = as_likely(sounding);
        if near.is_empty() && sound.len() >= SOUND_SLIP_MIN {
            near = lexicon.sounding_like(&sound);
            near.retain(|near| self.is_held(near.form));
            near.truncate(1);
        }
        self.any_of(near, MatchKind::Romanized, belief::ROMANIZED)
    }

    /// The words with these initials.
    pub fn initials(&self, token: &Unread<'_>) -> Option<Reading> {
        // One initial is the initial of everything.
        let typed = Some(initials(&token.token.text)).filter(|typed| typed.len() >= 2)?;
        let words = self.words.lexicon().with_initials(&typed);
        let words = words.filter(|&form| self.is_held(form));
        self.any_of(as_likely(words), MatchKind::Choseong, belief::INITIALS)
    }

    /// The token as the other layout types it.
    pub fn other_layout(&self, token: &Unread<'_>) -> Option<Reading> {
        let typed = token.token;
        let converted = match typed.script {
            Script::Latin => keyboard::to_korean(&typed.cased, token.open)?,
            _ => keyboard::to_latin(&typed.cased),
        };
        let mut meaning = self.read(&tokens(&converted), token.open, false);
        // A few consonants are the initials of something before they are a slip for an English word that says nothing.
        if meaning.senses.is_empty() && typed.script == Script::Initials {
            return None;
        }
        let explained = meaning.explained();
        for sense in &mut meaning.senses {
            sense.kind = MatchKind::Keyboard;
        }
        (explained >= LANDS_WELL).then_some(Reading {
            meaning,
            explained: explained * belief::KEYBOARD,
        })
    }

    /// The words that `text` is the beginning of.
    pub fn beginning(&self, text: &str) -> Option<Reading> {
        let hangul = text.chars().any(hangul::is_hangul);
        let lexicon = self.words.lexicon();
        let mut typed = keys(text);
        if let Some(stem) = typed.strip_suffix("ie").filter(|_| !hangul)
            && lexicon.beginning(&typed).next().is_none()
        {
            // A plural on its way: companie.
            typed = format!("{stem}y");
        }
        let words = lexicon.beginning(&typed);
        let words = words.filter(|&form| lexicon.is_hangul(form) == hangul && self.is_held(form));
        let mut near: Vec<Near> = words
            .map(|form| {
                let share = typed.len() as f32 / lexicon.key_count(form) as f32;
                let likeness = BEGINNING_LEAST + (1.0 - BEGINNING_LEAST) * share;
                Near { form, likeness }
            })
            .collect();
        near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        near.truncate(OPEN_MAX);
        // Words of one term first: of a compound only the last term can stand beside other words.
        near.sort_by_key(|near| self.words.terms(self.words.of_form(near.form)).len());
        let mut reading = self.any_of(near, MatchKind::Prefix, 1.0)?;
        // The less is there of a word, the less it tells; but all of what is there is explained.
        let size = (typed.len() as f32 / WHOLE_WORD_KEYS).min(1.0);
        for sense in &mut reading.meaning.senses {
            sense.size *= size;
        }
        reading.explained = BEGINNING_LEAST + (belief::BEGINNING - BEGINNING_LEAST) * size;
        Some(reading)
    }

    /// The best slips for a text, all those that are as good as the best.
    fn near(&self, text: &str, hangul: bool) -> Vec<Near> {
        let mut near = self.words.lexicon().near(&keys(text), hangul);
        let mut best = near.first().map_or(0.0, |near| near.likeness);
        // Of words that are about as far, the one that some document has was meant.
        let held = near.iter().find(|near| self.is_held(near.form));
        if let Some(held) = held.filter(|held| held.likeness >= best - AS_FAR) {
            best = held.likeness;
            near.retain(|near| self.is_held(near.form));
        }
        near.retain(|other| other.likeness >= best);
        for near in &mut near {
            near.likeness = 1.0 - SLIP_STEEPNESS * (1.0 - near.likeness);
        }
        near
    }

    /// Reads the unknown pieces of a token by `read`, and the others at their word; `None` where all are unknown or
    /// none is read.
    fn in_part(
        &self,
        token: &Unread<'_>,
        read: impl Fn(&str, &Piece) -> Option<Reading>,
    ) -> Option<Reading> {
        if token.pieces.iter().all(|piece| piece.what == What::Unknown) {
            return None;
        }
        let mut meaning = Meaning::default();
        let (mut explained, mut all, mut any) = (0.0, 0.0, false);
        for piece in token.pieces {
            let reading = match piece.what {
                What::Unknown => read(&token.line.text(piece.range.clone()), piece),
                _ => None,
            };
            any |= reading.is_some();
            let at_its_word = || self.as_typed(token.line, std::slice::from_ref(piece), None);
            let reading = reading.unwrap_or_else(at_its_word);
            if !piece.what.is_grammar() {
                let length = piece.range.len() as f32;
                explained += reading.explained * length;
                all += length;
            }
            meaning.add(reading.meaning);
        }
        any.then(|| Reading {
            meaning,
            explained: explained / all,
        })
    }

    /// A reading as any of these forms, the best of which says how much it explains; `None` for no forms.
    fn any_of(&self, near: Vec<Near>, kind: MatchKind, belief: f32) -> Option<Reading> {
        let likeness = near.iter().map(|near| near.likeness).fold(0.0, f32::max);
        let mut meanings = near.iter().take(OPEN_MAX).map(|near| {
            let word = self.words.of_form(near.form);
            self.meaning_of(word, near.likeness * belief, kind)
        });
        let mut meaning = meanings.next()?;
        if near.len() > 1 {
            meanings.for_each(|other| meaning.or(other));
            meaning = meaning.without_duplicates();
        }
        Some(Reading {
            meaning,
            explained: likeness * belief,
        })
    }

    fn is_held(&self, form: u32) -> bool {
        self.words.nature(self.words.of_form(form)).held
    }
}

impl Unread<'_> {
    /// Where the word may end: at the end of the token, or before any of the grammar that closes it.
    fn ends(&self) -> impl Iterator<Item = usize> {
        let closing = self
            .pieces
            .iter()
            .rev()
            .take_while(|piece| piece.what.is_grammar());
        std::iter::once(self.range.end).chain(closing.map(|piece| piece.range.start))
    }
}

fn as_likely(forms: impl Iterator<Item = u32>) -> Vec<Near> {
    let near = forms.map(|form| Near {
        form,
        likeness: 1.0,
    });
    near.collect()
}
