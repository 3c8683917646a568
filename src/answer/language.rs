//! The language of a reply, where the asker did not set the `language` option.

use crate::knowledge::{Document, Kind};
use crate::search::MatchKind;
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
        _ if is_acronym_or_number(typed) || is_proper_name(best) => locale,
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
fn is_proper_name(best: Option<(MatchKind, &Document)>) -> bool {
    best.is_some_and(|(kind, document)| {
        matches!(kind, MatchKind::Exact | MatchKind::Alias)
            && matches!(document.kind, Kind::Partner | Kind::Person)
    })
}
