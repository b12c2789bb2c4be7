//! Both published studies, row by row at the tolerances they state.

use prospect_simulate::examples::{ALL, OKO_WEST_2025, VIZCACHITAS_2023};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::BaseCase;
use serde_json::Value;

use crate::shared::{close, close_abs, golden, number, numbers, vector};

fn base_case(example: prospect_simulate::examples::Example) -> BaseCase {
    let scenario = prospect_simulate::scenario::Scenario::from_toml(example.toml)
        .unwrap_or_else(|e| panic!("{e}"));
    Plan::compile(&scenario, &PathSets::new())
        .unwrap_or_else(|e| panic!("{e}"))
        .base_case()
}

fn row<'a>(case: &'a BaseCase, id: &str) -> &'a [f64] {
    &case
        .rows
        .iter()
        .find(|row| row.id == id)
        .unwrap_or_else(|| panic!("no row {id}"))
        .values
}

fn rows_equal(case: &BaseCase, id: &str, expected: &Value, tolerance: f64) {
    let (found, expected) = (row(case, id), numbers(expected));
    assert_eq!(found.len(), expected.len(), "{id}");
    for (k, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert!(
            (found - expected).abs() <= tolerance,
            "{id} in period {k}: found {found}, expected {expected}"
        );
    }
}

#[test]
fn vizcachitas_inputs_are_as_the_golden_file_types_them() {
    let Some(file) = golden("vizcachitas-2023.json") else {
        return;
    };
    let case = base_case(VIZCACHITAS_2023);
    rows_equal(&case, "schedule.ore_milled", &file["ore_milled_kt"], 0.0);
    for (product, key) in [
        ("copper", "Cu_t"),
        ("molybdenum", "Mo_t"),
        ("silver", "Ag_oz"),
    ] {
        rows_equal(
            &case,
            &format!("products.{product}.in_product"),
            &file["metal_in_product"][key],
            0.0,
        );
        rows_equal(
            &case,
            &format!("products.{product}.payable"),
            &file["payable"][key],
            0.0,
        );
    }
    for (id, values) in file["opex"].as_object().unwrap() {
        rows_equal(&case, &format!("costs.{id}"), values, 0.0);
    }
    rows_equal(
        &case,
        "costs.selling_costs",
        &file["selling_after_payability"],
        0.0,
    );
    rows_equal(
        &case,
        "costs.receivables_finance_charge",
        &file["receivables_finance_charge"],
        0.0,
    );
    rows_equal(
        &case,
        "royalties.mining_tax",
        &file["mining_royalty_tax"],
        0.0,
    );
    rows_equal(&case, "taxes.income_tax", &file["income_tax"], 0.0);
    rows_equal(&case, "capital.initial", &file["capex_initial"], 0.0);
    rows_equal(&case, "capital.sustaining", &file["capex_sustaining"], 0.0);
    rows_equal(&case, "closure.site", &file["closure"], 0.0);
    let prices = &file["prices"];
    assert_eq!(
        row(&case, "prices.copper")[0],
        number(prices, "Cu_usd_per_lb")
    );
    assert_eq!(
        row(&case, "prices.molybdenum")[0],
        number(prices, "Mo_usd_per_t")
    );
    assert_eq!(
        row(&case, "prices.silver")[0],
        number(prices, "Ag_usd_per_oz")
    );
}

#[test]
fn vizcachitas_results_hold() {
    let Some(file) = golden("vizcachitas-2023.json") else {
        return;
    };
    let case = base_case(VIZCACHITAS_2023);
    let expected = &file["expected"];
    // Every annual row within 0.2 M US$.
    rows_equal(
        &case,
        "cash_flow_after_tax",
        &expected["free_cash_flow_after_tax"],
        200.0,
    );
    rows_equal(
        &case,
        "cash_flow_before_tax",
        &expected["free_cash_flow_before_tax"],
        200.0,
    );
    let figures = &case.figures;
    let thousand = |key: &str| 1000.0 * number(expected, key);
    close(
        figures.npv.value.unwrap(),
        thousand("npv_after_tax_musd"),
        1e-3,
    );
    close(
        figures.npv_before_tax.mid,
        thousand("npv_before_tax_musd"),
        1e-3,
    );
    let timings = &expected["npv_after_tax_other_timings_musd"];
    close(
        figures.npv_after_tax.start,
        1000.0 * number(timings, "start_of_period"),
        1e-3,
    );
    close(
        figures.npv_after_tax.mid,
        1000.0 * number(timings, "mid_period"),
        1e-3,
    );
    close(
        figures.npv_after_tax.end,
        1000.0 * number(timings, "end_of_period"),
        1e-3,
    );
    close_abs(
        figures.irr_after_tax.value.unwrap(),
        number(expected, "irr_after_tax"),
        1e-3,
    );
    close_abs(
        figures.irr_before_tax.value.unwrap(),
        number(expected, "irr_before_tax"),
        1e-3,
    );
    let rows = &expected["c1_usd_per_lb_from_these_rows"];
    let unit_cost = |id: &str| {
        figures
            .unit_costs
            .iter()
            .find(|c| c.id == id)
            .unwrap()
            .value
            .value
            .unwrap()
    };
    close(unit_cost("c1_first_8"), number(rows, "first_8_years"), 1e-4);
    close(
        unit_cost("c1_production"),
        number(rows, "life_of_mine"),
        1e-4,
    );
}

#[test]
fn vizcachitas_unit_costs_equal_the_vector() {
    let Some(vector) = vector("A.c1.vizcachitas") else {
        return;
    };
    let case = base_case(VIZCACHITAS_2023);
    let expected = &vector["expected"];
    for (id, key) in [
        ("c1_first_8", "first_8_production_years"),
        ("c1_production", "production_years"),
        ("c1_all", "all_periods"),
    ] {
        let found = case
            .figures
            .unit_costs
            .iter()
            .find(|cost| cost.id == id)
            .unwrap();
        close(found.value.value.unwrap(), number(expected, key), 1e-9);
    }
}

#[test]
fn the_gap_to_printed_unit_costs_is_shown_and_everything_else_agrees() {
    let case = base_case(VIZCACHITAS_2023);
    let gaps: Vec<(&str, bool)> = case
        .reconciliation
        .iter()
        .map(|item| (item.figure.as_str(), item.agrees))
        .collect();
    assert_eq!(gaps.len(), 8);
    for (figure, agrees) in gaps {
        assert_eq!(agrees, !figure.starts_with("unit_cost."), "{figure}");
    }
    let first = case
        .reconciliation
        .iter()
        .find(|item| item.figure == "unit_cost.c1_first_8")
        .unwrap();
    close_abs(first.gap.unwrap(), 1.1082 - 0.93, 1e-4);
    assert!(first.note.is_some());
}

#[test]
fn oko_west_holds() {
    let Some(file) = golden("oko-west-2025.json") else {
        return;
    };
    let case = base_case(OKO_WEST_2025);
    rows_equal(&case, "products.gold.payable", &file["gold_koz"], 0.0);
    rows_equal(&case, "costs.operating", &file["opex"], 0.0);
    rows_equal(&case, "capital.initial", &file["capex_initial"], 0.0);
    rows_equal(&case, "capital.sustaining", &file["capex_sustaining"], 0.0);
    rows_equal(&case, "closure.site", &file["closure"], 0.0);
    rows_equal(
        &case,
        "working_capital.net",
        &file["working_capital_increase"],
        0.0,
    );
    rows_equal(&case, "taxes.income_tax", &file["tax"], 0.0);
    let expected = &file["expected"];
    let figures = &case.figures;
    close(
        figures.npv.value.unwrap(),
        number(expected, "npv_after_tax_musd"),
        1e-3,
    );
    close(
        figures.npv_before_tax.start,
        number(expected, "npv_before_tax_musd"),
        1e-3,
    );
    close_abs(
        figures.irr_after_tax.value.unwrap(),
        number(expected, "irr_after_tax"),
        1e-3,
    );
    close_abs(
        figures.irr_before_tax.value.unwrap(),
        number(expected, "irr_before_tax"),
        1e-3,
    );
    for item in &case.reconciliation {
        assert_eq!(
            item.agrees,
            item.figure != "unit_cost.aisc",
            "{}",
            item.figure
        );
    }
}

#[test]
fn oko_west_equals_the_vector() {
    let Some(vector) = vector("A.okowest") else {
        return;
    };
    let case = base_case(OKO_WEST_2025);
    let (expected, figures) = (&vector["expected"], &case.figures);
    let of = |key: &str| number(expected, key);
    close(figures.npv_after_tax.start, of("npv5_after_tax_musd"), 1e-9);
    close(
        figures.npv_before_tax.start,
        of("npv5_before_tax_musd"),
        1e-9,
    );
    close(
        figures.irr_after_tax.value.unwrap(),
        of("irr_after_tax"),
        1e-9,
    );
    close(
        figures.irr_before_tax.value.unwrap(),
        of("irr_before_tax"),
        1e-9,
    );
    close(figures.peak_funding.value, of("peak_funding_musd"), 1e-9);
    assert_eq!(
        figures.peak_funding.period,
        Some(of("peak_funding_period") as usize)
    );
    close(
        figures.payback.years.unwrap(),
        of("payback_years_from_start_spread"),
        1e-9,
    );
    close(
        figures.payback_from_production.value.unwrap(),
        of("payback_years_from_first_gold_period"),
        1e-9,
    );
    close(
        figures.discounted_payback.years.unwrap(),
        of("discounted_payback_from_start_spread"),
        1e-9,
    );
    close(
        figures.profitability_index.value.unwrap(),
        of("pi_initial_capital"),
        1e-9,
    );
    let break_even = &figures.break_even[0];
    close(
        break_even.before_tax.value.unwrap(),
        of("breakeven_gold_before_tax_npv5_usd_per_oz"),
        1e-9,
    );
    let unit_cost = |id: &str| {
        figures
            .unit_costs
            .iter()
            .find(|c| c.id == id)
            .unwrap()
            .value
            .value
            .unwrap()
    };
    close(unit_cost("cash_cost"), of("cash_cost_usd_per_oz"), 1e-9);
    close(unit_cost("aisc"), of("aisc_usd_per_oz"), 1e-9);
}

#[test]
fn printed_versions_give_the_same_base_case() {
    for example in ALL {
        let printed = Plan::compile(&example.as_printed(), &PathSets::new())
            .unwrap()
            .base_case();
        let full = base_case(example);
        assert_eq!(printed.rows, full.rows, "{}", example.slug);
    }
}
