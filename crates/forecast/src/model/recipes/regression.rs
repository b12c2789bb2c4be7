//! Regressions on seasons and known columns: harmonic regression, and the trend with seasons.

use super::Parts;
use crate::ets::Estimation;
use crate::harmonic;
use crate::model::structure::Structure;
use crate::model::training::Training;
use crate::refusal::ModelRefusal;
use crate::trend_season;

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

pub(super) fn harmonic_regression(
    y: &[f64],
    training: &Training<'_>,
) -> Result<Parts, ModelRefusal> {
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

pub(super) fn trend_and_season(y: &[f64], training: &Training<'_>) -> Result<Parts, ModelRefusal> {
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
