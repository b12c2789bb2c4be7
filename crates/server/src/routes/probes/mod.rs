//! For machines that watch this one. None needs credentials or counts against a rate.

pub mod health;
pub mod livez;
pub mod metrics;
pub mod readyz;
