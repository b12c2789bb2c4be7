//! Which crate may know which: the table below is the layering of the
//! architecture, checked against `cargo metadata`. It says nothing about
//! modules inside a crate.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::Finding;
use crate::tree;

/// A crate, the crates of ours it may use, and outside crates that would break
/// what the crate promises.
struct Layer {
    name: &'static str,
    below: &'static [&'static str],
    barred: &'static [&'static str],
}

const NO_IO: &[&str] = &[
    "anyhow",
    "axum",
    "hyper",
    "reqwest",
    "sea-orm",
    "sqlx",
    "tokio",
    "tower-http",
];
const NO_HTTP: &[&str] = &["anyhow", "axum", "hyper", "reqwest", "tower-http"];
const NO_SQL: &[&str] = &["sea-orm", "sea-orm-migration", "sqlx"];
const NO_SQL_NO_HTTP: &[&str] = &[
    "axum",
    "hyper",
    "reqwest",
    "sea-orm",
    "sea-orm-migration",
    "sqlx",
    "tower-http",
];

const LAYERS: &[Layer] = &[
    Layer {
        name: "prospect-series",
        below: &[],
        barred: NO_IO,
    },
    Layer {
        name: "prospect-sources",
        below: &["prospect-series"],
        barred: NO_SQL_NO_HTTP,
    },
    Layer {
        name: "prospect-forecast",
        below: &["prospect-series"],
        barred: NO_IO,
    },
    Layer {
        name: "prospect-simulate",
        below: &["prospect-series"],
        barred: NO_IO,
    },
    Layer {
        name: "prospect-storage",
        below: &["prospect-series"],
        barred: NO_HTTP,
    },
    Layer {
        name: "prospect-jobs",
        below: &[
            "prospect-series",
            "prospect-sources",
            "prospect-forecast",
            "prospect-simulate",
            "prospect-storage",
        ],
        barred: NO_SQL_NO_HTTP,
    },
    Layer {
        name: "prospect-server",
        below: &[
            "prospect-series",
            "prospect-sources",
            "prospect-forecast",
            "prospect-simulate",
            "prospect-storage",
            "prospect-jobs",
        ],
        barred: NO_SQL,
    },
    Layer {
        name: "prospect-cli",
        below: &[
            "prospect-series",
            "prospect-sources",
            "prospect-forecast",
            "prospect-simulate",
            "prospect-storage",
            "prospect-jobs",
            "prospect-server",
        ],
        barred: NO_SQL,
    },
    Layer {
        name: "xtask",
        below: &[],
        barred: &[],
    },
];

pub(super) fn check() -> Result<Vec<Finding>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .current_dir(tree::root())
        .output()
        .context("cargo could not be started")?;
    ensure!(
        output.status.success(),
        "cargo metadata failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata is not JSON")?;
    Ok(breaches(&metadata))
}

fn breaches(metadata: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = format!("{name}/Cargo.toml");
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
            findings.push(Finding::in_file(
                &manifest,
                "this crate has no layer; give it one in xtask/src/tidy/edges.rs",
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let is_test_only = dependency["kind"].as_str() == Some("dev");
            let is_ours = used.starts_with("prospect-") || used == "xtask";
            if is_ours && !layer.below.contains(&used) {
                findings.push(Finding::in_file(
                    &manifest,
                    format!("{name} may not know {used}: edges point down only"),
                ));
            }
            if !is_test_only && layer.barred.contains(&used) {
                findings.push(Finding::in_file(
                    &manifest,
                    format!("{name} may not use {used}: it does not belong in this layer"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn breaches_of(name: &str, uses: &str, kind: Option<&str>) -> Vec<Finding> {
        breaches(&json!({
            "packages": [{ "name": name, "dependencies": [{ "name": uses, "kind": kind }] }]
        }))
    }

    #[test]
    fn an_edge_down_is_fine() {
        assert_eq!(
            breaches_of("prospect-server", "prospect-storage", None),
            vec![]
        );
    }

    #[test]
    fn an_edge_up_is_found_in_tests_too() {
        for kind in [None, Some("dev"), Some("build")] {
            let found = breaches_of("prospect-storage", "prospect-server", kind);
            assert_eq!(found.len(), 1, "{kind:?}: {found:?}");
        }
    }

    #[test]
    fn storage_knows_no_engine_and_engines_not_each_other() {
        assert_eq!(
            breaches_of("prospect-storage", "prospect-forecast", None).len(),
            1
        );
        assert_eq!(
            breaches_of("prospect-simulate", "prospect-forecast", None).len(),
            1
        );
    }

    #[test]
    fn sql_stays_in_storage() {
        assert_eq!(breaches_of("prospect-storage", "sqlx", None), vec![]);
        assert_eq!(breaches_of("prospect-server", "sqlx", None).len(), 1);
        assert_eq!(breaches_of("prospect-server", "sqlx", Some("dev")), vec![]);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        assert_eq!(breaches_of("prospect-common", "serde", None).len(), 1);
    }
}
