//! Models of the crate anofox-forecast on a competition panel, one thread: accuracy and seconds per
//! model as JSON. `anofox-rival PANEL MODEL…`, the panel as `bench/m3/export.py` writes it.

use anofox_forecast::models::Forecaster;
use anofox_forecast::models::arima::AutoARIMA;
use anofox_forecast::models::exponential::{AutoETS, SimpleExponentialSmoothing};
use anofox_forecast::models::theta::{DynamicTheta, OptimizedTheta, Theta};
use anofox_forecast::prelude::TimeSeries;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

struct Task {
    frequency: String,
    m: usize,
    train: Vec<f64>,
    test: Vec<f64>,
}

fn read(path: &str) -> Result<Vec<Task>, Box<dyn Error>> {
    let mut tasks: Vec<(String, usize, Task)> = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [id, frequency, m, horizon, _, y] = fields[..] else {
            return Err(format!("not six fields: {line}").into());
        };
        if tasks.last().is_none_or(|(last, ..)| last != id) {
            let task = Task {
                frequency: frequency.to_owned(),
                m: m.parse()?,
                train: Vec::new(),
                test: Vec::new(),
            };
            tasks.push((id.to_owned(), horizon.parse()?, task));
        }
        if let Some((_, _, task)) = tasks.last_mut() {
            task.train.push(y.parse()?);
        }
    }
    Ok(tasks
        .into_iter()
        .map(|(_, horizon, mut task)| {
            task.test = task.train.split_off(task.train.len() - horizon);
            task
        })
        .collect())
}

fn model(name: &str, m: usize) -> Result<Box<dyn Forecaster>, String> {
    let seasonal = m > 1;
    Ok(match name {
        "ses" => Box::new(SimpleExponentialSmoothing::auto()),
        "theta" if seasonal => Box::new(Theta::seasonal_optimized(m)),
        "theta" => Box::new(Theta::optimized()),
        "optimised_theta" if seasonal => Box::new(OptimizedTheta::seasonal(m)),
        "optimised_theta" => Box::new(OptimizedTheta::new()),
        "dotm" if seasonal => Box::new(DynamicTheta::seasonal_optimized(m)),
        "dotm" => Box::new(DynamicTheta::optimized()),
        "ets" if seasonal => Box::new(AutoETS::with_period(m)),
        "ets" => Box::new(AutoETS::new()),
        "arima" if seasonal => Box::new(AutoARIMA::seasonal(m)),
        "arima" => Box::new(AutoARIMA::new()),
        _ => return Err(format!("no model {name}")),
    })
}

/// The forecast; the last value where the model fails.
fn forecast(name: &str, task: &Task) -> Result<(Vec<f64>, bool), String> {
    let base: DateTime<Utc> = "2000-01-01T00:00:00Z".parse().map_err(|_| "time")?;
    let dates = (0..task.train.len()).map(|i| base + Duration::days(i as i64));
    let series = TimeSeries::univariate(dates.collect(), task.train.clone())
        .map_err(|error| error.to_string())?;
    let mut model = model(name, task.m)?;
    let h = task.test.len();
    let ahead = model.fit(&series).and_then(|()| model.predict(h));
    let values = ahead.ok().map(|made| made.primary().to_vec());
    Ok(match values.filter(|own| own.len() == h && own.iter().all(|y| y.is_finite())) {
        Some(values) => (values, false),
        None => (vec![task.train[task.train.len() - 1]; h], true),
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let tasks = read(&arguments.next().ok_or("usage: anofox-rival PANEL MODEL…")?)?;
    let mut rows = serde_json::Map::new();
    for name in arguments {
        let start = Instant::now();
        let forecasts: Vec<(Vec<f64>, bool)> = tasks
            .iter()
            .map(|task| forecast(&name, task))
            .collect::<Result<_, _>>()?;
        let seconds = start.elapsed().as_secs_f64();
        let (mut own, mut points, mut scaled) = (Vec::new(), Vec::new(), Vec::new());
        let mut groups: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
        for (task, (forecast, _)) in tasks.iter().zip(&forecasts) {
            let pairs = || task.test.iter().zip(forecast);
            let smape: Vec<f64> = pairs()
                .map(|(y, f)| 200.0 * (y - f).abs() / (y.abs() + f.abs()))
                .collect();
            let h = smape.len() as f64;
            let mean = smape.iter().sum::<f64>() / h;
            let error = pairs().map(|(y, f)| (y - f).abs()).sum::<f64>() / h;
            let n = task.train.len() - task.m;
            let steps = task.train[task.m..].iter().zip(&task.train);
            let scale = steps.map(|(a, b)| (a - b).abs()).sum::<f64>() / n as f64;
            own.push(mean);
            points.extend(smape);
            scaled.push(error / scale);
            let group = groups.entry(&task.frequency).or_default();
            group[0] += mean;
            group[1] += error / scale;
            group[2] += 1.0;
        }
        let average = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let by_frequency: serde_json::Map<String, serde_json::Value> = groups
            .into_iter()
            .map(|(name, [smape, mase, n])| {
                let figures = serde_json::json!({"smape": smape / n, "mase": mase / n, "series": n});
                (name.to_owned(), figures)
            })
            .collect();
        rows.insert(
            name,
            serde_json::json!({
                "smape_mean": average(&own),
                "smape_pooled": average(&points),
                "mase": average(&scaled),
                "seconds": seconds,
                "stood_in": forecasts.iter().filter(|(_, failed)| *failed).count(),
                "by_frequency": by_frequency,
            }),
        );
    }
    println!("{}", serde_json::to_string(&rows)?);
    Ok(())
}
