//! ln x in a form that vectorises.

/// ln x to about one unit in the last place for x that is positive and normal; the same digits on every platform.
///
/// x = 2^k m with m between √½ and √2, and ln m = 2 artanh s with s = (m - 1)/(m + 1), by the series of artanh up to s^23:
/// |s| < 0.172, so what is left out is below 10^-19 of the sum. There are no branches, so a loop over it vectorises.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52: a whole number added to its bits adds to its value.
    const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let bits = x.to_bits();
    // The exponent of x/√½, counted from zero without a sign so that the shift is one.
    let exponent = bits.wrapping_sub(SQRT_HALF).wrapping_add(1024 << 52) >> 52;
    let k = f64::from_bits(SHIFT.to_bits().wrapping_add(exponent).wrapping_sub(1024)) - SHIFT;
    let m = f64::from_bits(bits.wrapping_sub(exponent.wrapping_sub(1024) << 52));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut sum = 1.0 / 23.0;
    sum = sum * z + 1.0 / 21.0;
    sum = sum * z + 1.0 / 19.0;
    sum = sum * z + 1.0 / 17.0;
    sum = sum * z + 1.0 / 15.0;
    sum = sum * z + 1.0 / 13.0;
    sum = sum * z + 1.0 / 11.0;
    sum = sum * z + 1.0 / 9.0;
    sum = sum * z + 1.0 / 7.0;
    sum = sum * z + 1.0 / 5.0;
    sum = sum * z + 1.0 / 3.0;
    // 2 artanh s = f - s (f - 2 z sum): f is exact and leads.
    k * LN_2_HIGH - (s * (f - 2.0 * z * sum) - k * LN_2_LOW - f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ln_agrees_with_the_standard_library() {
        let mut worst = 0.0_f64;
        for k in -700_000..700_000 {
            let x = (f64::from(k) * 9.99e-4).exp();
            if k != 0 {
                worst = worst.max((ln(x) / x.ln() - 1.0).abs());
            }
        }
        for k in 1..100_000 {
            let x = 1.0 + f64::from(k - 50_000) * 1e-6;
            if k != 50_000 {
                worst = worst.max((ln(x) / x.ln() - 1.0).abs());
            }
        }
        assert!(
            worst < 4.0 * f64::EPSILON,
            "largest relative error {worst:e}"
        );
        assert_eq!(ln(1.0).to_bits(), 0.0_f64.to_bits());
    }
}
