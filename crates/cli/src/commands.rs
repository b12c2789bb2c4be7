//! The commands, one file each: its flags and what it does. `main` only picks.

pub(crate) mod evaluate;
pub(crate) mod forecast;
pub(crate) mod migrate;
pub(crate) mod serve;
pub(crate) mod simulate;
