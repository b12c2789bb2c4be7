//! Exact innovations of a stationary ARMA process, for several columns of data at once.
//!
//! Chandrasekhar recursions (Morf, Sidhu & Kailath 1974; Pearlman 1980): the covariance of the state
//! starts stationary, so its change has rank one, and a step costs O(r) instead of O(r²). Once the
//! innovation variance has come down to 1, the plain recursion with few non-zero lags takes over.

use super::polynomial::{Polynomials, sparse};

/// Change of the innovation variance that no longer matters.
const CONVERGED: f64 = 1e-12;

/// Buffers of the filter, reused.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffers {
    gain: Vec<f64>,
    change: Vec<f64>,
    phi: Vec<f64>,
    states: Vec<f64>,
    raw: Vec<f64>,
    inverse_spread: Vec<f64>,
}

impl Buffers {
    /// Variance of the last of `n` innovations, in units of its limit; the limit itself where the
    /// filter reached it.
    pub(super) fn last_variance(&self, n: usize) -> f64 {
        let last = self.inverse_spread.get(n.saturating_sub(1));
        last.map_or(1.0, |inverse| 1.0 / (inverse * inverse))
    }
}

/// Covariances of a stationary process of unit innovation variance.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    /// γ(0), …, γ(r).
    pub(super) autocovariances: Vec<f64>,
    /// ψ_0, …: y_t = Σψ_j ε_{t−j}.
    pub(super) psi: Vec<f64>,
}

/// `None` for a process that is not stationary in floating point.
pub(super) fn moments(polynomials: &Polynomials, r: usize) -> Option<Moments> {
    let Polynomials { phi, theta } = polynomials;
    let (p, q) = (phi.len(), theta.len());
    let theta_at = |j: usize| match j {
        0 => 1.0,
        _ => theta.get(j - 1).copied().unwrap_or(0.0),
    };
    let mut psi = Vec::with_capacity(q.max(r) + 1);
    for j in 0..=q.max(r) {
        let past: f64 = (1..=p.min(j)).map(|i| phi[i - 1] * psi[j - i]).sum();
        psi.push(theta_at(j) + past);
    }
    let right = |k: usize| -> f64 { (k..=q).map(|j| theta_at(j) * psi[j - k]).sum() };
    // γ(k) − Σφ_i γ(|k − i|) = Σ_{j≥k} θ_j ψ_{j−k}, k = 0..p.
    let n = p + 1;
    let mut matrix = vec![0.0; n * n];
    for k in 0..n {
        matrix[k * n + k] += 1.0;
        for i in 1..=p {
            matrix[k * n + k.abs_diff(i)] -= phi[i - 1];
        }
    }
    let mut autocovariances: Vec<f64> = (0..n).map(right).collect();
    eliminate(&mut matrix, &mut autocovariances)?;
    for k in n..=r {
        let past: f64 = (1..=p).map(|i| phi[i - 1] * autocovariances[k - i]).sum();
        autocovariances.push(right(k) + past);
    }
    (autocovariances[0] > 0.0).then_some(Moments {
        autocovariances,
        psi,
    })
}

/// Gaussian elimination with partial pivoting; the right side becomes the solution.
fn eliminate(matrix: &mut [f64], right: &mut [f64]) -> Option<()> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|&a, &b| {
                let size = |row: usize| matrix[row * n + column].abs();
                size(a).total_cmp(&size(b))
            })
            .filter(|&row| matrix[row * n + column].abs() > 1e-14)?;
        if pivot != column {
            for j in column..n {
                matrix.swap(column * n + j, pivot * n + j);
            }
            right.swap(column, pivot);
        }
        let (above, below) = matrix.split_at_mut((column + 1) * n);
        let pivot_row = &above[column * n..];
        for (offset, row) in below.chunks_exact_mut(n).enumerate() {
            let factor = row[column] / pivot_row[column];
            if factor != 0.0 {
                for j in column..n {
                    row[j] -= factor * pivot_row[j];
                }
                right[column + 1 + offset] -= factor * right[column];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|j| matrix[row * n + j] * right[j]).sum();
        right[row] = (right[row] - known) / matrix[row * n + row];
    }
    Some(())
}

/// Covariance of the state with its first element: the state is y_t and, for i ≥ 1,
/// Σ_{j>i} φ_j y_{t+i−j} + Σ_{j≥i} θ_j ε_{t+i−j}.
pub(super) fn covariance_with_first(
    polynomials: &Polynomials,
    moments: &Moments,
    r: usize,
) -> Vec<f64> {
    let Polynomials { phi, theta } = polynomials;
    let at = |values: &[f64], lag: usize| match lag {
        0 => 0.0,
        _ => values.get(lag - 1).copied().unwrap_or(0.0),
    };
    let mut with_first = Vec::with_capacity(r + 1);
    with_first.push(moments.autocovariances[0]);
    for i in 1..r {
        let past: f64 = (i + 1..=r)
            .map(|j| at(phi, j) * moments.autocovariances[j - i])
            .sum();
        let shocks: f64 = (i..r).map(|j| at(theta, j) * moments.psi[j - i]).sum();
        with_first.push(past + shocks);
    }
    with_first.push(0.0);
    with_first
}

/// Number of states: max(p, q + 1).
pub(super) fn state_count(polynomials: &Polynomials) -> usize {
    polynomials.phi.len().max(polynomials.theta.len() + 1)
}

/// Writes the standardised innovations v_t/√F_t of each column into `out` and returns Σ ln F_t.
/// `None` when the process is not stationary in floating point.
pub(super) fn innovations(
    polynomials: &Polynomials,
    columns: &[&[f64]],
    out: &mut [Vec<f64>],
    buffers: &mut Buffers,
) -> Option<f64> {
    let Polynomials { phi, theta } = polynomials;
    let n = columns.first().map_or(0, |column| column.len());
    for (out, column) in out.iter_mut().zip(columns) {
        out.clear();
        out.reserve(n);
        if phi.is_empty() && theta.is_empty() {
            out.extend_from_slice(column);
        }
    }
    if phi.is_empty() && theta.is_empty() {
        return Some(0.0);
    }
    let r = state_count(polynomials);
    let moments = moments(polynomials, r)?;
    let with_first = covariance_with_first(polynomials, &moments, r);
    let Buffers {
        gain,
        change,
        phi: padded,
        states,
        inverse_spread,
        ..
    } = buffers;
    // One element beyond the state keeps every loop free of a special last step.
    padded.clear();
    padded.extend_from_slice(phi);
    padded.resize(r + 1, 0.0);
    gain.clear();
    gain.extend((0..r).map(|i| padded[i] * with_first[0] + with_first[i + 1]));
    gain.push(0.0);
    change.clone_from(gain);
    states.clear();
    states.resize(columns.len() * (r + 1), 0.0);
    inverse_spread.clear();
    let mut variance = with_first[0];
    let mut weight = -1.0 / variance;
    let (mut log_variances, mut product) = (0.0, 1.0_f64);
    let mut t = 0;
    while t < n {
        if !(variance > 0.0) {
            return None;
        }
        product *= variance;
        if !(1e-100..1e100).contains(&product) {
            log_variances += product.ln();
            product = 1.0;
        }
        let inverse = 1.0 / variance;
        let spread = inverse.sqrt();
        inverse_spread.push(spread);
        for ((column, out), state) in columns
            .iter()
            .zip(out.iter_mut())
            .zip(states.chunks_exact_mut(r + 1))
        {
            let first = state[0];
            let error = column[t] - first;
            out.push(error * spread);
            let scaled = error * inverse;
            for i in 0..r {
                state[i] = padded[i] * first + state[i + 1] + gain[i] * scaled;
            }
        }
        t += 1;
        let along = change[0];
        let weighted = along * weight;
        let before = variance;
        variance += along * weighted;
        let share = along / variance;
        for i in 0..r {
            let carried = padded[i] * along + change[i + 1];
            gain[i] += carried * weighted;
            change[i] = carried - gain[i] * share;
        }
        weight += weighted * weighted / before;
        if t >= r && variance - 1.0 < 1e-9 {
            let largest = change[..r].iter().fold(0.0_f64, |max, v| max.max(v.abs()));
            if largest * largest * weight.abs() < CONVERGED {
                break;
            }
        }
    }
    log_variances += product.ln();
    if t < n {
        settled(polynomials, columns, out, t, buffers);
    }
    Some(log_variances)
}

/// The rest of the data once F_t is 1: v_t = y_t − Σφ_i y_{t−i} − Σθ_j v_{t−j}.
fn settled(
    polynomials: &Polynomials,
    columns: &[&[f64]],
    out: &mut [Vec<f64>],
    from: usize,
    buffers: &mut Buffers,
) {
    let (phi, theta) = (sparse(&polynomials.phi), sparse(&polynomials.theta));
    let q = polynomials.theta.len();
    let Buffers {
        raw,
        inverse_spread,
        ..
    } = buffers;
    for (column, out) in columns.iter().zip(out) {
        let start = from.saturating_sub(q);
        raw.clear();
        raw.extend((start..from).map(|t| out[t] / inverse_spread[t]));
        for t in from..column.len() {
            let mut error = column[t];
            for &(lag, coefficient) in &phi {
                error -= coefficient * column[t - lag];
            }
            for &(lag, coefficient) in &theta {
                if let Some(at) = (t - start).checked_sub(lag) {
                    error -= coefficient * raw[at];
                }
            }
            raw.push(error);
            out.push(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the density of the whole vector: Cholesky of the Toeplitz covariance.
    #[test]
    fn innovations_are_those_of_the_covariance_matrix() {
        let polynomials = Polynomials {
            phi: vec![0.6, -0.2],
            theta: vec![0.5, 0.0, 0.3],
        };
        let y: Vec<f64> = (0..25)
            .map(|t| (f64::from(t) * 1.3).sin() + 0.1 * f64::from(t % 5))
            .collect();
        let n = y.len();
        let moments = moments(&polynomials, n).expect("stationary");
        let mut factor = vec![0.0; n * n];
        let (mut expected, mut logs) = (Vec::new(), 0.0);
        for i in 0..n {
            for j in 0..=i {
                let products: f64 = (0..j).map(|k| factor[i * n + k] * factor[j * n + k]).sum();
                let rest = moments.autocovariances[i - j] - products;
                factor[i * n + j] = if i == j {
                    rest.sqrt()
                } else {
                    rest / factor[j * n + j]
                };
            }
            let known: f64 = (0..i).map(|k| factor[i * n + k] * expected[k]).sum();
            expected.push((y[i] - known) / factor[i * n + i]);
            logs += 2.0 * factor[i * n + i].ln();
        }
        let mut out = [Vec::new()];
        let found = innovations(&polynomials, &[&y], &mut out, &mut Buffers::default());
        assert!((found.expect("stationary") - logs).abs() < 1e-9);
        for (found, expected) in out[0].iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }
}
