//! `/api/v1`

mod forecasts;
mod idempotency;
mod jobs;
mod keys;
mod scenarios;
mod series;
mod session;
mod setup;
mod simulations;
mod users;
mod workspaces;
