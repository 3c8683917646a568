//! What is asked of a base as a whole with every answer, looked up once: a million documents take long to walk.

use std::collections::BTreeMap;

use super::{Document, DocumentId, Kind, Topic};

/// What a base holds, by kind and by topic.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    /// The documents of each kind there is, in file order.
    of_kind: BTreeMap<Kind, Vec<DocumentId>>,
    /// The first document of each topic.
    first: BTreeMap<Topic, DocumentId>,
    /// First and last year with a figure in each topic that has any.
    years: BTreeMap<Topic, (u16, u16)>,
}

impl Contents {
    /// What these documents are, which are in the order of their ids.
    pub fn of(documents: &[Document]) -> Self {
        let mut contents = Self::default();
        for document in documents {
            let (id, topic) = (document.id, document.topic);
            contents.of_kind.entry(document.kind).or_default().push(id);
            contents.first.entry(topic).or_insert(id);
            for year in document.figures.iter().map(|figure| figure.year.value) {
                let (first, last) = contents.years.entry(topic).or_insert((year, year));
                *first = year.min(*first);
                *last = year.max(*last);
            }
        }
        contents
    }

    /// The documents of a kind, in file order.
    pub fn of_kind(&self, kind: Kind) -> &[DocumentId] {
        self.of_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The first document of a topic.
    pub fn first(&self, topic: Topic) -> Option<DocumentId> {
        self.first.get(&topic).copied()
    }

    /// First and last year with a figure in a topic, inclusive.
    pub fn years(&self, topic: Topic) -> Option<(u16, u16)> {
        self.years.get(&topic).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::knowledge::load;

    #[test]
    fn contents_are_those_of_the_documents() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let base = load::load(&data).expect("the base has no problems");
        let documents = base.documents();
        for kind in documents.iter().map(|document| document.kind) {
            let expected = documents.iter().filter(|document| document.kind == kind);
            assert!(base.of_kind(kind).eq(expected), "{kind:?}");
        }
        for topic in Topic::ALL {
            let of_topic = || {
                documents
                    .iter()
                    .filter(move |document| document.topic == topic)
            };
            let years = || of_topic().flat_map(|document| &document.figures);
            let years = || years().map(|figure| figure.year.value);
            let expected = years().min().zip(years().max());
            assert_eq!(base.years(topic), expected, "{topic:?}");
            let first = of_topic().next().map(|document| document.id);
            assert_eq!(base.contents.first(topic), first, "{topic:?}");
        }
        assert!(base.overview().is_some() && base.years(Topic::Exports).is_some());
    }
}
