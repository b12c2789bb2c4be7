//! What must hold for any flows and any scenario.

use std::ops::ControlFlow;

use proptest::prelude::*;
use prospect_simulate::economics::{
    IrrStatus, PaybackConvention, PeriodLengths, irr, net_present_value, npv, payback, peak_funding,
};
use prospect_simulate::engine::{SimulationSettings, iteration, iterations};
use prospect_simulate::examples::VIZCACHITAS_2023;
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::{Scenario, Timing, Values};

fn flows() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1000.0..1000.0_f64, 2..40)
}

/// A mine: outlays, income, closure.
fn mine() -> impl Strategy<Value = Vec<f64>> {
    (
        prop::collection::vec(-500.0..-1.0_f64, 1..5),
        prop::collection::vec(-50.0..400.0_f64, 3..30),
        prop::collection::vec(-100.0..0.0_f64, 0..4),
    )
        .prop_map(|(build, operate, close)| [build, operate, close].concat())
}

fn lengths(count: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(
        prop::sample::select(vec![1.0 / 12.0, 0.25, 0.5, 1.0, 2.0]),
        count,
    )
}

proptest! {
    #[test]
    fn timings_differ_by_half_a_period(flows in flows(), rate in -0.5..1.0_f64, length in 0.1..3.0_f64) {
        let periods = PeriodLengths::equal(flows.len(), length).unwrap();
        let at = |timing| npv(&flows, &periods, rate, timing).unwrap();
        let size: f64 = flows.iter().map(|x| x.abs()).sum::<f64>() * (1.0 + rate).powf(-length * flows.len() as f64).max(1.0);
        prop_assert!((at(Timing::Mid) - at(Timing::Start) * (1.0 + rate).powf(-length / 2.0)).abs() <= 1e-9 * size);
        prop_assert!((at(Timing::End) - at(Timing::Start) * (1.0 + rate).powf(-length)).abs() <= 1e-9 * size);
    }

    #[test]
    fn npv_is_linear(a in flows(), factor in -5.0..5.0_f64, rate in 0.0..0.5_f64) {
        let periods = PeriodLengths::equal(a.len(), 1.0).unwrap();
        let b: Vec<f64> = a.iter().rev().copied().collect();
        let combined: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + factor * b).collect();
        let value = |flows: &[f64]| npv(flows, &periods, rate, Timing::End).unwrap();
        prop_assert!((value(&combined) - value(&a) - factor * value(&b)).abs() < 1e-8 * 1000.0 * a.len() as f64);
    }

    #[test]
    fn every_root_is_a_root_and_their_number_is_even_or_odd_as_the_ends_say(
        (flows, lengths) in flows().prop_flat_map(|flows| { let n = flows.len(); (Just(flows), lengths(n)) })
    ) {
        prop_assume!(flows[0] != 0.0 && flows[flows.len() - 1] != 0.0);
        let periods = PeriodLengths::new(lengths).unwrap();
        let found = irr(&flows, &periods, Timing::Mid);
        let times = periods.times(Timing::Mid);
        for &rate in &found.roots {
            prop_assert!(rate > -1.0);
            if !(-0.999_999..=1e6).contains(&rate) {
                continue;
            }
            let value = net_present_value(&flows, &times, rate).unwrap();
            let terms: Vec<f64> = flows.iter().zip(&times).map(|(c, t)| c * (1.0 + rate).powf(-t)).collect();
            let size: f64 = terms.iter().map(|x| x.abs()).sum();
            let slope: f64 = terms.iter().zip(&times).map(|(x, t)| (x * t).abs()).sum();
            // The root is known to rounding of ln(1+r); near r = -1 that moves the value by the slope.
            prop_assert!(value.abs() <= 1e-9 * (size + slope), "NPV {value} at {rate}, size {size}");
        }
        prop_assert!(found.roots.windows(2).all(|pair| pair[0] < pair[1]));
        let ends_differ = (flows[0] > 0.0) != (flows[flows.len() - 1] > 0.0);
        prop_assert_eq!(found.roots.len() % 2 == 1, ends_differ, "{:?}", found.roots);
    }

    #[test]
    fn roots_agree_with_a_fine_scan(flows in mine()) {
        let periods = PeriodLengths::equal(flows.len(), 1.0).unwrap();
        let found = irr(&flows, &periods, Timing::Start);
        // Sign changes of the NPV over ln(1+r) in [-3, 3], each a root.
        let at = |u: f64| npv(&flows, &periods, u.exp_m1(), Timing::Start).unwrap();
        let mut changes = 0;
        let mut previous = at(-3.0);
        for k in 1..=6000 {
            let value = at(-3.0 + f64::from(k) * 1e-3);
            changes += usize::from((value > 0.0) != (previous > 0.0));
            previous = value;
        }
        let inside = found.roots.iter().filter(|r| (-3.0..=3.0).contains(&r.ln_1p())).count();
        prop_assert!(inside >= changes, "{inside} roots, {changes} sign changes");
        prop_assert!((inside - changes).is_multiple_of(2));
        if found.status == IrrStatus::Unique {
            prop_assert!(found.roots.contains(&found.value.unwrap()));
            prop_assert_eq!(found.other_roots.len() + 1, found.roots.len());
        }
    }

    #[test]
    fn payback_stands_where_the_cumulative_flow_is_zero(flows in mine()) {
        let periods = PeriodLengths::equal(flows.len(), 1.0).unwrap();
        let found = payback(&flows, &periods, PaybackConvention::Spread);
        if let Some(years) = found.years {
            let whole = (years.floor() as usize).min(flows.len() - 1);
            let cumulative: f64 = flows[..whole].iter().sum::<f64>() + flows[whole] * (years - whole as f64);
            prop_assert!(cumulative.abs() < 1e-6, "cumulative {cumulative} at {years}");
        } else {
            prop_assert!(flows.iter().sum::<f64>() < 0.0);
        }
        prop_assert!(peak_funding(&flows).value >= -flows[0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn npv_rises_with_the_price(low in 1.0..4.0_f64, step in 0.01..3.0_f64) {
        let at = |level: f64| {
            let mut scenario = VIZCACHITAS_2023.as_printed();
            scenario.prices[0].deck = Some(Values::Flat(level));
            scenario.reported.clear();
            Plan::compile(&scenario, &PathSets::new()).unwrap().base_case().figures
        };
        let (low, high) = (at(low), at(low + step));
        prop_assert!(low.npv_after_tax.mid < high.npv_after_tax.mid);
        prop_assert!(low.npv_after_tax.start * 1.08_f64.powf(-0.5) - low.npv_after_tax.mid < 1.0);
    }

    /// Fast rates of return have the status and value of the full isolation.
    #[test]
    fn simulated_rates_equal_the_full_isolation(
        capital in 0.2..5.0_f64, closure in 0.0..200.0_f64, seed in 0..1000_u64
    ) {
        let mut scenario = VIZCACHITAS_2023.scenario();
        scenario.reported.clear();
        for value in [(&mut scenario.capital[0].amount, capital), (&mut scenario.closure[0].amount, closure)] {
            let (amount, factor) = value;
            let scaled = amount.values.as_slice().iter().map(|x| x * factor).collect();
            amount.values = Values::PerPeriod(scaled);
        }
        let plan = Plan::compile(&scenario, &PathSets::new()).unwrap();
        let settings = SimulationSettings { iterations: 64, seed, ..Default::default() };
        let table = iterations(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
        for k in 0..64 {
            let full = iteration(&plan, &settings, k).unwrap().unwrap().case.figures.irr_after_tax;
            match (table.irr[k as usize], full.value) {
                (Some(fast), Some(full)) => prop_assert!((fast - full).abs() < 1e-9, "{fast} against {full}"),
                (fast, full) => prop_assert_eq!(fast, full),
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z\\[\\]{}=\"'0-9.,\n _-]{0,200}") {
        drop(Scenario::from_toml(&text));
        drop(Scenario::from_json(&text));
    }
}
