//! Which spellings may be a few edits away, told by their lengths and by which letters they have.
//!
//! One edit makes a spelling one letter longer or shorter at most, takes one letter from it at most and brings one at most; a
//! swap of neighbours does none of this. So most spellings need not be compared letter by letter.

/// The lengths and letters of spellings, by their positions in a list.
#[derive(Debug, Default)]
pub(super) struct ByLetters {
    /// Where the spellings of each length end in the lists below; from length 0, in letters.
    ends: Vec<u32>,
    /// Which letters each has, as [`letters`] says.
    letters: Vec<u64>,
    /// The position of each.
    positions: Vec<u32>,
}

impl ByLetters {
    /// Of these spellings.
    pub fn new<'a>(spellings: impl Iterator<Item = &'a str>) -> Self {
        let each = spellings.zip(0..);
        let each = each.map(|(text, position)| (text.chars().count(), letters(text), position));
        let mut ordered: Vec<(usize, u64, u32)> = each.collect();
        ordered.sort_unstable_by_key(|&(length, _, position)| (length, position));
        let longest = ordered.last().map_or(0, |&(length, ..)| length);
        let shorter = |length| ordered.partition_point(|&(other, ..)| other <= length) as u32;
        Self {
            ends: (0..=longest).map(shorter).collect(),
            letters: ordered.iter().map(|&(_, letters, _)| letters).collect(),
            positions: ordered.iter().map(|&(.., position)| position).collect(),
        }
    }

    /// The positions of all spellings that are within so many edits of this one, or of which a beginning is, with some that
    /// are not; by length.
    pub fn alike(&self, spelling: &str, edits: usize, beginning: bool) -> Vec<u32> {
        let length = spelling.chars().count();
        let start = length.saturating_sub(edits).checked_sub(1);
        let start = start.map_or(0, |shorter| self.end(shorter));
        let end = if beginning {
            self.letters.len()
        } else {
            self.end(length + edits)
        };
        let own = letters(spelling);
        let may_be = |&(&other, _): &(&u64, &u32)| {
            let lost = has_at_most(own & !other, edits);
            lost && (beginning || has_at_most(other & !own, edits))
        };
        let others = self.letters[start..end].iter();
        let others = others.zip(&self.positions[start..end]);
        others
            .filter(may_be)
            .map(|(_, &position)| position)
            .collect()
    }

    /// Where the spellings of at most this many letters end.
    fn end(&self, length: usize) -> usize {
        let end = self.ends.get(length).or(self.ends.last());
        end.map_or(0, |&end| end as usize)
    }
}

/// Which letters a text has: a bit for the first of a letter, another for all more of it, where those that share their bits
/// count as the same.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, letter| {
        let first = 1 << (u32::from(letter) % 32);
        letters
            | if letters & first == 0 {
                first
            } else {
                first << 32
            }
    })
}

/// Whether no more than so many bits are set.
fn has_at_most(mut bits: u64, count: usize) -> bool {
    for _ in 0..count {
        bits &= bits.wrapping_sub(1);
    }
    bits == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 8] = [
        "export",
        "수출",
        "수출액",
        "exporter",
        "voucher",
        "tncnf",
        "",
        "kotra",
    ];

    #[test]
    fn nothing_that_is_near_enough_is_passed_over() {
        let by_letters = ByLetters::new(WORDS.into_iter());
        for typed in [
            "exprot",
            "expoter",
            "수줄",
            "출액",
            "tncnv",
            "kota",
            "v",
            "",
            "zzzzz",
            "긴긴긴긴긴긴긴긴긴긴긴긴",
        ] {
            for edits in 0..=3 {
                let alike = by_letters.alike(typed, edits, false);
                let begun = by_letters.alike(typed, edits, true);
                for (word, position) in WORDS.into_iter().zip(0..) {
                    let near = strsim::osa_distance(typed, word) <= edits;
                    assert!(!near || alike.contains(&position), "{typed:?}, {word:?}");
                    let ends = word.char_indices().map(|(end, _)| end).chain([word.len()]);
                    let beginnings = ends.map(|end| &word[..end]);
                    let near = beginnings
                        .map(|beginning| strsim::osa_distance(typed, beginning))
                        .any(|distance| distance <= edits);
                    assert!(!near || begun.contains(&position), "{typed:?}, {word:?}");
                }
            }
        }
    }

    #[test]
    fn most_others_are_passed_over() {
        let by_letters = ByLetters::new(WORDS.into_iter());
        for (typed, alike) in [
            ("exprot", vec![0]),
            ("voucher", vec![4]),
            ("수출", vec![1, 2]),
            ("qqqqq", vec![]),
        ] {
            assert_eq!(by_letters.alike(typed, 1, false), alike, "{typed:?}");
        }
        assert_eq!(by_letters.alike("exprot", 1, true), [0, 3]);
    }
}
