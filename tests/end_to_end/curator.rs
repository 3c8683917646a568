//! The curator's tools, run as a curator runs them, on the sample articles.

use std::process::{Command, Output};

use serde_json::Value;

const SAMPLES: [&str; 2] = [
    "data/samples/2024-02-07-gaon-exports.txt",
    "data/samples/2025-02-05-gaon-exports.html",
];

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_incheon-exports-bot"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISCORD_TOKEN")
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_samples_load_beside_the_base_and_their_figures_are_in_their_articles() {
    let shown = succeed(&[
        "check",
        "--data",
        "data/samples",
        "--article",
        SAMPLES[0],
        "--article",
        SAMPLES[1],
    ]);
    assert!(shown.contains("3 sources"), "{shown}");
    for source in ["sample-2024-02-07", "sample-2025-02-05"] {
        assert!(
            shown.contains(&format!(
                "figures cited from {source} are in their paragraphs"
            )),
            "{shown}"
        );
    }
    assert!(
        succeed(&["check"]).contains("1 source"),
        "the base alone is as it was"
    );
}

#[test]
fn two_years_a_correction_and_both_sources_are_on_one_card() {
    for (question, language, lines) in [
        (
            "/수출 2023 가온 수출",
            "ko",
            &[
                "82억 달러 (2023년)",
                "견본일보의 2024년 2월 7일 보도에 나온 81억 달러를 바로잡은 값입니다.",
                "연도별 가온시 수출액: 82억 달러 (2023년) → 92억 달러 (2024년)",
                "출처: 견본일보, 2024년 2월 7일 (1·2번째 문단)",
                "출처: 견본일보, 2025년 2월 5일 (1·2번째 문단)",
            ][..],
        ),
        (
            "/exports 2024 Gaon exports",
            "en",
            &[
                "US$9.2 billion (2024)",
                "Gaon exports by year: US$8.2 billion (2023) → US$9.2 billion (2024)",
                "Source: Sample Daily, 5 February 2025 (paragraphs 1, 2)",
            ],
        ),
        (
            "/사업 수출사다리",
            "ko",
            &[
                "연도별 지원한 기업: 412개사 (2023년) → 508개사 (2024년)",
                "출처: 견본일보, 2024년 2월 7일 (5번째 문단)",
                "출처: 견본일보, 2025년 2월 5일 (3번째 문단)",
            ],
        ),
    ] {
        let reply = succeed(&[
            "ask",
            question,
            "--lang",
            language,
            "--data",
            "data/samples",
        ]);
        for line in lines {
            assert!(
                reply.lines().any(|shown| shown == *line),
                "{question}: {line} in\n{reply}"
            );
        }
    }
}

#[test]
fn a_draft_finds_every_figure_of_the_base_and_names_the_new_ones() {
    // To the base without the samples everything is new; what cannot be taken as it stands is left open.
    let output = run(&["draft", SAMPLES[0]]);
    let summary = String::from_utf8_lossy(&output.stderr);
    assert!(
        summary.contains("22 figures: 0 in the base already, 22 new (2 of them"),
        "{summary}"
    );
    assert!(summary.contains("new name: 가온 수출 사다리"), "{summary}");
    let draft: Value = serde_json::from_slice(&output.stdout).expect("a draft is JSON");
    assert_eq!(draft["sources"][0]["published"], "2024-02-07");
    assert_eq!(draft["sources"][0]["paragraphs"], 10);
    let figures: Vec<&Value> = draft["documents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|document| document["figures"].as_array())
        .flatten()
        .collect();
    for (value, unit, year, paragraph) in [
        (8_100_000_000_i64, "usd", 2023, 1),
        (1_935, "companies", 2023, 2),
        (1_850_000_000, "krw", 2023, 5),
        (3_400, "tonnes", 2023, 7),
        (480, "companies", 2024, 8),
        (10, "times", 2024, 10),
    ] {
        let found = figures.iter().any(|figure| {
            figure["value"] == value
                && figure["unit"] == unit
                && figure["year"] == year
                && figure["paragraph"] == paragraph
        });
        assert!(found, "{value} {unit} in {figures:#?}");
    }
    let open = figures
        .iter()
        .filter(|figure| figure["value"].is_string())
        .count();
    assert_eq!(open, 2, "the fall and the dozens");

    // To the base with the samples nothing that they cite is new.
    for (sample, cited) in [
        (
            SAMPLES[0],
            &[
                "gaon-ladder.meetings",
                "gaon-vietnam.change",
                "gaon-exports.amount-2023.supersedes",
            ][..],
        ),
        (
            SAMPLES[1],
            &[
                "gaon-exports.amount-2023",
                "gaon-ladder.budget-2024",
                "gaon-growth.rate-2023.supersedes",
            ],
        ),
    ] {
        let draft: Value =
            serde_json::from_str(&succeed(&["draft", sample, "--data", "data/samples"]))
                .expect("JSON");
        assert!(draft.get("sources").is_none(), "the source is known");
        let known = draft["notes"]["in the base already"].to_string();
        for name in cited {
            assert!(known.contains(&format!("{name}:")), "{name} in {known}");
        }
    }
}

#[test]
fn a_draft_in_the_base_is_reported_until_it_is_finished() {
    let folder = std::env::temp_dir().join(format!("incheon-exports-draft-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let include = format!(
        "{{\"include\": [{:?}], \"sources\": []}}",
        concat!(env!("CARGO_MANIFEST_DIR"), "/data")
    );
    std::fs::write(folder.join("sources.json"), include).expect("written");
    let out = folder.join("new.json");
    let (data, out) = (folder.display().to_string(), out.display().to_string());
    succeed(&["draft", SAMPLES[0], "--out", &out]);
    let output = run(&["check", "--data", &data]);
    std::fs::remove_dir_all(&folder).expect("the folder of the test goes");
    let problems = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(65), "{problems}");
    assert!(
        problems.contains("publisher.en: is still open: the outlet's name in English"),
        "{problems}"
    );
    for problem in problems.lines().filter(|line| line.contains("new.json")) {
        assert!(
            problem.contains("is still open") || problem.contains("holds what a draft noted down"),
            "{problem}"
        );
    }
}

#[test]
fn figures_that_the_article_does_not_state_are_named() {
    let output = run(&[
        "check",
        "--data",
        "data/samples",
        "--article",
        SAMPLES[1],
        "--source",
        "sample-2024-02-07",
    ]);
    let problems = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(65), "{problems}");
    assert!(
        problems.contains(
            "gaon-ladder.companies-2023: 412개사 is not in paragraph 5; it states 5개 분야, 25억원"
        ),
        "{problems}"
    );
    for (arguments, message) in [
        (
            &["check", "--article", SAMPLES[0]][..],
            "is by `견본일보` of 7 February 2024, which is no one source of the base",
        ),
        (
            &["check", "--article", "no/such/file"][..],
            "no/such/file: cannot be read",
        ),
        (
            &["draft", "Cargo.toml"][..],
            "has no line that reads like a paragraph",
        ),
        (&["preview", "nope"][..], "there is no document `nope`"),
    ] {
        let output = run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && errors.contains(message),
            "{arguments:?}: {errors}"
        );
    }
}

#[test]
fn a_change_and_the_gaps_are_shown() {
    let shown = succeed(&["preview", "gaon-ladder", "--data", "data/samples"]);
    for line in [
        "┃ 연도별 사업비",
        "┃ 1.85 billion won (2023) → 2.2 billion won (2024)",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line} in\n{shown}"
        );
    }
    assert!(succeed(&["diff", "data", "data"]).starts_with("0 of "));
    let shown = succeed(&["diff", "data", "data/samples"]);
    assert!(
        shown.contains("The 21 programs that the article names."),
        "{shown}"
    );
    assert_eq!(succeed(&["schema"]), include_str!("../../data/schema.json"));
}
