//! One pass of a model without a multiplicative season: errors and their derivative by the initial
//! states.
//!
//! With gains fixed the errors are linear in the initial state: ∂μ_t = w'D^{t−1} with D = F − Gw'.
//! That row follows from the one before by a handful of operations when the seasons are kept in a
//! ring, so no matrix of derivatives is carried.

use super::form::{ErrorKind, Form, Seasonality};
use super::state::Weights;
use super::workspace::{LogSum, MEAN_MIN, Pass, Workspace};

/// Fills the normal equations of `ws` for initial states `x0` = level, trend, m − 1 seasons (as far
/// as the model has them; the last season is what makes their sum zero). `None` when the mean of a
/// multiplicative error reaches zero.
pub(super) fn pass(
    y: &[f64],
    m: usize,
    form: Form,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    let seasonal = form.season() == Seasonality::Additive;
    let relative = form.error() == ErrorKind::Multiplicative;
    match (form.has_trend(), seasonal, relative) {
        (false, false, false) => run::<false, false, false>(y, m, w, x0, ws),
        (false, false, true) => run::<false, false, true>(y, m, w, x0, ws),
        (false, true, false) => run::<false, true, false>(y, m, w, x0, ws),
        (false, true, true) => run::<false, true, true>(y, m, w, x0, ws),
        (true, false, false) => run::<true, false, false>(y, m, w, x0, ws),
        (true, false, true) => run::<true, false, true>(y, m, w, x0, ws),
        (true, true, false) => run::<true, true, false>(y, m, w, x0, ws),
        (true, true, true) => run::<true, true, true>(y, m, w, x0, ws),
    }
}

fn run<const TREND: bool, const SEASON: bool, const RELATIVE: bool>(
    y: &[f64],
    m: usize,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    let first_season = 1 + usize::from(TREND);
    let q = x0.len();
    let Workspace {
        normal,
        row,
        drift,
        seasons,
        ring,
        ..
    } = ws;
    normal.reset(q);
    drift.clear();
    drift.resize(q, 0.0);
    row.clear();
    row.resize(first_season + if SEASON { m } else { 0 }, 0.0);
    let mut level = x0[0];
    let mut trend = if TREND { x0[1] } else { 0.0 };
    // ∂μ by level, trend and, in the ring, by the season i periods ahead at (head + i) mod m.
    let (mut by_level, mut by_trend) = (1.0, w.phi);
    let mut head = 0;
    let mut at = 0;
    if SEASON {
        seasons.clear();
        seasons.extend_from_slice(&x0[first_season..]);
        seasons.push(-x0[first_season..].iter().sum::<f64>());
        ring.clear();
        ring.resize(m, 0.0);
        ring[0] = 1.0;
    }
    let mut log_spread = LogSum::new();
    for &value in y {
        let base = if TREND { level + w.phi * trend } else { level };
        let mean = if SEASON { base + seasons[at] } else { base };
        let error = value - mean;
        row[0] = by_level;
        if TREND {
            row[1] = by_trend;
        }
        if SEASON {
            let own = &mut row[first_season..];
            own[..m - head].copy_from_slice(&ring[head..]);
            own[m - head..].copy_from_slice(&ring[..head]);
            let last = own[m - 1];
            for by_season in &mut own[..m - 1] {
                *by_season -= last;
            }
        }
        if RELATIVE {
            if !(mean > MEAN_MIN) {
                return None;
            }
            log_spread.add(mean);
            let inverse = 1.0 / mean;
            let slope = value * inverse * inverse;
            for (drift, by_state) in drift.iter_mut().zip(&mut *row) {
                *drift += *by_state * inverse;
                *by_state *= slope;
            }
            normal.add(row, error * inverse);
        } else {
            normal.add(row, error);
        }
        level = base + w.alpha * error;
        if TREND {
            trend = w.phi * trend + w.beta * error;
        }
        let mut moved = w.alpha * by_level;
        if TREND {
            moved += w.beta * by_trend;
        }
        if SEASON {
            seasons[at] += w.gamma * error;
            at = if at + 1 == m { 0 } else { at + 1 };
            // The ring turns: the season furthest ahead becomes the next one.
            head = if head == 0 { m - 1 } else { head - 1 };
            moved += w.gamma * ring[head];
            ring[head] -= moved;
        }
        if TREND {
            by_trend = w.phi * (by_level + by_trend - moved);
        }
        by_level -= moved;
    }
    normal.squares.is_finite().then_some(Pass {
        log_spread: if RELATIVE { log_spread.value() } else { 0.0 },
        observed: y.len(),
    })
}
