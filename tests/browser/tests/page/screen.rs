//! The screen: wide and narrow, light and dark, and the panel with what went over the wire.

use browser_tests::{Page, on_a_page};
use fantoccini::key::Key;
use serde_json::json;

/// What reaches beyond the window, or is wider than the box that hides the rest of it. Lists that scroll sideways on purpose, and
/// lines that end in "…", are left out.
const CUT_OFF: &str = "const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) && !['log', 'sidebar'].includes(element.id) || scrolls(element.parentElement));
    const bad = [];
    for (const element of document.querySelectorAll('body, body *')) {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        if (!box.width || !box.height || style.visibility === 'hidden' || element.closest('.unseen, svg, option') || scrolls(element)) continue;
        const outside = box.left < -0.5 || box.right > innerWidth + 0.5;
        const hides = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1;
        if (outside || hides) bad.push(`${element.tagName} ${element.id} ${element.className} ${box.left}..${box.right}`);
    }
    return bad;";

async fn nothing_is_cut_off(page: &Page, when: &str) {
    assert_eq!(page.run(CUT_OFF, &[]).await, json!([]), "{when}");
}

#[test]
fn on_a_phone_nothing_is_cut_off() {
    on_a_page("phone", async |page| {
        for width in [390, 320] {
            page.resize(width, 780).await;
            for language in ["ko", "en"] {
                page.press(".open-settings").await;
                page.speak(language).await;
                nothing_is_cut_off(page, "the switches").await;
                page.press("#top h1").await;
                page.press(".menu-button").await;
                nothing_is_cut_off(page, "the list of channels").await;
                page.key(Key::Escape).await;
                let [exports, program, partners] = if language == "ko" {
                    ["/수출 2022", "/사업 전시회", "/협력기관 "]
                } else {
                    ["/exports 2022", "/program exhibition", "/partners "]
                };
                for line in [exports, program, partners] {
                    page.command(line).await;
                    nothing_is_cut_off(page, line).await;
                }
                page.press(".message:last-of-type .select button").await;
                nothing_is_cut_off(page, "a menu").await;
                page.write("/").await;
                page.find("#suggestions:not([hidden])").await;
                nothing_is_cut_off(page, "the list of commands").await;
                page.run("const input = document.querySelector('#composer textarea'); input.value = ''; input.dispatchEvent(new Event('input'));", &[]).await;
            }
            page.press(".wire-button").await;
            page.find("#wire .entry").await;
            nothing_is_cut_off(page, "the wire").await;
            page.press("#wire header .icon-button").await;
        }
    });
}

#[test]
fn the_width_switch_plays_a_phone_on_a_wide_screen() {
    on_a_page("width", async |page| {
        page.speak("ko").await;
        page.command("/수출 2022").await;
        page.choose("width", "phone").await;
        page.until(
            "the client is as wide as a phone",
            "return document.querySelector('#client').clientWidth === 390",
            &[],
        )
        .await;
        page.find(".menu-button")
            .await
            .click()
            .await
            .expect("the list of channels is behind a button");
        page.press_text(".channel", "잡담").await;
        page.shows("#top h1", "잡담").await;
        nothing_is_cut_off(page, "the frame").await;
        page.choose("width", "desktop").await;
        page.until(
            "it is wide again",
            "return document.querySelector('#client').clientWidth > 800",
            &[],
        )
        .await;
    });
}

#[test]
fn light_and_dark_can_be_chosen_and_are_remembered() {
    on_a_page("theme", async |page| {
        for (theme, light) in [("dark", false), ("light", true)] {
            page.choose("theme", theme).await;
            let ground = "const [red] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g); return (Number(red) > 128) === (arguments[0] === 'true')";
            page.until(theme, ground, &[&light.to_string()]).await;
            page.run("location.reload()", &[]).await;
            page.find(&format!("input[name=theme][value={theme}]:checked"))
                .await;
            page.until(theme, ground, &[&light.to_string()]).await;
            page.find(".dot.on").await;
        }
    });
}

#[test]
fn the_wire_is_shown_both_ways_without_tokens() {
    on_a_page("wire", async |page| {
        page.speak("en").await;
        page.command("/exports 2022").await;
        page.press(".wire-button").await;
        page.shows("#wire .entry.to-bot", "INTERACTION_CREATE")
            .await;
        page.shows("#wire .entry.from-bot", "/callback").await;
        page.shows("#wire .entry .ms", "ms").await;
        page.shows("#wire pre", "\"locale\": \"en-US\"").await;
        page.shows("#wire pre", "\"token\": \"(masked)\"").await;
        page.press("label:has(> input[name=scope][value=all])")
            .await;
        page.shows("#wire .entry", "READY").await;
        let all = page.texts("#wire").await.concat();
        for secret in ["playground-interaction-token", "playground.not-a-secret"] {
            assert!(!all.contains(secret), "{secret} is shown");
        }
    });
}
