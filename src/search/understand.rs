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
    /// Whether it is the name of a place.
    pub place: bool,
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
    pub const PREFIX: f32 = 0.98;
}

/// Least share of a token that a reading on the other layout must explain: a converted reading counts only when it
/// lands, since half of all gibberish holds some short word.
pub(super) const LANDS_WELL: f32 = 0.8;

/// How alike the first letter of a word is to the word; the rest makes up the difference to 1.0.
const BEGINNING_LEAST: f32 = 0.6;

/// Keys after which a half-typed word counts as much as a whole one.
const WHOLE_WORD_KEYS: f32 = 5.0;

/// Fewest letters of a sound that may have a slip in it: shorter ones all sound alike.
const SOUND_SLIP_MIN: usize = 6;

/// What a slip costs for each share of a word's letters it takes: one in five letters of a short word leaves less certain
/// what was meant than one in twenty of a long one, by more than the letters say.
const SLIP_STEEPNESS: f32 = 1.5;

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

    /// What these tokens mean. With `open`, the last token may be half-typed; with `convert`, any may be typed on the
    /// other layout.
    pub fn meaning(&self, tokens: &[Token], open: bool, convert: bool) -> Meaning {
        self.read(tokens, open, convert)
    }

    fn read(&self, tokens: &[Token], open: bool, convert: bool) -> Meaning {
        let line = Line::new(tokens);
        let pieces = self.words.cut(&line);
        let mut meaning = Meaning::default();
        let mut fillers = 0;
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
            let next = rest.first().map(|piece| piece.what);
            let typed = self.as_typed(&line, group, next);
            let known = group.iter().all(|piece| piece.what != What::Unknown);
            let last = open && rest.is_empty();
            if last
                && !meaning.senses.is_empty() | (token == 0)
                && fillers == 0
                && let Some(longer) = self.begun(&line, group)
            {
                meaning.add(longer);
                continue;
            }
            fillers += group
                .iter()
                .filter(|piece| matches!(piece.what, What::Filler(_)))
                .count();
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

    /// What the last token is the beginning of, where it could be taken at its word but hardly says anything: 수출보 is
    /// 수출 with a verb, or 수출보험; in 미국 그 the last is a filler, or 금리.
    fn begun(&self, line: &Line, pieces: &[Piece]) -> Option<Meaning> {
        let last = pieces.last()?;
        let short = match line.script(last.range.start) {
            Script::Latin => last.range.len() <= 2,
            _ => last.range.len() == 1,
        };
        let says_nothing = match last.what {
            What::Grammar { .. } => pieces.len() > 1,
            What::Filler(word) => {
                pieces.len() == 1 && line.ranges.len() > 1 && self.words.word(word).asks.is_empty()
            }
            What::Word(_) | What::Unknown => false,
        };
        if !short || !says_nothing {
            return None;
        }
        let token = line.token[last.range.start];
        Some(
            self.beginning(&line.text(line.ranges[token].clone()))?
                .meaning,
        )
    }

    /// Takes pieces at their word. What follows them decides how much an unknown one at their end weighs.
    fn as_typed(&self, line: &Line, pieces: &[Piece], next: Option<What>) -> Reading {
        let mut meaning = Meaning::default();
        let (mut explained, mut all) = (0, 0);
        for (position, piece) in pieces.iter().enumerate() {
            let length = piece.range.len();
            match piece.what {
                What::Word(word) => {
                    let mut word = self.sense_of(word, 1.0, MatchKind::Words);
                    // A syllable that stands by itself is a word (상), not a suffix.
                    if piece.range == line.ranges[line.token[piece.range.start]] {
                        word.senses.iter_mut().for_each(|sense| sense.size = 1.0);
                    }
                    meaning.add(word);
                    explained += length;
                    all += length;
                }
                What::Filler(word) => {
                    meaning.asks.extend(&self.words.word(word).asks);
                    explained += length;
                    all += length;
                }
                What::Grammar { .. } => {}
                What::Unknown => {
                    let next = pieces.get(position + 1).map(|piece| piece.what).or(next);
                    meaning.senses.push(unknown(line, piece, next));
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
        if convert && token.token.script != Script::Number && token.range.len() > 1 {
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
            // A part of a word that looks like something elsewhere is not enough to send the asker there.
            let near = self.near(text, true)?;
            let near: Vec<Near> = near
                .into_iter()
                .filter(|near| self.is_held(near.form))
                .collect();
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
            let reading = reading
                .unwrap_or_else(|| self.as_typed(token.line, std::slice::from_ref(piece), None));
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

    /// The words that the token is the beginning of.
    fn half_typed(&self, token: &Unread<'_>) -> Option<Reading> {
        self.beginning(&token.line.text(token.range.clone()))
    }

    fn beginning(&self, text: &str) -> Option<Reading> {
        let keys = keys(text);
        let hangul = text.chars().any(hangul::is_hangul);
        let lexicon = self.words.lexicon();
        // A plural that is being typed: companie.
        let keys = keys
            .strip_suffix("ie")
            .filter(|_| !hangul && lexicon.beginning(&keys).is_empty())
            .map_or_else(|| keys.clone(), |stem| format!("{stem}y"));
        let mut near: Vec<Near> = lexicon
            .beginning(&keys)
            .iter()
            .filter(|&&form| lexicon.is_hangul(form) == hangul && self.is_held(form))
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
        let mut meaning = self.of_forms(&near, MatchKind::Prefix, 1.0).meaning;
        // The less is there of a word, the less it tells.
        let size = (keys.len() as f32 / WHOLE_WORD_KEYS).min(1.0);
        meaning
            .senses
            .iter_mut()
            .for_each(|sense| sense.size *= size);
        Some(Reading {
            meaning,
            explained: BEGINNING_LEAST + (belief::PREFIX - BEGINNING_LEAST) * size,
        })
    }

    /// Several English words written as one.
    fn glued(&self, token: &Unread<'_>) -> Option<Reading> {
        let parts = split_glued(&token.token.text, self.words.lexicon(), 0)?;
        let parts: Vec<Token> = parts
            .into_iter()
            .map(|part| Token {
                text: part.clone(),
                cased: part,
                ..token.token.clone()
            })
            .collect();
        Some(Reading {
            meaning: self.read(&parts, false, false),
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
            .filter(|&&form| self.is_held(form))
            .map(|&form| Near {
                form,
                likeness: 1.0,
            })
            .collect();
        if near.is_empty() && sound.len() >= SOUND_SLIP_MIN {
            near = lexicon.sounding_like(&sound);
            near.retain(|near| self.is_held(near.form));
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
            .filter(|&form| self.is_held(form))
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
        let explained = meaning.explained();
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
        // Of words that are equally far, the one that some document has was meant.
        if near.iter().any(|near| self.is_held(near.form)) {
            near.retain(|near| self.is_held(near.form));
        }
        for near in &mut near {
            near.likeness = 1.0 - SLIP_STEEPNESS * (1.0 - near.likeness);
        }
        Some(near)
    }

    fn is_held(&self, form: u32) -> bool {
        self.words.word(self.words.of_form(form)).held
    }

    /// A reading as any of these forms, which are equally likely.
    fn of_forms(&self, near: &[Near], kind: MatchKind, belief: f32) -> Reading {
        let likeness = near.first().map_or(0.0, |near| near.likeness);
        // The plainest first: of a compound only the last term can stand beside other words.
        let mut near: Vec<Near> = near.to_vec();
        if kind == MatchKind::Prefix {
            near.sort_by_key(|near| self.words.word(self.words.of_form(near.form)).terms.len());
        }
        let mut meanings = near.iter().take(OPEN_MAX).map(|near| {
            let word = self.words.of_form(near.form);
            self.sense_of(word, near.likeness * belief, kind)
        });
        let mut meaning = meanings.next().unwrap_or_default();
        for other in meanings {
            match (meaning.senses.as_mut_slice(), other.senses.as_slice()) {
                // Of an alternative of several terms the last stands for it: what is before it, the others share.
                ([.., sense], [.., alternative]) => sense.options.extend(&alternative.options),
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
            place: word.place,
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

impl Sense {
    /// How well the best of its options satisfies it.
    fn likeness(&self) -> f32 {
        self.options
            .iter()
            .map(|&(_, likeness)| likeness)
            .fold(0.0, f32::max)
    }

    /// Whether it was typed to the letter, on this layout.
    pub fn is_certain(&self) -> bool {
        self.kind == MatchKind::Words && self.likeness() >= 1.0
    }
}

impl Meaning {
    /// The share of the question that is explained, 0.0–1.0; all of one that asks nothing.
    pub fn explained(&self) -> f32 {
        let all: f32 = self.senses.iter().map(|sense| sense.size).sum();
        let explained: f32 = self
            .senses
            .iter()
            .map(|sense| sense.size * sense.likeness())
            .sum();
        if all > 0.0 { explained / all } else { 1.0 }
    }

    /// Whether all of it was typed to the letter, on this layout.
    pub fn is_certain(&self) -> bool {
        self.senses.iter().all(Sense::is_certain)
    }

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
            if !piece.what.is_grammar() {
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

/// The known words that make up `text` one after the other, the longest first one preferred.
fn split_glued(text: &str, lexicon: &Lexicon, depth: usize) -> Option<Vec<String>> {
    if text.is_empty() {
        return (depth > 1).then(Vec::new);
    }
    if !text.is_ascii() || depth == GLUED_MAX {
        return None;
    }
    (GLUED_MIN..=text.len()).rev().find_map(|end| {
        let forms = lexicon.typed(&singular(&text[..end]));
        if forms.iter().all(|&form| lexicon.is_hangul(form)) {
            return None;
        }
        let mut rest = split_glued(&text[end..], lexicon, depth + 1)?;
        rest.insert(0, text[..end].to_owned());
        Some(rest)
    })
}

/// How much a lone syllable counts for: it is a suffix or the rest of a word more often than a word.
const SYLLABLE_SIZE: f32 = 0.35;

fn is_syllable(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(hangul::is_hangul) && letters.next().is_none()
}

/// How much unknown letters count for, by where they stand.
mod unknown_size {
    /// Before a word they narrow it: a culture voucher is another thing than a voucher.
    pub const NARROWING: f32 = 1.0;
    /// Elsewhere they may be what is asked for, or only a way of asking.
    pub const APART: f32 = 0.6;
    /// With the ending of a verb they are a way of asking more often than not.
    pub const VERB: f32 = 0.4;
}

fn unknown(line: &Line, piece: &Piece, next: Option<What>) -> Sense {
    Sense {
        options: Vec::new(),
        kind: MatchKind::Words,
        size: match next {
            _ if is_syllable(&line.text(piece.range.clone())) => SYLLABLE_SIZE,
            Some(What::Word(_)) => unknown_size::NARROWING,
            Some(What::Grammar { verb: true }) => unknown_size::VERB,
            _ => unknown_size::APART,
        },
        place: false,
    }
}
