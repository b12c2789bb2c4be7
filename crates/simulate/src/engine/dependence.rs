//! Draws of correlated inputs, and what correlation they reached.

use super::SimulationSettings;
use crate::dependence::{Copula, iman_conover};
use crate::plan::{Dependence, LANES, Lanes, Plan};
use crate::result::{CorrelationSummary, PairSummary};
use crate::sampling::UniformStream;
use crate::scenario::DependenceMethod;
use crate::statistics::correlation;

use rayon::prelude::*;

/// How the u of correlated inputs are made.
#[derive(Debug, Clone)]
pub(super) enum DependenceSource {
    /// Block by block.
    Copula {
        copula: Copula,
        /// The common factor of a t copula.
        mixing: Option<UniformStream>,
    },
    /// Reordered once over all iterations.
    Columns {
        members: Vec<usize>,
        columns: Vec<Vec<f64>>,
    },
}

impl DependenceSource {
    pub(super) fn new(
        dependence: &Dependence,
        streams: &[UniformStream],
        settings: &SimulationSettings,
    ) -> Self {
        let members = dependence.members.clone();
        let copula = || {
            let nu = dependence.degrees_of_freedom;
            Self::Copula {
                copula: Copula::new(members.clone(), &dependence.pearson, nu),
                mixing: nu.map(|_| settings.stream(dependence.stream, streams.len())),
            }
        };
        if dependence.method != DependenceMethod::ImanConover {
            return copula();
        }
        let columns: Vec<Vec<f64>> = members
            .par_iter()
            .map(|&member| {
                let mut column = vec![0.0; settings.iterations as usize];
                streams[member].fill(0, &mut column);
                column
            })
            .collect();
        match iman_conover(&columns, &dependence.pearson) {
            Some(columns) => Self::Columns { members, columns },
            // Too few iterations, or correlations of one: only a copula can follow a singular matrix.
            None => copula(),
        }
    }

    /// Replaces the u of the correlated inputs in the block that starts at `first`.
    pub(super) fn apply(&self, first: u64, draws: &mut [Lanes], work: &mut [Lanes]) {
        match self {
            Self::Copula { copula, mixing } => {
                let mut common = [0.0; LANES];
                if let Some(stream) = mixing {
                    stream.fill(first, &mut common);
                }
                copula.apply(draws, mixing.as_ref().map(|_| &mut common), work);
            }
            Self::Columns { members, columns } => {
                for (&member, column) in members.iter().zip(columns) {
                    let from = first as usize;
                    let rest = &column[from..(from + LANES).min(column.len())];
                    draws[member][..rest.len()].copy_from_slice(rest);
                }
            }
        }
    }
}

/// What was asked, what was sampled and what the draws reached, whose ranks are given by input; nothing without
/// correlations.
pub(super) fn summary(plan: &Plan, ranks: &[Option<Vec<f64>>]) -> Option<CorrelationSummary> {
    let dependence = plan.dependence.as_ref()?;
    let members = &dependence.members;
    let used = dependence.used();
    let id = |at: usize| plan.inputs[members[at]].id.clone();
    let pairs = (0..members.len())
        .flat_map(|i| (i + 1..members.len()).map(move |j| (i, j)))
        .map(|(i, j)| PairSummary {
            a: id(i),
            b: id(j),
            asked: dependence.asked.at(i, j),
            used: used.at(i, j),
            reached: correlation(ranks[members[i]].as_ref(), ranks[members[j]].as_ref()),
        })
        .collect();
    Some(CorrelationSummary {
        method: dependence.method,
        degrees_of_freedom: dependence.degrees_of_freedom,
        pairs,
    })
}
