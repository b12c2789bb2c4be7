//! Runs a stored simulation. The same three steps serve a caller who waits: [`Prepared::read`] what it needs,
//! [`Prepared::compute`] off the async threads, [`Computed::store`] in a transaction.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use prospect_simulate::{
    ENGINE_VERSION,
    engine::{self, SimulationSettings},
    plan::Plan,
    result::{IterationTable, SimulationResult},
    scenario::{Scenario, ScenarioErrors},
};
use prospect_storage::{
    IterationTable as StoredTable, Simulation, SimulationId, SimulationResult as StoredResult,
    SimulationState, SimulationSummary, StorageError, Transaction, WriteTx,
    job::{Enqueued, NewJob},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    handler::{BoxFuture, Failure, Handler, JobContext, Outcome, Progress},
    kind::JobKind,
    price_paths::{PricePathError, StoredForecasts},
};

/// Up to so many iterations the table of iterations is kept with the result; for more it is computed again when it is
/// asked for, to the same digits.
pub const ITERATIONS_KEPT_MAX: u64 = 20_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimulatePayload {
    /// What it is about, for people.
    pub subject: String,
    pub simulation: SimulationId,
}

/// Queues the run of a stored simulation, in the transaction that stores it.
pub async fn enqueue(
    tx: &WriteTx,
    simulation: &Simulation,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Enqueued, StorageError> {
    let payload = SimulatePayload {
        subject: subject.to_owned(),
        simulation: simulation.id,
    };
    let new = NewJob {
        workspace_id: Some(simulation.workspace_id),
        kind: JobKind::Simulate.to_string(),
        payload: json!(payload),
        priority: JobKind::Simulate.priority(),
        run_at: None,
        attempts_max: 3,
        idempotency_key: Some(simulation.id.to_string()),
        made_by: simulation.made_by.clone(),
    };
    let enqueued = tx.jobs().enqueue(new, now).await?;
    tx.simulations()
        .set_job(simulation.id, enqueued.job.id)
        .await?;
    Ok(enqueued)
}

/// All that a run needs, read from the store.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub scenario: Scenario,
    pub settings: SimulationSettings,
    pub forecasts: StoredForecasts,
}

#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    #[error("the version of the scenario it was made from does not exist any more")]
    NoScenario,
    #[error("the scenario cannot be run: {0}")]
    Scenario(ScenarioErrors),
    #[error("the settings cannot be read: {0}")]
    Settings(String),
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<PricePathError> for SimulateError {
    fn from(error: PricePathError) -> Self {
        match error {
            PricePathError::Scenario(errors) => Self::Scenario(errors),
            PricePathError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<SimulateError> for Failure {
    fn from(error: SimulateError) -> Self {
        match error {
            SimulateError::Cancelled => Self::Cancelled,
            SimulateError::Storage(error) => Self::Storage(error),
            SimulateError::NoScenario | SimulateError::Scenario(_) | SimulateError::Settings(_) => {
                Self::Dead(error.to_string())
            }
        }
    }
}

/// The scenario a simulation is of, as it is stored; `None` when its version was deleted.
pub async fn content_of<Mode>(
    tx: &Transaction<Mode>,
    simulation: &Simulation,
) -> Result<Option<Value>, StorageError> {
    let Some(version) = simulation.scenario_version_id else {
        return Ok(simulation.inline_scenario.clone());
    };
    let version = tx.scenarios().version_by_id(version).await?;
    Ok(version.map(|version| version.content))
}

impl Prepared {
    pub async fn read<Mode>(
        tx: &Transaction<Mode>,
        simulation: &Simulation,
    ) -> Result<Self, SimulateError> {
        let content = content_of(tx, simulation).await?;
        let content = content.ok_or(SimulateError::NoScenario)?;
        let scenario = Scenario::from_value(content).map_err(SimulateError::Scenario)?;
        let forecasts = StoredForecasts::read(tx, simulation.workspace_id, &scenario).await?;
        let mut settings: SimulationSettings = serde_json::from_value(simulation.settings.clone())
            .map_err(|error| SimulateError::Settings(error.to_string()))?;
        // The columns are what lists show, so they are what is run.
        settings.iterations = simulation.iterations.cast_unsigned();
        settings.seed = simulation.seed;
        Ok(Self {
            scenario,
            settings,
            forecasts,
        })
    }

    fn plan(&self) -> Result<Plan, SimulateError> {
        let paths = self
            .forecasts
            .draw(&self.scenario)
            .map_err(SimulateError::Scenario)?;
        Plan::compile(&self.scenario, &paths).map_err(SimulateError::Scenario)
    }

    /// Runs the engine. Not for an async thread.
    pub fn compute(&self, progress: &Progress) -> Result<Computed, SimulateError> {
        let plan = self.plan()?;
        let watch = |step: engine::Progress| {
            let percent = 100.0 * step.done as f64 / step.total.max(1) as f64;
            progress.report(
                percent,
                &format!("{} of {} iterations", step.done, step.total),
            );
            if progress.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let refused = |error: engine::SettingsError| SimulateError::Settings(error.to_string());
        let result = engine::simulate(&plan, &self.settings, watch).map_err(refused)?;
        if result.cancelled {
            return Err(SimulateError::Cancelled);
        }
        let iterations = if self.settings.iterations <= ITERATIONS_KEPT_MAX {
            let table = engine::iterations(&plan, &self.settings, |_| ControlFlow::Continue(()))
                .map_err(refused)?;
            Some(stored_table(table))
        } else {
            None
        };
        Ok(Computed {
            summary: summary(&result),
            result: serde_json::to_value(&result).expect("a result has string keys and serialises"),
            iterations,
        })
    }

    /// The table of iterations, computed again. Not for an async thread.
    pub fn iterations(&self, progress: &Progress) -> Result<IterationTable, SimulateError> {
        let watch = |_| {
            if progress.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        engine::iterations(&self.plan()?, &self.settings, watch)
            .map_err(|error| SimulateError::Settings(error.to_string()))
    }
}

/// What a run brought.
#[derive(Debug, Clone)]
pub struct Computed {
    pub summary: Option<SimulationSummary>,
    /// The engine's [`SimulationResult`].
    pub result: Value,
    pub iterations: Option<StoredTable>,
}

impl Computed {
    /// Stores the result and marks the simulation done. `Ok(None)` if it was deleted meanwhile.
    pub async fn store(
        &self,
        tx: &WriteTx,
        simulation: SimulationId,
        now: DateTime<Utc>,
    ) -> Result<Option<Simulation>, StorageError> {
        let result = StoredResult {
            result: self.result.clone(),
            iterations: self.iterations.clone(),
        };
        tx.simulations()
            .finish(
                simulation,
                self.summary.clone(),
                &result,
                ENGINE_VERSION,
                now,
            )
            .await
    }
}

/// The figures lists show.
pub fn summary(result: &SimulationResult) -> Option<SimulationSummary> {
    Some(SimulationSummary {
        unit: result.npv.unit.clone(),
        p10: result.npv.percentile(10.0)?,
        p50: result.npv.percentile(50.0)?,
        p90: result.npv.percentile(90.0)?,
        mean: result.npv.mean,
        p_negative: result.npv.probability_negative.value,
        base: Some(result.base_npv.get(result.timing)),
    })
}

fn stored_table(table: IterationTable) -> StoredTable {
    let missing = |values: Vec<Option<f64>>| {
        values
            .into_iter()
            .map(|value| value.unwrap_or(f64::NAN))
            .collect()
    };
    let mut columns = vec![
        ("npv_start".to_owned(), table.npv_start),
        ("npv_mid".to_owned(), table.npv_mid),
        ("npv_end".to_owned(), table.npv_end),
        ("irr".to_owned(), missing(table.irr)),
        ("payback_years".to_owned(), missing(table.payback_years)),
        ("peak_funding".to_owned(), table.peak_funding),
    ];
    columns.extend(
        table
            .inputs
            .into_iter()
            .map(|(id, _, values)| (format!("input/{id}"), values)),
    );
    StoredTable { columns }
}

pub(crate) struct SimulateHandler;

impl Handler for SimulateHandler {
    fn kind(&self) -> &'static str {
        JobKind::Simulate.as_str()
    }

    fn run<'a>(&'a self, job: &'a JobContext) -> BoxFuture<'a, Result<Box<dyn Outcome>, Failure>> {
        Box::pin(async move {
            let id = job.payload::<SimulatePayload>()?.simulation;
            let tx = job.store.read().await?;
            let Some(simulation) = tx.simulations().get(id).await? else {
                return Err(Failure::Dead("the simulation was deleted".to_owned()));
            };
            let prepared = Prepared::read(&tx, &simulation).await?;
            drop(tx);
            let tx = job.store.write().await?;
            tx.simulations()
                .set_state(id, SimulationState::Running, None, (job.now)())
                .await?;
            tx.commit().await?;
            let computed = job
                .compute(move |progress| prepared.compute(progress))
                .await??;
            let now = (job.now)();
            let outcome: Box<dyn Outcome> = Box::new(SimulateOutcome { id, computed, now });
            Ok(outcome)
        })
    }
}

struct SimulateOutcome {
    id: SimulationId,
    computed: Computed,
    now: DateTime<Utc>,
}

impl Outcome for SimulateOutcome {
    fn store<'a>(&'a self, tx: &'a WriteTx) -> BoxFuture<'a, Result<Option<Value>, StorageError>> {
        Box::pin(async move {
            let stored = self.computed.store(tx, self.id, self.now).await?;
            Ok(stored.map(|simulation| json!({"object": format!("simulation/{}", simulation.id)})))
        })
    }
}
