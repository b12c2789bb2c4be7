//! Real and nominal money, escalation (definitions A4).

use super::Reason;

/// Fisher: the nominal rate of a real one.
pub fn nominal_rate(real: f64, inflation: f64) -> f64 {
    (1.0 + real) * (1.0 + inflation) - 1.0
}

/// Fisher: the real rate of a nominal one.
pub fn real_rate(nominal: f64, inflation: f64) -> Result<f64, Reason> {
    if inflation <= -1.0 {
        Err(Reason::OutOfDomain)
    } else {
        Ok((1.0 + nominal) / (1.0 + inflation) - 1.0)
    }
}

/// (1+i)^(t): the index of a row at the time that discounts it, `t` counted from the price base.
pub fn index(inflation: f64, t_years: f64) -> f64 {
    (1.0 + inflation).powf(t_years)
}

/// ((1+e)(1+i))^t, or with `anniversary` ((1+e)(1+i))^⌊t⌋.
pub fn escalation_factor(
    real_escalation: f64,
    inflation: f64,
    t_years: f64,
    anniversary: bool,
) -> f64 {
    let t = if anniversary {
        t_years.floor()
    } else {
        t_years
    };
    ((1.0 + real_escalation) * (1.0 + inflation)).powf(t)
}
