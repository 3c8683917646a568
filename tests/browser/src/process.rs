//! Programs that run beside a test and end with it.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::root;

/// Times that chromedriver is started before that counts as a failure.
const DRIVER_STARTS: usize = 3;

/// A program that listens on this machine; ended when dropped.
pub struct Process {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
}

impl Process {
    /// The bot in its playground.
    pub fn bot() -> Self {
        let path = env::var_os("BOT").map_or_else(
            || root().join("target/debug/incheon-exports-bot"),
            PathBuf::from,
        );
        let mut command = Command::new(&path);
        command
            .current_dir(root())
            .env_remove("DISCORD_TOKEN")
            .env("BOT_LOG", "warn")
            .env("BOT_PLAYGROUND_PORT", free_port().to_string());
        let hint = "build the bot first (cargo build), or name it in BOT";
        let started = Self::start(&mut command, hint, |line| {
            let address = line.strip_prefix("playground: ")?;
            Some(address.trim_end_matches('/').to_owned())
        });
        started.unwrap_or_else(|| panic!("{command:?} ended without telling its address"))
    }

    /// chromedriver, on a port that it finds itself.
    pub fn chromedriver() -> Self {
        let path = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(path);
        command.arg("--port=0");
        let hint = "install it (Debian: chromium-driver), or name it in CHROMEDRIVER";
        let address = |line: &str| {
            let port = line.split("on port ").nth(1)?.trim_end_matches('.');
            // The first line repeats what was asked for: 0.
            let port = port.parse::<u16>().ok().filter(|port| *port != 0);
            port.map(|port| format!("http://127.0.0.1:{port}"))
        };
        // It takes a free port of IPv4 and wants the same of IPv6, where somebody else may have it; then it ends.
        let started = (0..DRIVER_STARTS).find_map(|_| Self::start(&mut command, hint, address));
        started.unwrap_or_else(|| panic!("{command:?} ended without telling its address"))
    }

    /// Starts `command` and reads what it prints until a line gives its address; `None` when it ends before.
    fn start(
        command: &mut Command,
        hint: &str,
        address: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let name = format!("{:?}", command.get_program());
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} cannot be started: {error}; {hint}"));
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let found = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| address(&line));
        // What else it prints is read to the end, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        if found.is_none() {
            // It closed its output, so it is ending.
            let _ = child.wait();
        }
        found.map(|address| Self { child, address })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago; the playground takes the next one where it is no longer.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
