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
