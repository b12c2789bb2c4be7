//! A scenario as it comes in: read, checked whole, and in the one form it is stored in.

use prospect_simulate::scenario::{Scenario, ScenarioErrors};
use serde_json::Value;

use crate::problem::{InputError, Problem};

/// Faults listed at once; more only hide the first ones.
const ERRORS_MAX: usize = 200;

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub scenario: Scenario,
    /// The scenario with its fields in the engine's order, as it is stored.
    pub content: Value,
    /// SHA-256 of its canonical JSON.
    pub hash: String,
}

impl Draft {
    /// Reads and checks; `place` is where the scenario stands in the request.
    pub(crate) fn read(value: Value, place: &str) -> Result<Self, Problem> {
        let scenario = Scenario::from_value(value).map_err(|errors| refused(errors, place))?;
        scenario.check().map_err(|errors| refused(errors, place))?;
        let content = serde_json::to_value(&scenario).map_err(|error| Problem::internal(&error))?;
        let hash = scenario.content_hash();
        Ok(Self {
            scenario,
            content,
            hash,
        })
    }
}

/// 422 with each fault where it stands in the request.
pub(crate) fn refused(errors: ScenarioErrors, place: &str) -> Problem {
    let mut errors = errors.errors;
    let total = errors.len();
    errors.truncate(ERRORS_MAX);
    let errors = errors
        .into_iter()
        .map(|error| InputError::new(format!("{place}{}", error.pointer), error.message));
    let mut problem = Problem::invalid_input(errors.collect());
    if total > 1 {
        problem.detail = format!("the scenario has {total} faults; {}", problem.detail).into();
    }
    problem
}
