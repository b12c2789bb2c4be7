//! What is asked of a forecast.

use crate::bands::IntervalMethod;
use crate::model::{ModelName, Transform};
use crate::refusal::ForecastError;
use crate::season::SeasonalAdjustment;
use serde::{Deserialize, Serialize};

const MAX_HORIZON: usize = 10_000;
const MAX_LEVELS: usize = 20;

/// Which models take part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelChoice {
    /// All of [`ModelName::AUTOMATIC`]; the rolling-origin MASE decides.
    #[default]
    Automatic,
    /// These; the rolling-origin MASE decides when there are several.
    #[serde(untagged)]
    Only(Vec<ModelName>),
}

/// Which transform the models are fitted under.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransformChoice {
    /// The square root (Box–Cox with λ = ½) where all values are above zero, none otherwise. Between
    /// an additive and a multiplicative world it is wrong in neither: mean MASE of the ensemble on
    /// M1, tourism and M3 is 1.407, 1.967 and 1.317; without it 1.426, 1.989 and 1.320.
    #[default]
    Automatic,
    /// This one; models refuse values it cannot take.
    #[serde(untagged)]
    Fixed(Transform),
}

impl TransformChoice {
    pub(crate) fn resolve(self, values: &[f64]) -> Transform {
        match self {
            Self::Fixed(transform) => transform,
            Self::Automatic if values.iter().any(|value| *value <= 0.0) => Transform::None,
            Self::Automatic => Transform::BoxCox { lambda: 0.5 },
        }
    }
}

/// Settings of a forecast. Everything but the horizon has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Periods ahead.
    pub horizon: usize,
    /// Levels of the intervals, as shares: 0.95 for 95 %.
    pub levels: Vec<f64>,
    /// `"automatic"` or a list of model names.
    pub models: ModelChoice,
    /// How SES, Holt, damped Holt and Theta treat a season.
    pub seasonal_adjustment: SeasonalAdjustment,
    /// What the models are fitted to.
    pub transform: TransformChoice,
    /// How the bands are made.
    pub intervals: IntervalMethod,
    /// Nominal processor time for the fits of the race; a smaller budget refits less often.
    pub budget_ms: u64,
    /// Most windows in each of the three sets (selection, calibration, test).
    pub max_windows: usize,
    /// Search the history for outliers, shifts of level and changes of scatter.
    pub anomalies: bool,
    /// Seed of everything drawn from this forecast.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            horizon: 12,
            levels: vec![0.5, 0.8, 0.95],
            models: ModelChoice::Automatic,
            seasonal_adjustment: SeasonalAdjustment::default(),
            transform: TransformChoice::default(),
            intervals: IntervalMethod::default(),
            budget_ms: 2_000,
            max_windows: 120,
            anomalies: true,
            seed: 0,
        }
    }
}

impl Settings {
    /// The models that take part, simplest first and each once.
    pub(crate) fn candidates(&self) -> Vec<ModelName> {
        match &self.models {
            ModelChoice::Automatic => ModelName::AUTOMATIC.to_vec(),
            ModelChoice::Only(models) => {
                let mut each = Vec::with_capacity(models.len());
                for model in models {
                    if !each.contains(model) {
                        each.push(*model);
                    }
                }
                each.sort_by_key(|model| model.simplicity());
                each
            }
        }
    }

    /// Levels in ascending order, each once.
    pub(crate) fn sorted_levels(&self) -> Vec<f64> {
        let mut levels = self.levels.clone();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    }

    pub(crate) fn check(&self) -> Result<(), ForecastError> {
        if self.horizon == 0 {
            return Err(ForecastError::HorizonZero);
        }
        if self.horizon > MAX_HORIZON {
            return Err(ForecastError::HorizonTooLong {
                horizon: self.horizon,
                max: MAX_HORIZON,
            });
        }
        if self.levels.len() > MAX_LEVELS {
            return Err(ForecastError::TooManyLevels {
                levels: self.levels.len(),
                max: MAX_LEVELS,
            });
        }
        // Ranks are taken in billionths; anything nearer to 0 or 1 is no level.
        let proper = |level: f64| (1e-9..=1.0 - 1e-9).contains(&level);
        if let Some(&level) = self.levels.iter().find(|&&level| !proper(level)) {
            return Err(ForecastError::Level { level });
        }
        if self.candidates().is_empty() {
            return Err(ForecastError::NoModels);
        }
        Ok(())
    }
}
