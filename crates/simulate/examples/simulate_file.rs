//! Simulates a scenario file and prints the result as JSON, with the time it took on standard error.
//!
//! `cargo run --release --example simulate_file -- examples/vizcachitas-2023.toml 100000 42 [base]`

use std::ops::ControlFlow;
use std::time::Instant;

use prospect_simulate::engine::{SimulationSettings, simulate};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::Scenario;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, iterations, seed, rest @ ..] = arguments.as_slice() else {
        return Err("usage: simulate_file FILE ITERATIONS SEED [base]".into());
    };
    let started = Instant::now();
    let scenario = Scenario::from_toml(&std::fs::read_to_string(path)?)?;
    let plan = Plan::compile(&scenario, &PathSets::new())?;
    let compiled = started.elapsed();
    if rest.first().is_some_and(|word| word == "base") {
        println!("{}", serde_json::to_string_pretty(&plan.base_case())?);
        return Ok(());
    }
    let settings = SimulationSettings {
        iterations: iterations.parse()?,
        seed: seed.parse()?,
        ..SimulationSettings::default()
    };
    let result = simulate(&plan, &settings, |_| ControlFlow::Continue(()))?;
    let total = started.elapsed();
    println!("{}", serde_json::to_string_pretty(&result)?);
    eprintln!(
        "compiled in {:.1} ms, done in {:.1} ms",
        compiled.as_secs_f64() * 1e3,
        total.as_secs_f64() * 1e3
    );
    Ok(())
}
