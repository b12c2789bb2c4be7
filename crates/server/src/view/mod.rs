//! The wire forms: what a client of the API reads and writes, where that differs from what is
//! stored. No logic beyond filling them.

pub(crate) mod account;
pub(crate) mod activity;
pub(crate) mod admin;
pub(crate) mod forecast;
pub(crate) mod import;
pub(crate) mod job;
pub(crate) mod listing;
mod mirrored;
pub(crate) mod scenario;
pub(crate) mod series;
pub(crate) mod simulation;
pub(crate) mod workspace;
