//! Estimation of one model: weights by a search, initial states by least squares inside it.

use super::form::{ErrorKind, Form, Seasonality};
use super::initial::{free_states, full_state};
use super::state::{EtsState, Weights};
use super::workspace::{Pass, Workspace};
use super::{gapped, linear, multiplicative};
use crate::criteria::Criteria;
use crate::minimise::{Bounds, Stopping, simplex};
use crate::refusal::ModelRefusal;
use crate::state::State;
use crate::summation::sum;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// Bounds of definitions C4; β/α and γ/(1 − α) lie in the same range as α.
const WEIGHT_MIN: f64 = 1e-4;
const WEIGHT_MAX: f64 = 0.9999;
const PHI_MIN: f64 = 0.8;
const PHI_MAX: f64 = 0.98;

/// Rates of the priors of [`Estimation::Shrunk`] on β and γ/(1 − α), on the scale of
/// −2·log-likelihood: exponentials with means 1/20 and 2/5. Chosen on M1 and the tourism panel, where
/// mean MASE is flat around them; M3 was held out.
const TREND_PRIOR: f64 = 40.0;
const SEASON_PRIOR: f64 = 5.0;

/// What is maximised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimation {
    /// The likelihood with the initial states integrated out under a flat prior (de Jong 1991) and
    /// weak priors on the trend and season weights. A short series says little about either, and
    /// its plain likelihood chases the first and last values: on M3 the choice among models that
    /// follows has 1.356 MASE for 1.49 by plain likelihood.
    #[default]
    Shrunk,
    /// Plain maximum likelihood over weights and initial states, as R and statsmodels report it.
    Likelihood,
}

/// A fitted model: its state before and after the data.
#[derive(Debug, Clone, PartialEq)]
pub struct EtsFit {
    pub form: Form,
    pub weights: Weights,
    /// Before the first value.
    pub initial: EtsState,
    /// After the last value.
    pub state: EtsState,
    /// One-step errors of the observed values over their relative standard deviation.
    pub errors: Vec<f64>,
    /// At these weights, with the initial states at their maximum; comparable across forms.
    pub criteria: Criteria,
}

/// Fits `form` to `y` (NaN = missing) with season length `m`.
pub fn fit(
    y: &[f64],
    m: usize,
    form: Form,
    estimation: Estimation,
) -> Result<EtsFit, ModelRefusal> {
    fit_in(y, m, form, estimation, &mut Workspace::default())
}

/// Data scaled so that one setting of the search suits all: to mean 0 and variance 1 for models
/// without multiplication, to mean 1 for the others.
pub(super) struct Scaled {
    values: Vec<f64>,
    shift: f64,
    scale: f64,
    observed: usize,
}

impl Scaled {
    pub(super) fn new(y: &[f64], form: Form) -> Result<Self, ModelRefusal> {
        let finite = || y.iter().copied().filter(|value| value.is_finite());
        let observed = finite().count();
        let mean = sum(finite()) / observed as f64;
        let variance = sum(finite().map(|value| (value - mean).powi(2))) / observed as f64;
        let sd = variance.sqrt();
        if !(sd > f64::EPSILON * 16.0 * mean.abs()) {
            return Err(ModelRefusal::Constant);
        }
        if form.needs_positive() && finite().any(|value| value <= 0.0) {
            return Err(ModelRefusal::NotPositive);
        }
        let (shift, scale) = if form.needs_positive() {
            (0.0, mean)
        } else {
            (mean, sd)
        };
        Ok(Self {
            values: y.iter().map(|value| (value - shift) / scale).collect(),
            shift,
            scale,
            observed,
        })
    }
}

/// Searches for the weights of one model.
struct Search<'a> {
    y: &'a [f64],
    m: usize,
    form: Form,
    estimation: Estimation,
    gapped: bool,
    start: Vec<f64>,
    /// Initial states that fitted best so far and the objective they had; the next evaluation
    /// takes one Gauss–Newton step from them.
    warm: RefCell<(Vec<f64>, f64)>,
    workspace: RefCell<&'a mut Workspace>,
}

/// Evaluations whose objective is this much worse than the best do not move the initial states.
const WARM_MARGIN: f64 = 2.0;
/// Deviance above the best from which on the initial states of the best may be a bad start.
const FAR: f64 = 20.0;
/// Sum of squares (per value, data of unit size) that counts as a perfect fit.
const PERFECT: f64 = 1e-25;

/// Deviances at given weights after the step on the initial states.
#[derive(Debug, Clone, Copy)]
struct Evaluated {
    /// The criterion of the search without its priors.
    objective: f64,
    /// −2·log-likelihood without constants at the initial states given and, as predicted, after the
    /// step.
    before: f64,
    after: f64,
}

impl Search<'_> {
    fn pass(&self, w: &Weights, x0: &[f64], ws: &mut Workspace) -> Option<Pass> {
        if self.gapped {
            gapped::pass(self.y, self.m, self.form, w, x0, ws)
        } else {
            quick_pass(self.y, self.m, self.form, w, x0, ws)
        }
    }

    /// One pass at `x0`; the step on the initial states is left in the workspace.
    fn evaluate(&self, w: &Weights, x0: &[f64], ws: &mut Workspace) -> Option<Evaluated> {
        let pass = self.pass(w, x0, ws)?;
        let n = pass.observed as f64;
        let q = x0.len() as f64;
        let floor = PERFECT * n;
        let before = n * ws.normal.squares.max(floor).ln() + 2.0 * pass.log_spread;
        // A common factor turns n·ln S + 2Σ ln spread into n·ln S: least squares again.
        let common = 2.0 * pass.log_spread / n;
        if self.form.error() == ErrorKind::Multiplicative {
            for drift in &mut ws.drift {
                *drift /= n;
            }
            let Workspace { normal, drift, .. } = ws;
            normal.share_scale(drift);
        }
        let solved = ws.normal.solve()?;
        let after = n * (solved.rest.max(floor).ln() + common);
        let objective = match self.estimation {
            Estimation::Likelihood => after,
            Estimation::Shrunk => {
                (n - q) * (solved.rest.max(floor).ln() + common)
                    + solved.log_determinant
                    + q * common
            }
        };
        objective.is_finite().then_some(Evaluated {
            objective,
            before,
            after,
        })
    }

    /// What the search minimises at the point `p` of its box.
    fn objective(&self, p: &[f64]) -> f64 {
        let weights = weights(self.form, p);
        match self.estimation {
            Estimation::Likelihood => self.profiled(&weights),
            Estimation::Shrunk => self.stepped(&weights),
        }
    }

    /// The criterion after one step on the initial states that fitted best so far.
    fn stepped(&self, weights: &Weights) -> f64 {
        let mut workspace = self.workspace.borrow_mut();
        let ws: &mut Workspace = &mut workspace;
        let mut warm = self.warm.borrow_mut();
        let mut evaluated = self.evaluate(weights, &warm.0, ws);
        if evaluated.is_none() {
            evaluated = self.evaluate(weights, &self.start, ws);
            if evaluated.is_some() {
                warm.0.clone_from(&self.start);
            }
        }
        let Some(evaluated) = evaluated else {
            return f64::INFINITY;
        };
        let share = weights.gamma / (1.0 - weights.alpha);
        let priors = TREND_PRIOR * weights.beta + SEASON_PRIOR * share;
        let value = evaluated.objective + priors;
        if value < warm.1 + WARM_MARGIN {
            for (state, step) in warm.0.iter_mut().zip(ws.normal.solution()) {
                *state += step;
            }
            warm.1 = warm.1.min(value);
        }
        value
    }

    /// The deviance at the best initial states for these weights: what one step promises is only
    /// kept where errors are additive.
    fn profiled(&self, weights: &Weights) -> f64 {
        let known = self.warm.borrow().clone();
        let mut best = self.climb(weights, &known.0);
        if best.as_ref().is_none_or(|best| best.1 > known.1 + FAR) {
            let fresh = self.climb(weights, &self.start);
            let value = |found: &Option<(Vec<f64>, f64)>| {
                found.as_ref().map_or(f64::INFINITY, |found| found.1)
            };
            if value(&fresh) < value(&best) {
                best = fresh;
            }
        }
        let Some((states, deviance)) = best else {
            return f64::INFINITY;
        };
        if deviance < known.1 {
            *self.warm.borrow_mut() = (states, deviance);
        }
        deviance
    }

    /// Initial states at their maximum for given weights, and the deviance there.
    fn settle(&self, w: &Weights) -> Option<(Vec<f64>, f64)> {
        let start = self.warm.borrow().0.clone();
        // A promised step may have led out of the domain.
        self.climb(w, &start).or_else(|| self.climb(w, &self.start))
    }

    /// Gauss–Newton steps on the initial states from `start`, halved where they lead down.
    fn climb(&self, w: &Weights, start: &[f64]) -> Option<(Vec<f64>, f64)> {
        let mut workspace = self.workspace.borrow_mut();
        let ws: &mut Workspace = &mut workspace;
        let mut x = start.to_vec();
        let mut best: Option<(Vec<f64>, f64)> = None;
        for _ in 0..12 {
            let Some(evaluated) = self.evaluate(w, &x, ws) else {
                // The step left the domain: halfway back.
                let (known, _) = best.as_ref()?;
                for (x, known) in x.iter_mut().zip(known) {
                    *x = 0.5 * (*x + known);
                }
                continue;
            };
            match &best {
                Some((known, deviance)) if evaluated.before > deviance + 1e-9 => {
                    for (x, known) in x.iter_mut().zip(known) {
                        *x = 0.5 * (*x + known);
                    }
                    continue;
                }
                _ => best = Some((x.clone(), evaluated.before)),
            }
            if evaluated.before - evaluated.after < 1e-8 {
                break;
            }
            for (x, step) in x.iter_mut().zip(ws.normal.solution()) {
                *x += step;
            }
        }
        best
    }

    fn run(&self) -> Option<Weights> {
        let point = match self.form.weights() {
            1 => self.minimise::<1>(),
            2 => self.minimise::<2>(),
            3 => self.minimise::<3>(),
            _ => self.minimise::<4>(),
        }?;
        Some(weights(self.form, &point))
    }

    fn minimise<const D: usize>(&self) -> Option<Vec<f64>> {
        let mut bounds = Bounds {
            low: [WEIGHT_MIN; D],
            high: [WEIGHT_MAX; D],
        };
        if self.form.is_damped() {
            bounds.low[D - 1] = PHI_MIN;
            bounds.high[D - 1] = PHI_MAX;
        }
        let mut starts: Vec<([f64; D], f64)> = Vec::new();
        let trends: &[f64] = if self.form.has_trend() {
            &[0.03, 0.25]
        } else {
            &[0.0]
        };
        // A season that follows the data at once is a maximum of its own: searches from a slow one
        // end where the level takes all.
        let seasons: &[f64] = if self.form.is_seasonal() {
            &[0.08, 0.8]
        } else {
            &[0.0]
        };
        for alpha in [0.08, 0.35, 0.8] {
            for &trend in trends {
                for &season in seasons {
                    let mut point = [0.08; D];
                    point[0] = alpha;
                    if self.form.has_trend() {
                        point[1] = trend;
                    }
                    if self.form.is_seasonal() {
                        point[1 + usize::from(self.form.has_trend())] = season;
                    }
                    if self.form.is_damped() {
                        point[D - 1] = 0.93;
                    }
                    let value = self.objective(&point);
                    if value.is_finite() {
                        starts.push((point, value));
                    }
                }
            }
        }
        starts.sort_by(|a, b| a.1.total_cmp(&b.1));
        let tried = match self.estimation {
            Estimation::Shrunk => 1,
            Estimation::Likelihood => 3,
        };
        let found = starts.into_iter().take(tried);
        let found = found.map(|start| self.descend(&bounds, start));
        let found = found.min_by(|a, b| a.1.total_cmp(&b.1))?;
        found.1.is_finite().then(|| found.0.to_vec())
    }

    /// The lowest point of searches by a simplex from `start`.
    fn descend<const D: usize>(
        &self,
        bounds: &Bounds<D>,
        start: ([f64; D], f64),
    ) -> ([f64; D], f64) {
        let edges = std::array::from_fn(|i| 0.12 * (bounds.high[i] - bounds.low[i]));
        let stopping = match self.estimation {
            Estimation::Shrunk => Stopping {
                evaluations: 80,
                value: 1e-3,
            },
            Estimation::Likelihood => Stopping {
                evaluations: 600,
                value: 1e-9,
            },
        };
        let objective = |p: &[f64; D]| self.objective(p);
        let mut found = simplex(objective, bounds, start, edges, stopping);
        if self.estimation == Estimation::Likelihood {
            // A simplex pressed against a bound loses a direction; a fresh one finds it again.
            for shrink in [0.3, 0.1, 0.3, 0.1] {
                let edges = edges.map(|edge| shrink * edge);
                found = simplex(objective, bounds, found, edges, stopping);
            }
        }
        found
    }
}

/// The pass for data without gaps.
pub(super) fn quick_pass(
    y: &[f64],
    m: usize,
    form: Form,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    match form.season() {
        Seasonality::Multiplicative => multiplicative::pass(y, m, form, w, x0, ws),
        Seasonality::None | Seasonality::Additive => linear::pass(y, m, form, w, x0, ws),
    }
}

/// Weights from a point of the search: α, β/α, γ/(1 − α), φ as far as they occur.
fn weights(form: Form, p: &[f64]) -> Weights {
    let alpha = p[0];
    let mut rest = p[1..].iter().copied();
    let mut next = |there: bool| {
        if there {
            rest.next().unwrap_or(0.0)
        } else {
            0.0
        }
    };
    let beta = alpha * next(form.has_trend());
    let gamma = (1.0 - alpha) * next(form.is_seasonal());
    let phi = match (form.has_trend(), form.is_damped()) {
        (_, true) => next(true),
        (true, false) => 1.0,
        (false, false) => 0.0,
    };
    Weights {
        alpha,
        beta,
        gamma,
        phi,
    }
}

pub(super) fn fit_in(
    y: &[f64],
    m: usize,
    form: Form,
    estimation: Estimation,
    workspace: &mut Workspace,
) -> Result<EtsFit, ModelRefusal> {
    if form.is_seasonal() && m < 2 {
        return Err(ModelRefusal::NoSeason);
    }
    let scaled = Scaled::new(y, form)?;
    let k = form.parameters(m);
    // One value beyond the parameters leaves AICc finite.
    let needed = (k + 2).max(if form.is_seasonal() { 2 * m } else { 0 });
    if scaled.observed < needed {
        return Err(ModelRefusal::TooShort {
            have: scaled.observed,
            needed,
        });
    }
    let values = &scaled.values;
    let start = free_states(values, m, form).ok_or(ModelRefusal::TooShort {
        have: scaled.observed,
        needed: 2 * m,
    })?;
    let search = Search {
        y: values,
        m,
        form,
        estimation,
        gapped: scaled.observed < y.len(),
        warm: RefCell::new((start.clone(), f64::INFINITY)),
        start,
        workspace: RefCell::new(workspace),
    };
    let weights = search.run().ok_or(ModelRefusal::NotFinite)?;
    let (x0, deviance) = search.settle(&weights).ok_or(ModelRefusal::NotFinite)?;
    let n = scaled.observed as f64;
    let deviance = deviance + 2.0 * n * scaled.scale.ln();
    let log_likelihood = log_likelihood_of(deviance, n);
    let mut initial = full_state(form, weights, &x0, m);
    initial.rescale(scaled.scale, scaled.shift);
    let (state, errors) = run_through(&initial, y);
    if !(state.next_mean().is_finite() && log_likelihood.is_finite()) {
        return Err(ModelRefusal::NotFinite);
    }
    Ok(EtsFit {
        form,
        weights,
        initial,
        state,
        errors,
        criteria: Criteria::new(log_likelihood, k, scaled.observed),
    })
}

/// With σ² at its maximum and constants included, from n·ln SSE + 2Σ ln spread.
fn log_likelihood_of(deviance: f64, n: f64) -> f64 {
    -0.5 * (deviance + n * ((2.0 * std::f64::consts::PI / n).ln() + 1.0))
}

fn run_through(initial: &EtsState, y: &[f64]) -> (EtsState, Vec<f64>) {
    let mut state = initial.clone();
    let mut errors = Vec::with_capacity(y.len());
    for &value in y {
        if value.is_finite() {
            errors.push((value - state.next_mean()) / state.next_variance().sqrt());
        }
        state.advance(value);
    }
    (state, errors)
}

/// Exact Gaussian log-likelihood of `y` from a given initial state, σ² at its maximum, constants
/// included: −n/2·(ln(2π·SSE/n) + 1) − Σ ln r_t with r_t the relative standard deviation of the
/// error (1, or the mean of a multiplicative error).
pub fn log_likelihood(y: &[f64], initial: &EtsState) -> f64 {
    let mut state = initial.clone();
    let (mut squares, mut log_variances, mut n) = (0.0, 0.0, 0.0);
    for &value in y {
        if value.is_finite() {
            let variance = state.next_variance();
            squares += (value - state.next_mean()).powi(2) / variance;
            log_variances += variance.ln();
            n += 1.0;
        }
        state.advance(value);
    }
    log_likelihood_of(n * f64::ln(squares) + log_variances, n)
}
