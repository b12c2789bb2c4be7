//! What the store promises, the same on SQLite and PostgreSQL.

mod accounts;
mod archive;
mod fixtures;
mod forecasts;
mod idempotency;
mod job_endings;
mod jobs;
mod migration;
mod observations;
mod scenarios;
mod series;
mod simulations;
mod transactions;
