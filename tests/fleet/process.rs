//! Processes of the bot: started, killed, stopped in good order, and asked whether they are ready.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::folder;

/// Longest wait for anything: three processes that begin six sessions at once, two every five seconds, take half a minute.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

/// How one process is started, time and again.
pub struct Plan {
    name: String,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    health: String,
}

impl Plan {
    /// The bot with these arguments and variables. `name` names its log.
    pub fn new(name: String, arguments: &[&str], variables: &[(&'static str, &str)]) -> Self {
        let owned = |(key, value): &(&'static str, &str)| (*key, (*value).to_owned());
        Self {
            name,
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            variables: variables.iter().map(owned).collect(),
            health: format!("127.0.0.1:{}", free_port()),
        }
    }

    /// The program as the plan says, without what the environment of this test would tell it.
    pub fn command(&self) -> Command {
        let log = folder().join(format!("{}.log", self.name));
        let log = OpenOptions::new().create(true).append(true).open(log);
        let mut command = Command::new(env!("CARGO_BIN_EXE_incheon-exports-bot"));
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(&self.arguments)
            .env_remove("DISCORD_TOKEN")
            .env_remove("DISCORD_TOKEN_FILE")
            .env("BOT_HEALTH_ADDRESS", &self.health)
            .envs(self.variables.iter().map(|(key, value)| (*key, value)))
            .stdout(Stdio::null())
            .stderr(log.expect("a log can be written"));
        command
    }

    /// Starts it.
    pub fn start(&self) -> Process {
        let child = self.command().spawn().expect("the program starts");
        Process {
            name: self.name.clone(),
            health: self.health.clone(),
            child,
        }
    }
}

/// A process of the bot, killed where it outlives the test.
pub struct Process {
    name: String,
    health: String,
    child: Child,
}

impl Process {
    /// Waits until questions reach it.
    pub async fn wait_until_ready(&self) {
        let deadline = Instant::now() + PATIENCE;
        let url = format!("http://{}/readyz", self.health);
        loop {
            let answer = reqwest::get(&url).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            let name = &self.name;
            assert!(Instant::now() < deadline, "{name} does not become ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it as a fault would: without a word, in the middle of whatever it does.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Asks it to stop, and waits until it has, in good order.
    pub async fn stop(mut self) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(asked.expect("kill runs").success());
        let deadline = Instant::now() + Duration::from_secs(15);
        let status = loop {
            match self.child.try_wait().expect("it can be waited for") {
                Some(status) => break status,
                None => assert!(Instant::now() < deadline, "{} does not stop", self.name),
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        assert!(status.success(), "{} stopped with {status}", self.name);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
