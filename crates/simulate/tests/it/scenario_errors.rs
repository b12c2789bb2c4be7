//! Bad scenarios: every error at once, each at its field, saying what would be right.

use prospect_simulate::examples::{ALL, VIZCACHITAS_2023};
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::{Scenario, ScenarioErrors};

const SMALL: &str = r#"
schema_version = 1
name = "Small"

[basis]
money = "M US$"
terms = "real"

[periods]
labels = [1, 2, 3]
length_years = 1

[discount]
rate = 0.1
timing = "end"

[[schedule]]
id = "ore"
name = "Ore"
amount = { unit = "kt", values = [0, 100, 100] }

[[prices]]
id = "copper"
name = "Copper"
unit = "US$/lb"
deck = 4

[[products]]
id = "copper"
name = "Copper"
payable = { unit = "t", values = [0, 1000, 1000] }
price = "copper"

[[costs]]
id = "mining"
name = "Mining"
category = "mining"
unit_cost = { unit = "US$/t", values = 12 }
driver = "ore"

[[capital]]
id = "plant"
name = "Plant"
kind = "initial"
amount = { unit = "M US$", values = [5, 0, 0] }
"#;

#[track_caller]
fn errors(text: &str) -> ScenarioErrors {
    match Scenario::from_toml(text) {
        Err(errors) => errors,
        Ok(scenario) => match scenario.check() {
            Err(errors) => errors.with_lines(text),
            Ok(()) => panic!("the scenario is bad:\n{text}"),
        },
    }
}

/// The scenario with one piece of text replaced has an error at `pointer` whose message holds `words`.
#[track_caller]
fn expect(from: &str, to: &str, pointer: &str, words: &str) {
    assert!(SMALL.contains(from), "{from} is in the scenario");
    let found = errors(&SMALL.replacen(from, to, 1));
    assert!(
        found
            .errors
            .iter()
            .any(|error| error.pointer == pointer && error.message.contains(words)),
        "expected {pointer}: …{words}…, found:\n{found}"
    );
}

#[test]
fn the_small_scenario_is_good() {
    Scenario::from_toml(SMALL).unwrap().check().unwrap();
}

#[test]
fn shape() {
    expect(
        "schema_version = 1",
        "schema_version = 2",
        "/schema_version",
        "reads version 1",
    );
    expect("name = \"Small\"", "nam = \"Small\"", "/name", "missing");
    expect(
        "name = \"Small\"",
        "nam = \"Small\"",
        "/nam",
        "unknown section",
    );
    expect(
        "deck = 4",
        "deck = \"four\"",
        "/prices/0/deck",
        "a number, or a list",
    );
    expect(
        "driver = \"ore\"",
        "drive = \"ore\"",
        "/costs/0/drive",
        "unknown field `drive`",
    );
    expect(
        "timing = \"end\"",
        "timing = \"late\"",
        "/discount/timing",
        "unknown variant `late`",
    );
    expect(
        "category = \"mining\"",
        "category = \"digging\"",
        "/costs/0/category",
        "unknown variant",
    );
    expect(
        "schema_version = 1",
        "schema_version = 1\n= 3",
        "",
        "not TOML",
    );
}

#[test]
fn all_errors_at_once_with_lines() {
    let text = SMALL
        .replace("deck = 4", "deck = \"four\"")
        .replace("category = \"mining\"", "category = \"digging\"")
        .replace("kind = \"initial\"", "kind = \"first\"");
    let found = errors(&text);
    assert_eq!(found.errors.len(), 3, "{found}");
    for error in &found.errors {
        let line = error.line.expect("a line");
        let written = text.lines().nth(line - 1).unwrap();
        let field = error.pointer.rsplit('/').next().unwrap();
        assert!(
            written.starts_with(field),
            "{} points at line {line}: {written}",
            error.pointer
        );
    }
}

#[test]
fn units() {
    expect(
        "unit = \"US$/lb\"",
        "unit = \"US$\"",
        "/products/0/price",
        "a quantity in t times a price in US$",
    );
    expect(
        "unit = \"US$/lb\"",
        "unit = \"C$/lb\"",
        "/products/0/price",
        "not money such as M US$",
    );
    expect(
        "unit = \"US$/lb\"",
        "unit = \"florins/lb\"",
        "/prices/0/unit",
        "",
    );
    expect(
        "unit = \"US$/t\"",
        "unit = \"US$/kWh\"",
        "/costs/0/unit_cost/unit",
        "a quantity in kt times a price in US$/kWh",
    );
    expect(
        "amount = { unit = \"M US$\"",
        "amount = { unit = \"t\"",
        "/capital/0/amount/unit",
        "cannot convert t",
    );
    expect(
        "amount = { unit = \"kt\"",
        "amount = { unit = \"M US$\"",
        "/schedule/0/amount/unit",
        "is money",
    );
    expect(
        "money = \"M US$\"",
        "money = \"t\"",
        "/basis/money",
        "is not money",
    );
}

#[test]
fn periods_and_values() {
    expect(
        "[0, 100, 100]",
        "[0, 100]",
        "/schedule/0/amount/values",
        "2 values for 3 periods",
    );
    expect(
        "[0, 100, 100]",
        "[0, -1, 100]",
        "/schedule/0/amount/values/1",
        "negative",
    );
    expect(
        "length_years = 1",
        "length_years = [1, 1]",
        "/periods/length_years",
        "2 lengths for 3 periods",
    );
    expect(
        "length_years = 1",
        "length_years = 0",
        "/periods/length_years",
        "positive",
    );
    expect(
        "labels = [1, 2, 3]",
        "labels = []",
        "/periods/labels",
        "0 periods",
    );
    expect(
        "labels = [1, 2, 3]",
        "labels = [1, 2, 2]",
        "/periods/labels/2",
        "two periods are called 2",
    );
    expect(
        "length_years = 1",
        "length_years = 1\nstart = \"soon\"",
        "/periods/start",
        "YYYY-MM-DD",
    );
    let phase = "length_years = 1\nphases = [{ name = \"a\", from = 1, to = 9 }]";
    expect(
        "length_years = 1",
        phase,
        "/periods/phases/0/to",
        "no period is called 9",
    );
}

#[test]
fn ten_thousand_periods_are_possible_and_one_more_is_not() {
    let with = |count: usize| {
        let labels: Vec<String> = (0..count).map(|k| k.to_string()).collect();
        format!(
            "schema_version = 1\nname = \"Long\"\nbasis = {{ money = \"US$\", terms = \"real\" }}\n\
             periods = {{ labels = [{}], length_years = 0.01 }}\ndiscount = {{ rate = 0.1, timing = \"mid\" }}\n\
             [[capital]]\nid = \"a\"\nname = \"A\"\nkind = \"initial\"\namount = {{ unit = \"US$/y\", values = 1 }}\n",
            labels.join(", ")
        )
    };
    let plan = Plan::compile(
        &Scenario::from_toml(&with(10_000)).unwrap(),
        &PathSets::new(),
    )
    .unwrap();
    assert!(plan.base_case().figures.npv.value.unwrap() < 0.0);
    assert!(errors(&with(10_001)).to_string().contains("10001 periods"));
}

#[test]
fn rates_and_terms() {
    expect(
        "rate = 0.1",
        "rate = -1",
        "/discount/rate",
        "rate_not_above_minus_one",
    );
    expect(
        "rate = 0.1",
        "rate = 0.1\nterms = \"nominal\"",
        "/discount/terms",
        "the flows are real and the rate is nominal",
    );
    expect(
        "deck = 4",
        "deck = 4\nterms = \"nominal\"",
        "/prices/0/terms",
        "inflation",
    );
}

#[test]
fn references() {
    expect(
        "driver = \"ore\"",
        "driver = \"oer\"",
        "/costs/0/driver",
        "nothing is called oer; the nearest are",
    );
    expect(
        "price = \"copper\"",
        "price = \"tin\"",
        "/products/0/price",
        "no price is called tin",
    );
    expect(
        "id = \"mining\"",
        "id = \"ore\"",
        "/costs/0/id",
        "used twice",
    );
    expect("id = \"mining\"", "id = \"revenue\"", "/costs/0/id", "");
    expect(
        "id = \"mining\"",
        "id = \"My Mine\"",
        "/costs/0/id",
        "is not an id",
    );
    expect(
        "driver = \"ore\"",
        "",
        "/costs/0",
        "give `amount`, or `unit_cost` with `driver`",
    );
    let subtotal = "[[subtotals]]\nid = \"s\"\nname = \"S\"\nplus = [\"ore\"]\n[[schedule]]";
    expect(
        "[[schedule]]",
        subtotal,
        "/subtotals/0/plus/0",
        "a row of money",
    );
}

#[test]
fn circles_are_named() {
    let royalty = "[[royalties]]\nid = \"r\"\nname = \"R\"\nrate = 0.02\nbase = \"cash_flow_after_tax\"\n[[capital]]";
    expect("[[capital]]", royalty, "/royalties/0", "in a circle: ");
}

#[test]
fn uncertain_inputs() {
    let uncertain = |target: &str, rest: &str| {
        format!(
            "[[uncertain]]\nid = \"u\"\nlabel = \"U\"\ntarget = \"{target}\"\n{rest}\n[[capital]]"
        )
    };
    let factor = "kind = \"factor\"\ndistribution = { kind = \"uniform\", min = 0.9, max = 1.1 }";
    expect(
        "[[capital]]",
        &uncertain("costs.minig", factor),
        "/uncertain/0/target",
        "the nearest are costs.mining",
    );
    let value = "kind = \"value\"\ndistribution = { kind = \"uniform\", min = 1, max = 2 }";
    expect(
        "[[capital]]",
        &uncertain("capital.plant", value),
        "/uncertain/0/kind",
        "use kind = \"factor\"",
    );
    expect(
        "[[capital]]",
        &uncertain("prices.copper", value),
        "/uncertain/0/unit",
        "prices.copper is in US$/lb",
    );
    let unit = format!("{value}\nunit = \"US$/t\"");
    let good = SMALL.replacen("[[capital]]", &uncertain("prices.copper", &unit), 1);
    Scenario::from_toml(&good).unwrap().check().unwrap();
    let wrong = format!("{value}\nunit = \"US$/oz\"");
    let text = SMALL.replacen(
        "[[capital]]",
        &uncertain("costs.mining.unit_cost", &wrong),
        1,
    );
    assert!(
        Scenario::from_toml(&text).unwrap().check().is_ok(),
        "US$/oz and US$/t are both money per mass"
    );
    let wrong = format!("{value}\nunit = \"US$/kWh\"");
    expect(
        "[[capital]]",
        &uncertain("prices.copper", &wrong),
        "/uncertain/0/unit",
        "prices.copper is in US$/lb",
    );
    let impossible =
        "kind = \"factor\"\ndistribution = { kind = \"pert\", min = 2, mode = 1, max = 3 }";
    expect(
        "[[capital]]",
        &uncertain("costs.mining", impossible),
        "/uncertain/0/distribution",
        "mode 1 lies outside [2, 3]",
    );
}

#[test]
fn prices_and_paths() {
    expect(
        "deck = 4",
        "",
        "/prices/0",
        "needs a `deck`, a `path`, or both",
    );
    expect(
        "deck = 4",
        "deck = 4\npath = { kind = \"gbm\", volatility = 0.2 }",
        "/prices/0/path/start",
        "around_deck",
    );
    expect(
        "deck = 4",
        "deck = 4\npath = { kind = \"one_factor\", reversion = 0, volatility = 0.2, around_deck = true }",
        "/prices/0/path/reversion",
        "above zero",
    );
    let text = SMALL.replacen(
        "deck = 4",
        "deck = 4\npath = { kind = \"forecast\", forecast = \"f1\" }",
        1,
    );
    let scenario = Scenario::from_toml(&text).unwrap();
    scenario.check().unwrap();
    assert_eq!(scenario.forecast_ids(), ["f1"]);
    let refused = Plan::compile(&scenario, &PathSets::new()).unwrap_err();
    assert_eq!(refused.errors[0].pointer, "/prices/0/path/forecast");
}

#[test]
fn reported_figures() {
    let reported = "[[reported]]\nfigure = \"npw\"\nvalue = 1\nunit = \"M US$\"\n[[capital]]";
    expect(
        "[[capital]]",
        reported,
        "/reported/0/figure",
        "no figure is called npw",
    );
    let unit = "[[reported]]\nfigure = \"npv_after_tax\"\nvalue = 1\nunit = \"t\"\n[[capital]]";
    expect("[[capital]]", unit, "/reported/0/unit", "cannot convert");
}

#[test]
fn scenarios_survive_toml_and_json() {
    for example in ALL {
        let scenario = example.scenario();
        assert_eq!(
            Scenario::from_toml(&scenario.to_toml()).unwrap(),
            scenario,
            "{}",
            example.slug
        );
        assert_eq!(
            Scenario::from_json(&scenario.to_json()).unwrap(),
            scenario,
            "{}",
            example.slug
        );
    }
}

#[test]
fn damaged_files_never_panic() {
    let text = VIZCACHITAS_2023.toml;
    // Cut at many places, and with single characters replaced.
    for at in (0..text.len())
        .step_by(97)
        .filter(|at| text.is_char_boundary(*at))
    {
        drop(Scenario::from_toml(&text[..at]).map(|scenario| scenario.check()));
    }
    for (k, at) in (0..text.len()).step_by(41).enumerate() {
        let with = ["-1e308", "\"", "nan", "[", "0"][k % 5];
        if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
            let damaged = format!("{}{with}{}", &text[..at], &text[at + 1..]);
            drop(Scenario::from_toml(&damaged).map(|scenario| scenario.check()));
        }
    }
}
