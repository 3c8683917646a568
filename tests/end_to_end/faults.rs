//! What the tests of faults have in common: how a fault is ordered, and what has to hold after each.
//!
//! After a fault, a new question is answered within ten seconds beyond the wait that the server imposes; nothing is answered
//! twice; and what could be answered was.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{ALEX, MINA, PATIENCE, Page, Place, embed};

/// How long after a fault, and after the wait that the server imposes, the next question is answered at the latest.
const RECOVERED_WITHIN: Duration = Duration::from_secs(10);

/// Orders a fault.
pub async fn order(page: &Page, fault: Value) {
    page.post("/faults", fault).await;
}

/// Orders what the next calls meet.
pub async fn order_calls(page: &Page, method: &str, path: &str, times: u32, how: &Value) {
    let call = json!({ "method": method, "path": path, "times": times, "how": how });
    order(page, json!({ "call": call })).await;
}

/// Takes every order back.
pub async fn clear(page: &Page) {
    order(page, json!("clear")).await;
}

/// Asks and does not wait; the interaction's id.
pub async fn ask(page: &Page, place: Place<'_>) -> String {
    let body = json!({
        "user": place.member, "channel": place.channel, "command": "exports", "options": { "year": 2022 },
    });
    let asked = page.post("/commands?wait=none", body).await;
    let id = asked["interaction"]["id"].as_str();
    id.expect("an id").to_owned()
}

/// What became of an interaction, once that is known.
pub async fn fate(page: &Page, interaction: &str) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let fate = page.get(&format!("/interactions/{interaction}")).await;
        if fate["interaction"]["state"] != "waiting" {
            return fate["interaction"].clone();
        }
        assert!(Instant::now() < deadline, "it waits for ever: {fate}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Asserts that an interaction was answered.
pub async fn assert_answered(page: &Page, interaction: &str, when: &str) {
    let fate = fate(page, interaction).await;
    assert_eq!(fate["state"], "answered", "{when}: {fate}");
}

/// Asserts that a new question is answered within ten seconds beyond `imposed`.
pub async fn assert_recovers(page: &Page, imposed: Duration, when: &str) {
    let began = Instant::now();
    loop {
        let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
        let took = began.elapsed();
        let within = imposed + RECOVERED_WITHIN;
        assert!(took < within, "{when}: not answered after {took:?}: {fate}");
        if fate["state"] == "answered" {
            assert_eq!(embed(&fate["message"])["title"], "2022년 인천 수출액");
            return;
        }
    }
}

/// Asserts that no interaction was answered twice, and that no question in a message has two replies.
pub async fn assert_answered_once(page: &Page, when: &str) {
    // Long enough for an answer too many.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut answers: HashMap<String, u32> = HashMap::new();
    for entry in page.wire().await {
        let path = entry["path"].as_str().unwrap_or_default();
        if path.contains("/callback") && entry["status"] == 204 {
            let interaction = entry["interaction_id"].to_string();
            *answers.entry(interaction).or_default() += 1;
        }
    }
    for place in [MINA, ALEX] {
        for message in page.messages(place).await {
            let question = &message["message_reference"]["message_id"];
            if question.is_string() {
                *answers.entry(question.to_string()).or_default() += 1;
            }
        }
    }
    answers.retain(|_, count| *count > 1);
    assert!(answers.is_empty(), "{when}: answered twice: {answers:?}");
}

/// How often faults of a kind were met so far.
pub async fn met(page: &Page, kind: &str) -> u64 {
    let met = page.get("/faults").await;
    met[kind].as_u64().expect("a count")
}

/// How many frames with an opcode the bot sent so far.
pub async fn sent(page: &Page, op: u64) -> usize {
    let wire = page.wire().await;
    wire.iter()
        .filter(|entry| entry["direction"] == "from_bot" && entry["frame"]["op"] == op)
        .count()
}

/// The names of all functions in the Rust files below a folder.
fn functions(folder: &Path, found: &mut HashSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("a folder of the project").path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let names = text
                .split("fn ")
                .skip(1)
                .filter_map(|rest| rest.split('(').next());
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn every_fault_of_the_list_is_shown_by_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known = HashSet::new();
    functions(&root.join("src"), &mut known);
    functions(&root.join("tests/end_to_end"), &mut known);
    let list = std::fs::read_to_string(root.join("docs/faults.md")).expect("the list");
    let rows: Vec<&str> = list.lines().filter(|line| line.starts_with("| ")).collect();
    // Below its head.
    assert!(rows.len() > 40, "the list is gone");
    for row in &rows[1..] {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next();
        let tests: Vec<&str> = shown_by.unwrap_or_default().split(", ").collect();
        for test in tests {
            let name = test.trim_matches('`');
            assert!(known.contains(name), "there is no test {name:?} for {row}");
        }
    }
}
