//! From a message to a [`Request`]: which messages are to the bot, and what they ask.

use serenity::all::{Message, MessageFlags, MessageType, RoleId, UserId};

use crate::request::{Ask, Request, Via};
use crate::text::language::Language;

/// What counts as the bot in a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Me {
    /// Its user.
    pub user: UserId,
    /// The role that Discord made for it there, where known. Pickers offer it under the bot's name.
    pub role: Option<RoleId>,
}

/// The request in a message, if it is one to the bot: it mentions the bot's user or its role, or is a direct message.
///
/// `locale` is the language of the server, where known. Not to the bot: messages of bots, webhooks and the system,
/// replies that merely ping it, and its own private replies, which come back looking like direct messages.
pub(super) fn request(message: &Message, me: Me, locale: Option<Language>) -> Option<Request> {
    let by_a_person =
        !message.author.bot && message.webhook_id.is_none() && message.author.id != me.user;
    let ordinary = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    ) && !message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    if !by_a_person || !ordinary {
        return None;
    }
    let listed = message.mentions.iter().any(|user| user.id == me.user);
    let role = me.role.filter(|role| message.mention_roles.contains(role));
    let mut own = vec![format!("<@{}>", me.user), format!("<@!{}>", me.user)];
    let by_user = listed && own.iter().any(|mention| message.content.contains(mention));
    own.extend(role.map(|role| format!("<@&{role}>")));
    let ask = match role {
        // Discord gives the text along when the bot itself is mentioned, not when its role is.
        Some(_) if message.content.is_empty() => Ask::RoleMention { bot: me.user.get() },
        None if !by_user && message.guild_id.is_some() => return None,
        _ => Ask::from_text(&without(&message.content, &own)),
    };
    Some(Request {
        ask,
        via: Via::Message,
        language: None,
        locale,
        private: false,
    })
}

/// `content` without the `mentions` in it.
fn without(content: &str, mentions: &[String]) -> String {
    let rest = mentions.iter().fold(content.to_owned(), |rest, mention| {
        rest.replace(mention, " ")
    });
    rest.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::samples;

    const ME: UserId = UserId::new(100000000000000001);

    #[test]
    fn messages_to_the_bot_are_answered_and_no_others() {
        let question = |text: &str| Some(Ask::Question(text.to_owned()));
        let me_here = Me {
            user: ME,
            role: Some(RoleId::new(200000000000000009)),
        };
        let me = json!([{ "id": ME.to_string(), "username": "bot", "discriminator": "0", "avatar": null, "bot": true }]);
        let direct = json!({ "guild_id": null });
        let mention = "<@100000000000000001> 수출액 알려줘";
        for (content, changes, expected) in [
            (mention, json!({}), question("수출액 알려줘")),
            (
                "<@!100000000000000001>수출액",
                json!({}),
                question("수출액"),
            ),
            (
                "수출액 <@100000000000000001>?",
                json!({}),
                question("수출액  ?"),
            ),
            (
                "exports 2022 <@100000000000000001>",
                json!({}),
                question("exports 2022"),
            ),
            ("<@100000000000000001>", json!({}), Some(Ask::Greeting)),
            (
                " <@!100000000000000001> <@100000000000000001> ",
                json!({}),
                Some(Ask::Greeting),
            ),
            (mention, json!({ "type": 19 }), question("수출액 알려줘")),
            // Not to the bot.
            ("수출액 알려줘", json!({}), None),
            ("수출액 알려줘", json!({ "type": 19 }), None),
            (mention, json!({ "mentions": [] }), None),
            (
                "<@100000000000000002> 수출액",
                json!({ "mentions": [] }),
                None,
            ),
            (
                "@everyone 수출액",
                json!({ "mentions": [], "mention_everyone": true }),
                None,
            ),
            (mention, json!({ "type": 7 }), None),
            (mention, json!({ "type": 20 }), None),
            (mention, json!({ "author": me[0] }), None),
            (
                mention,
                json!({ "author": { "id": "9", "username": "b", "discriminator": "0", "avatar": null, "bot": true } }),
                None,
            ),
            (mention, json!({ "webhook_id": "77" }), None),
            // Its role, with what was written and without.
            (
                "<@&200000000000000009> 수출액",
                json!({ "mentions": [], "mention_roles": ["200000000000000009"] }),
                question("수출액"),
            ),
            (
                "",
                json!({ "mentions": [], "mention_roles": ["200000000000000009"] }),
                Some(Ask::RoleMention { bot: ME.get() }),
            ),
            (
                "<@&200000000000000009> <@100000000000000001>",
                json!({ "mention_roles": ["200000000000000009"] }),
                Some(Ask::Greeting),
            ),
            (
                "",
                json!({ "mentions": [], "mention_roles": ["200000000000000009"], "webhook_id": "77" }),
                None,
            ),
            // Another role, and no text for whatever reason.
            (
                "<@&200000000000000003> 수출액",
                json!({ "mentions": [], "mention_roles": ["200000000000000003"] }),
                None,
            ),
            (
                "",
                json!({ "mentions": [], "mention_roles": ["200000000000000003"] }),
                None,
            ),
            ("", json!({ "mentions": [] }), None),
            // Wherever people write: threads, forum posts, the chat of a voice channel.
            (
                mention,
                json!({ "channel_type": 2 }),
                question("수출액 알려줘"),
            ),
            (
                mention,
                json!({ "channel_type": 11 }),
                question("수출액 알려줘"),
            ),
            // Direct messages.
            ("수출액 알려줘", direct.clone(), question("수출액 알려줘")),
            ("", direct.clone(), Some(Ask::Greeting)),
            (mention, direct.clone(), question("수출액 알려줘")),
            ("수출액", json!({ "guild_id": null, "flags": 64 }), None),
            ("수출액", json!({ "guild_id": null, "author": me[0] }), None),
        ] {
            let mut sample = samples::payload(samples::MESSAGE_MENTION);
            sample["content"] = json!(content);
            for (key, value) in changes.as_object().unwrap() {
                sample[key] = value.clone();
            }
            let sample: Message = serde_json::from_value(sample).unwrap();
            let request = request(&sample, me_here, Some(Language::En));
            let expected = expected.map(|ask| Request {
                ask,
                via: Via::Message,
                language: None,
                locale: Some(Language::En),
                private: false,
            });
            assert_eq!(request, expected, "{content:?} with {changes}");
        }
    }
}
