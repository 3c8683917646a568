//! Checks every body that the bot sent in the end-to-end tests against Discord's own schema.
//!
//!     schema-check OPENAPI.json WIRE_FOLDER
//!
//! The folder holds what the tests wrote: JSON arrays of the calls that went over the wire.

#![forbid(unsafe_code)]

#[cfg(test)]
mod data;
mod route;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Value, json};

use route::{Body, schema_of};

/// Schemas that the tests are known to exercise: if one is missing, the tests have stopped sending it.
const REQUIRED: [&str; 5] = [
    "ApplicationCommandCreateRequest",
    "CreateMessageInteractionCallbackRequest",
    "UpdateMessageInteractionCallbackRequest",
    "ApplicationCommandAutocompleteCallbackRequest",
    "MessageCreateRequest",
];

type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            eprintln!("{} problems", problems.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Vec<String>, Error> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [openapi, folder] = arguments.as_slice() else {
        return Err("usage: schema-check OPENAPI.json WIRE_FOLDER".into());
    };
    let openapi = read(Path::new(openapi))?;
    let mut schemas = Schemas::new(&openapi);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("cannot list {folder}: {error}"))? {
        let path = entry?.path();
        for call in calls(&read(&path)?) {
            check(&call, &mut schemas, &mut seen, &mut problems)?;
        }
    }
    for (schema, count) in &seen {
        println!("{count:5} {schema}");
    }
    for schema in REQUIRED {
        if !seen.contains_key(schema) {
            problems.push(format!(
                "no body of {schema} was seen; do the end-to-end tests still send one?"
            ));
        }
    }
    Ok(problems)
}

/// A call that came with a body.
struct Call {
    method: String,
    path: String,
    body: Value,
}

/// The calls of a record that came with a body and that were made of the bot's own will.
fn calls(record: &Value) -> Vec<Call> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    record
        .as_array()
        .into_iter()
        .flatten()
        .filter(|entry| entry["kind"] == "rest" && !entry["request"].is_null())
        .map(|entry| Call {
            method: text(&entry["method"]),
            path: text(&entry["path"]),
            body: entry["request"].clone(),
        })
        .collect()
}

fn check(
    call: &Call,
    schemas: &mut Schemas<'_>,
    seen: &mut BTreeMap<&'static str, usize>,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let Call { method, path, body } = call;
    let (schema, bodies) = match schema_of(method, path, body) {
        Some(Body::One(schema)) => (schema, vec![body]),
        Some(Body::Each(schema)) => (schema, body.as_array().into_iter().flatten().collect()),
        Some(Body::Recipient) => {
            let id = body["recipient_id"].as_str().map(str::parse::<u64>);
            if !matches!(id, Some(Ok(_))) {
                problems.push(format!("{method} {path}: recipient_id is no id: {body}"));
            }
            return Ok(());
        }
        None => {
            problems.push(format!("{method} {path}: no schema is known for this call"));
            return Ok(());
        }
    };
    *seen.entry(schema).or_default() += bodies.len();
    let validator = schemas.validator(schema)?;
    for body in bodies {
        for error in validator.iter_errors(body) {
            let place = error.instance_path().to_string();
            problems.push(format!("{method} {path}: {schema}{place}: {error}"));
        }
    }
    Ok(())
}

/// The validators made so far.
struct Schemas<'a> {
    components: &'a Value,
    made: HashMap<&'static str, Validator>,
}

impl<'a> Schemas<'a> {
    fn new(openapi: &'a Value) -> Self {
        Self {
            components: &openapi["components"],
            made: HashMap::new(),
        }
    }

    fn validator(&mut self, name: &'static str) -> Result<&Validator, Error> {
        if !self.made.contains_key(name) {
            let wrapper = json!({
                "$ref": format!("#/components/schemas/{name}"),
                "components": self.components,
            });
            let validator = jsonschema::draft202012::new(&wrapper)
                .map_err(|error| format!("schema {name}: {error}"))?;
            self.made.insert(name, validator);
        }
        Ok(&self.made[name])
    }
}

fn read(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}
