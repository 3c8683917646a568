//! The people and places of the playground, all of them fictional, and who may do what where.

use super::ids::Id;

/// Permission bits. See [Discord Docs/Bitwise Permission Flags].
pub mod permission {
    /// Everything.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// See a channel.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// Write in a channel.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// Delete other people's messages.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Show embeds.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// Send files.
    pub const ATTACH_FILES: u64 = 1 << 15;
    /// Read what was written before, and reply to it.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// What lets a member show others the answers of an application that only the member installed: USE_EXTERNAL_APPS, or
    /// everything.
    pub const SHOWS_EXTERNAL: u64 = 1 << 50 | ADMINISTRATOR;
    /// Write in a thread.
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

    /// What @everyone may do: view, write, embed, attach, read history, react, use commands, use and write in threads.
    pub const EVERYONE: u64 = 311_385_246_784;
    /// What an application's role adds: view, write, embed, attach, read history, write in threads.
    pub const APPLICATION: u64 = 274_878_024_704;
    /// What an application may do in its direct messages.
    pub const BOT_DM: u64 = 442_368;
    /// What an application may do in other private channels.
    pub const PRIVATE_CHANNEL: u64 = 180_224;
}

/// A person who uses the playground.
#[derive(Clone, Debug)]
pub struct Member {
    /// User id.
    pub id: Id,
    /// User name: lowercase ASCII.
    pub username: &'static str,
    /// Name shown.
    pub name: &'static str,
    /// Language of the client.
    pub locale: &'static str,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    /// Its id, which is also the id of its @everyone role.
    pub id: Id,
    /// Name shown.
    pub name: &'static str,
    /// Preferred language.
    pub locale: &'static str,
    /// The member who owns it.
    pub owner: Id,
    /// A role that members hold and anyone may mention.
    pub role: Id,
    /// That role's name.
    pub role_name: &'static str,
}

/// What a channel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// A text channel of a server.
    Text,
    /// A voice channel of a server, for its chat.
    Voice,
    /// A heading over channels.
    Category,
    /// A channel that holds threads only.
    Forum,
    /// A public thread.
    Thread,
    /// The direct messages of a member with an application.
    Dm {
        /// The member.
        member: Id,
        /// The application.
        application: Id,
    },
    /// A private conversation of all members, without any application.
    Group,
}

impl ChannelKind {
    /// Discord's number for it. See [Discord Docs/Channel Types].
    pub fn number(self) -> u64 {
        match self {
            Self::Text => 0,
            Self::Dm { .. } => 1,
            Self::Voice => 2,
            Self::Group => 3,
            Self::Category => 4,
            Self::Thread => 11,
            Self::Forum => 15,
        }
    }

    /// Whether messages can be written into it.
    pub fn takes_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its id.
    pub id: Id,
    /// The server it belongs to; `None` for private ones.
    pub guild: Option<Id>,
    /// What it is.
    pub kind: ChannelKind,
    /// Name shown; empty for direct messages.
    pub name: &'static str,
    /// The category of a channel, the channel of a thread.
    pub parent: Option<Id>,
    /// Place in the list.
    pub position: u64,
    /// Permissions that every application's role is denied here.
    pub denied: u64,
}

/// The member whose client is Korean; owns the Korean server.
pub const MINA: Id = Id(400_000_000_000_000_001);
/// The member whose client is English; owns the English server.
pub const ALEX: Id = Id(400_000_000_000_000_002);

/// The private conversation of the two members.
pub const GROUP: Id = Id(300_000_000_000_000_900);

/// The members.
pub fn members() -> Vec<Member> {
    vec![
        Member {
            id: MINA,
            username: "fictional_mina",
            name: "가상 미나",
            locale: "ko",
        },
        Member {
            id: ALEX,
            username: "fictional_alex",
            name: "Fictional Alex",
            locale: "en-US",
        },
    ]
}

/// Most members beside the two, which leaves their direct messages below the next application.
const MORE_MEMBERS_MAX: u64 = 500;

/// Members beside the two.
pub fn more_members(count: u64) -> Vec<Member> {
    (1..=count.min(MORE_MEMBERS_MAX))
        .map(|number| Member {
            id: Id(ALEX.0 + number),
            username: "fictional_member",
            name: "One more member",
            locale: "en-US",
        })
        .collect()
}

/// The servers.
pub fn guilds() -> Vec<Guild> {
    vec![
        Guild {
            id: Id(200_000_000_000_000_001),
            name: "연습 서버",
            locale: "ko",
            owner: MINA,
            role: Id(200_000_000_000_000_003),
            role_name: "수출 담당",
        },
        Guild {
            // Another shard than the first one's, whenever there are two or more.
            id: Id(200_000_000_004_194_305),
            name: "Practice server",
            locale: "en-US",
            owner: ALEX,
            role: Id(200_000_000_004_194_307),
            role_name: "Exporters",
        },
    ]
}

/// The channels of the servers and the members' private conversation; direct messages come with each application.
pub fn channels() -> Vec<Channel> {
    use ChannelKind::{Category, Forum, Text, Thread, Voice};
    let mut channels = Vec::new();
    let mut add = |guild: usize, number: u64, kind, name, parent: Option<u64>, denied| {
        let id = |number: u64| Id(300_000_000_000_000_000 + guild as u64 * 100 + number);
        channels.push(Channel {
            id: id(number),
            guild: guilds().get(guild).map(|guild| guild.id),
            kind,
            name,
            parent: parent.map(id),
            position: number,
            denied,
        });
    };
    add(0, 1, Category, "연습", None, 0);
    add(0, 2, Text, "수출-질문", Some(1), 0);
    add(0, 3, Text, "잡담", Some(1), 0);
    add(0, 4, Thread, "반도체 이야기", Some(2), 0);
    add(0, 5, Forum, "게시판", Some(1), 0);
    add(0, 6, Thread, "지원사업을 처음 찾아봅니다", Some(5), 0);
    add(0, 7, Voice, "수출 상담", Some(1), 0);
    add(1, 1, Category, "practice", None, 0);
    add(1, 2, Text, "exports", Some(1), 0);
    add(1, 3, Text, "no-embeds", Some(1), permission::EMBED_LINKS);
    add(
        1,
        4,
        Text,
        "read-only-for-bots",
        Some(1),
        permission::SEND_MESSAGES,
    );
    add(
        1,
        5,
        Text,
        "hidden-from-bots",
        Some(1),
        permission::VIEW_CHANNEL,
    );
    add(1, 6, Thread, "Semiconductors", Some(2), 0);
    channels.push(Channel {
        id: GROUP,
        guild: None,
        kind: ChannelKind::Group,
        name: "미나와 Alex",
        parent: None,
        position: 0,
        denied: 0,
    });
    channels
}

/// Most servers beside the two, which leaves an application's roles below its direct messages.
const MORE_GUILDS_MAX: u64 = 50;

/// Ids of a server beside the two, of its role, and of its channel; the first is number 2.
fn more_ids(number: u64) -> (Id, Id, Id) {
    let guild = 200_000_000_000_000_001 + (number << 22);
    let channel = 300_000_000_000_000_002 + number * 100;
    (Id(guild), Id(guild + 2), Id(channel))
}

/// Servers beside the two, each on the shard after that of the one before, the first after the second's.
pub fn more_guilds(count: u64) -> Vec<Guild> {
    (2..2 + count.min(MORE_GUILDS_MAX))
        .map(|number| {
            let (id, role, _) = more_ids(number);
            Guild {
                id,
                name: "One more server",
                locale: "en-US",
                owner: ALEX,
                role,
                role_name: "Exporters",
            }
        })
        .collect()
}

/// The channels of the servers beside the two, one each.
pub fn more_channels(count: u64) -> Vec<Channel> {
    (2..2 + count.min(MORE_GUILDS_MAX))
        .map(|number| {
            let (guild, _, id) = more_ids(number);
            Channel {
                id,
                guild: Some(guild),
                kind: ChannelKind::Text,
                name: "exports",
                parent: None,
                position: 0,
                denied: 0,
            }
        })
        .collect()
}

/// What an application may do in `channel`. Without VIEW_CHANNEL there is nothing; without SEND_MESSAGES neither embeds nor
/// files. See [Discord Docs/Permissions].
pub fn application_permissions(channel: &Channel) -> u64 {
    match channel.kind {
        ChannelKind::Dm { .. } => return permission::BOT_DM,
        ChannelKind::Group => return permission::PRIVATE_CHANNEL,
        _ => {}
    }
    let allowed = (permission::EVERYONE | permission::APPLICATION) & !channel.denied;
    let writes = if channel.kind == ChannelKind::Thread {
        permission::SEND_MESSAGES_IN_THREADS
    } else {
        permission::SEND_MESSAGES
    };
    if allowed & permission::VIEW_CHANNEL == 0 {
        0
    } else if allowed & writes == 0 {
        allowed & !(permission::EMBED_LINKS | permission::ATTACH_FILES)
    } else {
        allowed
    }
}

/// What a member may do in `guild`: the owner everything, anyone else what @everyone may.
pub fn member_permissions(guild: Option<&Guild>, member: Id) -> u64 {
    match guild {
        Some(guild) if guild.owner == member => {
            permission::EVERYONE | permission::ADMINISTRATOR | permission::MANAGE_MESSAGES
        }
        _ => permission::EVERYONE,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all_guilds() -> Vec<Guild> {
        [guilds(), more_guilds(u64::MAX)].concat()
    }

    #[test]
    fn every_id_of_the_world_is_used_once() {
        let ids: Vec<Id> = [members(), more_members(u64::MAX)]
            .concat()
            .iter()
            .map(|member| member.id)
            .chain(all_guilds().iter().flat_map(|guild| [guild.id, guild.role]))
            .chain(channels().iter().map(|channel| channel.id))
            .chain(more_channels(u64::MAX).iter().map(|channel| channel.id))
            .collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    }

    #[test]
    fn each_server_is_on_the_shard_after_that_of_the_one_before() {
        for shards in 1..=16 {
            let shard = |guild: &Guild| (guild.id.0 >> 22) % shards;
            let numbers: Vec<u64> = all_guilds().iter().map(shard).collect();
            for pair in numbers.windows(2) {
                assert_eq!((pair[0] + 1) % shards, pair[1], "of {shards} shards");
            }
        }
    }

    #[test]
    fn denied_permissions_take_what_depends_on_them_along() {
        let in_channel = |denied| {
            let text = channels()
                .into_iter()
                .find(|channel| channel.kind == ChannelKind::Text)
                .expect("a text channel");
            application_permissions(&Channel { denied, ..text })
        };
        assert_ne!(in_channel(0) & permission::EMBED_LINKS, 0);
        assert_eq!(
            in_channel(permission::EMBED_LINKS) & permission::EMBED_LINKS,
            0
        );
        assert_eq!(
            in_channel(permission::SEND_MESSAGES) & permission::EMBED_LINKS,
            0
        );
        assert_eq!(in_channel(permission::VIEW_CHANNEL), 0);
    }
}
