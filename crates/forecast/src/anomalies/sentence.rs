//! A finding in words.

use super::Kind;
use crate::words::number;

/// Three digits that count, in plain notation where that is readable.
fn figure(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e9).contains(&size) {
        return format!("{value:.2e}");
    }
    let decimals = (2 - size.log10().floor() as i32).max(0);
    number(value, usize::try_from(decimals).unwrap_or(0))
}

/// Places are counted from 1.
pub(super) fn of(kind: Kind, at: usize, n: usize, size: f64, t: f64) -> String {
    let place = at + 1;
    let way = if size < 0.0 { "below" } else { "above" };
    let moved = if size < 0.0 { "lower" } else { "higher" };
    let t = number(t, 1);
    let amount = figure(size.abs());
    match kind {
        Kind::Outlier | Kind::LevelShift | Kind::TemporaryChange if place == n => format!(
            "the newest value, {place}, lies {amount} {way} what the values before it imply (t {t}); \
             whether it stays there cannot be told from one value"
        ),
        Kind::Outlier => format!(
            "value {place} of {n} alone lies {amount} {way} what its neighbours imply (t {t})"
        ),
        Kind::LevelShift => {
            format!("from value {place} of {n} on the level is {amount} {moved} (t {t})")
        }
        Kind::TemporaryChange => format!(
            "value {place} of {n} lies {amount} {way} what the values before it imply (t {t}), \
             which fades over the next ones"
        ),
        Kind::VarianceChange => format!(
            "from value {place} of {n} on the scatter is {} times what it was (t {t})",
            figure(size)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_count_from_one_and_round() {
        assert_eq!(
            of(Kind::LevelShift, 57, 120, -3.204_7, -7.04),
            "from value 58 of 120 on the level is 3.20 lower (t \u{2212}7.0)"
        );
        assert_eq!(figure(1234.6), "1235");
        assert_eq!(figure(0.001_234), "0.00123");
        assert_eq!(figure(2.5e12), "2.50e12");
    }
}
