//! Numbers as people read them; rounded for the eye only.

/// A number with `decimals` digits after the point and thousands apart.
pub fn number(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (sign, digits) = match plain.strip_prefix('-') {
        // A value that rounds to zero has no sign.
        Some(digits) if digits.chars().any(|digit| ('1'..='9').contains(&digit)) => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::with_capacity(plain.len() + whole.len() / 3);
    grouped.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A number shown to about five significant digits.
pub fn significant(value: f64) -> String {
    if !value.is_finite() {
        return "unavailable".to_owned();
    }
    let magnitude = value.abs();
    let decimals = if magnitude >= 10_000.0 {
        0
    } else if magnitude >= 1_000.0 {
        1
    } else if magnitude >= 10.0 || magnitude == 0.0 {
        2
    } else if magnitude >= 0.1 {
        4
    } else {
        6
    };
    number(value, decimals)
}

/// A decimal share as a percentage.
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", number(100.0 * share, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(number(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(number(-1_000.0, 0), "-1,000");
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(999.0, 0), "999");
    }

    #[test]
    fn about_five_digits_are_shown() {
        assert_eq!(significant(2775.806), "2,775.8");
        assert_eq!(significant(0.242_249), "0.2422");
        assert_eq!(significant(f64::NAN), "unavailable");
        assert_eq!(percent(0.242_249, 1), "24.2 %");
    }
}
