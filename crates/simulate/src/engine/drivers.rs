//! What moves the NPV: swing tornado, rank correlation, and what was drawn of each input.

use rayon::prelude::*;

use super::blocks::Columns;
use crate::dependence::SymmetricMatrix;
use crate::plan::{LANES, Plan};
use crate::result::{InputSummary, PathBasis, RankEntry, SwingEnd, SwingEntry, Tornado};
use crate::sensitivity::{MAX_SHAPLEY_INPUTS, linear_shapley};
use crate::statistics::{
    average_ranks, correlation, mean_and_sd, pairwise_correlation, percentiles_by_selection,
    standardised,
};

/// Levels of the swing, and of the summary of draws.
const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];

pub(super) fn input_summaries(plan: &Plan, columns: &Columns) -> Vec<InputSummary> {
    (0..plan.input_count())
        .into_par_iter()
        .map(|index| {
            let mut draws = columns.draws(index);
            let (sample_mean, sample_sd) = mean_and_sd(&draws);
            let [p10, p50, p90] =
                percentiles_by_selection(&mut draws, LEVELS).unwrap_or([f64::NAN; 3]);
            let mut summary = InputSummary {
                input: String::new(),
                label: String::new(),
                target: String::new(),
                unit: String::new(),
                distribution: String::new(),
                base: 0.0,
                mean: None,
                sd: None,
                p10: None,
                p50: None,
                p90: None,
                sample_mean,
                sample_sd,
                sample_p10: p10,
                sample_p50: p50,
                sample_p90: p90,
                note: None,
            };
            if let Some(input) = plan.inputs.get(index) {
                let (mean, sd) = input.quantile.mean_and_sd();
                input.id.clone_into(&mut summary.input);
                input.label.clone_into(&mut summary.label);
                input.target.clone_into(&mut summary.target);
                input.unit.clone_into(&mut summary.unit);
                input.description.clone_into(&mut summary.distribution);
                summary.note.clone_from(&input.note);
                summary.base = input.base;
                summary.mean = Some(mean);
                summary.sd = Some(sd);
                [summary.p10, summary.p50, summary.p90] =
                    LEVELS.map(|level| Some(input.quantile.at(level)));
            } else {
                let path = &plan.path_inputs[index - plan.inputs.len()];
                path.id.clone_into(&mut summary.input);
                path.label.clone_into(&mut summary.label);
                path.target.clone_into(&mut summary.target);
                path.unit.clone_into(&mut summary.unit);
                path.description.clone_into(&mut summary.distribution);
                summary.note.clone_from(&path.note);
                summary.base = path.base;
            }
            summary
        })
        .collect()
}

/// Standardised ranks of every input's draws over the kept iterations, none for one that does not vary.
pub(super) fn input_ranks(plan: &Plan, columns: &Columns) -> Vec<Option<Vec<f64>>> {
    (0..plan.input_count())
        .into_par_iter()
        .map(|index| standardised(&average_ranks(&columns.draws(index))))
        .collect()
}

/// `ranks` are those of the inputs, `npv` is the output over the same iterations.
pub(super) fn tornado(
    plan: &Plan,
    ranks: &[Option<Vec<f64>>],
    npv: &[f64],
    inputs: &[InputSummary],
    base: f64,
) -> Tornado {
    let mut swing = swings(plan, inputs);
    swing.sort_by(|a, b| b.swing.abs().total_cmp(&a.swing.abs()));
    Tornado {
        base,
        swing,
        rank: by_rank(ranks, npv, inputs),
    }
}

/// Every end of every bar is one lane of a deterministic run.
fn swings(plan: &Plan, inputs: &[InputSummary]) -> Vec<SwingEntry> {
    let mut scratch = plan.scratch();
    let mut flows = vec![0.0; plan.periods.len() * LANES];
    let mut entries = Vec::with_capacity(inputs.len());
    for (group, chunk) in inputs.chunks(LANES / 2).enumerate() {
        let fresh = plan.scratch();
        scratch.draws.clone_from(&fresh.draws);
        scratch.price_scale.clone_from(&fresh.price_scale);
        let ends: Vec<(f64, f64)> = chunk
            .iter()
            .enumerate()
            .map(|(offset, input)| {
                let index = group * LANES / 2 + offset;
                let lanes = [2 * offset, 2 * offset + 1];
                if index < plan.inputs.len() {
                    let ends = [input.p10, input.p90].map(|end| end.unwrap_or(input.base));
                    for (lane, end) in lanes.into_iter().zip(ends) {
                        scratch.draws[index][lane] = end;
                    }
                    (ends[0], ends[1])
                } else {
                    let price = plan.path_inputs[index - plan.inputs.len()].price;
                    let ends = [input.sample_p10, input.sample_p90];
                    for (lane, end) in lanes.into_iter().zip(ends) {
                        scratch.price_scale[price][lane] = if input.base == 0.0 {
                            1.0
                        } else {
                            end / input.base
                        };
                    }
                    (ends[0], ends[1])
                }
            })
            .collect();
        let (npv, _) = plan.headline_npv(&mut scratch, &mut flows);
        entries.extend(
            chunk
                .iter()
                .zip(ends)
                .enumerate()
                .map(|(offset, (input, (low, high)))| {
                    let (npv_low, npv_high) = (npv[2 * offset], npv[2 * offset + 1]);
                    SwingEntry {
                        input: input.input.clone(),
                        label: input.label.clone(),
                        unit: input.unit.clone(),
                        base: input.base,
                        low: SwingEnd {
                            input: low,
                            npv: npv_low,
                        },
                        high: SwingEnd {
                            input: high,
                            npv: npv_high,
                        },
                        swing: npv_high - npv_low,
                        path: input
                            .mean
                            .is_none()
                            .then_some(PathBasis::QuantityWeightedAverage),
                    }
                }),
        );
    }
    entries
}

fn by_rank(ranks: &[Option<Vec<f64>>], npv: &[f64], inputs: &[InputSummary]) -> Vec<RankEntry> {
    let npv_ranks = standardised(&average_ranks(npv));
    let correlations: Vec<Option<f64>> = ranks
        .par_iter()
        .map(|ranks| correlation(ranks.as_ref(), npv_ranks.as_ref()))
        .collect();
    let total: f64 = correlations.iter().flatten().map(|r| r * r).sum();
    let shapley = shapley(ranks, &correlations);
    let mut entries: Vec<RankEntry> = inputs
        .iter()
        .zip(correlations)
        .enumerate()
        .map(|(index, (input, correlation))| RankEntry {
            input: input.input.clone(),
            label: input.label.clone(),
            correlation,
            share: correlation.filter(|_| total > 0.0).map(|r| r * r / total),
            shapley: shapley.as_ref().map(|effects| effects[index]),
        })
        .collect();
    let size = |entry: &RankEntry| entry.correlation.map_or(-1.0, f64::abs);
    entries.sort_by(|a, b| size(b).total_cmp(&size(a)));
    entries
}

/// Shapley effects of the rank regression; none when an input does not vary or there are too many.
fn shapley(ranks: &[Option<Vec<f64>>], with_output: &[Option<f64>]) -> Option<Vec<f64>> {
    let n = ranks.len();
    if n > MAX_SHAPLEY_INPUTS {
        return None;
    }
    let output: Vec<f64> = with_output.iter().copied().collect::<Option<_>>()?;
    let mut inputs = SymmetricMatrix::identity(n);
    for (i, j, correlation) in pairwise_correlation(ranks) {
        inputs.set(i, j, correlation?);
    }
    linear_shapley(&inputs, &output)
}
