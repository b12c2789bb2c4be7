//! Vector of definitions C5: the first models on all 3,003 series of M3.
//!
//! The panel is public but not ours to copy: `bench/m3/export.py M3 <shared>/data/m3.csv` writes it
//! (1.5 MB), and without it only the figures of the benchmark page are held against the vector.

use crate::vectors::{shared_file, vector};
use prospect_forecast::accuracy::{mase, smape_averages};
use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::season::SeasonalAdjustment;
use serde_json::Value;

/// Name in the vector, on the benchmark page, the model, its adjustment, and whether agreement is
/// asked on both sides: a better fit of exponential smoothing is no fault.
const ROWS: [(&str, &str, ModelName, SeasonalAdjustment, bool); 8] = {
    use {ModelName as M, SeasonalAdjustment as A};
    [
        ("naive", "naive", M::Naive, A::None, true),
        (
            "seasonal_naive",
            "seasonal naive",
            M::SeasonalNaive,
            A::None,
            true,
        ),
        ("naive2", "Naive2", M::Naive2, A::None, true),
        ("drift", "drift", M::Drift, A::None, true),
        ("ses_deseasonalised", "SES", M::Ses, A::Naive2Rule, false),
        ("holt_deseasonalised", "Holt", M::Holt, A::Naive2Rule, false),
        (
            "damped_deseasonalised",
            "damped Holt",
            M::DampedHolt,
            A::Naive2Rule,
            false,
        ),
        ("theta", "Theta", M::Theta, A::Naive2Rule, true),
    ]
};

/// `rounding` is half a unit of the last digit of what is compared.
#[track_caller]
fn check(v: &Value, name: &str, found: [f64; 3], both_sides: bool, rounding: f64) {
    let expected = &v["expected"][name];
    for (measure, tolerance, found) in [
        ("smape_mean", "abs_smape", found[0]),
        ("smape_pooled", "abs_smape", found[1]),
        ("mase", "abs_mase", found[2]),
    ] {
        let gap = found - expected[measure].as_f64().expect("a number");
        let gap = if both_sides { gap.abs() } else { gap };
        let allowed = v["tolerance"][tolerance].as_f64().expect("a number") + rounding;
        assert!(
            gap <= allowed,
            "{measure} of {name}: {found} is off by {gap}"
        );
    }
}

#[test]
fn the_benchmark_page_agrees_with_the_reference() {
    let Some(v) = vector("C.m3_reference") else {
        return;
    };
    let page = include_str!("../../../../docs/benchmarks/m3.md");
    for (name, title, _, _, both_sides) in ROWS {
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| {title} |")))
            .expect("a row per model");
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (mean, pooled) = cells[2].split_once(" / ").expect("two averagings");
        let found = [mean, pooled, cells[5]].map(|cell| cell.parse().expect("a number"));
        check(&v, name, found, both_sides, 5e-3);
    }
}

struct Task {
    m: usize,
    horizon: usize,
    values: Vec<f64>,
}

fn panel(text: &str) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let mut current = "";
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if fields[0] != current {
            current = fields[0];
            tasks.push(Task {
                m: fields[2].parse().expect("a season length"),
                horizon: fields[3].parse().expect("a horizon"),
                values: Vec::new(),
            });
        }
        let task = tasks.last_mut().expect("just pushed");
        task.values.push(fields[5].parse().expect("a value"));
    }
    tasks
}

#[test]
fn all_of_m3_agrees_with_the_reference() {
    let (Some(v), Some(path)) = (vector("C.m3_reference"), shared_file("data/m3.csv")) else {
        return;
    };
    let tasks = panel(&std::fs::read_to_string(path).expect("the file can be read"));
    assert_eq!(tasks.len(), 3_003);
    for (name, _, model, rule, both_sides) in ROWS {
        let mut scaled = 0.0;
        let mut forecasts = Vec::with_capacity(tasks.len());
        for task in &tasks {
            let (train, test) = task.values.split_at(task.values.len() - task.horizon);
            // Without a season the seasonal naive forecast is the naive one.
            let model = match (model, task.m) {
                (ModelName::SeasonalNaive, 1) => ModelName::Naive,
                (model, _) => model,
            };
            let fitted = fit(model, &Training::new(train, task.m).adjusted(rule)).expect("it fits");
            let ahead = fitted.ahead(task.horizon);
            let ahead: Vec<f64> = ahead.into_iter().map(|point| point.median).collect();
            scaled += mase(train, test, &ahead, task.m).expect("the series varies");
            forecasts.push((test, ahead));
        }
        let averages = smape_averages(
            forecasts
                .iter()
                .map(|(test, ahead)| (*test, ahead.as_slice())),
        );
        let averages = averages.expect("no series is empty");
        let found = [
            averages.mean_of_series,
            averages.pooled,
            scaled / tasks.len() as f64,
        ];
        check(&v, name, found, both_sides, 5e-4);
    }
}
