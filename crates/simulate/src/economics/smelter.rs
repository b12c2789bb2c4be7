//! What a smelter pays for concentrate (definitions A6).

/// min(P, max(0, (g - d)/g)): assay g and minimum deduction d in the same units.
pub fn payable_fraction(assay: f64, payable: f64, minimum_deduction: f64) -> f64 {
    if assay <= 0.0 {
        0.0
    } else {
        payable.min(((assay - minimum_deduction) / assay).max(0.0))
    }
}

/// A penalty element: charge per `step` of assay above `threshold`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Penalty {
    pub assay: f64,
    pub threshold: f64,
    pub step: f64,
    pub charge_per_step: f64,
    /// Count whole steps only, instead of pro rata.
    pub whole_steps: bool,
}

impl Penalty {
    /// Money per dry tonne.
    pub fn charge(&self) -> f64 {
        let steps = ((self.assay - self.threshold) / self.step).max(0.0);
        // A step completed up to rounding counts as whole.
        let steps = if self.whole_steps {
            (steps + 1e-9).floor()
        } else {
            steps
        };
        steps * self.charge_per_step
    }
}

/// One metal's part of a dry tonne of concentrate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayableMetal {
    /// Payable quantity per dry tonne, in the unit the price is per.
    pub quantity: f64,
    pub price: f64,
    /// Refining charge per payable unit.
    pub refining_charge: f64,
}

/// Charges on a tonne of concentrate.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ConcentrateCharges {
    pub treatment_per_dmt: f64,
    /// Per wet tonne.
    pub freight_per_wmt: f64,
    /// Share of water in the wet tonne.
    pub moisture: f64,
    pub penalties_per_dmt: f64,
    pub other_per_dmt: f64,
}

/// Σ payable × price - TC - Σ RC × payable - penalties - freight/(1 - moisture) - insurance and marketing, per dry tonne.
pub fn nsr_per_dmt(metals: &[PayableMetal], charges: &ConcentrateCharges) -> f64 {
    let metal: f64 = metals
        .iter()
        .map(|m| m.quantity * (m.price - m.refining_charge))
        .sum();
    metal
        - charges.treatment_per_dmt
        - charges.penalties_per_dmt
        - charges.freight_per_wmt / (1.0 - charges.moisture)
        - charges.other_per_dmt
}
