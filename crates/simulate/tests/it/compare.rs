//! Two scenarios on the same draws.

use std::ops::ControlFlow;

use prospect_simulate::engine::{SettingsError, SimulationSettings, compare};
use prospect_simulate::examples;
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::Comparison;
use prospect_simulate::sampling::Sampling;
use prospect_simulate::scenario::{Scenario, Values};

fn plan(scenario: &Scenario) -> Plan {
    Plan::compile(scenario, &PathSets::new()).unwrap()
}

fn vizcachitas() -> Scenario {
    examples::ALL[0].scenario()
}

fn compared(a: &Scenario, b: &Scenario, settings: &SimulationSettings) -> Comparison {
    compare(&plan(a), &plan(b), settings, |_| ControlFlow::Continue(()))
        .unwrap()
        .unwrap()
}

const SETTINGS: SimulationSettings = SimulationSettings {
    iterations: 3_000,
    seed: 7,
    sampling: Sampling::MonteCarlo,
};

#[test]
fn a_scenario_ties_with_itself() {
    let own = vizcachitas();
    let found = compared(&own, &own, &SETTINGS);
    assert_eq!(found.ties, 3_000);
    assert_eq!(found.probability_a_beats_b.count, 0);
    assert_eq!(found.difference.min.to_bits(), 0.0_f64.to_bits());
    assert_eq!(found.difference.max.to_bits(), 0.0_f64.to_bits());
    assert!((found.correlation.unwrap() - 1.0).abs() < 1e-12);
    assert!(found.only_in_a.is_empty() && found.only_in_b.is_empty());
    assert!(found.warnings.is_empty());
}

/// A closure cost that nothing responds to and no input acts on lowers the NPV by its present value in every iteration.
#[test]
fn a_fixed_outlay_shifts_every_iteration_by_its_present_value() {
    let base = vizcachitas();
    let mut dearer = base.clone();
    let last = dearer.periods.labels.len() - 1;
    let mut row = dearer.closure[0].clone();
    row.id = "more".to_owned();
    row.name = "More".to_owned();
    row.contingency = None;
    let mut values = vec![0.0; last + 1];
    values[last] = 1_000.0;
    row.amount.unit.clone_from(&dearer.basis.money);
    row.amount.values = Values::PerPeriod(values);
    dearer.closure.push(row);
    // Taxes that respond to the cash flow before tax would move too.
    for tax in &mut dearer.taxes {
        tax.response = None;
    }
    let mut fixed = base.clone();
    for tax in &mut fixed.taxes {
        tax.response = None;
    }
    let found = compared(&fixed, &dearer, &SETTINGS);
    let t = last as f64 + 0.5;
    let expected = 1_000.0 * (1.0 + base.discount.rate).powf(-t);
    // The NPVs are millions of k US$: rounding leaves about 1e-9 of them.
    for value in [
        found.base_difference,
        found.difference.min,
        found.difference.max,
    ] {
        assert!(
            (value - expected).abs() < 1e-5,
            "{value} against {expected}"
        );
    }
    assert_eq!(found.probability_a_beats_b.count, 3_000);
}

#[test]
fn inputs_of_one_side_leave_the_others_alone() {
    let base = vizcachitas();
    let mut narrower = base.clone();
    let dropped = narrower.uncertain.remove(0);
    let found = compared(&base, &narrower, &SETTINGS);
    assert_eq!(found.only_in_a, [dropped.id]);
    assert!(found.only_in_b.is_empty());
    // What both draw is the same: only the dropped input tells them apart.
    assert!(
        found.difference.sd < 0.7 * found.a.npv.sd,
        "{}",
        found.difference.sd
    );
}

#[test]
fn money_of_b_is_converted_to_that_of_a_or_refused() {
    let base = vizcachitas();
    let oko = examples::OKO_WEST_2025.scenario();
    assert_ne!(base.basis.money, oko.basis.money);
    let found = compared(&base, &oko, &SETTINGS);
    let back = compared(&oko, &base, &SETTINGS);
    // k US$ and M US$.
    let scaled = |value: f64, expected: f64| (value / 1e3 - expected).abs() < 1e-9 * expected.abs();
    assert!(scaled(found.b.npv.mean, back.a.npv.mean));
    assert!(scaled(found.a.npv.mean, back.b.npv.mean));
    assert!(scaled(-found.difference.mean, back.difference.mean));
    let mut other = oko;
    other.basis.money = "M CAD".to_owned();
    let plans = (plan(&base), Plan::compile(&other, &PathSets::new()));
    if let (a, Ok(b)) = plans {
        let refused = compare(&a, &b, &SETTINGS, |_| ControlFlow::Continue(()));
        assert!(matches!(refused, Err(SettingsError::Money { .. })));
    }
}

#[test]
fn a_comparison_that_is_cancelled_is_none() {
    let own = plan(&vizcachitas());
    let settings = SimulationSettings {
        iterations: 100_000,
        ..SETTINGS
    };
    let cancelled = compare(&own, &own, &settings, |_| ControlFlow::Break(()));
    assert_eq!(cancelled.unwrap(), None);
}
