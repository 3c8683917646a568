//! The language of a reply, where the asker did not set the `language` option.

use crate::knowledge::{Document, Kind};
use crate::search::MatchKind;
use crate::text::fold::fold;
use crate::text::language::Language;

/// Chooses the language for a `typed` text whose best hit is `best`; `locale` is the asker's own language.
///
/// In this order: Hangul, or a reading that won through choseong, keyboard or romanised Korean, is Korean; nothing, a
/// number, a slug, a bare acronym or a proper name says nothing, so the locale decides; other Latin text is English.
pub fn choose(typed: &str, best: Option<(MatchKind, &Document)>, locale: Language) -> Language {
    if typed.chars().any(is_hangul) {
        return Language::Ko;
    }
    match best.map(|(kind, _)| kind) {
        Some(MatchKind::Choseong | MatchKind::Keyboard | MatchKind::Romanized) => Language::Ko,
        Some(MatchKind::Slug) => locale,
        _ if is_acronym_or_number(typed) || is_proper_name(typed, best) => locale,
        _ => Language::En,
    }
}

/// Hangul syllables, the jamo of a keyboard, and the conjoining jamo of decomposed text.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{3131}'..='\u{318E}' | '\u{1100}'..='\u{11FF}')
}

/// `KOTRA`, `K-SURE`, `2022`, `$54.3`, and no text at all: without a lower-case letter, so in no language.
fn is_acronym_or_number(typed: &str) -> bool {
    !typed.chars().any(char::is_lowercase)
}

/// The whole text names an organisation or a person, whose Latin name Korean speakers type as well.
fn is_proper_name(typed: &str, best: Option<(MatchKind, &Document)>) -> bool {
    let Some((_, document)) = best else {
        return false;
    };
    let typed = fold(typed);
    let names = [&document.name.en, &document.short.en].into_iter();
    let aliases = document.aliases.iter().map(|alias| &alias.text);
    matches!(document.kind, Kind::Partner | Kind::Person)
        && names.chain(aliases).any(|name| fold(name) == typed)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::answer::answer;
    use crate::knowledge::load;
    use crate::request::{Ask, Request, Via};
    use crate::search::Index;
    use crate::text::language::Language::{self, En, Ko};

    #[test]
    fn the_reply_is_in_the_language_that_the_asker_reads() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let index = Index::build(&base);
        let question = |text: &str| Ask::Question(text.to_owned());
        let program = |name: &str| Ask::Program {
            name: Some(name.to_owned()),
        };
        let year = Ask::Exports {
            year: Some(2022),
            item: None,
        };
        for (ask, option, locale, expected) in [
            // The option decides over everything.
            (question("수출 바우처"), Some(En), Some(Ko), En),
            (question("export voucher"), Some(Ko), Some(En), Ko),
            // Hangul is Korean, whoever types it.
            (question("수출 바우처"), None, Some(En), Ko),
            (question("ㅅㅊㅂㅇㅊ"), None, Some(En), Ko),
            (question("export 바우처"), None, Some(En), Ko),
            // So is what reads as Korean once understood.
            (question("tncnfqkdncj"), None, Some(En), Ko),
            (question("suchul baucheo"), None, Some(En), Ko),
            // A number, a bare acronym or a proper name belongs to both.
            (year.clone(), None, Some(Ko), Ko),
            (year, None, Some(En), En),
            (question("2022"), None, Some(Ko), Ko),
            (question("KOTRA"), None, Some(Ko), Ko),
            (question("KOTRA"), None, Some(En), En),
            (question("Yoo Jeong-bok"), None, Some(Ko), Ko),
            // A slug comes from a suggestion.
            (program("voucher"), None, Some(Ko), Ko),
            (program("voucher"), None, Some(En), En),
            // Other Latin text is English.
            (question("what is the export voucher?"), None, Some(Ko), En),
            (question("weather in Incheon"), None, Some(Ko), En),
            // Nothing tells: the configured language.
            (Ask::Help, None, None, Ko),
            (Ask::Help, None, Some(En), En),
        ] {
            let request = Request {
                ask,
                via: Via::Command,
                language: option,
                locale,
                private: false,
            };
            let language: Language = answer(&base, &index, &request, Ko).language;
            assert_eq!(language, expected, "{request:?}");
        }
    }
}
