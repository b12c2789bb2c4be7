//! Unconstrained coordinates of the parameters.
//!
//! GARCH and GJR: ω above a floor by its logarithm; the persistence P = (α₊ + α₋)/2 + β as a squared
//! cosine, α₊ = α and α₋ = α + γ being the slopes after rises and falls; and the shares of both slopes
//! in P by u², that of β by 1, over their sum. So all are at least zero and P at most one; where the
//! maximum lies on such an edge it is an ordinary one in these coordinates, quickly found. EGARCH: the
//! mean m = ω/(1 − β) of ln σ², which the data place far better than ω; α as a square, because with
//! α < 0 the recursion need not forget where it started (Wintenberger 2013) and its likelihood turns
//! rugged; γ as it is; β as a squared cosine. ν by its logit within the bounds of `arch`.

use super::likelihood::{SIZE, Vector};
use super::matrix::{Matrix, identity};
use super::process::Kind;

/// Smallest ω, in units of the variance of the returns, as in `arch`.
const OMEGA_MIN: f64 = 1e-8;
const NU_MIN: f64 = 2.05;
const NU_MAX: f64 = 500.0;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// Slopes of both signs together in terms of P·share: one for GARCH, two halves for GJR.
fn slope_factor(kind: Kind) -> f64 {
    if kind == Kind::GjrGarch { 2.0 } else { 1.0 }
}

/// Shares of α₊, α₋ and β in the persistence.
fn shares(kind: Kind, x: &Vector) -> [f64; 3] {
    let above = x[2] * x[2];
    let below = if kind == Kind::GjrGarch {
        x[3] * x[3]
    } else {
        0.0
    };
    let total = 1.0 + above + below;
    [above / total, below / total, 1.0 / total]
}

/// Coordinates to parameters.
pub(super) fn natural(kind: Kind, x: &Vector) -> Vector {
    let nu = NU_MIN + (NU_MAX - NU_MIN) * logistic(x[5]);
    let fourth = x[4].cos().powi(2);
    match kind {
        Kind::Garch | Kind::GjrGarch => {
            let factor = slope_factor(kind) * fourth;
            let [above, below, beta] = shares(kind, x);
            let gamma = if kind == Kind::GjrGarch {
                factor * (below - above)
            } else {
                0.0
            };
            let omega = OMEGA_MIN + x[1].exp();
            [x[0], omega, factor * above, gamma, fourth * beta, nu]
        }
        Kind::Egarch => [x[0], (1.0 - fourth) * x[1], x[2] * x[2], x[3], fourth, nu],
    }
}

/// Parameters to coordinates.
pub(super) fn unconstrained(kind: Kind, p: &Vector) -> Vector {
    let &[mean, omega, alpha, gamma, beta, nu] = p;
    let nu = logit((nu - NU_MIN) / (NU_MAX - NU_MIN));
    match kind {
        Kind::Garch | Kind::GjrGarch => {
            let factor = slope_factor(kind);
            let below = if kind == Kind::GjrGarch {
                ((alpha + gamma) / factor / beta).sqrt()
            } else {
                0.0
            };
            [
                mean,
                (omega - OMEGA_MIN).ln(),
                (alpha / factor / beta).sqrt(),
                below,
                (alpha + 0.5 * gamma + beta).sqrt().acos(),
                nu,
            ]
        }
        Kind::Egarch => [
            mean,
            omega / (1.0 - beta),
            alpha.sqrt(),
            gamma,
            beta.sqrt().acos(),
            nu,
        ],
    }
}

/// Gradient by the coordinates from that by the parameters `p` = natural(`x`).
pub(super) fn chain(kind: Kind, x: &Vector, p: &Vector, gradient: &Vector) -> Vector {
    let &[mean, omega, alpha, gamma, beta, nu] = gradient;
    let nu = nu * (p[5] - NU_MIN) * (NU_MAX - p[5]) / (NU_MAX - NU_MIN);
    let fourth = x[4].cos().powi(2);
    let turn = -(2.0 * x[4]).sin();
    match kind {
        Kind::Garch | Kind::GjrGarch => {
            let shares = shares(kind, x);
            let factor = slope_factor(kind);
            // By each share, over P.
            let by = if kind == Kind::GjrGarch {
                [factor * (alpha - gamma), factor * gamma, beta]
            } else {
                [alpha, 0.0, beta]
            };
            let centre: f64 = shares.iter().zip(by).map(|(share, by)| share * by).sum();
            // Twice u over the sum of the squares is twice a share over u.
            let by_share = |i: usize| 2.0 * fourth * shares[2] * x[2 + i] * (by[i] - centre);
            [
                mean,
                omega * (p[1] - OMEGA_MIN),
                by_share(0),
                by_share(1),
                turn * centre,
                nu,
            ]
        }
        Kind::Egarch => [
            mean,
            omega * (1.0 - fourth),
            2.0 * x[2] * alpha,
            gamma,
            turn * (beta - omega * x[1]),
            nu,
        ],
    }
}

/// The matrix that [`chain`] multiplies by.
pub(super) fn jacobian(kind: Kind, x: &Vector, p: &Vector) -> Matrix {
    let units = identity();
    let columns: [Vector; SIZE] = std::array::from_fn(|j| chain(kind, x, p, &units[j]));
    std::array::from_fn(|i| std::array::from_fn(|j| columns[j][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_go_back_and_their_slopes_are_right() {
        let p = [0.1, 0.05, 0.06, 0.03, 0.9, 7.0];
        for kind in [Kind::Garch, Kind::GjrGarch, Kind::Egarch] {
            let mut p = p;
            if kind == Kind::Garch {
                p[3] = 0.0;
            }
            let x = unconstrained(kind, &p);
            for (a, b) in natural(kind, &x).iter().zip(p) {
                assert!((a - b).abs() < 1e-12, "{kind:?}: {a} {b}");
            }
            // A linear function of the parameters.
            let weights = [0.3, -1.2, 0.7, 2.0, -0.4, 0.01];
            let f = |x: &Vector| {
                let p = natural(kind, x);
                p.iter().zip(weights).map(|(p, w)| p * w).sum::<f64>()
            };
            let slopes = chain(kind, &x, &p, &weights);
            for i in 0..SIZE {
                let (mut up, mut down) = (x, x);
                up[i] += 1e-5;
                down[i] -= 1e-5;
                let numeric = (f(&up) - f(&down)) / 2e-5;
                assert!((numeric - slopes[i]).abs() < 1e-8, "{kind:?} {i}");
            }
        }
    }
}
