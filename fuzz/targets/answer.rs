//! Whatever is typed is answered: as a line, as a question, in a field with suggestions, and by pressing what the answer offers.
#![no_main]
#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::LazyLock;

use incheon_exports_bot::action::{CUSTOM_ID_MAX_CHARS, CustomId};
use incheon_exports_bot::command::{CommandName, OptionName};
use incheon_exports_bot::knowledge::load;
use incheon_exports_bot::request::{Ask, Press, Report, SuggestRequest};
use incheon_exports_bot::responder::Responder;
use incheon_exports_bot::terminal::{offers, plain, request};
use incheon_exports_bot::text::language::Language;
use libfuzzer_sys::fuzz_target;

static RESPONDER: LazyLock<Responder> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    Responder::new(load::load(&data).expect("the data is sound"), Language::Ko)
});

fuzz_target!(|text: &str| {
    for language in Language::ALL {
        let reply = RESPONDER.respond(&request(text, Some(language)));
        assert!(!plain(&reply).is_empty());
    }
    let reply = RESPONDER.respond(&request(text, None));
    for (_, action) in offers(&reply) {
        // A server that hides who asked puts the longest id there is beside the action.
        let id = CustomId {
            action: action.clone(),
            asker: Some(u64::MAX),
        };
        let written = id.to_string();
        assert!(written.chars().count() <= CUSTOM_ID_MAX_CHARS, "{written}");
        assert_eq!(CustomId::read(&written), Some(id));
        let mut pressed = request("", None);
        pressed.ask = Ask::Press(Press::by_asker(action));
        assert!(!plain(&RESPONDER.respond(&pressed)).is_empty());
    }
    RESPONDER.explain(text);
    RESPONDER.report(&Report {
        about: Some(text.to_owned()),
        text: text.to_owned(),
    });
    for (command, option) in [
        (CommandName::Ask, OptionName::Question),
        (CommandName::Exports, OptionName::Year),
        (CommandName::Exports, OptionName::Item),
        (CommandName::Program, OptionName::Name),
        (CommandName::Partners, OptionName::Name),
    ] {
        for locale in Language::ALL {
            let suggestions = RESPONDER.suggest(&SuggestRequest {
                command,
                option,
                typed: text.to_owned(),
                locale,
            });
            for suggestion in suggestions {
                assert!(
                    (1..=100).contains(&suggestion.name.chars().count()),
                    "{suggestion:?}"
                );
            }
        }
    }
});
