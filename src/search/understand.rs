//! From the tokens of a question to senses: what each piece of it may mean, and by which reading.
//!
//! A token that the dictionary knows is taken at its word. One that it does not know is read every other way (a slip, the
//! other keyboard layout, initials, romanised Korean, half-typed), and the reading that explains most of it wins. What no
//! reading explains stays as a sense without options, which counts against every document.

use crate::text::hangul;
use crate::text::keyboard;
use crate::text::romanize;
use crate::text::tokenize::{Script, Token, singular, tokens};

use super::MatchKind;
use super::lexicon::{Lexicon, Near, initials, keys};
use super::segment::{Line, Piece, What};
use super::words::{TermId, Words};

/// One thing that a question asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sense {
    /// Terms that satisfy it, with how well (1.0 is to the letter); none where nothing is known to.
    pub options: Vec<(TermId, f32)>,
    /// How it was read.
    pub kind: MatchKind,
    /// How much of a whole word it is: less than 1.0 for a syllable that is left over.
    pub size: f32,
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
}

/// One way to read a token.
struct Reading {
    meaning: Meaning,
    /// The share of its letters that is explained, 0.0–1.0; less for a reading that is a guess.
    explained: f32,
}

/// How far each reading is believed when it explains everything. To the letter is 1.0; the others follow in the order of
/// how rarely they come out by accident, so that of two readings that explain all of a token the plainer wins.
mod belief {
    pub const KEYBOARD: f32 = 0.97;
    pub const GLUED: f32 = 0.96;
    pub const ROMANIZED: f32 = 0.95;
    pub const INITIALS: f32 = 0.94;
    pub const FAMILY: f32 = 0.93;
    pub const PREFIX: f32 = 0.9;
}

/// Least share of a token that a reading on the other layout must explain: a converted reading counts only when it
/// lands, since half of all gibberish holds some short word.
const LANDS_WELL: f32 = 0.8;

/// How alike the first letter of a word is to the word; the rest makes up the difference to 1.0.
const BEGINNING_LEAST: f32 = 0.6;

/// Most words that one reading may leave open. A reading that fits more says nothing.
const OPEN_MAX: usize = 24;

/// Reads questions with a dictionary.
pub(super) struct Reader<'a> {
    words: &'a Words,
}

impl<'a> Reader<'a> {
    /// A reader with this dictionary.
    pub fn new(words: &'a Words) -> Self {
        Self { words }
    }

    /// What these tokens mean. With `open`, the last token may be half-typed.
    pub fn meaning(&self, tokens: &[Token], open: bool) -> Meaning {
        self.read(tokens, open, true)
    }

    fn read(&self, tokens: &[Token], open: bool, convert: bool) -> Meaning {
        let line = Line::new(tokens);
        let pieces = self.words.cut(&line);
        let mut meaning = Meaning::default();
        let mut rest = pieces.as_slice();
        while let Some(first) = rest.first() {
            let token = line.token[first.range.start];
            // A piece over several tokens pulls all of them together.
            let mut last_token = token;
            let mut length = 0;
            while let Some(piece) = rest.get(length)
                && line.token[piece.range.start] <= last_token
            {
                last_token = last_token.max(line.token[piece.range.end - 1]);
                length += 1;
            }
            let (group, later) = rest.split_at(length);
            rest = later;
            let typed = self.as_typed(&line, group);
            let known = group.iter().all(|piece| piece.what != What::Unknown);
            if known || last_token != token {
                meaning.add(typed.meaning);
                continue;
            }
            let token = Unread {
                token: &tokens[token],
                line: &line,
                pieces: group,
                range: line.ranges[token].clone(),
                open: open && token + 1 == tokens.len(),
            };
            meaning.add(self.best(typed, &token, convert).meaning);
        }
        meaning
    }

    /// Takes pieces at their word.
    fn as_typed(&self, line: &Line, pieces: &[Piece]) -> Reading {
        let mut meaning = Meaning::default();
        let (mut explained, mut all) = (0, 0);
        for piece in pieces {
            let length = piece.range.len();
            match piece.what {
                What::Word(word) => {
                    meaning.add(self.sense_of(word, 1.0, MatchKind::Words));
                    explained += length;
                    all += length;
                }
                What::Filler(word) => {
                    meaning.asks.extend(&self.words.word(word).asks);
                    explained += length;
                    all += length;
                }
                What::Grammar => {}
                What::Unknown => {
                    meaning.senses.push(unknown(line, piece));
                    all += length;
                }
            }
        }
        Reading {
            meaning,
            explained: if all == 0 {
                1.0
            } else {
                explained as f32 / all as f32
            },
        }
    }

    fn best(&self, typed: Reading, token: &Unread<'_>, convert: bool) -> Reading {
        let mut best = typed;
        let mut consider = |reading: Option<Reading>| {
            if let Some(reading) = reading
                && reading.explained > best.explained
            {
                best = reading;
            }
        };
        match token.token.script {
            Script::Hangul => {
                consider(self.slip(token));
                consider(self.slip_in_part(token));
            }
            Script::Latin => {
                consider(self.glued(token));
                consider(self.family(token));
                consider(self.slip(token));
                consider(self.romanized(token));
            }
            Script::Initials => consider(self.initials(token)),
            Script::Number => {}
        }
        if token.open {
            consider(self.half_typed(token));
            consider(self.half_typed_in_part(token));
        }
        if convert && token.token.script != Script::Number {
            consider(self.other_layout(token));
        }
        best
    }

    /// The word that the token, without what may be particles, is a slip for.
    fn slip(&self, token: &Unread<'_>) -> Option<Reading> {
        let hangul = token.token.script == Script::Hangul;
        let whole = token.range.clone();
        let ends = token.ends();
        let readings = ends.into_iter().filter_map(|end| {
            let near = self.near(&token.line.text(whole.start..end), hangul)?;
            Some(self.of_forms(&near, MatchKind::Fuzzy, 1.0))
        });
        readings.max_by(|a, b| a.explained.total_cmp(&b.explained))
    }

    /// The token with its unknown letters alone taken for a slip.
    fn slip_in_part(&self, token: &Unread<'_>) -> Option<Reading> {
        self.in_part(token, |text, _| {
            let near = self.near(text, true)?;
            Some(self.of_forms(&near, MatchKind::Fuzzy, 1.0))
        })
    }

    fn half_typed_in_part(&self, token: &Unread<'_>) -> Option<Reading> {
        let end = token.range.end;
        self.in_part(token, |text, piece| {
            if piece.range.end < end {
                return None;
            }
            self.beginning(text)
        })
    }

    /// Reads the unknown pieces of a token by `read`; `None` where it reads none of them.
    fn in_part(
        &self,
        token: &Unread<'_>,
        mut read: impl FnMut(&str, &Piece) -> Option<Reading>,
    ) -> Option<Reading> {
        if token.pieces.iter().all(|piece| piece.what == What::Unknown) {
            return None;
        }
        let mut meaning = Meaning::default();
        let (mut explained, mut all, mut any) = (0.0, 0.0, false);
        for piece in token.pieces {
            let reading = match piece.what {
                What::Unknown => {
                    let reading = read(&token.line.text(piece.range.clone()), piece);
                    any |= reading.is_some();
                    reading
                }
                _ => None,
            };
            let reading =
                reading.unwrap_or_else(|| self.as_typed(token.line, std::slice::from_ref(piece)));
            if piece.what != What::Grammar {
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

    /// The words that the token is the beginning of.
    fn half_typed(&self, token: &Unread<'_>) -> Option<Reading> {
        self.beginning(&token.line.text(token.range.clone()))
    }

    fn beginning(&self, text: &str) -> Option<Reading> {
        let keys = keys(text);
        let hangul = text.chars().any(hangul::is_hangul);
        let lexicon = self.words.lexicon();
        let mut near: Vec<Near> = lexicon
            .beginning(&keys)
            .iter()
            .filter(|&&form| lexicon.is_hangul(form) == hangul)
            .map(|&form| {
                let share = keys.len() as f32 / lexicon.length(form) as f32;
                Near {
                    form,
                    likeness: BEGINNING_LEAST + (1.0 - BEGINNING_LEAST) * share,
                }
            })
            .collect();
        near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        if near.is_empty() {
            return None;
        }
        // However little of the word is there, all of what is there is explained.
        Some(Reading {
            explained: belief::PREFIX,
            ..self.of_forms(&near, MatchKind::Prefix, belief::PREFIX)
        })
    }

    /// Several English words written as one.
    fn glued(&self, token: &Unread<'_>) -> Option<Reading> {
        let parts = split_glued(&token.token.text, self.words.lexicon(), 0)?;
        let mut meaning = Meaning::default();
        for form in parts {
            meaning.add(self.sense_of(self.words.of_form(form), 1.0, MatchKind::Words));
        }
        Some(Reading {
            meaning,
            explained: belief::GLUED,
        })
    }

    /// A word of the same family: `exporting` for export, `certify` for certificate.
    fn family(&self, token: &Unread<'_>) -> Option<Reading> {
        let text = singular(&token.token.text);
        let lexicon = self.words.lexicon();
        let stem_length = text.len().min(FAMILY_STEM);
        if !text.is_ascii() || text.len() < FAMILY_STEM {
            return None;
        }
        let near: Vec<Near> = lexicon
            .beginning(&text[..stem_length])
            .iter()
            .filter(|&&form| {
                !lexicon.is_hangul(form)
                    && same_family(&text, &self.words.word(self.words.of_form(form)).text)
            })
            .map(|&form| Near {
                form,
                likeness: 1.0,
            })
            .collect();
        if near.is_empty() {
            return None;
        }
        Some(self.of_forms(&near, MatchKind::Words, belief::FAMILY))
    }

    /// Korean in Latin letters.
    fn romanized(&self, token: &Unread<'_>) -> Option<Reading> {
        let sound = romanize::sound_key(&token.token.text);
        // Two letters sound like too many things.
        if sound.len() < 3 {
            return None;
        }
        let lexicon = self.words.lexicon();
        let mut near: Vec<Near> = lexicon
            .sounding(&sound)
            .iter()
            .map(|&form| Near {
                form,
                likeness: 1.0,
            })
            .collect();
        if near.is_empty() {
            near = lexicon.sounding_like(&sound);
            near.truncate(1);
        }
        if near.is_empty() {
            return None;
        }
        Some(self.of_forms(&near, MatchKind::Romanized, belief::ROMANIZED))
    }

    fn initials(&self, token: &Unread<'_>) -> Option<Reading> {
        let initials = initials(&token.token.text);
        if initials.chars().count() < 2 {
            return None;
        }
        let exact = self.words.lexicon().with_initials(&initials);
        let near: Vec<Near> = exact
            .map(|form| Near {
                form,
                likeness: 1.0,
            })
            .collect();
        if near.is_empty() {
            return None;
        }
        Some(self.of_forms(&near, MatchKind::Choseong, belief::INITIALS))
    }

    /// The token as the other layout types it.
    fn other_layout(&self, token: &Unread<'_>) -> Option<Reading> {
        let converted = match token.token.script {
            Script::Latin => {
                let typed = &token.token.cased;
                // Caps Lock is not Shift held down for every letter.
                let typed = if typed.chars().all(char::is_uppercase) {
                    &token.token.text
                } else {
                    typed
                };
                let hangul = keyboard::to_hangul(typed);
                // Korean is written in syllables; one left open at the end may be half-typed.
                let mut letters = hangul.chars().rev().skip(usize::from(token.open));
                if letters.any(hangul::is_jamo) {
                    return None;
                }
                hangul
            }
            _ => keyboard::to_latin(&token.token.cased),
        };
        let tokens = tokens(&converted);
        let meaning = self.read(&tokens, token.open, false);
        let all: f32 = meaning.senses.iter().map(|sense| sense.size).sum();
        let likeness = |sense: &Sense| sense.options.first().map_or(0.0, |&(_, likeness)| likeness);
        let explained: f32 = meaning
            .senses
            .iter()
            .map(|sense| sense.size * likeness(sense))
            .sum();
        let explained = if all > 0.0 { explained / all } else { 0.0 };
        if explained < LANDS_WELL {
            return None;
        }
        let senses = meaning.senses.into_iter().map(|sense| Sense {
            kind: MatchKind::Keyboard,
            ..sense
        });
        Some(Reading {
            meaning: Meaning {
                senses: senses.collect(),
                ..meaning
            },
            explained: explained * belief::KEYBOARD,
        })
    }

    /// The best slips for a text, those that are as good as the best.
    fn near(&self, text: &str, hangul: bool) -> Option<Vec<Near>> {
        let mut near = self.words.lexicon().near(&keys(text), hangul);
        let best = near.first()?.likeness;
        near.retain(|other| other.likeness >= best);
        Some(near)
    }

    /// A reading as any of these forms, which are equally likely.
    fn of_forms(&self, near: &[Near], kind: MatchKind, belief: f32) -> Reading {
        let likeness = near.first().map_or(0.0, |near| near.likeness);
        let mut meanings = near.iter().take(OPEN_MAX).map(|near| {
            let word = self.words.of_form(near.form);
            self.sense_of(word, near.likeness * belief, kind)
        });
        let mut meaning = meanings.next().unwrap_or_default();
        for other in meanings {
            // Alternatives stand beside one another only where each is one term.
            match (meaning.senses.as_mut_slice(), other.senses.as_slice()) {
                ([sense], [alternative]) => sense.options.extend(&alternative.options),
                ([], _) if meaning.asks.is_empty() => meaning = other,
                _ => {}
            }
        }
        Reading {
            meaning,
            explained: likeness * belief,
        }
    }

    /// What a word of the dictionary means.
    fn sense_of(&self, word: u32, likeness: f32, kind: MatchKind) -> Meaning {
        let word = self.words.word(word);
        let senses = word.terms.iter().map(|&term| Sense {
            options: {
                let same = self.words.term(term).same.iter();
                same.map(|&(term, alike)| (term, alike * likeness))
                    .collect()
            },
            kind,
            size: if is_syllable(&self.words.term(term).text) {
                SYLLABLE_SIZE
            } else {
                1.0
            },
        });
        Meaning {
            senses: if word.uses.meaning {
                senses.collect()
            } else {
                Vec::new()
            },
            asks: word.asks.clone(),
            elsewhere: word.elsewhere,
        }
    }
}

impl Meaning {
    fn add(&mut self, other: Self) {
        self.senses.extend(other.senses);
        self.asks.extend(other.asks);
        self.elsewhere |= other.elsewhere;
    }
}

/// A token that is not wholly known.
struct Unread<'a> {
    token: &'a Token,
    line: &'a Line,
    pieces: &'a [Piece],
    range: std::ops::Range<usize>,
    /// Whether it may be half-typed.
    open: bool,
}

impl Unread<'_> {
    /// Where the word may end: at the end of the token, or before any of the grammar that closes it.
    fn ends(&self) -> Vec<usize> {
        let mut ends = vec![self.range.end];
        for piece in self.pieces.iter().rev() {
            if piece.what != What::Grammar {
                break;
            }
            ends.push(piece.range.start);
        }
        ends
    }
}

/// Letters that two words of one family share at their beginning.
const FAMILY_STEM: usize = 4;

/// What English words of one family may end in after what they share.
const FAMILY_ENDINGS: [&str; 27] = [
    "", "s", "e", "es", "ed", "d", "er", "ers", "or", "ing", "ion", "ions", "ation", "ment", "al",
    "ally", "ly", "ity", "y", "ies", "ied", "ive", "able", "ance", "ant", "icate", "ication",
];

fn same_family(a: &str, b: &str) -> bool {
    if !b.is_ascii() {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let ends = |word: &str, at: usize| FAMILY_ENDINGS.contains(&&word[at..]);
    (FAMILY_STEM..=shared).any(|at| at <= a.len() && at <= b.len() && ends(a, at) && ends(b, at))
}

/// Least length of an English word that may be glued to another: `online` is not `on` + `line`.
const GLUED_MIN: usize = 3;
/// Most words that are taken apart.
const GLUED_MAX: usize = 5;

/// The forms that make up `text` one after the other, the longest first one preferred.
fn split_glued(text: &str, lexicon: &Lexicon, depth: usize) -> Option<Vec<u32>> {
    if text.is_empty() {
        return (depth > 1).then(Vec::new);
    }
    if !text.is_ascii() || depth == GLUED_MAX {
        return None;
    }
    (GLUED_MIN..=text.len()).rev().find_map(|end| {
        let form = lexicon
            .typed(&singular(&text[..end]))
            .iter()
            .find(|&&form| !lexicon.is_hangul(form))?;
        let mut rest = split_glued(&text[end..], lexicon, depth + 1)?;
        rest.insert(0, *form);
        Some(rest)
    })
}

/// How much a lone syllable counts for: it is a suffix or the rest of a word more often than a word.
const SYLLABLE_SIZE: f32 = 0.35;

fn is_syllable(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(hangul::is_hangul) && letters.next().is_none()
}

fn unknown(line: &Line, piece: &Piece) -> Sense {
    Sense {
        options: Vec::new(),
        kind: MatchKind::Words,
        size: if is_syllable(&line.text(piece.range.clone())) {
            SYLLABLE_SIZE
        } else {
            1.0
        },
    }
}
