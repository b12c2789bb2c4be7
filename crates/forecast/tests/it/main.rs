//! Integration tests of the forecasting engine.

mod anomalies;
mod bytes;
mod choice;
mod every_model;
mod fuzzed;
mod gaps;
mod golden;
mod golden_m3;
mod golden_models;
mod harmonic;
mod intermittent;
mod panel;
mod paths;
mod properties;
mod real_data;
mod refusals;
mod regressors;
mod score;
mod series;
mod standard;
mod trend_season;
mod vectors;
mod volatility;
mod volatility_golden;
