//! Rising rates, until a bot no longer keeps up.

use std::path::Path;
use std::sync::Arc;

use crate::bots::Bot;
use crate::measure::{start, steady, warm_up};
use crate::server::{Question, Server};

/// Questions a second, for each of which a bot has some seconds.
const RATES: [u32; 8] = [250, 500, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000];
const SECONDS: u32 = 2;

/// A bot keeps up with a rate while one answer of a hundred takes no longer than this, in milliseconds. One that does not falls
/// behind further and further, so that the limit hardly matters.
const KEEPS_UP_MS: f64 = 50.0;

/// The names of the columns.
pub fn head() {
    println!(
        "{:<16}{:>10}{:>9}{:>9}{:>10}{:>12}",
        "", "per s", "p50 ms", "p99 ms", "p99.9 ms", "CPU s/1000"
    );
}

/// Raises the rate until the bot falls behind, and prints a line for each.
pub async fn climb(bot: &Bot, root: &Path, questions: &Arc<Vec<Question>>) {
    let server = Server::start(Arc::clone(questions)).await;
    let (running, _) = start(bot, root, &server).await;
    warm_up(&server, RATES[0]).await;
    for rate in RATES {
        let found = steady(&server, &running, (rate, SECONDS), |_| {}).await;
        let [p50, p99, p999] = found.percentiles_ms;
        let behind = p99 > KEEPS_UP_MS || found.lost > 0.0;
        let remark = if behind { "  falls behind" } else { "" };
        println!(
            "{:<16}{rate:>10}{p50:>9.2}{p99:>9.2}{p999:>10.2}{:>12.3}{remark}",
            bot.name, found.cpu_s_per_1000
        );
        if behind {
            return;
        }
    }
}
