//! Tables as files to download.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use prospect_sources::export::{ExportError, ExportFormat, Table};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;
use crate::state::AppState;

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileFormatParam {
    #[default]
    Csv,
    Xlsx,
    Parquet,
    Json,
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatParams {
    #[serde(default)]
    #[param(inline)]
    pub format: FileFormatParam,
}

impl From<FileFormatParam> for ExportFormat {
    fn from(param: FileFormatParam) -> Self {
        match param {
            FileFormatParam::Csv => Self::Csv,
            FileFormatParam::Xlsx => Self::Xlsx,
            FileFormatParam::Parquet => Self::Parquet,
            FileFormatParam::Json => Self::Json,
        }
    }
}

/// `table` as an attachment called `{stem}.{extension}`; written on the compute pool.
pub(crate) async fn table(
    state: &AppState,
    table: Result<Table, ExportError>,
    format: FileFormatParam,
    stem: &str,
) -> Result<Response, Problem> {
    let table = table.map_err(|error| Problem::internal(&error))?;
    let format = ExportFormat::from(format);
    let bytes = state.compute.run(move || table.write(format)).await?;
    let bytes = bytes.map_err(|error| match error {
        ExportError::TooManyRows { .. } => Problem::invalid("/query/format", error.to_string()),
        ExportError::NoColumns
        | ExportError::UnequalColumns { .. }
        | ExportError::SameName(_)
        | ExportError::Infinite(_)
        | ExportError::Write(_) => Problem::internal(&error),
    })?;
    Ok(attachment(
        bytes,
        format.media_type(),
        stem,
        format.extension(),
    ))
}

/// Bytes as an attachment.
pub(crate) fn attachment(
    bytes: Vec<u8>,
    media_type: &'static str,
    stem: &str,
    extension: &str,
) -> Response {
    let plain: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}.{extension}\"");
    let disposition = HeaderValue::from_str(&disposition)
        .expect("letters, digits and a few marks are valid in a header");
    let media_type = HeaderValue::from_static(media_type);
    (
        [
            (header::CONTENT_TYPE, media_type),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}
