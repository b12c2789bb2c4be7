//! The commands, one file each: its flags and what it does. `main` only picks.

pub(crate) mod backup;
pub(crate) mod compare;
pub(crate) mod doctor;
pub(crate) mod evaluate;
pub(crate) mod forecast;
pub(crate) mod key;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod seed;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod template;
pub(crate) mod user;
pub(crate) mod worker;
