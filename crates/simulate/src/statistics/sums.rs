//! Sums that keep their digits (definitions, part 0).

use crate::widest::widest;

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

/// Sums kept beside each other: the same digits for every width of registers.
const LANES: usize = 32;

/// Sums of every [`LANES`]th number, compensated each for itself.
struct Sums {
    totals: [f64; LANES],
    lost: [f64; LANES],
}

widest! {
    fn add_all(sums: &mut Sums, rows: &[[f64; LANES]], shift: f64, is_square: bool) {
        for row in rows {
            for (lane, value) in row.iter().enumerate() {
                let centred = value - shift;
                let value = if is_square { centred * centred } else { centred };
                let total = sums.totals[lane];
                let next = total + value;
                let of_value = (total - next) + value;
                let of_total = (value - next) + total;
                sums.lost[lane] += if total.abs() >= value.abs() { of_value } else { of_total };
                sums.totals[lane] = next;
            }
        }
    }
}

/// Compensated Σ (x - shift) or Σ (x - shift)².
fn sum_of(values: &[f64], shift: f64, is_square: bool) -> f64 {
    let (rows, rest) = values.as_chunks::<LANES>();
    let mut sums = Sums {
        totals: [0.0; LANES],
        lost: [0.0; LANES],
    };
    add_all(&mut sums, rows, shift, is_square);
    let rest = rest.iter().map(|value| {
        let centred = value - shift;
        if is_square {
            centred * centred
        } else {
            centred
        }
    });
    sum(sums.totals.into_iter().chain(sums.lost).chain(rest))
}

/// Mean and sample standard deviation (divisor n - 1) in two passes; a single value has the standard deviation 0.
pub fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let n = values.len() as f64;
    let mean = sum_of(values, 0.0, false) / n;
    if values.len() < 2 {
        return (mean, 0.0);
    }
    let squares = sum_of(values, mean, true);
    (mean, (squares / (n - 1.0)).sqrt())
}

widest! {
    /// The smallest and the largest of finite values; none without values or where one is not finite.
    pub(crate) fn extremes(values: &[f64]) -> Option<(f64, f64)> {
        let (rows, rest) = values.as_chunks::<LANES>();
        let (mut low, mut high, mut odd) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES], [0.0_f64; LANES]);
        for row in rows {
            for lane in 0..LANES {
                let value = row[lane];
                low[lane] = if value < low[lane] { value } else { low[lane] };
                high[lane] = if value > high[lane] { value } else { high[lane] };
                // Infinities and what is no number turn zero into what is no number.
                odd[lane] += value * 0.0;
            }
        }
        let all = || low.iter().chain(&high).chain(rest).copied();
        let mut odd = odd.iter().chain(rest.iter()).map(|value| value * 0.0);
        if values.is_empty() || odd.any(f64::is_nan) {
            return None;
        }
        let finite = || all().filter(|value| value.is_finite());
        Some((finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max)))
    }
}
