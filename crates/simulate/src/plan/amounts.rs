//! Typed values brought to one number per period in known units, with errors at the field.

use prospect_series::unit::{Base, Unit};

use super::build::Builder;
use crate::scenario::{Amount, Values};

/// A quantity per period and what it measures.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    pub(super) values: Vec<f64>,
    pub(super) unit: Unit,
}

impl Builder<'_> {
    pub(super) fn unit(&mut self, text: &str, pointer: &str) -> Option<Unit> {
        match Unit::parse(text) {
            Ok(unit) => Some(unit),
            Err(error) => {
                self.errors.push(pointer, error.to_string());
                None
            }
        }
    }

    /// One finite number per period.
    pub(super) fn expand(&mut self, values: &Values, pointer: &str) -> Option<Vec<f64>> {
        for (k, value) in values.as_slice().iter().enumerate() {
            if !value.is_finite() {
                let place = if values.flat().is_some() {
                    pointer.to_owned()
                } else {
                    format!("{pointer}/{k}")
                };
                self.errors
                    .push(place, format!("{value} is not a finite number"));
                return None;
            }
        }
        let expanded = values.expand(self.period_count());
        if expanded.is_none() {
            self.errors.push(
                pointer,
                format!(
                    "{} values for {} periods; give one per period, or one number for all",
                    values.as_slice().len(),
                    self.period_count()
                ),
            );
        }
        expanded
    }

    /// Money per period in the unit of the basis; money per time is multiplied by the length of each period.
    pub(super) fn money(&mut self, amount: &Amount, pointer: &str) -> Option<Vec<f64>> {
        let unit = self.unit(&amount.unit, &format!("{pointer}/unit"));
        let values = self.expand(&amount.values, &format!("{pointer}/values"));
        let (unit, values) = (unit?, values?);
        let money = self.money.clone();
        match self.per_period_factors(&unit, &money) {
            Ok(factors) => Some(
                values
                    .iter()
                    .zip(factors)
                    .map(|(value, factor)| value * factor)
                    .collect(),
            ),
            Err(message) => {
                self.errors.push(format!("{pointer}/unit"), message);
                None
            }
        }
    }

    /// A money amount that is one number, not one per period.
    pub(super) fn money_once(&mut self, amount: &Amount, pointer: &str) -> Option<f64> {
        let unit = self.unit(&amount.unit, &format!("{pointer}/unit"))?;
        let Some(value) = amount.values.flat() else {
            self.errors.push(
                format!("{pointer}/values"),
                "one number is wanted here, not one per period",
            );
            return None;
        };
        match unit.factor_to(&self.money) {
            Ok(factor) => Some(value * factor),
            Err(error) => {
                self.errors
                    .push(format!("{pointer}/unit"), error.to_string());
                None
            }
        }
    }

    /// A physical quantity per period in its own unit; a quantity per time is multiplied by the length of each period.
    pub(super) fn quantity(&mut self, amount: &Amount, pointer: &str) -> Option<Quantity> {
        let unit = self.unit(&amount.unit, &format!("{pointer}/unit"));
        let values = self.expand(&amount.values, &format!("{pointer}/values"));
        let (unit, values) = (unit?, values?);
        if let Some(k) = values.iter().position(|value| *value < 0.0) {
            self.errors.push(
                format!("{pointer}/values/{k}"),
                format!(
                    "{} in period {} is negative; a quantity is zero or positive",
                    values[k],
                    self.label(k)
                ),
            );
            return None;
        }
        if unit.dimension().currencies().next().is_some() {
            self.errors.push(
                format!("{pointer}/unit"),
                format!(
                    "{unit} is money; a physical quantity such as t, oz or kt/y is wanted here"
                ),
            );
            return None;
        }
        if !is_per_time(&unit) {
            return Some(Quantity { values, unit });
        }
        let (total, per_year) = without_time(&unit)?;
        let values = values
            .iter()
            .zip(self.periods.lengths())
            .map(|(value, length)| value * length * per_year)
            .collect();
        Some(Quantity {
            values,
            unit: total,
        })
    }

    /// The factor of each period from a unit of money (or money per time) to the unit of the basis.
    fn per_period_factors(&self, unit: &Unit, money: &Unit) -> Result<Vec<f64>, String> {
        if let Ok(factor) = unit.factor_to(money) {
            return Ok(vec![factor; self.period_count()]);
        }
        if let Ok(total) = unit.checked_mul(&year())
            && let Ok(factor) = total.factor_to(money)
        {
            return Ok(self
                .periods
                .lengths()
                .iter()
                .map(|length| factor * length)
                .collect());
        }
        match unit.factor_to(money) {
            Err(error) => Err(format!(
                "{error}; money such as {money} or {money}/y is wanted here"
            )),
            Ok(_) => Err("a conversion that worked a moment ago".to_owned()),
        }
    }
}

/// The factor that turns quantity × price into money, or both sides named.
pub(super) fn revenue_factor(quantity: &Unit, price: &Unit, money: &Unit) -> Result<f64, String> {
    let product = quantity
        .checked_mul(price)
        .map_err(|error| error.to_string())?;
    product.factor_to(money).map_err(|_| {
        format!("a quantity in {quantity} times a price in {price} gives {product}, which is not money such as {money}")
    })
}

fn is_per_time(unit: &Unit) -> bool {
    unit.dimension()
        .powers()
        .iter()
        .any(|(base, power)| *base == Base::Time && *power < 0)
}

/// The unit of a quantity per time once it is counted over a period, and how many of the unit's own times a year has:
/// t/d becomes t, 365.25 to the year.
fn without_time(unit: &Unit) -> Option<(Unit, f64)> {
    ["y", "month", "d", "h"]
        .into_iter()
        .filter_map(|time| {
            let time = Unit::parse(time).ok()?;
            let total = unit.checked_mul(&time).ok()?;
            Some((total, year().factor_to(&time).ok()?))
        })
        // Where the times cancel the unit is shorter to write.
        .min_by_key(|(total, _)| total.to_string().chars().count())
}

fn year() -> Unit {
    Unit::parse("y").expect("a year is a unit")
}
