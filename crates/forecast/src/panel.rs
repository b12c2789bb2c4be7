//! Rolling-origin accuracy of models over a panel of series, against the naive baselines.
//!
//! Not for choosing a model of one series (that is `forecast`): every model is reported on the same
//! windows of every series, refitted at each origin.

use crate::accuracy::{SmapeAverages, mase_scale, owa, smape_averages};
use crate::candidate::SIGNIFICANCE;
use crate::diebold_mariano::{DieboldMariano, diebold_mariano, holm};
use crate::figure::{Figure, Reason};
use crate::history::History;
use crate::model::{ModelName, Training};
use crate::race::track;
use crate::refusal::{ForecastError, ModelRefusal};
use crate::rolling_origin::cut_offs;
use crate::season::SeasonalAdjustment;
use crate::settings::TransformChoice;
use crate::summation::mean;
use crate::windows::min_train;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One series of a panel.
#[derive(Debug, Clone)]
pub struct PanelSeries {
    pub id: String,
    pub history: History,
}

/// Settings of an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EvaluateSettings {
    pub horizon: usize,
    /// Windows per series; a shorter series uses as many as fit.
    pub windows: usize,
    /// Distance between origins; the horizon when absent.
    pub step: Option<usize>,
    pub models: Vec<ModelName>,
    pub seasonal_adjustment: SeasonalAdjustment,
    pub transform: TransformChoice,
}

impl Default for EvaluateSettings {
    fn default() -> Self {
        Self {
            horizon: 12,
            windows: 3,
            step: None,
            models: ModelName::ALL.to_vec(),
            seasonal_adjustment: SeasonalAdjustment::default(),
            transform: TransformChoice::default(),
        }
    }
}

/// One model on one series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesAccuracy {
    pub model: ModelName,
    pub mase: Figure,
    pub smape: Figure,
    /// 1 − MASE / MASE of naive.
    pub gain_on_naive: Figure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ModelRefusal>,
}

/// One series of the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesEvaluation {
    pub id: String,
    /// Training values at each origin; empty when not one window fits.
    pub origins: Vec<usize>,
    pub n_used: usize,
    pub n_missing: usize,
    pub models: Vec<SeriesAccuracy>,
    /// Lowest MASE; ties go to the simpler model.
    pub best: Option<ModelName>,
}

/// One model over the panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelAccuracy {
    pub model: ModelName,
    /// Series with a figure; the others are counted in `series_without`.
    pub series: usize,
    pub series_without: usize,
    /// Mean over series of their MASE.
    pub mase: Figure,
    pub smape: Option<SmapeAverages>,
    /// Ratio of means to Naive2 (M4), over the series both have.
    pub owa: Figure,
    /// 1 − mean MASE / mean MASE of naive, over the series both have.
    pub gain_on_naive: Figure,
    /// Share of series on which MASE is below naive's.
    pub share_better_than_naive: Figure,
    /// Differences of MASE to naive across series (independent series, so h = 1).
    pub diebold_mariano: Option<DieboldMariano>,
    pub p_holm: Option<f64>,
    pub beats_naive: bool,
}

/// Result of [`evaluate`]; series in the order of their ids, models from best to worst MASE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub engine: String,
    pub horizon: usize,
    pub windows: usize,
    pub step: usize,
    pub models: Vec<PanelAccuracy>,
    pub series: Vec<SeriesEvaluation>,
    /// Series too short for one window.
    pub series_too_short: usize,
}

/// Actuals and forecasts of one model over the windows of one series.
struct Pairs {
    actual: Vec<f64>,
    forecast: Vec<f64>,
}

/// Evaluates every model on every series of `panel`, series in parallel.
pub fn evaluate(
    panel: &[PanelSeries],
    settings: &EvaluateSettings,
) -> Result<Evaluation, ForecastError> {
    if settings.horizon == 0 {
        return Err(ForecastError::HorizonZero);
    }
    if panel.is_empty() {
        return Err(ForecastError::EmptyPanel);
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = panel.iter().find(|series| !seen.insert(&series.id)) {
        return Err(ForecastError::DuplicateSeries {
            id: twice.id.clone(),
        });
    }
    if settings.models.is_empty() {
        return Err(ForecastError::NoModels);
    }
    let mut models = vec![ModelName::Naive];
    for &model in &settings.models {
        if !models.contains(&model) {
            models.push(model);
        }
    }
    models.sort_by_key(|model| model.simplicity());
    let mut order: Vec<&PanelSeries> = panel.iter().collect();
    order.sort_by(|a, b| a.id.cmp(&b.id));
    let each: Vec<(SeriesEvaluation, Vec<Option<Pairs>>)> = order
        .par_iter()
        .map(|series| one_series(series, &models, settings))
        .collect();
    let mut rows: Vec<PanelAccuracy> = models
        .iter()
        .enumerate()
        .map(|(at, &model)| over_panel(model, at, &models, &each))
        .collect();
    let tested: Vec<(usize, f64)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.diebold_mariano.as_ref()?.p?)))
        .collect();
    let raw: Vec<f64> = tested.iter().map(|&(_, p)| p).collect();
    for (&(at, _), adjusted) in tested.iter().zip(holm(&raw)) {
        rows[at].p_holm = Some(adjusted);
    }
    rows.sort_by(|a, b| {
        let key = |row: &PanelAccuracy| row.mase.value.unwrap_or(f64::INFINITY);
        key(a).total_cmp(&key(b))
    });
    let series: Vec<SeriesEvaluation> = each.into_iter().map(|(series, _)| series).collect();
    Ok(Evaluation {
        engine: crate::ENGINE_VERSION.to_owned(),
        horizon: settings.horizon,
        windows: settings.windows,
        step: step(settings),
        models: rows,
        series_too_short: series.iter().filter(|s| s.origins.is_empty()).count(),
        series,
    })
}

fn step(settings: &EvaluateSettings) -> usize {
    settings.step.unwrap_or(settings.horizon).max(1)
}

fn one_series(
    series: &PanelSeries,
    models: &[ModelName],
    settings: &EvaluateSettings,
) -> (SeriesEvaluation, Vec<Option<Pairs>>) {
    let (y, m) = (series.history.values(), series.history.season_length());
    let horizon = settings.horizon;
    let fits = |windows: usize| cut_offs(y.len(), horizon, windows, step(settings), min_train(m));
    let room = y.len().saturating_sub(horizon.saturating_add(min_train(m)));
    let most = settings.windows.min(room / step(settings) + 1).max(1);
    let origins = fits(most).unwrap_or_default();
    let scales: Vec<Option<f64>> = origins
        .iter()
        .map(|&cut_off| mase_scale(&y[..cut_off], m).ok())
        .collect();
    let mut naive_mase = Figure::unavailable(Reason::NoData);
    let (mut rows, mut pairs) = (Vec::new(), Vec::new());
    for &model in models {
        let training = Training {
            adjustment: settings.seasonal_adjustment,
            transform: settings.transform.resolve(y),
            regressors: series.history.regressors(),
            more_seasons: series.history.more_seasons(),
            ..Training::new(y, m)
        };
        let track = track(model, &training, &origins, horizon, 1);
        let complete = !origins.is_empty() && track.forecasts.iter().all(Option::is_some);
        let mut own = Pairs {
            actual: Vec::new(),
            forecast: Vec::new(),
        };
        let mut losses = Vec::new();
        if complete {
            for ((&cut_off, scale), outlook) in origins
                .iter()
                .zip(&scales)
                .zip(track.forecasts.iter().flatten())
            {
                let mut errors = Vec::with_capacity(horizon);
                for (step, &y) in y[cut_off..].iter().take(horizon).enumerate() {
                    let median = outlook.median(step);
                    own.actual.push(y);
                    own.forecast.push(median);
                    if y.is_finite() {
                        errors.push((y - median).abs());
                    }
                }
                if let (Some(scale), Some(error)) = (scale, mean(errors)) {
                    losses.push(error / scale);
                }
            }
        }
        let nothing = if origins.is_empty() {
            Reason::TooFewObservations
        } else if complete {
            Reason::ZeroVariance
        } else {
            Reason::NoData
        };
        let mase: Figure = mean(losses).ok_or(nothing).into();
        if model == ModelName::Naive {
            naive_mase = mase;
        }
        rows.push(SeriesAccuracy {
            model,
            mase,
            smape: crate::accuracy::smape(&own.actual, &own.forecast).into(),
            gain_on_naive: crate::candidate::gain(mase, naive_mase),
            refusal: track.refusal.filter(|_| !complete),
        });
        pairs.push(complete.then_some(own));
    }
    let best = rows
        .iter()
        .filter_map(|row| Some((row.model, row.mase.value?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(model, _)| model);
    let n_used = series.history.n_used();
    let evaluation = SeriesEvaluation {
        id: series.id.clone(),
        origins,
        n_used,
        n_missing: y.len() - n_used,
        models: rows,
        best,
    };
    (evaluation, pairs)
}

fn over_panel(
    model: ModelName,
    at: usize,
    models: &[ModelName],
    each: &[(SeriesEvaluation, Vec<Option<Pairs>>)],
) -> PanelAccuracy {
    let column = |model: ModelName| models.iter().position(|&other| other == model);
    let mase_of = |series: &SeriesEvaluation, at: usize| series.models[at].mase.value;
    let own: Vec<f64> = each.iter().filter_map(|(s, _)| mase_of(s, at)).collect();
    let smape = smape_averages(each.iter().filter_map(|(_, pairs)| {
        let pairs = pairs[at].as_ref()?;
        Some((pairs.actual.as_slice(), pairs.forecast.as_slice()))
    }));
    let naive = column(ModelName::Naive).expect("naive is always evaluated");
    let both: Vec<(f64, f64)> = each
        .iter()
        .filter_map(|(s, _)| Some((mase_of(s, at)?, mase_of(s, naive)?)))
        .collect();
    let mean_of = |pick: fn(&(f64, f64)) -> f64| -> Figure {
        mean(both.iter().map(pick)).ok_or(Reason::NoData).into()
    };
    let rival = model != ModelName::Naive;
    let test = rival.then(|| {
        let differences: Vec<f64> = both.iter().map(|(own, naive)| own - naive).collect();
        diebold_mariano(&differences, 1)
    });
    let better = both
        .iter()
        .map(|(own, naive)| f64::from(u8::from(own < naive)));
    PanelAccuracy {
        model,
        series: own.len(),
        series_without: each.len() - own.len(),
        mase: mean(own).ok_or(Reason::NoData).into(),
        smape: smape.ok(),
        owa: match column(ModelName::Naive2) {
            Some(naive2) => ratio_to_naive2(at, naive2, each).into(),
            None => Figure::unavailable(Reason::NoData),
        },
        gain_on_naive: crate::candidate::gain(mean_of(|pair| pair.0), mean_of(|pair| pair.1)),
        share_better_than_naive: if rival {
            mean(better).ok_or(Reason::NoData).into()
        } else {
            Figure::unavailable(Reason::NoData)
        },
        beats_naive: test.as_ref().is_some_and(|test| {
            test.mean_difference < 0.0 && test.p.is_some_and(|p| p < SIGNIFICANCE)
        }),
        diebold_mariano: test,
        p_holm: None,
    }
}

fn ratio_to_naive2(
    at: usize,
    naive2: usize,
    each: &[(SeriesEvaluation, Vec<Option<Pairs>>)],
) -> Result<f64, Reason> {
    let mut columns: [Vec<f64>; 4] = Default::default();
    for (series, _) in each {
        let (own, reference) = (&series.models[at], &series.models[naive2]);
        let figures = [own.smape, reference.smape, own.mase, reference.mase];
        if let [Some(a), Some(b), Some(c), Some(d)] = figures.map(|figure| figure.value) {
            for (column, value) in columns.iter_mut().zip([a, b, c, d]) {
                column.push(value);
            }
        }
    }
    let [smape, smape2, mase, mase2] = &columns;
    owa(smape, smape2, mase, mase2)
}
