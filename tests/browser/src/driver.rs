//! What chromedriver offers beside the WebDriver standard: the console, and Chrome's own commands.

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A call below the session's address.
#[derive(Debug)]
struct Call {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Call {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// The entries of the console since the last call.
pub async fn console(client: &Client) -> Vec<Value> {
    let call = Call {
        path: "se/log",
        body: json!({ "type": "browser" }),
    };
    let log = client.issue_cmd(call).await.expect("the console");
    log.as_array().cloned().unwrap_or_default()
}

/// One of Chrome's own commands. See [Chrome DevTools Protocol].
pub async fn devtools(client: &Client, command: &str, parameters: Value) -> Value {
    let body = json!({ "cmd": command, "params": parameters });
    let call = Call {
        path: "goog/cdp/execute",
        body,
    };
    client
        .issue_cmd(call)
        .await
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}
