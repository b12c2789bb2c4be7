//! Monotone tables for inverse CDFs that are slow to compute.
//!
//! The table stands on z = Φ⁻¹(u), where the inverse of every continuous distribution used here is smooth: the powers of u
//! with which a beta or gamma inverse meets its end points become exponentials. Knots are exact, pieces between them cubic
//! Hermite; beyond the last knots the inverse is computed exactly.

use super::normal::{normal_cdf, normal_density};
use crate::widest::widest;

/// Largest error of a table, relative to the range between its end knots.
pub const MAX_TABLE_ERROR: f64 = 1e-9;
/// Knots span z in [-REACH, REACH]; one draw in five hundred million falls outside.
const REACH: f64 = 6.0;

/// x(z) on equally spaced knots.
#[derive(Debug, Clone)]
pub struct MonotoneTable {
    /// Value and slope·step at each knot.
    knots: Vec<(f64, f64)>,
    knots_per_unit: f64,
    /// Largest error found midway between knots, relative to the range.
    error: f64,
}

impl MonotoneTable {
    /// `solve(start, u, survival)` is the exact inverse at CDF u = 1 - survival from a starting point; `cdf` and `density`
    /// belong to it. The table is refined until the error midway between all knots is below [`MAX_TABLE_ERROR`].
    pub(super) fn build(
        solve: impl Fn(f64, f64, f64) -> f64,
        cdf: impl Fn(f64) -> f64,
        density: impl Fn(f64) -> f64,
        start: f64,
    ) -> Self {
        let mut knots_per_unit = 32.0;
        loop {
            let table = Self::with_spacing(&solve, &cdf, &density, start, knots_per_unit);
            if table.error <= MAX_TABLE_ERROR / 2.0 || knots_per_unit >= 1024.0 {
                return table;
            }
            knots_per_unit *= 2.0;
        }
    }

    fn with_spacing(
        solve: &impl Fn(f64, f64, f64) -> f64,
        cdf: &impl Fn(f64) -> f64,
        density: &impl Fn(f64) -> f64,
        start: f64,
        knots_per_unit: f64,
    ) -> Self {
        let count = (2.0 * REACH * knots_per_unit) as usize + 1;
        let middle = count / 2;
        let z_of = |k: usize| k as f64 / knots_per_unit - REACH;
        let mut knots = vec![(0.0, 0.0); count];
        let mut fill = |k: usize, guess: f64| {
            let z = z_of(k);
            let x = solve(guess, normal_cdf(z), normal_cdf(-z));
            knots[k] = (x, normal_density(z) / density(x) / knots_per_unit);
            knots[k]
        };
        let centre = fill(middle, start);
        let mut last = centre;
        for k in middle + 1..count {
            last = fill(k, last.0 + last.1);
        }
        last = centre;
        for k in (0..middle).rev() {
            last = fill(k, last.0 - last.1);
        }
        let range = knots[count - 1].0 - knots[0].0;
        let mut table = Self {
            knots,
            knots_per_unit,
            error: 0.0,
        };
        for k in 0..count - 1 {
            let z = f64::midpoint(z_of(k), z_of(k + 1));
            let x = table.at(z);
            let error = (cdf(x) - normal_cdf(z)) / density(x) / range;
            if error.is_finite() {
                table.error = table.error.max(error.abs());
            }
        }
        table
    }

    /// Largest error found midway between knots, relative to the range.
    pub fn error(&self) -> f64 {
        self.error
    }

    pub(super) fn covers(z: f64) -> bool {
        z.abs() < REACH
    }

    /// Replaces each z, all within the reach of the table, by offset + scale · x(z).
    pub(super) fn fill(&self, values: &mut [f64], offset: f64, scale: f64) {
        look_up(self, values, offset, scale);
    }

    /// x(z) for |z| below the reach of the table.
    #[inline(always)]
    pub(super) fn at(&self, z: f64) -> f64 {
        let position = (z + REACH) * self.knots_per_unit;
        let k = (position as usize).min(self.knots.len() - 2);
        let t = position - k as f64;
        let ((x0, d0), (x1, d1)) = (self.knots[k], self.knots[k + 1]);
        let rise = x1 - x0;
        x0 + t * (d0 + t * ((3.0 * rise - 2.0 * d0 - d1) + t * (d0 + d1 - 2.0 * rise)))
    }
}

widest! {
    fn look_up(table: &MonotoneTable, values: &mut [f64], offset: f64, scale: f64) {
        for value in values {
            *value = offset + scale * table.at(*value);
        }
    }
}
