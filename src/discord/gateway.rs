//! The gateway: one websocket connection after the other, driven by twilight, until there is a reason to stop.
//!
//! twilight keeps one connection alive: heartbeats, the identify queue, the codec. When and where the next one is made is
//! decided here, for three reasons. The token must not go to a host that READY names and the API base does not vouch for.
//! A server that accepts and closes must not be called without pause, and twilight counts accepting as success. And its
//! own waits grow to minutes, while Discord is back after seconds.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::info;
use twilight_gateway::{Config, ConfigBuilder, Intents, ShardId};

use super::connection::{Connection, End};
use super::directory::Directory;
use super::error::RunError;
use super::pace::{Ended, Pace};
use super::token::Token;
use super::turns::Turns;

/// Takes in what the gateway sends. Both calls return at once.
pub(super) trait Receiver {
    /// One frame, in the order in which they arrive.
    fn frame(&mut self, text: &str);

    /// A frame that even the gateway's own protocol makes nothing of.
    fn unreadable(&mut self);

    /// The connection is gone, and another is about to be made.
    fn reconnecting(&mut self);
}

/// What the bot is told about: servers (for their language), and messages there and in private, whose text it sees only
/// where it is mentioned or written to. None of them is privileged.
pub(super) const INTENTS: Intents = Intents::GUILDS
    .union(Intents::GUILD_MESSAGES)
    .union(Intents::DIRECT_MESSAGES);

/// Version of the API, on the gateway and over REST.
pub(super) const API_VERSION: u8 = twilight_gateway::API_VERSION;

/// Who the bot is to the gateway.
///
/// Has to be called within a Tokio runtime, with a crypto provider installed.
pub(super) fn identity(token: &Token) -> Config {
    ConfigBuilder::new(token.reveal().to_owned(), INTENTS).build()
}

/// One shard of the bot.
pub(super) struct Member {
    /// Which one, of how many.
    pub id: ShardId,
    /// Who the bot is.
    pub identity: Config,
    /// When it may begin a session.
    pub turns: Turns,
    /// Where the gateway is.
    pub directory: Arc<Directory>,
}

/// Feeds `receiver` with the frames of a shard until `shutdown`, then closes its connection in good order.
///
/// # Errors
/// For what no new connection would change; everything else is tried again.
pub(super) async fn run(
    member: &Member,
    receiver: &mut impl Receiver,
    token_refused: &CancellationToken,
    shutdown: &CancellationToken,
) -> Result<(), RunError> {
    let mut pace = Pace::new();
    let mut known = None;
    let mut resume = None;
    // Whether the last connection was left only to resume its session at our own address.
    let mut detour = false;
    loop {
        let url = match known.take() {
            Some(url) => url,
            None => tokio::select! {
                url = member.directory.url() => url?,
                () = shutdown.cancelled() => return Ok(()),
                () = token_refused.cancelled() => return Err(RunError::TokenRefused),
            },
        };
        let turn = member.turns.of_connection(member.id.number());
        let place = (member.id, turn.ok_or(RunError::Fault)?);
        let mut connection = Connection::new(&member.identity, place, &url, resume.take());
        let began = Instant::now();
        let end = tokio::select! {
            end = connection.run(&url, detour, pace.patience(), receiver) => end,
            () = shutdown.cancelled() => {
                connection.close(receiver).await;
                return Ok(());
            }
            () = token_refused.cancelled() => {
                connection.close(receiver).await;
                return Err(RunError::TokenRefused);
            }
        };
        if let End::Closed(Some(code)) = end
            && let Some(error) = RunError::from_close_code(code, member.id.total())
        {
            return Err(error);
        }
        receiver.reconnecting();
        resume = connection.to_resume(&end);
        if end == End::BadResumeAddress && !detour {
            info!("READY names a bad address to resume at; resuming at the gateway's own at once");
            detour = true;
            known = Some(url);
            continue;
        }
        detour &= !(connection.resuming && connection.held);
        if connection.connected {
            known = Some(url);
        }
        let next = pace.after(Ended {
            end: &end,
            held: connection.held,
            identified: connection.identified(),
            resumable: resume.is_some(),
            lasted: began.elapsed(),
        });
        resume = resume.filter(|_| next.resume);
        let resumes = resume.is_some();
        let shard = member.id.number();
        let wait = match end {
            End::TooSoon => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH);
                let turn = member.turns.wait(shard, now.unwrap_or_default());
                turn.max(next.wait)
            }
            _ => next.wait,
        };
        let wait_ms = wait.as_millis() as u64;
        info!(shard, reason = %end, resumes, wait_ms, "the gateway connection ended; connecting again");
        tokio::select! {
            () = sleep(wait) => {}
            () = shutdown.cancelled() => return Ok(()),
            () = token_refused.cancelled() => return Err(RunError::TokenRefused),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "playground")]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use serde_json::Value;
    use tokio::net::TcpListener;
    use tokio::task::JoinHandle;
    use tokio::time::timeout;

    use super::*;
    use crate::discord::base::ApiBase;
    use crate::discord::mock::{Mock, Step};
    use crate::discord::mock_gateway::{Server, Then, Turn};
    use crate::discord::rest::Rest;

    /// Keeps the names of the events that arrive.
    #[derive(Clone, Default)]
    struct Events(Arc<Mutex<Vec<String>>>);

    impl Receiver for Events {
        fn frame(&mut self, text: &str) {
            let frame: Value = serde_json::from_str(text).unwrap();
            if let Some(name) = frame["t"].as_str() {
                self.0.lock().unwrap().push(name.to_owned());
            }
        }

        fn unreadable(&mut self) {
            self.0.lock().unwrap().push("unreadable".to_owned());
        }

        fn reconnecting(&mut self) {}
    }

    struct Bot {
        events: Events,
        shutdown: CancellationToken,
        task: JoinHandle<Result<(), RunError>>,
    }

    impl Bot {
        fn start(address: &str) -> Self {
            crate::discord::install_crypto_provider();
            let base = ApiBase::new(&format!("http://{address}")).unwrap();
            let token = Token::new("fake-token").unwrap();
            let rest = Rest::new(base, &token).unwrap();
            let (events, shutdown) = (Events::default(), CancellationToken::new());
            let (mut receiver, stop) = (events.clone(), shutdown.clone());
            let task = tokio::spawn(async move {
                let member = Member {
                    id: ShardId::ONE,
                    identity: identity(&token),
                    turns: Turns::at_once(),
                    directory: Arc::new(Directory::new(Arc::new(rest))),
                };
                let refused = CancellationToken::new();
                run(&member, &mut receiver, &refused, &stop).await
            });
            Self {
                events,
                shutdown,
                task,
            }
        }

        /// Waits, at most ten seconds, until the events that arrived end with `name`.
        async fn sees(&self, name: &str) {
            let seen = async {
                while self.events.0.lock().unwrap().last().map(String::as_str) != Some(name) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            timeout(Duration::from_secs(10), seen)
                .await
                .unwrap_or_else(|_| panic!("{name} never arrived"));
        }

        async fn ends(self) -> Result<(), RunError> {
            timeout(Duration::from_secs(10), self.task)
                .await
                .expect("the bot stops")
                .expect("without a panic")
        }
    }

    /// A host that must not be contacted, and how often it was.
    async fn foreign_host() -> (String, Arc<Mutex<u32>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let count = Arc::new(Mutex::new(0));
        let contacts = Arc::clone(&count);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                *contacts.lock().unwrap() += 1;
            }
        });
        (url, count)
    }

    #[tokio::test]
    async fn a_foreign_host_in_ready_is_never_contacted() {
        let (foreign, contacts) = foreign_host().await;
        let server = Server::start(vec![
            Turn::Ready(Some(foreign), Then::Stay),
            Turn::Resumed(Then::Drop),
            Turn::Resumed(Then::Close(4000)),
            Turn::Resumed(Then::Stay),
        ])
        .await;
        let bot = Bot::start(&server.address);
        let expected = ["identify 4609", "resume 1", "resume 3", "resume 3"];
        server.hears(&expected, "a foreign host").await;
        bot.shutdown.cancel();
        assert!(bot.ends().await.is_ok());
        assert_eq!(*contacts.lock().unwrap(), 0);
    }

    #[tokio::test]
    async fn a_malformed_address_in_ready_is_never_used() {
        let malformed = || Some("not an address".to_owned());
        let server = Server::start(vec![
            Turn::Ready(malformed(), Then::Stay),
            Turn::Ready(malformed(), Then::Stay),
            Turn::Resumed(Then::Drop),
            Turn::Resumed(Then::Stay),
        ])
        .await;
        let bot = Bot::start(&server.address);
        let expected = ["identify 4609", "resume 1", "resume 1", "resume 3"];
        server.hears(&expected, "a malformed address").await;
        bot.shutdown.cancel();
        assert!(bot.ends().await.is_ok());
    }

    #[tokio::test]
    async fn a_server_that_resumes_nothing_is_not_asked_to_over_and_over() {
        let (foreign, contacts) = foreign_host().await;
        let server = Server::start(vec![
            Turn::Ready(Some(foreign.clone()), Then::Stay),
            Turn::Silent(Then::Invalid { resumable: false }),
            Turn::Ready(Some(foreign), Then::Stay),
        ])
        .await;
        let bot = Bot::start(&server.address);
        let expected = ["identify 4609", "resume 1", "close 1000", "identify 4609"];
        server.hears(&expected, "nothing is resumed").await;
        bot.shutdown.cancel();
        assert!(bot.ends().await.is_ok());
        assert_eq!(*contacts.lock().unwrap(), 0);
    }

    #[tokio::test]
    async fn a_lost_session_is_resumed_where_discord_wants_that() {
        let cases: [(Then, &[&str]); 13] = [
            (Then::Drop, &["resume 1"]),
            (Then::Reconnect, &["close 4000", "resume 1"]),
            (
                Then::Invalid { resumable: true },
                &["close 4000", "resume 1"],
            ),
            (
                Then::Invalid { resumable: false },
                &["close 1000", "identify 4609"],
            ),
            (Then::CloseWithoutCode, &["resume 1"]),
            (Then::Close(1000), &["resume 1"]),
            (Then::Close(4000), &["resume 1"]),
            (Then::Close(4002), &["resume 1"]),
            (Then::Close(4008), &["resume 1"]),
            (Then::Close(4999), &["resume 1"]),
            (Then::Close(4003), &["identify 4609"]),
            (Then::Close(4007), &["identify 4609"]),
            (Then::Close(4009), &["identify 4609"]),
        ];
        let mut running = Vec::new();
        for (then, again) in cases {
            let server =
                Server::start(vec![Turn::Ready(None, then), Turn::Silent(Then::Stay)]).await;
            running.push((then, again, Bot::start(&server.address), server));
        }
        for (then, again, bot, server) in running {
            let expected = [&["identify 4609"], again].concat();
            server.hears(&expected, &format!("after {then:?}")).await;
            bot.shutdown.cancel();
            assert!(bot.ends().await.is_ok());
        }
    }

    #[tokio::test]
    async fn close_codes_that_nothing_can_change_end_the_bot() {
        for (code, expected) in [
            (4004, "Discord refused the bot token"),
            (4010, "Discord refused a bot of 1 shards"),
            (4011, "Discord refused a bot of 1 shards"),
            (4012, "Discord no longer accepts API version 10"),
            (4013, "Discord refused the gateway intents 4609"),
            (4014, "Discord refused the gateway intents 4609"),
        ] {
            let server = Server::start(vec![Turn::Silent(Then::Close(code))]).await;
            let error = Bot::start(&server.address).ends().await.unwrap_err();
            assert!(error.to_string().starts_with(expected), "{code}: {error}");
            assert_eq!(server.heard(), ["identify 4609"], "close code {code}");
        }
    }

    #[tokio::test]
    async fn a_server_that_accepts_and_hangs_up_is_not_hammered() {
        let server = Server::start(vec![Turn::Hangup]).await;
        let bot = Bot::start(&server.address);
        tokio::time::sleep(Duration::from_secs(3)).await;
        let connections = server.heard().len();
        assert!((3..=15).contains(&connections), "{connections} in 3 s");
        bot.shutdown.cancel();
        assert!(bot.ends().await.is_ok());
    }

    #[tokio::test]
    async fn a_shutdown_closes_normally_and_takes_in_what_was_on_its_way() {
        let server = Server::start(vec![Turn::Ready(None, Then::Stay)]).await;
        let bot = Bot::start(&server.address);
        bot.sees("READY").await;
        bot.shutdown.cancel();
        let events = bot.events.clone();
        assert!(bot.ends().await.is_ok());
        assert_eq!(server.heard(), ["identify 4609", "close 1000"]);
        assert_eq!(*events.0.lock().unwrap(), ["READY"]);
    }

    #[tokio::test]
    async fn a_shutdown_is_heeded_while_there_is_no_gateway() {
        for script in [
            &[Step::Hang][..],
            &[Step::Drop],
            &[Step::Say(500, "", "")],
            &[Step::Say(200, "", r#"{"url":"wss://gateway.discord.gg"}"#)],
            &[Step::Say(200, "", r#"{"url":"ws://127.0.0.1:1"}"#)],
        ] {
            let mock = Mock::start(script).await;
            let address = mock.base.as_str().trim_start_matches("http://").to_owned();
            let bot = Bot::start(&address);
            tokio::time::sleep(Duration::from_millis(300)).await;
            bot.shutdown.cancel();
            let began = Instant::now();
            assert!(bot.ends().await.is_ok(), "{script:?}");
            assert!(began.elapsed() < Duration::from_secs(1), "{script:?}");
            assert!(!mock.requests().is_empty(), "{script:?}");
        }
    }
}
