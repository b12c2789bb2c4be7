//! Reading and writing of series from files.
//!
//! Bytes in, series and named faults out; tables in, bytes out. Where bytes come from (an upload, a
//! path) is the business of the caller, except for [`panel::read_path`] of the command line.

pub mod book;
pub mod export;
pub mod files;
pub mod panel;
