//! Suggestions while somebody types.

use crate::knowledge::Topic;

use super::{Hit, Index, Query};

impl Index {
    /// The documents that a half-typed `text` may become, best first, at most [`super::HITS_MAX`]: exact, then prefix, then
    /// the rest. Empty for an empty text (callers offer the featured documents then).
    pub fn suggest(&self, text: &str, topic: Option<Topic>) -> Vec<Hit> {
        self.ranked(&Query::parse(text), topic)
    }
}
