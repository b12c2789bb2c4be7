//! First run: one token, one administrator, once.

pub mod complete;
pub mod show;
