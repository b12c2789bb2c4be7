//! The decoding that the fuzz targets share with the test-suite of the engine.

#[path = "../../crates/forecast/tests/it/bytes/mod.rs"]
mod bytes;

/// Forecasts the history and settings that the bytes make.
pub fn forecast(data: &[u8]) {
    bytes::forecast_from(data);
}

/// Reads and uses the fitted model that the bytes make.
pub fn blob(data: &[u8]) {
    bytes::blob_from(data);
}
