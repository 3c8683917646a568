//! Any file is read as an article or refused, and of any article a draft is made that is sound JSON.
#![no_main]
#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::LazyLock;

use incheon_exports_bot::curate::article::Article;
use incheon_exports_bot::curate::draft::draft;
use incheon_exports_bot::curate::gaps::Asked;
use incheon_exports_bot::knowledge::load;
use incheon_exports_bot::responder::Responder;
use incheon_exports_bot::text::language::Language;
use libfuzzer_sys::fuzz_target;

static RESPONDER: LazyLock<Responder> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    Responder::new(load::load(&data).expect("the data is sound"), Language::Ko)
});

fuzz_target!(|bytes: &[u8]| {
    Asked::default().read(&String::from_utf8_lossy(bytes));
    if let Ok(article) = Article::read(bytes) {
        assert!(article.paragraph(1).is_some());
        let draft = draft(&RESPONDER, &article);
        assert!(!draft.summary().is_empty());
        serde_json::from_str::<serde_json::Value>(&draft.text).expect("a draft is JSON");
    }
});
