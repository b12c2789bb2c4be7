//! Simulations: runs of the engine over a scenario, with everything that determines their digits.

pub(crate) mod compare;
pub(crate) mod delete;
pub(crate) mod export;
pub(crate) mod iteration;
pub(crate) mod list;
pub(crate) mod report;
mod rerun;
pub(crate) mod result;
pub(crate) mod run;
pub(crate) mod show;
pub(crate) mod sobol;

use prospect_jobs::simulate::content_of;
use prospect_simulate::result::SimulationResult;
use prospect_simulate::scenario::Scenario;
use prospect_storage::{JobId, Simulation, SimulationId, Transaction, VersionOrigin};
use serde_json::Value;
use uuid::Uuid;

use crate::authenticate::{Caller, digest};
use crate::draft::Draft;
use crate::problem::{Kind, Problem};
use crate::scope;
use crate::view::simulation::SimulationView;

/// The simulation `id`, if `caller` can see it.
async fn find<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<Simulation, Problem> {
    if let Some(simulation) = tx.simulations().get(SimulationId::from(id)).await?
        && scope::is_visible(tx, caller, simulation.workspace_id).await?
    {
        return Ok(simulation);
    }
    Err(not_found(id))
}

/// The simulation `id` with its result; 409 when there is none yet.
async fn finished<Mode>(
    tx: &Transaction<Mode>,
    caller: &Caller,
    id: Uuid,
) -> Result<(Simulation, SimulationResult), Problem> {
    let simulation = find(tx, caller, id).await?;
    let result = tx.simulations().result(simulation.id).await?;
    let result = result.ok_or_else(|| {
        let message = format!("the simulation is {} and has no result", simulation.state);
        Problem::conflict(message)
    })?;
    let result = serde_json::from_value(result).map_err(|error| Problem::internal(&error))?;
    Ok((simulation, result))
}

/// 409 for a result that this engine would not compute to the same digits; `purpose` completes "run it again".
fn check_engine(result: &SimulationResult, purpose: &str) -> Result<(), Problem> {
    if result.engine_version == prospect_simulate::ENGINE_VERSION {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "another version of the engine computed this; run it again {purpose}"
    )))
}

fn not_found(id: Uuid) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no simulation \"{id}\" that you can see"),
    )
}

async fn origin<Mode>(
    tx: &Transaction<Mode>,
    simulation: &Simulation,
) -> Result<Option<VersionOrigin>, Problem> {
    let Some(version) = simulation.scenario_version_id else {
        return Ok(None);
    };
    Ok(tx.scenarios().origins(&[version]).await?.remove(&version))
}

/// The scenario a simulation ran on.
async fn scenario_of<Mode>(
    tx: &Transaction<Mode>,
    simulation: &Simulation,
) -> Result<Scenario, Problem> {
    let content = content_of(tx, simulation).await?;
    let content = content.ok_or_else(|| Problem::conflict("its scenario was deleted"))?;
    Ok(Draft::read(content, "")?.scenario)
}

fn view(simulation: Simulation, origin: Option<&VersionOrigin>) -> SimulationView {
    let text =
        |value: &Value, field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
    let inline_name = simulation
        .inline_scenario
        .as_ref()
        .and_then(|inline| text(inline, "name"));
    // What came with the request is stored in its canonical form.
    let hash = |inline: &Value| digest(&inline.to_string());
    let scenario_hash = match (origin, &simulation.inline_scenario) {
        (Some(origin), _) => Some(origin.hash.clone()),
        (None, inline) => inline.as_ref().map(hash),
    };
    let sampling = simulation
        .settings
        .get("sampling")
        .cloned()
        .unwrap_or_default();
    SimulationView {
        id: simulation.id.as_uuid(),
        scenario_slug: origin.map(|origin| origin.slug.clone()),
        scenario_name: origin
            .map(|origin| origin.name.clone())
            .or(inline_name)
            .unwrap_or_else(|| "unnamed".to_owned()),
        scenario_version: origin.map(|origin| origin.number),
        scenario_hash,
        state: simulation.state.into(),
        iterations: simulation.iterations.unsigned_abs(),
        seed: simulation.seed,
        sampling: serde_json::from_value(sampling).unwrap_or_default(),
        engine_version: simulation.engine_version,
        created_at: simulation.created_at,
        finished_at: simulation.finished_at,
        made_by: simulation.made_by,
        job_id: simulation.job_id.map(JobId::as_uuid),
        summary: simulation.summary.map(Into::into),
        error: simulation.error,
    }
}
