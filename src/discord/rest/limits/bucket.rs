//! One bucket of one channel or webhook, and what may still be begun in it: its windows, as far as answers tell of them.

use std::time::Duration;

use tokio::time::Instant;

/// How long a bucket is taken to be closed after a call was let through on trial, until the answer tells.
const TRIAL: Duration = Duration::from_secs(1);

/// How much later than told a bucket is taken to be open again: what is told is rounded, and a call that is early is
/// refused.
pub(super) const MARGIN: Duration = Duration::from_millis(50);

/// One bucket of one channel or webhook, and what may still be begun in its present window.
///
/// A call counts when it arrives, and nobody knows when that was before its answer is heard. So one that is under way when
/// a window ends is counted in the next one as well.
#[derive(Debug)]
pub(super) struct Bucket {
    /// Calls in a window; `None` after a refusal that did not say, when one is let through on trial.
    limit: Option<u32>,
    pub remaining: u32,
    /// When the present window is over, at the latest.
    pub resets: Instant,
    /// Until when it lasts at least, where an answer told; else its end is a guess.
    lasts_until: Option<Instant>,
    /// When the window before was over, at the latest; `None` where nothing is known of one.
    began: Option<Instant>,
    /// The longest wait for a new window that was told, so nearly the length of one.
    window: Duration,
    /// Calls without an answer so far.
    pub under_way: u32,
}

/// How full a bucket was when a call was counted in it, as the answer says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
}

impl Bucket {
    /// One in which nothing was counted yet, as far as anybody knows.
    pub fn full(limit: u32, now: Instant) -> Self {
        Self {
            limit: Some(limit),
            remaining: limit,
            resets: now + TRIAL,
            lasts_until: None,
            began: None,
            window: Duration::ZERO,
            under_way: 0,
        }
    }

    /// Fills it where its time has come, but for the calls that are under way. How long the new window lasts is told by
    /// the answer to the first call in it.
    pub fn refill(&mut self, now: Instant) {
        if now >= self.resets {
            self.began = Some(self.resets);
            self.remaining = self.limit.unwrap_or(1).saturating_sub(self.under_way);
            self.resets = now + self.window.max(TRIAL);
            self.lasts_until = None;
        }
    }

    /// Takes note of how the answer to a call of `admitted` left it, besides those still under way. Answers come in any
    /// order, so in one window what remains only ever shrinks.
    pub fn hear(&mut self, standing: Standing, admitted: Instant, now: Instant) {
        let Standing {
            limit,
            remaining,
            reset_after,
        } = standing;
        let resets = now + reset_after + MARGIN;
        let lasts_until = admitted + reset_after;
        let of_earlier_window = self.began.is_some_and(|began| lasts_until <= began);
        self.resets = if self.lasts_until.is_some() || of_earlier_window {
            self.resets.max(resets)
        } else {
            resets
        };
        self.window = self.window.max(reset_after);
        if of_earlier_window {
            return;
        }
        self.lasts_until = self.lasts_until.max(Some(lasts_until));
        let remaining = remaining.saturating_sub(self.under_way);
        self.remaining = match self.limit.replace(limit.max(1)) {
            Some(_) => self.remaining.min(remaining),
            None => remaining,
        };
    }

    /// Takes note that the answer to a call will not be heard. Where the window may have been over, the call may have begun
    /// another just now, of which nobody knows.
    pub fn lose(&mut self, now: Instant) {
        self.refill(now);
        self.under_way = self.under_way.saturating_sub(1);
        if self.lasts_until.is_none_or(|lasts| lasts <= now) {
            self.resets = self.resets.max(now + self.window + MARGIN);
        }
    }

    /// Closes it, after a refusal. How much it takes afterwards may be said or not.
    pub fn close(&mut self, wait: Duration, limit: Option<u32>, now: Instant) {
        self.limit = limit;
        self.remaining = 0;
        self.resets = now + wait + MARGIN;
        self.lasts_until = Some(now + wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// A bucket of three, whose first call was counted at the start, when a window of a second began.
    fn bucket(start: Instant) -> Bucket {
        let mut bucket = Bucket::full(3, start);
        bucket.remaining -= 1;
        hear(&mut bucket, start, (2, 1000), start + ms(0));
        bucket
    }

    /// Begins a call; whether it may.
    fn begin(bucket: &mut Bucket, at: Instant) -> bool {
        bucket.refill(at);
        let may = bucket.remaining > 0;
        if may {
            bucket.remaining -= 1;
            bucket.under_way += 1;
        }
        may
    }

    fn hear(bucket: &mut Bucket, admitted: Instant, told: (u32, u64), at: Instant) {
        bucket.refill(at);
        bucket.under_way = bucket.under_way.saturating_sub(1);
        let (remaining, reset_after) = (told.0, ms(told.1));
        let standing = Standing {
            limit: 3,
            remaining,
            reset_after,
        };
        bucket.hear(standing, admitted, at);
    }

    /// How many calls may be begun at once.
    fn room(bucket: &mut Bucket, at: Instant) -> u32 {
        bucket.refill(at);
        bucket.remaining
    }

    #[test]
    fn a_call_under_way_while_a_window_ends_counts_in_the_next() {
        let start = Instant::now();
        let mut bucket = bucket(start);
        let late = start + ms(990);
        assert!(begin(&mut bucket, late));
        let next = start + ms(1060);
        assert_eq!(room(&mut bucket, next), 2, "one is on its way");
        assert!(begin(&mut bucket, next));
        // It arrived after the end, and began the window.
        hear(&mut bucket, late, (2, 995), start + ms(1070));
        assert_eq!(room(&mut bucket, start + ms(1070)), 1);
        assert!(begin(&mut bucket, start + ms(1070)));
        assert!(!begin(&mut bucket, start + ms(2100)), "told: until 2.115 s");
        assert_eq!(
            room(&mut bucket, start + ms(2120)),
            1,
            "two are on their way"
        );
    }

    #[test]
    fn an_answer_that_ends_no_wait_early_tells_of_the_window_that_it_was_counted_in() {
        let start = Instant::now();
        let mut bucket = bucket(start);
        let early = start + ms(10);
        assert!(begin(&mut bucket, early));
        let next = start + ms(1060);
        assert!(begin(&mut bucket, next));
        hear(&mut bucket, next, (2, 1000), start + ms(1100));
        assert_eq!(room(&mut bucket, start + ms(1100)), 1);
        // Counted in the first window, and heard in the second, of which it says nothing.
        hear(&mut bucket, early, (1, 980), start + ms(1200));
        assert_eq!(room(&mut bucket, start + ms(1200)), 1);
        assert_eq!(room(&mut bucket, start + ms(2140)), 1, "not yet over");
        assert_eq!(room(&mut bucket, start + ms(2240)), 3);
    }

    #[test]
    fn answers_in_another_order_give_nothing_back() {
        let start = Instant::now();
        let mut bucket = bucket(start);
        let [first, second] = [start + ms(100), start + ms(110)];
        assert!(begin(&mut bucket, first) && begin(&mut bucket, second));
        hear(&mut bucket, second, (0, 880), start + ms(150));
        hear(&mut bucket, first, (1, 890), start + ms(160));
        assert_eq!(room(&mut bucket, start + ms(160)), 0);
    }

    #[test]
    fn a_refusal_closes_a_bucket_and_then_one_call_tries() {
        let start = Instant::now();
        let mut bucket = bucket(start);
        bucket.close(ms(400), None, start);
        assert!(!begin(&mut bucket, start + ms(440)));
        assert!(begin(&mut bucket, start + ms(450)));
        assert!(!begin(&mut bucket, start + ms(460)), "one on trial");
        hear(&mut bucket, start + ms(450), (2, 1000), start + ms(500));
        assert_eq!(room(&mut bucket, start + ms(500)), 2, "it told");
    }
}
