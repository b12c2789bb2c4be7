//! Correlations of a scenario: checked, converted to what is sampled, repaired where they contradict each other.

use super::build::Builder;
use crate::dependence::{
    SymmetricMatrix, is_correlation, nearest_correlation, pearson_of_spearman, spearman_of_pearson,
};
use crate::scenario::{CorrelatedPair, Correlation, DependenceMethod};

/// More correlated inputs than this are refused: every draw costs their square.
const MAX_MEMBERS: usize = 200;
/// A repair smaller than this is rounding.
const SHOWN_CHANGE: f64 = 5e-5;

/// Correlated inputs of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Dependence {
    pub(crate) method: DependenceMethod,
    pub(crate) degrees_of_freedom: Option<f64>,
    /// Places among the plan's inputs.
    pub(crate) members: Vec<usize>,
    /// Spearman correlation asked for.
    pub(crate) asked: SymmetricMatrix,
    /// Correlation of the normals that are sampled.
    pub(crate) pearson: SymmetricMatrix,
    /// Random stream of the common factor of a t copula.
    pub(crate) stream: u32,
}

impl Dependence {
    /// The Spearman correlation that is sampled: as asked, or the nearest possible.
    pub(crate) fn used(&self) -> SymmetricMatrix {
        self.pearson.map(|_, _, rho| spearman_of_pearson(rho))
    }
}

impl Builder<'_> {
    pub(super) fn read_correlation(&mut self) {
        let Some(correlation) = &self.scenario.correlation else {
            return;
        };
        let faults_before = self.errors.errors.len();
        self.check_degrees_of_freedom(correlation);
        let mut members: Vec<usize> = Vec::new();
        let mut cells: Vec<(usize, usize, f64)> = Vec::new();
        for (k, pair) in correlation.pairs.iter().enumerate() {
            let Some((a, b)) = self.check_pair(&correlation.pairs[..k], pair, k) else {
                continue;
            };
            let mut place = |input: usize| {
                members
                    .iter()
                    .position(|member| *member == input)
                    .unwrap_or_else(|| {
                        members.push(input);
                        members.len() - 1
                    })
            };
            cells.push((place(a), place(b), pair.rho));
        }
        if members.len() > MAX_MEMBERS {
            self.errors.push(
                "/correlation/pairs",
                format!(
                    "{} inputs are correlated; {MAX_MEMBERS} at most are possible",
                    members.len()
                ),
            );
        }
        if self.errors.errors.len() > faults_before || members.is_empty() {
            return;
        }
        let mut asked = SymmetricMatrix::identity(members.len());
        for (a, b, rho) in cells {
            asked.set(a, b, rho);
        }
        // A matrix that is possible for ranks may still be impossible for the normals behind them.
        let mut pearson = asked.map(|i, j, s| if i == j { 1.0 } else { pearson_of_spearman(s) });
        if !is_correlation(&pearson) {
            let smallest = pearson.smallest_eigenvalue();
            pearson = nearest_correlation(&pearson);
            self.warn_of_repair(&members, &asked, &pearson, smallest);
        }
        let stream = self.stream("correlation", 1);
        self.dependence = Some(Dependence {
            method: correlation.method,
            degrees_of_freedom: correlation.degrees_of_freedom,
            members,
            asked,
            pearson,
            stream,
        });
    }

    fn check_degrees_of_freedom(&mut self, correlation: &Correlation) {
        const PLACE: &str = "/correlation/degrees_of_freedom";
        match (correlation.method, correlation.degrees_of_freedom) {
            (DependenceMethod::T, None) => self.errors.push(
                PLACE,
                "a t copula needs degrees_of_freedom; 4 makes joint extremes likely, 30 is nearly gaussian",
            ),
            (DependenceMethod::T, Some(nu)) if !(1.0..=1e6).contains(&nu) => self
                .errors
                .push(PLACE, format!("{nu} is not between 1 and 1,000,000")),
            (DependenceMethod::T, Some(_)) | (_, None) => {}
            (method, Some(_)) => self.errors.push(
                PLACE,
                format!("a {} has none; leave it out or choose the method t", method.as_str()),
            ),
        }
    }

    /// The two inputs of a pair, if it is right.
    fn check_pair(
        &mut self,
        before: &[CorrelatedPair],
        pair: &CorrelatedPair,
        k: usize,
    ) -> Option<(usize, usize)> {
        let place = format!("/correlation/pairs/{k}");
        let same = |other: &CorrelatedPair| {
            (&other.a, &other.b) == (&pair.a, &pair.b) || (&other.a, &other.b) == (&pair.b, &pair.a)
        };
        if pair.a == pair.b {
            let message = format!("{} is correlated with itself; name two inputs", pair.a);
            self.errors.push(place, message);
            return None;
        }
        if before.iter().any(same) {
            let message = format!("{} and {} are paired twice", pair.a, pair.b);
            self.errors.push(place, message);
            return None;
        }
        if !(-1.0..=1.0).contains(&pair.rho) {
            let message = format!("a rank correlation is between -1 and 1, not {}", pair.rho);
            self.errors.push(format!("{place}/rho"), message);
            return None;
        }
        let [a, b] = [("a", &pair.a), ("b", &pair.b)].map(|(field, id)| {
            let found = self.inputs.iter().position(|input| &input.id == id);
            if found.is_none() {
                let known: Vec<&str> = self
                    .scenario
                    .uncertain
                    .iter()
                    .map(|input| input.id.as_str())
                    .collect();
                self.errors.push(
                    format!("{place}/{field}"),
                    format!(
                        "no uncertain input is called {id}; there are {}",
                        known.join(", ")
                    ),
                );
            }
            found
        });
        Some((a?, b?))
    }

    fn warn_of_repair(
        &mut self,
        members: &[usize],
        asked: &SymmetricMatrix,
        pearson: &SymmetricMatrix,
        smallest: f64,
    ) {
        let id = |at: usize| self.inputs[members[at]].id.as_str();
        let mut changes = Vec::new();
        for i in 0..members.len() {
            for j in i + 1..members.len() {
                let used = spearman_of_pearson(pearson.at(i, j));
                if (used - asked.at(i, j)).abs() > SHOWN_CHANGE {
                    changes.push(format!(
                        "{} and {} {:.4} instead of {}",
                        id(i),
                        id(j),
                        used,
                        asked.at(i, j)
                    ));
                }
            }
        }
        self.warnings.push(format!(
            "the correlations contradict each other (smallest eigenvalue {smallest:.4}); the nearest possible ones are used: {}",
            changes.join("; ")
        ));
    }
}
