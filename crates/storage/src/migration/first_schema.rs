//! The first schema: accounts, series with their observations, forecasts, scenarios, simulations, jobs, the audit log.

use sea_orm_migration::{
    prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait},
    sea_query::{Alias, ForeignKeyAction, IndexCreateStatement, Table, TableCreateStatement},
};

use super::table::{
    bytes_null, flag, index, integer, integer_null, number, number_null, refers, serial_key, small,
    small_null, sorted_text, text, text_key, text_null, time, time_null, unique, word,
};
use crate::observations::{postgres, sqlite};

pub(super) struct FirstSchema;

impl MigrationName for FirstSchema {
    fn name(&self) -> &'static str {
        "m0001_first_schema"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FirstSchema {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let on_postgres = manager.get_database_backend() == sea_orm::DbBackend::Postgres;
        for table in tables(on_postgres) {
            manager.create_table(table).await?;
        }
        let connection = manager.get_connection();
        let observation = if on_postgres {
            postgres::CREATE
        } else {
            sqlite::CREATE
        };
        for sql in observation {
            let statement = sea_orm::Statement::from_string(manager.get_database_backend(), *sql);
            sea_orm::ConnectionTrait::execute_raw(connection, statement).await?;
        }
        if on_postgres {
            postgres::create_hypertable(connection).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for sql in JOB_INDEXES {
            let statement = sea_orm::Statement::from_string(manager.get_database_backend(), *sql);
            sea_orm::ConnectionTrait::execute_raw(connection, statement).await?;
        }
        Ok(())
    }
}

/// Partial indexes, which both engines write alike: the queue in the order it is served, and one live job per key.
const JOB_INDEXES: &[&str] = &[
    "CREATE INDEX job_queue_index ON job (priority DESC, run_at_ms, id) WHERE state = 'queued'",
    "CREATE INDEX job_due_index ON job (run_at_ms) WHERE state = 'queued'",
    "CREATE INDEX job_lease_index ON job (lease_until_ms) WHERE state = 'running'",
    "CREATE UNIQUE INDEX job_live_key ON job (kind, idempotency_key) \
     WHERE idempotency_key IS NOT NULL AND state IN ('queued', 'running')",
];

fn create(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).take()
}

fn tables(postgres: bool) -> Vec<TableCreateStatement> {
    use ForeignKeyAction::{Cascade, SetNull};
    vec![
        create("user_account")
            .col(text_key("id"))
            .col(text("name"))
            .col(sorted_text("name_folded", postgres))
            .col(text("password_hash"))
            .col(word("role", &["viewer", "analyst", "admin"]))
            .col(flag("disabled"))
            .col(integer("version"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .take(),
        create("workspace")
            .col(text_key("id"))
            .col(text("slug"))
            .col(text("name"))
            .col(sorted_text("name_folded", postgres))
            .col(flag("demo"))
            .col(integer("version"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .take(),
        create("api_key")
            .col(text_key("id"))
            .col(text("user_id"))
            .col(text("name"))
            .col(text("prefix"))
            .col(text("hash"))
            .col(word("role", &["viewer", "analyst", "admin"]))
            .col(text_null("workspace_id"))
            .col(time_null("expires_at"))
            .col(time_null("last_used_at"))
            .col(time("created_at"))
            .foreign_key(&mut refers("user_id", "user_account", Cascade))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .take(),
        create("login_session")
            .col(text_key("id"))
            .col(text("user_id"))
            .col(text("token_hash"))
            .col(text_null("address"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .foreign_key(&mut refers("user_id", "user_account", Cascade))
            .take(),
        create("series")
            .col(serial_key("key"))
            .col(text("id").unique_key())
            .col(text("workspace_id"))
            .col(sorted_text("source", postgres))
            .col(sorted_text("code", postgres))
            .col(text("name"))
            .col(sorted_text("name_folded", postgres))
            .col(text("search_text"))
            .col(text("unit"))
            .col(text("frequency"))
            .col(text("time_zone"))
            .col(text("description"))
            .col(text("licence"))
            .col(text("quality"))
            .col(integer("version"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .take(),
        create("forecast")
            .col(text_key("id"))
            .col(text("workspace_id"))
            .col(text("series_id"))
            .col(time("made_at"))
            .col(text("made_by"))
            .col(time("cut_off"))
            .col(time("vintage"))
            .col(text("model"))
            .col(small("horizon"))
            .col(text("parameters"))
            .col(text("result"))
            .col(bytes_null("fitted"))
            .col(text("engine_version"))
            .col(text_null("score"))
            .col(time_null("scored_at"))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .foreign_key(&mut refers("series_id", "series", Cascade))
            .take(),
        create("scenario")
            .col(text_key("id"))
            .col(text("workspace_id"))
            .col(text("slug"))
            .col(text("name"))
            .col(sorted_text("name_folded", postgres))
            .col(integer("latest"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .take(),
        create("scenario_version")
            .col(text_key("id"))
            .col(text("scenario_id"))
            .col(integer("number"))
            .col(text("content"))
            .col(text("note"))
            .col(text("author"))
            .col(text("hash"))
            .col(time("created_at"))
            .foreign_key(&mut refers("scenario_id", "scenario", Cascade))
            .take(),
        create("job")
            .col(text_key("id"))
            .col(text_null("workspace_id"))
            .col(text("kind"))
            .col(text("payload"))
            .col(word(
                "state",
                &["queued", "running", "done", "dead", "cancelled"],
            ))
            .col(small("priority"))
            .col(integer("run_at_ms"))
            .col(small("attempts"))
            .col(small("attempts_max"))
            .col(text_null("worker"))
            .col(integer("token"))
            .col(integer_null("lease_until_ms"))
            .col(number("progress"))
            .col(text("note"))
            .col(flag("cancel_requested"))
            .col(text_null("idempotency_key"))
            .col(text_null("result"))
            .col(text_null("error"))
            .col(text("made_by"))
            .col(integer("created_at_ms"))
            .col(integer_null("started_at_ms"))
            .col(integer_null("finished_at_ms"))
            .col(integer("updated_at_ms"))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .take(),
        create("simulation")
            .col(text_key("id"))
            .col(text("workspace_id"))
            .col(text_null("scenario_version_id"))
            .col(text_null("inline_scenario"))
            .col(text("settings"))
            .col(integer("iterations"))
            .col(text("seed"))
            .col(text("engine_version"))
            .col(word(
                "state",
                &["queued", "running", "done", "failed", "cancelled"],
            ))
            .col(text_null("unit"))
            .col(number_null("p10"))
            .col(number_null("p50"))
            .col(number_null("p90"))
            .col(number_null("mean"))
            .col(number_null("p_negative"))
            .col(text_null("error"))
            .col(text_null("job_id"))
            .col(text("made_by"))
            .col(time("created_at"))
            .col(time_null("finished_at"))
            .foreign_key(&mut refers("workspace_id", "workspace", Cascade))
            .foreign_key(&mut refers(
                "scenario_version_id",
                "scenario_version",
                Cascade,
            ))
            .foreign_key(&mut refers("job_id", "job", SetNull))
            .take(),
        create("simulation_result")
            .col(text_key("simulation_id"))
            .col(text("result"))
            .col(bytes_null("iterations"))
            .foreign_key(&mut refers("simulation_id", "simulation", Cascade))
            .take(),
        create("audit_entry")
            .col(text_key("id"))
            .col(time("at"))
            .col(text("actor"))
            .col(text("action"))
            .col(text("subject_kind"))
            .col(text_null("subject_id"))
            .col(text_null("subject_name"))
            .col(text_null("workspace_id"))
            .col(text_null("address"))
            .col(text_null("diff"))
            .take(),
        create("idempotency_record")
            .col(text("principal"))
            .col(text("key"))
            .col(text("request_hash"))
            .col(small_null("status"))
            .col(text_null("headers"))
            .col(bytes_null("body"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .primary_key(
                sea_orm_migration::sea_query::Index::create()
                    .col(Alias::new("principal"))
                    .col(Alias::new("key")),
            )
            .take(),
        create("setting")
            .col(text_key("key"))
            .col(text("value"))
            .col(time("updated_at"))
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("user_name_key", "user_account", &["name_folded"]),
        unique("workspace_slug_key", "workspace", &["slug"]),
        unique("api_key_hash_key", "api_key", &["hash"]),
        index("api_key_user_index", "api_key", &["user_id"]),
        unique("login_session_hash_key", "login_session", &["token_hash"]),
        index("login_session_user_index", "login_session", &["user_id"]),
        unique(
            "series_code_key",
            "series",
            &["workspace_id", "source", "code"],
        ),
        index(
            "series_name_index",
            "series",
            &["workspace_id", "name_folded", "id"],
        ),
        index(
            "series_updated_index",
            "series",
            &["workspace_id", "updated_at", "id"],
        ),
        index(
            "forecast_made_index",
            "forecast",
            &["workspace_id", "made_at", "id"],
        ),
        index(
            "forecast_series_index",
            "forecast",
            &["series_id", "made_at"],
        ),
        unique("scenario_slug_key", "scenario", &["workspace_id", "slug"]),
        unique(
            "scenario_version_number_key",
            "scenario_version",
            &["scenario_id", "number"],
        ),
        index(
            "simulation_made_index",
            "simulation",
            &["workspace_id", "created_at", "id"],
        ),
        index(
            "simulation_version_index",
            "simulation",
            &["scenario_version_id"],
        ),
        index("simulation_job_index", "simulation", &["job_id"]),
        index("job_created_index", "job", &["created_at_ms", "id"]),
        index("job_updated_index", "job", &["updated_at_ms", "id"]),
        index(
            "job_workspace_index",
            "job",
            &["workspace_id", "created_at_ms"],
        ),
        index("audit_at_index", "audit_entry", &["at", "id"]),
        index(
            "audit_workspace_index",
            "audit_entry",
            &["workspace_id", "at"],
        ),
        index(
            "idempotency_expiry_index",
            "idempotency_record",
            &["expires_at"],
        ),
    ]
}
