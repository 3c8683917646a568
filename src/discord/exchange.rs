//! A question in a message and the reply to it, as long as the question may still change.
//!
//! An edit or a deletion can arrive while the reply is still on its way. What happens to a question is therefore numbered
//! as it arrives, and done one after another; what a later event has overtaken is not done at all.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serenity::all::MessageId;
use tokio::sync::{Mutex, MutexGuard};

use super::recent::Recent;

/// How long a reply follows its question. Longer ago than that, people have read and used it.
pub(super) const FOLLOWED: Duration = Duration::from_secs(15 * 60);

/// Most questions followed at a time, in about 2 MB.
const FOLLOWED_MOST: usize = 10_000;

/// The questions of the last minutes.
pub(super) struct Exchanges {
    recent: Recent<Followed>,
}

struct Followed {
    exchange: Arc<Exchange>,
    /// Of what was asked: Discord tells of edits that change nothing, such as a preview that was added to a link.
    fingerprint: u64,
}

#[derive(Default)]
struct Exchange {
    latest: AtomicU32,
    reply: Mutex<Option<MessageId>>,
}

/// One thing that happened to a question: to be done, unless another has happened since.
pub(super) struct Turn {
    exchange: Arc<Exchange>,
    number: u32,
}

impl Exchanges {
    /// No question was asked yet.
    pub fn new() -> Self {
        Self {
            recent: Recent::new(FOLLOWED, FOLLOWED_MOST),
        }
    }

    /// A question was asked; `None` when it was already.
    pub fn asked(&mut self, question: MessageId, content: &str, now: Instant) -> Option<Turn> {
        let exchange = Arc::new(Exchange::default());
        let followed = Followed {
            exchange: Arc::clone(&exchange),
            fingerprint: fingerprint(content),
        };
        self.recent
            .remember(question.get(), followed, now)
            .then(|| Turn::of(exchange))
    }

    /// Whether something was asked in that message lately.
    pub fn follows(&mut self, question: MessageId, now: Instant) -> bool {
        self.recent.get_mut(question.get(), now).is_some()
    }

    /// Whether a question that is followed now asks something else.
    pub fn changes(&mut self, question: MessageId, content: &str, now: Instant) -> bool {
        let followed = self.recent.get_mut(question.get(), now);
        followed.is_some_and(|followed| followed.fingerprint != fingerprint(content))
    }

    /// A question was edited; `None` where it is none that is followed, or asks the same as before.
    pub fn edited(&mut self, question: MessageId, content: &str, now: Instant) -> Option<Turn> {
        let followed = self.recent.get_mut(question.get(), now)?;
        let fingerprint = fingerprint(content);
        if followed.fingerprint == fingerprint {
            return None;
        }
        followed.fingerprint = fingerprint;
        Some(Turn::of(Arc::clone(&followed.exchange)))
    }

    /// A question is gone; `None` where it is none that is followed.
    pub fn gone(&mut self, question: MessageId, now: Instant) -> Option<Turn> {
        let followed = self.recent.forget(question.get(), now)?;
        Some(Turn::of(followed.exchange))
    }
}

impl Turn {
    fn of(exchange: Arc<Exchange>) -> Self {
        let number = exchange.latest.fetch_add(1, Ordering::Relaxed) + 1;
        Self { exchange, number }
    }

    /// Waits until what was begun before is done; gives the reply that stands, to be kept up to date. `None` when something
    /// happened since and this is not to be done any more.
    pub async fn take(&self) -> Option<MutexGuard<'_, Option<MessageId>>> {
        let reply = self.exchange.reply.lock().await;
        (self.exchange.latest.load(Ordering::Relaxed) == self.number).then_some(reply)
    }
}

fn fingerprint(content: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: MessageId = MessageId::new(7);
    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn what_happens_to_a_question_is_done_in_order() {
        let start = Instant::now();
        let mut exchanges = Exchanges::new();
        let asked = exchanges.asked(QUESTION, "2022년 수출", start).unwrap();
        *asked.take().await.unwrap() = Some(MessageId::new(8));
        let edited = exchanges.edited(QUESTION, "2021년 수출", start).unwrap();
        assert_eq!(*edited.take().await.unwrap(), Some(MessageId::new(8)));
        let gone = exchanges.gone(QUESTION, start).unwrap();
        assert_eq!(*gone.take().await.unwrap(), Some(MessageId::new(8)));
        assert!(exchanges.gone(QUESTION, start).is_none());
        assert!(exchanges.edited(QUESTION, "또", start).is_none());
    }

    #[tokio::test]
    async fn what_was_overtaken_is_not_done() {
        let start = Instant::now();
        let mut exchanges = Exchanges::new();
        let asked = exchanges.asked(QUESTION, "2022년", start).unwrap();
        let first = exchanges.edited(QUESTION, "2021년", start).unwrap();
        let second = exchanges.edited(QUESTION, "반도체", start).unwrap();
        assert!(asked.take().await.is_none());
        assert!(first.take().await.is_none());
        assert_eq!(*second.take().await.unwrap(), None, "nothing was sent yet");
    }

    #[test]
    fn only_questions_of_the_last_minutes_are_followed_and_only_when_they_change() {
        let start = Instant::now();
        let mut exchanges = Exchanges::new();
        assert!(exchanges.edited(QUESTION, "수출", start).is_none());
        assert!(!exchanges.follows(QUESTION, start));
        assert!(exchanges.asked(QUESTION, "수출", start).is_some());
        assert!(exchanges.follows(QUESTION, start));
        assert!(exchanges.asked(QUESTION, "수출", start).is_none());
        assert!(exchanges.edited(QUESTION, "수출", start).is_none());
        let in_time = start + 14 * MINUTE;
        assert!(exchanges.edited(QUESTION, "수출 2021", in_time).is_some());
        let late = start + 15 * MINUTE;
        assert!(!exchanges.follows(QUESTION, late));
        assert!(exchanges.edited(QUESTION, "수출 2022", late).is_none());
        assert!(exchanges.gone(QUESTION, late).is_none());
    }
}
