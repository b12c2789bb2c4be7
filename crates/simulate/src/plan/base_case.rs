//! The deterministic case: the cash-flow table and the figures read from it.

use prospect_series::unit::Unit;

use super::{Plan, Scratch};
use crate::ENGINE_VERSION;
use crate::economics::{
    PaybackConvention, Reason, irr, mirr, npv, payback, peak_funding, profitability_index,
};
use crate::result::{BaseCase, ByTiming, Figure, Figures, PeriodInfo, Row};
use crate::scenario::{CapitalKind, Timing};

impl Plan {
    /// Every row and figure with all uncertain inputs at their base values.
    pub fn base_case(&self) -> BaseCase {
        let mut scratch = self.scratch();
        let (table, block) = self.registers_of_lane(&mut scratch, None, 0);
        let npv = |values: &[[f64; super::LANES]; 3]| ByTiming {
            start: values[0][0],
            mid: values[1][0],
            end: values[2][0],
        };
        let mut case = self.describe(
            &table,
            npv(&block.npv),
            npv(&block.npv_before_tax),
            self.scenario.discount.rate,
        );
        case.figures.break_even = self.break_even();
        case.reconciliation = self.reconcile(&case);
        case
    }

    /// A case from the registers of one lane. Break-even prices and the comparison with printed figures belong to the
    /// base case only and are left empty.
    pub(crate) fn describe(
        &self,
        table: &[Vec<f64>],
        after: ByTiming,
        before: ByTiming,
        rate: f64,
    ) -> BaseCase {
        let scenario = &self.scenario;
        let rows: Vec<Row> = self
            .rows
            .iter()
            .map(|row| {
                let values = table[row.register].clone();
                Row {
                    id: row.id.clone(),
                    name: row.name.clone(),
                    section: row.section,
                    kind: row.kind,
                    sign: row.sign,
                    unit: row.unit.clone(),
                    total: row
                        .has_total
                        .then(|| crate::statistics::sum(values.iter().copied())),
                    values,
                    formula: row.formula.clone(),
                    pointer: row.pointer.clone(),
                    source: row.source.clone(),
                    note: row.note.clone(),
                }
            })
            .collect();
        BaseCase {
            engine_version: ENGINE_VERSION.to_owned(),
            scenario_name: scenario.name.clone(),
            money_unit: self.money_unit.clone(),
            terms: scenario.basis.terms,
            base_year: scenario.basis.base_year,
            discount_rate: rate,
            timing: scenario.discount.timing,
            periods: self.period_infos(),
            figures: self.figures(table, after, before, rate),
            rows,
            reconciliation: Vec::new(),
            warnings: self.warnings.clone(),
            assumptions: self.assumptions.clone(),
        }
    }

    fn figures(&self, table: &[Vec<f64>], after: ByTiming, before: ByTiming, rate: f64) -> Figures {
        let timing = self.scenario.discount.timing;
        let flows = &table[self.after_tax];
        let factors = self.periods.discount_factors(rate, timing);
        let discounted: Vec<f64> = match &factors {
            Ok(factors) => flows
                .iter()
                .zip(factors)
                .map(|(flow, factor)| flow * factor)
                .collect(),
            Err(_) => vec![f64::NAN; flows.len()],
        };
        let payback_time = payback(flows, &self.periods, PaybackConvention::Spread);
        let production_start = self.production.first().map(|&k| self.periods.starts()[k]);
        let from_production = match (payback_time.years, production_start) {
            (Some(years), Some(start)) => Ok(years - start),
            (None, _) => Err(Reason::NotRecovered),
            (_, None) => Err(Reason::NoData),
        };
        let peak = peak_funding(flows);
        let initial = self.initial_capital(table);
        let initial_pv = npv(&initial, &self.periods, rate, timing).unwrap_or(0.0);
        let mirr = match mirr(flows, &self.times[timing as usize], rate, rate) {
            Ok(mirr) => mirr,
            Err(_) => Err(Reason::OutOfDomain),
        };
        Figures {
            npv: Figure::new(Ok(after.get(timing)), &self.money_unit),
            npv_after_tax: after,
            npv_before_tax: before,
            irr_after_tax: irr(flows, &self.periods, timing),
            irr_before_tax: irr(&table[self.before_tax], &self.periods, timing),
            mirr: Figure::new(mirr, "1"),
            payback: payback_time,
            payback_from_production: Figure::new(from_production, "y"),
            discounted_payback: payback(&discounted, &self.periods, PaybackConvention::Spread),
            profitability_index: Figure::new(
                profitability_index(after.get(timing), initial_pv),
                "1",
            ),
            peak_funding: peak,
            peak_funding_label: peak
                .period
                .map(|k| self.scenario.periods.labels[k].0.clone()),
            unit_costs: self.unit_costs(table),
            break_even: Vec::new(),
        }
    }

    /// Capital tagged initial, by period.
    fn initial_capital(&self, table: &[Vec<f64>]) -> Vec<f64> {
        let mut total = vec![0.0; self.periods.len()];
        for item in self
            .scenario
            .capital
            .iter()
            .filter(|item| item.kind == CapitalKind::Initial)
        {
            for (total, value) in total
                .iter_mut()
                .zip(self.row_values(table, &format!("capital.{}", item.id)))
            {
                *total += value;
            }
        }
        total
    }

    pub(super) fn row_values<'t>(&self, table: &'t [Vec<f64>], id: &str) -> &'t [f64] {
        self.rows
            .iter()
            .find(|row| row.id == id)
            .map_or(&[], |row| &table[row.register])
    }

    pub(super) fn row_unit(&self, id: &str) -> Option<Unit> {
        self.rows
            .iter()
            .find(|row| row.id == id)
            .and_then(|row| Unit::parse(&row.unit).ok())
    }

    fn period_infos(&self) -> Vec<PeriodInfo> {
        let periods = &self.scenario.periods;
        let place = |label: &str| periods.labels.iter().position(|known| known.0 == label);
        (0..self.periods.len())
            .map(|k| PeriodInfo {
                label: periods.labels[k].0.clone(),
                start_years: self.periods.starts()[k],
                length_years: self.periods.lengths()[k],
                phase: periods
                    .phases
                    .iter()
                    .find(|phase| {
                        let ends = (place(&phase.from.0), place(&phase.to.0));
                        matches!(ends, (Some(from), Some(to)) if (from..=to).contains(&k))
                    })
                    .map(|phase| phase.name.clone()),
                start_date: self.start_dates.as_ref().map(|dates| dates[k].clone()),
            })
            .collect()
    }

    /// NPV after and before tax at the headline timing, for the inputs standing in `scratch`, in every lane.
    pub(crate) fn headline_npv(
        &self,
        scratch: &mut Scratch,
        flows: &mut [f64],
    ) -> (super::Lanes, super::Lanes) {
        let result = self.run_block(scratch, None, flows, |_, _| {});
        let timing = self.scenario.discount.timing as usize;
        (result.npv[timing], result.npv_before_tax[timing])
    }
}

const _: () =
    assert!(Timing::Start as usize == 0 && Timing::Mid as usize == 1 && Timing::End as usize == 2);
