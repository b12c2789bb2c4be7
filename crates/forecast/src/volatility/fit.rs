//! Maximum likelihood: starts from a grid, climbs from the best, curvature at the top.

use super::coordinates::{chain, jacobian, natural, unconstrained};
use super::likelihood::{SIZE, Sample, Value, Vector};
use super::matrix::{Matrix, identity, inverse, sandwich};
use super::process::{Errors, Kind, Parameters, Process};
use super::quasi_newton::{Top, maximise};
use super::shocks::Shocks;
use crate::criteria::Criteria;
use crate::refusal::ModelRefusal;
use crate::summation::{mean, sum};

/// Returns below which a variance that moves cannot be told from one that does not.
const MIN_RETURNS: usize = 50;
/// Climbs, from the best start of each persistence in order of their likelihood.
const CLIMBS: usize = 2;
const START_NU: f64 = 8.0;
/// Times a climb that got stuck is resumed, and the least gain for which it is again.
const RESUMED: usize = 4;
const RESUMED_GAIN: f64 = 1e-6;

/// Standard errors of the parameters, those of absent parameters zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardErrors {
    /// From the inverse of the Hessian: right if the errors are as assumed.
    pub classic: Parameters,
    /// From the Hessian and the scores (Bollerslev & Wooldridge 1992): right whatever the errors.
    pub robust: Parameters,
}

/// A fitted volatility process.
#[derive(Debug, Clone, PartialEq)]
pub struct VolatilityFit {
    pub process: Process,
    pub errors: Errors,
    /// Nothing where the likelihood is flat or the maximum lies on an edge that bends it the wrong
    /// way.
    pub standard_errors: Option<StandardErrors>,
    pub criteria: Criteria,
    /// σ² of each observed return, given those before.
    pub conditional_variances: Vec<f64>,
    /// Returns less their mean over σ.
    pub standardised: Vec<f64>,
    /// σ² of the next return.
    pub next_variance: f64,
}

impl VolatilityFit {
    pub fn parameters(&self) -> &Parameters {
        &self.process.parameters
    }

    /// Expected variances of the next `horizon` returns.
    pub fn variance_ahead(&self, horizon: usize) -> Vec<f64> {
        self.process.variances_ahead(self.next_variance, horizon)
    }

    pub fn persistence(&self) -> f64 {
        self.process.persistence()
    }

    pub fn half_life(&self) -> Option<f64> {
        self.process.half_life()
    }

    pub fn unconditional_variance(&self) -> Option<f64> {
        self.process.unconditional_variance()
    }
}

/// The search over one standardised sample.
struct Search<'a> {
    sample: &'a Sample,
    kind: Kind,
}

impl Search<'_> {
    fn value(&self, x: &Vector) -> Value {
        let p = natural(self.kind, x);
        let value = self.sample.value(&p);
        Value {
            gradient: chain(self.kind, x, &p, &value.gradient),
            ..value
        }
    }

    /// Starting points, best first, one per persistence.
    fn starts(&self) -> Vec<Vector> {
        let mut best: Vec<(f64, Vector)> = [0.8, 0.95, 0.99]
            .into_iter()
            .filter_map(|persistence| {
                let slopes = match self.kind {
                    Kind::Garch | Kind::GjrGarch => [0.03, 0.08, 0.16],
                    Kind::Egarch => [0.05, 0.15, 0.3],
                };
                slopes
                    .into_iter()
                    .map(|slope| {
                        // The unconditional variance is one.
                        let p = match self.kind {
                            Kind::Garch | Kind::GjrGarch => {
                                let omega = 1.0 - persistence;
                                [0.0, omega, slope, 0.0, persistence - slope, START_NU]
                            }
                            Kind::Egarch => [0.0, 0.0, slope, 0.0, persistence, START_NU],
                        };
                        let value = self.sample.value(&p).log_likelihood;
                        (value, unconstrained(self.kind, &p))
                    })
                    .filter(|(value, _)| value.is_finite())
                    .max_by(|a, b| a.0.total_cmp(&b.0))
            })
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        best.into_iter().map(|(_, x)| x).collect()
    }

    /// Σ ss' of the scores by the parameters, one on the diagonal of absent ones.
    fn outer_products(&self, p: &Vector) -> Matrix {
        let mut total: Matrix = [[0.0; SIZE]; SIZE];
        self.sample.details(p, |_, score| {
            for i in 0..SIZE {
                for j in 0..=i {
                    total[i][j] += score[i] * score[j];
                }
            }
        });
        let mut symmetric: Matrix =
            std::array::from_fn(|i| std::array::from_fn(|j| total[i.max(j)][i.min(j)]));
        self.fill_absent(&mut symmetric);
        symmetric
    }

    fn has(&self, i: usize) -> bool {
        match i {
            3 => self.kind != Kind::Garch,
            5 => self.sample.errors == Errors::StudentT,
            _ => true,
        }
    }

    fn fill_absent(&self, matrix: &mut Matrix) {
        for i in 0..SIZE {
            if !self.has(i) {
                matrix[i] = [0.0; SIZE];
                for row in matrix.iter_mut() {
                    row[i] = 0.0;
                }
                matrix[i][i] = 1.0;
            }
        }
    }

    /// Climbs until the top is level. Where a step fails, as it may at the kinks of |z| in EGARCH, the
    /// climb goes on with the curvature of the place.
    fn climb(&self, start: Vector) -> Top {
        let mut top = self.climb_once(start);
        for _ in 0..RESUMED {
            if top.is_level {
                break;
            }
            let before = top.value.log_likelihood;
            top = self.climb_once(top.x);
            if !(top.value.log_likelihood - before > RESUMED_GAIN) {
                break;
            }
        }
        top
    }

    fn climb_once(&self, start: Vector) -> Top {
        let p = natural(self.kind, &start);
        let to_coordinates = jacobian(self.kind, &start, &p);
        let mut information = sandwich(&to_coordinates, &self.outer_products(&p));
        self.fill_absent(&mut information);
        for (i, row) in information.iter_mut().enumerate() {
            row[i] *= 1.0 + 1e-6;
        }
        maximise(|x| self.value(x), start, inverse(&information).as_ref())
    }

    /// −∂²/∂p∂p' by central differences of the gradient.
    fn information(&self, p: &Vector) -> Matrix {
        let mut rows = identity();
        for i in (0..SIZE).filter(|&i| self.has(i)) {
            let smallest = match (i, self.kind) {
                (1, Kind::Garch | Kind::GjrGarch) => 0.0,
                _ => 0.01,
            };
            let step = 1e-4 * p[i].abs().max(smallest);
            let (mut up, mut down) = (*p, *p);
            up[i] += step;
            down[i] -= step;
            let (up, down) = (self.sample.value(&up), self.sample.value(&down));
            rows[i] = std::array::from_fn(|j| (down.gradient[j] - up.gradient[j]) / (2.0 * step));
        }
        let mut symmetric: Matrix =
            std::array::from_fn(|i| std::array::from_fn(|j| f64::midpoint(rows[i][j], rows[j][i])));
        self.fill_absent(&mut symmetric);
        symmetric
    }
}

/// How standardised returns came from returns.
#[derive(Debug, Clone, Copy)]
struct Scale {
    kind: Kind,
    errors: Errors,
    centre: f64,
    size: f64,
}

impl Scale {
    fn parameters(&self, p: &Vector) -> Parameters {
        let omega = match self.kind {
            Kind::Garch | Kind::GjrGarch => p[1] * self.size * self.size,
            Kind::Egarch => p[1] + (1.0 - p[4]) * 2.0 * self.size.ln(),
        };
        self.named([
            self.centre + self.size * p[0],
            omega,
            p[2],
            p[3],
            p[4],
            p[5],
        ])
    }

    fn named(&self, p: Vector) -> Parameters {
        Parameters {
            mean: p[0],
            omega: p[1],
            alpha: p[2],
            gamma: if self.kind == Kind::Garch { 0.0 } else { p[3] },
            beta: p[4],
            nu: (self.errors == Errors::StudentT).then_some(p[5]),
        }
    }

    /// Standard errors from a covariance of the standardised parameters.
    fn errors(&self, covariance: &Matrix) -> Parameters {
        let mut turn = identity();
        turn[0][0] = self.size;
        match self.kind {
            Kind::Garch | Kind::GjrGarch => turn[1][1] = self.size * self.size,
            Kind::Egarch => turn[1][4] = -2.0 * self.size.ln(),
        }
        let covariance = sandwich(&turn, covariance);
        self.named(std::array::from_fn(|i| covariance[i][i].sqrt()))
    }
}

/// Fits `kind` with `errors` to returns. Missing returns (NaN) are left out, as if the market had
/// been closed.
///
/// The likelihood, the variance before the first return (an exponentially weighted mean of the first
/// 75 squares) and the bounds of the parameters are those of `arch`.
pub fn fit_returns(
    returns: &[f64],
    kind: Kind,
    errors: Errors,
) -> Result<VolatilityFit, ModelRefusal> {
    let observed: Vec<f64> = returns.iter().copied().filter(|r| r.is_finite()).collect();
    let n = observed.len();
    if n < MIN_RETURNS {
        return Err(ModelRefusal::TooShort {
            have: n,
            needed: MIN_RETURNS,
        });
    }
    let centre = mean(observed.iter().copied()).unwrap_or(0.0);
    let squares = sum(observed.iter().map(|value| (value - centre).powi(2)));
    let size = (squares / n as f64).sqrt();
    if !size.is_finite() {
        return Err(ModelRefusal::NotFinite);
    }
    if !(size > f64::EPSILON * 16.0 * centre.abs() && size > f64::MIN_POSITIVE.sqrt()) {
        return Err(ModelRefusal::Constant);
    }
    let scale = Scale {
        kind,
        errors,
        centre,
        size,
    };
    let standardised = observed.iter().map(|value| (value - centre) / size);
    let sample = Sample::new(standardised.collect(), kind, errors);
    let search = Search {
        sample: &sample,
        kind,
    };
    let top = search
        .starts()
        .into_iter()
        .take(CLIMBS)
        .map(|start| search.climb(start))
        .filter(|top| top.value.log_likelihood.is_finite())
        .max_by(|a, b| {
            let (a, b) = (a.value.log_likelihood, b.value.log_likelihood);
            a.total_cmp(&b)
        })
        .ok_or(ModelRefusal::NotFinite)?;
    let p = natural(kind, &top.x);
    let covariance = inverse(&search.information(&p));
    let standard_errors = covariance.map(|covariance| StandardErrors {
        classic: scale.errors(&covariance),
        robust: scale.errors(&sandwich(&covariance, &search.outer_products(&p))),
    });
    finish(
        &scale,
        &sample,
        &observed,
        &p,
        top.value.log_likelihood,
        standard_errors,
    )
}

fn finish(
    scale: &Scale,
    sample: &Sample,
    observed: &[f64],
    p: &Vector,
    log_likelihood: f64,
    standard_errors: Option<StandardErrors>,
) -> Result<VolatilityFit, ModelRefusal> {
    let n = observed.len();
    let mut conditional_variances = Vec::with_capacity(n);
    sample.details(p, |h, _| {
        conditional_variances.push(h * scale.size * scale.size);
    });
    let parameters = scale.parameters(p);
    let standardised: Vec<f64> = observed
        .iter()
        .zip(&conditional_variances)
        .map(|(value, variance)| (value - parameters.mean) / variance.sqrt())
        .collect();
    let process = Process {
        kind: scale.kind,
        parameters,
        shocks: (scale.kind == Kind::Egarch).then(|| Shocks::new(&standardised)),
    };
    let next_variance = match (conditional_variances.last(), standardised.last()) {
        (Some(&variance), Some(&z)) => process.step(variance, z),
        _ => f64::NAN,
    };
    let log_likelihood = log_likelihood - n as f64 * scale.size.ln();
    if !(next_variance.is_finite() && next_variance > 0.0 && log_likelihood.is_finite()) {
        return Err(ModelRefusal::NotFinite);
    }
    let k =
        4 + usize::from(scale.kind != Kind::Garch) + usize::from(scale.errors == Errors::StudentT);
    Ok(VolatilityFit {
        process,
        errors: scale.errors,
        standard_errors,
        criteria: Criteria::new(log_likelihood, k, n),
        conditional_variances,
        standardised,
        next_variance,
    })
}
