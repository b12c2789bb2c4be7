//! Time, calendars, frequency and units of measured series.
//!
//! Everything here is pure: no file, no clock, no generator. Reading of files is in `prospect-sources`.

pub mod time;
pub mod unit;

pub use time::Timestamp;
pub use unit::Unit;
