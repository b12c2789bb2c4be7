//! Models on a competition panel: accuracy and time per model as JSON.
//!
//! `m3 <panel.csv> <model>[@rule] …`. The rule says what the model is fitted to: `default` is what
//! forecasts use (square roots of positive values, shrunk seasonal indices); `none`, `naive2` and
//! `shrunk` are seasonal adjustments of the values as they are. `bench/m3/run` prints the tables.

mod panel;

use panel::{Task, read};
use prospect_forecast::accuracy::{mase, smape, smape_averages};
use prospect_forecast::model::{ModelName, Training, Transform, fit};
use prospect_forecast::season::SeasonalAdjustment;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

/// What to run: the model, its seasonal adjustment, and whether on square roots.
struct Entry {
    model: ModelName,
    rule: SeasonalAdjustment,
    root: bool,
}

fn named(text: &str) -> Result<Entry, Box<dyn Error>> {
    let (name, rule) = text.split_once('@').unwrap_or((text, "default"));
    let model = ModelName::parse(name).ok_or_else(|| format!("no model {name}"))?;
    let (rule, root) = match rule {
        "default" => (SeasonalAdjustment::Shrunk, true),
        "none" => (SeasonalAdjustment::None, false),
        "naive2" => (SeasonalAdjustment::Naive2Rule, false),
        "shrunk" => (SeasonalAdjustment::Shrunk, false),
        _ => return Err(format!("no rule {rule}").into()),
    };
    Ok(Entry { model, rule, root })
}

/// The forecast, and whether naive stands in for a model that refused the series.
fn forecast(entry: &Entry, task: &Task) -> (Vec<f64>, bool) {
    let Entry { model, rule, root } = *entry;
    let mut training = Training::new(&task.train, task.m).adjusted(rule);
    if root && task.train.iter().all(|value| *value > 0.0) {
        training.transform = Transform::BoxCox { lambda: 0.5 };
    }
    // Without a season the seasonal naive forecast is the naive one.
    let model = if model == ModelName::SeasonalNaive && task.m == 1 {
        ModelName::Naive
    } else {
        model
    };
    let (fitted, stood_in) = match fit(model, &training) {
        Ok(fitted) => (fitted, false),
        Err(_) => (
            fit(ModelName::Naive, &training).expect("naive takes any series"),
            true,
        ),
    };
    let ahead = fitted.ahead(task.test.len());
    (
        ahead.into_iter().map(|point| point.median).collect(),
        stood_in,
    )
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: m3 <panel.csv> <model>…")?;
    let tasks = read(&path)?;
    let mut rows = serde_json::Map::new();
    for text in arguments {
        let entry = named(&text)?;
        let start = Instant::now();
        let (forecasts, stood_in): (Vec<Vec<f64>>, Vec<bool>) =
            tasks.par_iter().map(|task| forecast(&entry, task)).unzip();
        let seconds = start.elapsed().as_secs_f64();
        let pairs = tasks.iter().zip(&forecasts);
        let both = smape_averages(
            pairs
                .clone()
                .map(|(t, f)| (t.test.as_slice(), f.as_slice())),
        )?;
        let mut scaled = Vec::new();
        let mut groups: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
        for (task, forecast) in pairs {
            let own = mase(&task.train, &task.test, forecast, task.m)?;
            scaled.push(own);
            let group = groups.entry(&task.frequency).or_default();
            group[0] += smape(&task.test, forecast)?;
            group[1] += own;
            group[2] += 1.0;
        }
        let by_frequency: serde_json::Map<String, serde_json::Value> = groups
            .into_iter()
            .map(|(frequency, [smape, mase, n])| {
                let figures =
                    serde_json::json!({"smape": smape / n, "mase": mase / n, "series": n});
                (frequency.to_owned(), figures)
            })
            .collect();
        rows.insert(
            text,
            serde_json::json!({
                "smape_mean": both.mean_of_series,
                "smape_pooled": both.pooled,
                "mase": scaled.iter().sum::<f64>() / scaled.len() as f64,
                "seconds": seconds,
                "stood_in": stood_in.iter().filter(|s| **s).count(),
                "by_frequency": by_frequency,
            }),
        );
    }
    println!("{}", serde_json::to_string_pretty(&rows)?);
    Ok(())
}
