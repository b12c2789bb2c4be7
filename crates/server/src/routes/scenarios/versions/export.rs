//! `GET /api/v1/scenarios/{slug}/versions/{n}/export`

use axum::extract::State;
use axum::response::Response;
use prospect_sources::export::ExportFormat;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::{find, find_version};
use crate::download::attachment;
use crate::draft::Draft;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::scenario_book;
use crate::scope::{InWorkspace, WorkspaceParams};
use crate::state::AppState;

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScenarioFormat {
    #[default]
    Toml,
    Json,
    /// A workbook to fill in.
    Xlsx,
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScenarioFormatParams {
    #[serde(default)]
    #[param(inline)]
    pub format: ScenarioFormat,
}

/// A version as a scenario file, which the command line runs as it is.
#[utoipa::path(
    get, path = "/api/v1/scenarios/{slug}/versions/{n}/export",
    operation_id = "export_scenario_version", tag = "scenarios",
    params(
        ("slug" = String, Path), ("n" = i64, Path, minimum = 1), WorkspaceParams,
        ScenarioFormatParams,
    ),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/toml"),
    )
)]
pub(crate) async fn export(
    State(state): State<AppState>,
    InWorkspace(workspace): InWorkspace,
    Path((slug, number)): Path<(String, i64)>,
    Query(ScenarioFormatParams { format }): Query<ScenarioFormatParams>,
) -> Result<Response, Problem> {
    let tx = state.store.read().await?;
    let scenario = find(&tx, &workspace, &slug).await?;
    let version = find_version(&tx, &scenario, Some(number)).await?;
    let scenario = Draft::read(version.content, "")?.scenario;
    let stem = format!("{slug}-v{number}");
    Ok(match format {
        ScenarioFormat::Toml => attachment(
            scenario.to_toml().into_bytes(),
            "application/toml",
            &stem,
            "toml",
        ),
        ScenarioFormat::Json => attachment(
            scenario.to_json().into_bytes(),
            "application/json",
            &stem,
            "json",
        ),
        ScenarioFormat::Xlsx => {
            let bytes = state.compute.run(move || scenario_book::write(&scenario));
            let bytes = bytes.await?.map_err(|error| Problem::internal(&error))?;
            let media_type = ExportFormat::Xlsx.media_type();
            attachment(bytes, media_type, &stem, "xlsx")
        }
    })
}
