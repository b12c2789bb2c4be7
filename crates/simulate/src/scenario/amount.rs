//! Numbers with a unit: one for every period, or one per period. No arithmetic here.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// One number for every period, or a list with one per period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Values {
    Flat(f64),
    PerPeriod(Vec<f64>),
}

impl Values {
    /// The value of period `k`; a flat value is the same in all.
    pub fn at(&self, period: usize) -> Option<f64> {
        match self {
            Self::Flat(value) => Some(*value),
            Self::PerPeriod(values) => values.get(period).copied(),
        }
    }

    /// `None` when the list's length is not `periods`.
    pub fn expand(&self, periods: usize) -> Option<Vec<f64>> {
        match self {
            Self::Flat(value) => Some(vec![*value; periods]),
            Self::PerPeriod(values) => (values.len() == periods).then(|| values.clone()),
        }
    }

    pub fn flat(&self) -> Option<f64> {
        match self {
            Self::Flat(value) => Some(*value),
            Self::PerPeriod(_) => None,
        }
    }

    pub fn as_slice(&self) -> &[f64] {
        match self {
            Self::Flat(value) => std::slice::from_ref(value),
            Self::PerPeriod(values) => values,
        }
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValuesVisitor;

        impl<'de> Visitor<'de> for ValuesVisitor {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a list with one number per period")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Values, E> {
                Ok(Values::Flat(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Values, E> {
                Ok(Values::Flat(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Values, E> {
                Ok(Values::Flat(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = sequence.next_element::<f64>()? {
                    values.push(value);
                }
                Ok(Values::PerPeriod(values))
            }
        }

        deserializer.deserialize_any(ValuesVisitor)
    }
}

/// Numbers and their unit. A unit per time (`kt/y`, `M US$/y`) is multiplied by each period's length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Amount {
    pub unit: String,
    pub values: Values,
}
