//! Who claims which name: an official name leads to one document, a shared alias to all that list it.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::node::Node;

/// How a document claims a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Official,
    Own,
    Shared,
}

/// One claim of one document.
struct Claim<'a> {
    /// Position of the document's draft.
    draft: usize,
    how: How,
    text: String,
    /// Where it is written.
    place: Node<'a>,
}

/// Reports names that two documents claim without saying that they share them, and shared names of one document.
///
/// `complete` is false where a file could not be read: what it holds may share the name then.
pub(super) fn check(drafts: &[Draft<'_>], complete: bool) {
    let mut by_name: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    for claim in drafts
        .iter()
        .enumerate()
        .flat_map(|(position, draft)| claims(position, draft))
    {
        by_name
            .entry(comparable(&claim.text))
            .or_default()
            .push(claim);
    }
    // A name without a letter or digit compares to nothing.
    by_name.remove("");
    let mut faults: Vec<(&Claim<'_>, String, &str)> = Vec::new();
    for rivals in by_name.values() {
        for (position, claim) in rivals.iter().enumerate() {
            let slugs = |how: How, rivals: &[Claim<'_>]| -> Vec<&str> {
                let mut slugs: Vec<&str> = rivals
                    .iter()
                    .filter(|other| other.how == how && other.draft != claim.draft)
                    .map(|other| drafts[other.draft].slug)
                    .collect();
                slugs.dedup();
                slugs
            };
            // Of two that claim alike, the later one is told.
            let earlier = &rivals[..position];
            let text = &claim.text;
            let officials = match claim.how {
                How::Official => slugs(How::Official, earlier),
                How::Own | How::Shared => slugs(How::Official, rivals),
            };
            if let Some(first) = officials.first() {
                let (what, fix) = match claim.how {
                    How::Official => ("name", "tell the two apart"),
                    How::Own | How::Shared => ("alias", "remove it here"),
                };
                faults.push((
                    claim,
                    format!("{what} `{text}` is the name of {first}"),
                    fix,
                ));
                continue;
            }
            let owners = slugs(How::Own, earlier);
            let sharers = slugs(How::Shared, rivals);
            match claim.how {
                How::Own if !(owners.is_empty() && sharers.is_empty()) => {
                    let others = [owners, sharers].concat().join(", ");
                    faults.push((
                        claim,
                        format!("alias `{text}` is also claimed by {others}"),
                        "keep it in one, or list it under aliases.shared in each",
                    ));
                }
                How::Shared
                    if complete && sharers.is_empty() && slugs(How::Own, rivals).is_empty() =>
                {
                    faults.push((
                        claim,
                        format!("alias `{text}` is marked shared, but no other document has it"),
                        "move it to aliases.own, or list it in the others too",
                    ));
                }
                _ => {}
            }
        }
    }
    faults.sort_by_key(|(claim, ..)| claim.draft);
    for (claim, problem, fix) in faults {
        claim.place.report(problem, fix);
    }
}

/// Every name that a document claims.
fn claims<'a>(draft: usize, of: &Draft<'a>) -> Vec<Claim<'a>> {
    let official = [("name.ko", &of.name.ko), ("name.en", &of.name.en)]
        .into_iter()
        .map(|(key, name)| {
            let place = Node {
                path: of.node.path_of(key),
                ..of.node.clone()
            };
            (How::Official, name.clone(), place)
        });
    let listed = [(How::Own, &of.own), (How::Shared, &of.shared)]
        .into_iter()
        .flat_map(|(how, nodes)| nodes.iter().map(move |node| (how, node)))
        .filter_map(|(how, node)| Some((how, node.value.as_str()?.to_owned(), node.clone())));
    official
        .chain(listed)
        .map(|(how, text, place)| Claim {
            draft,
            how,
            text,
            place,
        })
        .collect()
}

/// What counts as the same name: case, spaces and punctuation tell no two names apart.
fn comparable(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
