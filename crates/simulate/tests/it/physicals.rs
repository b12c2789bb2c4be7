//! Computed rows of the schedule, and consumption with its costs and emissions.

use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::BaseCase;
use prospect_simulate::scenario::Scenario;

use crate::shared::close;

const HEAD: &str = r#"
schema_version = 1
name = "Pit"
basis = { money = "k US$", terms = "real" }
discount = { rate = 0.05, timing = "mid" }
periods = { labels = [1, 2, 3], length_years = 1 }

[[prices]]
id = "gold"
name = "Gold"
unit = "US$/oz"
deck = 2000

[[prices]]
id = "diesel"
name = "Diesel"
unit = "US$/L"
deck = [0.9, 1.0, 1.1]

[[products]]
id = "gold"
name = "Gold"
price = "gold"
payable = { unit = "koz", values = [10, 20, 20] }

[[schedule]]
id = "total"
name = "Material moved"
sum = ["ore", "schedule.waste"]
unit = "Mt"

[[schedule]]
id = "waste"
name = "Waste"
of = "ore"
times = { unit = "t/t", values = [4, 3, 2] }

[[schedule]]
id = "ore"
name = "Ore"
amount = { unit = "kt", values = [400, 500, 600] }
"#;

const DIESEL: &str = r#"
[[consumption]]
id = "diesel"
name = "Diesel"
category = "mining"
driver = "total"
intensity = { unit = "L/t", values = 0.8 }
unit = "ML"
price = "diesel"
emission_factor = { unit = "kg/L", values = 2.7 }
scope = 1

[[consumption]]
id = "power"
name = "Power"
category = "processing"
driver = "ore"
intensity = { unit = "kWh/t", values = [30, 31, 32] }
unit = "GWh"
unit_price = { unit = "US$/MWh", values = 80 }
emission_factor = { unit = "t/MWh", values = 0.4 }
scope = 2

[[costs]]
id = "carbon"
name = "Carbon price"
category = "other"
unit_cost = { unit = "US$/t", values = 50 }
driver = "emissions"
"#;

fn plan(text: &str) -> Plan {
    let scenario = Scenario::from_toml(text).unwrap_or_else(|errors| panic!("{errors}"));
    Plan::compile(&scenario, &PathSets::new()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn row<'a>(case: &'a BaseCase, id: &str) -> &'a [f64] {
    let row = case.rows.iter().find(|row| row.id == id);
    &row.unwrap_or_else(|| panic!("no row {id}")).values
}

const ORE: [f64; 3] = [400e3, 500e3, 600e3];
const STRIP: [f64; 3] = [4.0, 3.0, 2.0];
const INTENSITY: [f64; 3] = [30.0, 31.0, 32.0];
const FUEL: [f64; 3] = [0.9, 1.0, 1.1];

#[test]
fn rows_are_computed_whatever_their_order_in_the_file() {
    let case = plan(HEAD).base_case();
    for k in 0..3 {
        close(
            row(&case, "schedule.waste")[k],
            ORE[k] * STRIP[k] / 1e3,
            1e-12,
        );
        close(
            row(&case, "schedule.total")[k],
            ORE[k] * (1.0 + STRIP[k]) / 1e6,
            1e-12,
        );
    }
}

#[test]
fn consumption_gives_quantity_cost_and_emissions() {
    let case = plan(&format!("{HEAD}{DIESEL}")).base_case();
    for k in 0..3 {
        let litres = ORE[k] * (1.0 + STRIP[k]) * 0.8;
        let energy = ORE[k] * INTENSITY[k] / 1e3;
        close(row(&case, "consumption.diesel")[k], litres / 1e6, 1e-12);
        close(row(&case, "consumption.power")[k], energy / 1e3, 1e-12);
        close(row(&case, "costs.diesel")[k], litres * FUEL[k] / 1e3, 1e-12);
        close(row(&case, "costs.power")[k], energy * 80.0 / 1e3, 1e-12);
        let burnt = litres * 2.7 / 1e3;
        let bought = energy * 0.4;
        close(row(&case, "emissions.diesel")[k], burnt, 1e-12);
        close(row(&case, "emissions.power")[k], bought, 1e-12);
        close(row(&case, "emissions")[k], burnt + bought, 1e-12);
        close(
            row(&case, "costs.carbon")[k],
            (burnt + bought) * 50.0 / 1e3,
            1e-12,
        );
        close(
            row(&case, "costs")[k],
            row(&case, "costs.diesel")[k]
                + row(&case, "costs.power")[k]
                + row(&case, "costs.carbon")[k],
            1e-12,
        );
    }
    let c1 = case
        .figures
        .unit_costs
        .iter()
        .find(|cost| cost.id == "c1")
        .unwrap();
    let direct = [row(&case, "costs.diesel"), row(&case, "costs.power")];
    let direct: f64 = direct.concat().iter().sum();
    close(c1.value.value.unwrap(), direct * 1e3 / 50e3, 1e-12);
}

#[test]
fn a_scenario_with_physicals_reads_back_as_it_was() {
    let scenario = Scenario::from_toml(&format!("{HEAD}{DIESEL}")).unwrap();
    assert_eq!(Scenario::from_toml(&scenario.to_toml()).unwrap(), scenario);
}

#[test]
fn bad_physicals_are_named() {
    let whole = format!("{HEAD}{DIESEL}");
    let expect = |from: &str, to: &str, pointer: &str, words: &str| {
        assert!(whole.contains(from), "{from}");
        let errors = Scenario::from_toml(&whole.replacen(from, to, 1))
            .unwrap()
            .check()
            .unwrap_err()
            .to_string();
        assert!(
            errors.contains(pointer) && errors.contains(words),
            "{errors}"
        );
    };
    expect(
        "of = \"ore\"",
        "of = \"total\"",
        "/schedule/0",
        "depends on itself",
    );
    expect(
        "of = \"ore\"",
        "of = \"rock\"",
        "/schedule/1/of",
        "no schedule row is called rock",
    );
    expect(
        "[4, 3, 2]",
        "[4, -3, 2]",
        "/schedule/1/times/values",
        "-3 is negative",
    );
    expect(
        "unit = \"Mt\"",
        "unit = \"GWh\"",
        "/schedule/0/sum/0",
        "GWh",
    );
    expect(
        "unit = \"Mt\"",
        "times = { unit = \"1\", values = 2 }",
        "/schedule/0",
        "give `amount`",
    );
    expect(
        "driver = \"total\"",
        "driver = \"revenue\"",
        "/consumption/0/driver",
        "does not drive",
    );
    expect(
        "unit = \"ML\"",
        "unit = \"GWh\"",
        "/consumption/0/intensity/unit",
        "which is not GWh",
    );
    expect(
        "price = \"diesel\"",
        "price = \"petrol\"",
        "/consumption/0/price",
        "no price is called petrol",
    );
    expect(
        "price = \"diesel\"\n",
        "",
        "/consumption/0",
        "give either `unit_price` or `price`",
    );
    expect(
        "scope = 1",
        "scope = 4",
        "/consumption/0/scope",
        "1, 2 or 3",
    );
    expect(
        "\"kg/L\"",
        "\"kWh/L\"",
        "/consumption/0/emission_factor/unit",
        "which is not",
    );
    expect(
        "id = \"carbon\"",
        "id = \"power\"",
        "/consumption/1/id",
        "used twice",
    );
}
