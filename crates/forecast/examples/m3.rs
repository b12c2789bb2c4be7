//! Every first-set model on a competition panel, one thread: accuracy and time per model as JSON.
//!
//! Input: a CSV file `unique_id,frequency,season_length,horizon,ds,y`, rows of a series together
//! and in time order; the last `horizon` rows of each are the test window. `bench/m3/run` writes
//! it and prints the table.

use prospect_forecast::accuracy::{mase, smape, smape_averages};
use prospect_forecast::model::{ModelName, fit};
use prospect_forecast::season::SeasonalAdjustment;
use std::error::Error;
use std::time::Instant;

struct Task {
    frequency: String,
    m: usize,
    train: Vec<f64>,
    test: Vec<f64>,
}

fn read(path: &str) -> Result<Vec<Task>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut tasks: Vec<Task> = Vec::new();
    let mut current = String::new();
    let mut horizons = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [id, frequency, m, horizon, _, y] = fields[..] else {
            return Err(format!("not six fields: {line}").into());
        };
        if id != current {
            id.clone_into(&mut current);
            horizons.push(horizon.parse::<usize>()?);
            tasks.push(Task {
                frequency: frequency.to_owned(),
                m: m.parse()?,
                train: Vec::new(),
                test: Vec::new(),
            });
        }
        tasks
            .last_mut()
            .ok_or("no series yet")?
            .train
            .push(y.parse()?);
    }
    for (task, horizon) in tasks.iter_mut().zip(horizons) {
        task.test = task.train.split_off(task.train.len() - horizon);
    }
    Ok(tasks)
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: m3 <panel.csv>")?;
    let tasks = read(&path)?;
    let adjusted = SeasonalAdjustment::Naive2Rule;
    let plain = SeasonalAdjustment::None;
    let runs = [
        ("naive", ModelName::Naive, plain),
        ("seasonal_naive", ModelName::SeasonalNaive, plain),
        ("naive2", ModelName::Naive2, plain),
        ("drift", ModelName::Drift, plain),
        ("ses_deseasonalised", ModelName::Ses, adjusted),
        ("holt_deseasonalised", ModelName::Holt, adjusted),
        ("damped_deseasonalised", ModelName::DampedHolt, adjusted),
        ("theta", ModelName::Theta, adjusted),
        ("ses_raw", ModelName::Ses, plain),
        ("holt_raw", ModelName::Holt, plain),
    ];
    let mut rows = serde_json::Map::new();
    for (name, model, rule) in runs {
        let start = Instant::now();
        let forecasts = tasks
            .iter()
            .map(|task| {
                // Without a season the seasonal naive forecast is the naive one.
                let model = if model == ModelName::SeasonalNaive && task.m == 1 {
                    ModelName::Naive
                } else {
                    model
                };
                let fitted = fit(model, &task.train, task.m, rule)?;
                let ahead = fitted.ahead(task.test.len());
                Ok(ahead.into_iter().map(|point| point.mean).collect())
            })
            .collect::<Result<Vec<Vec<f64>>, Box<dyn Error>>>()?;
        let seconds = start.elapsed().as_secs_f64();
        let pairs = tasks.iter().zip(&forecasts);
        let both = smape_averages(
            pairs
                .clone()
                .map(|(t, f)| (t.test.as_slice(), f.as_slice())),
        )?;
        let mut scaled = Vec::new();
        let mut groups: Vec<(String, f64, f64, f64)> = Vec::new();
        for (task, forecast) in pairs {
            let own = mase(&task.train, &task.test, forecast, task.m)?;
            scaled.push(own);
            let known = groups.iter().position(|g| g.0 == task.frequency);
            let at = known.unwrap_or_else(|| {
                groups.push((task.frequency.clone(), 0.0, 0.0, 0.0));
                groups.len() - 1
            });
            let group = &mut groups[at];
            group.1 += smape(&task.test, forecast)?;
            group.2 += own;
            group.3 += 1.0;
        }
        let by_frequency: serde_json::Map<String, serde_json::Value> = groups
            .into_iter()
            .map(|(frequency, smape, mase, n)| {
                let figures = serde_json::json!({"smape": smape / n, "mase": mase / n});
                (frequency, figures)
            })
            .collect();
        rows.insert(
            name.to_owned(),
            serde_json::json!({
                "smape_mean": both.mean_of_series,
                "smape_pooled": both.pooled,
                "mase": scaled.iter().sum::<f64>() / scaled.len() as f64,
                "seconds": seconds,
                "by_frequency": by_frequency,
            }),
        );
    }
    println!("{}", serde_json::to_string_pretty(&rows)?);
    Ok(())
}
