//! Prediction bands and the coverage they had (definitions C2, C7).
//!
//! Past errors are taken in units of the spread the model itself gave that forecast at that step,
//! so that errors of a quieter or smaller past count by their size relative to it.

use crate::conformal::{AdaptiveInterval, AdaptiveLevel, minimum_windows, rank, signed_ranks};
use crate::figure::{Figure, Reason};
use crate::interval_score::interval_score;
use crate::model::{FittedModel, Outlook};
use crate::paths::{Innovations, SamplePaths, sample_paths_from};
use crate::race::OriginErrors;
use crate::summation::mean;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// How bands are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Split conformal where many past forecasts exist that do not overlap, calibrated otherwise.
    #[default]
    Automatic,
    /// The conformal quantile of past errors of all steps, drawn towards a prior where they are few.
    Calibrated,
    /// The conformal quantile of past errors of each step.
    SplitConformal,
    /// The same for each side apart; 95 % needs 39 errors.
    SplitConformalSigned,
    /// Split conformal at a level that follows its own record.
    AdaptiveConformal,
    /// Normal errors with the model's own variance.
    Analytic,
    /// Quantiles of paths drawn from the model with normal errors.
    Simulated,
    /// Quantiles of paths drawn from the model with its own past errors.
    Bootstrapped,
}

/// Where a band comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BandMethod {
    Calibrated,
    SplitConformalSymmetric,
    SplitConformalSigned,
    AdaptiveConformal,
    AnalyticNormal,
    Simulated,
    Bootstrapped,
}

/// Lower and upper bound at one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ForecastBand))]
pub struct Band {
    pub level: f64,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    pub method: BandMethod,
    /// Past errors behind the step that has fewest of them; 0 for a band from the model alone.
    pub calibration_errors: usize,
}

/// A level for which no band can be given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MissingBand {
    pub level: f64,
    pub reason: Reason,
}

/// How often the band of one level held in test, next to its width and score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = TestedCoverage))]
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

/// Prior of the calibrated bands: the standardised errors of a series without past forecasts are
/// about 0.9·t₃, and that prior weighs as much as this many forecasts that do not overlap. Chosen by
/// coverage at 50, 80 and 95 % on M1 and the tourism panel; M3 was held out.
const PRIOR_FREEDOM: f64 = 3.0;
const PRIOR_SCALE: f64 = 0.9;
const PRIOR_FORECASTS: f64 = 3.0;

/// Rate at which an adaptive level follows its record (Gibbs & Candès 2021 use 0.005 to 0.05).
const ADAPTIVE_RATE: f64 = 0.02;

/// Paths behind the simulated and bootstrapped bands.
const PATHS: usize = 2_000;

/// Past errors in units of their spread: by step, in the order of their origins.
#[derive(Debug, Clone, Default)]
struct Standardised {
    by_step: Vec<Vec<f64>>,
    /// Forecasts among them that do not overlap.
    apart: f64,
}

impl Standardised {
    fn new<'a>(origins: impl Iterator<Item = &'a OriginErrors> + Clone, horizon: usize) -> Self {
        let mut by_step = vec![Vec::new(); horizon];
        for origin in origins.clone() {
            for (step, own) in by_step.iter_mut().enumerate() {
                own.extend(origin.standardised.get(step).filter(|z| z.is_finite()));
            }
        }
        let count = origins.clone().count();
        let first = origins.clone().map(|origin| origin.cut_off).min();
        let last = origins.map(|origin| origin.cut_off).max();
        let span = match (first, last) {
            (Some(first), Some(last)) => last - first + 1,
            _ => 0,
        };
        Self {
            by_step,
            apart: (span as f64 / horizon as f64).min(count as f64),
        }
    }

    fn fewest(&self) -> usize {
        self.by_step.iter().map(Vec::len).min().unwrap_or(0)
    }
}

/// Bounds in units of the spread.
#[derive(Debug, Clone)]
enum Offsets {
    ByStep(Vec<(f64, f64)>),
    Common(f64),
}

impl Offsets {
    fn at(&self, step: usize) -> (f64, f64) {
        match self {
            Self::ByStep(offsets) => offsets[step],
            Self::Common(half) => (-half, *half),
        }
    }
}

fn kth(values: &[f64], k: usize) -> f64 {
    let mut values = values.to_vec();
    *values.select_nth_unstable_by(k - 1, f64::total_cmp).1
}

fn sizes(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value.abs()).collect()
}

fn split(past: &Standardised, level: f64) -> Result<Offsets, Reason> {
    let own = past.by_step.iter().map(|errors| {
        let k = rank(errors.len(), level)?;
        let half = kth(&sizes(errors), k);
        Ok((-half, half))
    });
    Ok(Offsets::ByStep(own.collect::<Result<_, Reason>>()?))
}

fn split_signed(past: &Standardised, level: f64) -> Result<Offsets, Reason> {
    let own = past.by_step.iter().map(|errors| {
        let (lower, upper) = signed_ranks(errors.len(), level)?;
        Ok((kth(errors, lower), kth(errors, upper)))
    });
    Ok(Offsets::ByStep(own.collect::<Result<_, Reason>>()?))
}

/// Runs an adaptive level through the past errors of each step and applies where it ends.
fn adaptive(past: &Standardised, level: f64) -> Result<Offsets, Reason> {
    let needed = minimum_windows(level)?;
    let own = past.by_step.iter().map(|errors| {
        let known = sizes(errors);
        let mut tracked = AdaptiveLevel::new(1.0 - level, ADAPTIVE_RATE);
        let half = |known: &[f64], tracked: &AdaptiveLevel| match tracked.interval() {
            AdaptiveInterval::WholeLine => Err(Reason::InsufficientCalibration),
            AdaptiveInterval::Empty => Ok(0.0),
            AdaptiveInterval::Level(level) => rank(known.len(), level).map(|k| kth(known, k)),
        };
        for t in needed..known.len() {
            // An interval that cannot be given covers whatever comes.
            let missed = half(&known[..t], &tracked).is_ok_and(|half| known[t] > half);
            tracked.record(missed);
        }
        let half = half(&known, &tracked)?;
        Ok((-half, half))
    });
    Ok(Offsets::ByStep(own.collect::<Result<_, Reason>>()?))
}

/// The conformal quantile of the sizes of all past errors, drawn towards the prior.
fn calibrated(past: &Standardised, level: f64) -> Result<Offsets, Reason> {
    let prior = StudentsT::new(0.0, 1.0, PRIOR_FREEDOM).map_err(|_| Reason::OutOfDomain)?;
    let expected = PRIOR_SCALE * prior.inverse_cdf(0.5 + 0.5 * level);
    let all: Vec<f64> = past
        .by_step
        .iter()
        .flat_map(|errors| sizes(errors))
        .collect();
    if all.is_empty() {
        return Ok(Offsets::Common(expected));
    }
    // Where the pool is too small for the level its largest error stands for it.
    let k = rank(all.len(), level).unwrap_or(all.len());
    let share = past.apart / (past.apart + PRIOR_FORECASTS);
    Ok(Offsets::Common(
        share * kth(&all, k) + (1.0 - share) * expected,
    ))
}

fn analytic(level: f64) -> Offsets {
    Offsets::Common(Normal::standard().inverse_cdf(0.5 + 0.5 * level))
}

/// Offsets of one level by `method`, and what they came from.
fn offsets_of(
    past: &Standardised,
    level: f64,
    method: IntervalMethod,
) -> Result<(Offsets, BandMethod), Reason> {
    let fall_back = |found: Result<Offsets, Reason>, named: BandMethod| match found {
        Ok(offsets) => Ok((offsets, named)),
        Err(Reason::InsufficientCalibration) => {
            calibrated(past, level).map(|offsets| (offsets, BandMethod::Calibrated))
        }
        Err(reason) => Err(reason),
    };
    match method {
        IntervalMethod::Automatic => {
            let needed = minimum_windows(level)?;
            if past.fewest() >= needed && past.apart >= needed as f64 {
                fall_back(split(past, level), BandMethod::SplitConformalSymmetric)
            } else {
                calibrated(past, level).map(|offsets| (offsets, BandMethod::Calibrated))
            }
        }
        IntervalMethod::Calibrated => {
            calibrated(past, level).map(|offsets| (offsets, BandMethod::Calibrated))
        }
        IntervalMethod::SplitConformal => {
            fall_back(split(past, level), BandMethod::SplitConformalSymmetric)
        }
        IntervalMethod::SplitConformalSigned => {
            fall_back(split_signed(past, level), BandMethod::SplitConformalSigned)
        }
        IntervalMethod::AdaptiveConformal => {
            fall_back(adaptive(past, level), BandMethod::AdaptiveConformal)
        }
        IntervalMethod::Analytic | IntervalMethod::Simulated | IntervalMethod::Bootstrapped => {
            Ok((analytic(level), BandMethod::AnalyticNormal))
        }
    }
}

fn bounds(outlook: &Outlook, offsets: &Offsets, step: usize) -> (f64, f64) {
    let (lower, upper) = offsets.at(step);
    (outlook.at(step, lower), outlook.at(step, upper))
}

/// Bands at every level, narrowest first; those that cannot be given, with the reason; and how
/// many bounds had to be exchanged so that a higher level is never inside a lower one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Banded {
    pub(crate) bands: Vec<Band>,
    pub(crate) missing: Vec<MissingBand>,
    pub(crate) exchanged: usize,
}

/// What bands are drawn from.
pub(crate) struct Bands<'a> {
    pub(crate) fitted: &'a FittedModel,
    /// Past forecasts that calibrate.
    pub(crate) calibration: &'a [OriginErrors],
    pub(crate) horizon: usize,
    pub(crate) method: IntervalMethod,
    pub(crate) seed: u64,
}

impl Bands<'_> {
    pub(crate) fn draw(&self, levels: &[f64]) -> Banded {
        let outlook = self.fitted.outlook(self.horizon);
        let past = Standardised::new(self.calibration.iter(), self.horizon);
        let paths = self.paths();
        let (mut given, mut missing) = (Vec::new(), Vec::new());
        for &level in levels {
            if let Some((paths, method)) = &paths {
                given.push(Band {
                    level,
                    lower: paths.quantile(0.5 - 0.5 * level),
                    upper: paths.quantile(0.5 + 0.5 * level),
                    method: *method,
                    calibration_errors: 0,
                });
                continue;
            }
            // A spread that was never estimated cannot be widened.
            let found = if self.fitted.innovations.n < 2 {
                Err(Reason::InsufficientCalibration)
            } else {
                offsets_of(&past, level, self.method)
            };
            match found {
                Err(reason) => missing.push(MissingBand { level, reason }),
                Ok((offsets, method)) => {
                    let (lower, upper) = (0..self.horizon)
                        .map(|step| bounds(&outlook, &offsets, step))
                        .unzip();
                    given.push(Band {
                        level,
                        lower,
                        upper,
                        method,
                        calibration_errors: match method {
                            BandMethod::AnalyticNormal => 0,
                            _ => past.fewest(),
                        },
                    });
                }
            }
        }
        let exchanged = uncross(&mut given);
        Banded {
            bands: given,
            missing,
            exchanged,
        }
    }

    fn paths(&self) -> Option<(SamplePaths, BandMethod)> {
        let (innovations, method) = match self.method {
            IntervalMethod::Simulated => (Innovations::Gaussian, BandMethod::Simulated),
            IntervalMethod::Bootstrapped if self.fitted.innovations.can_bootstrap() => {
                (Innovations::Bootstrap, BandMethod::Bootstrapped)
            }
            _ => return None,
        };
        let paths =
            sample_paths_from(self.fitted, self.horizon, PATHS, self.seed, innovations).ok()?;
        Some((paths, method))
    }
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
/// each other, each without those that overlap it; otherwise `calibration` comes before them. Bands
/// from paths are measured by the analytic ones they converge to.
pub(crate) fn measured_coverage(
    calibration: &[OriginErrors],
    test: &[OriginErrors],
    horizon: usize,
    level: f64,
    method: IntervalMethod,
    leave_one_out: bool,
) -> Result<MeasuredCoverage, Reason> {
    let common = if leave_one_out {
        None
    } else {
        let past = Standardised::new(calibration.iter(), horizon);
        Some(offsets_of(&past, level, method)?)
    };
    let (mut inside, mut widths, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    let mut used = BandMethod::AnalyticNormal;
    for origin in test {
        let own;
        let (offsets, method) = if let Some(common) = &common {
            common
        } else {
            let apart = |other: &&OriginErrors| other.cut_off.abs_diff(origin.cut_off) >= horizon;
            let past = Standardised::new(test.iter().filter(apart), horizon);
            own = offsets_of(&past, level, method)?;
            &own
        };
        used = *method;
        let mut own_scores = Vec::with_capacity(horizon);
        for (step, &y) in origin.actuals.iter().enumerate() {
            let (lower, upper) = bounds(&origin.outlook, offsets, step);
            if !(y.is_finite() && lower.is_finite() && upper.is_finite()) {
                continue;
            }
            // Compared in units of the spread as well: going there and back would round values
            // off the bound itself.
            let (low, high) = offsets.at(step);
            let z = origin.standardised[step];
            let held = (low <= z && z <= high) || (lower <= y && y <= upper);
            inside.push(f64::from(u8::from(held)));
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
        method: used,
        mean_width: mean(widths).ok_or(Reason::NoData).into(),
        msis: mean(scores).ok_or(Reason::ZeroVariance).into(),
    })
}
