//! The versions of a scenario. They are added and read, never changed.

pub(crate) mod create;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod show;
