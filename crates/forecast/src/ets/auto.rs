//! The automatic choice among the forms by AICc, and the weights of averaging over them.

use super::fit::{Estimation, EtsFit, fit_in};
use super::form::Form;
use super::workspace::Workspace;
use crate::refusal::ModelRefusal;

/// Fits of every form that the data allow, best AICc first.
#[derive(Debug, Clone, PartialEq)]
pub struct Auto {
    pub fits: Vec<EtsFit>,
}

/// Forms whose Akaike weight is below this share of the best one's carry no weight in an average.
const NEGLIGIBLE: f64 = 1e-4;

impl Auto {
    /// The form of lowest AICc.
    pub fn best(&self) -> &EtsFit {
        &self.fits[0]
    }

    /// Akaike weights exp(−ΔAICc/2), summing to 1, of the fits that matter (Burnham & Anderson
    /// 2002, section 2.9; for forecasting Kolassa 2011).
    pub fn weighted(&self) -> Vec<(f64, &EtsFit)> {
        let best = aicc(&self.fits[0]);
        let relative = |fit: &EtsFit| (-0.5 * (aicc(fit) - best)).exp();
        let kept = || self.fits.iter().filter(|fit| relative(fit) > NEGLIGIBLE);
        let total: f64 = kept().map(relative).sum();
        kept().map(|fit| (relative(fit) / total, fit)).collect()
    }
}

fn aicc(fit: &EtsFit) -> f64 {
    fit.criteria.aicc.value.unwrap_or(f64::INFINITY)
}

/// One initial state per season is too much for longer seasons; decomposition takes those.
const MAX_SEASON: usize = 24;

/// Fits all forms (without a season beyond 24) to `y` (NaN = missing) with season length `m` and orders them by AICc. Refused
/// with the reason of the simplest form when none can be fitted.
pub fn auto(y: &[f64], m: usize, estimation: Estimation) -> Result<Auto, ModelRefusal> {
    let mut workspace = Workspace::default();
    let mut fits = Vec::new();
    let mut refusal = None;
    for form in Form::all().filter(|form| !form.is_seasonal() || m <= MAX_SEASON) {
        match fit_in(y, m, form, estimation, &mut workspace) {
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
        Ok(Auto { fits })
    }
}
