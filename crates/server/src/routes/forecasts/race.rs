//! `POST /api/v1/forecasts/race`

use std::convert::Infallible;
use std::ops::ControlFlow;

use axum::extract::{Extension, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use futures::stream::unfold;
use prospect_forecast::RaceProgress;
use serde::Serialize;
use tokio::sync::mpsc::channel;
use tokio::sync::mpsc::error::TrySendError;

use super::preview;
use crate::authenticate::Caller;
use crate::edge::request_id::RequestId;
use crate::extract::Json;
use crate::forecasting;
use crate::problem::Problem;
use crate::routes::series;
use crate::state::AppState;
use crate::view::forecast::ForecastRequest;

/// Events that wait for a slow listener.
const EVENTS_MAX: usize = 16;
const PATH: &str = "/api/v1/forecasts/race";

/// Forecast a series without storing anything, told how the race of models stands. Server-sent
/// events: `race` after each stage with a `RaceProgress`; then `forecast` with what
/// `POST /api/v1/forecasts/preview` answers, or `problem` with a `Problem`. Hanging up ends the race.
#[utoipa::path(
    post, path = "/api/v1/forecasts/race", operation_id = "race_forecast", tag = "forecasts",
    request_body = ForecastRequest,
    responses((status = 200, description = "Events", content_type = "text/event-stream", body = String))
)]
pub(crate) async fn race(
    State(state): State<AppState>,
    caller: Caller,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Json(request): Json<ForecastRequest>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let tx = state.store.read().await?;
    let series = series::find(&tx, &caller, request.series_id).await?;
    let asked = forecasting::ask(&state, tx, &caller, series, &request).await?;
    let (sender, receiver) = channel(EVENTS_MAX);
    tokio::spawn(async move {
        let told = sender.clone();
        let watch = move |progress: &RaceProgress| match told.try_send(event("race", progress)) {
            // A listener that falls behind misses a stage.
            Ok(()) | Err(TrySendError::Full(_)) => ControlFlow::Continue(()),
            // Nobody listens any more.
            Err(TrySendError::Closed(_)) => ControlFlow::Break(()),
        };
        let last = match forecasting::make(&state, asked, watch).await {
            Ok(made) => event("forecast", &preview::view(made)),
            Err(problem) => event("problem", &problem.body(PATH, &request_id)),
        };
        if sender.send(last).await.is_err() {
            tracing::debug!("the listener of a race hung up");
        }
    });
    let events = unfold(receiver, async |mut receiver| {
        let event = receiver.recv().await?;
        Some((Ok(event), receiver))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

fn event(name: &'static str, data: &impl Serialize) -> Event {
    let empty = || Event::default().event(name);
    empty().json_data(data).unwrap_or_else(|error| {
        tracing::error!(%error, "an event cannot be written");
        empty()
    })
}
