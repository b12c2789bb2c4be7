//! Speed and memory of single tasks, as JSON.
//!
//! `speed daily <file> [season]`: automatic ARIMA, ETS and dynamic optimised Theta on the second
//! column of a CSV file. `speed update`: one observation into a fitted automatic ETS.
//! `speed panel <series> <model,…>`: forecasts of that many generated monthly series, and the peak of
//! resident memory with so many candidates racing. `bench/energy/run` prints the tables.

use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::{History, ModelChoice, Settings, forecast};
use rayon::prelude::*;
use std::error::Error;
use std::time::Instant;

fn values(path: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let column = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1));
    Ok(column
        .map(|cell| cell.parse().unwrap_or(f64::NAN))
        .collect())
}

/// Best of three, in seconds.
fn best(mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..3)
        .map(|_| once(&mut work))
        .fold(f64::INFINITY, f64::min)
}

fn daily(path: &str, m: usize) -> Result<serde_json::Value, Box<dyn Error>> {
    let y = values(path)?;
    let mut rows = serde_json::Map::new();
    for model in [
        ModelName::Arima,
        ModelName::Ets,
        ModelName::DynamicOptimisedTheta,
    ] {
        let training = Training::new(&y, m);
        let fitted = fit(model, &training).map_err(|refusal| refusal.to_string())?;
        let seconds = best(|| drop(fit(model, &training)));
        let criteria = fitted.criteria.as_ref().map(|criteria| criteria.aicc);
        rows.insert(
            model.code().into_owned(),
            serde_json::json!({"seconds": seconds, "form": fitted.form, "aicc": criteria}),
        );
    }
    Ok(serde_json::json!({"values": y.len(), "models": rows}))
}

/// The slowest of fifty series, among them seasonal forms.
fn update() -> Result<serde_json::Value, Box<dyn Error>> {
    const TURNS: usize = 200;
    let mut slowest = (0.0, String::new(), 0);
    for series in 0..50 {
        let y = generated(series);
        let (known, rest) = y.split_at(60);
        let start =
            fit(ModelName::Ets, &Training::new(known, 12)).map_err(|error| error.to_string())?;
        let seconds = best(|| {
            let mut fitted = start.clone();
            for _ in 0..TURNS {
                for &value in rest {
                    fitted.update(&[value]);
                }
            }
            std::hint::black_box(fitted.ahead(1));
        });
        let each = seconds * 1e6 / (TURNS * rest.len()) as f64;
        if each > slowest.0 {
            slowest = (
                each,
                start.form.clone().unwrap_or_default(),
                start.to_blob()?.len(),
            );
        }
    }
    Ok(serde_json::json!({
        "microseconds": slowest.0,
        "form": slowest.1,
        "blob_bytes": slowest.2,
    }))
}

/// Monthly values with a trend, a season and noise that differ from series to series.
fn generated(series: u64) -> Vec<f64> {
    let mut state = series.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    let mut noise = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let (slope, swing) = (noise(), 20.0 * noise());
    let mut level = 100.0;
    (0..120)
        .map(|t| {
            level += slope + 4.0 * noise();
            level.max(10.0) + swing * (f64::from(t) * std::f64::consts::TAU / 12.0).sin()
        })
        .collect()
}

fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

fn panel(series: u64, models: &str) -> Result<serde_json::Value, Box<dyn Error>> {
    let names = models
        .split(',')
        .map(|name| ModelName::parse(name).ok_or_else(|| format!("no model {name}")));
    let settings = Settings {
        horizon: 12,
        models: ModelChoice::Only(names.collect::<Result<_, _>>()?),
        budget_ms: 20,
        anomalies: false,
        ..Settings::default()
    };
    let start = Instant::now();
    let made = (0..series)
        .into_par_iter()
        .map(|one| {
            let history = History::new(generated(one), 12)?;
            forecast(&history, &settings).map(|made| made.median[11])
        })
        .collect::<Result<Vec<f64>, _>>()?;
    Ok(serde_json::json!({
        "series": made.len(),
        "candidates": models.split(',').count(),
        "seconds": start.elapsed().as_secs_f64(),
        "peak_mib": peak_mib(),
    }))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["daily", path] => daily(path, 1)?,
        ["daily", path, season] => daily(path, season.parse()?)?,
        ["update"] => update()?,
        ["panel", series, models] => panel(series.parse()?, models)?,
        _ => return Err("usage: speed daily|update|panel …".into()),
    };
    println!("{}", serde_json::to_string_pretty(&result)?);
    Ok(())
}
