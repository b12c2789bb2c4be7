//! `GET /api/v1/simulations/{id}/iterations/{n}`

use axum::extract::State;
use prospect_simulate::engine::iteration as run_again;
use prospect_simulate::result::IterationDetail;
use uuid::Uuid;

use super::rerun::Rerun;
use crate::authenticate::Caller;
use crate::extract::Path;
use crate::problem::{Kind, Problem};
use crate::state::AppState;

/// One iteration of a finished simulation, run again: what was drawn, every row and every figure.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}/iterations/{n}", operation_id = "get_iteration",
    tag = "simulations",
    params(
        ("id" = Uuid, Path),
        ("n" = u64, Path, description = "Counted from 0"),
    ),
    responses(
        (status = 200, description = "The iteration", body = IterationDetail),
        (status = 409, description = "It has no result, or one of another engine", body = crate::problem::ProblemBody<'_>,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn iteration(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, number)): Path<(Uuid, u64)>,
) -> Result<axum::Json<IterationDetail>, Problem> {
    let Rerun { plan, settings } = Rerun::of(&state, &caller, id).await?;
    let work = move || run_again(&plan, &settings, number);
    let detail = state.compute.run(work).await?;
    let detail = detail.map_err(|error| Problem::conflict(error.to_string()))?;
    let missing = || {
        let message = format!(
            "there is no iteration {number}: {} iterations are counted from 0",
            settings.iterations
        );
        Problem::new(Kind::NotFound, message)
    };
    detail.map(axum::Json).ok_or_else(missing)
}
