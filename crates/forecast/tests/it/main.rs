//! Integration tests of the forecasting engine.

mod golden;
mod golden_models;
mod vectors;
