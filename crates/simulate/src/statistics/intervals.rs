//! Sampling error of shares and quantiles (definitions B3).

use crate::distribution::{beta_cdf, normal_quantile};

/// Wilson's interval for `count` of `n` at a two-sided level.
pub fn wilson(count: u64, n: u64, level: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let z = normal_quantile(f64::midpoint(1.0, level));
    let (n, p) = (n as f64, count as f64 / n as f64);
    let z2 = z * z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Ranks (from 1) of the order statistics between which the p-quantile lies with at least about `level`, and the exact
/// probability that it does: the binomial distribution of the number of values below the quantile.
pub fn quantile_ranks(n: u64, p: f64, level: f64) -> (u64, u64, f64) {
    let tail = (1.0 - level) / 2.0;
    let low = binomial_quantile(n, p, tail).max(1);
    let high = (binomial_quantile(n, p, 1.0 - tail) + 1).min(n);
    (
        low,
        high,
        probability_below(n, p, high) - probability_below(n, p, low),
    )
}

/// P(X < k) for X ~ Binomial(n, p).
fn probability_below(n: u64, p: f64, k: u64) -> f64 {
    if k == 0 {
        0.0
    } else if k > n {
        1.0
    } else {
        beta_cdf(1.0 - p, (n - k + 1) as f64, k as f64)
    }
}

/// The smallest k with P(X <= k) >= q.
fn binomial_quantile(n: u64, p: f64, q: f64) -> u64 {
    let mean = n as f64 * p;
    let sd = (mean * (1.0 - p)).sqrt();
    let mut k = (mean + sd * normal_quantile(q))
        .round()
        .clamp(0.0, n as f64) as u64;
    while k > 0 && probability_below(n, p, k) >= q {
        k -= 1;
    }
    while k < n && probability_below(n, p, k + 1) < q {
        k += 1;
    }
    k
}
