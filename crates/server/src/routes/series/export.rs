//! `GET /api/v1/series/{id}/export`

use axum::extract::State;
use axum::response::Response;
use prospect_series::Unit;
use prospect_sources::export::{About, Column, Table};
use prospect_storage::TimeRange;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{find, not_found};
use crate::authenticate::Caller;
use crate::download::{self, FormatParams};
use crate::extract::{Path, Query};
use crate::moment::{DayEdge, parse_optional};
use crate::problem::Problem;
use crate::state::AppState;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RangeParams {
    /// First time wanted (a date or an instant).
    #[param(schema_with = crate::moment::schema)]
    pub from: Option<String>,
    /// Last time wanted (a date or an instant).
    #[param(schema_with = crate::moment::schema)]
    pub to: Option<String>,
    /// Only what was known then; latest when left out. A date means its end.
    #[param(schema_with = crate::moment::schema)]
    pub as_of: Option<String>,
}

/// The values of a series as a file, in full precision, with source and as-of date.
#[utoipa::path(
    get, path = "/api/v1/series/{id}/export", operation_id = "export_series", tag = "series",
    params(("id" = Uuid, Path), FormatParams, RangeParams),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
    )
)]
pub(crate) async fn export(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(FormatParams { format }): Query<FormatParams>,
    Query(range): Query<RangeParams>,
) -> Result<Response, Problem> {
    let as_of = parse_optional(range.as_of.as_deref(), DayEdge::End, "/query/as_of")?;
    let range = TimeRange {
        from: parse_optional(range.from.as_deref(), DayEdge::Start, "/query/from")?,
        to: parse_optional(range.to.as_deref(), DayEdge::End, "/query/to")?,
    };
    let tx = state.store.read().await?;
    let series = find(&tx, &caller, id).await?;
    let read = tx.observations().read(series.id, range, as_of).await?;
    let read = read.ok_or_else(|| not_found(id))?;
    let latest = tx.observations().extents(&[series.id]).await?;
    drop(tx);
    let about = About {
        source: Some(series.source.clone()),
        as_of: as_of.or_else(|| latest.get(&series.id).map(|extent| extent.as_of)),
        notes: vec![("code".to_owned(), series.code.clone())],
    };
    let value = if series.name == "Date" {
        "Value"
    } else {
        &series.name
    };
    let columns = vec![
        Column::times("Date", read.times),
        Column::numbers(value, Unit::parse(&series.unit).ok(), read.values),
    ];
    let table = Table::new(series.name.clone(), columns, about);
    download::table(&state, table, format, &series.code).await
}
