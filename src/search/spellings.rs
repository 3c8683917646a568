//! Spellings that can be found to the letter, by how they begin, and with slips in them.
//!
//! One kind of spelling each (keys, sounds, initials); what a spelling stands for is a number that the owner gives it.

use std::ops::Range;

use super::alike::{edits_allowed, likeness};
use super::by_letters::ByLetters;
use super::flat::Texts;
use super::order::{Reading, sorted};

/// Something found, and how alike its spelling is to what was typed: 1.0 for the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// What it stands for.
    pub form: u32,
    /// 1 − edits ÷ length of the longer.
    pub likeness: f32,
}

/// Spellings in order, each with what it stands for.
#[derive(Debug)]
pub(super) struct Spellings {
    texts: Texts,
    /// What each stands for.
    forms: Vec<u32>,
    slips: Slips,
}

/// How spellings with a slip are found without comparing all.
#[derive(Debug)]
enum Slips {
    /// Of few: by their letters. Finds every one that is near enough.
    Letters(ByLetters),
    /// Of many: positions in the order of the spellings read backwards. Finds those that agree before some letter or after
    /// it, as two that are one slip apart always do; with more slips, a long name is left to its words.
    Backwards(Vec<u32>),
}

/// Most spellings that are found by their letters: beyond, there are too many to look at each.
const LETTERS_MAX: usize = 8_192;

/// Most of many spellings that are compared with what was typed. What so many begin or end with tells nothing.
const ALIKE_MAX: usize = 16_384;
/// The same while it is not all typed, when every key asks anew.
const BEGINNING_ALIKE_MAX: usize = 2_048;

impl Spellings {
    /// These spellings, `given` in the order of what they stand for. Several may stand for one thing, and one for several.
    pub fn new(given: &Texts, forms: &[u32]) -> Self {
        let order = sorted(given, Reading::Forwards);
        let texts = given.in_order(&order);
        Self {
            slips: if texts.len() <= LETTERS_MAX {
                Slips::Letters(ByLetters::new(texts.iter()))
            } else {
                Slips::Backwards(sorted(&texts, Reading::Backwards))
            },
            forms: order.iter().map(|&text| forms[text as usize]).collect(),
            texts,
        }
    }

    /// What is spelled exactly so.
    pub fn exactly(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let from = self.from(spelling)..self.texts.len();
        let same = from.take_while(move |&position| &self.texts[position] == spelling);
        same.map(|position| self.forms[position])
    }

    /// What is spelled with this beginning, in the order of the spellings. Nothing for an empty one.
    pub fn beginning(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let begins = self.positions_beginning(spelling);
        begins.map(|position| self.forms[position])
    }

    /// What `accept` takes of what is spelled with this beginning, in the order of the spellings; where that is more than
    /// `most`, the shortest. Nothing for an empty one.
    pub fn shortest_beginning(
        &self,
        spelling: &str,
        most: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let taken = |&position: &usize| accept(self.forms[position]);
        let begins: Vec<usize> = self.positions_beginning(spelling).filter(taken).collect();
        let form = |&position: &usize| self.forms[position];
        if begins.len() <= most {
            return begins.iter().map(form).collect();
        }
        let length = |position: usize| self.texts.bytes(position).len();
        let mut lengths: Vec<usize> = begins.iter().map(|&position| length(position)).collect();
        let (_, &mut longest, _) = lengths.select_nth_unstable(most);
        let shorter = begins
            .iter()
            .filter(|&&position| length(position) < longest);
        let as_long = begins
            .iter()
            .filter(|&&position| length(position) == longest);
        shorter.chain(as_long).take(most).map(form).collect()
    }

    fn positions_beginning(&self, spelling: &str) -> impl Iterator<Item = usize> {
        let from = self.from(spelling)..self.texts.len();
        from.take_while(move |&position| {
            !spelling.is_empty() && self.texts[position].starts_with(spelling)
        })
    }

    /// The first position that is not before this spelling.
    fn from(&self, spelling: &str) -> usize {
        let bytes = spelling.as_bytes();
        first(0..self.texts.len(), |place| {
            self.texts.bytes(place) >= bytes
        })
    }

    /// What this may be a slip for, best first, what is spelled exactly so included; of that only what `accept` takes.
    ///
    /// A spelling as long as this or shorter may be `edits` away; for a longer one, from which letters may have been
    /// left out, as many as [`edits_allowed`] grants one letter more.
    pub fn near(&self, spelling: &str, edits: usize, accept: impl Fn(u32) -> bool) -> Vec<Near> {
        let more = edits.max(if edits_allowed(spelling.len()) == edits {
            edits_allowed(spelling.len() + 1)
        } else {
            0
        });
        let alike = self.alike(spelling, more, false).into_iter();
        let near = alike.filter_map(|position| {
            let (other, form) = self.at(position);
            let edits = if spelling.len() < other.len() {
                more
            } else {
                edits
            };
            let likeness = accept(form).then(|| likeness(spelling, other, edits))??;
            Some(Near { form, likeness })
        });
        best_first(near.collect())
    }

    /// What this may be a slip for the beginning of, best first; of that only what `accept` takes.
    pub fn beginning_near(&self, spelling: &str, accept: impl Fn(u32) -> bool) -> Vec<Near> {
        let edits = edits_allowed(spelling.len());
        let alike = self.alike(spelling, edits, true).into_iter();
        let near = alike.filter_map(|position| {
            let (other, form) = self.at(position);
            // A letter too many or too few moves where the beginning ends.
            let ends = spelling.len().saturating_sub(1)..=spelling.len() + 1;
            let beginnings = ends.filter_map(|end| other.get(..end));
            let beginnings = beginnings.filter(|_| accept(form));
            let likeness = beginnings.filter_map(|beginning| likeness(spelling, beginning, edits));
            let likeness = likeness.max_by(f32::total_cmp)?;
            Some(Near { form, likeness })
        });
        best_first(near.collect())
    }

    /// The spellings that may be within so many edits of this one, or of which a beginning may be, so that most are never
    /// compared. None where no edit is allowed.
    fn alike(&self, spelling: &str, edits: usize, beginning: bool) -> Vec<u32> {
        match &self.slips {
            _ if edits == 0 => Vec::new(),
            Slips::Letters(letters) => letters.alike(spelling, edits, beginning),
            Slips::Backwards(_) if beginning => self.agreeing_before(spelling),
            Slips::Backwards(backwards) => self.agreeing_around(backwards, spelling),
        }
    }

    /// The spelling at a position, and what it stands for.
    fn at(&self, position: u32) -> (&str, u32) {
        (
            &self.texts[position as usize],
            self.forms[position as usize],
        )
    }

    /// The spellings that agree with this one before some letter of it or after that letter, ascending; which letter is
    /// chosen so that these are the fewest. None where even these are too many.
    ///
    /// A slip, a swap of neighbours too, always leaves one of the two sides as it was.
    fn agreeing_around(&self, backwards: &[u32], spelling: &str) -> Vec<u32> {
        let before = self.narrowed(spelling.bytes(), |position, depth| {
            self.texts.bytes(position).get(depth).copied()
        });
        let after = self.narrowed(spelling.bytes().rev(), |position, depth| {
            let bytes = self.texts.bytes(backwards[position] as usize);
            Some(bytes[bytes.len().checked_sub(depth + 1)?])
        });
        let sides = spelling.char_indices().map(|(at, letter)| {
            let rest = spelling.len() - at - letter.len_utf8();
            (before[at].clone(), after[rest].clone())
        });
        let count = |(before, after): &(Range<usize>, Range<usize>)| before.len() + after.len();
        let fewest = sides.min_by_key(count);
        let Some((before, after)) = fewest.filter(|sides| count(sides) <= ALIKE_MAX) else {
            return Vec::new();
        };
        let before = before.map(|position| position as u32);
        let mut positions: Vec<u32> = before.chain(backwards[after].iter().copied()).collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// The spellings that agree with this one from its beginning on for as little as still tells.
    fn agreeing_before(&self, spelling: &str) -> Vec<u32> {
        let before = self.narrowed(spelling.bytes(), |position, depth| {
            self.texts.bytes(position).get(depth).copied()
        });
        let few = before
            .into_iter()
            .find(|same| same.len() <= BEGINNING_ALIKE_MAX);
        let few = few.into_iter().flatten();
        few.map(|position| position as u32).collect()
    }

    /// Where the spellings are, in an order by these letters, that share none of them, the first, the first two, and so on;
    /// `letter` tells the letter of a place in that order at a depth.
    fn narrowed(
        &self,
        letters: impl Iterator<Item = u8>,
        letter: impl Fn(usize, usize) -> Option<u8>,
    ) -> Vec<Range<usize>> {
        let mut same = 0..self.texts.len();
        let mut all = vec![same.clone()];
        for (depth, typed) in letters.enumerate() {
            let from = first(same.clone(), |place| letter(place, depth) >= Some(typed));
            same = from..first(from..same.end, |place| letter(place, depth) > Some(typed));
            all.push(same.clone());
        }
        all
    }
}

/// The first place in a range where something begins to hold; its end where it never does.
fn first(places: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (places.start, places.end);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}

fn best_first(mut near: Vec<Near>) -> Vec<Near> {
    near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.form.cmp(&b.form)));
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 6] = ["export", "exporter", "voucher", "kotra", "export", "수출"];

    fn spellings() -> Spellings {
        Spellings::new(&WORDS.into_iter().collect(), &[0, 1, 2, 3, 4, 5])
    }

    #[test]
    fn spellings_are_found_to_the_letter_and_by_how_they_begin() {
        let spellings = spellings();
        for (typed, exactly, beginning) in [
            ("export", vec![0, 4], vec![0, 4, 1]),
            ("exp", vec![], vec![0, 4, 1]),
            ("voucher", vec![2], vec![2]),
            ("수", vec![], vec![5]),
            ("z", vec![], vec![]),
            ("", vec![], vec![]),
        ] {
            assert_eq!(
                spellings.exactly(typed).collect::<Vec<_>>(),
                exactly,
                "{typed:?}"
            );
            assert_eq!(
                spellings.beginning(typed).collect::<Vec<_>>(),
                beginning,
                "{typed:?}"
            );
        }
    }

    #[test]
    fn slips_are_forgiven_in_proportion_to_length() {
        let spellings = spellings();
        for (typed, expected) in [
            ("exprot", Some(0)),
            ("exporetr", Some(1)),
            ("vuocehr", None),
            ("voucer", Some(2)),
            ("kota", Some(3)),
            ("kotu", None),
            ("", None),
        ] {
            let near = spellings.near(typed, edits_allowed(typed.len()), |_| true);
            assert_eq!(near.first().map(|near| near.form), expected, "{typed:?}");
        }
        assert!(spellings.near("exprot", 1, |form| form == 2).is_empty());
    }

    #[test]
    fn the_beginning_of_a_spelling_may_hold_a_slip() {
        let spellings = spellings();
        for (typed, expected) in [
            ("exprot", Some(0)),
            ("vouhce", Some(2)),
            ("vouch", Some(2)),
            ("zzzzz", None),
        ] {
            let near = spellings.beginning_near(typed, |_| true);
            assert_eq!(near.first().map(|near| near.form), expected, "{typed:?}");
        }
    }

    /// Numbers written as syllables, so that no two are one slip apart.
    #[test]
    fn one_slip_is_forgiven_among_many_spellings_too() {
        let spelled = |number: usize| -> String {
            let digits = format!("{number:05}");
            let syllable =
                |digit: u8| ["부", "cde", "한글", "mnop", "u"][usize::from(digit - b'0')];
            digits.bytes().map(syllable).collect()
        };
        let base_five = |number: usize| {
            (0..5).fold(0, |all, place| {
                all + number / 5_usize.pow(place) % 5 * 10_usize.pow(place)
            })
        };
        let mut all = Texts::default();
        (0..3_125).for_each(|number| all.push(&spelled(base_five(number))));
        let forms: Vec<u32> = (0..3_125).collect();
        let few = Spellings::new(&all, &forms);
        let many = Spellings {
            slips: Slips::Backwards(sorted(&few.texts, Reading::Backwards)),
            ..Spellings::new(&all, &forms)
        };
        for (form, spelling) in (0..).zip(all.iter()).step_by(211) {
            let letters: Vec<char> = spelling.chars().collect();
            for at in 0..letters.len() {
                let mut slip = letters.clone();
                slip[at] = 'z';
                let typed: String = slip.into_iter().collect();
                let finds = |spellings: &Spellings| {
                    let near = spellings.near(&typed, 1, |_| true);
                    near.iter().any(|near| near.form == form)
                };
                assert_eq!(finds(&few), finds(&many), "{typed:?} for {spelling}");
            }
        }
    }
}
