//! Sorting very many texts by their bytes.
//!
//! Comparing two texts of millions means waiting for memory twice. So eight bytes of each are laid side by side as a number and
//! sorted as such; what is still together is sorted by its next eight.

use super::flat::Texts;

/// From which end a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it is written.
    Forwards,
    /// Its last byte first.
    Backwards,
}

/// How many bytes are compared at once.
const CHUNK: usize = 8;

/// The numbers of the texts in the order of their bytes, read so; of equal ones, in the order of their numbers.
pub(super) fn sorted(texts: &Texts, reading: Reading) -> Vec<u32> {
    let mut all: Vec<(u64, u32)> = (0..texts.len() as u32).map(|text| (0, text)).collect();
    sort_from(&mut all, 0, texts, reading);
    all.into_iter().map(|(_, text)| text).collect()
}

/// Sorts texts that are the same before a position.
fn sort_from(all: &mut [(u64, u32)], from: usize, texts: &Texts, reading: Reading) {
    for (chunk, text) in all.iter_mut() {
        *chunk = chunk_at(texts.bytes(*text as usize), from, reading);
    }
    all.sort_unstable();
    let next = from + CHUNK;
    let length = |text: u32| texts.bytes(text as usize).len();
    for same in all.chunk_by_mut(|(a, _), (b, _)| a == b) {
        if same.len() < 2 {
            continue;
        }
        if same.iter().any(|&(_, text)| length(text) > next) {
            sort_from(same, next, texts, reading);
        } else {
            // Nothing but NULs at their ends can tell them apart.
            same.sort_unstable_by_key(|&(_, text)| (length(text), text));
        }
    }
}

/// The bytes from a position on as a number that sorts as they do; NULs where there are fewer.
fn chunk_at(bytes: &[u8], from: usize, reading: Reading) -> u64 {
    let mut chunk = [0; CHUNK];
    match reading {
        Reading::Forwards => {
            let rest = bytes.get(from..).unwrap_or_default();
            let count = rest.len().min(CHUNK);
            chunk[..count].copy_from_slice(&rest[..count]);
            u64::from_be_bytes(chunk)
        }
        Reading::Backwards => {
            let rest = &bytes[..bytes.len().saturating_sub(from)];
            let count = rest.len().min(CHUNK);
            chunk[CHUNK - count..].copy_from_slice(&rest[rest.len() - count..]);
            u64::from_le_bytes(chunk)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_in_the_order_of_their_bytes_and_then_of_their_numbers() {
        let pieces = ["", "a", "b", "수", "출", "\0", "abcdefgh", "\u{10ffff}"];
        let mut texts = Texts::default();
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    texts.push(&format!("{first}{second}{third}"));
                }
            }
        }
        let numbers = || (0..texts.len()).map(|text| text as u32);
        let mut expected: Vec<u32> = numbers().collect();
        expected.sort_by_key(|&text| &texts[text as usize]);
        assert_eq!(sorted(&texts, Reading::Forwards), expected);
        let mut expected: Vec<u32> = numbers().collect();
        expected.sort_by_key(|&text| texts[text as usize].bytes().rev().collect::<Vec<u8>>());
        assert_eq!(sorted(&texts, Reading::Backwards), expected);
    }
}
