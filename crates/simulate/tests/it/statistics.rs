//! Vectors of definitions B3, B4 and B6, and the generator's own.

use prospect_simulate::sampling::{Permutation, Sampling, UniformStream, philox};
use prospect_simulate::statistics::{
    conditional_value_at_risk, mean_and_sd, percentile, percentiles_by_selection, quantile_ranks,
    spearman, standardised_rank_regression, sum, value_at_risk, wilson,
};

use crate::shared::{close, number, numbers, vector};

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
    UniformStream::new(Sampling::MonteCarlo, 3, 1, 30_000).fill(0, &mut u);
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
    let stream = UniformStream::new(Sampling::LatinHypercube, 5, 3, n);
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
            UniformStream::new(sampling, seed, input, n as u64).fill(0, &mut u);
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
    let stream = UniformStream::new(Sampling::MonteCarlo, 7, 11, 1000);
    let mut whole = vec![0.0; 1000];
    stream.fill(0, &mut whole);
    let mut part = vec![0.0; 100];
    stream.fill(640, &mut part);
    assert_eq!(part, whole[640..740]);
}
