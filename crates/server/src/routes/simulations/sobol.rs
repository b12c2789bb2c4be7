//! `GET /api/v1/simulations/{id}/sobol`

use axum::extract::State;
use prospect_simulate::engine::{SettingsError, sobol as indices};
use prospect_simulate::result::SobolReport;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::rerun::Rerun;
use crate::authenticate::Caller;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::state::AppState;

/// Base points a caller may wait for; the scenario runs points × (inputs + 2) times.
const POINTS_MAX: u64 = 1 << 14;

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SobolParams {
    /// A power of two.
    #[serde(default = "usual_points")]
    #[param(minimum = 2, maximum = 16384, default = 4096)]
    pub points: u64,
}

fn usual_points() -> u64 {
    4096
}

/// Sobol indices of the NPV of a finished simulation's scenario: which share of its variance each input makes alone and
/// with others, with 95 % intervals. They assume independent inputs, so a scenario that correlates them is refused.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}/sobol", operation_id = "get_sobol_indices",
    tag = "simulations",
    params(("id" = Uuid, Path), SobolParams),
    responses(
        (status = 200, description = "The indices, the largest total first", body = SobolReport),
        (status = 409, description = "It has no result, or its inputs are correlated", body = crate::problem::ProblemBody<'_>,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sobol(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(params): Query<SobolParams>,
) -> Result<axum::Json<SobolReport>, Problem> {
    let points = params.points;
    if !(2..=POINTS_MAX).contains(&points) {
        let message = format!("{points} is not between 2 and {POINTS_MAX}");
        return Err(Problem::invalid("/query/points", message));
    }
    let Rerun { plan, settings } = Rerun::of(&state, &caller, id).await?;
    let work = move || indices(&plan, points, settings.seed);
    let report = state.compute.run(work).await?;
    report.map(axum::Json).map_err(|error| match error {
        SettingsError::Correlated | SettingsError::NothingUncertain => {
            Problem::conflict(error.to_string())
        }
        other => Problem::invalid("/query/points", other.to_string()),
    })
}
