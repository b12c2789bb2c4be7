//! Croston's method (Croston 1972) and the correction of Syntetos & Boylan (2005).

use super::smoothing::step;
use serde::{Deserialize, Serialize};

/// Sizes z and intervals p of the demands, each smoothed when a demand comes:
/// z' = z + α(y − z), p' = p + β(q − p) with q the periods since the demand before; the mean is
/// c·z/p with c = 1, or 1 − α/2 for Syntetos and Boylan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Croston {
    pub alpha_size: f64,
    pub alpha_interval: f64,
    pub factor: f64,
    /// Size and interval; nothing before the first demand.
    level: Option<(f64, f64)>,
    /// Periods since the last demand.
    since: f64,
}

impl Croston {
    pub(super) fn new(alpha_size: f64, alpha_interval: f64, factor: f64) -> Self {
        Self {
            alpha_size,
            alpha_interval,
            factor,
            level: None,
            since: 0.0,
        }
    }

    pub(super) fn mean(&self) -> Option<f64> {
        self.level
            .map(|(size, interval)| self.factor * size / interval)
    }

    pub(super) fn observe(&mut self, y: f64) {
        self.since += 1.0;
        if y > 0.0 {
            self.level = Some(match self.level {
                None => (y, self.since),
                Some((size, interval)) => (
                    step(size, y, self.alpha_size),
                    step(interval, self.since, self.alpha_interval),
                ),
            });
            self.since = 0.0;
        }
    }
}
