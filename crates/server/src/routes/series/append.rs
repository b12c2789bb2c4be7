//! `POST /api/v1/series/{id}/observations`

use axum::Json as Answer;
use axum::extract::State;
use prospect_storage::{Observations, to_microseconds};
use serde_json::json;
use uuid::Uuid;

use super::{find, not_found, score_forecasts, subject};
use crate::authenticate::Caller;
use crate::extract::{Json, Path};
use crate::problem::Problem;
use crate::state::AppState;
use crate::trail;
use crate::view::series::{AppendRequest, AppendedView, NewObservation};

const OBSERVATIONS_MAX: usize = 100_000;

/// Add values, or correct known ones, as a new vintage. What was known before stays readable by
/// `as_of`. Times must ascend.
#[utoipa::path(
    post, path = "/api/v1/series/{id}/observations", operation_id = "append_observations",
    tag = "series",
    params(("id" = Uuid, Path)),
    request_body = AppendRequest,
    responses((status = 200, description = "What became of them", body = AppendedView))
)]
pub(crate) async fn append(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Json(request): Json<AppendRequest>,
) -> Result<Answer<AppendedView>, Problem> {
    let observations = columns(&request.observations)?;
    let tx = state.store.write().await?;
    let series = find(&tx, &caller, id).await?;
    // Read after the write lock is held, so that vintages of one series ascend.
    let vintage = to_microseconds(state.clock.now());
    let outcome = tx
        .observations()
        .append(series.id, &observations, vintage)
        .await?;
    let outcome = outcome.ok_or_else(|| not_found(id))?;
    if outcome.added + outcome.corrected > 0 {
        tx.series().touch(series.id, vintage).await?;
        let diff = json!({ "added": outcome.added, "corrected": outcome.corrected });
        trail::record(&state, &tx, &caller, "append", subject(&series), Some(diff)).await?;
        score_forecasts(&tx, &series, vintage).await?;
    }
    tx.commit().await?;
    Ok(Answer(AppendedView {
        vintage,
        added: outcome.added,
        corrected: outcome.corrected,
        unchanged: outcome.unchanged,
    }))
}

fn columns(observations: &[NewObservation]) -> Result<Observations, Problem> {
    if observations.is_empty() || observations.len() > OBSERVATIONS_MAX {
        return Err(Problem::invalid(
            "/observations",
            format!(
                "send 1 to {OBSERVATIONS_MAX} observations; these are {}",
                observations.len()
            ),
        ));
    }
    Ok(Observations::new(
        observations
            .iter()
            .map(|observation| observation.time)
            .collect(),
        observations
            .iter()
            .map(|observation| observation.value.unwrap_or(f64::NAN))
            .collect(),
    ))
}
