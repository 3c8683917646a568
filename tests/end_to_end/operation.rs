//! The program as an operator runs it: what a supervisor learns from its end, what a probe and a scraper see, a new base
//! under it, and its stop.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::playground::{Options, Playground, PortChoice};

use crate::binary::{Running, program};
use crate::support::{ALEX, MINA, PATIENCE, Page, embed};

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

/// What a child writes to standard error, line by line, read all the time so that a full pipe never stops it.
pub struct Log(tokio::sync::mpsc::UnboundedReceiver<Value>);

impl Log {
    pub fn of(child: &mut Child) -> Self {
        let stderr: ChildStderr = child.stderr.take().expect("piped");
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                // A line that is no JSON is a message for people; nobody here waits for one.
                let _ = serde_json::from_str(&line).map(|line| sender.send(line));
            }
        });
        Self(receiver)
    }

    /// The next line with a message.
    pub async fn wait_for(&mut self, message: &str) -> Value {
        let found = async {
            while let Some(line) = self.0.recv().await {
                if line["message"] == message {
                    return line;
                }
            }
            panic!("the program ended without {message:?}");
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| panic!("waited in vain for {message:?}"))
    }
}

pub fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args([name, &pid]).status();
    assert!(sent.expect("kill runs").success());
}

/// The status and body at an address of the bot's own.
pub async fn read(address: &str, path: &str) -> (u16, String) {
    let response = reqwest::get(format!("http://{address}{path}")).await;
    let response = response.expect("it is served");
    let status = response.status().as_u16();
    (status, response.text().await.expect("text"))
}

pub async fn wait_for_readiness(address: &str, expected: (u16, &str)) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (status, body) = read(address, "/readyz").await;
        if (status, body.trim()) == expected {
            return;
        }
        assert!(Instant::now() < deadline, "it stays {status} {body}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_tell_what_happens_and_not_to_whom() {
    let served = CancellationToken::new();
    let options = Options {
        port: PortChoice::Any,
        gateway_control: true,
        ..Options::default()
    };
    let playground = Playground::bind(options).await.expect("a port is free");
    let page = Page::new(playground.url());
    let url = playground.url();
    let task = tokio::spawn(playground.serve(served.clone()));
    let mut running = bot(
        &url,
        "a.bot.watched",
        &[("BOT_HEALTH_ADDRESS", "127.0.0.1:0")],
    );
    let mut log = Log::of(&mut running.0);
    let line = log.wait_for("health and metrics are served").await;
    let address = line["address"].as_str().expect("an address");
    assert_eq!(read(address, "/livez").await, (200, "alive\n".to_owned()));
    page.wait_for_commands().await;
    wait_for_readiness(address, (200, "ready")).await;

    page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    page.command(ALEX, "ask", json!({ "question": "asdkjhasd" }))
        .await;
    page.command(MINA, "사업", json!({ "이름": "ㅅㅊㅂㅇㅊ" }))
        .await;
    page.command(ALEX, "ask", json!({ "question": "overseas exhibitions" }))
        .await;
    page.suggestions(MINA, "사업", "이름", "물류").await;
    page.post("/gateway", json!({ "action": "cut" })).await;
    let end = "the gateway connection ended; connecting again";
    log.wait_for(end).await;
    log.wait_for("the gateway session goes on").await;
    wait_for_readiness(address, (200, "ready")).await;
    let (status, text) = read(address, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"interactions_total{command="exports",language="ko",outcome="exact"} 1"#,
        r#"interactions_total{command="ask",language="en",outcome="unknown"} 1"#,
        r#"interactions_total{command="autocomplete",language="ko",outcome="suggested"} 1"#,
        r#"interactions_total{command="program",language="ko",outcome="fuzzy"} 1"#,
        r#"interactions_total{command="ask",language="en",outcome="choice"} 1"#,
        r#"latency_seconds_count{command="exports"} 1"#,
        "rate_limits_total 0",
        "base_documents ",
        "base{version=\"",
    ] {
        let line = format!("\nincheon_exports_bot_{line}");
        assert!(text.contains(&line), "{line} is not in {text}");
    }
    // A busy machine may take more than one attempt.
    assert!(!text.contains("gateway_reconnects_total 0\n"), "{text}");
    assert!(text.contains("\nincheon_exports_bot_gateway_reconnects_total "));
    for secret in [MINA.member, MINA.channel, "asdkjhasd", "물류", "watched"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }

    served.cancel();
    task.await.expect("no panic").expect("it listened");
    // Held, so that no other test's playground is found there.
    let port = url.strip_prefix("http://").expect("plain");
    let _silent = std::net::TcpListener::bind(port).expect("the port is free again");
    let lost = (503, "not ready: there is no gateway session");
    wait_for_readiness(address, lost).await;
    assert_eq!(read(address, "/livez").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_health_address_does_not_keep_the_bot_from_answering() {
    let url = playground().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it is bound").to_string();
    let mut running = bot(&url, "a.bot.beside", &[("BOT_HEALTH_ADDRESS", &address)]);
    let mut log = Log::of(&mut running.0);
    let line = log.wait_for("health and metrics are not served").await;
    assert_eq!(line["address"], address.as_str());
    let page = Page::new(url);
    page.wait_for_commands().await;
    let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    assert_eq!(embed(&fate["message"])["title"], "2022년 인천 수출액");
}

/// A copy of the base that a test may change.
fn copied_base(name: &str) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&copy).expect("a folder can be made");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in std::fs::read_dir(data).expect("the base can be listed") {
        let file = file.expect("the base can be listed");
        if file.path().is_file() {
            std::fs::copy(file.path(), copy.join(file.file_name())).expect("it can be copied");
        }
    }
    copy
}

async fn voucher(page: &Page) -> String {
    let fate = page
        .command(ALEX, "program", json!({ "name": "voucher" }))
        .await;
    let title = embed(&fate["message"])["title"].as_str();
    title.expect("a title").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_base_is_answered_from_and_a_broken_one_is_not() {
    let url = playground().await;
    let data = copied_base("reloaded");
    let programs = data.join("programs.json");
    let text = std::fs::read_to_string(&programs).expect("it was copied");
    let renamed = text.replace("\"Export Voucher\"", "\"Export Coupon\"");
    assert_ne!(text, renamed, "the base has the document");
    let folder = data.to_str().expect("a plain path");
    let mut running = bot(&url, "a.bot.reloading", &[("BOT_DATA", folder)]);
    let mut log = Log::of(&mut running.0);
    let page = Page::new(url);
    page.wait_for_commands().await;
    assert_eq!(voucher(&page).await, "Export Voucher");

    std::fs::write(&programs, &renamed).expect("it can be written");
    let line = log.wait_for("answering from a new base").await;
    let version = line["version"].clone();
    assert_eq!(voucher(&page).await, "Export Coupon");

    std::fs::write(&programs, renamed.replace("\"en\"", "\"eng\"")).expect("written");
    let line = log.wait_for("the new base has a problem").await;
    let problem = line["problem"].as_str().expect("a problem");
    assert!(problem.contains("programs.json"), "{problem}");
    log.wait_for("the new base is refused; the old one stays")
        .await;
    assert_eq!(voucher(&page).await, "Export Coupon");

    std::fs::write(&programs, &renamed).expect("it can be written");
    let line = log.wait_for("answering from a new base").await;
    assert_eq!(
        line["version"], version,
        "the same files are the same version"
    );
    signal(&running.0, "-HUP");
    let line = log.wait_for("answering from a new base").await;
    assert_eq!(
        line["version"], version,
        "asked for, it is loaded unchanged"
    );
    assert_eq!(voucher(&page).await, "Export Coupon");
}

/// Stands before a server and lets what is sent to it wait; what comes back does not.
async fn slow_way_to(server: SocketAddr, wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move {
        while let Ok((bot, _)) = listener.accept().await {
            tokio::spawn(async move {
                let server = TcpStream::connect(server).await.expect("it listens");
                let (mut from_bot, mut to_bot) = bot.into_split();
                let (mut from_server, mut to_server) = server.into_split();
                let back =
                    tokio::spawn(
                        async move { tokio::io::copy(&mut from_server, &mut to_bot).await },
                    );
                let mut buffer = vec![0; 64 * 1024];
                while let Ok(length @ 1..) = from_bot.read(&mut buffer).await {
                    tokio::time::sleep(wait).await;
                    if to_server.write_all(&buffer[..length]).await.is_err() {
                        break;
                    }
                }
                // The other direction ends by itself once the server has heard of this.
                drop(to_server);
                drop(back);
            });
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_before_the_stop_is_answered_and_the_bot_ends_well() {
    for stop in ["-TERM", "-INT"] {
        let url = playground().await;
        let server = url.strip_prefix("http://").expect("plain");
        let server = server.parse().expect("an address");
        let slow = slow_way_to(server, Duration::from_millis(700)).await;
        let mut running = bot(&slow, "a.bot.stopping", &[]);
        let mut log = Log::of(&mut running.0);
        let page = Page::new(url);
        page.wait_for_commands().await;
        log.wait_for("the commands are registered").await;
        let mention = page.mention().await;
        let asked = page.command(MINA, "수출", json!({ "연도": 2022 }));
        let mentioning = format!("{mention} 코트라");
        let said = page.say(ALEX, &mentioning, 5_000);
        let stopped = async {
            // Both questions are with the bot by then, and no answer is through.
            tokio::time::sleep(Duration::from_millis(300)).await;
            signal(&running.0, stop);
            Instant::now()
        };
        let (fate, replies, stopped) = tokio::join!(asked, said, stopped);
        assert_eq!(
            embed(&fate["message"])["title"],
            "2022년 인천 수출액",
            "{stop}: {fate}"
        );
        assert!(
            format!("{replies:?}").contains("코트라 인천지원단"),
            "{stop}: {replies:?}"
        );
        let status = running.0.wait().expect("the program ends");
        assert!(status.success(), "{stop}: {status}");
        let took = stopped.elapsed();
        assert!(took < Duration::from_secs(10), "{stop}: {took:?}");
        assert!(
            took > Duration::from_millis(300),
            "{stop}: nothing was waited for"
        );
    }
}
