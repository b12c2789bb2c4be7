//! Time, calendars, frequency and units of measured series.
//!
//! Everything here is pure: no file, no clock, no generator. Reading of files is in `prospect-sources`.

pub mod calendar;
pub mod column;
pub mod frequency;
mod period;
pub mod regularise;
pub mod resample;
pub mod sum;
pub mod time;
pub mod unit;

pub use calendar::Calendar;
pub use column::Series;
pub use frequency::Frequency;
pub use time::Timestamp;
pub use unit::Unit;
