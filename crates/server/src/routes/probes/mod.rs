//! For machines that watch this one. None needs credentials or counts against a rate.

pub(crate) mod health;
pub(crate) mod livez;
pub(crate) mod metrics;
pub(crate) mod readyz;
