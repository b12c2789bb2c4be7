//! The `prospect` binary as people and programs call it: real processes, real
//! files, exit codes, and what is said on which stream.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that fails"
)]

mod administration;
mod command;
mod compare;
mod documents;
mod evaluate;
mod forecast;
mod golden;
mod report;
mod serve;
mod settings;
mod simulate;
mod template;
