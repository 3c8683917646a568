//! How alike two spellings are: by the slips of a finger that lie between them.

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
pub(super) fn likeness(a: &str, b: &str, edits: usize) -> Option<f32> {
    let [longer, shorter] = if a.len() >= b.len() { [a, b] } else { [b, a] };
    // Outside ASCII a letter has up to four bytes.
    let (distance, length) = if longer.is_ascii() && shorter.is_ascii() {
        if longer.len() - shorter.len() > edits {
            return None;
        }
        let (a, b) = without_what_is_common(a, b);
        if letters_missing(a.as_bytes(), b.as_bytes()) > edits {
            return None;
        }
        (strsim::osa_distance(a, b), longer.len())
    } else {
        let length = a.chars().count().max(b.chars().count());
        (strsim::osa_distance(a, b), length)
    };
    (distance <= edits && length > 0).then(|| 1.0 - distance as f32 / length as f32)
}

/// What is left of two texts of ASCII without what both begin and end with, which no edit is wasted on.
fn without_what_is_common<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let same = |(a, b): &(u8, u8)| a == b;
    let begin = a.bytes().zip(b.bytes()).take_while(same).count();
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(same)
        .count();
    (&a[..a.len() - end], &b[..b.len() - end])
}

/// How many letters one of two texts of ASCII has that the other lacks, wherever they stand: as many edits there are at least.
fn letters_missing(a: &[u8], b: &[u8]) -> usize {
    let mut surplus = [0_i32; 128];
    for &letter in a {
        surplus[usize::from(letter & 127)] += 1;
    }
    for &letter in b {
        surplus[usize::from(letter & 127)] -= 1;
    }
    let (mut in_a, mut in_b) = (0, 0);
    for surplus in surplus {
        in_a += surplus.max(0);
        in_b += (-surplus).max(0);
    }
    in_a.max(in_b) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of short texts: the short cuts change no distance.
    #[test]
    fn likeness_counts_the_edits_between_two_texts() {
        let mut texts = vec![String::new()];
        for length in 0..5 {
            let of_length = texts.iter().filter(|text| text.chars().count() == length);
            let longer = of_length.flat_map(|text| ['a', 'b', '수'].map(|c| format!("{text}{c}")));
            texts.extend(longer.collect::<Vec<_>>());
        }
        for a in &texts {
            for b in &texts {
                let distance = strsim::osa_distance(a, b);
                let length = a.chars().count().max(b.chars().count());
                let expected = 1.0 - distance as f32 / length as f32;
                for edits in 0..3 {
                    let expected = (distance <= edits && length > 0).then_some(expected);
                    assert_eq!(likeness(a, b, edits), expected, "{a} and {b}");
                }
            }
        }
    }

    #[test]
    fn short_spellings_hold_no_slips() {
        for (spelling, edits) in [("rent", 0), ("tprma", 1), ("수출바우처", 2), ("", 0)] {
            assert_eq!(edits_allowed(spelling.len()), edits, "{spelling}");
        }
    }
}
