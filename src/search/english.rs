//! English word forms, as far as a question may hold another form than a name does.

/// Letters that two words of one family share at their beginning, at least.
const STEM_MIN: usize = 4;

/// What words of one family may end in after what they share.
const ENDINGS: [&str; 37] = [
    "", "s", "e", "es", "ed", "d", "er", "ers", "or", "ing", "ion", "ions", "ation", "ment", "al",
    "ally", "ly", "ity", "y", "ies", "ied", "ive", "able", "ance", "ant", "icate", "ication",
    "ise", "ises", "ised", "ising", "isation", "ize", "izes", "ized", "izing", "ization",
];

/// The letters with which every word of the family of `word` begins; `None` for one too short to have a family.
pub(super) fn stem(word: &str) -> Option<&str> {
    if word.is_ascii() {
        word.get(..STEM_MIN)
    } else {
        None
    }
}

/// Whether two words are of one family: `exporting` and `exporter`, `certify` and `certificate`.
pub(super) fn same_family(a: &str, b: &str) -> bool {
    if !a.is_ascii() || !b.is_ascii() {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let ends = |word: &str, at: usize| ENDINGS.contains(&&word[at..]);
    (STEM_MIN..=shared).any(|at| ends(a, at) && ends(b, at))
}

/// Least length of a word that may be written together with another: `online` is not `on` + `line`.
const TOGETHER_MIN: usize = 3;
/// Longest text that is taken apart, in letters, and most words that come of it: names have no more.
const TOGETHER_MAX: usize = 60;
const TOGETHER_WORDS_MAX: usize = 6;

/// The words that `text` is written together of, two or more, long first ones preferred; `None` where it is not.
pub(super) fn split_together(text: &str, is_word: &impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if !text.is_ascii() || text.len() > TOGETHER_MAX {
        return None;
    }
    let words = split(text, is_word, TOGETHER_WORDS_MAX)?;
    (words.len() > 1).then_some(words)
}

fn split(text: &str, is_word: &impl Fn(&str) -> bool, words: usize) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let words = words.checked_sub(1)?;
    (TOGETHER_MIN..=text.len()).rev().find_map(|end| {
        let (word, rest) = text.split_at(end);
        if !is_word(word) {
            return None;
        }
        let mut all = vec![word.to_owned()];
        all.extend(split(rest, is_word, words)?);
        Some(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_family_share_a_stem() {
        for (a, b, expected) in [
            ("exporting", "exporter", true),
            ("exported", "export", true),
            ("certify", "certificate", true),
            ("translating", "translation", true),
            ("interpreters", "interpreting", true),
            ("market", "marketing", true),
            ("export", "expert", false),
            ("port", "portion", true),
            ("art", "arts", false),
            ("수출", "수출s", false),
        ] {
            assert_eq!(same_family(a, b), expected, "{a} and {b}");
        }
    }

    #[test]
    fn words_written_together_come_apart() {
        let words = [
            "incheon",
            "techno",
            "park",
            "technopark",
            "on",
            "line",
            "global",
            "challenger",
        ];
        for (text, expected) in [
            ("incheontechnopark", Some("incheon technopark")),
            ("globalchallenger", Some("global challenger")),
            ("online", None),
            ("incheon", None),
            ("incheonx", None),
            ("수출", None),
            ("", None),
        ] {
            let got = split_together(text, &|word| words.contains(&word));
            assert_eq!(
                got.map(|words| words.join(" ")).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }
}
