//! Three replicas of the endpoint behind nginx.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::playground::{Options, PLAYGROUND_PUBLIC_KEY, PLAYGROUND_TOKEN};

use crate::ledger::Ledger;
use crate::load;
use crate::nginx::Nginx;
use crate::process::{Plan, Process, free_port};
use crate::stage::{self, Stage};

const REPLICAS: usize = 3;

/// Questions a second.
const RATE: u32 = 25;

/// Runs it, prints what was counted, and fails where something was lost or given twice.
pub async fn demonstrate() {
    let options = Options {
        gateway_control: true,
        ..stage::options()
    };
    let stage = Stage::set(options).await;
    let (url, members) = (stage.url.clone(), Arc::clone(&stage.members));

    let arguments = ["register", "--global", "--api-base", &url];
    let token = [("DISCORD_TOKEN", PLAYGROUND_TOKEN)];
    let register = Plan::new("register".to_owned(), &arguments, &token);
    let registered = tokio::task::spawn_blocking(move || register.command().status()).await;
    let registered = registered.expect("no panic").expect("the program starts");
    assert!(registered.success(), "the commands are registered");

    let ports: Vec<u16> = (0..REPLICAS).map(|_| free_port()).collect();
    let plans: Vec<Plan> = ports
        .iter()
        .enumerate()
        .map(|(number, port)| {
            let address = format!("127.0.0.1:{port}");
            let variables = [
                ("DISCORD_PUBLIC_KEY", PLAYGROUND_PUBLIC_KEY),
                ("BOT_ENDPOINT_ADDRESS", address.as_str()),
            ];
            let arguments = ["endpoint", "--api-base", &url];
            Plan::new(format!("endpoint-{number}"), &arguments, &variables)
        })
        .collect();
    let mut replicas: Vec<Process> = plans.iter().map(Plan::start).collect();
    for replica in &replicas {
        replica.wait_until_ready().await;
    }
    let nginx = Nginx::start(ports).await;
    let state = members.get("/state").await;
    let door = format!("http://127.0.0.1:{}/interactions", nginx.port);
    let saved = json!({ "application": state["applications"][0]["id"], "url": door });
    members.post("/endpoint", saved).await;

    let done = CancellationToken::new();
    let ledger = Ledger::keep(Arc::clone(&members), done.clone());
    let mut places = load::places(&members, 1).await;
    // Messages do not come over HTTP.
    places.iter_mut().for_each(|place| place.mention = None);
    let enough = CancellationToken::new();
    let asking = load::ask(Arc::clone(&members), places, RATE, enough.clone());
    let asking = tokio::spawn(asking);
    sleep(Duration::from_secs(4)).await;

    replicas.remove(0).kill();
    sleep(Duration::from_secs(3)).await;
    let again = plans[0].start();
    again.wait_until_ready().await;
    replicas.insert(0, again);
    sleep(Duration::from_secs(3)).await;

    nginx.leave_out(Some(1)).await;
    replicas.remove(1).stop().await;
    let again = plans[1].start();
    again.wait_until_ready().await;
    nginx.leave_out(None).await;
    replicas.push(again);
    sleep(Duration::from_secs(3)).await;

    enough.cancel();
    let questions = asking.await.expect("no panic");
    done.cancel();
    let ledger = ledger.await.expect("no panic");
    for replica in replicas {
        replica.stop().await;
    }
    stage.clear().await;

    let asked = questions.len();
    let lost = questions
        .iter()
        .filter(|question| !question.answered)
        .count();
    let unanswered = nginx.unanswered();
    println!("endpoint: {REPLICAS} replicas behind nginx, {RATE} questions a second");
    println!("  asked {asked}, answered {}", asked - lost);
    println!(
        "  lost {lost}; of those sent to each replica, nginx got no answer to {unanswered:?} (the first one was killed)"
    );
    println!(
        "  sent on to another replica {}, answered twice {}, second answers refused {}",
        nginx.sent_on(),
        ledger.twice(),
        ledger.refused
    );
    assert_eq!(
        lost, unanswered[0],
        "lost elsewhere than in the killed replica's hands"
    );
    assert_eq!(
        unanswered[1..],
        [0, 0],
        "lost by a replica that was up, or stopped in good order"
    );
    assert_eq!((ledger.twice(), ledger.refused), (0, 0), "given twice");
    assert_eq!(
        ledger.answered(),
        asked - lost,
        "the record has every answer"
    );
    assert!(
        asked > 200 && nginx.sent_on() > 0,
        "there was no load, or no kill"
    );
}
