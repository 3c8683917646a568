//! From a press, a choice or a filled-in form to a [`Request`], and to whoever asked for what was pressed.
//!
//! Total: what no version of this bot sends is a button that leads nowhere.

use serenity::all::{
    ActionRowComponent, ButtonKind, ComponentInteraction, ComponentInteractionDataKind, Message,
    MessageFlags, MessageInteractionMetadata, ModalInteraction, UserId,
};

use crate::action::{Action, CustomId};
use crate::request::{Ask, Press, Presser, Report, Request, Via};
use crate::text::language::Language;

/// The request in a press on a button or a choice from a menu.
pub(super) fn component(interaction: &ComponentInteraction) -> Request {
    let message = &interaction.message;
    let id = CustomId::read(&interaction.data.custom_id);
    let asker = asker_told(message).or_else(|| asker_written(interaction));
    let action = match (&interaction.data.kind, id.map(|id| id.action)) {
        (ComponentInteractionDataKind::StringSelect { values }, Some(menu)) => {
            // A menu that nothing was chosen from leads nowhere.
            values.first().map(|value| menu.choose(value))
        }
        (_, action) => action.filter(|action| !matches!(action, Action::Choose { .. })),
    };
    let presser = match asker {
        Some(asker) if asker == interaction.user.id => Presser::Asker,
        _ => Presser::Other {
            asker: asker.map(UserId::get),
        },
    };
    let press = Press {
        action,
        presser,
        offered: offered(message),
    };
    let private = message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    by_component(Ask::Press(press), &interaction.locale, private)
}

/// Who asked for a message, as far as only the ids of its buttons tell: what has to be written into new ones. `None` for the
/// answer to an interaction, which tells by itself.
pub(super) fn asker_written(interaction: &ComponentInteraction) -> Option<UserId> {
    if asker_told(&interaction.message).is_some() {
        return None;
    }
    let written = CustomId::read(&interaction.data.custom_id)?.asker;
    match interaction.guild_id {
        // In the bot's direct messages there is nobody else.
        None => Some(interaction.user.id),
        Some(_) => written.filter(|&id| id != 0).map(UserId::new),
    }
}

/// Who asked for a message, where it answers an interaction.
fn asker_told(message: &Message) -> Option<UserId> {
    match message.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Command(by) => Some(by.user.id),
        MessageInteractionMetadata::Component(by) => Some(by.user.id),
        MessageInteractionMetadata::ModalSubmit(by) => Some(by.user.id),
        _ => None,
    }
}

/// The slugs of the documents that a message offers, in its order.
fn offered(message: &Message) -> Vec<String> {
    let mut slugs = Vec::new();
    for component in message.components.iter().flat_map(|row| &row.components) {
        match component {
            ActionRowComponent::Button(button) => {
                if let ButtonKind::NonLink { custom_id, .. } = &button.data
                    && let Some(Action::Pick { slug, .. }) =
                        CustomId::read(custom_id).map(|id| id.action)
                {
                    slugs.push(slug);
                }
            }
            ActionRowComponent::SelectMenu(menu) => {
                slugs.extend(menu.options.iter().map(|option| option.value.clone()));
            }
            _ => {}
        }
    }
    slugs
}

/// The request in a form that was filled in. One that no version of this bot sends is like a button that leads nowhere.
pub(super) fn modal(interaction: &ModalInteraction) -> Request {
    let rows = interaction.data.components.iter();
    let text = rows
        .flat_map(|row| &row.components)
        .find_map(|component| match component {
            ActionRowComponent::InputText(input) => input.value.clone(),
            _ => None,
        });
    let ask = match (CustomId::read(&interaction.data.custom_id), text) {
        (
            Some(CustomId {
                action: Action::Report { about, .. },
                ..
            }),
            Some(text),
        ) => Ask::Report(Report { about, text }),
        _ => Ask::Press(Press {
            action: None,
            presser: Presser::Asker,
            offered: Vec::new(),
        }),
    };
    by_component(ask, &interaction.locale, true)
}

fn by_component(ask: Ask, locale: &str, private: bool) -> Request {
    Request {
        ask,
        via: Via::Component,
        language: None,
        locale: Some(Language::from_locale(locale)),
        private,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::all::Interaction;

    use super::*;
    use crate::discord::samples;

    fn read_press(data: Value) -> Request {
        match serde_json::from_value(samples::interaction(3, data)).unwrap() {
            Interaction::Component(interaction) => component(&interaction),
            other => panic!("a press is read as {other:?}"),
        }
    }

    fn action_of(request: &Request) -> Option<Action> {
        match &request.ask {
            Ask::Press(press) => press.action.clone(),
            other => panic!("a press is read as {other:?}"),
        }
    }

    #[test]
    fn presses_are_read_by_their_custom_id() {
        let show = |slug: &str, language, year| {
            Some(Action::Show {
                slug: slug.to_owned(),
                language,
                year,
            })
        };
        for (data, expected) in [
            (
                json!({ "component_type": 2, "custom_id": "1/show/ko/export-voucher" }),
                show("export-voucher", Language::Ko, None),
            ),
            (
                json!({ "component_type": 2, "custom_id": "1/show/en/semiconductors/2022" }),
                show("semiconductors", Language::En, Some(2022)),
            ),
            (
                json!({ "component_type": 2, "custom_id": "1~31ek5z761tz5/show/en/semiconductors" }),
                show("semiconductors", Language::En, None),
            ),
            (
                json!({ "component_type": 3, "custom_id": "1/choose/ko", "values": ["export-voucher", "kotra"] }),
                show("export-voucher", Language::Ko, None),
            ),
            (
                json!({ "component_type": 3, "custom_id": "1/choose/ko/2022", "values": ["growth"] }),
                show("growth", Language::Ko, Some(2022)),
            ),
            (
                json!({ "component_type": 3, "custom_id": "1/choose/ko", "values": [] }),
                None,
            ),
            (
                json!({ "component_type": 2, "custom_id": "1/choose/ko" }),
                None,
            ),
            (
                json!({ "component_type": 2, "custom_id": "exports:2023" }),
                None,
            ),
            (json!({ "component_type": 2, "custom_id": "수출" }), None),
            (json!({ "component_type": 2, "custom_id": "" }), None),
        ] {
            let request = read_press(data.clone());
            assert_eq!(action_of(&request), expected, "{data}");
            assert_eq!(request.via, Via::Component);
            assert_eq!(request.locale, Some(Language::Ko));
        }
    }

    #[test]
    fn who_asked_is_told_by_the_message_else_by_the_id_else_by_the_place() {
        let told = |user: &str| {
            json!({
                "id": "9", "type": 2, "authorizing_integration_owners": {},
                "user": { "id": user, "username": "mina", "discriminator": "0", "avatar": null },
            })
        };
        // 400000000000000001, in base 36.
        let (plain, written) = ("1/delete/ko", "1~31ek5z761tz5/delete/ko");
        let asker = 400_000_000_000_000_001;
        let other = |asker| Presser::Other { asker };
        for (custom_id, metadata, guild, user, presser, to_write) in [
            (
                plain,
                told("400000000000000001"),
                true,
                asker,
                Presser::Asker,
                None,
            ),
            (
                plain,
                told("400000000000000001"),
                true,
                5,
                other(Some(asker)),
                None,
            ),
            // What the message tells counts more than what an id says.
            (written, told("5"), true, asker, other(Some(5)), None),
            (
                written,
                Value::Null,
                true,
                asker,
                Presser::Asker,
                Some(asker),
            ),
            (
                written,
                Value::Null,
                true,
                5,
                other(Some(asker)),
                Some(asker),
            ),
            (plain, Value::Null, true, 5, other(None), None),
            (plain, Value::Null, false, 5, Presser::Asker, Some(5)),
            ("수출", Value::Null, true, 5, other(None), None),
        ] {
            let data = json!({ "component_type": 2, "custom_id": custom_id });
            let mut interaction = samples::interaction(3, data);
            interaction["message"]["interaction_metadata"] = metadata.clone();
            interaction["member"]["user"]["id"] = json!(user.to_string());
            if !guild {
                interaction["user"] = interaction["member"]["user"].take();
                for key in ["guild_id", "member"] {
                    interaction.as_object_mut().unwrap().remove(key);
                }
            }
            let interaction = match serde_json::from_value(interaction).unwrap() {
                Interaction::Component(interaction) => interaction,
                other => panic!("a press is read as {other:?}"),
            };
            let row = format!("{custom_id} by {user}, {metadata}, in a server: {guild}");
            match component(&interaction).ask {
                Ask::Press(press) => assert_eq!(press.presser, presser, "{row}"),
                other => panic!("{row} is read as {other:?}"),
            }
            let to_write = to_write.map(UserId::new);
            assert_eq!(asker_written(&interaction), to_write, "{row}");
        }
    }

    #[test]
    fn what_a_message_offers_and_whether_it_is_private_come_along() {
        let button = |id: &str| json!({ "type": 2, "style": 2, "label": "-", "custom_id": id });
        let menu = json!({ "type": 3, "custom_id": "1/choose/ko", "options": [
            { "label": "코트라", "value": "kotra" }, { "label": "상공회의소", "value": "icci" },
        ] });
        let row = |components: Value| json!({ "type": 1, "components": components });
        let data = json!({ "component_type": 2, "custom_id": "1/choices/en" });
        for (rows, flags, offered, private) in [
            (
                json!([
                    row(json!([
                        button("1/pick/ko/voucher"),
                        button("1~1/pick/ko/b2b/2022")
                    ])),
                    row(json!([
                        button("1/choices/en"),
                        button("1/show/ko/kotra"),
                        button("?")
                    ])),
                ]),
                64,
                vec!["voucher", "b2b"],
                true,
            ),
            (json!([row(json!([menu]))]), 0, vec!["kotra", "icci"], false),
            (json!([]), 0, vec![], false),
        ] {
            let mut interaction = samples::interaction(3, data.clone());
            interaction["message"]["components"] = rows;
            interaction["message"]["flags"] = json!(flags);
            match serde_json::from_value(interaction).unwrap() {
                Interaction::Component(interaction) => {
                    let request = component(&interaction);
                    assert_eq!(request.private, private);
                    match request.ask {
                        Ask::Press(press) => assert_eq!(press.offered, offered),
                        other => panic!("a press is read as {other:?}"),
                    }
                }
                other => panic!("a press is read as {other:?}"),
            }
        }
    }

    #[test]
    fn a_form_is_read_by_its_custom_id_and_its_text() {
        let filled = |custom_id: &str, components: Value| {
            let data = json!({ "custom_id": custom_id, "components": components });
            match serde_json::from_value(samples::interaction(5, data)).unwrap() {
                Interaction::Modal(interaction) => modal(&interaction),
                other => panic!("a form is read as {other:?}"),
            }
        };
        let text = json!([{ "type": 1, "components": [{ "type": 4, "custom_id": "text", "value": "2021년 값이 달라요" }] }]);
        let report = |about: Option<&str>| {
            Ask::Report(Report {
                about: about.map(str::to_owned),
                text: "2021년 값이 달라요".to_owned(),
            })
        };
        let unreadable = Ask::Press(Press {
            action: None,
            presser: Presser::Asker,
            offered: Vec::new(),
        });
        for (custom_id, components, expected) in [
            ("1/report/ko/voucher", text.clone(), report(Some("voucher"))),
            ("1/report/en", text.clone(), report(None)),
            ("1/report/en", json!([]), unreadable.clone()),
            ("1/delete/ko", text.clone(), unreadable.clone()),
            ("제보", text, unreadable),
        ] {
            let request = filled(custom_id, components);
            assert_eq!(request.ask, expected, "{custom_id}");
            assert!(request.private);
        }
    }
}
