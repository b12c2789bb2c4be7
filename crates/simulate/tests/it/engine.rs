//! The simulation: reproducible, the same on any number of threads, and right where the answer is known.

use std::ops::ControlFlow;

use prospect_simulate::engine::{SimulationSettings, iteration, iterations, simulate};
use prospect_simulate::examples::{ALL, VIZCACHITAS_2023};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::SimulationResult;
use prospect_simulate::sampling::Sampling;
use prospect_simulate::scenario::{Scenario, Timing};
use prospect_simulate::statistics::mean_and_sd;

use crate::shared::{close, close_abs};

fn plan_of(scenario: &Scenario) -> Plan {
    Plan::compile(scenario, &PathSets::new()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn settings(iterations: u64, seed: u64, sampling: Sampling) -> SimulationSettings {
    SimulationSettings {
        iterations,
        seed,
        sampling,
    }
}

fn run(plan: &Plan, settings: &SimulationSettings) -> SimulationResult {
    simulate(plan, settings, |_| ControlFlow::Continue(())).unwrap()
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

/// One period, revenue = price × quantity, both uncertain, no discounting.
fn product_of_two(first: &str, second: &str) -> Plan {
    let text = format!(
        "schema_version = 1\nname = \"Two\"\nbasis = {{ money = \"US$\", terms = \"real\" }}\n\
         discount = {{ rate = 0, timing = \"start\" }}\nperiods = {{ labels = [1], length_years = 1 }}\n\
         [[prices]]\nid = \"m\"\nname = \"M\"\nunit = \"US$/t\"\ndeck = 10\n\
         [[products]]\nid = \"m\"\nname = \"M\"\nprice = \"m\"\npayable = {{ unit = \"t\", values = 1 }}\n\
         [[uncertain]]\nid = \"p\"\nlabel = \"P\"\ntarget = \"prices.m\"\nkind = \"value\"\nunit = \"US$/kg\"\ndistribution = {first}\n\
         [[uncertain]]\nid = \"q\"\nlabel = \"Q\"\ntarget = \"products.m.payable\"\nkind = \"factor\"\ndistribution = {second}\n"
    );
    plan_of(&Scenario::from_toml(&text).unwrap_or_else(|errors| panic!("{errors}")))
}

#[test]
fn the_same_seed_gives_the_same_digits_on_any_number_of_threads() {
    for example in ALL {
        let plan = plan_of(&example.scenario());
        for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube] {
            let settings = settings(20_001, 7, sampling);
            let text = |threads| {
                serde_json::to_string(&pool(threads).install(|| run(&plan, &settings))).unwrap()
            };
            let one = text(1);
            assert_eq!(one, text(2), "{} {sampling:?}", example.slug);
            assert_eq!(one, text(5), "{} {sampling:?}", example.slug);
            assert_eq!(one, text(1), "{} {sampling:?}", example.slug);
        }
    }
}

#[test]
fn another_seed_gives_other_digits_and_the_same_distribution() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    let (a, b) = (
        run(&plan, &settings(20_000, 1, Sampling::MonteCarlo)),
        run(&plan, &settings(20_000, 2, Sampling::MonteCarlo)),
    );
    assert_ne!(a.npv.mean.to_bits(), b.npv.mean.to_bits());
    let error = a.npv.standard_error.hypot(b.npv.standard_error);
    close_abs(a.npv.mean, b.npv.mean, 4.0 * error);
}

#[test]
fn moments_of_a_product_are_known() {
    let plan = product_of_two(
        "{ kind = \"normal\", mean = 0.01, sd = 0.002 }",
        "{ kind = \"pert\", min = 0.5, mode = 1, max = 2 }",
    );
    let (mean_q, variance_q) = (6.5 / 6.0, (6.5 / 6.0 - 0.5) * (2.0 - 6.5 / 6.0) / 7.0);
    let mean = 10.0 * mean_q;
    let variance = (100.0 + 4.0) * (mean_q * mean_q + variance_q) - mean * mean;
    for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube] {
        let result = run(&plan, &settings(200_000, 3, sampling));
        close_abs(result.npv.mean, mean, 4.0 * result.npv.standard_error);
        close(result.npv.sd, variance.sqrt(), 0.01);
        assert_eq!(result.base_npv.start, 10.0);
        assert_eq!(result.inputs[0].base, 0.01);
    }
}

#[test]
fn latin_hypercube_is_more_precise_than_monte_carlo() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    let spread = |sampling| {
        let means: Vec<f64> = (0..24)
            .map(|seed| run(&plan, &settings(500, seed, sampling)).npv.mean)
            .collect();
        mean_and_sd(&means).1
    };
    let (monte_carlo, latin) = (
        spread(Sampling::MonteCarlo),
        spread(Sampling::LatinHypercube),
    );
    assert!(
        latin < 0.5 * monte_carlo,
        "Latin hypercube {latin}, Monte Carlo {monte_carlo}"
    );
    let result = run(&plan, &settings(500, 1, Sampling::LatinHypercube));
    assert!(result.convergence.note.is_some());
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_has() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    let settings = settings(100_000, 5, Sampling::MonteCarlo);
    let mut calls = 0;
    let result = simulate(&plan, &settings, |progress| {
        calls += 1;
        assert_eq!(progress.total, 100_000);
        if progress.done >= 20_000 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .unwrap();
    assert!(result.cancelled && calls > 1);
    assert!(
        (20_000..40_000).contains(&result.iterations),
        "{}",
        result.iterations
    );
    assert_eq!(result.npv.n, result.iterations);
    // The same iterations as an uninterrupted run starts with.
    let whole = iterations(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
    let (mean, _) = mean_and_sd(&whole.npv_mid[..result.iterations as usize]);
    assert_eq!(mean.to_bits(), result.npv_mid.mean.to_bits());
}

#[test]
fn one_iteration_run_again_is_the_one_of_the_table() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    let settings = settings(1000, 11, Sampling::LatinHypercube);
    let table = iterations(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
    for index in [0_u64, 1, 63, 64, 500, 999] {
        let k = index as usize;
        let detail = iteration(&plan, &settings, index).unwrap().unwrap();
        let figures = &detail.case.figures;
        assert_eq!(
            figures.npv_after_tax.get(Timing::Mid).to_bits(),
            table.npv_mid[k].to_bits()
        );
        for (input, column) in detail.inputs.iter().zip(&table.inputs) {
            assert_eq!(
                (&input.input, input.value.to_bits()),
                (&column.0, column.2[k].to_bits())
            );
        }
        match table.irr[k] {
            Some(rate) => close_abs(figures.irr_after_tax.value.unwrap(), rate, 1e-9),
            None => assert_eq!(figures.irr_after_tax.value, None),
        }
        match table.payback_years[k] {
            Some(years) => close_abs(figures.payback.years.unwrap(), years, 1e-9),
            None => assert_eq!(figures.payback.years, None),
        }
        close_abs(figures.peak_funding.value, table.peak_funding[k], 1e-6);
    }
    assert_eq!(iteration(&plan, &settings, 1000).unwrap(), None);
}

#[test]
fn without_uncertainty_every_iteration_is_the_base_case() {
    for example in ALL {
        let plan = plan_of(&example.as_printed());
        let base = plan.base_case();
        let result = run(&plan, &settings(100, 1, Sampling::MonteCarlo));
        assert_eq!(
            result.npv.min.to_bits(),
            base.figures.npv.value.unwrap().to_bits()
        );
        assert_eq!(result.npv.max.to_bits(), result.npv.min.to_bits());
        assert_eq!(result.irr.unique, 100);
        assert_eq!(result.tornado.swing.len(), 0);
    }
}

#[test]
fn inputs_at_base_reproduce_given_rows_exactly() {
    // Distributions that are all fixed at base: responses must leave the typed rows as they are.
    let mut scenario = VIZCACHITAS_2023.scenario();
    for uncertain in &mut scenario.uncertain {
        uncertain.distribution =
            prospect_simulate::distribution::Distribution::Fixed { value: 1.0 };
    }
    for price in &mut scenario.prices {
        price.path = None;
    }
    let plan = plan_of(&scenario);
    let result = run(&plan, &settings(64, 1, Sampling::MonteCarlo));
    assert_eq!(
        result.npv.min.to_bits(),
        plan.base_case().figures.npv.value.unwrap().to_bits()
    );
}

#[test]
fn paths_have_the_moments_of_their_process() {
    let text = "schema_version = 1\nname = \"P\"\nbasis = { money = \"US$\", terms = \"real\" }\n\
        discount = { rate = 0, timing = \"start\" }\nperiods = { labels = [1, 2, 3, 4], length_years = [0.5, 1, 2, 3] }\n\
        [[prices]]\nid = \"m\"\nname = \"M\"\nunit = \"US$/t\"\n\
        path = { kind = \"one_factor\", start = 100, reversion = 0.369, mu = 4.854, volatility = 0.233 }\n\
        [[products]]\nid = \"m\"\nname = \"M\"\nprice = \"m\"\npayable = { unit = \"t\", values = 1 }\n";
    let plan = plan_of(&Scenario::from_toml(text).unwrap());
    let result = run(&plan, &settings(200_000, 4, Sampling::MonteCarlo));
    let process = prospect_simulate::process::OneFactor {
        start: 100.0,
        reversion: 0.369,
        mu: 4.854,
        volatility: 0.233,
    };
    for (band, t) in result.cash_flow.iter().zip([0.25, 1.0, 2.5, 5.0]) {
        let moments = process.moments(t);
        close(band.base, moments.mean, 1e-12);
        close(band.mean, moments.mean, 0.004);
        close(band.p50, moments.median, 0.004);
        close(
            (band.p90 / band.p10).ln() / (2.0 * 1.281_551_565_5),
            moments.sd_ln,
            0.01,
        );
    }
}

#[test]
fn tornado_orders_by_swing_and_runs_the_model_at_both_ends() {
    let plan = product_of_two(
        "{ kind = \"uniform\", min = 0.008, max = 0.012 }",
        "{ kind = \"uniform\", min = 0.9, max = 1.1 }",
    );
    let result = run(&plan, &settings(5000, 1, Sampling::MonteCarlo));
    let swing = &result.tornado.swing;
    assert_eq!(
        swing
            .iter()
            .map(|entry| entry.input.as_str())
            .collect::<Vec<_>>(),
        ["p", "q"]
    );
    close(swing[0].low.input, 0.0084, 1e-12);
    close(swing[0].low.npv, 8.4, 1e-12);
    close(swing[0].high.npv, 11.6, 1e-12);
    close(swing[1].swing, 10.0 * 0.16, 1e-12);
    assert_eq!(result.tornado.base, 10.0);
    let rank = &result.tornado.rank;
    assert!(rank[0].correlation.unwrap() > rank[1].correlation.unwrap());
    close(
        rank.iter().map(|entry| entry.share.unwrap()).sum::<f64>(),
        1.0,
        1e-12,
    );
}

#[test]
fn bands_histogram_and_percentiles_hang_together() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    let result = run(&plan, &settings(20_000, 9, Sampling::MonteCarlo));
    let histogram = &result.npv_histogram;
    let counted: u64 = histogram.bins.iter().map(|bin| bin.count).sum();
    assert_eq!(
        counted + histogram.below + histogram.above,
        result.iterations
    );
    assert!(
        histogram.bins.len() > 20 && histogram.bins.len() <= 200,
        "{}",
        histogram.bins.len()
    );
    assert!(
        result
            .npv
            .percentiles
            .windows(2)
            .all(|pair| pair[0].value <= pair[1].value)
    );
    for percentile in &result.npv.percentiles {
        assert!(percentile.low <= percentile.value && percentile.value <= percentile.high);
    }
    for band in result.cash_flow.iter().chain(&result.cumulative_cash_flow) {
        assert!(band.p10 <= band.p50 && band.p50 <= band.p90);
    }
    assert!(result.npv.cvar_5 <= result.npv.var_5);
    assert_eq!(
        result.irr.unique + result.irr.several + result.irr.none,
        result.iterations
    );
    let last = result.convergence.points.last().unwrap();
    assert_eq!(last.mean.to_bits(), result.npv.mean.to_bits());
    // The timings are multiples of each other for equal periods and one rate.
    close(
        result.npv_mid.mean,
        result.npv_start.mean * 1.08_f64.powf(-0.5),
        1e-12,
    );
    close(result.npv_end.mean, result.npv_start.mean / 1.08, 1e-12);
}

#[test]
fn an_uncertain_discount_rate_discounts_each_iteration() {
    let mut scenario = VIZCACHITAS_2023.as_printed();
    scenario.uncertain = Scenario::from_toml(&format!(
        "{}\n[[uncertain]]\nid = \"rate\"\nlabel = \"Rate\"\ntarget = \"discount.rate\"\nkind = \"value\"\nunit = \"%\"\n\
         distribution = {{ kind = \"uniform\", min = 6, max = 10 }}\n",
        scenario.to_toml()
    ))
    .unwrap()
    .uncertain;
    let plan = plan_of(&scenario);
    let base = plan.base_case();
    close(
        base.figures.npv.value.unwrap(),
        plan_of(&VIZCACHITAS_2023.as_printed())
            .base_case()
            .figures
            .npv
            .value
            .unwrap(),
        1e-12,
    );
    let settings = settings(100, 1, Sampling::MonteCarlo);
    let table = iterations(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
    let flows = &base.rows.last().unwrap().values;
    let periods = prospect_simulate::economics::PeriodLengths::equal(flows.len(), 1.0).unwrap();
    for k in 0..100 {
        let rate = table.inputs[0].2[k] / 100.0;
        let expected =
            prospect_simulate::economics::npv(flows, &periods, rate, Timing::Mid).unwrap();
        close(table.npv_mid[k], expected, 1e-11);
    }
}

#[test]
fn too_many_or_no_iterations_are_refused() {
    let plan = plan_of(&VIZCACHITAS_2023.scenario());
    for iterations in [0, 10_000_001] {
        assert!(
            simulate(
                &plan,
                &settings(iterations, 1, Sampling::MonteCarlo),
                |_| ControlFlow::Continue(())
            )
            .is_err()
        );
    }
}

#[test]
fn adding_an_input_leaves_the_draws_of_the_others() {
    let scenario = VIZCACHITAS_2023.scenario();
    let mut fewer = scenario.clone();
    fewer.uncertain.remove(0);
    let settings = settings(200, 1, Sampling::MonteCarlo);
    let table = |scenario: &Scenario| {
        iterations(&plan_of(scenario), &settings, |_| ControlFlow::Continue(())).unwrap()
    };
    let (all, less) = (table(&scenario), table(&fewer));
    assert_eq!(all.inputs[1..], less.inputs[..]);
}
