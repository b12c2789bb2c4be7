//! Every iteration as a table, and one iteration in full.

use std::ops::ControlFlow;

use super::blocks::{Columns, Output, Sources};
use super::{Progress, SettingsError, SimulationSettings};
use crate::plan::{LANES, Plan};
use crate::result::{ByTiming, DrawnValue, IterationDetail, IterationTable};

/// Outputs and inputs of every iteration, the same as [`super::simulate`] summarises.
pub fn iterations(
    plan: &Plan,
    settings: &SimulationSettings,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<IterationTable, SettingsError> {
    settings.check_for(plan, 1)?;
    let sources = Sources::new(plan, settings, plan.base_case().figures.irr_after_tax.value);
    let columns = Columns::run(plan, settings, &sources, &mut progress);
    let present = |values: Vec<f64>| {
        values
            .into_iter()
            .map(|x| (!x.is_nan()).then_some(x))
            .collect()
    };
    let names = input_names(plan);
    // Draws are kept for the first iterations only; the rest are drawn again.
    let inputs = if columns.kept() == columns.iterations {
        names
            .into_iter()
            .enumerate()
            .map(|(k, (id, unit))| (id, unit, columns.draws(k)))
            .collect()
    } else {
        redraw(plan, &sources, names, columns.iterations)
    };
    Ok(IterationTable {
        money_unit: plan.money_unit.clone(),
        npv_start: columns.output(Output::NpvStart),
        npv_mid: columns.output(Output::NpvMid),
        npv_end: columns.output(Output::NpvEnd),
        irr: present(columns.output(Output::Irr)),
        payback_years: present(columns.output(Output::Payback)),
        peak_funding: columns.output(Output::PeakFunding),
        inputs,
    })
}

/// Runs one iteration of a simulation again; `None` when there is no such iteration.
pub fn iteration(
    plan: &Plan,
    settings: &SimulationSettings,
    iteration: u64,
) -> Result<Option<IterationDetail>, SettingsError> {
    settings.check_for(plan, 1)?;
    if iteration >= settings.iterations {
        return Ok(None);
    }
    let sources = Sources::new(plan, settings, None);
    let mut scratch = plan.scratch();
    let lane = (iteration % LANES as u64) as usize;
    let first = iteration - lane as u64;
    sources.draw(plan, first, &mut scratch);
    let (table, block) = plan.registers_of_lane(&mut scratch, Some((sources.paths(), first)), lane);
    let by_timing = |npv: &[[f64; LANES]; 3]| ByTiming {
        start: npv[0][lane],
        mid: npv[1][lane],
        end: npv[2][lane],
    };
    let rate = plan.rate_in_lane(&scratch, lane);
    let case = plan.describe(
        &table,
        by_timing(&block.npv),
        by_timing(&block.npv_before_tax),
        rate,
    );
    let values = scratch
        .draws
        .iter()
        .chain(&scratch.paths.averages)
        .map(|lanes| lanes[lane]);
    let drawn = plan
        .inputs
        .iter()
        .map(|input| (&input.id, &input.label, &input.unit, input.base));
    let paths = plan
        .path_inputs
        .iter()
        .map(|path| (&path.id, &path.label, &path.unit, path.base));
    let inputs = drawn
        .chain(paths)
        .zip(values)
        .map(|((input, label, unit, base), value)| DrawnValue {
            input: input.clone(),
            label: label.clone(),
            unit: unit.clone(),
            base,
            value,
        })
        .collect();
    Ok(Some(IterationDetail {
        iteration,
        inputs,
        case,
    }))
}

fn input_names(plan: &Plan) -> Vec<(String, String)> {
    let drawn = plan
        .inputs
        .iter()
        .map(|input| (input.id.clone(), input.unit.clone()));
    drawn
        .chain(
            plan.path_inputs
                .iter()
                .map(|path| (path.id.clone(), path.unit.clone())),
        )
        .collect()
}

fn redraw(
    plan: &Plan,
    sources: &Sources,
    names: Vec<(String, String)>,
    count: usize,
) -> Vec<(String, String, Vec<f64>)> {
    let mut inputs: Vec<(String, String, Vec<f64>)> = names
        .into_iter()
        .map(|(id, unit)| (id, unit, Vec::with_capacity(count)))
        .collect();
    let mut scratch = plan.scratch();
    for first in (0..count).step_by(LANES) {
        let first_iteration = first as u64;
        sources.draw(plan, first_iteration, &mut scratch);
        sources.paths().begin(&mut scratch.paths, first_iteration);
        for period in 0..plan.periods.len() {
            sources
                .paths()
                .advance(&mut scratch.paths, first_iteration, period);
        }
        let here = (count - first).min(LANES);
        for (column, lanes) in inputs
            .iter_mut()
            .zip(scratch.draws.iter().chain(&scratch.paths.averages))
        {
            column.2.extend_from_slice(&lanes[..here]);
        }
    }
    inputs
}
