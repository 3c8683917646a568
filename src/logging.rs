//! Logs: for people on a terminal, JSON otherwise, always on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use incheon_exports_bot::discord;

/// Starts logging with the configured `filter`, capped where libraries would print tokens.
pub fn init(filter: &str) {
    // The configuration has been checked; an unreadable filter would be a mistake of ours and logs at the default.
    let filter = filter
        .parse::<Targets>()
        .unwrap_or_else(|_| Targets::new().with_default(tracing::Level::INFO));
    // No setting lifts this one: it keeps libraries that carry tokens quiet.
    let filter = filter.and(filter_fn(discord::may_log));
    let registry = tracing_subscriber::registry();
    if io::stderr().is_terminal() {
        let layer = fmt::layer().with_writer(io::stderr).with_filter(filter);
        registry.with(layer).init();
    } else {
        let layer = fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(io::stderr)
            .with_filter(filter);
        registry.with(layer).init();
    }
}
