//! Past forecasts of one model at given origins, and their errors.
//!
//! At each origin the model sees only the values before it. Weights are re-estimated at as many
//! origins as the budget allows; in between the state moves on with the data, so that the work per
//! series has a bound.

use crate::accuracy::smape_point;
use crate::cost::fit_cost_us;
use crate::model::{Combination, FittedModel, ModelName, Outlook, Training, fit};
use crate::refusal::ModelRefusal;
use crate::summation::mean;
use std::collections::BTreeMap;

/// Fewest refits that a budget can ask for: the first origin, and two on the way.
const MIN_REFITS: usize = 3;

/// Every how many origins the weights are re-estimated when `budget_us` of nominal processor time
/// may go into the fits of one model.
pub fn refit_interval(
    model: ModelName,
    n: usize,
    m: usize,
    origins: usize,
    budget_us: f64,
) -> usize {
    let affordable = (budget_us / fit_cost_us(model, n, m)) as usize;
    origins.div_ceil(affordable.max(MIN_REFITS)).max(1)
}

/// Forecasts of one model at each origin; `None` where it refused the data known by then.
#[derive(Debug, Clone)]
pub struct Track {
    pub model: ModelName,
    /// Number of training values of each forecast.
    pub cut_offs: Vec<usize>,
    pub forecasts: Vec<Option<Outlook>>,
    pub refits: usize,
    pub refit_every: usize,
    /// The first refusal met.
    pub refusal: Option<ModelRefusal>,
    /// Form and weights of the last refit.
    pub form: Option<String>,
    pub parameters: BTreeMap<String, f64>,
}

/// A model on its way through ascending origins.
pub struct Runner<'a> {
    training: Training<'a>,
    horizon: usize,
    /// The model and the number of values it has seen.
    current: Option<(FittedModel, usize)>,
    pub track: Track,
}

impl<'a> Runner<'a> {
    /// Before the first origin.
    pub fn new(
        model: ModelName,
        training: Training<'a>,
        horizon: usize,
        refit_every: usize,
    ) -> Self {
        Self {
            training,
            horizon,
            current: None,
            track: Track {
                model,
                cut_offs: Vec::new(),
                forecasts: Vec::new(),
                refits: 0,
                refit_every: refit_every.max(1),
                refusal: None,
                form: None,
                parameters: BTreeMap::new(),
            },
        }
    }

    /// Runs on over the next `cut_offs`, which ascend and lie behind those already run.
    pub fn run(&mut self, cut_offs: &[usize]) {
        for &cut_off in cut_offs {
            self.one(cut_off);
        }
    }

    fn one(&mut self, cut_off: usize) {
        let track = &mut self.track;
        let due = track.cut_offs.len().is_multiple_of(track.refit_every);
        self.current = match self.current.take().filter(|_| !due) {
            Some((mut fitted, seen)) => {
                fitted.update(&self.training.values[seen..cut_off]);
                Some((fitted, cut_off))
            }
            None => match fit_or_constant(track.model, &self.training.until(cut_off)) {
                Ok(fitted) => {
                    track.refits += 1;
                    track.parameters.clone_from(&fitted.parameters);
                    track.form.clone_from(&fitted.form);
                    Some((fitted, cut_off))
                }
                Err(refusal) => {
                    track.refusal.get_or_insert(refusal);
                    None
                }
            },
        };
        let ahead = self
            .current
            .as_ref()
            .map(|(fitted, _)| fitted.outlook(self.horizon));
        track.cut_offs.push(cut_off);
        track.forecasts.push(ahead.filter(|outlook| {
            // A finite logarithm may be that of no finite number.
            let finite =
                |step: usize| outlook.steps[step].0.is_finite() && outlook.median(step).is_finite();
            (0..outlook.steps.len()).all(finite)
        }));
    }
}

/// Runs `model` over ascending `cut_offs` of the data, refitting at every so many.
pub fn track(
    model: ModelName,
    training: &Training<'_>,
    cut_offs: &[usize],
    horizon: usize,
    refit_every: usize,
) -> Track {
    let mut runner = Runner::new(model, *training, horizon, refit_every);
    runner.run(cut_offs);
    runner.track
}

/// The past forecasts of an ensemble from those of its members, where all that have any agree on
/// the origins. Members that refused an origin are left out of it.
pub fn combined(model: ModelName, members: &[&Track], combination: &Combination) -> Track {
    let longest = members.iter().max_by_key(|track| track.cut_offs.len());
    let cut_offs = longest.map_or_else(Vec::new, |track| track.cut_offs.clone());
    let forecasts = (0..cut_offs.len())
        .map(|at| {
            let (places, own): (Vec<usize>, Vec<&Outlook>) = members
                .iter()
                .enumerate()
                .filter_map(|(place, track)| Some((place, track.forecasts.get(at)?.as_ref()?)))
                .unzip();
            combined_outlook(&own, &combination.among(&places))
        })
        .collect();
    let names: Vec<String> = members
        .iter()
        .map(|track| match &track.form {
            Some(form) => format!("{} ({form})", track.model),
            None => track.model.to_string(),
        })
        .collect();
    Track {
        model,
        forecasts,
        cut_offs,
        refits: members.iter().map(|track| track.refits).min().unwrap_or(0),
        refit_every: members
            .iter()
            .map(|track| track.refit_every)
            .max()
            .unwrap_or(1),
        refusal: None,
        form: Some(names.join(", ")),
        parameters: BTreeMap::new(),
    }
}

fn combined_outlook(members: &[&Outlook], combination: &Combination) -> Option<Outlook> {
    let first = members.first()?;
    let steps = (0..first.steps.len())
        .map(|step| {
            let mut locations: Vec<f64> = members.iter().map(|own| own.steps[step].0).collect();
            let variance = mean(members.iter().map(|own| own.steps[step].1.powi(2)));
            let scale = variance.unwrap_or(f64::NAN).sqrt();
            (combination.of(&mut locations), scale)
        })
        .collect();
    Some(Outlook {
        transform: first.transform,
        steps,
    })
}

/// On constant data every model gives the constant, which is the naive forecast.
fn fit_or_constant(model: ModelName, training: &Training<'_>) -> Result<FittedModel, ModelRefusal> {
    match fit(model, training) {
        Err(ModelRefusal::Constant) => fit(ModelName::Naive, training),
        other => other,
    }
}

/// MASE denominators of many training windows of one series, in one pass.
#[derive(Debug, Clone)]
pub struct Scales {
    /// Mean |y_t − y_{t−m}| over the first n values, by n; NaN where there is none.
    by_length: Vec<f64>,
}

impl Scales {
    pub fn new(y: &[f64], m: usize) -> Self {
        let m = m.max(1);
        let mut total = crate::summation::Sum::default();
        let mut count = 0_u32;
        let mut by_length = Vec::with_capacity(y.len() + 1);
        by_length.push(f64::NAN);
        for t in 0..y.len() {
            let step = if t >= m {
                (y[t] - y[t - m]).abs()
            } else {
                f64::NAN
            };
            if step.is_finite() {
                total.add(step);
                count += 1;
            }
            let scale = total.value() / f64::from(count);
            by_length.push(if scale > 0.0 { scale } else { f64::NAN });
        }
        Self { by_length }
    }

    /// Scale of the training window of `cut_off` values, `None` when it is zero or does not exist.
    pub fn at(&self, cut_off: usize) -> Option<f64> {
        self.by_length
            .get(cut_off)
            .copied()
            .filter(|scale| scale.is_finite())
    }
}

/// Errors of one track at one origin.
#[derive(Debug, Clone)]
pub struct OriginErrors {
    pub cut_off: usize,
    pub outlook: Outlook,
    /// What came true; NaN where it is missing.
    pub actuals: Vec<f64>,
    /// y less the median by step; NaN where the actual is missing.
    pub errors: Vec<f64>,
    /// The errors in scales of the outlook.
    pub standardised: Vec<f64>,
    pub scale: Option<f64>,
}

impl OriginErrors {
    fn new(cut_off: usize, outlook: Outlook, actuals: Vec<f64>, scale: Option<f64>) -> Self {
        let steps = || actuals.iter().enumerate();
        Self {
            cut_off,
            errors: steps().map(|(step, y)| y - outlook.median(step)).collect(),
            standardised: steps()
                .map(|(step, &y)| outlook.standardised(step, y))
                .collect(),
            outlook,
            actuals,
            scale,
        }
    }

    /// Mean absolute scaled error over the steps with an actual.
    pub fn scaled_loss(&self) -> Option<f64> {
        let scale = self.scale?;
        let known = self.errors.iter().filter(|error| error.is_finite());
        mean(known.map(|error| error.abs() / scale))
    }

    /// Mean sMAPE over the steps with an actual.
    pub fn smape(&self) -> Option<f64> {
        let known = self.actuals.iter().zip(&self.errors);
        let known = known.filter(|(_, error)| error.is_finite());
        mean(known.map(|(y, error)| smape_point(*y, y - error)))
    }
}

/// Errors of a track at those of its origins that `wanted` names in ascending order.
pub fn errors(track: &Track, y: &[f64], scales: &Scales, wanted: &[usize]) -> Vec<OriginErrors> {
    track
        .cut_offs
        .iter()
        .zip(&track.forecasts)
        .filter(|(cut_off, _)| wanted.binary_search(cut_off).is_ok())
        .filter_map(|(&cut_off, outlook)| {
            let outlook = outlook.clone()?;
            let end = (cut_off + outlook.steps.len()).min(y.len());
            let actuals = y[cut_off..end].to_vec();
            Some(OriginErrors::new(
                cut_off,
                outlook,
                actuals,
                scales.at(cut_off),
            ))
        })
        .collect()
}
