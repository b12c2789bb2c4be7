//! The NPV of the base case beside the summary of a simulation, so that lists show it without reading results.

use sea_orm_migration::{
    prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait},
    sea_query::{Alias, Table},
};

use super::table::number_null;

pub(super) struct BaseCaseNpv;

impl MigrationName for BaseCaseNpv {
    fn name(&self) -> &'static str {
        "m0002_base_case_npv"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for BaseCaseNpv {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table(Alias::new("simulation"))
            .add_column(number_null("base_npv"))
            .take();
        manager.alter_table(add).await?;
        let backend = manager.get_database_backend();
        let base_npv = if backend == sea_orm::DbBackend::Postgres {
            BASE_NPV_POSTGRES
        } else {
            BASE_NPV_SQLITE
        };
        let sql = format!(
            "UPDATE simulation SET base_npv = (SELECT {base_npv} FROM simulation_result r \
             WHERE r.simulation_id = simulation.id) WHERE state = 'done'"
        );
        let statement = sea_orm::Statement::from_string(backend, sql);
        sea_orm::ConnectionTrait::execute_raw(manager.get_connection(), statement)
            .await
            .map(drop)
    }
}

/// At the timing the scenario reports.
const BASE_NPV_POSTGRES: &str =
    "(r.result::json -> 'base_npv' ->> (r.result::json ->> 'timing'))::double precision";
const BASE_NPV_SQLITE: &str =
    "json_extract(r.result, '$.base_npv.' || json_extract(r.result, '$.timing'))";
