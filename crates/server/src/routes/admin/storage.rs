//! `GET /api/v1/admin/storage`

use axum::Json;
use axum::extract::State;

use crate::backups;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::admin::{StorageView, TableSize};

/// Where the data is, how big it is and when it was backed up last.
#[utoipa::path(
    get, path = "/api/v1/admin/storage", operation_id = "show_storage", tag = "admin",
    responses((status = 200, description = "The store", body = StorageView))
)]
pub(crate) async fn storage(State(state): State<AppState>) -> Result<Json<StorageView>, Problem> {
    let store = &state.store;
    let schema = store.schema_state().await?;
    let tables = store.table_counts().await?.into_iter();
    Ok(Json(StorageView {
        engine: format!("{} {}", store.engine(), store.engine_version().await?),
        location: store.url().to_string(),
        schema_version: schema.applied.last().cloned().unwrap_or_default(),
        size_bytes: store.database_bytes().await?,
        tables: tables
            .map(|count| TableSize {
                table: count.table,
                rows: count.rows,
            })
            .collect(),
        last_backup: backups::newest(&state.config.data_dir).await,
    }))
}
