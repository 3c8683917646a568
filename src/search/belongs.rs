//! How a term belongs to a document: by a name, a keyword, or prose.

use super::flat::Lists;

/// How a term belongs to a document, the weaker ways first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Belongs {
    /// Its summary mentions it: prose mentions much that a document is not about.
    #[default]
    Prose,
    /// It is a word of a phrase that is a keyword.
    PartOfKeyword,
    /// It is a word of a phrase in a name.
    PartOfName,
    /// It is a keyword.
    Keyword,
    /// A name of the document has it, though not the one that a question is compared with; or all documents of its kind do.
    Name,
}

/// How much a word of a phrase belongs less than the phrase.
const PART_OF_PHRASE: f32 = 0.9;

impl Belongs {
    /// How strongly, as far as covering a question goes: below 1.0, which is for a term of the name compared with.
    pub const fn strength(self) -> f32 {
        match self {
            Self::Prose => 0.5,
            Self::PartOfKeyword => Self::Keyword.strength() * PART_OF_PHRASE,
            Self::PartOfName => Self::Name.strength() * PART_OF_PHRASE,
            Self::Keyword => 0.8,
            Self::Name => 0.85,
        }
    }
}

/// For each document its terms, or for each term its documents, ascending, and how they belong together.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    others: Lists<u32>,
    how: Vec<Belongs>,
}

impl Belongings {
    /// Adds what belongs to the next one, ascending.
    pub fn push(&mut self, list: &[(u32, Belongs)]) {
        self.others.push(list.iter().map(|&(other, _)| other));
        self.how.extend(list.iter().map(|&(_, how)| how));
    }

    /// The same from the other side: for each of so many to which something belongs, what that is.
    pub fn turned(&self, others: usize) -> Self {
        let one_by_one = || {
            let numbered = self.others.iter().zip(0..);
            numbered.flat_map(|(list, number)| list.iter().map(move |&other| (other, number)))
        };
        let how = Lists::gathered(others, || {
            let others = self.others.all().iter().copied();
            others.zip(self.how.iter().copied())
        });
        Self {
            others: Lists::gathered(others, one_by_one),
            how: how.into_all(),
        }
    }

    /// The same without room for more.
    pub fn trimmed(mut self) -> Self {
        self.how.shrink_to_fit();
        Self {
            others: self.others.trimmed(),
            ..self
        }
    }

    /// What belongs to a number, ascending, and how.
    pub fn of(&self, number: u32) -> (&[u32], &[Belongs]) {
        let range = self.others.range(number as usize);
        (&self.others[number as usize], &self.how[range])
    }

    /// How strongly another belongs to a number: 0.0 where it does not.
    pub fn strength(&self, number: u32, other: u32) -> f32 {
        let (others, how) = self.of(number);
        let at = others.binary_search(&other);
        at.map_or(0.0, |at| how[at].strength())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_way_to_belong_is_a_stronger_one() {
        use Belongs::*;
        let ways = [Prose, PartOfKeyword, PartOfName, Keyword, Name];
        assert!(ways.is_sorted());
        assert!(ways.is_sorted_by(|a, b| a.strength() < b.strength()));
    }

    #[test]
    fn belongings_can_be_turned() {
        let mut terms = Belongings::default();
        terms.push(&[(0, Belongs::Name), (2, Belongs::Prose)]);
        terms.push(&[]);
        terms.push(&[(2, Belongs::Keyword)]);
        let documents = terms.turned(3);
        assert_eq!(documents.of(0), (&[0][..], &[Belongs::Name][..]));
        assert_eq!(documents.of(1), (&[][..], &[][..]));
        let expected = (&[0, 2][..], &[Belongs::Prose, Belongs::Keyword][..]);
        assert_eq!(documents.of(2), expected);
        assert_eq!(documents.strength(2, 2), Belongs::Keyword.strength());
        assert_eq!(terms.strength(0, 1), 0.0);
    }
}
