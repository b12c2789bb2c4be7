//! Integration tests of the forecasting engine.

mod choice;
mod gaps;
mod golden;
mod golden_models;
mod intermittent;
mod panel;
mod paths;
mod properties;
mod real_data;
mod refusals;
mod regressors;
mod score;
mod series;
mod vectors;
mod volatility;
mod volatility_golden;
