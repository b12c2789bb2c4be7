//! Forecasting models, selection, intervals and evaluation.
