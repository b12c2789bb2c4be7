//! How many failures (or how much cost) a machine of a fleet has had by an age, with no model behind it.

use crate::economics::Reason;

/// One machine: ages at its events, and the age up to which it was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    pub events: Vec<f64>,
    pub end: f64,
}

/// A step of the function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CumulativePoint {
    pub age: f64,
    /// Machines observed at this age; one is through its last age.
    pub at_risk: usize,
    /// Mean number of events per machine by this age.
    pub mean: f64,
    /// Pointwise 95 % limits of the mean; null while only one machine is left to vary.
    pub interval: Option<(f64, f64)>,
}

/// Mean cumulative function: at each event, one over the machines at risk is added (Nelson 2003, *Recurrent Events Data
/// Analysis*, ch. 3). Its variance is the robust sum of squared deviations of each machine from the mean of those at risk
/// (Lawless & Nadeau 1995), its limits are logarithmic so that they stay above 0.
///
/// # Errors
/// `no_data` without an event, `out_of_domain` when an event is not between 0 and the end of its machine.
pub fn mean_cumulative_function(systems: &[System]) -> Result<Vec<CumulativePoint>, Reason> {
    const Z: f64 = 1.959_963_984_540_054;
    let outside = |system: &System| {
        !system.end.is_finite()
            || system
                .events
                .iter()
                .any(|age| !(*age >= 0.0 && *age <= system.end))
    };
    if systems.iter().any(outside) {
        return Err(Reason::OutOfDomain);
    }
    let mut ages: Vec<f64> = systems.iter().flat_map(|own| own.events.clone()).collect();
    ages.sort_by(f64::total_cmp);
    ages.dedup();
    if ages.is_empty() {
        return Err(Reason::NoData);
    }
    // What each machine had above the mean of its companions, up to this age.
    let mut excess = vec![0.0; systems.len()];
    let mut mean = 0.0;
    let mut points = Vec::with_capacity(ages.len());
    for age in ages {
        let count = |system: &System| {
            system
                .events
                .iter()
                .filter(|own| own.total_cmp(&age).is_eq())
                .count() as f64
        };
        let at_risk = systems.iter().filter(|system| system.end >= age).count();
        let step = systems.iter().map(count).sum::<f64>() / at_risk as f64;
        mean += step;
        for (excess, system) in excess.iter_mut().zip(systems) {
            if system.end >= age {
                *excess += (count(system) - step) / at_risk as f64;
            }
        }
        let variance: f64 = excess.iter().map(|own| own * own).sum();
        let factor = (Z * variance.sqrt() / mean).exp();
        points.push(CumulativePoint {
            age,
            at_risk,
            mean,
            interval: (at_risk > 1).then_some((mean / factor, mean * factor)),
        });
    }
    Ok(points)
}
