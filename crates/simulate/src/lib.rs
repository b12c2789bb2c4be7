//! Project economics under uncertainty: what a mine or plant is worth, and how sure that is.
//!
//! A [`scenario::Scenario`] is compiled into a [`plan::Plan`], which gives the deterministic [`result::BaseCase`] and, run
//! over many iterations by [`engine`], a [`result::SimulationResult`]. Everything is a pure function of the scenario, the
//! price paths given and the seed: the same digits on any number of threads. No files, clocks or global generators here.

#![expect(
    clippy::inline_always,
    reason = "what is compiled per vector width must be inlined into the function that is"
)]

pub mod dependence;
pub mod distribution;
pub mod economics;
pub mod engine;
pub mod examples;
mod exponential;
mod logarithm;
pub mod plan;
pub mod process;
pub mod reliability;
pub mod report;
pub mod result;
pub mod sampling;
pub mod scenario;
pub mod sensitivity;
pub mod statistics;
mod widest;

/// Changes whenever the same inputs would give other digits.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
