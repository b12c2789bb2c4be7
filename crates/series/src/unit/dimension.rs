//! What a unit measures: a product of powers of mass, length, energy, time, money and counts.
//! Sizes are not here. Energy is its own base: no one in this field builds it from kg·m²/s².

use super::money::Currency;
use std::fmt;

/// One independent kind of quantity. Each currency is its own: an exchange rate is a price, not a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    Currency(Currency),
    Mass,
    Length,
    Energy,
    /// Things counted, by what they are.
    Count(&'static str),
    Time,
}

/// Powers of bases, sorted by base, none of them zero. Empty for a plain number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    powers: Vec<(Base, i16)>,
}

impl Dimension {
    pub(super) fn multiply(&mut self, base: Base, power: i16) {
        match self.powers.binary_search_by_key(&base, |&(b, _)| b) {
            Ok(at) => {
                self.powers[at].1 += power;
                if self.powers[at].1 == 0 {
                    self.powers.remove(at);
                }
            }
            Err(at) if power != 0 => self.powers.insert(at, (base, power)),
            Err(_) => {}
        }
    }

    /// The powers, sorted by base.
    pub fn powers(&self) -> &[(Base, i16)] {
        &self.powers
    }

    /// Whether this is a plain number.
    pub fn is_dimensionless(&self) -> bool {
        self.powers.is_empty()
    }

    /// The currencies that take part, in the order of their codes.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> + '_ {
        self.powers.iter().filter_map(|&(base, _)| match base {
            Base::Currency(currency) => Some(currency),
            _ => None,
        })
    }
}

impl fmt::Display for Dimension {
    /// In words: `money per mass`, `volume per time`, `a plain number`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.powers.is_empty() {
            return f.write_str("a plain number");
        }
        let side = |sign: i16| {
            self.powers
                .iter()
                .filter(move |(_, power)| power.signum() == sign)
                .map(|&(base, power)| in_words(base, power.unsigned_abs()))
                .collect::<Vec<_>>()
        };
        let (above, below) = (side(1), side(-1));
        match (above.is_empty(), below.is_empty()) {
            (false, true) => f.write_str(&above.join(" × ")),
            (true, _) => write!(f, "1 per {}", below.join(" and ")),
            (false, false) => write!(f, "{} per {}", above.join(" × "), below.join(" and ")),
        }
    }
}

fn in_words(base: Base, power: u16) -> String {
    let name = match (base, power) {
        (Base::Length, 2) => return "area".to_owned(),
        (Base::Length, 3) => return "volume".to_owned(),
        (Base::Currency(_), _) => "money",
        (Base::Mass, _) => "mass",
        (Base::Length, _) => "length",
        (Base::Energy, _) => "energy",
        (Base::Count(things), _) => things,
        (Base::Time, _) => "time",
    };
    if power == 1 {
        name.to_owned()
    } else {
        format!("{name}^{power}")
    }
}
