//! The pictures of the README: `UPDATE_PICTURES=1` takes them anew, else they land in `target/pictures`.

use std::env;

use browser_tests::{Page, on_a_page, root};
use fantoccini::key::Key;

async fn take(page: &Page, name: &str) {
    let folder = if env::var_os("UPDATE_PICTURES").is_some() {
        "docs/pictures"
    } else {
        "tests/browser/target/pictures"
    };
    page.picture(&root().join(format!("{folder}/{name}.png")))
        .await;
}

#[test]
fn a_tour_of_the_page() {
    on_a_page("tour", async |page| {
        page.resize(1080, 720).await;
        page.choose("theme", "light").await;
        page.speak("ko").await;
        page.choose("member", "400000000000000001").await;
        page.press_text(".channel.kind-0", "수출-질문").await;
        page.write("@inch").await;
        page.shows("#suggestions li[data-active]", "@Incheon").await;
        page.key(Key::Enter).await;
        page.type_in("ㅅㅊㅂㅇㅊ").await;
        page.key(Key::Enter).await;
        page.shows(".message .embed-title", "수출 바우처").await;
        page.command("/수출 2022").await;
        page.shows(".message .embed", "543억 달러").await;
        take(page, "desktop").await;
        page.press_text(".message .button", "그래프").await;
        page.until(
            "the chart is loaded",
            "return document.querySelector('.message.ephemeral img')?.naturalWidth",
            &[],
        )
        .await;
        take(page, "chart").await;
        page.write("/사업 ㅅㅊ").await;
        page.shows("#suggestions li", "수출 바우처").await;
        take(page, "suggestions").await;
        page.key(Key::Escape).await;
        page.key(Key::Escape).await;
        page.press(".wire-button").await;
        page.shows("#wire .entry", "INTERACTION_CREATE").await;
        take(page, "wire").await;
        page.press(".wire-button").await;
        page.choose("theme", "dark").await;
        page.speak("en").await;
        page.resize(390, 760).await;
        page.command("/program exhibition").await;
        page.find(".message.ephemeral .button").await;
        take(page, "phone").await;
    });
}
