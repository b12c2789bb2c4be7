//! `GET /api/v1/forecasts/{id}/export`

use axum::extract::State;
use axum::response::Response;
use prospect_forecast::Forecast as Made;
use prospect_series::Unit;
use prospect_sources::export::{About, Column, Table};
use uuid::Uuid;

use super::find;
use crate::authenticate::Caller;
use crate::download::{self, FormatParams};
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::state::AppState;

/// A stored forecast as a file: one row per step with its bands, and how it was made.
#[utoipa::path(
    get, path = "/api/v1/forecasts/{id}/export", operation_id = "export_forecast",
    tag = "forecasts",
    params(("id" = Uuid, Path), FormatParams),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
    )
)]
pub(crate) async fn export(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(FormatParams { format }): Query<FormatParams>,
) -> Result<Response, Problem> {
    let tx = state.store.read().await?;
    let (stored, series) = find(&tx, &caller, id).await?;
    drop(tx);
    let made: Made =
        serde_json::from_value(stored.result).map_err(|error| Problem::internal(&error))?;
    let unit = Unit::parse(&series.unit).ok();
    let mut columns = vec![
        Column::times("Date", made.times),
        Column::numbers("Forecast", unit.clone(), made.median),
        Column::numbers("Mean", unit.clone(), made.mean),
    ];
    for band in made.bands {
        let level = band.level * 100.0;
        columns.push(Column::numbers(
            format!("Lower {level} %"),
            unit.clone(),
            band.lower,
        ));
        columns.push(Column::numbers(
            format!("Upper {level} %"),
            unit.clone(),
            band.upper,
        ));
    }
    columns.push(Column::numbers("Naive", unit, made.naive));
    let about = About {
        source: Some(format!(
            "Prospect {} on {} {}",
            made.engine, series.source, series.code
        )),
        as_of: Some(stored.vintage),
        notes: vec![
            ("model".to_owned(), stored.model),
            (
                "cut_off".to_owned(),
                prospect_series::time::written(stored.cut_off),
            ),
            ("seed".to_owned(), made.seed.to_string()),
        ],
    };
    let stem = format!("{}-forecast-{}", series.code, stored.cut_off.date_naive());
    let title = format!("Forecast of {}", series.name);
    download::table(&state, Table::new(title, columns, about), format, &stem).await
}
