//! Scenarios as workbooks that people fill in. The workbook follows the scenario's JSON form and its schema, so that new
//! fields and sections are in it without code here.

use prospect_simulate::scenario::{Scenario, ScenarioErrors};
use prospect_sources::book::{self, Book, BookError, Columns};
use serde_json::{Value, json};

/// Steps into nested fields that a template offers.
const MAX_DEPTH: usize = 5;
/// Periods of the empty template.
const PERIODS: usize = 20;

/// A scenario that was read, with the cells it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadScenario {
    pub scenario: Scenario,
    pub book: Book,
}

/// Why a workbook is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioBookError {
    #[error(transparent)]
    Book(#[from] BookError),
    #[error("{}", .0.join("\n"))]
    Scenario(Vec<String>),
}

/// The workbook of a scenario, with everything it says.
pub fn write(scenario: &Scenario) -> Result<Vec<u8>, BookError> {
    let document =
        serde_json::to_value(scenario).map_err(|error| BookError::Write(error.to_string()))?;
    let labels: Vec<String> = scenario
        .periods
        .labels
        .iter()
        .map(|label| label.0.clone())
        .collect();
    book::write(&document, &labels, &Vec::new())
}

/// An empty workbook that offers every field of every section.
pub fn blank() -> Result<Vec<u8>, BookError> {
    let labels: Vec<String> = (1..=PERIODS).map(|label| label.to_string()).collect();
    let document = json!({
        "schema_version": prospect_simulate::scenario::SCHEMA_VERSION,
        "name": "New project",
        "basis": { "money": "M US$", "terms": "real" },
        "periods": { "labels": labels, "length_years": 1 },
        "discount": { "rate": 0.08, "timing": "mid" },
    });
    book::write(&document, &labels, &offered())
}

/// The scenario that a workbook holds.
pub fn read(bytes: &[u8]) -> Result<ReadScenario, ScenarioBookError> {
    let book = book::read(bytes)?;
    match Scenario::from_value(book.document.clone()) {
        Ok(scenario) => Ok(ReadScenario { scenario, book }),
        Err(errors) => Err(ScenarioBookError::Scenario(told(&book, &errors))),
    }
}

/// Faults of a scenario, each with the cell it concerns.
pub fn told(book: &Book, errors: &ScenarioErrors) -> Vec<String> {
    let lines = errors
        .errors
        .iter()
        .map(|error| match book.place(&error.pointer) {
            Some(place) => format!("{place} ({}): {}", error.pointer, error.message),
            None if error.pointer.is_empty() => error.message.clone(),
            None => format!("{}: {}", error.pointer, error.message),
        });
    lines.collect()
}

/// Fields of the scenario's schema by section; those outside of lists under the empty name.
fn offered() -> Columns {
    let document = serde_json::to_value(crate::document()).unwrap_or_default();
    let schemas = &document["components"]["schemas"];
    let mut columns: Columns = vec![(String::new(), Vec::new())];
    let sections = schemas["Scenario"]["properties"].as_object();
    for (section, schema) in sections.into_iter().flatten() {
        let items = &resolved(schemas, schema)["items"];
        let mut names = Vec::new();
        if items.is_null() {
            walk(schemas, schema, section, 0, &mut names);
            names.retain(|name| !name.ends_with("[]"));
            columns[0].1.append(&mut names);
        } else {
            walk(schemas, items, "", 0, &mut names);
            columns.push((section.clone(), names));
        }
    }
    columns
}

fn resolved<'a>(schemas: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next());
    name.map_or(schema, |name| &schemas[name])
}

fn walk(schemas: &Value, schema: &Value, path: &str, depth: usize, names: &mut Vec<String>) {
    if depth > MAX_DEPTH {
        return;
    }
    let schema = resolved(schemas, schema);
    for choice in ["oneOf", "anyOf", "allOf"] {
        for part in schema[choice].as_array().into_iter().flatten() {
            walk(schemas, part, path, depth + 1, names);
        }
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let below = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        walk(schemas, inner, &below, depth + 1, names);
    }
    let is = |kind: &str| match &schema["type"] {
        Value::String(text) => text == kind,
        Value::Array(kinds) => kinds.iter().any(|text| text == kind),
        _ => false,
    };
    let mut add = |name: String| {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    };
    if is("array") {
        let items = resolved(schemas, &schema["items"]);
        if items["type"] == "number" {
            add(format!("{path}[]"));
        } else {
            walk(schemas, items, &format!("{path}[0]"), depth + 1, names);
        }
    } else if ["string", "number", "integer", "boolean"]
        .into_iter()
        .any(is)
    {
        add(path.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{blank, offered, read, write};
    use prospect_simulate::examples;

    #[test]
    fn every_example_comes_back_with_its_hash() {
        for example in examples::ALL {
            for scenario in [example.scenario(), example.as_printed()] {
                let back = read(&write(&scenario).expect("it is written")).expect("it is read");
                assert_eq!(back.scenario, scenario);
                assert_eq!(back.scenario.content_hash(), scenario.content_hash());
            }
        }
    }

    #[test]
    fn the_empty_template_is_a_scenario_that_offers_every_section() {
        let back = read(&blank().expect("it is written")).expect("it is read");
        assert_eq!(back.scenario.periods.labels.len(), 20);
        assert!(back.scenario.costs.is_empty());
        let offered = offered();
        let fields = |section: &str| {
            let found = offered.iter().find(|(name, _)| name == section);
            &found
                .unwrap_or_else(|| panic!("{section} is not offered"))
                .1
        };
        for section in [
            "schedule",
            "prices",
            "products",
            "costs",
            "taxes",
            "uncertain",
            "reported",
        ] {
            assert!(!fields(section).is_empty(), "{section}");
        }
        for field in [
            "id",
            "amount.unit",
            "amount.values",
            "amount.values[]",
            "source.author",
        ] {
            assert!(fields("costs").iter().any(|name| name == field), "{field}");
        }
        assert!(
            fields("uncertain")
                .iter()
                .any(|name| name == "distribution.kind")
        );
        assert!(fields("").iter().any(|name| name == "basis.base_year"));
    }
}
