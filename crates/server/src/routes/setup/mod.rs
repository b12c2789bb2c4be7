//! First run: one token, one administrator, once.

pub(crate) mod complete;
pub(crate) mod show;
