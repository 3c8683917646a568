//! The program as an operator runs it: what a supervisor learns from its end.

use std::io::Read;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::playground::{Options, Playground, PortChoice};

use crate::binary::{Running, program};
use crate::support::{PATIENCE, Page};

/// A playground that breaks connections when told to, and its address. It lives as long as the test's runtime.
async fn playground() -> String {
    let options = Options {
        port: PortChoice::Any,
        gateway_control: true,
        ..Options::default()
    };
    let playground = Playground::bind(options).await.expect("a port is free");
    let url = playground.url();
    tokio::spawn(playground.serve(CancellationToken::new()));
    url
}

/// The bot in a process of its own.
fn bot(url: &str, token: &str, variables: &[(&str, &str)]) -> Running {
    let child = program()
        .args(["run", "--api-base", url])
        .env("DISCORD_TOKEN", token)
        .envs(variables.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    Running(child.expect("the program starts"))
}

/// Waits for a child's end; its exit code, and what it printed on standard error.
async fn end_of(child: &mut Child) -> (Option<i32>, String) {
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().expect("a child can be waited for") {
            Some(status) => break status,
            None => assert!(Instant::now() < deadline, "the program does not end"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let mut errors = String::new();
    let stderr = child.stderr.as_mut().expect("piped");
    stderr.read_to_string(&mut errors).expect("text");
    (status.code(), errors)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_refuses_for_good_ends_the_bot_with_a_code_of_its_own() {
    let url = playground().await;
    let mut refused = bot(&url, "no-token-at-all", &[]);
    let (code, errors) = end_of(&mut refused.0).await;
    assert_eq!(code, Some(77), "{errors}");
    assert!(errors.contains("Discord refused the bot token"), "{errors}");
    assert!(!errors.contains("no-token-at-all"), "{errors}");

    let mut restricted = bot(&url, "a.bot.of-its-own", &[]);
    let page = Page::new(url);
    page.wait_for_commands().await;
    page.post("/gateway", json!({ "action": "close", "code": 4014 }))
        .await;
    let (code, errors) = end_of(&mut restricted.0).await;
    assert_eq!(code, Some(76), "{errors}");
    assert!(errors.contains("Privileged Gateway Intents"), "{errors}");
}
