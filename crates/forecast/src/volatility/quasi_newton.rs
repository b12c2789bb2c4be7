//! Maximisation by the method of Broyden, Fletcher, Goldfarb & Shanno (Nocedal & Wright 2006,
//! algorithm 6.1) with a backtracking line search.

use super::likelihood::{SIZE, Value, Vector};
use super::matrix::{Matrix, dot, times};

/// The search stops where a full step would gain less than this.
const GAIN: f64 = 1e-9;
const ITERATIONS: usize = 200;
/// Longest move of one coordinate in a step.
const LONGEST: f64 = 3.0;
/// Share of the gain foretold by the slope that a step has to bring (Armijo).
const SUFFICIENT: f64 = 1e-4;

/// Where a climb ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Top {
    pub(super) x: Vector,
    pub(super) value: Value,
    /// By its slope rather than because no step along it gained.
    pub(super) is_level: bool,
}

/// Climbs from `start` with an estimate of the inverse of the negative Hessian there, if there is one.
pub(super) fn maximise(
    f: impl Fn(&Vector) -> Value,
    start: Vector,
    inverse: Option<&Matrix>,
) -> Top {
    let mut x = start;
    let mut here = f(&x);
    let mut is_fresh = inverse.is_none();
    let mut inverse = inverse.map_or_else(|| rescaled(&here.gradient), |given| *given);
    for _ in 0..ITERATIONS {
        let mut direction = times(&inverse, &here.gradient);
        let mut slope = dot(&direction, &here.gradient);
        if !(slope > 0.0) {
            if is_fresh || !here.log_likelihood.is_finite() {
                break;
            }
            inverse = rescaled(&here.gradient);
            direction = times(&inverse, &here.gradient);
            slope = dot(&direction, &here.gradient);
            is_fresh = true;
        }
        if !(slope > GAIN) {
            return Top {
                x,
                value: here,
                is_level: true,
            };
        }
        let longest = direction.iter().fold(0.0_f64, |max, d| max.max(d.abs()));
        let mut length = (LONGEST / longest).min(1.0);
        let mut found = None;
        for _ in 0..25 {
            let next: Vector = std::array::from_fn(|i| x[i] + length * direction[i]);
            let value = f(&next);
            let gain = value.log_likelihood - here.log_likelihood;
            if gain >= SUFFICIENT * length * slope {
                found = Some((next, value));
                break;
            }
            // The parabola through both values and the slope, kept from collapsing.
            let parabola = 0.5 * slope * length * length / (slope * length - gain);
            length = if parabola.is_finite() {
                parabola.clamp(0.1 * length, 0.5 * length)
            } else {
                0.1 * length
            };
        }
        let Some((next, value)) = found else {
            if is_fresh {
                break;
            }
            inverse = rescaled(&here.gradient);
            is_fresh = true;
            continue;
        };
        let step: Vector = std::array::from_fn(|i| next[i] - x[i]);
        let change: Vector = std::array::from_fn(|i| here.gradient[i] - value.gradient[i]);
        update(&mut inverse, &step, &change);
        (x, here, is_fresh) = (next, value, false);
    }
    Top {
        x,
        value: here,
        is_level: false,
    }
}

/// A multiple of the identity that moves no coordinate by more than a tenth.
fn rescaled(gradient: &Vector) -> Matrix {
    let largest = gradient.iter().fold(1.0_f64, |max, g| max.max(g.abs()));
    let mut matrix = super::matrix::identity();
    for row in &mut matrix {
        for value in row {
            *value *= 0.1 / largest;
        }
    }
    matrix
}

/// The update of the inverse; left out where curvature along the step is not negative, as it must
/// be near a maximum.
fn update(inverse: &mut Matrix, step: &Vector, change: &Vector) {
    let curvature = dot(step, change);
    if !(curvature > 1e-12 * dot(change, change).sqrt() * dot(step, step).sqrt()) {
        return;
    }
    let turned = times(inverse, change);
    let factor = (1.0 + dot(change, &turned) / curvature) / curvature;
    for i in 0..SIZE {
        for j in 0..SIZE {
            inverse[i][j] += factor * step[i] * step[j]
                - (turned[i] * step[j] + step[i] * turned[j]) / curvature;
        }
    }
}
