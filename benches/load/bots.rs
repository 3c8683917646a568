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
    /// How it is called in tables.
    pub name: String,
    kind: Kind,
    command: Vec<PathBuf>,
}

/// How a bot is told where Discord is.
enum Kind {
    /// As the operator of this bot does.
    Ours,
    /// By two arguments: the address, and the folder of the documents.
    Peer,
}

/// This bot, as each of `programs` or as it was built along where there is none, and the others, or the `only` ones; those are left
/// out that cannot be built or installed here.
pub fn all(root: &Path, only: &[String], programs: &[PathBuf]) -> Vec<Bot> {
    let wanted =
        |names: &[&str]| only.is_empty() || only.iter().any(|only| names.contains(&only.as_str()));
    let peers = root.join("target/peers");
    let mut bots = Vec::new();
    for (number, program) in programs.iter().enumerate() {
        let name = match number {
            0 => "this bot".to_owned(),
            _ => format!("program {}", number + 1),
        };
        bots.push(Bot {
            name,
            kind: Kind::Ours,
            command: vec![root.join(program)],
        });
    }
    if bots.is_empty() {
        bots.push(Bot {
            name: "this bot".to_owned(),
            kind: Kind::Ours,
            command: vec![env!("CARGO_BIN_EXE_incheon-exports-bot").into()],
        });
    }
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
                name: name.to_owned(),
                kind: Kind::Peer,
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
    if wanted(&["discord.js", "discord.js light", "discord.py"]) {
        if install().is_ok_and(|status| status.success()) {
            let node = || vec!["node".into(), peers.join("discord.js/load.mjs")];
            let python = vec![
                peers.join("discord.py/bin/python"),
                root.join("tests/peers/discord.py/load.py"),
            ];
            for (name, command) in [
                ("discord.js", node()),
                ("discord.js light", node()),
                ("discord.py", python),
            ] {
                bots.push(Bot {
                    name: name.to_owned(),
                    kind: Kind::Peer,
                    command,
                });
            }
        } else {
            println!("without node, npm and Python, discord.js and discord.py are left out");
        }
    }
    bots.retain(|bot| wanted(&[&bot.name]));
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
        match self.kind {
            // As shipped; only its metrics stay away from the port of another that may run on this machine.
            Kind::Ours => command
                .args(["run", "--api-base", &server])
                .env(
                    "DISCORD_TOKEN",
                    "load.not-a-secret.opens-only-the-local-stand-in",
                )
                .env("BOT_HEALTH_ADDRESS", "127.0.0.1:0"),
            Kind::Peer => command
                .arg(&server)
                .arg(root.join("data"))
                .args((self.name == "discord.js light").then_some("light"))
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
