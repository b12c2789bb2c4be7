//! How each family turns adjusted data into a state, its errors and its parameters.

use super::fit::{assemble_ensemble, fit};
use super::fitted::FittedModel;
use super::name::ModelName;
use super::structure::{Average, Combination, Ensemble, Regressed, Structure, Weighted};
use super::training::Training;
use crate::arima::{self, ArimaFit, Order, Search};
use crate::ces;
use crate::criteria::{Criteria, concentrated_log_likelihood};
use crate::ets::{self, Estimation, EtsFit};
use crate::exponential_smoothing::{SmoothingState, Weights, filter};
use crate::harmonic;
use crate::intermittent::{self, Method};
use crate::mean_state::MeanState;
use crate::naive_family::{DriftState, SeasonalNaiveState};
use crate::refusal::ModelRefusal;
use crate::season::{Season, SeasonKind};
use crate::smoothing_fit;
use crate::state::State;
use crate::stl::{Stl, mstl};
use crate::summation::{mean, sum};
use crate::theta::{self, ThetaLines, ThetaState};
use crate::trend_season;
use crate::volatility;
use std::collections::BTreeMap;

/// What each family hands over.
pub(super) struct Parts {
    pub(super) state: Structure,
    /// One-step errors over their relative standard deviation.
    pub(super) errors: Vec<f64>,
    /// Parameters of the mean, taken off the degrees of freedom of σ².
    pub(super) free: usize,
    pub(super) form: Option<String>,
    pub(super) parameters: BTreeMap<String, f64>,
    pub(super) criteria: Option<Criteria>,
    /// σ where it does not follow from the errors.
    pub(super) sigma: Option<f64>,
}

impl Parts {
    pub(super) fn new(state: Structure, errors: Vec<f64>, free: usize) -> Self {
        Self {
            state,
            errors,
            free,
            form: None,
            parameters: BTreeMap::new(),
            criteria: None,
            sigma: None,
        }
    }
}

fn named<'a>(parameters: impl IntoIterator<Item = (&'a str, f64)>) -> BTreeMap<String, f64> {
    parameters
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// One model on adjusted data.
pub(super) fn single(
    model: ModelName,
    y: &[f64],
    training: &Training<'_>,
) -> Result<Parts, ModelRefusal> {
    let m = training.season_length;
    match model {
        ModelName::Naive | ModelName::Naive2 => Ok(naive(y)),
        ModelName::SeasonalNaive => Ok(seasonal_naive(y, m)),
        ModelName::Drift => drift(y),
        ModelName::WindowAverage => Ok(average_of_past(y, Some(m.max(5)))),
        ModelName::HistoricMean => Ok(average_of_past(y, None)),
        ModelName::Ses | ModelName::Holt | ModelName::DampedHolt => smoothing(model, y),
        ModelName::Theta => standard_theta(y),
        ModelName::OptimisedTheta => dynamic_theta(y, ThetaLines::Fixed, false),
        ModelName::DynamicTheta => dynamic_theta(y, ThetaLines::Dynamic, true),
        ModelName::DynamicOptimisedTheta => dynamic_theta(y, ThetaLines::Dynamic, false),
        ModelName::Ets => Ok(ets_parts(ets::auto(y, m, Estimation::Shrunk)?.best())),
        ModelName::EtsForm(form) => Ok(ets_parts(&ets::fit(y, m, form, Estimation::Shrunk)?)),
        ModelName::EtsAverage => ets_average(y, m),
        // The season is taken off: what is left has none.
        ModelName::Decomposed => {
            let auto = ets::auto(y, 1, Estimation::Shrunk)?;
            let best = auto.best();
            Ok(Parts {
                form: Some(format!("STL + {}", best.form)),
                ..ets_parts(best)
            })
        }
        ModelName::Ces => {
            let best = ces::auto(y, m)?.fits.swap_remove(0);
            Ok(ces_parts(best))
        }
        ModelName::Arima | ModelName::ArimaAverage => {
            let columns = training.columns()?;
            let auto = arima::auto(y, m, &columns, Search::Stepwise, Estimation::Shrunk)?;
            if model == ModelName::Arima {
                Ok(arima_parts(auto.best(), training))
            } else {
                Ok(arima_average(&auto, training))
            }
        }
        ModelName::ArimaOrder(order) => {
            let columns = training.columns()?;
            let fit = arima::fit(y, order, &columns, Estimation::Shrunk)?;
            Ok(arima_parts(&fit, training))
        }
        ModelName::MeanReverting => mean_reverting(y),
        ModelName::Harmonic => harmonic_regression(y, training),
        ModelName::TrendSeason => trend_and_season(y, training),
        ModelName::Garch => volatile(y, volatility::Kind::Garch),
        ModelName::GjrGarch => volatile(y, volatility::Kind::GjrGarch),
        ModelName::Egarch => volatile(y, volatility::Kind::Egarch),
        ModelName::Croston => demand(y, Method::Croston),
        ModelName::CrostonSba => demand(y, Method::CrostonSba),
        ModelName::CrostonOptimised => demand(y, Method::CrostonOptimised),
        ModelName::Tsb => demand(y, TSB),
        ModelName::Adida => demand(y, Method::Adida),
        ModelName::Imapa => demand(y, Method::Imapa),
        ModelName::EnsembleMean
        | ModelName::EnsembleMedian
        | ModelName::EnsembleWeighted
        | ModelName::Scum => unreachable!("ensembles are fitted by their members"),
    }
}

fn naive(y: &[f64]) -> Parts {
    let weights = Weights {
        alpha: 1.0,
        beta: 0.0,
        phi: 0.0,
    };
    let mut state = SmoothingState::new(weights, y[0], 0.0);
    // The first value only places the level: it leaves no error behind.
    let (errors, _) = filter(&mut state, &y[1..]);
    Parts::new(Structure::Smoothing(state), errors, 0)
}

fn seasonal_naive(y: &[f64], m: usize) -> Parts {
    let (first, rest) = y.split_at(m.min(y.len()));
    // A season without a value in the first cycle starts from the nearest value before it.
    let mut state = SeasonalNaiveState::before(m, y[0]);
    let mut last = y[0];
    for &value in first {
        if value.is_finite() {
            last = value;
        }
        state.advance(last);
    }
    let (errors, _) = filter(&mut state, rest);
    Parts::new(Structure::SeasonalNaive(state), errors, 0)
}

fn drift(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let state = DriftState::new(y).ok_or(ModelRefusal::TooShort { have: 1, needed: 2 })?;
    let (errors, _) = filter(&mut state.rewound(), &y[1..]);
    Ok(Parts {
        parameters: named([("drift", state.slope())]),
        ..Parts::new(Structure::Drift(state), errors, 1)
    })
}

fn average_of_past(y: &[f64], window: Option<usize>) -> Parts {
    let mut state = MeanState::new(window);
    let mut errors = Vec::with_capacity(y.len());
    let mut started = false;
    for &value in y {
        if started && value.is_finite() {
            errors.push(value - state.next_mean());
        }
        started |= value.is_finite();
        state.absorb(value);
    }
    Parts {
        parameters: named([("mean", state.next_mean())]),
        ..Parts::new(Structure::Mean(state), errors, 0)
    }
}

/// Data shifted to mean 0 and scaled to unit variance, so that one optimiser setting suits all.
struct Standardised {
    values: Vec<f64>,
    shift: f64,
    scale: f64,
}

fn standardised(y: &[f64]) -> Result<Standardised, ModelRefusal> {
    let observed = || y.iter().copied().filter(|value| value.is_finite());
    let shift = mean(observed()).unwrap_or(0.0);
    let scale = mean(observed().map(|value| (value - shift).powi(2)))
        .unwrap_or(0.0)
        .sqrt();
    if scale <= f64::EPSILON * 16.0 * shift.abs() {
        return Err(ModelRefusal::Constant);
    }
    Ok(Standardised {
        values: y.iter().map(|value| (value - shift) / scale).collect(),
        shift,
        scale,
    })
}

fn smoothing(model: ModelName, y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let has_gaps = values.iter().any(|value| !value.is_finite());
    let fit = match model {
        ModelName::Holt => smoothing_fit::holt(&values, has_gaps),
        ModelName::DampedHolt => smoothing_fit::damped(&values, has_gaps),
        _ => smoothing_fit::simple(&values, has_gaps),
    };
    let (level, trend) = (fit.level * scale + shift, fit.trend * scale);
    let mut state = SmoothingState::new(fit.weights, level, trend);
    let (errors, log_variances) = filter(&mut state, y);
    let sse = sum(errors.iter().map(|error| error * error));
    let mut parameters = named([("alpha", fit.weights.alpha), ("l0", level)]);
    if model != ModelName::Ses {
        parameters.extend(named([("beta", fit.weights.beta), ("b0", trend)]));
    }
    if model == ModelName::DampedHolt {
        parameters.extend(named([("phi", fit.weights.phi)]));
    }
    let free = parameters.len();
    let criteria = (sse > 0.0).then(|| {
        let log_likelihood = concentrated_log_likelihood(sse, errors.len(), log_variances);
        Criteria::new(log_likelihood, free + 1, errors.len())
    });
    Ok(Parts {
        parameters,
        criteria,
        ..Parts::new(Structure::Smoothing(state), errors, free)
    })
}

fn standard_theta(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let Standardised {
        values,
        shift,
        scale,
    } = standardised(y)?;
    let (alpha, level) = theta::fit(&values);
    let level = level * scale + shift;
    let state = ThetaState::new(y, alpha, level);
    let (errors, _) = filter(&mut ThetaState::before(alpha, level, state.slope()), y);
    Ok(Parts {
        parameters: named([
            ("alpha", alpha),
            ("l0", level),
            ("drift", 0.5 * state.slope()),
        ]),
        ..Parts::new(Structure::Theta(state), errors, 3)
    })
}

fn dynamic_theta(y: &[f64], lines: ThetaLines, standard: bool) -> Result<Parts, ModelRefusal> {
    // Scaled only: lines through a shifted zero are other lines.
    let Standardised { scale, .. } = standardised(y)?;
    let values: Vec<f64> = y.iter().map(|value| value / scale).collect();
    let (mut before, mut after) = theta::fit_dynamic(&values, lines, standard);
    before.rescale(scale);
    after.rescale(scale);
    // A dynamic line begins with the first value, which leaves no error behind.
    let skipped = usize::from(lines == ThetaLines::Dynamic);
    for &first in &y[..skipped] {
        before.advance(first);
    }
    let (errors, _) = filter(&mut before, &y[skipped..]);
    let free = if standard { 2 } else { 3 };
    Ok(Parts {
        parameters: named([
            ("alpha", after.alpha()),
            ("theta", after.theta()),
            ("level", after.level()),
        ]),
        ..Parts::new(Structure::DynamicTheta(after), errors, free)
    })
}

fn ets_parameters(fit: &EtsFit) -> BTreeMap<String, f64> {
    let w = fit.weights;
    let mut parameters = named([("alpha", w.alpha), ("l0", fit.initial.level)]);
    if fit.form.has_trend() {
        parameters.extend(named([("beta", w.beta), ("b0", fit.initial.trend)]));
    }
    if fit.form.is_seasonal() {
        parameters.extend(named([("gamma", w.gamma)]));
    }
    if fit.form.is_damped() {
        parameters.extend(named([("phi", w.phi)]));
    }
    parameters
}

fn ets_parts(fit: &EtsFit) -> Parts {
    let free = fit.criteria.k - 1;
    Parts {
        form: Some(fit.form.to_string()),
        parameters: ets_parameters(fit),
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Ets(fit.state.clone()), fit.errors.clone(), free)
    }
}

/// Standard deviation of errors with `free` parameters taken off.
fn sigma_of(errors: &[f64], free: usize) -> f64 {
    let sse = sum(errors.iter().map(|error| error * error));
    (sse / errors.len().saturating_sub(free).max(1) as f64).sqrt()
}

/// Members of an average with weights; their errors in units of their own σ are averaged.
fn average(members: Vec<(f64, Parts)>, of: &str) -> Parts {
    // Errors that are relative to the mean count by the size of the next value.
    let sigmas: Vec<f64> = members
        .iter()
        .map(|(_, parts)| sigma_of(&parts.errors, parts.free) * parts.state.next_variance().sqrt())
        .collect();
    let pooled: f64 = members
        .iter()
        .zip(&sigmas)
        .map(|((weight, _), sigma)| weight * sigma * sigma)
        .sum::<f64>()
        .sqrt();
    let shortest = members
        .iter()
        .map(|(_, parts)| parts.errors.len())
        .min()
        .unwrap_or(0);
    let mut errors = vec![0.0; shortest];
    let mut parameters = BTreeMap::new();
    let mut forms = Vec::new();
    let mut states = Vec::with_capacity(members.len());
    let mut criteria = None;
    for ((weight, parts), sigma) in members.into_iter().zip(sigmas) {
        let own = sigma_of(&parts.errors, parts.free);
        let skip = parts.errors.len() - shortest;
        for (error, value) in errors.iter_mut().zip(&parts.errors[skip..]) {
            *error += weight * value / own * pooled;
        }
        if let Some(form) = parts.form {
            parameters.insert(format!("weight of {form}"), weight);
            forms.push(form);
        }
        criteria = criteria.or(parts.criteria);
        let unit = parts.state.next_variance().sqrt();
        states.push(Weighted {
            weight,
            relative_sigma: sigma / pooled / unit,
            state: parts.state,
        });
    }
    Parts {
        form: Some(format!("{} {of}, first {}", forms.len(), forms[0])),
        parameters,
        criteria,
        sigma: Some(pooled),
        ..Parts::new(Structure::Average(Average { members: states }), errors, 0)
    }
}

fn ets_average(y: &[f64], m: usize) -> Result<Parts, ModelRefusal> {
    let auto = ets::auto(y, m, Estimation::Shrunk)?;
    let weighted = auto.weighted().into_iter();
    Ok(average(
        weighted
            .map(|(weight, fit)| (weight, ets_parts(fit)))
            .collect(),
        "ETS forms",
    ))
}

fn ces_parts(fit: ces::CesFit) -> Parts {
    let w = fit.weights;
    let mut parameters = named([("alpha_0", w.alpha_0), ("alpha_1", w.alpha_1)]);
    match fit.kind {
        ces::Kind::None | ces::Kind::Simple => {}
        ces::Kind::Partial => parameters.extend(named([("beta", w.beta_0)])),
        ces::Kind::Full => {
            parameters.extend(named([("beta_0", w.beta_0), ("beta_1", w.beta_1)]));
        }
    }
    // Backcast states are set by the data as much as free ones are, but overfit less; the weights
    // and the two states of the line are taken off.
    let free = parameters.len() + 2;
    Parts {
        form: Some(fit.kind.to_string()),
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Ces(fit.state), fit.errors, free)
    }
}

fn arima_parts(fit: &ArimaFit, training: &Training<'_>) -> Parts {
    let mut parameters = BTreeMap::new();
    let groups = [
        ("ar", &fit.ar),
        ("ma", &fit.ma),
        ("seasonal_ar", &fit.seasonal_ar),
        ("seasonal_ma", &fit.seasonal_ma),
    ];
    for (group, coefficients) in groups {
        for (i, value) in coefficients.iter().enumerate() {
            parameters.insert(format!("{group}_{}", i + 1), *value);
        }
    }
    if let Some(constant) = fit.constant {
        let differenced = fit.order.d + fit.order.seasonal_d > 0;
        let name = if differenced { "drift" } else { "mean" };
        parameters.insert(name.to_owned(), constant);
    }
    for (regressor, value) in training.regressors.iter().zip(&fit.regressors) {
        parameters.insert(regressor.name.clone(), *value);
    }
    let state = if fit.regressors.is_empty() {
        Structure::Arima(fit.state.clone())
    } else {
        Structure::Regressed(Regressed {
            errors: fit.state.clone(),
            coefficients: fit.regressors.clone(),
            rows: training.rows_ahead(),
            next: 0,
        })
    };
    Parts {
        form: Some(fit.order.to_string()),
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(state, fit.errors.clone(), fit.criteria.k - 1)
    }
}

fn arima_average(auto: &arima::ArimaAuto, training: &Training<'_>) -> Parts {
    let weighted = auto.weighted().into_iter();
    average(
        weighted
            .map(|(weight, fit)| (weight, arima_parts(fit, training)))
            .collect(),
        "ARIMA orders",
    )
}

fn mean_reverting(y: &[f64]) -> Result<Parts, ModelRefusal> {
    let fit = arima::fit(
        y,
        Order::new(1, 0, 0).with_constant(),
        &[],
        Estimation::Likelihood,
    )?;
    let slope = fit.ar[0];
    // A return that takes longer than the history was never seen.
    let half_life = f64::ln(0.5) / slope.ln();
    if !(slope > 0.0 && half_life < y.len() as f64) {
        return Err(ModelRefusal::NoMeanReversion);
    }
    let mut parameters = named([("slope", slope), ("half_life", half_life)]);
    parameters.extend(fit.constant.map(|mean| ("mean".to_owned(), mean)));
    Ok(Parts {
        parameters,
        criteria: Some(fit.criteria),
        ..Parts::new(Structure::Arima(fit.state), fit.errors, 2)
    })
}

/// Steps in a year of trading days and of days, for data whose own season is the week.
const YEAR_OF_WEEKS: [(usize, f64); 2] = [(5, 260.9), (7, 365.25)];

/// Periods of all seasons, ascending: those given, and the year where the season is a week and two
/// years were seen.
fn periods(training: &Training<'_>) -> Vec<f64> {
    let given = [training.season_length];
    let given = given.iter().chain(training.more_seasons);
    let mut periods: Vec<f64> = given.filter(|&&m| m > 1).map(|&m| m as f64).collect();
    for (week, year) in YEAR_OF_WEEKS {
        if training.season_length == week
            && training.more_seasons.is_empty()
            && training.values.len() as f64 >= 2.0 * year
        {
            periods.push(year);
        }
    }
    periods.sort_by(f64::total_cmp);
    periods.dedup();
    periods
}

fn harmonic_regression(y: &[f64], training: &Training<'_>) -> Result<Parts, ModelRefusal> {
    let (periods, columns) = (periods(training), training.columns()?);
    let rows_ahead = training.rows_ahead();
    let data = harmonic::HarmonicData {
        values: y,
        periods: &periods,
        columns: &columns,
        rows_ahead: &rows_ahead,
    };
    let fit = harmonic::auto(&data, Estimation::Shrunk)?;
    let after_seasons = fit.arima.regressors.iter().skip(fit.terms.len());
    let own = training.regressors.iter().zip(after_seasons);
    Ok(Parts {
        form: Some(fit.form()),
        parameters: own.map(|(x, b)| (x.name.clone(), *b)).collect(),
        criteria: Some(fit.criteria()),
        ..Parts::new(
            Structure::Harmonic(fit.state.clone()),
            fit.errors().to_vec(),
            fit.criteria().k - 1,
        )
    })
}

fn trend_and_season(y: &[f64], training: &Training<'_>) -> Result<Parts, ModelRefusal> {
    training.columns()?;
    let regressors = training.regressors_as_known();
    let seasons: Vec<_> = periods(training)
        .into_iter()
        .map(trend_season::usual_order)
        .collect();
    let data = trend_season::TrendSeasonData {
        regressors: &regressors,
        ..trend_season::TrendSeasonData::new(y, &seasons)
    };
    let fit = trend_season::fit(&data, &trend_season::Priors::default())?;
    Ok(Parts {
        sigma: Some(fit.sigma),
        ..Parts::new(Structure::TrendSeason(fit.state), fit.errors, fit.free)
    })
}

/// Weights of TSB for sizes and for the probability of a demand, as Teunter, Syntetos & Babai (2011)
/// find good over their panels.
const TSB: Method = Method::Tsb {
    alpha_d: 0.2,
    alpha_p: 0.1,
};

fn demand(y: &[f64], method: Method) -> Result<Parts, ModelRefusal> {
    let fit = intermittent::fit(y, method)?;
    let free = fit.parameters.len();
    Ok(Parts {
        parameters: fit.parameters,
        ..Parts::new(Structure::Intermittent(fit.state), fit.errors, free)
    })
}

/// A walk whose shocks have fat tails, as those of prices do.
fn volatile(y: &[f64], kind: volatility::Kind) -> Result<Parts, ModelRefusal> {
    let walk = volatility::fit_walk(y, kind, volatility::Errors::StudentT)?;
    let p = walk.volatility.parameters();
    let mut parameters = named([
        ("mu", p.mean),
        ("omega", p.omega),
        ("alpha", p.alpha),
        ("beta", p.beta),
        ("persistence", walk.volatility.persistence()),
    ]);
    if kind != volatility::Kind::Garch {
        parameters.extend(named([("gamma", p.gamma)]));
    }
    parameters.extend(p.nu.map(|nu| ("nu".to_owned(), nu)));
    Ok(Parts {
        parameters,
        criteria: Some(walk.volatility.criteria),
        sigma: Some(walk.sigma),
        ..Parts::new(Structure::Volatility(walk.state), walk.errors, 0)
    })
}

/// The last cycle of each season of a decomposition, and the data without them.
pub(super) fn decomposed_seasons(
    y: &[f64],
    training: &Training<'_>,
) -> Result<(Vec<Season>, Option<Vec<f64>>), ModelRefusal> {
    let mut periods = vec![training.season_length];
    periods.extend_from_slice(training.more_seasons);
    periods.retain(|&period| period > 1);
    periods.sort_unstable();
    periods.dedup();
    let Some(&shortest) = periods.first() else {
        return Err(ModelRefusal::NoSeason);
    };
    let parts = mstl(y, &periods, &Stl::default()).ok_or(ModelRefusal::TooShort {
        have: y.len(),
        needed: 2 * shortest,
    })?;
    periods.retain(|&period| y.len() >= 2 * period);
    let n = y.len();
    let seasons = periods
        .iter()
        .zip(&parts.seasons)
        .enumerate()
        .map(|(at, (&period, season))| Season {
            kind: SeasonKind::Additive,
            indices: (0..period)
                .map(|phase| {
                    let last = n - 1 - (n - 1 - phase) % period;
                    season[last]
                })
                .collect(),
            next: n % period,
            strength: parts.strength(at).unwrap_or(0.0),
        })
        .collect();
    let adjusted = (0..n)
        .map(|t| y[t] - parts.seasons.iter().map(|season| season[t]).sum::<f64>())
        .collect();
    Ok((seasons, Some(adjusted)))
}

/// Fits the members on the data as they are and combines their forecasts. Members that refuse the
/// data are left out; with none left the first refusal stands.
pub(super) fn ensemble(
    model: ModelName,
    training: &Training<'_>,
) -> Result<FittedModel, ModelRefusal> {
    let mut members: Vec<FittedModel> = Vec::new();
    let mut refusal = None;
    for &member in model.members() {
        match fit(member, training) {
            Ok(fitted) => members.push(fitted),
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
    }
    if members.is_empty() {
        return Err(refusal.unwrap_or(ModelRefusal::NotFinite));
    }
    let variances: Vec<f64> = members
        .iter()
        .map(|member| member.next_location().1.powi(2))
        .collect();
    let unit = mean(variances.iter().copied()).unwrap_or(f64::NAN);
    if !(unit > 0.0) {
        return Err(ModelRefusal::Constant);
    }
    let combination = match model {
        ModelName::EnsembleMean => Combination::Mean,
        ModelName::EnsembleWeighted => {
            let total: f64 = variances.iter().map(|variance| 1.0 / variance).sum();
            Combination::Weights(variances.iter().map(|v| 1.0 / v / total).collect())
        }
        _ => Combination::Median,
    };
    let names: Vec<String> = members
        .iter()
        .map(|member| match &member.form {
            Some(form) => format!("{} ({form})", member.model),
            None => member.model.to_string(),
        })
        .collect();
    let shortest = members
        .iter()
        .map(|member| member.residuals.len())
        .min()
        .unwrap_or(0);
    let residuals = (0..shortest)
        .map(|t| {
            let scaled = members.iter().map(|member| {
                let skip = member.residuals.len() - shortest;
                member.residuals[skip + t] / member.sigma
            });
            mean(scaled).unwrap_or(f64::NAN) * unit.sqrt()
        })
        .collect();
    for member in &mut members {
        member.residuals.clear();
    }
    let state = Structure::Ensemble(Ensemble {
        members,
        combination,
        unit,
    });
    Ok(assemble_ensemble(
        model,
        state,
        names.join(", "),
        unit.sqrt(),
        residuals,
    ))
}
