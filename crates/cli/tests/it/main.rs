//! The `prospect` binary as people and programs call it: real processes, real
//! files, exit codes, and what is said on which stream.

mod command;
mod documents;
mod evaluate;
mod forecast;
mod golden;
mod settings;
mod simulate;
