//! Search of the errors for the traces of effects (Chen & Liu 1993, section 3).
//!
//! An effect of size ω and course ξ leaves ω·π(B)ξ in the errors, so that at each place
//! ω̂ = Σ e x w/Σ x² w and τ = ω̂ √(Σ x² w)/σ with x the trace and w the weights.

use super::residuals::Whitening;
use super::tail::{Tail, median};
use super::{Kind, TEMPORARY_DECAY};
use crate::least_squares::solve;

/// What a temporary change must explain beyond an outlier or a shift at the same place, in squared t
/// statistics: its course lies between theirs and fits noise a little better.
const TEMPORARY_PENALTY: f64 = 4.0;

/// An effect in units of the errors' data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Effect {
    pub(super) kind: Kind,
    pub(super) at: usize,
    pub(super) size: f64,
    pub(super) t: f64,
}

impl Effect {
    /// The effect of unit size from its first value on.
    pub(super) fn course(&self) -> impl Iterator<Item = f64> + use<> {
        let decay = match self.kind {
            Kind::Outlier | Kind::VarianceChange => 0.0,
            Kind::LevelShift => 1.0,
            Kind::TemporaryChange => TEMPORARY_DECAY,
        };
        std::iter::successors(Some(1.0), move |left| Some(left * decay))
    }
}

const KINDS: [Kind; 3] = [Kind::Outlier, Kind::LevelShift, Kind::TemporaryChange];

/// One search.
pub(super) struct Scan<'a> {
    whitening: &'a Whitening,
    errors: &'a [f64],
    weights: &'a [f64],
    tail: &'a Tail,
    /// Trace of each kind of effect at the first value.
    traces: [Vec<f64>; 3],
    /// Σ x² w by kind and place.
    norms: [Vec<f64>; 3],
    /// What is estimated beside the effects: the centre (a mean, or a drift) and the errors before
    /// the data.
    beside: Vec<Vec<f64>>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(
        whitening: &'a Whitening,
        errors: &'a [f64],
        weights: &'a [f64],
        tail: &'a Tail,
    ) -> Self {
        let n = errors.len();
        let traces = KINDS.map(|kind| {
            let unit = Effect {
                kind,
                at: 0,
                size: 1.0,
                t: 0.0,
            };
            let course: Vec<f64> = unit.course().take(n).collect();
            whitening.traced(&course)
        });
        let runs = runs(weights);
        let norms = [0, 1, 2].map(|kind| norms(&traces[kind], &runs, n));
        // The errors of a mean or a drift are a constant once the filter has run in.
        let mut beside = vec![vec![1.0; n]];
        beside.extend(whitening.starts(n));
        Self {
            whitening,
            errors,
            weights,
            tail,
            traces,
            norms,
            beside,
        }
    }

    /// Effects that hold when all are estimated together.
    pub(super) fn effects(&self) -> Vec<Effect> {
        let mut found = self.one_by_one();
        loop {
            if !self.together(&mut found) {
                // Effects that cannot be told apart: the last one found goes.
                found.pop();
                continue;
            }
            let weakest = (0..found.len()).min_by(|&a, &b| {
                let size = |i: usize| found[i].t.abs();
                size(a).total_cmp(&size(b))
            });
            match weakest {
                Some(at) if found[at].t.abs() <= self.tail.critical => {
                    found.remove(at);
                }
                _ => return found,
            }
        }
    }

    /// The errors without the traces of `effects`.
    pub(super) fn without(&self, effects: &[Effect]) -> Vec<f64> {
        let mut errors = self.errors.to_vec();
        for effect in effects {
            let trace = &self.traces[effect.kind as usize];
            for (error, x) in errors[effect.at..].iter_mut().zip(trace) {
                *error -= effect.size * x;
            }
        }
        errors
    }

    /// The largest effect, taken off, and so on until none is large.
    fn one_by_one(&self) -> Vec<Effect> {
        let n = self.errors.len();
        let mut errors = self.centred();
        let most = 3 + n / 20;
        let mut found: Vec<Effect> = Vec::new();
        while found.len() < most {
            let Some(effect) = self.largest(&errors, &found) else {
                break;
            };
            let trace = &self.traces[effect.kind as usize];
            for (error, x) in errors[effect.at..].iter_mut().zip(trace) {
                *error -= effect.size * x;
            }
            found.push(effect);
        }
        found
    }

    /// The errors without what is estimated beside the effects, extreme ones drawn in for that.
    fn centred(&self) -> Vec<f64> {
        let limit = 3.0 * self.tail.scale;
        let used = self.errors.iter().zip(self.weights);
        let known: Vec<f64> = used
            .clone()
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(error, _)| *error)
            .collect();
        let middle = median(&known).unwrap_or(0.0);
        let tame: Vec<f64> = used
            .map(|(error, weight)| {
                let reach = if *weight > 0.0 {
                    limit / weight.sqrt()
                } else {
                    0.0
                };
                error.clamp(middle - reach, middle + reach)
            })
            .collect();
        let columns: Vec<&[f64]> = self.beside.iter().map(Vec::as_slice).collect();
        let (matrix, right) = normal_equations(&columns, &tame, self.weights);
        match solve(&matrix, &right) {
            Some(sizes) => {
                let mut errors = self.errors.to_vec();
                for (column, size) in columns.iter().zip(sizes) {
                    for (error, x) in errors.iter_mut().zip(*column) {
                        *error -= size * x;
                    }
                }
                errors
            }
            None => self.errors.iter().map(|error| error - middle).collect(),
        }
    }

    fn largest(&self, errors: &[f64], found: &[Effect]) -> Option<Effect> {
        // Correlation with a trace at every place is the filter run backwards.
        let mut backwards: Vec<f64> = errors
            .iter()
            .zip(self.weights)
            .rev()
            .map(|(error, weight)| error * weight)
            .collect();
        backwards = self.whitening.traced(&backwards);
        let n = errors.len();
        let mut best: Option<(f64, Effect)> = None;
        let (mut shift, mut fading) = (0.0, 0.0);
        for (back, product) in backwards.iter().enumerate() {
            let at = n - 1 - back;
            shift += product;
            fading = product + TEMPORARY_DECAY * fading;
            if self.weights[at] <= 0.0 || found.iter().any(|effect| effect.at == at) {
                continue;
            }
            for (kind, product) in KINDS.into_iter().zip([*product, shift, fading]) {
                let norm = self.norms[kind as usize][at];
                let t = product / norm.sqrt() / self.tail.scale;
                if !(t.abs() > self.tail.critical && t.is_finite()) {
                    continue;
                }
                let penalty = if kind == Kind::TemporaryChange {
                    TEMPORARY_PENALTY
                } else {
                    0.0
                };
                let score = t * t - penalty;
                if best.is_none_or(|(highest, _)| score > highest) {
                    let size = product / norm;
                    best = Some((score, Effect { kind, at, size, t }));
                }
            }
        }
        best.map(|(_, effect)| effect)
    }

    /// Sizes and t statistics of all effects and the centre by weighted least squares. False where
    /// they cannot be told apart.
    fn together(&self, found: &mut [Effect]) -> bool {
        if found.is_empty() {
            return true;
        }
        let n = self.errors.len();
        let traces: Vec<Vec<f64>> = found
            .iter()
            .map(|effect| {
                let mut trace = vec![0.0; effect.at];
                trace.extend_from_slice(&self.traces[effect.kind as usize][..n - effect.at]);
                trace
            })
            .collect();
        let columns: Vec<&[f64]> = traces
            .iter()
            .chain(&self.beside)
            .map(Vec::as_slice)
            .collect();
        let (matrix, right) = normal_equations(&columns, self.errors, self.weights);
        let Some(sizes) = solve(&matrix, &right) else {
            return false;
        };
        for (i, effect) in found.iter_mut().enumerate() {
            let mut unit = vec![0.0; columns.len()];
            unit[i] = 1.0;
            let Some(inverse) = solve(&matrix, &unit) else {
                return false;
            };
            effect.size = sizes[i];
            effect.t = sizes[i] / inverse[i].sqrt() / self.tail.scale;
            if !effect.t.is_finite() {
                return false;
            }
        }
        true
    }
}

/// Σ w x x' (lower triangle by rows) and Σ w x e.
fn normal_equations(columns: &[&[f64]], errors: &[f64], weights: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let q = columns.len();
    let mut matrix = vec![0.0; q * q];
    let mut right = vec![0.0; q];
    for (i, column) in columns.iter().enumerate() {
        let weighted: Vec<f64> = column.iter().zip(weights).map(|(x, w)| x * w).collect();
        let dot = |other: &[f64]| weighted.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
        right[i] = dot(errors);
        for (j, other) in columns[..=i].iter().enumerate() {
            matrix[i * q + j] = dot(other);
        }
    }
    (matrix, right)
}

/// Stretches of equal weight that is not zero: (from, to, weight).
fn runs(weights: &[f64]) -> Vec<(usize, usize, f64)> {
    let mut runs: Vec<(usize, usize, f64)> = Vec::new();
    for (t, &weight) in weights.iter().enumerate() {
        match runs.last_mut() {
            Some((_, to, own)) if *to == t && own.total_cmp(&weight).is_eq() => *to = t + 1,
            _ if weight > 0.0 => runs.push((t, t + 1, weight)),
            _ => {}
        }
    }
    runs
}

/// Σ x² w of the trace at every place.
fn norms(trace: &[f64], runs: &[(usize, usize, f64)], n: usize) -> Vec<f64> {
    let mut up_to = Vec::with_capacity(n + 1);
    let mut sum = 0.0;
    up_to.push(sum);
    for x in trace {
        sum += x * x;
        up_to.push(sum);
    }
    (0..n)
        .map(|at| {
            let first = runs.partition_point(|(_, to, _)| *to <= at);
            runs[first..]
                .iter()
                .map(|&(from, to, weight)| {
                    weight * (up_to[to - at] - up_to[from.saturating_sub(at)])
                })
                .sum()
        })
        .collect()
}
