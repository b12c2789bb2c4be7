//! The regression behind the model: scaled data and columns with their priors.

use super::{Priors, Scaling, TrendSeasonData};
use crate::fourier::FourierTerms;
use crate::model::Regressor;
use crate::refusal::ModelRefusal;

/// Prior scale of slope and level of the trend.
const TREND_SCALE: f64 = 5.0;
/// Values beyond this cannot be squared and summed without overflow.
const LARGEST: f64 = 1e100;

/// Columns over the values that are there: slope, level, changes of slope, Fourier terms, effects,
/// regressors. Time runs from 0 at the first value to 1 at the last.
pub(super) struct Design {
    /// Steps of the values.
    pub(super) places: Vec<usize>,
    /// Scaled values.
    pub(super) y: Vec<f64>,
    pub(super) columns: Vec<Vec<f64>>,
    /// Of the normal prior by column; `None` for the Laplace prior of the changes.
    pub(super) precisions: Vec<Option<f64>>,
    /// Sums of products of the columns with each other, by rows, and with the values.
    pub(super) gram: Vec<f64>,
    pub(super) moments: Vec<f64>,
    pub(super) floor: f64,
    pub(super) scale: f64,
    /// Steps from the first value to the last.
    pub(super) span: f64,
    /// Step after the last value.
    pub(super) end: usize,
    /// Steps where the slope may change.
    pub(super) changepoints: Vec<usize>,
    pub(super) terms: FourierTerms,
    /// Centre and spread of each effect and regressor.
    pub(super) standards: Vec<(f64, f64)>,
}

impl Design {
    pub(super) fn new(data: &TrendSeasonData<'_>, priors: &Priors) -> Result<Self, ModelRefusal> {
        let places: Vec<usize> = (0..data.values.len())
            .filter(|&t| data.values[t].is_finite())
            .collect();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            return Err(ModelRefusal::TooShort { have: 0, needed: 2 });
        };
        let values = || places.iter().map(|&t| data.values[t]);
        let lowest = values().fold(f64::INFINITY, f64::min);
        let highest = values().fold(f64::NEG_INFINITY, f64::max);
        let size = lowest.abs().max(highest.abs());
        if size > LARGEST {
            return Err(ModelRefusal::NotFinite);
        }
        if !(highest - lowest > 1e-12 * size) {
            return Err(ModelRefusal::Constant);
        }
        let (floor, scale) = match priors.scaling {
            Scaling::Range => (lowest, highest - lowest),
            Scaling::AbsoluteMaximum => (0.0, size),
        };
        let span = (last - first).max(1) as f64;
        let time = |t: usize| (t - first) as f64 / span;
        let changepoints = changepoints(&places, priors);
        let terms = FourierTerms::new(data.seasons);
        let mut columns: Vec<Vec<f64>> = vec![
            places.iter().map(|&t| time(t)).collect(),
            vec![1.0; places.len()],
        ];
        let mut precisions = vec![Some(TREND_SCALE.powi(-2)); 2];
        for &from in &changepoints {
            columns.push(
                places
                    .iter()
                    .map(|&t| (time(t.max(from))) - time(from))
                    .collect(),
            );
            precisions.push(None);
        }
        let rows: Vec<Vec<f64>> = places.iter().map(|&t| terms.row(t)).collect();
        for i in 0..terms.len() {
            columns.push(rows.iter().map(|row| row[i]).collect());
            precisions.push(Some(priors.season_scale.powi(-2)));
        }
        let mut standards = Vec::new();
        let groups = [
            (data.effects, priors.effect_scale, false),
            (data.regressors, priors.regressor_scale, true),
        ];
        for (regressors, prior, standardise) in groups {
            for regressor in regressors {
                let (centre, spread, column) = column_of(regressor, data, &places, standardise)?;
                standards.push((centre, spread));
                columns.push(column);
                precisions.push(Some(prior.powi(-2)));
            }
        }
        let y: Vec<f64> = values().map(|value| (value - floor) / scale).collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let p = columns.len();
        let mut gram = vec![0.0; p * p];
        for i in 0..p {
            for j in 0..=i {
                let product = dot(&columns[i], &columns[j]);
                gram[i * p + j] = product;
                gram[j * p + i] = product;
            }
        }
        let moments = columns.iter().map(|column| dot(column, &y)).collect();
        Ok(Self {
            end: last + 1,
            places,
            y,
            columns,
            precisions,
            gram,
            moments,
            floor,
            scale,
            span,
            changepoints,
            terms,
            standards,
        })
    }

    pub(super) fn residuals(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut residuals = self.y.clone();
        for (column, coefficient) in self.columns.iter().zip(coefficients) {
            if *coefficient != 0.0 {
                for (residual, x) in residuals.iter_mut().zip(column) {
                    *residual -= coefficient * x;
                }
            }
        }
        residuals
    }
}

/// Evenly spread over the first values, as Prophet spreads them: at the values of rank
/// i(h − 1)/s, i = 1, …, s, with h the values in range.
fn changepoints(places: &[usize], priors: &Priors) -> Vec<usize> {
    let range = (places.len() as f64 * priors.changepoint_range).floor() as usize;
    let count = priors.changepoints.min(range.saturating_sub(1));
    (1..=count)
        .map(|i| {
            let rank = (i as f64 * (range - 1) as f64 / count as f64).round_ties_even();
            places[rank as usize]
        })
        .collect()
}

/// Centre, spread and standardised values. Indicators and constants stay as they are.
fn column_of(
    regressor: &Regressor,
    data: &TrendSeasonData<'_>,
    places: &[usize],
    standardise: bool,
) -> Result<(f64, f64, Vec<f64>), ModelRefusal> {
    let missing = || ModelRefusal::RegressorMissing {
        name: regressor.name.clone(),
    };
    let own = regressor
        .values
        .get(..data.values.len())
        .ok_or_else(missing)?;
    let values: Vec<f64> = places.iter().map(|&t| own[t]).collect();
    if values.iter().any(|value| !(value.abs() <= LARGEST)) {
        return Err(missing());
    }
    let n = values.len() as f64;
    let centre = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let spread = (squares / (n - 1.0)).sqrt();
    let is_indicator = values.iter().all(|value| [0.0, 1.0].contains(value));
    if !standardise || is_indicator || !(spread > 1e-12 * centre.abs()) {
        return Ok((0.0, 1.0, values));
    }
    let column = values
        .iter()
        .map(|value| (value - centre) / spread)
        .collect();
    Ok((centre, spread, column))
}
