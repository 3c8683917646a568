//! The files of `data/`, checked as an editor checks them.

use std::fs;
use std::path::Path;

use serde_json::Value;

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file of data/ is readable");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn every_file_of_the_base_is_as_its_schema_says() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let schema = read(&data.join("schema.json"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let mut files = 0;
    for folder in [data.clone(), data.join("samples")] {
        for entry in fs::read_dir(folder).expect("data/ can be listed") {
            let path = entry.expect("data/ can be listed").path();
            let is_data =
                path.extension().is_some_and(|end| end == "json") && !path.ends_with("schema.json");
            if !is_data {
                continue;
            }
            files += 1;
            let value = read(&path);
            let problems: Vec<String> = validator
                .iter_errors(&value)
                .map(|error| error.to_string())
                .collect();
            assert!(problems.is_empty(), "{}: {problems:#?}", path.display());
            let named = value["$schema"]
                .as_str()
                .map(|name| path.with_file_name(name));
            assert!(
                named.is_some_and(|schema| schema.exists()),
                "{} names its schema",
                path.display()
            );
        }
    }
    assert!(files >= 9, "{files} files");
}

#[test]
fn an_editor_marks_what_is_wrong() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let validator =
        jsonschema::validator_for(&read(&data.join("schema.json"))).expect("the schema is one");
    let sound = read(&data.join("exports.json"));
    for (pointer, value) in [
        ("/documents/0/kind", Value::from("prize")),
        (
            "/documents/0/name/en",
            Value::from("?? its name in English"),
        ),
        ("/documents/0/figures/0/unit", Value::from("yen")),
        ("/documents/0/figures/0/value", Value::from("543억")),
        ("/documents/0/figures/0/year", Value::from(22)),
        ("/documents/0/slug", Value::from("수출")),
        ("/documents/0/summary", Value::Null),
    ] {
        let mut broken = sound.clone();
        *broken.pointer_mut(pointer).expect("it is there") = value;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
    let mut unknown = sound;
    unknown["documents"][0]["colour"] = "blue".into();
    assert!(!validator.is_valid(&unknown));
}
