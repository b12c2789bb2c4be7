//! Reading a scenario from TOML or JSON with every error at once, each at the field it concerns.
//!
//! Lists are read row by row so that one bad row does not hide the next. Meaning (units, references, lengths) is checked by
//! [`crate::plan::Plan::compile`], with errors of the same form.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::{SCHEMA_VERSION, Scenario, line_of};

/// One thing wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioError {
    /// JSON pointer to the field: `/costs/2/amount/unit`. Empty for the whole document.
    pub pointer: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// Line in the TOML text, where it was read from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// Everything wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ScenarioErrors {
    pub errors: Vec<ScenarioError>,
}

impl ScenarioErrors {
    pub fn push(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.errors.push(ScenarioError {
            pointer: pointer.into(),
            message: message.into(),
            line: None,
        });
    }

    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Adds the line of each field in the TOML text it came from.
    #[must_use]
    pub fn with_lines(mut self, toml_text: &str) -> Self {
        for error in &mut self.errors {
            if error.line.is_none() {
                error.line = line_of(toml_text, &error.pointer);
            }
        }
        self
    }

    pub(crate) fn into_result<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl std::fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (k, error) in self.errors.iter().enumerate() {
            if k > 0 {
                f.write_str("\n")?;
            }
            if let Some(line) = error.line {
                write!(f, "line {line}, ")?;
            }
            let place = if error.pointer.is_empty() {
                "/"
            } else {
                &error.pointer
            };
            write!(f, "{place}: {}", error.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ScenarioErrors {}

impl Scenario {
    /// Reads a TOML file's text.
    pub fn from_toml(text: &str) -> Result<Self, ScenarioErrors> {
        match toml::from_str::<Value>(text) {
            Ok(value) => Self::from_value(value).map_err(|errors| errors.with_lines(text)),
            Err(error) => {
                let line = error
                    .span()
                    .map(|span| super::locate::line_at(text, span.start));
                let message = format!("this is not TOML: {}", error.message());
                Err(ScenarioErrors {
                    errors: vec![ScenarioError {
                        pointer: String::new(),
                        message,
                        line,
                    }],
                })
            }
        }
    }

    /// Reads JSON text.
    pub fn from_json(text: &str) -> Result<Self, ScenarioErrors> {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => Self::from_value(value),
            Err(error) => {
                let mut errors = ScenarioErrors::default();
                errors.push("", format!("this is not JSON: {error}"));
                Err(errors)
            }
        }
    }

    /// Reads a JSON value.
    pub fn from_value(value: Value) -> Result<Self, ScenarioErrors> {
        let mut errors = ScenarioErrors::default();
        let Value::Object(map) = value else {
            errors.push("", "a scenario is a table (an object)");
            return Err(errors);
        };
        let mut document = Document { map, errors };
        let version = document.required::<u32>("schema_version");
        if let Some(version) = version
            && version != SCHEMA_VERSION
        {
            document.errors.push(
                "/schema_version",
                format!("the version is {version}; this engine reads version {SCHEMA_VERSION}"),
            );
            return Err(document.errors);
        }
        let scenario = (|| {
            let name = document.required("name");
            let description = document.optional("description");
            let source = document.optional("source");
            let basis = document.required("basis");
            let periods = document.required("periods");
            let discount = document.required("discount");
            let lists = (
                document.list("schedule"),
                document.list("prices"),
                document.list("products"),
                document.list("costs"),
                document.list("subtotals"),
                document.list("royalties"),
            );
            let more = (
                document.list("depreciation"),
                document.list("taxes"),
                document.list("capital"),
                document.list("closure"),
                document.list("working_capital"),
                document.list("unit_costs"),
            );
            let (uncertain, reported) = (document.list("uncertain"), document.list("reported"));
            let correlation = document.optional("correlation");
            let consumption = document.list("consumption");
            document.refuse_the_rest();
            let (schedule, prices, products, costs, subtotals, royalties) = lists;
            let (depreciation, taxes, capital, closure, working_capital, unit_costs) = more;
            Some(Self {
                schema_version: version?,
                name: name?,
                description,
                source,
                basis: basis?,
                periods: periods?,
                discount: discount?,
                schedule,
                prices,
                products,
                costs,
                consumption,
                subtotals,
                royalties,
                depreciation,
                taxes,
                capital,
                closure,
                working_capital,
                unit_costs,
                uncertain,
                correlation,
                reported,
            })
        })();
        document.errors.into_result(scenario)
    }

    /// The TOML text of this scenario.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a scenario holds nothing TOML cannot hold")
    }

    /// The JSON text of this scenario.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a scenario holds nothing JSON cannot hold")
    }
}

/// The sections not yet read.
struct Document {
    map: Map<String, Value>,
    errors: ScenarioErrors,
}

impl Document {
    fn required<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        if !self.map.contains_key(key) {
            self.errors
                .push(format!("/{key}"), format!("`{key}` is missing"));
            return None;
        }
        self.optional(key)
    }

    fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let value = self.map.shift_remove(key)?;
        if value.is_null() {
            return None;
        }
        self.read(&format!("/{key}"), value)
    }

    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Vec<T> {
        match self.map.shift_remove(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .filter_map(|(k, item)| self.read(&format!("/{key}/{k}"), item))
                .collect(),
            Some(_) => {
                self.errors.push(
                    format!("/{key}"),
                    format!("`{key}` is a list of tables: write [[{key}]]"),
                );
                Vec::new()
            }
        }
    }

    fn read<T: DeserializeOwned>(&mut self, pointer: &str, value: Value) -> Option<T> {
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(read) => Some(read),
            Err(error) => {
                let mut place = pointer.to_owned();
                for segment in error.path() {
                    let step = match segment {
                        Segment::Seq { index } => index.to_string(),
                        Segment::Map { key } => escaped(key),
                        Segment::Enum { .. } | Segment::Unknown => continue,
                    };
                    place.push('/');
                    place.push_str(&step);
                }
                self.errors.push(place, error.inner().to_string());
                None
            }
        }
    }

    fn refuse_the_rest(&mut self) {
        for key in self.map.keys() {
            let pointer = format!("/{}", escaped(key));
            self.errors.push(
                pointer,
                format!(
                    "unknown section `{key}`; expected one of {}",
                    SECTIONS.join(", ")
                ),
            );
        }
    }
}

const SECTIONS: [&str; 22] = [
    "schema_version",
    "name",
    "description",
    "source",
    "basis",
    "periods",
    "discount",
    "schedule",
    "prices",
    "products",
    "costs",
    "consumption",
    "subtotals",
    "royalties",
    "depreciation",
    "taxes",
    "capital",
    "closure",
    "working_capital",
    "unit_costs",
    "uncertain",
    "reported",
];

/// JSON pointer escaping (RFC 6901).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
