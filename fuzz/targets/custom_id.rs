//! A custom id is read or refused, and what was read is written so that it reads the same.
#![no_main]
#![forbid(unsafe_code)]

use incheon_exports_bot::action::CustomId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(id) = CustomId::read(text) {
        assert_eq!(CustomId::read(&id.to_string()), Some(id));
    }
});
