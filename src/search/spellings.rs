//! Spellings that can be found to the letter, by how they begin, and with slips in them.
//!
//! One kind of spelling each (keys, sounds, initials); what a spelling stands for is a number that the owner gives it.

use super::by_letters::ByLetters;

/// Something found, and how alike its spelling is to what was typed: 1.0 for the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// What it stands for.
    pub form: u32,
    /// 1 − edits ÷ length of the longer.
    pub likeness: f32,
}

/// Spellings in order, each with what it stands for.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// All of them, end to end.
    text: String,
    /// Where each ends in the text.
    ends: Vec<u32>,
    /// What each stands for.
    forms: Vec<u32>,
    slips: Slips,
}

/// How spellings with a slip are found without comparing all.
#[derive(Debug)]
enum Slips {
    /// Of few: by their letters. Finds every one that is near enough.
    Letters(ByLetters),
    /// Of many: positions in the order of the spellings read backwards. Finds those that agree in the first or in the last
    /// half, as two that are one slip apart always do; with a slip in either half, a long name is left to its words.
    Backwards(Vec<u32>),
}

impl Default for Slips {
    fn default() -> Self {
        Self::Letters(ByLetters::default())
    }
}

/// Most spellings that are found by their letters: beyond, there are too many to look at each.
const LETTERS_MAX: usize = 8_192;

impl Spellings {
    /// These spellings. Several may stand for one thing, and one for several.
    pub fn new(spellings: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut ordered: Vec<(String, u32)> = spellings.into_iter().collect();
        ordered.sort_unstable();
        let mut new = Self {
            text: String::with_capacity(ordered.iter().map(|(text, _)| text.len()).sum()),
            ends: Vec::with_capacity(ordered.len()),
            forms: Vec::with_capacity(ordered.len()),
            slips: Slips::default(),
        };
        for (spelling, form) in ordered {
            new.text.push_str(&spelling);
            new.ends.push(new.text.len() as u32);
            new.forms.push(form);
        }
        new.slips = if new.ends.len() <= LETTERS_MAX {
            Slips::Letters(ByLetters::new(
                (0..new.ends.len()).map(|position| new.at(position)),
            ))
        } else {
            Slips::Backwards(new.backwards())
        };
        new
    }

    fn backwards(&self) -> Vec<u32> {
        let mut positions: Vec<u32> = (0..self.ends.len() as u32).collect();
        positions.sort_unstable_by(|&a, &b| {
            let [a, b] = [a, b].map(|position| self.at(position as usize).bytes().rev());
            a.cmp(b)
        });
        positions
    }

    /// The spelling at a position.
    fn at(&self, position: usize) -> &str {
        let start = position
            .checked_sub(1)
            .map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[position] as usize]
    }

    /// What is spelled exactly so.
    pub fn exactly(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let from = self.from(spelling)..self.ends.len();
        let same = from.take_while(move |&position| self.at(position) == spelling);
        same.map(|position| self.forms[position])
    }

    /// What is spelled with this beginning, in the order of the spellings. Nothing for an empty one.
    pub fn beginning(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let begins = self.positions_beginning(spelling);
        begins.map(|position| self.forms[position])
    }

    fn positions_beginning(&self, spelling: &str) -> impl Iterator<Item = usize> {
        let from = self.from(spelling)..self.ends.len();
        from.take_while(move |&position| {
            !spelling.is_empty() && self.at(position).starts_with(spelling)
        })
    }

    /// The first position that is not before this spelling.
    fn from(&self, spelling: &str) -> usize {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.at(middle) < spelling {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
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
        let near = self.alike(spelling, more, false);
        let near = near.into_iter().filter_map(|(other, form)| {
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
        let near = self.alike(spelling, edits, true);
        let near = near.into_iter().filter_map(|(other, form)| {
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
    fn alike(&self, spelling: &str, edits: usize, beginning: bool) -> Vec<(&str, u32)> {
        let positions = match &self.slips {
            _ if edits == 0 => Vec::new(),
            Slips::Letters(letters) => letters.alike(spelling, edits, beginning),
            Slips::Backwards(backwards) => self.sharing_a_half(backwards, spelling),
        };
        let positions = positions.into_iter().map(|position| position as usize);
        positions
            .map(|position| (self.at(position), self.forms[position]))
            .collect()
    }

    /// The spellings that begin as this one does, or end so, for about half of its length.
    fn sharing_a_half(&self, backwards: &[u32], spelling: &str) -> Vec<u32> {
        // A swap of neighbours in the middle is in neither half.
        let half = (spelling.len() / 2).saturating_sub(1).max(1);
        let ends_letter = |&at: &usize| spelling.is_char_boundary(at);
        let first_end = (0..=half.min(spelling.len())).rev().find(ends_letter);
        let last_start = (spelling.len().saturating_sub(half)..=spelling.len()).find(ends_letter);
        let first = &spelling[..first_end.unwrap_or(0)];
        let last = &spelling[last_start.unwrap_or(spelling.len())..];
        let mut positions: Vec<u32> = self
            .positions_beginning(first)
            .map(|position| position as u32)
            .collect();
        let from = backwards.partition_point(|&position| {
            let other = self.at(position as usize).bytes().rev();
            other.lt(last.bytes().rev())
        });
        let ends = backwards[from..].iter().take_while(|&&position| {
            !last.is_empty() && self.at(position as usize).ends_with(last)
        });
        positions.extend(ends);
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

/// How many slips a spelling of this many letters may hold and still be taken for another.
///
/// A Korean word of two syllables has five keys or so, an English one of five letters is short too; one slip in fewer than
/// that turns too many words into others (세금 and 세관, "rent" and "event").
pub(super) const fn edits_allowed(letters: usize) -> usize {
    match letters {
        0..5 => 0,
        5..9 => 1,
        9..16 => 2,
        _ => 3,
    }
}

/// 1 − edits ÷ length of the longer; `None` for more than `edits`. A swap of neighbours is one edit.
fn likeness(a: &str, b: &str, edits: usize) -> Option<f32> {
    let [longer, shorter] = if a.len() >= b.len() { [a, b] } else { [b, a] };
    // Outside ASCII a letter has up to four bytes.
    if longer.is_ascii() && longer.len() - shorter.len() > edits {
        return None;
    }
    let distance = strsim::osa_distance(a, b);
    let length = longer.chars().count();
    (distance <= edits && length > 0).then(|| 1.0 - distance as f32 / length as f32)
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
        Spellings::new(WORDS.iter().map(|word| (*word).to_owned()).zip(0..))
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
        let all: Vec<String> = (0..3_125)
            .map(|number| spelled(base_five(number)))
            .collect();
        let few = Spellings::new(all.iter().cloned().zip(0..));
        let many = Spellings {
            slips: Slips::Backwards(few.backwards()),
            ..Spellings::new(all.iter().cloned().zip(0..))
        };
        for (form, spelling) in (0..).zip(&all).step_by(211) {
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
