//! One pass of a model with a multiplicative season: errors and their derivative by the initial
//! states, carried along as tangents of level, trend and every season.

use super::form::{ErrorKind, Form};
use super::state::Weights;
use super::workspace::{LogSum, MEAN_MIN, Pass, SEASON_MIN, Workspace};

/// As [`super::linear::pass`]; the last season is what makes the mean of all of them 1.
pub(super) fn pass(
    y: &[f64],
    m: usize,
    form: Form,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    let relative = form.error() == ErrorKind::Multiplicative;
    match (form.has_trend(), relative) {
        (false, false) => run::<false, false>(y, m, w, x0, ws),
        (false, true) => run::<false, true>(y, m, w, x0, ws),
        (true, false) => run::<true, false>(y, m, w, x0, ws),
        (true, true) => run::<true, true>(y, m, w, x0, ws),
    }
}

fn run<const TREND: bool, const RELATIVE: bool>(
    y: &[f64],
    m: usize,
    w: &Weights,
    x0: &[f64],
    ws: &mut Workspace,
) -> Option<Pass> {
    let first_season = 1 + usize::from(TREND);
    let q = x0.len();
    // Rows of even length keep the loops over tangents whole.
    let stride = q.next_multiple_of(2);
    let Workspace {
        normal,
        row,
        drift,
        seasons,
        tangents,
        ..
    } = ws;
    normal.reset(q);
    for buffer in [&mut *drift, row] {
        buffer.clear();
        buffer.resize(stride, 0.0);
    }
    seasons.clear();
    seasons.extend_from_slice(&x0[first_season..]);
    seasons.push(m as f64 - x0[first_season..].iter().sum::<f64>());
    tangents.clear();
    tangents.resize(stride * (m + 2), 0.0);
    tangents[0] = 1.0;
    if TREND {
        tangents[stride + 1] = 1.0;
    }
    for season in 0..m - 1 {
        tangents[(2 + season) * stride + first_season + season] = 1.0;
        tangents[(1 + m) * stride + first_season + season] = -1.0;
    }
    let (of_line, of_seasons) = tangents.split_at_mut(2 * stride);
    let (of_level, of_trend) = of_line.split_at_mut(stride);
    let (mut level, mut trend) = (x0[0], if TREND { x0[1] } else { 0.0 });
    let mut log_spread = LogSum::new();
    let mut at = 0;
    for &value in y {
        let season = seasons[at];
        let base = if TREND { level + w.phi * trend } else { level };
        let mean = base * season;
        if !(mean > MEAN_MIN && season > SEASON_MIN && base > MEAN_MIN) {
            return None;
        }
        let error = value - mean;
        let inverse = 1.0 / mean;
        let slope = if RELATIVE {
            log_spread.add(mean);
            value * inverse * inverse
        } else {
            1.0
        };
        let (per_season, per_base) = (1.0 / season, 1.0 / base);
        let bent_season = error * per_season * per_season;
        let bent_base = error * per_base * per_base;
        let of_season = &mut of_seasons[at * stride..(at + 1) * stride];
        let carried = row.iter_mut().zip(&mut *drift).zip(&mut *of_level);
        let carried = carried.zip(&mut *of_trend).zip(of_season);
        for ((((row, drift), of_level), of_trend), of_season) in carried {
            let by_base = if TREND {
                *of_level + w.phi * *of_trend
            } else {
                *of_level
            };
            let by_mean = by_base * season + base * *of_season;
            let adjusted = -by_mean * per_season - bent_season * *of_season;
            *row = by_mean * slope;
            if RELATIVE {
                *drift += by_mean * inverse;
            }
            *of_level = by_base + w.alpha * adjusted;
            if TREND {
                *of_trend = w.phi * *of_trend + w.beta * adjusted;
            }
            *of_season += w.gamma * (-by_mean * per_base - bent_base * by_base);
        }
        normal.add(&row[..q], if RELATIVE { error * inverse } else { error });
        level = base + w.alpha * error * per_season;
        if TREND {
            trend = w.phi * trend + w.beta * error * per_season;
        }
        seasons[at] = season + w.gamma * error * per_base;
        at = if at + 1 == m { 0 } else { at + 1 };
    }
    drift.truncate(q);
    normal.squares.is_finite().then_some(Pass {
        log_spread: if RELATIVE { log_spread.value() } else { 0.0 },
        observed: y.len(),
    })
}
