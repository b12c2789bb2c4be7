//! Missing values against a second derivation: the dense Gaussian the innovations model implies.

use prospect_forecast::exponential_smoothing::{SmoothingState, Weights, log_likelihood};
use prospect_forecast::model::{ModelName, Training, fit};
use prospect_forecast::season::SeasonalAdjustment;
use prospect_forecast::state::State;

const WEIGHTS: [Weights; 3] = [
    Weights {
        alpha: 0.35,
        beta: 0.0,
        phi: 0.0,
    },
    Weights {
        alpha: 0.6,
        beta: 0.2,
        phi: 1.0,
    },
    Weights {
        alpha: 0.8,
        beta: 0.3,
        phi: 0.9,
    },
];

/// Impulse responses: effect of an innovation on the observation k periods later.
fn response(w: &Weights, k: usize) -> f64 {
    if k == 0 {
        return 1.0;
    }
    let slopes = (1..=k).map(|j| w.phi.powi(i32::try_from(j).unwrap_or(i32::MAX)));
    w.alpha + w.beta * slopes.sum::<f64>()
}

/// Solves a symmetric positive definite system and returns the solution and ln det.
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> (Vec<f64>, f64) {
    let n = right.len();
    let mut a: Vec<Vec<f64>> = matrix.to_vec();
    let mut b = right.to_vec();
    let mut log_determinant = 0.0;
    for pivot in 0..n {
        log_determinant += a[pivot][pivot].ln();
        for row in pivot + 1..n {
            let factor = a[row][pivot] / a[pivot][pivot];
            let above = a[pivot].clone();
            for (value, above) in a[row].iter_mut().zip(above).skip(pivot) {
                *value -= factor * above;
            }
            b[row] -= factor * b[pivot];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| a[row][column] * b[column]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    (b, log_determinant)
}

#[test]
fn filter_equals_the_dense_gaussian() {
    let nan = f64::NAN;
    let y = [10.0, 11.0, nan, nan, 12.5, nan, 11.0, 13.0, nan];
    let (l0, b0) = (9.5, 0.4);
    for w in WEIGHTS {
        let n = y.len();
        let mean = |t: usize| {
            let powers = (1..=t).map(|j| w.phi.powi(i32::try_from(j).unwrap_or(i32::MAX)));
            l0 + b0 * powers.sum::<f64>()
        };
        let covariance = |s: usize, t: usize| -> f64 {
            (0..=s.min(t))
                .map(|j| response(&w, s - j) * response(&w, t - j))
                .sum()
        };
        let seen: Vec<usize> = (0..n).filter(|&t| y[t].is_finite()).collect();
        let matrix: Vec<Vec<f64>> = seen
            .iter()
            .map(|&s| seen.iter().map(|&t| covariance(s, t)).collect())
            .collect();
        let deviations: Vec<f64> = seen.iter().map(|&t| y[t] - mean(t + 1)).collect();
        let (weights, log_determinant) = solve(&matrix, &deviations);
        let cross: Vec<f64> = seen.iter().map(|&s| covariance(s, n)).collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let expected_mean = mean(n + 1) + dot(&cross, &weights);
        let (explained, _) = solve(&matrix, &cross);
        let expected_variance = covariance(n, n) - dot(&cross, &explained);
        let count = seen.len() as f64;
        let sse = dot(&deviations, &weights);
        let expected_likelihood = -0.5 * count * ((std::f64::consts::TAU * sse / count).ln() + 1.0)
            - 0.5 * log_determinant;

        let mut state = SmoothingState::new(w, l0, b0);
        for &value in &y {
            state.advance(value);
        }
        assert!((state.next_mean() - expected_mean).abs() < 1e-10);
        assert!((state.next_variance() - expected_variance).abs() < 1e-10);
        let found = log_likelihood(&y, w, l0, b0);
        assert!((found - expected_likelihood).abs() < 1e-10);
    }
}

#[test]
fn a_gap_is_not_a_zero_and_not_a_line() {
    let mut y = super::series::random_walk(60, 3);
    let whole = fit(
        ModelName::Ses,
        &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    y[58] = f64::NAN;
    y[59] = f64::NAN;
    let gapped = fit(
        ModelName::Ses,
        &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    assert_eq!(gapped.n_missing, 2);
    let (near, far) = (gapped.ahead(1)[0], whole.ahead(1)[0]);
    assert!((near.mean - y[57]).abs() < 2.0, "{}", near.mean);
    assert!(near.sd > 1.3 * far.sd, "uncertainty grows over a gap");
}

#[test]
fn naive_waits_and_its_variance_grows() {
    let y = [1.0, 3.0, f64::NAN, 2.0, f64::NAN, f64::NAN];
    let fitted = fit(
        ModelName::Naive,
        &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    let ahead = fitted.ahead(2);
    assert!((ahead[0].mean - 2.0).abs() < 1e-12);
    // Differences 2 over one period and −1 over two: σ² = (4 + 1/2)/2.
    let sigma = 2.25_f64.sqrt();
    assert!((fitted.sigma - sigma).abs() < 1e-12);
    assert!((ahead[0].sd - sigma * 3.0_f64.sqrt()).abs() < 1e-12);
    assert!((ahead[1].sd - sigma * 4.0_f64.sqrt()).abs() < 1e-12);
}
