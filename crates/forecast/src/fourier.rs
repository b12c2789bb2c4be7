//! Seasons as sums of sines and cosines: Σ_k a_k sin(2πkt/P) + b_k cos(2πkt/P), k = 1, …, K.
//!
//! A period P need not be a whole number: 365.25 days, 5.2 weeks. Not for choosing K or estimating
//! coefficients (`harmonic`, `trend_season`).

use serde::{Deserialize, Serialize};

/// Frequencies closer than this are one.
const SAME: f64 = 1e-9;

/// One season: its period and how many of its harmonics are used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Harmonics {
    /// Steps of the series per cycle, at least 2.
    pub period: f64,
    /// K.
    pub order: usize,
}

impl Harmonics {
    pub fn new(period: f64, order: usize) -> Self {
        Self { period, order }
    }

    /// Most harmonics that values at whole steps can tell apart: ⌊P/2⌋.
    pub fn most(period: f64) -> usize {
        if period.is_finite() && period >= 2.0 {
            (0.5 * period + SAME).floor() as usize
        } else {
            0
        }
    }
}

/// One frequency k/P.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Wave {
    k: f64,
    period: f64,
    /// At half a cycle per step the sine is zero wherever there is a value.
    sine: bool,
}

/// Columns of one or several seasons. A frequency that two seasons share appears once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FourierTerms {
    seasons: Vec<Harmonics>,
    waves: Vec<Wave>,
}

impl FourierTerms {
    /// Orders beyond [`Harmonics::most`] are cut to it.
    pub fn new(seasons: &[Harmonics]) -> Self {
        let mut waves: Vec<Wave> = Vec::new();
        let mut kept = Vec::with_capacity(seasons.len());
        for season in seasons {
            let order = season.order.min(Harmonics::most(season.period));
            for k in 1..=order {
                let k = k as f64;
                let frequency = k / season.period;
                let known = |wave: &Wave| (wave.k / wave.period - frequency).abs() < SAME;
                if !waves.iter().any(known) {
                    waves.push(Wave {
                        k,
                        period: season.period,
                        sine: frequency < 0.5 - SAME,
                    });
                }
            }
            kept.push(Harmonics { order, ..*season });
        }
        Self {
            seasons: kept,
            waves,
        }
    }

    /// The seasons with the orders in use.
    pub fn seasons(&self) -> &[Harmonics] {
        &self.seasons
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.waves
            .iter()
            .map(|wave| 1 + usize::from(wave.sine))
            .sum()
    }

    pub fn is_empty(&self) -> bool {
        self.waves.is_empty()
    }

    /// The columns at step `t` from the first value, sine before cosine, harmonic by harmonic.
    pub fn row(&self, t: usize) -> Vec<f64> {
        let mut row = Vec::with_capacity(2 * self.waves.len());
        for wave in &self.waves {
            // Whole turns are taken off first: the sine of a large angle has few digits left.
            let turns = (wave.k * t as f64 / wave.period).fract();
            let (sine, cosine) = (std::f64::consts::TAU * turns).sin_cos();
            if wave.sine {
                row.push(sine);
            }
            row.push(cosine);
        }
        row
    }

    /// The sum of the columns at step `t` with these coefficients.
    pub fn value(&self, t: usize, coefficients: &[f64]) -> f64 {
        let row = self.row(t);
        row.iter().zip(coefficients).map(|(x, b)| x * b).sum()
    }

    /// The part of one season in that sum. A frequency that two seasons share belongs to the first.
    pub fn value_of(&self, season: usize, t: usize, coefficients: &[f64]) -> f64 {
        let Some(season) = self.seasons.get(season) else {
            return 0.0;
        };
        let mut columns = self.row(t).into_iter().zip(coefficients);
        let mut value = 0.0;
        for wave in &self.waves {
            let own = wave.period.total_cmp(&season.period).is_eq();
            for (x, coefficient) in columns.by_ref().take(1 + usize::from(wave.sine)) {
                if own {
                    value += x * coefficient;
                }
            }
        }
        value
    }

    /// The columns over the steps 0, …, n − 1.
    pub fn columns(&self, n: usize) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::with_capacity(n); self.len()];
        for t in 0..n {
            for (column, value) in columns.iter_mut().zip(self.row(t)) {
                column.push(value);
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_harmonic_of_an_even_period_has_no_sine() {
        assert_eq!(FourierTerms::new(&[Harmonics::new(12.0, 9)]).len(), 11);
        assert_eq!(FourierTerms::new(&[Harmonics::new(7.0, 9)]).len(), 6);
        assert_eq!(FourierTerms::new(&[Harmonics::new(5.2, 9)]).len(), 4);
        assert_eq!(FourierTerms::new(&[Harmonics::new(1.5, 9)]).len(), 0);
        assert_eq!(FourierTerms::new(&[Harmonics::new(f64::NAN, 9)]).len(), 0);
    }

    #[test]
    fn a_shared_frequency_appears_once() {
        let both = [Harmonics::new(24.0, 2), Harmonics::new(168.0, 8)];
        let terms = FourierTerms::new(&both);
        assert_eq!(terms.len(), 4 + 14);
        let coefficients: Vec<f64> = (0..18).map(f64::from).collect();
        let parts = terms.value_of(0, 5, &coefficients) + terms.value_of(1, 5, &coefficients);
        assert!((parts - terms.value(5, &coefficients)).abs() < 1e-9);
    }

    #[test]
    fn far_steps_are_as_exact_as_near_ones() {
        let terms = FourierTerms::new(&[Harmonics::new(7.0, 3)]);
        for (near, far) in terms.row(3).iter().zip(terms.row(3 + 7_000_000)) {
            assert!((near - far).abs() < 1e-8);
        }
    }
}
