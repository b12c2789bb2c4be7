//! The standard normal distribution: Φ, its density and Φ⁻¹.

use statrs::function::erf::erfc;

/// Φ(z), accurate in both tails.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

pub fn normal_density(z: f64) -> f64 {
    const INVERSE_SQRT_2PI: f64 = 0.398_942_280_401_432_7;
    INVERSE_SQRT_2PI * (-0.5 * z * z).exp()
}

/// Φ⁻¹(u) to about 1e-16 relative: Wichura (1988), algorithm AS 241, PPND16.
pub fn normal_quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= CENTRAL {
        central(q)
    } else {
        tail(u)
    }
}

/// Replaces each u by Φ⁻¹(u). The same digits as [`normal_quantile`], written so that the central part vectorises.
pub(crate) fn standard_normals(values: &mut [f64]) {
    const CHUNK: usize = 32;
    for chunk in values.chunks_mut(CHUNK) {
        let mut uniform = [0.5; CHUNK];
        uniform[..chunk.len()].copy_from_slice(chunk);
        for (value, &u) in chunk.iter_mut().zip(&uniform) {
            *value = central(u - 0.5);
        }
        for (value, &u) in chunk.iter_mut().zip(&uniform) {
            if (u - 0.5).abs() > CENTRAL {
                *value = tail(u);
            }
        }
    }
}

const CENTRAL: f64 = 0.425;

#[expect(clippy::excessive_precision, reason = "digits as printed by Wichura")]
#[inline]
fn central(q: f64) -> f64 {
    let r = 0.180625 - q * q;
    q * (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r
        + 6.7265770927008700853e4)
        * r
        + 4.5921953931549871457e4)
        * r
        + 1.3731693765509461125e4)
        * r
        + 1.9715909503065514427e3)
        * r
        + 1.3314166789178437745e2)
        * r
        + 3.3871328727963666080e0)
        / (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r
            + 3.9307895800092710610e4)
            * r
            + 2.1213794301586595867e4)
            * r
            + 5.3941960214247511077e3)
            * r
            + 6.8718700749205790830e2)
            * r
            + 4.2313330701600911252e1)
            * r
            + 1.0)
}

#[expect(clippy::excessive_precision, reason = "digits as printed by Wichura")]
fn tail(u: f64) -> f64 {
    let q = u - 0.5;
    let near = if q < 0.0 { u } else { 1.0 - u };
    if near <= 0.0 {
        return if q < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let mut r = (-near.ln()).sqrt();
    let size = if r <= 5.0 {
        r -= 1.6;
        (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r
            + 2.41780725177450611770e-1)
            * r
            + 1.27045825245236838258e0)
            * r
            + 3.64784832476320460504e0)
            * r
            + 5.76949722146069140550e0)
            * r
            + 4.63033784615654529590e0)
            * r
            + 1.42343711074968357734e0)
            / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
                + 1.51986665636164571966e-2)
                * r
                + 1.48103976427480074590e-1)
                * r
                + 6.89767334985100004550e-1)
                * r
                + 1.67638483018380384940e0)
                * r
                + 2.05319162663775882187e0)
                * r
                + 1.0)
    } else {
        r -= 5.0;
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 1.24266094738807843860e-3)
            * r
            + 2.65321895265761230930e-2)
            * r
            + 2.96560571828504891230e-1)
            * r
            + 1.78482653991729133580e0)
            * r
            + 5.46378491116411436990e0)
            * r
            + 6.65790464350110377720e0)
            / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
                + 1.84631831751005468180e-5)
                * r
                + 7.86869131145613259100e-4)
                * r
                + 1.48753612908506148525e-2)
                * r
                + 1.36929880922735805310e-1)
                * r
                + 5.99832206555887937690e-1)
                * r
                + 1.0)
    };
    if q < 0.0 { -size } else { size }
}
