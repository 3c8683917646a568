//! The page as a person uses it: looks, presses, types.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::driver::{console, devtools};

/// Longest time that anything on the page may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// A browser without a window, and nothing in it that calls anywhere by itself.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
];

/// The page in a browser of its own.
pub struct Page {
    client: Client,
    profile: PathBuf,
}

impl Page {
    /// Opens the playground at `address`, 1200 pixels wide, and waits until it can be used.
    pub async fn open(address: &str, driver: &str) -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let profile =
            env::temp_dir().join(format!("browser-tests-{}-{number}", std::process::id()));
        let mut flags = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", profile.display()));
        let mut capabilities = json!({
            "goog:chromeOptions": { "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        if let Some(browser) = env::var_os("CHROMIUM") {
            capabilities["goog:chromeOptions"]["binary"] = browser.to_string_lossy().into();
        }
        let Value::Object(capabilities) = capabilities else {
            unreachable!("written as an object above");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver)
            .await
            .unwrap_or_else(|error| {
                panic!("no browser: {error}; install Debian's chromium, or name it in CHROMIUM")
            });
        let page = Self { client, profile };
        page.resize(1200, 800).await;
        page.client
            .goto(address)
            .await
            .expect("the playground answers");
        page.until("the page is ready", "return document.querySelector('#composer textarea') && document.querySelector('.dot.on')", &[]).await;
        page
    }

    /// Ends the browser.
    pub async fn close(self) {
        // A browser that is gone already is closed enough.
        let _ = self.client.close().await;
        let _ = std::fs::remove_dir_all(&self.profile);
    }

    /// Gives the page this many pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// One of Chrome's own commands.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        devtools(&self.client, command, parameters).await
    }

    /// Errors and warnings on the console.
    pub async fn complaints(&self) -> Vec<Value> {
        let mut entries = console(&self.client).await;
        entries.retain(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")));
        entries
    }

    /// Saves a picture of what is seen.
    pub async fn picture(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        let png = self.client.screenshot().await.expect("a picture");
        std::fs::write(path, png).expect("the picture can be written");
    }

    /// What a function body gives back in the page; `args` are its `arguments`.
    pub async fn run(&self, body: &str, args: &[&str]) -> Value {
        let args = args.iter().map(|arg| json!(arg)).collect();
        self.client
            .execute(body, args)
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Waits until a function body with these `arguments` gives something other than false, null, 0 or an empty text; gives that back.
    pub async fn until(&self, what: &str, body: &str, args: &[&str]) -> Value {
        let begin = Instant::now();
        loop {
            let found = self
                .run(
                    &format!("return (function () {{ {body} }}).apply(null, arguments) || null;"),
                    args,
                )
                .await;
            if !found.is_null() {
                return found;
            }
            assert!(begin.elapsed() < PATIENCE, "still not so: {what} {args:?}");
            sleep(PAUSE).await;
        }
    }

    /// The first element that `css` selects, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(PAUSE);
        wait.for_element(Locator::Css(css))
            .await
            .unwrap_or_else(|error| panic!("nothing is {css}: {error}"))
    }

    /// The text that an element shows.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.expect("a text")
    }

    /// The texts of all elements that `css` selects now.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let texts = self.run("return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", &[css]).await;
        texts
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect()
    }

    /// Waits until an element shows a text that contains `part`.
    pub async fn shows(&self, css: &str, part: &str) {
        let seen = "return [...document.querySelectorAll(arguments[0])].some((element) => element.textContent.includes(arguments[1]))";
        self.until("an element with its text", seen, &[css, part])
            .await;
    }

    /// Presses an element, and waits for another conversation where that opens one.
    pub async fn press(&self, css: &str) {
        let pressed = self.find(css).await.click().await;
        pressed.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
        self.settled().await;
    }

    /// Presses the element of those that `css` selects that shows exactly `text`.
    pub async fn press_text(&self, css: &str, text: &str) {
        self.shows(css, text).await;
        for element in self
            .client
            .find_all(Locator::Css(css))
            .await
            .expect("elements")
        {
            if element.text().await.expect("a text") == text {
                let pressed = element.click().await;
                pressed.unwrap_or_else(|error| panic!("{text} cannot be pressed: {error}"));
                return self.settled().await;
            }
        }
        panic!("no {css} shows exactly {text}");
    }

    /// Chooses in one of the switches of the bar.
    pub async fn choose(&self, name: &str, value: &str) {
        self.press(&format!("label:has(> input[name={name}][value='{value}'])"))
            .await;
        self.find(&format!("input[name={name}][value='{value}']:checked"))
            .await;
    }

    /// Waits until what was asked for last is shown.
    async fn settled(&self) {
        self.find("#log:not([aria-busy])").await;
    }

    /// The client's language, `ko` or `en`; waits until the page speaks it and its commands are read again.
    pub async fn speak(&self, language: &str) {
        self.choose("language", language).await;
        let command = if language == "ko" {
            "/수출"
        } else {
            "/exports"
        };
        self.until(
            "the examples begin in the language",
            "return document.querySelector('.try')?.dataset.say.startsWith(arguments[0])",
            &[command],
        )
        .await;
    }

    /// Types into what has the focus.
    pub async fn type_in(&self, text: &str) {
        let field = self
            .client
            .active_element()
            .await
            .expect("something has the focus");
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|error| panic!("{text:?} cannot be typed: {error}"));
    }

    /// Presses a key.
    pub async fn key(&self, key: Key) {
        self.type_in(&char::from(key).to_string()).await;
    }

    /// Types into the input for messages.
    pub async fn write(&self, text: &str) {
        self.press("#composer textarea").await;
        self.type_in(text).await;
    }

    /// Writes a command with its options and sends it.
    pub async fn command(&self, line: &str) {
        let before = self.texts(".message").await.len();
        self.write(line).await;
        self.find(".field-line.command").await;
        self.key(Key::Enter).await;
        self.until(
            "there is an answer",
            "return document.querySelectorAll('.message').length > Number(arguments[0])",
            &[&before.to_string()],
        )
        .await;
    }
}
