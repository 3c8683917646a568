//! One line of log for each thing that somebody does, and nothing in it of what was typed.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use incheon_exports_bot::playground::Options;

use crate::binary::{Running, program, terminate};
use crate::support::{MINA, PATIENCE, Page, World, button};

/// What is typed, each in a place of its own, and understood nowhere else.
const TYPED: [&str; 5] = ["코트라좀", "바우처요", "ㅅㅊㅂㅇ", "물류비", "수출초보기업"];

/// A log in a file.
struct Log(PathBuf);

impl Log {
    fn of(name: &str) -> Self {
        Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.log")))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).expect("the log is there")
    }

    /// Its lines for operators: of the level INFO and above.
    fn lines(&self) -> Vec<Value> {
        let text = self.text();
        let lines = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        lines
            .filter(|line: &Value| {
                matches!(line["level"].as_str(), Some("INFO" | "WARN" | "ERROR"))
            })
            .collect()
    }

    /// The only line that was added to `before`.
    async fn next(&self, before: usize, what: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        while self.lines().len() <= before {
            assert!(Instant::now() < deadline, "{what} leaves no line");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Long enough for a line too many.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut added = self.lines().split_off(before);
        assert_eq!(added.len(), 1, "{what}: {added:#?}");
        added.remove(0)
    }
}

/// Does one thing after the other; the line of each.
async fn lines_of_everything(page: &Page, log: &Log) -> Vec<Value> {
    let mut lines = Vec::new();
    let next = async |what: &str, lines: &mut Vec<Value>, before| {
        lines.push(log.next(before, what).await);
    };
    let [by_command, by_mention, by_letters, in_target, of_report] = TYPED;

    let mut before = log.lines().len();
    let fate = page
        .command(MINA, "질문", json!({ "질문내용": by_command }))
        .await;
    assert_eq!(fate["state"], "answered", "{fate}");
    next("a command", &mut lines, before).await;

    before += 1;
    let mention = page.mention().await;
    page.say(MINA, &format!("{mention} {by_mention}"), 5_000)
        .await;
    next("a mention", &mut lines, before).await;

    before += 1;
    let channel = page.direct_channel(MINA.member).await;
    let body = json!({ "user": MINA.member, "channel": channel, "content": by_mention });
    page.post("/messages?reply_ms=5000", body).await;
    next("a direct message", &mut lines, before).await;

    before += 1;
    page.suggestions(MINA, "사업", "이름", by_letters).await;
    next("a letter in a field", &mut lines, before).await;

    before += 1;
    let target = page.write(MINA, &format!("{in_target} 아세요?")).await;
    let looked_up = page.look_up(MINA, &target).await;
    assert_eq!(looked_up["state"], "answered", "{looked_up}");
    next("a look-up", &mut lines, before).await;

    before += 1;
    let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    let card = &fate["message"];
    next("a command without a text", &mut lines, before).await;

    before += 1;
    let report = button(card, "틀렸거나 오래됐나요?");
    let form = page.press(MINA, card, report, &[]).await;
    next("a button that opens a form", &mut lines, before).await;

    before += 1;
    page.fill_in(MINA.member, &form, of_report).await;
    next("a report", &mut lines, before).await;

    before += 1;
    page.press(MINA, card, button(card, "English"), &[]).await;
    next("a button", &mut lines, before).await;
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_somebody_does_leaves_one_line_and_no_text_unless_that_is_wanted() {
    for wanted in [false, true] {
        let name = if wanted { "log_with" } else { "log_without" };
        let world = World::without_bot("log_lines", Options::default()).await;
        let page = world.page();
        let log = Log::of(name);
        let file = File::create(&log.0).expect("a file can be made");
        let child = program()
            .args(["run", "--api-base", page.root()])
            .env("DISCORD_TOKEN", "a.bot.of-its-own")
            .env("BOT_LOG_QUESTIONS", wanted.to_string())
            .stderr(file)
            .spawn();
        let mut bot = Running(child.expect("the program starts"));
        page.wait_for_commands().await;
        let deadline = Instant::now() + PATIENCE;
        while !log.text().contains("the commands are registered") {
            assert!(Instant::now() < deadline, "it registers: {}", log.text());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let lines = lines_of_everything(page, &log).await;
        let commands: Vec<&str> = lines
            .iter()
            .filter_map(|line| line["command"].as_str())
            .collect();
        assert_eq!(
            commands,
            [
                "ask",
                "mention",
                "dm",
                "autocomplete",
                "Look this up",
                "exports",
                "component",
                "form",
                "component"
            ]
        );
        let report = lines.iter().find(|line| line["command"] == "form");
        let text = &report.expect("there is one")["text"];
        assert_eq!(text, TYPED[4], "the curator reads it here");
        // What is typed letter by letter is not asked yet, and the looked up message was written to somebody else.
        for (text, asked) in TYPED.iter().zip([true, true, false, false]) {
            let shown = log.text().contains(text);
            assert_eq!(shown, wanted && asked, "{text}: {}", log.text());
        }
        assert!(!log.text().contains("미나"), "nobody is named");
        assert!(!log.text().contains(MINA.member), "nobody is named");
        terminate(&mut bot);
        world.stop().await;
    }
}
