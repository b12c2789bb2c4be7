//! Vectors of definitions B3, B4 and B6, and the generator's own.

use prospect_simulate::sampling::{
    Permutation, Sampling, SobolDimension, StreamPlace, UniformStream, philox,
};
use prospect_simulate::statistics::{
    conditional_value_at_risk, mean_and_sd, percentile, percentiles_by_selection, quantile_ranks,
    spearman, standardised_rank_regression, sum, value_at_risk, wilson,
};

use crate::shared::{close, number, numbers, vector};

/// The stream of one input alone: the same number names it and places it.
fn stream(sampling: Sampling, seed: u64, input: u32, iterations: u64) -> UniformStream {
    let place = StreamPlace {
        stream: input,
        dimension: input as usize,
    };
    UniformStream::new(sampling, seed, place, iterations)
}

#[test]
fn percentiles_are_type_7() {
    let Some(vector) = vector("B.percentile") else {
        return;
    };
    let mut values = numbers(&vector["inputs"]["x"]);
    let expected = numbers(&vector["expected"]["type7"]);
    for (p, expected) in numbers(&vector["inputs"]["p"]).into_iter().zip(&expected) {
        close(percentile(&values, p).unwrap(), *expected, 1e-9);
    }
    let selected = percentiles_by_selection(&mut values, [0.1, 0.25, 0.9]).unwrap();
    for (found, expected) in selected.into_iter().zip(&expected) {
        close(found, *expected, 1e-9);
    }
    assert_eq!(percentile(&[], 0.5), None);
}

#[test]
fn selection_equals_sorting_for_any_shape() {
    let levels = [0.0, 0.001, 0.1, 0.5, 0.9, 0.9999, 1.0];
    let mut u = vec![0.0; 30_000];
    stream(Sampling::MonteCarlo, 3, 1, 30_000).fill(0, &mut u);
    let shapes: [fn(f64) -> f64; 5] = [
        |u| u - 0.5,
        |u| (40.0 * (u - 0.5)).exp(),
        |u| (u * 7.0).floor(),
        |u| if u < 0.999 { 1.0 } else { 1e12 * u },
        |_| 3.0,
    ];
    for shape in shapes {
        let mut values: Vec<f64> = u.iter().map(|u| shape(*u)).collect();
        let expected = levels.map(|p| percentile(&values, p).unwrap());
        assert_eq!(
            percentiles_by_selection(&mut values, levels).unwrap(),
            expected
        );
    }
}

#[test]
fn value_at_risk_and_its_tail_mean() {
    let Some(vector) = vector("B.var_cvar") else {
        return;
    };
    let mut values = numbers(&vector["inputs"]["npv"]);
    values.sort_by(f64::total_cmp);
    let expected = &vector["expected"];
    let alphas = numbers(&vector["inputs"]["alpha"]);
    for ((alpha, var), cvar) in alphas
        .into_iter()
        .zip(numbers(&expected["var_type7"]))
        .zip(numbers(&expected["cvar"]))
    {
        close(value_at_risk(&values, alpha).unwrap(), var, 1e-9);
        close(
            conditional_value_at_risk(&values, alpha).unwrap(),
            cvar,
            1e-9,
        );
    }
    let losses = values.iter().filter(|value| **value < 0.0).count();
    close(
        losses as f64 / values.len() as f64,
        number(expected, "p_loss"),
        1e-12,
    );
}

#[test]
fn tail_mean_of_the_normal_distribution() {
    let Some(vector) = vector("B.cvar_normal") else {
        return;
    };
    let alpha = number(&vector["inputs"], "alpha");
    let z = prospect_simulate::distribution::normal_quantile(alpha);
    close(z, number(&vector["expected"], "var_n01"), 1e-9);
    let tail_mean = -prospect_simulate::distribution::normal_density(z) / alpha;
    close(tail_mean, number(&vector["expected"], "cvar_n01"), 1e-9);
    // The estimator tends to it.
    let n = 200_000;
    let grid: Vec<f64> = (0..n)
        .map(|k| {
            prospect_simulate::distribution::normal_quantile((f64::from(k) + 0.5) / f64::from(n))
        })
        .collect();
    close(
        conditional_value_at_risk(&grid, alpha).unwrap(),
        tail_mean,
        1e-4,
    );
}

#[test]
fn sampling_errors() {
    let Some(vector) = vector("B.standard_error") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let values = numbers(&inputs["x"]);
    let (_, sd) = mean_and_sd(&values);
    close(
        sd / (values.len() as f64).sqrt(),
        number(expected, "se_mean"),
        1e-9,
    );
    let bounds = expected["quantile_order_statistics_lo_hi_coverage"]
        .as_array()
        .unwrap();
    for (p, bounds) in [0.1, 0.5].into_iter().zip(bounds) {
        let (low, high, coverage) = quantile_ranks(1000, p, 0.95);
        let bounds = numbers(bounds);
        assert_eq!((low as f64, high as f64), (bounds[0], bounds[1]), "p {p}");
        close(coverage, bounds[2], 1e-9);
    }
    let (low, high) = wilson(30, 1000, 0.95);
    let bounds = numbers(&expected["wilson_95"]);
    close(low, bounds[0], 1e-9);
    close(high, bounds[1], 1e-9);
}

#[test]
fn rank_correlations() {
    let Some(vector) = vector("B.rank_correlation") else {
        return;
    };
    let inputs = &vector["inputs"];
    let (x1, x2, y) = (
        numbers(&inputs["x1"]),
        numbers(&inputs["x2"]),
        numbers(&inputs["y"]),
    );
    let expected = numbers(&vector["expected"]["spearman"]);
    close(spearman(&x1, &y).unwrap(), expected[0], 1e-9);
    close(spearman(&x2, &y).unwrap(), expected[1], 1e-9);
    let found = standardised_rank_regression(&[x1, x2], &y).unwrap();
    for (found, expected) in found.into_iter().zip(numbers(&vector["expected"]["srrc"])) {
        close(found, expected, 1e-9);
    }
    assert_eq!(spearman(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
}

#[test]
fn sums_keep_what_cancels() {
    assert_eq!(sum([1e16, 1.0, -1e16, 1.0]), 2.0);
    assert_eq!(sum([0.1; 10]), 1.0);
}

#[test]
fn philox_gives_the_published_blocks() {
    // Known answers of Random123 1.09, kat_vectors, philox4x32-10.
    assert_eq!(
        philox([0; 4], [0; 2]),
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    );
    assert_eq!(
        philox([u32::MAX; 4], [u32::MAX; 2]),
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    );
    assert_eq!(
        philox(
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0]
        ),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn latin_strata_are_each_hit_once() {
    for n in [1_u64, 2, 3, 7, 100, 1000, 4096, 5001] {
        for input in [0, 1, 0xdead_beef] {
            let permutation = Permutation::new(9, input, n);
            let mut seen = vec![false; n as usize];
            for i in 0..n {
                let at = permutation.at(i) as usize;
                assert!(!seen[at], "n {n}: stratum {at} twice");
                seen[at] = true;
            }
        }
    }
    let n = 1000;
    let stream = stream(Sampling::LatinHypercube, 5, 3, n);
    let mut u = vec![0.0; n as usize];
    stream.fill(0, &mut u);
    let mut strata: Vec<usize> = u.iter().map(|u| (u * n as f64) as usize).collect();
    strata.sort_unstable();
    assert!(strata.iter().copied().eq(0..n as usize));
    // Random inside the stratum, not at its middle.
    let (mean, sd) = mean_and_sd(&u.iter().map(|u| (u * n as f64).fract()).collect::<Vec<_>>());
    assert!(
        (mean - 0.5).abs() < 0.05 && (sd - 12.0_f64.sqrt().recip()).abs() < 0.03,
        "mean {mean}, sd {sd}"
    );
}

#[test]
fn streams_of_different_inputs_are_independent() {
    let n = 20_000;
    for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube] {
        let draw = |seed, input| {
            let mut u = vec![0.0; n];
            stream(sampling, seed, input, n as u64).fill(0, &mut u);
            u
        };
        let columns = [draw(1, 0), draw(1, 1), draw(1, 2), draw(2, 0)];
        for (k, a) in columns.iter().enumerate() {
            let (mean, _) = mean_and_sd(a);
            assert!(
                (mean - 0.5).abs() < 0.01,
                "{sampling:?} column {k}: mean {mean}"
            );
            assert!(a.iter().all(|u| *u > 0.0 && *u < 1.0));
            for b in &columns[..k] {
                let r = spearman(a, b).unwrap();
                assert!(
                    r.abs() < 4.0 / (n as f64).sqrt(),
                    "{sampling:?}: correlation {r}"
                );
            }
        }
    }
}

#[test]
fn draws_do_not_depend_on_where_a_block_starts() {
    let stream = stream(Sampling::MonteCarlo, 7, 11, 1000);
    let mut whole = vec![0.0; 1000];
    stream.fill(0, &mut whole);
    let mut part = vec![0.0; 100];
    stream.fill(640, &mut part);
    assert_eq!(part, whole[640..740]);
}

#[test]
fn plain_sobol_points_are_those_of_joe_and_kuo() {
    let Some(vector) = vector("B.sobol.raw") else {
        return;
    };
    let points = vector["expected"]["points"].as_array().unwrap();
    for dimension in 0..4 {
        let mut u = vec![0.0; points.len()];
        SobolDimension::plain(dimension).fill(0, &mut u);
        let expected: Vec<f64> = points
            .iter()
            .map(|point| numbers(point)[dimension])
            .collect();
        assert_eq!(u, expected);
    }
    // scipy.stats.qmc.Sobol(2048, scramble=False, bits=53).random(1001)[1000], dimensions 0, 1023 and 2047.
    let far = [0, 1023, 2047].map(|dimension| {
        let mut u = [0.0];
        SobolDimension::plain(dimension).fill(1000, &mut u);
        u[0]
    });
    assert_eq!(far, [0.219_726_562_5, 0.713_867_187_5, 0.897_460_937_5]);
}

#[test]
fn every_scrambled_sobol_coordinate_has_one_point_in_each_stratum() {
    let n = 4096;
    for (dimension, seed) in [(0, 1), (1, 1), (7, 2), (300, 3), (2047, 4)] {
        let mut u = vec![0.0; n];
        stream(Sampling::Sobol, seed, dimension, n as u64).fill(0, &mut u);
        let mut strata: Vec<usize> = u.iter().map(|u| (u * n as f64) as usize).collect();
        strata.sort_unstable();
        assert!(strata.into_iter().eq(0..n), "dimension {dimension}");
    }
    // Two coordinates together: the first two dimensions have one point in every rectangle of area 1/n.
    let coordinate = |dimension| {
        let mut u = vec![0.0; n];
        stream(Sampling::Sobol, 9, dimension, n as u64).fill(0, &mut u);
        u
    };
    let (x, y) = (coordinate(0), coordinate(1));
    for bits in 0..=12 {
        let (columns, rows) = (f64::from(1 << bits), f64::from(1 << (12 - bits)));
        let mut cells: Vec<(u32, u32)> = x
            .iter()
            .zip(&y)
            .map(|(x, y)| ((x * columns) as u32, (y * rows) as u32))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        assert_eq!(cells.len(), n, "2^{bits} columns");
    }
}

/// Definitions B3: the mean of the Ishigami function at n = 1024 has a standard deviation of 0.114 (Monte Carlo), 0.053
/// (Latin hypercube) and 0.0034 (Sobol, scrambled). With 64 seeds each is known within 9 % (one standard error), so three of
/// them are allowed; the last was found with 16 seeds only.
#[test]
fn even_points_estimate_the_ishigami_mean_better() {
    let n = 1024;
    let spread = |sampling| {
        let means: Vec<f64> = (0..64)
            .map(|seed| {
                let columns = [0, 1, 2].map(|input| {
                    let mut u = vec![0.0; n];
                    stream(sampling, seed, input, n as u64).fill(0, &mut u);
                    u
                });
                let at = |k: usize, i: usize| std::f64::consts::PI * (2.0 * columns[k][i] - 1.0);
                let value = |i| {
                    at(0, i).sin()
                        + 7.0 * at(1, i).sin().powi(2)
                        + 0.1 * at(2, i).powi(4) * at(0, i).sin()
                };
                sum((0..n).map(value)) / n as f64
            })
            .collect();
        let (mean, sd) = mean_and_sd(&means);
        assert!((mean - 3.5).abs() < 4.0 * sd / 8.0, "{sampling:?}: {mean}");
        sd
    };
    for (sampling, expected) in [
        (Sampling::MonteCarlo, 0.114),
        (Sampling::LatinHypercube, 0.053),
    ] {
        let sd = spread(sampling);
        assert!((sd / expected - 1.0).abs() < 0.3, "{sampling:?}: {sd}");
    }
    let sobol = spread(Sampling::Sobol);
    assert!((0.0015..0.006).contains(&sobol), "{sobol}");
}

#[test]
fn antithetic_pairs_are_opposite() {
    let mut u = vec![0.0; 1000];
    stream(Sampling::Antithetic, 3, 4, 1000).fill(0, &mut u);
    for pair in u.chunks_exact(2) {
        assert_eq!(pair[0] + pair[1], 1.0);
    }
    // The mean of e^u over 500 pairs: its variance by pairs is 0.0039 of a pair's instead of 0.242 of a draw's.
    let spread = |sampling| {
        let means: Vec<f64> = (0..64)
            .map(|seed| {
                let mut u = vec![0.0; 1000];
                stream(sampling, seed, 0, 1000).fill(0, &mut u);
                sum(u.iter().map(|u| u.exp())) / 1000.0
            })
            .collect();
        mean_and_sd(&means).1
    };
    assert!(spread(Sampling::Antithetic) < 0.3 * spread(Sampling::MonteCarlo));
}
