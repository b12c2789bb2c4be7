//! Vectors of definitions A1 to A3: NPV, IRR, MIRR, payback.

use prospect_simulate::economics::{
    DatedFlows, IrrKind, IrrStatus, PaybackConvention, PeriodLengths, Reason, TimingError, irr,
    irr_at_times, mirr, npv, payback, peak_funding, profitability_index, xirr, xnpv,
};
use prospect_simulate::scenario::Timing;
use serde_json::Value;

use crate::shared::{close, close_abs, golden, number, numbers, vector};

fn vizcachitas_flows() -> Option<Vec<f64>> {
    golden("vizcachitas-2023.json")
        .map(|file| numbers(&file["expected"]["free_cash_flow_after_tax"]))
}

fn yearly(count: usize) -> PeriodLengths {
    PeriodLengths::equal(count, 1.0).unwrap()
}

#[test]
fn npv_by_timing() {
    let (Some(vector), Some(flows)) = (vector("A.npv.timing"), vizcachitas_flows()) else {
        return;
    };
    let periods = yearly(flows.len());
    for timing in Timing::ALL {
        let found = npv(&flows, &periods, 0.08, timing).unwrap();
        close(found, number(&vector["expected"], timing.as_str()), 1e-9);
    }
}

#[test]
fn npv_and_irr_of_mixed_periods() {
    let (Some(npv_vector), Some(irr_vector)) =
        (vector("A.npv.mixed_periods"), vector("A.irr.mixed_periods"))
    else {
        return;
    };
    let inputs = &npv_vector["inputs"];
    let periods = PeriodLengths::new(numbers(&inputs["period_years"])).unwrap();
    let flows = numbers(&inputs["cash_flows"]);
    for timing in Timing::ALL {
        let value = npv(&flows, &periods, number(inputs, "rate"), timing).unwrap();
        close(
            value,
            number(&npv_vector["expected"], timing.as_str()),
            1e-9,
        );
        let rate = irr(&flows, &periods, timing).value.unwrap();
        close(rate, number(&irr_vector["expected"], timing.as_str()), 1e-9);
    }
}

#[test]
fn a_rate_of_minus_one_is_refused() {
    let refused = npv(&[1.0, 2.0], &yearly(2), -1.0, Timing::Start);
    assert_eq!(
        refused,
        Err(TimingError::RateNotAboveMinusOne { rate: -1.0 })
    );
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("rate_not_above_minus_one")
    );
}

fn check_irr(flows: &[f64], expected: &Value) {
    let found = irr(flows, &yearly(flows.len()), Timing::Start);
    let status = serde_json::to_value(found.status).unwrap();
    assert_eq!(status, expected["status"], "{flows:?}");
    assert_eq!(
        serde_json::to_value(found.reason).unwrap(),
        expected["reason"],
        "{flows:?}"
    );
    match expected["value"].as_f64() {
        Some(value) => close_abs(found.value.unwrap(), value, 1e-9),
        None => assert_eq!(found.value, None, "{flows:?}"),
    }
    let roots = numbers(&expected["roots"]);
    assert_eq!(
        found.roots.len(),
        roots.len(),
        "{flows:?}: {:?}",
        found.roots
    );
    for (found, expected) in found.roots.iter().zip(&roots) {
        close_abs(*found, *expected, 1e-9);
    }
}

#[test]
fn irr_status_of_every_case() {
    let Some(vector) = vector("A.irr.status") else {
        return;
    };
    let cases = vector["inputs"]["cases"].as_array().unwrap();
    let expected = vector["expected"]["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 13);
    for (case, expected) in cases.iter().zip(expected) {
        check_irr(&numbers(case), expected);
    }
}

#[test]
fn irr_of_vizcachitas_with_its_second_root() {
    let (Some(vector), Some(flows)) = (vector("A.irr.vizcachitas"), vizcachitas_flows()) else {
        return;
    };
    check_irr(&flows, &vector["expected"]);
    let found = irr(&flows, &yearly(flows.len()), Timing::Mid);
    assert_eq!(found.kind, Some(IrrKind::Investment));
    assert_eq!(found.other_roots.len(), 1);
}

#[test]
fn a_double_root_touches_only() {
    let touches = irr(&[-100.0, 220.0, -121.0], &yearly(3), Timing::End);
    assert_eq!(
        (touches.status, touches.reason),
        (IrrStatus::None, Some(Reason::TouchesOnly))
    );
    let triple = irr(&[-1000.0, 3300.0, -3630.0, 1331.0], &yearly(4), Timing::End);
    assert_eq!(triple.status, IrrStatus::Unique);
    close_abs(triple.value.unwrap(), 0.1, 1e-4);
}

#[test]
fn borrowing_is_named() {
    let found = irr(&[100.0, -60.0, -60.0, -60.0], &yearly(4), Timing::End);
    assert_eq!(found.kind, Some(IrrKind::Borrowing));
}

#[test]
fn irr_of_awkward_series() {
    // numpy-financial issue 39: an annuity that declines, 12 % by construction.
    let mut annuity = vec![-2000.0];
    let mut value = 2000.0;
    let mut rest: Vec<f64> = Vec::new();
    for k in 0..26 {
        value *= 1.12;
        let paid = if k == 25 {
            value
        } else {
            300.0 - 5.0 * f64::from(k)
        };
        value -= paid;
        rest.push(paid);
    }
    annuity.extend(rest);
    let found = irr(&annuity, &yearly(annuity.len()), Timing::End);
    assert!(
        found.roots.iter().any(|root| (root - 0.12).abs() < 1e-9),
        "{found:?}"
    );
    // Flows that decay to the smallest numbers.
    let tiny: Vec<f64> = (0..31)
        .map(|k| if k == 0 { -1.0 } else { 10.0_f64.powi(-10 * k) })
        .collect();
    let found = irr(&tiny, &yearly(31), Timing::End);
    assert_eq!(found.status, IrrStatus::Unique);
    assert!(found.value.unwrap() > -1.0);
}

#[test]
fn mirr_as_excel() {
    let Some(vector) = vector("A.mirr") else {
        return;
    };
    let expected = numbers(&vector["expected"]["values"]);
    for (case, expected) in vector["inputs"]["cases"]
        .as_array()
        .unwrap()
        .iter()
        .zip(expected)
    {
        let flows = numbers(&case["cash_flows"]);
        let times = yearly(flows.len()).times(Timing::Start);
        let found = mirr(
            &flows,
            &times,
            number(case, "finance_rate"),
            number(case, "reinvest_rate"),
        );
        close(found.unwrap().unwrap(), expected, 1e-9);
    }
    assert_eq!(
        mirr(&[1.0, 2.0], &[0.0, 1.0], 0.1, 0.1),
        Ok(Err(Reason::NoSignChange))
    );
}

#[test]
fn payback_by_both_conventions() {
    let Some(vector) = vector("A.payback") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let flows = numbers(&inputs["cash_flows"]);
    let (periods, rate) = (yearly(flows.len()), number(inputs, "rate"));
    let years = |flows: &[f64], convention| payback(flows, &periods, convention).years.unwrap();
    close(
        years(&flows, PaybackConvention::Point),
        number(expected, "payback_point"),
        1e-9,
    );
    close(
        years(&flows, PaybackConvention::Spread),
        number(expected, "payback_spread"),
        1e-9,
    );
    let discounted = |timing| -> Vec<f64> {
        let factors = periods.discount_factors(rate, timing).unwrap();
        flows
            .iter()
            .zip(factors)
            .map(|(flow, factor)| flow * factor)
            .collect()
    };
    close(
        years(&discounted(Timing::Start), PaybackConvention::Point),
        number(expected, "discounted_point"),
        1e-9,
    );
    close(
        years(&discounted(Timing::Mid), PaybackConvention::Spread),
        number(expected, "discounted_spread_mid"),
        1e-9,
    );
    close(
        npv(&flows, &periods, rate, Timing::Start).unwrap(),
        number(expected, "npv_start"),
        1e-9,
    );
    close(
        irr(&flows, &periods, Timing::Start).value.unwrap(),
        number(expected, "irr"),
        1e-9,
    );
}

#[test]
fn payback_that_recrosses() {
    let Some(vector) = vector("A.payback.recrosses") else {
        return;
    };
    let expected = &vector["expected"];
    let flows = numbers(&vector["inputs"]["cash_flows"]);
    let found = payback(&flows, &yearly(flows.len()), PaybackConvention::Point);
    close(
        found.years.unwrap(),
        number(expected, "payback_point"),
        1e-9,
    );
    close(
        found.final_years.unwrap(),
        number(expected, "final_payback_point"),
        1e-9,
    );
    assert!(found.recrosses);
    close(
        peak_funding(&flows).value,
        number(expected, "peak_funding"),
        1e-9,
    );
}

#[test]
fn payback_edges() {
    let never = payback(&[-5.0, 2.0], &yearly(2), PaybackConvention::Spread);
    assert_eq!(
        (never.years, never.reason),
        (None, Some(Reason::NotRecovered))
    );
    let free = payback(&[5.0, 2.0], &yearly(2), PaybackConvention::Spread);
    assert_eq!(free.years, Some(0.0));
    assert_eq!(peak_funding(&[5.0, 2.0]).period, None);
}

#[test]
fn profitability() {
    let Some(vector) = vector("A.pi") else { return };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let (flows, capital) = (numbers(&inputs["cash_flows"]), numbers(&inputs["capital"]));
    let (periods, rate) = (yearly(flows.len()), number(inputs, "rate"));
    let value = npv(&flows, &periods, rate, Timing::Start).unwrap();
    let capital = npv(&capital, &periods, rate, Timing::Start).unwrap();
    close(
        profitability_index(value, capital).unwrap(),
        number(expected, "pi"),
        1e-9,
    );
    close(value / capital, number(expected, "npv_over_capital"), 1e-9);
}

#[test]
fn dated_flows() {
    let Some(vector) = vector("A.xirr") else {
        return;
    };
    let days: Vec<i64> = vector["inputs"]["dates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|date| {
            let date: chrono::NaiveDate = date.as_str().unwrap().parse().unwrap();
            date.signed_duration_since(chrono::NaiveDate::default())
                .num_days()
        })
        .collect();
    let flows = DatedFlows::new(&days, &numbers(&vector["inputs"]["amounts"])).unwrap();
    let rate = xirr(&flows).value.unwrap();
    close_abs(rate, number(&vector["expected"], "xirr_act365f"), 1e-9);
    close_abs(xnpv(&flows, rate).unwrap(), 0.0, 1e-9 * 1500.0);
}

#[test]
fn irr_at_irregular_times_has_all_roots() {
    let times = [0.0, 0.7, 1.9, 3.2];
    let roots = [0.05_f64, 0.4, 0.9];
    // A combination of four exponentials that vanishes at three rates.
    let matrix: Vec<Vec<f64>> = roots
        .iter()
        .map(|r| times.iter().map(|t| (1.0 + r).powf(-t)).collect())
        .collect();
    let minor = |skip: usize| {
        let m: Vec<Vec<f64>> = matrix
            .iter()
            .map(|row| {
                row.iter()
                    .enumerate()
                    .filter(|(k, _)| *k != skip)
                    .map(|(_, x)| *x)
                    .collect()
            })
            .collect();
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
            - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let flows: Vec<f64> = (0..4)
        .map(|k| {
            if k % 2 == 0 {
                1e6 * minor(k)
            } else {
                -1e6 * minor(k)
            }
        })
        .collect();
    let found = irr_at_times(&flows, &times);
    assert_eq!(found.status, IrrStatus::Several);
    for (found, root) in found.roots.iter().zip(roots) {
        close_abs(*found, root, 1e-8);
    }
}
