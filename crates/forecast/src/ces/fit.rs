//! Estimation: the two to four weights by a search, the initial states by running the recursion
//! backwards over the data ("backcasting"), so that they cost no search of their own.

use super::state::{CesState, Kind, Weights};
use crate::criteria::{Criteria, concentrated_log_likelihood};
use crate::minimise::{Bounds, Stopping, simplex};
use crate::refusal::ModelRefusal;
use crate::season::{SeasonKind, classical};
use crate::state::State;
use crate::summation::{mean, sum};

/// Weight of the prior that holds α₀ near 1.3 and α₁ near 1, where a complex weight is close to
/// ordinary smoothing, on the scale of −2·log-likelihood. Chosen on M1 and tourism; M3 was held out.
const PRIOR: f64 = 5.0;
const ALPHA_0: f64 = 1.3;
const ALPHA_1: f64 = 1.0;
/// α₁ wanders less than α₀; the rate of an additive season's weight is weak.
const ALPHA_1_SHARE: f64 = 4.0;
const SEASON_SHARE: f64 = 5.0;

const STOPPING: Stopping = Stopping {
    evaluations: 100,
    value: 1e-3,
};

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct CesFit {
    pub kind: Kind,
    pub weights: Weights,
    pub state: CesState,
    /// One-step errors of the observed values over their relative standard deviation.
    pub errors: Vec<f64>,
    pub criteria: Criteria,
}

/// Fits of all kinds, best AICc first.
#[derive(Debug, Clone, PartialEq)]
pub struct CesAuto {
    pub fits: Vec<CesFit>,
}

/// The pair moves within bounds: both roots of its step lie inside the unit circle.
fn is_stable(w0: f64, w1: f64) -> bool {
    let (a, b) = (1.0 - (w0 - w1), -(1.0 - w1));
    let (c, d) = (1.0 - (w0 + w1), 1.0 - w0);
    let (trace, determinant) = (a + d, a * d - b * c);
    determinant < 0.9999 && trace.abs() < 1.0 + determinant - 1e-6
}

struct Search<'a> {
    y: &'a [f64],
    kind: Kind,
    /// Level to start from, and the seasons around it.
    level: f64,
    indices: Vec<f64>,
}

impl Search<'_> {
    fn weights<const D: usize>(p: &[f64; D]) -> Weights {
        let at = |i: usize| p.get(i).copied().unwrap_or(0.0);
        Weights {
            alpha_0: at(0),
            alpha_1: at(1),
            beta_0: at(2),
            beta_1: at(3),
        }
    }

    fn start(&self, weights: Weights) -> CesState {
        let base = if self.kind.has_line() {
            0.0
        } else {
            self.level
        };
        let turn = match self.kind {
            Kind::Simple => weights.alpha_0,
            Kind::Full => weights.beta_0,
            Kind::None | Kind::Partial => f64::INFINITY,
        };
        CesState {
            kind: self.kind,
            weights,
            line: [self.level, self.level / weights.alpha_0],
            seasons: self
                .indices
                .iter()
                .map(|index| [base + index, (base + index) / turn])
                .collect(),
            next: 0,
            gap: 0,
        }
    }

    /// Runs over the data in one direction and returns Σ e² of the observed values.
    fn sweep(&self, state: &mut CesState, backwards: bool) -> f64 {
        let n = self.y.len();
        if backwards && !state.seasons.is_empty() {
            state.next = (n - 1) % state.seasons.len();
        }
        let mut squares = 0.0;
        for i in 0..n {
            let y = self.y[if backwards { n - 1 - i } else { i }];
            let error = if y.is_finite() { y - state.mean() } else { 0.0 };
            squares += error * error;
            state.step(error, backwards);
        }
        if backwards {
            state.next = 0;
        }
        squares
    }

    /// The state before the data, as the data themselves run backwards give it.
    fn backcast(&self, weights: Weights) -> CesState {
        let mut state = self.start(weights);
        self.sweep(&mut state, false);
        self.sweep(&mut state, true);
        state
    }

    fn objective<const D: usize>(&self, p: &[f64; D], n: f64) -> f64 {
        let w = Self::weights(p);
        let season_stable = self.kind != Kind::Full || is_stable(w.beta_0, w.beta_1);
        if !(is_stable(w.alpha_0, w.alpha_1) && season_stable) {
            return f64::INFINITY;
        }
        let mut state = self.backcast(w);
        let squares = self.sweep(&mut state, false);
        if !squares.is_finite() {
            return f64::INFINITY;
        }
        let mut prior =
            (w.alpha_0 - ALPHA_0).powi(2) + ALPHA_1_SHARE * (w.alpha_1 - ALPHA_1).powi(2);
        if self.kind == Kind::Partial {
            prior += SEASON_SHARE * w.beta_0;
        }
        n * squares.max(1e-25 * n).ln() + PRIOR * prior
    }

    fn run<const D: usize>(&self, n: f64) -> Option<Weights> {
        let pick = |values: [f64; 4]| std::array::from_fn(|i| values[i]);
        let partial = self.kind == Kind::Partial;
        let bounds: Bounds<D> = Bounds {
            low: pick([0.01, 0.01, if partial { 0.0 } else { 0.01 }, 0.01]),
            high: pick([2.2, 2.0, if partial { 0.9 } else { 2.2 }, 2.0]),
        };
        let objective = |p: &[f64; D]| self.objective(p, n);
        let start = [1.3, 1.0, 0.5, 1.7]
            .map(|alpha_0| {
                let point = pick([alpha_0, 1.0, if partial { 0.1 } else { 1.3 }, 1.0]);
                (point, objective(&point))
            })
            .into_iter()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|best| best.1.is_finite())?;
        let found = simplex(
            objective,
            &bounds,
            start,
            pick([0.15, 0.05, 0.1, 0.05]),
            STOPPING,
        );
        Some(Self::weights(&found.0))
    }
}

/// Fits one kind to `y` (NaN = missing) with season length `m`.
pub fn fit(y: &[f64], m: usize, kind: Kind) -> Result<CesFit, ModelRefusal> {
    let observed = || y.iter().copied().filter(|value| value.is_finite());
    let n = observed().count();
    if kind.is_seasonal() && m < 2 {
        return Err(ModelRefusal::NoSeason);
    }
    let m = if kind.is_seasonal() { m } else { 1 };
    let k = kind.weights() + kind.states(m) + 1;
    let needed = (k + 3).max(if kind.is_seasonal() { 2 * m } else { 0 });
    if n < needed {
        return Err(ModelRefusal::TooShort { have: n, needed });
    }
    let centre = mean(observed()).unwrap_or(0.0);
    let spread = observed().fold(0.0_f64, |max, value| max.max((value - centre).abs()));
    if !(spread > f64::EPSILON * 16.0 * centre.abs()) {
        return Err(ModelRefusal::Constant);
    }
    // Scaled but not shifted: the recursion turns around zero, so the level is part of the model.
    let scale = (sum(observed().map(|value| value * value)) / n as f64).sqrt();
    let scaled: Vec<f64> = y.iter().map(|value| value / scale).collect();
    let indices = if kind.is_seasonal() {
        classical(&scaled, m, SeasonKind::Additive)
            .ok_or(ModelRefusal::TooShort {
                have: n,
                needed: 2 * m,
            })?
            .indices
    } else {
        Vec::new()
    };
    let first = scaled.iter().copied().filter(|value| value.is_finite());
    let search = Search {
        y: &scaled,
        kind,
        level: mean(first.take(m.max(4))).unwrap_or(0.0),
        indices,
    };
    let count = n as f64;
    let weights = match kind.weights() {
        2 => search.run::<2>(count),
        3 => search.run::<3>(count),
        _ => search.run::<4>(count),
    }
    .ok_or(ModelRefusal::NotFinite)?;
    let mut state = search.backcast(weights);
    state.rescale(scale);
    let (mut errors, mut log_variances) = (Vec::with_capacity(n), 0.0);
    for &value in y {
        if value.is_finite() {
            let variance = state.next_variance();
            errors.push((value - state.next_mean()) / variance.sqrt());
            log_variances += variance.ln();
        }
        state.advance(value);
    }
    let squares = sum(errors.iter().map(|error| error * error));
    let log_likelihood = concentrated_log_likelihood(squares, n, log_variances);
    if !(state.next_mean().is_finite() && log_likelihood.is_finite()) {
        return Err(ModelRefusal::NotFinite);
    }
    Ok(CesFit {
        kind,
        weights,
        state,
        errors,
        criteria: Criteria::new(log_likelihood, k, n),
    })
}

/// Fits all kinds and orders them by AICc.
pub fn auto(y: &[f64], m: usize) -> Result<CesAuto, ModelRefusal> {
    let aicc = |fit: &CesFit| fit.criteria.aicc.value.unwrap_or(f64::INFINITY);
    let mut fits = Vec::new();
    let mut refusal = None;
    for kind in Kind::ALL {
        match fit(y, m, kind) {
            Ok(fit) => fits.push(fit),
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
    }
    fits.sort_by(|a, b| aicc(a).total_cmp(&aicc(b)));
    if fits.is_empty() {
        Err(refusal.unwrap_or(ModelRefusal::NotFinite))
    } else {
        Ok(CesAuto { fits })
    }
}
