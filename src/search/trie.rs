//! A dictionary that is read letter by letter, for finding the words that begin at a place in a text.

use std::collections::HashMap;

use super::hash::FastHash;

/// A place in the trie: the letters read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(u32);

/// Words by their letters; each word has a number.
#[derive(Debug)]
pub(super) struct Trie {
    edges: HashMap<(u32, char), u32, FastHash>,
    /// The word that ends at each node.
    words: Vec<Option<u32>>,
}

impl Trie {
    /// Where every word begins.
    pub const ROOT: Node = Node(0);

    /// A trie without words.
    pub fn new() -> Self {
        Self {
            edges: HashMap::default(),
            words: vec![None],
        }
    }

    /// Adds `text` as word number `word`, in place of any number it had.
    pub fn insert(&mut self, text: &str, word: u32) {
        let mut node = Self::ROOT.0;
        for c in text.chars() {
            let new = self.words.len() as u32;
            node = *self.edges.entry((node, c)).or_insert(new);
            if node == new {
                self.words.push(None);
            }
        }
        self.words[node as usize] = Some(word);
    }

    /// The place after reading `c`; `None` where no word continues so.
    pub fn step(&self, node: Node, c: char) -> Option<Node> {
        self.edges.get(&(node.0, c)).map(|&next| Node(next))
    }

    /// The word that ends here.
    pub fn word(&self, node: Node) -> Option<u32> {
        self.words[node.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_letters() {
        let mut trie = Trie::new();
        for (word, text) in ["수출", "수출액", "export"].into_iter().enumerate() {
            trie.insert(text, word as u32);
        }
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
            ("수", None),
            ("수입", None),
            ("exports", None),
            ("", None),
        ] {
            assert_eq!(find(text), expected, "{text:?}");
        }
    }
}
