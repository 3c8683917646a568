//! An answer that travels in the response to the request which asked for it, instead of by a call of its own.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::sync::oneshot;

/// What a request is answered with.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::discord) enum Answer {
    /// This body, as JSON.
    Here(Vec<u8>),
    /// Nothing: the answer comes by the interaction's callback, which carries what a response cannot.
    ByCallback,
}

/// A request that waits for its answer. All clones speak to the same one, and only the first word counts.
#[derive(Clone)]
pub(in crate::discord) struct Inline(Arc<Mutex<Option<oneshot::Sender<Answer>>>>);

impl Inline {
    /// A request, and where its answer arrives. An error there means that it will get none.
    pub fn new() -> (Self, oneshot::Receiver<Answer>) {
        let (sender, receiver) = oneshot::channel();
        (Self(Arc::new(Mutex::new(Some(sender)))), receiver)
    }

    /// Answers the request; false when it went away, or was answered otherwise.
    pub fn answer(&self, response: &Value) -> bool {
        self.say(Answer::Here(response.to_string().into_bytes()))
    }

    /// Tells the request that its answer comes by the callback.
    pub fn leave_to_callback(&self) {
        self.say(Answer::ByCallback);
    }

    fn say(&self, answer: Answer) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting
            .take()
            .is_some_and(|request| request.send(answer).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_request_is_answered_once_or_told_to_wait_for_the_callback() {
        let (inline, answer) = Inline::new();
        assert!(inline.answer(&json!({ "type": 4 })));
        assert!(!inline.clone().answer(&json!({ "type": 5 })));
        assert_eq!(answer.await, Ok(Answer::Here(br#"{"type":4}"#.to_vec())));

        let (inline, answer) = Inline::new();
        inline.leave_to_callback();
        assert!(!inline.answer(&json!({ "type": 4 })));
        assert_eq!(answer.await, Ok(Answer::ByCallback));

        let (inline, answer) = Inline::new();
        drop(answer);
        assert!(!inline.answer(&json!({ "type": 4 })), "nobody waits");

        let (inline, answer) = Inline::new();
        drop(inline);
        assert!(answer.await.is_err(), "nobody will answer");
    }
}
