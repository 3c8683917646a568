//! Who claims which name: an official name leads to one document, a shared alias to all that list it.

use std::collections::{BTreeSet, HashMap};

use super::draft::Draft;
use super::node::Node;

/// How a document claims a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Official,
    Own,
    Shared,
}

/// One claim: position of the draft, how, and where it is written.
struct Claim<'a> {
    draft: usize,
    how: How,
    place: Node<'a>,
    text: String,
}

/// Reports names that two documents claim without saying that they share them, and shared names of one document.
///
/// `complete` is false where a file could not be read: others may share the name then.
pub(super) fn check(drafts: &[Draft<'_>], complete: bool) {
    let mut claims: Vec<Claim<'_>> = Vec::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (draft, claim) in drafts.iter().enumerate().flat_map(|(position, draft)| {
        claims_of(draft)
            .into_iter()
            .map(move |claim| (position, claim))
    }) {
        let (how, place, text) = claim;
        let key = comparable(&text);
        if key.is_empty() {
            continue;
        }
        by_name.entry(key).or_default().push(claims.len());
        claims.push(Claim {
            draft,
            how,
            place,
            text,
        });
    }
    for (position, claim) in claims.iter().enumerate() {
        let rivals = |how: How, earlier_only: bool| -> Vec<&str> {
            let all = by_name.get(&comparable(&claim.text));
            let rivals: BTreeSet<usize> = all
                .into_iter()
                .flatten()
                .copied()
                .filter(|&other| !earlier_only || other < position)
                .map(|other| &claims[other])
                .filter(|other| other.how == how && other.draft != claim.draft)
                .map(|other| other.draft)
                .collect();
            rivals.iter().map(|&draft| drafts[draft].slug).collect()
        };
        let text = &claim.text;
        let officials = rivals(How::Official, claim.how == How::Official);
        if !officials.is_empty() {
            let (what, fix) = match claim.how {
                How::Official => ("name", "tell the two apart"),
                How::Own | How::Shared => ("alias", "remove it here"),
            };
            claim.place.report(
                format!("{what} `{text}` is the name of {}", list(&officials)),
                fix,
            );
            continue;
        }
        match claim.how {
            How::Official => {}
            How::Own => {
                let mut others = rivals(How::Own, true);
                others.extend(rivals(How::Shared, false));
                if !others.is_empty() {
                    claim.place.report(
                        format!("alias `{text}` is also claimed by {}", list(&others)),
                        "keep it in one, or list it under aliases.shared in each",
                    );
                }
            }
            How::Shared => {
                let alone =
                    rivals(How::Shared, false).is_empty() && rivals(How::Own, false).is_empty();
                if alone && complete {
                    claim.place.report(
                        format!("alias `{text}` is marked shared, but no other document has it"),
                        "move it to aliases.own, or list it in the others too",
                    );
                }
            }
        }
    }
}

/// Every name a document claims, where each is written.
fn claims_of<'a>(draft: &Draft<'a>) -> Vec<(How, Node<'a>, String)> {
    let official = [("name.ko", &draft.name.ko), ("name.en", &draft.name.en)].map(|(key, name)| {
        let place = Node {
            path: draft.node.path_of(key),
            ..draft.node.clone()
        };
        (How::Official, place, name.clone())
    });
    let listed = |how: How, nodes: &[Node<'a>]| -> Vec<_> {
        nodes
            .iter()
            .filter_map(|node| Some((how, node.clone(), node.value.as_str()?.to_owned())))
            .collect()
    };
    let mut claims = Vec::from(official);
    claims.extend(listed(How::Own, &draft.own));
    claims.extend(listed(How::Shared, &draft.shared));
    claims
}

/// What counts as the same name: case, spaces and punctuation tell no two names apart.
fn comparable(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn list(slugs: &[&str]) -> String {
    slugs.join(", ")
}
