//! A dictionary that is read letter by letter, for finding the words that begin at a place in a text.

use std::ops::Range;

use super::flat::Texts;
use super::order::{Reading, sorted};

/// A place in the trie: the letters read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(u32);

/// Words by their letters, all made at once; each word has a number.
///
/// Nodes are numbered by how many letters lead to them, then by these letters, so that those that follow a node stand side by
/// side.
#[derive(Debug)]
pub(super) struct Trie {
    /// The last letter that leads to each node.
    letters: Vec<char>,
    /// The first of the nodes that follow each node; then how many nodes there are.
    following: Vec<u32>,
    /// The word that ends at each node, or [`NO_WORD`].
    words: Vec<u32>,
}

/// In place of a word's number: none ends here. An `Option` would take twice the room.
const NO_WORD: u32 = u32::MAX;

/// As many nodes as are looked at one by one rather than by halves.
const FEW: usize = 8;

impl Trie {
    /// Where every word begins.
    pub const ROOT: Node = Node(0);

    /// These words, numbered from 0, all of them different.
    pub fn new(words: &Texts) -> Self {
        let order = sorted(words, Reading::Forwards);
        let mut trie = Self {
            letters: vec!['\0'],
            following: Vec::new(),
            words: Vec::new(),
        };
        // The nodes that have not been followed: the words that go through each, in order, and how many bytes led there.
        let mut level = vec![(0..order.len(), 0)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (mut through, depth) in level {
                let ending = order[through.clone()]
                    .first()
                    .filter(|&&word| words.bytes(word as usize).len() == depth);
                through.start += usize::from(ending.is_some());
                trie.words.push(ending.copied().unwrap_or(NO_WORD));
                trie.following.push(trie.letters.len() as u32);
                trie.follow(words, &order, through, depth, &mut next);
            }
            level = next;
        }
        trie.following.push(trie.letters.len() as u32);
        trie.letters.shrink_to_fit();
        trie.following.shrink_to_fit();
        trie.words.shrink_to_fit();
        trie
    }

    /// Adds the nodes that follow one, through which these words go, of which so many bytes led there.
    fn follow(
        &mut self,
        words: &Texts,
        order: &[u32],
        through: Range<usize>,
        depth: usize,
        next: &mut Vec<(Range<usize>, usize)>,
    ) {
        let letter = |&word: &u32| words[word as usize][depth..].chars().next();
        let mut start = through.start;
        for same in order[through].chunk_by(|a, b| letter(a) == letter(b)) {
            let end = start + same.len();
            if let Some(letter) = same.first().and_then(letter) {
                self.letters.push(letter);
                next.push((start..end, depth + letter.len_utf8()));
            }
            start = end;
        }
    }

    /// The place after reading `c`; `None` where no word continues so.
    pub fn step(&self, node: Node, c: char) -> Option<Node> {
        let at = node.0 as usize;
        let (first, end) = (self.following[at], self.following[at + 1]);
        let letters = &self.letters[first as usize..end as usize];
        let found = if letters.len() <= FEW {
            letters.iter().position(|&letter| letter == c)?
        } else {
            letters.binary_search(&c).ok()?
        };
        Some(Node(first + found as u32))
    }

    /// The word that ends here.
    pub fn word(&self, node: Node) -> Option<u32> {
        let word = self.words[node.0 as usize];
        (word != NO_WORD).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_letters() {
        let words = ["수출", "수출액", "export", "\0", "\u{10ffff}"];
        let trie = Trie::new(&words.into_iter().collect());
        let find = |text: &str| {
            let end = text
                .chars()
                .try_fold(Trie::ROOT, |node, c| trie.step(node, c));
            end.and_then(|node| trie.word(node))
        };
        for (text, expected) in [
            ("수출", Some(0)),
            ("수출액", Some(1)),
            ("export", Some(2)),
            ("\0", Some(3)),
            ("\u{10ffff}", Some(4)),
            ("수", None),
            ("수입", None),
            ("exports", None),
            ("", None),
        ] {
            assert_eq!(find(text), expected, "{text:?}");
        }
        let none = Trie::new(&Texts::default());
        assert_eq!(none.word(Trie::ROOT), None);
        assert_eq!(none.step(Trie::ROOT, '수'), None);
    }

    #[test]
    fn very_many_words_may_follow_a_letter() {
        let syllables = || ('가'..='힣').step_by(7);
        let words: Vec<String> = syllables().map(|c| format!("수{c}")).collect();
        let trie = Trie::new(&words.iter().map(String::as_str).collect());
        let after = trie.step(Trie::ROOT, '수').expect("every word begins so");
        for (number, c) in (0..).zip(syllables()) {
            let node = trie.step(after, c).expect("a word");
            assert_eq!(trie.word(node), Some(number), "{c}");
        }
        assert_eq!(trie.step(after, '각'), None);
    }
}
