//! A scripted HTTP server for tests: it says what it is told to, one answer a request, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::base::ApiBase;

/// What the server does with one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Answers with a status, headers (each ending in a line break) and a body.
    Say(u16, &'static str, &'static str),
    /// Reads the request and drops the connection.
    Drop,
    /// Reads the request and says nothing.
    Hang,
}

/// A running server; it ends with the test's runtime.
pub struct Mock {
    pub base: ApiBase,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Mock {
    /// Starts a server that plays `script`, and its last step again for every further request.
    pub async fn start(script: &[Step]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (script, kept) = (script.to_vec(), Arc::clone(&requests));
        tokio::spawn(async move {
            for turn in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let step = script[turn.min(script.len() - 1)];
                tokio::spawn(play(stream, step, Arc::clone(&kept)));
            }
        });
        Self {
            base: ApiBase::new(&format!("http://{address}")).unwrap(),
            requests,
        }
    }

    /// The requests so far: head and body of each.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn play(mut stream: TcpStream, step: Step, requests: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    requests.lock().unwrap().push(request);
    match step {
        Step::Say(status, headers, body) => {
            let answer = format!(
                "HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
        Step::Drop => {}
        Step::Hang => std::future::pending().await,
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0_usize);
        if body.len() >= length {
            return Some(text.into_owned());
        }
    }
}
