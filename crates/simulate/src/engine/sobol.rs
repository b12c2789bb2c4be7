//! Sobol indices of the NPV: the plan run at the points of two samples and of their mixtures.

use rayon::prelude::*;

use super::blocks::Sources;
use super::{SettingsError, SimulationSettings};
use crate::plan::{LANES, Plan};
use crate::result::{SobolEntry, SobolReport};
use crate::sampling::Sampling;
use crate::sensitivity::sobol_indices;

/// Resamplings behind the intervals.
const RESAMPLES: u32 = 200;
/// Most base points: with more, rank correlation is the better question.
pub const MAX_SOBOL_POINTS: u64 = 1 << 17;

/// First and total order indices of the after-tax NPV under the headline timing, a price path counting as one input. The
/// plan runs `points` × (inputs + 2) times on scrambled Sobol points; `points` is a power of two.
///
/// # Errors
/// Inputs that are correlated, no inputs, too many of them, or a number of points that is no power of two.
pub fn sobol(plan: &Plan, points: u64, seed: u64) -> Result<SobolReport, SettingsError> {
    if plan.dependence.is_some() {
        return Err(SettingsError::Correlated);
    }
    if !plan.is_uncertain() {
        return Err(SettingsError::NothingUncertain);
    }
    let settings = SimulationSettings {
        iterations: points,
        seed,
        sampling: Sampling::Sobol,
    };
    settings.check_for(plan, 2)?;
    if points > MAX_SOBOL_POINTS {
        return Err(SettingsError::Iterations {
            iterations: points,
            most: MAX_SOBOL_POINTS,
        });
    }
    let (a, b) = (
        Sources::new(plan, &settings, None),
        Sources::second(plan, &settings),
    );
    let mut sources = vec![a.clone(), b.clone()];
    sources.extend((0..plan.input_count()).map(|input| a.with_input_of(&b, input)));
    let mut outputs: Vec<Vec<f64>> = npvs(plan, &sources, points as usize);
    let mixed = outputs.split_off(2);
    let indices = sobol_indices(&outputs[0], &outputs[1], &mixed, RESAMPLES, seed)
        .ok_or(SettingsError::NothingUncertain)?;
    let names = plan
        .inputs
        .iter()
        .map(|input| (&input.id, &input.label))
        .chain(plan.path_inputs.iter().map(|path| (&path.id, &path.label)));
    let mut entries: Vec<SobolEntry> = names
        .zip(indices)
        .map(|((input, label), index)| SobolEntry {
            input: input.clone(),
            label: label.clone(),
            index,
        })
        .collect();
    entries.sort_by(|a, b| b.index.total.total_cmp(&a.index.total));
    Ok(SobolReport {
        points,
        seed,
        evaluations: points * (plan.input_count() as u64 + 2),
        sum_of_first: entries.iter().map(|entry| entry.index.first).sum(),
        entries,
        note: "shares of the variance of the NPV; they assume independent inputs".to_owned(),
    })
}

/// The headline NPV of every point of every source.
fn npvs(plan: &Plan, sources: &[Sources], points: usize) -> Vec<Vec<f64>> {
    let timing = plan.scenario.discount.timing as usize;
    let mut outputs = vec![vec![0.0; points]; sources.len()];
    let blocks: Vec<(&Sources, u64, &mut [f64])> = sources
        .iter()
        .zip(&mut outputs)
        .flat_map(|(source, output)| {
            let firsts = (0..).step_by(LANES);
            firsts
                .zip(output.chunks_mut(LANES))
                .map(move |(first, out)| (source, first, out))
        })
        .collect();
    blocks.into_par_iter().with_min_len(8).for_each_init(
        || (plan.scratch(), vec![0.0; plan.periods.len() * LANES]),
        |(scratch, flows), (source, first, out)| {
            source.draw(plan, first, scratch);
            let npv = plan.run_block_after_tax(scratch, (source.paths(), first), flows);
            out.copy_from_slice(&npv[timing][..out.len()]);
        },
    );
    outputs
}
