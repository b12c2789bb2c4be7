//! The table of units: symbol, other spellings, exact size. Money is not here, see [`super::money`].
//!
//! Sizes are ratios of whole numbers, so that a conversion between any two of them is one correctly
//! rounded division. The international pound (0.45359237 kg), the troy ounce (31.1034768 g), the barrel
//! (42 US gallons), the cubic foot and the International Table Btu (1,055.05585262 J) are exact by
//! definition. A year is 365 days, the day count of dated cash flows (Act/365 fixed), a month a twelfth
//! of it.

use super::dimension::Base;

/// One named unit. Its size is `numerator / denominator` in gram, metre, joule, second or count.
#[derive(Debug)]
pub(super) struct Definition {
    /// How the unit is written back.
    pub(super) symbol: &'static str,
    /// Other spellings that are read as this unit.
    pub(super) aliases: &'static [&'static str],
    pub(super) numerator: u64,
    pub(super) denominator: u64,
    pub(super) dimension: &'static [(Base, i8)],
}

const MASS: &[(Base, i8)] = &[(Base::Mass, 1)];
const LENGTH: &[(Base, i8)] = &[(Base::Length, 1)];
const AREA: &[(Base, i8)] = &[(Base::Length, 2)];
const VOLUME: &[(Base, i8)] = &[(Base::Length, 3)];
const ENERGY: &[(Base, i8)] = &[(Base::Energy, 1)];
const POWER: &[(Base, i8)] = &[(Base::Energy, 1), (Base::Time, -1)];
const TIME: &[(Base, i8)] = &[(Base::Time, 1)];
const NONE: &[(Base, i8)] = &[];

const fn unit(
    symbol: &'static str,
    aliases: &'static [&'static str],
    numerator: u64,
    denominator: u64,
    dimension: &'static [(Base, i8)],
) -> Definition {
    Definition {
        symbol,
        aliases,
        numerator,
        denominator,
        dimension,
    }
}

/// All named units. The order is the order in which factors of a product are written.
pub(super) static DEFINITIONS: &[Definition] = &[
    // Mass, in grams.
    unit("µg", &["ug", "μg"], 1, 1_000_000, MASS),
    unit("mg", &[], 1, 1_000, MASS),
    unit("g", &["gram", "grams"], 1, 1, MASS),
    unit("kg", &["kilogram", "kilograms"], 1_000, 1, MASS),
    unit(
        "t",
        &[
            "tonne",
            "tonnes",
            "mt",
            "metric ton",
            "metric tons",
            "metric tonne",
            "metric tonnes",
        ],
        1_000_000,
        1,
        MASS,
    ),
    unit("kt", &["kilotonne", "kilotonnes"], 1_000_000_000, 1, MASS),
    unit(
        "Mt",
        &["million tonnes", "million t"],
        1_000_000_000_000,
        1,
        MASS,
    ),
    unit("Gt", &["billion tonnes"], 1_000_000_000_000_000, 1, MASS),
    unit(
        "dmt",
        &["dry metric tonne", "dry metric ton"],
        1_000_000,
        1,
        MASS,
    ),
    unit("kdmt", &[], 1_000_000_000, 1, MASS),
    unit(
        "wmt",
        &["wet metric tonne", "wet metric ton"],
        1_000_000,
        1,
        MASS,
    ),
    unit("kwmt", &[], 1_000_000_000, 1, MASS),
    // One per cent of a dry tonne of ore, the contained metal that ores are priced by.
    unit("dmtu", &["mtu"], 10_000, 1, MASS),
    unit("tCO2e", &["tCO2", "t CO2", "t CO2e"], 1_000_000, 1, MASS),
    unit(
        "ktCO2e",
        &["ktCO2", "kt CO2", "kt CO2e"],
        1_000_000_000,
        1,
        MASS,
    ),
    unit(
        "MtCO2e",
        &["MtCO2", "Mt CO2", "Mt CO2e"],
        1_000_000_000_000,
        1,
        MASS,
    ),
    unit("lb", &["lbs", "pound", "pounds"], 45_359_237, 100_000, MASS),
    unit("klb", &["klbs"], 45_359_237, 100, MASS),
    unit(
        "Mlb",
        &["Mlbs", "million lb", "million lbs"],
        453_592_370,
        1,
        MASS,
    ),
    unit(
        "oz",
        &[
            "ozt",
            "toz",
            "oz t",
            "troy oz",
            "ounce",
            "ounces",
            "troy ounce",
            "troy ounces",
        ],
        311_034_768,
        10_000_000,
        MASS,
    ),
    unit("koz", &["kozt"], 311_034_768, 10_000, MASS),
    unit("Moz", &["Mozt", "million oz"], 311_034_768, 10, MASS),
    unit("ct", &["carat", "carats"], 1, 5, MASS),
    unit("short ton", &["st", "short tons"], 90_718_474, 100, MASS),
    unit("long ton", &["long tons"], 10_160_469_088, 10_000, MASS),
    // Length and what is made of it, in metres.
    unit("mm", &[], 1, 1_000, LENGTH),
    unit("cm", &[], 1, 100, LENGTH),
    unit("m", &["metre", "metres", "meter", "meters"], 1, 1, LENGTH),
    unit("km", &[], 1_000, 1, LENGTH),
    unit("in", &["inch", "inches"], 127, 5_000, LENGTH),
    unit("ft", &["foot", "feet"], 381, 1_250, LENGTH),
    unit("mi", &["mile", "miles"], 201_168, 125, LENGTH),
    unit("ha", &["hectare", "hectares"], 10_000, 1, AREA),
    unit("acre", &["acres"], 40_468_564_224, 10_000_000, AREA),
    unit("mL", &["ml"], 1, 1_000_000, VOLUME),
    unit(
        "L",
        &["l", "litre", "litres", "liter", "liters"],
        1,
        1_000,
        VOLUME,
    ),
    unit("kL", &[], 1, 1, VOLUME),
    unit("ML", &[], 1_000, 1, VOLUME),
    unit("GL", &[], 1_000_000, 1, VOLUME),
    unit(
        "gal",
        &["gallon", "gallons", "US gal"],
        3_785_411_784,
        1_000_000_000_000,
        VOLUME,
    ),
    unit(
        "bbl",
        &["bbls", "barrel", "barrels"],
        158_987_294_928,
        1_000_000_000_000,
        VOLUME,
    ),
    unit("kbbl", &[], 158_987_294_928, 1_000_000_000, VOLUME),
    unit(
        "MMbbl",
        &["million bbl"],
        158_987_294_928,
        1_000_000,
        VOLUME,
    ),
    unit(
        "cf",
        &["scf", "cubic foot", "cubic feet"],
        28_316_846_592,
        1_000_000_000_000,
        VOLUME,
    ),
    unit(
        "Mcf",
        &["mcf", "Mscf"],
        28_316_846_592,
        1_000_000_000,
        VOLUME,
    ),
    unit(
        "MMcf",
        &["MMscf", "mmcf"],
        28_316_846_592,
        1_000_000,
        VOLUME,
    ),
    unit("Bcf", &["bcf"], 28_316_846_592, 1_000, VOLUME),
    // Energy, in joules; power, in joules per second.
    unit("J", &[], 1, 1, ENERGY),
    unit("kJ", &[], 1_000, 1, ENERGY),
    unit("MJ", &[], 1_000_000, 1, ENERGY),
    unit("GJ", &[], 1_000_000_000, 1, ENERGY),
    unit("TJ", &[], 1_000_000_000_000, 1, ENERGY),
    unit("PJ", &[], 1_000_000_000_000_000, 1, ENERGY),
    unit("Wh", &[], 3_600, 1, ENERGY),
    unit("kWh", &["kwh"], 3_600_000, 1, ENERGY),
    unit("MWh", &[], 3_600_000_000, 1, ENERGY),
    unit("GWh", &[], 3_600_000_000_000, 1, ENERGY),
    unit("TWh", &[], 3_600_000_000_000_000, 1, ENERGY),
    unit("Btu", &["BTU", "btu"], 105_505_585_262, 100_000_000, ENERGY),
    unit(
        "MMBtu",
        &["mmbtu", "MMBTU", "mmBtu", "MMbtu", "million Btu"],
        105_505_585_262,
        100,
        ENERGY,
    ),
    unit("therm", &["therms", "thm"], 105_505_585_262, 1_000, ENERGY),
    unit("toe", &[], 41_868_000_000, 1, ENERGY),
    unit("W", &[], 1, 1, POWER),
    unit("kW", &[], 1_000, 1, POWER),
    unit("MW", &[], 1_000_000, 1, POWER),
    unit("GW", &[], 1_000_000_000, 1, POWER),
    // Time, in seconds.
    unit("s", &["sec", "second", "seconds"], 1, 1, TIME),
    unit("min", &["minute", "minutes"], 60, 1, TIME),
    unit("h", &["hr", "hour", "hours"], 3_600, 1, TIME),
    unit("d", &["day", "days"], 86_400, 1, TIME),
    unit("week", &["wk", "weeks"], 604_800, 1, TIME),
    unit("month", &["mo", "months"], 2_628_000, 1, TIME),
    unit("quarter", &["quarters"], 7_884_000, 1, TIME),
    unit(
        "y",
        &["yr", "a", "year", "years", "annum"],
        31_536_000,
        1,
        TIME,
    ),
    // Shares of one.
    unit("%", &["percent", "per cent", "pct"], 1, 100, NONE),
    unit("‰", &["permille"], 1, 1_000, NONE),
    unit(
        "bp",
        &["bps", "basis point", "basis points"],
        1,
        10_000,
        NONE,
    ),
    unit("ppm", &[], 1, 1_000_000, NONE),
    unit("ppb", &[], 1, 1_000_000_000, NONE),
    // Things counted: each is its own dimension, so that trucks are not added to holes.
    unit(
        "count",
        &["each", "unit", "units", "pcs"],
        1,
        1,
        &[(Base::Count("things"), 1)],
    ),
    unit(
        "index",
        &["index points", "points", "pts"],
        1,
        1,
        &[(Base::Count("index points"), 1)],
    ),
    unit(
        "boe",
        &["BOE"],
        1,
        1,
        &[(Base::Count("barrels of oil equivalent"), 1)],
    ),
    unit(
        "contract",
        &["contracts", "lot", "lots"],
        1,
        1,
        &[(Base::Count("contracts"), 1)],
    ),
    unit("share", &["shares"], 1, 1, &[(Base::Count("shares"), 1)]),
    unit("sheet", &["sheets"], 1, 1, &[(Base::Count("sheets"), 1)]),
    unit(
        "head",
        &["heads"],
        1,
        1,
        &[(Base::Count("head of stock"), 1)],
    ),
    unit(
        "person",
        &["people", "persons", "FTE", "employee", "employees"],
        1,
        1,
        &[(Base::Count("people"), 1)],
    ),
    unit("shift", &["shifts"], 1, 1, &[(Base::Count("shifts"), 1)]),
    unit("truck", &["trucks"], 1, 1, &[(Base::Count("trucks"), 1)]),
    unit("hole", &["holes"], 1, 1, &[(Base::Count("holes"), 1)]),
    unit("well", &["wells"], 1, 1, &[(Base::Count("wells"), 1)]),
    unit(
        "machine",
        &["machines"],
        1,
        1,
        &[(Base::Count("machines"), 1)],
    ),
    unit("trip", &["trips"], 1, 1, &[(Base::Count("trips"), 1)]),
];

/// Rates that the industry writes as one word.
pub(super) const SHORTHANDS: &[(&str, &str)] = &[
    ("tpa", "t/y"),
    ("ktpa", "kt/y"),
    ("Mtpa", "Mt/y"),
    ("tpd", "t/d"),
    ("ktpd", "kt/d"),
    ("tph", "t/h"),
    ("bpd", "bbl/d"),
    ("cubic meter", "m3"),
    ("cubic metre", "m3"),
    ("cubic meters", "m3"),
    ("cubic metres", "m3"),
];

/// Spellings that mean different sizes to different readers, with what to write instead.
pub(super) const AMBIGUOUS: &[(&str, &str)] = &[
    ("MT", "t (metric tons) or Mt (million tonnes)"),
    ("ton", "t (metric), short ton or long ton"),
    ("tons", "t (metric), short ton or long ton"),
    ("Mbbl", "kbbl (thousand barrels) or MMbbl (million barrels)"),
    ("MBtu", "MMBtu (million Btu); for thousands, use Btu"),
    ("p", "GBp (pence)"),
];

/// The unit whose symbol or alias is exactly `text`.
pub(super) fn find(text: &str) -> Option<usize> {
    DEFINITIONS
        .iter()
        .position(|unit| unit.symbol == text || unit.aliases.contains(&text))
}

/// The symbol that differs from `text` only by letter case.
pub(super) fn find_ignoring_case(text: &str) -> Option<&'static str> {
    DEFINITIONS
        .iter()
        .find(|unit| {
            unit.symbol.eq_ignore_ascii_case(text)
                || unit
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(text))
        })
        .map(|unit| unit.symbol)
}

#[cfg(test)]
mod tests {
    use super::{AMBIGUOUS, DEFINITIONS, SHORTHANDS};
    use std::collections::HashSet;

    #[test]
    fn every_spelling_means_one_unit() {
        let mut seen = HashSet::new();
        let spellings = DEFINITIONS
            .iter()
            .flat_map(|unit| std::iter::once(&unit.symbol).chain(unit.aliases))
            .chain(SHORTHANDS.iter().map(|(text, _)| text))
            .chain(AMBIGUOUS.iter().map(|(text, _)| text));
        for spelling in spellings {
            assert!(seen.insert(*spelling), "{spelling} is defined twice");
        }
    }
}
