//! Orders of a model and their name.

use serde::{Deserialize, Serialize};
use std::fmt;

/// (p,d,q)(P,D,Q)[m] and whether there is a constant: a mean without differencing, a drift with one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Order {
    pub p: u8,
    pub d: u8,
    pub q: u8,
    #[serde(default)]
    pub seasonal_p: u8,
    #[serde(default)]
    pub seasonal_d: u8,
    #[serde(default)]
    pub seasonal_q: u8,
    /// 1 without a season.
    pub season_length: u16,
    pub constant: bool,
}

impl Order {
    /// Without a season or a constant.
    pub fn new(p: u8, d: u8, q: u8) -> Self {
        Self {
            p,
            d,
            q,
            season_length: 1,
            ..Self::default()
        }
    }

    /// With seasonal orders.
    #[must_use]
    pub fn seasonal(self, p: u8, d: u8, q: u8, season_length: u16) -> Self {
        Self {
            seasonal_p: p,
            seasonal_d: d,
            seasonal_q: q,
            season_length,
            ..self
        }
    }

    #[must_use]
    pub fn with_constant(self) -> Self {
        Self {
            constant: true,
            ..self
        }
    }

    /// `p-d-q`, then `P-D-Q-m` for a season and `c` for a constant, all joined by dashes: lists of
    /// models are separated by commas.
    pub fn code(&self) -> String {
        let constant = if self.constant { "-c" } else { "" };
        let season = if self.season_length > 1 {
            format!(
                "-{}-{}-{}-{}",
                self.seasonal_p, self.seasonal_d, self.seasonal_q, self.season_length
            )
        } else {
            String::new()
        };
        format!("{}-{}-{}{season}{constant}", self.p, self.d, self.q)
    }

    /// Reads [`Order::code`].
    pub fn parse(code: &str) -> Option<Self> {
        let (numbers, constant) = match code.strip_suffix("-c") {
            Some(numbers) => (numbers, true),
            None => (code, false),
        };
        let numbers: Vec<u16> = numbers
            .split('-')
            .map(|number| number.trim().parse().ok())
            .collect::<Option<_>>()?;
        let small = |number: u16| u8::try_from(number).ok().filter(|&n| n <= 9);
        let order = match numbers[..] {
            [p, d, q] => Self::new(small(p)?, small(d)?, small(q)?),
            [p, d, q, seasonal_p, seasonal_d, seasonal_q, m] if m > 1 => {
                Self::new(small(p)?, small(d)?, small(q)?).seasonal(
                    small(seasonal_p)?,
                    small(seasonal_d)?,
                    small(seasonal_q)?,
                    m,
                )
            }
            _ => return None,
        };
        Some(Self { constant, ..order })
    }

    /// Season length in periods.
    pub fn m(&self) -> usize {
        usize::from(self.season_length).max(1)
    }

    /// AR and MA coefficients to estimate.
    pub fn coefficients(&self) -> usize {
        self.blocks().into_iter().sum()
    }

    /// p, q, P, Q: the order in which coefficients are kept.
    pub(super) fn blocks(&self) -> [usize; 4] {
        [self.p, self.q, self.seasonal_p, self.seasonal_q].map(usize::from)
    }

    /// Values that differencing takes off the front.
    pub fn lost(&self) -> usize {
        usize::from(self.d) + self.m() * usize::from(self.seasonal_d)
    }

    /// Times of differencing together.
    pub(super) fn differences(&self) -> u8 {
        self.d + self.seasonal_d
    }

    /// Coefficients δ of (1 − B)^d(1 − Bᵐ)^D = 1 − Σ δ_k Bᵏ, k = 1, 2, …
    pub(super) fn differencing(&self) -> Vec<f64> {
        let mut polynomial = vec![1.0];
        let mut multiply = |lag: usize| {
            polynomial.resize(polynomial.len() + lag, 0.0);
            for k in (lag..polynomial.len()).rev() {
                polynomial[k] -= polynomial[k - lag];
            }
        };
        (0..self.d).for_each(|_| multiply(1));
        (0..self.seasonal_d).for_each(|_| multiply(self.m()));
        polynomial[1..].iter().map(|value| -value).collect()
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ARIMA({},{},{})", self.p, self.d, self.q)?;
        if self.seasonal_p + self.seasonal_d + self.seasonal_q > 0 {
            write!(
                f,
                "({},{},{})[{}]",
                self.seasonal_p, self.seasonal_d, self.seasonal_q, self.season_length
            )?;
        }
        match (self.constant, self.differences()) {
            (false, _) => Ok(()),
            (true, 0) => f.write_str(" with mean"),
            (true, _) => f.write_str(" with drift"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_differencing() {
        let airline = Order::new(0, 1, 1).seasonal(0, 1, 1, 12);
        assert_eq!(airline.to_string(), "ARIMA(0,1,1)(0,1,1)[12]");
        assert_eq!(
            Order::new(1, 0, 0).with_constant().to_string(),
            "ARIMA(1,0,0) with mean"
        );
        let delta = airline.differencing();
        assert_eq!(delta.len(), 13);
        let set: Vec<(usize, f64)> = delta
            .iter()
            .enumerate()
            .filter(|(_, value)| **value != 0.0)
            .map(|(at, value)| (at + 1, *value))
            .collect();
        assert_eq!(set, [(1, 1.0), (12, 1.0), (13, -1.0)]);
        assert_eq!(Order::new(0, 2, 0).differencing(), [2.0, -1.0]);
    }
}
