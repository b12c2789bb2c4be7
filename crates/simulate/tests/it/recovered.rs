//! Metal in product computed from feed, grade and recovery.

use std::ops::ControlFlow;

use proptest::prelude::*;
use prospect_simulate::economics::recovery::at_grade;
use prospect_simulate::engine::{SimulationSettings, iteration, simulate};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::result::BaseCase;
use prospect_simulate::sampling::Sampling;
use prospect_simulate::scenario::Scenario;

use crate::shared::close;

/// Grams in a troy ounce, exact by definition.
const TROY_OUNCE: f64 = 31.103_476_8;

fn text(from_feed: &str, uncertain: &str) -> String {
    format!(
        "schema_version = 1\nname = \"Gold\"\nbasis = {{ money = \"k US$\", terms = \"real\" }}\n\
         discount = {{ rate = 0.05, timing = \"mid\" }}\nperiods = {{ labels = [1, 2, 3], length_years = 1 }}\n\
         [[schedule]]\nid = \"feed\"\nname = \"Feed\"\namount = {{ unit = \"kt\", values = [400, 500, 500] }}\n\
         [[prices]]\nid = \"gold\"\nname = \"Gold\"\nunit = \"US$/oz\"\ndeck = 2000\n\
         [[products]]\nid = \"gold\"\nname = \"Gold\"\nprice = \"gold\"\npayable_fraction = 0.999\n\
         from_feed = {{ {from_feed} }}\n{uncertain}"
    )
}

const CURVE: &str = "feed = \"feed\", grade = { unit = \"g/t\", values = [1.2, 1.5, 2.5] }, \
                     recovery_curve = [[1.0, 0.88], [2.0, 0.92]], unit = \"oz\"";
const CONSTANT: &str =
    "feed = \"feed\", grade = { unit = \"g/t\", values = 1.5 }, recovery = 0.9, unit = \"oz\"";

fn plan(text: &str) -> Plan {
    let scenario = Scenario::from_toml(text).unwrap_or_else(|errors| panic!("{errors}"));
    Plan::compile(&scenario, &PathSets::new()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn row<'a>(case: &'a BaseCase, id: &str) -> &'a [f64] {
    let row = case.rows.iter().find(|row| row.id == id);
    &row.unwrap_or_else(|| panic!("no row {id}")).values
}

fn aimed(part: &str, kind: &str, distribution: &str) -> String {
    format!(
        "[[uncertain]]\nid = \"u\"\nlabel = \"U\"\ntarget = \"products.gold.{part}\"\nkind = \"{kind}\"\n\
         distribution = {distribution}\n"
    )
}

fn settings() -> SimulationSettings {
    SimulationSettings {
        iterations: 2_000,
        seed: 3,
        sampling: Sampling::MonteCarlo,
    }
}

#[test]
fn metal_is_feed_times_grade_times_recovery() {
    let case = plan(&text(CURVE, "")).base_case();
    let recovery = [0.888, 0.9, 0.92];
    for (k, (tonnes, grade)) in [(400e3, 1.2), (500e3, 1.5), (500e3, 2.5)]
        .iter()
        .enumerate()
    {
        let ounces = tonnes * grade * recovery[k] / TROY_OUNCE;
        close(row(&case, "products.gold.recovery")[k], recovery[k], 1e-12);
        close(row(&case, "products.gold.in_product")[k], ounces, 1e-12);
        close(
            row(&case, "products.gold.payable")[k],
            ounces * 0.999,
            1e-12,
        );
        close(row(&case, "revenue.gold")[k], ounces * 0.999 * 2.0, 1e-12);
    }
}

#[test]
fn units_of_grade_are_converted() {
    let ounces = |grade: &str| {
        let from = CONSTANT.replace("unit = \"g/t\", values = 1.5", grade);
        row(
            &plan(&text(&from, "")).base_case(),
            "products.gold.in_product",
        )[0]
    };
    let expected = 400e3 * 1.5 * 0.9 / TROY_OUNCE;
    close(ounces("unit = \"g/t\", values = 1.5"), expected, 1e-12);
    close(ounces("unit = \"ppm\", values = 1.5"), expected, 1e-12);
    close(ounces("unit = \"%\", values = 0.00015"), expected, 1e-12);
    let per_tonne = format!("unit = \"oz/t\", values = {}", 1.5 / TROY_OUNCE);
    close(ounces(&per_tonne), expected, 1e-12);
}

#[test]
fn a_drawn_recovery_never_leaves_zero_to_one() {
    let uncertain = aimed(
        "recovery",
        "value",
        "{ kind = \"uniform\", min = -0.5, max = 1.5 }",
    );
    let plan = plan(&text(CONSTANT, &uncertain));
    let (mut at_zero, mut at_one) = (0, 0);
    for k in 0..200 {
        let detail = iteration(&plan, &settings(), k).unwrap().unwrap();
        let recovery = row(&detail.case, "products.gold.recovery")[0];
        assert!((0.0..=1.0).contains(&recovery), "{recovery}");
        at_zero += u32::from(recovery == 0.0);
        at_one += u32::from(recovery == 1.0);
    }
    assert!(at_zero > 0 && at_one > 0, "{at_zero} {at_one}");
}

#[test]
fn the_curve_follows_the_drawn_grade_on_any_number_of_threads() {
    let uncertain = aimed(
        "grade",
        "factor",
        "{ kind = \"uniform\", min = 0.5, max = 1.5 }",
    );
    let plan = plan(&text(CURVE, &uncertain));
    for k in 0..50 {
        let detail = iteration(&plan, &settings(), k).unwrap().unwrap();
        let grade = row(&detail.case, "products.gold.grade")[0];
        let expected = 0.88 + 0.04 * (grade - 1.0).clamp(0.0, 1.0);
        close(
            row(&detail.case, "products.gold.recovery")[0],
            expected,
            1e-12,
        );
    }
    let digits = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let run = || simulate(&plan, &settings(), |_| ControlFlow::Continue(())).unwrap();
        serde_json::to_string(&pool.install(run)).unwrap()
    };
    assert_eq!(digits(1), digits(3));
}

#[test]
fn bad_metal_is_named() {
    let expect = |from: &str, to: &str, pointer: &str, words: &str| {
        assert!(CONSTANT.contains(from), "{from}");
        let text = text(&CONSTANT.replace(from, to), "");
        let errors = Scenario::from_toml(&text).unwrap().check().unwrap_err();
        let pointer = format!("/products/0/from_feed{pointer}");
        let found = errors.errors.iter();
        assert!(
            found
                .clone()
                .any(|e| e.pointer == pointer && e.message.contains(words)),
            "expected {pointer}: …{words}…, found:\n{errors}"
        );
    };
    expect(
        "recovery = 0.9",
        "recovery = 1.1",
        "/recovery",
        "between 0 and 1",
    );
    expect(
        "recovery = 0.9",
        "recovery = [0.9, -0.1, 0.9]",
        "/recovery/1",
        "-0.1 is not a recovery",
    );
    expect(
        "recovery = 0.9, ",
        "",
        "",
        "either `recovery` or `recovery_curve`",
    );
    expect(
        "recovery = 0.9",
        "recovery_curve = []",
        "/recovery_curve",
        "at least one point",
    );
    expect(
        "recovery = 0.9",
        "recovery_curve = [[2, 0.9], [1, 0.8]]",
        "/recovery_curve/1",
        "does not rise",
    );
    expect(
        "recovery = 0.9",
        "recovery_curve = [[1, 1.2]]",
        "/recovery_curve/0",
        "not a point",
    );
    expect(
        "values = 1.5",
        "values = -1.5",
        "/grade/values",
        "zero or positive",
    );
    expect(
        "feed = \"feed\"",
        "feed = \"mill\"",
        "/feed",
        "no schedule row is called mill",
    );
    expect(
        "unit = \"g/t\"",
        "unit = \"g\"",
        "/grade/unit",
        "which is not oz",
    );
    expect(
        "unit = \"oz\"",
        "unit = \"GWh\"",
        "/grade/unit",
        "which is not GWh",
    );
}

#[test]
fn metal_is_given_once() {
    let text = text(CONSTANT, "").replace(
        "payable_fraction",
        "in_product = { unit = \"oz\", values = 1 }\npayable_fraction",
    );
    let errors = Scenario::from_toml(&text).unwrap().check().unwrap_err();
    assert!(errors.to_string().contains("not both"), "{errors}");
}

proptest! {
    #[test]
    fn a_curve_stays_between_its_points(
        steps in prop::collection::vec((0.01_f64..2.0, 0.0_f64..=1.0), 1..8),
        grade in 0.0_f64..20.0,
    ) {
        let mut reached = 0.0;
        let points: Vec<(f64, f64)> = steps
            .iter()
            .map(|(step, recovery)| {
                reached += step;
                (reached, *recovery)
            })
            .collect();
        let recovery = at_grade(&points, grade);
        let low = points.iter().map(|p| p.1).fold(1.0, f64::min);
        let high = points.iter().map(|p| p.1).fold(0.0, f64::max);
        prop_assert!(recovery >= low - 1e-12 && recovery <= high + 1e-12);
        for point in &points {
            prop_assert!((at_grade(&points, point.0) - point.1).abs() < 1e-12);
        }
    }
}
