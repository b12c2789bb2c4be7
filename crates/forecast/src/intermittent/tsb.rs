//! The method of Teunter, Syntetos & Babai (2011), whose rate falls while no demand comes.

use super::smoothing::step;
use serde::{Deserialize, Serialize};

/// Size z of a demand, smoothed when one comes, and probability p of one, smoothed every period:
/// z' = z + α_d(y − z), p' = p + α_p(1{y > 0} − p); the mean is p·z.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tsb {
    pub alpha_d: f64,
    pub alpha_p: f64,
    /// Nothing before the first demand.
    size: Option<f64>,
    /// Nothing before the first period.
    probability: Option<f64>,
}

impl Tsb {
    pub(super) fn new(alpha_d: f64, alpha_p: f64) -> Self {
        Self {
            alpha_d,
            alpha_p,
            size: None,
            probability: None,
        }
    }

    pub(super) fn mean(&self) -> Option<f64> {
        Some(self.probability? * self.size?)
    }

    pub(super) fn observe(&mut self, y: f64) {
        let occurs = y > 0.0;
        let seen = if occurs { 1.0 } else { 0.0 };
        self.probability = Some(match self.probability {
            None => seen,
            Some(probability) => step(probability, seen, self.alpha_p),
        });
        if occurs {
            self.size = Some(match self.size {
                None => y,
                Some(size) => step(size, y, self.alpha_d),
            });
        }
    }
}
