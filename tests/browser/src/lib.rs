//! The bot in its playground, a browser that looks at it, and what a person does there.
//!
//! `BOT` names the built bot, by default `../../target/debug/incheon-exports-bot`; `CHROMEDRIVER` the driver, by default the
//! one on the path. Where either is missing, the tests fail.

#![forbid(unsafe_code)]

mod driver;
mod page;
mod process;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;

use futures_util::FutureExt;

pub use page::Page;
use process::Process;

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs `test` on a fresh bot and a fresh browser, which end with it.
///
/// It fails when the test does, or when the browser's console holds an error or a warning afterwards. A picture of what the
/// page showed at a failure is left in `target/failures`.
pub fn on_a_page(name: &str, test: impl AsyncFnOnce(&Page)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let bot = Process::bot();
        let chromedriver = Process::chromedriver();
        let page = Page::open(&bot.address, &chromedriver.address).await;
        let outcome = AssertUnwindSafe(test(&page)).catch_unwind().await;
        let complaints = page.complaints().await;
        if outcome.is_err() {
            page.picture(&root().join(format!("tests/browser/target/failures/{name}.png")))
                .await;
        }
        page.close().await;
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
        assert!(complaints.is_empty(), "the console holds {complaints:#?}");
    });
}
