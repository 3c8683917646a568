//! From the tokens of a question to its meaning.
//!
//! A token that the dictionary knows is taken at its word. One that it does not know is read every other way (`readings`), and
//! the reading that explains most of it wins. What no reading explains stays as a sense that nothing satisfies, which
//! counts against every document.

use crate::text::tokenize::{Script, Token};

use super::MatchKind;
use super::cutter::Dictionary;
use super::line::Line;
use super::meaning::{Meaning, Sense, size_of};
use super::segment::{Piece, What};
use super::words::Words;

/// Reads questions with a dictionary.
pub(super) struct Reader<'a> {
    pub words: &'a Words,
}

/// One way to read a token.
pub(super) struct Reading {
    pub meaning: Meaning,
    /// The share of its letters that is explained, 0.0–1.0; less for a reading that is a guess.
    pub explained: f32,
}

/// A token that is not wholly known.
pub(super) struct Unread<'a> {
    pub token: &'a Token,
    pub line: &'a Line,
    /// What it was cut into.
    pub pieces: &'a [Piece],
    /// Its letters in the line.
    pub range: std::ops::Range<usize>,
    /// Whether it may be half-typed.
    pub open: bool,
}

impl Reader<'_> {
    /// What these tokens mean. With `open`, the last may be half-typed; with `convert`, any may be typed on the other
    /// keyboard layout.
    pub fn read(&self, tokens: &[Token], open: bool, convert: bool) -> Meaning {
        let line = Line::new(tokens);
        let pieces = self.words.cut(&line);
        let mut meaning = Meaning::default();
        let mut fillers = 0;
        let mut rest = pieces.as_slice();
        let mut before_it = None;
        while let Some(first) = rest.first() {
            let token = line.token[first.range.start];
            let before = before_it.map(|piece: &Piece| piece.what);
            let (group, last_token);
            (group, rest, last_token) = first_tokens(&line, rest);
            before_it = group.last();
            let last = open && rest.is_empty();
            // Where nothing but words that mean something came before, the last may be about to become one.
            if last
                && fillers == 0
                && (token == 0 || !meaning.senses.is_empty())
                && let Some(begun) = self.begun(&line, group)
            {
                meaning.add(begun);
                continue;
            }
            let is_filler = |piece: &&Piece| matches!(piece.what, What::Filler(_));
            fillers += group.iter().filter(is_filler).count();
            let next = rest.first().map(|piece| piece.what);
            let typed = self.as_typed(&line, group, next);
            let known = group.iter().all(|piece| piece.what != What::Unknown);
            if known || last_token != token {
                // At the end it closes the question, and after what was taken away it belongs to that.
                let grammar = group.iter().all(|piece| piece.what.is_grammar());
                let apart = !rest.is_empty() && !line.is_continued(first.range.start);
                meaning.has_bare_grammar |= grammar && apart;
                meaning.add(typed.meaning);
                continue;
            }
            let unread = Unread {
                token: &tokens[token],
                line: &line,
                pieces: group,
                range: line.ranges[token].clone(),
                open: last,
            };
            let mut best = self.best(typed, &unread, convert).meaning;
            let closes = unread.token.script == Script::Latin && rest.is_empty();
            if closes && matches!(before, Some(What::Word(_))) {
                best.ends_in_noun();
            }
            meaning.add(best);
        }
        meaning
    }

    /// Takes pieces at their word. What follows them decides how much an unknown one at their end weighs.
    pub fn as_typed(&self, line: &Line, pieces: &[Piece], next: Option<What>) -> Reading {
        let mut meaning = Meaning::default();
        let (mut explained, mut all) = (0, 0);
        for (position, piece) in pieces.iter().enumerate() {
            let length = piece.range.len();
            match piece.what {
                What::Word(word) => {
                    let mut word = self.meaning_of(word, 1.0, MatchKind::Words);
                    // A syllable that stands by itself is a word (상), not a suffix.
                    if length == 1 && piece.range == line.ranges[line.token[piece.range.start]] {
                        word.senses.iter_mut().for_each(|sense| sense.size = 1.0);
                    }
                    meaning.add(word);
                    explained += length;
                    all += length;
                }
                What::Filler(word) => {
                    meaning.asks.extend(self.words.asks(word));
                    explained += length;
                    all += length;
                }
                What::Grammar { .. } => {}
                What::Unknown => {
                    let next = pieces.get(position + 1).map(|piece| piece.what).or(next);
                    let text = line.text(with_its_end(line, pieces, position));
                    meaning.senses.push(Sense::unknown(text, next));
                    all += length;
                }
            }
        }
        let explained = if all == 0 {
            1.0
        } else {
            explained as f32 / all as f32
        };
        Reading { meaning, explained }
    }

    /// The reading that explains most of a token; of two that explain as much, the first tried.
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
                consider(self.written_together(token));
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
        // A single key is on both layouts.
        if convert && token.token.script != Script::Number && token.range.len() > 1 {
            consider(self.other_layout(token));
        }
        best
    }

    /// What the last token is the beginning of, where it could be taken at its word but hardly says anything: 수출보 is
    /// 수출 with a verb, or 수출보험; in 미국 그 the last is a filler, or 금리.
    fn begun(&self, line: &Line, pieces: &[Piece]) -> Option<Meaning> {
        let last = pieces.last()?;
        let short = match line.script(last.range.start) {
            Script::Latin => last.range.len() <= 2,
            _ => last.range.len() == 1,
        };
        let alone = pieces.len() == 1;
        let says_nothing = match last.what {
            What::Grammar { .. } => !alone,
            What::Filler(word) => {
                alone && line.ranges.len() > 1 && self.words.asks(word).next().is_none()
            }
            What::Word(_) | What::Unknown => false,
        };
        if !short || !says_nothing {
            return None;
        }
        let token = line.token[last.range.start];
        let begun = self.beginning(&line.text(line.ranges[token].clone()))?;
        Some(begun.meaning)
    }

    /// What a word of the dictionary means, when what was typed is this like it.
    pub fn meaning_of(&self, word: u32, likeness: f32, kind: MatchKind) -> Meaning {
        let nature = self.words.nature(word);
        let elsewhere = nature.uses.elsewhere;
        // One key away from most short words is the name of some town: a slip is no reason to think of one.
        let leads = kind != MatchKind::Fuzzy || !elsewhere;
        let terms = self.words.terms(word).iter();
        let meant = terms.filter(|_| nature.uses.meaning);
        let senses = meant.map(|&term| {
            let same = self.words.same(term);
            let options = same.map(|(other, alike)| (other, alike * likeness));
            Sense {
                options: options.collect(),
                kind,
                size: size_of(self.words.text(term)),
                place: nature.place && leads,
                unread: String::new(),
            }
        });
        Meaning {
            senses: senses.collect(),
            asks: self.words.asks(word).collect(),
            elsewhere: elsewhere && leads,
            has_bare_grammar: false,
        }
    }
}

/// The letters of an unknown piece. A lone syllable at the head of a token is hardly a word with a particle: 치과 is a
/// dentist, not 치 with 과.
fn with_its_end(line: &Line, pieces: &[Piece], position: usize) -> std::ops::Range<usize> {
    let range = pieces[position].range.clone();
    let token = line.ranges[line.token[range.start]].clone();
    let ends_in_particles = pieces[position + 1..]
        .iter()
        .take_while(|piece| piece.range.end <= token.end)
        .all(|piece| piece.what == What::Grammar { verb: false });
    if range.len() == 1 && range.start == token.start && ends_in_particles {
        token
    } else {
        range
    }
}

/// The pieces of the first token, and of those that a word pulls together with it; the rest; and the last of these tokens.
fn first_tokens<'p>(line: &Line, pieces: &'p [Piece]) -> (&'p [Piece], &'p [Piece], usize) {
    let mut last = pieces
        .first()
        .map_or(0, |piece| line.token[piece.range.start]);
    let mut length = 0;
    while let Some(piece) = pieces.get(length)
        && line.token[piece.range.start] <= last
    {
        last = last.max(line.token[piece.range.end - 1]);
        length += 1;
    }
    let (first, rest) = pieces.split_at(length);
    (first, rest, last)
}
