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

/// Coefficients of a rational approximation, constant term first.
struct Rational {
    above: [f64; 8],
    below: [f64; 8],
}

impl Rational {
    #[inline]
    fn at(&self, r: f64) -> f64 {
        let polynomial =
            |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * r + c);
        polynomial(&self.above) / polynomial(&self.below)
    }
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

#[inline]
fn central(q: f64) -> f64 {
    q * CENTRE.at(0.180_625 - q * q)
}

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
    let r = (-near.ln()).sqrt();
    let size = if r <= 5.0 {
        TAIL.at(r - 1.6)
    } else {
        FAR_TAIL.at(r - 5.0)
    };
    if q < 0.0 { -size } else { size }
}
