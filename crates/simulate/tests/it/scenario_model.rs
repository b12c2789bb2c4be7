//! What each kind of row computes, against figures worked out by hand.

use prospect_simulate::plan::{PathSet, PathSets, Plan};
use prospect_simulate::result::BaseCase;
use prospect_simulate::scenario::Scenario;

use crate::shared::{close, close_abs, numbers, vector};

const HEAD: &str = r#"
schema_version = 1
name = "Model"
basis = { money = "US$", terms = "real" }
discount = { rate = 0.1, timing = "mid" }
"#;

fn plan(text: &str) -> Plan {
    let scenario = Scenario::from_toml(text).unwrap_or_else(|errors| panic!("{errors}"));
    Plan::compile(&scenario, &PathSets::new()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn case(body: &str) -> BaseCase {
    plan(&format!("{HEAD}{body}")).base_case()
}

fn row<'a>(case: &'a BaseCase, id: &str) -> &'a [f64] {
    &case
        .rows
        .iter()
        .find(|row| row.id == id)
        .unwrap_or_else(|| panic!("no row {id}"))
        .values
}

#[track_caller]
fn equal(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
        assert!(close, "period {k}: found {found}, expected {expected}");
    }
}

/// Metal sold at one dollar a tonne, so that revenue is what is typed.
fn sales(values: &str, periods: usize) -> String {
    let labels: Vec<String> = (1..=periods).map(|k| k.to_string()).collect();
    format!(
        "periods = {{ labels = [{}], length_years = 1 }}\n\
         [[prices]]\nid = \"m\"\nname = \"Metal\"\nunit = \"US$/t\"\ndeck = 1\n\
         [[products]]\nid = \"m\"\nname = \"Metal\"\nprice = \"m\"\npayable = {{ unit = \"t\", values = {values} }}\n",
        labels.join(", ")
    )
}

#[test]
fn units_convert_exactly() {
    let case = case(
        "periods = { labels = [1], length_years = 1 }\n\
         [[prices]]\nid = \"cu\"\nname = \"Copper\"\nunit = \"US$/lb\"\ndeck = 4\n\
         [[products]]\nid = \"cu\"\nname = \"Copper\"\nprice = \"cu\"\n\
         in_product = { unit = \"kt\", values = 1 }\npayable_fraction = 0.965\n",
    );
    let Some(vector) = vector("A.units") else {
        return;
    };
    let per_tonne = vector["expected"]["usd_per_t_at_4_usd_per_lb"]
        .as_f64()
        .unwrap();
    close(
        row(&case, "revenue.cu")[0],
        1000.0 * 0.965 * per_tonne,
        1e-12,
    );
}

#[test]
fn units_per_time_follow_the_length_of_the_period() {
    let case = case(
        "periods = { labels = [\"m1\", \"y1\"], length_years = [0.25, 1] }\n\
         [[schedule]]\nid = \"ore\"\nname = \"Ore\"\namount = { unit = \"t/d\", values = 100 }\n\
         [[costs]]\nid = \"mine\"\nname = \"Mine\"\ncategory = \"mining\"\n\
         unit_cost = { unit = \"US$/t\", values = [2, 3] }\ndriver = \"ore\"\n\
         [[costs]]\nid = \"ga\"\nname = \"G&A\"\ncategory = \"general_and_administration\"\n\
         amount = { unit = \"k US$/y\", values = 8 }\n",
    );
    let tonnes = row(&case, "schedule.ore");
    close(tonnes[1] / tonnes[0], 4.0, 1e-12);
    equal(row(&case, "costs.ga"), &[2000.0, 8000.0]);
    equal(
        row(&case, "costs.mine"),
        &[2.0 * tonnes[0], 3.0 * tonnes[1]],
    );
}

#[test]
fn income_tax_carries_losses_as_the_vector() {
    let Some(vector) = vector("A.loss_carry_forward") else {
        return;
    };
    for (losses, key) in [
        ("{}", "no_limit"),
        ("{ limit = 0.8 }", "limit_80pct"),
        ("{ expiry_years = 1 }", "expiry_1_year"),
        ("{ limit = 0.5, floor = 50 }", "floor_50_then_50pct"),
    ] {
        let body = format!(
            "{}[[costs]]\nid = \"c\"\nname = \"C\"\ncategory = \"mining\"\namount = {{ unit = \"US$\", values = [300, 0, 0, 0, 0] }}\n\
             [[taxes]]\nid = \"t\"\nname = \"T\"\nrate = 0.3\nbase = \"operating_margin\"\nlosses = {losses}\n",
            sales("[0, 100, 150, 200, 250]", 5)
        );
        equal(
            row(&case(&body), "taxes.t"),
            &numbers(&vector["expected"][key]),
        );
    }
}

#[test]
fn without_a_rule_losses_are_lost() {
    let body = format!(
        "{}[[costs]]\nid = \"c\"\nname = \"C\"\ncategory = \"mining\"\namount = {{ unit = \"US$\", values = [300, 0] }}\n\
         [[taxes]]\nid = \"t\"\nname = \"T\"\nrate = 0.3\nbase = \"operating_margin\"\n",
        sales("[0, 100]", 2)
    );
    equal(row(&case(&body), "taxes.t"), &[0.0, 30.0]);
}

#[test]
fn depreciation_by_every_method() {
    let with = |method: &str| {
        let body = format!(
            "{}[[schedule]]\nid = \"ore\"\nname = \"Ore\"\namount = {{ unit = \"t\", values = [0, 10, 30, 40, 20, 0, 0] }}\n\
             [[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\namount = {{ unit = \"US$\", values = [1000, 0, 0, 0, 0, 0, 0] }}\n\
             [[depreciation]]\nid = \"d\"\nname = \"D\"\nof = [\"capital\"]\nmethod = {method}\n\
             [[taxes]]\nid = \"t\"\nname = \"T\"\nrate = 0.5\nbase = \"operating_margin\"\ndeductions = [\"d\"]\n",
            sales("[0, 500, 500, 500, 500, 500, 500]", 7)
        );
        let case = case(&body);
        let charges = row(&case, "depreciation.d").to_vec();
        let taxes: Vec<f64> = charges
            .iter()
            .enumerate()
            .map(|(k, d)| if k == 0 { 0.0 } else { 0.5 * (500.0 - d) })
            .collect();
        equal(row(&case, "taxes.t"), &taxes);
        charges
    };
    equal(
        &with("{ kind = \"straight_line\", life_years = 5 }"),
        &[0.0, 200.0, 200.0, 200.0, 200.0, 200.0, 0.0],
    );
    equal(
        &with("{ kind = \"declining_balance\", life_years = 5, factor = 2 }"),
        &[0.0, 400.0, 240.0, 144.0, 108.0, 108.0, 0.0],
    );
    equal(
        &with("{ kind = \"macrs\", class_years = 5 }"),
        &[0.0, 200.0, 320.0, 192.0, 115.2, 115.2, 57.6],
    );
    equal(
        &with("{ kind = \"units_of_production\", driver = \"ore\" }"),
        &[0.0, 100.0, 300.0, 400.0, 200.0, 0.0, 0.0],
    );
}

#[test]
fn real_models_deflate_depreciation_and_losses() {
    let text = format!("{HEAD}{}", sales("[0, 500, 500]", 3))
        .replace("terms = \"real\"", "terms = \"real\", inflation = 0.1")
        + "[[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\namount = { unit = \"US$\", values = [900, 0, 0] }\n\
           [[depreciation]]\nid = \"d\"\nname = \"D\"\nof = [\"capital\"]\nfrom = 1\nmethod = { kind = \"straight_line\", life_years = 3 }\n";
    equal(
        row(&plan(&text).base_case(), "depreciation.d"),
        &[300.0, 300.0 / 1.1, 300.0 / 1.21],
    );
}

#[test]
fn royalties_of_every_kind() {
    let body = format!(
        "{}[[costs]]\nid = \"tc\"\nname = \"Treatment\"\ncategory = \"treatment\"\namount = {{ unit = \"US$\", values = 100 }}\n\
         [[costs]]\nid = \"mine\"\nname = \"Mine\"\ncategory = \"mining\"\namount = {{ unit = \"US$\", values = [600, 100, 100] }}\n\
         [[subtotals]]\nid = \"profit\"\nname = \"Profit\"\nplus = [\"nsr\"]\nminus = [\"costs\"]\n\
         [[royalties]]\nid = \"gross\"\nname = \"Gross\"\nrate = 0.02\nbase = \"gross\"\n\
         [[royalties]]\nid = \"net\"\nname = \"Net\"\nrate = 0.05\nbase = \"nsr\"\n\
         [[royalties]]\nid = \"share\"\nname = \"Share\"\nrate = 0.1\nbase = \"profit\"\n\
         [[royalties]]\nid = \"cap\"\nname = \"Capped\"\nrate = 0.1\nbase = \"gross\"\ncumulative_cap = {{ unit = \"US$\", values = 100 }}\n\
         [[royalties]]\nid = \"tier\"\nname = \"Tier\"\nbase = \"gross\"\ntiers = {{ price = \"m\", mode = \"slab\", steps = [[0, 0.01], [1, 0.03]] }}\n",
        sales("[400, 500, 600]", 3)
    );
    let case = case(&body);
    equal(row(&case, "royalties.gross"), &[8.0, 10.0, 12.0]);
    equal(row(&case, "royalties.net"), &[15.0, 20.0, 25.0]);
    equal(row(&case, "royalties.share"), &[0.0, 30.0, 40.0]);
    equal(row(&case, "royalties.cap"), &[40.0, 50.0, 10.0]);
    equal(row(&case, "royalties.tier"), &[12.0, 15.0, 18.0]);
    let total: f64 = case
        .rows
        .iter()
        .filter(|row| row.sign == 1)
        .map(|row| row.values[2])
        .sum::<f64>()
        - case
            .rows
            .iter()
            .filter(|row| row.sign == -1)
            .map(|row| row.values[2])
            .sum::<f64>();
    close(row(&case, "cash_flow_after_tax")[2], total, 1e-12);
}

#[test]
fn working_capital_by_days_is_released_at_the_end() {
    let body = format!(
        "{}[[working_capital]]\nid = \"r\"\nname = \"Receivables\"\ndays = 73\nof = \"revenue\"\nside = \"receivable\"\n\
         [[costs]]\nid = \"c\"\nname = \"C\"\ncategory = \"mining\"\namount = {{ unit = \"US$\", values = [0, 50, 50, 0] }}\n\
         [[working_capital]]\nid = \"p\"\nname = \"Payables\"\ndays = 36.5\nof = \"costs\"\nside = \"payable\"\n",
        sales("[100, 120, 90, 0]", 4)
    );
    let case = case(&body);
    equal(row(&case, "working_capital.r"), &[20.0, 4.0, -6.0, -18.0]);
    equal(row(&case, "working_capital.p"), &[0.0, -5.0, 0.0, 5.0]);
    let kept = format!(
        "{}[[working_capital]]\nid = \"r\"\nname = \"R\"\ndays = 73\nof = \"revenue\"\nside = \"receivable\"\n",
        sales("[100, 120]", 2)
    );
    assert!(
        self::case(&kept)
            .warnings
            .iter()
            .any(|warning| warning.contains("not released"))
    );
}

#[test]
fn contingency_and_escalation() {
    let body = format!(
        "{}[[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\ncontingency = 0.12\namount = {{ unit = \"US$\", values = 100 }}\n\
         [[costs]]\nid = \"c\"\nname = \"C\"\ncategory = \"mining\"\nescalation = 0.02\namount = {{ unit = \"US$\", values = 50 }}\n",
        sales("0", 2)
    );
    let case = case(&body);
    equal(row(&case, "capital.k"), &[112.0, 112.0]);
    equal(
        row(&case, "costs.c"),
        &[50.0 * 1.02_f64.powf(0.5), 50.0 * 1.02_f64.powf(1.5)],
    );
}

#[test]
fn the_real_nominal_switch_does_not_change_value() {
    let Some(vector) = vector("A.real_nominal") else {
        return;
    };
    let rows = "periods = { labels = [1, 2, 3, 4], length_years = 1 }\n\
        [[prices]]\nid = \"m\"\nname = \"M\"\nunit = \"US$/t\"\ndeck = 1\nterms = \"real\"\n\
        [[products]]\nid = \"m\"\nname = \"M\"\nprice = \"m\"\npayable = { unit = \"t\", values = [0, 150, 200, 250] }\n\
        [[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\nescalation = 0\namount = { unit = \"US$\", values = [500, 0, 0, 0] }\n";
    let with = |terms: &str, rate: f64| {
        let text = format!(
            "schema_version = 1\nname = \"S\"\nbasis = {{ money = \"US$\", terms = \"{terms}\", inflation = 0.025 }}\n\
             discount = {{ rate = {rate}, timing = \"mid\", terms = \"{terms}\" }}\n{rows}"
        );
        plan(&text).base_case().figures.npv.value.unwrap()
    };
    let expected = vector["expected"]["npv"].as_f64().unwrap();
    close(with("real", 0.08), expected, 1e-9);
    close(
        with(
            "nominal",
            vector["expected"]["nominal_rate"].as_f64().unwrap(),
        ),
        expected,
        1e-9,
    );
}

#[test]
fn dates_and_phases() {
    let case = case(
        "periods = { labels = [\"a\", \"b\", \"c\"], length_years = [0.25, 0.75, 1], start = \"2024-01-31\", \
         phases = [{ name = \"build\", from = \"a\", to = \"b\" }] }\n\
         [[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\namount = { unit = \"US$\", values = 1 }\n",
    );
    let dates: Vec<&str> = case
        .periods
        .iter()
        .map(|period| period.start_date.as_deref().unwrap())
        .collect();
    assert_eq!(dates, ["2024-01-31", "2024-04-30", "2025-01-31"]);
    assert_eq!(case.periods[1].phase.as_deref(), Some("build"));
    assert_eq!(case.periods[2].phase, None);
}

#[test]
fn an_expected_path_stands_in_for_a_missing_deck() {
    let case = case(
        "periods = { labels = [1, 2], length_years = 1 }\n\
         [[prices]]\nid = \"m\"\nname = \"M\"\nunit = \"US$/t\"\npath = { kind = \"gbm\", start = 100, drift = 0.05, volatility = 0.2 }\n\
         [[products]]\nid = \"m\"\nname = \"M\"\nprice = \"m\"\npayable = { unit = \"t\", values = 1 }\n",
    );
    equal(
        row(&case, "prices.m"),
        &[100.0 * 0.025_f64.exp(), 100.0 * 0.075_f64.exp()],
    );
}

#[test]
fn forecast_paths_are_averaged_over_periods() {
    let text = format!(
        "{HEAD}periods = {{ labels = [1, 2, 3], length_years = 1 }}\n\
         [[prices]]\nid = \"m\"\nname = \"M\"\nunit = \"US$/kg\"\npath = {{ kind = \"forecast\", forecast = \"f\" }}\n\
         [[products]]\nid = \"m\"\nname = \"M\"\nprice = \"m\"\npayable = {{ unit = \"t\", values = 1 }}\n"
    );
    let scenario = Scenario::from_toml(&text).unwrap();
    let mut sets = PathSets::new();
    // Half-year steps over a year and a half, in dollars a tonne.
    let paths = [vec![1000.0, 3000.0, 5000.0], vec![2000.0, 2000.0, 7000.0]];
    sets.insert(
        "f",
        PathSet::new("US$/t", vec![0.5, 1.0, 1.5], &paths).unwrap(),
    );
    let case = Plan::compile(&scenario, &sets).unwrap().base_case();
    equal(row(&case, "prices.m"), &[2.0, 6.0, 6.0]);

    let beyond = |rule: &str| {
        let text = text
            .replace("path = {", "deck = 4\npath = {")
            .replace("\"f\" }", &format!("\"f\", beyond = \"{rule}\" }}"));
        let plan = Plan::compile(&Scenario::from_toml(&text).unwrap(), &sets).unwrap();
        prospect_simulate::engine::iterations(
            &plan,
            &prospect_simulate::engine::SimulationSettings {
                iterations: 2,
                ..Default::default()
            },
            |_| std::ops::ControlFlow::Continue(()),
        )
        .unwrap()
        .inputs[0]
            .2[0]
    };
    let possible =
        |found: f64, values: [f64; 2]| values.iter().any(|value| (found - value).abs() < 1e-9);
    assert!(possible(
        beyond("hold"),
        [(2.0 + 5.0 + 5.0) / 3.0, (2.0 + 7.0 + 7.0) / 3.0]
    ));
    assert!(possible(
        beyond("deck"),
        [(2.0 + 4.5 + 4.0) / 3.0, (2.0 + 5.5 + 4.0) / 3.0]
    ));
    let scaled = [(5.0, 4.0 * 5.0 / 6.0), (7.0, 4.0 * 7.0 / 6.0)]
        .map(|(last, deck)| (2.0 + f64::midpoint(last, deck) + deck) / 3.0);
    assert!(possible(beyond("deck_scaled"), scaled));
}

#[test]
fn bad_paths_are_refused() {
    assert!(PathSet::new("US$/t", vec![], &[vec![]]).is_err());
    assert!(PathSet::new("US$/t", vec![1.0, 0.5], &[vec![1.0, 2.0]]).is_err());
    assert!(PathSet::new("US$/t", vec![1.0], &[vec![1.0, 2.0]]).is_err());
    assert!(PathSet::new("US$/t", vec![1.0], &[vec![f64::NAN]]).is_err());
}

#[test]
fn break_even_includes_taxes() {
    let body = format!(
        "{}[[capital]]\nid = \"k\"\nname = \"K\"\nkind = \"initial\"\namount = {{ unit = \"US$\", values = [100, 0, 0] }}\n\
         [[taxes]]\nid = \"t\"\nname = \"T\"\nrate = 0.3\nbase = \"operating_margin\"\n",
        sales("[0, 100, 100]", 3)
    );
    let case = case(&body);
    let found = &case.figures.break_even[0];
    let price = found.after_tax.value.unwrap();
    close(found.before_tax.value.unwrap() / price, 0.7, 1e-9);
    let at = plan(&format!("{HEAD}{body}").replace("deck = 1", &format!("deck = {price:e}")))
        .base_case();
    close_abs(at.figures.npv.value.unwrap(), 0.0, 1e-9);
}
