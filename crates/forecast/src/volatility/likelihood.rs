//! Log-likelihoods of standardised returns with their gradients, in one pass.

use super::process::{Errors, Kind, MEAN_ABSOLUTE};
use statrs::function::gamma::{digamma, ln_gamma};

/// Number of parameters of the largest model.
pub(super) const SIZE: usize = 6;
/// μ, ω, α, γ, β, ν; those a model does not have are held and have no gradient.
pub(super) type Vector = [f64; SIZE];

/// Logarithms of the variance of standardised returns stay within this.
const LOG_VARIANCE: f64 = 30.0;
/// Returns that set the variance before the first, and how fast their weight falls: the defaults of
/// `arch` 8.
const BACKCAST_RETURNS: i32 = 75;
const BACKCAST_DECAY: f64 = 0.94;

/// Returns of zero mean and unit variance with what is held over the search.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) returns: Vec<f64>,
    pub(super) kind: Kind,
    pub(super) errors: Errors,
    /// Variance before the first return: an exponentially weighted mean of the first squares.
    backcast: f64,
}

/// Value and gradient at a point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) log_likelihood: f64,
    pub(super) gradient: Vector,
}

/// Sum of logarithms, taken once in many factors.
struct LogProduct {
    product: f64,
    sum: f64,
}

impl LogProduct {
    fn new() -> Self {
        Self {
            product: 1.0,
            sum: 0.0,
        }
    }

    #[inline]
    fn times(&mut self, factor: f64) {
        self.product *= factor;
        if !(1e-100..1e100).contains(&self.product) {
            self.sum += self.product.ln();
            self.product = 1.0;
        }
    }

    fn value(&self) -> f64 {
        self.sum + self.product.ln()
    }
}

/// Terms of one return's log density that depend on its variance h and error e.
struct Density<const T: bool> {
    nu: f64,
    /// Constant per return, and its derivative by ν.
    constant: f64,
    constant_slope: f64,
}

/// Derivatives of one return's log density.
struct Slopes {
    /// By ln h.
    log_variance: f64,
    /// By z, over −z.
    shock: f64,
    /// z²/(ν − 2), or z² for normal errors.
    weighed: f64,
}

impl<const T: bool> Density<T> {
    fn new(nu: f64) -> Self {
        if !T {
            return Self {
                nu,
                constant: -0.5 * std::f64::consts::TAU.ln(),
                constant_slope: 0.0,
            };
        }
        let (upper, lower) = (0.5 * (nu + 1.0), 0.5 * nu);
        Self {
            nu,
            constant: ln_gamma(upper)
                - ln_gamma(lower)
                - 0.5 * (std::f64::consts::PI * (nu - 2.0)).ln(),
            constant_slope: 0.5 * (digamma(upper) - digamma(lower)) - 0.5 / (nu - 2.0),
        }
    }

    #[inline]
    fn slopes(&self, squared: f64) -> Slopes {
        if T {
            let weighed = squared / (self.nu - 2.0);
            let share = (self.nu + 1.0) / (1.0 + weighed);
            Slopes {
                log_variance: 0.5 * (weighed * share - 1.0),
                shock: share / (self.nu - 2.0),
                weighed,
            }
        } else {
            Slopes {
                log_variance: 0.5 * (squared - 1.0),
                shock: 1.0,
                weighed: squared,
            }
        }
    }
}

/// Running totals of the likelihood.
struct Totals<const T: bool> {
    density: Density<T>,
    gradient: Vector,
    squares: f64,
    kernel: LogProduct,
    /// Σ w/(1 + w).
    shares: f64,
}

impl<const T: bool> Totals<T> {
    fn new(nu: f64) -> Self {
        Self {
            density: Density::new(nu),
            gradient: [0.0; SIZE],
            squares: 0.0,
            kernel: LogProduct::new(),
            shares: 0.0,
        }
    }

    #[inline]
    fn add(&mut self, slopes: &Slopes) {
        if T {
            self.kernel.times(1.0 + slopes.weighed);
            self.shares += slopes.weighed / (1.0 + slopes.weighed);
        } else {
            self.squares += slopes.weighed;
        }
    }

    /// Adds one return's scores but that of ν: through its variance, and through μ directly.
    #[inline]
    fn climb(&mut self, by_variance: f64, d: &[f64; 5], direct: f64) {
        for (total, slope) in self.gradient.iter_mut().zip(d) {
            *total += by_variance * slope;
        }
        self.gradient[0] += direct;
    }

    /// Derivative of one return by ν.
    fn nu_score(&self, slopes: &Slopes) -> f64 {
        if !T {
            return 0.0;
        }
        let nu = self.density.nu;
        let w = slopes.weighed;
        self.density.constant_slope - 0.5 * w.ln_1p()
            + 0.5 * (nu + 1.0) / (nu - 2.0) * w / (1.0 + w)
    }

    fn finish(mut self, log_variances: f64, n: usize) -> Value {
        let n = n as f64;
        let rest = if T {
            let nu = self.density.nu;
            let logs = self.kernel.value();
            self.gradient[5] = n * self.density.constant_slope - 0.5 * logs
                + 0.5 * (nu + 1.0) / (nu - 2.0) * self.shares;
            0.5 * (nu + 1.0) * logs
        } else {
            0.5 * self.squares
        };
        Value {
            log_likelihood: n * self.density.constant - 0.5 * log_variances - rest,
            gradient: self.gradient,
        }
    }
}

impl Sample {
    pub(super) fn new(returns: Vec<f64>, kind: Kind, errors: Errors) -> Self {
        let (mut total, mut weights) = (0.0, 0.0);
        for (i, value) in (0..BACKCAST_RETURNS).zip(&returns) {
            let weight = BACKCAST_DECAY.powi(i);
            total += weight * value * value;
            weights += weight;
        }
        Self {
            returns,
            kind,
            errors,
            backcast: (total / weights).max(1e-8),
        }
    }

    pub(super) fn value(&self, p: &Vector) -> Value {
        self.dispatch::<false>(p, &mut |_, _| {})
    }

    /// Scores of every return and conditional variances.
    pub(super) fn details(&self, p: &Vector, mut each: impl FnMut(f64, &Vector)) {
        self.dispatch::<true>(p, &mut each);
    }

    fn dispatch<const S: bool>(&self, p: &Vector, each: &mut impl FnMut(f64, &Vector)) -> Value {
        match (self.kind, self.errors) {
            (Kind::Garch, Errors::Normal) => self.garch::<false, false, S>(p, each),
            (Kind::Garch, Errors::StudentT) => self.garch::<false, true, S>(p, each),
            (Kind::GjrGarch, Errors::Normal) => self.garch::<true, false, S>(p, each),
            (Kind::GjrGarch, Errors::StudentT) => self.garch::<true, true, S>(p, each),
            (Kind::Egarch, Errors::Normal) => self.egarch::<false, S>(p, each),
            (Kind::Egarch, Errors::StudentT) => self.egarch::<true, S>(p, each),
        }
    }

    /// `A` for asymmetry, `T` for Student's t, `S` to hand each return's scores over.
    fn garch<const A: bool, const T: bool, const S: bool>(
        &self,
        &[mu, omega, alpha, gamma, beta, nu]: &Vector,
        each: &mut impl FnMut(f64, &Vector),
    ) -> Value {
        let mut totals = Totals::<T>::new(nu);
        let mut log_variances = LogProduct::new();
        let mut h = self.backcast;
        // Slopes of h by μ, ω, α, γ and β.
        let mut d = [0.0_f64; 5];
        let (mut square, mut below) = (self.backcast, 0.5 * self.backcast);
        // −2(α + γ·1{e < 0})e of the return before.
        let mut by_mean = 0.0;
        for &y in &self.returns {
            d[0] = by_mean + beta * d[0];
            d[1] = 1.0 + beta * d[1];
            d[2] = square + beta * d[2];
            d[3] = if A { below + beta * d[3] } else { 0.0 };
            d[4] = h + beta * d[4];
            h = omega + alpha * square + beta * h + if A { gamma * below } else { 0.0 };
            let e = y - mu;
            let inverse = 1.0 / h;
            square = e * e;
            let negative = A && e < 0.0;
            below = if negative { square } else { 0.0 };
            by_mean = -2.0 * e * if negative { alpha + gamma } else { alpha };
            let slopes = totals.density.slopes(square * inverse);
            let by_variance = slopes.log_variance * inverse;
            let direct = slopes.shock * e * inverse;
            log_variances.times(h);
            totals.add(&slopes);
            if S {
                let nu_score = totals.nu_score(&slopes);
                let score = [
                    by_variance * d[0] + direct,
                    by_variance * d[1],
                    by_variance * d[2],
                    by_variance * d[3],
                    by_variance * d[4],
                    nu_score,
                ];
                each(h, &score);
            }
            totals.climb(by_variance, &d, direct);
        }
        totals.finish(log_variances.value(), self.returns.len())
    }

    fn egarch<const T: bool, const S: bool>(
        &self,
        &[mu, omega, alpha, gamma, beta, nu]: &Vector,
        each: &mut impl FnMut(f64, &Vector),
    ) -> Value {
        let mut totals = Totals::<T>::new(nu);
        let mut log_variances = 0.0;
        let before = self.backcast.ln();
        let mut l = omega + beta * before;
        // Slopes of l by μ, ω, α, γ and β.
        let mut d = [0.0, 1.0, 0.0, 0.0, before];
        for &y in &self.returns {
            if !(l.abs() <= LOG_VARIANCE) {
                l = if l > 0.0 { LOG_VARIANCE } else { -LOG_VARIANCE };
                d = [0.0; 5];
            }
            let scale = (-0.5 * l).exp();
            let z = (y - mu) * scale;
            let slopes = totals.density.slopes(z * z);
            let direct = slopes.shock * z * scale;
            log_variances += l;
            totals.add(&slopes);
            if S {
                let nu_score = totals.nu_score(&slopes);
                let by = slopes.log_variance;
                let score = [
                    by * d[0] + direct,
                    by * d[1],
                    by * d[2],
                    by * d[3],
                    by * d[4],
                    nu_score,
                ];
                each(l.exp(), &score);
            }
            totals.climb(slopes.log_variance, &d, direct);
            let size = z.abs();
            // dz = −½z·dl, and −1/σ by μ besides.
            let carried = beta - 0.5 * (alpha * size + gamma * z);
            let slope = gamma + if z < 0.0 { -alpha } else { alpha };
            d[0] = carried * d[0] - slope * scale;
            d[1] = carried * d[1] + 1.0;
            d[2] = carried * d[2] + size - MEAN_ABSOLUTE;
            d[3] = carried * d[3] + z;
            d[4] = carried * d[4] + l;
            l = omega + alpha * (size - MEAN_ABSOLUTE) + gamma * z + beta * l;
        }
        totals.finish(log_variances, self.returns.len())
    }
}
