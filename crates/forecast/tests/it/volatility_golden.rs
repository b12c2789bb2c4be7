//! Volatility beside Python's `arch` 8.0.0. Reference values by `tests/golden/volatility.py`: robust
//! and classic standard errors, variances 1, 5 and 20 periods ahead (by bootstrap for EGARCH, where
//! `arch` has no formula).

use crate::vectors::shared_file;
use prospect_forecast::volatility::{Errors, Kind, Parameters, fit_returns};

struct Reference {
    kind: Kind,
    errors: Errors,
    log_likelihood: f64,
    /// μ, ω, α, γ, β, ν; zero where absent, here and below.
    parameters: [f64; 6],
    robust: [f64; 6],
    classic: [f64; 6],
    ahead: [f64; 3],
}

const SIMULATED: [Reference; 6] = [
    Reference {
        kind: Kind::Garch,
        errors: Errors::Normal,
        log_likelihood: -2_008.000_721_425,
        parameters: [
            0.070_947_371,
            0.018_520_548,
            0.056_278_677,
            0.0,
            0.924_664_603,
            0.0,
        ],
        robust: [
            0.022_611_381,
            0.017_771_734,
            0.028_721_002,
            0.0,
            0.045_460_398,
            0.0,
        ],
        classic: [
            0.022_604_441,
            0.008_619_788,
            0.014_761_507,
            0.0,
            0.021_399_699,
            0.0,
        ],
        ahead: [0.783_566_58, 0.797_514_835, 0.841_223_467],
    },
    Reference {
        kind: Kind::Garch,
        errors: Errors::StudentT,
        log_likelihood: -1_966.945_168_726,
        parameters: [
            0.072_978_056,
            0.021_639_273,
            0.067_072_329,
            0.0,
            0.911_559_432,
            6.042_003_613,
        ],
        robust: [
            0.021_272_788,
            0.035_424_015,
            0.059_266_72,
            0.0,
            0.093_871_039,
            0.821_746_291,
        ],
        classic: [
            0.020_990_744,
            0.016_747_598,
            0.028_231_025,
            0.0,
            0.042_872_295,
            0.875_383_614,
        ],
        ahead: [0.755_625_848, 0.776_903_108, 0.842_155_015],
    },
    Reference {
        kind: Kind::GjrGarch,
        errors: Errors::Normal,
        log_likelihood: -2_006.100_708_406,
        parameters: [
            0.066_690_69,
            0.021_601_378,
            0.037_458_891,
            0.035_924_143,
            0.921_814_436,
            0.0,
        ],
        robust: [
            0.022_717_214,
            0.019_711_662,
            0.020_418_11,
            0.030_435_632,
            0.045_001_159,
            0.0,
        ],
        classic: [
            0.022_815_958,
            0.009_376_04,
            0.014_446_728,
            0.019_492_592,
            0.021_287_798,
            0.0,
        ],
        ahead: [0.849_330_233, 0.858_092_157, 0.884_615_387],
    },
    Reference {
        kind: Kind::GjrGarch,
        errors: Errors::StudentT,
        log_likelihood: -1_963.892_567_951,
        parameters: [
            0.069_141_771,
            0.030_105_758,
            0.042_170_627,
            0.064_368_957,
            0.895_487_567,
            5.977_802_893,
        ],
        robust: [
            0.021_220_385,
            0.025_311_85,
            0.022_596_864,
            0.040_272_23,
            0.057_498_555,
            0.802_965_598,
        ],
        classic: [
            0.021_034_904,
            0.016_188_883,
            0.019_593_523,
            0.030_869_404,
            0.035_850_138,
            0.854_042_696,
        ],
        ahead: [0.816_249_31, 0.837_235_214, 0.896_549_705],
    },
    Reference {
        kind: Kind::Egarch,
        errors: Errors::Normal,
        log_likelihood: -2_004.607_803_24,
        parameters: [
            0.062_404_065,
            0.002_095_942,
            0.139_027_794,
            -0.022_542_549,
            0.973_941_062,
            0.0,
        ],
        robust: [
            0.023_003_928,
            0.004_466_005,
            0.047_037_609,
            0.020_160_812,
            0.018_665_145,
            0.0,
        ],
        classic: [
            0.022_516_338,
            0.003_324_11,
            0.028_055_166,
            0.014_941_093,
            0.010_204_76,
            0.0,
        ],
        ahead: [0.839_428_257, 0.854_483_657, 0.894_526_3],
    },
    Reference {
        kind: Kind::Egarch,
        errors: Errors::StudentT,
        log_likelihood: -1_964.150_652_005,
        parameters: [
            0.065_692_063,
            0.002_690_427,
            0.164_238_778,
            -0.038_814_058,
            0.969_583_519,
            6.080_673_925,
        ],
        robust: [
            0.021_117_726,
            0.005_581_063,
            0.054_353_901,
            0.021_917_347,
            0.021_568_414,
            0.824_807_486,
        ],
        classic: [
            0.020_900_654,
            0.005_573_89,
            0.040_748_072,
            0.019_625_026,
            0.015_434_55,
            0.882_239_17,
        ],
        ahead: [0.836_151_166, 0.859_224_212, 0.915_791_499],
    },
];

const OIL: [Reference; 6] = [
    Reference {
        kind: Kind::Garch,
        errors: Errors::Normal,
        log_likelihood: -18_986.044_783_007,
        parameters: [
            0.025_772_423,
            0.062_898_104,
            0.095_622_445,
            0.0,
            0.900_570_486,
            0.0,
        ],
        robust: [
            0.021_971_415,
            0.018_315_237,
            0.015_944_446,
            0.0,
            0.015_212_194,
            0.0,
        ],
        classic: [
            0.019_953_001,
            0.011_115_999,
            0.006_979_864,
            0.0,
            0.007_118_637,
            0.0,
        ],
        ahead: [135.681_895_809, 133.877_622_805, 127.351_558_21],
    },
    Reference {
        kind: Kind::Garch,
        errors: Errors::StudentT,
        log_likelihood: -18_676.957_843_908,
        parameters: [
            0.051_584_826,
            0.055_441_357,
            0.070_123_68,
            0.0,
            0.922_673_585,
            5.837_725_37,
        ],
        robust: [
            0.019_262_471,
            0.010_997_866,
            0.007_541_832,
            0.0,
            0.007_712_686,
            0.368_434_819,
        ],
        classic: [
            0.019_054_066,
            0.010_454_502,
            0.006_450_255,
            0.0,
            0.006_661_238,
            0.346_894_519,
        ],
        ahead: [136.776_101_153, 133.097_205_577, 120.211_097_33],
    },
    Reference {
        kind: Kind::GjrGarch,
        errors: Errors::Normal,
        log_likelihood: -18_982.721_625_099,
        parameters: [
            0.013_178_261,
            0.060_157_756,
            0.081_435_563,
            0.021_901_855,
            0.903_659_823,
            0.0,
        ],
        robust: [
            0.021_197_272,
            0.018_271_872,
            0.020_091_375,
            0.016_537_656,
            0.015_759_338,
            0.0,
        ],
        classic: [
            0.020_514_448,
            0.010_794_113,
            0.008_287_521,
            0.008_377_853,
            0.007_188_172,
            0.0,
        ],
        ahead: [135.965_447_615, 134.067_114_968, 127.210_362_138],
    },
    Reference {
        kind: Kind::GjrGarch,
        errors: Errors::StudentT,
        log_likelihood: -18_670.381_434_433,
        parameters: [
            0.042_872_129,
            0.052_674_092,
            0.049_186_398,
            0.033_204_35,
            0.926_381_513,
            5.851_590_307,
        ],
        robust: [
            0.019_319_135,
            0.010_398_769,
            0.008_271_648,
            0.009_258_454,
            0.007_296_061,
            0.372_335_821,
        ],
        classic: [
            0.019_183_975,
            0.009_897_667,
            0.007_422_569,
            0.009_074_691,
            0.006_346_036,
            0.347_895_888,
        ],
        ahead: [134.480_926_582, 130.526_475_849, 116.756_939_117],
    },
    Reference {
        kind: Kind::Egarch,
        errors: Errors::Normal,
        log_likelihood: -18_971.093_836_455,
        parameters: [
            0.008_441_616,
            0.030_629_242,
            0.196_450_134,
            -0.023_759_607,
            0.986_951_534,
            0.0,
        ],
        robust: [
            0.021_735_162,
            0.007_646_856,
            0.029_058_49,
            0.011_877_796,
            0.004_072_241,
            0.0,
        ],
        classic: [
            0.020_096_446,
            0.004_116_344,
            0.012_296_795,
            0.005_607_891,
            0.002_277_496,
            0.0,
        ],
        ahead: [92.530_136_082, 82.620_078_064, 56.191_529_119],
    },
    Reference {
        kind: Kind::Egarch,
        errors: Errors::StudentT,
        log_likelihood: -18_648.557_039_982,
        parameters: [
            0.037_632_895,
            0.022_297_73,
            0.140_392_241,
            -0.034_615_005,
            0.989_657_011,
            5.875_190_07,
        ],
        robust: [
            0.019_352_207,
            0.003_954_459,
            0.013_448_858,
            0.006_579_218,
            0.002_059_29,
            0.378_049_17,
        ],
        classic: [
            0.019_051_738,
            0.003_683_986,
            0.011_548_495,
            0.006_431_876,
            0.001_999_501,
            0.348_591_282,
        ],
        ahead: [97.894_554_102, 88.526_969_93, 62.657_571_233],
    },
];

/// GJR-GARCH returns with fat tails, by a congruential generator.
fn simulated(n: usize) -> Vec<f64> {
    let mut x = 12_345_u64;
    let mut uniform = || {
        x = (1_103_515_245 * x + 12_345) % (1 << 31);
        x as f64 / f64::from(1_u32 << 31)
    };
    let mut variance = 1.0_f64;
    (0..n)
        .map(|_| {
            let z = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            let z = z * if uniform() < 0.15 { 1.8 } else { 0.8 };
            let e = z * variance.sqrt();
            let slope = if e < 0.0 { 0.13 } else { 0.05 };
            variance = 0.04 + slope * e * e + 0.87 * variance;
            0.05 + e
        })
        .collect()
}

/// 100 log changes up to the first price that has no logarithm.
fn oil() -> Option<Vec<f64>> {
    let text =
        std::fs::read_to_string(shared_file("data/wti-daily.csv")?).expect("the file can be read");
    let logarithms: Vec<f64> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(',')?.1.parse::<f64>().ok())
        .take_while(|price| *price > 0.0)
        .map(f64::ln)
        .collect();
    Some(
        logarithms
            .windows(2)
            .map(|w| 100.0 * (w[1] - w[0]))
            .collect(),
    )
}

fn listed(p: &Parameters) -> [f64; 6] {
    let nu = p.nu.unwrap_or(0.0);
    [p.mean, p.omega, p.alpha, p.gamma, p.beta, nu]
}

#[track_caller]
fn assert_near(what: &str, found: &[f64], expected: &[f64], relative: f64, absolute: f64) {
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= relative * expected.abs() + absolute,
            "{what}: {found} for {expected}"
        );
    }
}

fn check(returns: &[f64], references: &[Reference]) {
    for reference in references {
        let name = format!("{:?} {:?}", reference.kind, reference.errors);
        let fit = fit_returns(returns, reference.kind, reference.errors).expect("can be fitted");
        assert!(
            (fit.criteria.log_likelihood - reference.log_likelihood).abs() < 1e-5,
            "{name}: {}",
            fit.criteria.log_likelihood
        );
        let count = reference
            .parameters
            .iter()
            .filter(|p| p.abs() > 0.0)
            .count();
        assert_eq!(fit.criteria.k, count);
        assert_near(
            &name,
            &listed(fit.parameters()),
            &reference.parameters,
            1e-4,
            1e-5,
        );
        let errors = fit.standard_errors.expect("the top is round");
        assert_near(
            &name,
            &listed(&errors.classic),
            &reference.classic,
            2e-3,
            0.0,
        );
        assert_near(&name, &listed(&errors.robust), &reference.robust, 5e-3, 0.0);
        let ahead = fit.variance_ahead(20);
        let tolerance = if reference.kind == Kind::Egarch {
            0.01
        } else {
            1e-4
        };
        assert_near(&name, &[ahead[0]], &reference.ahead[..1], 1e-4, 0.0);
        assert_near(
            &name,
            &[ahead[4], ahead[19]],
            &reference.ahead[1..],
            tolerance,
            0.0,
        );
    }
}

#[test]
fn a_simulated_series_agrees_with_arch() {
    check(&simulated(1_500), &SIMULATED);
}

#[test]
fn daily_oil_agrees_with_arch() {
    if let Some(returns) = oil() {
        assert_eq!(returns.len(), 8_642);
        check(&returns, &OIL);
    }
}
