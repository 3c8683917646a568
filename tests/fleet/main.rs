//! A fleet under load: processes that share the shards of one bot, and replicas of the endpoint behind nginx. In each, one
//! is killed and started again, and another is restarted in good order. Nothing may be lost that was not in the hands of a process
//! that was down, and nothing may be answered twice.
//!
//!     cargo test --test fleet
//!
//! Takes about a minute and a half. Everything listens on 127.0.0.1; the logs are left in the folder that is printed at the end.

mod endpoint;
mod gateway;
mod ledger;
mod load;
mod nginx;
mod process;
mod stage;

use std::path::PathBuf;

fn main() {
    incheon_exports_bot::discord::install_crypto_provider();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        gateway::demonstrate().await;
        endpoint::demonstrate().await;
    });
    println!("logs: {}", folder().display());
}

/// Where logs and nginx's files are left.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fleet");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}
