//! What is counted of the bot at work, in the form that Prometheus reads.

use std::sync::{Mutex, PoisonError};

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::reload::Fingerprint;
use crate::discord::Notice;
use crate::knowledge::KnowledgeBase;

/// Upper bounds of the latency classes, in seconds. Discord answers a callback in tens of milliseconds; 3 s is where it
/// refuses one, 15 s where a message is given up.
const LATENCY_BOUNDS: [f64; 12] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 15.0,
];

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Interaction {
    command: &'static str,
    language: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Command {
    command: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Version {
    version: String,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Result {
    result: &'static str,
}

/// The counters, and the registry that writes them. Labels take values from closed lists only.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    interactions: Family<Interaction, Counter>,
    latency: Family<Command, Histogram>,
    reconnects: Counter,
    rate_limits: Counter,
    undecodable: Counter,
    base: Family<Version, Gauge>,
    documents: Gauge,
    reloads: Family<Result, Counter>,
    /// The version that `base` shows.
    served: Mutex<Option<Version>>,
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        let interactions = Family::default();
        let latency: Family<Command, Histogram> =
            Family::new_with_constructor(|| Histogram::new(LATENCY_BOUNDS));
        let (reconnects, rate_limits, undecodable) = Default::default();
        let (base, documents, reloads) = Default::default();
        let mut registry = Registry::with_prefix("incheon_exports_bot");
        let r = &mut registry;
        let help = "Commands, presses, forms, messages and suggestions, by what became of them";
        r.register("interactions", help, Family::clone(&interactions));
        let help = "From receipt until Discord acknowledged the answer";
        r.register_with_unit("latency", help, Unit::Seconds, Family::clone(&latency));
        let help = "Gateway connections made anew";
        r.register("gateway_reconnects", help, Counter::clone(&reconnects));
        let help = "Calls that Discord asked to be made later";
        r.register("rate_limits", help, Counter::clone(&rate_limits));
        let help = "Events that could not be read";
        r.register("undecodable_events", help, Counter::clone(&undecodable));
        let help = "The knowledge base in use, by the hash of its files";
        r.register("base", help, Family::clone(&base));
        let help = "Documents in the knowledge base in use";
        r.register("base_documents", help, Gauge::clone(&documents));
        let help = "New bases looked at, by whether they were taken or refused";
        r.register("base_reloads", help, Family::clone(&reloads));
        Self {
            registry,
            interactions,
            latency,
            reconnects,
            rate_limits,
            undecodable,
            base,
            documents,
            reloads,
            served: Mutex::new(None),
        }
    }

    /// Counts something that happened.
    pub fn notice(&self, notice: Notice) {
        match notice {
            Notice::Answered {
                command,
                language,
                outcome,
                took,
            } => {
                let labels = Interaction {
                    command,
                    language,
                    outcome,
                };
                self.interactions.get_or_create(&labels).inc();
                if outcome != "error" {
                    let latency = self.latency.get_or_create(&Command { command });
                    latency.observe(took.as_secs_f64());
                }
            }
            Notice::Reconnecting { .. } => drop(self.reconnects.inc()),
            Notice::RateLimited => drop(self.rate_limits.inc()),
            Notice::Undecodable => drop(self.undecodable.inc()),
            Notice::Hello { .. }
            | Notice::HeartbeatAcknowledged { .. }
            | Notice::SessionBegan { .. }
            | Notice::Shards { .. }
            | Notice::Listening => {}
        }
    }

    /// Shows the base in use.
    pub fn serves(&self, base: &KnowledgeBase, fingerprint: Fingerprint) {
        let version = Version {
            version: fingerprint.to_string(),
        };
        let documents = i64::try_from(base.documents().len()).unwrap_or(i64::MAX);
        self.documents.set(documents);
        self.base.get_or_create(&version).set(1);
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        // The new one first, so that no scrape finds none.
        if let Some(old) = served
            .replace(version.clone())
            .filter(|old| *old != version)
        {
            self.base.remove(&old);
        }
    }

    /// Counts a base that was looked at.
    pub fn reloaded(&self, taken: bool) {
        let result = if taken { "taken" } else { "refused" };
        self.reloads.get_or_create(&Result { result }).inc();
    }

    /// Everything, as OpenMetrics text.
    pub fn text(&self) -> String {
        let mut written = String::new();
        // A string takes everything, so this fails never; what was written until then would be shown.
        let _ = text::encode(&mut written, &self.registry);
        written
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::knowledge::load::parse;

    fn answered(command: &'static str, outcome: &'static str, ms: u64) -> Notice {
        Notice::Answered {
            command,
            language: "ko",
            outcome,
            took: Duration::from_millis(ms),
        }
    }

    #[test]
    fn what_happened_is_counted() {
        let metrics = Metrics::new();
        for notice in [
            answered("exports", "exact", 20),
            answered("exports", "exact", 40),
            answered("ask", "unknown", 2_500),
            answered("ask", "error", 3_000),
            Notice::Reconnecting { shard: 0 },
            Notice::RateLimited,
            Notice::RateLimited,
        ] {
            metrics.notice(notice);
        }
        let text = metrics.text();
        for line in [
            r#"interactions_total{command="exports",language="ko",outcome="exact"} 2"#,
            r#"interactions_total{command="ask",language="ko",outcome="error"} 1"#,
            r#"latency_seconds_bucket{le="0.025",command="exports"} 1"#,
            r#"latency_seconds_bucket{le="0.05",command="exports"} 2"#,
            r#"latency_seconds_count{command="ask"} 1"#,
            "gateway_reconnects_total 1",
            "rate_limits_total 2",
            "undecodable_events_total 0",
        ] {
            let line = format!("incheon_exports_bot_{line}\n");
            assert!(text.contains(&line), "{line} is not in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"), "{text}");
    }

    #[test]
    fn one_base_is_shown_at_a_time() {
        let metrics = Metrics::new();
        let base = parse(&[("sources.json", r#"{"sources": []}"#)]).expect("an empty base");
        for (fingerprint, shown) in [
            (7, "0000000000000007"),
            (7, "0000000000000007"),
            (255, "00000000000000ff"),
        ] {
            metrics.serves(&base, Fingerprint(fingerprint));
            let text = metrics.text();
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| line.starts_with("incheon_exports_bot_base{"))
                .collect();
            assert_eq!(
                lines,
                [format!("incheon_exports_bot_base{{version=\"{shown}\"}} 1")]
            );
        }
        assert!(
            metrics
                .text()
                .contains("incheon_exports_bot_base_documents 0\n")
        );
    }
}
