//! Vectors of definitions B2, and correlated inputs through the engine.

use proptest::prelude::*;
use prospect_simulate::dependence::{
    SymmetricMatrix, iman_conover, is_correlation, kendall_of_pearson, nearest_correlation,
    pearson_of_spearman, spearman_of_pearson, tail_dependence,
};
use prospect_simulate::engine::{SimulationSettings, iterations, simulate};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::SimulationResult;
use prospect_simulate::sampling::Sampling;
use prospect_simulate::scenario::Scenario;
use prospect_simulate::statistics::{pearson, spearman};
use serde_json::{Value, json};
use std::ops::ControlFlow;

use crate::shared::{close, close_abs, number, numbers, vector};

#[test]
fn rank_correlation_is_converted_as_kruskal_has_it() {
    let Some(vector) = vector("B.copula") else {
        return;
    };
    let expected = &vector["expected"];
    let converted = numbers(&expected["pearson"]);
    for (asked, expected) in numbers(&vector["inputs"]["spearman"]).iter().zip(converted) {
        close(pearson_of_spearman(*asked), expected, 1e-9);
        close(spearman_of_pearson(expected), *asked, 1e-9);
    }
    close(
        spearman_of_pearson(0.8),
        number(expected, "spearman_of_pearson_0.8"),
        1e-9,
    );
    close(
        kendall_of_pearson(0.8),
        number(expected, "kendall_of_pearson_0.8"),
        1e-9,
    );
}

#[test]
fn the_nearest_correlation_matrix_is_that_of_higham() {
    let Some(vector) = vector("B.nearest_corr") else {
        return;
    };
    let cases = vector["inputs"]["off_diagonals_12_13_23"]
        .as_array()
        .unwrap();
    let nearest = vector["expected"]["nearest"].as_array().unwrap();
    let distances = numbers(&vector["expected"]["frobenius_distance"]);
    for ((case, expected), distance) in cases.iter().zip(nearest).zip(distances) {
        let asked = matrix(&numbers(case));
        assert!(!is_correlation(&asked));
        let found = nearest_correlation(&asked);
        for (k, expected) in numbers(expected).into_iter().enumerate() {
            let (i, j) = [(0, 1), (0, 2), (1, 2)][k];
            close_abs(found.at(i, j), expected, 1e-8);
        }
        close_abs(found.distance(&asked), distance, 1e-8);
        assert!(is_correlation(&found));
    }
}

fn matrix(off_diagonals: &[f64]) -> SymmetricMatrix {
    let mut matrix = SymmetricMatrix::identity(3);
    for ((i, j), value) in [(0, 1), (0, 2), (1, 2)].into_iter().zip(off_diagonals) {
        matrix.set(i, j, *value);
    }
    matrix
}

#[test]
fn iman_and_conover_reorder_as_probabilit_does() {
    let Some(vector) = vector("B.iman_conover") else {
        return;
    };
    let column = |rows: &Value, at: usize| -> Vec<f64> {
        let rows = rows.as_array().unwrap();
        rows.iter().map(|row| numbers(row)[at]).collect()
    };
    let columns: Vec<Vec<f64>> = (0..3)
        .map(|at| column(&vector["inputs"]["x"], at))
        .collect();
    let target = vector["inputs"]["target"].as_array().unwrap();
    let target = SymmetricMatrix::from_fn(3, |i, j| numbers(&target[i])[j]);
    let found = iman_conover(&columns, &target).unwrap();
    for (at, found) in found.iter().enumerate() {
        assert_eq!(found, &column(&vector["expected"]["y"], at));
    }
    let reached = [(0, 1, 0.717), (0, 2, -0.383), (1, 2, -0.111)];
    for (i, j, expected) in reached {
        close_abs(spearman(&found[i], &found[j]).unwrap(), expected, 5e-4);
    }
}

/// `2*scipy.stats.t.cdf(-np.sqrt((nu+1)*(1-r)/(1+r)), nu+1)` of SciPy 1.17.1.
#[test]
fn a_t_copula_ties_extremes_together() {
    close(
        tail_dependence(0.5, 4.0).unwrap(),
        0.253_169_995_100_322_7,
        1e-9,
    );
    close(
        tail_dependence(0.0, 3.0).unwrap(),
        0.116_116_523_516_815_56,
        1e-9,
    );
    close(tail_dependence(1.0, 4.0).unwrap(), 1.0, 1e-12);
    assert_eq!(tail_dependence(0.5, f64::NAN), None);
}

/// One product whose price, grade and cost are uncertain.
fn scenario(correlation: &Value) -> Scenario {
    let factor = |id: &str, target: &str, distribution: Value| json!({ "id": id, "label": id, "target": target, "kind": "factor", "distribution": distribution });
    let mut value = json!({
        "schema_version": 1,
        "name": "Three inputs",
        "basis": { "money": "M US$", "terms": "real" },
        "periods": { "labels": ["1", "2", "3", "4"], "length_years": 1.0 },
        "discount": { "rate": 0.08, "timing": "end" },
        "prices": [{ "id": "copper", "name": "Copper", "unit": "US$/t", "deck": 9000.0 }],
        "products": [{ "id": "copper", "name": "Copper", "price": "copper", "payable": { "unit": "kt", "values": [0.0, 50.0, 50.0, 50.0] } }],
        "costs": [{ "id": "mining", "name": "Mining", "category": "mining", "amount": { "unit": "M US$", "values": [0.0, 200.0, 200.0, 200.0] } }],
        "capital": [{ "id": "plant", "name": "Plant", "kind": "initial", "amount": { "unit": "M US$", "values": [500.0, 0.0, 0.0, 0.0] } }],
        "uncertain": [
            factor("price", "prices.copper", json!({ "kind": "lognormal", "mean": 1.0, "sd": 0.2 })),
            factor("cost", "costs.mining", json!({ "kind": "pert", "min": 0.8, "mode": 1.0, "max": 1.5 })),
            factor("capital", "capital.plant", json!({ "kind": "triangular", "min": 0.9, "mode": 1.0, "max": 1.6 })),
        ],
    });
    if !correlation.is_null() {
        value["correlation"] = correlation.clone();
    }
    Scenario::from_value(value).unwrap()
}

fn settings(iterations: u64, sampling: Sampling) -> SimulationSettings {
    SimulationSettings {
        iterations,
        seed: 7,
        sampling,
    }
}

fn run(correlation: &Value, settings: SimulationSettings) -> SimulationResult {
    let plan = Plan::compile(&scenario(correlation), &PathSets::new()).unwrap();
    simulate(&plan, &settings, |_| ControlFlow::Continue(())).unwrap()
}

const PAIRS: [(&str, &str, f64); 2] = [("price", "cost", 0.7), ("cost", "capital", -0.4)];

fn correlated(method: &str, degrees_of_freedom: Option<f64>) -> Value {
    let pairs: Vec<Value> = PAIRS
        .iter()
        .map(|(a, b, rho)| json!({ "a": a, "b": b, "rho": rho }))
        .collect();
    let mut correlation = json!({ "method": method, "pairs": pairs });
    if let Some(nu) = degrees_of_freedom {
        correlation["degrees_of_freedom"] = json!(nu);
    }
    correlation
}

/// The standard error of a rank correlation is about (1 - ρ²)·1.03/√n, 0.005 at n = 2^15 and ρ = 0; four of them are
/// allowed. The relation between ranks and normals is approximate for the t copula: 0.02 more (definitions B2).
#[test]
fn draws_reach_the_correlation_that_was_asked_for() {
    for (method, nu, sampling, slack) in [
        ("gaussian", None, Sampling::MonteCarlo, 0.0),
        ("gaussian", None, Sampling::Sobol, 0.0),
        ("t", Some(4.0), Sampling::MonteCarlo, 0.02),
        ("iman_conover", None, Sampling::LatinHypercube, 0.0),
    ] {
        let result = run(&correlated(method, nu), settings(1 << 15, sampling));
        let summary = result.correlation.unwrap();
        assert_eq!(summary.pairs.len(), 3);
        for pair in &summary.pairs {
            let wanted = PAIRS
                .iter()
                .find(|(a, b, _)| *a == pair.a && *b == pair.b)
                .map_or(0.0, |(.., rho)| *rho);
            assert_eq!(pair.asked, wanted);
            close_abs(pair.used, wanted, 1e-12);
            close_abs(pair.reached.unwrap(), wanted, 0.02 + slack);
        }
        // Dependence leaves each input's own distribution alone.
        for input in &result.inputs {
            close_abs(input.sample_mean, input.mean.unwrap(), 0.006);
            close_abs(input.sample_sd, input.sd.unwrap(), 0.006);
            close_abs(input.sample_p90, input.p90.unwrap(), 0.01);
        }
    }
}

#[test]
fn joint_extremes_are_likelier_with_few_degrees_of_freedom() {
    let share = |correlation: &Value| {
        let plan = Plan::compile(&scenario(correlation), &PathSets::new()).unwrap();
        let table = iterations(&plan, &settings(60_000, Sampling::MonteCarlo), |_| {
            ControlFlow::Continue(())
        })
        .unwrap();
        let column = |id: &str| &table.inputs.iter().find(|input| input.0 == id).unwrap().2;
        let level =
            |values: &[f64]| prospect_simulate::statistics::percentile(values, 0.99).unwrap();
        let (price, cost) = (column("price"), column("cost"));
        let (a, b) = (level(price), level(cost));
        let both = price.iter().zip(cost).filter(|(x, y)| **x > a && **y > b);
        both.count() as f64 / 600.0
    };
    let gaussian = share(&correlated("gaussian", None));
    let student = share(&correlated("t", Some(3.0)));
    assert!(student > gaussian + 0.08, "{gaussian} and {student}");
}

#[test]
fn correlated_draws_are_the_same_on_any_number_of_threads() {
    for correlation in [
        correlated("gaussian", None),
        correlated("t", Some(5.0)),
        correlated("iman_conover", None),
    ] {
        let [one, three] = [1, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let pool = pool.build().unwrap();
            pool.install(|| run(&correlation, settings(5000, Sampling::MonteCarlo)))
        });
        assert_eq!(one, three);
    }
}

#[test]
fn a_correlation_of_nothing_changes_no_digit() {
    let plain = run(&Value::Null, settings(2000, Sampling::MonteCarlo));
    assert_eq!(plain.correlation, None);
    let none = run(
        &json!({ "pairs": [] }),
        settings(2000, Sampling::MonteCarlo),
    );
    assert_eq!(plain.npv, none.npv);
}

#[test]
fn contradicting_correlations_are_repaired_and_say_so() {
    let correlation = json!({ "pairs": [
        { "a": "price", "b": "cost", "rho": 0.9 },
        { "a": "cost", "b": "capital", "rho": 0.8 },
        { "a": "price", "b": "capital", "rho": 0.0 },
    ] });
    let result = run(&correlation, settings(1 << 14, Sampling::Sobol));
    let warning = result
        .warnings
        .iter()
        .find(|text| text.contains("contradict"));
    let warning = warning.expect("a warning names the change");
    assert!(warning.contains("price and cost 0.7"), "{warning}");
    for pair in result.correlation.unwrap().pairs {
        assert!((pair.used - pair.asked).abs() > 0.01);
        close_abs(pair.reached.unwrap(), pair.used, 0.02);
    }
}

#[test]
fn wrong_correlations_are_refused_by_name() {
    let told = |correlation: &Value| {
        let errors = scenario(correlation).check().unwrap_err();
        errors.to_string()
    };
    let pair = |a: &str, b: &str, rho: f64| json!({ "a": a, "b": b, "rho": rho });
    let pairs = |pairs: &[Value]| json!({ "pairs": pairs });
    for (correlation, expected) in [
        (
            pairs(&[pair("price", "grade", 0.5)]),
            "/correlation/pairs/0/b: no uncertain input is called grade; there are price, cost, capital",
        ),
        (
            pairs(&[pair("price", "price", 0.5)]),
            "/correlation/pairs/0: price is correlated with itself; name two inputs",
        ),
        (
            pairs(&[pair("price", "cost", 0.5), pair("cost", "price", 0.4)]),
            "/correlation/pairs/1: cost and price are paired twice",
        ),
        (
            pairs(&[pair("price", "cost", 1.5)]),
            "/correlation/pairs/0/rho: a rank correlation is between -1 and 1, not 1.5",
        ),
        (
            json!({ "method": "t", "pairs": [pair("price", "cost", 0.5)] }),
            "/correlation/degrees_of_freedom: a t copula needs degrees_of_freedom; 4 makes joint extremes likely, 30 is nearly gaussian",
        ),
        (
            json!({ "method": "t", "degrees_of_freedom": 0.2, "pairs": [pair("price", "cost", 0.5)] }),
            "/correlation/degrees_of_freedom: 0.2 is not between 1 and 1,000,000",
        ),
        (
            json!({ "degrees_of_freedom": 4.0, "pairs": [pair("price", "cost", 0.5)] }),
            "/correlation/degrees_of_freedom: a Gaussian copula has none; leave it out or choose the method t",
        ),
    ] {
        assert_eq!(told(&correlation), expected);
    }
}

proptest! {
    /// Any symmetric matrix with a unit diagonal has a nearest correlation matrix; one that is a correlation matrix is left
    /// as it is.
    #[test]
    fn repair_gives_a_correlation_matrix(cells in prop::collection::vec(-1.0..=1.0_f64, 10)) {
        let mut at = cells.iter();
        let asked = SymmetricMatrix::from_fn(5, |i, j| if i == j { 1.0 } else { *at.next().unwrap() });
        let nearest = nearest_correlation(&asked);
        prop_assert!(nearest.smallest_eigenvalue() >= -1e-9);
        prop_assert!((0..5).all(|i| nearest.at(i, i) == 1.0));
        prop_assert!(nearest_correlation(&nearest).distance(&nearest) < 1e-6);
        // Shrinking towards independence by as much as needed is possible too, and not nearer.
        let share = asked.smallest_eigenvalue();
        if share < 0.0 {
            let shrink = 1.0 / (1.0 - share);
            let shrunk = asked.map(|i, j, value| if i == j { 1.0 } else { value * shrink });
            prop_assert!(nearest.distance(&asked) <= shrunk.distance(&asked) + 1e-9);
        }
    }

    #[test]
    fn reordering_keeps_every_value(
        seeds in prop::collection::vec(-5.0..5.0_f64, 60),
        rho in -0.9..0.9_f64,
    ) {
        let columns = vec![seeds[..30].to_vec(), seeds[30..].to_vec()];
        let target = SymmetricMatrix::from_fn(2, |i, j| if i == j { 1.0 } else { rho });
        let made = iman_conover(&columns, &target).unwrap();
        for (made, column) in made.iter().zip(&columns) {
            let sorted = |values: &[f64]| {
                let mut values = values.to_vec();
                values.sort_by(f64::total_cmp);
                values
            };
            prop_assert_eq!(sorted(made), sorted(column));
        }
        prop_assert!((pearson(&made[0], &made[1]).unwrap() - rho).abs() < 0.5);
    }
}
