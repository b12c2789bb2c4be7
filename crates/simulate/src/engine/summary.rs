//! Distributions, histograms, bands and convergence of output columns.

use crate::result::{
    Band, Bin, Convergence, ConvergencePoint, DistributionSummary, Histogram, Percentile,
    Probability,
};
use crate::statistics::{
    conditional_value_at_risk, mean_and_sd, percentile_of_sorted, percentiles_by_selection,
    quantile_ranks, sort, sum, value_at_risk, wilson,
};

/// Percentiles kept, in percent.
const PERCENTILES: [f64; 9] = [1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0];
const LEVEL: f64 = 0.95;
const TAIL: f64 = 0.05;
/// More bins than this say nothing; what lies beyond is counted as below or above.
const MAX_BINS: usize = 200;

/// A sorted output with its summary; `None` without values.
pub(super) fn summarise(values: &[f64], unit: &str) -> Option<(DistributionSummary, Vec<f64>)> {
    let (mean, sd) = mean_and_sd(values);
    let mut sorted = values.to_vec();
    sort(&mut sorted);
    let n = sorted.len();
    let (&min, &max) = (sorted.first()?, sorted.last()?);
    let below = sorted.partition_point(|value| *value < 0.0) as u64;
    let (low, high) = wilson(below, n as u64, LEVEL);
    let percentiles = PERCENTILES
        .iter()
        .map(|&p| {
            let (from, to, _) = quantile_ranks(n as u64, p / 100.0, LEVEL);
            Percentile {
                p,
                value: percentile_of_sorted(&sorted, p / 100.0).unwrap_or(min),
                low: sorted[from as usize - 1],
                high: sorted[to as usize - 1],
            }
        })
        .collect();
    let summary = DistributionSummary {
        unit: unit.to_owned(),
        n: n as u64,
        mean,
        standard_error: sd / (n as f64).sqrt(),
        sd,
        min,
        max,
        percentiles,
        probability_negative: Probability {
            value: below as f64 / n as f64,
            low,
            high,
            count: below,
        },
        var_5: value_at_risk(&sorted, TAIL)?,
        cvar_5: conditional_value_at_risk(&sorted, TAIL)?,
    };
    Some((summary, sorted))
}

/// Freedman & Diaconis (1981): 2·IQR·n^(-1/3), rounded to 1, 2, 2.5 or 5 times a power of ten.
pub(super) fn histogram(sorted: &[f64], unit: &str) -> Histogram {
    let at = |p: f64| percentile_of_sorted(sorted, p).unwrap_or(0.0);
    let n = sorted.len() as f64;
    let mut step = nice_step(2.0 * (at(0.75) - at(0.25)) / n.cbrt());
    let span = (at(0.999) - at(0.001)).max(0.0);
    if step <= 0.0 {
        step = nice_step(if span > 0.0 {
            span / 20.0
        } else {
            at(0.5).abs().max(1.0) / 20.0
        });
    }
    while span / step > MAX_BINS as f64 {
        step = nice_step(step * 1.5);
    }
    let first = (at(0.001) / step).floor();
    let count = ((at(0.999) / step).floor() - first) as usize + 1;
    let edge = |k: usize| (first + k as f64) * step;
    let mut from = sorted.partition_point(|value| *value < edge(0));
    let below = from as u64;
    let bins = (0..count)
        .map(|k| {
            let to = sorted.partition_point(|value| *value < edge(k + 1));
            let bin = Bin {
                from: edge(k),
                to: edge(k + 1),
                count: (to - from) as u64,
            };
            from = to;
            bin
        })
        .collect();
    Histogram {
        unit: unit.to_owned(),
        step,
        bins,
        below,
        above: (sorted.len() - from) as u64,
    }
}

/// The nearest of 1, 2, 2.5, 5 × 10^k on a logarithmic scale.
fn nice_step(raw: f64) -> f64 {
    if raw.is_nan() || raw <= 0.0 || raw.is_infinite() {
        return 0.0;
    }
    let power = 10.0_f64.powf(raw.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .min_by(|a, b| (a / raw).ln().abs().total_cmp(&(b / raw).ln().abs()))
        .unwrap_or(raw)
}

/// P10, P50, P90 and mean of one period.
pub(super) fn band(values: &mut [f64], base: f64) -> Band {
    let mean = sum(values.iter().copied()) / values.len() as f64;
    let [p10, p50, p90] =
        percentiles_by_selection(values, [0.1, 0.5, 0.9]).unwrap_or([f64::NAN; 3]);
    Band {
        p10,
        p50,
        p90,
        mean,
        base,
    }
}

/// The running mean at 1, 2 and 5 times powers of ten, and at the end.
pub(super) fn convergence(values: &[f64], note: Option<String>) -> Convergence {
    let mut counts: Vec<usize> = (2..8)
        .flat_map(|power| [1, 2, 5].map(|digit| digit * 10_usize.pow(power)))
        .filter(|count| *count < values.len())
        .collect();
    counts.push(values.len());
    let points: Vec<ConvergencePoint> = counts
        .iter()
        .map(|&count| {
            let (mean, sd) = mean_and_sd(&values[..count]);
            ConvergencePoint {
                iterations: count as u64,
                mean,
                standard_error: sd / (count as f64).sqrt(),
            }
        })
        .collect();
    let (last_mean, last_sd) = mean_and_sd(values);
    let settled = points
        .iter()
        .rposition(|point| (point.mean - last_mean).abs() > 0.01 * last_sd);
    let settled_at = points
        .get(settled.map_or(0, |last_off| last_off + 1))
        .map(|point| point.iterations);
    Convergence {
        points,
        settled_at,
        note,
    }
}
