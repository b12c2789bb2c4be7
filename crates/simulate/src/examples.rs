//! The example scenarios that ship with Prospect: two published studies, typed from their tables and cited.

use crate::scenario::Scenario;

/// One example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    pub slug: &'static str,
    pub toml: &'static str,
}

pub const VIZCACHITAS_2023: Example = Example {
    slug: "vizcachitas-2023",
    toml: include_str!("../../../examples/vizcachitas-2023.toml"),
};

pub const OKO_WEST_2025: Example = Example {
    slug: "oko-west-2025",
    toml: include_str!("../../../examples/oko-west-2025.toml"),
};

pub const ALL: [Example; 2] = [VIZCACHITAS_2023, OKO_WEST_2025];

impl Example {
    /// The scenario with its illustrative uncertain inputs.
    pub fn scenario(&self) -> Scenario {
        Scenario::from_toml(self.toml).expect("the examples that ship are tested to be valid")
    }

    /// The study as printed: no uncertain inputs, prices at the deck.
    pub fn as_printed(&self) -> Scenario {
        let mut scenario = self.scenario();
        scenario.uncertain.clear();
        for price in &mut scenario.prices {
            if price.deck.is_some() {
                price.path = None;
            }
        }
        scenario
    }
}
