//! Events on their way to a bot that come more than once, or in another order. See [Discord Docs/Gateway], where neither is
//! ruled out.

use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;

/// How the events of a session are sent from now on.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Order {
    /// How often each is sent; once unless it says otherwise.
    #[serde(default = "once")]
    copies: usize,
    /// So many are held back, and then sent last first; one unless it says otherwise.
    #[serde(default = "once")]
    reverse: usize,
}

const fn once() -> usize {
    1
}

/// A session's way of sending events, with those that it holds back.
#[derive(Debug)]
pub struct Twist {
    order: Order,
    held: Vec<Utf8Bytes>,
}

impl Twist {
    /// Holds nothing back yet.
    pub fn new(order: Order) -> Self {
        Self {
            order,
            held: Vec::new(),
        }
    }

    /// Takes an event; gives what is to be sent now.
    pub fn pass(&mut self, event: Utf8Bytes) -> Vec<Utf8Bytes> {
        self.held.push(event);
        if self.held.len() < self.order.reverse {
            return Vec::new();
        }
        let again = |event: Utf8Bytes| std::iter::repeat_n(event, self.order.copies);
        self.held.drain(..).rev().flat_map(again).collect()
    }

    /// Forgets what is held back: whoever resumes is sent it anyway.
    pub fn forget(&mut self) {
        self.held.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_as_often_and_in_the_order_that_was_ordered() {
        for (copies, reverse, expected) in [
            (1, 1, "하 나 둘 셋"),
            (2, 1, "하 하 나 나 둘 둘 셋 셋"),
            (1, 2, "나 하 셋 둘"),
            (2, 3, "둘 둘 나 나 하 하"),
        ] {
            let mut twist = Twist::new(Order { copies, reverse });
            let sent: Vec<String> = ["하", "나", "둘", "셋"]
                .into_iter()
                .flat_map(|event| twist.pass(Utf8Bytes::from_static(event)))
                .map(|event| event.to_string())
                .collect();
            assert_eq!(sent.join(" "), expected, "{copies} copies, {reverse} held");
        }
    }
}
