//! Scoring by whole names: the question as one spelling against every name as one spelling, however it was typed.
//!
//! Forgives what words cannot: spaces in the wrong place, slips across words, initials of a whole name.

use crate::knowledge::Topic;
use crate::text::hangul;
use crate::text::romanize;
use crate::text::tokenize::Script;

use super::cover::KEYWORD;
use super::index::Standing;
use super::lexicon::{initials, keys};
use super::line::Line;
use super::rank::{Asking, MATCHES_MAX, Match};
use super::{MatchKind, Query};

/// A name to the letter on the other layout. Not 1.0, so that a name typed as it is comes first.
const KEYBOARD: f32 = 0.98;

/// A name whose sound or initials fit: others may fit too.
const ROMANIZED: f32 = 0.96;
/// See [`ROMANIZED`].
const INITIALS: f32 = 0.96;

/// What a slip costs for each share of the letters it takes: with a fifth of the letters wrong, it is another name.
const SLIP_STEEPNESS: f32 = 2.0;

/// The same where every word is known, but one is nothing but grammar, which a slip may have made of another: 가자 of 과자.
/// The other words of the name are all there, so that it comes before names that have those alone.
const SLIP_TO_GRAMMAR_STEEPNESS: f32 = 1.0;

/// The beginning of a name is worth from this …
const BEGINNING_LEAST: f32 = 0.75;
/// … or from this, where more than one word is there …
const BEGINNING_OF_WORDS: f32 = 0.93;
/// … to this, by how much of the name is there.
const BEGINNING_MOST: f32 = 0.97;

/// A question of whole words is not the beginning of anything: what it names has been named.
const COMPLETE: f32 = 0.93;

/// What somebody begins to type is a name more often than a keyword.
const KEYWORD_BEGINNING: f32 = 0.8;

/// Fewest keys, or letters of a sound, whose beginning is looked for on the other layout or by its sound.
const CONVERTED_BEGINNING_MIN: usize = 4;

/// What the beginning of a name with a slip in it is worth, while somebody types: less than any without.
const SLIP_WHILE_TYPING: f32 = 0.5;

impl Asking<'_> {
    /// Every document one of whose names the question spells; one with several such names, several times. Where very many are
    /// spelled alike or begin alike, only so many of them, of the topic that is given.
    pub fn by_whole(&self, query: &Query, topic: Option<Topic>) -> Vec<Match> {
        let spelling = Spelling::of(query, self.meaning.is_certain());
        if spelling.keys.is_empty() {
            return Vec::new();
        }
        let mut forms: Vec<(u32, f32, MatchKind)> = Vec::new();
        self.exact(&spelling, &mut forms);
        // Beyond the letter, words that say nothing find nothing; half-typed ones cannot be told from words.
        if self.typing || !self.meaning.senses.is_empty() {
            self.beginnings(&spelling, topic, &mut forms);
            self.initials(&spelling, topic, &mut forms);
            // Where every word is known there is no slip to forgive, only another name that looks alike.
            if !self.meaning.is_certain() {
                self.slips(&spelling, SLIP_STEEPNESS, &mut forms);
                self.sounds(&spelling, &mut forms);
            } else if self.meaning.has_bare_grammar {
                self.slips(&spelling, SLIP_TO_GRAMMAR_STEEPNESS, &mut forms);
            }
        }
        let names = forms.into_iter().flat_map(|(form, worth, kind)| {
            let spells = self.index.spells[form as usize].iter();
            let spells = spells.filter(move |&&name| self.is_name_of(name, topic));
            spells
                .take(MATCHES_MAX)
                .map(move |&name| (name, worth, kind))
        });
        names
            .map(|(number, worth, kind)| {
                let name = &self.index.names[number as usize];
                let standing = match (name.standing, kind) {
                    (Standing::Keyword, MatchKind::Prefix) => KEYWORD_BEGINNING,
                    (Standing::Keyword, _) => KEYWORD,
                    _ => 1.0,
                };
                let by_year = self.name_factor(number, name.document);
                let kind = match (name.standing, kind) {
                    // The question names a year as well, which the name does not.
                    (_, MatchKind::Exact) if by_year < 1.0 => MatchKind::Words,
                    (Standing::Alias | Standing::Keyword, MatchKind::Exact) => MatchKind::Alias,
                    (_, kind) => kind,
                };
                Match {
                    document: name.document,
                    name: Some(number),
                    whole: true,
                    closeness: worth * standing * by_year,
                    kind,
                }
            })
            .collect()
    }

    fn is_name_of(&self, name: u32, topic: Option<Topic>) -> bool {
        topic.is_none()
            || self
                .index
                .is_of(self.index.names[name as usize].document, topic)
    }

    /// Whether a form spells a name of a document of the topic.
    fn is_form_of(&self, form: u32, topic: Option<Topic>) -> bool {
        let mut spells = self.index.spells[form as usize].iter();
        topic.is_none() || spells.any(|&name| self.is_name_of(name, topic))
    }

    fn exact(&self, spelling: &Spelling, forms: &mut Vec<(u32, f32, MatchKind)>) {
        let spelled = &self.index.spelled;
        forms.extend(spelled.typed(&spelling.keys).map(|form| {
            if spelled.is_hangul(form) != spelling.hangul {
                (form, KEYBOARD, MatchKind::Keyboard)
            } else if spelling.text == spelled.text(form) {
                (form, 1.0, MatchKind::Exact)
            } else {
                // The same keys but for Shift.
                (form, KEYBOARD, MatchKind::Fuzzy)
            }
        }));
    }

    fn beginnings(
        &self,
        spelling: &Spelling,
        topic: Option<Topic>,
        forms: &mut Vec<(u32, f32, MatchKind)>,
    ) {
        let spelled = &self.index.spelled;
        let least = if spelling.words > 1 {
            BEGINNING_OF_WORDS
        } else {
            BEGINNING_LEAST
        };
        let complete = if self.meaning.is_certain() && !self.typing {
            COMPLETE
        } else {
            1.0
        };
        let worth = |length: usize, whole: usize| {
            let share = (length as f32 / whole.max(1) as f32).min(1.0);
            (least + (BEGINNING_MOST - least) * share) * complete
        };
        let length = spelling.keys.len();
        let begun = |as_typed: bool| {
            spelled.shortest_beginning(&spelling.keys, MATCHES_MAX, |form| {
                (spelled.is_hangul(form) == spelling.hangul) == as_typed
                    && self.is_form_of(form, topic)
            })
        };
        let worth_of = |form: u32| worth(length, spelled.key_count(form));
        let before = forms.len();
        forms.extend(
            begun(true)
                .into_iter()
                .map(|form| (form, worth_of(form), MatchKind::Prefix)),
        );
        // The first keys of a name type something on either layout; where somebody types they are better than nothing.
        let nothing_else = self.typing && forms.len() == before;
        let tells = length >= CONVERTED_BEGINNING_MIN && !self.meaning.is_certain();
        if tells || nothing_else {
            let worth_of = |form: u32| worth_of(form) * KEYBOARD;
            forms.extend(
                begun(false)
                    .into_iter()
                    .map(|form| (form, worth_of(form), MatchKind::Keyboard)),
            );
        }
        if self.typing {
            for near in spelled.beginning_near(&spelling.keys, spelling.hangul) {
                forms.push((
                    near.form,
                    SLIP_WHILE_TYPING * near.likeness,
                    MatchKind::Fuzzy,
                ));
            }
        }
        let sound = &spelling.sound;
        if sound.len() >= CONVERTED_BEGINNING_MIN && !self.meaning.is_certain() {
            let begun = spelled.shortest_beginning_to_sound(sound, MATCHES_MAX, |form| {
                self.is_form_of(form, topic)
            });
            for form in begun {
                // A sound is about as long as the keys of the syllables it stands for.
                let worth = worth(sound.len(), spelled.key_count(form));
                forms.push((form, worth * ROMANIZED, MatchKind::Romanized));
            }
        }
    }

    fn initials(
        &self,
        spelling: &Spelling,
        topic: Option<Topic>,
        forms: &mut Vec<(u32, f32, MatchKind)>,
    ) {
        let typed = &spelling.initials;
        let count = typed.len();
        // One initial begins too many names to mean any.
        if count < 2 {
            return;
        }
        let spelled = &self.index.spelled;
        let begun = spelled.shortest_beginning_with_initials(typed, MATCHES_MAX, |form| {
            self.is_form_of(form, topic)
        });
        for form in begun {
            let share = count as f32 / spelled.initial_count(form) as f32;
            let worth = BEGINNING_LEAST + (INITIALS - BEGINNING_LEAST) * share;
            forms.push((form, worth, MatchKind::Choseong));
        }
        for near in spelled.with_initials_like(typed) {
            forms.push((
                near.form,
                INITIALS - SLIP_STEEPNESS * (1.0 - near.likeness),
                MatchKind::Choseong,
            ));
        }
    }

    fn slips(&self, spelling: &Spelling, steepness: f32, forms: &mut Vec<(u32, f32, MatchKind)>) {
        for near in self.index.spelled.near(&spelling.keys, spelling.hangul) {
            forms.push((
                near.form,
                1.0 - steepness * (1.0 - near.likeness),
                MatchKind::Fuzzy,
            ));
        }
    }

    fn sounds(&self, spelling: &Spelling, forms: &mut Vec<(u32, f32, MatchKind)>) {
        let spelled = &self.index.spelled;
        let sounding = spelled.sounding(&spelling.sound);
        forms.extend(sounding.map(|form| (form, ROMANIZED, MatchKind::Romanized)));
        for near in spelled.sounding_like(&spelling.sound) {
            forms.push((
                near.form,
                ROMANIZED - SLIP_STEEPNESS * (1.0 - near.likeness),
                MatchKind::Romanized,
            ));
        }
    }
}

/// A question as one spelling, years left out, in every form that it is compared in.
struct Spelling {
    text: String,
    keys: String,
    /// Its initials where it is nothing else.
    initials: String,
    /// Its sound where it is written in Latin letters, and not certain as it is.
    sound: String,
    hangul: bool,
    /// How many words it has, years included.
    words: usize,
}

impl Spelling {
    fn of(query: &Query, certain: bool) -> Self {
        let text: String = Line::new(&query.tokens).letters.into_iter().collect();
        let hangul = text.chars().any(hangul::is_hangul);
        let all_initials = query
            .tokens
            .iter()
            .all(|token| token.script == Script::Initials);
        Self {
            keys: keys(&text),
            initials: if all_initials {
                initials(&text)
            } else {
                String::new()
            },
            sound: if hangul || certain {
                String::new()
            } else {
                romanize::sound_key(&text)
            },
            hangul,
            words: query.tokens.len() + query.asked.len(),
            text,
        }
    }
}
