//! Distributions on a finite list of values, and empirical ones.

/// Values in rising order with their cumulative probabilities.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DiscreteTable {
    pub(super) values: Vec<f64>,
    pub(super) cumulative: Vec<f64>,
}

impl DiscreteTable {
    /// `weights` are checked by the caller: not negative, with a positive sum.
    pub(super) fn new(values: &[f64], weights: &[f64]) -> Self {
        let mut pairs: Vec<(f64, f64)> = values
            .iter()
            .copied()
            .zip(weights.iter().copied())
            .collect();
        pairs.retain(|pair| pair.1 > 0.0);
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = pairs.iter().map(|pair| pair.1).sum();
        let mut sum = 0.0;
        let cumulative = pairs
            .iter()
            .map(|pair| {
                sum += pair.1;
                sum / total
            })
            .collect();
        Self {
            values: pairs.iter().map(|pair| pair.0).collect(),
            cumulative,
        }
    }

    /// Poisson probabilities out to where they no longer count.
    pub(super) fn poisson(mean: f64) -> Self {
        let reach = 12.0 * mean.sqrt() + 40.0;
        let first = (mean - reach).floor().max(0.0);
        let count = (mean + reach - first).ceil() as usize + 1;
        let values: Vec<f64> = (0..count).map(|k| first + k as f64).collect();
        let weights: Vec<f64> = values
            .iter()
            .map(|&k| (k * mean.ln() - mean - statrs::function::gamma::ln_gamma(k + 1.0)).exp())
            .collect();
        Self::new(&values, &weights)
    }

    /// The smallest value whose cumulative probability reaches u.
    ///
    /// Cumulative sums carry rounding, so a u within a few units in the last place of a step counts as on it.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let reached = self
            .cumulative
            .partition_point(|c| *c < u * (1.0 - 4.0 * f64::EPSILON));
        self.values[reached.min(self.values.len() - 1)]
    }

    pub(super) fn mean_and_sd(&self) -> (f64, f64) {
        let mut previous = 0.0;
        let weights: Vec<f64> = self
            .cumulative
            .iter()
            .map(|c| {
                let weight = c - previous;
                previous = *c;
                weight
            })
            .collect();
        let mean: f64 = self.values.iter().zip(&weights).map(|(x, w)| x * w).sum();
        let variance: f64 = self
            .values
            .iter()
            .zip(&weights)
            .map(|(x, w)| (x - mean).powi(2) * w)
            .sum();
        (mean, variance.sqrt())
    }
}

/// A continuous distribution, linear between points of its CDF.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PiecewiseLinear {
    pub(super) points: Vec<f64>,
    pub(super) cumulative: Vec<f64>,
}

impl PiecewiseLinear {
    /// Type 7: equal mass between neighbouring sorted values.
    pub(super) fn of_sample(sample: &[f64]) -> Self {
        let mut points = sample.to_vec();
        points.sort_by(f64::total_cmp);
        let last = (points.len() - 1) as f64;
        Self {
            cumulative: (0..points.len()).map(|k| k as f64 / last).collect(),
            points,
        }
    }

    pub(super) fn of_histogram(edges: &[f64], weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let mut cumulative = vec![0.0];
        for weight in weights {
            sum += weight;
            cumulative.push(sum / total);
        }
        Self {
            points: edges.to_vec(),
            cumulative,
        }
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let above = self
            .cumulative
            .partition_point(|c| *c < u)
            .clamp(1, self.points.len() - 1);
        let (c0, c1) = (self.cumulative[above - 1], self.cumulative[above]);
        let t = if c1 > c0 {
            ((u - c0) / (c1 - c0)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.points[above - 1] + t * (self.points[above] - self.points[above - 1])
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let above = self.points.partition_point(|p| *p < x);
        if above == 0 {
            return 0.0;
        }
        if above == self.points.len() {
            return 1.0;
        }
        let (p0, p1) = (self.points[above - 1], self.points[above]);
        let t = if p1 > p0 { (x - p0) / (p1 - p0) } else { 1.0 };
        self.cumulative[above - 1] + t * (self.cumulative[above] - self.cumulative[above - 1])
    }

    pub(super) fn mean_and_sd(&self) -> (f64, f64) {
        let pieces = || {
            self.points
                .windows(2)
                .zip(self.cumulative.windows(2))
                .map(|(points, mass)| (points[0], points[1], mass[1] - mass[0]))
        };
        let mean: f64 = pieces().map(|(a, b, m)| m * f64::midpoint(a, b)).sum();
        let variance: f64 = pieces()
            .map(|(a, b, m)| {
                let (a, b) = (a - mean, b - mean);
                m * (a * a + a * b + b * b) / 3.0
            })
            .sum();
        (mean, variance.sqrt())
    }
}
