//! The search for anomalies: how often it errs on clean series, how much it finds of what was
//! planted, and what must hold for any input.
//!
//! No reference program for Chen & Liu's procedure runs without R, so the truth here is planted. The
//! rates in the comments were measured with the seeds 0..1,000 (false alarms) and 0..200 (recall); the
//! tests run fewer.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use prospect_forecast::ModelRefusal;
use prospect_forecast::anomalies::{Anomalies, AnomalySettings, Finding, Kind, cleaned, find};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use std::f64::consts::TAU;

/// Standard normal numbers.
fn normal(n: usize, seed: u64) -> Vec<f64> {
    let unit = Normal::standard();
    drawn(n, seed, |u| unit.inverse_cdf(u))
}

/// Student's t with 4 degrees of freedom, scaled to unit variance.
fn fat(n: usize, seed: u64) -> Vec<f64> {
    let student = StudentsT::new(0.0, 0.5_f64.sqrt(), 4.0).expect("positive");
    drawn(n, seed, |u| student.inverse_cdf(u))
}

fn drawn(n: usize, seed: u64, at: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    (0..n)
        .map(|_| at(generator.random::<f64>().clamp(1e-12, 1.0 - 1e-12)))
        .collect()
}

fn walk(steps: &[f64]) -> Vec<f64> {
    let mut level = 100.0;
    steps
        .iter()
        .map(|step| {
            level += step;
            level
        })
        .collect()
}

/// Trend, a yearly season of months of amplitude 5 and AR(1) errors with φ = 0.4.
fn months(n: usize, seed: u64) -> Vec<f64> {
    let mut rest = 0.0;
    normal(n, seed)
        .into_iter()
        .enumerate()
        .map(|(t, e)| {
            rest = 0.4 * rest + e;
            50.0 + 0.05 * t as f64 + 5.0 * (TAU * t as f64 / 12.0).sin() + rest
        })
        .collect()
}

fn search(y: &[f64], m: usize) -> Anomalies {
    find(y, m, &AnomalySettings::default()).expect("long enough and varied")
}

const CLEAN_SERIES: u64 = 300;

/// Shares of clean series with an effect and with a change of scatter.
fn false_alarms(m: usize, make: impl Fn(u64) -> Vec<f64> + Sync) -> (f64, f64) {
    let alarms: Vec<(bool, bool)> = (0..CLEAN_SERIES)
        .into_par_iter()
        .map(|seed| {
            let found = search(&make(seed), m).findings;
            let scatter = |f: &Finding| f.kind == Kind::VarianceChange;
            (found.iter().any(|f| !scatter(f)), found.iter().any(scatter))
        })
        .collect();
    let share = |of: &dyn Fn(&(bool, bool)) -> bool| {
        alarms.iter().filter(|alarm| of(alarm)).count() as f64 / CLEAN_SERIES as f64
    };
    (share(&|alarm| alarm.0), share(&|alarm| alarm.1))
}

/// Over 1,000 series, effects and changes of scatter: walks of 200 0.4 % and 0.6 %, walks of 60 0.4 %
/// and 1.0 %, white noise 0.5 % and 0.7 %, seasonal months 2.4 % and 1.9 %, walks of 500 with steps of
/// Student's t with 4 degrees of freedom 2.7 % and 0.8 %; 1 % of each is asked for.
#[test]
fn clean_series_raise_few_alarms() {
    let cases = [
        (
            "walks of 200",
            0.02,
            false_alarms(1, |seed| walk(&normal(200, seed))),
        ),
        (
            "walks of 60",
            0.03,
            false_alarms(1, |seed| walk(&normal(60, seed))),
        ),
        (
            "noise of 200",
            0.02,
            false_alarms(1, |seed| normal(200, seed)),
        ),
        (
            "months, 144",
            0.05,
            false_alarms(12, |seed| months(144, seed)),
        ),
        (
            "fat walks of 500",
            0.05,
            false_alarms(1, |seed| walk(&fat(500, seed))),
        ),
    ];
    for (name, most, (effects, scatter)) in cases {
        assert!(effects <= most, "{name}: effects {effects}");
        assert!(scatter <= most, "{name}: scatter {scatter}");
    }
}

const PLANTED: u64 = 80;

/// How often an effect of `size` at `at` is found within one step, and with its kind; and how many
/// other effects come with it.
fn recall(
    kind: Kind,
    size: f64,
    m: usize,
    make: impl Fn(u64) -> Vec<f64> + Sync,
) -> (f64, f64, f64) {
    let runs: Vec<(bool, bool, usize)> = (0..PLANTED)
        .into_par_iter()
        .map(|seed| {
            let mut y = make(seed);
            let at = 30 + (seed as usize * 37) % (y.len() - 60);
            plant(&mut y, kind, at, size);
            let found = search(&y, m).findings;
            let near = |f: &&Finding| f.at.abs_diff(at) <= 1 && f.kind != Kind::VarianceChange;
            let hit = found.iter().find(near);
            (
                hit.is_some(),
                hit.is_some_and(|f| f.kind == kind && (f.size - size).abs() < 0.35 * size.abs()),
                found.len() - usize::from(hit.is_some()),
            )
        })
        .collect();
    let share = |count: usize| count as f64 / PLANTED as f64;
    (
        share(runs.iter().filter(|run| run.0).count()),
        share(runs.iter().filter(|run| run.1).count()),
        share(runs.iter().map(|run| run.2).sum()),
    )
}

fn plant(y: &mut [f64], kind: Kind, at: usize, size: f64) {
    let mut left = size;
    for value in &mut y[at..] {
        *value += left;
        left *= match kind {
            Kind::Outlier | Kind::VarianceChange => 0.0,
            Kind::LevelShift => 1.0,
            Kind::TemporaryChange => 0.7,
        };
    }
}

/// Found, found with their kind and size, and other findings per series over 200 series, sizes in
/// standard deviations of the innovations:
///
/// | | walks of 200 | noise of 200 | months, 144 |
/// | --- | --- | --- | --- |
/// | outlier 6 | 0.98 0.98 0.03 | 0.89 0.88 0.02 | 0.95 0.93 0.02 |
/// | outlier 8 | 0.98 0.98 0.03 | 0.97 0.97 0.02 | 0.96 0.95 0.03 |
/// | shift 6 | 0.89 0.83 0.03 | 0.97 0.97 0.05 | 0.87 0.87 0.02 |
/// | shift 8 | 0.98 0.94 0.03 | 0.99 0.99 0.03 | 0.96 0.96 0.02 |
/// | fading 6 | 0.95 0.54 0.02 | 0.98 0.97 0.02 | 0.93 0.85 0.03 |
/// | fading 8 | 0.97 0.82 0.02 | 0.98 0.98 0.02 | 0.98 0.95 0.03 |
///
/// In a walk a disturbance that fades and a shift differ by little more than one value's noise.
#[test]
fn planted_effects_are_found() {
    for kind in [Kind::Outlier, Kind::LevelShift, Kind::TemporaryChange] {
        let cases = [
            (
                "walk",
                recall(kind, 8.0, 1, |seed| walk(&normal(200, seed))),
            ),
            ("noise", recall(kind, 8.0, 1, |seed| normal(200, seed))),
            ("months", recall(kind, 8.0, 12, |seed| months(144, seed))),
        ];
        for (name, (found, named, others)) in cases {
            assert!(found >= 0.9, "{kind:?} in {name}: found {found}");
            assert!(named >= 0.75, "{kind:?} in {name}: named {named}");
            assert!(others <= 0.1, "{kind:?} in {name}: others {others}");
        }
    }
}

/// In 200 walks each, the scatter doubled at half time was found in all with one other finding in all of
/// them together, and cut to 0.4 in all with seven.
#[test]
fn planted_changes_of_scatter_are_found() {
    for (n, ratio) in [(200, 2.0), (400, 0.4)] {
        let (mut hits, mut others) = (0, 0);
        for seed in 0..PLANTED {
            let mut steps = normal(n, seed);
            steps[n / 2..].iter_mut().for_each(|step| *step *= ratio);
            for finding in search(&walk(&steps), 1).findings {
                if finding.kind == Kind::VarianceChange {
                    hits += usize::from(finding.at.abs_diff(n / 2) <= n / 8);
                } else {
                    others += 1;
                }
            }
        }
        assert!(hits >= 76, "{n}, {ratio}: {hits}");
        assert!(others <= 6, "{n}, {ratio}: {others}");
    }
}

#[test]
fn several_effects_are_found_and_cleaned() {
    let clean = months(180, 77);
    let mut y = clean.clone();
    plant(&mut y, Kind::Outlier, 40, -12.0);
    plant(&mut y, Kind::LevelShift, 90, 14.0);
    plant(&mut y, Kind::Outlier, 150, 9.0);
    y[100] = f64::NAN;
    let found = search(&y, 12);
    let kinds: Vec<(Kind, usize)> = found.findings.iter().map(|f| (f.kind, f.at)).collect();
    let planted = [
        (Kind::Outlier, 40),
        (Kind::LevelShift, 90),
        (Kind::Outlier, 150),
    ];
    assert_eq!(kinds, planted, "{}", found.model);
    let restored = cleaned(&y, &found.findings);
    assert!(restored[100].is_nan());
    for (t, (value, clean)) in restored.iter().zip(&clean).enumerate() {
        // The newest level stands: the shift moves what is before it.
        let gap = value - clean - 14.0;
        assert!(value.is_nan() || gap.abs() < 3.0, "{t}: {gap}");
    }
    assert!(
        found.findings[0]
            .sentence
            .starts_with("value 41 of 180 alone lies")
    );
}

#[test]
fn a_spike_in_a_line_or_a_flat_series_is_found() {
    let mut flat = vec![5.0; 50];
    flat[20] = 9.0;
    let found = search(&flat, 1).findings;
    assert_eq!((found.len(), found[0].at), (1, 20), "{found:?}");
    assert!((found[0].size - 4.0).abs() < 1e-6);
    let refused = find(&[5.0; 50], 1, &AnomalySettings::default());
    assert_eq!(refused, Err(ModelRefusal::Constant));
    let short = find(&[1.0, 2.0], 1, &AnomalySettings::default());
    assert_eq!(
        short,
        Err(ModelRefusal::TooShort {
            have: 2,
            needed: 20
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        rng_seed: RngSeed::Fixed(20_261_125),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics(
        values in prop::collection::vec(
            prop_oneof![
                6 => -1e3..1e3_f64,
                3 => Just(0.0),
                2 => Just(f64::NAN),
                1 => any::<f64>(),
                1 => -1e99..1e99_f64,
                1 => Just(1e-300),
            ],
            0..90,
        ),
        m in prop_oneof![Just(0_usize), Just(1), Just(4), Just(12), Just(1_000)],
        false_alarm in any::<f64>(),
    ) {
        if let Ok(found) = find(&values, m, &AnomalySettings { false_alarm }) {
            for finding in &found.findings {
                prop_assert!(finding.at < values.len());
                prop_assert!(finding.t_statistic.is_finite());
                prop_assert!(!finding.sentence.is_empty());
            }
            prop_assert_eq!(cleaned(&values, &found.findings).len(), values.len());
            prop_assert_eq!(cleaned(&values[..values.len() / 2], &found.findings).len(), values.len() / 2);
        }
    }

    #[test]
    fn findings_move_and_stretch_with_the_data(
        seed in 0_u64..500,
        shift in -100.0..100.0_f64,
        scale in prop_oneof![-100.0..-0.01_f64, 0.01..100.0_f64],
    ) {
        let mut y = walk(&normal(120, seed));
        plant(&mut y, Kind::Outlier, 50, 9.0);
        plant(&mut y, Kind::LevelShift, 80, -9.0);
        let moved: Vec<f64> = y.iter().map(|value| value * scale + shift).collect();
        let (here, there) = (search(&y, 1), search(&moved, 1));
        prop_assert_eq!(here.findings.len(), there.findings.len());
        for (a, b) in here.findings.iter().zip(&there.findings) {
            prop_assert_eq!((a.kind, a.at), (b.kind, b.at));
            let factor = if a.kind == Kind::VarianceChange { 1.0 } else { scale };
            prop_assert!((a.size * factor - b.size).abs() < 1e-3 * (a.size * factor).abs());
        }
    }
}
