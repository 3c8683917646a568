//! What autocomplete promises, over every name of the shipped base in both languages, key by key.

use super::rank::Match;
use super::relevance::shipped;
use super::{Index, MatchKind, Query};
use crate::knowledge::KnowledgeBase;
use crate::text::keyboard::{to_hangul, to_latin};

/// Every official name and short form.
fn names(base: &KnowledgeBase) -> impl Iterator<Item = &str> {
    base.documents().iter().flat_map(|document| {
        [&document.name, &document.short]
            .into_iter()
            .flat_map(|name| [name.ko.as_str(), name.en.as_str()])
    })
}

/// What the screen shows after each key of a name, half a syllable at the end; an English name letter by letter.
fn keystrokes(name: &str) -> Vec<String> {
    let korean = to_latin(name) != name;
    let keys: Vec<char> = if korean {
        to_latin(name)
    } else {
        name.to_owned()
    }
    .chars()
    .collect();
    let shown = |end: usize| {
        let typed: String = keys[..end].iter().collect();
        if korean { to_hangul(&typed) } else { typed }
    };
    (1..=keys.len()).map(shown).collect()
}

/// Exact before the beginning of a name before the rest.
fn place_of(found: &Match) -> u8 {
    match found.kind {
        MatchKind::Exact | MatchKind::Alias => 0,
        MatchKind::Prefix if found.whole => 1,
        _ => 2,
    }
}

#[test]
fn the_list_is_never_empty_on_the_way_to_a_name() {
    let base = shipped();
    let index = Index::build(&base);
    for name in names(&base) {
        for shown in keystrokes(name) {
            assert!(
                !index.suggest(&shown, None).is_empty(),
                "{shown:?} on the way to {name}"
            );
        }
    }
}

#[test]
fn a_name_comes_before_its_beginning_and_that_before_a_slip() {
    let base = shipped();
    let index = Index::build(&base);
    for name in names(&base) {
        for shown in keystrokes(name) {
            let ranking = index.rank(&Query::parse(&shown), None, true);
            let found = ranking.ranked.iter().map(|ranked| ranked.found);
            let places: Vec<u8> = found.map(|found| place_of(&found)).collect();
            assert!(places.is_sorted(), "{shown:?}: {places:?}");
        }
    }
}

/// Two documents that are still found by the same names keep their order when a letter is added.
#[test]
fn the_order_is_stable_as_letters_are_added() {
    let base = shipped();
    let index = Index::build(&base);
    let by_beginning = |shown: &str| -> Vec<(u32, Option<u32>)> {
        let ranking = index.rank(&Query::parse(shown), None, true);
        let ranked = ranking.ranked.iter().map(|ranked| ranked.found);
        ranked
            .filter(|found| found.kind == MatchKind::Prefix && found.whole)
            .map(|found| (found.document, found.name))
            .collect()
    };
    for name in names(&base) {
        let lists: Vec<_> = keystrokes(name)
            .iter()
            .map(|shown| by_beginning(shown))
            .collect();
        for (before, after) in lists.iter().zip(lists.iter().skip(1)) {
            let kept = |list: &[(u32, Option<u32>)], other: &[(u32, Option<u32>)]| {
                let kept = list.iter().filter(|found| other.contains(found)).copied();
                kept.collect::<Vec<_>>()
            };
            assert_eq!(
                kept(before, after),
                kept(after, before),
                "on the way to {name}"
            );
        }
    }
}

/// As people type: without the spaces of the name, by an alias, with a slip, on the other layout, year first or last.
#[test]
fn other_spellings_lead_to_the_document_and_never_to_an_empty_list() {
    let base = shipped();
    let index = Index::build(&base);
    for (text, slug) in [
        ("수출바우처", "voucher"),
        ("시장개척단", "delegation"),
        ("물류비 지원", "logistics"),
        ("통번역", "translation"),
        ("원산지 인증", "origin"),
        ("중국 비중", "china-share"),
        ("인천 테크노파크", "itp"),
        ("상공회의소", "icci"),
        ("무역보험공사", "ksure"),
        ("2023년 예산", "budget-2023"),
        ("예산 2023", "budget-2023"),
        ("2022년 지원 기업", "companies-2022"),
        ("대통령 표창", "award"),
        ("무역사무소", "offices"),
        ("export voucher", "voucher"),
        ("trade offices", "offices"),
        ("b2b platform", "b2b"),
        ("certificate of origin", "origin"),
        ("in-person", "face-to-face"),
        ("K-SURE", "ksure"),
        ("chamber of commerce", "icci"),
        ("수춛바우처", "voucher"),
        ("exprot voucher", "voucher"),
        ("tncnfqkdncj", "voucher"),
    ] {
        for shown in keystrokes(text) {
            let hits = index.suggest(&shown, None);
            assert!(!hits.is_empty(), "{shown:?} on the way to {text}");
        }
        let hits = index.suggest(text, None);
        let first = hits.first().map(|hit| &base.document(hit.document).slug);
        assert_eq!(first.map(String::as_str), Some(slug), "{text}");
    }
}

/// The list does not turn to something else while the syllable after a year is half-typed.
#[test]
fn a_year_keeps_its_documents_while_its_unit_is_typed() {
    let base = shipped();
    let index = Index::build(&base);
    for shown in [
        "2023",
        "2023ㄴ",
        "2023녀",
        "2023년",
        "2023년 ㅇ",
        "2023년 예",
    ] {
        let hits = index.suggest(shown, None);
        let first = hits.first().map(|hit| &base.document(hit.document).slug);
        assert_eq!(first.map(String::as_str), Some("budget-2023"), "{shown}");
    }
}
