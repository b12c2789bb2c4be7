//! Changes of the variance of the errors: the statistic κ₂ of Sansó, Aragó & Carrion (2004) on
//! cumulative sums of squares, applied by halves and pruned as Inclán & Tiao (1994) do.

use super::tail::median;

/// Shortest stretch with a scatter of its own.
const SHORTEST: usize = 20;
/// Asymptotic critical value at 1 % of the largest absolute value of a Brownian bridge.
const CRITICAL: f64 = 1.628;
/// The same at 1 % for a few dozen values, on the t statistic of the logarithm: with so few the
/// asymptotic value alone lets through four in a hundred.
const CRITICAL_T: f64 = 3.5;
/// Errors beyond this many scales count as this many: an outlier is no change of scatter.
const WINSOR: f64 = 3.0;
/// Least scatter of a stretch, as a share of that of all.
const STILL: f64 = 0.05;
/// Rounds of pruning.
const ROUNDS: usize = 10;
/// Rounds of finding breaks and judging extremes by them.
const PASSES: usize = 4;

/// A change of scatter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// Index of the first value of the new scatter.
    pub(super) at: usize,
    /// Standard deviation after over that before.
    pub(super) ratio: f64,
    pub(super) t: f64,
}

/// Changes in the errors that are `used`.
pub(super) fn changes(errors: &[f64], used: &[bool]) -> Vec<Change> {
    let places: Vec<usize> = (0..errors.len()).filter(|&t| used[t]).collect();
    let own: Vec<f64> = places.iter().map(|&t| errors[t]).collect();
    // What is extreme depends on the scatter of its own time, which the breaks tell.
    let mut breaks = Vec::new();
    let mut squares = Vec::new();
    for _ in 0..PASSES {
        squares = winsorised_squares(&own, &breaks);
        let found = breaks_in(&squares);
        let settled = found == breaks;
        breaks = found;
        if settled {
            break;
        }
    }
    // Breaks that no longer stand out once the extremes are judged by the last pass.
    while let Some(weakest) = weakest(&squares, &breaks) {
        breaks.remove(weakest);
    }
    (0..breaks.len())
        .filter_map(|i| {
            let (ratio, t) = contrast_at(&squares, &breaks, i)?;
            let at = places[breaks[i]];
            Some(Change { at, ratio, t })
        })
        .collect()
}

/// Index of the break whose two sides differ least, if that is too little.
fn weakest(squares: &[f64], breaks: &[usize]) -> Option<usize> {
    let size = |i: usize| contrast_at(squares, breaks, i).map_or(0.0, |(_, t)| t.abs());
    (0..breaks.len())
        .map(|i| (i, size(i)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, size)| *size <= CRITICAL_T)
        .map(|(i, _)| i)
}

/// The contrast between the stretches on both sides of a break.
fn contrast_at(squares: &[f64], breaks: &[usize], i: usize) -> Option<(f64, f64)> {
    let from = i.checked_sub(1).map_or(0, |before| breaks[before]);
    let to = breaks.get(i + 1).copied().unwrap_or(squares.len());
    contrast(&squares[from..breaks[i]], &squares[breaks[i]..to])
}

/// Weights of the errors: the inverse of their variance relative to the first stretch, brought to
/// mean scale 1 over time; 0 where unused.
pub(super) fn weights(changes: &[Change], used: &[bool]) -> Vec<f64> {
    let mut scale = 1.0;
    let mut next = changes.iter().peekable();
    let mut scales = Vec::with_capacity(used.len());
    for t in 0..used.len() {
        while let Some(change) = next.next_if(|change| change.at <= t) {
            scale *= change.ratio;
        }
        scales.push(scale);
    }
    // The scatter of the end is the one that matters for what comes.
    scales
        .iter()
        .zip(used)
        .map(|(own, used)| if *used { (scale / own).powi(2) } else { 0.0 })
        .collect()
}

/// Squares of the distances from the median, each at most that of [`WINSOR`] scales of its stretch.
/// Stretches in which hardly anything moves, as under a fixed price, count as moving by [`STILL`].
fn winsorised_squares(errors: &[f64], breaks: &[usize]) -> Vec<f64> {
    let centre = median(errors).unwrap_or(0.0);
    let mut sizes: Vec<f64> = errors.iter().map(|e| (e - centre).abs()).collect();
    let still = STILL * median(&sizes).unwrap_or(0.0);
    let mut start = 0;
    for &end in breaks.iter().chain([&errors.len()]) {
        let stretch = &mut sizes[start..end];
        let middle = median(stretch).unwrap_or(0.0).max(still);
        if middle > 0.0 {
            let limit = WINSOR * middle / 0.6745;
            for size in stretch.iter_mut() {
                *size = size.min(limit);
            }
        }
        start = end;
    }
    sizes
        .iter()
        .map(|size| size * size + still * still)
        .collect()
}

/// Breaks by halves, then pruned.
fn breaks_in(squares: &[f64]) -> Vec<usize> {
    let mut breaks = Vec::new();
    split(squares, 0, &mut breaks);
    breaks.sort_unstable();
    for _ in 0..ROUNDS {
        let before = std::mem::take(&mut breaks);
        breaks = pruned(squares, &before);
        if breaks == before {
            break;
        }
    }
    breaks
}

/// Standard deviation after over that before, and the t statistic of its logarithm.
fn contrast(before: &[f64], after: &[f64]) -> Option<(f64, f64)> {
    let (a, b) = (variance_of(before), variance_of(after));
    let spread = (a.relative + b.relative).sqrt();
    let ratio = b.variance / a.variance;
    let varies = a.variance > 0.0 && b.variance > 0.0 && spread > 0.0;
    varies.then(|| (ratio.sqrt(), ratio.ln() / spread))
}

struct Variance {
    variance: f64,
    /// Squared standard error over the squared variance.
    relative: f64,
}

fn variance_of(squares: &[f64]) -> Variance {
    let n = squares.len() as f64;
    let variance = squares.iter().sum::<f64>() / n;
    let spread = squares.iter().map(|s| (s - variance).powi(2)).sum::<f64>() / n;
    Variance {
        variance,
        relative: spread / (variance * variance) / n,
    }
}

/// Where the cumulative sum of squares leaves its straight line furthest, if that is too far.
fn break_in(squares: &[f64]) -> Option<usize> {
    let n = squares.len();
    if n < 2 * SHORTEST {
        return None;
    }
    let mean = squares.iter().sum::<f64>() / n as f64;
    let mut sum = 0.0;
    let (mut best, mut largest) = (0, 0.0);
    for (k, square) in squares.iter().enumerate() {
        sum += square - mean;
        let size = sum.abs();
        if k + 1 >= SHORTEST && n - k > SHORTEST && size > largest {
            (best, largest) = (k + 1, size);
        }
    }
    // The long-run variance about the two means: about one, the break itself would count as noise.
    let (left, right) = squares.split_at(best);
    let centred = |part: &[f64]| -> Vec<f64> {
        let mean = part.iter().sum::<f64>() / part.len().max(1) as f64;
        part.iter().map(|square| square - mean).collect()
    };
    let mut deviations = centred(left);
    deviations.extend(centred(right));
    let lags = (4.0 * (n as f64 / 100.0).powf(0.25)).floor() as usize;
    let mut long_run = deviations.iter().map(|d| d * d).sum::<f64>();
    for lag in 1..=lags {
        let later = &deviations[lag..];
        let products: f64 = deviations.iter().zip(later).map(|(a, b)| a * b).sum();
        long_run += 2.0 * (1.0 - lag as f64 / (lags as f64 + 1.0)) * products;
    }
    // Σ d²/n · n: the statistic divides by √n and by the root of the mean.
    let far = long_run > 0.0 && largest > CRITICAL * long_run.sqrt();
    (far && contrast(left, right)?.1.abs() > CRITICAL_T).then_some(best)
}

fn split(squares: &[f64], offset: usize, breaks: &mut Vec<usize>) {
    if let Some(at) = break_in(squares) {
        breaks.push(offset + at);
        let (left, right) = squares.split_at(at);
        split(left, offset, breaks);
        split(right, offset + at, breaks);
    }
}

/// Each break tested again between its neighbours.
fn pruned(squares: &[f64], breaks: &[usize]) -> Vec<usize> {
    let mut kept = Vec::with_capacity(breaks.len());
    for (i, _) in breaks.iter().enumerate() {
        let from = kept.last().copied().unwrap_or(0);
        let to = breaks.get(i + 1).copied().unwrap_or(squares.len());
        if let Some(at) = break_in(&squares[from..to]) {
            kept.push(from + at);
        }
    }
    kept
}
