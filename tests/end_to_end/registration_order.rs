//! The `register` subcommand: what it shows, what it writes, what it leaves alone.

use std::process::Output;

use serde_json::{Value, json};

use incheon_exports_bot::command::COMMANDS;
use incheon_exports_bot::playground::{Options, PLAYGROUND_TOKEN};

use crate::binary::program;
use crate::support::{Page, World};

/// The English server of the playground.
const GUILD: &str = "200000000004194305";

/// Runs `register` with these arguments against a server.
async fn register(root: &str, token: &str, arguments: &[&str]) -> Output {
    let mut command = program();
    command
        .args(["register", "--api-base", root])
        .args(arguments)
        .env("DISCORD_TOKEN", token);
    tokio::task::spawn_blocking(move || command.output().expect("the program runs"))
        .await
        .expect("the program is waited for")
}

/// The same, where it succeeds; what it printed.
async fn registered(page: &Page, arguments: &[&str]) -> String {
    let output = register(page.root(), PLAYGROUND_TOKEN, arguments).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("it prints text")
}

/// Path of the commands of a scope.
async fn scope(page: &Page, guild: Option<&str>) -> String {
    let application = page.as_bot("GET", "/applications/@me", None).await;
    let id = application["id"].as_str().expect("an id");
    match guild {
        None => format!("/applications/{id}/commands"),
        Some(guild) => format!("/applications/{id}/guilds/{guild}/commands"),
    }
}

/// Names of the commands of a scope, sorted.
async fn names(page: &Page, guild: Option<&str>) -> Vec<String> {
    let list = page.as_bot("GET", &scope(page, guild).await, None).await;
    let commands = list.as_array().expect("a list").iter();
    let mut names: Vec<String> = commands
        .filter_map(|command| command["name"].as_str().map(str::to_owned))
        .collect();
    names.sort_unstable();
    names
}

fn ours() -> Vec<String> {
    let mut names: Vec<String> = COMMANDS
        .iter()
        .map(|command| command.name.en.to_owned())
        .collect();
    names.sort_unstable();
    names
}

fn with(mut names: Vec<String>, more: &str) -> Vec<String> {
    names.push(more.to_owned());
    names.sort_unstable();
    names
}

/// The calls that wrote commands, as `POST`, `PATCH`, `DELETE` or `PUT`, oldest first.
async fn writes(page: &Page) -> Vec<String> {
    let wire = page.wire().await;
    wire.iter()
        .filter(|entry| entry["kind"] == "rest" && entry["method"] != "GET")
        .filter(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            path.contains("/commands")
        })
        .filter_map(|entry| entry["method"].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_of_scope_is_shown_then_written_and_touches_nothing_of_others() {
    let world = World::start("registration_order").await;
    let page = world.page();
    let foreign = json!({ "name": "weather", "description": "Not of this bot's table" });
    page.as_bot("POST", &scope(page, None).await, Some(foreign.clone()))
        .await;
    page.as_bot("POST", &scope(page, Some(GUILD)).await, Some(foreign))
        .await;

    let before = writes(page).await;
    let text = registered(page, &["--global", "--dry-run"]).await;
    for part in [
        "everywhere:\n  = 6 commands are as they should be\n    /weather is not this bot's and stays\n",
        "Nothing to write.",
        "&scope=bot%20applications.commands&permissions=274877991936\n",
        "  - Embed Links: an answer is a card;",
        "&scope=applications.commands&integration_type=1",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }

    let text = registered(page, &["--guild", GUILD, "--dry-run"]).await;
    for part in [
        "in the server 200000000004194305:\n  + /exports\n",
        "  + “Look this up” (menu of a message)\n",
        "everywhere:\n  - /exports (it would show twice)\n",
        "Nothing was written, as asked",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    assert!(!text.contains("- /weather"), "{text}");
    assert_eq!(writes(page).await, before, "a dry run writes nothing");

    let text = registered(page, &["--guild", GUILD]).await;
    assert!(text.contains("Written."), "{text}");
    assert!(
        text.contains("BOT_REGISTER=guild:200000000004194305"),
        "{text}"
    );
    assert_eq!(names(page, Some(GUILD)).await, with(ours(), "weather"));
    assert_eq!(names(page, None).await, ["weather"]);
    let after = writes(page).await;
    let expected = [vec!["POST"; COMMANDS.len()], vec!["DELETE"; COMMANDS.len()]].concat();
    assert_eq!(
        after[before.len()..],
        expected,
        "new first, then the old scope"
    );

    let text = registered(page, &["--global"]).await;
    let part = "in the server “Practice server” (200000000004194305):\n  - /exports (it would show twice)\n";
    assert!(text.contains(part), "{text}");
    assert_eq!(names(page, None).await, with(ours(), "weather"));
    assert_eq!(names(page, Some(GUILD)).await, ["weather"]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_differs_is_written_and_the_difference_is_shown() {
    let world = World::start("registration_difference").await;
    let page = world.page();
    let path = scope(page, None).await;
    let list = page.as_bot("GET", &path, None).await;
    let find = |name: &str| -> Value {
        let mut commands = list.as_array().expect("a list").iter();
        let found = commands.find(|command| command["name"] == name);
        found.expect("it is registered")["id"].clone()
    };
    let (ask, help) = (find("ask"), find("help"));
    let one = |id: &Value| format!("{path}/{}", id.as_str().expect("an id"));
    let change = json!({ "description": "Old", "contexts": [0] });
    page.as_bot("PATCH", &one(&ask), Some(change)).await;
    page.as_bot("DELETE", &one(&help), None).await;

    let before = writes(page).await;
    let text = registered(page, &["--global"]).await;
    for part in [
        "  + /help\n",
        "  ~ /ask\n      contexts: [0] → [0,1,2]\n      description: “Old” → “Ask anything about",
        "  = 4 commands are as they should be\n",
        "Written.",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    assert_eq!(writes(page).await[before.len()..], ["POST", "PATCH"]);
    let text = registered(page, &["--global"]).await;
    assert!(text.contains("Nothing to write."), "{text}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_broke_off_goes_on_when_it_is_given_again() {
    let world = World::without_bot("registration_broken_off", Options::default()).await;
    let page = world.page();
    page.as_bot("GET", "/users/@me", None).await;
    let path = scope(page, None).await;
    page.refuse("POST", &path, 400, 30032).await;
    let output = register(page.root(), PLAYGROUND_TOKEN, &["--global"]).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    let expected = "Discord refused to register a command: POST /applications/{application}/commands was refused with \
                    status 400, code 30032\n";
    assert_eq!((output.status.code(), &*errors), (Some(77), expected));
    registered(page, &["--global"]).await;
    assert_eq!(names(page, None).await, ours());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_is_named() {
    let world = World::start("registration_refused").await;
    let root = world.page().root().to_owned();
    for (root, token, arguments, code, message) in [
        (
            root.as_str(),
            PLAYGROUND_TOKEN,
            &["--guild", "77"][..],
            77,
            "the bot is not in the server 77; invite it first",
        ),
        (
            &root,
            "no-token",
            &["--global"],
            77,
            "Discord refused the bot token",
        ),
        (&root, "", &["--global"], 78, "set DISCORD_TOKEN"),
        (
            "http://127.0.0.1:1",
            PLAYGROUND_TOKEN,
            &["--global"],
            69,
            "Discord could not be asked: GET /oauth2/applications/@me found nobody to connect to",
        ),
        (&root, PLAYGROUND_TOKEN, &[], 2, "--guild <ID>|--global"),
        (
            &root,
            PLAYGROUND_TOKEN,
            &["--guild", "0"],
            2,
            "--guild <ID>",
        ),
        (
            &root,
            PLAYGROUND_TOKEN,
            &["--guild", "77", "--global"],
            2,
            "cannot be used with",
        ),
    ] {
        let output = register(root, token, arguments).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        assert!(errors.contains(message), "{arguments:?}: {errors}");
    }
    world.stop().await;
}
