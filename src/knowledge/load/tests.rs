//! Broken bases, each with the exact sentence that names the fault. The base that they break has none.

use super::*;
use crate::knowledge::{Basis, Date, Detail};

const SOURCES: &str = r#"{"sources": [
  {"slug": "paper", "publisher": {"ko": "신문", "en": "Paper"}, "published": "2023-02-01", "paragraphs": 9}
]}"#;

const EXPORTS: &str = r#"{"documents": [
  {"slug": "total", "kind": "figure", "name": {"ko": "수출액", "en": "Exports"}, "short": {"ko": "총액", "en": "Total"},
   "summary": {"ko": "최대입니다.", "en": "A record."},
   "figures": [
     {"key": "amount", "label": {"ko": "수출액", "en": "Exports"}, "value": 54300000000, "unit": "usd", "year": 2022, "paragraph": 1},
     {"key": "before", "label": {"ko": "전년", "en": "Before"}, "unit": "usd", "year": 2021,
      "derived": {"before_growth": {"amount": "total.amount", "growth": "growth.rate"}}}
   ],
   "featured": 2, "source": "paper", "paragraphs": [1, 2]},
  {"slug": "growth", "kind": "figure", "name": {"ko": "증가율", "en": "Growth"},
   "summary": {"ko": "늘었습니다.", "en": "A rise."},
   "figures": [
     {"key": "rate", "label": {"ko": "증가율", "en": "Growth"}, "value": 18.2, "unit": "percent", "year": 2022, "inferred": true, "paragraph": 9},
     {"key": "projects", "label": {"ko": "사업", "en": "Projects"}, "value": 38, "unit": "projects", "year": 2023, "paragraph": 3}
   ],
   "source": "paper", "paragraphs": [9]}
]}"#;

const PROGRAMS: &str = r#"{"total": "growth.projects", "documents": [
  {"slug": "infra", "kind": "field", "name": {"ko": "인프라", "en": "Infrastructure"},
   "summary": {"ko": "분야입니다.", "en": "A field."}, "source": "paper", "paragraphs": [3]},
  {"slug": "voucher", "kind": "program", "name": {"ko": "수출 바우처", "en": "Export Voucher"},
   "aliases": {"own": ["바우처"], "shared": ["지원"]}, "keywords": ["쿠폰", "coupon"],
   "summary": {"ko": "맞춤형입니다.", "en": "Tailored."},
   "details": {"eligibility": {"ko": "중소기업", "en": "Small firms"}},
   "field": "infra", "related": ["logistics"], "featured": 1, "source": "paper", "paragraphs": [4]},
  {"slug": "logistics", "kind": "program", "name": {"ko": "물류비", "en": "Logistics costs"},
   "aliases": {"own": ["운송비"], "shared": ["지원"]},
   "summary": {"ko": "물류비입니다.", "en": "Costs."}, "field": "infra", "source": "paper", "paragraphs": [5]}
]}"#;

const FACTS: &str = r#"{"documents": [
  {"slug": "award", "kind": "award", "name": {"ko": "표창", "en": "Commendation"},
   "summary": {"ko": "받았습니다.", "en": "Received."}, "date": "2022-12", "source": "paper", "paragraphs": [5]},
  {"slug": "article", "kind": "source", "name": {"ko": "기사", "en": "Article"},
   "summary": {"ko": "출처입니다.", "en": "The source."}, "date": "2023-02-01", "source": "paper", "paragraphs": []}
]}"#;

/// The sound base with `from` replaced by `to` in one file.
fn broken(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = [
        (SOURCES_FILE, SOURCES.to_owned()),
        ("exports.json", EXPORTS.to_owned()),
        ("programs.json", PROGRAMS.to_owned()),
        ("facts.json", FACTS.to_owned()),
    ];
    let (_, text) = files
        .iter_mut()
        .find(|(name, _)| *name == file)
        .expect("a file of the sound base");
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
    problems(&files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    match parse(files) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn sound_base_keeps_what_its_files_say() {
    let base = parse(&[
        (SOURCES_FILE, SOURCES),
        ("exports.json", EXPORTS),
        ("programs.json", PROGRAMS),
        ("facts.json", FACTS),
    ])
    .expect("the base is sound");
    let slugs: Vec<&str> = base.documents().iter().map(|d| d.slug.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "total",
            "growth",
            "infra",
            "voucher",
            "logistics",
            "award",
            "article"
        ]
    );
    let featured: Vec<&str> = base.featured(None).map(|d| d.slug.as_str()).collect();
    assert_eq!(featured, ["voucher", "total"]);
    assert_eq!(base.program_total(), Some(38));

    let total = base.by_slug("total").expect("is there");
    assert_eq!(total.short.en, "Total");
    let [amount, before] = total.figures.as_slice() else {
        panic!("two figures, not {:?}", total.figures);
    };
    assert_eq!((amount.value, &amount.basis), (54.3e9, &Basis::Reported));
    assert_eq!((before.value, before.year.value), (45.9e9, 2021));
    assert_eq!(before.citation.paragraphs, [1, 9]);

    let voucher = base.by_slug("voucher").expect("is there");
    let related: Vec<&str> = voucher
        .related
        .iter()
        .map(|&id| base.document(id).slug.as_str())
        .collect();
    assert_eq!(related, ["logistics"]);
    assert_eq!(
        voucher.short, voucher.name,
        "the name stands in for a short one"
    );
    assert_eq!(voucher.details[&Detail::Eligibility].en, "Small firms");
    let aliases: Vec<(&str, bool)> = voucher
        .aliases
        .iter()
        .map(|alias| (alias.text.as_str(), alias.shared))
        .collect();
    assert_eq!(aliases, [("바우처", false), ("지원", true)]);

    let award = base.by_slug("award").expect("is there");
    let december = Date {
        year: 2022,
        month: Some(12),
        day: None,
    };
    assert_eq!(award.date, Some(december));
}

/// A replacement that breaks the sound base, and below it the sentence that names the fault.
const FAULTS: &str = r##"
# Files.
facts.json `[5]}` → `[5}`
    facts.json: is not as JSON should be: expected `,` or `]` at line 3 column 116; mend it there
facts.json `"kind": "award",` → `"kind": "award", "kind": "award",`
    facts.json: is not as JSON should be: key `kind` occurs twice at line 2 column 43; mend it there
facts.json `"documents"` → `"document"`
    facts.json: documents: is missing; list them, or write []
# Sources.
sources.json `2023-02-01` → `2023-02`
    sources.json: sources[0].published: is not a full date; write it as 2023-02-01
sources.json `, "paragraphs": 9` → ``
    sources.json: sources[0].paragraphs: is missing; give the number of its last paragraph
# Languages and texts.
programs.json `"ko": "수출 바우처", ` → ``
    programs.json: voucher: name.ko: is missing; write it in Korean
programs.json `, "en": "Export Voucher"` → ``
    programs.json: voucher: name.en: is missing; write it in English
programs.json `Tailored.` → `맞춤.`
    programs.json: voucher: summary.en: `맞춤.` contains Hangul; write it in Latin letters
programs.json `맞춤형입니다.` → ` `
    programs.json: voucher: summary.ko: is empty; fill it in or remove the key
programs.json `"쿠폰", ` → `"쿠폰 ", `
    programs.json: voucher: keywords[0]: `쿠폰 ` begins or ends with a space; remove the space
programs.json `["쿠폰", "coupon"]` → `"쿠폰"`
    programs.json: voucher: keywords: is text instead of a list; write it as [ … ]
programs.json `{"ko": "맞춤형입니다.", "en": "Tailored."}` → `"Tailored."`
    programs.json: voucher: summary: is text instead of an object; write it as { … }
programs.json `"coupon"` → `7`
    programs.json: voucher: keywords[1]: is a number instead of text; put it in quotes
# Slugs, kinds, keys.
facts.json `"slug": "award", ` → ``
    facts.json: documents[0].slug: is missing; give it a stable name such as `export-voucher`
facts.json `"slug": "award"` → `"slug": "Award 1"`
    facts.json: Award 1: slug: `Award 1` has other characters than a-z, 0-9 and -; rename it, such as `export-voucher`
facts.json `"slug": "award"` → `"slug": "voucher"`
    facts.json: voucher: slug: slug `voucher` is taken by another document of programs.json; rename one of them
facts.json `"kind": "award"` → `"kind": "prize"`
    facts.json: award: kind: `prize` is not a kind; use one of figure, field, program, partner, event, market, award, person, source
facts.json `"kind": "award"` → `"kind": "partner"`
    facts.json: award: kind: `partner` does not belong in facts.json; use event, market, award, person, source or move the document
programs.json `"keywords": ["쿠` → `"keyword": ["쿠`
    programs.json: voucher: keyword: is not a known key; remove it or use one of slug, kind, name, short, aliases, keywords, summary, figures, date, details, field, related, featured, source, paragraphs, also
programs.json `"ko": "수출 바우처"` → `"ja": "バウチャー", "ko": "수출 바우처"`
    programs.json: voucher: name.ja: is not a known key; remove it or use one of ko, en
facts.json `"date": "2022-12"` → `"date": "2022-13"`
    facts.json: award: date: `2022-13` is not a date; write it as 2022, 2022-12 or 2022-12-01
facts.json `"date": "2022-12"` → `"details": {"contact": {"ko": "전화", "en": "Phone"}}`
    facts.json: award: details.contact: is not shown on a card of this kind; say it in the summary
# Names.
programs.json `운송비` → `바우처`
    programs.json: logistics: aliases.own[0]: alias `바우처` is also claimed by voucher; keep it in one, or list it under aliases.shared in each
programs.json `운송비` → `수출-바우처`
    programs.json: logistics: aliases.own[0]: alias `수출-바우처` is the name of voucher; remove it here
programs.json `운송비` → `EXPORT  voucher`
    programs.json: logistics: aliases.own[0]: alias `EXPORT  voucher` is the name of voucher; remove it here
programs.json `"shared": ["지원"]` → `"shared": ["도움"]`
    programs.json: voucher: aliases.shared[0]: alias `도움` is marked shared, but no other document has it; move it to aliases.own, or list it in the others too
programs.json `["바우처"], "shared": ["지원"]` → `["바우처", "지원"]`
    programs.json: voucher: aliases.own[1]: alias `지원` is also claimed by logistics; keep it in one, or list it under aliases.shared in each
programs.json `Logistics costs` → `Export voucher`
    programs.json: logistics: name.en: name `Export voucher` is the name of voucher; tell the two apart
# References.
programs.json `["logistics"]` → `["freight"]`
    programs.json: voucher: related[0]: related document `freight` is not a document; use the slug of one
programs.json `["logistics"]` → `["voucher"]`
    programs.json: voucher: related[0]: is the document itself; remove it
programs.json `["logistics"]` → `["logistics", "logistics"]`
    programs.json: voucher: related[1]: `logistics` is listed twice; remove one
programs.json `"field": "infra"` → `"field": "roads"`
    programs.json: voucher: field: field `roads` is not a document; use the slug of one
programs.json `"field": "infra"` → `"field": "award"`
    programs.json: voucher: field: field `award` is no field; use the slug of a document of kind `field`
facts.json `"date": "2022-12"` → `"field": "infra"`
    facts.json: award: field: is for programs; remove it
programs.json `"featured": 1` → `"featured": 2`
    programs.json: voucher: featured: rank 2 is taken by total; give each featured document a rank of its own
facts.json `"source": "paper", "paragraphs": [5]` → `"source": "radio", "paragraphs": [5]`
    facts.json: award: source: source `radio` is not in sources.json; add it there or use one that is
facts.json `[5]` → `[10]`
    facts.json: award: paragraphs[0]: `10` is not a paragraph of the source; write a whole number from 1 to 9
facts.json `[5]` → `[5, 4]`
    facts.json: award: paragraphs: are not in order, each once; sort them
facts.json `[5]` → `[]`
    facts.json: award: paragraphs: is empty; list the paragraphs that state it
programs.json `growth.projects` → `growth.programs`
    programs.json: total: `growth.programs` is not a figure; refer to one as `document.key`
programs.json `growth.projects` → `total.amount`
    programs.json: total: `total.amount` does not count projects; refer to a figure whose unit is `projects`
exports.json `"value": 38` → `"value": 1`
    programs.json: total: `growth.projects` says 1, but 2 programs are named; correct the figure or the list
# Figures.
exports.json `"unit": "percent", ` → ``
    exports.json: growth: figures[0].unit: is missing; say what it counts, such as `usd`
exports.json `"percent"` → `"per mille"`
    exports.json: growth: figures[0].unit: `per mille` is not a unit; use one of usd, krw, percent, companies, projects, fields, times, regions, percentage-points, multiple, cases, people, tonnes, countries
exports.json `"year": 2023, ` → ``
    exports.json: growth: figures[1].year: is missing; say which year it is for
exports.json `"year": 2023, ` → `"year": 23, `
    exports.json: growth: figures[1].year: `23` is not a year; write a whole number from 1900 to 2100
exports.json `, "paragraph": 9` → ``
    exports.json: growth: figures[0].paragraph: is missing; give the paragraph that states it
exports.json `"paragraph": 9` → `"paragraph": 0`
    exports.json: growth: figures[0].paragraph: `0` is not a paragraph of the source; write a whole number from 1 to 9
exports.json `"inferred": true` → `"inferred": "yes"`
    exports.json: growth: figures[0].inferred: is text instead of true or false; write true, or remove the key
exports.json `18.2` → `"18.2%"`
    exports.json: growth: figures[0].value: is text instead of a number; write it in digits, without quotes, commas or a unit
exports.json `"value": 54300000000` → `"value": 54.3`
    exports.json: total: figures[0].value: `54.3` is not a count; write a whole number that is not negative, money in whole units of its currency
exports.json `"value": 18.2, ` → ``
    exports.json: growth: figures[0]: has neither value nor derived; give the value that the source states
exports.json `"derived": {` → `"value": 1, "derived": {`
    exports.json: total: figures[1].derived: stands beside a value; keep one of the two
exports.json `before_growth` → `after_growth`
    exports.json: total: figures[1].derived.after_growth: is not a known key; remove it or use one of before_growth, share_of
exports.json `growth.rate` → `growth.speed`
    exports.json: total: figures[1].derived.before_growth.growth: `growth.speed` is not a figure; refer to one as `document.key`
exports.json `"amount": "total.amount"` → `"amount": "total.before"`
    exports.json: total: figures[1].derived.before_growth.amount: `total.before` is itself derived; derive from figures that the source states
exports.json `"growth.rate"` → `"growth.projects"`
    exports.json: total: figures[1].derived.before_growth.growth: `growth.projects` has another unit; refer to an amount in the unit of this figure, and to a rate in percent
exports.json `18.2` → `-100`
    exports.json: total: figures[1].derived.before_growth.growth: leaves nothing to divide by; refer to a growth above -100
exports.json `"key": "projects"` → `"key": "rate"`
    exports.json: growth: figures[1]: key `rate` is taken by another figure; rename one of them
"##;

#[test]
fn each_fault_is_named_with_file_document_key_and_fix() {
    let mut rows = FAULTS.lines().filter(|line| !line.starts_with('#'));
    rows.next();
    let mut wrong = String::new();
    while let (Some(row), Some(expected)) = (rows.next(), rows.next()) {
        let parts: Vec<&str> = row.split('`').collect();
        let [file, from, " → ", to, ""] = parts.as_slice() else {
            panic!("not a replacement: {row}");
        };
        let found = broken(file.trim_end(), from, to);
        if !found.iter().any(|line| line == expected.trim_start()) {
            wrong.push_str(&format!("{row}\n{expected}\n  found {found:#?}\n"));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn letters_that_look_right_but_are_not_are_named() {
    for (to, expected) in [
        (
            "\u{110F}\u{116E}폰",
            "programs.json: voucher: keywords[0]: `\u{110F}\u{116E}폰` is decomposed (not NFC); save it with composed letters, as 한 rather than ㅎㅏㄴ in pieces",
        ),
        (
            "쿠\u{200B}폰",
            "programs.json: voucher: keywords[0]: contains the invisible character U+200B; remove it",
        ),
        (
            "쿠\\n폰",
            "programs.json: voucher: keywords[0]: contains the invisible character U+000A; remove it",
        ),
    ] {
        assert_eq!(broken("programs.json", "쿠폰", to), [expected]);
    }
    assert_eq!(
        problems(&[(SOURCES_FILE, "\u{FEFF}{}")]),
        ["sources.json: begins with a byte order mark; save it as UTF-8 without one"]
    );
}

#[test]
fn one_fault_brings_no_others_along() {
    for (file, from, to) in [
        ("facts.json", r#""date": "2022-12""#, r#""date": "soon""#),
        ("programs.json", ", \"en\": \"Export Voucher\"", ""),
        ("programs.json", "운송비", "바우처"),
        ("exports.json", r#""unit": "percent", "#, ""),
        ("exports.json", r#", "paragraph": 9"#, ""),
        ("exports.json", r#""paragraph": 9"#, r#""paragraph": 99"#),
        // What a file that cannot be read would have resolved is not reported as missing.
        ("exports.json", "{", "["),
        ("programs.json", "{", "["),
    ] {
        let found = broken(file, from, to);
        assert_eq!(found.len(), 1, "{from} → {to} in {file}: {found:#?}");
    }
}

#[test]
fn faults_of_one_document_hide_none_of_another() {
    let facts = r#"{"documents": [
      7,
      {"slug": "a", "kind": "event", "name": "사건", "summary": {"ko": "", "en": 1}, "source": "paper", "paragraphs": [1]},
      {"kind": "event"},
      {"slug": "b", "kind": "market", "name": {"ko": "시장", "en": "Market"}, "source": "paper", "paragraphs": ["1"]}
    ]}"#;
    assert_eq!(
        problems(&[(SOURCES_FILE, SOURCES), ("facts.json", facts)]),
        [
            "facts.json: documents[0]: is a number instead of an object; write it as { … }",
            "facts.json: a: name: is text instead of an object; write it as { … }",
            "facts.json: a: summary.ko: is empty; fill it in or remove the key",
            "facts.json: a: summary.en: is a number instead of text; put it in quotes",
            "facts.json: documents[2].slug: is missing; give it a stable name such as `export-voucher`",
            "facts.json: documents[2].name: is missing; give its official name",
            "facts.json: documents[2].summary: is missing; describe it in one to three sentences",
            "facts.json: documents[2].source: is missing; name the source that states it",
            "facts.json: documents[2].paragraphs: is missing; list the paragraphs that state it",
            "facts.json: b: summary: is missing; describe it in one to three sentences",
            "facts.json: b: paragraphs[0]: `1` is not a paragraph of the source; write a whole number from 1 to 9",
        ]
    );
}

#[test]
fn missing_files_are_all_named() {
    let folder = Folder::new("missing", &[("빈 폴더/읽어 주세요.txt", "")]);
    let dir = folder.0.join("빈 폴더");
    let problems = load(&dir).expect_err("nothing is there to load");
    let expected = ["sources", "exports", "programs", "partners", "facts"];
    assert_eq!(problems.len(), expected.len());
    for (problem, name) in problems.iter().zip(expected) {
        let start = format!("{}/{name}.json: cannot be read: ", dir.display());
        let problem = problem.to_string();
        assert!(problem.starts_with(&start), "{problem}");
    }
}

#[test]
fn a_folder_that_is_none_is_named_itself() {
    for dir in ["no/such/폴더", "Cargo.toml"] {
        let problems = load(Path::new(dir)).expect_err("nothing is there to load");
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let expected = format!(
            "{dir}: is no folder that can be seen from here; put the base there, or name the folder that it is in"
        );
        assert_eq!(problems, [expected]);
    }
}

/// A folder of one test with these files, gone when the test ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let dir = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = dir.join(file);
            let parent = path.parent().expect("below the folder");
            std::fs::create_dir_all(parent).expect("a folder for the test");
            std::fs::write(path, text).expect("a file of the test");
        }
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind is in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One article in a file of its own: a correction of the total, and the voucher in another year.
const LATER: &str = r#"{"$schema": "schema.json",
  "sources": [{"slug": "later", "publisher": {"ko": "주간", "en": "Weekly"}, "published": "2024-02-01", "paragraphs": 4}],
  "documents": [
    {"slug": "corrected", "kind": "figure", "name": {"ko": "고친 값", "en": "Corrected"},
     "summary": {"ko": "고쳤습니다.", "en": "Corrected."},
     "figures": [
       {"key": "amount", "label": {"ko": "수출액", "en": "Exports"}, "value": 54100000000, "unit": "usd", "year": 2022, "paragraph": 2,
        "supersedes": {"value": 54300000000, "source": "paper", "paragraph": 1}}],
     "source": "later", "paragraphs": [2], "also": [{"source": "paper", "paragraphs": [1, 9]}]},
    {"slug": "fair", "kind": "program", "name": {"ko": "박람회", "en": "Fair"},
     "summary": {"ko": "사업입니다.", "en": "A program."}, "source": "later", "paragraphs": [3]}
  ]}"#;

#[test]
fn a_folder_stands_beside_the_one_it_includes() {
    let folder = Folder::new(
        "incheon-exports-include",
        &[
            (SOURCES_FILE, SOURCES),
            ("exports.json", EXPORTS),
            ("programs.json", PROGRAMS),
            ("partners.json", r#"{"documents": []}"#),
            ("facts.json", FACTS),
            (SCHEMA_FILE, "not read"),
            ("notes.txt", "not data"),
            (
                "samples/sources.json",
                r#"{"include": [".."], "sources": []}"#,
            ),
            ("samples/later.json", LATER),
        ],
    );
    let base = load(&folder.0.join("samples")).expect("both are sound");
    let corrected = base.by_slug("corrected").expect("of the article's file");
    assert_eq!(corrected.topic, Topic::Exports, "its kind tells its topic");
    assert_eq!(
        base.overview().map(|document| document.slug.as_str()),
        Some("total")
    );
    let [figure] = corrected.figures.as_slice() else {
        panic!("one figure, not {:?}", corrected.figures);
    };
    let earlier = figure.supersedes.as_ref().expect("it corrects another");
    assert_eq!(earlier.value, 54.3e9);
    assert_eq!(base.source(earlier.citation.source).slug, "paper");
    assert_eq!(corrected.also[0].paragraphs, [1, 9]);
    assert_eq!(
        base.by_slug("fair").map(|document| document.topic),
        Some(Topic::Programs)
    );
    assert!(load(&folder.0).expect("alone").by_slug("fair").is_none());
}

#[test]
fn what_a_draft_left_open_is_named() {
    let open = LATER
        .replace("54100000000", r#""?? 541억 or 543억""#)
        .replace(r#""en": "Weekly""#, r#""en": "?? the outlet in English""#)
        .replace(r#"{"ko": "사업입니다.", "en": "A program."}"#, r#""??""#)
        .replace(
            r#""slug": "fair","#,
            r#""slug": "fair", "notes": {"text": "그는"},"#,
        )
        .replace(r#""year": 2022"#, r#""year": "?? which""#);
    assert_eq!(
        problems(&[(SOURCES_FILE, SOURCES), ("later.json", &open)]),
        [
            "later.json: sources[0].publisher.en: is still open: the outlet in English; write it, without the `??`",
            "later.json: corrected: figures[0].year: is still open: which; write it, without the `??`",
            "later.json: corrected: figures[0].value: is still open: 541억 or 543억; write it, without the `??`",
            "later.json: fair: summary: is still open; write it, without the `??`",
            "later.json: fair: notes: holds what a draft noted down; finish the rest, then remove it",
        ]
    );
}

#[test]
fn faults_of_corrections_and_other_sources_are_named() {
    for (from, to, expected) in [
        (
            r#""supersedes": {"value": 54300000000, "#,
            r#""supersedes": {"#,
            "later.json: corrected: figures[0].supersedes.value: is missing; give the value that the earlier source states",
        ),
        (
            r#""source": "paper", "paragraph": 1}"#,
            r#""source": "paper", "paragraph": 10}"#,
            "later.json: corrected: figures[0].supersedes.paragraph: `10` is not a paragraph of the source; write a whole number from 1 to 9",
        ),
        (
            r#""supersedes": {"value": 54300000000"#,
            r#""supersedes": {"value": 0.5"#,
            "later.json: corrected: figures[0].supersedes.value: `0.5` is not a count; write a whole number that is not negative, money in whole units of its currency",
        ),
        (
            r#""also": [{"source": "paper""#,
            r#""also": [{"source": "radio""#,
            "later.json: corrected: also[0].source: source `radio` is not in sources.json; add it there or use one that is",
        ),
        (
            "[1, 9]",
            "[9, 1]",
            "later.json: corrected: also[0].paragraphs: are not in order, each once; sort them",
        ),
        (
            r#""documents": ["#,
            r#""document": ["#,
            "later.json: documents: is missing; list them, or write []",
        ),
    ] {
        assert!(LATER.contains(from), "{from}");
        let found = problems(&[
            (SOURCES_FILE, SOURCES),
            ("later.json", &LATER.replacen(from, to, 1)),
        ]);
        assert!(
            found.iter().any(|line| line == expected),
            "{expected}\n{found:#?}"
        );
    }
}
