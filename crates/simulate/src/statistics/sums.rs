//! Sums that keep their digits (definitions, part 0).

/// Neumaier's compensated sum.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}

/// Mean and sample standard deviation (divisor n - 1) in two passes; a single value has the standard deviation 0.
pub fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let n = values.len() as f64;
    let mean = sum(values.iter().copied()) / n;
    if values.len() < 2 {
        return (mean, 0.0);
    }
    let squares = sum(values.iter().map(|x| (x - mean).powi(2)));
    (mean, (squares / (n - 1.0)).sqrt())
}
