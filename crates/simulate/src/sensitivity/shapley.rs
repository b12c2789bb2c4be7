//! Shares of variance that also make sense when inputs are correlated.

use crate::dependence::SymmetricMatrix;

/// Every subset of the inputs is regressed on: 2¹² of them take milliseconds.
pub const MAX_SHAPLEY_INPUTS: usize = 12;

/// Shapley effects of a linear model: what each input adds to the explained share of variance, averaged over all orders in
/// which inputs can become known (Owen 2014; Iooss & Prieur 2019; in regression, Lindeman, Merenda & Gold 1980). They add up
/// to R². `inputs` is the correlation of the inputs, `output` that of each with the output. Of ranks they are the effects of
/// the rank regression. Null for more than [`MAX_SHAPLEY_INPUTS`] inputs, or when the inputs determine each other.
pub fn linear_shapley(inputs: &SymmetricMatrix, output: &[f64]) -> Option<Vec<f64>> {
    let n = output.len();
    debug_assert_eq!(inputs.len(), n);
    if n > MAX_SHAPLEY_INPUTS {
        return None;
    }
    let explained: Vec<f64> = (0..1_usize << n)
        .map(|subset| explained(inputs, output, subset))
        .collect::<Option<_>>()?;
    // |u|! (n - |u| - 1)! / n!
    let mut weights = vec![1.0 / n.max(1) as f64; n];
    for size in 1..n {
        weights[size] = weights[size - 1] * size as f64 / (n - size) as f64;
    }
    let effect = |i: usize| {
        (0..1_usize << n)
            .filter(|subset| subset >> i & 1 == 0)
            .map(|subset| {
                let gain = explained[subset | 1 << i] - explained[subset];
                weights[subset.count_ones() as usize] * gain
            })
            .sum()
    };
    Some((0..n).map(effect).collect())
}

/// R² of the regression on the inputs whose bits are set.
fn explained(inputs: &SymmetricMatrix, output: &[f64], subset: usize) -> Option<f64> {
    let members: Vec<usize> = (0..output.len()).filter(|i| subset >> i & 1 == 1).collect();
    let matrix = SymmetricMatrix::from_fn(members.len(), |i, j| inputs.at(members[i], members[j]));
    let k = members.len();
    let l = matrix.cholesky()?;
    // R² = |L⁻¹ r|².
    let mut solved = vec![0.0; k];
    for i in 0..k {
        let known: f64 = (0..i).map(|j| l[i * k + j] * solved[j]).sum();
        solved[i] = (output[members[i]] - known) / l[i * k + i];
    }
    Some(solved.iter().map(|x| x * x).sum())
}
