//! A scenario checked and flattened: constants in common units, steps in order, random inputs numbered.
//!
//! [`Plan::compile`] finds everything wrong with a scenario's meaning (units, references, lengths); a plan that exists can
//! be run. [`Plan::base_case`] evaluates it once; [`crate::engine`] runs it over iterations with the same steps.

mod amounts;
mod base_case;
mod break_even;
mod build;
mod consumption;
mod declare;
mod define;
mod dependence;
mod finish;
mod fiscal;
pub mod formulas;
mod lanes;
mod op;
mod paths;
mod prices;
mod reconcile;
mod recovered;
mod rows;
mod run;
mod schedule;
mod targets;
mod unit_costs;

pub(crate) use dependence::Dependence;
pub(crate) use lanes::{LANES, Lanes};
pub(crate) use paths::{Path, PathSource};
pub use paths::{PathSet, PathSetError, PathSets};
pub(crate) use rows::RowPlan;
pub(crate) use run::{BlockResult, Parameter, Scratch};

use crate::distribution::Quantile;
use crate::economics::PeriodLengths;
use crate::scenario::{Scenario, ScenarioErrors};

/// More periods than this are refused.
pub const MAX_PERIODS: usize = 10_000;

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) scenario: Scenario,
    /// The unit of money rows, as it is written.
    pub(crate) money_unit: String,
    pub(crate) periods: PeriodLengths,
    /// Times of the flows, by [`crate::scenario::Timing::ALL`].
    pub(crate) times: [Vec<f64>; 3],
    /// Discount factors by timing; `None` when the rate is drawn.
    pub(crate) discount_factors: Option<[Vec<f64>; 3]>,
    pub(crate) steps: Vec<op::Step>,
    pub(crate) parameters: Vec<Parameter>,
    /// The parameter that holds the discount rate.
    pub(crate) rate: op::ParameterId,
    pub(crate) state_slots: usize,
    pub(crate) inputs: Vec<DrawnInput>,
    pub(crate) dependence: Option<Dependence>,
    pub(crate) paths: Vec<Path>,
    pub(crate) path_inputs: Vec<PathInput>,
    pub(crate) price_count: usize,
    pub(crate) rows: Vec<RowPlan>,
    pub(crate) before_tax: op::Register,
    pub(crate) after_tax: op::Register,
    /// Every step, and those the cash flow after tax depends on, in order.
    pub(crate) all_steps: Vec<op::Register>,
    pub(crate) after_tax_steps: Vec<op::Register>,
    /// Periods with sales in the base case.
    pub(crate) production: Vec<usize>,
    pub(crate) start_dates: Option<Vec<String>>,
    pub(crate) warnings: Vec<String>,
    pub(crate) assumptions: Vec<String>,
}

/// An uncertain scalar or factor.
#[derive(Debug, Clone)]
pub(crate) struct DrawnInput {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) target: String,
    pub(crate) unit: String,
    pub(crate) note: Option<String>,
    pub(crate) description: String,
    pub(crate) quantile: Quantile,
    /// Number of its random stream.
    pub(crate) stream: u32,
    /// Its value in the deterministic case.
    pub(crate) base: f64,
}

/// An uncertain price path, by the same index as [`Plan::paths`].
#[derive(Debug, Clone)]
pub(crate) struct PathInput {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) target: String,
    pub(crate) unit: String,
    pub(crate) note: Option<String>,
    pub(crate) description: String,
    /// Index of the price it draws.
    pub(crate) price: usize,
    /// Weighted average of the base-case prices.
    pub(crate) base: f64,
}

impl Plan {
    /// Checks a scenario and prepares it to run. `paths` holds the sample paths of the stored forecasts it refers to.
    pub fn compile(scenario: &Scenario, paths: &PathSets) -> Result<Self, ScenarioErrors> {
        build::Builder::new(scenario, paths).build()
    }

    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    pub fn money_unit(&self) -> &str {
        &self.money_unit
    }

    /// Number of uncertain inputs, price paths included.
    pub fn input_count(&self) -> usize {
        self.inputs.len() + self.paths.len()
    }

    /// Random numbers of one iteration.
    pub fn dimensions(&self) -> usize {
        let mixing = self
            .dependence
            .as_ref()
            .is_some_and(|dependence| dependence.degrees_of_freedom.is_some());
        self.inputs.len() + usize::from(mixing) + self.path_dimensions()
    }

    /// Those of them that price paths use.
    pub(crate) fn path_dimensions(&self) -> usize {
        let counts = self.paths.iter().map(|path| path.kind.stream_count());
        counts.map(|count| count as usize).sum()
    }

    /// Whether anything varies between iterations.
    pub fn is_uncertain(&self) -> bool {
        self.input_count() > 0
    }
}

impl Scenario {
    /// Everything wrong with the scenario's meaning, with stored forecasts taken as given.
    pub fn check(&self) -> Result<(), ScenarioErrors> {
        build::Builder::new(self, &PathSets::new())
            .tolerating_missing_forecasts()
            .build()
            .map(|_| ())
    }

    /// Ids of the stored forecasts the scenario takes price paths from.
    pub fn forecast_ids(&self) -> Vec<&str> {
        self.prices
            .iter()
            .filter_map(|price| match &price.path {
                Some(crate::scenario::PricePath::Forecast { forecast, .. }) => {
                    Some(forecast.as_str())
                }
                _ => None,
            })
            .collect()
    }
}
