//! The page in a real browser: a package of its own, which this test runs on demand.

use std::env;
use std::process::Command;

#[test]
#[ignore = "needs chromium and chromedriver; run it with: cargo test --manifest-path tests/browser/Cargo.toml"]
fn the_page_works_in_a_real_browser() {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "test",
            "--locked",
            "--manifest-path",
            "tests/browser/Cargo.toml",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("BOT", env!("CARGO_BIN_EXE_incheon-exports-bot"))
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "the tests in tests/browser failed");
}
