//! Sizing and cover of project debt (definitions A7). Debt is not yet part of a scenario.

use super::Reason;

/// A loan sculpted to a constant debt service cover ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct SculptedDebt {
    pub debt: f64,
    pub interest: Vec<f64>,
    pub principal: Vec<f64>,
}

/// debt = Σ CFADS_k / DSCR (1+kd)^(-k-1), yearly periods, service at year end.
pub fn sculpt(cfads: &[f64], rate: f64, cover: f64) -> Result<SculptedDebt, Reason> {
    if cover <= 0.0 || rate <= -1.0 {
        return Err(Reason::OutOfDomain);
    }
    let debt: f64 = present_value(cfads, rate) / cover;
    let mut balance = debt;
    let (mut interest, mut principal) = (Vec::new(), Vec::new());
    for &available in cfads {
        let due = balance * rate;
        let repaid = available / cover - due;
        interest.push(due);
        principal.push(repaid);
        balance -= repaid;
    }
    Ok(SculptedDebt {
        debt,
        interest,
        principal,
    })
}

/// CFADS ÷ (interest + principal).
pub fn debt_service_cover(cfads: f64, interest: f64, principal: f64) -> Result<f64, Reason> {
    let service = interest + principal;
    if service > 0.0 {
        Ok(cfads / service)
    } else {
        Err(Reason::NoDebtService)
    }
}

/// PV of CFADS over the loan's life at the debt rate ÷ debt.
pub fn loan_life_cover(cfads: &[f64], rate: f64, debt: f64) -> Result<f64, Reason> {
    if debt > 0.0 {
        Ok(present_value(cfads, rate) / debt)
    } else {
        Err(Reason::NoDebtService)
    }
}

fn present_value(cfads: &[f64], rate: f64) -> f64 {
    cfads
        .iter()
        .enumerate()
        .map(|(k, cash)| cash * (1.0 + rate).powf(-(k as f64) - 1.0))
        .sum()
}
