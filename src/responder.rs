//! The façade: one call for a reply, one for suggestions. A front end needs nothing else.

use crate::knowledge::KnowledgeBase;
use crate::reply::Reply;
use crate::request::{Request, SuggestRequest, Suggestion};
use crate::search::Index;

/// Answers requests from one knowledge base.
#[derive(Debug)]
pub struct Responder {
    base: KnowledgeBase,
    index: Index,
}

impl Responder {
    /// Indexes `base` and answers from it.
    pub fn new(base: KnowledgeBase) -> Self {
        let index = Index::build(&base);
        Self { base, index }
    }

    /// What to reply. Total: every request has one.
    pub fn respond(&self, _request: &Request) -> Reply {
        let _ = (&self.base, &self.index);
        unimplemented!()
    }

    /// What to offer while somebody types, best first, at most 25.
    pub fn suggest(&self, _request: &SuggestRequest) -> Vec<Suggestion> {
        unimplemented!()
    }
}
