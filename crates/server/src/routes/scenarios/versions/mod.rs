//! The versions of a scenario. They are added and read, never changed.

pub mod create;
pub mod list;
