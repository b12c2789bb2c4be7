//! Draws of u in (0, 1) by (seed, input, iteration), with no state: any iteration can be drawn alone, in any order, on any
//! thread, and gives the same digits.

mod generator;
mod latin;
mod sobol;

pub use generator::philox;
pub(crate) use generator::{LARGEST as LARGEST_U, SMALLEST as SMALLEST_U};
pub use latin::Permutation;
use serde::{Deserialize, Serialize};
pub use sobol::{SOBOL_DIMENSIONS, SobolDimension};

/// How the points of a simulation are chosen (definitions B3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    #[default]
    MonteCarlo,
    /// One point at random in each of n strata per input, in an independent random order.
    LatinHypercube,
    /// Sobol points with Owen's nested scrambling; the number of iterations is a power of two.
    Sobol,
    /// Pairs of iterations: the second of a pair has 1 - u where the first has u.
    Antithetic,
}

impl Sampling {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MonteCarlo => "monte_carlo",
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
            Self::Antithetic => "antithetic",
        }
    }
}

/// Which random input of a run this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamPlace {
    /// Made from the name of what is drawn: inputs that come and go leave the others' draws alone.
    pub stream: u32,
    /// Its place in the order of a run's inputs, most important first: the first dimensions of a Sobol sequence are the
    /// most even.
    pub dimension: usize,
}

/// The u of one input over the iterations of a run.
#[derive(Debug, Clone)]
pub struct UniformStream {
    seed: u64,
    stream: u32,
    points: Points,
}

#[derive(Debug, Clone)]
enum Points {
    Independent,
    Antithetic,
    Strata(Permutation),
    Sobol(Box<SobolDimension>),
}

impl UniformStream {
    /// `iterations` is the number of strata of a Latin hypercube.
    pub fn new(sampling: Sampling, seed: u64, place: StreamPlace, iterations: u64) -> Self {
        let StreamPlace { stream, dimension } = place;
        let points = match sampling {
            Sampling::MonteCarlo => Points::Independent,
            Sampling::Antithetic => Points::Antithetic,
            Sampling::LatinHypercube => Points::Strata(Permutation::new(seed, stream, iterations)),
            Sampling::Sobol => {
                Points::Sobol(Box::new(SobolDimension::scrambled(dimension, seed, stream)))
            }
        };
        Self {
            seed,
            stream,
            points,
        }
    }

    /// Fills `out` with the u of iterations `first`, `first + 1`, …; `first` must be even.
    pub fn fill(&self, first: u64, out: &mut [f64]) {
        if let Points::Sobol(dimension) = &self.points {
            dimension.fill(first, out);
            return;
        }
        generator::fill_uniform(self.seed, self.stream, first, out);
        match &self.points {
            Points::Strata(permutation) => {
                let n = permutation.len() as f64;
                for (iteration, u) in (first..).zip(out.iter_mut()) {
                    let stratum = permutation.at(iteration.min(permutation.len() - 1)) as f64;
                    *u = ((stratum + *u) / n).clamp(generator::SMALLEST, generator::LARGEST);
                }
            }
            Points::Antithetic => {
                for pair in out.chunks_exact_mut(2) {
                    pair[1] = 1.0 - pair[0];
                }
            }
            Points::Independent | Points::Sobol(_) => {}
        }
    }
}
