//! Vectors of definitions B6, and Sobol indices of a plan.

use prospect_simulate::dependence::SymmetricMatrix;
use prospect_simulate::engine::{SettingsError, SimulationSettings, simulate, sobol};
use prospect_simulate::examples;
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::sampling::{Sampling, SobolDimension, StreamPlace, UniformStream};
use prospect_simulate::scenario::{CorrelatedPair, Correlation, DependenceMethod};
use prospect_simulate::sensitivity::{linear_shapley, sobol_indices};
use std::f64::consts::PI;
use std::ops::ControlFlow;

use crate::shared::{close, close_abs, number, numbers, vector};

type Model = dyn Fn(&[f64]) -> f64;

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Outputs at A, B and the mixtures of `columns`, the first half of which is A.
fn outputs(columns: &[Vec<f64>], model: &Model) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
    let d = columns.len() / 2;
    let n = columns[0].len();
    let at = |choose: &dyn Fn(usize) -> usize| -> Vec<f64> {
        (0..n)
            .map(|k| {
                let point: Vec<f64> = (0..d).map(|i| columns[choose(i)][k]).collect();
                model(&point)
            })
            .collect()
    };
    let mixed = (0..d)
        .map(|from_b| at(&|i| if i == from_b { d + i } else { i }))
        .collect();
    (at(&|i| i), at(&|i| d + i), mixed)
}

#[test]
fn sobol_indices_are_those_of_salib_on_the_same_points() {
    let Some(vector) = vector("B.sobol_estimator") else {
        return;
    };
    let columns: Vec<Vec<f64>> = (0..6)
        .map(|dimension| {
            let mut u = vec![0.0; 256];
            SobolDimension::plain(dimension).fill(256, &mut u);
            u
        })
        .collect();
    let (a, b, ab) = outputs(&columns, &ishigami);
    let found = sobol_indices(&a, &b, &ab, 100, 1).unwrap();
    let expected = &vector["expected"];
    for (at, index) in found.iter().enumerate() {
        close_abs(index.first, numbers(&expected["S1"])[at], 1e-9);
        close_abs(index.total, numbers(&expected["ST"])[at], 1e-9);
        assert!(index.first_interval.0 < index.first && index.first < index.first_interval.1);
        assert!(index.total_interval.0 < index.total && index.total < index.total_interval.1);
    }
}

fn scrambled(dimensions: u32, n: usize) -> Vec<Vec<f64>> {
    (0..dimensions)
        .map(|dimension| {
            let place = StreamPlace {
                stream: dimension,
                dimension: dimension as usize,
            };
            let mut u = vec![0.0; n];
            UniformStream::new(Sampling::Sobol, 1, place, n as u64).fill(0, &mut u);
            u
        })
        .collect()
}

/// At 2^14 scrambled points the estimates are within 0.01 of the exact indices; so are the exact variance and its parts.
#[test]
fn indices_of_the_standard_functions_are_exact_in_the_limit() {
    for (id, model) in [
        ("B.ishigami_exact", &ishigami as &Model),
        ("B.sobol_g_exact", &|u: &[f64]| {
            let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
            let terms = u
                .iter()
                .zip(a)
                .map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a));
            terms.product()
        }),
    ] {
        let Some(vector) = vector(id) else {
            return;
        };
        let expected = &vector["expected"];
        let (first, total) = (numbers(&expected["S1"]), numbers(&expected["ST"]));
        let (a, b, ab) = outputs(&scrambled(2 * first.len() as u32, 1 << 14), model);
        let (_, sd) = prospect_simulate::statistics::mean_and_sd(&a);
        close(sd * sd, number(expected, "variance"), 0.02);
        let found = sobol_indices(&a, &b, &ab, 50, 1).unwrap();
        for (index, (first, total)) in found.iter().zip(first.iter().zip(&total)) {
            close_abs(index.first, *first, 0.01);
            close_abs(index.total, *total, 0.01);
        }
    }
}

#[test]
fn an_output_that_does_not_vary_has_no_indices() {
    let flat = vec![3.0; 64];
    assert_eq!(
        sobol_indices(&flat, &flat, std::slice::from_ref(&flat), 10, 1),
        None
    );
}

#[test]
fn shapley_effects_share_out_correlated_variance() {
    let Some(vector) = vector("B.shapley") else {
        return;
    };
    let sd = numbers(&vector["inputs"]["sd"]);
    let rho = number(&vector["inputs"], "rho23");
    let correlation = |i: usize, j: usize| match (i, j) {
        _ if i == j => 1.0,
        (1, 2) | (2, 1) => rho,
        _ => 0.0,
    };
    let covariance = |i: usize, j: usize| sd[i] * sd[j] * correlation(i, j);
    let with_output: Vec<f64> = (0..3)
        .map(|i| (0..3).map(|j| covariance(i, j)).sum())
        .collect();
    let variance: f64 = with_output.iter().sum();
    let output: Vec<f64> = (0..3)
        .map(|i| with_output[i] / (sd[i] * variance.sqrt()))
        .collect();
    let found = linear_shapley(&SymmetricMatrix::from_fn(3, correlation), &output).unwrap();
    for (found, expected) in found.iter().zip(numbers(&vector["expected"]["shapley"])) {
        close(*found, expected, 1e-9);
    }
    close(found.iter().sum(), 1.0, 1e-9);
    let determined = SymmetricMatrix::from_fn(2, |_, _| 1.0);
    assert_eq!(linear_shapley(&determined, &[0.5, 0.5]), None);
}

#[test]
fn the_swing_tornado_orders_by_the_whole_swing() {
    let Some(vector) = vector("B.tornado_swing") else {
        return;
    };
    let value = |p: f64, c: f64, g: f64| 1000.0 * g * p - 800.0 * c * g.sqrt();
    let [base, low, high] = ["base", "p10", "p90"].map(|key| &vector["inputs"][key]);
    let expected = &vector["expected"];
    close(
        value(number(base, "p"), number(base, "c"), number(base, "g")),
        number(expected, "base_value"),
        1e-9,
    );
    let mut swings: Vec<(&str, f64)> = ["p", "c", "g"]
        .into_iter()
        .map(|name| {
            let at = |end| {
                let pick = |key| number(if key == name { end } else { base }, key);
                value(pick("p"), pick("c"), pick("g"))
            };
            let ends = [at(low), at(high)];
            for (found, expected) in ends.iter().zip(numbers(&expected["low_high"][name])) {
                close(*found, expected, 1e-9);
            }
            (name, ends[1] - ends[0])
        })
        .collect();
    swings.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let order: Vec<&str> = swings.iter().map(|swing| swing.0).collect();
    assert_eq!(serde_json::json!(order), expected["order_by_abs_swing"]);
}

fn oko_west() -> Plan {
    Plan::compile(&examples::OKO_WEST_2025.scenario(), &PathSets::new()).unwrap()
}

#[test]
fn indices_of_a_project_add_up_and_do_not_depend_on_threads() {
    let plan = oko_west();
    let [one, three] = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap().install(|| sobol(&plan, 4096, 7).unwrap())
    });
    assert_eq!(one, three);
    assert_eq!(one.evaluations, 4096 * (plan.input_count() as u64 + 2));
    // The project is nearly linear in its inputs: little interaction, and no index outside what noise allows.
    assert!(
        (0.9..1.05).contains(&one.sum_of_first),
        "{}",
        one.sum_of_first
    );
    for entry in &one.entries {
        assert!(
            entry.index.first > -0.05 && entry.index.total < 1.05,
            "{entry:?}"
        );
        assert!(entry.index.total > entry.index.first - 0.05, "{entry:?}");
    }
    // The same drivers lead as by rank correlation, whose squares are shares of variance too.
    let settings = SimulationSettings {
        iterations: 1 << 14,
        seed: 7,
        sampling: Sampling::Sobol,
    };
    let result = simulate(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(result.tornado.rank[0].input, one.entries[0].input);
    let shapley: Vec<f64> = result
        .tornado
        .rank
        .iter()
        .map(|entry| entry.shapley.unwrap())
        .collect();
    let explained: f64 = shapley.iter().sum();
    assert!((0.9..=1.0).contains(&explained), "{explained}");
    // Ranks bend what is linear a little.
    close_abs(shapley[0], one.entries[0].index.total, 0.05);
}

#[test]
fn indices_are_refused_where_they_would_mislead() {
    let mut scenario = examples::OKO_WEST_2025.scenario();
    let ids: Vec<String> = scenario
        .uncertain
        .iter()
        .map(|own| own.id.clone())
        .collect();
    scenario.correlation = Some(Correlation {
        method: DependenceMethod::Gaussian,
        degrees_of_freedom: None,
        pairs: vec![CorrelatedPair {
            a: ids[0].clone(),
            b: ids[1].clone(),
            rho: 0.5,
        }],
        note: None,
        source: None,
    });
    let plan = Plan::compile(&scenario, &PathSets::new()).unwrap();
    assert_eq!(sobol(&plan, 1024, 1), Err(SettingsError::Correlated));
    let printed = Plan::compile(&examples::OKO_WEST_2025.as_printed(), &PathSets::new()).unwrap();
    assert_eq!(
        sobol(&printed, 1024, 1),
        Err(SettingsError::NothingUncertain)
    );
    let told = sobol(&oko_west(), 1000, 1).unwrap_err().to_string();
    assert!(told.contains("512 or 1024"), "{told}");
}
