//! One simulation from settings to result.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::blocks::{Columns, Output, Sources};
use super::{SettingsError, SimulationSettings, drivers, summary};
use crate::ENGINE_VERSION;
use crate::economics::{LaneStatus, Reason};
use crate::plan::Plan;
use crate::result::{
    Band, DistributionSummary, Histogram, IrrSummary, PaybackSummary, SimulationResult,
};
use crate::sampling::Sampling;
use crate::scenario::Timing;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// Runs the plan on the current rayon pool. `progress` is called every few thousand iterations; when it breaks, the
/// result describes the iterations done so far and says that it was cancelled.
pub fn simulate(
    plan: &Plan,
    settings: &SimulationSettings,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<SimulationResult, SettingsError> {
    watched(plan, settings, &mut progress)
}

/// Not generic, so that it is compiled here, with this crate's optimisation, and once.
fn watched(
    plan: &Plan,
    settings: &SimulationSettings,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<SimulationResult, SettingsError> {
    settings.check_for(plan, 1)?;
    let base = plan.base_case();
    let sources = Sources::new(plan, settings, base.figures.irr_after_tax.value);
    let mut columns = Columns::run(plan, settings, &sources, progress);

    let timing = plan.scenario.discount.timing;
    let money = plan.money_unit.as_str();
    let (npv, (irr, payback, (peak_funding, peak_funding_histogram))) = rayon::join(
        || npv_outputs(&columns, timing, money),
        || {
            let peak = columns.output(Output::PeakFunding);
            (
                irr_summary(&columns),
                payback_summary(plan, &columns),
                with_histogram(&peak, money),
            )
        },
    );
    let inputs = drivers::input_summaries(plan, &columns);
    let base_npv = base.figures.npv_after_tax;
    let ranks = drivers::input_ranks(plan, &columns);
    let tornado = drivers::tornado(
        plan,
        &ranks,
        &npv.values[..columns.kept()],
        &inputs,
        base_npv.get(timing),
    );

    let base_flows = &base
        .rows
        .last()
        .expect("the last row is the cash flow after tax")
        .values;
    let cash_flow = bands(&columns, base_flows);
    columns.accumulate();
    let cumulative_base: Vec<f64> = base_flows
        .iter()
        .scan(0.0, |total, flow| {
            *total += flow;
            Some(*total)
        })
        .collect();
    let even = match settings.sampling {
        Sampling::MonteCarlo => None,
        Sampling::LatinHypercube => Some("Latin hypercube sampling has"),
        Sampling::Sobol => Some("scrambled Sobol points have"),
        Sampling::Antithetic => {
            Some("antithetic pairs have, where the value rises or falls with its inputs,")
        }
    };
    let note = even
        .map(|even| format!("standard errors are those of independent draws; {even} smaller ones"));
    Ok(SimulationResult {
        engine_version: ENGINE_VERSION.to_owned(),
        scenario_name: plan.scenario.name.clone(),
        scenario_hash: Some(plan.scenario.content_hash()),
        settings: *settings,
        iterations: columns.iterations as u64,
        cancelled: columns.cancelled,
        money_unit: plan.money_unit.clone(),
        discount_rate: plan.scenario.discount.rate,
        timing,
        base_npv,
        base_irr: base.figures.irr_after_tax.value,
        base_npv_percentile: npv
            .sorted
            .partition_point(|value| *value < base_npv.get(timing))
            as f64
            / npv.sorted.len() as f64,
        npv: npv.summaries[timing as usize].clone(),
        npv_histogram: summary::histogram(&npv.sorted, money),
        npv_start: npv.summaries[Timing::Start as usize].clone(),
        npv_mid: npv.summaries[Timing::Mid as usize].clone(),
        npv_end: npv.summaries[Timing::End as usize].clone(),
        irr,
        payback,
        peak_funding: peak_funding.expect("a run has at least one iteration"),
        peak_funding_histogram,
        cash_flow,
        cumulative_cash_flow: bands(&columns, &cumulative_base),
        bands_iterations: columns.kept() as u64,
        tornado,
        convergence: summary::convergence(&npv.values, note),
        inputs,
        correlation: super::dependence::summary(plan, &ranks),
        warnings: base.warnings,
        assumptions: base.assumptions,
    })
}

/// The NPVs of the headline timing as they came and sorted, and the summaries of all timings.
struct NpvOutputs {
    values: Vec<f64>,
    sorted: Vec<f64>,
    summaries: [DistributionSummary; 3],
}

/// One timing after the other: a million sorted values at a time are memory enough.
fn npv_outputs(columns: &Columns, timing: Timing, money: &str) -> NpvOutputs {
    let (mut values, mut sorted) = (Vec::new(), Vec::new());
    let summaries = Timing::ALL.map(|own| {
        let column = columns.output(Output::npv(own));
        let (summary, in_order) =
            summary::summarise(&column, money).expect("a run has at least one iteration");
        if own == timing {
            (values, sorted) = (column, in_order);
        }
        summary
    });
    NpvOutputs {
        values,
        sorted,
        summaries,
    }
}

fn bands(columns: &Columns, base: &[f64]) -> Vec<Band> {
    base.par_iter()
        .enumerate()
        .map_init(Vec::new, |column, (period, &base)| {
            columns.flow(period, column);
            summary::band(column, base)
        })
        .collect()
}

/// The summary and the bins of the iterations that have a value; neither without one.
fn with_histogram(values: &[f64], unit: &str) -> (Option<DistributionSummary>, Option<Histogram>) {
    summary::summarise(values, unit)
        .map(|(distribution, sorted)| (distribution, summary::histogram(&sorted, unit)))
        .unzip()
}

fn irr_summary(columns: &Columns) -> IrrSummary {
    let flags = columns.flags();
    let unique = columns.unique_rates();
    let count = |status: LaneStatus| flags.iter().filter(|flag| flag.irr == status).count() as u64;
    let none = |reason: Reason| count(LaneStatus::None(reason));
    let (none_all_zero, none_no_sign_change) = (none(Reason::AllZero), none(Reason::NoSignChange));
    let (none_no_real_root, none_touches_only) =
        (none(Reason::NoRealRoot), none(Reason::TouchesOnly));
    let (distribution, histogram) = with_histogram(&unique, "1");
    IrrSummary {
        unique: unique.len() as u64,
        several: count(LaneStatus::Several),
        none: none_all_zero + none_no_sign_change + none_no_real_root + none_touches_only,
        none_all_zero,
        none_no_sign_change,
        none_no_real_root,
        none_touches_only,
        distribution,
        histogram,
    }
}

fn payback_summary(plan: &Plan, columns: &Columns) -> PaybackSummary {
    let years: Vec<f64> = columns.output(Output::Payback);
    let recovered: Vec<f64> = years
        .iter()
        .copied()
        .filter(|years| !years.is_nan())
        .collect();
    let (distribution, histogram) = with_histogram(&recovered, "y");
    PaybackSummary {
        not_recovered: (years.len() - recovered.len()) as u64,
        recrosses: columns.flags().iter().filter(|flag| flag.recrosses).count() as u64,
        production_start_years: plan.production.first().map(|&k| plan.periods.starts()[k]),
        distribution,
        histogram,
    }
}
