//! Interactions over HTTP: an application that names an address gets them there, signed, instead of over the gateway.
//!
//! An address is taken only on this machine, and only when it answers a PING and turns away one that is badly signed, as
//! Discord tries when an address is saved. See [Discord Docs/Receiving and Responding].

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use ed25519_dalek::{Signer, SigningKey};
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::errors::ApiError;
use super::ids::{Id, now_ms};
use super::interaction::Stage;
use super::state::Hub;
use super::wire::{MASK, RestCall};

/// The private half of a key pair that is published for tests. No secret: it signs for nothing but playgrounds.
const SEED: [u8; 32] = *b"\xfb\x31\xc3\x47\x7f\x1c\xd7\xe0\xe6\x11\x15\xe9\x2f\xa6\xfc\x6b\x98\xbc\x9b\x8b\x80\x97\x5c\x60\xe5\xef\x55\x17\x45\x14\xd4\x74";

/// The public key of every application of a playground, in hexadecimal.
pub const PLAYGROUND_PUBLIC_KEY: &str =
    "c3658a7e64528cd94141ae9fb044d25f59d3e9244e0af4dcf72699c3e85ba17d";

/// Time for an address to answer when it is saved.
const CHECK_WITHIN: Duration = Duration::from_secs(3);

/// Largest answer that is read, in bytes.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;

/// An interaction on its way to an address.
pub struct Outgoing {
    /// Which one.
    pub id: Id,
    /// Where to.
    pub url: String,
    /// What is sent.
    pub payload: Value,
}

/// What an address answered: the HTTP status and the body.
type Answer = (u16, Vec<u8>);

/// Sends signed requests; makes its client with the first.
#[derive(Default)]
pub struct Poster(OnceLock<reqwest::Client>);

impl Poster {
    async fn post(&self, url: &str, body: String, well: bool, within: Duration) -> Option<Answer> {
        let client = self.0.get_or_init(|| {
            let client = reqwest::Client::builder().no_proxy().build();
            client.unwrap_or_default()
        });
        let timestamp = (now_ms() / 1_000).to_string();
        let mut signature = signature(&timestamp, body.as_bytes());
        if !well {
            signature = signature.chars().rev().collect();
        }
        let request = client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Signature-Ed25519", signature)
            .header("X-Signature-Timestamp", timestamp)
            .timeout(within)
            .body(body);
        let mut response = request.send().await.ok()?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.ok()? {
            body.extend_from_slice(&chunk);
            if body.len() > ANSWER_MAX_BYTES {
                return None;
            }
        }
        Some((status, body))
    }

    /// Whether an address answers as Discord wants it to before it is saved.
    ///
    /// # Errors
    /// Says so when it is not on this machine, does not answer a PING, or takes one that is badly signed.
    pub async fn check(&self, application: Id, url: &str) -> Result<(), &'static str> {
        let local = Url::parse(url).is_ok_and(|url| {
            url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"))
        });
        if !local {
            return Err("this playground sends to http://127.0.0.1 alone");
        }
        let ping = json!({
            "id": application, "application_id": application, "type": 1, "token": "ping", "version": 1,
        });
        let good = self.post(url, ping.to_string(), true, CHECK_WITHIN).await;
        let ponged = good.is_some_and(|(status, body)| {
            let body: Value = serde_json::from_slice(&body).unwrap_or_default();
            status == 200 && body == json!({ "type": 1 })
        });
        let bad = self.post(url, ping.to_string(), false, CHECK_WITHIN).await;
        if ponged && bad.is_some_and(|(status, _)| status == 401) {
            Ok(())
        } else {
            Err(
                "the address could not be verified: a PING is to be answered with PONG, and one that is badly signed with 401",
            )
        }
    }
}

/// The signature of a request, in hexadecimal.
fn signature(timestamp: &str, body: &[u8]) -> String {
    let message = [timestamp.as_bytes(), body].concat();
    let signature = SigningKey::from_bytes(&SEED).sign(&message).to_bytes();
    signature.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sends on their way the interactions that wait for it.
pub fn send_out(hub: &Arc<Hub>) {
    let waiting = std::mem::take(&mut hub.lock().outgoing);
    for outgoing in waiting {
        let hub = Arc::clone(hub);
        tokio::spawn(async move { deliver(&hub, outgoing).await });
    }
}

/// Sends an interaction and takes what is answered for its first response, as if it had come by the callback; it is recorded
/// as such. Status 202 means that it does come that way. Anything else, and status 0 stands for no answer at all, fails.
async fn deliver(hub: &Hub, outgoing: Outgoing) {
    let Outgoing { id, url, payload } = outgoing;
    let begin = Instant::now();
    let deadline = hub.options.interaction_deadline;
    let body = payload.to_string();
    let (status, body) = hub
        .poster
        .post(&url, body, true, deadline)
        .await
        .unwrap_or_default();
    if status == 202 {
        return;
    }
    let response: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut state = hub.lock();
    let result = match status {
        200 => {
            let token = payload["token"].as_str().unwrap_or_default();
            state.respond(id, token, &response, &[], deadline)
        }
        _ => Err(ApiError::new(
            status,
            0,
            "The endpoint did not answer as it should",
        )),
    };
    let refused = result.err();
    state.wire.rest(RestCall {
        application: Id::of(&payload["application_id"]),
        interaction: Some(id),
        method: "POST".to_owned(),
        path: format!("/api/v10/interactions/{id}/{MASK}/callback"),
        request: response,
        files: Vec::new(),
        status: refused.as_ref().map_or(200, |error| error.status),
        response: refused.as_ref().map_or(Value::Null, ApiError::body),
        ms: begin.elapsed().as_secs_f64() * 1e3,
    });
    if refused.is_some()
        && let Some(interaction) = state.interactions.get(&id)
        && interaction.response.is_none()
    {
        interaction.stage.send_replace(Stage::Failed);
        state.tell_page_of_interaction(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_signed_by_the_key_that_is_told() {
        let public = SigningKey::from_bytes(&SEED).verifying_key().to_bytes();
        let public: String = public.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(public, PLAYGROUND_PUBLIC_KEY);
        // From the published set of requests that are signed by this key.
        let ping = r#"{"id":"1400000000000001090","application_id":"100000000000000001","type":1,"token":"fictional-interaction-token-ping","version":1,"app_permissions":"0","entitlements":[],"authorizing_integration_owners":{},"attachment_size_limit":10485760}"#;
        assert_eq!(
            signature("1753855200", ping.as_bytes()),
            "7d018d54ce66c125284a05aa441b7ec49be35365602120f8c9f32fa9c11b9517aef95bfe4a4746b3bb55c3c5301d5ffc9972c7f74d738e34302d6eb20d23a305"
        );
    }

    #[tokio::test]
    async fn an_address_elsewhere_is_not_sent_to() {
        for url in [
            "https://discord.com/interactions",
            "http://example.invalid/interactions",
            "http://127.0.0.1.example.invalid/",
            "ftp://127.0.0.1/",
            "한국",
        ] {
            let refused = Poster::default().check(Id(1), url).await;
            assert!(refused.is_err_and(|why| why.contains("127.0.0.1")), "{url}");
        }
    }
}
