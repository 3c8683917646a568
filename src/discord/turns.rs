//! When a shard may begin a session: Discord lets `max_concurrency` of them begin every five seconds, one of each bucket
//! (shard number modulo that).
//!
//! Within a process a queue of twilight's for each bucket keeps them apart. Of other processes of the same bot nothing is known; where two begin
//! at once, Discord turns one away, and the clock, which all of them share, tells each shard when its turn is.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;
use twilight_gateway::queue::{InMemoryQueue, Queue};

use super::rest::SessionStartLimit;

/// Discord's time between two sessions of one bucket.
const WINDOW: Duration = Duration::from_secs(5);

/// Time after which Discord counts the sessions of a day anew.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Length of a turn by the clock: a window, and a second for clocks that differ and connections that take their time.
const TURN: Duration = Duration::from_secs(6);

/// The order in which the shards of a process begin their sessions.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    /// By bucket.
    queues: Arc<HashMap<u32, InMemoryQueue>>,
    concurrency: u32,
    total: u32,
}

impl Turns {
    /// For the shards `own` of a bot of `total`, within Discord's limit. What is left of the day's sessions is shared out among
    /// the buckets: beyond it Discord would take the token away.
    ///
    /// Has to be called within a Tokio runtime.
    pub fn new(limit: SessionStartLimit, total: u32, own: Range<u32>) -> Self {
        let concurrency = u32::from(limit.max_concurrency.max(1));
        let used = concurrency.min(own.len() as u32).max(1);
        let reset_after = Duration::from_millis(limit.reset_after).min(DAY);
        let remaining = limit.remaining / used;
        let day = (limit.total / used).max(remaining).max(1);
        let queues = own
            .map(|shard| shard % concurrency)
            .take(used as usize)
            .map(|bucket| (bucket, InMemoryQueue::new(1, remaining, reset_after, day)))
            .collect();
        Self {
            queues: Arc::new(queues),
            concurrency,
            total: total.max(1),
        }
    }

    /// The place of a connection of a shard in the queue; `None` for a shard of another process.
    pub fn of_connection(&self, shard: u32) -> Option<Turn> {
        let queue = self.queues.get(&(shard % self.concurrency))?;
        Some(Turn {
            queue: queue.clone(),
            place: Arc::new(Mutex::new(Place::None)),
        })
    }

    /// How long a shard waits that Discord turned away at `now`, told as the time since the Unix epoch: until its own turn,
    /// at least as long as the session in its way keeps the bucket.
    pub fn wait(&self, shard: u32, now: Duration) -> Duration {
        let groups = self.total.div_ceil(self.concurrency);
        if groups == 1 {
            return WINDOW;
        }
        let cycle = TURN * groups;
        let own = TURN * (shard / self.concurrency);
        let free = now + WINDOW;
        let into_cycle = Duration::from_nanos((free.as_nanos() % cycle.as_nanos()) as u64);
        let left = if own >= into_cycle {
            own - into_cycle
        } else {
            own + cycle - into_cycle
        };
        WINDOW + left
    }

    /// The same order without a wait, for tests.
    #[cfg(test)]
    #[cfg(feature = "playground")]
    pub fn at_once() -> Self {
        Self {
            // A concurrency of 0 lets all begin at once.
            queues: Arc::new(HashMap::from([(
                0,
                InMemoryQueue::new(0, 1, Duration::ZERO, 1),
            )])),
            concurrency: 1,
            total: 1,
        }
    }
}

/// The place of one connection in the queue.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    queue: InMemoryQueue,
    place: Arc<Mutex<Place>>,
}

/// How far a connection is on its way to a session of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It has not asked for one.
    None,
    /// It is up, and waits for nothing but its turn.
    Waiting,
    /// It had its turn then.
    Given(Instant),
}

impl Turn {
    /// How far the connection is.
    pub fn place(&self) -> Place {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, place: Place) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }
}

impl Queue for Turn {
    fn enqueue(&self, shard: u32) -> oneshot::Receiver<()> {
        let (mut sender, receiver) = oneshot::channel();
        let (turn, place) = (self.queue.enqueue(shard), self.clone());
        place.set(Place::Waiting);
        tokio::spawn(async move {
            tokio::select! {
                // One that is gone gives its turn to the next.
                () = sender.closed() => {}
                given = turn => {
                    if given.is_ok() {
                        place.set(Place::Given(Instant::now()));
                        // An error means that the connection went in this very moment.
                        let _ = sender.send(());
                    }
                }
            }
        });
        receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn limit(max_concurrency: u16) -> SessionStartLimit {
        SessionStartLimit {
            total: 1_000,
            remaining: 1_000,
            reset_after: 0,
            max_concurrency,
        }
    }

    #[tokio::test]
    async fn shards_of_one_bucket_have_turns_apart_whoever_turned_them_away() {
        for (concurrency, total) in [(1, 3), (2, 6), (2, 5), (16, 64)] {
            let turns = Turns::new(limit(concurrency), total, 0..total);
            for ms in (0..60_000).step_by(777) {
                let now = Duration::from_millis(1_800_000_000_000 + ms);
                let mut begins: Vec<(u32, Duration)> = (0..total)
                    .map(|shard| (shard % u32::from(concurrency), turns.wait(shard, now)))
                    .collect();
                begins.sort_unstable();
                for pair in begins.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                    assert!(pair[1].1 - pair[0].1 >= TURN, "{pair:?} of {total}");
                }
                let groups = total.div_ceil(u32::from(concurrency));
                assert!(
                    begins
                        .iter()
                        .all(|(_, wait)| *wait >= WINDOW && *wait <= WINDOW + TURN * groups)
                );
            }
        }
    }

    #[tokio::test]
    async fn a_bot_whose_shards_may_all_begin_at_once_waits_for_its_last_session_alone() {
        let turns = Turns::new(limit(16), 16, 0..16);
        assert_eq!(turns.wait(7, Duration::from_millis(1_234_567)), WINDOW);
    }

    #[tokio::test]
    async fn a_turn_is_awaited_until_it_is_given() {
        let turns = Turns::new(limit(2), 6, 2..5);
        let turn = |shard| turns.of_connection(shard).expect("an own one");
        let (first, other, second) = (turn(2), turn(3), turn(4));
        first.enqueue(2).await.expect("the first is free");
        other.enqueue(3).await.expect("so is another bucket");
        for given in [&first, &other] {
            assert!(matches!(given.place(), Place::Given(_)));
        }
        assert_eq!(second.place(), Place::None);
        let waits = second.enqueue(4);
        assert_eq!(second.place(), Place::Waiting);
        drop(waits);
    }

    #[tokio::test]
    async fn a_limit_that_makes_no_sense_does_no_harm() {
        let odd = SessionStartLimit {
            total: 0,
            remaining: 5,
            reset_after: u64::MAX,
            max_concurrency: 0,
        };
        let turns = Turns::new(odd, 0, 0..3);
        let turn = turns.of_connection(0).expect("a bucket");
        turn.enqueue(0).await.expect("a turn");
        assert!(turns.of_connection(7).is_some(), "there is one bucket");
    }
}
