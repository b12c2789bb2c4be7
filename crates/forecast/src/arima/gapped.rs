//! Exact innovations when values are missing: the Kalman filter with the covariance of the whole
//! state, on the data before differencing.

use super::filter::{moments, state_count};
use super::polynomial::Polynomials;
use super::state::Motion;

/// Variance of the values before the data, in units of the innovation variance. Innovations whose
/// variance is still of this order only place the lags and are no part of the likelihood, as in R's
/// `arima`.
const DIFFUSE: f64 = 1e7;
const DIFFUSE_INNOVATION: f64 = 1e4;

/// Where the filter ends.
#[derive(Debug, Clone)]
pub(super) struct Filtered {
    pub(super) log_variances: f64,
    /// State of each column after the data.
    pub(super) states: Vec<Vec<f64>>,
    pub(super) covariance: Vec<f64>,
}

/// As [`super::filter::innovations`] for columns on the level of the data; where the first column is
/// missing, all are. Missing and diffuse times leave no innovation behind.
pub(super) fn innovations(
    polynomials: &Polynomials,
    delta: &[f64],
    columns: &[&[f64]],
    out: &mut [Vec<f64>],
) -> Option<Filtered> {
    let motion = Motion::new(polynomials, delta.to_vec());
    let moments = moments(polynomials, state_count(polynomials))?;
    let mut p = motion.before_data(polynomials, &moments, DIFFUSE);
    // Differencing takes any level off. Without it the values before the data are near zero, as the
    // diffuse start has them: a high level would be surprising.
    let levels: Vec<f64> = columns
        .iter()
        .map(|column| {
            let first = column.iter().copied().find(|value| value.is_finite());
            first.filter(|_| !delta.is_empty()).unwrap_or(0.0)
        })
        .collect();
    let mut states = vec![vec![0.0; motion.dimension()]; columns.len()];
    out.iter_mut().for_each(Vec::clear);
    let mut log_variances = 0.0;
    // Once converged, the covariance stays where it is until the next gap.
    let mut steady: Option<Vec<f64>> = None;
    let n = columns.first().map_or(0, |column| column.len());
    for t in 0..n {
        if !columns[0][t].is_finite() {
            steady = None;
            motion.carry_covariance(&mut p, None);
            for x in &mut states {
                motion.carry(x);
            }
            continue;
        }
        let (gain, variance) = if let Some(gain) = &steady {
            (gain.clone(), 1.0)
        } else {
            let mut gain = motion.along_observation(&p);
            let variance = motion.observe(&gain);
            if !(variance > 0.0) {
                return None;
            }
            motion.carry(&mut gain);
            for gain in &mut gain {
                *gain /= variance;
            }
            motion.carry_covariance(&mut p, Some((&gain, variance)));
            if motion.has_converged(&p) {
                // The gain of the converged covariance, for the steps to come.
                let mut next = motion.along_observation(&p);
                motion.carry(&mut next);
                steady = Some(next);
            }
            (gain, variance)
        };
        let counts = variance < DIFFUSE_INNOVATION;
        if counts {
            log_variances += variance.ln();
        }
        let spread = variance.sqrt();
        let known = columns.iter().zip(&levels);
        for ((x, (column, level)), out) in states.iter_mut().zip(known).zip(out.iter_mut()) {
            let error = column[t] - level - motion.observe(x);
            motion.carry(x);
            for (state, gain) in x.iter_mut().zip(&gain) {
                *state += gain * error;
            }
            if counts {
                out.push(error / spread);
            }
        }
    }
    for (x, level) in states.iter_mut().zip(&levels) {
        for lag in &mut x[motion.phi.len()..] {
            *lag += level;
        }
    }
    Some(Filtered {
        log_variances,
        states,
        covariance: p,
    })
}
