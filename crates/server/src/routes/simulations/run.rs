//! `POST /api/v1/simulations/run`, also as `/api/simulations/run`

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use prospect_jobs::simulate::{Computed, enqueue, summary};
use prospect_simulate::engine::{MAX_ITERATIONS, SimulationSettings};
use prospect_storage::{NewSimulation, ScenarioVersionId, VersionOrigin, Workspace};
use serde_json::Value;

use super::{origin, view};
use crate::authenticate::Caller;
use crate::draft::Draft;
use crate::extract::Json;
use crate::problem::Problem;
use crate::routes::scenarios;
use crate::routing::Allowance;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;
use crate::trail::{self, Subject};
use crate::valuation;
use crate::view::simulation::{
    RunRequest, ScenarioChoice, SimulationWithResultView, StartedSimulationView,
};

pub(crate) const ALLOWANCE: Allowance = Allowance {
    time_limit: Duration::from_mins(2),
    ..Allowance::DEFAULT
};

/// Iterations a caller may wait for; more become a job.
pub(super) const WAIT_ITERATIONS_MAX: u64 = 200_000;

/// Simulate a stored scenario or one sent along. Up to 200,000 iterations are waited for, unless
/// `wait` is false; more become a job.
#[utoipa::path(
    post, path = "/api/v1/simulations/run", operation_id = "run_simulation", tag = "simulations",
    params(WorkspaceParams),
    request_body = RunRequest,
    responses(
        (status = 200, description = "Done, with its result", body = SimulationWithResultView),
        (status = 202, description = "Started as a job", body = StartedSimulationView),
    )
)]
pub(crate) async fn run(
    State(state): State<AppState>,
    caller: Caller,
    InWorkspace(workspace): InWorkspace,
    Json(request): Json<RunRequest>,
) -> Result<Response, Problem> {
    let settings = settings(&request)?;
    let run = Run::resolve(
        &state,
        &caller,
        workspace,
        request.scenario,
        request.version,
    )
    .await?;
    if request.wait && settings.iterations <= WAIT_ITERATIONS_MAX {
        Box::pin(run.now(settings)).await
    } else {
        run.later(settings).await
    }
}

/// The same under the address CalMiner's clients use.
#[utoipa::path(
    post, path = "/api/simulations/run", operation_id = "run_simulation_unversioned",
    tag = "simulations",
    params(WorkspaceParams),
    request_body = RunRequest,
    responses(
        (status = 200, description = "Done, with its result", body = SimulationWithResultView),
        (status = 202, description = "Started as a job", body = StartedSimulationView),
    )
)]
pub(crate) async fn run_unversioned(
    state: State<AppState>,
    caller: Caller,
    workspace: InWorkspace,
    request: Json<RunRequest>,
) -> Result<Response, Problem> {
    Box::pin(run(state, caller, workspace, request)).await
}

fn settings(request: &RunRequest) -> Result<SimulationSettings, Problem> {
    if !(1..=MAX_ITERATIONS).contains(&request.iterations) {
        return Err(Problem::invalid(
            "/iterations",
            format!(
                "{} iterations were asked for; between 1 and {MAX_ITERATIONS} are possible",
                request.iterations
            ),
        ));
    }
    Ok(SimulationSettings {
        iterations: request.iterations,
        seed: request.seed,
        sampling: request.sampling,
    })
}

/// The scenario of a request, with the version it is stored as; `place` is where the request names it.
pub(super) async fn chosen(
    state: &AppState,
    workspace: &Workspace,
    scenario: ScenarioChoice,
    version: Option<i64>,
    place: &str,
) -> Result<(Draft, Option<ScenarioVersionId>), Problem> {
    let (content, version) = match scenario {
        ScenarioChoice::Inline(_) if version.is_some() => {
            return Err(Problem::invalid(
                format!("{place}/version"),
                "only a stored scenario has versions",
            ));
        }
        ScenarioChoice::Inline(content) => (Value::Object(content), None),
        ScenarioChoice::Slug(slug) => {
            let tx = state.store.read().await?;
            let scenario = scenarios::find(&tx, workspace, &slug).await?;
            let version = scenarios::find_version(&tx, &scenario, version).await?;
            (version.content, Some(version.id))
        }
    };
    Ok((Draft::read(content, &format!("{place}/scenario"))?, version))
}

/// A run that is about to happen: what on, where and by whom.
struct Run<'a> {
    state: &'a AppState,
    caller: &'a Caller,
    workspace: Workspace,
    draft: Draft,
    version: Option<ScenarioVersionId>,
}

impl<'a> Run<'a> {
    async fn resolve(
        state: &'a AppState,
        caller: &'a Caller,
        workspace: Workspace,
        scenario: ScenarioChoice,
        version: Option<i64>,
    ) -> Result<Self, Problem> {
        let (draft, version) = chosen(state, &workspace, scenario, version, "").await?;
        Ok(Self {
            state,
            caller,
            workspace,
            draft,
            version,
        })
    }

    /// While the caller waits. Nothing is stored unless the run comes to its end.
    async fn now(self, settings: SimulationSettings) -> Result<Response, Problem> {
        let state = self.state;
        let scenario = self.draft.scenario.clone();
        let plan = valuation::plan(state, self.workspace.id, scenario, "/scenario").await?;
        let made = valuation::run(state, &plan, settings).await?;
        let computed = Computed {
            summary: summary(&made),
            result: serde_json::to_value(&made).map_err(|error| Problem::internal(&error))?,
            iterations: None,
        };
        let new = self.new_simulation(settings)?;
        let now = state.clock.now();
        let tx = state.store.write().await?;
        let simulation = tx.simulations().create(new, now).await?;
        let simulation = computed.store(&tx, simulation.id, now).await?;
        let simulation = simulation
            .ok_or_else(|| Problem::conflict("the simulation was deleted while it ran"))?;
        let origin = origin(&tx, &simulation).await?;
        let subject = self.subject(simulation.id.to_string());
        trail::record(state, &tx, self.caller, "run", subject, None).await?;
        tx.commit().await?;
        let simulation = view(simulation, origin.as_ref());
        let answer = SimulationWithResultView {
            simulation,
            result: computed.result,
        };
        Ok(axum::Json(answer).into_response())
    }

    /// As a job. The simulation and the job are stored together, so neither is without the other.
    async fn later(self, settings: SimulationSettings) -> Result<Response, Problem> {
        let state = self.state;
        let new = self.new_simulation(settings)?;
        let now = state.clock.now();
        let tx = state.store.write().await?;
        let simulation = tx.simulations().create(new, now).await?;
        let origin = origin(&tx, &simulation).await?;
        let title = self.title(origin.as_ref());
        let job = enqueue(&tx, &simulation, &title, now).await?.job;
        let subject = self.subject(simulation.id.to_string());
        trail::record(state, &tx, self.caller, "run", subject, None).await?;
        tx.commit().await?;
        let mut simulation = view(simulation, origin.as_ref());
        simulation.job_id = Some(job.id.as_uuid());
        let answer = StartedSimulationView {
            simulation,
            job: job.into(),
        };
        Ok((StatusCode::ACCEPTED, axum::Json(answer)).into_response())
    }

    fn new_simulation(&self, settings: SimulationSettings) -> Result<NewSimulation, Problem> {
        Ok(NewSimulation {
            workspace_id: self.workspace.id,
            scenario_version_id: self.version,
            inline_scenario: self.version.is_none().then(|| self.draft.content.clone()),
            settings: serde_json::to_value(settings).map_err(|error| Problem::internal(&error))?,
            iterations: settings.iterations.cast_signed(),
            seed: settings.seed,
            engine_version: prospect_simulate::ENGINE_VERSION.to_owned(),
            made_by: self.caller.name().to_owned(),
        })
    }

    fn title(&self, origin: Option<&VersionOrigin>) -> String {
        match origin {
            Some(origin) => format!("{} v{}", origin.name, origin.number),
            None => self.draft.scenario.name.clone(),
        }
    }

    fn subject(&self, id: String) -> Subject<'_> {
        Subject {
            kind: "simulation",
            id,
            name: &self.draft.scenario.name,
            workspace: Some(self.workspace.id),
        }
    }
}
