//! Whom a text pings: the mentions in it, and what `allowed_mentions` leaves of them.

use serde_json::Value;

use super::ids::Id;

/// Mentions, each once, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// Users: `<@id>` or `<@!id>`.
    pub users: Vec<Id>,
    /// Roles: `<@&id>`.
    pub roles: Vec<Id>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
}

/// The mentions that stand in `text`.
pub fn mentions_in(text: &str) -> Mentions {
    let mut found = Mentions {
        everyone: text.contains("@everyone") || text.contains("@here"),
        ..Mentions::default()
    };
    for piece in text.split("<@").skip(1) {
        let Some((inside, _)) = piece.split_once('>') else {
            continue;
        };
        let (list, digits) = match inside.strip_prefix('&') {
            Some(digits) => (&mut found.roles, digits),
            None => (&mut found.users, inside.strip_prefix('!').unwrap_or(inside)),
        };
        if let Ok(id) = digits.parse()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    found
}

/// What may be pinged.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowed {
    users: Which,
    roles: Which,
    everyone: bool,
    /// Whether the author of the message replied to is pinged.
    pub replied_user: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Which {
    All,
    These(Vec<Id>),
}

impl Allowed {
    /// The default of channel messages: everything.
    pub const fn everything() -> Self {
        Self {
            users: Which::All,
            roles: Which::All,
            everyone: true,
            replied_user: true,
        }
    }

    /// The default of interactions and webhooks: users only.
    pub const fn users_only() -> Self {
        Self {
            users: Which::All,
            roles: Which::These(Vec::new()),
            everyone: false,
            replied_user: true,
        }
    }

    /// What a checked `allowed_mentions` allows; `default` where there is none.
    pub fn of(body: &Value, default: Self) -> Self {
        if !body.is_object() {
            return default;
        }
        let parses = |kind: &str| {
            body["parse"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|other| other == kind))
        };
        let ids = |key: &str| {
            let listed = body[key].as_array().into_iter().flatten();
            listed.filter_map(Id::of).collect()
        };
        let which = |key: &str| {
            if parses(key) {
                Which::All
            } else {
                Which::These(ids(key))
            }
        };
        Self {
            users: which("users"),
            roles: which("roles"),
            everyone: parses("everyone"),
            replied_user: body["replied_user"] == Value::Bool(true),
        }
    }

    /// What is left of `mentions`.
    pub fn filter(&self, mut mentions: Mentions) -> Mentions {
        let retain = |list: &mut Vec<Id>, which: &Which| {
            if let Which::These(ids) = which {
                list.retain(|id| ids.contains(id));
            }
        };
        retain(&mut mentions.users, &self.users);
        retain(&mut mentions.roles, &self.roles);
        mentions.everyone &= self.everyone;
        mentions
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mentions_are_found_between_words_of_either_script() {
        for (text, users, roles, everyone) in [
            ("<@7> 2022년 수출액 알려줘", vec![Id(7)], vec![], false),
            ("안녕<@!7>, <@8><@7>", vec![Id(7), Id(8)], vec![], false),
            ("<@&9> 여러분", vec![], vec![Id(9)], false),
            ("@everyone 공지", vec![], vec![], true),
            ("<@x> <@ 7> <@7", vec![], vec![], false),
            ("", vec![], vec![], false),
        ] {
            assert_eq!(
                mentions_in(text),
                Mentions {
                    users,
                    roles,
                    everyone
                },
                "mentions in {text:?}"
            );
        }
    }

    #[test]
    fn allowed_mentions_decide_who_is_pinged() {
        let all = || mentions_in("<@7> <@8> <@&9> @everyone");
        for (body, default, users, roles, everyone) in [
            (
                json!(null),
                Allowed::everything(),
                vec![Id(7), Id(8)],
                vec![Id(9)],
                true,
            ),
            (
                json!(null),
                Allowed::users_only(),
                vec![Id(7), Id(8)],
                vec![],
                false,
            ),
            (
                json!({ "parse": [] }),
                Allowed::everything(),
                vec![],
                vec![],
                false,
            ),
            (
                json!({ "users": ["8", "3"] }),
                Allowed::everything(),
                vec![Id(8)],
                vec![],
                false,
            ),
            (
                json!({ "parse": ["roles"] }),
                Allowed::users_only(),
                vec![],
                vec![Id(9)],
                false,
            ),
        ] {
            let left = Allowed::of(&body, default).filter(all());
            assert_eq!(
                left,
                Mentions {
                    users,
                    roles,
                    everyone
                },
                "{body}"
            );
        }
        assert!(!Allowed::of(&json!({ "parse": [] }), Allowed::everything()).replied_user);
    }
}
