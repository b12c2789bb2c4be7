//! From a stored series to the engine's forecast: reading what was known, running the race of
//! models on the compute pool, remembering the last answers.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use metrics::counter;
use moka::future::Cache;
use prospect_forecast::model::Transform;
use prospect_forecast::regressors::RegressorFuture;
use prospect_forecast::settings::TransformChoice;
use prospect_forecast::{Forecast, ModelChoice, ModelName, RaceProgress, Settings};
use prospect_jobs::forecast_inputs::{ForecastInputs, RegressorChoice};
use prospect_storage::{ReadTx, Series, SeriesId};
use serde_json::Value;

use crate::authenticate::Caller;
use crate::edge::metrics::{CACHE_HITS, CACHE_MISSES};
use crate::moment::{DayEdge, parse_optional};
use crate::problem::{Kind, Problem};
use crate::routes;
use crate::state::AppState;
use crate::view::forecast::{self as view, ForecastRequest};

pub(crate) const HORIZON_MAX: u32 = 1_000;
pub(crate) const LEVELS_MAX: usize = 8;
const REGRESSORS_MAX: usize = 8;
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

/// A forecast that is asked for: remembered from before, or what it is to be made from.
pub(crate) struct Asked {
    series: Series,
    vintage: DateTime<Utc>,
    key: Key,
    work: Work,
}

enum Work {
    Remembered(Arc<Forecast>, Arc<Value>),
    Make(ForecastInputs, Settings),
}

/// Reads what the forecast that `request` asks for is made from; the caller was found to see
/// `series`, the regressors are looked up here.
pub(crate) async fn ask(
    state: &AppState,
    tx: ReadTx,
    caller: &Caller,
    series: Series,
    request: &ForecastRequest,
) -> Result<Asked, Problem> {
    let settings = settings(request)?;
    let as_of = parse_optional(request.as_of.as_deref(), DayEdge::End, "/as_of")?;
    let regressors = regressors(&tx, caller, &series, request).await?;
    let vintage = if let Some(as_of) = as_of {
        as_of
    } else {
        newest(&tx, &series, &regressors).await?
    };
    let key = Key {
        series: series.id,
        frequency: series.frequency.clone(),
        vintage,
        settings: serde_json::to_string(&(&settings, &regressors))
            .map_err(|error| Problem::internal(&error))?,
    };
    let work = if let Some((forecast, shown)) = state.forecasting.remembered.get(&key).await {
        counter!(CACHE_HITS).increment(1);
        Work::Remembered(forecast, shown)
    } else {
        counter!(CACHE_MISSES).increment(1);
        let inputs = ForecastInputs::read(&tx, &series, vintage, &regressors).await?;
        Work::Make(inputs.ok_or_else(empty)?, settings)
    };
    Ok(Asked {
        series,
        vintage,
        key,
        work,
    })
}

/// Makes the forecast; `watch` is told how the race of models stands and may end it.
pub(crate) async fn make(
    state: &AppState,
    asked: Asked,
    watch: impl Fn(&RaceProgress) -> ControlFlow<()> + Send + Sync + 'static,
) -> Result<Made, Problem> {
    let Asked {
        series,
        vintage,
        key,
        work,
    } = asked;
    let (forecast, shown) = match work {
        Work::Remembered(forecast, shown) => (forecast, shown),
        Work::Make(inputs, settings) => {
            let work = move || inputs.forecast(&settings, &watch);
            let forecast = state.compute.run(work).await?;
            let forecast =
                forecast.map_err(|error| Problem::invalid(place_of(&error), error.to_string()))?;
            let shown =
                serde_json::to_value(&forecast).map_err(|error| Problem::internal(&error))?;
            let made = (Arc::new(forecast), Arc::new(shown));
            state.forecasting.remembered.insert(key, made.clone()).await;
            made
        }
    };
    Ok(Made {
        series,
        vintage,
        forecast,
        shown,
    })
}

/// For those who wait for the answer only.
pub(crate) fn unwatched(_: &RaceProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// When the newest value of the series or of one that drives it became known.
async fn newest(
    tx: &ReadTx,
    series: &Series,
    regressors: &[RegressorChoice],
) -> Result<DateTime<Utc>, Problem> {
    let mut ids = vec![series.id];
    ids.extend(regressors.iter().map(|choice| choice.series));
    let extents = tx.observations().extents(&ids).await?;
    if !extents.contains_key(&series.id) {
        return Err(empty());
    }
    let newest = extents.values().map(|extent| extent.as_of).max();
    newest.ok_or_else(empty)
}

async fn regressors(
    tx: &ReadTx,
    caller: &Caller,
    target: &Series,
    request: &ForecastRequest,
) -> Result<Vec<RegressorChoice>, Problem> {
    if request.regressors.len() > REGRESSORS_MAX {
        return Err(Problem::invalid(
            "/regressors",
            format!("at most {REGRESSORS_MAX} regressors are taken"),
        ));
    }
    let mut choices: Vec<RegressorChoice> = Vec::with_capacity(request.regressors.len());
    for (index, asked) in request.regressors.iter().enumerate() {
        let at = |field: &str| format!("/regressors/{index}{field}");
        let found = routes::series::find(tx, caller, asked.series_id)
            .await
            .map_err(|problem| match problem.kind() {
                Kind::NotFound => Problem::invalid(
                    at("/series_id"),
                    format!(
                        "there is no series \"{}\" that you can see",
                        asked.series_id
                    ),
                ),
                _ => problem,
            })?;
        if found.id == target.id || choices.iter().any(|choice| choice.series == found.id) {
            return Err(Problem::invalid(
                at("/series_id"),
                format!("{} cannot drive itself or be named twice", found.name),
            ));
        }
        if found.workspace_id != target.workspace_id {
            return Err(Problem::invalid(
                at("/series_id"),
                format!("{} is in another workspace", found.name),
            ));
        }
        if asked.known_ahead && matches!(asked.future, view::RegressorFuture::Values(_)) {
            return Err(Problem::invalid(
                at("/future"),
                "a regressor that is known ahead brings its own future; give values or known_ahead, not both",
            ));
        }
        choices.push(RegressorChoice {
            series: found.id,
            known_ahead: asked.known_ahead,
            future: future(&asked.future, request.horizon, &at("/future"))?,
        });
    }
    Ok(choices)
}

fn future(
    future: &view::RegressorFuture,
    horizon: u32,
    pointer: &str,
) -> Result<RegressorFuture, Problem> {
    Ok(match future {
        view::RegressorFuture::Rule(view::RegressorRule::Forecast) => RegressorFuture::Forecast,
        view::RegressorFuture::Rule(view::RegressorRule::Hold) => RegressorFuture::Hold,
        view::RegressorFuture::Values(values) => {
            if values.is_empty() || values.len() > horizon as usize {
                return Err(Problem::invalid(
                    pointer,
                    format!(
                        "{} values; give one for each of the {horizon} steps, or fewer to hold the last",
                        values.len()
                    ),
                ));
            }
            RegressorFuture::Values(values.clone())
        }
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

pub(crate) fn settings(request: &ForecastRequest) -> Result<Settings, Problem> {
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
        intervals: request.intervals,
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
