//! The wire forms: what a client of the API reads and writes, where that differs from what is
//! stored. No logic beyond filling them.

pub mod account;
pub mod activity;
pub mod admin;
pub mod forecast;
pub mod import;
pub mod job;
pub mod listing;
mod mirrored;
pub mod scenario;
pub mod series;
pub mod simulation;
pub mod workspace;
