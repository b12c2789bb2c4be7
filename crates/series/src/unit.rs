//! Units of measure: reading, writing and exact conversion of what prices, quantities and rates are
//! given in. Not here: exchange rates and price bases, which are data.

mod definitions;
mod dimension;
mod money;
mod parse;

pub use dimension::{Base, Dimension};
pub use money::Currency;

use definitions::DEFINITIONS;
use money::Money;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Largest power of one unit in a product.
const MAX_POWER: i8 = 9;
/// Largest number of different units in a product.
const MAX_TERMS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Atom {
    Money(Money),
    Named(usize),
}

impl Atom {
    fn ratio(self) -> (u64, u64) {
        match self {
            Self::Money(money) => money.scale.ratio(),
            Self::Named(index) => (DEFINITIONS[index].numerator, DEFINITIONS[index].denominator),
        }
    }

    fn multiply_into(self, dimension: &mut Dimension, power: i16) {
        match self {
            Self::Money(money) => dimension.multiply(Base::Currency(money.currency), power),
            Self::Named(index) => {
                for &(base, base_power) in DEFINITIONS[index].dimension {
                    dimension.multiply(base, i16::from(base_power) * power);
                }
            }
        }
    }
}

/// A product of powers of units, as `US$/lb`, `kWh/t` or `M US$`. Two units are equal when they are
/// written the same after sorting; `t` and `dmt` convert by 1 and are not equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// Sorted by unit, no power zero.
    terms: Vec<(Atom, i8)>,
}

/// Why a text is not a unit, or a product of units is not held.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    #[error("the unit is empty; write 1 for a plain number")]
    Empty,
    #[error("the unit is longer than {limit} bytes")]
    TooLong { limit: usize },
    #[error("unknown unit \"{part}\" in \"{whole}\"; {hint}")]
    Unknown {
        part: String,
        whole: String,
        hint: String,
    },
    #[error("the unit \"{text}\" has more than one meaning; write {instead}")]
    Ambiguous { text: String, instead: &'static str },
    #[error("cannot read the unit \"{text}\": {reason}")]
    Malformed { text: String, reason: &'static str },
    #[error("a power of a unit is zero or beyond ±{MAX_POWER}")]
    PowerOutOfRange,
    #[error("a product of more than {MAX_TERMS} units is not supported")]
    TooManyTerms,
}

/// Two units that measure different things.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot convert {from} ({}) to {to} ({}){}", from.dimension(), to.dimension(), self.reason())]
pub struct UnitMismatch {
    pub from: Unit,
    pub to: Unit,
}

impl UnitMismatch {
    /// Names the currencies when they are the only difference, since the words then read the same.
    fn reason(&self) -> String {
        let (from, to) = (self.from.dimension(), self.to.dimension());
        let codes = |dimension: &Dimension| {
            dimension
                .currencies()
                .map(|currency| currency.code().to_owned())
                .collect::<Vec<_>>()
                .join(" and ")
        };
        if from.to_string() == to.to_string() {
            format!(
                ": {} and {} need an exchange rate",
                codes(&from),
                codes(&to)
            )
        } else {
            String::new()
        }
    }
}

impl Unit {
    /// Reads a unit. See the module `parse` for the grammar; unknown and ambiguous words are refused.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        parse::parse(text)
    }

    /// The unit of plain numbers.
    pub fn one() -> Self {
        Self { terms: Vec::new() }
    }

    fn of(atom: Atom) -> Self {
        Self {
            terms: vec![(atom, 1)],
        }
    }

    /// The number by which a value in this unit is multiplied to be in `other`.
    ///
    /// Equal parts cancel first, what is left is one division of whole numbers: the factor is correctly
    /// rounded as long as these fit 53 bits, and within a few units in the last place otherwise.
    pub fn factor_to(&self, other: &Self) -> Result<f64, UnitMismatch> {
        if self.dimension() != other.dimension() {
            return Err(UnitMismatch {
                from: self.clone(),
                to: other.clone(),
            });
        }
        let quotient = merged(
            &self.terms,
            other.terms.iter().map(|&(a, p)| (a, -i16::from(p))),
        );
        let (mut numerator, mut denominator) = (1.0_f64, 1.0_f64);
        for (atom, power) in quotient {
            let (above, below) = atom.ratio();
            let (above, below) = if power > 0 {
                (above, below)
            } else {
                (below, above)
            };
            for _ in 0..power.unsigned_abs() {
                numerator *= above as f64;
                denominator *= below as f64;
            }
        }
        Ok(numerator / denominator)
    }

    /// `value`, given in this unit, in `other`.
    pub fn convert(&self, value: f64, other: &Self) -> Result<f64, UnitMismatch> {
        Ok(value * self.factor_to(other)?)
    }

    /// The product; equal parts are joined or cancel (`g/t` times `t` is `g`).
    pub fn checked_mul(&self, other: &Self) -> Result<Self, UnitError> {
        Self::from_terms(merged(
            &self.terms,
            other.terms.iter().map(|&(a, p)| (a, i16::from(p))),
        ))
    }

    /// The quotient; equal parts are joined or cancel.
    pub fn checked_div(&self, other: &Self) -> Result<Self, UnitError> {
        Self::from_terms(merged(
            &self.terms,
            other.terms.iter().map(|&(a, p)| (a, -i16::from(p))),
        ))
    }

    fn raised(&self, power: i8) -> Result<Self, UnitError> {
        Self::from_terms(
            self.terms
                .iter()
                .map(|&(atom, p)| (atom, i16::from(p) * i16::from(power)))
                .collect(),
        )
    }

    fn from_terms(terms: Vec<(Atom, i16)>) -> Result<Self, UnitError> {
        if terms.len() > MAX_TERMS {
            return Err(UnitError::TooManyTerms);
        }
        let terms = terms
            .into_iter()
            .map(|(atom, power)| match i8::try_from(power) {
                Ok(power) if power.unsigned_abs() <= MAX_POWER.unsigned_abs() => Ok((atom, power)),
                _ => Err(UnitError::PowerOutOfRange),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// What the unit measures.
    pub fn dimension(&self) -> Dimension {
        let mut dimension = Dimension::default();
        for &(atom, power) in &self.terms {
            atom.multiply_into(&mut dimension, i16::from(power));
        }
        dimension
    }

    /// Whether values in this unit are plain numbers up to a factor: `1`, `%`, `g/t`.
    pub fn is_dimensionless(&self) -> bool {
        self.dimension().is_dimensionless()
    }

    /// Whether values in one unit can be expressed in the other.
    pub fn is_convertible_to(&self, other: &Self) -> bool {
        self.dimension() == other.dimension()
    }
}

/// The product of two sorted lists of powers, sorted, without zero powers.
fn merged(left: &[(Atom, i8)], right: impl Iterator<Item = (Atom, i16)>) -> Vec<(Atom, i16)> {
    let mut terms: Vec<(Atom, i16)> = left.iter().map(|&(a, p)| (a, i16::from(p))).collect();
    for (atom, power) in right {
        match terms.binary_search_by_key(&atom, |&(a, _)| a) {
            Ok(at) => terms[at].1 += power,
            Err(at) => terms.insert(at, (atom, power)),
        }
    }
    terms.retain(|&(_, power)| power != 0);
    terms
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |sign: i8| {
            self.terms
                .iter()
                .filter(move |(_, power)| power.signum() == sign)
                .map(|&(atom, power)| written(atom, power.unsigned_abs()))
                .collect::<Vec<_>>()
        };
        let (above, below) = (side(1), side(-1));
        if above.is_empty() {
            f.write_str("1")?;
        } else {
            f.write_str(&above.join("·"))?;
        }
        match below.as_slice() {
            [] => Ok(()),
            [one] => write!(f, "/{one}"),
            many => write!(f, "/({})", many.join("·")),
        }
    }
}

fn written(atom: Atom, power: u8) -> String {
    let (symbol, is_letters) = match atom {
        Atom::Money(money) => (money.to_string(), false),
        Atom::Named(index) => {
            let symbol = DEFINITIONS[index].symbol;
            (symbol.to_owned(), symbol.chars().all(char::is_alphabetic))
        }
    };
    match (power, is_letters) {
        (1, _) => symbol,
        (_, true) => format!("{symbol}{power}"),
        (_, false) => format!("{symbol}^{power}"),
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::parse(text)
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}
