//! The model at the end of its data.

use super::TrendSeasonData;
use super::design::Design;
use crate::fourier::FourierTerms;
use crate::state::{FARTHEST_STEP, State};
use serde::{Deserialize, Serialize};

/// A line that bends: level + slope·t + Σ change·(t − at)₊, t in steps from the first value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    pub level: f64,
    /// Per step, before the first change.
    pub slope: f64,
    /// (step, change of slope), those that are not zero.
    pub changes: Vec<(usize, f64)>,
}

impl Trend {
    pub fn value(&self, t: f64) -> f64 {
        let bends = self.changes.iter();
        self.level
            + self.slope * t
            + bends
                .map(|&(at, change)| change * (t - at as f64).max(0.0))
                .sum::<f64>()
    }
}

/// Coefficient of an effect or a regressor: it adds coefficient·(x − centre).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    pub name: String,
    pub coefficient: f64,
    pub centre: f64,
}

/// The model at the end of its data.
///
/// The coefficients stay as they were fitted. The slope changes to come are a random walk of the slope
/// with the variance of Prophet's simulated ones, 2λ² times their rate, known by a Kalman filter: so
/// intervals widen as the simulation's do, sample paths bend, and observations after the fit tell how
/// far the trend has left its line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendSeasonState {
    trend: Trend,
    terms: FourierTerms,
    season: Vec<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contributions: Vec<Contribution>,
    /// Values of effects and regressors after the data, one row per step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<f64>>,
    /// Where `rows` begin.
    fitted_to: usize,
    /// Step of the next value.
    next: usize,
    /// Variance of a step of the slope, in units of the noise's.
    slope_variance: f64,
    /// Distance of the next value's trend from the line, and of its slope.
    level: f64,
    slope: f64,
    /// Their covariance: level, both, slope.
    covariance: [f64; 3],
}

impl TrendSeasonState {
    /// Standing right after the last value that is there.
    pub(super) fn new(
        design: &Design,
        coefficients: &[f64],
        sigma: f64,
        data: &TrendSeasonData<'_>,
    ) -> Self {
        let (unit, per_step) = (design.scale, design.scale / design.span);
        let start = design.places.first().copied().unwrap_or(0) as f64;
        let (trend, rest) = coefficients.split_at(2 + design.changepoints.len());
        let (season, rest) = rest.split_at(design.terms.len());
        let changes: Vec<(usize, f64)> = design
            .changepoints
            .iter()
            .zip(&trend[2..])
            .filter(|(_, change)| **change != 0.0)
            .map(|(&at, change)| (at, change * per_step))
            .collect();
        let slope = trend[0] * per_step;
        let sizes: f64 = changes.iter().map(|(_, change)| change.abs()).sum();
        let count = design.changepoints.len() as f64;
        let mean_size = if count > 0.0 { sizes / count } else { 0.0 };
        let slope_variance = 2.0 * mean_size * mean_size * count / design.span / (sigma * sigma);
        let known = || data.effects.iter().chain(data.regressors);
        let contributions = known()
            .zip(rest)
            .zip(&design.standards)
            .map(
                |((regressor, coefficient), &(centre, spread))| Contribution {
                    name: regressor.name.clone(),
                    coefficient: coefficient * unit / spread,
                    centre,
                },
            )
            .collect();
        let reach = known().map(|regressor| regressor.values.len()).min();
        let rows = (design.end..reach.unwrap_or(design.end))
            .map(|t| known().map(|regressor| regressor.values[t]).collect())
            .collect();
        Self {
            trend: Trend {
                level: trend[1] * unit + design.floor - slope * start,
                slope,
                changes,
            },
            terms: design.terms.clone(),
            season: season.iter().map(|b| b * unit).collect(),
            contributions,
            rows,
            fitted_to: design.end,
            next: design.end,
            slope_variance,
            level: 0.0,
            slope: 0.0,
            covariance: [slope_variance; 3],
        }
    }

    /// The fitted line.
    pub fn trend(&self) -> &Trend {
        &self.trend
    }

    /// Value of the seasons at step `t` from the first value.
    pub fn season(&self, t: usize) -> f64 {
        self.terms.value(t, &self.season)
    }

    /// The part of the season with this index.
    pub fn season_part(&self, season: usize, t: usize) -> f64 {
        self.terms.value_of(season, t, &self.season)
    }

    /// Coefficients of effects and regressors, in units of the data.
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// Missing where the future of an effect or a regressor is not known.
    fn known(&self) -> f64 {
        if self.contributions.is_empty() {
            return 0.0;
        }
        match self.rows.get(self.next - self.fitted_to) {
            Some(row) => row
                .iter()
                .zip(&self.contributions)
                .map(|(x, own)| own.coefficient * (x - own.centre))
                .sum(),
            None => f64::NAN,
        }
    }
}

impl State for TrendSeasonState {
    fn next_mean(&self) -> f64 {
        self.trend.value(self.next as f64) + self.season(self.next) + self.known() + self.level
    }

    fn next_variance(&self) -> f64 {
        1.0 + self.covariance[0]
    }

    fn advance(&mut self, y: f64) {
        let error = y - self.next_mean();
        let [mut level, mut both, mut slope] = self.covariance;
        if error.is_finite() {
            let variance = 1.0 + level;
            self.level += level / variance * error;
            self.slope += both / variance * error;
            slope -= both * both / variance;
            both /= variance;
            level /= variance;
        }
        self.level += self.slope;
        let step = self.slope_variance;
        self.covariance = [
            level + 2.0 * both + slope + step,
            both + slope + step,
            slope + step,
        ];
        self.next += 1;
    }

    fn is_consistent(&self) -> bool {
        (self.fitted_to..=FARTHEST_STEP).contains(&self.next)
    }
}
