//! Cutting a line of text into known words, grammar and what is left, whatever the spaces say.
//!
//! The cheapest of all ways to cut is taken: few words rather than many, known words rather than unknown letters. A word may
//! run over a space (테크노 파크), and several may stand without one (수출인프라확충).

use crate::text::grammar::Grammar;
use crate::text::hangul;
use crate::text::tokenize::Script;

use super::line::Line;
use super::trie::Trie;

/// What a word of the dictionary may be used as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// It means something: it names, or asks for, what a document may have.
    pub meaning: bool,
    /// It is passed over.
    pub filler: bool,
    /// It leads elsewhere, unless it is only part of another word: 여주 in 높여주는.
    pub elsewhere: bool,
    /// A particle, the beginning of a verb, or the ending of one.
    pub particle: bool,
    /// See [`Grammar::Verb`].
    pub verb: bool,
    /// See [`Grammar::Tail`].
    pub tail: bool,
}

impl Uses {
    /// Adds a piece of grammar.
    pub fn add_grammar(&mut self, grammar: Grammar) {
        match grammar {
            Grammar::Particle => self.particle = true,
            Grammar::Verb => self.verb = true,
            Grammar::Tail => self.tail = true,
        }
    }
}

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A word that means something: its number in the dictionary.
    Word(u32),
    /// A word to pass over.
    Filler(u32),
    /// Grammar; of a verb, or of a noun.
    Grammar {
        /// Whether it makes a verb of what it follows.
        verb: bool,
    },
    /// Letters that no word explains.
    Unknown,
}

impl What {
    /// Whether it is grammar.
    pub fn is_grammar(self) -> bool {
        matches!(self, Self::Grammar { .. })
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its letters.
    pub range: std::ops::Range<usize>,
    /// What they are.
    pub what: What,
}

/// What came before a place in the line, as far as it decides what may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// Nothing of this token.
    Start,
    /// A word that a particle can follow.
    Noun,
    /// A word of one syllable at the beginning of a token, perhaps with particles: nothing else can follow it there, or
    /// 상하이 would hold a prize.
    Syllable,
    /// A particle.
    Particle,
    /// A verb or its ending.
    Verb,
    /// Unknown letters.
    Unknown,
}

const STATES: usize = 6;

/// The cost of each way to read a piece. Only their order and ratios matter: one more word must cost less than leaving a
/// letter unread, and grammar less than a word, or a particle at the end of a word would be read as part of another.
mod cost {
    pub const WORD: u32 = 10;
    /// A whole token: 오만 is a country, and not the verb 오 with an ending.
    pub const WHOLE_WORD: u32 = 6;
    /// A word that says nothing, where one that does would fit as well.
    pub const FILLER: u32 = 1;
    pub const GRAMMAR: u32 = 4;
    /// A word of one syllable is a suffix (액, 비, 료) more often than a word.
    pub const SHORT_WORD: u32 = 8;
    /// A word within a token: 인도 in 인도네시아 is less sure than 인도 by itself.
    pub const INSIDE: u32 = 2;
    /// A word that runs over a space.
    pub const SPACE: u32 = 1;
    pub const UNKNOWN_RUN: u32 = 20;
    pub const UNKNOWN_LETTER: u32 = 30;
}

#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    from: usize,
    from_state: usize,
    what: What,
}

/// Cuts `line` into pieces that cover it, in order; unknown letters next to each other are one piece.
pub(super) fn segment(
    line: &Line,
    trie: &Trie,
    uses: impl Fn(u32) -> Uses,
    except: Option<&str>,
) -> Vec<Piece> {
    let length = line.letters.len();
    let mut best: Vec<[Option<Step>; STATES]> = vec![[None; STATES]; length + 1];
    best[0][After::Start as usize] = Some(Step {
        cost: 0,
        from: 0,
        from_state: 0,
        what: What::Unknown,
    });
    for at in 0..length {
        for state in [
            After::Start,
            After::Noun,
            After::Syllable,
            After::Particle,
            After::Verb,
            After::Unknown,
        ] {
            let Some(here) = best[at][state as usize] else {
                continue;
            };
            let after = match state {
                _ if !line.begins_token(at) => state,
                _ if line.is_continued(at) => After::Noun,
                _ => After::Start,
            };
            let mut relax = |end: usize, next: After, cost: u32, what: What| {
                let slot = &mut best[end][next as usize];
                let cost = here.cost + cost;
                if slot.is_none_or(|old| cost < old.cost) {
                    *slot = Some(Step {
                        cost,
                        from: at,
                        from_state: state as usize,
                        what,
                    });
                }
            };
            unknown(line, at, after, &mut relax);
            let mut node = Trie::ROOT;
            for end in at + 1..=length {
                let Some(next) = trie.step(node, line.letters[end - 1]) else {
                    break;
                };
                node = next;
                if let Some(word) = trie.word(node)
                    && except.is_none_or(|except| !is_text(&line.letters[at..end], except))
                {
                    known(line, at..end, after, word, uses(word), &mut relax);
                }
            }
        }
    }
    trace(line, &best)
}

fn is_text(letters: &[char], text: &str) -> bool {
    letters.iter().copied().eq(text.chars())
}

/// Offers the letter or the whole foreign word at `at` as unknown.
fn unknown(line: &Line, at: usize, after: After, relax: &mut impl FnMut(usize, After, u32, What)) {
    // What follows a lone syllable would make it part of another word.
    if after == After::Syllable {
        return;
    }
    let run = if after == After::Unknown {
        0
    } else {
        cost::UNKNOWN_RUN
    };
    let end = match line.script(at) {
        Script::Hangul => at + 1,
        _ => line.ranges[line.token[at]].end,
    };
    let letters = (end - at) as u32;
    relax(
        end,
        After::Unknown,
        run + cost::UNKNOWN_LETTER * letters,
        What::Unknown,
    );
}

/// Offers a word of the dictionary in every use it has here.
fn known(
    line: &Line,
    range: std::ops::Range<usize>,
    after: After,
    word: u32,
    uses: Uses,
    relax: &mut impl FnMut(usize, After, u32, What),
) {
    let (at, end) = (range.start, range.end);
    let begins = line.begins_token(at);
    let ends = line.ends_token(end);
    // Only Hangul writes words together; a Latin word or a number begins and ends with its token.
    let clean_start = begins || (line.script(at) == Script::Hangul && after != After::Syllable);
    let clean_end = ends || line.script(end - 1) == Script::Hangul;
    let short = end - at == 1 && hangul::is_hangul(line.letters[at]);
    let spaces = line.token[end - 1] - line.token[at];
    if clean_start && clean_end {
        let place =
            cost::INSIDE * (u32::from(!begins) + u32::from(!ends)) + cost::SPACE * spaces as u32;
        let (word_cost, next) = match (begins, ends, short) {
            (true, true, _) => (cost::WHOLE_WORD, After::Noun),
            // Words that stand in the dictionary as a phrase are meant as one: 누가 썼어요.
            (true, false, _) if spaces > 0 => (cost::WHOLE_WORD, After::Noun),
            (true, false, true) => (cost::WORD + cost::SHORT_WORD, After::Syllable),
            (false, _, true) => (cost::WORD + cost::SHORT_WORD, After::Noun),
            _ => (cost::WORD, After::Noun),
        };
        let part_of_another = if short || uses.elsewhere {
            !begins && after != After::Noun
        } else {
            false
        };
        if uses.meaning && !part_of_another {
            relax(end, next, word_cost + place, What::Word(word));
        }
        // Short fillers (이, 그, 개) are parts of other words too often to be read inside one.
        let counted = at > 0 && line.script(at - 1) == Script::Number;
        if uses.filler && (!short || begins || counted) {
            let next = if counted { After::Noun } else { next };
            relax(
                end,
                next,
                word_cost + cost::FILLER + place,
                What::Filler(word),
            );
        }
    }
    if spaces == 0 {
        grammar(end, after, uses, relax);
    }
}

/// Offers a piece of grammar where it can follow what came before.
fn grammar(end: usize, after: After, uses: Uses, relax: &mut impl FnMut(usize, After, u32, What)) {
    let fits = match after {
        After::Start => uses.verb,
        After::Noun => uses.particle || uses.verb || uses.tail,
        After::Syllable | After::Particle => uses.particle,
        After::Verb => uses.tail || uses.particle,
        After::Unknown => uses.particle || uses.verb,
    };
    if !fits {
        return;
    }
    let nominal = matches!(after, After::Syllable | After::Particle);
    let verb = !nominal && (uses.verb || (uses.tail && (after == After::Verb || !uses.particle)));
    let next = match after {
        After::Syllable => After::Syllable,
        _ if verb => After::Verb,
        _ => After::Particle,
    };
    relax(end, next, cost::GRAMMAR, What::Grammar { verb });
}

/// Follows the cheapest way back.
fn trace(line: &Line, best: &[[Option<Step>; STATES]]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = line.letters.len();
    let cheapest = |at: usize| {
        (0..STATES)
            .filter_map(|s| best[at][s].map(|step| (step.cost, s)))
            .min()
    };
    let Some((_, mut state)) = cheapest(at) else {
        return pieces;
    };
    while at > 0 {
        let Some(step) = best[at][state] else { break };
        pieces.push(Piece {
            range: step.from..at,
            what: step.what,
        });
        at = step.from;
        state = step.from_state;
    }
    pieces.reverse();
    join_unknown(line, pieces)
}

/// Joins unknown letters of a token into one piece, with the grammar between them: 지하철 is not 지 + 하 + 철.
fn join_unknown(line: &Line, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let token = line.token[piece.range.start];
        if piece.what == What::Unknown {
            let mut start = piece.range.start;
            while let Some(last) = joined.last()
                && line.token[last.range.start] == token
                && matches!(last.what, What::Unknown | What::Grammar { .. })
            {
                start = last.range.start;
                joined.pop();
            }
            joined.push(Piece {
                range: start..piece.range.end,
                what: What::Unknown,
            });
        } else {
            // Between unknown letters and a word, grammar is more letters of the unknown: 팔로개척 is 팔로 + 개척.
            if !piece.what.is_grammar() {
                let grammar = joined.iter().rev().take_while(|last| {
                    line.token[last.range.start] == token && last.what.is_grammar()
                });
                let grammar = grammar.count();
                let before = joined.len() - grammar;
                if grammar > 0
                    && let Some(unknown) = before.checked_sub(1).map(|at| &joined[at])
                    && unknown.what == What::Unknown
                    && line.token[unknown.range.start] == token
                {
                    let start = unknown.range.start;
                    joined.truncate(before - 1);
                    joined.push(Piece {
                        range: start..piece.range.start,
                        what: What::Unknown,
                    });
                }
            }
            joined.push(piece);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::grammar::grammar;
    use crate::text::tokenize::tokens;

    /// A dictionary of meaning words, fillers in brackets, and all grammar.
    fn cut(words: &[&str], text: &str) -> String {
        let mut all: Vec<(String, Uses)> = Vec::new();
        for (piece, class) in grammar() {
            let position = all.iter().position(|(text, _)| text == piece);
            let position = position.unwrap_or_else(|| {
                all.push((piece.to_owned(), Uses::default()));
                all.len() - 1
            });
            all[position].1.add_grammar(class);
        }
        for word in words {
            let text = word.trim_matches(['(', ')']);
            let position = all.iter().position(|(other, _)| other == text);
            let position = position.unwrap_or_else(|| {
                all.push((text.to_owned(), Uses::default()));
                all.len() - 1
            });
            let uses = &mut all[position].1;
            if text == *word {
                uses.meaning = true;
            } else {
                uses.filler = true;
            }
        }
        let trie = Trie::new(&all.iter().map(|(text, _)| text.as_str()).collect());
        let line = Line::new(&tokens(text));
        let pieces = segment(&line, &trie, |word| all[word as usize].1, None);
        let shown: Vec<String> = pieces
            .into_iter()
            .map(|piece| {
                let text = line.text(piece.range);
                match piece.what {
                    What::Word(_) => text,
                    What::Filler(_) => format!("({text})"),
                    What::Grammar { .. } => format!("-{text}"),
                    What::Unknown => format!("?{text}"),
                }
            })
            .collect();
        // Where one piece of grammar ends and the next begins is nobody's concern.
        shown.join(" ").replace(" -", "-")
    }

    #[test]
    fn the_cheapest_cut_is_taken() {
        let words = [
            "수출",
            "인프라",
            "확충",
            "전시회",
            "국내",
            "지원",
            "인도",
            "인도네시아",
            "테크노파크",
            "액",
            "있",
            "시장",
            "개척",
            "tradefair",
            "export",
            "online",
            "line",
            "바뀌",
            "(무엇)",
            "(무슨)",
            "상",
            "(알려)",
            "(the)",
            "(개)",
            "사업",
        ];
        for (text, expected) in [
            ("수출인프라확충에는", "수출 인프라 확충-에는"),
            ("수출 인프라확충", "수출 인프라 확충"),
            (
                "국내 전시회도 지원해주나요",
                "국내 전시회-도 지원-해-주-나요",
            ),
            ("인도", "인도"),
            ("인도네시아", "인도네시아"),
            ("인도에서는", "인도-에서-는"),
            ("테크노 파크", "테크노파크"),
            ("수출액은", "수출 액-은"),
            ("수출이 무엇인가요", "수출-이 (무엇)-인가요"),
            ("알려주세요", "(알려)-주-세요"),
            ("지하철", "?지하철"),
            ("인천 지하철은", "?인천 ?지하철-은"),
            ("수출지하철", "수출 ?지하철"),
            ("바뀌었나요", "바뀌-었-나요"),
            ("trade fairs", "tradefair"),
            ("the exports", "(the) export"),
            ("online", "online"),
            ("exported", "?exported"),
            ("38개 사업", "?38 (개) 사업"),
            ("시장개척용", "시장 개척 ?용"),
            ("무슨 상을 받았나요", "(무슨) 상-을-받-았-나요"),
            ("상하이", "?상-하-이"),
            ("상으로시장", "?상으로 시장"),
            ("ㅁㄴㅇㄹ", "?ㅁㄴㅇㄹ"),
            ("", ""),
        ] {
            assert_eq!(cut(&words, text), expected, "{text:?}");
        }
    }
}
