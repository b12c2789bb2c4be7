//! Printed figures beside computed ones: which agree, which do not, and by how much.

use prospect_series::unit::Unit;

use super::Plan;
use crate::result::{BaseCase, ByTiming, Reconciliation};
use crate::scenario::{Reported, Timing, Values};

/// A computed figure, its unit and what it is called.
struct Computed {
    name: String,
    unit: String,
    values: Option<Values>,
}

impl Plan {
    pub(super) fn reconcile(&self, case: &BaseCase) -> Vec<Reconciliation> {
        self.scenario
            .reported
            .iter()
            .filter_map(|reported| Self::reconcile_one(case, reported))
            .collect()
    }

    fn reconcile_one(case: &BaseCase, reported: &Reported) -> Option<Reconciliation> {
        let computed = Self::computed(case, &reported.figure)?;
        let factor = conversion(&computed.unit, &reported.unit).ok()?;
        let values = computed.values.map(|values| match values {
            Values::Flat(value) => Values::Flat(value * factor),
            Values::PerPeriod(values) => {
                Values::PerPeriod(values.iter().map(|value| value * factor).collect())
            }
        });
        let printed = reported.value.as_slice();
        let tolerance_at = |k: usize| {
            let relative = reported.relative_tolerance.unwrap_or(0.0) * printed[k].abs();
            relative.max(reported.tolerance.unwrap_or(0.0))
        };
        let found = values
            .as_ref()
            .map(Values::as_slice)
            .filter(|found| found.len() == printed.len());
        let worst = found.and_then(|found| {
            (0..found.len()).max_by(|&a, &b| {
                let size = |k: usize| (found[k] - printed[k]).abs() - tolerance_at(k);
                size(a).total_cmp(&size(b))
            })
        });
        let gap = found
            .zip(worst)
            .map(|(found, worst)| found[worst] - printed[worst]);
        let tolerance = worst.map_or(0.0, tolerance_at);
        // A figure printed with few digits agrees when it is within them up to rounding in the last bit.
        let agrees = gap.is_some_and(|gap| gap.abs() <= tolerance * (1.0 + 1e-12));
        Some(Reconciliation {
            figure: reported.figure.clone(),
            name: computed.name,
            unit: reported.unit.clone(),
            reported: reported.value.clone(),
            gap,
            gap_relative: gap
                .zip(worst)
                .and_then(|(gap, k)| (printed[k] != 0.0).then(|| gap / printed[k].abs())),
            gap_period: worst
                .filter(|_| matches!(reported.value, Values::PerPeriod(_)))
                .map(|k| case.periods[k].label.clone()),
            computed: values,
            tolerance,
            agrees,
            note: reported.note.clone(),
            source: reported.source.clone(),
        })
    }

    fn computed(case: &BaseCase, figure: &str) -> Option<Computed> {
        let figures = &case.figures;
        let money = &case.money_unit;
        let one = |name: &str, unit: &str, value: Option<f64>| {
            Some(Computed {
                name: name.to_owned(),
                unit: unit.to_owned(),
                values: value.map(Values::Flat),
            })
        };
        let npv = |name: &str, by_timing: &ByTiming, timing: Timing| {
            one(
                &format!("NPV {name}, {timing} of period"),
                money,
                Some(by_timing.get(timing)),
            )
        };
        if let Some(id) = figure.strip_prefix("row.") {
            let row = case
                .rows
                .iter()
                .find(|row| row.id == id || row.id.ends_with(&format!(".{id}")))?;
            let values = Some(Values::PerPeriod(row.values.clone()));
            return Some(Computed {
                name: row.name.clone(),
                unit: row.unit.clone(),
                values,
            });
        }
        if let Some(id) = figure.strip_prefix("unit_cost.") {
            let found = figures
                .unit_costs
                .iter()
                .find(|unit_cost| unit_cost.id == id)?;
            return one(&found.name, &found.value.unit, found.value.value);
        }
        if let Some(id) = figure.strip_prefix("break_even.") {
            let found = figures.break_even.iter().find(|price| price.price == id)?;
            return one(
                &format!("Break-even {} price", found.name),
                &found.after_tax.unit,
                found.after_tax.value,
            );
        }
        match figure {
            "npv_after_tax" => npv("after tax", &figures.npv_after_tax, case.timing),
            "npv_after_tax.start" => npv("after tax", &figures.npv_after_tax, Timing::Start),
            "npv_after_tax.mid" => npv("after tax", &figures.npv_after_tax, Timing::Mid),
            "npv_after_tax.end" => npv("after tax", &figures.npv_after_tax, Timing::End),
            "npv_before_tax" => npv("before tax", &figures.npv_before_tax, case.timing),
            "npv_before_tax.start" => npv("before tax", &figures.npv_before_tax, Timing::Start),
            "npv_before_tax.mid" => npv("before tax", &figures.npv_before_tax, Timing::Mid),
            "npv_before_tax.end" => npv("before tax", &figures.npv_before_tax, Timing::End),
            "irr_after_tax" => one("IRR after tax", "1", figures.irr_after_tax.value),
            "irr_before_tax" => one("IRR before tax", "1", figures.irr_before_tax.value),
            "payback" => one("Payback", "y", figures.payback.years),
            "payback_from_production" => one(
                "Payback from first production",
                "y",
                figures.payback_from_production.value,
            ),
            "discounted_payback" => {
                one("Discounted payback", "y", figures.discounted_payback.years)
            }
            "profitability_index" => one(
                "Profitability index",
                "1",
                figures.profitability_index.value,
            ),
            "peak_funding" => one("Peak funding", money, Some(figures.peak_funding.value)),
            _ => None,
        }
    }

    /// What is wrong with the figures asked for, found by trying to compute them.
    pub(super) fn check_reported(&self, case: &BaseCase) -> Vec<(String, String)> {
        let mut errors = Vec::new();
        for (k, unit_cost) in self.scenario.unit_costs.iter().enumerate() {
            let main = self
                .scenario
                .products
                .iter()
                .find(|product| product.main)
                .or(self.scenario.products.first());
            match main.map(|main| self.unit_cost_factor(main, &unit_cost.unit)) {
                None => errors.push((
                    format!("/unit_costs/{k}"),
                    "unit costs need a product".to_owned(),
                )),
                Some(Err(message)) => errors.push((format!("/unit_costs/{k}/unit"), message)),
                Some(Ok(_)) => {}
            }
        }
        for (k, reported) in self.scenario.reported.iter().enumerate() {
            let Some(computed) = Self::computed(case, &reported.figure) else {
                let message = format!("no figure is called {}", reported.figure);
                errors.push((format!("/reported/{k}/figure"), message));
                continue;
            };
            if let Err(message) = conversion(&computed.unit, &reported.unit) {
                errors.push((format!("/reported/{k}/unit"), message));
            }
            let expected = if reported.figure.starts_with("row.") {
                self.periods.len()
            } else {
                1
            };
            let given = reported.value.as_slice().len();
            if given != expected {
                let message = format!("{given} values; {} has {expected}", reported.figure);
                errors.push((format!("/reported/{k}/value"), message));
            }
        }
        errors
    }
}

fn conversion(from: &str, to: &str) -> Result<f64, String> {
    let from = Unit::parse(from).map_err(|error| error.to_string())?;
    let to = Unit::parse(to).map_err(|error| error.to_string())?;
    from.factor_to(&to).map_err(|error| error.to_string())
}
