//! Two scenarios on the same draws (common random numbers).
//!
//! Random streams are named by the ids of what is drawn, so an input that both scenarios have takes the same u in both. The
//! difference of the two then varies only by what really differs, far less than that of two separate runs.

use std::ops::ControlFlow;

use prospect_series::unit::Unit;

use super::blocks::{Columns, Output, Sources};
use super::{Progress, SettingsError, SimulationSettings, summary};
use crate::ENGINE_VERSION;
use crate::plan::Plan;
use crate::result::{ComparedScenario, Comparison, Probability};
use crate::statistics::{pearson, wilson};

const LEVEL: f64 = 0.95;

/// Runs both plans on the current rayon pool and sets them beside each other. `progress` counts the iterations of both
/// together; when it breaks there is no comparison.
///
/// # Errors
/// Settings that do not fit one of the plans, or two units of money.
pub fn compare(
    a: &Plan,
    b: &Plan,
    settings: &SimulationSettings,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Comparison>, SettingsError> {
    settings.check_for(a, 1)?;
    settings.check_for(b, 1)?;
    let factor = money_factor(b, a)?;
    let money = a.money_unit.as_str();
    let Some(side_a) = Side::run(a, settings, (1.0, money), 0, &mut progress) else {
        return Ok(None);
    };
    let before = settings.iterations;
    let Some(side_b) = Side::run(b, settings, (factor, money), before, &mut progress) else {
        return Ok(None);
    };
    let pairs = || side_a.npv.iter().zip(&side_b.npv);
    let differences: Vec<f64> = pairs().map(|(a, b)| a - b).collect();
    let (difference, sorted) =
        summary::summarise(&differences, money).expect("a run has at least one iteration");
    let wins = pairs().filter(|(a, b)| a > b).count() as u64;
    let ties = pairs().filter(|(a, b)| a.total_cmp(b).is_eq()).count() as u64;
    let (low, high) = wilson(wins, settings.iterations, LEVEL);
    let (shared_inputs, only_in_a) = parted(a, b);
    let (_, only_in_b) = parted(b, a);
    Ok(Some(Comparison {
        engine_version: ENGINE_VERSION.to_owned(),
        settings: *settings,
        iterations: settings.iterations,
        money_unit: a.money_unit.clone(),
        base_difference: side_a.told.base_npv - side_b.told.base_npv,
        difference,
        difference_histogram: summary::histogram(&sorted, money),
        probability_a_beats_b: Probability {
            value: wins as f64 / settings.iterations as f64,
            low,
            high,
            count: wins,
        },
        ties,
        correlation: pearson(&side_a.npv, &side_b.npv),
        warnings: warnings(&side_a.told, &side_b.told),
        a: side_a.told,
        b: side_b.told,
        shared_inputs,
        only_in_a,
        only_in_b,
    }))
}

/// One scenario's outputs.
struct Side {
    npv: Vec<f64>,
    told: ComparedScenario,
}

impl Side {
    /// Money is multiplied by a factor into a unit. `before` iterations of the other scenario are done already.
    fn run(
        plan: &Plan,
        settings: &SimulationSettings,
        (factor, money): (f64, &str),
        before: u64,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Option<Self> {
        let base = plan.base_case();
        let sources = Sources::new(plan, settings, base.figures.irr_after_tax.value);
        let mut counted = |report: Progress| {
            progress(Progress {
                done: before + report.done,
                total: 2 * report.total,
            })
        };
        let columns = Columns::run(plan, settings, &sources, &mut counted);
        if columns.cancelled {
            return None;
        }
        let timing = plan.scenario.discount.timing;
        let in_money = |output: Output| -> Vec<f64> {
            let column = columns.output(output);
            column.into_iter().map(|value| value * factor).collect()
        };
        let npv = in_money(Output::npv(timing));
        let (summary, sorted) = summary::summarise(&npv, money)?;
        let (peak_funding, _) = summary::summarise(&in_money(Output::PeakFunding), money)?;
        let told = ComparedScenario {
            name: plan.scenario.name.clone(),
            hash: plan.scenario.content_hash(),
            discount_rate: plan.scenario.discount.rate,
            timing,
            base_npv: base.figures.npv_after_tax.get(timing) * factor,
            base_irr: base.figures.irr_after_tax.value,
            npv: summary,
            npv_histogram: summary::histogram(&sorted, money),
            irr: summary::summarise(&columns.unique_rates(), "1").map(|(rates, _)| rates),
            peak_funding,
        };
        Some(Self { npv, told })
    }
}

/// What money of one plan is multiplied by to be in the unit of another.
fn money_factor(from: &Plan, to: &Plan) -> Result<f64, SettingsError> {
    if from.money_unit == to.money_unit {
        return Ok(1.0);
    }
    let units = [from, to].map(|plan| Unit::parse(&plan.money_unit).ok());
    let factor = match &units {
        [Some(from), Some(to)] => from.factor_to(to).ok(),
        _ => None,
    };
    factor.ok_or_else(|| SettingsError::Money {
        a: to.money_unit.clone(),
        b: from.money_unit.clone(),
    })
}

/// Ids of the inputs of `own` that `other` has too, and of those it has not.
fn parted(own: &Plan, other: &Plan) -> (Vec<String>, Vec<String>) {
    let ids = |plan: &Plan| -> Vec<String> {
        let drawn = plan.inputs.iter().map(|input| input.id.clone());
        drawn
            .chain(plan.path_inputs.iter().map(|path| path.id.clone()))
            .collect()
    };
    let others = ids(other);
    ids(own).into_iter().partition(|id| others.contains(id))
}

/// To the hundredth of a per cent.
fn per_cent(rate: f64) -> f64 {
    (rate * 1e4).round() / 1e2
}

fn warnings(a: &ComparedScenario, b: &ComparedScenario) -> Vec<String> {
    let mut warnings = Vec::new();
    if a.timing != b.timing {
        warnings.push(format!(
            "flows of A fall at the {} of their periods, those of B at the {}",
            a.timing, b.timing
        ));
    }
    if (a.discount_rate - b.discount_rate).abs() > 0.0 {
        warnings.push(format!(
            "A is discounted at {} % a year, B at {} %",
            per_cent(a.discount_rate),
            per_cent(b.discount_rate)
        ));
    }
    warnings
}
