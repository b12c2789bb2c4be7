//! `GET /api/v1/series/{id}/observations`

use axum::Json;
use axum::extract::State;
use prospect_storage::{Observations, Series, TimeRange};
use uuid::Uuid;

use super::describe::present;
use super::{find, not_found};
use crate::authenticate::Caller;
use crate::downsample::extremes;
use crate::extract::{Path, Query};
use crate::moment::{DayEdge, parse_optional};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::series::{ObservationParams, ObservationsView};

const POINTS_MIN: usize = 4;
const POINTS_MAX: usize = 100_000;

/// The values of a series, as known now or at any moment before.
#[utoipa::path(
    get, path = "/api/v1/series/{id}/observations", operation_id = "show_observations",
    tag = "series",
    params(("id" = Uuid, Path), ObservationParams),
    responses((status = 200, description = "Times and values", body = ObservationsView))
)]
pub(crate) async fn observations(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(params): Query<ObservationParams>,
) -> Result<Json<ObservationsView>, Problem> {
    let range = TimeRange {
        from: parse_optional(params.from.as_deref(), DayEdge::Start, "/query/from")?,
        to: parse_optional(params.to.as_deref(), DayEdge::End, "/query/to")?,
    };
    let as_of = parse_optional(params.as_of.as_deref(), DayEdge::End, "/query/as_of")?;
    if params
        .points
        .is_some_and(|points| !(POINTS_MIN..=POINTS_MAX).contains(&points))
    {
        return Err(Problem::invalid(
            "/query/points",
            format!("points must lie between {POINTS_MIN} and {POINTS_MAX}"),
        ));
    }
    let tx = state.store.read().await?;
    let series = find(&tx, &caller, id).await?;
    let read = tx.observations().read(series.id, range, as_of).await?;
    let read = read.ok_or_else(|| not_found(id))?;
    let known_at = match as_of {
        Some(as_of) => Some(as_of),
        None => tx
            .observations()
            .extents(&[series.id])
            .await?
            .get(&series.id)
            .map(|e| e.as_of),
    };
    let mut view = view(&series, &read, params.points);
    view.as_of = known_at;
    Ok(Json(view))
}

fn view(series: &Series, read: &Observations, points: Option<usize>) -> ObservationsView {
    let total = read.len();
    let kept = extremes(&read.values, points.unwrap_or(total));
    ObservationsView {
        times: kept.iter().map(|&i| read.times[i]).collect(),
        sampled: kept.len() < total,
        values: kept.into_iter().map(|i| present(read.values[i])).collect(),
        unit: series.unit.clone(),
        as_of: None,
        total,
    }
}
