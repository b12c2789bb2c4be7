//! Dynamic harmonic regression (Young, Pedregal & Tych 1999; Hyndman & Athanasopoulos 2021, ch. 10.5):
//! y_t = Σ seasons' Fourier terms + β'x_t + n_t with n_t a non-seasonal ARIMA process.
//!
//! For long, several or broken seasons (365.25 days; 24 and 168 hours), where a seasonal ARIMA model
//! or smoothing would carry a state per step of the cycle. The shape of the season is fixed; not for
//! one that changes over the years.

use crate::arima::{self, ArimaFit, ArimaState, Order, Search};
use crate::criteria::Criteria;
use crate::ets::Estimation;
use crate::fourier::{FourierTerms, Harmonics};
use crate::least_squares::Normal;
use crate::refusal::ModelRefusal;
use crate::state::{FARTHEST_STEP, State};
use serde::{Deserialize, Serialize};

/// Most harmonics of one season that are tried.
const MAX_HARMONICS: usize = 15;
/// Harmonics of each season before any are chosen.
const FIRST_HARMONICS: usize = 3;
/// Orders tried beyond the best one: a season may lack a harmonic and have the next.
const PATIENCE: usize = 3;

/// A fitted model.
#[derive(Debug, Clone)]
pub struct HarmonicFit {
    pub terms: FourierTerms,
    /// Of the errors.
    pub order: Order,
    pub arima: ArimaFit,
    /// After the last value.
    pub state: HarmonicState,
}

impl HarmonicFit {
    /// Innovations over their relative standard deviation.
    pub fn errors(&self) -> &[f64] {
        &self.arima.errors
    }

    pub fn criteria(&self) -> Criteria {
        self.arima.criteria
    }

    /// `Fourier(7: 3, 365.25: 5) + ARIMA(1,1,1)`; the errors alone where no season was found.
    pub fn form(&self) -> String {
        let seasons: Vec<String> = self
            .terms
            .seasons()
            .iter()
            .filter(|season| season.order > 0)
            .map(|season| format!("{}: {}", season.period, season.order))
            .collect();
        if seasons.is_empty() {
            return self.order.to_string();
        }
        format!("Fourier({}) + {}", seasons.join(", "), self.order)
    }
}

/// The model at the end of its data. The Fourier terms of any later step are computed; other
/// regressors are known as far as they were given, and beyond them the mean is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HarmonicState {
    errors: ArimaState,
    terms: FourierTerms,
    /// Of the Fourier terms.
    coefficients: Vec<f64>,
    /// Of the other regressors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<f64>,
    /// Their values after the data, one row per step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<f64>>,
    /// Where `rows` begin.
    fitted_to: usize,
    /// Step of the next value from the first one.
    next: usize,
}

impl HarmonicState {
    /// Value of the seasons at step `t` from the first value.
    pub fn season(&self, t: usize) -> f64 {
        self.terms.value(t, &self.coefficients)
    }

    /// The part of the season with this index, as in [`FourierTerms::seasons`].
    pub fn season_part(&self, season: usize, t: usize) -> f64 {
        self.terms.value_of(season, t, &self.coefficients)
    }

    fn known(&self) -> f64 {
        let season = self.season(self.next);
        if self.others.is_empty() {
            return season;
        }
        match self.rows.get(self.next - self.fitted_to) {
            Some(row) => {
                let others = row.iter().zip(&self.others);
                season + others.map(|(x, b)| x * b).sum::<f64>()
            }
            None => f64::NAN,
        }
    }
}

impl State for HarmonicState {
    fn next_mean(&self) -> f64 {
        self.known() + self.errors.next_mean()
    }

    fn next_variance(&self) -> f64 {
        self.errors.next_variance()
    }

    fn advance(&mut self, y: f64) {
        // Without its regressors a value says nothing about the rest.
        self.errors.advance(y - self.known());
        self.next += 1;
    }

    fn is_consistent(&self) -> bool {
        self.errors.is_consistent() && (self.fitted_to..=FARTHEST_STEP).contains(&self.next)
    }

    fn variances_ahead(&self, horizon: usize) -> Option<Vec<f64>> {
        self.errors.variances_ahead(horizon)
    }
}

/// What the model is fitted to.
#[derive(Debug, Clone, Copy)]
pub struct HarmonicData<'a> {
    /// NaN where missing.
    pub values: &'a [f64],
    /// Steps per cycle of each season; not necessarily whole.
    pub periods: &'a [f64],
    /// Further regressors by column, each as long as `values`.
    pub columns: &'a [Vec<f64>],
    /// Their values after the data, one row per step.
    pub rows_ahead: &'a [Vec<f64>],
}

impl<'a> HarmonicData<'a> {
    pub fn new(values: &'a [f64], periods: &'a [f64]) -> Self {
        Self {
            values,
            periods,
            columns: &[],
            rows_ahead: &[],
        }
    }

    fn all_columns(&self, terms: &FourierTerms) -> Vec<Vec<f64>> {
        let mut columns = terms.columns(self.values.len());
        columns.extend_from_slice(self.columns);
        columns
    }

    /// The values without seasons and regressors.
    fn rest(&self, terms: &FourierTerms, coefficients: &[f64]) -> Vec<f64> {
        let columns = self.all_columns(terms);
        let explained = |t: usize| -> f64 {
            let terms = columns.iter().zip(coefficients);
            terms.map(|(column, b)| column[t] * b).sum()
        };
        let values = self.values.iter().enumerate();
        values.map(|(t, y)| y - explained(t)).collect()
    }

    /// Coefficients by ordinary least squares with a constant; zeros where columns are dependent.
    fn ordinary(&self, terms: &FourierTerms) -> Vec<f64> {
        let columns = self.all_columns(terms);
        let mut normal = Normal::default();
        normal.reset(columns.len() + 1);
        let mut row = Vec::with_capacity(columns.len() + 1);
        for (t, &y) in self.values.iter().enumerate() {
            if y.is_finite() {
                row.clear();
                row.push(1.0);
                row.extend(columns.iter().map(|column| column[t]));
                normal.add(&row, y);
            }
        }
        match normal.solve() {
            Some(_) => normal.solution()[1..].to_vec(),
            None => vec![0.0; columns.len()],
        }
    }

    /// Fits given terms with errors of a given order.
    pub fn fit(
        &self,
        terms: &FourierTerms,
        order: Order,
        estimation: Estimation,
    ) -> Result<HarmonicFit, ModelRefusal> {
        let columns = self.all_columns(terms);
        let arima = arima::fit(self.values, order, &columns, estimation)?;
        let (own, others) = arima.regressors.split_at(terms.len());
        let state = HarmonicState {
            errors: arima.state.clone(),
            terms: terms.clone(),
            coefficients: own.to_vec(),
            others: others.to_vec(),
            rows: self.rows_ahead.to_vec(),
            fitted_to: self.values.len(),
            next: self.values.len(),
        };
        if !state.coefficients.iter().all(|b| b.is_finite()) {
            return Err(ModelRefusal::NotFinite);
        }
        Ok(HarmonicFit {
            terms: terms.clone(),
            order,
            arima,
            state,
        })
    }
}

fn aicc(fit: &HarmonicFit) -> f64 {
    fit.criteria().aicc.value.unwrap_or(f64::INFINITY)
}

/// Chooses the number of harmonics of each season and the order of the errors by AICc.
///
/// The differencing is tested on what a first regression leaves, not on the data: half a year of a
/// yearly season looks like a trend to the KPSS test. The order found there judges the harmonics of
/// one season after the other; the order is then chosen again on what those leave.
pub fn auto(data: &HarmonicData<'_>, estimation: Estimation) -> Result<HarmonicFit, ModelRefusal> {
    let n = data.values.len();
    let misfit = data.columns.iter().any(|column| column.len() != n);
    let misfit = misfit || data.columns.iter().flatten().any(|x| !x.is_finite());
    if misfit {
        return Err(ModelRefusal::RegressorMissing {
            name: "of the harmonic regression".to_owned(),
        });
    }
    let observed = data.values.iter().filter(|y| y.is_finite()).count();
    let mut seasons = seasons_within(data.periods, n)?;
    let room = observed.saturating_sub(data.columns.len()) / 4 / seasons.len();
    let most = |period: f64| Harmonics::most(period).min(MAX_HARMONICS).min(room.max(1));
    for season in &mut seasons {
        season.order = most(season.period).min(FIRST_HARMONICS);
    }
    let first = FourierTerms::new(&seasons);
    let rest = data.rest(&first, &data.ordinary(&first));
    let order = order_of(&rest, estimation)?;
    let mut best = data.fit(&first, order, estimation)?;
    for round in 0..2 {
        let before = seasons.clone();
        // The longest season is the least certain: the others are settled first.
        for at in 0..seasons.len() {
            let most = most(seasons[at].period);
            let mut leader: Option<(usize, HarmonicFit)> = None;
            for k in 0..=most {
                if leader.as_ref().is_some_and(|(best, _)| k > best + PATIENCE) {
                    break;
                }
                seasons[at].order = k;
                let Ok(fit) = data.fit(&FourierTerms::new(&seasons), order, estimation) else {
                    continue;
                };
                if leader
                    .as_ref()
                    .is_none_or(|(_, best)| aicc(&fit) < aicc(best))
                {
                    leader = Some((k, fit));
                }
            }
            let Some((k, fit)) = leader else {
                return Ok(reordered(data, best, estimation));
            };
            seasons[at].order = k;
            best = fit;
        }
        if seasons.len() == 1 || seasons == before || round == 1 {
            break;
        }
    }
    Ok(reordered(data, best, estimation))
}

/// The seasons of which the data show two cycles, shortest first.
fn seasons_within(periods: &[f64], n: usize) -> Result<Vec<Harmonics>, ModelRefusal> {
    let mut usable: Vec<f64> = periods
        .iter()
        .copied()
        .filter(|&period| Harmonics::most(period) > 0)
        .collect();
    usable.sort_by(f64::total_cmp);
    usable.dedup();
    let Some(&shortest) = usable.first() else {
        return Err(ModelRefusal::NoSeason);
    };
    // 730 days show two years of 365.25.
    usable.retain(|&period| 2.0 * period.floor() <= n as f64);
    if usable.is_empty() {
        return Err(ModelRefusal::TooShort {
            have: n,
            needed: 2 * shortest.floor() as usize,
        });
    }
    Ok(usable.into_iter().map(|p| Harmonics::new(p, 1)).collect())
}

/// Order of what the regressors leave. A remainder that does not vary has none.
fn order_of(rest: &[f64], estimation: Estimation) -> Result<Order, ModelRefusal> {
    let found = arima::auto(rest, 1, &[], Search::Stepwise, estimation)?;
    Ok(found.best().order)
}

/// The same harmonics with the order chosen again on what they leave, where that is better. AICc
/// compares models of one differencing only, so another differencing stands on its test.
fn reordered(data: &HarmonicData<'_>, fit: HarmonicFit, estimation: Estimation) -> HarmonicFit {
    let rest = data.rest(&fit.terms, &fit.arima.regressors);
    let Ok(order) = order_of(&rest, estimation) else {
        return fit;
    };
    if order == fit.order {
        return fit;
    }
    match data.fit(&fit.terms, order, estimation) {
        Ok(other) if order.d != fit.order.d || aicc(&other) < aicc(&fit) => other,
        _ => fit,
    }
}
