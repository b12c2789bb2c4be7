//! Why a forecast or a model is refused, by name.

use crate::model::ModelName;
use serde::{Deserialize, Serialize};

/// Why one model cannot be fitted to given data. Others may still work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ModelRefusal {
    #[error("{have} values, {needed} are needed")]
    TooShort { have: usize, needed: usize },
    #[error("all values are equal")]
    Constant,
    #[error("the data have no season: season length is 1")]
    NoSeason,
    #[error("after differencing the values do not vary: a straight line or an exact season")]
    Deterministic,
    #[error("the values do not return to a mean within the length of the history")]
    NoMeanReversion,
    #[error("regressor {name} has no value somewhere in the history")]
    RegressorMissing { name: String },
    #[error("the first values are missing, so that regressors and history do not line up")]
    MissingAtFront,
    #[error("some values are not above zero")]
    NotPositive,
    #[error("some values are negative; intermittent demand is zero or more")]
    Negative,
    #[error("all values are zero: there is no demand to forecast")]
    NoDemand,
    #[error("{have} periods with demand, {needed} are needed")]
    TooFewDemands { have: usize, needed: usize },
    #[error("the fit left the range of finite numbers")]
    NotFinite,
}

/// Why no forecast can be made, scored or evaluated at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ForecastError {
    #[error("the series has no values")]
    Empty,
    #[error("all {length} values are missing")]
    AllMissing { length: usize },
    #[error("value {index} is infinite")]
    Infinite { index: usize },
    #[error("value {index} is beyond ±1e100, too large to square")]
    TooLarge { index: usize },
    #[error("horizon is 0; it must be at least 1")]
    HorizonZero,
    #[error("horizon is {horizon}; at most {max} is supported")]
    HorizonTooLong { horizon: usize, max: usize },
    #[error("season length is 0; use 1 for data without a season")]
    SeasonLengthZero,
    #[error("interval level {level} must lie strictly between 0 and 1")]
    Level { level: f64 },
    #[error("{levels} interval levels; at most {max} are supported")]
    TooManyLevels { levels: usize, max: usize },
    #[error("no model was chosen; name at least one or use automatic")]
    NoModels,
    #[error("the series has no regular grid: {problem}")]
    Grid { problem: String },
    #[error("{model} was refused: {refusal}")]
    ModelRefused {
        model: ModelName,
        refusal: ModelRefusal,
    },
    #[error("fitted model has format {found}; this engine reads {supported}")]
    Format { found: u32, supported: u32 },
    #[error(
        "regressor {name} must have a finite value for each of the first {needed} periods, counted from the first of the history"
    )]
    Regressor { name: String, needed: usize },
    #[error("the forecast was cancelled")]
    Cancelled,
    #[error("fitted model cannot be read: {problem}")]
    Blob { problem: String },
    #[error("series {id} appears twice in the panel")]
    DuplicateSeries { id: String },
    #[error("the panel has no series")]
    EmptyPanel,
    #[error("no window: {length} values, {needed} are needed for horizon {horizon}")]
    NoWindow {
        length: usize,
        needed: usize,
        horizon: usize,
    },
    #[error("{asked} sample paths of {horizon} steps; at most {max} numbers are made at once")]
    TooManyPaths {
        asked: usize,
        horizon: usize,
        max: usize,
    },
}
