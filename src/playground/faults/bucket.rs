//! Buckets as Discord keeps them: so many calls of a kind in a window, for each channel and webhook by itself.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName};
use serde::Deserialize;

use super::call::{Meeting, set};

/// A bucket that a test orders.
#[derive(Clone, Debug, Deserialize)]
pub struct Order {
    /// Method of the calls.
    method: String,
    /// What their path contains, below `/api/v10`.
    path: String,
    /// Calls in a window.
    limit: u32,
    /// Length of the window, which begins with its first call.
    window_ms: u64,
}

/// How full a bucket is after a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Which of the orders it came from.
    bucket: usize,
    limit: u32,
    remaining: u32,
    /// In seconds.
    pub reset_after: f64,
}

/// The buckets that were ordered.
#[derive(Debug, Default)]
pub struct Buckets {
    orders: Vec<Order>,
    windows: HashMap<(usize, String), (Instant, u32)>,
}

impl Buckets {
    /// Adds one.
    pub fn add(&mut self, order: Order) {
        self.orders.push(order);
    }

    /// Counts a call; `None` where no bucket is for it.
    pub fn meet(&mut self, method: &str, path: &str) -> Option<Meeting> {
        let meant = |order: &Order| order.method == method && path.contains(&order.path);
        let bucket = self.orders.iter().position(meant)?;
        let order = self.orders.get(bucket)?;
        let (limit, length) = (order.limit, Duration::from_millis(order.window_ms));
        let begins = || (Instant::now(), 0);
        let key = (bucket, major(path));
        let window = self.windows.entry(key).or_insert_with(begins);
        if window.0.elapsed() >= length {
            *window = begins();
        }
        let standing = |remaining| Standing {
            bucket,
            limit,
            remaining,
            reset_after: length.saturating_sub(window.0.elapsed()).as_secs_f64(),
        };
        if window.1 >= limit {
            return Some(Meeting::Beyond(standing(0)));
        }
        let within = standing(limit - window.1 - 1);
        window.1 += 1;
        Some(Meeting::Within(within))
    }
}

/// What a path's bucket belongs to beside the route: its channel or server, or its webhook with the token.
fn major(path: &str) -> String {
    let mut parts = path
        .split(['/', '?'])
        .skip_while(|part| !matches!(*part, "channels" | "guilds" | "webhooks"));
    match parts.next() {
        Some("webhooks") => parts.take(2).collect::<Vec<_>>().join("/"),
        Some(_) => parts.next().unwrap_or_default().to_owned(),
        None => String::new(),
    }
}

impl Standing {
    /// Tells it in the headers of an answer.
    pub fn tell(self, headers: &mut HeaderMap) {
        let mut tell = |name, value| set(headers, HeaderName::from_static(name), value);
        tell("x-ratelimit-limit", self.limit.to_string());
        tell("x-ratelimit-remaining", self.remaining.to_string());
        tell(
            "x-ratelimit-reset-after",
            format!("{:.3}", self.reset_after),
        );
        tell("x-ratelimit-bucket", format!("ordered-{}", self.bucket));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bucket_counts_for_each_channel_by_itself() {
        let order =
            json!({ "method": "POST", "path": "/messages", "limit": 1, "window_ms": 60_000 });
        let mut buckets = Buckets::default();
        buckets.add(serde_json::from_value(order).expect("an order"));
        for (method, path, taken) in [
            ("POST", "/channels/1/messages", Some(true)),
            ("POST", "/channels/1/messages", Some(false)),
            ("POST", "/channels/2/messages", Some(true)),
            ("GET", "/channels/1/messages", None),
            ("POST", "/webhooks/1/a/messages/@original", Some(true)),
            ("POST", "/webhooks/1/b/messages/@original", Some(true)),
            ("POST", "/webhooks/1/b/messages/7", Some(false)),
        ] {
            let met = buckets.meet(method, path).map(|meeting| match meeting {
                Meeting::Within(standing) => standing.remaining == 0,
                _ => false,
            });
            assert_eq!(met, taken, "{method} {path}");
        }
    }
}
