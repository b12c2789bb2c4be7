//! The engine against published studies, the vectors of the definitions and its own invariants.

#![expect(
    clippy::float_cmp,
    reason = "exact figures are compared where they must be exact"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounting;
mod bytes;
mod compare;
mod dependence;
mod distributions;
mod engine;
mod formulas;
mod fuzzed;
mod golden_cases;
mod physicals;
mod processes;
mod properties;
mod recovered;
mod reliability;
mod report;
mod scenario_errors;
mod scenario_model;
mod sensitivity;
mod shared;
mod statistics;
mod time_value;
