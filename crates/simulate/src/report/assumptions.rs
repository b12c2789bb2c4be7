//! Every number that was typed, with its unit, range, source, author and date. Read from the scenario's JSON form, so that
//! new fields are listed without code here.

use serde_json::Value;

use super::{Block, Entry, Table, significant};
use crate::scenario::{Scenario, Source};

/// Lists that are no inputs of the value, or have a table of their own.
const ELSEWHERE: [&str; 5] = [
    "schema_version",
    "uncertain",
    "reported",
    "unit_costs",
    "correlation",
];

pub(super) fn blocks(scenario: &Scenario) -> Vec<Block> {
    let document = serde_json::to_value(scenario).unwrap_or_default();
    let mut rows = Vec::new();
    let own = document.get("source");
    for (section, value) in document.as_object().into_iter().flatten() {
        if ELSEWHERE.contains(&section.as_str()) {
            continue;
        }
        match value {
            Value::Array(entries) => {
                for entry in entries {
                    let name = text(entry, "name")
                        .or_else(|| text(entry, "id"))
                        .unwrap_or_default();
                    let place = text(entry, "id").map(|id| format!("{section}.{id}"));
                    let inputs = Inputs {
                        name: format!("{}: {name}", words(section)),
                        range: place.map_or_else(String::new, |place| ranges(scenario, &place)),
                        source: entry.get("source").or(own),
                        note: text(entry, "note").unwrap_or_default(),
                    };
                    inputs.list(entry, "", None, &mut rows);
                }
            }
            Value::Object(_) if section != "source" => {
                let inputs = Inputs {
                    name: words(section),
                    range: ranges(scenario, section),
                    source: value.get("source").or(own),
                    note: text(value, "note").unwrap_or_default(),
                };
                inputs.list(value, "", None, &mut rows);
            }
            _ => {}
        }
    }
    let mut blocks = Vec::new();
    if let Some(description) = &scenario.description {
        blocks.push(Block::Text(description.clone()));
    }
    let headings = [
        "Input",
        "Value",
        "Unit",
        "Uncertain",
        "Source",
        "Author",
        "Date",
        "Note",
    ];
    blocks.push(Block::Table(Table {
        caption: "Inputs of the base case; values by period stand in the cash-flow table"
            .to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        rows,
    }));
    if !scenario.uncertain.is_empty() {
        blocks.push(uncertain(scenario));
    }
    blocks
}

struct Inputs<'a> {
    name: String,
    range: String,
    source: Option<&'a Value>,
    note: String,
}

impl Inputs<'_> {
    fn list(&self, value: &Value, path: &str, unit: Option<&str>, rows: &mut Vec<Vec<Entry>>) {
        let unit = value.get("unit").and_then(Value::as_str).or(unit);
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    if key == "source" {
                        continue;
                    }
                    let below = match (path, key.as_str()) {
                        (path, "values") => path.to_owned(),
                        ("", key) => key.to_owned(),
                        (path, key) => format!("{path} {key}"),
                    };
                    self.list(inner, &below, unit, rows);
                }
            }
            Value::Number(_) => self.push(
                path,
                Entry::number(value.as_f64().unwrap_or(f64::NAN)),
                unit,
                rows,
            ),
            Value::Array(values) => {
                let numbers: Option<Vec<f64>> = values.iter().map(Value::as_f64).collect();
                match numbers.filter(|numbers| !numbers.is_empty()) {
                    Some(numbers) => {
                        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
                        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                        let shown = format!(
                            "{} values, {} to {}",
                            numbers.len(),
                            significant(low),
                            significant(high)
                        );
                        self.push(path, Entry::text(shown), unit, rows);
                    }
                    None => {
                        for inner in values.iter().filter(|inner| !inner.is_string()) {
                            self.list(inner, path, unit, rows);
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }

    fn push(&self, path: &str, value: Entry, unit: Option<&str>, rows: &mut Vec<Vec<Entry>>) {
        let from = |key: &str| {
            self.source
                .and_then(|source| text(source, key))
                .unwrap_or_default()
        };
        let parts = [from("report"), from("table"), from("note")];
        let source: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let field = words(path).to_lowercase();
        let name = if field.is_empty() {
            self.name.clone()
        } else {
            format!("{}, {field}", self.name)
        };
        rows.push(vec![
            Entry::text(name),
            value,
            Entry::text(unit.unwrap_or_default()),
            Entry::text(self.range.clone()),
            Entry::text(source.join("; ")),
            Entry::text(from("author")),
            Entry::text(from("date")),
            Entry::text(self.note.clone()),
        ]);
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// `working_capital` as `Working capital`.
pub(super) fn words(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Distributions that act on an input, on a field of it or on its whole section.
fn ranges(scenario: &Scenario, place: &str) -> String {
    let section = place.split('.').next().unwrap_or(place);
    let acting = scenario.uncertain.iter().filter(|uncertain| {
        let target = uncertain.target.as_str();
        target == place
            || target == section
            || target
                .strip_prefix(place)
                .is_some_and(|rest| rest.starts_with('.'))
    });
    let mut told: Vec<String> = acting
        .map(|uncertain| {
            format!(
                "{} {}",
                kind(uncertain.kind),
                uncertain.distribution.describe()
            )
        })
        .collect();
    let priced = scenario
        .prices
        .iter()
        .find(|price| place == format!("prices.{}", price.id));
    if priced.is_some_and(|price| price.path.is_some()) {
        told.push("follows a price path".to_owned());
    }
    told.join("; ")
}

fn kind(kind: crate::scenario::UncertainKind) -> &'static str {
    match kind {
        crate::scenario::UncertainKind::Value => "value",
        crate::scenario::UncertainKind::Factor => "factor",
    }
}

fn uncertain(scenario: &Scenario) -> Block {
    let rows = scenario.uncertain.iter().map(|input| {
        let source = input.source.as_ref();
        let of = |part: fn(&Source) -> &Option<String>| {
            source
                .and_then(|source| part(source).clone())
                .unwrap_or_default()
        };
        vec![
            Entry::text(input.label.clone()),
            Entry::text(input.target.clone()),
            Entry::text(format!(
                "{} {}",
                kind(input.kind),
                input.distribution.describe()
            )),
            Entry::text(input.unit.clone().unwrap_or_default()),
            Entry::text(source.map(cited).unwrap_or_default()),
            Entry::text(of(|source| &source.author)),
            Entry::text(of(|source| &source.date)),
            Entry::text(input.note.clone().unwrap_or_default()),
        ]
    });
    let headings = [
        "Uncertain input",
        "Acts on",
        "Distribution",
        "Unit",
        "Source",
        "Author",
        "Date",
        "Note",
    ];
    Block::Table(Table {
        caption: "Uncertain inputs".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// Report, table and note in one line.
pub(super) fn cited(source: &Source) -> String {
    let parts = [&source.report, &source.table, &source.note];
    let parts: Vec<&str> = parts
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    parts.join("; ")
}
