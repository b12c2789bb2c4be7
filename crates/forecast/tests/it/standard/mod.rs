//! The classic series of the literature, against statsmodels, statsforecast, pmdarima and R.
//!
//! `golden/standard.json` holds the series with their sources and the reference values;
//! `golden/standard.py` writes it.

mod arima;
mod choice;
mod decomposition;
mod ets;
mod published;
mod statistics;
mod theta;

use serde_json::Value;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../golden/standard.json");

static STANDARD: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(TEXT).expect("the reference file is well formed"));

/// The cases of one kind.
fn cases(kind: &str) -> &'static [Value] {
    STANDARD[kind].as_array().expect("a list of cases")
}

/// Numbers with null as missing.
fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list of numbers");
    list.iter()
        .map(|number| number.as_f64().unwrap_or(f64::NAN))
        .collect()
}

fn number(case: &Value, name: &str) -> f64 {
    case[name].as_f64().unwrap_or_else(|| panic!("no {name}"))
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("no {name}"))
}

fn series(name: &str) -> Vec<f64> {
    numbers(&STANDARD["series"][name]["values"])
}

/// The series of a case under its transform.
fn transformed(case: &Value) -> Vec<f64> {
    let by: fn(f64) -> f64 = match case["transform"].as_str() {
        Some("log") => f64::ln,
        Some("log10") => f64::log10,
        Some("sqrt") => f64::sqrt,
        _ => |value| value,
    };
    series(text(case, "series")).into_iter().map(by).collect()
}

/// Collects what is off, so that one run tells all.
#[derive(Default)]
struct Check {
    faults: Vec<String>,
}

impl Check {
    fn near(&mut self, found: f64, expected: f64, tolerance: f64, of: &str) {
        let apart = (found - expected).abs();
        // A missing value is never near.
        if !(apart <= tolerance) {
            let fault = format!("{of}: {found} for {expected}, apart by {apart:.3e}");
            self.faults.push(fault);
        }
    }

    fn all_near(&mut self, found: &[f64], expected: &[f64], tolerance: f64, of: &str) {
        assert_eq!(found.len(), expected.len(), "{of}");
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            self.near(*found, *expected, tolerance, &format!("{of}, {at}"));
        }
    }

    fn holds(&mut self, holds: bool, of: &str) {
        if !holds {
            self.faults.push(of.to_owned());
        }
    }

    #[track_caller]
    fn done(self) {
        assert!(self.faults.is_empty(), "\n{}", self.faults.join("\n"));
    }
}
