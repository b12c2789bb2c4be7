//! Prediction bands: split conformal where enough past errors exist at each step, otherwise from
//! the model itself and named so; and the coverage they had (definitions C2, C7).

use crate::conformal::{split_half_width, split_signed};
use crate::figure::{Figure, Reason};
use crate::interval_score::interval_score;
use crate::model::Point;
use crate::race::OriginErrors;
use crate::summation::mean;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

/// Form of the split-conformal interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConformalKind {
    /// The same width on both sides; 19 errors suffice for 95 %.
    #[default]
    Symmetric,
    /// Each side from its own tail; 95 % needs 39 errors.
    Signed,
}

/// Where a band comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandMethod {
    SplitConformalSymmetric,
    SplitConformalSigned,
    /// Normal errors with the model's own variance over the horizon.
    AnalyticNormal,
}

/// Lower and upper bound at one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    pub level: f64,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    pub method: BandMethod,
    /// Past errors behind the step that has fewest of them; 0 for an analytic band.
    pub calibration_errors: usize,
}

/// A level for which no band can be given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MissingBand {
    pub level: f64,
    pub reason: Reason,
}

/// How often the band of one level held in test, next to its width and score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredCoverage {
    pub level: f64,
    /// Share of test values inside the band.
    pub coverage: Figure,
    /// Number of test values.
    pub n: usize,
    /// Number of test windows.
    pub windows: usize,
    pub method: BandMethod,
    pub mean_width: Figure,
    /// Mean scaled interval score.
    pub msis: Figure,
}

/// Offsets from the point forecast, by step.
enum Offsets {
    Conformal(Vec<(f64, f64)>, BandMethod, usize),
    Analytic(f64),
}

impl Offsets {
    fn new(
        errors_by_step: &[Vec<f64>],
        horizon: usize,
        level: f64,
        kind: ConformalKind,
    ) -> Result<Self, Reason> {
        let calibrated: Result<Vec<(f64, f64)>, Reason> = errors_by_step
            .iter()
            .map(|errors| match kind {
                ConformalKind::Symmetric => {
                    split_half_width(errors, level).map(|half| (-half, half))
                }
                ConformalKind::Signed => split_signed(errors, level),
            })
            .collect();
        match calibrated {
            Ok(offsets) if offsets.len() == horizon => {
                let method = match kind {
                    ConformalKind::Symmetric => BandMethod::SplitConformalSymmetric,
                    ConformalKind::Signed => BandMethod::SplitConformalSigned,
                };
                let fewest = errors_by_step.iter().map(Vec::len).min().unwrap_or(0);
                Ok(Self::Conformal(offsets, method, fewest))
            }
            Ok(_) | Err(Reason::InsufficientCalibration) => {
                let z = Normal::standard().inverse_cdf(0.5 + 0.5 * level);
                Ok(Self::Analytic(z))
            }
            Err(reason) => Err(reason),
        }
    }

    fn bounds(&self, step: usize, point: &Point) -> (f64, f64) {
        match self {
            Self::Conformal(offsets, ..) => {
                let (lower, upper) = offsets[step];
                (point.mean + lower, point.mean + upper)
            }
            Self::Analytic(z) => (point.mean - z * point.sd, point.mean + z * point.sd),
        }
    }

    fn method(&self) -> BandMethod {
        match self {
            Self::Conformal(_, method, _) => *method,
            Self::Analytic(_) => BandMethod::AnalyticNormal,
        }
    }
}

/// Errors at each step over the given origins, missing actuals left out.
pub(crate) fn by_step<'a>(
    origins: impl IntoIterator<Item = &'a OriginErrors>,
    horizon: usize,
) -> Vec<Vec<f64>> {
    let mut steps = vec![Vec::new(); horizon];
    for origin in origins {
        for (step, &error) in steps.iter_mut().zip(&origin.errors) {
            if error.is_finite() {
                step.push(error);
            }
        }
    }
    steps
}

/// Bands at every level, narrowest first; those that cannot be given, with the reason; and how
/// many bounds had to be exchanged so that a higher level is never inside a lower one.
pub(crate) fn bands(
    points: &[Point],
    calibration: &[OriginErrors],
    levels: &[f64],
    kind: ConformalKind,
    analytic_possible: bool,
) -> (Vec<Band>, Vec<MissingBand>, usize) {
    let errors = by_step(calibration, points.len());
    let (mut given, mut missing) = (Vec::new(), Vec::new());
    for &level in levels {
        let offsets = match Offsets::new(&errors, points.len(), level, kind) {
            Ok(Offsets::Analytic(_)) if !analytic_possible => Err(Reason::InsufficientCalibration),
            other => other,
        };
        match offsets {
            Err(reason) => missing.push(MissingBand { level, reason }),
            Ok(offsets) => {
                let (lower, upper) = points
                    .iter()
                    .enumerate()
                    .map(|(step, point)| offsets.bounds(step, point))
                    .unzip();
                given.push(Band {
                    level,
                    lower,
                    upper,
                    method: offsets.method(),
                    calibration_errors: match offsets {
                        Offsets::Conformal(_, _, fewest) => fewest,
                        Offsets::Analytic(_) => 0,
                    },
                });
            }
        }
    }
    let exchanged = uncross(&mut given);
    (given, missing, exchanged)
}

/// Sorts the bounds of each step so that bands nest; returns how many changed.
fn uncross(bands: &mut [Band]) -> usize {
    let horizon = bands.first().map_or(0, |band| band.lower.len());
    let mut exchanged = 0;
    for step in 0..horizon {
        let mut lower: Vec<f64> = bands.iter().map(|band| band.lower[step]).collect();
        let mut upper: Vec<f64> = bands.iter().map(|band| band.upper[step]).collect();
        lower.sort_by(|a, b| b.total_cmp(a));
        upper.sort_by(f64::total_cmp);
        for (band, (low, high)) in bands.iter_mut().zip(lower.into_iter().zip(upper)) {
            exchanged += usize::from(band.lower[step].total_cmp(&low).is_ne());
            exchanged += usize::from(band.upper[step].total_cmp(&high).is_ne());
            (band.lower[step], band.upper[step]) = (low, high);
        }
    }
    exchanged
}

/// Coverage of the band procedure on test windows. With `leave_one_out` the test windows calibrate
/// each other, each without itself; otherwise `calibration` comes before them.
pub(crate) fn measured_coverage(
    calibration: &[OriginErrors],
    test: &[OriginErrors],
    horizon: usize,
    level: f64,
    kind: ConformalKind,
    leave_one_out: bool,
) -> Result<MeasuredCoverage, Reason> {
    let common = if leave_one_out {
        None
    } else {
        let errors = by_step(calibration, horizon);
        Some(Offsets::new(&errors, horizon, level, kind)?)
    };
    let (mut inside, mut widths) = (Vec::new(), Vec::new());
    let (mut scores, mut method) = (Vec::new(), BandMethod::AnalyticNormal);
    for (index, origin) in test.iter().enumerate() {
        let own;
        let offsets = if let Some(offsets) = &common {
            offsets
        } else {
            let others = test
                .iter()
                .enumerate()
                .filter(|&(other, _)| other != index)
                .map(|(_, origin)| origin);
            own = Offsets::new(&by_step(others, horizon), horizon, level, kind)?;
            &own
        };
        method = offsets.method();
        let mut own_scores = Vec::with_capacity(horizon);
        for (step, (point, error)) in origin.points.iter().zip(&origin.errors).enumerate() {
            let (lower, upper) = offsets.bounds(step, point);
            let y = point.mean + error;
            if !(y.is_finite() && lower.is_finite() && upper.is_finite()) {
                continue;
            }
            // Compared as errors: adding the mean back would round values off the bound itself.
            let held = lower - point.mean <= *error && *error <= upper - point.mean;
            inside.push(f64::from(u8::from(held || (lower <= y && y <= upper))));
            widths.push(upper - lower);
            own_scores.push(interval_score(y, lower, upper, level));
        }
        if let (Some(score), Some(scale)) = (mean(own_scores), origin.scale) {
            scores.push(score / scale);
        }
    }
    let n = inside.len();
    Ok(MeasuredCoverage {
        level,
        coverage: mean(inside).ok_or(Reason::NoData).into(),
        n,
        windows: test.len(),
        method,
        mean_width: mean(widths).ok_or(Reason::NoData).into(),
        msis: mean(scores).ok_or(Reason::ZeroVariance).into(),
    })
}
