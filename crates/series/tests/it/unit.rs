//! Units: the golden vector, conversions used by the engines, the text of errors, and properties.

use crate::shared;
use proptest::prelude::*;
use prospect_series::Unit;

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn factor(from: &str, to: &str) -> f64 {
    unit(from)
        .factor_to(&unit(to))
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn vector_a_units() {
    let Some(path) = shared::file("golden/definitions.json") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let golden: serde_json::Value = serde_json::from_str(&text).unwrap();
    let vector = golden["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|vector| vector["id"] == "A.units")
        .unwrap();
    let expected = |name: &str| vector["expected"][name].as_f64().unwrap();
    let tolerance = vector["tolerance"]["rel"].as_f64().unwrap();
    for (name, ours) in [
        ("lb_per_t", factor("t", "lb")),
        ("g_per_troy_oz", factor("oz", "g")),
        (
            "usd_per_t_at_4_usd_per_lb",
            unit("US$/lb").convert(4.0, &unit("US$/t")).unwrap(),
        ),
    ] {
        let relative = (ours / expected(name) - 1.0).abs();
        assert!(relative <= tolerance, "{name}: {ours} is off by {relative}");
    }
}

#[test]
fn exact_factors() {
    for (from, to, expected) in [
        ("US$/lb", "US$/t", 2_204.622_621_848_776),
        ("Mlb", "t", 453.592_37),
        ("kt", "Mlb", 2.204_622_621_848_776),
        ("US$/oz", "US$/g", 1.0 / 31.103_476_8),
        ("koz", "t", 0.031_103_476_8),
        ("g/t", "oz/t", 1.0 / 31.103_476_8),
        ("g/t", "%", 1e-4),
        ("%", "1", 0.01),
        ("bbl", "gal", 42.0),
        ("bbl", "L", 158.987_294_928),
        ("Mcf", "m3", 28.316_846_592),
        ("MMBtu", "GJ", 1.055_055_852_62),
        ("MWh", "GJ", 3.6),
        ("kWh/t", "MJ/kg", 0.003_6),
        ("MW·h", "MWh", 1.0),
        ("y", "month", 12.0),
        ("y", "d", 365.0),
        ("y", "h", 8_760.0),
        ("kt/d", "Mt/y", 0.365),
        ("Mtpa", "t/y", 1e6),
        ("US¢/lb", "US$/lb", 0.01),
        ("M US$", "US$", 1e6),
        ("bn US$", "k US$", 1e6),
        ("dmt", "t", 1.0),
        ("US$/dmtu", "US$/t", 100.0),
        ("ft^3", "cf", 1.0),
        ("ha", "km2", 0.01),
        ("short ton", "lb", 2_000.0),
        ("therm", "Btu", 100_000.0),
    ] {
        let ours = factor(from, to);
        assert!(
            (ours / expected - 1.0).abs() <= 2.0 * f64::EPSILON,
            "{from} to {to}: {ours} instead of {expected}"
        );
    }
}

#[test]
fn spellings_of_published_tables_are_read() {
    for (text, written) in [
        ("$/bbl", "US$/bbl"),
        ("$/mt", "US$/t"),
        ("$/mmbtu", "US$/MMBtu"),
        ("$/kg", "US$/kg"),
        ("$/troy oz", "US$/oz"),
        ("$/cubic meter", "US$/m3"),
        ("$/dmtu", "US$/dmtu"),
        ("cents/sheet", "US¢/sheet"),
        ("USD per tonne", "US$/t"),
        ("C$/t", "C$/t"),
        ("m³/h", "m3/h"),
        ("US$/t/km", "US$/(t·km)"),
        ("US$/(t km)", "US$/(t·km)"),
        ("1/y", "1/y"),
        ("t·km/t", "km"),
        ("US$ million / y", "M US$/y"),
        ("€/MWh", "EUR/MWh"),
        ("GBp/therm", "GBp/therm"),
        ("1", "1"),
        ("US$^2", "US$^2"),
    ] {
        assert_eq!(unit(text).to_string(), written, "{text}");
    }
}

#[test]
fn products_cancel() {
    let revenue = unit("Mlb").checked_mul(&unit("US$/lb")).unwrap();
    assert!((revenue.factor_to(&unit("M US$")).unwrap() - 1.0).abs() < f64::EPSILON);
    let metal = unit("kt").checked_mul(&unit("g/t")).unwrap();
    let koz = metal.factor_to(&unit("koz")).unwrap();
    assert!((koz - 1.0 / 31.103_476_8).abs() < 1e-16);
    assert!(unit("g/t").checked_mul(&unit("t")).unwrap() == unit("g"));
    assert!(unit("g/t").is_dimensionless());
    assert!(!unit("US$/t").is_dimensionless());
}

#[test]
fn a_mismatch_names_both_sides() {
    let message = |from: &str, to: &str| unit(from).factor_to(&unit(to)).unwrap_err().to_string();
    assert_eq!(
        message("US$/t", "US$/bbl"),
        "cannot convert US$/t (money per mass) to US$/bbl (money per volume)"
    );
    assert_eq!(
        message("US$/t", "C$/t"),
        "cannot convert US$/t (money per mass) to C$/t (money per mass): USD and CAD need an exchange rate"
    );
    assert_eq!(
        message("truck", "%"),
        "cannot convert truck (trucks) to % (a plain number)"
    );
}

#[test]
fn unknown_and_ambiguous_words_are_refused_with_what_to_write() {
    let message = |text: &str| Unit::parse(text).unwrap_err().to_string();
    assert_eq!(
        message("US$/LB"),
        "unknown unit \"LB\" in \"US$/LB\"; did you mean lb?"
    );
    assert!(message("US$/ton").contains("write t (metric), short ton or long ton"));
    assert!(message("MT").contains("Mt (million tonnes)"));
    assert!(message("").contains("empty"));
    assert!(message("US$/").contains("nothing on one side"));
    assert!(message("(t").contains("not closed"));
    assert!(message("t)").contains("not opened"));
    assert!(message("t^99").contains("power"));
    assert!(message("2010=100").contains("unknown"));
}

#[test]
fn json_is_the_written_form() {
    let json = serde_json::to_string(&unit("M US$/y")).unwrap();
    assert_eq!(json, "\"M US$/y\"");
    assert_eq!(
        serde_json::from_str::<Unit>(&json).unwrap(),
        unit("M US$/y")
    );
}

fn any_word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "t",
        "kt",
        "Mlb",
        "oz",
        "koz",
        "g",
        "dmt",
        "bbl",
        "m3",
        "L",
        "Mcf",
        "GJ",
        "MMBtu",
        "kWh",
        "MW",
        "h",
        "d",
        "y",
        "month",
        "%",
        "US$",
        "M US$",
        "US¢",
        "C$",
        "EUR",
        "truck",
        "short ton",
        "m2",
        "1",
        "tCO2e",
        "GBp",
    ])
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::collection::vec((any_word(), any::<bool>()), 1..5).prop_map(|words| {
        words
            .into_iter()
            .fold(Unit::one(), |product, (word, above)| {
                let word = unit(word);
                let next = if above {
                    product.checked_mul(&word)
                } else {
                    product.checked_div(&word)
                };
                next.expect("four words stay within the bounds")
            })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(unit in any_unit()) {
        prop_assert_eq!(Unit::parse(&unit.to_string()).unwrap(), unit);
    }

    #[test]
    fn there_and_back_is_where_we_were(a in any_unit(), b in any_unit(), value in -1e9..1e9) {
        match (a.factor_to(&b), b.factor_to(&a)) {
            (Ok(there), Ok(back)) => {
                prop_assert!((there * back - 1.0).abs() <= 4.0 * f64::EPSILON);
                let returned = b.convert(a.convert(value, &b).unwrap(), &a).unwrap();
                prop_assert!((returned - value).abs() <= value.abs() * 1e-14);
            }
            (Err(_), Err(_)) => prop_assert_ne!(a.dimension(), b.dimension()),
            (there, back) => prop_assert!(false, "one way only: {:?} {:?}", there, back),
        }
    }

    #[test]
    fn a_product_has_the_product_of_the_factors(a in any_unit(), b in any_unit()) {
        let product = a.checked_mul(&b).unwrap();
        prop_assert_eq!(product.checked_div(&b).unwrap(), a);
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        if let Ok(unit) = Unit::parse(&text) {
            prop_assert_eq!(Unit::parse(&unit.to_string()).unwrap(), unit);
        }
    }

    #[test]
    fn no_text_of_unit_letters_panics(text in "[tkMgblozmL$USCA¢%/*·() ^1-9-]{0,30}") {
        if let Ok(unit) = Unit::parse(&text) {
            prop_assert_eq!(Unit::parse(&unit.to_string()).unwrap(), unit);
        }
    }
}
