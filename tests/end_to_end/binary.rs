//! The program as a newcomer starts it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::json;

use incheon_exports_bot::playground::{INTERACTION_TOKEN_PREFIX, PLAYGROUND_TOKEN};

use crate::support::{ALEX, MINA, Page, button, custom_ids, embed};

/// A child that does not outlive its test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ends a program as a supervisor does, and waits until it has stopped in good order.
pub fn terminate(running: &mut Running) {
    let pid = running.0.id().to_string();
    let stopped = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(stopped.expect("kill runs").success());
    let status = running.0.wait().expect("the program ends");
    assert!(status.success(), "it stops in good order: {status}");
}

/// The program, without what the environment of the tests would tell it.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incheon-exports-bot"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISCORD_TOKEN")
        .env_remove("DISCORD_TOKEN_FILE")
        .env("BOT_HEALTH_ADDRESS", "off")
        .env_remove("DISCORD_API_BASE");
    command
}

/// Starts the program with its playground; its logs are read all the time, so that a full pipe never stops it.
fn start(variables: &[(&str, &str)]) -> (Running, Page, JoinHandle<String>) {
    let mut child = Running(
        program()
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts"),
    );
    let url = address_of(&mut child.0);
    let mut stderr = child.0.stderr.take().expect("piped");
    let logs = std::thread::spawn(move || {
        let mut logs = String::new();
        stderr.read_to_string(&mut logs).expect("the logs are text");
        logs
    });
    (child, Page::new(url), logs)
}

/// Stops the program; returns its logs.
fn stop(mut child: Running, logs: JoinHandle<String>) -> String {
    terminate(&mut child);
    logs.join().expect("the logs were read")
}

#[tokio::test(flavor = "multi_thread")]
async fn with_question_text_switched_on_the_log_tells_what_was_asked_in_vain_and_never_by_whom() {
    let (child, page, logs) = start(&[("BOT_LOG_QUESTIONS", "true")]);
    page.wait_for_commands().await;
    for question in [
        "인천공항 물동량",
        "인천 공항 물동량은?",
        "@mina 010-1234-5678 인천공항 물동량",
    ] {
        page.command(ALEX, "ask", json!({ "question": question }))
            .await;
    }
    page.command(
        MINA,
        "질문",
        json!({ "질문내용": "숨기고 싶은 질문", "비공개": true }),
    )
    .await;
    page.command(MINA, "질문", json!({ "질문내용": "수출바우처" }))
        .await;
    let logs = stop(child, logs);
    for hidden in ["mina", "1234", "숨기고", "alex"] {
        assert!(
            !logs.to_lowercase().contains(hidden),
            "the logs hold {hidden}:\n{logs}"
        );
    }
    let path =
        std::env::temp_dir().join(format!("incheon-exports-gaps-{}.log", std::process::id()));
    std::fs::write(&path, &logs).expect("a file of the test");
    let output = program().arg("gaps").arg(&path).output();
    std::fs::remove_file(&path).expect("the file of the test goes");
    let output = output.expect("the program runs");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(
        report.starts_with("3× "),
        "the three are one gap:\n{report}\n{logs}"
    );
    assert!(report.contains("\n   not known\n"), "{report}");
    assert!(
        !report.contains("수출바우처"),
        "what was answered is no gap: {report}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_it_prints_the_playgrounds_address_and_answers_there_and_logs_no_token() {
    let (child, page, logs) = start(&[("BOT_LOG", "trace")]);
    page.wait_for_commands().await;
    let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    assert_eq!(embed(&fate["message"])["title"], "2022년 인천 수출액");
    let budget = page
        .command(ALEX, "ask", json!({ "question": "budget" }))
        .await;
    let choice = &budget["message"];
    page.press(ALEX, choice, custom_ids(choice)[0], &[]).await;
    page.suggestions(MINA, "사업", "이름", "물류").await;
    let mention = page.mention().await;
    page.say(MINA, &format!("{mention} 코트라"), 5_000).await;
    let card = &fate["message"];
    let opened = page
        .press(MINA, card, button(card, "틀렸거나 오래됐나요?"), &[])
        .await;
    page.fill_in(MINA.member, &opened, "2021년 값이 달라요")
        .await;

    let logs = stop(child, logs);
    assert!(
        logs.contains("TRACE") || logs.contains("DEBUG"),
        "the logs are detailed:\n{logs}"
    );
    assert!(logs.contains("answered"), "the answers are logged:\n{logs}");
    assert!(
        logs.contains("2021년 값이 달라요"),
        "without a channel for it, a report goes to the log:\n{logs}"
    );
    for secret in [PLAYGROUND_TOKEN, INTERACTION_TOKEN_PREFIX, "코트라"] {
        assert!(!logs.contains(secret), "the logs hold {secret}");
    }
}

/// Reads the address that a child prints first.
fn address_of(child: &mut Child) -> String {
    let mut line = String::new();
    let stdout = child.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let url = line
        .trim()
        .strip_prefix("playground: ")
        .expect("the address");
    url.trim_end_matches('/').to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_playground_alone_takes_in_a_bot_that_runs_beside_it() {
    let mut playground = Running(
        program()
            .arg("playground")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts"),
    );
    let url = address_of(&mut playground.0);
    let page = Page::new(url.clone());
    assert_eq!(
        page.get("/state").await["applications"],
        json!([]),
        "nobody is in it"
    );
    let _bot = Running(
        program()
            .args(["run", "--api-base", &url])
            .env("DISCORD_TOKEN", "another.bot.altogether")
            .env("BOT_REGISTER", "guild:200000000000000001")
            .spawn()
            .expect("the program starts"),
    );
    page.wait_for_commands().await;
    let fate = page.command(MINA, "수출", json!({ "연도": 2022 })).await;
    assert_eq!(embed(&fate["message"])["title"], "2022년 인천 수출액");
    let elsewhere = format!("/commands?user={}&channel={}", ALEX.member, ALEX.channel);
    let offered = page.get(&elsewhere).await;
    assert_eq!(
        offered["commands"],
        json!([]),
        "only one server has the commands"
    );
}

#[test]
fn mistakes_of_the_operator_have_codes_of_their_own() {
    for (arguments, variables, code, message) in [
        (&["check"][..], &[][..], 0, ""),
        (
            &["check", "--data", "no/such/folder"][..],
            &[][..],
            65,
            "no/such/folder",
        ),
        (
            &["check", "--config", "no/such/file.toml"][..],
            &[][..],
            78,
            "cannot read the configuration no/such/file.toml",
        ),
        (
            &["check"][..],
            &[("BOT_LANGUAGE", "fr")][..],
            78,
            "environment: BOT_LANGUAGE is `fr`; expected `ko` or `en`",
        ),
        (&["run"][..], &[][..], 78, "set DISCORD_TOKEN"),
        (
            &["run"][..],
            &[("DISCORD_TOKEN_FILE", "no/such/file")][..],
            78,
            "environment: DISCORD_TOKEN_FILE names `no/such/file`, which cannot be read",
        ),
        (
            &["run"][..],
            &[
                ("DISCORD_TOKEN", "any.token"),
                ("DISCORD_TOKEN_FILE", "Cargo.toml"),
            ][..],
            78,
            "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set",
        ),
        (
            &["run", "--data", "no/such/folder"][..],
            &[("DISCORD_TOKEN", "any.token")][..],
            65,
            "no/such/folder",
        ),
        // A token on the command line would be seen by everybody on the machine.
        (
            &["run", "--token", "any.token"][..],
            &[][..],
            2,
            "unexpected argument '--token'",
        ),
        (
            &["run", "--api-base", "ftp://example.invalid"][..],
            &[][..],
            2,
            "ftp://example.invalid",
        ),
    ] {
        let output = program()
            .args(arguments)
            .envs(variables.iter().copied())
            .output()
            .expect("the program runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        assert!(errors.contains(message), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_question_on_the_command_line_is_answered_on_standard_output() {
    for (arguments, part) in [
        (
            &["ask", "/exports 2022", "--lang", "en"][..],
            "US$54.3 billion (2022)",
        ),
        (&["ask", "수출바우처가 뭐예요?"][..], "수출 바우처"),
        (
            &["ask", "수출바우처가", "뭐예요?", "--lang", "en"][..],
            "Export Voucher",
        ),
        (&["ask", "--json", "ㅅㅊㅂㅇㅊ"][..], "\"answered\":true"),
    ] {
        let output = program()
            .args(arguments)
            .output()
            .expect("the program runs");
        let answer = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}");
        assert!(answer.contains(part), "{arguments:?}: {answer}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_named_and_not_taken_for_unset() {
    use std::os::unix::ffi::OsStrExt;
    let output = program()
        .args(["ask", "코트라"])
        .env("BOT_LANGUAGE", std::ffi::OsStr::from_bytes(b"\xff\xfe"))
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{errors}");
    assert!(errors.contains("BOT_LANGUAGE"), "{errors}");
}
