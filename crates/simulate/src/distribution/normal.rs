//! The standard normal distribution: Φ, its density and Φ⁻¹.

use crate::exponential::exp;
use crate::logarithm::ln;
use crate::widest::widest;

/// Φ(z) to about 1e-13 relative in both tails.
pub fn normal_cdf(z: f64) -> f64 {
    let tail = if z.abs() < FAR {
        near_tail(z.abs())
    } else {
        far_tail(z.abs())
    };
    if z > 0.0 { 1.0 - tail } else { tail }
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

/// u worked on together.
const CHUNK: usize = 64;
/// What is looked at in one word of flags; a byte has as many bits.
const GROUP: usize = 8;

widest! {
    /// Replaces each u by Φ⁻¹(u). The same digits as [`normal_quantile`], written so that it vectorises: the central form
    /// for all, then the tail for those it is for, packed together.
    pub(crate) fn standard_normals(values: &mut [f64]) {
        for chunk in values.chunks_mut(CHUNK) {
            let mut uniform = [0.5; CHUNK];
            uniform[..chunk.len()].copy_from_slice(chunk);
            let (mut places, mut tails, mut count) = ([0_u8; CHUNK], [0.5; CHUNK], 0);
            let (mut is_tail, mut is_deep) = ([0_u8; CHUNK], false);
            for (flag, &u) in is_tail.iter_mut().zip(&uniform) {
                *flag = u8::from((u - 0.5).abs() > CENTRAL);
                is_deep |= (u - 0.5).abs() > MAYBE_DEEP;
            }
            for (group, flags) in (0_usize..).zip(is_tail.as_chunks::<GROUP>().0) {
                let mut left = u64::from_le_bytes(*flags);
                while left != 0 {
                    let place = group * GROUP + left.trailing_zeros() as usize / GROUP;
                    places[count] = place as u8;
                    tails[count] = uniform[place];
                    count += 1;
                    left &= left - 1;
                }
            }
            for (value, &u) in chunk.iter_mut().zip(&uniform) {
                *value = central(u - 0.5);
            }
            for u in &mut tails[..count.next_multiple_of(GROUP)] {
                *u = near_quantile(*u);
            }
            for (&place, &z) in places.iter().zip(&tails).take(count) {
                chunk[usize::from(place)] = z;
            }
            if is_deep {
                for (value, &u) in chunk.iter_mut().zip(&uniform) {
                    *value = normal_quantile(u);
                }
            }
        }
    }
}

widest! {
    /// Replaces each z by Φ(z). The same digits as [`normal_cdf`], written so that all but the far tails vectorise.
    pub(crate) fn normal_probabilities(values: &mut [f64]) {
        let mut far = false;
        for value in values.iter_mut() {
            let size = value.abs();
            let tail = near_tail(size.min(FAR));
            let near = if *value > 0.0 { 1.0 - tail } else { tail };
            far |= size >= FAR;
            *value = if size < FAR { near } else { *value };
        }
        if far {
            for value in values.iter_mut().filter(|value| value.abs() >= FAR) {
                *value = normal_cdf(*value);
            }
        }
    }
}

/// From here on the rational form loses digits.
const FAR: f64 = 5.0;

/// 1 - Φ(z), 0 <= z <= 5: the rational form of Hart et al. (1968), no. 5666, as Genz (2004, "Numerical computation of
/// rectangular bivariate and trivariate normal and t probabilities", Statistics and Computing 14) uses it.
#[inline(always)]
fn near_tail(z: f64) -> f64 {
    const ABOVE: [f64; 7] = [
        220.206_867_912_376_1,
        221.213_596_169_931_1,
        112.079_291_497_870_9,
        33.912_866_078_383_0,
        6.373_962_203_531_65,
        0.700_383_064_443_688_1,
        0.035_262_496_599_891_1,
    ];
    const BELOW: [f64; 8] = [
        440.413_735_824_752_2,
        793.826_512_519_948_4,
        637.333_633_378_831_1,
        296.564_248_779_673_7,
        86.780_732_202_946_08,
        16.064_177_579_206_95,
        1.755_667_163_182_642,
        0.088_388_347_648_318_44,
    ];
    exp(-0.5 * z * z) * polynomial(&ABOVE, z) / polynomial(&BELOW, z)
}

/// 1 - Φ(z), z > 5, by its continued fraction (Abramowitz & Stegun 26.2.14).
fn far_tail(z: f64) -> f64 {
    let fraction = (1..=60).rev().fold(z, |below, k| z + f64::from(k) / below);
    normal_density(z) / fraction
}

const CENTRAL: f64 = 0.425;
/// Where the form of the far tail takes over: u below 1.4e-11.
const DEEP: f64 = 5.0;
/// Distance from ½ that every u beyond [`DEEP`] has.
const MAYBE_DEEP: f64 = 0.5 - 1.5e-11;

/// Coefficients of a rational approximation, constant term first.
struct Rational {
    above: [f64; 8],
    below: [f64; 8],
}

impl Rational {
    #[inline(always)]
    fn at(&self, r: f64) -> f64 {
        polynomial(&self.above, r) / polynomial(&self.below, r)
    }
}

/// Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = coefficients[N - 1];
    let mut at = N - 1;
    while at > 0 {
        at -= 1;
        sum = sum * x + coefficients[at];
    }
    sum
}

#[expect(clippy::excessive_precision, reason = "digits as printed by Wichura")]
const CENTRE: Rational = Rational {
    above: [
        3.387_132_872_796_366_608_0e0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    below: [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
};

#[expect(clippy::excessive_precision, reason = "digits as printed by Wichura")]
const TAIL: Rational = Rational {
    above: [
        1.423_437_110_749_683_577_34e0,
        4.630_337_846_156_545_295_90e0,
        5.769_497_221_460_691_405_50e0,
        3.647_848_324_763_204_605_04e0,
        1.270_458_252_452_368_382_58e0,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    below: [
        1.0,
        2.053_191_626_637_758_821_87e0,
        1.676_384_830_183_803_849_40e0,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
};

#[expect(clippy::excessive_precision, reason = "digits as printed by Wichura")]
const FAR_TAIL: Rational = Rational {
    above: [
        6.657_904_643_501_103_777_20e0,
        5.463_784_911_164_114_369_90e0,
        1.784_826_539_917_291_335_80e0,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    below: [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
};

#[inline(always)]
fn central(q: f64) -> f64 {
    q * CENTRE.at(0.180_625 - q * q)
}

/// The distance of u from the nearer end as √(-ln u).
#[inline(always)]
fn depth(u: f64) -> f64 {
    let near = if u < 0.5 { u } else { 1.0 - u };
    (-ln(near)).sqrt()
}

/// Φ⁻¹ beyond the centre as far as [`DEEP`].
#[inline(always)]
fn near_quantile(u: f64) -> f64 {
    let size = TAIL.at(depth(u) - 1.6);
    if u < 0.5 { -size } else { size }
}

fn tail(u: f64) -> f64 {
    if u <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if u >= 1.0 {
        return f64::INFINITY;
    }
    if depth(u) <= DEEP {
        return near_quantile(u);
    }
    let size = FAR_TAIL.at(depth(u) - DEEP);
    if u < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.special.ndtr` of SciPy 1.17.1.
    #[test]
    fn probabilities_are_right_in_both_tails() {
        for (z, expected) in [
            (-30.0, 4.906_713_927_147_908e-198),
            (-9.5, 1.049_451_507_536_260_4e-21),
            (-7.1, 6.237_844_463_331_586e-13),
            (-6.5, 4.016_000_583_859_088e-11),
            (-4.056, 2.496_012_959_462_393e-5),
            (-1.0, 0.158_655_253_931_457_07),
            (0.3, 0.617_911_422_188_952_6),
        ] {
            let found = normal_cdf(z);
            assert!((found / expected - 1.0).abs() < 1e-12, "{z}: {found}");
            assert!((normal_cdf(-z) - (1.0 - expected)).abs() < 1e-15);
        }
        assert!((normal_cdf(0.0) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn probabilities_in_lanes_are_those_of_the_scalar_form() {
        let z: Vec<f64> = (-900..=900).map(|k| f64::from(k) * 1e-2).collect();
        let mut found = z.clone();
        normal_probabilities(&mut found);
        let expected: Vec<f64> = z.into_iter().map(normal_cdf).collect();
        assert_eq!(found, expected);
    }
}
