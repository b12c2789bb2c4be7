//! Estimation of one model: Levenberg–Marquardt on the standardised innovations, regressors by
//! generalised least squares inside it.

use super::filter::{Buffers, innovations};
use super::gapped;
use super::multistart;
use super::order::Order;
use super::polynomial::{Factors, Polynomials};
use super::state::{ArimaState, Motion, Offset};
use super::unit_root::differenced;
use crate::criteria::Criteria;
use crate::ets::Estimation;
use crate::least_squares::Normal;
use crate::refusal::ModelRefusal;

/// Weight of the prior of [`Estimation::Shrunk`] on the squared unconstrained coefficients (the
/// arc-hyperbolic tangents of partial autocorrelations), on the scale of −2·log-likelihood. Chosen on
/// M1 and the tourism panel, flat from 1 to 4; M3 was held out.
const COEFFICIENT_PRIOR: f64 = 2.0;

/// Unconstrained coefficients stay inside this: a partial autocorrelation of 0.9993, and 0.9999998 for
/// plain likelihood, whose maximum is often at the edge.
const UNCONSTRAINED_MAX: f64 = 4.0;
const UNCONSTRAINED_MAX_LIKELIHOOD: f64 = 8.0;
const START: f64 = 0.1;
const STEP: f64 = 1e-4;
/// Excess of the variance of the last innovation over its limit from which on the state keeps its
/// covariance: a thousandth of a variance is half of that of an interval.
const UNSETTLED: f64 = 1e-3;

/// A fitted model.
#[derive(Debug, Clone)]
pub struct ArimaFit {
    pub order: Order,
    pub ar: Vec<f64>,
    pub ma: Vec<f64>,
    pub seasonal_ar: Vec<f64>,
    pub seasonal_ma: Vec<f64>,
    /// Mean or drift, when the order has a constant.
    pub constant: Option<f64>,
    /// Coefficients of the regressors.
    pub regressors: Vec<f64>,
    /// After the last value, regressors taken off.
    pub state: ArimaState,
    /// Innovations over their relative standard deviation.
    pub errors: Vec<f64>,
    pub criteria: Criteria,
    pub(super) unconstrained: Vec<f64>,
    pub(super) roots_are_clear: bool,
}

/// Data of all models of one differencing.
#[derive(Debug, Clone)]
pub(super) struct Data<'a> {
    /// NaN where missing.
    y: &'a [f64],
    /// Regressors by column, as long as `y`.
    regressors: &'a [Vec<f64>],
    gapped: bool,
    /// Without gaps: differenced values and regressors, the constant's column first.
    columns: Vec<Vec<f64>>,
    /// Standard size of the differenced values, by which the search is scaled.
    scale: f64,
    delta: Vec<f64>,
    n: usize,
}

impl<'a> Data<'a> {
    /// `order` gives the differencing.
    pub(super) fn new(y: &'a [f64], regressors: &'a [Vec<f64>], order: &Order) -> Self {
        let w = differenced(y, order);
        let gapped = y.iter().any(|value| !value.is_finite());
        let observed: Vec<f64> = w
            .iter()
            .copied()
            .filter(|value| value.is_finite())
            .collect();
        let n = observed.len();
        let squares: f64 = observed.iter().map(|value| value * value).sum();
        let scale = (squares / n.max(1) as f64).sqrt();
        let times: Vec<f64> = (1..=y.len()).map(|t| t as f64).collect();
        let constant = if order.differences() == 0 {
            vec![1.0; y.len()]
        } else {
            times
        };
        let mut columns = vec![y.to_vec(), constant];
        columns.extend(regressors.iter().cloned());
        if !gapped {
            for column in &mut columns {
                *column = differenced(column, order);
            }
        }
        let scale = if scale > 0.0 { scale } else { 1.0 };
        for value in &mut columns[0] {
            *value /= scale;
        }
        let known = y.iter().filter(|value| value.is_finite()).count();
        Self {
            y,
            regressors,
            gapped,
            columns,
            scale,
            delta: order.differencing(),
            n: if gapped {
                known.saturating_sub(order.lost())
            } else {
                n
            },
        }
    }

    fn used(&self, order: &Order) -> Vec<&[f64]> {
        let mut used: Vec<&[f64]> = vec![&self.columns[0]];
        if order.constant {
            used.push(&self.columns[1]);
        }
        used.extend(self.columns[2..].iter().map(Vec::as_slice));
        used
    }
}

/// Buffers reused by all evaluations of a series.
#[derive(Debug, Clone, Default)]
pub(super) struct Workspace {
    filter: Buffers,
    polynomials: Polynomials,
    innovations: Vec<Vec<f64>>,
    normal: Normal,
    row: Vec<f64>,
    jacobian: Vec<Vec<f64>>,
    shifted: Vec<f64>,
}

/// Value of the criterion at one point. The residuals are left in a buffer of the caller.
#[derive(Debug, Clone, Default)]
struct Value {
    criterion: f64,
    /// Σ v²/F after the regression, and Σ ln F.
    squares: f64,
    log_variances: f64,
    coefficients: Vec<f64>,
}

struct Problem<'a> {
    data: &'a Data<'a>,
    order: Order,
    estimation: Estimation,
}

impl Problem<'_> {
    fn prior(&self) -> f64 {
        match self.estimation {
            Estimation::Shrunk => COEFFICIENT_PRIOR,
            Estimation::Likelihood => 0.0,
        }
    }

    /// Evaluates at `z`; `residuals` becomes the innovations scaled so that their sum of squares
    /// alone orders the likelihoods.
    fn value(&self, z: &[f64], ws: &mut Workspace, residuals: &mut Vec<f64>) -> Option<Value> {
        let factors = Factors::from_unconstrained(&self.order, z);
        factors.multiply(self.order.m(), &mut ws.polynomials);
        let columns = self.data.used(&self.order);
        ws.innovations.resize(columns.len(), Vec::new());
        let log_variances = if self.data.gapped {
            gapped::innovations(
                &ws.polynomials,
                &self.data.delta,
                &columns,
                &mut ws.innovations,
            )?
            .log_variances
        } else {
            innovations(
                &ws.polynomials,
                &columns,
                &mut ws.innovations,
                &mut ws.filter,
            )?
        };
        let (own, others) = ws.innovations.split_first()?;
        residuals.clone_from(own);
        let mut log_determinant = 0.0;
        let mut coefficients = Vec::new();
        if !others.is_empty() {
            ws.normal.reset(others.len());
            for (t, &own) in own.iter().enumerate() {
                ws.row.clear();
                ws.row.extend(others.iter().map(|other| other[t]));
                ws.normal.add(&ws.row, own);
            }
            let solved = ws.normal.solve()?;
            log_determinant = solved.log_determinant;
            coefficients.extend_from_slice(ws.normal.solution());
            for (other, coefficient) in others.iter().zip(&coefficients) {
                for (residual, value) in residuals.iter_mut().zip(other) {
                    *residual -= coefficient * value;
                }
            }
        }
        let squares: f64 = residuals.iter().map(|v| v * v).sum();
        let n = residuals.len() as f64;
        let common = (0.5 * log_variances / n).exp();
        for residual in residuals.iter_mut() {
            *residual *= common;
        }
        let likelihood = |free: f64| (n - free) * squares.max(1e-25 * n).ln() + log_variances;
        let criterion = match self.estimation {
            Estimation::Likelihood => likelihood(0.0),
            Estimation::Shrunk => likelihood(coefficients.len() as f64) + log_determinant,
        };
        let shrinkage = self.prior() * z.iter().map(|z| z * z).sum::<f64>();
        let criterion = criterion + shrinkage;
        criterion.is_finite().then_some(Value {
            criterion,
            squares,
            log_variances,
            coefficients,
        })
    }

    fn bound(&self) -> f64 {
        match self.estimation {
            Estimation::Shrunk => UNCONSTRAINED_MAX,
            Estimation::Likelihood => UNCONSTRAINED_MAX_LIKELIHOOD,
        }
    }

    /// The best point of searches from several starts: the likelihood has several maxima where AR
    /// and MA factors nearly cancel.
    fn best_of_many(&self, ws: &mut Workspace) -> Option<(Vec<f64>, Value)> {
        let count = self.order.coefficients();
        let mut best = self.search(&vec![START; count], ws);
        if count > 1 {
            for start in multistart::starts(&self.order) {
                let found = self.search(&start, ws);
                let better = |(_, value): &(Vec<f64>, Value)| {
                    best.as_ref()
                        .is_none_or(|(_, best)| value.criterion < best.criterion)
                };
                if found.as_ref().is_some_and(better) {
                    best = found;
                }
            }
            let (z, value) = best?;
            let z = multistart::polish(z, value.criterion, self.bound(), |z| {
                let value = self.value(z, ws, &mut Vec::new());
                value.map_or(f64::INFINITY, |value| value.criterion)
            });
            best = self.value(&z, ws, &mut Vec::new()).map(|value| (z, value));
        }
        best
    }

    fn search(&self, start: &[f64], ws: &mut Workspace) -> Option<(Vec<f64>, Value)> {
        let (tolerance, most) = match self.estimation {
            Estimation::Shrunk => (1e-3, 20),
            Estimation::Likelihood => (1e-9, 100),
        };
        let count = start.len();
        let mut z = start.to_vec();
        let mut residuals = Vec::new();
        let mut now = self.value(&z, ws, &mut residuals)?;
        let mut damping = 1e-3;
        let mut trial = Vec::new();
        for _ in 0..most {
            if count == 0 {
                break;
            }
            let mut jacobian = std::mem::take(&mut ws.jacobian);
            jacobian.resize(count, Vec::new());
            for (i, column) in jacobian.iter_mut().enumerate() {
                let mut shifted = std::mem::take(&mut ws.shifted);
                shifted.clone_from(&z);
                shifted[i] += STEP;
                if self.value(&shifted, ws, column).is_some() && column.len() == residuals.len() {
                    for (slope, base) in column.iter_mut().zip(&residuals) {
                        *slope = (*slope - base) / STEP;
                    }
                } else {
                    column.clear();
                    column.resize(residuals.len(), 0.0);
                }
                ws.shifted = shifted;
            }
            let improved = self.step(&jacobian, &residuals, &z, &now, damping, ws, &mut trial);
            ws.jacobian = jacobian;
            damping = improved.damping;
            let Some((point, value)) = improved.found else {
                break;
            };
            let gain = now.criterion - value.criterion;
            (z, now) = (point, value);
            std::mem::swap(&mut residuals, &mut trial);
            if gain < tolerance {
                break;
            }
        }
        Some((z, now))
    }

    /// One damped Gauss–Newton step, the damping raised until the criterion falls.
    #[expect(clippy::too_many_arguments, reason = "the buffers of one loop")]
    fn step(
        &self,
        jacobian: &[Vec<f64>],
        residuals: &[f64],
        z: &[f64],
        now: &Value,
        mut damping: f64,
        ws: &mut Workspace,
        trial: &mut Vec<f64>,
    ) -> Improved {
        let count = z.len();
        let n = residuals.len() as f64;
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let variance = (dot(residuals, residuals) / n).max(1e-300);
        let mut matrix = vec![0.0; count * count];
        let mut slope = vec![0.0; count];
        for i in 0..count {
            for j in 0..=i {
                matrix[i * count + j] = dot(&jacobian[i], &jacobian[j]) / variance;
            }
            matrix[i * count + i] += self.prior();
            slope[i] = -dot(&jacobian[i], residuals) / variance - self.prior() * z[i];
        }
        for _ in 0..8 {
            let mut damped = matrix.clone();
            for i in 0..count {
                damped[i * count + i] += damping * matrix[i * count + i].max(1e-3 * n);
            }
            if let Some(direction) = crate::least_squares::solve(&damped, &slope) {
                let point: Vec<f64> = z
                    .iter()
                    .zip(&direction)
                    .map(|(z, d)| (z + d.clamp(-1.0, 1.0)).clamp(-self.bound(), self.bound()))
                    .collect();
                let value = self.value(&point, ws, trial);
                if let Some(value) = value.filter(|value| value.criterion < now.criterion) {
                    return Improved {
                        damping: (0.2 * damping).max(1e-9),
                        found: Some((point, value)),
                    };
                }
            }
            damping = (8.0 * damping).max(1e-4);
        }
        Improved {
            damping,
            found: None,
        }
    }
}

struct Improved {
    damping: f64,
    found: Option<(Vec<f64>, Value)>,
}

/// Fits one order to `y` (NaN = missing) with regressors by column, each as long as `y`.
pub fn fit(
    y: &[f64],
    order: Order,
    regressors: &[Vec<f64>],
    estimation: Estimation,
) -> Result<ArimaFit, ModelRefusal> {
    let data = Data::new(y, regressors, &order);
    let ws = &mut Workspace::default();
    match estimation {
        Estimation::Shrunk => fit_in(&data, order, None, estimation, ws),
        Estimation::Likelihood => fitted(&data, order, estimation, |p| p.best_of_many(ws)),
    }
}

pub(super) fn fit_in(
    data: &Data<'_>,
    order: Order,
    start: Option<&[f64]>,
    estimation: Estimation,
    ws: &mut Workspace,
) -> Result<ArimaFit, ModelRefusal> {
    let flat = vec![START; order.coefficients()];
    let start = start.unwrap_or(&flat);
    fitted(data, order, estimation, |problem| problem.search(start, ws))
}

fn fitted(
    data: &Data<'_>,
    order: Order,
    estimation: Estimation,
    search: impl FnOnce(&Problem<'_>) -> Option<(Vec<f64>, Value)>,
) -> Result<ArimaFit, ModelRefusal> {
    let free = order.coefficients() + usize::from(order.constant) + data.regressors.len();
    let k = free + 1;
    let longest = order.m() * usize::from(order.seasonal_p.max(order.seasonal_q))
        + usize::from(order.p.max(order.q));
    let needed = (k + 2).max(longest + 1);
    if data.n < needed {
        return Err(ModelRefusal::TooShort {
            have: data.n,
            needed,
        });
    }
    let problem = Problem {
        data,
        order,
        estimation,
    };
    let (z, value) = search(&problem).ok_or(ModelRefusal::NotFinite)?;
    let factors = Factors::from_unconstrained(&order, &z);
    let n = data.n as f64;
    let squares = value.squares * data.scale * data.scale;
    let log_likelihood =
        -0.5 * (n * ((std::f64::consts::TAU * squares / n).ln() + 1.0) + value.log_variances);
    if !log_likelihood.is_finite() {
        return Err(ModelRefusal::NotFinite);
    }
    let scaled = value.coefficients.iter().map(|value| value * data.scale);
    let mut coefficients: Vec<f64> = scaled.collect();
    let constant = order.constant.then(|| coefficients.remove(0));
    let (state, errors) = at_end(data, &order, &factors, constant, &coefficients)?;
    Ok(ArimaFit {
        order,
        roots_are_clear: factors.roots_are_clear(order.m()),
        ar: factors.ar,
        ma: factors.ma,
        seasonal_ar: factors.seasonal_ar,
        seasonal_ma: factors.seasonal_ma,
        constant,
        regressors: coefficients,
        state,
        errors,
        criteria: Criteria::new(log_likelihood, k, data.n),
        unconstrained: z,
    })
}

/// The state after the data, and the innovations on the way.
fn at_end(
    data: &Data<'_>,
    order: &Order,
    factors: &Factors,
    constant: Option<f64>,
    regressors: &[f64],
) -> Result<(ArimaState, Vec<f64>), ModelRefusal> {
    let mut polynomials = Polynomials::default();
    factors.multiply(order.m(), &mut polynomials);
    let constant = constant.unwrap_or(0.0);
    let offset = if order.differences() == 0 {
        Offset {
            mean: constant,
            drift: 0.0,
        }
    } else {
        Offset {
            mean: 0.0,
            drift: constant,
        }
    };
    let level: Vec<f64> = data
        .y
        .iter()
        .enumerate()
        .map(|(t, y)| {
            let known: f64 = regressors
                .iter()
                .zip(data.regressors)
                .map(|(coefficient, column)| coefficient * column[t])
                .sum();
            y - known - offset.mean - offset.drift * (t + 1) as f64
        })
        .collect();
    let mut out = [Vec::new()];
    let time = data.y.len() as f64 + 1.0;
    let not_finite = ModelRefusal::NotFinite;
    if data.gapped {
        let filtered = gapped::innovations(&polynomials, &data.delta, &[&level], &mut out)
            .ok_or(not_finite)?;
        let motion = Motion::new(&polynomials, data.delta.clone());
        let x = filtered.states.into_iter().next().unwrap_or_default();
        let state = ArimaState::new(motion, offset, time, x, filtered.covariance);
        let [errors] = out;
        return Ok((state, errors));
    }
    let w = differenced(&level, order);
    let mut buffers = Buffers::default();
    innovations(&polynomials, &[&w], &mut out, &mut buffers).ok_or(not_finite.clone())?;
    let [errors] = out;
    let motion = Motion::new(&polynomials, data.delta.clone());
    // Near the edge of invertibility the shocks behind the data stay uncertain for long, and with
    // them the state: it keeps its covariance.
    if buffers.last_variance(w.len()) > 1.0 + UNSETTLED {
        let mut out = [Vec::new()];
        let filtered = gapped::innovations(&polynomials, &data.delta, &[&level], &mut out)
            .ok_or(not_finite)?;
        let x = filtered.states.into_iter().next().unwrap_or_default();
        let state = ArimaState::new(motion, offset, time, x, filtered.covariance);
        return Ok((state, errors));
    }
    let x = state_after(&polynomials, &motion, &level, &w, &errors);
    Ok((ArimaState::new(motion, offset, time, x, Vec::new()), errors))
}

/// Harvey's state from the last values and shocks: Σ_{j≥i} φ_j w_{t+i−j} + Σ_{j≥i} θ_j ε_{t+i−j}.
fn state_after(
    polynomials: &Polynomials,
    motion: &Motion,
    level: &[f64],
    w: &[f64],
    errors: &[f64],
) -> Vec<f64> {
    let n = w.len();
    let r = motion.phi.len();
    let mut x: Vec<f64> = (0..r)
        .map(|i| {
            let past =
                |values: &[f64], lag: usize| n.checked_sub(lag - i).map_or(0.0, |at| values[at]);
            let ar: f64 = polynomials
                .phi
                .iter()
                .enumerate()
                .skip(i)
                .map(|(j, phi)| phi * past(w, j + 1))
                .sum();
            let ma: f64 = polynomials
                .theta
                .iter()
                .enumerate()
                .skip(i)
                .map(|(j, theta)| theta * past(errors, j + 1))
                .sum();
            ar + ma
        })
        .collect();
    x.extend(
        (1..=motion.delta.len())
            .map(|lag| level.len().checked_sub(lag).map_or(0.0, |at| level[at])),
    );
    x
}

/// Exact Gaussian log-likelihood of the differenced data with given coefficients and innovation
/// variance; no constant, no regressors. `None` for coefficients that are not stationary.
pub fn log_likelihood(
    y: &[f64],
    order: &Order,
    ar: &[f64],
    ma: &[f64],
    seasonal_ar: &[f64],
    seasonal_ma: &[f64],
    variance: f64,
) -> Option<f64> {
    let factors = Factors {
        ar: ar.to_vec(),
        ma: ma.to_vec(),
        seasonal_ar: seasonal_ar.to_vec(),
        seasonal_ma: seasonal_ma.to_vec(),
    };
    let mut polynomials = Polynomials::default();
    factors.multiply(order.m(), &mut polynomials);
    let mut out = [Vec::new()];
    let log_variances = if y.iter().any(|value| !value.is_finite()) {
        gapped::innovations(&polynomials, &order.differencing(), &[y], &mut out)?.log_variances
    } else {
        let w = differenced(y, order);
        innovations(&polynomials, &[&w], &mut out, &mut Buffers::default())?
    };
    let n = out[0].len() as f64;
    let squares: f64 = out[0].iter().map(|v| v * v).sum();
    Some(-0.5 * (n * (std::f64::consts::TAU * variance).ln() + log_variances + squares / variance))
}
