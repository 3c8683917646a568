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
