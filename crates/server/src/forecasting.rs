//! From a stored series to the engine's forecast: reading what was known, running the race of
//! models on the compute pool, remembering the last answers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use metrics::counter;
use moka::future::Cache;
use prospect_forecast::model::Transform;
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{Forecast, ModelChoice, ModelName, Settings};
use prospect_jobs::forecast;
use prospect_storage::{ReadTx, Series, SeriesId, TimeRange};
use serde_json::Value;

use crate::edge::metrics::{CACHE_HITS, CACHE_MISSES};
use crate::moment::{DayEdge, parse_optional};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::forecast::{self as view, ForecastRequest};

pub(crate) const HORIZON_MAX: u32 = 1_000;
pub(crate) const LEVELS_MAX: usize = 8;
/// Most processor time a request may ask for.
pub(crate) const BUDGET_MAX_MS: u64 = 60_000;

/// Forecasts remembered; a studio page asks for the same one again when its settings go back.
const REMEMBERED_MAX: u64 = 64;

/// A forecast with what it stands on.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub series: Series,
    /// What was known up to this instant was used.
    pub vintage: DateTime<Utc>,
    pub forecast: Arc<Forecast>,
    /// The forecast as the API shows it.
    pub shown: Arc<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    series: SeriesId,
    frequency: String,
    vintage: DateTime<Utc>,
    settings: String,
}

#[derive(Clone)]
pub(crate) struct Forecasting {
    remembered: Cache<Key, (Arc<Forecast>, Arc<Value>)>,
}

impl Default for Forecasting {
    fn default() -> Self {
        Self {
            remembered: Cache::new(REMEMBERED_MAX),
        }
    }
}

/// Makes the forecast `request` asks for, of a series the caller was found to see.
pub(crate) async fn make(
    state: &AppState,
    tx: ReadTx,
    series: Series,
    request: &ForecastRequest,
) -> Result<Made, Problem> {
    let settings = settings(request)?;
    let as_of = parse_optional(request.as_of.as_deref(), DayEdge::End, "/as_of")?;
    let vintage = if let Some(as_of) = as_of {
        as_of
    } else {
        let extents = tx.observations().extents(&[series.id]).await?;
        let extent = extents.get(&series.id).ok_or_else(empty)?;
        extent.as_of
    };
    let key = Key {
        series: series.id,
        frequency: series.frequency.clone(),
        vintage,
        settings: serde_json::to_string(&settings).map_err(|error| Problem::internal(&error))?,
    };
    let forecasting = &state.forecasting;
    if let Some((forecast, shown)) = forecasting.remembered.get(&key).await {
        counter!(CACHE_HITS).increment(1);
        return Ok(Made {
            series,
            vintage,
            forecast,
            shown,
        });
    }
    counter!(CACHE_MISSES).increment(1);
    let read = tx
        .observations()
        .read(series.id, TimeRange::default(), Some(vintage))
        .await?;
    drop(tx);
    let read = read.filter(|read| !read.is_empty()).ok_or_else(empty)?;
    let frequency = forecast::stored_frequency(&series);
    let work = move || forecast::make(read, frequency, &settings);
    let forecast = state.compute.run(work).await?;
    let forecast =
        forecast.map_err(|error| Problem::invalid(place_of(&error), error.to_string()))?;
    let shown = serde_json::to_value(&forecast).map_err(|error| Problem::internal(&error))?;
    let (forecast, shown) = (Arc::new(forecast), Arc::new(shown));
    forecasting
        .remembered
        .insert(key, (Arc::clone(&forecast), Arc::clone(&shown)))
        .await;
    Ok(Made {
        series,
        vintage,
        forecast,
        shown,
    })
}

fn empty() -> Problem {
    Problem::invalid("/series_id", "the series has no values yet")
}

fn place_of(error: &prospect_forecast::ForecastError) -> &'static str {
    use prospect_forecast::ForecastError as E;
    match error {
        E::HorizonZero | E::HorizonTooLong { .. } | E::NoWindow { .. } => "/horizon",
        E::Level { .. } | E::TooManyLevels { .. } => "/levels",
        E::NoModels | E::ModelRefused { .. } => "/models",
        E::Regressor { .. } => "/regressors",
        E::Empty
        | E::AllMissing { .. }
        | E::Infinite { .. }
        | E::TooLarge { .. }
        | E::SeasonLengthZero
        | E::Grid { .. }
        | E::Format { .. }
        | E::Blob { .. }
        | E::Cancelled
        | E::DuplicateSeries { .. }
        | E::EmptyPanel
        | E::TooManyPaths { .. } => "/series_id",
    }
}

fn settings(request: &ForecastRequest) -> Result<Settings, Problem> {
    if !(1..=HORIZON_MAX).contains(&request.horizon) {
        return Err(Problem::invalid(
            "/horizon",
            format!(
                "horizon is {}; it must lie between 1 and {HORIZON_MAX}",
                request.horizon
            ),
        ));
    }
    if request.levels.len() > LEVELS_MAX {
        return Err(Problem::invalid(
            "/levels",
            format!("at most {LEVELS_MAX} levels are shown"),
        ));
    }
    let mut levels = Vec::with_capacity(request.levels.len());
    for (index, &level) in request.levels.iter().enumerate() {
        if !(level > 0.0 && level < 100.0) {
            return Err(Problem::invalid(
                format!("/levels/{index}"),
                format!("the level is {level} %; it must lie between 0 and 100"),
            ));
        }
        levels.push(level / 100.0);
    }
    Ok(Settings {
        horizon: request.horizon as usize,
        levels,
        models: models(&request.models)?,
        transform: transform(request.transform)?,
        intervals: request.intervals.into(),
        budget_ms: budget(request.budget_ms)?,
        seed: request.seed,
        ..Settings::default()
    })
}

fn transform(transform: view::Transform) -> Result<TransformChoice, Problem> {
    Ok(match transform {
        view::Transform::Automatic => TransformChoice::Automatic,
        view::Transform::None => TransformChoice::Fixed(Transform::None),
        view::Transform::Log => TransformChoice::Fixed(Transform::Log),
        view::Transform::BoxCox(lambda) if lambda > 0.0 && lambda <= 1.0 => {
            TransformChoice::Fixed(Transform::BoxCox { lambda })
        }
        view::Transform::BoxCox(lambda) => {
            return Err(Problem::invalid(
                "/transform/box_cox",
                format!("λ is {lambda}; it must be above 0 and at most 1"),
            ));
        }
    })
}

fn budget(budget_ms: u64) -> Result<u64, Problem> {
    if (1..=BUDGET_MAX_MS).contains(&budget_ms) {
        return Ok(budget_ms);
    }
    Err(Problem::invalid(
        "/budget_ms",
        format!("the budget is {budget_ms} ms; it must lie between 1 and {BUDGET_MAX_MS}"),
    ))
}

fn models(choice: &view::ModelChoice) -> Result<ModelChoice, Problem> {
    let names = match choice {
        view::ModelChoice::Automatic(_) => return Ok(ModelChoice::Automatic),
        view::ModelChoice::Named(names) => names,
    };
    if names.is_empty() {
        return Err(Problem::invalid(
            "/models",
            "name at least one model, or \"automatic\"",
        ));
    }
    let models = names.iter().enumerate().map(|(index, name)| {
        ModelName::parse(name).ok_or_else(|| {
            let known = ModelName::ALL.map(ModelName::code).join(", ");
            Problem::invalid(
                format!("/models/{index}"),
                format!(
                    "\"{name}\" is no model; there are {known}, and single forms such as ets:MAdM and arima:0-1-1"
                ),
            )
        })
    });
    models.collect::<Result<_, _>>().map(ModelChoice::Only)
}
