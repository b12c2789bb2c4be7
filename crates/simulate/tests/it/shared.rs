//! The shared folder with golden cases and vectors; tests that need it say loudly when it is absent.

use std::path::PathBuf;

use serde_json::Value;

#[expect(
    clippy::disallowed_methods,
    reason = "tests find the shared folder by an environment variable"
)]
fn folder() -> PathBuf {
    std::env::var("PROSPECT_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    )
}

/// A file of the golden folder, or `None` after saying so.
pub(crate) fn golden(name: &str) -> Option<Value> {
    let path = folder().join("golden").join(name);
    if let Ok(text) = std::fs::read_to_string(&path) {
        Some(serde_json::from_str(&text).expect("golden files are JSON"))
    } else {
        eprintln!(
            "SKIPPED: {} is not there; set PROSPECT_SHARED",
            path.display()
        );
        None
    }
}

/// One vector of the definitions by id.
pub(crate) fn vector(id: &str) -> Option<Value> {
    let file = golden("definitions.json")?;
    let found = file["vectors"]
        .as_array()?
        .iter()
        .find(|vector| vector["id"] == id);
    Some(
        found
            .unwrap_or_else(|| panic!("no vector is called {id}"))
            .clone(),
    )
}

/// A number, or a list of numbers, at a key.
pub(crate) fn number(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} is not a number in {value}"))
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|x| x.as_f64().expect("a number"))
        .collect()
}

#[track_caller]
pub(crate) fn close(found: f64, expected: f64, relative: f64) {
    let size = expected.abs().max(1e-300);
    assert!(
        (found - expected).abs() <= relative * size,
        "found {found}, expected {expected}"
    );
}

#[track_caller]
pub(crate) fn close_abs(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "found {found}, expected {expected}"
    );
}
