//! What a server has to allow the bot, each with its reason: for the invite link, and for saying what is missing.

use serenity::all::{ApplicationId, Permissions};

use crate::text::language::Bilingual;

/// A permission that the bot needs in a server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Needed {
    /// Discord's bit.
    pub bit: Permissions,
    /// Its name in Discord's client, as an admin looks for it.
    pub name: Bilingual<&'static str>,
    /// What the bot does with it, and what happens without.
    pub reason: &'static str,
}

/// To be told of a message at all.
pub(super) const VIEW: Needed = Needed {
    bit: Permissions::VIEW_CHANNEL,
    name: Bilingual {
        ko: "채널 보기",
        en: "View Channels",
    },
    reason: "Discord tells the bot of messages that mention it only in channels it can see",
};

/// To answer in a channel.
pub(super) const SEND: Needed = Needed {
    bit: Permissions::SEND_MESSAGES,
    name: Bilingual {
        ko: "메시지 보내기",
        en: "Send Messages",
    },
    reason: "it answers a mention with a message; commands are answered without it",
};

/// To answer in a thread or forum post.
pub(super) const SEND_IN_THREADS: Needed = Needed {
    bit: Permissions::SEND_MESSAGES_IN_THREADS,
    name: Bilingual {
        ko: "스레드에서 메시지 보내기",
        en: "Send Messages in Threads",
    },
    reason: "the same in threads and forum posts",
};

/// To show a card.
pub(super) const EMBED: Needed = Needed {
    bit: Permissions::EMBED_LINKS,
    name: Bilingual {
        ko: "링크 첨부",
        en: "Embed Links",
    },
    reason: "an answer is a card; without it the same answer comes as plain text",
};

/// To reply to the question.
pub(super) const HISTORY: Needed = Needed {
    bit: Permissions::READ_MESSAGE_HISTORY,
    name: Bilingual {
        ko: "메시지 기록 보기",
        en: "Read Message History",
    },
    reason: "an answer is a reply to its question; without it the answer stands alone",
};

/// Every permission that the bot needs, and no other; none of them lets it change anything that others wrote.
pub(super) const NEEDED: [Needed; 5] = [VIEW, SEND, SEND_IN_THREADS, EMBED, HISTORY];

/// Their sum, as an invite link names it.
pub(super) fn needed_bits() -> u64 {
    NEEDED
        .iter()
        .fold(Permissions::empty(), |all, needed| all | needed.bit)
        .bits()
}

/// The link that adds the bot to a server.
pub(super) fn server_link(application: ApplicationId) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={}",
        needed_bits()
    )
}

/// The link that adds the bot's commands to a member's own account.
pub(super) fn account_link(application: ApplicationId) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=applications.commands&integration_type=1"
    )
}

/// What an admin reads before inviting the bot: both links, and what each permission is for.
pub(super) fn invitation(application: ApplicationId) -> String {
    let mut lines = vec![
        "Add the bot to a server with this link; it asks for these permissions and no others:"
            .to_owned(),
        format!("  {}", server_link(application)),
    ];
    lines.extend(
        NEEDED
            .iter()
            .map(|needed| format!("  - {}: {}", needed.name.en, needed.reason)),
    );
    lines.push(
        "Add its commands to your own account, to use them anywhere; this asks for no permission:"
            .to_owned(),
    );
    lines.push(format!("  {}", account_link(application)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_what_is_needed_and_nothing_else() {
        // View 1024, send 2048, embed 16384, history 65536, threads 2^38: [Discord Docs/Bitwise Permission Flags].
        assert_eq!(needed_bits(), 1024 + 2048 + 16384 + 65536 + (1 << 38));
        let text = invitation(ApplicationId::new(42));
        for part in [
            "client_id=42&scope=bot%20applications.commands&permissions=274877991936\n",
            "client_id=42&scope=applications.commands&integration_type=1",
        ] {
            assert!(text.contains(part), "{text}");
        }
        for needed in NEEDED {
            let line = format!("  - {}: {}", needed.name.en, needed.reason);
            assert!(text.contains(&line), "{line} in\n{text}");
        }
    }

    #[test]
    fn the_readme_names_the_link_and_every_permission() {
        let readme = include_str!("../../README.md");
        let link = server_link(ApplicationId::new(42)).replace("=42&", "=APP&");
        assert!(readme.contains(&link), "README.md lacks {link}");
        for needed in NEEDED {
            assert!(readme.contains(needed.name.en), "{}", needed.name.en);
        }
    }
}
