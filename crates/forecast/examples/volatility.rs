//! Fits every volatility model to the changes of a column of prices and prints the result and the
//! milliseconds of a fit: `cargo run --release --example volatility -- prices.csv`.

use prospect_forecast::volatility::{Errors, Kind, fit_returns};
use std::time::Instant;

const REPEATS: u32 = 10;

fn main() {
    let path = std::env::args().nth(1).expect("a CSV of date and price");
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let prices: Vec<f64> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1)?.parse().ok())
        .collect();
    let positive = prices.iter().take_while(|price| **price > 0.0).count();
    let changes = |of: &dyn Fn(f64) -> f64, n: usize| -> Vec<f64> {
        let pairs = prices[..n].windows(2);
        pairs.map(|w| of(w[1]) - of(w[0])).collect()
    };
    let sets = [
        (
            "100 x log changes",
            changes(&|price| 100.0 * price.ln(), positive),
        ),
        ("changes", changes(&|price| price, prices.len())),
    ];
    for (name, returns) in sets {
        println!("{name}, {} returns", returns.len());
        for kind in [Kind::Garch, Kind::GjrGarch, Kind::Egarch] {
            for errors in [Errors::Normal, Errors::StudentT] {
                let start = Instant::now();
                for _ in 1..REPEATS {
                    std::hint::black_box(fit_returns(&returns, kind, errors))
                        .expect("can be fitted");
                }
                let fit = fit_returns(&returns, kind, errors).expect("can be fitted");
                let ms = start.elapsed().as_secs_f64() * 1e3 / f64::from(REPEATS);
                println!(
                    "{kind:?} {errors:?}: {ms:.1} ms, log-likelihood {:.6}, {:?}",
                    fit.criteria.log_likelihood,
                    fit.parameters(),
                );
                println!("  {:?}", fit.standard_errors);
                println!(
                    "  ahead {:?}, unconditional {:?}, half-life {:?}",
                    fit.variance_ahead(5),
                    fit.unconditional_variance(),
                    fit.half_life()
                );
            }
        }
    }
}
