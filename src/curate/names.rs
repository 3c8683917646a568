//! What the base knows by name: the organisations, programs, fields, places and people that a paragraph mentions.

use crate::answer::Decision;
use crate::knowledge::{DocumentId, Kind, KnowledgeBase};
use crate::request::Ask;
use crate::responder::Responder;
use crate::terminal;
use crate::text::fold::fold;

/// The names of a base, to be looked for in prose.
#[derive(Debug)]
pub(super) struct Names {
    /// Letters and digits of each name that can be told from the prose around it, longer ones first.
    names: Vec<(Vec<char>, DocumentId)>,
    /// Those of every document, longer ones first.
    all: Vec<(Vec<char>, DocumentId)>,
}

impl Names {
    /// The official names and own aliases. Of figures none can be told from prose: 수출 is in every sentence.
    pub fn of(base: &KnowledgeBase) -> Self {
        let mut all: Vec<(Vec<char>, DocumentId)> = base
            .documents()
            .iter()
            .flat_map(|document| {
                let own = document.aliases.iter().filter(|alias| !alias.shared);
                let own = own.map(|alias| alias.text.as_str());
                let texts = [document.name.ko.as_str(), document.short.ko.as_str()]
                    .into_iter()
                    .chain(own);
                texts.map(|text| (fold(text).squeezed().chars().collect(), document.id))
            })
            .filter(|(letters, _): &(Vec<char>, _)| letters.len() >= 2)
            .collect();
        all.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
        let mut names = all.clone();
        names.retain(|(_, id)| {
            let kind = base.document(*id).kind;
            !matches!(kind, Kind::Figure | Kind::Event | Kind::Source)
        });
        Self { names, all }
    }

    /// The document that `item` names as a whole, a few letters after the name left aside: 수출 바우처 사업.
    pub fn whole(&self, item: &str) -> Option<DocumentId> {
        /// 지원사업, 참가지원 and the like add nothing to a name; what is longer makes it another.
        const MORE_LETTERS: usize = 4;
        let letters: Vec<char> = fold(item).squeezed().chars().collect();
        let named = self.all.iter().find(|(name, _)| {
            letters.starts_with(name) && letters.len() <= name.len() + MORE_LETTERS.min(name.len())
        });
        named.map(|(_, id)| *id)
    }

    /// The documents that `text` mentions, each once, in the order of their first mention. A name begins a word; what
    /// follows it may be a particle.
    pub fn mentioned_in(&self, text: &str) -> Vec<DocumentId> {
        let mut letters: Vec<(char, bool)> = Vec::new();
        let mut starts = true;
        for c in fold(text).chars() {
            if c.is_alphanumeric() {
                letters.push((c, starts));
            }
            starts = !c.is_alphanumeric();
        }
        let mut mentioned = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            let here = &letters[at..];
            let found = self.names.iter().find(|(name, _)| {
                here[0].1
                    && name.len() <= here.len()
                    && name.iter().zip(here).all(|(wanted, (c, _))| wanted == c)
            });
            match found {
                Some((name, id)) => {
                    if !mentioned.contains(id) {
                        mentioned.push(*id);
                    }
                    at += name.len();
                }
                None => at += 1,
            }
        }
        mentioned
    }
}

/// The document that the bot itself would answer `text` with; `None` where it would ask back or does not know.
pub(super) fn answered_with(responder: &Responder, text: &str) -> Option<DocumentId> {
    let mut request = terminal::request(text, None);
    // An entry of a list is no command.
    request.ask = Ask::Question(text.to_owned());
    match responder.decide(&request).decision {
        Decision::Document { id, .. } => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    #[test]
    fn names_are_found_where_a_word_begins() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let names = Names::of(&base);
        for (text, expected) in [
            (
                "협력기관은 인천테크노파크, 인천상공회의소 등이다",
                &["itp", "icci"][..],
            ),
            ("수출바우처를 신청한", &["voucher"]),
            ("‘수출 인프라 확충’ 사업", &["field-infra"]),
            ("일본, 인도, 베트남에", &["m-japan", "m-india", "m-vietnam"]),
            ("재일본 동포", &[]),
            ("아무것도 아닌", &[]),
            ("", &[]),
        ] {
            let slugs: Vec<&str> = names
                .mentioned_in(text)
                .into_iter()
                .map(|id| base.document(id).slug.as_str())
                .collect();
            assert_eq!(slugs, expected, "{text}");
        }
        for (item, expected) in [
            ("수출 바우처 사업", Some("voucher")),
            ("일본", Some("m-japan")),
            ("일본 물류 거점", None),
            ("수출 사다리", None),
            ("", None),
        ] {
            let slug = names.whole(item).map(|id| base.document(id).slug.as_str());
            assert_eq!(slug, expected, "{item}");
        }
    }
}
