//! Times the pieces of a simulation that the bench sets beside other libraries, and prints one JSON object.
//!
//! `cargo run --release --example measure -- standard|indices|irr|reorder|evenness FILE COUNT ROUNDS`

use std::ops::ControlFlow;
use std::time::Instant;

use prospect_simulate::dependence::{SymmetricMatrix, iman_conover, pearson_of_spearman};
use prospect_simulate::distribution::Distribution;
use prospect_simulate::economics::irr_of_rows;
use prospect_simulate::engine::{SimulationSettings, simulate, sobol};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::sampling::{Sampling, StreamPlace, UniformStream};
use prospect_simulate::scenario::Scenario;
use prospect_simulate::statistics::mean_and_sd;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, file, count, rounds] = arguments.as_slice() else {
        return Err(
            "usage: measure standard|indices|irr|reorder|evenness FILE COUNT ROUNDS".into(),
        );
    };
    let (count, rounds) = (count.parse()?, rounds.parse()?);
    let printed = match what.as_str() {
        "standard" => standard(&plan(file)?, count, rounds)?,
        "indices" => indices(&plan(file)?, count, rounds)?,
        "irr" => rates(file, count, rounds)?,
        "reorder" => reorder(count as usize, rounds),
        "evenness" => evenness(&plan(file)?, count, rounds)?,
        other => return Err(format!("nothing is called {other}").into()),
    };
    println!("{printed}");
    Ok(())
}

fn plan(file: &str) -> Result<Plan, Failure> {
    let scenario = Scenario::from_toml(&std::fs::read_to_string(file)?)?;
    Ok(Plan::compile(&scenario, &PathSets::new())?)
}

/// The smallest of the times.
fn best(seconds: impl Iterator<Item = f64>) -> f64 {
    seconds.fold(f64::INFINITY, f64::min)
}

/// Seconds until every iteration has its NPV and IRR, and until the whole result is there.
fn standard(plan: &Plan, iterations: u64, rounds: u32) -> Result<Value, Failure> {
    let settings = SimulationSettings {
        iterations,
        ..SimulationSettings::default()
    };
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..rounds {
        let started = Instant::now();
        let mut iterated = 0.0;
        result = Some(simulate(plan, &settings, |_| {
            iterated = started.elapsed().as_secs_f64();
            ControlFlow::Continue(())
        })?);
        times.push((iterated, started.elapsed().as_secs_f64()));
    }
    Ok(json!({
        "iterations_s": best(times.iter().map(|time| time.0)),
        "whole_s": best(times.iter().map(|time| time.1)),
        "result": result,
    }))
}

/// Seconds for Sobol indices on `points` base points.
fn indices(plan: &Plan, points: u64, rounds: u32) -> Result<Value, Failure> {
    let mut times = Vec::new();
    let mut report = None;
    for _ in 0..rounds {
        let started = Instant::now();
        report = Some(sobol(plan, points, 42)?);
        times.push(started.elapsed().as_secs_f64());
    }
    Ok(json!({ "seconds": best(times.into_iter()), "report": report }))
}

/// Seconds for the rates of return of `count` rows, which a file holds one after the other as little-endian f64.
fn rates(file: &str, count: u64, rounds: u32) -> Result<Value, Failure> {
    let flows: Vec<f64> = std::fs::read(file)?
        .as_chunks::<8>()
        .0
        .iter()
        .map(|bytes| f64::from_le_bytes(*bytes))
        .collect();
    let periods = flows.len() / count as usize;
    let times: Vec<f64> = (0..periods).map(|k| k as f64).collect();
    let mut seconds = Vec::new();
    let mut rates = Vec::new();
    for _ in 0..rounds {
        let started = Instant::now();
        rates = irr_of_rows(&flows, &times);
        seconds.push(started.elapsed().as_secs_f64());
    }
    let values: Vec<Option<f64>> = rates.iter().map(|rate| rate.value).collect();
    Ok(json!({ "seconds": best(seconds.into_iter()), "rates": values }))
}

/// Seconds for a correlated sample of four normals and six PERTs, reordered.
fn reorder(count: usize, rounds: u32) -> Value {
    let normal = Distribution::Normal { mean: 0.0, sd: 1.0 };
    let pert = Distribution::Pert {
        min: 10.0,
        mode: 15.0,
        max: 40.0,
        lambda: 4.0,
    };
    let shapes: Vec<_> = (0..10)
        .map(|k| if k < 4 { normal.clone() } else { pert.clone() })
        .map(|shape| shape.quantile().expect("the parameters are right"))
        .collect();
    let target = SymmetricMatrix::identity(10).map(|i, j, _| {
        if i == j {
            1.0
        } else {
            pearson_of_spearman(0.3)
        }
    });
    let (mut whole, mut alone) = (Vec::new(), Vec::new());
    let mut mean = 0.0;
    for _ in 0..rounds {
        let started = Instant::now();
        let columns: Vec<Vec<f64>> = (0_u32..)
            .zip(&shapes)
            .map(|(stream, shape)| {
                let mut column = vec![0.0; count];
                let place = StreamPlace {
                    stream,
                    dimension: stream as usize,
                };
                UniformStream::new(Sampling::MonteCarlo, 42, place, count as u64)
                    .fill(0, &mut column);
                shape.fill(&mut column);
                column
            })
            .collect();
        let drawn = Instant::now();
        let reordered = iman_conover(&columns, &target).expect("the target is a correlation");
        alone.push(drawn.elapsed().as_secs_f64());
        whole.push(started.elapsed().as_secs_f64());
        mean = mean_and_sd(&reordered[9]).0;
    }
    json!({ "reordering_s": best(alone.into_iter()), "whole_s": best(whole.into_iter()), "mean": mean })
}

/// Standard deviation of the mean NPV over `seeds` runs by Monte Carlo and by Sobol points.
fn evenness(plan: &Plan, iterations: u64, seeds: u32) -> Result<Value, Failure> {
    let spread = |sampling| -> Result<f64, Failure> {
        let mut means = Vec::new();
        for seed in 0..u64::from(seeds) {
            let settings = SimulationSettings {
                iterations,
                seed,
                sampling,
            };
            let result = simulate(plan, &settings, |_| ControlFlow::Continue(()))?;
            means.push(result.npv.mean);
        }
        Ok(mean_and_sd(&means).1)
    };
    let (random, even) = (spread(Sampling::MonteCarlo)?, spread(Sampling::Sobol)?);
    Ok(json!({ "monte_carlo": random, "sobol": even, "ratio": random / even }))
}
