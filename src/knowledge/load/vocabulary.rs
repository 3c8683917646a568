//! `vocabulary.json`: the words of [`Vocabulary`], every fault named.

use super::draft::{KINDS, UNITS};
use super::keys::{ASKS, ELSEWHERE, VOCABULARY};
use super::node::{Fields, Node};
use crate::knowledge::vocabulary::{Asks, Vocabulary};

/// Reads the file's root; what is faulty is reported and left out.
pub(super) fn vocabulary(root: &Node<'_>) -> Vocabulary {
    let Some(fields) = root.fields(&VOCABULARY) else {
        return Vocabulary::default();
    };
    let groups = fields
        .get("same")
        .into_iter()
        .flat_map(|node| node.elements());
    let same = groups.map(|group| same(&group)).collect();
    let asks = fields
        .get("asks")
        .into_iter()
        .flat_map(|node| node.elements());
    let asks = asks.filter_map(|node| self::asks(&node)).collect();
    let filler = words(&fields, "filler");
    let elsewhere = fields
        .get("elsewhere")
        .and_then(|node| node.fields(&ELSEWHERE));
    let [places, topics] = ["places", "topics"].map(|key| {
        let fields = elsewhere.as_ref();
        fields.map_or_else(Vec::new, |fields| words(fields, key))
    });
    if let Some(fields) = elsewhere {
        fields.finish();
    }
    fields.get("$schema");
    fields.finish();
    Vocabulary {
        same,
        asks,
        filler,
        places,
        topics,
    }
}

/// A group of at least two words.
fn same(group: &Node<'_>) -> Vec<String> {
    let words = list(group);
    if words.len() == 1 {
        group.report(
            format!("`{}` stands alone", words[0]),
            "add a word that means the same, or remove the group",
        );
    }
    words
}

fn asks(node: &Node<'_>) -> Option<Asks> {
    let fields = node.fields(&ASKS)?;
    let asks = Asks {
        words: words(&fields, "words"),
        units: elements(&fields, "units", |node| node.word("unit", UNITS)),
        kinds: elements(&fields, "kinds", |node| node.word("kind", KINDS)),
        means: words(&fields, "means"),
    };
    fields.finish();
    if asks.units.is_empty() && asks.kinds.is_empty() && asks.means.is_empty() {
        node.report(
            "asks for nothing",
            "say for which units or kinds of document, or which words they mean",
        );
    }
    Some(asks)
}

fn words(fields: &Fields<'_>, key: &'static str) -> Vec<String> {
    fields.get(key).map_or_else(Vec::new, |node| list(&node))
}

/// The texts of a list, each once.
fn list(node: &Node<'_>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for element in node.elements() {
        let Some(word) = element.text() else { continue };
        if words.iter().any(|known| known == word) {
            element.report(format!("`{word}` is listed twice"), "remove one of them");
        }
        words.push(word.to_owned());
    }
    words
}

fn elements<T>(
    fields: &Fields<'_>,
    key: &'static str,
    read: impl Fn(&Node<'_>) -> Option<T>,
) -> Vec<T> {
    let list = fields.get(key).into_iter().flat_map(|node| node.elements());
    list.filter_map(|node| read(&node)).collect()
}

#[cfg(test)]
mod tests {
    use crate::knowledge::load::parse;

    const SOURCES: (&str, &str) = ("sources.json", r#"{"sources": []}"#);

    #[test]
    fn words_are_read_as_the_curator_keeps_them() {
        let base = parse(&[
            SOURCES,
            (
                "vocabulary.json",
                r#"{"same": [["바우처", "voucher"]], "asks": [{"words": ["얼마"], "units": ["usd", "krw"]}],
                    "filler": ["please"], "elsewhere": {"places": ["부산"], "topics": ["weather"]}}"#,
            ),
        ])
        .expect("nothing is wrong with it");
        let vocabulary = base.vocabulary();
        assert_eq!(vocabulary.same, [["바우처", "voucher"]]);
        assert_eq!(vocabulary.asks[0].units.len(), 2);
        assert_eq!(vocabulary.filler, ["please"]);
        assert_eq!(vocabulary.places, ["부산"]);
        assert_eq!(vocabulary.topics, ["weather"]);
    }

    #[test]
    fn every_fault_is_named() {
        let faults = parse(&[
            SOURCES,
            (
                "vocabulary.json",
                r#"{"same": [["바우처"]], "asks": [{"words": ["who"]}, {"words": [], "units": ["yen"]}],
                    "filler": ["네", "네"], "elsewhere": {"cities": []}}"#,
            ),
        ])
        .expect_err("everything is wrong with it");
        let faults: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}: {}", fault.key.as_deref().unwrap_or(""), fault.problem))
            .collect();
        for expected in [
            "same[0]: `바우처` stands alone",
            "asks[0]: asks for nothing",
            "asks[1].units[0]: `yen` is not a unit",
            "filler[1]: `네` is listed twice",
            "elsewhere.cities: is not a known key",
        ] {
            assert!(
                faults.iter().any(|fault| fault == expected),
                "{expected} in {faults:?}"
            );
        }
    }
}
