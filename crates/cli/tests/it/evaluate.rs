//! `prospect evaluate`.

use crate::command::{Place, example};

#[test]
fn models_are_compared_with_naive() {
    let place = Place::new();
    let panel = example("oil-monthly-panel.csv");
    let base = ["evaluate", &panel, "--horizon", "6", "--origins", "4"];
    let text = place.ok(&base);
    assert!(
        text.starts_with("2 series, horizon 6, up to 4 origins 6 apart"),
        "{text}"
    );
    for model in [
        "naive",
        "seasonal naive",
        "drift",
        "SES",
        "Holt",
        "Theta",
        "ETS",
        "ARIMA",
    ] {
        assert!(text.contains(model), "{model} is missing in\n{text}");
    }
    let answer = place.json(&[&base[..], &["--format", "json", "--models", "drift"]].concat());
    let models: Vec<_> = answer["models"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["model"].as_str().unwrap())
        .collect();
    assert_eq!(models.len(), 2, "{models:?}");
    assert!(
        models.contains(&"naive") && models.contains(&"drift"),
        "{models:?}"
    );
    let csv = place.ok(&[&base[..], &["--format", "csv"]].concat());
    assert_eq!(
        csv.lines().next().unwrap(),
        "unique_id,model,origins,mase,smape,gain_on_naive"
    );
    assert_eq!(
        csv.lines().count(),
        1 + 2 * prospect_forecast::ModelName::ALL.len()
    );
}

#[test]
fn a_series_too_short_is_said_to_be() {
    let place = Place::new();
    let file = place.file(
        "s.csv",
        "date,price\n2020-01-01,1\n2020-02-01,2\n2020-03-01,3\n",
    );
    assert_eq!(
        place.fails(4, &["evaluate", &file, "--horizon", "6"]),
        "error: no series is long enough for one origin with horizon 6; ask for a shorter horizon\n"
    );
}
