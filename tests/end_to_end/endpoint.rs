//! Interactions over HTTP: the program's `endpoint` as an operator runs it, behind an address that the playground sends to.

use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use incheon_exports_bot::playground::{PLAYGROUND_PUBLIC_KEY, PLAYGROUND_TOKEN};

use crate::binary::{Running, program, terminate};
use crate::operation::{Log, read, signal, wait_for_readiness};
use crate::support::{ALEX, MINA, Page, World, button, custom_ids, embed, is_private};

/// A replica that answers what comes from the playground at `url`, its log, and the address of each of its doors.
pub async fn replica(url: &str, variables: &[(&str, &str)]) -> (Running, Log, String, String) {
    let child = program()
        .args(["endpoint", "--api-base", url])
        .env("DISCORD_PUBLIC_KEY", PLAYGROUND_PUBLIC_KEY)
        .env("BOT_ENDPOINT_ADDRESS", "127.0.0.1:0")
        .env("BOT_HEALTH_ADDRESS", "127.0.0.1:0")
        .envs(variables.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut running = Running(child.expect("the program starts"));
    let mut log = Log::of(&mut running.0);
    let line = log.wait_for("health and metrics are served").await;
    let health = line["address"].as_str().expect("an address").to_owned();
    let line = log.wait_for("interactions are taken in").await;
    let door = line["address"].as_str().expect("an address").to_owned();
    (running, log, door, health)
}

/// Lets the interactions of the only application go to an address.
async fn send_to(page: &Page, door: &str) {
    let state = page.get("/state").await;
    let application = state["applications"][0]["id"].clone();
    let body = json!({ "application": application, "url": format!("http://{door}/interactions") });
    let saved = page.post("/endpoint", body).await;
    assert_eq!(saved["public_key"], PLAYGROUND_PUBLIC_KEY);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_in_a_server_is_answered_over_http() {
    let mut world = World::start("endpoint").await;
    // Its commands stay registered; whatever is answered from here on, is not answered by it.
    world.stop_bot().await;
    let page = world.page();
    let (mut running, _log, door, health) =
        replica(page.root(), &[("DISCORD_TOKEN", PLAYGROUND_TOKEN)]).await;
    wait_for_readiness(&health, (200, "ready")).await;
    send_to(page, &door).await;

    let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    let message = &fate["message"];
    assert_eq!(embed(message)["title"], "2022년 인천 수출액", "{fate}");
    let suggestions = page.suggestions(MINA, "사업", "이름", "ㅅㅊ").await;
    assert!(!suggestions.is_empty());
    let english = page
        .press(MINA, message, button(message, "English"), &[])
        .await;
    let message = &english["message"];
    let title = &embed(message)["title"];
    assert_eq!(title, "Incheon exports in 2022", "{english}");
    let list = page.command(ALEX, "partners", json!({})).await;
    let menu = custom_ids(&list["message"])[0];
    let chosen = page.press(ALEX, &list["message"], menu, &["itp"]).await;
    assert_eq!(chosen["state"], "answered", "{chosen}");
    // The picture goes where pictures can go: by the callback.
    #[cfg(feature = "chart")]
    {
        let chart = page
            .press(MINA, message, button(message, "Chart"), &[])
            .await;
        assert!(is_private(&chart["message"]), "{chart}");
        let attachments = chart["message"]["attachments"].as_array().map(Vec::len);
        assert_eq!(attachments, Some(1), "{chart}");
    }
    let report = button(message, "Wrong or outdated?");
    let form = page.press(MINA, message, report, &[]).await;
    let thanked = page
        .fill_in(MINA.member, &form, "숫자가 오래되었습니다")
        .await;
    assert!(is_private(&thanked["message"]), "{thanked}");
    let delete = button(message, "Delete");
    page.press(MINA, message, delete, &[]).await;
    page.wait_for(MINA, "the answer is taken back", |messages| {
        !messages.iter().any(|other| other["id"] == message["id"])
    })
    .await;

    let (_, metrics) = read(&health, "/metrics").await;
    let counted = r#"interactions_total{command="exports",language="ko",outcome="exact"} 1"#;
    assert!(metrics.contains(counted), "{metrics}");
    terminate(&mut running);
    world.stop().await;
}

/// Requests with the key that signs them, as Discord documents them.
pub fn fixture() -> Value {
    let text = include_str!("../../src/discord/fixtures/http_signed.json");
    serde_json::from_str(text).expect("JSON")
}

/// A request as Discord would send it now, signed by the key of the fixture.
fn signed(
    client: &reqwest::Client,
    url: &str,
    fixture: &Value,
    body: &str,
) -> reqwest::RequestBuilder {
    signed_at(client, url, fixture, body, 0)
}

/// The same, sent so many seconds from now.
pub fn signed_at(
    client: &reqwest::Client,
    url: &str,
    fixture: &Value,
    body: &str,
    seconds: i64,
) -> reqwest::RequestBuilder {
    let seed = fixture["private_seed_hex"].as_str().expect("a key");
    let byte = |at: usize| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).expect("hexadecimal");
    let key = SigningKey::from_bytes(&std::array::from_fn(byte));
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("a clock").as_secs();
    let timestamp = now.saturating_add_signed(seconds).to_string();
    let signature = key.sign(format!("{timestamp}{body}").as_bytes()).to_bytes();
    let signature: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    client
        .post(url)
        .header("X-Signature-Ed25519", signature)
        .header("X-Signature-Timestamp", timestamp)
        .body(body.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_discord_did_not_sign_get_nowhere_and_repeated_ones_no_second_answer() {
    let world = World::start("endpoint_requests").await;
    let page = world.page();
    // Without a token, as replicas that face the internet may well be.
    let (mut running, mut log, door, _) = replica(page.root(), &[]).await;
    let url = format!("http://{door}/interactions");
    let fixture = fixture();
    let client = reqwest::Client::new();
    for case in fixture["cases"].as_array().expect("cases") {
        let mut request = client
            .post(&url)
            .body(case["body"].as_str().unwrap().to_owned());
        for (name, value) in case["headers"].as_object().expect("headers") {
            request = request.header(name, value.as_str().expect("text"));
        }
        let status = request.send().await.expect("an answer").status();
        // All were signed in 2025: the good ones among them are too old.
        assert_eq!(status, 401, "{}", case["name"]);
    }
    // Who is turned away may find the connection closed before everything was sent.
    let other = reqwest::Client::new();
    let large = other.post(&url).body("가".repeat(1024 * 1024)).send();
    assert!(large.await.map_or(true, |answer| answer.status() == 413));
    assert_eq!(
        client.get(&url).send().await.expect("an answer").status(),
        405
    );

    let body = |case: usize| fixture["cases"][case]["body"].as_str().expect("a body");
    for (body, status, answer) in [
        (body(0), 200, r#"{"type":1}"#),
        ("수출", 400, ""),
        (r#"{"type":2}"#, 400, ""),
        (body(1), 200, "2022년 인천 수출액"),
        (body(1), 409, ""),
    ] {
        let answered = signed(&client, &url, &fixture, body).send().await;
        let answered = answered.expect("an answer");
        assert_eq!(answered.status(), status, "{body}");
        let kind = answered.headers().get("content-type").cloned();
        let is_json = kind.is_some_and(|kind| kind == "application/json");
        assert_eq!(is_json, status == 200, "{body}");
        let text = answered.text().await.expect("text");
        assert!(text.contains(answer), "{body}: {text}");
    }

    send_to(page, &door).await;
    let fate = page.command(ALEX, "exports", json!({ "year": 2022 })).await;
    assert_eq!(fate["state"], "answered", "{fate}");
    log.wait_for("answered").await;
    signal(&running.0, "-HUP");
    log.wait_for("answering from a new base").await;
    let fate = page.command(ALEX, "exports", json!({ "year": 2021 })).await;
    assert_eq!(fate["state"], "answered", "{fate}");
    terminate(&mut running);
    let fate = page.command(ALEX, "exports", json!({ "year": 2022 })).await;
    assert_eq!(fate["state"], "failed", "nobody is there: {fate}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_saved_only_where_an_endpoint_of_this_key_answers() {
    let world = World::start("endpoint_saved").await;
    let page = world.page();
    let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let variables = [("DISCORD_PUBLIC_KEY", other)];
    let (_running, _log, door, _) = replica(page.root(), &variables).await;
    let state = page.get("/state").await;
    let body = json!({
        "application": state["applications"][0]["id"], "url": format!("http://{door}/interactions"),
    });
    let address = format!("{}/playground/api/endpoint", page.root());
    let saved = reqwest::Client::new()
        .post(address)
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await;
    assert_eq!(saved.expect("an answer").status(), 400);
    world.stop().await;
}
