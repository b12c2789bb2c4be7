//! Vectors of definitions B1, refusals by name, and the fast tables.

use prospect_simulate::distribution::{
    Distribution, MAX_TABLE_ERROR, Quantile, normal_cdf, normal_quantile,
};
use serde_json::{Value, json};

use crate::shared::{close, close_abs, number, numbers, vector};

fn distribution(value: Value) -> Distribution {
    serde_json::from_value(value).unwrap()
}

fn quantile(value: Value) -> Quantile {
    distribution(value).quantile().unwrap()
}

/// P10, P50, P90, mean and sd of the vector's distribution, read through the scenario's own form.
fn check(name: &str, fields: impl Fn(&Value) -> Value) {
    let Some(vector) = vector(&format!("B.dist.{name}")) else {
        return;
    };
    let found = quantile(fields(&vector["inputs"]));
    let expected = &vector["expected"];
    for (u, expected) in [0.1, 0.5, 0.9]
        .into_iter()
        .zip(numbers(&expected["p10_p50_p90"]))
    {
        if expected == 0.0 {
            close_abs(found.at(u), 0.0, 0.0);
        } else {
            close(found.at(u), expected, 1e-9);
        }
    }
    let (mean, sd) = found.mean_and_sd();
    close(mean, number(expected, "mean"), 1e-9);
    close(sd, number(expected, "sd"), 1e-9);
}

/// The vector's inputs under the names a scenario uses, with `kind` added.
fn as_kind(kind: &'static str) -> impl Fn(&Value) -> Value {
    move |inputs| {
        let mut fields = inputs.clone();
        fields["kind"] = json!(kind);
        fields
    }
}

#[test]
fn every_continuous_distribution() {
    check("uniform", as_kind("uniform"));
    check("triangular", as_kind("triangular"));
    check("pert_lambda4", as_kind("pert"));
    check("pert_lambda2", as_kind("pert"));
    check("normal", as_kind("normal"));
    check("lognormal_mean_sd", as_kind("lognormal"));
    check("lognormal_p10_p90", as_kind("lognormal"));
    check("lognormal_shifted", as_kind("shifted_lognormal"));
    check("beta", as_kind("beta"));
    check("gamma", as_kind("gamma"));
    check("weibull", as_kind("weibull"));
    check("exponential", as_kind("exponential"));
    let truncated = |inputs: &Value| {
        json!({
            "kind": "truncated",
            "parent": {"kind": "normal", "mean": inputs["mean"], "sd": inputs["sd"]},
            "lower": inputs["lower"],
            "upper": inputs["upper"],
        })
    };
    check("normal_truncated", truncated);
    check("normal_truncated_left", truncated);
}

#[test]
fn every_discrete_distribution() {
    check("poisson", as_kind("poisson"));
    check("bernoulli", as_kind("bernoulli"));
    let Some(vector) = vector("B.dist.discrete") else {
        return;
    };
    let inputs = &vector["inputs"];
    let found = quantile(
        json!({"kind": "discrete", "values": inputs["values"], "weights": inputs["weights"]}),
    );
    for (u, expected) in numbers(&inputs["u"])
        .into_iter()
        .zip(numbers(&vector["expected"]["x"]))
    {
        assert_eq!(found.at(u), expected, "at {u}");
    }
}

#[test]
fn capital_overrun_prior() {
    let Some(vector) = vector("B.capex_prior") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let (shift, mu, sigma) = (
        number(inputs, "shift"),
        number(inputs, "mu"),
        number(inputs, "sigma"),
    );
    let found =
        quantile(json!({"kind": "shifted_lognormal", "shift": shift, "mu": mu, "sigma": sigma}));
    for (u, expected) in [0.1, 0.5, 0.9]
        .into_iter()
        .zip(numbers(&expected["p10_p50_p90"]))
    {
        close(found.at(u), expected, 1e-9);
    }
    close(found.mean(), number(expected, "mean"), 1e-9);
    let below = |x: f64| normal_cdf(((x - shift).ln() - mu) / sigma);
    close(
        below(1.15) - below(0.85),
        number(expected, "p_within_15pct_of_estimate"),
        1e-9,
    );
    close(1.0 - below(2.0), number(expected, "p_above_2"), 1e-9);
    close(below(1.0), number(expected, "p_below_1"), 1e-9);
}

#[test]
fn empirical_forms() {
    let sample = quantile(json!({"kind": "empirical", "sample": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]}));
    close(sample.at(0.9), 6.3, 1e-12);
    let histogram = quantile(json!({"kind": "histogram", "edges": [0, 10, 30], "weights": [1, 3]}));
    close(histogram.at(0.25), 10.0, 1e-12);
    close(histogram.at(0.625), 20.0, 1e-12);
    close(histogram.mean(), 0.25 * 5.0 + 0.75 * 20.0, 1e-12);
}

#[test]
fn truncation_far_in_the_upper_tail_keeps_its_digits() {
    let parent = json!({"kind": "normal", "mean": 0, "sd": 1});
    let found = quantile(json!({"kind": "truncated", "parent": parent, "lower": 5, "upper": 5.5}));
    for u in [0.001, 0.5, 0.999] {
        let x = found.at(u);
        assert!((5.0..=5.5).contains(&x), "{x}");
    }
    let middle = found.at(0.5);
    let mass = |x: f64| normal_cdf(-x);
    close(
        (mass(5.0) - mass(middle)) / (mass(5.0) - mass(5.5)),
        0.5,
        1e-9,
    );
}

#[test]
fn moments_by_quadrature_agree_with_closed_forms() {
    let whole = |parent: Value| json!({"kind": "truncated", "parent": parent});
    for parent in [
        json!({"kind": "gamma", "shape": 3, "scale": 2}),
        json!({"kind": "triangular", "min": 10, "mode": 15, "max": 40}),
        json!({"kind": "lognormal", "mean": 100, "sd": 30}),
        json!({"kind": "pert", "min": 10, "mode": 15, "max": 40}),
    ] {
        let (mean, sd) = quantile(parent.clone()).mean_and_sd();
        let (found_mean, found_sd) = quantile(whole(parent)).mean_and_sd();
        close(found_mean, mean, 1e-6);
        close(found_sd, sd, 1e-5);
    }
}

#[test]
fn refusals_name_the_rule() {
    for (value, words) in [
        (
            json!({"kind": "triangular", "min": 1, "mode": 5, "max": 3}),
            "mode 5 lies outside [1, 3]",
        ),
        (
            json!({"kind": "pert", "min": 1, "mode": 0, "max": 3}),
            "mode 0 lies outside [1, 3]",
        ),
        (
            json!({"kind": "pert", "min": 1, "mode": 2, "max": 3, "lambda": 0}),
            "lambda is 0",
        ),
        (json!({"kind": "normal", "mean": 1, "sd": 0}), "sd is 0"),
        (
            json!({"kind": "uniform", "min": 3, "max": 3}),
            "min 3 is not below max 3",
        ),
        (
            json!({"kind": "lognormal", "p10": 5, "p90": 5}),
            "p10 5 is not below p90 5",
        ),
        (json!({"kind": "lognormal", "p10": 0, "p90": 5}), "p10 is 0"),
        (
            json!({"kind": "lognormal", "mean": 5}),
            "exactly one of the pairs",
        ),
        (
            json!({"kind": "lognormal", "mean": 5, "sd": 1, "mu": 2}),
            "exactly one of the pairs",
        ),
        (
            json!({"kind": "bernoulli", "p": 1.5}),
            "a probability lies in [0, 1]",
        ),
        (
            json!({"kind": "discrete", "values": [1, 2], "weights": [1]}),
            "2 and 1 entries",
        ),
        (
            json!({"kind": "discrete", "values": [1, 2], "weights": [1, -1]}),
            "weight 1 is -1",
        ),
        (
            json!({"kind": "empirical", "sample": [1]}),
            "at least two values",
        ),
        (
            json!({"kind": "histogram", "edges": [1, 0], "weights": [1]}),
            "edges must rise",
        ),
        (
            json!({"kind": "truncated", "parent": {"kind": "normal", "mean": 0, "sd": 1}, "lower": 9, "upper": 10}),
            "at least 1e-9 is needed",
        ),
        (
            json!({"kind": "truncated", "parent": {"kind": "normal", "mean": 0, "sd": 1}, "lower": 2, "upper": 1}),
            "lower 2 is not below upper 1",
        ),
        (
            json!({"kind": "truncated", "parent": {"kind": "poisson", "mean": 3}, "lower": 2}),
            "a poisson cannot be truncated",
        ),
    ] {
        let error = distribution(value.clone())
            .quantile()
            .expect_err("refused")
            .to_string();
        assert!(error.contains(words), "{value}: {error}");
    }
}

#[test]
fn tables_stay_within_their_error_and_rise() {
    for value in [
        json!({"kind": "pert", "min": 0, "mode": 0.2, "max": 1}),
        json!({"kind": "pert", "min": 0, "mode": 0, "max": 1}),
        json!({"kind": "pert", "min": 0, "mode": 1, "max": 1, "lambda": 10}),
        json!({"kind": "beta", "alpha": 0.4, "beta": 0.6}),
        json!({"kind": "beta", "alpha": 40, "beta": 3}),
        json!({"kind": "gamma", "shape": 0.7, "scale": 1}),
        json!({"kind": "gamma", "shape": 30, "scale": 0.1}),
    ] {
        let found = quantile(value.clone());
        assert!(
            found.table_error() <= MAX_TABLE_ERROR,
            "{value}: {:e}",
            found.table_error()
        );
        let us: Vec<f64> = (1..20_000).map(|k| f64::from(k) / 20_000.0).collect();
        let mut drawn = us.clone();
        found.fill(&mut drawn);
        let range = found.at(1.0 - 1e-9) - found.at(1e-9);
        for (k, (&u, &x)) in us.iter().zip(&drawn).enumerate() {
            assert!(
                (x - found.at(u)).abs() <= MAX_TABLE_ERROR * range,
                "{value} at {u}: {x} against {}",
                found.at(u)
            );
            assert!(k == 0 || x >= drawn[k - 1], "{value} falls at {u}");
        }
        let mut tails = vec![1e-13, 1.0 - 1e-13];
        found.fill(&mut tails);
        close_abs(tails[0], found.at(1e-13), 1e-12 * range);
        close_abs(tails[1], found.at(1.0 - 1e-13), 1e-12 * range);
    }
}

#[test]
fn normal_quantile_is_exact() {
    for (u, z) in [
        (0.5, 0.0),
        (0.975, 1.959_963_984_540_054),
        (1e-10, -6.361_340_902_404_056),
        (0.9, 1.281_551_565_544_600_4),
    ] {
        close_abs(normal_quantile(u), z, 1e-14);
    }
    let mut u = 1e-300;
    while u < 0.5 {
        // Near zero the CDF magnifies the last digit of z by z².
        close(normal_cdf(normal_quantile(u)), u, 1e-10);
        u *= 7.0;
    }
}
