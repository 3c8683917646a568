//! Whatever any bot may send: modals, menus of a message, pictures, lateness. A second bot, played by the page, sends it.

use browser_tests::{Page, on_a_page};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// A picture of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Logs the other bot in, with a slash command `/show` beside `commands`.
async fn log_in(page: &Page, commands: &[Value], answers: Value) {
    let show = json!({ "name": "show", "description": "Shows something", "contexts": [0], "integration_types": [0] });
    let commands = Value::from([&[show], commands].concat()).to_string();
    page.run(
        include_str!("other_bot.js"),
        &[&commands, &answers.to_string()],
    )
    .await;
    page.until("the other bot is there", "return window.otherBot", &[])
        .await;
}

async fn show(page: &Page) {
    page.write("/show").await;
    page.shows("#suggestions li[data-active]", "/show").await;
    page.key(Key::Enter).await;
    page.find(".field-line.command").await;
    page.press(".field-line.command .button").await;
}

#[test]
fn a_modal_keeps_the_focus_and_sends_what_was_typed() {
    on_a_page("modal", async |page| {
        page.speak("en").await;
        let button = json!([{ "type": 1, "components": [{ "type": 2, "style": 2, "label": "Report", "custom_id": "report" }] }]);
        let inputs = json!([
            { "type": 1, "components": [{ "type": 4, "custom_id": "what", "style": 1, "label": "What", "min_length": 2, "max_length": 20 }] },
            { "type": 18, "label": "Kind", "description": "한 가지", "component": { "type": 3, "custom_id": "kind", "options": [{ "label": "오타", "value": "typo" }, { "label": "Wrong", "value": "wrong" }] } },
        ]);
        let answers = json!({
            "show": { "type": 4, "data": { "content": "2022", "components": button } },
            "report": { "type": 9, "data": { "custom_id": "sent", "title": "틀렸나요?", "components": inputs } },
            "sent": { "type": 4, "data": { "content": "Thanks", "flags": 64 } },
        });
        log_in(page, &[], answers).await;
        show(page).await;
        page.press_text(".message .button", "Report").await;
        page.shows("dialog[open] h2", "틀렸나요?").await;
        page.find("dialog input:focus").await;
        for _ in 0..8 {
            page.key(Key::Tab).await;
            let inside = page.run("return document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))", &[]).await;
            assert_eq!(inside, Value::from(true), "the focus left the modal");
        }
        page.key(Key::Escape).await;
        page.until(
            "it is left",
            "return !document.querySelector('dialog[open]')",
            &[],
        )
        .await;
        page.press_text(".message .button", "Report").await;
        page.find("dialog input:focus").await;
        page.type_in("수출액").await;
        page.run(
            "document.querySelector('dialog select').value = 'typo'",
            &[],
        )
        .await;
        page.press("dialog [type=submit]").await;
        page.shows(".message.ephemeral .content", "Thanks").await;
        page.until(
            "it is closed",
            "return !document.querySelector('dialog[open]')",
            &[],
        )
        .await;
    });
}

#[test]
fn a_message_has_a_menu_of_app_commands() {
    on_a_page("apps", async |page| {
        page.speak("en").await;
        let commands = [
            json!({ "type": 3, "name": "Check this", "name_localizations": { "ko": "확인하기" }, "contexts": [0], "integration_types": [0] }),
            json!({ "type": 2, "name": "Greet", "contexts": [0], "integration_types": [0] }),
        ];
        let answers = json!({
            "Check this": { "type": 4, "data": { "content": "checked", "flags": 64 } },
            "Greet": { "type": 4, "data": { "content": "안녕하세요" } },
        });
        log_in(page, &commands, answers).await;
        page.write("반도체 167억 달러").await;
        page.key(Key::Enter).await;
        page.find(".message").await;
        for (command, answer) in [("Check this", "checked"), ("Greet", "안녕하세요")] {
            page.run("document.querySelector('.message').focus()", &[])
                .await;
            page.shows(".message .apps > button", "Apps").await;
            page.press(".message .apps > button").await;
            page.press(&format!(".apps [data-command='{command}']"))
                .await;
            page.shows(".message .content", answer).await;
        }
        page.shows(".message .above", "Greet").await;
    });
}

#[test]
fn a_late_bot_leaves_a_note() {
    on_a_page("late", async |page| {
        page.speak("en").await;
        log_in(page, &[], json!({})).await;
        show(page).await;
        page.shows(".note .thinking", "Sending").await;
        page.shows(".note[role=alert]", "The application did not respond")
            .await;
        page.press_text(".note .linkish", "Wire").await;
        page.shows("#wire .entry", "INTERACTION_CREATE").await;
    });
}

#[test]
fn a_bot_is_seen_thinking_until_it_answers() {
    on_a_page("thinking", async |page| {
        page.speak("ko").await;
        let later = json!({ "content": "543억 달러" });
        log_in(page, &[], json!({ "show": { "type": 5, "later": later } })).await;
        show(page).await;
        page.shows(".message .thinking", "생각하는 중").await;
        page.shows(".message .content", "543억 달러").await;
        assert!(
            page.texts(".message .thinking, .message .edited")
                .await
                .is_empty()
        );
    });
}

#[test]
fn markdown_and_a_picture_are_shown() {
    on_a_page("rich", async |page| {
        page.speak("en").await;
        let text = "# 큰 제목\n**굵게** *기울임* __밑줄__ ~~취소~~ ||숨김|| `코드`\n- 하나\n  - 둘\n-# 작게\n> 인용\n```\n표 1\n```\n[기사](https://example.com) <t:1675209600:D> \\*별\\*";
        let embed = json!({
            "title": "**제목**", "description": text, "color": 0x0B_66_73, "author": { "name": "인천" }, "footer": { "text": "출처 **그대로**" },
            "image": { "url": "attachment://pixel.png" },
            "fields": [{ "name": "하나", "value": "1", "inline": true }, { "name": "둘", "value": "2", "inline": true }, { "name": "셋", "value": "3" }],
        });
        let attachments = json!([{ "id": "0", "filename": "pixel.png", "description": "점 하나" }]);
        let answers = json!({ "show": { "type": 4, "data": { "embeds": [embed], "attachments": attachments }, "file": { "name": "pixel.png", "base64": PIXEL } } });
        log_in(page, &[], answers).await;
        show(page).await;
        for (css, expected) in [
            (".embed-title strong", "제목"),
            (".embed h3.embed-title ~ .content h3", "큰 제목"),
            (".embed em", "기울임"),
            (".embed u", "밑줄"),
            (".embed s", "취소"),
            (".embed .spoiler", "숨김"),
            (".embed :not(pre) > code", "코드"),
            (".embed ul ul li", "둘"),
            (".embed small", "작게"),
            (".embed blockquote", "인용"),
            (".embed pre code", "표 1"),
            (
                ".embed a[href='https://example.com/'], .embed a[href='https://example.com']",
                "기사",
            ),
            (".embed time", "2023"),
            (".embed footer", "출처 **그대로**"),
            (".embed .content .line:last-of-type", "*별*"),
        ] {
            page.shows(css, expected).await;
        }
        page.until(
            "the picture is loaded",
            "return document.querySelector('.embed img[alt=\"점 하나\"]')?.naturalWidth",
            &[],
        )
        .await;
        let side_by_side = "const [one, two, three] = [...document.querySelectorAll('.embed-field')].map((field) => field.getBoundingClientRect());
            return one.top === two.top && three.top > one.top";
        page.until("inline fields stand side by side", side_by_side, &[])
            .await;
    });
}
