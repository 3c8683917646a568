//! What the bot answers, as the page shows it.

use browser_tests::{Page, on_a_page};
use fantoccini::key::Key;

const LAST: &str = ".message:last-of-type";
const MINA: &str = "400000000000000001";
const ALEX: &str = "400000000000000002";

#[test]
fn exports_2022_shows_the_figure_in_the_language_of_the_client() {
    on_a_page("exports", async |page| {
        for (language, line, figure, used) in [
            ("ko", "/수출 2022", "543억 달러", "/수출"),
            ("en", "/exports 2022", "US$54.3 billion", "/exports"),
        ] {
            page.speak(language).await;
            page.command(line).await;
            page.shows(&format!("{LAST} .embed"), figure).await;
            page.shows(&format!("{LAST} .above"), used).await;
            page.shows(&format!("{LAST} .embed footer"), "2023").await;
            assert!(page.texts(&format!("{LAST} .embed-field")).await.len() >= 3);
        }
    });
}

#[test]
fn a_choice_is_seen_by_the_asker_alone_and_its_press_answers() {
    on_a_page("choice", async |page| {
        page.speak("ko").await;
        page.command("/사업 전시회").await;
        page.shows(
            &format!("{LAST}.ephemeral .only-you"),
            "나만 볼 수 있는 메시지",
        )
        .await;
        let choices = page.texts(&format!("{LAST} .button")).await;
        assert!((2..=5).contains(&choices.len()), "{choices:?}");
        page.press_text(&format!("{LAST} .button"), &choices[0])
            .await;
        page.until(
            "the choice became a card with its source",
            "return document.querySelector(arguments[0])?.textContent.includes('동양뉴스')",
            &[&format!("{LAST} .embed footer")],
        )
        .await;
        page.choose("member", MINA).await;
        page.until(
            "the other member sees none of it",
            "return !document.querySelector('.message')",
            &[],
        )
        .await;
    });
}

#[test]
fn a_private_answer_is_marked_and_can_be_dismissed() {
    on_a_page("private", async |page| {
        page.speak("ko").await;
        page.write("/협력기관 kotra").await;
        page.find(".field-line.command").await;
        page.press("[data-option=private]").await;
        page.shows("#suggestions li", "예").await;
        page.key(Key::Down).await;
        page.key(Key::Enter).await;
        page.key(Key::Enter).await;
        page.shows(".message.ephemeral .embed-title", "코트라")
            .await;
        page.press_text(".message.ephemeral .linkish", "메시지 닫기")
            .await;
        page.until(
            "it is gone",
            "return !document.querySelector('.message')",
            &[],
        )
        .await;
    });
}

#[test]
fn a_mention_is_completed_and_answered_as_a_reply() {
    on_a_page("mention", async |page| {
        page.speak("ko").await;
        page.write("@inch").await;
        page.shows("#suggestions li[data-active]", "@Incheon Exports")
            .await;
        page.key(Key::Enter).await;
        page.type_in("tncnfqkdnfcj").await;
        page.key(Key::Enter).await;
        page.shows(&format!("{LAST} .embed-title"), "수출 바우처")
            .await;
        page.shows(&format!("{LAST} .above"), "님에게 답장").await;
        page.shows(".message .mention", "@Incheon Exports").await;
    });
}

#[test]
fn a_thread_and_a_direct_message_are_answered_too() {
    on_a_page("places", async |page| {
        page.speak("en").await;
        page.press_text(".channel.kind-11", "Semiconductors").await;
        page.shows("#top h1", "Semiconductors").await;
        page.command("/exports 2022").await;
        page.shows(".embed", "US$54.3 billion").await;
        page.press_text(".channel.kind-1", "Incheon Exports").await;
        page.until(
            "another conversation",
            "return !document.querySelector('.message')",
            &[],
        )
        .await;
        page.write("export voucher").await;
        page.key(Key::Enter).await;
        page.shows(".embed-title", "Export Voucher").await;
    });
}

#[test]
fn every_example_is_answered_with_one_press() {
    on_a_page("examples", async |page| {
        for language in ["ko", "en"] {
            page.speak(language).await;
            let examples = page.run("return [...document.querySelectorAll('.try')].map((button) => button.dataset.say)", &[]).await;
            let examples: Vec<&str> = examples
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|say| say.as_str())
                .collect();
            assert!(examples.len() >= 10, "{examples:?}");
            for (index, say) in examples.iter().enumerate() {
                let before = cards(page).await;
                let press = "document.querySelectorAll('.try')[Number(arguments[0])].click()";
                page.run(press, &[&index.to_string()]).await;
                let answered = "return document.querySelectorAll('.message .embed').length > Number(arguments[0])";
                page.until(
                    &format!("an answer to {say:?}"),
                    answered,
                    &[&before.to_string()],
                )
                .await;
            }
        }
        assert!(page.texts(".note[role=alert]").await.is_empty());
    });
}

async fn cards(page: &Page) -> usize {
    page.texts(".message .embed").await.len()
}

#[test]
fn the_other_language_is_one_press_away() {
    on_a_page("other-language", async |page| {
        page.speak("ko").await;
        page.command("/수출 2022").await;
        for (button, figure) in [("English", "US$54.3 billion"), ("한국어", "543억 달러")] {
            page.press_text(".message .button", button).await;
            page.shows(".message .embed", figure).await;
            page.shows(".message .edited", "(수정됨)").await;
            assert_eq!(
                page.texts(".message").await.len(),
                1,
                "the answer changes in place"
            );
        }
    });
}

#[test]
fn a_strangers_press_answers_the_stranger_alone() {
    on_a_page("stranger", async |page| {
        page.speak("ko").await;
        page.choose("member", MINA).await;
        page.command("/수출 2022").await;
        let shown = page.text(".message .embed").await;
        page.choose("member", ALEX).await;
        page.press_text(".message .button", "English").await;
        page.shows(".message.ephemeral .embed", "US$54.3 billion")
            .await;
        page.press_text(".message:not(.ephemeral) .button", "답 지우기")
            .await;
        page.shows(".message.ephemeral", "가상 미나").await;
        assert_eq!(
            page.text(".message:not(.ephemeral) .embed").await,
            shown,
            "the answer stays as it was"
        );
        page.choose("member", MINA).await;
        page.until(
            "the other member sees the answer alone",
            "return document.querySelectorAll('.message').length === 1",
            &[],
        )
        .await;
        page.press_text(".message .button", "답 지우기").await;
        page.until(
            "the asker takes it back",
            "return !document.querySelector('.message')",
            &[],
        )
        .await;
    });
}

#[test]
fn the_chart_is_a_picture_for_whoever_presses() {
    on_a_page("chart", async |page| {
        for (language, line, button, alt) in [
            ("ko", "/수출 2022", "그래프", "막대그래프"),
            ("en", "/exports 2022", "Chart", "Bar chart"),
        ] {
            page.speak(language).await;
            page.command(line).await;
            page.press_text(&format!("{LAST} .button"), button).await;
            let loaded = "return [...document.querySelectorAll('.message.ephemeral img')].some((img) => img.naturalWidth === 800 && img.alt.startsWith(arguments[0]))";
            page.until("the picture is loaded", loaded, &[alt]).await;
        }
    });
}

#[test]
fn wrong_or_outdated_opens_a_form_and_is_thanked_for() {
    on_a_page("report", async |page| {
        page.speak("ko").await;
        page.command("/사업 수출바우처").await;
        page.press_text(".message .button", "틀렸거나 오래됐나요?")
            .await;
        page.find("dialog[open] textarea:focus").await;
        page.type_in("새 공고가 났습니다").await;
        page.press("dialog [type=submit]").await;
        page.shows(".message.ephemeral", "고맙습니다").await;
        page.until(
            "the form is closed",
            "return !document.querySelector('dialog[open]')",
            &[],
        )
        .await;
    });
}

#[test]
fn the_menu_of_a_message_looks_it_up() {
    on_a_page("look-up", async |page| {
        page.speak("ko").await;
        page.write("반도체 비중이 얼마였더라").await;
        page.key(Key::Enter).await;
        page.find(".message").await;
        page.run("document.querySelector('.message').focus()", &[])
            .await;
        page.press(".message .apps > button").await;
        page.press_text(".apps [role=menuitem] > span", "찾아보기")
            .await;
        page.shows(".message.ephemeral .embed", "30.9%").await;
        page.shows(".message.ephemeral .above", "찾아보기").await;
    });
}
