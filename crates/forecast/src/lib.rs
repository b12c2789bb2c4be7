//! Forecasting: models, selection by rolling-origin accuracy, intervals, evaluation, sample paths.
//!
//! Pure and seeded: no clock, no global generator, no I/O. Values are `f64` with NaN for missing;
//! what each reported number means is laid down in the definitions (part C).
//! Not for calendars and frequencies (crate `series`) or storage.

pub mod accuracy;
pub mod anomalies;
pub mod arima;
pub mod bands;
pub mod calendar_effects;
pub mod candidate;
pub mod ces;
pub mod conformal;
pub mod contest;
pub mod cost;
pub mod criteria;
pub mod diagnostics;
pub mod diebold_mariano;
pub mod ets;
pub mod exponential_smoothing;
pub mod figure;
pub mod forecast;
pub mod fourier;
pub mod harmonic;
pub mod history;
pub mod intermittent;
pub mod interval_score;
mod least_squares;
pub mod mean_state;
mod minimise;
pub mod model;
pub mod naive_family;
pub mod panel;
pub mod paths;
pub mod race;
pub mod refusal;
pub mod regressors;
pub mod rolling_origin;
pub mod score;
pub mod season;
pub mod settings;
mod smoothing_fit;
pub mod state;
pub mod stl;
pub mod summation;
pub mod theta;
pub mod trend_season;
pub mod verdict;
pub mod volatility;
pub mod windows;
mod words;

pub use contest::RaceProgress;
pub use figure::{Figure, Reason};
pub use forecast::{Forecast, forecast, forecast_watched};
pub use history::History;
pub use model::{FittedModel, ModelName};
pub use panel::{EvaluateSettings, Evaluation, PanelSeries, evaluate};
pub use paths::{SamplePaths, sample_paths};
pub use refusal::{ForecastError, ModelRefusal};
pub use score::{Score, score};
pub use settings::{ModelChoice, Settings};

/// Version of the engine, recorded in every result.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
