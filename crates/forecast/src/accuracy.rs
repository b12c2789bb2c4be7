//! Point accuracy: sMAPE, MASE, RMSSE, OWA (definitions C1).
//!
//! Missing values are NaN. A point counts only where both the value and the forecast exist; a
//! figure over no point is unavailable, never zero.

use crate::figure::Reason;
use crate::summation::{Sum, mean, sum};
use serde::{Deserialize, Serialize};

/// sMAPE of one point on the 0–200 scale: 200|y−f|/(|y|+|f|), 0 when both are 0.
pub fn smape_point(y: f64, f: f64) -> f64 {
    let scale = y.abs() + f.abs();
    if scale == 0.0 {
        0.0
    } else {
        200.0 * (y - f).abs() / scale
    }
}

fn paired<'a>(y: &'a [f64], f: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    y.iter()
        .zip(f)
        .filter(|(y, f)| y.is_finite() && f.is_finite())
        .map(|(&y, &f)| (y, f))
}

/// sMAPE of one series, the mean over its points.
pub fn smape(y: &[f64], f: &[f64]) -> Result<f64, Reason> {
    mean(paired(y, f).map(|(y, f)| smape_point(y, f))).ok_or(Reason::NoData)
}

/// The two averagings of sMAPE over a set of series. They differ when horizons differ and must
/// never be compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SmapeAverages {
    /// Mean over series of the series' means (M4, Hyndman).
    pub mean_of_series: f64,
    /// Every point weighs the same (the M3 paper).
    pub pooled: f64,
}

/// Both averagings; series without a point are left out.
pub fn smape_averages<'a>(
    series: impl IntoIterator<Item = (&'a [f64], &'a [f64])>,
) -> Result<SmapeAverages, Reason> {
    let (mut of_series, mut pooled) = (Sum::default(), Sum::default());
    let (mut series_count, mut points) = (0_usize, 0_usize);
    for (y, f) in series {
        let (mut own, mut n) = (Sum::default(), 0_usize);
        for (y, f) in paired(y, f) {
            let error = smape_point(y, f);
            own.add(error);
            pooled.add(error);
            n += 1;
        }
        if n > 0 {
            of_series.add(own.value() / n as f64);
            series_count += 1;
            points += n;
        }
    }
    if points == 0 {
        return Err(Reason::NoData);
    }
    Ok(SmapeAverages {
        mean_of_series: of_series.value() / series_count as f64,
        pooled: pooled.value() / points as f64,
    })
}

fn scale(train: &[f64], m: usize, size: impl Fn(f64) -> f64) -> Result<f64, Reason> {
    let m = m.max(1);
    if train.len() <= m {
        return Err(Reason::TooFewObservations);
    }
    let steps = train
        .iter()
        .zip(&train[m..])
        .map(|(before, after)| after - before)
        .filter(|step| step.is_finite());
    match mean(steps.map(size)) {
        None => Err(Reason::TooFewObservations),
        Some(0.0) => Err(Reason::ZeroVariance),
        Some(scale) => Ok(scale),
    }
}

/// MASE denominator: mean |y_t − y_{t−m}| over the training window.
pub fn mase_scale(train: &[f64], m: usize) -> Result<f64, Reason> {
    scale(train, m, f64::abs)
}

/// RMSSE denominator (squared): mean (y_t − y_{t−m})² over the training window.
pub fn rmsse_scale(train: &[f64], m: usize) -> Result<f64, Reason> {
    scale(train, m, |step| step * step)
}

/// Mean absolute error over the points where both exist.
pub fn mean_absolute_error(y: &[f64], f: &[f64]) -> Result<f64, Reason> {
    mean(paired(y, f).map(|(y, f)| (y - f).abs())).ok_or(Reason::NoData)
}

/// Mean absolute scaled error (Hyndman & Koehler 2006); `train` is the window of that origin.
pub fn mase(train: &[f64], y: &[f64], f: &[f64], m: usize) -> Result<f64, Reason> {
    Ok(mean_absolute_error(y, f)? / mase_scale(train, m)?)
}

/// Root mean squared scaled error (M5 with m = 1).
pub fn rmsse(train: &[f64], y: &[f64], f: &[f64], m: usize) -> Result<f64, Reason> {
    let squared = mean(paired(y, f).map(|(y, f)| (y - f) * (y - f))).ok_or(Reason::NoData)?;
    Ok((squared / rmsse_scale(train, m)?).sqrt())
}

/// Overall weighted average: half the sum of the ratios of means to Naive2 (M4). Not the mean of
/// per-series ratios.
pub fn owa(
    smape: &[f64],
    smape_naive2: &[f64],
    mase: &[f64],
    mase_naive2: &[f64],
) -> Result<f64, Reason> {
    let ratio = |model: &[f64], reference: &[f64]| {
        let (n_model, n_reference) = (model.len() as f64, reference.len() as f64);
        if model.is_empty() || reference.is_empty() {
            return Err(Reason::NoData);
        }
        let reference = sum(reference.iter().copied()) / n_reference;
        if reference == 0.0 {
            return Err(Reason::DivisionByZero);
        }
        Ok(sum(model.iter().copied()) / n_model / reference)
    };
    Ok(0.5 * (ratio(smape, smape_naive2)? + ratio(mase, mase_naive2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_signs_stay_inside_the_scale() {
        assert!((smape_point(1.0, -3.0) - 200.0).abs() < 1e-12);
        assert!(smape_point(0.0, 0.0).abs() < 1e-12);
    }

    #[test]
    fn constant_training_has_no_scale() {
        assert_eq!(mase_scale(&[3.0; 5], 1), Err(Reason::ZeroVariance));
        assert_eq!(mase_scale(&[1.0, 2.0], 4), Err(Reason::TooFewObservations));
        assert_eq!(smape(&[f64::NAN], &[1.0]), Err(Reason::NoData));
    }

    #[test]
    fn gaps_leave_the_scale_alone() {
        let gapped = mase_scale(&[1.0, 2.0, f64::NAN, 4.0, 6.0], 1);
        assert_eq!(gapped, Ok(1.5));
    }
}
