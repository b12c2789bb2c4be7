//! What administrators look at and do: storage, backup, settings, health.

pub(crate) mod backup;
pub(crate) mod health;
pub(crate) mod settings;
pub(crate) mod storage;
