//! Typing: the list of commands, suggestions, a keyboard alone, and an input method that composes.

use browser_tests::{Page, on_a_page};
use fantoccini::key::Key;
use serde_json::{Value, json};

#[test]
fn a_slash_lists_the_commands_in_the_language_of_the_client() {
    on_a_page("slash", async |page| {
        for (language, name, description) in [
            ("ko", "/수출", "인천"),
            ("en", "/exports", "Incheon's exports"),
        ] {
            page.speak(language).await;
            page.write("/").await;
            page.shows("#suggestions li", description).await;
            let listed = page.texts("#suggestions li > span").await;
            assert_eq!(listed.len(), 5, "{listed:?}");
            assert!(listed.iter().any(|other| other == name), "{listed:?}");
            page.key(Key::Escape).await;
            page.key(Key::Backspace).await;
        }
        // The member stays who they are: it is the client that speaks another language.
        page.find("input[name=member][value='400000000000000001']:checked, input[name=member][value='400000000000000002']:checked").await;
    });
}

#[test]
fn initials_find_the_export_voucher() {
    on_a_page("initials", async |page| {
        page.speak("ko").await;
        page.write("/사업 ㅅㅊ").await;
        page.shows("#suggestions li", "수출 바우처").await;
        mark(page, "수출 바우처").await;
        page.key(Key::Enter).await;
        page.until(
            "the field holds the name",
            "return document.querySelector('#option-name')?.value === '수출 바우처'",
            &[],
        )
        .await;
        page.key(Key::Enter).await;
        page.shows(".message .embed-title", "수출 바우처").await;
    });
}

/// Walks down the suggestions until the one that shows `text` is marked.
async fn mark(page: &Page, text: &str) {
    for _ in 0..25 {
        page.key(Key::Down).await;
        if page.texts("#suggestions li[data-active]").await == [text] {
            return;
        }
    }
    panic!("{text} is not among the suggestions");
}

#[test]
fn half_composed_syllables_are_suggested_for_and_enter_then_sends_nothing() {
    on_a_page("composing", async |page| {
        page.speak("ko").await;
        page.write("/사업 ").await;
        page.find("#option-name:focus").await;
        for typed in ["ㅅ", "수", "숯", "수추", "수출"] {
            let length = typed.encode_utf16().count();
            let composition =
                json!({ "text": typed, "selectionStart": length, "selectionEnd": length });
            page.devtools("Input.imeSetComposition", composition).await;
            page.until(&format!("{typed} was sent as it is typed"), ASKED, &[typed])
                .await;
        }
        // The Enter that an input method takes for itself: browsers report it with this code.
        let enter = |kind: &str| json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229 });
        page.devtools("Input.dispatchKeyEvent", enter("rawKeyDown"))
            .await;
        page.devtools("Input.insertText", json!({ "text": "수출" }))
            .await;
        page.devtools("Input.dispatchKeyEvent", enter("keyUp"))
            .await;
        page.until(
            "the composition ended",
            "return document.querySelector('#option-name')?.value === '수출'",
            &[],
        )
        .await;
        assert!(page.texts(".message").await.is_empty(), "nothing was sent");
        page.key(Key::Enter).await;
        page.find(".message").await;
    });
}

/// Whether the bot was asked for suggestions for exactly this text.
const ASKED: &str = "const request = new XMLHttpRequest();
    request.open('GET', '/playground/api/wire', false);
    request.send();
    const typed = JSON.parse(request.responseText).entries.filter((entry) => entry.frame?.d?.type === 4);
    return typed.some((entry) => entry.frame.d.data.options.some((option) => option.focused && option.value === arguments[0]));";

#[test]
fn a_half_typed_command_name_is_found() {
    on_a_page("command-name", async |page| {
        page.speak("ko").await;
        for typed in ["/ㅅ", "/숯", "/수추", "/ㅎㄹㄱㄱ", "/exp"] {
            let expected = if typed == "/ㅎㄹㄱㄱ" {
                "/협력기관"
            } else {
                "/수출"
            };
            page.write(typed).await;
            page.shows("#suggestions li", expected).await;
            page.run("const input = document.querySelector('#composer textarea'); input.value = ''; input.dispatchEvent(new Event('input'));", &[]).await;
        }
    });
}

#[test]
fn a_keyboard_alone_is_enough() {
    on_a_page("keyboard", async |page| {
        page.speak("en").await;
        // From anywhere, a slash begins a command.
        page.run("document.activeElement.blur()", &[]).await;
        page.find("body").await.send_keys("/").await.expect("typed");
        page.shows("#suggestions li", "/partners").await;
        mark(
            page,
            "/partnersThe organisations that run the programs with the city",
        )
        .await;
        page.key(Key::Enter).await;
        page.find(".field-line.command").await;
        // The first Escape closes the list, a second one would leave the command.
        page.find("#suggestions:not([hidden]) li").await;
        page.key(Key::Escape).await;
        page.key(Key::Enter).await;
        page.find(".message .select button").await;
        // Back through the messages to the menu, and a choice from it.
        page.run("document.querySelector('#log').focus()", &[])
            .await;
        page.key(Key::Up).await;
        page.find(".message:focus").await;
        page.run(
            "document.querySelector('.message .select button').focus()",
            &[],
        )
        .await;
        page.key(Key::Down).await;
        page.find(".select .list:not([hidden])").await;
        page.key(Key::Down).await;
        page.key(Key::Enter).await;
        // What was pressed is replaced; the focus stays with its message.
        page.shows(".message .edited", "(edited)").await;
        page.find(".message:focus").await;
        page.key(Key::Escape).await;
        page.find("#composer textarea:focus").await;
    });
}

#[test]
fn what_a_person_types_is_never_markup() {
    on_a_page("markup", async |page| {
        let markup = "<img src=x onerror=alert(1)><script>alert(2)</script> [a](javascript:alert(3)) <b>굵게</b>";
        page.write(markup).await;
        page.key(Key::Enter).await;
        page.find(".message .content").await;
        assert_eq!(page.text(".message .content").await, markup);
        let made = page
            .run(
                "return document.querySelectorAll('#log img, #log script, #log b, #log a').length",
                &[],
            )
            .await;
        assert_eq!(made, Value::from(0));
    });
}

#[test]
fn ones_own_message_is_edited_answered_and_deleted() {
    on_a_page("own", async |page| {
        page.speak("en").await;
        page.write("인천 수출").await;
        page.key(Key::Enter).await;
        page.find(".message").await;
        page.key(Key::Up).await;
        page.shows(".context", "Editing").await;
        page.type_in(" 2022").await;
        page.key(Key::Enter).await;
        page.shows(".message .content", "인천 수출 2022").await;
        page.shows(".message .edited", "(edited)").await;
        page.run("document.querySelector('.message').focus()", &[])
            .await;
        page.press(".message .tools [aria-label=Reply]").await;
        page.shows(".context", "Reply to").await;
        page.type_in("**고맙습니다**").await;
        page.key(Key::Enter).await;
        page.shows(".message:last-of-type strong", "고맙습니다")
            .await;
        page.shows(".message:last-of-type .above", "인천 수출 2022")
            .await;
        page.run("document.querySelector('.message').focus()", &[])
            .await;
        page.press(".message .tools [aria-label='Delete message']")
            .await;
        page.shows(".message .above", "The message was deleted")
            .await;
    });
}
