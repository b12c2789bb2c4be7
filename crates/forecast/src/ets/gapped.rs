//! One pass over data with missing values: the filter of [`super::EtsState`] with the derivative of every
//! state by the initial states carried along. Slower than the passes without gaps, and used only
//! for series that have some.

use super::form::{ErrorKind, Form, Seasonality};
use super::initial::full_state;
use super::state::Weights;
use super::workspace::{LogSum, MEAN_MIN, Pass, SEASON_MIN, Workspace};
use crate::state::State;

/// As [`super::linear::pass`], for any form and with NaN for missing values.
pub(super) fn pass(
    y: &[f64],
    m: usize,
    form: Form,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    let q = x0.len();
    let relative = form.error() == ErrorKind::Multiplicative;
    let mut state = full_state(form, *w, x0, m);
    let k = 2 + state.seasons.len();
    let Workspace {
        normal,
        row,
        drift,
        tangents,
        ..
    } = ws;
    normal.reset(q);
    for buffer in [&mut *drift, row] {
        buffer.clear();
        buffer.resize(q, 0.0);
    }
    initial_tangents(form, m, q, tangents);
    let mut log_spread = LogSum::new();
    let mut observed = 0;
    for &value in y {
        let at = state.mean();
        let season = 2 + state.next;
        let (along_line, along_season) = match form.season() {
            Seasonality::None => (1.0, 0.0),
            Seasonality::Additive => (1.0, 1.0),
            Seasonality::Multiplicative => (at.season, at.base),
        };
        if form.needs_positive() && !(at.value > MEAN_MIN) {
            return None;
        }
        if form.season() == Seasonality::Multiplicative && !(at.season > SEASON_MIN) {
            return None;
        }
        carry(tangents, q, w.phi);
        // The level's tangent holds the trend now, as the mean does.
        for (j, by_mean) in row.iter_mut().enumerate() {
            *by_mean = along_line * tangents[j];
            if along_season != 0.0 {
                *by_mean += along_season * tangents[season * q + j];
            }
        }
        if value.is_finite() {
            let error = value - at.value;
            let (gain, variance) = state.filter_gain(&at);
            for (i, gain) in gain.iter().enumerate().take(k) {
                for (tangent, by_mean) in tangents[i * q..(i + 1) * q].iter_mut().zip(&*row) {
                    *tangent -= gain * by_mean;
                }
            }
            let inverse = 1.0 / variance.sqrt();
            let mut slope = inverse;
            if relative {
                let share = at.value / variance;
                slope *= 1.0 + error * share;
                for (drift, by_mean) in drift.iter_mut().zip(&*row) {
                    *drift += by_mean * share;
                }
            }
            for by_mean in row.iter_mut() {
                *by_mean *= slope;
            }
            log_spread.add(variance.sqrt());
            normal.add(row, error * inverse);
            observed += 1;
        }
        state.advance(value);
    }
    normal.squares.is_finite().then_some(Pass {
        log_spread: log_spread.value(),
        observed,
    })
}

/// Derivative of (level, trend, seasons) by the free initial states, by rows.
fn initial_tangents(form: Form, m: usize, q: usize, tangents: &mut Vec<f64>) {
    let seasons = if form.is_seasonal() { m } else { 0 };
    tangents.clear();
    tangents.resize((2 + seasons) * q, 0.0);
    tangents[0] = 1.0;
    let mut column = 1;
    if form.has_trend() {
        tangents[q + 1] = 1.0;
        column = 2;
    }
    for season in 0..seasons.saturating_sub(1) {
        tangents[(2 + season) * q + column + season] = 1.0;
        tangents[(1 + seasons) * q + column + season] = -1.0;
    }
}

fn carry(tangents: &mut [f64], q: usize, phi: f64) {
    let (of_level, rest) = tangents.split_at_mut(q);
    for (of_level, of_trend) in of_level.iter_mut().zip(&mut rest[..q]) {
        *of_trend *= phi;
        *of_level += *of_trend;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without gaps this pass and the quick ones must agree.
    #[test]
    fn agrees_with_the_quick_passes() {
        let y: Vec<f64> = (0..36)
            .map(|t| {
                let t = f64::from(t);
                (10.0 + 0.2 * t) * (1.0 + 0.2 * (t * 1.7).sin()) / 12.0
            })
            .collect();
        let m = 4;
        for form in Form::all() {
            let w = Weights {
                alpha: 0.4,
                beta: if form.has_trend() { 0.1 } else { 0.0 },
                gamma: if form.is_seasonal() { 0.2 } else { 0.0 },
                phi: match (form.has_trend(), form.is_damped()) {
                    (false, _) => 0.0,
                    (true, true) => 0.9,
                    (true, false) => 1.0,
                },
            };
            let mut x0 = vec![0.8];
            if form.has_trend() {
                x0.push(0.02);
            }
            match form.season() {
                Seasonality::None => {}
                Seasonality::Additive => x0.extend([0.05, -0.03, 0.01]),
                Seasonality::Multiplicative => x0.extend([1.05, 0.97, 1.01]),
            }
            let (mut slow, mut quick) = (Workspace::default(), Workspace::default());
            let a = pass(&y, m, form, &w, &x0, &mut slow).expect("inside the domain");
            let b = super::super::fit::quick_pass(&y, m, form, &w, &x0, &mut quick)
                .expect("inside the domain");
            assert!((a.log_spread - b.log_spread).abs() < 1e-9, "{form}");
            assert!(
                (slow.normal.squares - quick.normal.squares).abs() < 1e-9,
                "{form}"
            );
            // Here the gains are held while the states move: with a multiplicative season, where
            // they depend on the states, the derivative is an approximation.
            if form.season() == Seasonality::Multiplicative {
                continue;
            }
            for (a, b) in slow.normal.vector().iter().zip(quick.normal.vector()) {
                assert!((a - b).abs() < 1e-9, "{form}: {a} {b}");
            }
            for (a, b) in slow.drift.iter().zip(&quick.drift) {
                assert!((a - b).abs() < 1e-9, "{form}: {a} {b}");
            }
        }
    }
}
