//! Reads the golden vectors of the definitions.

use serde_json::Value;
use std::path::PathBuf;

fn shared() -> PathBuf {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests locate the shared vectors by an environment variable"
    )]
    let given = std::env::var("PROSPECT_SHARED");
    given.map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    )
}

/// Path of a file of the shared folder; `None`, said loudly, where it is not there.
pub(crate) fn shared_file(path: &str) -> Option<PathBuf> {
    let path = shared().join(path);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("SKIPPED: {} not found", path.display());
        None
    }
}

/// One vector by id; `None`, said loudly, where the golden file is not there.
pub(crate) fn vector(id: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared_file("golden/definitions.json")?)
        .expect("the golden file is well formed");
    let all: Value = serde_json::from_str(&text).expect("the golden file is well formed");
    let found = all["vectors"]
        .as_array()
        .expect("the golden file is well formed")
        .iter()
        .find(|vector| vector["id"] == id)
        .unwrap_or_else(|| panic!("no vector {id}"));
    Some(found.clone())
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("the golden file is well formed")
        .iter()
        .map(|number| number.as_f64().expect("the golden file is well formed"))
        .collect()
}

/// The 48 months written out in the text of `C.ets.fixed`.
pub(crate) fn months() -> Option<Vec<f64>> {
    let vector = vector("C.ets.fixed")?;
    let text = vector["inputs"]["y"]
        .as_str()
        .expect("the golden file is well formed")
        .to_owned();
    let list = text
        .split(": ")
        .nth(1)
        .expect("the golden file is well formed");
    Some(
        list.split(',')
            .map(|n| n.trim().parse().expect("the golden file is well formed"))
            .collect(),
    )
}

#[track_caller]
pub(crate) fn assert_close(found: f64, expected: &Value) {
    let expected = expected.as_f64().expect("the golden file is well formed");
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
        "found {found}, expected {expected}"
    );
}

#[track_caller]
pub(crate) fn assert_all_close(found: &[f64], expected: &Value) {
    let expected = expected.as_array().expect("the golden file is well formed");
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_close(*found, expected);
    }
}
