//! The decoding that the fuzz targets share with the test-suites of the engines.

#[path = "../../crates/forecast/tests/it/bytes/mod.rs"]
mod bytes;
#[path = "../../crates/simulate/tests/it/bytes/mod.rs"]
mod scenario_bytes;

/// Forecasts the history and settings that the bytes make.
pub fn forecast(data: &[u8]) {
    bytes::forecast_from(data);
}

/// Reads and uses the fitted model that the bytes make.
pub fn blob(data: &[u8]) {
    bytes::blob_from(data);
}

/// Reads, checks and runs the scenario that the bytes make.
pub fn scenario(data: &[u8]) {
    scenario_bytes::scenario_from(data);
}
