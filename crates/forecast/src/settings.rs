//! What is asked of a forecast.

use crate::bands::ConformalKind;
use crate::model::ModelName;
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
    pub conformal: ConformalKind,
    /// Most windows in each of the three sets (selection, calibration, test).
    pub max_windows: usize,
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
            conformal: ConformalKind::default(),
            max_windows: 120,
            seed: 0,
        }
    }
}

impl Settings {
    /// The models that take part, simplest first and each once.
    pub(crate) fn candidates(&self) -> Vec<ModelName> {
        match &self.models {
            ModelChoice::Automatic => ModelName::AUTOMATIC.to_vec(),
            ModelChoice::Only(models) => ModelName::ALL
                .into_iter()
                .filter(|model| models.contains(model))
                .collect(),
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
