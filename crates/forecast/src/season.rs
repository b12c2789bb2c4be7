//! Seasonal adjustment by fixed indices: the M4 test of Naive2, classical decomposition, and the
//! seasonal strength that decides for our own models (definitions C1 and C4).

use crate::summation::{mean, sum};
use serde::{Deserialize, Serialize};

/// How indices combine with the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeasonKind {
    Additive,
    Multiplicative,
}

/// Whether and how a model is fitted on seasonally adjusted data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeasonalAdjustment {
    None,
    /// The autocorrelation test of Naive2 (M3, M4), multiplicative indices; none when a value is
    /// not positive.
    Naive2Rule,
    /// Indices drawn towards no season by the share of their spread that is estimation noise
    /// (Miller & Williams 2003); multiplicative when all values are positive, else additive. There
    /// is no test to pass: noise is shrunk away.
    #[default]
    Shrunk,
}

/// Indices this small make division meaningless; the additive form is taken instead.
const INDEX_MIN: f64 = 0.01;

/// Fixed seasonal indices in force from the end of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Season {
    pub kind: SeasonKind,
    /// Index of each season; mean 1 (multiplicative) or 0 (additive).
    pub indices: Vec<f64>,
    /// Season of the next observation.
    pub next: usize,
    /// Share of the detrended variance that the indices explain, adjusted for their number.
    pub strength: f64,
}

impl Season {
    fn index(&self, steps: usize) -> f64 {
        self.indices[(self.next + steps) % self.indices.len()]
    }

    /// Removes the season of the observation `steps` after the next one.
    pub fn remove(&self, y: f64, steps: usize) -> f64 {
        match self.kind {
            SeasonKind::Additive => y - self.index(steps),
            SeasonKind::Multiplicative => y / self.index(steps),
        }
    }

    /// Puts the season back.
    pub fn restore(&self, adjusted: f64, steps: usize) -> f64 {
        match self.kind {
            SeasonKind::Additive => adjusted + self.index(steps),
            SeasonKind::Multiplicative => adjusted * self.index(steps),
        }
    }

    /// Factor from the adjusted scale to the scale of the data.
    pub fn spread(&self, steps: usize) -> f64 {
        match self.kind {
            SeasonKind::Additive => 1.0,
            SeasonKind::Multiplicative => self.index(steps),
        }
    }

    /// What was read from a file may not stand at a season that it has.
    pub(crate) fn is_consistent(&self) -> bool {
        self.next < self.indices.len()
    }

    pub(crate) fn advance(&mut self) {
        self.next = (self.next + 1) % self.indices.len();
    }

    /// Value `t` of the data without its season; index 0 is season 0.
    pub(crate) fn without(&self, y: f64, t: usize) -> f64 {
        let index = self.indices[t % self.indices.len()];
        match self.kind {
            SeasonKind::Additive => y - index,
            SeasonKind::Multiplicative => y / index,
        }
    }

    /// The data without their season.
    fn adjust(&self, y: &[f64]) -> Vec<f64> {
        y.iter()
            .enumerate()
            .map(|(t, &value)| self.without(value, t))
            .collect()
    }
}

/// Autocorrelations at lags 1..=m over the pairs that exist, normalised by the whole sum of
/// squares.
pub fn autocorrelations(y: &[f64], m: usize) -> Option<Vec<f64>> {
    let centre = mean(y.iter().copied().filter(|value| value.is_finite()))?;
    let deviations: Vec<f64> = y.iter().map(|value| value - centre).collect();
    let total = sum(deviations
        .iter()
        .filter(|d| d.is_finite())
        .map(|deviation| deviation * deviation));
    if !total.is_finite() || total <= 0.0 {
        return None;
    }
    Some(
        (1..=m)
            .map(|lag| {
                let later = deviations.get(lag..).unwrap_or_default();
                let products = deviations.iter().zip(later).map(|(a, b)| a * b);
                sum(products.filter(|product| product.is_finite())) / total
            })
            .collect(),
    )
}

/// Outcome of the M4 seasonality test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SeasonalityTest {
    pub autocorrelation: f64,
    /// 1.645·√((1 + 2Σ_{i<m} r_i²)/n).
    pub limit: f64,
    pub seasonal: bool,
}

/// The test of Naive2: |r_m| above its 90 % limit and n ≥ 3m. `None` for m < 2 or data without
/// variance.
pub fn naive2_test(y: &[f64], m: usize) -> Option<SeasonalityTest> {
    if m < 2 {
        return None;
    }
    let r = autocorrelations(y, m)?;
    let n = y.iter().filter(|value| value.is_finite()).count();
    let limit = 1.645 * ((1.0 + 2.0 * sum(r[..m - 1].iter().map(|r| r * r))) / n as f64).sqrt();
    Some(SeasonalityTest {
        autocorrelation: r[m - 1],
        limit,
        seasonal: n >= 3 * m && r[m - 1].abs() > limit,
    })
}

/// Centred moving average of order m (2×m for even m); NaN where its window is cut or has a gap.
fn centred_average(y: &[f64], m: usize) -> Vec<f64> {
    let half = m / 2;
    let even = m.is_multiple_of(2);
    (0..y.len())
        .map(|t| {
            if t < half || t + half >= y.len() {
                return f64::NAN;
            }
            let window = &y[t - half..=t + half];
            let ends = if even {
                0.5 * (window[0] + window[2 * half])
            } else {
                window[0] + window[2 * half]
            };
            (ends + window[1..2 * half].iter().sum::<f64>()) / m as f64
        })
        .collect()
}

/// Classical decomposition into m indices. `None` when a season has no complete window, when
/// multiplicative indices are asked of values that are not positive, or m < 2.
pub fn classical(y: &[f64], m: usize, kind: SeasonKind) -> Option<Season> {
    let observed = || y.iter().filter(|value| value.is_finite());
    if m < 2 || y.len() < 2 * m {
        return None;
    }
    if kind == SeasonKind::Multiplicative && observed().any(|&value| value <= 0.0) {
        return None;
    }
    let trend = centred_average(y, m);
    let detrended: Vec<f64> = y
        .iter()
        .zip(&trend)
        .map(|(value, trend)| match kind {
            SeasonKind::Additive => value - trend,
            SeasonKind::Multiplicative => value / trend,
        })
        .collect();
    let mut indices = Vec::with_capacity(m);
    for season in 0..m {
        let own = detrended.iter().skip(season).step_by(m).copied();
        indices.push(mean(own.filter(|value| value.is_finite()))?);
    }
    let centre = mean(indices.iter().copied())?;
    for index in &mut indices {
        match kind {
            SeasonKind::Additive => *index -= centre,
            SeasonKind::Multiplicative => *index /= centre,
        }
    }
    if indices.iter().any(|index| !index.is_finite()) {
        return None;
    }
    let strength = strength(&detrended, &indices, kind);
    Some(Season {
        kind,
        next: y.len() % m,
        indices,
        strength,
    })
}

/// max(0, 1 − Var(R)/Var(S + R)) on the detrended data, each variance over its degrees of freedom.
fn strength(detrended: &[f64], indices: &[f64], kind: SeasonKind) -> f64 {
    let variance = |values: &[f64]| {
        let centre = mean(values.iter().copied())?;
        mean(values.iter().map(|value| (value - centre).powi(2)))
    };
    let (mut whole, mut rest) = (Vec::new(), Vec::new());
    for (t, &value) in detrended.iter().enumerate() {
        if value.is_finite() {
            let index = indices[t % indices.len()];
            whole.push(value);
            rest.push(match kind {
                SeasonKind::Additive => value - index,
                SeasonKind::Multiplicative => value / index,
            });
        }
    }
    let (n, m) = (whole.len() as f64, indices.len() as f64);
    match (variance(&whole), variance(&rest)) {
        (Some(whole), Some(rest)) if whole > 0.0 && n > m => {
            (1.0 - rest / whole * (n - 1.0) / (n - m)).max(0.0)
        }
        _ => 0.0,
    }
}

/// `season` with its indices drawn towards their centre by λ = max(0, 1 − V/T): V is the mean
/// sampling variance of an index and T the variance of the indices. `None` where nothing is left, or
/// too few cycles tell noise from season.
///
/// Mean MASE of dynamic optimised Theta on M1, tourism and M3: 1.439, 2.056 and 1.344; with the test
/// of Naive2 and whole indices: 1.495, 2.077 and 1.354.
fn shrunk(y: &[f64], season: &Season) -> Option<Season> {
    let m = season.indices.len();
    let trend = centred_average(y, m);
    let (mut squares, mut n) = (0.0, 0.0);
    let centre = match season.kind {
        SeasonKind::Additive => 0.0,
        SeasonKind::Multiplicative => 1.0,
    };
    let detrended: Vec<f64> = y
        .iter()
        .zip(&trend)
        .map(|(value, trend)| match season.kind {
            SeasonKind::Additive => value - trend,
            SeasonKind::Multiplicative => value / trend,
        })
        .collect();
    for phase in 0..m {
        let own = || {
            let all = detrended.iter().skip(phase).step_by(m).copied();
            all.filter(|value| value.is_finite())
        };
        let middle = mean(own())?;
        squares += sum(own().map(|value| (value - middle).powi(2)));
        n += own().count() as f64;
    }
    let count = m as f64;
    if n <= count {
        return None;
    }
    let noise = squares / (n - count) / (n / count);
    let spread = sum(season.indices.iter().map(|i| (i - centre).powi(2))) / (count - 1.0);
    let kept = 1.0 - noise / spread;
    (kept > 0.0).then(|| Season {
        indices: season
            .indices
            .iter()
            .map(|index| centre + kept * (index - centre))
            .collect(),
        ..season.clone()
    })
}

/// Puts `seasons`, removed in their order, back on a value `step` periods ahead.
pub(crate) fn restored(seasons: &[Season], value: f64, step: usize) -> f64 {
    seasons
        .iter()
        .rev()
        .fold(value, |value, season| season.restore(value, step))
}

/// The season to remove before fitting, if the rule finds one, and the adjusted data.
pub fn adjustment(y: &[f64], m: usize, rule: SeasonalAdjustment) -> Option<(Season, Vec<f64>)> {
    let season = match rule {
        SeasonalAdjustment::None => None,
        SeasonalAdjustment::Naive2Rule => naive2_test(y, m)
            .filter(|test| test.seasonal)
            .and_then(|_| classical(y, m, SeasonKind::Multiplicative)),
        SeasonalAdjustment::Shrunk => classical(y, m, SeasonKind::Multiplicative)
            .filter(|season| season.indices.iter().all(|&index| index > INDEX_MIN))
            .or_else(|| classical(y, m, SeasonKind::Additive))
            .and_then(|season| shrunk(y, &season)),
    }?;
    let adjusted = season.adjust(y);
    Some((season, adjusted))
}
