//! Memory under load, over minutes.

use std::path::Path;
use std::sync::Arc;

use crate::bots::Bot;
use crate::measure::{start, steady, warm_up};
use crate::server::{Question, Server};

/// How often the memory is looked at, in seconds, and for how long it may still grow: pools are filled by then.
const LOOK_EVERY: u32 = 10;
const SETTLED_AFTER: u32 = 60;

/// Asks for a while, and prints the memory every ten seconds and its growth after the first minute.
pub async fn watch(
    bot: &Bot,
    root: &Path,
    questions: &Arc<Vec<Question>>,
    (rate, seconds): (u32, u32),
) {
    let server = Server::start(Arc::clone(questions)).await;
    let (running, _) = start(bot, root, &server).await;
    warm_up(&server, rate).await;
    println!("{}, {rate} questions a second: seconds, KiB", bot.name);
    let mut settled = None;
    let mut last = 0;
    let found = steady(&server, &running, (rate, seconds), |second| {
        if second % LOOK_EVERY == 0 {
            last = running.memory();
            println!("{second:>6}{last:>9}");
            if second >= SETTLED_AFTER {
                settled.get_or_insert(last);
            }
        }
    })
    .await;
    if let Some(settled) = settled {
        let grown = i64::try_from(last).unwrap_or(i64::MAX) - i64::try_from(settled).unwrap_or(0);
        println!(
            "grown by {grown} KiB after the first minute; {} lost",
            found.lost
        );
    }
}
