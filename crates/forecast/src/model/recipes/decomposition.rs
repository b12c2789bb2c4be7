//! Seasons taken off by decomposition before a model sees the data.

use crate::model::training::Training;
use crate::refusal::ModelRefusal;
use crate::season::{Season, SeasonKind};
use crate::stl::{Stl, mstl};

/// The last cycle of each season of a decomposition, and the data without them.
pub(in crate::model) fn decomposed_seasons(
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
