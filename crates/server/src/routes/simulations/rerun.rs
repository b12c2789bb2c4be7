//! A finished simulation made ready to run again to the same digits.

use std::sync::Arc;

use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::plan::Plan;
use prospect_simulate::result::SimulationResult;
use uuid::Uuid;

use super::{find, scenario_of};
use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::state::AppState;
use crate::valuation;

pub(super) struct Rerun {
    pub plan: Arc<Plan>,
    /// A cancelled run kept fewer iterations than were asked for.
    pub settings: SimulationSettings,
}

impl Rerun {
    /// 409 when there is no result, or one of another version of the engine.
    pub(super) async fn of(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let tx = state.store.read().await?;
        let simulation = find(&tx, caller, id).await?;
        let result = tx.simulations().result(simulation.id).await?;
        let result = result.ok_or_else(|| {
            let message = format!("the simulation is {} and has no result", simulation.state);
            Problem::conflict(message)
        })?;
        let result: SimulationResult =
            serde_json::from_value(result).map_err(|error| Problem::internal(&error))?;
        if result.engine_version != prospect_simulate::ENGINE_VERSION {
            return Err(Problem::conflict(
                "another version of the engine computed this; run it again",
            ));
        }
        let scenario = scenario_of(&tx, &simulation).await?;
        drop(tx);
        Ok(Self {
            plan: valuation::plan(state, simulation.workspace_id, scenario, "").await?,
            settings: SimulationSettings {
                iterations: result.iterations,
                ..result.settings
            },
        })
    }
}
