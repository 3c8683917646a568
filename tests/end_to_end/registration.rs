//! What the bot tells Discord about its commands, and when.

use serde_json::Value;

use incheon_exports_bot::command::COMMANDS;

use crate::support::{ALEX, MINA, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_are_offered_in_the_members_language() {
    let world = World::start("registration").await;
    let page = world.page();
    for (place, name_of) in [
        (
            MINA,
            (|command: usize| COMMANDS[command].name.ko) as fn(usize) -> &'static str,
        ),
        (ALEX, |command| COMMANDS[command].name.en),
    ] {
        let path = format!("/commands?user={}&channel={}", place.member, place.channel);
        let offered = page.get(&path).await;
        let mut names: Vec<&str> = offered["commands"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|command| command["name_localized"].as_str())
            .collect();
        let mut expected: Vec<&str> = (0..COMMANDS.len()).map(name_of).collect();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_and_description_is_registered_in_korean_and_in_both_kinds_of_english() {
    fn parts(command: &Value) -> Vec<&Value> {
        let options = command["options"].as_array().into_iter().flatten();
        [command].into_iter().chain(options).collect()
    }
    let world = World::start("localized").await;
    let page = world.page();
    let wire = page.wire().await;
    let written: Vec<&Value> = wire
        .iter()
        .filter(|entry| entry["method"] == "POST" && entry["request"]["name"].is_string())
        .map(|entry| &entry["request"])
        .collect();
    assert_eq!(written.len(), COMMANDS.len());
    for part in written.into_iter().flat_map(parts) {
        for (text, translations) in [
            ("name", "name_localizations"),
            // What is chosen from a message's menu has a name only.
            ("description", "description_localizations"),
        ] {
            if part[text].is_null() || part[text] == "" {
                continue;
            }
            for locale in ["ko", "en-US", "en-GB"] {
                let translation = &part[translations][locale];
                assert!(translation.is_string(), "{locale} of {text}: {part}");
                let hangul = |c: char| ('가'..='힣').contains(&c);
                let korean = translation
                    .as_str()
                    .is_some_and(|text| text.contains(hangul));
                assert_eq!(korean, locale == "ko", "{locale} of {text}: {part}");
            }
        }
    }
    // A client in British English is offered the English names as well.
    let path = format!(
        "/commands?user={}&channel={}&locale=en-GB",
        ALEX.member, ALEX.channel
    );
    let offered = page.get(&path).await;
    let british = offered["commands"].as_array().into_iter().flatten();
    let names: Vec<&str> = british
        .filter_map(|command| command["name_localized"].as_str())
        .collect();
    assert!(names.contains(&"exports"), "{names:?}");
    world.stop().await;
}

/// The calls of a record that write commands.
fn writes(wire: &[Value]) -> usize {
    wire.iter()
        .filter(|entry| entry["kind"] == "rest" && entry["method"] != "GET")
        .filter(|entry| {
            entry["path"]
                .as_str()
                .is_some_and(|path| path.contains("/commands"))
        })
        .count()
}

/// How often the registered commands were read.
fn reads(wire: &[Value]) -> usize {
    wire.iter()
        .filter(|entry| entry["kind"] == "rest" && entry["method"] == "GET")
        .filter(|entry| {
            entry["path"]
                .as_str()
                .is_some_and(|path| path.contains("/commands"))
        })
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_registers_nothing_that_is_there_already() {
    let mut world = World::start("restart").await;
    let before = world.page().wire().await;
    assert_eq!(writes(&before), COMMANDS.len());
    world.restart_bot().await;
    let deadline = std::time::Instant::now() + crate::support::PATIENCE;
    let after = loop {
        let wire = world.page().wire().await;
        if reads(&wire) > reads(&before) {
            break wire;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "the commands are compared again"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(writes(&after), writes(&before), "nothing differed");
    world.stop().await;
}
