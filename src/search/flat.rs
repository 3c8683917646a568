//! Many short lists, or texts, in two arrays: what they hold, end to end, and where each of them ends.
//!
//! A million lists of their own would cost more than what is in them.

use std::ops::{Index, Range};

/// Lists, numbered from 0.
#[derive(Debug)]
pub(super) struct Lists<T> {
    ends: Vec<u32>,
    all: Vec<T>,
}

impl<T> Lists<T> {
    /// No lists, with room for so many, and for so much in all of them.
    pub fn with_capacity(lists: usize, all: usize) -> Self {
        Self {
            ends: Vec::with_capacity(lists),
            all: Vec::with_capacity(all),
        }
    }

    /// Adds a list.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.ends.push(self.all.len() as u32);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All lists, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|list| &self[list])
    }

    /// What all lists hold, end to end.
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// What all lists hold, without the lists.
    pub fn into_all(self) -> Vec<T> {
        self.all
    }

    /// Where a list stands in what all of them hold.
    pub fn range(&self, list: usize) -> Range<usize> {
        let before = list.checked_sub(1);
        before.map_or(0, |before| self.ends[before]) as usize..self.ends[list] as usize
    }

    /// The same without room for more.
    pub fn trimmed(mut self) -> Self {
        self.ends.shrink_to_fit();
        self.all.shrink_to_fit();
        self
    }
}

impl<T: Copy + Default> Lists<T> {
    /// So many lists of these values, each with the number of its list; within a list they keep their order.
    pub fn gathered<I>(lists: usize, values: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (u32, T)>,
    {
        // For each list first how many it holds, then where its next value goes, and so in the end where it ends.
        let mut ends = vec![0; lists];
        for (list, _) in values() {
            ends[list as usize] += 1;
        }
        let mut end = 0;
        for slot in &mut ends {
            let count = *slot;
            *slot = end;
            end += count;
        }
        let mut all = vec![T::default(); end as usize];
        for (list, value) in values() {
            let slot = &mut ends[list as usize];
            all[*slot as usize] = value;
            *slot += 1;
        }
        Self { ends, all }
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self::with_capacity(0, 0)
    }
}

impl<T> Index<usize> for Lists<T> {
    type Output = [T];

    fn index(&self, list: usize) -> &[T] {
        &self.all[self.range(list)]
    }
}

/// Texts, numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Texts {
    ends: Vec<u32>,
    all: String,
}

impl Texts {
    /// Adds the text that `write` appends to what it is given.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.all);
        self.ends.push(self.all.len() as u32);
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.push_with(|all| all.push_str(text));
    }

    /// Takes the last text away again.
    pub fn pop(&mut self) {
        self.ends.pop();
        self.all
            .truncate(self.ends.last().map_or(0, |&end| end as usize));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a text.
    pub fn bytes(&self, text: usize) -> &[u8] {
        &self.all.as_bytes()[self.range(text)]
    }

    fn range(&self, text: usize) -> Range<usize> {
        let before = text.checked_sub(1);
        before.map_or(0, |before| self.ends[before]) as usize..self.ends[text] as usize
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|text| &self[text])
    }

    /// The same texts in another order, which names each by its number.
    pub fn in_order(&self, order: &[u32]) -> Self {
        let mut ordered = Self {
            ends: Vec::with_capacity(self.ends.len()),
            all: String::with_capacity(self.all.len()),
        };
        for &text in order {
            ordered.push(&self[text as usize]);
        }
        ordered
    }

    /// The same without room for more.
    pub fn trimmed(mut self) -> Self {
        self.ends.shrink_to_fit();
        self.all.shrink_to_fit();
        self
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(all: I) -> Self {
        let all = all.into_iter();
        let mut texts = Self {
            ends: Vec::with_capacity(all.size_hint().0),
            all: String::new(),
        };
        all.for_each(|text| texts.push(text));
        texts
    }
}

impl Index<usize> for Texts {
    type Output = str;

    fn index(&self, text: usize) -> &str {
        &self.all[self.range(text)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_texts_keep_what_they_are_given() {
        let mut lists = Lists::default();
        for list in [vec![1, 2], vec![], vec![3]] {
            lists.push(list);
        }
        assert_eq!(lists.iter().collect::<Vec<_>>(), [&[1, 2][..], &[], &[3]]);
        assert_eq!((lists.len(), lists.range(2)), (3, 2..3));
        let mut texts: Texts = ["수출", "", "export"].into_iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["수출", "", "export"]);
        assert_eq!(&texts.in_order(&[2, 0])[1], "수출");
        texts.pop();
        texts.push("항만");
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["수출", "", "항만"]);
    }

    #[test]
    fn values_are_gathered_by_their_list_in_order() {
        let values = [(2, 'a'), (0, 'b'), (2, 'c'), (2, 'd')];
        let lists = Lists::gathered(4, || values.into_iter());
        let expected: [&[char]; 4] = [&['b'], &[], &['a', 'c', 'd'], &[]];
        assert_eq!(lists.iter().collect::<Vec<_>>(), expected);
    }
}
