//! Whatever is typed gets an answer that can be shown, and whatever that offers can be pressed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{offers, plain, request};
use crate::action::{CUSTOM_ID_MAX_CHARS, CustomId};
use crate::knowledge::load;
use crate::request::{Ask, Press};
use crate::responder::Responder;
use crate::search::robust::texts;
use crate::text::language::Language;

/// How long the answer to one text and to all it offers may take: a hundred times what it takes without optimisation.
const BOUND: Duration = Duration::from_secs(10);

#[test]
fn any_text_is_answered_and_every_offer_can_be_pressed() {
    let base = load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    let responder = Responder::new(base.expect("the data is sound"), Language::Ko);
    for text in texts(150) {
        let begun = Instant::now();
        let start: String = text.chars().take(40).collect();
        let reply = responder.respond(&request(&text, None));
        assert!(!plain(&reply).is_empty(), "{start:?}");
        for (_, action) in offers(&reply) {
            let id = CustomId {
                action: action.clone(),
                asker: Some(u64::MAX),
            };
            let written = id.to_string();
            assert!(written.chars().count() <= CUSTOM_ID_MAX_CHARS, "{written}");
            assert_eq!(CustomId::read(&written), Some(id), "{start:?}");
            let mut pressed = request("", None);
            pressed.ask = Ask::Press(Press::by_asker(action));
            let answer = plain(&responder.respond(&pressed));
            assert!(!answer.is_empty(), "{written} after {start:?}");
        }
        assert!(
            begun.elapsed() < BOUND,
            "{start:?} took {:?}",
            begun.elapsed()
        );
    }
}
