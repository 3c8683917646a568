//! The command line.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};

use incheon_exports_bot::discord::{ApiBase, ShardRange, parse_shards};
use incheon_exports_bot::text::language::Language;

/// Answers questions about Incheon's exports and its support programs, on Discord and in a terminal.
///
/// Without a subcommand: the bot on Discord when DISCORD_TOKEN or DISCORD_TOKEN_FILE is set, otherwise the bot in its own local Discord.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// Configuration file [default: config/bot.toml, where it exists]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// Folder of the knowledge base [default: the configured one, else data]
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// What an option says in the place of an environment variable.
    pub fn override_of(&self, variable: &str) -> Option<&str> {
        let Some(Command::Run {
            shards,
            shard_range,
            ..
        }) = &self.command
        else {
            return None;
        };
        match variable {
            "BOT_SHARDS" => shards.as_deref(),
            "BOT_SHARD_RANGE" => shard_range.as_deref(),
            _ => None,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer on Discord; the token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE
    Run {
        /// Root of another server that speaks Discord's protocol, such as http://127.0.0.1:8722
        #[arg(long, value_name = "URL", value_parser = api_base)]
        api_base: Option<ApiBase>,

        /// How many gateway sessions the bot has in all its processes: a number, or auto for as many as Discord recommends
        #[arg(long, value_name = "auto|N", value_parser = shards)]
        shards: Option<String>,

        /// Which of them this process keeps up: A..B for those from A to before B, or I/N for the I-th of N parts, counted from 0;
        /// the process of shard 0 registers the commands and answers direct messages
        #[arg(long, value_name = "A..B", value_parser = shard_range)]
        shard_range: Option<String>,
    },
    /// Answer interactions that Discord sends over HTTP, to /interactions at BOT_ENDPOINT_ADDRESS; needs DISCORD_PUBLIC_KEY
    ///
    /// Commands, buttons, menus and forms are answered, by any number of replicas behind a proxy that ends TLS. Mentions and direct
    /// messages come over the gateway alone, so nobody is answered there; and it registers no commands, `register` does. Answers
    /// need no token; with one, commands in replies can be pressed and reports reach their channel.
    Endpoint {
        /// Root of another server that speaks Discord's protocol, such as http://127.0.0.1:8722
        #[arg(long, value_name = "URL", value_parser = api_base)]
        api_base: Option<ApiBase>,
    },
    /// Tell Discord the commands: show what differs, write only that, and print the invite link; the token comes from DISCORD_TOKEN
    #[command(group(ArgGroup::new("place").required(true).args(["guild", "global"])))]
    Register {
        /// Only in the server with this id, where changes show at once
        #[arg(long, value_name = "ID")]
        guild: Option<NonZeroU64>,

        /// Everywhere: in every server, in direct messages, in members' own accounts
        #[arg(long)]
        global: bool,

        /// Show what differs and write nothing
        #[arg(long)]
        dry_run: bool,

        /// Root of another server that speaks Discord's protocol, such as http://127.0.0.1:8722
        #[arg(long, value_name = "URL", value_parser = api_base)]
        api_base: Option<ApiBase>,
    },
    /// Run the local Discord alone, for any bot to connect to
    #[cfg(feature = "playground")]
    Playground,
    /// Answer one question, or each line of standard input
    Ask(AskArgs),
    /// Report every problem in the knowledge base and the configuration
    Check(CheckArgs),
    /// Draft what an article adds to the knowledge base, for somebody to finish
    Draft {
        /// The article: a saved page or its text
        article: PathBuf,

        /// Where to write the draft [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Show a document's cards in both languages
    Preview {
        /// The document, by its slug
        slug: String,
    },
    /// Show which questions another knowledge base answers differently
    Diff {
        /// Folder of the base as it was
        old: PathBuf,

        /// Folder of the base as it is now
        new: PathBuf,

        /// Questions to ask, one JSON object with `q` a line
        #[arg(long, value_name = "FILE", default_value = "tests/relevance/own.jsonl")]
        questions: PathBuf,
    },
    /// Show what people asked in vain or ambiguously, from the bot's logs (needs log_questions)
    Gaps {
        /// The logs, one JSON object a line
        #[arg(required = true)]
        logs: Vec<PathBuf>,
    },
    /// Print the rules of data/ for editors, as a JSON Schema
    Schema,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Look every figure that is cited from this article up in it; can be given more than once
    #[arg(long, value_name = "FILE")]
    pub article: Vec<PathBuf>,

    /// The source that the article is [default: that of its outlet and day]
    #[arg(long, value_name = "SLUG", requires = "article")]
    pub source: Option<String>,
}

#[derive(Debug, Args)]
pub struct AskArgs {
    /// A question, or a command such as "/exports 2022"
    pub text: Vec<String>,

    /// Language of the answers, ko or en [default: that of each question]
    #[arg(long, value_parser = language)]
    pub lang: Option<Language>,

    /// One line of JSON for each question
    #[arg(long)]
    pub json: bool,

    /// Why the search finds what it finds: for each hit its reading, the words that matched and the parts of its score
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
}

fn api_base(text: &str) -> Result<ApiBase, String> {
    ApiBase::new(text).map_err(|error| error.to_string())
}

/// A number of shards, still as text: the configuration knows what it means.
fn shards(text: &str) -> Result<String, String> {
    parse_shards(text).map(|_| text.to_owned())
}

fn shard_range(text: &str) -> Result<String, String> {
    ShardRange::parse(text).map(|_| text.to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "expected `ko` or `en`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_the_guides_show_can_be_typed() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut typed = 0;
        for guide in ["README.md", "data/README.md"] {
            let text = std::fs::read_to_string(root.join(guide)).expect("the guide is readable");
            let lines = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("cargo run --release -- "));
            for line in lines {
                let line = line.split('#').next().unwrap_or_default();
                // What stands in quotes is one argument.
                let words = line
                    .split('"')
                    .enumerate()
                    .flat_map(|(part, text)| match part % 2 {
                        0 => text.split_whitespace().map(str::to_owned).collect(),
                        _ => vec![text.to_owned()],
                    });
                let parsed = Cli::try_parse_from(std::iter::once("bot".to_owned()).chain(words));
                assert!(parsed.is_ok(), "{guide}: {line}: {parsed:?}");
                typed += 1;
            }
        }
        assert!(typed >= 10, "{typed} commands");
    }
}
