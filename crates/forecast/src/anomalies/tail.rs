//! Scale and tails of the errors without their extremes, and the size an error must have to be one.

use crate::minimise::scalar;
use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// Share of the largest errors of which only the number counts while effects are being looked for: a
/// model fitted to spoilt data leaves a run of them behind each effect.
const CENSORED_AT_FIRST: f64 = 0.1;
/// The same once the effects are known and left out.
const CENSORED: f64 = 0.03;
const CENSORED_MIN: usize = 3;
/// Degrees of freedom that are tried against the normal distribution.
const FREEDOMS: [f64; 6] = [3.0, 4.0, 5.0, 7.0, 10.0, 20.0];
/// Log-likelihood that fat tails must gain over normal ones.
const FAT_GAIN: f64 = 2.0;
/// Effects fitted at each place: three kinds, of which two are nearly the same.
const KINDS_TRIED: f64 = 2.0;

/// Distribution of the errors that are not anomalies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tail {
    pub(super) scale: f64,
    /// Of Student's t; `None` for the normal distribution.
    pub(super) freedom: Option<f64>,
    /// In units of the scale.
    pub(super) critical: f64,
}

pub(super) fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    let middle = sorted.len() / 2;
    let (below, upper, _) = sorted.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if values.len().is_multiple_of(2) {
        let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Some(f64::midpoint(lower, upper))
    } else {
        Some(upper)
    }
}

/// Normal scale of the errors about their median by likelihood, the largest censored. `None` for
/// errors that are all equal.
pub(super) fn normal(errors: &[f64], false_alarm: f64) -> Option<Tail> {
    let n = errors.len();
    let sizes = sizes(errors)?;
    let censored = ((CENSORED_AT_FIRST * n as f64).ceil() as usize).max(CENSORED_MIN);
    let scale = match Censored::new(&sizes, censored.min(n / 4)) {
        Some(kept) => kept.normal().0,
        // Most errors are nothing: the scale is that of the others.
        None => rms(&sizes)?,
    };
    Some(Tail {
        scale,
        freedom: None,
        // The scale is an estimate from n errors.
        critical: critical(n as f64, n, false_alarm)?,
    })
}

/// Student's t where its tails fit better than normal ones: `errors` are those without effects, and
/// `extremes` others were effects. `None` where they do not.
pub(super) fn fat(errors: &[f64], extremes: usize, false_alarm: f64) -> Option<Tail> {
    let sizes = sizes(errors)?;
    let n = errors.len() + extremes;
    let least = ((CENSORED * n as f64).ceil() as usize).max(CENSORED_MIN);
    let mut kept = Censored::new(&sizes, least.saturating_sub(extremes).min(n / 4))?;
    kept.beyond += extremes;
    let mut best = kept.normal().1 - FAT_GAIN;
    let mut found = None;
    for freedom in FREEDOMS {
        let (scale, value) = kept.student(freedom)?;
        if value < best {
            best = value;
            found = Some(Tail {
                scale,
                freedom: Some(freedom),
                critical: critical(freedom.min(n as f64), n, false_alarm)?,
            });
        }
    }
    found
}

fn critical(freedom: f64, n: usize, false_alarm: f64) -> Option<f64> {
    let share = false_alarm.clamp(1e-9, 0.5) / (KINDS_TRIED * n as f64);
    Some(student(freedom)?.inverse_cdf(1.0 - 0.5 * share))
}

/// Distances from the median, in ascending order.
fn sizes(errors: &[f64]) -> Option<Vec<f64>> {
    let centre = median(errors)?;
    let mut sizes: Vec<f64> = errors.iter().map(|e| (e - centre).abs()).collect();
    sizes.sort_by(f64::total_cmp);
    Some(sizes)
}

fn rms(sizes: &[f64]) -> Option<f64> {
    let squares: f64 = sizes.iter().map(|size| size * size).sum();
    let rms = (squares / sizes.len() as f64).sqrt();
    (rms > 0.0 && rms.is_finite()).then_some(rms)
}

fn student(freedom: f64) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, freedom).ok()
}

/// Errors of which the largest count by their number alone.
struct Censored<'a> {
    kept: &'a [f64],
    /// How many those are.
    beyond: usize,
    /// Median of all, where the search for the scale begins.
    middle: f64,
}

impl<'a> Censored<'a> {
    /// `None` where most errors are nothing against the others.
    fn new(sizes: &'a [f64], censored: usize) -> Option<Self> {
        let middle = *sizes.get(sizes.len() / 2)?;
        (middle > 0.01 * rms(sizes)?).then(|| Self {
            kept: &sizes[..sizes.len() - censored],
            beyond: censored,
            middle,
        })
    }

    fn normal(&self) -> (f64, f64) {
        let normal = Normal::standard();
        self.fitted(|z| normal.ln_pdf(z), |z| normal.sf(z))
    }

    fn student(&self, freedom: f64) -> Option<(f64, f64)> {
        let student = student(freedom)?;
        Some(self.fitted(|z| student.ln_pdf(z), |z| student.sf(z)))
    }

    /// Scale of highest likelihood and the negative log-likelihood there.
    fn fitted(&self, log_density: impl Fn(f64) -> f64, upper: impl Fn(f64) -> f64) -> (f64, f64) {
        let limit = self.kept.last().copied().unwrap_or(self.middle);
        let value = |log_scale: f64| {
            let scale = log_scale.exp();
            let inner: f64 = self.kept.iter().map(|size| log_density(size / scale)).sum();
            let outer = self.beyond as f64 * upper(limit / scale).max(1e-300).ln();
            self.kept.len() as f64 * log_scale - inner - outer
        };
        let start = self.middle.ln();
        let grid: Vec<f64> = (-4..=8).map(|i| start + 0.25 * f64::from(i)).collect();
        let (log_scale, value) = scalar(value, &grid, 1e-4);
        (log_scale.exp(), value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantiles(n: usize, at: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..n).map(|i| at((i as f64 + 0.5) / n as f64)).collect()
    }

    #[test]
    fn normal_errors_are_normal_whatever_the_extremes() {
        let unit = Normal::standard();
        let mut errors = quantiles(400, |u| 2.0 * unit.inverse_cdf(u));
        assert_eq!(fat(&errors, 0, 0.01), None);
        let plain = normal(&errors, 0.01).expect("they vary");
        assert!((plain.scale - 2.0).abs() < 0.05, "{plain:?}");
        for error in errors.iter_mut().take(6) {
            *error = -500.0;
        }
        let spoilt = normal(&errors, 0.01).expect("they vary");
        assert!((spoilt.scale - 2.0).abs() < 0.05, "{spoilt:?}");
    }

    #[test]
    fn fat_tails_raise_the_bar() {
        let student = student(4.0).expect("positive");
        let errors = quantiles(1_000, |u| student.inverse_cdf(u));
        let found = fat(&errors, 0, 0.01).expect("fat");
        assert!(found.freedom.is_some_and(|freedom| freedom <= 7.0));
        assert!(found.critical > 8.0);
        assert_eq!(normal(&[1.0; 30], 0.01), None);
        assert_eq!(fat(&[1.0; 30], 0, 0.01), None);
    }
}
