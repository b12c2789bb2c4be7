//! A finished simulation made ready to run again to the same digits.

use std::sync::Arc;

use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::plan::Plan;
use uuid::Uuid;

use super::{check_engine, finished, scenario_of};
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
        let (simulation, result) = finished(&tx, caller, id).await?;
        check_engine(&result, "to look into it")?;
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
