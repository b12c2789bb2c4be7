//! `prospect simulate`: forms of the result, faults of scenarios, repeatability.

use crate::command::{Place, example};

fn oko() -> String {
    example("oko-west-2025.toml")
}

#[test]
fn people_see_value_odds_drivers_and_flows() {
    let text = Place::new().ok(&["simulate", &oko(), "--iterations", "500"]);
    for part in [
        "Oko West FS 2025",
        "500 iterations, seed 42, monte carlo",
        "NPV after tax, start of period (headline)  2,163.3",
        "P(NPV < 0)",
        "What moves the NPV",
        "Cash flow after tax",
        "Against the study",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn the_base_case_alone_needs_no_iteration() {
    let place = Place::new();
    let text = place.ok(&["simulate", &oko(), "--iterations", "0"]);
    assert!(text.contains("base case only"), "{text}");
    assert!(!text.contains("P10"), "{text}");
    let answer = place.json(&["simulate", &oko(), "--iterations", "0", "--format", "json"]);
    assert!(answer["simulation"].is_null());
}

#[test]
fn the_same_seed_gives_the_same_digits_on_any_number_of_threads() {
    let place = Place::new();
    for sampling in ["mc", "lhs", "antithetic"] {
        let run = |threads: &'static str, seed: &'static str| {
            place.ok(&[
                "simulate",
                &oko(),
                "--iterations",
                "3000",
                "--format",
                "json",
                "--sampling",
                sampling,
                "--threads",
                threads,
                "--seed",
                seed,
            ])
        };
        assert_eq!(run("1", "7"), run("3", "7"), "{sampling}");
        assert_ne!(run("1", "7"), run("1", "8"), "{sampling}");
    }
}

#[test]
fn each_table_has_its_rows() {
    let place = Place::new();
    let rows = |table: &'static str| {
        let csv = place.ok(&[
            "simulate",
            &oko(),
            "--iterations",
            "200",
            "--format",
            "csv",
            "--table",
            table,
        ]);
        csv.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let summary = rows("summary");
    assert!(summary[0].starts_with("figure,unit,base,mean,standard_error,p1,p5,p10"));
    assert!(
        summary[1].starts_with("npv_after_tax.start,M US$,2163.3"),
        "{}",
        summary[1]
    );
    let flows = rows("cash-flow");
    assert_eq!(flows.len(), 1 + 19);
    assert!(
        flows[0].contains("cash_flow_after_tax (M US$)"),
        "{}",
        flows[0]
    );
    assert!(
        flows[0].ends_with("cumulative_cash_flow.mean (M US$)"),
        "{}",
        flows[0]
    );
    let iterations = rows("iterations");
    assert_eq!(iterations.len(), 1 + 200);
    assert!(
        iterations[0].starts_with("iteration,npv_start (M US$)"),
        "{}",
        iterations[0]
    );

    place.ok(&[
        "simulate",
        &oko(),
        "--iterations",
        "200",
        "--table",
        "iterations",
        "-o",
        "i.parquet",
    ]);
    assert_eq!(&place.read("i.parquet")[..4], b"PAR1");
}

#[test]
fn json_and_toml_scenarios_give_the_same_answer() {
    let place = Place::new();
    let text = std::fs::read_to_string(oko()).unwrap();
    let value: toml::Value = toml::from_str(&text).unwrap();
    let json = place.file("s.json", serde_json::to_vec(&value).unwrap());
    let run = |file: &str| place.ok(&["simulate", file, "--iterations", "500", "--format", "json"]);
    assert_eq!(run(&json), run(&oko()));
}

#[test]
fn faults_are_listed_with_line_and_place() {
    let place = Place::new();
    let text = std::fs::read_to_string(oko())
        .unwrap()
        .replace("rate = 0.05", "rate = \"five\"")
        .replace("\"US$/oz\"", "\"US$/ounze\"");
    let file = place.file("s.toml", text);
    let stderr = place.fails(3, &["simulate", &file]);
    assert!(stderr.starts_with("error: s.toml has "), "{stderr}");
    assert!(stderr.contains("\n  line "), "{stderr}");
    assert!(stderr.contains("/discount/rate"), "{stderr}");
}

#[test]
fn a_unit_that_does_not_fit_is_refused() {
    let place = Place::new();
    let text = std::fs::read_to_string(oko()).unwrap();
    let text = text.replacen("unit = \"koz\"", "unit = \"kWh\"", 1);
    let file = place.file("s.toml", text);
    let stderr = place.fails(3, &["simulate", &file]);
    assert!(stderr.contains("kWh"), "{stderr}");
}

#[test]
fn too_many_iterations_are_refused() {
    assert_eq!(
        Place::new().fails(2, &["simulate", &oko(), "--iterations", "10000001"]),
        "error: 10000001 iterations were asked for; between 1 and 10000000 are possible\n"
    );
}

#[test]
fn a_price_can_follow_a_forecast_from_a_file() {
    let place = Place::new();
    let prices = example("wti-monthly.csv");
    place.ok(&["forecast", &prices, "--horizon", "24", "--output", "f.json"]);
    let text = std::fs::read_to_string(oko()).unwrap();
    let mut scenario: toml::Table = toml::from_str(&text).unwrap();
    let price = scenario["prices"][0].as_table_mut().unwrap();
    let path = "kind = \"forecast\"\nforecast = \"gold\"\nbeyond = \"deck\"\n";
    price.insert(
        "path".to_owned(),
        toml::from_str::<toml::Table>(path).unwrap().into(),
    );
    let file = place.file("s.toml", toml::to_string(&scenario).unwrap());

    let without = place.fails(3, &["simulate", &file]);
    assert!(without.contains("/prices/0/path/forecast"), "{without}");
    let with = ["simulate", &file, "--iterations", "200", "--forecast"];
    let text = place.ok(&[&with[..], &["gold=f.json"]].concat());
    assert!(text.contains("200 iterations"), "{text}");
    assert_eq!(
        place.fails(1, &[&with[..], &["gold=none.json"]].concat()),
        "error: none.json cannot be read: No such file or directory (os error 2)\n"
    );
    assert!(
        place
            .fails(2, &[&with[..], &["gold"]].concat())
            .contains("must be ID=FILE")
    );
    assert_eq!(
        place.fails(2, &[&with[..], &["tin=f.json"]].concat()),
        "error: no price of the scenario names the forecast \"tin\"\n"
    );
}

#[test]
fn sobol_points_and_indices() {
    let place = Place::new();
    let text = place.ok(&[
        "simulate",
        &oko(),
        "--iterations",
        "1024",
        "--sampling",
        "sobol",
        "--sobol",
        "512",
    ]);
    for part in [
        "1,024 iterations, seed 42, sobol",
        "Sobol index",
        "512 base points",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    let table = place.ok(&[
        "simulate",
        &oko(),
        "--iterations",
        "0",
        "--sobol",
        "512",
        "--table",
        "sobol",
        "--format",
        "csv",
    ]);
    assert!(
        table.starts_with("input,label,first,first_low,first_high,total,"),
        "{table}"
    );
    let fault = place.fails(
        2,
        &[
            "simulate",
            &oko(),
            "--iterations",
            "1000",
            "--sampling",
            "sobol",
        ],
    );
    assert!(fault.contains("such as 512 or 1024"), "{fault}");
}
