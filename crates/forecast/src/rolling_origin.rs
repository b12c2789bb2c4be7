//! Rolling origins: where the training data of each evaluation window ends (definitions C3).

use crate::figure::Reason;

/// Number of training points of each of `windows` windows, `step` apart, the last one ending its
/// `horizon` at observation `n`. Fewer windows than asked for are an error, not a shorter list.
pub fn cut_offs(
    n: usize,
    horizon: usize,
    windows: usize,
    step: usize,
    min_train: usize,
) -> Result<Vec<usize>, Reason> {
    let reach = windows
        .saturating_sub(1)
        .saturating_mul(step)
        .saturating_add(horizon)
        .saturating_add(min_train);
    if windows == 0 || step == 0 || horizon == 0 || n < reach {
        return Err(Reason::TooFewObservations);
    }
    let last = n - horizon;
    Ok((0..windows).rev().map(|back| last - back * step).collect())
}
