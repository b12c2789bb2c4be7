//! From a scenario to figures: compiling it with the paths it needs, its base case, a simulation.
//! The numbers are the engine's; this is where it runs and how its refusals are answered.

use std::ops::ControlFlow;
use std::sync::Arc;

use prospect_jobs::price_paths::{PricePathError, StoredForecasts};
use prospect_simulate::engine::{self, SettingsError, SimulationSettings, simulate};
use prospect_simulate::plan::Plan;
use prospect_simulate::result::{BaseCase, Comparison, SimulationResult};
use prospect_simulate::scenario::Scenario;
use prospect_storage::WorkspaceId;
use tokio_util::sync::CancellationToken;

use crate::draft::refused;
use crate::problem::Problem;
use crate::state::AppState;

/// Checks the scenario and prepares it to run.
pub(crate) async fn plan(
    state: &AppState,
    workspace: WorkspaceId,
    scenario: Scenario,
    place: &'static str,
) -> Result<Arc<Plan>, Problem> {
    let forecasts = forecasts(state, workspace, &scenario, place).await?;
    let compile = move || {
        let paths = forecasts.draw(&scenario)?;
        Plan::compile(&scenario, &paths)
    };
    let plan = state.compute.run(compile).await?;
    plan.map(Arc::new).map_err(|errors| refused(errors, place))
}

/// The stored forecasts the scenario takes its prices from.
pub(crate) async fn forecasts(
    state: &AppState,
    workspace: WorkspaceId,
    scenario: &Scenario,
    place: &str,
) -> Result<StoredForecasts, Problem> {
    let tx = state.store.read().await?;
    StoredForecasts::read(&tx, workspace, scenario)
        .await
        .map_err(|error| match error {
            PricePathError::Scenario(errors) => refused(errors, place),
            PricePathError::Storage(error) => error.into(),
        })
}

pub(crate) async fn base_case(state: &AppState, plan: &Arc<Plan>) -> Result<BaseCase, Problem> {
    let plan = Arc::clone(plan);
    state.compute.run(move || plan.base_case()).await
}

/// Runs while the caller waits; when the caller hangs up, the run ends at its next look.
pub(crate) async fn run(
    state: &AppState,
    plan: &Arc<Plan>,
    settings: SimulationSettings,
) -> Result<SimulationResult, Problem> {
    let plan = Arc::clone(plan);
    let made = while_waited_for(state, move |watch| simulate(&plan, &settings, |_| watch()));
    made.await?
        .map_err(|error| Problem::invalid("/iterations", error.to_string()))
}

/// Both on the same draws, while the caller waits; nothing when it was cut short.
pub(crate) async fn compare(
    state: &AppState,
    a: Arc<Plan>,
    b: Arc<Plan>,
    settings: SimulationSettings,
) -> Result<Result<Option<Comparison>, SettingsError>, Problem> {
    let work =
        move |watch: &dyn Fn() -> ControlFlow<()>| engine::compare(&a, &b, &settings, |_| watch());
    while_waited_for(state, work).await
}

/// Runs `work` on the threads of the engines. What it is given says when the caller has hung up.
async fn while_waited_for<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce(&dyn Fn() -> ControlFlow<()>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let gone = CancellationToken::new();
    let _hang_up = gone.clone().drop_guard();
    let watched = move || {
        work(&|| {
            if gone.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    };
    state.compute.run(watched).await
}
