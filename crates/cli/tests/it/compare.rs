//! `prospect compare` and `prospect simulate --iteration`.

use serde_json::Value;

use crate::command::{Place, example};

#[test]
fn two_scenarios_stand_beside_each_other() {
    let place = Place::new();
    let oko = example("oko-west-2025.toml");
    let text = std::fs::read_to_string(&oko).unwrap();
    let dearer = place.file("dearer.toml", text.replace("rate = 0.05", "rate = 0.06"));
    let shown = place.ok(&["compare", &oko, &dearer, "--iterations", "500"]);
    assert!(shown.contains("A less B"), "{shown}");
    assert!(shown.contains("A is worth more than B in 9"), "{shown}");
    assert!(
        shown.contains("A is discounted at 5 % a year, B at 6 %"),
        "{shown}"
    );
    let json = [
        "compare",
        &oko,
        &oko,
        "--iterations",
        "300",
        "--format",
        "json",
    ];
    let found: Value = serde_json::from_str(&place.ok(&json)).unwrap();
    assert_eq!(found["ties"], 300);
    // One is told in k US$, the other in M US$.
    let both = place.ok(&[
        "compare",
        &example("vizcachitas-2023.toml"),
        &oko,
        "--iterations",
        "200",
    ]);
    assert!(both.contains("A less B, k US$"));
}

#[test]
fn one_iteration_runs_again() {
    let place = Place::new();
    let oko = example("oko-west-2025.toml");
    let common = ["simulate", &oko, "--iterations", "300"];
    let shown = place.ok(&[&common[..], &["--iteration", "12"]].concat());
    assert!(shown.contains("iteration 12 of 300"), "{shown}");
    let table = place.ok(&[&common[..], &["--format", "csv", "--table", "iterations"]].concat());
    let json = place.ok(&[&common[..], &["--iteration", "12", "--format", "json"]].concat());
    let one: Value = serde_json::from_str(&json).unwrap();
    let npv = one["case"]["figures"]["npv_after_tax"]["start"].to_string();
    assert!(table.contains(&npv), "{npv}");
    let missing = place.run(&[&common[..], &["--iteration", "300"]].concat());
    assert_eq!(missing.code, 2, "{}", missing.stderr);
}
