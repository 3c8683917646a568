//! Folding twice is folding once, keys go there and back, and nothing else that reads text panics.
#![no_main]
#![forbid(unsafe_code)]

use incheon_exports_bot::text::fold::{fold, fold_keeping_case};
use incheon_exports_bot::text::hangul::{compose, decompose};
use incheon_exports_bot::text::keyboard::{letter_of_key, to_hangul, to_korean, to_latin};
use incheon_exports_bot::text::number::read_quantities;
use incheon_exports_bot::text::romanize::{romanize, sound_key, sound_keys};
use incheon_exports_bot::text::tokenize::tokens;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let once = fold(text);
    assert_eq!(fold(&once), once, "{text:?}");
    let kept = fold_keeping_case(text);
    assert_eq!(fold_keeping_case(&kept), kept, "{text:?}");
    assert_eq!(fold(&kept), once, "{text:?}");

    let keys: String = text.chars().filter(|c| c.is_ascii_lowercase()).collect();
    assert!(keys.chars().all(|key| letter_of_key(key).is_some()));
    assert_eq!(to_latin(&to_hangul(&keys)), keys);
    let syllables: String = text.chars().filter(|&c| decompose(c).is_some()).collect();
    assert_eq!(to_hangul(&to_latin(&syllables)), syllables);
    for c in syllables.chars() {
        let whole = decompose(c).and_then(|s| compose(s.choseong, s.jungseong, s.jongseong));
        assert_eq!(whole, Some(c));
    }
    for open in [false, true] {
        to_korean(text, open);
    }

    for quantity in read_quantities(&kept) {
        assert!(
            kept.get(quantity.range.clone()).is_some(),
            "{text:?}: {quantity:?}"
        );
    }
    tokens(text);
    romanize(text);
    sound_key(text);
    sound_keys(text);
});
