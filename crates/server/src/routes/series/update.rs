//! `PATCH /api/v1/series/{id}`

use axum::extract::State;
use axum::response::IntoResponse;
use prospect_series::Unit;
use prospect_storage::SeriesChange;
use uuid::Uuid;

use super::{describe_one, find, not_found, subject};
use crate::authenticate::Caller;
use crate::extract::{Json, Path};
use crate::names::{TITLE_MAX, check_text};
use crate::precondition::{IfMatch, etag};
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::series::{SeriesPatch, SeriesView};

const TEXT_MAX: usize = 2_000;

/// Change what is said about a series; its values stay.
#[utoipa::path(
    patch, path = "/api/v1/series/{id}", operation_id = "update_series", tag = "series",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "Its ETag", pattern = r#"^"v[0-9]{1,9}"$"#)),
    request_body = SeriesPatch,
    responses((status = 200, description = "As it is now", body = SeriesView))
)]
pub(crate) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<SeriesPatch>,
) -> Result<impl IntoResponse, Problem> {
    let change = checked(patch)?;
    let now = state.clock.now();
    let tx = state.store.write().await?;
    let before = find(&tx, &caller, id).await?;
    let after = tx.series().update(before.id, expected, change, now).await?;
    let after = after.ok_or_else(|| not_found(id))?;
    let diff = trail::diff(&before, &after);
    trail::record(&state, &tx, &caller, "update", subject(&after), diff).await?;
    let tag = etag(after.version);
    let view = describe_one(&tx, after, now).await?;
    tx.commit().await?;
    Ok((tag, axum::Json(view)))
}

fn checked(patch: SeriesPatch) -> Result<SeriesChange, Problem> {
    if let Some(name) = &patch.name {
        check_text(name, "/name", "the name", TITLE_MAX)?;
    }
    for (text, pointer) in [
        (&patch.description, "/description"),
        (&patch.licence, "/licence"),
    ] {
        let length = text.as_deref().map_or(0, |text| text.chars().count());
        if length > TEXT_MAX {
            return Err(Problem::invalid(
                pointer,
                format!("this has {length} characters; at most {TEXT_MAX} are allowed"),
            ));
        }
    }
    if let Some(unit) = &patch.unit {
        Unit::parse(unit).map_err(|error| Problem::invalid("/unit", error.to_string()))?;
    }
    Ok(SeriesChange {
        name: patch.name,
        unit: patch.unit,
        frequency: patch.frequency.map(|frequency| frequency.name().to_owned()),
        description: patch.description,
        licence: patch.licence,
        ..SeriesChange::default()
    })
}
