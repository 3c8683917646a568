//! Questions about synthetic documents: a name with one slip of the finger in it.

use incheon_exports_bot::text::keyboard::{to_hangul, to_latin};
use incheon_exports_bot::text::language::Language;

use super::names::Names;
use super::numbers::Numbers;

/// A question and what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is typed.
    pub text: String,
    /// The document whose name was meant.
    pub document: usize,
    /// The language of the name.
    pub language: Language,
}

/// So many questions about the first `documents` documents, half of them in Korean and half in English, one slip each.
pub fn questions(names: &Names, documents: usize, count: usize) -> Vec<Question> {
    let mut numbers = Numbers(0x511b);
    let languages = Language::ALL.into_iter().cycle();
    let question = |language: Language| {
        let document = numbers.below(documents);
        let name = names.of(document);
        Question {
            text: slip(name.get(language), &mut numbers),
            document,
            language,
        }
    };
    languages.take(count).map(question).collect()
}

/// `name` with one letter inserted, deleted, replaced, or swapped with its neighbour; of Korean, a jamo as a keyboard types it.
///
/// Which of the four, where, and by which letter is random. Spaces stay where they are, and every letter may be hit.
fn slip(name: &str, numbers: &mut Numbers) -> String {
    let mut keys: Vec<char> = to_latin(name).chars().collect();
    let is_korean = !name.is_ascii();
    let letters: Vec<usize> = (0..keys.len()).filter(|&at| keys[at] != ' ').collect();
    let other_than = |letter: char, numbers: &mut Numbers| loop {
        let other = (b'a' + numbers.below(26) as u8) as char;
        if other != letter.to_ascii_lowercase() {
            return other;
        }
    };
    let swaps = |at: &usize| {
        let next = keys.get(at + 1);
        next.is_some_and(|&next| next != ' ' && !next.eq_ignore_ascii_case(&keys[*at]))
    };
    let at = numbers.pick(&letters);
    match numbers.below(4) {
        0 => {
            let after = numbers.below(2);
            keys.insert(at + after, other_than(' ', numbers));
        }
        1 => {
            keys.remove(at);
        }
        2 => keys[at] = other_than(keys[at], numbers),
        _ => {
            let pairs: Vec<usize> = letters.iter().copied().filter(swaps).collect();
            let at = numbers.pick(&pairs);
            keys.swap(at, at + 1);
        }
    }
    let typed: String = keys.into_iter().collect();
    if is_korean { to_hangul(&typed) } else { typed }
}

#[cfg(test)]
mod tests {
    use super::super::names::{Spacing, keys};
    use super::*;

    #[test]
    fn a_question_is_one_slip_from_the_name_it_means() {
        let names = Names::new(Spacing::Apart);
        let questions = questions(&names, 1_000, 2_000);
        let mut slips = [[0; 3]; 2];
        for question in &questions {
            let name = names.of(question.document);
            let [name, typed] =
                [name.get(question.language), &question.text].map(|text| keys(text));
            assert_eq!(strsim::osa_distance(&name, &typed), 1, "{question:?}");
            let language = usize::from(question.language == Language::En);
            slips[language][1 + typed.len() - name.len()] += 1;
        }
        // A quarter each is shorter and longer, and half of them as long.
        for [shorter, same, longer] in slips {
            assert_eq!(shorter + same + longer, 1_000);
            assert!(shorter > 200 && longer > 200 && same > 400, "{slips:?}");
        }
    }

    #[test]
    fn a_slip_in_korean_is_typed_in_korean() {
        let mut numbers = Numbers(1);
        let typed: Vec<String> = (0..4).map(|_| slip("수출 보험", &mut numbers)).collect();
        assert_eq!(
            typed,
            ["수출 보ㅓㅎㅁ", "수출 ㅗ험", "수출 봏ㅁ", "수초ㅜㄹ 보험"]
        );
    }
}
