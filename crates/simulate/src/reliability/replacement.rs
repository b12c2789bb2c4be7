//! When to replace a part before it fails (Barlow & Hunter 1960, "Optimum preventive maintenance policies").

use statrs::function::gamma::{gamma, gamma_lr};

use super::rising_root;
use crate::economics::Reason;

/// The cheapest age and what an hour costs then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplacementAge {
    pub age: f64,
    /// Cost per unit of time. The minimum is flat: compare costs, not ages.
    pub cost_rate: f64,
}

/// Policy I: a failed part is replaced at cost `failure`, one that reaches the age at cost `planned`. Minimises
/// (cₚR(t) + c_f(1-R(t)))/∫₀ᵗR for a Weibull life.
///
/// # Errors
/// `out_of_domain` unless costs, scale and shape are above 0, and when waiting for the failure is never dearer: a shape of
/// 1 or below, or a planned cost not below that of a failure.
pub fn age_replacement(
    planned: f64,
    failure: f64,
    scale: f64,
    shape: f64,
) -> Result<ReplacementAge, Reason> {
    check(&[planned, failure, scale, shape])?;
    if shape <= 1.0 || planned >= failure {
        return Err(Reason::OutOfDomain);
    }
    // In units of the scale. h(t)∫R + R = 1 + cₚ/(c_f - cₚ) at the minimum, and its left side rises.
    let survival = |t: f64| (-t.powf(shape)).exp();
    let rate = |t: f64| (planned * survival(t) + failure * (1.0 - survival(t))) / up_to(t, shape);
    let target = failure / (failure - planned);
    let side = |t: f64| shape * t.powf(shape - 1.0) * up_to(t, shape) + survival(t);
    let age = rising_root(0.0, |t| side(t) - target).ok_or(Reason::OutOfDomain)?;
    Ok(ReplacementAge {
        age: age * scale,
        cost_rate: rate(age) / scale,
    })
}

/// Policy II: failures are mended to as bad as old at cost `failure`, the part is replaced at cost `planned`. The minimum
/// of (cₚ + c_f(t/η)ᵝ)/t is at η(cₚ/(c_f(β-1)))^(1/β).
///
/// # Errors
/// As [`age_replacement`], but any costs above 0 do.
pub fn minimal_repair_replacement(
    planned: f64,
    failure: f64,
    scale: f64,
    shape: f64,
) -> Result<ReplacementAge, Reason> {
    check(&[planned, failure, scale, shape])?;
    if shape <= 1.0 {
        return Err(Reason::OutOfDomain);
    }
    let age = scale * (planned / (failure * (shape - 1.0))).powf(1.0 / shape);
    Ok(ReplacementAge {
        age,
        cost_rate: (planned + failure * (age / scale).powf(shape)) / age,
    })
}

fn check(values: &[f64]) -> Result<(), Reason> {
    if values.iter().all(|value| *value > 0.0 && value.is_finite()) {
        Ok(())
    } else {
        Err(Reason::OutOfDomain)
    }
}

/// ∫₀ᵗ exp(-xᵝ) dx = Γ(1/β)/β · P(1/β, tᵝ), P the regularised lower incomplete gamma function.
fn up_to(t: f64, shape: f64) -> f64 {
    let power = t.powf(shape);
    if power == 0.0 {
        return t;
    }
    gamma(1.0 / shape) / shape * gamma_lr(1.0 / shape, power)
}
