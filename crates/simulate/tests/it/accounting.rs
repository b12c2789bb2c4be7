//! Vectors of definitions A4 to A7: escalation, working capital, tax, royalties, smelter terms, unit costs, debt.

use prospect_series::unit::Unit;
use prospect_simulate::economics::debt::{debt_service_cover, loan_life_cover, sculpt};
use prospect_simulate::economics::depreciation::{
    declining_balance, macrs_percent, straight_line, units_of_production,
};
use prospect_simulate::economics::escalation::{escalation_factor, index, nominal_rate, real_rate};
use prospect_simulate::economics::royalty::{royalty, tier_rate};
use prospect_simulate::economics::smelter::{
    ConcentrateCharges, PayableMetal, Penalty, nsr_per_dmt, payable_fraction,
};
use prospect_simulate::economics::tax::{LossTerms, tax_with_losses};
use prospect_simulate::economics::unit_cost::{
    CostComponents, contingency_allowance, contingency_of_level, per_unit,
};
use prospect_simulate::economics::working_capital::{balances, increases};
use prospect_simulate::economics::{PeriodLengths, npv};
use prospect_simulate::scenario::{TierMode, Timing};
use serde_json::Value;

use crate::shared::{close, number, numbers, vector};

#[track_caller]
fn all_close(found: &[f64], expected: &Value) {
    let expected = numbers(expected);
    assert_eq!(
        found.len(),
        expected.len(),
        "{found:?} against {expected:?}"
    );
    for (found, expected) in found.iter().zip(&expected) {
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
            "found {found}, expected {expected}"
        );
    }
}

#[test]
fn real_and_nominal_agree() {
    let Some(vector) = vector("A.real_nominal") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let (real, inflation) = (number(inputs, "real_rate"), number(inputs, "inflation"));
    let nominal = nominal_rate(real, inflation);
    close(nominal, number(expected, "nominal_rate"), 1e-9);
    close(real_rate(nominal, inflation).unwrap(), real, 1e-12);
    let flows = numbers(&inputs["real_flows"]);
    let periods = PeriodLengths::equal(flows.len(), 1.0).unwrap();
    close(
        npv(&flows, &periods, real, Timing::Mid).unwrap(),
        number(expected, "npv"),
        1e-9,
    );
    let inflated: Vec<f64> = flows
        .iter()
        .zip(periods.times(Timing::Mid))
        .map(|(flow, t)| flow * index(inflation, t))
        .collect();
    close(
        npv(&inflated, &periods, nominal, Timing::Mid).unwrap(),
        number(expected, "npv"),
        1e-9,
    );
}

#[test]
fn escalation_continuous_and_by_anniversary() {
    let Some(vector) = vector("A.escalation") else {
        return;
    };
    let inputs = &vector["inputs"];
    let escalated = |anniversary| -> Vec<f64> {
        numbers(&inputs["t_years"])
            .into_iter()
            .map(|t| {
                number(inputs, "base")
                    * escalation_factor(
                        number(inputs, "real_escalation"),
                        number(inputs, "inflation"),
                        t,
                        anniversary,
                    )
            })
            .collect()
    };
    all_close(&escalated(false), &vector["expected"]["continuous"]);
    all_close(&escalated(true), &vector["alternatives"]["annual_step"]);
}

#[test]
fn working_capital_by_days() {
    let Some(vector) = vector("A.working_capital") else {
        return;
    };
    let inputs = &vector["inputs"];
    let balance = balances(
        &numbers(&inputs["revenue"]),
        &numbers(&inputs["period_days"]),
        number(inputs, "receivable_days"),
    );
    all_close(&balance, &vector["expected"]["balance"]);
    all_close(&increases(&balance), &vector["expected"]["increase"]);
}

#[test]
fn depreciation_methods() {
    let Some(vector) = vector("A.depr.sl_db_uop") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let (cost, salvage, life) = (
        number(inputs, "cost"),
        number(inputs, "salvage"),
        number(inputs, "life"),
    );
    all_close(&straight_line(cost, salvage, life, 5), &expected["sl"]);
    let declining = declining_balance(cost, number(inputs, "db_factor"), life, 5);
    all_close(&declining, &expected["ddb_switch_to_sl_no_salvage"]);
    all_close(
        &units_of_production(cost, salvage, &numbers(&inputs["units"])),
        &expected["uop"],
    );
}

#[test]
fn macrs_is_the_printed_table() {
    let Some(vector) = vector("A.depr.macrs_half_year") else {
        return;
    };
    for (class, expected) in vector["expected"].as_object().unwrap() {
        let table = macrs_percent(class.parse().unwrap()).unwrap();
        assert_eq!(table, numbers(expected), "{class}-year class");
        let total: f64 = table.iter().sum();
        assert!(
            (total - 100.0).abs() < 0.011,
            "{class}-year class sums to {total}"
        );
    }
    assert_eq!(macrs_percent(4), None);
}

#[test]
fn losses_carried_forward() {
    let Some(vector) = vector("A.loss_carry_forward") else {
        return;
    };
    let expected = &vector["expected"];
    let income = numbers(&vector["inputs"]["taxable_income"]);
    let rate = number(&vector["inputs"], "rate");
    let years = |terms: LossTerms| tax_with_losses(&income, rate, &terms);
    let taxes =
        |terms: LossTerms| -> Vec<f64> { years(terms).iter().map(|year| year.tax).collect() };
    let unlimited = LossTerms::UNLIMITED;
    all_close(&taxes(unlimited), &expected["no_limit"]);
    let limited = LossTerms {
        limit: 0.8,
        ..unlimited
    };
    all_close(&taxes(limited), &expected["limit_80pct"]);
    let used: Vec<f64> = years(limited).iter().map(|year| year.losses_used).collect();
    all_close(&used, &expected["used_80pct"]);
    all_close(
        &taxes(LossTerms {
            expiry_years: Some(1),
            ..unlimited
        }),
        &expected["expiry_1_year"],
    );
    all_close(
        &taxes(LossTerms {
            floor: 50.0,
            limit: 0.5,
            ..unlimited
        }),
        &expected["floor_50_then_50pct"],
    );
}

#[test]
fn royalties_by_tier_cap_and_profit() {
    let Some(vector) = vector("A.royalty") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let steps: Vec<(f64, f64)> = inputs["price_tiers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (step[0].as_f64().unwrap(), step[1].as_f64().unwrap()))
        .collect();
    let (price, ounces) = (number(inputs, "price"), number(inputs, "oz"));
    let due = |mode| tier_rate(&steps, mode, price) * price * ounces;
    close(due(TierMode::Marginal), number(expected, "marginal"), 1e-9);
    close(due(TierMode::Slab), number(expected, "slab"), 1e-9);
    let capped = &inputs["capped"];
    let found = royalty(
        &numbers(&capped["base"]),
        number(capped, "rate"),
        Some(number(capped, "cumulative_cap")),
    );
    all_close(&found, &expected["capped"]);
    let profit = &inputs["profit"];
    all_close(
        &royalty(&numbers(&profit["base"]), number(profit, "rate"), None),
        &expected["profit_no_carry"],
    );
}

#[test]
fn net_smelter_return_of_a_tonne() {
    let Some(vector) = vector("A.nsr_per_dmt") else {
        return;
    };
    let inputs = &vector["inputs"];
    let of = |key: &str| number(inputs, key);
    let pounds_per_tonne = Unit::parse("t")
        .unwrap()
        .factor_to(&Unit::parse("lb").unwrap())
        .unwrap();
    let ounces_per_gram = Unit::parse("g")
        .unwrap()
        .factor_to(&Unit::parse("oz").unwrap())
        .unwrap();
    for percent in numbers(&inputs["cu_pct"]) {
        let expected = &vector["expected"][format!("{percent}")];
        let copper = payable_fraction(percent, of("cu_payable"), of("cu_min_deduction_units"));
        let silver = payable_fraction(
            of("ag_g_per_t"),
            of("ag_payable"),
            of("ag_min_deduction_g_per_t"),
        );
        close(copper, number(expected, "cu_payable_fraction"), 1e-9);
        close(silver, number(expected, "ag_payable_fraction"), 1e-9);
        let pounds = percent / 100.0 * copper * pounds_per_tonne;
        let ounces = of("ag_g_per_t") * silver * ounces_per_gram;
        close(pounds, number(expected, "cu_lb"), 1e-9);
        close(ounces, number(expected, "ag_oz"), 1e-9);
        let penalty = Penalty {
            assay: of("as_pct"),
            threshold: 0.2,
            step: 0.1,
            charge_per_step: of("penalty_usd_per_0.1pct_above_0.2"),
            whole_steps: false,
        };
        close(penalty.charge(), number(expected, "penalty"), 1e-9);
        let whole = Penalty {
            whole_steps: true,
            ..penalty
        }
        .charge();
        close(
            whole,
            number(&vector["alternatives"], "penalty in whole 0.1 steps"),
            1e-9,
        );
        let metals = [
            PayableMetal {
                quantity: pounds,
                price: of("price_cu_usd_per_lb"),
                refining_charge: of("rc_cu_usd_per_lb"),
            },
            PayableMetal {
                quantity: ounces,
                price: of("price_ag_usd_per_oz"),
                refining_charge: of("rc_ag_usd_per_oz"),
            },
        ];
        let charges = ConcentrateCharges {
            treatment_per_dmt: of("tc_usd_per_dmt"),
            freight_per_wmt: of("freight_usd_per_wmt"),
            moisture: of("moisture"),
            penalties_per_dmt: penalty.charge(),
            other_per_dmt: 0.0,
        };
        close(
            nsr_per_dmt(&metals, &charges),
            number(expected, "nsr"),
            1e-9,
        );
    }
}

#[test]
fn world_gold_council_costs() {
    let Some(vector) = vector("A.aisc") else {
        return;
    };
    let (usd_m, expected) = (&vector["inputs"]["usd_m"], &vector["expected"]);
    let of = |key: &str| number(usd_m, key);
    let components = CostComponents {
        direct: of("mining") + of("processing") + of("site_g_and_a") + of("refining_transport"),
        by_product_credits: -of("by_product_credits"),
        royalties: of("royalties"),
        corporate_g_and_a: of("corporate_g_and_a"),
        sustaining_capital: of("sustaining_capital"),
        sustaining_exploration: of("sustaining_exploration"),
        sustaining_leases: of("sustaining_leases"),
        reclamation: of("reclamation_accretion_amortisation"),
        growth_capital: of("growth_capital"),
        growth_exploration: of("growth_exploration"),
    };
    let ounces = number(&vector["inputs"], "oz_sold");
    let per_ounce = |money: f64| per_unit(money * 1e6, ounces).unwrap();
    close(
        per_ounce(components.total_cash_cost()),
        number(expected, "adjusted_operating_cost"),
        1e-9,
    );
    close(per_ounce(components.aisc()), number(expected, "aisc"), 1e-9);
    close(per_ounce(components.aic()), number(expected, "aic"), 1e-9);
    close(per_ounce(components.c1()), number(expected, "c1"), 1e-9);
    assert!(per_unit(1.0, 0.0).is_err());
}

#[test]
fn sculpted_debt() {
    let Some(vector) = vector("A.debt_sizing") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let cfads = numbers(&inputs["cfads"]);
    let (rate, cover) = (number(inputs, "rate"), number(inputs, "dscr"));
    let loan = sculpt(&cfads, rate, cover).unwrap();
    close(loan.debt, number(expected, "debt"), 1e-9);
    all_close(&loan.interest, &expected["interest"]);
    all_close(&loan.principal, &expected["principal"]);
    let closing = loan.debt - loan.principal.iter().sum::<f64>();
    assert!(
        closing.abs() < 1e-9 * loan.debt,
        "closing balance {closing}"
    );
    close(
        loan_life_cover(&cfads, rate, loan.debt).unwrap(),
        number(expected, "llcr_at_close"),
        1e-9,
    );
    for (k, expected) in numbers(&expected["dscr_each"]).into_iter().enumerate() {
        close(
            debt_service_cover(cfads[k], loan.interest[k], loan.principal[k]).unwrap(),
            expected,
            1e-9,
        );
    }
}

#[test]
fn contingency_is_a_share_of_the_estimate() {
    let Some(vector) = vector("A.contingency") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let base = number(inputs, "base_estimate");
    close(
        contingency_allowance(base, number(inputs, "rate")),
        number(expected, "allowance"),
        1e-9,
    );
    let costs = numbers(&inputs["cost_p10_p50_p90_p80"]);
    close(
        contingency_of_level(costs[1], base).unwrap(),
        number(expected, "p50_contingency"),
        1e-9,
    );
    close(
        contingency_of_level(costs[3], base).unwrap(),
        number(expected, "p80_contingency"),
        1e-9,
    );
}
