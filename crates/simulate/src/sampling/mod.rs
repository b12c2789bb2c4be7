//! Draws of u in (0, 1) by (seed, input, iteration), with no state: any iteration can be drawn alone, in any order, on any
//! thread, and gives the same digits.

mod generator;
mod latin;

pub use generator::philox;
pub use latin::Permutation;
use serde::{Deserialize, Serialize};

/// How the points of a simulation are chosen (definitions B3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    #[default]
    MonteCarlo,
    /// One point at random in each of n strata per input, in an independent random order.
    LatinHypercube,
}

impl Sampling {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MonteCarlo => "monte_carlo",
            Self::LatinHypercube => "latin_hypercube",
        }
    }
}

/// The u of one input over the iterations of a run.
#[derive(Debug, Clone)]
pub struct UniformStream {
    seed: u64,
    input: u32,
    strata: Option<Permutation>,
}

impl UniformStream {
    /// `input` numbers the random inputs of a run; `iterations` is the number of strata of a Latin hypercube.
    pub fn new(sampling: Sampling, seed: u64, input: u32, iterations: u64) -> Self {
        let strata = match sampling {
            Sampling::MonteCarlo => None,
            Sampling::LatinHypercube => Some(Permutation::new(seed, input, iterations)),
        };
        Self {
            seed,
            input,
            strata,
        }
    }

    /// Fills `out` with the u of iterations `first`, `first + 1`, …; `first` must be even.
    pub fn fill(&self, first: u64, out: &mut [f64]) {
        generator::fill_uniform(self.seed, self.input, first, out);
        if let Some(permutation) = &self.strata {
            let n = permutation.len() as f64;
            for (iteration, u) in (first..).zip(out.iter_mut()) {
                let stratum = permutation.at(iteration.min(permutation.len() - 1)) as f64;
                *u = ((stratum + *u) / n).clamp(generator::SMALLEST, generator::LARGEST);
            }
        }
    }
}
