//! What was answered, read from the record of the wire: every question once, whoever tried.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::load::Members;

/// Discord's code for a second answer.
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// What the record says.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Interactions that were answered, with the number of first responses that were taken.
    interactions: HashMap<String, u32>,
    /// Messages that were answered, with the replies.
    replies: HashMap<String, HashSet<String>>,
    /// Attempts at a second answer to an interaction, which Discord refuses.
    pub refused: u32,
    /// Sessions that were begun or resumed.
    pub sessions: u32,
    /// Sessions that were turned away, since another began too shortly before.
    pub turned_away: u32,
    after: u64,
}

impl Ledger {
    /// Questions that were answered.
    pub fn answered(&self) -> usize {
        self.interactions.len() + self.replies.len()
    }

    /// Questions that were answered more than once.
    pub fn twice(&self) -> usize {
        let interactions = self.interactions.values().filter(|count| **count > 1);
        let replies = self.replies.values().filter(|replies| replies.len() > 1);
        interactions.count() + replies.count()
    }

    /// Reads the record until `enough`, often enough to miss nothing of it.
    pub fn keep(members: Arc<Members>, enough: CancellationToken) -> JoinHandle<Self> {
        tokio::spawn(async move {
            let mut ledger = Self::default();
            loop {
                let last = enough.is_cancelled();
                ledger.read(&members).await;
                if last {
                    return ledger;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
    }

    async fn read(&mut self, members: &Members) {
        loop {
            let path = format!("/wire?after={}&limit=500", self.after);
            let record = members.get(&path).await;
            let entries = record["entries"].as_array().expect("entries");
            for entry in entries {
                let seq = entry["seq"].as_u64().expect("a number");
                assert_eq!(seq, self.after + 1, "a part of the record is gone");
                self.after = seq;
                self.enter(entry);
            }
            if entries.len() < 500 {
                return;
            }
        }
    }

    fn enter(&mut self, entry: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if entry["direction"] == "to_bot" {
            let name = entry["frame"]["t"].as_str();
            self.sessions += u32::from(matches!(name, Some("READY" | "RESUMED")));
        }
        if entry["direction"] == "from_bot" && entry["frame"]["op"] == 2 {
            self.turned_away += 1;
        }
        if entry["direction"] == "to_bot" && entry["frame"]["t"] == "READY" {
            self.turned_away -= 1;
        }
        if entry["kind"] != "rest" || entry["method"] != "POST" {
            return;
        }
        let path = text(&entry["path"]);
        let taken = entry["status"].as_u64().is_some_and(|status| status < 300);
        if path.ends_with("/callback") {
            if taken {
                *self
                    .interactions
                    .entry(text(&entry["interaction_id"]))
                    .or_default() += 1;
            } else if entry["response"]["code"] == ALREADY_ACKNOWLEDGED {
                self.refused += 1;
            }
        } else if path.ends_with("/messages") && taken {
            let question = text(&entry["request"]["message_reference"]["message_id"]);
            let replies = self.replies.entry(question).or_default();
            replies.insert(text(&entry["response"]["id"]));
        }
    }
}
