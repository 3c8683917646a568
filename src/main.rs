//! Composition root: configuration → knowledge base → responder → one of the subcommands.

#![forbid(unsafe_code)]

mod cli;
mod curator;
mod logging;

use std::error::Error;
use std::fmt::Display;
use std::io::{self, BufReader, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use cli::{AskArgs, Cli, Command};
use incheon_exports_bot::check;
use incheon_exports_bot::config::{Config, DEFAULT_DATA};
use incheon_exports_bot::discord::{self, Place, RegisterError, Registration, RunError};
use incheon_exports_bot::knowledge::KnowledgeBase;
use incheon_exports_bot::knowledge::load::{self, Diagnostic, Progress};
use incheon_exports_bot::operate::{self, Fingerprint, Reload, Telemetry};
use incheon_exports_bot::responder::Responder;
use incheon_exports_bot::terminal;
use incheon_exports_bot::text::language::Language;

/// Exit codes that a supervisor can tell apart; the numbers are those of BSD's sysexits.
mod exit {
    /// The knowledge base has problems.
    pub const DATA: u8 = 65;
    /// Discord or the playground cannot be reached or used.
    pub const UNAVAILABLE: u8 = 69;
    /// This program, as it is, is too old or too small for Discord.
    pub const SOFTWARE: u8 = 70;
    /// Reading, writing or binding failed.
    pub const IO: u8 = 74;
    /// Discord refuses the gateway intents.
    pub const INTENTS: u8 = 76;
    /// Discord refuses the token, or a registration with it.
    pub const TOKEN: u8 = 77;
    /// The configuration has problems.
    pub const CONFIG: u8 = 78;
}

/// What ended the program: a sentence for the operator and an exit code.
struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    fn new(code: u8, error: &dyn Error) -> Self {
        Self {
            message: chain(error),
            code,
        }
    }

    /// Several problems, one a line.
    fn of_all<T: Display>(code: u8, problems: &[T]) -> Self {
        Self {
            message: check::report(problems),
            code,
        }
    }
}

/// An error and what caused it, on one line.
fn chain(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message.push_str(": ");
        message.push_str(cause.to_string().trim_end());
        source = cause.source();
    }
    message
}

/// Prints a text, as it is, on standard output.
fn print(text: impl Display) -> Result<(), Failure> {
    match write!(io::stdout(), "{text}").and_then(|()| io::stdout().flush()) {
        // The reader went away (`check | head`): nothing is left to say.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(|error| Failure::new(exit::IO, &error)),
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, code }) => {
            // Where nobody can be told, the code still tells.
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(code)
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::load(cli.config.as_deref(), |name| {
        cli.override_of(name)
            .map(str::to_owned)
            // What is no UTF-8 is told as a bad value of its variable, not taken for unset.
            .or_else(|| Some(std::env::var_os(name)?.to_string_lossy().into_owned()))
    });
    let config = config
        .map(|config| Config {
            data: cli.data.clone().unwrap_or(config.data),
            ..config
        })
        .map_err(|problems| problems.iter().map(|problem| chain(problem)).collect());
    if let Some(Command::Schema) = cli.command {
        return print(load::schema());
    }
    if let Some(Command::Check(args)) = &cli.command {
        run_check(config.as_ref(), cli.data)?;
        return match config {
            Ok(config) => curator::check_articles(&responder(&config)?, args),
            Err(_) => Ok(()),
        };
    }
    let config =
        config.map_err(|problems: Vec<String>| Failure::of_all(exit::CONFIG, &problems))?;
    match cli.command {
        Some(Command::Ask(args)) => ask(&config, args),
        Some(Command::Draft { article, out }) => {
            curator::draft(&responder(&config)?, &article, out.as_deref())
        }
        Some(Command::Preview { slug }) => curator::preview(&responder(&config)?, &slug),
        Some(Command::Gaps { logs }) => {
            let loaded = telling(|progress| {
                let base = load::load_telling(&config.data, progress)?;
                let vocabulary = base.vocabulary().clone();
                Ok((checked(base, config.language, progress)?, vocabulary))
            });
            let (responder, vocabulary) = loaded.map_err(broken)?;
            curator::gaps(&responder, vocabulary, &logs)
        }
        Some(Command::Diff {
            old,
            new,
            questions,
        }) => {
            let [old, new] = [old, new].map(|data| {
                responder(&Config {
                    data,
                    ..config.clone()
                })
            });
            curator::diff(&old?, &new?, &questions)
        }
        Some(Command::Run { api_base, .. }) => run_bot(Config {
            api_base: api_base.unwrap_or(config.api_base),
            ..config
        }),
        Some(Command::Endpoint { api_base }) => run_endpoint(Config {
            api_base: api_base.unwrap_or(config.api_base),
            ..config
        }),
        Some(Command::Register {
            guild,
            dry_run,
            api_base,
            ..
        }) => {
            let place = guild.map_or(Place::Everywhere, Place::Guild);
            let config = Config {
                api_base: api_base.unwrap_or(config.api_base),
                ..config
            };
            run_register(config, place, dry_run)
        }
        #[cfg(feature = "playground")]
        Some(Command::Playground) => run_playground(config, false),
        #[cfg(feature = "playground")]
        None if config.token.is_none() => run_playground(config, true),
        _ => run_bot(config),
    }
}

/// Every problem of the configuration and of the knowledge base at once.
fn run_check(config: Result<&Config, &Vec<String>>, data: Option<PathBuf>) -> Result<(), Failure> {
    let (mut problems, data, language) = match config {
        Ok(config) => (Vec::new(), config.data.clone(), config.language),
        // Where the data is may be among what is wrong; the default is the best guess.
        Err(problems) => (
            problems.clone(),
            data.unwrap_or_else(|| PathBuf::from(DEFAULT_DATA)),
            Language::Ko,
        ),
    };
    let code = if problems.is_empty() {
        exit::DATA
    } else {
        exit::CONFIG
    };
    match load_responder(&data, language) {
        Ok(responder) if problems.is_empty() => {
            return print(format_args!("{}\n", check::summary(&responder.base())));
        }
        Ok(_) => {}
        Err(found) => problems.extend(found.iter().map(ToString::to_string)),
    }
    Err(Failure::of_all(code, &problems))
}

fn load_responder(data: &Path, language: Language) -> Result<Responder, Vec<Diagnostic>> {
    telling(|progress| checked(load::load_telling(data, progress)?, language, progress))
}

/// Loads, and tells on standard error how far it is.
fn telling<T>(load: impl FnOnce(&mut Progress<'_>) -> T) -> T {
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    // Where nobody can be told, it loads all the same.
    let mut say = |line: &str| drop(writeln!(io::stderr(), "{line}"));
    load(&mut Progress::new(&elapsed, &mut say))
}

/// The responder of a base, once every reply that it may have to give was found to be within Discord's limits.
fn checked(
    base: KnowledgeBase,
    language: Language,
    progress: &mut Progress<'_>,
) -> Result<Responder, Vec<Diagnostic>> {
    let responder = Responder::new(base, language);
    let problems = check::rendered(&responder, progress);
    if problems.is_empty() {
        Ok(responder)
    } else {
        Err(problems)
    }
}

/// The responder that the configuration describes; the bot does not start on a broken base.
fn responder(config: &Config) -> Result<Responder, Failure> {
    load_responder(&config.data, config.language).map_err(broken)
}

fn broken(problems: Vec<Diagnostic>) -> Failure {
    Failure::of_all(exit::DATA, &problems)
}

fn ask(config: &Config, args: AskArgs) -> Result<(), Failure> {
    let responder = responder(config)?;
    let stdin = BufReader::new(io::stdin().lock());
    let stdout = io::stdout().lock();
    let text = args.text.join(" ");
    let result = match (args.json, text.is_empty()) {
        _ if args.explain && text.is_empty() => terminal::explain_lines(&responder, stdin, stdout),
        _ if args.explain => terminal::explain_lines(&responder, text.as_bytes(), stdout),
        (true, true) => {
            terminal::answer_json(&responder, args.lang, stdin, io::BufWriter::new(stdout))
        }
        (true, false) => terminal::answer_json(&responder, args.lang, text.as_bytes(), stdout),
        (false, true) => {
            let prompt = if io::stdin().is_terminal() { "> " } else { "" };
            terminal::converse(&responder, args.lang, prompt, stdin, stdout)
        }
        (false, false) => {
            let reply = responder.respond(&terminal::request(&text, args.lang));
            writeln!(io::stdout(), "{}", terminal::plain(&reply))
        }
    };
    match result {
        // The reader went away (`ask … | head`): nothing is left to say.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Failure::new(exit::IO, &error)),
    }
}

/// Runs `work` until it ends, or until Ctrl-C or SIGTERM cancels its token.
///
/// On one thread: an answer takes a fraction of a millisecond, so that one processor has thousands of them for each that Discord
/// lets a bot send, and to hand them from thread to thread would cost more time and memory than it saves.
fn block_on<F: Future<Output = Result<(), Failure>>>(
    work: impl FnOnce(CancellationToken) -> F,
) -> Result<(), Failure> {
    discord::install_crypto_provider();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(exit::IO, &error))?;
    let result = runtime.block_on(async {
        let shutdown = CancellationToken::new();
        tokio::spawn(cancel_on_signal(shutdown.clone()));
        work(shutdown).await
    });
    // Nothing of worth is left, and a look-up of a name that hangs must not hold up the end.
    runtime.shutdown_background();
    result
}

async fn cancel_on_signal(shutdown: CancellationToken) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    shutdown.cancel();
}

/// The token that Discord gave the application.
fn token(config: &Config) -> Result<discord::Token, Failure> {
    config.token.clone().ok_or_else(|| Failure {
        message: "the bot needs a token; set DISCORD_TOKEN to the one of your application, or \
                  DISCORD_TOKEN_FILE to a file that holds it, or run the playground, which needs none"
            .to_owned(),
        code: exit::CONFIG,
    })
}

/// Shows what differs from what is registered, writes it unless `dry_run`, and prints the invite links.
fn run_register(config: Config, place: Place, dry_run: bool) -> Result<(), Failure> {
    logging::init(&config.log);
    let token = token(&config)?;
    let failed = |error: RegisterError| Failure::new(register_exit_code(&error), &error);
    block_on(|shutdown| async move {
        let work = async {
            let registration = Registration::prepare(&token, config.api_base, place)
                .await
                .map_err(failed)?;
            print(format_args!("{registration}\n\n"))?;
            if registration.is_empty() {
                print("Nothing to write.\n")?;
            } else if dry_run {
                print("Nothing was written, as asked; leave --dry-run out to write this.\n")?;
            } else {
                registration.carry_out().await.map_err(failed)?;
                print("Written.\n")?;
            }
            if let Place::Guild(id) = place {
                print(format_args!(
                    "Start the bot with BOT_REGISTER=guild:{id}, or it registers everywhere at its next start.\n"
                ))?;
            }
            print(format_args!("\n{}\n", registration.invitation()))
        };
        tokio::select! {
            result = work => result,
            () = shutdown.cancelled() => Err(Failure {
                message: "stopped; what was written stays, and the same command goes on from there".to_owned(),
                code: exit::UNAVAILABLE,
            }),
        }
    })
}

fn register_exit_code(error: &RegisterError) -> u8 {
    match error {
        RegisterError::Unavailable(_) | RegisterError::HttpClient(_) => exit::UNAVAILABLE,
        RegisterError::TokenRefused | RegisterError::NotInServer(_) | RegisterError::Refused(_) => {
            exit::TOKEN
        }
    }
}

fn run_bot(config: Config) -> Result<(), Failure> {
    logging::init(&config.log);
    let token = token(&config)?;
    let service = Service::new(&config)?;
    let settings = discord::Settings {
        token,
        api_base: config.api_base,
        sharding: config.sharding,
        register: config.register,
        feedback_channel: config.feedback_channel,
        log_questions: config.log_questions,
    };
    block_on(|shutdown| service.run(Door::Gateway(settings), config.health_address, shutdown))
}

fn run_endpoint(config: Config) -> Result<(), Failure> {
    logging::init(&config.log);
    let public_key = config.public_key.clone().ok_or_else(|| Failure {
        message: "the endpoint needs the application's public key; set DISCORD_PUBLIC_KEY, or public_key in \
                  the configuration, to what Discord's developer portal shows under \"General Information\""
            .to_owned(),
        code: exit::CONFIG,
    })?;
    let service = Service::new(&config)?;
    let settings = discord::EndpointSettings {
        public_key,
        address: config.endpoint_address,
        token: config.token,
        api_base: config.api_base,
        register: config.register,
        feedback_channel: config.feedback_channel,
        log_questions: config.log_questions,
    };
    block_on(|shutdown| service.run(Door::Endpoint(settings), config.health_address, shutdown))
}

/// How questions come in.
enum Door {
    /// Over gateway sessions.
    Gateway(discord::Settings),
    /// Over HTTP.
    Endpoint(discord::EndpointSettings),
}

/// The bot on Discord, with what its operator needs beside it.
struct Service {
    data: PathBuf,
    language: Language,
    served: Fingerprint,
    responder: Arc<Responder>,
}

impl Service {
    fn new(config: &Config) -> Result<Self, Failure> {
        // Taken first: a change while the base is loaded shows as one afterwards.
        let served = Fingerprint::of(&config.data);
        Ok(Self {
            data: config.data.clone(),
            language: config.language,
            served,
            responder: Arc::new(responder(config)?),
        })
    }

    async fn run(
        self,
        door: Door,
        health_address: Option<SocketAddr>,
        shutdown: CancellationToken,
    ) -> Result<(), Failure> {
        let Self {
            data,
            language,
            served,
            responder,
        } = self;
        let telemetry = Arc::new(Telemetry::new(shutdown.clone()));
        if let Some(address) = health_address
            && let Err(error) = operate::serve(address, Arc::clone(&telemetry)).await
        {
            warn!(%address, %error, "health and metrics are not served");
        }
        let reload = Reload {
            load: {
                let data = data.clone();
                move || load_responder(&data, language)
            },
            data,
            served,
            responder: Arc::clone(&responder),
            telemetry: Arc::clone(&telemetry),
        };
        tokio::spawn(reload.run(shutdown.clone()));
        let ended = match door {
            Door::Gateway(settings) => {
                discord::run_observed(settings, responder, telemetry, shutdown).await
            }
            Door::Endpoint(settings) => {
                discord::run_endpoint(settings, responder, telemetry, shutdown).await
            }
        };
        ended.map_err(|error| Failure::new(exit_code(&error), &error))
    }
}

fn exit_code(error: &RunError) -> u8 {
    match error {
        RunError::HttpClient(_) => exit::UNAVAILABLE,
        RunError::TokenRefused => exit::TOKEN,
        RunError::IntentsRefused { .. } => exit::INTENTS,
        RunError::Sharding { .. } | RunError::ApiVersion => exit::SOFTWARE,
        RunError::Fault => exit::UNAVAILABLE,
        RunError::Listen { .. } => exit::IO,
    }
}

#[cfg(feature = "playground")]
fn run_playground(config: Config, with_bot: bool) -> Result<(), Failure> {
    use incheon_exports_bot::discord::{ApiBase, Token};
    use incheon_exports_bot::playground::{Options, PLAYGROUND_TOKEN, Playground, PortChoice};

    logging::init(&config.log);
    // Loaded first: a broken base is reported before an address is promised.
    let service = with_bot.then(|| Service::new(&config)).transpose()?;
    block_on(|shutdown| async move {
        let options = Options {
            port: PortChoice::From(config.playground_port),
            bot_name: "Incheon Exports".to_owned(),
            ..Options::default()
        };
        let playground = Playground::bind(options)
            .await
            .map_err(|error| Failure::new(exit::IO, &error))?;
        let url = playground.url();
        print(format_args!("playground: {url}/\n"))?;
        // The playground outlives the bot, whose last answers still need it.
        let bot_ended = CancellationToken::new();
        let serve = async {
            let served = playground.serve(bot_ended.clone()).await;
            shutdown.cancel();
            served.map_err(|error| Failure::new(exit::IO, &error))
        };
        let bot = async {
            let result = match service {
                Some(service) => {
                    let settings = discord::Settings {
                        token: Token::new(PLAYGROUND_TOKEN)
                            .map_err(|error| Failure::new(exit::CONFIG, &error))?,
                        api_base: ApiBase::new(&url)
                            .map_err(|error| Failure::new(exit::CONFIG, &error))?,
                        sharding: discord::Sharding::Auto,
                        register: config.register,
                        feedback_channel: config.feedback_channel,
                        log_questions: config.log_questions,
                    };
                    // A playground is nobody's service, and several may run side by side.
                    service
                        .run(Door::Gateway(settings), None, shutdown.clone())
                        .await
                }
                None => {
                    shutdown.cancelled().await;
                    Ok(())
                }
            };
            bot_ended.cancel();
            result
        };
        let (served, answered) = tokio::join!(serve, bot);
        answered.and(served)
    })
}
