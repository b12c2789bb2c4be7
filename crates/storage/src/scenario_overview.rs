//! What lists show beside scenarios and simulations, for a whole page at once: a scenario's latest version and newest
//! finished simulation, and which version of which scenario a simulation ran on.

use std::{collections::HashMap, fmt::Write as _};

use sea_orm::ConnectionTrait as _;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Statement, Value};

use crate::{
    decode::Place,
    error::StorageError,
    id::{ScenarioId, ScenarioVersionId},
    scenario::{
        Scenario, ScenarioRepository, ScenarioVersionSummary, row, slim_versions, version_row,
    },
    simulation::{self, Simulation},
};

/// A scenario's latest version and what was last computed from it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioOverview {
    pub latest: ScenarioVersionSummary,
    /// The newest finished simulation of any version, with the number of that version.
    pub simulation: Option<(i64, Simulation)>,
}

/// The version a simulation ran on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionOrigin {
    pub scenario_id: ScenarioId,
    pub slug: String,
    pub name: String,
    pub number: i64,
    /// Of the version's content.
    pub hash: String,
}

impl<Mode> ScenarioRepository<'_, Mode> {
    /// In three queries, however many scenarios; one that was deleted meanwhile is left out.
    pub async fn overviews(
        &self,
        scenarios: &[Scenario],
    ) -> Result<HashMap<ScenarioId, ScenarioOverview>, StorageError> {
        if scenarios.is_empty() {
            return Ok(HashMap::new());
        }
        let mut latest = Condition::any();
        for scenario in scenarios {
            latest = latest.add(
                Condition::all()
                    .add(version_row::Column::ScenarioId.eq(scenario.id.to_string()))
                    .add(version_row::Column::Number.eq(scenario.latest)),
            );
        }
        let versions = slim_versions()
            .filter(latest)
            .all(&self.tx.connection)
            .await?;
        let mut simulations = self.newest_simulations(scenarios).await?;
        let mut overviews = HashMap::with_capacity(versions.len());
        for version in versions {
            let id = scenario_of(&version)?;
            let overview = ScenarioOverview {
                latest: ScenarioVersionSummary::try_from(version)?,
                simulation: simulations.remove(&id),
            };
            overviews.insert(id, overview);
        }
        Ok(overviews)
    }

    /// Which scenario and version each identifier means, in two queries.
    pub async fn origins(
        &self,
        versions: &[ScenarioVersionId],
    ) -> Result<HashMap<ScenarioVersionId, VersionOrigin>, StorageError> {
        if versions.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = versions.iter().map(ToString::to_string);
        let found = slim_versions()
            .filter(version_row::Column::Id.is_in(ids))
            .all(&self.tx.connection)
            .await?;
        let ids = found.iter().map(|version| version.scenario_id.clone());
        let scenarios = row::Entity::find()
            .filter(row::Column::Id.is_in(ids))
            .all(&self.tx.connection)
            .await?;
        let scenarios: HashMap<_, _> = scenarios
            .into_iter()
            .map(|scenario| (scenario.id.clone(), scenario))
            .collect();
        let mut origins = HashMap::with_capacity(found.len());
        for version in found {
            let scenario_id = scenario_of(&version)?;
            let Some(scenario) = scenarios.get(&version.scenario_id) else {
                continue;
            };
            let origin = VersionOrigin {
                scenario_id,
                slug: scenario.slug.clone(),
                name: scenario.name.clone(),
                number: version.number,
                hash: version.hash.clone(),
            };
            origins.insert(ScenarioVersionSummary::try_from(version)?.id, origin);
        }
        Ok(origins)
    }

    async fn newest_simulations(
        &self,
        scenarios: &[Scenario],
    ) -> Result<HashMap<ScenarioId, (i64, Simulation)>, StorageError> {
        let mut places = String::new();
        for n in 1..=scenarios.len() {
            let comma = if n == 1 { "" } else { ", " };
            write!(places, "{comma}${n}").expect("writing to a String cannot fail");
        }
        // Only `$n` places are put into the text; the identifiers themselves are bound.
        let sql = format!(
            "SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY v.scenario_id \
             ORDER BY s.created_at DESC, s.id DESC) AS place FROM simulation s \
             JOIN scenario_version v ON v.id = s.scenario_version_id \
             WHERE s.state = 'done' AND v.scenario_id IN ({places})) ranked WHERE place = 1"
        );
        let values = scenarios
            .iter()
            .map(|scenario| Value::from(scenario.id.to_string()));
        let connection = &self.tx.connection;
        let statement =
            Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        let newest = simulation::row::Entity::find()
            .from_raw_sql(statement)
            .all(connection)
            .await?;
        let newest = newest
            .into_iter()
            .map(Simulation::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        let versions: Vec<_> = newest
            .iter()
            .filter_map(|run| run.scenario_version_id)
            .collect();
        let origins = self.origins(&versions).await?;
        let by_scenario = newest.into_iter().filter_map(|run| {
            let origin = origins.get(&run.scenario_version_id?)?;
            Some((origin.scenario_id, (origin.number, run)))
        });
        Ok(by_scenario.collect())
    }
}

fn scenario_of(version: &version_row::Model) -> Result<ScenarioId, StorageError> {
    let place = Place {
        table: "scenario_version",
        row: &version.id,
    };
    place.parse("scenario_id", &version.scenario_id)
}
