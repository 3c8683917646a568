//! The applications: one for each token that was ever used.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::command::Command;
use super::ids::Id;
use super::limits::COMMAND_CREATES_PER_DAY;
use super::state::State;
use super::world::{Channel, ChannelKind};

/// The token that the built-in bot logs in with. No secret: it opens nothing but a playground.
pub const PLAYGROUND_TOKEN: &str = "playground.not-a-secret.opens-only-the-local-stand-in";

/// More applications than anyone needs, fewer than would fill the memory.
const APPLICATIONS_MAX: usize = 200;

/// A bot, as Discord's developer portal would know it.
pub struct Application {
    /// Its id, which is also its user's.
    pub id: Id,
    /// Name shown.
    pub name: String,
    /// Its commands, of all scopes, in the order in which they were made.
    pub commands: Vec<Command>,
    /// Where its interactions are sent over HTTP; over the gateway where `None`.
    pub endpoint: Option<String>,
    creates: HashMap<Option<Id>, (Instant, u32)>,
}

impl Application {
    /// Its role in the server at this place of the list.
    pub fn role(&self, guild: usize) -> Id {
        Id(self.id.0 + 1 + guild as u64)
    }

    /// Counts the creation of a command in a scope; false when the day's are used up.
    pub fn count_create(&mut self, scope: Option<Id>) -> bool {
        let (since, count) = self.creates.entry(scope).or_insert((Instant::now(), 0));
        if since.elapsed() > Duration::from_secs(24 * 60 * 60) {
            (*since, *count) = (Instant::now(), 0);
        }
        *count += 1;
        *count <= COMMAND_CREATES_PER_DAY
    }
}

impl State {
    /// The application that a token opens, made at the token's first use; `None` when it is no token.
    ///
    /// A token has three parts between full stops, each of letters, digits, `-` and `_`, as Discord's have. Its application's
    /// ids depend on nothing but the token, so they are the same after a restart.
    pub fn application_of(&mut self, token: &str, bot_name: &str) -> Option<Id> {
        let parts: Vec<&str> = token.split('.').collect();
        let fine = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        if parts.len() != 3 || !parts.iter().all(fine) {
            return None;
        }
        // Room below each id for the application's roles and direct messages.
        let id = Id(1_100_000_000_000_000_000 + fingerprint(token) % 100_000_000_000_000 * 1_000);
        if self.applications.contains_key(&id) {
            return Some(id);
        }
        if self.applications.len() >= APPLICATIONS_MAX {
            return None;
        }
        let name = if token == PLAYGROUND_TOKEN {
            bot_name.to_owned()
        } else {
            format!("bot-{}", id.0 / 1_000 % 10_000)
        };
        self.applications.insert(
            id,
            Application {
                id,
                name,
                commands: Vec::new(),
                endpoint: None,
                creates: HashMap::new(),
            },
        );
        for (index, member) in self.members.iter().enumerate() {
            let channel = Id(id.0 + 100 + index as u64);
            let kind = ChannelKind::Dm {
                member: member.id,
                application: id,
            };
            self.channels.insert(
                channel,
                Channel {
                    id: channel,
                    guild: None,
                    kind,
                    name: "",
                    parent: None,
                    position: 0,
                    denied: 0,
                },
            );
        }
        self.tell_page_of_applications();
        Some(id)
    }

    /// The direct messages of a member with an application.
    pub fn dm(&self, member: Id, application: Id) -> Option<Id> {
        let kind = ChannelKind::Dm {
            member,
            application,
        };
        self.channels
            .values()
            .find(|channel| channel.kind == kind)
            .map(|channel| channel.id)
    }

    /// Whether a shard of the application is connected.
    pub fn is_online(&self, application: Id) -> bool {
        self.sessions
            .iter()
            .any(|session| session.application == application && session.is_connected())
    }
}

/// FNV-1a: the same on every run, which the standard library's hashers do not promise.
pub fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::options::Options;
    use crate::playground::state::Hub;

    #[test]
    fn each_token_opens_an_application_of_its_own() {
        let hub = Hub::new(Options::default(), ([127, 0, 0, 1], 1).into());
        let mut state = hub.lock();
        let first = state
            .application_of(PLAYGROUND_TOKEN, "bot")
            .expect("a token");
        let second = state.application_of("a.b.c", "bot").expect("a token");
        assert_ne!(first, second);
        assert_eq!(state.application_of("a.b.c", "bot"), Some(second));
        for token in ["", "abc", "a.b", "a.b.c.d", "a..c", "a.b c.d", "토큰.b.c"] {
            assert_eq!(state.application_of(token, "bot"), None, "token {token:?}");
        }
    }

    #[test]
    fn a_scope_takes_200_creations_a_day() {
        let hub = Hub::new(Options::default(), ([127, 0, 0, 1], 1).into());
        let mut state = hub.lock();
        let id = state.application_of("a.b.c", "bot").expect("a token");
        let application = state.applications.get_mut(&id).expect("just made");
        assert!((0..200).all(|_| application.count_create(None)));
        assert!(!application.count_create(None));
        assert!(application.count_create(Some(Id(1))));
    }
}
