//! Simulations with what is needed to run each again to the same digits, their summary for lists, and their results.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cursor::{Direction, Keyset, Page, PageRequest, page},
    decode::{Place, stored_words, to_json_text},
    error::StorageError,
    id::{JobId, ScenarioVersionId, SimulationId, WorkspaceId},
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

mod iterations;
pub use iterations::IterationTable;

stored_words! {
    pub enum SimulationState {
        Queued = "queued",
        Running = "running",
        Done = "done",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    pub id: SimulationId,
    pub workspace_id: WorkspaceId,
    /// The version that was simulated; absent when the scenario came with the request.
    pub scenario_version_id: Option<ScenarioVersionId>,
    /// The scenario that came with the request.
    pub inline_scenario: Option<Value>,
    pub settings: Value,
    pub iterations: i64,
    pub seed: u64,
    pub engine_version: String,
    pub state: SimulationState,
    pub summary: Option<SimulationSummary>,
    /// Why it failed.
    pub error: Option<String>,
    pub job_id: Option<JobId>,
    pub made_by: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// The distribution of the net present value, for lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimulationSummary {
    /// Of all but the probability: `M US$`.
    pub unit: String,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
    /// Probability that the value is below zero.
    pub p_negative: f64,
    /// Value of the base case; absent where an earlier engine left none.
    pub base: Option<f64>,
}

#[derive(Debug, Clone)]
pub struct NewSimulation {
    pub workspace_id: WorkspaceId,
    pub scenario_version_id: Option<ScenarioVersionId>,
    pub inline_scenario: Option<Value>,
    pub settings: Value,
    pub iterations: i64,
    pub seed: u64,
    pub engine_version: String,
    pub made_by: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SimulationResult {
    /// The engine's answer, as it gave it.
    pub result: Value,
    /// One row per iteration.
    pub iterations: Option<IterationTable>,
}

#[derive(Debug, Clone)]
pub struct SimulationFilter {
    pub workspace_id: WorkspaceId,
    pub scenario_version_ids: Option<Vec<ScenarioVersionId>>,
    pub state: Option<SimulationState>,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "simulation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub workspace_id: String,
        pub scenario_version_id: Option<String>,
        pub inline_scenario: Option<String>,
        pub settings: String,
        pub iterations: i64,
        /// Text, because a seed uses all 64 bits.
        pub seed: String,
        pub engine_version: String,
        pub state: String,
        pub unit: Option<String>,
        pub p10: Option<f64>,
        pub p50: Option<f64>,
        pub p90: Option<f64>,
        pub mean: Option<f64>,
        pub p_negative: Option<f64>,
        pub base_npv: Option<f64>,
        pub error: Option<String>,
        pub job_id: Option<String>,
        pub made_by: String,
        pub created_at: DateTimeUtc,
        pub finished_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod result_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "simulation_result")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub simulation_id: String,
        pub result: String,
        pub iterations: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<row::Model> for Simulation {
    type Error = StorageError;

    fn try_from(row: row::Model) -> Result<Self, StorageError> {
        let place = Place {
            table: "simulation",
            row: &row.id,
        };
        let summary = match (
            row.unit,
            row.p10,
            row.p50,
            row.p90,
            row.mean,
            row.p_negative,
        ) {
            (Some(unit), Some(p10), Some(p50), Some(p90), Some(mean), Some(p_negative)) => {
                Some(SimulationSummary {
                    unit,
                    p10,
                    p50,
                    p90,
                    mean,
                    p_negative,
                    base: row.base_npv,
                })
            }
            _ => None,
        };
        Ok(Self {
            id: place.parse("id", &row.id)?,
            workspace_id: place.parse("workspace_id", &row.workspace_id)?,
            scenario_version_id: place
                .parse_optional("scenario_version_id", row.scenario_version_id.as_deref())?,
            inline_scenario: place
                .json_optional("inline_scenario", row.inline_scenario.as_deref())?,
            settings: place.json("settings", &row.settings)?,
            iterations: row.iterations,
            seed: place.parse("seed", &row.seed)?,
            state: place.parse("state", &row.state)?,
            job_id: place.parse_optional("job_id", row.job_id.as_deref())?,
            engine_version: row.engine_version,
            summary,
            error: row.error,
            made_by: row.made_by,
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

pub struct SimulationRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> SimulationRepository<'_, Mode> {
    pub async fn get(&self, id: SimulationId) -> Result<Option<Simulation>, StorageError> {
        let row = row::Entity::find_by_id(id.to_string())
            .one(&self.tx.connection)
            .await?;
        row.map(Simulation::try_from).transpose()
    }

    /// Newest first.
    pub async fn list(
        &self,
        filter: &SimulationFilter,
        request: &PageRequest,
    ) -> Result<Page<Simulation>, StorageError> {
        let mut matching = row::Entity::find()
            .filter(row::Column::WorkspaceId.eq(filter.workspace_id.to_string()));
        if let Some(versions) = &filter.scenario_version_ids {
            let versions = versions.iter().map(ToString::to_string);
            matching = matching.filter(row::Column::ScenarioVersionId.is_in(versions));
        }
        if let Some(state) = filter.state {
            matching = matching.filter(row::Column::State.eq(state.as_str()));
        }
        let keyset = Keyset {
            column: row::Column::CreatedAt,
            id: row::Column::Id,
            direction: Direction::Descending,
        };
        let key = |row: &row::Model| (row.created_at.into(), row.id.clone());
        page(
            &self.tx.connection,
            matching,
            &keyset,
            request,
            key,
            Simulation::try_from,
        )
        .await
    }

    /// The engine's answer, without the table of iterations.
    pub async fn result(&self, id: SimulationId) -> Result<Option<Value>, StorageError> {
        let text = result_row::Entity::find_by_id(id.to_string())
            .select_only()
            .column(result_row::Column::Result);
        let found: Option<String> = text.into_tuple().one(&self.tx.connection).await?;
        let place = Place {
            table: "simulation_result",
            row: &id,
        };
        place.json_optional("result", found.as_deref())
    }

    /// One row per iteration, where they were kept.
    pub async fn iterations(
        &self,
        id: SimulationId,
    ) -> Result<Option<IterationTable>, StorageError> {
        let blob = result_row::Entity::find_by_id(id.to_string())
            .select_only()
            .column(result_row::Column::Iterations);
        let found: Option<Option<Vec<u8>>> = blob.into_tuple().one(&self.tx.connection).await?;
        let place = Place {
            table: "simulation_result",
            row: &id,
        };
        let decode = |bytes: Vec<u8>| {
            IterationTable::decode(&bytes).map_err(|fault| place.fault("iterations", fault))
        };
        found.flatten().map(decode).transpose()
    }
}

impl SimulationRepository<'_, Write> {
    pub async fn create(
        &self,
        new: NewSimulation,
        now: DateTime<Utc>,
    ) -> Result<Simulation, StorageError> {
        let now = to_microseconds(now);
        let id: SimulationId = self.tx.make_id(now);
        let row = row::ActiveModel {
            id: Set(id.to_string()),
            workspace_id: Set(new.workspace_id.to_string()),
            scenario_version_id: Set(new.scenario_version_id.map(|id| id.to_string())),
            inline_scenario: Set(new.inline_scenario.as_ref().map(to_json_text)),
            settings: Set(to_json_text(&new.settings)),
            iterations: Set(new.iterations),
            seed: Set(new.seed.to_string()),
            engine_version: Set(new.engine_version),
            state: Set(SimulationState::Queued.to_string()),
            unit: Set(None),
            p10: Set(None),
            p50: Set(None),
            p90: Set(None),
            mean: Set(None),
            p_negative: Set(None),
            base_npv: Set(None),
            error: Set(None),
            job_id: Set(None),
            made_by: Set(new.made_by),
            created_at: Set(now),
            finished_at: Set(None),
        };
        row::Entity::insert(row)
            .exec_with_returning(&self.tx.connection)
            .await?
            .try_into()
    }

    /// Ties the simulation to the job that runs it.
    pub async fn set_job(&self, id: SimulationId, job: JobId) -> Result<bool, StorageError> {
        let outcome = row::Entity::update_many()
            .col_expr(row::Column::JobId, Expr::value(job.to_string()))
            .filter(row::Column::Id.eq(id.to_string()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }

    /// Notes that it runs, failed or was cancelled; whether it is there. A finished simulation is not changed.
    pub async fn set_state(
        &self,
        id: SimulationId,
        state: SimulationState,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let ended = matches!(
            state,
            SimulationState::Done | SimulationState::Failed | SimulationState::Cancelled
        );
        let outcome = row::Entity::update_many()
            .col_expr(row::Column::State, Expr::value(state.as_str()))
            .col_expr(row::Column::Error, Expr::value(error.map(str::to_owned)))
            .col_expr(
                row::Column::FinishedAt,
                Expr::value(ended.then(|| to_microseconds(now))),
            )
            .filter(row::Column::Id.eq(id.to_string()))
            .filter(row::Column::State.ne(SimulationState::Done.as_str()))
            .exec(&self.tx.connection)
            .await?;
        Ok(outcome.rows_affected > 0)
    }

    /// Stores the result and marks the simulation done. `Ok(None)` if there is no such simulation.
    pub async fn finish(
        &self,
        id: SimulationId,
        summary: Option<SimulationSummary>,
        result: &SimulationResult,
        engine_version: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Simulation>, StorageError> {
        let found = row::Entity::find_by_id(id.to_string())
            .lock_exclusive()
            .one(&self.tx.connection)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let mut row = found.into_active_model();
        row.state = Set(SimulationState::Done.to_string());
        let figure = |pick: fn(&SimulationSummary) -> f64| Set(summary.as_ref().map(pick));
        row.p10 = figure(|summary| summary.p10);
        row.p50 = figure(|summary| summary.p50);
        row.p90 = figure(|summary| summary.p90);
        row.mean = figure(|summary| summary.mean);
        row.p_negative = figure(|summary| summary.p_negative);
        row.base_npv = Set(summary.as_ref().and_then(|summary| summary.base));
        row.unit = Set(summary.map(|summary| summary.unit));
        row.engine_version = Set(engine_version.to_owned());
        row.error = Set(None);
        row.finished_at = Set(Some(to_microseconds(now)));
        let simulation = row::Entity::update(row)
            .exec(&self.tx.connection)
            .await?
            .try_into()?;
        let stored = result_row::ActiveModel {
            simulation_id: Set(id.to_string()),
            result: Set(to_json_text(&result.result)),
            iterations: Set(result.iterations.as_ref().map(IterationTable::encode)),
        };
        result_row::Entity::insert(stored)
            .exec_without_returning(&self.tx.connection)
            .await?;
        Ok(Some(simulation))
    }

    /// Deletes the simulation with its result; whether there was one.
    pub async fn delete(&self, id: SimulationId) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(id.to_string())
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
