//! Vectors of definitions B7.

use proptest::prelude::*;
use prospect_simulate::economics::Reason;
use prospect_simulate::reliability::{
    Production, System, TimeUsage, Truncation, age_replacement, crow_amsaa, inherent_availability,
    laplace_trend, mean_cumulative_function, minimal_repair_replacement, weibull_fit, weibull_mean,
};

use crate::shared::{close, number, numbers, vector};

#[test]
fn weibull_lives_are_fitted_with_and_without_parts_still_running() {
    let Some(vector) = vector("B.weibull_mle") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    for (failures, censored, key) in [
        ("complete", None, "complete_eta_beta_logl"),
        ("failures", Some("right_censored"), "censored_eta_beta_logl"),
    ] {
        let censored = censored.map_or_else(Vec::new, |key| numbers(&inputs[key]));
        let fit = weibull_fit(&numbers(&inputs[failures]), &censored).unwrap();
        let expected = numbers(&expected[key]);
        close(fit.scale, expected[0], 1e-6);
        close(fit.shape, expected[1], 1e-6);
        close(fit.log_likelihood, expected[2], 1e-6);
        if key == "censored_eta_beta_logl" {
            let mean = number(&vector["expected"], "censored_mean_life");
            close(weibull_mean(fit.scale, fit.shape), mean, 1e-6);
        }
    }
}

#[test]
fn the_power_law_process_is_fitted_under_both_truncations() {
    let Some(vector) = vector("B.crow_amsaa") else {
        return;
    };
    let times = numbers(&vector["inputs"]["times"]);
    let end = number(&vector["inputs"], "time_truncated_at");
    for (truncation, key) in [
        (Truncation::AtFailure, "failure_truncated"),
        (Truncation::At(end), "time_truncated"),
    ] {
        let fit = crow_amsaa(&times, truncation).unwrap();
        let expected = &vector["expected"][key];
        close(fit.beta, number(expected, "beta_mle"), 1e-9);
        close(fit.lambda, number(expected, "lambda"), 1e-9);
        close(
            fit.mean_time_between_at_end,
            number(expected, "mtbf_inst"),
            1e-9,
        );
        close(
            fit.beta_unbiased.unwrap(),
            number(expected, "beta_unbiased"),
            1e-9,
        );
    }
}

#[test]
fn the_trend_test_leaves_out_the_failure_that_ends_it() {
    let Some(vector) = vector("B.laplace") else {
        return;
    };
    let mut time = 0.0;
    let times: Vec<f64> = numbers(&vector["inputs"]["gaps"])
        .into_iter()
        .map(|gap| {
            time += gap;
            time
        })
        .collect();
    let expected = &vector["expected"];
    let u = laplace_trend(&times, Truncation::AtFailure).unwrap();
    close(u, number(expected, "u_failure_truncated"), 1e-9);
    let fit = crow_amsaa(&times, Truncation::AtFailure).unwrap();
    close(fit.beta, number(expected, "beta_mle"), 1e-9);
}

#[test]
fn the_mean_cumulative_function_counts_machines_through_their_end() {
    let Some(vector) = vector("B.mcf") else {
        return;
    };
    let systems: Vec<System> = vector["inputs"]["systems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|system| System {
            events: numbers(&system["events"]),
            end: number(system, "end"),
        })
        .collect();
    let points = mean_cumulative_function(&systems).unwrap();
    let expected = vector["expected"]["time_atrisk_mcf"].as_array().unwrap();
    assert_eq!(points.len(), expected.len());
    for (point, expected) in points.iter().zip(expected) {
        let expected = numbers(expected);
        assert_eq!([point.age, point.at_risk as f64], expected[..2]);
        close(point.mean, expected[2], 1e-9);
        if let Some((low, high)) = point.interval {
            assert!(low > 0.0 && low <= point.mean && point.mean <= high);
        }
    }
}

#[test]
fn availability_is_mean_life_over_mean_cycle() {
    let Some(vector) = vector("B.availability") else {
        return;
    };
    let life = numbers(&vector["inputs"]["weibull_eta_beta"]);
    let mean = weibull_mean(life[0], life[1]);
    let expected = &vector["expected"];
    close(mean, number(expected, "mtbf"), 1e-9);
    let availability = inherent_availability(mean, number(&vector["inputs"], "mttr"));
    close(
        availability,
        number(expected, "inherent_availability"),
        1e-9,
    );
}

#[test]
fn replacement_ages_are_those_of_barlow_and_hunter() {
    let Some(vector) = vector("B.optimal_replacement") else {
        return;
    };
    let [planned, failure, scale, shape] =
        ["cost_planned", "cost_failure", "eta", "beta"].map(|key| number(&vector["inputs"], key));
    let expected = &vector["expected"];
    let age = age_replacement(planned, failure, scale, shape).unwrap();
    close(age.age, number(expected, "age_replacement_t"), 1e-6);
    close(
        age.cost_rate,
        number(expected, "age_replacement_cost_rate"),
        1e-9,
    );
    let repair = minimal_repair_replacement(planned, failure, scale, shape).unwrap();
    close(repair.age, number(expected, "minimal_repair_t"), 1e-6);
    close(
        repair.cost_rate,
        number(expected, "minimal_repair_cost_rate"),
        1e-9,
    );
    // Without wear, or where planning costs as much as failing, waiting is best.
    assert_eq!(
        age_replacement(1.0, 5.0, 1000.0, 1.0),
        Err(Reason::OutOfDomain)
    );
    assert_eq!(
        age_replacement(5.0, 5.0, 1000.0, 2.0),
        Err(Reason::OutOfDomain)
    );
    assert_eq!(
        minimal_repair_replacement(1.0, 5.0, 1000.0, 0.9),
        Err(Reason::OutOfDomain)
    );
}

#[test]
fn every_hour_lands_in_one_bucket() {
    let Some(vector) = vector("B.time_usage") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let hours = |key| number(inputs, key);
    let usage = TimeUsage {
        unscheduled: hours("unscheduled"),
        planned_maintenance: hours("planned_maintenance"),
        breakdown: hours("breakdown"),
        standby: hours("standby"),
        operating_delay: hours("operating_delay"),
        operating: hours("operating"),
        unclassified: 0.0,
    };
    let figures = usage.figures();
    close(figures.calendar, hours("calendar"), 1e-12);
    close(figures.scheduled, number(expected, "scheduled"), 1e-12);
    close(figures.available, number(expected, "available"), 1e-12);
    close(figures.utilised, number(expected, "utilised"), 1e-12);
    for (found, key) in [
        (figures.physical_availability, "physical_availability"),
        (figures.use_of_availability, "use_of_availability"),
        (figures.asset_utilisation, "asset_utilisation"),
        (figures.operating_efficiency, "operating_efficiency"),
        (
            figures.mechanical_availability,
            "mechanical_availability_mtbf_style",
        ),
    ] {
        close(found.unwrap(), number(expected, key), 1e-9);
    }
    let oee = usage.oee(&Production {
        ideal_rate: hours("ideal_rate"),
        produced: hours("produced"),
        good: hours("good"),
    });
    let parts = [oee.availability, oee.performance, oee.quality].map(Result::unwrap);
    for (found, key) in parts
        .iter()
        .zip(["oee_availability", "oee_performance", "oee_quality"])
    {
        close(*found, number(expected, key), 1e-9);
    }
    close(oee.oee.unwrap(), number(expected, "oee"), 1e-9);
    close(oee.oee.unwrap(), parts.iter().product(), 1e-12);
    let idle = TimeUsage::default().figures();
    assert_eq!(idle.physical_availability, Err(Reason::DivisionByZero));
}

#[test]
fn records_that_say_nothing_are_refused() {
    assert_eq!(weibull_fit(&[5.0], &[9.0]), Err(Reason::TooFewObservations));
    assert_eq!(
        weibull_fit(&[5.0, 5.0], &[]),
        Err(Reason::TooFewObservations)
    );
    assert_eq!(weibull_fit(&[5.0, -1.0], &[]), Err(Reason::OutOfDomain));
    assert_eq!(
        crow_amsaa(&[5.0], Truncation::AtFailure),
        Err(Reason::TooFewObservations)
    );
    assert_eq!(
        crow_amsaa(&[5.0, 4.0], Truncation::AtFailure),
        Err(Reason::OutOfDomain)
    );
    assert_eq!(
        crow_amsaa(&[5.0, 9.0], Truncation::At(8.0)),
        Err(Reason::OutOfDomain)
    );
    assert_eq!(
        laplace_trend(&[], Truncation::At(8.0)),
        Err(Reason::TooFewObservations)
    );
    assert_eq!(mean_cumulative_function(&[]), Err(Reason::NoData));
    let late = System {
        events: vec![5.0],
        end: 4.0,
    };
    assert_eq!(mean_cumulative_function(&[late]), Err(Reason::OutOfDomain));
}

proptest! {
    /// Changing the unit of time changes the scale by as much and the shape not at all; no other pair is likelier.
    #[test]
    fn the_fit_is_the_likeliest_in_any_unit(
        failures in prop::collection::vec(0.5..500.0_f64, 3..20),
        censored in prop::collection::vec(0.5..500.0_f64, 0..6),
        unit in 1e-3..1e3_f64,
    ) {
        let fit = weibull_fit(&failures, &censored).unwrap();
        let change = |times: &[f64]| times.iter().map(|t| t * unit).collect::<Vec<_>>();
        let other = weibull_fit(&change(&failures), &change(&censored)).unwrap();
        prop_assert!((other.shape / fit.shape - 1.0).abs() < 1e-9);
        prop_assert!((other.scale / (unit * fit.scale) - 1.0).abs() < 1e-9);
        let likelihood = |scale: f64, shape: f64| {
            let ends = failures.iter().chain(&censored);
            let survived: f64 = ends.map(|t| (t / scale).powf(shape)).sum();
            let failed: f64 = failures
                .iter()
                .map(|t| (shape / scale).ln() + (shape - 1.0) * (t / scale).ln())
                .sum();
            failed - survived
        };
        let best = likelihood(fit.scale, fit.shape);
        prop_assert!((best - fit.log_likelihood).abs() <= 1e-9 * best.abs().max(1.0));
        for (a, b) in [(1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99)] {
            prop_assert!(likelihood(a * fit.scale, b * fit.shape) <= best + 1e-9);
        }
    }

    #[test]
    fn hours_add_up(hours in prop::array::uniform7(0.0..1000.0_f64)) {
        let [unscheduled, planned_maintenance, breakdown, standby, operating_delay, operating, unclassified] = hours;
        let usage = TimeUsage { unscheduled, planned_maintenance, breakdown, standby, operating_delay, operating, unclassified };
        let total: f64 = hours.iter().sum();
        prop_assert!((usage.calendar() - total).abs() < 1e-9);
        for share in [usage.figures().physical_availability, usage.figures().use_of_availability].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }
}
