//! Many calls to a server that limits them, with every call and answer on its way for another time: none is refused once the
//! bucket is known, and none waits for ever. The clock is only counted, so nothing here takes its time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use super::{Counted, Limits, Permit};

/// Random numbers that are the same on every run (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a server does, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Kind {
    limit: u32,
    window: u64,
    /// Longest way of a call, and of an answer.
    way: u64,
    /// Longest time between two questions; they come in bursts.
    pause: u64,
}

/// What happens next.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A call asks whether it may be made.
    Ask,
    /// It arrives at the server.
    Arrive,
    /// Its answer is heard: how many remained, and for how long.
    Hear { remaining: u32, reset_after: u64 },
}

const CALLS: usize = 150;

const COUNTED: Counted = Counted {
    route: "POST /channels/{channel}/messages",
    major: Some(1),
    globally: false,
};

fn headers(limit: u32, remaining: u32, reset_after: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let seconds = format!("{:.3}", Duration::from_millis(reset_after).as_secs_f64());
    for (name, value) in [
        ("x-ratelimit-bucket", "ordered".to_owned()),
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset-after", seconds),
    ] {
        headers.insert(name, HeaderValue::from_str(&value).expect("ASCII"));
    }
    headers
}

/// How many calls were refused, and when the last one was made, in milliseconds.
fn simulate(kind: Kind, seed: u64) -> (u32, u64) {
    let (limits, begin) = (Limits::new(), Instant::now());
    let at = |ms: u64| begin + Duration::from_millis(ms);
    // The bucket is known.
    let first = limits.admit(COUNTED, begin).expect("nothing is known");
    first.answered(
        &headers(kind.limit, kind.limit - 1, kind.window),
        None,
        begin,
    );
    let (mut window_begins, mut used) = (0, 1);

    let mut numbers = Numbers(seed);
    let mut events = BinaryHeap::new();
    let mut asked = 0;
    for call in 0..CALLS {
        if numbers.below(4) == 0 {
            asked += numbers.below(kind.pause);
        }
        events.push(Reverse((asked, call, What::Ask)));
    }
    let mut permits: Vec<Option<Permit<'_>>> = (0..CALLS).map(|_| None).collect();
    let (mut refused, mut last) = (0, 0);
    while let Some(Reverse((now, call, what))) = events.pop() {
        match what {
            What::Ask => match limits.admit(COUNTED, at(now)) {
                Ok(permit) => {
                    permits[call] = Some(permit);
                    let arrives = now + numbers.below(kind.way);
                    events.push(Reverse((arrives, call, What::Arrive)));
                }
                Err(wait) => {
                    let again = now + wait.as_millis() as u64 + 1;
                    events.push(Reverse((again, call, What::Ask)));
                }
            },
            What::Arrive => {
                last = now;
                if now >= window_begins + kind.window {
                    (window_begins, used) = (now, 0);
                }
                if used == kind.limit {
                    refused += 1;
                } else {
                    used += 1;
                }
                let reset_after = window_begins + kind.window - now;
                let remaining = kind.limit - used;
                let heard = now + numbers.below(kind.way);
                let what = What::Hear {
                    remaining,
                    reset_after,
                };
                events.push(Reverse((heard, call, what)));
            }
            What::Hear {
                remaining,
                reset_after,
            } => {
                let mut permit = permits[call].take().expect("it was let through");
                // A tenth of the answers never comes.
                if numbers.below(10) == 0 {
                    permit.lose(at(now));
                } else {
                    let told = headers(kind.limit, remaining, reset_after);
                    permit.answered(&told, None, at(now));
                }
            }
        }
    }
    (refused, last)
}

#[test]
fn nothing_is_refused_whatever_the_ways_take_and_nothing_waits_for_ever() {
    for kind in [
        (5, 5_000, 300, 2_000),
        (2, 2_000, 300, 1_500),
        (2, 2_000, 3_000, 4_000),
        (1, 1_000, 200, 3_000),
        (1, 250, 400, 800),
        (10, 1_000, 1_500, 300),
    ] {
        let (limit, window, way, pause) = kind;
        let kind = Kind {
            limit,
            window,
            way,
            pause,
        };
        for seed in 0..30 {
            let (refused, last) = simulate(kind, seed);
            assert_eq!(refused, 0, "{kind:?}, seed {seed}");
            // Three windows for what one takes, and what it takes to ask: far from never.
            let windows = CALLS as u64 / u64::from(limit) + 1;
            let bound = CALLS as u64 * pause + windows * 3 * (window.max(1_000) + 2 * way);
            assert!(last < bound, "{kind:?}, seed {seed}: {last} ms");
        }
    }
}
