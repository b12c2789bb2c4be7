//! Reliability of equipment from its maintenance records, and what its hours were used for (definitions B7).

mod growth;
mod mean_cumulative;
mod replacement;
mod time_usage;
mod trend;
mod weibull;

pub use growth::{CrowAmsaa, Truncation, crow_amsaa};
pub use mean_cumulative::{CumulativePoint, System, mean_cumulative_function};
pub use replacement::{ReplacementAge, age_replacement, minimal_repair_replacement};
pub use time_usage::{Oee, Production, TimeUsage, UsageFigures};
pub use trend::laplace_trend;
pub use weibull::{WeibullFit, inherent_availability, weibull_fit, weibull_mean};

/// The root of a rising function between `low` and 1,000,000, to the last digit; none when it is not there.
fn rising_root(mut low: f64, rising: impl Fn(f64) -> f64) -> Option<f64> {
    const HIGHEST: f64 = 1e6;
    let mut high = 1.0;
    while rising(high) < 0.0 && high < HIGHEST {
        low = high;
        high *= 2.0;
    }
    if rising(low) > 0.0 || rising(high) < 0.0 {
        return None;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}
