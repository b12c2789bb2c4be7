//! Gaussian and t copulas: uniform numbers with a wanted dependence from independent ones.

use statrs::distribution::{ContinuousCDF, StudentsT};
use std::f64::consts::PI;

use super::SymmetricMatrix;
use crate::distribution::{Distribution, Quantile, normal_probabilities, standard_normals};
use crate::plan::{LANES, Lanes};
use crate::sampling::{LARGEST_U, SMALLEST_U};
use crate::widest::widest;

/// Pearson's ρ of the normals whose ranks correlate by S: 2 sin(πS/6) (Kruskal 1958).
pub fn pearson_of_spearman(spearman: f64) -> f64 {
    2.0 * (PI * spearman / 6.0).sin()
}

/// S = (6/π) asin(ρ/2).
pub fn spearman_of_pearson(pearson: f64) -> f64 {
    6.0 / PI * (pearson / 2.0).asin()
}

/// τ = (2/π) asin ρ.
pub fn kendall_of_pearson(pearson: f64) -> f64 {
    2.0 / PI * pearson.asin()
}

/// Probability that one of two inputs is extreme given that the other is, in the limit: 2 t_{ν+1}(-√((ν+1)(1-ρ)/(1+ρ)))
/// (McNeil, Frey & Embrechts, *Quantitative Risk Management*, eq. 7.38). Null without degrees of freedom above 0.
pub fn tail_dependence(pearson: f64, degrees_of_freedom: f64) -> Option<f64> {
    let nu = degrees_of_freedom + 1.0;
    let student = StudentsT::new(0.0, 1.0, nu).ok().filter(|_| nu > 1.0)?;
    Some(2.0 * student.cdf(-(nu * (1.0 - pearson) / (1.0 + pearson)).sqrt()))
}

/// Turns independent uniform numbers of some inputs into dependent ones, in place, block by block.
#[derive(Debug, Clone)]
pub(crate) struct Copula {
    /// Places of the inputs among the draws.
    members: Vec<usize>,
    /// F with F·Fᵀ = ρ, row-major.
    factor: Vec<f64>,
    student: Option<Student>,
}

/// What turns normals into variables of the t distribution.
#[derive(Debug, Clone)]
struct Student {
    distribution: StudentsT,
    /// χ² over its degrees of freedom.
    mixing: Quantile,
}

impl Copula {
    /// `pearson` is the correlation of the normals, positive semidefinite. `degrees_of_freedom` makes it a t copula.
    pub(crate) fn new(
        members: Vec<usize>,
        pearson: &SymmetricMatrix,
        degrees_of_freedom: Option<f64>,
    ) -> Self {
        let student = degrees_of_freedom.map(|nu| Student {
            distribution: StudentsT::new(0.0, 1.0, nu).expect("degrees of freedom were checked"),
            mixing: Distribution::Gamma {
                shape: nu / 2.0,
                scale: 2.0 / nu,
            }
            .quantile()
            .expect("degrees of freedom were checked"),
        });
        Self {
            members,
            factor: pearson.factor(),
            student,
        }
    }

    /// Replaces the members' u in `draws`. `mixing` holds the u of the common factor of a t copula; `work` has room for
    /// all members.
    pub(crate) fn apply(
        &self,
        draws: &mut [Lanes],
        mixing: Option<&mut Lanes>,
        work: &mut [Lanes],
    ) {
        let k = self.members.len();
        for &member in &self.members {
            standard_normals(&mut draws[member]);
        }
        for (mixed, weights) in work.iter_mut().zip(self.factor.chunks_exact(k)) {
            mix(mixed, weights, &self.members, draws);
        }
        match (&self.student, mixing) {
            (Some(student), Some(mixing)) => {
                student.mixing.fill(mixing);
                for (&member, mixed) in self.members.iter().zip(work.iter()) {
                    for ((u, normal), variance) in
                        draws[member].iter_mut().zip(mixed).zip(mixing.iter())
                    {
                        let t = normal / variance.sqrt();
                        *u = inside(student.distribution.cdf(t));
                    }
                }
            }
            _ => {
                for (&member, mixed) in self.members.iter().zip(work.iter()) {
                    draws[member] = *mixed;
                    normal_probabilities(&mut draws[member]);
                    for u in &mut draws[member] {
                        *u = inside(*u);
                    }
                }
            }
        }
    }
}

widest! {
    /// Σ weight · draw of the members.
    fn mix(mixed: &mut Lanes, weights: &[f64], members: &[usize], draws: &[Lanes]) {
        *mixed = [0.0; LANES];
        for (&member, &weight) in members.iter().zip(weights) {
            if weight != 0.0 {
                for (mixed, normal) in mixed.iter_mut().zip(&draws[member]) {
                    *mixed += weight * normal;
                }
            }
        }
    }
}

/// Holds u off the ends, where inverse distributions are not finite.
fn inside(u: f64) -> f64 {
    u.clamp(SMALLEST_U, LARGEST_U)
}
