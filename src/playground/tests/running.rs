//! Starting, listening along, stopping.

use super::*;

#[tokio::test]
async fn a_taken_port_makes_way_for_the_next_free_one() {
    let any = Playground::bind(Options {
        port: PortChoice::Any,
        ..Options::default()
    });
    let held = any.await.expect("a free port");
    let taken = held.address().port();
    let next = Playground::bind(Options {
        port: PortChoice::From(taken),
        ..Options::default()
    });
    let next = next
        .await
        .expect("one of the next ports is free")
        .address()
        .port();
    assert!(next > taken && next <= taken + 20, "{taken} then {next}");
}

#[tokio::test]
async fn an_open_page_hears_what_its_member_may_see() {
    let place = Place::open(Options::default()).await;
    let mut bot = place.bot(0).await;
    place.register(&bot).await;
    let mut ears = Vec::new();
    for user in [MINA, ALEX] {
        let url = format!("{}/playground/api/events?user={user}", place.url);
        ears.push(place.http.get(url).send().await.expect("a stream"));
    }
    let asked = tokio::spawn(place.exports(MINA));
    let interaction = bot.socket.dispatch("INTERACTION_CREATE").await;
    let private = json!({ "type": 4, "data": { "content": "비밀", "flags": 64 } });
    assert_eq!(
        place
            .rest(Method::POST, &Bot::callback(&interaction), private)
            .await
            .0,
        204
    );
    asked.await.expect("no panic");
    let public = json!({ "user": ALEX, "channel": CHANNEL, "content": "모두에게" });
    place.act(Method::POST, "/messages", public).await;
    for (mut stream, secret) in ears.into_iter().zip([true, false]) {
        let mut heard = String::new();
        while !heard.contains("모두에게") {
            let chunk = timeout(Duration::from_secs(10), stream.chunk())
                .await
                .expect("in time");
            heard += &String::from_utf8_lossy(&chunk.expect("no error").expect("more to come"));
        }
        assert_eq!(heard.contains("비밀"), secret, "{heard}");
    }
}

#[tokio::test]
async fn stopping_closes_gateway_connections_and_ends_streams() {
    let playground = Playground::bind(Options {
        port: PortChoice::Any,
        ..Options::default()
    });
    let playground = playground.await.expect("a free port");
    let url = playground.url();
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(playground.serve(shutdown.clone()));
    let address = format!("{}/gateway?v=10", url.replace("http", "ws"));
    let (stream, _) = connect_async(address).await.expect("a gateway");
    let mut socket = Socket { stream };
    let events = format!("{url}/playground/api/events?user={MINA}");
    let mut stream = reqwest::get(events).await.expect("a stream");
    shutdown.cancel();
    assert_eq!(socket.close_code().await, 1001);
    let ended = timeout(Duration::from_secs(10), stream.chunk())
        .await
        .expect("in time");
    assert_eq!(ended.expect("no error"), None);
    running.await.expect("no panic").expect("no error");
}
