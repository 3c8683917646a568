//! The bots that are compared, how each is started, and what the system says about its process.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Ticks of a process's clock in a second, as /proc writes them on every Linux of today.
const TICKS_PER_SECOND: f64 = 100.0;

/// A bot to measure.
pub struct Bot {
    pub name: &'static str,
    command: Vec<PathBuf>,
}

/// The bot of this project and the others, or the `only` one; those are left out that cannot be built or installed here.
pub fn all(root: &Path, only: Option<&str>) -> Vec<Bot> {
    let wanted = |names: &[&str]| only.is_none_or(|only| names.contains(&only));
    let peers = root.join("target/peers");
    let ours = PathBuf::from(env!("CARGO_BIN_EXE_incheon-exports-bot"));
    let mut bots = vec![Bot {
        name: "this bot",
        command: vec![ours],
    }];
    let rust = peers.join("rust");
    let build = || {
        Command::new(env!("CARGO"))
            .args([
                "build",
                "--release",
                "--locked",
                "--manifest-path",
                "tests/peers/rust/Cargo.toml",
                "--target-dir",
            ])
            .arg(&rust)
            .current_dir(root)
            .status()
    };
    if wanted(&["serenity", "twilight"]) && build().is_ok_and(|status| status.success()) {
        for name in ["serenity", "twilight"] {
            bots.push(Bot {
                name,
                command: vec![rust.join("release").join(name)],
            });
        }
    }
    let install = || {
        Command::new(root.join("tests/peers/run"))
            .arg("--install")
            .current_dir(root)
            .status()
    };
    if wanted(&["discord.js", "discord.py"]) {
        if install().is_ok_and(|status| status.success()) {
            bots.push(Bot {
                name: "discord.js",
                command: vec!["node".into(), peers.join("discord.js/load.mjs")],
            });
            bots.push(Bot {
                name: "discord.py",
                command: vec![
                    peers.join("discord.py/bin/python"),
                    root.join("tests/peers/discord.py/load.py"),
                ],
            });
        } else {
            println!("without node, npm and Python, discord.js and discord.py are left out");
        }
    }
    bots.retain(|bot| wanted(&[bot.name]));
    bots
}

/// A bot that runs, until it is dropped.
pub struct Running {
    child: Child,
}

impl Bot {
    /// Starts it against a stand-in for Discord, its log in a file.
    pub fn start(&self, root: &Path, address: SocketAddr) -> Running {
        let log = File::create(
            root.join("target/peers")
                .join(format!("load-{}.log", self.name)),
        );
        let log = log.expect("target/peers can be written");
        let server = format!("http://{address}");
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).current_dir(root);
        match self.name {
            // As shipped; only its metrics stay away from the port of another that may run on this machine.
            "this bot" => command
                .args(["run", "--api-base", &server])
                .env(
                    "DISCORD_TOKEN",
                    "load.not-a-secret.opens-only-the-local-stand-in",
                )
                .env("BOT_HEALTH_ADDRESS", "127.0.0.1:0"),
            _ => command
                .arg(&server)
                .arg(root.join("data"))
                .env_remove("DISCORD_TOKEN"),
        };
        let output = log.try_clone().expect("a second handle");
        let child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(log)
            .spawn();
        Running {
            child: child.expect("the bot starts"),
        }
    }
}

impl Running {
    /// How long a processor has worked for it: its own code, and the system's for it.
    pub fn cpu(&self) -> Duration {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name, in parentheses, may hold anything; utime and stime are the 12th and 13th field after it.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let ticks: f64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<f64>().ok())
            .sum();
        Duration::from_secs_f64(ticks / TICKS_PER_SECOND)
    }

    /// Memory that it holds, in KiB.
    pub fn memory(&self) -> u64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
