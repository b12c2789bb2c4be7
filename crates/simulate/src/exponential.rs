//! e^x in a form that vectorises.

/// e^x to about one unit in the last place, the same digits on every platform; x is held to ±700.
///
/// x = k ln 2 + r with |r| <= ln 2 / 2, e^r by its Taylor polynomial of degree 13, scaled by 2^k through the exponent bits.
/// There are no branches, so a loop over it vectorises.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52: adding it rounds to a whole number in the low bits.
    const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let mut e = 1.0 / 6_227_020_800.0;
    e = e * r + 1.0 / 479_001_600.0;
    e = e * r + 1.0 / 39_916_800.0;
    e = e * r + 1.0 / 3_628_800.0;
    e = e * r + 1.0 / 362_880.0;
    e = e * r + 1.0 / 40_320.0;
    e = e * r + 1.0 / 5_040.0;
    e = e * r + 1.0 / 720.0;
    e = e * r + 1.0 / 120.0;
    e = e * r + 1.0 / 24.0;
    e = e * r + 1.0 / 6.0;
    e = e * r + 0.5;
    e = e * r + 1.0;
    e = e * r + 1.0;
    let exponent = shifted
        .to_bits()
        .wrapping_sub(SHIFT.to_bits())
        .wrapping_add(1023)
        << 52;
    e * f64::from_bits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_standard_library() {
        let mut worst = 0.0_f64;
        for k in -700_000..700_000 {
            let x = f64::from(k) * 9.99e-4;
            worst = worst.max((exp(x) / x.exp() - 1.0).abs());
        }
        assert!(
            worst < 4.0 * f64::EPSILON,
            "largest relative error {worst:e}"
        );
        assert_eq!(exp(0.0).to_bits(), 1.0_f64.to_bits());
    }
}
