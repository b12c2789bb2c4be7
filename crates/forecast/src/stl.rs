//! Seasonal and trend decomposition by loess (Cleveland, Cleveland, McRae & Terpenning 1990) and
//! its extension to several seasons (Bandara, Hyndman & Bergmeir 2021).
//!
//! Additive. Missing values are interpolated along the season for the decomposition only; the caller
//! keeps them missing. Not for forecasting the parts: `decomposed` models do that.

use crate::summation::mean;

/// Settings of one decomposition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stl {
    /// Span of the seasonal loess in cycles, odd.
    pub seasonal_window: usize,
    /// Span of the trend loess; by the usual rule when `None`.
    pub trend_window: Option<usize>,
    /// Passes of the inner loop.
    pub inner: usize,
    /// Passes with robustness weights; 0 for none.
    pub outer: usize,
}

impl Default for Stl {
    fn default() -> Self {
        Self {
            seasonal_window: 11,
            trend_window: None,
            inner: 2,
            outer: 0,
        }
    }
}

/// The parts of a series: y = trend + Σ seasons + remainder.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    pub trend: Vec<f64>,
    /// One per period, shortest first.
    pub seasons: Vec<Vec<f64>>,
    pub remainder: Vec<f64>,
}

impl Decomposition {
    /// max(0, 1 − Var(R)/Var(S + R)) of one season (Wang, Smith & Hyndman 2006).
    pub fn strength(&self, season: usize) -> Option<f64> {
        let season = self.seasons.get(season)?;
        let variance = |values: &[f64]| {
            let centre = mean(values.iter().copied())?;
            mean(values.iter().map(|value| (value - centre).powi(2)))
        };
        let (rest, both): (Vec<f64>, Vec<f64>) = self
            .remainder
            .iter()
            .zip(season)
            .filter(|(rest, _)| rest.is_finite())
            .map(|(rest, season)| (*rest, season + rest))
            .unzip();
        match (variance(&rest), variance(&both)) {
            (Some(rest), Some(both)) if both > 0.0 => Some((1.0 - rest / both).max(0.0)),
            _ => None,
        }
    }
}

/// A weighted local fit at one place.
struct Loess<'a> {
    y: &'a [f64],
    weights: Option<&'a [f64]>,
    span: usize,
    linear: bool,
}

impl Loess<'_> {
    /// Value at `x` from the values `low..=high`; `None` when all their weights are zero.
    fn at(&self, x: f64, low: usize, high: usize) -> Option<f64> {
        let n = self.y.len();
        let mut reach = (x - low as f64).max(high as f64 - x);
        if self.span > n {
            reach += ((self.span - n) / 2) as f64;
        }
        let weight = |j: usize| {
            let distance = (j as f64 - x).abs();
            let tricube = if distance > 0.999 * reach {
                0.0
            } else if distance <= 0.001 * reach {
                1.0
            } else {
                let cube = (distance / reach).powi(3);
                (1.0 - cube).powi(3)
            };
            tricube * self.weights.map_or(1.0, |weights| weights[j])
        };
        let total: f64 = (low..=high).map(weight).sum();
        if !(total > 0.0) {
            return None;
        }
        let flat = || {
            let sum: f64 = (low..=high).map(|j| weight(j) * self.y[j]).sum();
            sum / total
        };
        if !self.linear {
            return Some(flat());
        }
        let centre = (low..=high).map(|j| weight(j) * j as f64).sum::<f64>() / total;
        let spread = (low..=high)
            .map(|j| weight(j) * (j as f64 - centre).powi(2))
            .sum::<f64>()
            / total;
        if spread.sqrt() <= 0.001 * (n as f64 - 1.0) {
            return Some(flat());
        }
        let tilt = (x - centre) / spread;
        let sum: f64 = (low..=high)
            .map(|j| weight(j) * (tilt * (j as f64 - centre) + 1.0) * self.y[j])
            .sum();
        Some(sum / total)
    }

    /// The window of `span` values around index `i`.
    fn window(&self, i: usize) -> (usize, usize) {
        let n = self.y.len();
        if self.span >= n {
            return (0, n - 1);
        }
        let half = self.span.div_ceil(2) - 1;
        let low = i.saturating_sub(half).min(n - self.span);
        (low, low + self.span - 1)
    }

    fn smooth(&self) -> Vec<f64> {
        // Long spans change little from one value to the next: every tenth of a span is computed
        // and the rest interpolated, as the authors' program does.
        let n = self.y.len();
        let jump = (self.span / 10).max(1);
        let value = |i: usize| {
            let (low, high) = self.window(i);
            self.at(i as f64, low, high).unwrap_or(self.y[i])
        };
        if jump == 1 {
            return (0..n).map(value).collect();
        }
        let mut smoothed = vec![0.0; n];
        let mut at = 0;
        let mut known = value(0);
        smoothed[0] = known;
        while at + 1 < n {
            let next = (at + jump).min(n - 1);
            let ahead = value(next);
            for (i, smoothed) in smoothed.iter_mut().enumerate().take(next + 1).skip(at + 1) {
                let share = (i - at) as f64 / (next - at) as f64;
                *smoothed = known + share * (ahead - known);
            }
            (at, known) = (next, ahead);
        }
        smoothed
    }
}

fn moving_average(x: &[f64], width: usize) -> Vec<f64> {
    x.windows(width)
        .map(|window| window.iter().sum::<f64>() / width as f64)
        .collect()
}

fn odd(value: usize) -> usize {
    value | 1
}

/// Decomposes complete data with one period. `None` for fewer than two cycles.
pub fn stl(y: &[f64], period: usize, settings: &Stl) -> Option<(Vec<f64>, Vec<f64>)> {
    let n = y.len();
    if period < 2 || n < 2 * period {
        return None;
    }
    let mut robustness: Option<Vec<f64>> = None;
    let mut trend = vec![0.0; n];
    let mut season = vec![0.0; n];
    for pass in 0..=settings.outer {
        for _ in 0..settings.inner {
            season = seasonal_part(y, &trend, period, settings, robustness.as_deref());
            let adjusted: Vec<f64> = y.iter().zip(&season).map(|(y, s)| y - s).collect();
            let rule = 1.5 * period as f64 / (1.0 - 1.5 / settings.seasonal_window as f64);
            trend = Loess {
                y: &adjusted,
                weights: robustness.as_deref(),
                span: settings
                    .trend_window
                    .unwrap_or_else(|| odd(rule.ceil() as usize)),
                linear: true,
            }
            .smooth();
        }
        if pass < settings.outer {
            robustness = Some(bisquare(y, &trend, &season));
        }
    }
    Some((season, trend))
}

/// Cycle-subseries smoothed, less their own low frequencies.
fn seasonal_part(
    y: &[f64],
    trend: &[f64],
    period: usize,
    settings: &Stl,
    robustness: Option<&[f64]>,
) -> Vec<f64> {
    let n = y.len();
    let detrended: Vec<f64> = y.iter().zip(trend).map(|(y, trend)| y - trend).collect();
    // One cycle before the data and one after.
    let mut cycles = vec![0.0; n + 2 * period];
    for phase in 0..period {
        let own: Vec<f64> = detrended
            .iter()
            .skip(phase)
            .step_by(period)
            .copied()
            .collect();
        let weights: Option<Vec<f64>> =
            robustness.map(|w| w.iter().skip(phase).step_by(period).copied().collect());
        let loess = Loess {
            y: &own,
            weights: weights.as_deref(),
            span: settings.seasonal_window,
            linear: false,
        };
        let last = own.len() - 1;
        let reach = settings.seasonal_window.min(own.len()) - 1;
        let smoothed = loess.smooth();
        cycles[phase] = loess.at(-1.0, 0, reach).unwrap_or(smoothed[0]);
        for (cycle, value) in smoothed.iter().enumerate() {
            cycles[(cycle + 1) * period + phase] = *value;
        }
        let after = (own.len() + 1) * period + phase;
        if let Some(place) = cycles.get_mut(after) {
            *place = loess
                .at(own.len() as f64, last - reach, last)
                .unwrap_or(smoothed[last]);
        }
    }
    let low = moving_average(&moving_average(&moving_average(&cycles, period), period), 3);
    let low = Loess {
        y: &low[..n],
        weights: None,
        span: odd(period),
        linear: true,
    }
    .smooth();
    (0..n).map(|t| cycles[period + t] - low[t]).collect()
}

/// Bisquare weights of the remainders, 0 beyond six median absolute values.
fn bisquare(y: &[f64], trend: &[f64], season: &[f64]) -> Vec<f64> {
    let sizes: Vec<f64> = (0..y.len())
        .map(|t| (y[t] - trend[t] - season[t]).abs())
        .collect();
    let mut sorted = sizes.clone();
    sorted.sort_by(f64::total_cmp);
    let limit = 3.0 * (sorted[(sizes.len() - 1) / 2] + sorted[sizes.len() / 2]);
    sizes
        .iter()
        .map(|size| {
            if limit <= 0.0 || *size <= 0.001 * limit {
                1.0
            } else if *size >= 0.999 * limit {
                0.0
            } else {
                (1.0 - (size / limit).powi(2)).powi(2)
            }
        })
        .collect()
}

/// Fills missing values from the same season before and after, for a decomposition only.
fn interpolated(y: &[f64], period: usize) -> Option<Vec<f64>> {
    let mut filled = y.to_vec();
    let overall = mean(y.iter().copied().filter(|value| value.is_finite()))?;
    for phase in 0..period.min(y.len()) {
        let known: Vec<(usize, f64)> = y
            .iter()
            .copied()
            .enumerate()
            .skip(phase)
            .step_by(period)
            .filter(|(_, value)| value.is_finite())
            .collect();
        for at in (phase..y.len()).step_by(period) {
            if y[at].is_finite() {
                continue;
            }
            let after = known.partition_point(|&(t, _)| t < at);
            let before = after.checked_sub(1).map(|i| known[i]);
            filled[at] = match (before, known.get(after)) {
                (Some((t0, a)), Some(&(t1, b))) => {
                    a + (b - a) * (at - t0) as f64 / (t1 - t0) as f64
                }
                (Some((_, value)), None) | (None, Some(&(_, value))) => value,
                (None, None) => overall,
            };
        }
    }
    Some(filled)
}

/// Decomposes `y` (NaN = missing) with several periods, iterating over them twice.
pub fn mstl(y: &[f64], periods: &[usize], settings: &Stl) -> Option<Decomposition> {
    let mut periods: Vec<usize> = periods
        .iter()
        .copied()
        .filter(|&period| period > 1 && y.len() >= 2 * period)
        .collect();
    periods.sort_unstable();
    periods.dedup();
    let longest = *periods.last()?;
    let mut rest = interpolated(y, longest)?;
    let mut seasons = vec![vec![0.0; y.len()]; periods.len()];
    let mut trend = Vec::new();
    let rounds = if periods.len() > 1 { 2 } else { 1 };
    for _ in 0..rounds {
        for (at, (season, &period)) in seasons.iter_mut().zip(&periods).enumerate() {
            for (rest, season) in rest.iter_mut().zip(&*season) {
                *rest += season;
            }
            // Longer seasons change more slowly from cycle to cycle.
            let settings = Stl {
                seasonal_window: settings.seasonal_window + 4 * at,
                ..*settings
            };
            let (own, smooth) = stl(&rest, period, &settings)?;
            for (rest, own) in rest.iter_mut().zip(&own) {
                *rest -= own;
            }
            *season = own;
            trend = smooth;
        }
    }
    let remainder = (0..y.len())
        .map(|t| y[t] - trend[t] - seasons.iter().map(|season| season[t]).sum::<f64>())
        .collect();
    Some(Decomposition {
        trend,
        seasons,
        remainder,
    })
}

/// Strength of the season of an STL decomposition; `None` for fewer than two cycles and a value.
pub fn seasonal_strength(y: &[f64], period: usize) -> Option<f64> {
    if y.len() <= 2 * period {
        return None;
    }
    mstl(y, &[period], &Stl::default())?.strength(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seasonal(n: u32) -> Vec<f64> {
        (0..n)
            .map(|t| {
                0.1 * f64::from(t) + 3.0 * (f64::from(t % 12) * std::f64::consts::FRAC_PI_6).sin()
            })
            .collect()
    }

    #[test]
    fn a_clean_season_comes_out_whole() {
        let y = seasonal(96);
        let parts = mstl(&y, &[12], &Stl::default()).expect("long enough");
        let largest = parts
            .remainder
            .iter()
            .fold(0.0_f64, |max, r| max.max(r.abs()));
        assert!(largest < 0.05, "{largest}");
        assert!(seasonal_strength(&y, 12).expect("long enough") > 0.99);
    }

    #[test]
    fn gaps_do_not_spoil_the_strength() {
        let mut y = seasonal(96);
        for t in [5, 40, 41, 95] {
            y[t] = f64::NAN;
        }
        assert!(seasonal_strength(&y, 12).expect("long enough") > 0.98);
        assert_eq!(seasonal_strength(&y[..20], 12), None);
    }

    #[test]
    fn two_seasons_are_told_apart() {
        let y: Vec<f64> = (0..24 * 7 * 4)
            .map(|t: u32| {
                let (hour, day) = (f64::from(t % 24), f64::from(t / 24 % 7));
                (hour * 0.2618).sin() + if day >= 5.0 { -2.0 } else { 0.8 }
            })
            .collect();
        let parts = mstl(&y, &[24, 168], &Stl::default()).expect("long enough");
        let spread =
            |values: &[f64]| values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64;
        assert!(spread(&parts.remainder) < 0.02 * spread(&y));
    }
}
