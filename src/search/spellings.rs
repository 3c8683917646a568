//! Spellings that can be found to the letter, by how they begin, and with slips in them.
//!
//! One kind of spelling each (keys, sounds, initials); what a spelling stands for is a number that the owner gives it.

use std::collections::HashMap;

use super::hash::FastHash;

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
    ordered: Vec<(String, u32)>,
    /// Positions in the order, by each pair of neighbouring letters.
    pairs: HashMap<[u8; 2], Vec<u32>, FastHash>,
}

impl Spellings {
    /// These spellings. Several may stand for one thing, and one for several.
    pub fn new(spellings: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut ordered: Vec<(String, u32)> = spellings.into_iter().collect();
        ordered.sort_unstable();
        let mut by_pair: HashMap<[u8; 2], Vec<u32>, FastHash> = HashMap::default();
        for (position, (spelling, _)) in ordered.iter().enumerate() {
            let mut own: Vec<[u8; 2]> = pairs(spelling).collect();
            own.sort_unstable();
            own.dedup();
            for pair in own {
                by_pair.entry(pair).or_default().push(position as u32);
            }
        }
        Self {
            ordered,
            pairs: by_pair,
        }
    }

    /// What is spelled exactly so.
    pub fn exactly(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let from = self.from(spelling).iter();
        let same = from.take_while(move |(other, _)| other == spelling);
        same.map(|&(_, form)| form)
    }

    /// What is spelled with this beginning, in the order of the spellings. Nothing for an empty one.
    pub fn beginning(&self, spelling: &str) -> impl Iterator<Item = u32> {
        let from = self.from(spelling).iter();
        let begins =
            from.take_while(move |(other, _)| !spelling.is_empty() && other.starts_with(spelling));
        begins.map(|&(_, form)| form)
    }

    fn from(&self, spelling: &str) -> &[(String, u32)] {
        let start = self
            .ordered
            .partition_point(|(other, _)| other.as_str() < spelling);
        &self.ordered[start..]
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
        let near = self
            .sharing_pairs(spelling, more)
            .filter_map(|(other, form)| {
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
        let near = self
            .sharing_pairs(spelling, edits)
            .filter_map(|(other, form)| {
                // A letter too many or too few moves where the beginning ends.
                let ends = spelling.len().saturating_sub(1)..=spelling.len() + 1;
                let beginnings = ends.filter_map(|end| other.get(..end));
                let beginnings = beginnings.filter(|_| accept(form));
                let likeness =
                    beginnings.filter_map(|beginning| likeness(spelling, beginning, edits));
                let likeness = likeness.max_by(f32::total_cmp)?;
                Some(Near { form, likeness })
            });
        best_first(near.collect())
    }

    /// The spellings that share enough neighbouring letters with this one to be within so many edits, so that most are
    /// never compared. None where no edit is allowed.
    fn sharing_pairs(&self, spelling: &str, edits: usize) -> impl Iterator<Item = (&str, u32)> {
        // An edit changes two pairs, a swap of neighbours three.
        let needed = spelling.len().saturating_sub(1 + 3 * edits).max(1);
        let mut shared = vec![0_u8; if edits > 0 { self.ordered.len() } else { 0 }];
        for pair in pairs(spelling).filter(|_| edits > 0) {
            for &position in self.pairs.get(&pair).into_iter().flatten() {
                let count = &mut shared[position as usize];
                *count = count.saturating_add(1);
            }
        }
        let needed = needed.min(usize::from(u8::MAX));
        let enough = self.ordered.iter().zip(shared);
        let enough = enough.filter(move |(_, count)| usize::from(*count) >= needed);
        enough.map(|((other, form), _)| (other.as_str(), *form))
    }
}

/// Neighbouring letters, by their bytes.
fn pairs(spelling: &str) -> impl Iterator<Item = [u8; 2]> {
    spelling
        .as_bytes()
        .windows(2)
        .map(|pair| [pair[0], pair[1]])
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
}
