//! The Theta method and its dynamic and optimised kin.

use super::smoothing::{Standardised, standardised};
use super::{Parts, named};
use crate::exponential_smoothing::filter;
use crate::model::structure::Structure;
use crate::refusal::ModelRefusal;
use crate::state::State;
use crate::theta::{self, ThetaLines, ThetaState};

pub(super) fn standard_theta(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let (alpha, level) = theta::fit(&values);
    let level = level * scale + shift;
    let state = ThetaState::new(y, alpha, level);
    let (errors, _) = filter(&mut ThetaState::before(alpha, level, state.slope()), y);
    Ok(Parts {
        parameters: named([
            ("alpha", alpha),
            ("l0", level),
            ("drift", 0.5 * state.slope()),
        ]),
        ..Parts::new(Structure::Theta(state), errors, 3)
    })
}

pub(super) fn dynamic_theta(
    y: &[f64],
    lines: ThetaLines,
    standard: bool,
) -> Result<Parts, ModelRefusal> {
    // Scaled only: lines through a shifted zero are other lines.
    let Standardised { scale, .. } = standardised(y)?;
    let values: Vec<f64> = y.iter().map(|value| value / scale).collect();
    let (mut before, mut after) = theta::fit_dynamic(&values, lines, standard);
    before.rescale(scale);
    after.rescale(scale);
    // A dynamic line begins with the first value, which leaves no error behind.
    let skipped = usize::from(lines == ThetaLines::Dynamic);
    for &first in &y[..skipped] {
        before.advance(first);
    }
    let (errors, _) = filter(&mut before, &y[skipped..]);
    let free = if standard { 2 } else { 3 };
    Ok(Parts {
        parameters: named([
            ("alpha", after.alpha()),
            ("theta", after.theta()),
            ("level", after.level()),
        ]),
        ..Parts::new(Structure::DynamicTheta(after), errors, free)
    })
}
