//! The default forecast on a competition panel: coverage of its intervals and accuracy of its choice,
//! by frequency, as JSON.
//!
//! `coverage <panel.csv> [every]`: the input of the example `m3`; with a second argument only every
//! so many-th series. Each series is forecast as a user's would be, the race of candidates included.

mod panel;

use panel::{Task, read};
use prospect_forecast::accuracy::{mase, smape};
use prospect_forecast::interval_score::{coverage, mean_interval_score};
use prospect_forecast::{Forecast, History, Settings, forecast};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

#[derive(Default)]
struct Group {
    series: f64,
    points: f64,
    smape: f64,
    mase: f64,
    /// By level: points inside, and the mean scaled interval score.
    inside: BTreeMap<String, f64>,
    msis: BTreeMap<String, f64>,
    methods: BTreeMap<String, f64>,
    models: BTreeMap<String, f64>,
}

fn add(group: &mut Group, task: &Task, made: &Forecast) -> Result<(), Box<dyn Error>> {
    let (train, test) = (&task.train, &task.test);
    group.series += 1.0;
    group.points += test.len() as f64;
    group.smape += smape(test, &made.median)?;
    group.mase += mase(train, test, &made.median, task.m)?;
    *group
        .models
        .entry(made.model.code().into_owned())
        .or_default() += 1.0;
    let scale = prospect_forecast::accuracy::mase_scale(train, task.m)?;
    for band in &made.bands {
        let level = band.level.to_string();
        let held = coverage(test, &band.lower, &band.upper)? * test.len() as f64;
        *group.inside.entry(level.clone()).or_default() += held;
        let score = mean_interval_score(test, &band.lower, &band.upper, band.level)?;
        *group.msis.entry(level).or_default() += score / scale;
        *group
            .methods
            .entry(format!("{:?}", band.method))
            .or_default() += 1.0;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("usage: coverage <panel.csv> [every]")?;
    let every = arguments.next().map_or(Ok(1), |every| every.parse())?;
    let tasks: Vec<Task> = read(&path)?.into_iter().step_by(every).collect();
    let start = Instant::now();
    let made: Vec<Forecast> = tasks
        .par_iter()
        .map(|task| {
            let history = History::new(task.train.clone(), task.m).expect("the panel is clean");
            let settings = Settings {
                horizon: task.test.len(),
                ..Settings::default()
            };
            forecast(&history, &settings).expect("a series of the panel can be forecast")
        })
        .collect();
    let seconds = start.elapsed().as_secs_f64();
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for (task, made) in tasks.iter().zip(&made) {
        add(groups.entry(&task.frequency).or_default(), task, made)?;
        add(groups.entry("all").or_default(), task, made)?;
    }
    let shown: serde_json::Map<String, serde_json::Value> = groups
        .into_iter()
        .map(|(frequency, group)| {
            let share = |map: &BTreeMap<String, f64>, by: f64| -> BTreeMap<String, f64> {
                map.iter()
                    .map(|(key, value)| (key.clone(), value / by))
                    .collect()
            };
            let figures = serde_json::json!({
                "series": group.series,
                "smape": group.smape / group.series,
                "mase": group.mase / group.series,
                "coverage": share(&group.inside, group.points),
                "msis": share(&group.msis, group.series),
                "methods": group.methods,
                "models": group.models,
            });
            (frequency.to_owned(), figures)
        })
        .collect();
    let result = serde_json::json!({"seconds": seconds, "groups": shown});
    println!("{}", serde_json::to_string_pretty(&result)?);
    Ok(())
}
