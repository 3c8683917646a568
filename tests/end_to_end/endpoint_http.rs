//! The endpoint as an HTTP server: what is too large, too slow, too old, or no request for it.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::binary::terminate;
use crate::endpoint::{fixture, replica, signed_at};
use crate::support::{PATIENCE, World};

/// Largest request that is read.
const BODY_MAX_BYTES: usize = 1024 * 1024;

/// What a server says to bytes that are sent to it in pieces, with a pause before each, until it has said something.
async fn said_to(door: &str, pieces: &[&[u8]], pause: Duration) -> String {
    let mut stream = TcpStream::connect(door).await.expect("it listens");
    let (mut from_server, mut to_server) = stream.split();
    let sending = async {
        for piece in pieces {
            tokio::time::sleep(pause).await;
            if to_server.write_all(piece).await.is_err() {
                break;
            }
        }
        std::future::pending().await
    };
    let mut said = vec![0; 4096];
    let hearing = async {
        let length = from_server.read(&mut said).await;
        length.expect("the connection is not reset")
    };
    let length = tokio::select! {
        length = hearing => length,
        () = sending => 0,
        () = tokio::time::sleep(PATIENCE) => panic!("it says nothing"),
    };
    String::from_utf8_lossy(&said[..length]).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_too_slow_too_large_too_old_or_none_gets_a_status_of_its_own() {
    let world = World::start("endpoint_http").await;
    let (mut running, _log, door, _) = replica(world.page().root(), &[]).await;
    let url = format!("http://{door}/interactions");
    let (client, fixture) = (reqwest::Client::new(), fixture());
    let ping = fixture["cases"][0]["body"].as_str().expect("a body");

    // A client that sends a letter now and then holds up nobody, and is told after three seconds.
    let head =
        format!("POST /interactions HTTP/1.1\r\nhost: {door}\r\ncontent-length: 1000\r\n\r\n");
    let mut pieces = vec![head.as_bytes()];
    pieces.extend(std::iter::repeat_n(&b"{"[..], 900));
    let began = Instant::now();
    let dribbling = said_to(&door, &pieces, Duration::from_millis(100));
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let answered = signed_at(&client, &url, &fixture, ping, 0).send().await;
        answered.expect("an answer").status()
    };
    let (said, status) = tokio::join!(dribbling, meanwhile);
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert!(began.elapsed() >= Duration::from_secs(3), "{said}");
    assert_eq!(status, 200, "beside it, others are answered");

    // To the byte: a body that is just read is no JSON, and one more is not read.
    for (bytes, expected) in [(BODY_MAX_BYTES, 400), (BODY_MAX_BYTES + 1, 413)] {
        let body = "x".repeat(bytes);
        let answered = signed_at(&client, &url, &fixture, &body, 0).send().await;
        assert_eq!(
            answered.expect("an answer").status(),
            expected,
            "{bytes} bytes"
        );
    }

    // The second itself is tried in a test with a clock of its own; here time goes on.
    for (seconds, expected) in [(-310, 401), (-290, 200), (290, 200), (310, 401)] {
        let answered = signed_at(&client, &url, &fixture, ping, seconds)
            .send()
            .await;
        let status = answered.expect("an answer").status();
        assert_eq!(status, expected, "signed {seconds} s from now");
    }

    for (method, path, expected) in [
        ("GET", "/interactions", 405),
        ("PUT", "/interactions", 405),
        ("DELETE", "/interactions", 405),
        ("POST", "/", 404),
        ("POST", "/interactions/", 404),
        ("POST", "/interactions/1", 404),
        ("POST", "/수출", 404),
        ("GET", "/metrics", 404),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let request = client.request(method.clone(), format!("http://{door}{path}"));
        let status = request.send().await.expect("an answer").status();
        assert_eq!(status, expected, "{method} {path}");
    }
    // A header that is there twice says nothing.
    let twice = signed_at(&client, &url, &fixture, ping, 0).header("X-Signature-Timestamp", "1");
    assert_eq!(twice.send().await.expect("an answer").status(), 401);

    for (request, expected) in [
        ("수출\r\n\r\n", "HTTP/1.1 400 "),
        (
            "POST /interactions HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 400 ",
        ),
        ("POST /interactions HTTP/1.1\r\n\r\n", "HTTP/1.1 401 "),
    ] {
        let said = said_to(&door, &[request.as_bytes()], Duration::ZERO).await;
        assert!(said.starts_with(expected), "{request:?}: {said}");
    }
    let answered = signed_at(&client, &url, &fixture, ping, 0).send().await;
    assert_eq!(answered.expect("an answer").status(), 200, "after them all");
    terminate(&mut running);
    world.stop().await;
}
