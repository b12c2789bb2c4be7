//! Time, calendars, frequency and units of measured series.
